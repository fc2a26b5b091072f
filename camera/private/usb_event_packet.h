// SPDX-License-Identifier: GPL-3.0-or-later
// What a USB3 Vision camera sends on its event endpoint.
#pragma once

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace mv {

/// One event as it came. A value.
struct UsbEvent
{
    std::uint16_t id = 0;
    std::uint64_t timestamp = 0; ///< the camera's clock, ns
    QByteArray data;             ///< what is behind the timestamp
};

/// The events in one message (GenCP 1.1, 3.2.5: EVENT_CMD, prefix "U3VE"); none where it is no such message. What does
/// not fit into the message ends the list. Thread: any.
std::vector<UsbEvent> parseUsbEvents(std::span<const std::byte> message);

/// A number in an event's data.
struct UsbEventField
{
    QString name;
    qsizetype offset = 0; ///< in UsbEvent::data
    int length = 0;       ///< bytes, 1 to 8
    bool bigEndian = false, isSigned = false;
};
/// What a description says of a kind of event. A value.
struct UsbEventKind
{
    QString name;
    std::vector<UsbEventField> fields; ///< by offset
};
/// Event ids and what the description @p xml says of them: its ports with an EventID, and the registers behind these
/// whose address is a plain number beyond the timestamp. Names go without what all of them have in common
/// ("EventExposureEndPort" is ExposureEnd, "EventExposureEndFrameIDReg" FrameID). Thread: any.
std::map<std::uint16_t, UsbEventKind> eventKinds(const QByteArray &xml);
/// The data of @p event for people: "FrameID = 7"; bytes in hexadecimal where @p kind names none of them.
QString eventDataText(const UsbEvent &event, const UsbEventKind &kind);

} // namespace mv
