// SPDX-License-Identifier: GPL-3.0-or-later
// What a USB3 Vision camera sends on its event endpoint (all fields little endian).
#include "camera/private/usb_event_packet.h"

#include <QStringList>
#include <QtEndian>

#include <pugixml.hpp>

#include <algorithm>
#include <optional>
#include <string_view>

namespace mv {

namespace {

constexpr std::uint32_t prefix = 0x45563355; // "U3VE"
constexpr std::uint16_t eventCommand = 0x0C00;
constexpr std::size_t headerSize = 12;
constexpr std::size_t entrySize = 12; // size, id, timestamp

template<typename Number> Number field(std::span<const std::byte> bytes, std::size_t at)
{
    return qFromLittleEndian<Number>(bytes.data() + at);
}

/// GenApi has EventID in hexadecimal without a prefix, numbers elsewhere as C has them.
std::optional<std::uint64_t> numberOf(const pugi::xml_node &node, const char *child, int base)
{
    QString text = QString::fromUtf8(node.child_value(child)).trimmed();
    if (text.startsWith(QLatin1String("0x"), Qt::CaseInsensitive)) {
        text.remove(0, 2);
        base = 16;
    }
    bool ok = false;
    const std::uint64_t number = text.toULongLong(&ok, base);
    return ok ? std::optional(number) : std::nullopt;
}

QString without(QString name, QLatin1String begin, QLatin1String end)
{
    if (name.endsWith(end))
        name.chop(end.size());
    if (name.startsWith(begin) && name.size() > begin.size())
        name.remove(0, begin.size());
    return name;
}

/// The ports that events come from, by name, and the registers behind any port. Nodes stand somewhere below the root,
/// in Groups too.
struct EventNodes
{
    std::map<QString, std::uint16_t> ids;
    std::multimap<QString, UsbEventField> fields; // names as they are; offsets in the whole entry

    void collect(const pugi::xml_node &parent)
    {
        for (const pugi::xml_node &node : parent.children()) {
            const std::string_view kind = node.name();
            if (kind == "Group")
                collect(node);
            else if (kind == "Port")
                addPort(node);
            else if (kind == "IntReg" && node.child("pPort"))
                addField(node);
        }
    }
    void addPort(const pugi::xml_node &node)
    {
        const QString name = QString::fromUtf8(node.attribute("Name").value());
        const auto id = numberOf(node, "EventID", 16);
        if (id && *id <= UINT16_MAX && !name.isEmpty())
            ids.emplace(name, std::uint16_t(*id));
    }
    void addField(const pugi::xml_node &node)
    {
        const auto address = numberOf(node, "Address", 10), length = numberOf(node, "Length", 10);
        if (!address || !length || *length < 1 || *length > 8 || *address > UINT16_MAX)
            return;
        const std::string_view order = node.child_value("Endianess"), sign = node.child_value("Sign");
        fields.emplace(QString::fromUtf8(node.child_value("pPort")).trimmed(),
                       UsbEventField{QString::fromUtf8(node.attribute("Name").value()), qsizetype(*address),
                                     int(*length), order == "BigEndian", sign == "Signed"});
    }
};

QString valueText(const QByteArray &data, const UsbEventField &field)
{
    std::uint64_t value = 0;
    for (int i = 0; i < field.length; ++i) {
        const int at = field.bigEndian ? i : field.length - 1 - i;
        value = value << 8 | static_cast<std::uint8_t>(data[field.offset + at]);
    }
    const int unused = 64 - 8 * field.length;
    return field.isSigned ? QString::number(static_cast<std::int64_t>(value << unused) >> unused)
                          : QString::number(value);
}

} // namespace

std::vector<UsbEvent> parseUsbEvents(std::span<const std::byte> message)
{
    std::vector<UsbEvent> events;
    if (message.size() < headerSize || field<std::uint32_t>(message, 0) != prefix ||
        field<std::uint16_t>(message, 6) != eventCommand)
        return events;
    const std::size_t length = std::min<std::size_t>(field<std::uint16_t>(message, 8), message.size() - headerSize);
    std::span<const std::byte> rest = message.subspan(headerSize, length);
    while (rest.size() >= entrySize) {
        // Cameras that send one event at a time may leave its size out.
        const std::size_t said = field<std::uint16_t>(rest, 0);
        const std::size_t size = said == 0 ? rest.size() : said;
        if (size < entrySize || size > rest.size())
            break;
        const auto data = rest.subspan(entrySize, size - entrySize);
        events.push_back({field<std::uint16_t>(rest, 2), field<std::uint64_t>(rest, 4),
                          QByteArray(reinterpret_cast<const char *>(data.data()), qsizetype(data.size()))});
        rest = rest.subspan(size);
    }
    return events;
}

std::map<std::uint16_t, UsbEventKind> eventKinds(const QByteArray &xml)
{
    pugi::xml_document document;
    if (!document.load_buffer(xml.constData(), std::size_t(xml.size())))
        return {};
    EventNodes nodes;
    nodes.collect(document.document_element());
    std::map<std::uint16_t, UsbEventKind> kinds;
    for (const auto &[port, id] : nodes.ids) {
        UsbEventKind kind{without(port, QLatin1String("Event"), QLatin1String("Port")), {}};
        const QByteArray begin = "Event" + kind.name.toUtf8();
        const auto [first, last] = nodes.fields.equal_range(port);
        for (auto it = first; it != last; ++it) {
            UsbEventField field = it->second;
            field.offset -= qsizetype(entrySize);
            if (field.offset < 0)
                continue; // id and timestamp
            field.name = without(field.name, QLatin1String(begin), QLatin1String("Reg"));
            kind.fields.push_back(field);
        }
        std::ranges::stable_sort(kind.fields, {}, &UsbEventField::offset);
        kinds.emplace(id, std::move(kind));
    }
    return kinds;
}

QString eventDataText(const UsbEvent &event, const UsbEventKind &kind)
{
    QStringList texts;
    for (const UsbEventField &field : kind.fields) {
        if (field.offset + field.length <= event.data.size())
            texts << QStringLiteral("%1 = %2").arg(field.name, valueText(event.data, field));
    }
    if (texts.isEmpty() && !event.data.isEmpty())
        texts << QStringLiteral("0x") + QString::fromLatin1(event.data.toHex());
    return texts.join(QStringLiteral(", "));
}

} // namespace mv
