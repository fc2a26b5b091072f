// SPDX-License-Identifier: GPL-3.0-or-later
// Where a register lies, and how its bytes make a number.
#include "camera/private/genapi_register.h"

#include <algorithm>
#include <cstring>

namespace mv {

namespace {

/// The schema asks for a length; where none is given 4 is what everybody assumes.
constexpr qint64 defaultLength = 4;

GenApiRegister::Term indexOf(const GenApiGraph &graph, pugi::xml_node element)
{
    GenApiRegister::Term term;
    term.node = graph.find(xmlText(element.text().get()));
    term.isIndex = true;
    const auto offset = xmlInteger(xmlAttribute(element, "Offset"));
    const auto offsetNode = xmlAttribute(element, "pOffset");
    term.constant = offset.value_or(0);
    term.hasOffset = offset.has_value();
    term.offsetNode = offsetNode.isEmpty() ? -1 : graph.find(offsetNode);
    return term;
}

void addTerms(const GenApiGraph &graph, pugi::xml_node element, GenApiRegister &layout)
{
    for (const auto child : element.children()) {
        GenApiRegister::Term term;
        if (!std::strcmp(child.name(), "Address"))
            term.constant = xmlInteger(xmlText(child.text().get())).value_or(0);
        else if (!std::strcmp(child.name(), "pAddress"))
            term.node = graph.find(xmlText(child.text().get()));
        else if (!std::strcmp(child.name(), "pIndex"))
            term = indexOf(graph, child);
        else if (!std::strcmp(child.name(), "IntSwissKnife"))
            term.formula = child;
        else
            continue;
        layout.address.push_back(term);
    }
}

} // namespace

GenApiRegister layOut(const GenApiGraph &graph, int node)
{
    const auto &n = graph.node(node);
    GenApiRegister layout;
    addTerms(graph, n.xml, layout);
    if (n.structReg)
        addTerms(graph, n.structReg, layout);
    layout.length = graph.integer(node, "Length").value_or(defaultLength);
    layout.lengthNode = graph.target(node, Link::Length);
    layout.bigEndian = graph.text(node, "Endianess") == u"BigEndian";
    layout.isSigned = graph.text(node, "Sign") == u"Signed";
    layout.writeOnly = graph.text(node, "AccessMode") == u"WO";
    const int port = graph.find(graph.text(node, "pPort"));
    layout.hasPort = port >= 0 && !graph.node(port).xml.child("ChunkID") && !graph.node(port).xml.child("EventID");
    layout.isMasked = n.kind == NodeKind::MaskedIntReg || n.kind == NodeKind::StructEntry;
    const auto bit = graph.integer(node, "Bit");
    layout.lsb = bit ? *bit : graph.integer(node, "LSB").value_or(-1);
    layout.msb = bit ? *bit : graph.integer(node, "MSB").value_or(-1);
    return layout;
}

std::optional<GenApiBits> bitsOf(const GenApiRegister &layout, qint64 length)
{
    if (length < 1 || length > 8)
        return std::nullopt;
    const qint64 all = 8 * length;
    if (!layout.isMasked)
        return GenApiBits{0, int(all)};
    // Some descriptions count from the other side; the range is the same.
    const auto [low, high] = std::minmax(layout.lsb, layout.msb);
    if (low < 0 || high >= all)
        return std::nullopt;
    return GenApiBits{int(layout.bigEndian ? all - 1 - high : low), int(high - low + 1)};
}

quint64 fromBytes(const QByteArray &bytes, bool bigEndian)
{
    quint64 number = 0;
    for (qsizetype i = 0; i < bytes.size(); ++i)
        number = number << 8 | quint8(bytes[bigEndian ? i : bytes.size() - 1 - i]);
    return number;
}

QByteArray toBytes(quint64 number, qsizetype length, bool bigEndian)
{
    QByteArray bytes(length, '\0');
    for (qsizetype i = 0; i < length; ++i, number >>= 8)
        bytes[bigEndian ? length - 1 - i : i] = char(number & 0xFF);
    return bytes;
}

qint64 extractBits(quint64 whole, GenApiBits bits, bool isSigned)
{
    // Up to the top, then down: what shifts in is the sign.
    const quint64 top = whole << (64 - bits.count - bits.first);
    const int down = 64 - bits.count;
    return isSigned ? qint64(top) >> down : qint64(top >> down);
}

std::optional<quint64> insertBits(quint64 whole, GenApiBits bits, qint64 value)
{
    const quint64 mask = bits.count == 64 ? ~quint64(0) : (quint64(1) << bits.count) - 1;
    const bool fits = (quint64(value) & ~mask) == 0 || extractBits(quint64(value), {0, bits.count}, true) == value;
    if (!fits)
        return std::nullopt;
    return (whole & ~(mask << bits.first)) | (quint64(value) & mask) << bits.first;
}

} // namespace mv
