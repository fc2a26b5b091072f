// SPDX-License-Identifier: GPL-3.0-or-later
// Which nodes must not be evaluated.
#include "camera/private/genapi_check.h"

#include <algorithm>

namespace mv {

namespace {

/// Real descriptions stay below 20; the evaluator needs about 2 kB of stack for each level.
constexpr int maxChain = 200;

bool isNumber(NodeKind kind)
{
    return isInteger(kind) || isFloat(kind) || kind == NodeKind::Enumeration || kind == NodeKind::Boolean;
}

bool isConverter(NodeKind kind)
{
    return kind == NodeKind::Converter || kind == NodeKind::IntConverter;
}

bool takesPartInValue(Link role)
{
    switch (role) {
    case Link::Value:
    case Link::ValueIndexed:
    case Link::Variable:
    case Link::Index:
    case Link::Address:
    case Link::Length:
    case Link::CommandValue:
        return true;
    default:
        return false;
    }
}

} // namespace

GenApiCheck::GenApiCheck(const GenApiGraph &graph) : m_graph(graph)
{
    for (const int aspect : {Value, Range}) {
        m_verdicts[aspect].resize(std::size_t(graph.size()));
        m_open[aspect].resize(std::size_t(graph.size()));
    }
}

const GenApiCheck::Verdict &GenApiCheck::verdict(int node, Aspect aspect)
{
    auto &memory = m_verdicts[aspect][std::size_t(node)];
    if (memory)
        return *memory;
    auto open = m_open[aspect][std::size_t(node)];
    static const Verdict circle{QStringLiteral("nodes that refer to each other in a circle"), 0};
    static const Verdict tooDeep{QStringLiteral("a chain of more than %1 nodes").arg(maxChain), 0};
    if (open)
        return circle;
    if (m_level >= maxChain)
        return tooDeep;
    open = true;
    ++m_level;
    auto found = examine(node, aspect);
    --m_level;
    open = false;
    memory = std::move(found);
    return *memory;
}

GenApiCheck::Verdict GenApiCheck::examine(int node, Aspect aspect)
{
    Verdict result;
    if (aspect == Value)
        result.problem = ownProblem(node);
    const auto parts = aspect == Value ? valueParts(node, result.problem) : rangeParts(node);
    for (const auto &part : parts) {
        if (!result.problem.isEmpty())
            break;
        const auto &below = verdict(part.node, part.aspect);
        if (!below.problem.isEmpty())
            result.problem = QStringLiteral("%1: %2").arg(m_graph.node(part.node).name, below.problem);
        result.depth = std::max(result.depth, below.depth + 1);
    }
    if (result.problem.isEmpty() && result.depth > maxChain)
        result.problem = QStringLiteral("a chain of more than %1 nodes").arg(maxChain);
    return result;
}

QString GenApiCheck::ownProblem(int node) const
{
    const auto &n = m_graph.node(node);
    if (isRegister(n.kind))
        return registerProblem(node);
    switch (n.kind) {
    case NodeKind::Integer:
    case NodeKind::Float:
    case NodeKind::Boolean:
    case NodeKind::Enumeration:
    case NodeKind::String:
    case NodeKind::Command: {
        const bool given = n.xml.child("Value") || n.xml.child("pValue") || n.xml.child("pIndex");
        return given ? QString() : QStringLiteral("%1 has no value").arg(n.name);
    }
    case NodeKind::Converter:
    case NodeKind::IntConverter:
        return m_graph.target(node, Link::Value) >= 0 ? QString() : QStringLiteral("%1 has no pValue").arg(n.name);
    default:
        return {};
    }
}

QString GenApiCheck::registerProblem(int node) const
{
    const auto &n = m_graph.node(node);
    const auto constant = m_graph.integer(node, "Length");
    const bool dynamic = m_graph.target(node, Link::Length) >= 0;
    const qint64 length = constant.value_or(4); // the schema asks for one; 4 is what everybody assumes
    if (!dynamic && (length <= 0 || length > maxBytes(n.kind)))
        return QStringLiteral("%1 is a register of %2 bytes").arg(n.name).arg(length);
    const int port = m_graph.find(m_graph.text(node, "pPort"));
    if (port < 0 || m_graph.node(port).kind != NodeKind::Port)
        return QStringLiteral("%1 has no port").arg(n.name);
    if (n.kind != NodeKind::MaskedIntReg && n.kind != NodeKind::StructEntry)
        return {};
    for (const char *tag : {"LSB", "MSB", "Bit"}) {
        const auto bit = m_graph.integer(node, tag);
        if (bit && (*bit < 0 || *bit >= 64 || (!dynamic && *bit >= 8 * length)))
            return QStringLiteral("%1 names bit %2 of %3 bytes").arg(n.name).arg(*bit).arg(length);
    }
    const bool bits = m_graph.integer(node, "Bit") || (m_graph.integer(node, "LSB") && m_graph.integer(node, "MSB"));
    if (!bits)
        return QStringLiteral("%1 does not say which bits").arg(n.name);
    return {};
}

QString GenApiCheck::linkProblem(const GenApiNode &node, const GenApiLink &link) const
{
    if (link.target < 0)
        return QStringLiteral("%1 refers to %2, which is not there").arg(node.name, link.name);
    const auto kind = m_graph.node(link.target).kind;
    const bool text = node.kind == NodeKind::String && link.role == Link::Value;
    const bool fits = text ? kind == NodeKind::String || kind == NodeKind::StringReg : isNumber(kind);
    return fits ? QString() : QStringLiteral("%1 takes %2 for a number or text").arg(node.name, link.name);
}

std::vector<GenApiCheck::Part> GenApiCheck::valueParts(int node, QString &problem) const
{
    std::vector<Part> parts;
    for (const auto &link : m_graph.node(node).links) {
        if (!takesPartInValue(link.role))
            continue;
        if (problem.isEmpty())
            problem = linkProblem(m_graph.node(node), link);
        if (link.target >= 0)
            parts.push_back({link.target, Value});
    }
    return parts;
}

std::vector<GenApiCheck::Part> GenApiCheck::rangeParts(int node) const
{
    std::vector<Part> parts;
    const auto &n = m_graph.node(node);
    for (const auto &link : n.links) {
        if (link.target < 0)
            continue;
        const bool limit = link.role == Link::Min || link.role == Link::Max || link.role == Link::Inc;
        const bool formula = isConverter(n.kind) && link.role == Link::Variable;
        if (limit || formula || link.role == Link::Length || link.role == Link::Index)
            parts.push_back({link.target, Value});
        if (link.role == Link::Value || link.role == Link::ValueIndexed)
            parts.push_back({link.target, Range});
    }
    return parts;
}

} // namespace mv
