// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the packet size of a GigE stream.
#include "camera/private/stream_packet_size.h"

#include "camera/private/aravis_ptr.h"

#include <arv.h>

namespace mv {

namespace {

Result<int> checked(guint size, const GErrorPtr &error, const QString &label)
{
    if (error)
        return Error{ErrorCode::StreamNotCreated,
                     {label},
                     QStringLiteral("packet size: %1").arg(QString::fromUtf8(error.message()))};
    return static_cast<int>(size);
}

} // namespace

Result<int> negotiatePacketSize(ArvDevice *device, const QString &label)
{
    GErrorPtr error;
    const guint size = arv_gv_device_auto_packet_size(ARV_GV_DEVICE(device), error.out());
    return checked(size, error, label);
}

Result<int> packetSize(ArvDevice *device, const QString &label)
{
    GErrorPtr error;
    const guint size = arv_gv_device_get_packet_size(ARV_GV_DEVICE(device), error.out());
    return checked(size, error, label);
}

} // namespace mv
