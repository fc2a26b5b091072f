// SPDX-License-Identifier: GPL-3.0-or-later
// The nodes of a camera's description and what they refer to: who must be read again when something changes.
#pragma once

#include "camera/feature.h"
#include "camera/private/genapi_xml.h"

#include <QHash>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace mv {

/// GenApi's node types (schema 1.1). The names are the XML's.
enum class NodeKind {
    Category,
    Integer,
    IntReg,
    MaskedIntReg,
    StructEntry,
    IntConverter,
    IntSwissKnife,
    Float,
    FloatReg,
    Converter,
    SwissKnife,
    Boolean,
    Enumeration,
    String,
    StringReg,
    Command,
    Register,
    StructReg,
    Port
};

/// Why a node refers to another; one for each p-element of the schema that matters here.
enum class Link {
    Value,
    ValueCopy,
    ValueIndexed,
    Min,
    Max,
    Inc,
    Variable,
    Index,
    Address,
    Length,
    CommandValue,
    Implemented,
    Available,
    Locked,
    EntryImplemented,
    EntryAvailable,
    Selected,
    Invalidator,
    Error,    ///< pError: an enumeration
    Alias,    ///< names another feature only; nothing is read again for it
    CastAlias ///< likewise
};

struct GenApiLink
{
    Link role;
    int target;                       ///< node, or -1: the description does not have it
    QString name;                     ///< as written
    std::optional<qint64> index = {}; ///< ValueIndexed: the index it stands for; none = pValueDefault
};

struct GenApiEntry
{
    EnumEntry entry;
    int implemented = -1; ///< node of pIsImplemented, or -1
    int available = -1;   ///< node of pIsAvailable, or -1
};

struct GenApiNode
{
    QString name;
    NodeKind kind;
    pugi::xml_node xml;
    pugi::xml_node structReg; ///< StructEntry: the register around it, which holds address and length
    std::vector<GenApiLink> links;
    std::vector<GenApiEntry> entries; ///< Enumeration, XML order
};

/// What kind of feature a node is; nothing for categories, ports and the like.
std::optional<FeatureType> featureType(NodeKind kind);
/// Beginner, the schema's default, for anything that is no level.
Visibility visibilityFromXml(const QString &word);
bool isInteger(NodeKind kind);
bool isFloat(NodeKind kind);
bool isRegister(NodeKind kind);

/// Immutable once built. Thread: any.
class GenApiGraph
{
public:
    explicit GenApiGraph(std::shared_ptr<const pugi::xml_document> document);

    /// Number of the node called @p name, or -1.
    int find(const QString &name) const { return m_byName.value(name, -1); }
    const GenApiNode &node(int number) const { return m_nodes[std::size_t(number)]; }
    int size() const { return int(m_nodes.size()); }
    pugi::xml_node root() const { return m_document->document_element(); }

    /// Target of the first link of this role, or -1.
    int target(int number, Link role) const;
    /// Text of a child element; for a StructEntry the register's, where it has none of its own.
    QString text(int number, const char *tag) const;
    std::optional<qint64> integer(int number, const char *tag) const;
    /// The node at the end of the pValue chain: the register, converter or constant that holds the value.
    int valueEnd(int number) const;

    /// Everything to be read again after @p number was written: all that refers to it, or to what its pValue chain
    /// writes, directly or through others, selected features included. Contains @p number; ascending.
    std::vector<int> dependants(int number) const;

private:
    void collect(pugi::xml_node parent);
    void add(pugi::xml_node element, pugi::xml_node structReg);
    void link(GenApiNode &node);
    void linkChildren(GenApiNode &node, pugi::xml_node parent, bool nested);
    void addEntry(GenApiNode &node, pugi::xml_node element);
    void addLink(GenApiNode &node, Link role, const QString &name);
    void buildReverse();

    std::shared_ptr<const pugi::xml_document> m_document;
    std::vector<GenApiNode> m_nodes;
    QHash<QString, int> m_byName;
    std::vector<std::vector<int>> m_readAgain; ///< node -> nodes that refer to it
};

} // namespace mv
