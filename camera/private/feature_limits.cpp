// SPDX-License-Identifier: GPL-3.0-or-later
// Minimum, maximum and step of a number, by GenApi's rules.
#include "camera/private/feature_limits.h"

#include "camera/private/genapi_evaluator.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace mv {

namespace {

/// Longer pValue chains are circles; GenApiCheck keeps those from being evaluated.
constexpr int maxChain = 64;

std::optional<qint64> asInteger(std::optional<double> value, FeatureLimits::Bound bound)
{
    if (!value || std::abs(*value) >= 9223372036854775808.0)
        return std::nullopt;
    return qint64(bound == FeatureLimits::Lower ? std::ceil(*value) : std::floor(*value));
}

/// The ends of 64 bits stand for "no limit"; a formula would make nonsense of them.
bool isOpen(qint64 limit)
{
    return limit == std::numeric_limits<qint64>::max() || limit == std::numeric_limits<qint64>::min();
}

std::optional<qint64> toInteger(const std::optional<GenApiNumber> &number)
{
    return number ? number->toInteger() : std::nullopt;
}

std::optional<qint64> boundOfBits(qint64 bits, bool isSigned, FeatureLimits::Bound bound)
{
    if (bits < 1)
        return std::nullopt;
    // A qint64 holds no more than 63 bits without a sign; the rest of an unsigned 64-bit register is out of reach.
    const qint64 magnitude = std::min<qint64>(isSigned ? bits - 1 : bits, 63);
    const qint64 upper = magnitude == 63 ? std::numeric_limits<qint64>::max() : (qint64(1) << magnitude) - 1;
    if (bound == FeatureLimits::Upper)
        return upper;
    return isSigned ? -upper - 1 : 0;
}

} // namespace

std::optional<double> FeatureLimits::ownNumber(int node, Bound bound, bool &found)
{
    const auto &xml = m_graph.node(node).xml;
    const char *tag = bound == Lower ? "Min" : "Max";
    const int target = m_graph.target(node, bound == Lower ? Link::Min : Link::Max);
    found = target >= 0 || xml.child(tag);
    if (target < 0)
        return xmlNumber(xmlChild(xml, tag));
    const auto value = m_evaluator.number(target);
    return value && std::isfinite(value.value()) ? std::optional(value.value()) : std::nullopt;
}

std::optional<qint64> FeatureLimits::registerBound(int node, Bound bound)
{
    const bool isSigned = m_graph.text(node, "Sign") == u"Signed";
    if (m_graph.node(node).kind == NodeKind::IntReg) {
        const auto length = m_evaluator.length(node);
        return length ? boundOfBits(8 * std::min<qint64>(length.value(), 8), isSigned, bound) : std::nullopt;
    }
    const auto bit = m_graph.integer(node, "Bit");
    const auto lsb = bit ? bit : m_graph.integer(node, "LSB");
    const auto msb = bit ? bit : m_graph.integer(node, "MSB");
    return lsb && msb ? boundOfBits(std::abs(*msb - *lsb) + 1, isSigned, bound) : std::nullopt;
}

std::optional<GenApiNumber> FeatureLimits::converterBound(int node, Bound bound)
{
    if (!m_evaluator.isSound(node, GenApiCheck::Range) || !m_evaluator.isSound(node, GenApiCheck::Value))
        return std::nullopt;
    auto known = m_converters.find(node);
    if (known == m_converters.end())
        known = m_converters.emplace(node, converterBounds(node)).first;
    return bound == Lower ? known->second.lower : known->second.upper;
}

FeatureLimits::Bounds FeatureLimits::converterBounds(int node)
{
    const int target = m_graph.target(node, Link::Value);
    const auto convert = [this, node, target](Bound bound) -> std::optional<GenApiNumber> {
        std::optional<GenApiNumber> raw;
        if (isFloat(m_graph.node(target).kind)) {
            if (const auto limit = number(target, bound))
                raw = GenApiNumber(*limit);
        } else if (const auto limit = integer(target, bound); limit && !isOpen(*limit)) {
            raw = GenApiNumber(*limit);
        }
        const auto made = raw ? m_evaluator.converted(node, *raw) : Result<GenApiNumber>(Error());
        return made ? std::optional(made.value()) : std::nullopt;
    };
    Bounds bounds{convert(Lower), convert(Upper)};
    // A formula that falls makes the upper limit out of the lower one. Where both are known that can be seen, and is
    // believed rather than the Slope; a Varying one mostly depends on a selector and is monotonic for each entry.
    const auto slope = xmlChild(m_graph.node(node).xml, "Slope");
    const bool both = bounds.lower && bounds.upper;
    const bool falls = both ? bounds.lower->toReal() > bounds.upper->toReal() : slope == u"Decreasing";
    if (!both && !falls && slope != u"Increasing")
        return {};
    if (falls)
        std::swap(bounds.lower, bounds.upper);
    return bounds;
}

std::optional<qint64> FeatureLimits::integer(int node, Bound bound)
{
    const Call call(*this);
    for (int steps = 0; node >= 0 && steps < maxChain; ++steps) {
        const auto &n = m_graph.node(node);
        // An integer limit is read as one: a double would lose the last bits of a 64-bit register.
        if (const int target = m_graph.target(node, bound == Lower ? Link::Min : Link::Max);
            target >= 0 && isInteger(m_graph.node(target).kind)) {
            const auto value = m_evaluator.integer(target);
            return value ? std::optional(value.value()) : std::nullopt;
        }
        if (const auto constant = xmlInteger(xmlChild(n.xml, bound == Lower ? "Min" : "Max")))
            return constant;
        bool found = false;
        const auto own = ownNumber(node, bound, found);
        if (found)
            return asInteger(own, bound);
        switch (n.kind) {
        case NodeKind::IntReg:
        case NodeKind::MaskedIntReg:
        case NodeKind::StructEntry:
            return registerBound(node, bound);
        case NodeKind::IntConverter:
            return toInteger(converterBound(node, bound));
        case NodeKind::Integer:
            node = m_evaluator.valueTarget(node);
            break;
        default:
            return isFloat(n.kind) ? asInteger(number(node, bound), bound) : std::nullopt;
        }
    }
    return std::nullopt;
}

std::optional<double> FeatureLimits::number(int node, Bound bound)
{
    const Call call(*this);
    for (int steps = 0; node >= 0 && steps < maxChain; ++steps) {
        bool found = false;
        const auto own = ownNumber(node, bound, found);
        if (found)
            return own;
        const auto kind = m_graph.node(node).kind;
        if (kind == NodeKind::Converter) {
            const auto limit = converterBound(node, bound);
            return limit ? std::optional(limit->toReal()) : std::nullopt;
        }
        if (isInteger(kind)) {
            const auto limit = integer(node, bound);
            return limit ? std::optional(double(*limit)) : std::nullopt;
        }
        if (kind != NodeKind::Float)
            return std::nullopt;
        node = m_evaluator.valueTarget(node);
    }
    return std::nullopt;
}

qint64 FeatureLimits::integerStep(int node)
{
    for (int steps = 0; node >= 0 && steps < maxChain && m_graph.node(node).kind == NodeKind::Integer; ++steps) {
        std::optional<qint64> own = xmlInteger(xmlChild(m_graph.node(node).xml, "Inc"));
        if (const int target = m_graph.target(node, Link::Inc); target >= 0) {
            const auto value = m_evaluator.integer(target);
            own = value ? value.value() : 1;
        }
        if (own)
            return std::max<qint64>(*own, 1);
        node = m_evaluator.valueTarget(node);
    }
    return 1;
}

std::optional<double> FeatureLimits::numberStep(int node)
{
    for (int steps = 0; node >= 0 && steps < maxChain && m_graph.node(node).kind == NodeKind::Float; ++steps) {
        auto own = xmlNumber(xmlChild(m_graph.node(node).xml, "Inc"));
        if (const int target = m_graph.target(node, Link::Inc); target >= 0) {
            const auto value = m_evaluator.number(target);
            own = value ? std::optional(value.value()) : std::nullopt;
        }
        if (own)
            return std::isfinite(*own) && *own > 0 ? own : std::nullopt;
        node = m_evaluator.valueTarget(node);
    }
    return std::nullopt;
}

namespace {

struct Rights
{
    bool read = true;
    bool write = true;
};

Rights rightsOf(const QString &mode, Rights otherwise)
{
    if (mode == u"RO")
        return {true, false};
    if (mode == u"WO")
        return {false, true};
    return mode == u"RW" ? Rights{true, true} : otherwise;
}

/// What the node itself allows. A register without AccessMode is read-only (schema 1.1).
Rights ownRights(const GenApiGraph &graph, int node)
{
    const auto &n = graph.node(node);
    const bool computed = n.kind == NodeKind::SwissKnife || n.kind == NodeKind::IntSwissKnife;
    Rights rights{true, !computed};
    if (isRegister(n.kind))
        rights = rightsOf(graph.text(node, "AccessMode"), {true, false});
    const auto imposed = rightsOf(xmlChild(n.xml, "ImposedAccessMode"), {});
    return {rights.read && imposed.read, rights.write && imposed.write};
}

AccessReason::Kind byDesign(Rights rights)
{
    if (rights.read)
        return rights.write ? AccessReason::Kind::None : AccessReason::Kind::ReadOnly;
    return rights.write ? AccessReason::Kind::WriteOnly : AccessReason::Kind::NoAccess;
}

/// Whether the condition that the link names holds; @p otherwise where there is none.
bool holds(const GenApiGraph &graph, GenApiEvaluator &evaluator, int node, Link link, bool otherwise,
           FeatureAccess &access)
{
    const int target = graph.target(node, link);
    if (target < 0)
        return otherwise;
    const auto value = evaluator.integer(target);
    if (value)
        return value.value() != 0;
    if (!access.error)
        access.error = value.error();
    return false;
}

} // namespace

FeatureAccess accessOf(const GenApiGraph &graph, GenApiEvaluator &evaluator, int node)
{
    using Kind = AccessReason::Kind;
    FeatureAccess access;
    Rights rights;
    const auto because = [&access, &graph](Kind kind, int at, Link link) {
        access.reason = access.error ? Kind::Unknown : kind;
        access.condition = graph.target(at, link);
    };
    for (int steps = 0; node >= 0 && steps < maxChain; ++steps) {
        if (!holds(graph, evaluator, node, Link::Implemented, true, access)) {
            access.mode = access.error ? AccessMode::NotAvailable : AccessMode::NotImplemented;
            because(Kind::NotImplemented, node, Link::Implemented);
            return access;
        }
        if (!holds(graph, evaluator, node, Link::Available, true, access)) {
            because(Kind::NotAvailable, node, Link::Available);
            return access;
        }
        const auto own = ownRights(graph, node);
        rights = {rights.read && own.read, rights.write && own.write};
        if (holds(graph, evaluator, node, Link::Locked, false, access) && !access.locked) {
            access.locked = true;
            because(Kind::Locked, node, Link::Locked);
        }
        node = evaluator.valueTarget(node);
    }
    access.locked = access.locked && rights.write;
    const bool write = rights.write && !access.locked;
    if (rights.read)
        access.mode = write ? AccessMode::ReadWrite : AccessMode::ReadOnly;
    else
        access.mode = write ? AccessMode::WriteOnly : AccessMode::NotAvailable;
    if (!access.locked) { // also where a lock holds what could not be written anyway
        access.reason = byDesign(rights);
        access.condition = -1;
    }
    return access;
}

} // namespace mv
