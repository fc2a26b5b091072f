// SPDX-License-Identifier: GPL-3.0-or-later
// The description as Aravis gets it.
#include "camera/private/genapi_reduce.h"

#include "camera/private/genapi_formula.h"

#include <QSet>

#include <algorithm>
#include <array>
#include <cstring>

namespace mv {

namespace {

enum class Content { Word, Number, Formula, Container };
struct TagRow
{
    const char *tag;
    Content content;
};

/// What evaluation needs, of the tags that Aravis 0.8.26 knows (src/arvgc.c, arv_gc_create_element).
constexpr TagRow tags[] = {
    {"Value", Content::Number},
    {"pValue", Content::Word},
    {"Address", Content::Number},
    {"pAddress", Content::Word},
    {"Length", Content::Number},
    {"pLength", Content::Word},
    {"pPort", Content::Word},
    {"pIndex", Content::Word},
    {"ValueIndexed", Content::Number},
    {"pValueIndexed", Content::Word},
    {"ValueDefault", Content::Number},
    {"pValueDefault", Content::Word},
    {"Min", Content::Number},
    {"pMin", Content::Word},
    {"Max", Content::Number},
    {"pMax", Content::Word},
    {"Inc", Content::Number},
    {"pInc", Content::Word},
    {"OnValue", Content::Number},
    {"OffValue", Content::Number},
    {"pVariable", Content::Word},
    {"Constant", Content::Number},
    {"Expression", Content::Formula},
    {"Formula", Content::Formula},
    {"FormulaTo", Content::Formula},
    {"FormulaFrom", Content::Formula},
    {"IsLinear", Content::Word},
    {"Slope", Content::Word},
    {"Endianess", Content::Word},
    {"Sign", Content::Word},
    {"LSB", Content::Number},
    {"MSB", Content::Number},
    {"Bit", Content::Number},
    {"CommandValue", Content::Number},
    {"pCommandValue", Content::Word},
    {"AccessMode", Content::Word},
    {"Cachable", Content::Word},
    {"ChunkID", Content::Word},
    {"EventID", Content::Word},
    {"IntSwissKnife", Content::Container},
    {"StructEntry", Content::Container},
    {"EnumEntry", Content::Container},
};
constexpr std::array attributes{"Name", "Offset", "pOffset", "Index"};
constexpr std::array rootAttributes{"ModelName", "VendorName", "SchemaMajorVersion", "SchemaMinorVersion",
                                    "SchemaSubMinorVersion"};

/// libxml2 ends the document at 10 MB of text in one element; no formula comes near this.
constexpr qsizetype maxText = 64 << 10;

QString decimal(const QString &text)
{
    const auto integer = xmlInteger(text);
    return integer ? QString::number(*integer) : text;
}

class Reducer
{
public:
    explicit Reducer(const GenApiGraph &graph) : m_graph(graph) {}

    QByteArray run()
    {
        m_out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<RegisterDescription";
        for (const char *name : rootAttributes)
            writeAttribute(name, decimal(xmlAttribute(m_graph.root(), name)));
        m_out += '>';
        for (int i = 0; i < m_graph.size(); ++i) {
            const auto &node = m_graph.node(i);
            // The entries of a register structure are written with it.
            if (node.kind != NodeKind::Category && node.kind != NodeKind::StructEntry)
                writeElement(node.xml, node.kind == NodeKind::String);
        }
        writeStructRegs();
        for (const int boolean : m_booleans)
            writeBooleanAsInteger(m_graph.node(boolean));
        m_out += "</RegisterDescription>\n";
        return m_out;
    }

private:
    void writeAttribute(const char *name, const QString &value)
    {
        if (!value.isEmpty())
            m_out += QByteArray(" ") + name + "=\"" + value.toHtmlEscaped().toUtf8() + '"';
    }

    void writeElement(pugi::xml_node element, bool isText)
    {
        m_out += QByteArray("<") + element.name();
        writeAttribute("Name", xmlAttribute(element, "Name"));
        m_out += '>';
        for (const auto child : element.children()) {
            const auto *row = std::find_if(std::begin(tags), std::end(tags),
                                           [child](const TagRow &r) { return !std::strcmp(r.tag, child.name()); });
            if (row == std::end(tags))
                continue;
            if (row->content == Content::Container)
                writeElement(child, false);
            else
                writeLeaf(child, isText && row->content == Content::Number ? Content::Word : row->content);
        }
        m_out += QByteArray("</") + element.name() + '>';
    }

    void writeLeaf(pugi::xml_node element, Content content)
    {
        auto text = xmlText(element.text().get()).left(maxText);
        if (content == Content::Formula)
            text = divideSafely(text).left(maxText);
        if (!std::strcmp(element.name(), "pVariable"))
            text = variable(text);
        else if (!std::strcmp(element.name(), "FormulaTo") && writesInteger(element.parent()))
            text = QStringLiteral("FLOOR((%1)+0.5)").arg(text);
        else if (content == Content::Number)
            text = text == u"true" ? QStringLiteral("1") : decimal(text); // a Boolean's constant may be a word
        m_out += QByteArray("<") + element.name();
        for (const char *name : attributes)
            writeAttribute(name, decimal(xmlAttribute(element, name)));
        m_out += '>' + text.toHtmlEscaped().toUtf8() + "</" + element.name() + '>';
    }

    /// Whether a Converter's result ends in an integer register. Aravis cuts off what stands behind the point, so that
    /// 0.29 s in a register of 10 ms steps (0.29 * 100 = 28.999999999999996) would become 0.28 s.
    bool writesInteger(pugi::xml_node converter) const
    {
        const int target = m_graph.find(xmlChild(converter, "pValue"));
        return !std::strcmp(converter.name(), "Converter") && target >= 0 && isInteger(m_graph.node(target).kind);
    }

    QString variable(const QString &name)
    {
        const int target = m_graph.find(name);
        if (target < 0 || m_graph.node(target).kind != NodeKind::Boolean)
            return name;
        m_booleans.insert(target);
        return asInteger(name);
    }

    /// A dot cannot stand in a GenApi name, so this one is free.
    static QString asInteger(const QString &name) { return name + QStringLiteral(".AsInteger"); }

    void writeBooleanAsInteger(const GenApiNode &node)
    {
        const auto on = xmlInteger(xmlChild(node.xml, "OnValue")).value_or(1);
        const auto source = xmlChild(node.xml, "pValue");
        const auto value = source.isEmpty() ? decimal(xmlChild(node.xml, "Value")) : QStringLiteral("X");
        m_out += "<IntSwissKnife";
        writeAttribute("Name", asInteger(node.name));
        m_out += '>';
        if (!source.isEmpty())
            m_out += "<pVariable Name=\"X\">" + source.toHtmlEscaped().toUtf8() + "</pVariable>";
        m_out += "<Formula>(" + value.toHtmlEscaped().toUtf8() + " = " + QByteArray::number(on) +
                 ") ? 1 : 0</Formula></IntSwissKnife>";
    }

    /// A StructReg needs no name of its own, so those without one are no nodes of the graph.
    void writeStructRegs()
    {
        pugi::xml_node last;
        for (int i = 0; i < m_graph.size(); ++i) {
            const auto &node = m_graph.node(i);
            if (node.kind != NodeKind::StructEntry || !node.structReg || node.structReg == last)
                continue;
            last = node.structReg;
            if (xmlAttribute(last, "Name").isEmpty())
                writeElement(last, false);
        }
    }

    const GenApiGraph &m_graph;
    QByteArray m_out;
    QSet<int> m_booleans;
};

} // namespace

QByteArray reduceForAravis(const GenApiGraph &graph)
{
    return Reducer(graph).run();
}

} // namespace mv
