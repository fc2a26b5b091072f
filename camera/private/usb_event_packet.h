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

/// Event ids and what the description @p xml calls them: the names of its ports with an EventID, without what all of
/// them have in common ("EventExposureEndPort" is ExposureEnd). Thread: any.
std::map<std::uint16_t, QString> eventNames(const QByteArray &xml);

} // namespace mv
