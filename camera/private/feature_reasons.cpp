// SPDX-License-Identifier: GPL-3.0-or-later
// Why a feature is greyed.
#include "camera/private/feature_reasons.h"

#include "camera/private/genapi_evaluator.h"

#include <algorithm>
#include <functional>

namespace mv {

namespace {

/// Conditions of real descriptions look at fewer than ten features; enumerations have fewer than a hundred entries.
constexpr std::size_t maxOperands = 16;
constexpr std::size_t maxCandidates = 128;
/// For one pass: a hostile description gets fewer reasons, not more time.
constexpr int maxQuestions = 20'000;

const QString streamingLock = QStringLiteral("TLParamsLocked");

struct Candidate
{
    QString shown;
    qint64 value; ///< of the feature
    qint64 raw;   ///< of the node that it takes its value from
};

bool isConverter(NodeKind kind)
{
    return kind == NodeKind::Converter || kind == NodeKind::IntConverter;
}

bool isComputed(NodeKind kind)
{
    return kind == NodeKind::SwissKnife || kind == NodeKind::IntSwissKnife;
}

QString shownBoolean(bool on)
{
    return on ? QStringLiteral("True") : QStringLiteral("False");
}

QString shownValue(const GenApiNode &node, const GenApiNumber &value)
{
    if (node.kind == NodeKind::Boolean)
        return shownBoolean(value.toInteger() != 0);
    for (const auto &entry : node.entries) {
        if (value.toInteger() == entry.entry.value)
            return entry.entry.name;
    }
    return value.isReal() ? valueToText(value.toReal()) : valueToText(*value.toInteger());
}

/// Nothing if the value is unknown.
std::optional<bool> truth(const Result<GenApiNumber> &value)
{
    return value ? std::optional(value.value().toInteger() != 0) : std::nullopt;
}

/// What a person could choose instead: entries of which it is known that the model has them, both values of a switch.
std::vector<Candidate> candidatesFor(const GenApiGraph &graph, int number,
                                     const std::function<bool(const GenApiEntry &)> &isThere)
{
    std::vector<Candidate> candidates;
    const auto &node = graph.node(number);
    if (node.kind == NodeKind::Enumeration) {
        for (const auto &entry : node.entries) {
            if (candidates.size() < maxCandidates && isThere(entry))
                candidates.push_back({entry.entry.name, entry.entry.value, entry.entry.value});
        }
    } else if (node.kind == NodeKind::Boolean) {
        for (const bool on : {true, false})
            candidates.push_back(
                {shownBoolean(on), on, graph.integer(number, on ? "OnValue" : "OffValue").value_or(on)});
    } else if (node.name == streamingLock || (graph.integer(number, "Min") == 0 && graph.integer(number, "Max") == 1)) {
        for (const qint64 value : {0, 1})
            candidates.push_back({QString::number(value), value, value});
    }
    return candidates;
}

} // namespace

FeatureReasons::FeatureReasons(const GenApiGraph &graph, GenApiEvaluator &evaluator, const FeatureTree &tree)
    : m_graph(graph), m_evaluator(evaluator), m_tree(tree)
{
    for (const auto &feature : tree.features) {
        const int node = graph.find(feature.name);
        // The way down to the register as a person's feature takes it: a formula may look at any node of it.
        for (int below = node; below >= 0; below = graph.target(below, Link::Value)) {
            if (!m_featureOf.emplace(below, node).second || isConverter(graph.node(below).kind))
                break;
        }
    }
}

bool FeatureReasons::isSettable(int node) const
{
    const auto &n = m_graph.node(node);
    return n.name == streamingLock ||
           (m_tree.index.contains(n.name) && !isComputed(m_graph.node(m_graph.valueEnd(node)).kind));
}

std::vector<int> FeatureReasons::operandsOf(int condition) const
{
    std::vector<int> operands;
    std::vector<int> queue{condition};
    for (std::size_t i = 0; i < queue.size() && operands.size() < maxOperands; ++i) {
        const int node = queue[i];
        const auto feature = m_featureOf.find(node);
        const int settable = feature != m_featureOf.end() ? feature->second : node;
        const bool isLeaf = isRegister(m_graph.node(node).kind);
        if (isSettable(settable) || isLeaf) {
            if (std::find(operands.begin(), operands.end(), settable) == operands.end())
                operands.push_back(settable);
            continue;
        }
        for (const auto &link : m_graph.node(node).links) {
            const bool part = link.role == Link::Value || link.role == Link::Variable ||
                              link.role == Link::ValueIndexed || link.role == Link::Index;
            if (part && link.target >= 0 && std::find(queue.begin(), queue.end(), link.target) == queue.end())
                queue.push_back(link.target);
        }
    }
    return operands;
}

const std::vector<int> &FeatureReasons::dependants(int feature)
{
    const auto known = m_dependants.find(feature);
    return known != m_dependants.end() ? known->second
                                       : m_dependants.emplace(feature, m_graph.dependants(feature)).first->second;
}

AccessReason::Operand FeatureReasons::describe(int condition, bool wanted, int feature)
{
    AccessReason::Operand operand{m_graph.node(feature).name, {}, {}};
    const auto present = suppose(feature, {}, {});
    if (!present)
        return operand;
    operand.value = shownValue(m_graph.node(feature), present.value());
    const auto isThere = [this](const GenApiEntry &entry) {
        return entry.implemented < 0 || truth(suppose(entry.implemented, {}, {})) == true;
    };
    for (const auto &candidate : candidatesFor(m_graph, feature, isThere)) {
        if (candidate.value == present.value().toInteger())
            continue;
        std::vector<GenApiAssumption> assumed{{feature, candidate.value}};
        int below = isConverter(m_graph.node(feature).kind) ? -1 : m_graph.target(feature, Link::Value);
        while (below >= 0) {
            assumed.push_back({below, candidate.raw});
            below = isConverter(m_graph.node(below).kind) ? -1 : m_graph.target(below, Link::Value);
        }
        if (truth(suppose(condition, assumed, dependants(feature))) == wanted)
            operand.needed.append(candidate.shown);
    }
    return operand;
}

Result<GenApiNumber> FeatureReasons::suppose(int node, const std::vector<GenApiAssumption> &assumed,
                                             const std::vector<int> &uncertain)
{
    if (++m_questions > maxQuestions)
        return Error{ErrorCode::DescriptionFault, {}, QStringLiteral("too many questions")};
    return m_evaluator.suppose(node, assumed, uncertain);
}

void FeatureReasons::complete(FeatureStates &states)
{
    m_questions = 0;
    for (auto &state : states)
        complete(state.reason);
}

void FeatureReasons::complete(FeatureState &state)
{
    m_questions = 0;
    complete(state.reason);
}

void FeatureReasons::complete(AccessReason &reason)
{
    using Kind = AccessReason::Kind;
    const int condition = m_graph.find(reason.condition);
    const bool conditional =
        reason.kind == Kind::Locked || reason.kind == Kind::NotAvailable || reason.kind == Kind::NotImplemented;
    if (!conditional || condition < 0)
        return;
    const bool wanted = reason.kind != Kind::Locked;
    // What is remembered of an earlier pass may not go with what this one found: then it is no ground for advice.
    if (truth(suppose(condition, {}, {})) == wanted)
        return;
    for (const int feature : operandsOf(condition)) {
        auto operand = describe(condition, wanted, feature);
        // TLParamsLocked = 1 and without it nothing would change: something else is in the way as well.
        reason.streaming = reason.streaming || (operand.feature == streamingLock && operand.value == u"1");
        if (!operand.value.isEmpty())
            reason.operands.push_back(std::move(operand));
    }
    std::stable_partition(reason.operands.begin(), reason.operands.end(),
                          [](const AccessReason::Operand &o) { return !o.needed.isEmpty(); });
}

} // namespace mv
