// SPDX-License-Identifier: GPL-3.0-or-later
// What a USB3 Vision camera sends on its event endpoint (all fields little endian).
#include "camera/private/usb_event_packet.h"

#include <QtEndian>

#include <pugixml.hpp>

#include <algorithm>

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

/// Ports stand somewhere below the root, in Groups too.
void collectPorts(const pugi::xml_node &parent, std::map<std::uint16_t, QString> &names)
{
    for (const pugi::xml_node &node : parent.children()) {
        const std::string_view kind = node.name();
        if (kind == "Group")
            collectPorts(node, names);
        if (kind != "Port" || !node.child("EventID"))
            continue;
        bool ok = false;
        QString text = QString::fromUtf8(node.child_value("EventID")).trimmed();
        if (text.startsWith(QLatin1String("0x"), Qt::CaseInsensitive))
            text.remove(0, 2);
        const ushort id = text.toUShort(&ok, 16); // GenApi: hexadecimal without a prefix
        QString name = QString::fromUtf8(node.attribute("Name").value());
        if (name.endsWith(QLatin1String("Port")))
            name.chop(4);
        if (name.startsWith(QLatin1String("Event")) && name.size() > 5)
            name.remove(0, 5);
        if (ok && !name.isEmpty())
            names.emplace(id, name);
    }
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

std::map<std::uint16_t, QString> eventNames(const QByteArray &xml)
{
    std::map<std::uint16_t, QString> names;
    pugi::xml_document document;
    if (document.load_buffer(xml.constData(), std::size_t(xml.size())))
        collectPorts(document.document_element(), names);
    return names;
}

} // namespace mv
