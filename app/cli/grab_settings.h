// SPDX-License-Identifier: GPL-3.0-or-later
// What the camera's settings say about a grab: how long to wait, what to note in the files, why nothing comes.
#pragma once

#include <QJsonObject>

#include <chrono>
#include <cstdint>

namespace mv {
class Camera;
struct FrameLedger;
} // namespace mv

namespace mv::cli {

/// How long no frame may come before it is sure that none will: 5 s, or ten frame periods if that is longer.
std::chrono::milliseconds idleLimit(Camera &camera);

/// Settings that belong to a picture, by GenICam name, as far as the camera has them.
QJsonObject pictureSettings(Camera &camera);

/// GevSCPSPacketSize as it stands: bytes of a stream packet, IP header included. Null where there is none.
QJsonValue packetSize(Camera &camera);

/// What in the settings or in @p ledger explains that fewer than @p asked frames came; always a sentence.
QString likelyCause(Camera &camera, std::uint64_t asked, const FrameLedger &ledger);

} // namespace mv::cli
