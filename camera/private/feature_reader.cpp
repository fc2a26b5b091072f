// SPDX-License-Identifier: GPL-3.0-or-later
// How a feature stands now, from its node's access, limits and value.
#include "camera/private/feature_reader.h"

#include "camera/private/feature_limits.h"
#include "camera/private/genapi_evaluator.h"

#include <algorithm>
#include <cmath>

namespace mv {

namespace {

/// Registers up to this length are read in every pass: one GVCP packet.
constexpr qint64 shortRegister = 512;

/// The sentence names the feature; the node that failed is in the detail.
Error forFeature(Error error, const QString &feature)
{
    if (error.code != ErrorCode::ConnectionLost && error.code != ErrorCode::ControlLost)
        error.arguments = {feature};
    return error;
}

} // namespace

FeatureReader::FeatureReader(const GenApiGraph &graph, GenApiEvaluator &evaluator)
    : m_graph(graph), m_evaluator(evaluator), m_limits(std::make_unique<FeatureLimits>(graph, evaluator))
{}

FeatureReader::~FeatureReader() = default;

bool FeatureReader::isImplemented(const GenApiEntry &entry)
{
    return holds(entry.implemented);
}

std::optional<bool> FeatureReader::isKnownImplemented(const GenApiEntry &entry)
{
    if (entry.implemented < 0)
        return true;
    const auto value = m_evaluator.suppose(entry.implemented, {}, {});
    return value ? std::optional(value.value().toInteger() != 0) : std::nullopt;
}

bool FeatureReader::holds(int condition)
{
    if (condition < 0)
        return true;
    const auto value = m_evaluator.integer(condition);
    return value && value.value() != 0;
}

FeatureState FeatureReader::state(int node, bool asked)
{
    FeatureState state;
    const auto access = accessOf(m_graph, m_evaluator, node);
    state.access = access.mode;
    state.locked = access.locked;
    // A command is not read: that its register cannot be is nothing that is in the way.
    const bool command = m_graph.node(node).kind == NodeKind::Command;
    if (!command || access.reason != AccessReason::Kind::WriteOnly)
        state.reason.kind = access.reason;
    if (access.condition >= 0)
        state.reason.condition = m_graph.node(access.condition).name;
    state.error = access.error;
    const bool there = access.mode != AccessMode::NotImplemented && access.mode != AccessMode::NotAvailable;
    if (access.mode != AccessMode::NotImplemented)
        readEntries(node, state);
    if (there) {
        readLimits(node, state);
        readValue(node, state, asked);
        state.fault = faultOf(node);
    }
    if (state.value.isValid())
        state.error.reset(); // a lock that cannot be read does not make the value unknown
    if (state.error)
        state.error = forFeature(*state.error, m_graph.node(node).name);
    return state;
}

QString FeatureReader::faultOf(int node)
{
    const int error = m_graph.target(node, Link::Error);
    if (error < 0 || m_graph.node(error).kind != NodeKind::Enumeration)
        return {};
    const auto value = m_evaluator.integer(error);
    if (!value || value.value() == 0) // GenApi: the entry of value 0 says that all is well
        return {};
    const auto entry = entryOf(error);
    return entry ? entry.value().toString() : QString::number(value.value());
}

void FeatureReader::readEntries(int node, FeatureState &state)
{
    const bool there = state.access != AccessMode::NotAvailable;
    for (const auto &entry : m_graph.node(node).entries) {
        if (!holds(entry.implemented))
            state.missingEntries.append(entry.entry.name);
        else if (there && holds(entry.available))
            state.availableEntries.append(entry.entry.name);
    }
}

void FeatureReader::readLimits(int node, FeatureState &state)
{
    const auto &n = m_graph.node(node);
    if (isInteger(n.kind)) {
        state.intMin = m_limits->integer(node, FeatureLimits::Lower);
        state.intMax = m_limits->integer(node, FeatureLimits::Upper);
        state.intStep = m_limits->integerStep(node);
    } else if (isFloat(n.kind)) {
        state.floatMin = m_limits->number(node, FeatureLimits::Lower);
        state.floatMax = m_limits->number(node, FeatureLimits::Upper);
        state.floatStep = m_limits->numberStep(node);
    } else if (const int end = m_graph.valueEnd(node);
               m_graph.node(end).kind == NodeKind::StringReg || m_graph.node(end).kind == NodeKind::Register) {
        const auto length = m_evaluator.length(end);
        state.maxLength = length ? int(length.value()) : 0;
    }
}

void FeatureReader::readValue(int node, FeatureState &state, bool asked)
{
    const bool readable = state.access == AccessMode::ReadOnly || state.access == AccessMode::ReadWrite;
    if (!readable || m_graph.node(node).kind == NodeKind::Command)
        return;
    auto value = valueOf(node, state, asked);
    if (value)
        state.value = std::move(value.value());
    else if (value.error().code != ErrorCode::FeatureNotReadable) // event and chunk data: no value yet, by design
        state.error = value.error();
}

Result<QVariant> FeatureReader::valueOf(int node, FeatureState &state, bool asked)
{
    const auto asVariant = [](const auto &result) {
        return result ? Result<QVariant>(QVariant::fromValue(result.value())) : Result<QVariant>(result.error());
    };
    const auto kind = m_graph.node(node).kind;
    if (kind == NodeKind::Boolean) {
        const auto value = m_evaluator.integer(node);
        return value ? Result<QVariant>(QVariant(value.value() != 0)) : value.error();
    }
    if (kind == NodeKind::Enumeration)
        return entryOf(node);
    if (kind == NodeKind::Register)
        return bytesOf(node, state, asked);
    if (kind == NodeKind::String || kind == NodeKind::StringReg)
        return asVariant(m_evaluator.text(node));
    if (isInteger(kind))
        return asVariant(m_evaluator.integer(node));
    const auto value = m_evaluator.number(node);
    if (value && !std::isfinite(value.value()))
        return Error{ErrorCode::ReadFailed, {}, QStringLiteral("the register holds no finite number")};
    return asVariant(value);
}

Result<QVariant> FeatureReader::entryOf(int node)
{
    const auto raw = m_evaluator.integer(node);
    if (!raw)
        return raw.error();
    const auto &entries = m_graph.node(node).entries;
    const auto holdsIt = [&raw](const GenApiEntry &e) { return e.entry.value == raw.value(); };
    auto found = std::find_if(entries.begin(), entries.end(), holdsIt);
    // Of several entries with this value the one that can be chosen is meant (descriptions that serve many models).
    for (auto other = found; other != entries.end(); other = std::find_if(other + 1, entries.end(), holdsIt)) {
        if (holds(other->implemented) && holds(other->available)) {
            found = other;
            break;
        }
    }
    if (found == entries.end())
        return Error{
            ErrorCode::ReadFailed, {}, QStringLiteral("the register holds %1, which is no entry").arg(raw.value())};
    return QVariant(found->entry.name);
}

Result<QVariant> FeatureReader::bytesOf(int node, FeatureState &state, bool asked)
{
    if (!asked && state.maxLength > shortRegister)
        return QVariant();
    const auto value = m_evaluator.bytes(node);
    return value ? Result<QVariant>(QVariant(value.value())) : value.error();
}

} // namespace mv
