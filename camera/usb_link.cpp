// SPDX-License-Identifier: GPL-3.0-or-later
// Names of USB speeds, and what is wrong with a camera's place on the bus.
#include "camera/usb_link.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace mv {

namespace {

struct SpeedRow
{
    UsbLink::Speed speed;
    const char *name;
    int megabits;
};

// Universal Serial Bus 3.2 Specification, table 3-1 and 8.2.
constexpr SpeedRow speeds[] = {
    {UsbLink::Speed::Low, "LowSpeed", 1},
    {UsbLink::Speed::Full, "FullSpeed", 12},
    {UsbLink::Speed::High, "HighSpeed", 480},
    {UsbLink::Speed::Super, "SuperSpeed", 5000},
    {UsbLink::Speed::SuperPlus, "SuperSpeed+", 10000},
};

const SpeedRow *rowOf(UsbLink::Speed speed)
{
    const auto row = std::ranges::find(speeds, speed, &SpeedRow::speed);
    return row == std::end(speeds) ? nullptr : row;
}

} // namespace

QString speedName(UsbLink::Speed speed)
{
    const SpeedRow *row = rowOf(speed);
    return row ? QLatin1String(row->name) : QString();
}

int megabitsPerSecond(UsbLink::Speed speed)
{
    const SpeedRow *row = rowOf(speed);
    return row ? row->megabits : 0;
}

bool isSlow(UsbLink::Speed speed)
{
    return speed != UsbLink::Speed::Unknown && speed < UsbLink::Speed::Super;
}

QStringList warnings(const UsbLink &link)
{
    QStringList sentences;
    if (isSlow(link.speed))
        sentences << QCoreApplication::translate(
                         "UsbLink", "The camera runs at %1 Mbit/s only, a tenth of what it is made for; plug it into "
                                    "a USB 3 port (blue, or marked SS), with a USB 3 cable and no USB 2 hub between.")
                         .arg(megabitsPerSecond(link.speed));
    if (!link.sharesWith.isEmpty())
        sentences << QCoreApplication::translate(
                         "UsbLink", "The camera shares the bandwidth of its USB controller with %1; if frames are "
                                    "lost, lower the frame rates or plug one of them into another controller's port.")
                         .arg(link.sharesWith.join(QStringLiteral(", ")));
    return sentences;
}

} // namespace mv
