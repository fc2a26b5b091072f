// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the packet size of a GigE stream.
#pragma once

#include "camera/error.h"

#include <QString>

typedef struct _ArvDevice ArvDevice;

namespace mv {

/// Lets Aravis find the largest packet that gets through whole (the camera fires test packets, GevSCPSFireTestPacket),
/// and leaves GevSCPSPacketSize at it. Few large packets cost the host a tenth of what 1,500 bytes cost (measured). A
/// camera that cannot fire keeps the size that it has. Returns the size in bytes, IP header included.
/// Thread: device; blocks for some register accesses and 10 ms for each size that does not get through.
Result<int> negotiatePacketSize(ArvDevice *device, const QString &label);
/// The size as it stands.
Result<int> packetSize(ArvDevice *device, const QString &label);

} // namespace mv
