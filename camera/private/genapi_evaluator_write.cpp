// SPDX-License-Identifier: GPL-3.0-or-later
// Values of single nodes, written.
#include "camera/private/genapi_evaluator.h"

#include "camera/private/genapi_evaluator_call.h"
#include "camera/private/genapi_register.h"

#include <bit>
#include <cmath>

namespace mv {

namespace {

/// Assignments that one write may lead to: copies of copies may go round in a circle.
constexpr int maxWrites = 256;

} // namespace

Result<void> GenApiEvaluator::setInteger(int node, qint64 value)
{
    const Call call(*this);
    if (const auto refused = refusal(node, GenApiCheck::Value))
        return *refused;
    return assign(node, GenApiNumber(value));
}

Result<void> GenApiEvaluator::setNumber(int node, double value)
{
    const Call call(*this);
    if (const auto refused = refusal(node, GenApiCheck::Value))
        return *refused;
    return assign(node, GenApiNumber(value));
}

Result<void> GenApiEvaluator::assign(int node, GenApiNumber value)
{
    const auto kind = m_graph->node(node).kind;
    if (++m_writes > maxWrites)
        return broken(node, QStringLiteral("too many copies"), ErrorCode::WriteRefused);
    if (!isFloat(kind) && value.isReal()) {
        // To the nearest: 0.29 s in a register of 10 ms steps is 0.29 * 100 = 28.999999999999996, and means 29.
        const auto nearest = GenApiNumber::truncated(std::round(value.toReal()));
        if (!nearest)
            return broken(node, QStringLiteral("%1 is no 64-bit integer").arg(value.toReal()), ErrorCode::WriteRefused);
        value = GenApiNumber(*nearest);
    }
    switch (kind) {
    case NodeKind::Boolean: {
        const bool on = value.toInteger() != 0;
        const auto raw = m_graph->integer(node, on ? "OnValue" : "OffValue").value_or(on);
        return assignSource(node, GenApiNumber(raw));
    }
    case NodeKind::Integer:
    case NodeKind::Enumeration:
    case NodeKind::Float:
        return assignSource(node, value);
    case NodeKind::IntConverter:
    case NodeKind::Converter:
        return assignConverted(node, value);
    case NodeKind::IntReg:
    case NodeKind::MaskedIntReg:
    case NodeKind::StructEntry:
        return writeInteger(node, value.toInteger().value_or(0));
    case NodeKind::FloatReg:
        return writeFloat(node, value.toReal());
    case NodeKind::IntSwissKnife:
    case NodeKind::SwissKnife:
        return broken(node, QStringLiteral("is computed"), ErrorCode::FeatureReadOnly);
    default:
        return broken(node, QStringLiteral("is no number"), ErrorCode::WriteRefused);
    }
}

Result<void> GenApiEvaluator::assignSource(int node, GenApiNumber value)
{
    const auto from = source(node);
    if (!from)
        return from.error();
    if (from.value().node >= 0) {
        if (auto done = assign(from.value().node, value); !done)
            return done;
    } else {
        m_constants.insert_or_assign(from.value().constant.hash_value(), value);
        ++m_epoch;
    }
    return setCopies(node, value);
}

Result<void> GenApiEvaluator::assignConverted(int node, GenApiNumber value)
{
    const auto to = calculate(node, "FormulaTo", value);
    return to ? assign(m_graph->target(node, Link::Value), to.value()) : to.error();
}

Result<void> GenApiEvaluator::setCopies(int node, GenApiNumber value)
{
    for (const auto &link : m_graph->node(node).links) {
        if (link.role != Link::ValueCopy || link.target < 0)
            continue;
        if (const auto refused = refusal(link.target, GenApiCheck::Value))
            return *refused;
        if (auto done = assign(link.target, value); !done)
            return done;
    }
    return {};
}

Result<void> GenApiEvaluator::writeInteger(int node, qint64 value)
{
    const auto &layout = this->layout(node);
    const auto length = lengthNow(node);
    if (!length)
        return length.error();
    const auto bits = bitsOf(layout, length.value());
    if (!bits)
        return broken(node, QStringLiteral("%1 bytes do not hold that number").arg(length.value()),
                      ErrorCode::WriteRefused);
    quint64 whole = 0;
    if (layout.isMasked && !layout.writeOnly) { // the neighbours keep their bits
        const auto raw = readRegister(node);
        if (!raw)
            return raw.error();
        whole = fromBytes(raw.value(), layout.bigEndian);
    }
    const auto number = insertBits(whole, *bits, value);
    if (!number)
        return broken(node, QStringLiteral("%1 does not fit into %2 bits").arg(value).arg(bits->count),
                      ErrorCode::WriteRefused);
    return writeRegister(node, toBytes(*number, qsizetype(length.value()), layout.bigEndian));
}

Result<void> GenApiEvaluator::writeFloat(int node, double value)
{
    const auto &layout = this->layout(node);
    const auto length = lengthNow(node);
    if (!length)
        return length.error();
    if (length.value() == qint64(sizeof(double)))
        return writeRegister(node, toBytes(std::bit_cast<quint64>(value), sizeof(double), layout.bigEndian));
    const bool fits = length.value() == qint64(sizeof(float)) && std::isfinite(float(value));
    if (!fits)
        return broken(node, QStringLiteral("%1 does not fit into %2 bytes").arg(value).arg(length.value()),
                      ErrorCode::WriteRefused);
    return writeRegister(node, toBytes(std::bit_cast<quint32>(float(value)), sizeof(float), layout.bigEndian));
}

Result<void> GenApiEvaluator::writeRegister(int node, const QByteArray &bytes)
{
    const auto at = place(node);
    if (!at)
        return at.error();
    GErrorPtr error;
    const bool ok = m_port.write(at.value().address, std::uint32_t(bytes.size()), bytes.constData(), error.out());
    m_generation = m_port.generation();
    ++m_epoch;
    return ok ? Result<void>() : failure(error, node, ErrorCode::WriteRefused);
}

Result<void> GenApiEvaluator::setText(int node, const QString &value)
{
    const Call call(*this);
    if (const auto refused = refusal(node, GenApiCheck::Value))
        return *refused;
    const auto kind = m_graph->node(node).kind;
    if (kind == NodeKind::StringReg)
        return setBytes(node, value.toUtf8());
    if (kind != NodeKind::String)
        return broken(node, QStringLiteral("is no text"), ErrorCode::WriteRefused);
    const auto from = source(node);
    if (!from)
        return from.error();
    if (from.value().node >= 0)
        return setText(from.value().node, value);
    m_texts.insert_or_assign(from.value().constant.hash_value(), value);
    return {};
}

Result<void> GenApiEvaluator::setBytes(int node, const QByteArray &value)
{
    const Call call(*this);
    const auto size = length(node);
    if (!size)
        return size.error();
    if (value.size() > size.value())
        return broken(node, QStringLiteral("%1 bytes do not fit into %2").arg(value.size()).arg(size.value()),
                      ErrorCode::WriteRefused);
    return writeRegister(node, value.leftJustified(qsizetype(size.value()), '\0'));
}

} // namespace mv
