// SPDX-License-Identifier: GPL-3.0-or-later
// Whether what a camera says of its description may be given to Aravis.
#pragma once

#include "camera/device_info.h"
#include "camera/error.h"
#include "camera/private/device_probe.h"

#include <chrono>
#include <cstdint>
#include <optional>

namespace mv {

/// Where a bootstrap URL register says that the description is.
struct DescriptionUrl
{
    enum class Place { Device, File };
    Place place = Place::Device;
    QString fileName;
    std::uint64_t address = 0;
    std::uint64_t size = 0;
    bool zipped() const { return fileName.endsWith(QLatin1String(".zip"), Qt::CaseInsensitive); }
};
/// "Local:name.zip;address;size" (both hex) or "File:path"; empty for what cannot be used.
std::optional<DescriptionUrl> parseDescriptionUrl(const QByteArray &text);

/// What an answer that is no value means for whoever opens the camera; @p what was asked.
Error unanswered(DeviceProbe::Answer answer, const DeviceProbe &probe, const DeviceInfo &info, const QString &what);

/// What is wrong with a description whose first bytes are @p bytes: nothing there, or not what it is said to be.
/// @p name and @p place tell it in the detail. Empty when nothing is wrong.
struct DescriptionFault
{
    ErrorCode code = ErrorCode::BrokenDescription;
    QString detail;
};
std::optional<DescriptionFault> beginningFault(const QByteArray &bytes, bool zipped, const QString &name,
                                               std::uint64_t place);
/// Aravis allocates what the camera says, and GLib ends the process when it cannot. Real ones are below 4 MB.
constexpr std::uint64_t largestDescription = 64u << 20;

/// Reads both URLs and the frame of what they point to. Only descriptions inside the camera pass: Aravis would open any
/// local file that a camera names, /dev/zero included. The second URL counts as well, because Aravis falls back to it
/// when the first one fails. Returns how many bytes Aravis is going to read. Thread: device; blocks.
Result<std::uint64_t> checkDescription(DeviceProbe &probe, const DeviceInfo &info);

} // namespace mv
