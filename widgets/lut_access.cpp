// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the access to the look-up table.
#include "widgets/lut_access.h"

#include "widgets/when_done.h"

#include <algorithm>

namespace mv {
namespace {

const QString indexName = QStringLiteral("LUTIndex");
const QString valueName = QStringLiteral("LUTValue");
const QString allName = QStringLiteral("LUTValueAll");
constexpr qint64 maxSize = 65536;

} // namespace

LutAccess::LutAccess(FeaturePort &port, QObject *parent) : QObject(parent), m_port(port) {}

void LutAccess::read()
{
    const auto tree = m_port.tree();
    if (!tree || !tree->find(indexName) || !tree->find(valueName)) {
        Q_EMIT failed({ErrorCode::NoSuchFeature, {valueName}, {}});
        return;
    }
    QStringList names{indexName, valueName};
    if (tree->find(allName))
        names.append(allName);
    whenDone(m_port.read(names), this, [this](const Result<FeatureStates> &result) {
        if (result)
            take(result.value());
        else
            Q_EMIT failed(result.error());
    });
}

void LutAccess::take(const FeatureStates &states)
{
    m_index = states.value(indexName).value;
    m_size = states.value(indexName).intMax.value_or(-1) + 1;
    m_maxValue = states.value(valueName).intMax.value_or(0);
    if (m_size < 2 || m_size > maxSize || m_maxValue < 1) {
        Q_EMIT failed({ErrorCode::FeatureNotAvailable, {valueName}, {}});
        return;
    }
    const QByteArray bytes = states.value(allName).value.toByteArray();
    m_width = static_cast<int>(bytes.size() / m_size);
    if (bytes.size() % m_size != 0 || m_width < 1 || m_width > 4)
        m_width = 0;
    if (m_width == 1)
        m_order = Order::Little; // there is only one
    if (m_width == 1)
        Q_EMIT loaded(m_values = decoded(bytes, m_order));
    else if (m_width > 1)
        probe(bytes);
    else
        readSingly(0);
}

// Where the two orders give different values, LUTValue says which one is meant.
void LutAccess::probe(const QByteArray &bytes)
{
    const QList<qint64> little = decoded(bytes, Order::Little);
    const QList<qint64> big = decoded(bytes, Order::Big);
    const auto differing = std::ranges::mismatch(little, big);
    if (differing.in1 == little.end()) {
        readSingly(0);
        return;
    }
    const auto at = static_cast<qint64>(differing.in1 - little.begin());
    whenDone(m_port.write(indexName, QVariant::fromValue(at)), this, [=, this](const Result<FeatureState> &moved) {
        if (!moved) {
            Q_EMIT failed(moved.error());
            return;
        }
        whenDone(m_port.read({valueName}), this, [=, this](const Result<FeatureStates> &result) {
            putIndexBack();
            const qint64 value = result ? result.value().value(valueName).value.toLongLong() : -1;
            m_order = value == little[at] ? Order::Little : value == big[at] ? Order::Big : Order::Unknown;
            if (m_order == Order::Unknown)
                readSingly(0);
            else
                Q_EMIT loaded(m_values = m_order == Order::Little ? little : big);
        });
    });
}

// Looking at the table must not leave another index behind.
void LutAccess::putIndexBack()
{
    if (m_index.isValid())
        whenDone(m_port.write(indexName, m_index), this, [](const Result<FeatureState> &) {});
}

void LutAccess::readSingly(int index)
{
    if (index == 0)
        m_values.clear();
    if (index == m_size) {
        putIndexBack();
        Q_EMIT loaded(m_values);
        return;
    }
    Q_EMIT progress(index, static_cast<int>(m_size));
    whenDone(m_port.write(indexName, QVariant::fromValue<qint64>(index)), this,
             [this, index](const Result<FeatureState> &moved) {
                 if (!moved) {
                     Q_EMIT failed(moved.error());
                     return;
                 }
                 whenDone(m_port.read({valueName}), this, [this, index](const Result<FeatureStates> &result) {
                     if (!result) {
                         Q_EMIT failed(result.error());
                         return;
                     }
                     m_values.append(result.value().value(valueName).value.toLongLong());
                     readSingly(index + 1);
                 });
             });
}

QList<qint64> LutAccess::decoded(const QByteArray &bytes, Order order) const
{
    QList<qint64> values;
    for (qsizetype start = 0; start + m_width <= bytes.size(); start += m_width) {
        qint64 value = 0;
        for (int i = 0; i < m_width; ++i) {
            const int at = order == Order::Big ? i : m_width - 1 - i;
            value = value << 8 | static_cast<unsigned char>(bytes[start + at]);
        }
        values.append(value);
    }
    return values;
}

QByteArray LutAccess::encoded(const QList<qint64> &values) const
{
    QByteArray bytes;
    for (qint64 value : values) {
        for (int i = 0; i < m_width; ++i) {
            const int shift = 8 * (m_order == Order::Big ? m_width - 1 - i : i);
            bytes.append(static_cast<char>((value >> shift) & 0xff));
        }
    }
    return bytes;
}

void LutAccess::write(const QList<qint64> &values)
{
    if (values.size() != m_values.size() || values.isEmpty())
        return;
    m_left.clear();
    if (m_width > 0 && m_order != Order::Unknown) {
        whenDone(m_port.write(allName, encoded(values)), this, [this, values](const Result<FeatureState> &result) {
            if (result) {
                m_values = values;
                Q_EMIT written();
            } else {
                Q_EMIT failed(result.error());
            }
        });
        return;
    }
    for (qsizetype i = values.size() - 1; i >= 0; --i) {
        if (values[i] != m_values[i])
            m_left.append({i, values[i]});
    }
    m_total = static_cast<int>(m_left.size());
    writeNext();
}

void LutAccess::writeNext()
{
    if (m_left.isEmpty()) {
        putIndexBack();
        Q_EMIT written();
        return;
    }
    Q_EMIT progress(m_total - static_cast<int>(m_left.size()), m_total);
    const auto [index, value] = m_left.takeLast();
    whenDone(m_port.write(indexName, QVariant::fromValue(index)), this,
             [this, index = index, value = value](const Result<FeatureState> &moved) {
                 if (!moved) {
                     Q_EMIT failed(moved.error());
                     return;
                 }
                 whenDone(m_port.write(valueName, QVariant::fromValue(value)), this,
                          [this, index, value](const Result<FeatureState> &result) {
                              if (!result) {
                                  Q_EMIT failed(result.error());
                                  return;
                              }
                              m_values[index] = value;
                              writeNext();
                          });
             });
}

} // namespace mv
