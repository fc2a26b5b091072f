// SPDX-License-Identifier: GPL-3.0-or-later
// How a USB camera hangs on the computer: port, hubs, controller, speed, and what is wrong with that.
#pragma once

#include <QString>
#include <QStringList>

namespace mv {

/// A value; thread: any.
struct UsbLink
{
    /// As negotiated. High is USB 2; a USB3 Vision camera is made for Super and above.
    enum class Speed { Unknown, Low, Full, High, Super, SuperPlus };

    QString guid;   ///< from the camera's class descriptor; unique by the standard, empty if it could not be read
    int bus = 0;    ///< number of the bus
    int number = 0; ///< of the device on its bus; another one each time it is plugged in
    QString port;   ///< ports from the root hub to the camera: "3.2"
    Speed speed = Speed::Unknown;
    QString controller;     ///< host controller: "xhci_hcd 0000:00:14.0"; empty where the system does not tell
    QStringList hubs;       ///< hubs between, from the root hub on, as they call themselves
    QStringList sharesWith; ///< names of other USB3 Vision cameras on the same controller

    bool operator==(const UsbLink &) const = default;
};

/// "SuperSpeed" and so on: proper names, not translated; empty for Unknown.
QString speedName(UsbLink::Speed speed);
/// Mbit/s on the wire; 0 for Unknown.
int megabitsPerSecond(UsbLink::Speed speed);
/// Slower than what a USB3 Vision camera is made for.
bool isSlow(UsbLink::Speed speed);
/// What is wrong with the place, each a sentence with the remedy, in the language of the installed translators.
QStringList warnings(const UsbLink &link);

} // namespace mv
