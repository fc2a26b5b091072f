// SPDX-License-Identifier: GPL-3.0-or-later
// The category tree of a description as the value that crosses rooms.
#include "camera/private/genapi_tree.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <limits>
#include <vector>

namespace mv {

namespace {

constexpr std::pair<const char *, Representation> representations[] = {
    {"Linear", Representation::Linear},         {"Logarithmic", Representation::Logarithmic},
    {"Boolean", Representation::Boolean},       {"PureNumber", Representation::PureNumber},
    {"HexNumber", Representation::HexNumber},   {"IPV4Address", Representation::IPv4Address},
    {"MACAddress", Representation::MacAddress},
};

constexpr std::pair<const char *, DisplayNotation> notations[] = {
    {"Automatic", DisplayNotation::Automatic},
    {"Fixed", DisplayNotation::Fixed},
    {"Scientific", DisplayNotation::Scientific},
};

/// The meaning of @p word in @p rows, or the first of its type.
template<typename Row, std::size_t N> auto meaning(const Row (&rows)[N], const QString &word)
{
    const auto row = std::find_if(std::begin(rows), std::end(rows),
                                  [&word](const Row &r) { return word == QLatin1String(r.first); });
    return row == std::end(rows) ? decltype(row->second){} : row->second;
}

/// Unit and representation may stand at the node that the feature takes its value from. Not beyond a converter: what
/// it converts is in another unit.
QString textAlongChain(const GenApiGraph &graph, int node, const char *tag)
{
    for (int steps = 0; node >= 0 && steps < 16; ++steps) {
        auto text = graph.text(node, tag);
        const auto kind = graph.node(node).kind;
        if (!text.isEmpty() || kind == NodeKind::Converter || kind == NodeKind::IntConverter)
            return text;
        node = graph.target(node, Link::Value);
    }
    return {};
}

/// The register at the end of a text's or table's way, if its length is fixed; 0 otherwise.
int fixedLength(const GenApiGraph &graph, int node)
{
    const int end = graph.valueEnd(node);
    const auto kind = graph.node(end).kind;
    const bool isText = kind == NodeKind::StringReg || kind == NodeKind::Register;
    const auto length = isText ? graph.integer(end, "Length").value_or(0) : 0;
    return length > 0 && length <= std::numeric_limits<int>::max() ? int(length) : 0;
}

/// The shortest time at which the value, or something it is computed from, asks to be read again; 0 = none does.
int pollingTime(const GenApiGraph &graph, int node)
{
    int shortest = 0;
    std::vector<int> queue{node};
    for (std::size_t i = 0; i < queue.size() && i < 64; ++i) {
        const auto own = graph.integer(queue[i], "PollingTime").value_or(0);
        if (own > 0 && (shortest == 0 || own < shortest))
            shortest = int(std::min<qint64>(own, qint64(24) * 3600 * 1000));
        for (const auto &link : graph.node(queue[i]).links) {
            const bool part =
                link.role == Link::Value || link.role == Link::Variable || link.role == Link::ValueIndexed;
            if (part && link.target >= 0 && std::find(queue.begin(), queue.end(), link.target) == queue.end())
                queue.push_back(link.target);
        }
    }
    return shortest;
}

class TreeBuilder
{
public:
    TreeBuilder(const GenApiGraph &graph, const std::function<bool(const GenApiEntry &)> &isImplemented)
        : m_graph(graph), m_isImplemented(isImplemented), m_seen(std::size_t(graph.size()))
    {}

    FeatureTree build(int root)
    {
        addCategory(root);
        for (std::size_t i = 0; i < m_tree.features.size(); ++i)
            m_tree.index.insert(m_tree.features[i].name, int(i));
        addSelectors();
        return std::move(m_tree);
    }

private:
    void addCategory(int number)
    {
        // Categories may list each other in a circle; a stack of their own depth is then never reached twice.
        const auto &node = m_graph.node(number);
        m_seen[std::size_t(number)] = true;
        const auto place = m_tree.categories.size();
        m_tree.categories.push_back(
            {node.name, xmlChild(node.xml, "DisplayName"), visibilityFromXml(xmlChild(node.xml, "Visibility")), {}});
        if (m_tree.categories.back().displayName.isEmpty())
            m_tree.categories.back().displayName = node.name;
        for (const auto child : node.xml.children("pFeature"))
            addFeature(place, m_graph.find(xmlText(child.text().get())));
    }

    void addFeature(std::size_t place, int number)
    {
        if (number < 0)
            return;
        const auto &node = m_graph.node(number);
        const bool isCategory = node.kind == NodeKind::Category;
        if (!isCategory && !featureType(node.kind))
            return;
        auto &listed = m_tree.categories[place].features;
        const bool again = m_seen[std::size_t(number)];
        // A feature may stand in two categories, but counts for the first; a category has one parent.
        if (listed.contains(node.name) || (again && isCategory))
            return;
        listed.append(node.name);
        if (again)
            return;
        m_seen[std::size_t(number)] = true;
        if (isCategory && m_depth < maxDepth) {
            ++m_depth;
            addCategory(number);
            --m_depth;
        } else if (!isCategory) {
            m_tree.features.push_back(describe(number, m_tree.categories[place].name));
        }
    }

    FeatureDescription describe(int number, const QString &category)
    {
        auto description = describeNode(m_graph, number);
        description.category = category;
        description.entries.clear();
        for (const auto &entry : m_graph.node(number).entries) {
            if (m_isImplemented(entry))
                description.entries.push_back(entry.entry);
        }
        return description;
    }

    void addSelectors()
    {
        for (auto &feature : m_tree.features) {
            for (const auto &link : m_graph.node(m_graph.find(feature.name)).links) {
                const int selected = link.role == Link::Selected ? m_tree.index.value(link.name, -1) : -1;
                if (selected < 0 || feature.selects.contains(link.name))
                    continue;
                feature.selects.append(link.name);
                m_tree.features[std::size_t(selected)].selectedBy.append(feature.name);
            }
        }
    }

    static constexpr int maxDepth = 32;
    const GenApiGraph &m_graph;
    const std::function<bool(const GenApiEntry &)> &m_isImplemented;
    std::vector<bool> m_seen;
    FeatureTree m_tree;
    int m_depth = 0;
};

} // namespace

FeatureDescription describeNode(const GenApiGraph &graph, int number)
{
    const auto &node = graph.node(number);
    FeatureDescription d;
    d.name = node.name;
    d.displayName = xmlChild(node.xml, "DisplayName");
    if (d.displayName.isEmpty())
        d.displayName = node.name;
    d.toolTip = xmlChild(node.xml, "ToolTip");
    d.description = xmlChild(node.xml, "Description");
    d.type = featureType(node.kind).value_or(FeatureType::Integer);
    d.visibility = visibilityFromXml(xmlChild(node.xml, "Visibility"));
    d.docuUrl = xmlChild(node.xml, "DocuURL");
    d.deprecated = xmlChild(node.xml, "IsDeprecated") == u"Yes";
    d.nameSpace = xmlAttribute(node.xml, "NameSpace") == u"Standard" ? NameSpace::Standard : NameSpace::Custom;
    d.alias = xmlChild(node.xml, "pAlias");
    d.castAlias = xmlChild(node.xml, "pCastAlias");
    d.errorFeature = xmlChild(node.xml, "pError");
    d.representation = meaning(representations, textAlongChain(graph, number, "Representation"));
    d.displayNotation = meaning(notations, textAlongChain(graph, number, "DisplayNotation"));
    d.maxLength = fixedLength(graph, number);
    d.unit = textAlongChain(graph, number, "Unit");
    for (const auto &entry : node.entries)
        d.entries.push_back(entry.entry);
    d.displayPrecision = int(xmlInteger(textAlongChain(graph, number, "DisplayPrecision")).value_or(-1));
    d.streamable = xmlChild(node.xml, "Streamable") == u"Yes";
    d.pollingTimeMs = pollingTime(graph, number);
    return d;
}

Result<FeatureTree> buildFeatureTree(const GenApiGraph &graph, const QString &label,
                                     const std::function<bool(const GenApiEntry &)> &isImplemented)
{
    const int root = graph.find(QStringLiteral("Root"));
    if (root < 0 || graph.node(root).kind != NodeKind::Category)
        return Error{ErrorCode::BrokenDescription, {label}, QStringLiteral("no category Root")};
    auto tree = TreeBuilder(graph, isImplemented).build(root);
    if (tree.features.empty())
        return Error{ErrorCode::BrokenDescription, {label}, QStringLiteral("the category Root leads to no feature")};
    return tree;
}

} // namespace mv
