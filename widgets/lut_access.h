// SPDX-License-Identifier: GPL-3.0-or-later
// Reads and writes a camera's look-up table.
#pragma once

#include "widgets/feature_port.h"

#include <QObject>

namespace mv {

/// Over SFNC's LUTIndex, LUTValue and LUTValueAll. SFNC does not say how the values lie in LUTValueAll: their width is
/// its length divided by the number of indices, and their order of bytes is found by comparing it with LUTValue. Where
/// that cannot be told, the values go one by one. Thread: GUI.
class LutAccess : public QObject
{
    Q_OBJECT

public:
    /// @p port outlives the object.
    explicit LutAccess(FeaturePort &port, QObject *parent = nullptr);

    void read();
    /// After read(); as many values as it gave.
    void write(const QList<qint64> &values);
    /// Stops a write that goes value by value.
    void cancel() { m_left.clear(); }

    qint64 maxValue() const { return m_maxValue; }

Q_SIGNALS:
    void loaded(const QList<qint64> &values);
    void progress(int done, int total);
    void written();
    void failed(const mv::Error &error);

private:
    enum class Order { Unknown, Little, Big };

    void take(const FeatureStates &states);
    void probe(const QByteArray &bytes);
    void readSingly(int index);
    void putIndexBack();
    void writeNext();
    QList<qint64> decoded(const QByteArray &bytes, Order order) const;
    QByteArray encoded(const QList<qint64> &values) const;

    FeaturePort &m_port;
    QVariant m_index; // as it stood
    qint64 m_size = 0;
    qint64 m_maxValue = 0;
    int m_width = 0; // bytes of a value in LUTValueAll; 0: it has none
    Order m_order = Order::Unknown;
    QList<qint64> m_values;
    QList<std::pair<qint64, qint64>> m_left; // index and value, last first
    int m_total = 0;
};

} // namespace mv
