// SPDX-License-Identifier: GPL-3.0-or-later
// The nodes of a camera's description and what they refer to: who must be read again when something changes.
#include "camera/private/genapi_graph.h"

#include <algorithm>
#include <cstring>
#include <iterator>

namespace mv {

namespace {

struct KindRow
{
    const char *tag;
    NodeKind kind;
};
constexpr KindRow kinds[] = {
    {"Category", NodeKind::Category},
    {"Integer", NodeKind::Integer},
    {"IntReg", NodeKind::IntReg},
    {"MaskedIntReg", NodeKind::MaskedIntReg},
    {"StructEntry", NodeKind::StructEntry},
    {"IntConverter", NodeKind::IntConverter},
    {"IntSwissKnife", NodeKind::IntSwissKnife},
    {"Float", NodeKind::Float},
    {"FloatReg", NodeKind::FloatReg},
    {"Converter", NodeKind::Converter},
    {"SwissKnife", NodeKind::SwissKnife},
    {"Boolean", NodeKind::Boolean},
    {"Enumeration", NodeKind::Enumeration},
    {"String", NodeKind::String},
    {"StringReg", NodeKind::StringReg},
    {"Command", NodeKind::Command},
    {"Register", NodeKind::Register},
    {"StructReg", NodeKind::StructReg},
    {"Port", NodeKind::Port},
};

struct LinkRow
{
    const char *tag;
    Link role;
};
constexpr LinkRow linkRows[] = {
    {"pValue", Link::Value},
    {"pValueCopy", Link::ValueCopy},
    {"pValueIndexed", Link::ValueIndexed},
    {"pValueDefault", Link::ValueIndexed},
    {"pMin", Link::Min},
    {"pMax", Link::Max},
    {"pInc", Link::Inc},
    {"pVariable", Link::Variable},
    {"pIndex", Link::Index},
    {"pAddress", Link::Address},
    {"pLength", Link::Length},
    {"pCommandValue", Link::CommandValue},
    {"pIsImplemented", Link::Implemented},
    {"pIsAvailable", Link::Available},
    {"pIsLocked", Link::Locked},
    {"pSelected", Link::Selected},
    {"pInvalidator", Link::Invalidator},
    {"pError", Link::Error},
    {"pAlias", Link::Alias},
    {"pCastAlias", Link::CastAlias},
};

template<typename Row, std::size_t N> const Row *findRow(const Row (&rows)[N], const char *tag)
{
    const auto row =
        std::find_if(std::begin(rows), std::end(rows), [tag](const Row &r) { return !std::strcmp(r.tag, tag); });
    return row == std::end(rows) ? nullptr : row;
}

/// A pValue chain longer than this is a circle.
constexpr int maxChain = 64;

} // namespace

Visibility visibilityFromXml(const QString &word)
{
    if (word == u"Expert")
        return Visibility::Expert;
    if (word == u"Guru")
        return Visibility::Guru;
    return word == u"Invisible" ? Visibility::Invisible : Visibility::Beginner;
}

std::optional<FeatureType> featureType(NodeKind kind)
{
    switch (kind) {
    case NodeKind::Boolean:
        return FeatureType::Boolean;
    case NodeKind::Enumeration:
        return FeatureType::Enumeration;
    case NodeKind::Command:
        return FeatureType::Command;
    case NodeKind::Register:
        return FeatureType::Register;
    case NodeKind::String:
    case NodeKind::StringReg:
        return FeatureType::String;
    default:
        break;
    }
    if (isInteger(kind))
        return FeatureType::Integer;
    return isFloat(kind) ? std::optional(FeatureType::Float) : std::nullopt;
}

bool isInteger(NodeKind kind)
{
    return kind >= NodeKind::Integer && kind <= NodeKind::IntSwissKnife;
}

bool isFloat(NodeKind kind)
{
    return kind >= NodeKind::Float && kind <= NodeKind::SwissKnife;
}

bool isRegister(NodeKind kind)
{
    switch (kind) {
    case NodeKind::IntReg:
    case NodeKind::MaskedIntReg:
    case NodeKind::StructEntry:
    case NodeKind::FloatReg:
    case NodeKind::StringReg:
    case NodeKind::Register:
        return true;
    default:
        return false;
    }
}

GenApiGraph::GenApiGraph(std::shared_ptr<const pugi::xml_document> document) : m_document(std::move(document))
{
    collect(root());
    for (auto &node : m_nodes)
        link(node);
    buildReverse();
}

void GenApiGraph::collect(pugi::xml_node parent)
{
    for (const auto element : parent.children()) {
        if (!std::strcmp(element.name(), "Group")) {
            collect(element);
            continue;
        }
        add(element, {});
        if (!std::strcmp(element.name(), "StructReg")) {
            for (const auto entry : element.children("StructEntry"))
                add(entry, element);
        }
    }
}

void GenApiGraph::add(pugi::xml_node element, pugi::xml_node structReg)
{
    const auto *row = findRow(kinds, element.name());
    const auto name = xmlAttribute(element, "Name");
    // Names are unique by the schema; of two equal ones the first counts.
    if (!row || name.isEmpty() || m_byName.contains(name))
        return;
    m_byName.insert(name, int(m_nodes.size()));
    m_nodes.push_back({name, row->kind, element, structReg, {}, {}});
}

void GenApiGraph::addLink(GenApiNode &node, Link role, const QString &name)
{
    node.links.push_back({role, find(name), name});
}

void GenApiGraph::addEntry(GenApiNode &node, pugi::xml_node element)
{
    GenApiEntry entry;
    entry.entry.name = xmlAttribute(element, "Name");
    const auto value = xmlInteger(xmlChild(element, "Value"));
    if (entry.entry.name.isEmpty() || !value)
        return;
    entry.entry.value = *value;
    entry.entry.displayName = xmlChild(element, "DisplayName");
    if (entry.entry.displayName.isEmpty())
        entry.entry.displayName = entry.entry.name;
    entry.entry.toolTip = xmlChild(element, "ToolTip");
    entry.entry.visibility = visibilityFromXml(xmlChild(element, "Visibility"));
    if (const auto name = xmlChild(element, "pIsImplemented"); !name.isEmpty()) {
        entry.implemented = find(name);
        addLink(node, Link::EntryImplemented, name);
    }
    if (const auto name = xmlChild(element, "pIsAvailable"); !name.isEmpty()) {
        entry.available = find(name);
        addLink(node, Link::EntryAvailable, name);
    }
    node.entries.push_back(std::move(entry));
}

void GenApiGraph::linkChildren(GenApiNode &node, pugi::xml_node parent, bool nested)
{
    for (const auto child : parent.children()) {
        if (const auto *row = findRow(linkRows, child.name())) {
            // What a formula inside a register refers to decides that register's address.
            addLink(node, nested ? Link::Address : row->role, xmlText(child.text().get()));
            node.links.back().index = xmlInteger(xmlAttribute(child, "Index"));
            if (const auto offset = xmlAttribute(child, "pOffset"); !offset.isEmpty())
                addLink(node, Link::Index, offset);
        } else if (!std::strcmp(child.name(), "EnumEntry")) {
            addEntry(node, child);
        } else if (!std::strcmp(child.name(), "IntSwissKnife") && !nested) {
            linkChildren(node, child, true);
        }
    }
}

void GenApiGraph::link(GenApiNode &node)
{
    linkChildren(node, node.xml, false);
    if (node.structReg)
        linkChildren(node, node.structReg, false);
}

void GenApiGraph::buildReverse()
{
    m_readAgain.resize(m_nodes.size());
    for (int from = 0; from < size(); ++from) {
        for (const auto &link : node(from).links) {
            if (link.target < 0 || link.role == Link::Alias || link.role == Link::CastAlias)
                continue;
            // A selector stands the other way round: what it selects changes with it.
            if (link.role == Link::Selected)
                m_readAgain[std::size_t(from)].push_back(link.target);
            else
                m_readAgain[std::size_t(link.target)].push_back(from);
        }
    }
}

int GenApiGraph::target(int number, Link role) const
{
    const auto &links = node(number).links;
    const auto found = std::find_if(links.begin(), links.end(), [role](const GenApiLink &l) { return l.role == role; });
    return found == links.end() ? -1 : found->target;
}

QString GenApiGraph::text(int number, const char *tag) const
{
    const auto &n = node(number);
    const auto own = xmlChild(n.xml, tag);
    return own.isEmpty() && n.structReg ? xmlChild(n.structReg, tag) : own;
}

std::optional<qint64> GenApiGraph::integer(int number, const char *tag) const
{
    return xmlInteger(text(number, tag));
}

int GenApiGraph::valueEnd(int number) const
{
    for (int steps = 0; steps < maxChain; ++steps) {
        const int next = target(number, Link::Value);
        if (next < 0 || node(number).kind == NodeKind::IntConverter || node(number).kind == NodeKind::Converter)
            break;
        number = next;
    }
    return number;
}

std::vector<int> GenApiGraph::dependants(int number) const
{
    std::vector<bool> seen(m_nodes.size());
    std::vector<int> queue;
    const auto enqueue = [&seen, &queue](int n) {
        if (n >= 0 && !seen[std::size_t(n)]) {
            seen[std::size_t(n)] = true;
            queue.push_back(n);
        }
    };
    enqueue(number);
    // First downwards: what a write to this node writes in turn.
    for (std::size_t i = 0; i < queue.size(); ++i) {
        for (const auto &link : node(queue[i]).links) {
            if (link.role == Link::Value || link.role == Link::ValueCopy || link.role == Link::ValueIndexed)
                enqueue(link.target);
        }
    }
    // Then upwards: what reads any of that.
    for (std::size_t i = 0; i < queue.size(); ++i) {
        for (const int reader : m_readAgain[std::size_t(queue[i])])
            enqueue(reader);
    }
    std::sort(queue.begin(), queue.end());
    return queue;
}

} // namespace mv
