// SPDX-License-Identifier: GPL-3.0-or-later
// One picture as it came from the camera, with everything that is known of it.
#pragma once

#include "camera/imaging/pixel_format.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace mv {

/// What is known of a frame besides its bytes.
struct FrameInfo
{
    std::uint32_t pixelFormat = 0; ///< PFNC code as sent, known to the table or not
    std::uint32_t width = 0;       ///< pixels
    std::uint32_t height = 0;      ///< pixels
    std::uint32_t offsetX = 0;     ///< pixels, position of the region on the sensor
    std::uint32_t offsetY = 0;
    std::uint32_t paddingX = 0;          ///< bytes after each row
    std::uint64_t frameId = 0;           ///< block id, widened to 64 bits by the receiver (wraps removed)
    std::uint64_t cameraTimestampNs = 0; ///< the camera's own clock; 0 = not given
    std::int64_t receivedNs = 0;         ///< CLOCK_MONOTONIC at which the last packet had arrived
    /// cameraTimestampNs on the host's CLOCK_MONOTONIC, mapped by timestamp latches; empty where there are none.
    std::optional<std::int64_t> capturedNs;
    bool complete = true; ///< false: parts are missing, the bytes there are undefined
};

/// One chunk of a frame (GenICam chunk data): its id and where its bytes lie in Frame::payload().
struct Chunk
{
    std::uint32_t id = 0;
    std::size_t offset = 0;
    std::size_t length = 0;
};

/// Shared, immutable. Holds the driver's buffer, or memory of its own, and lets go of it when the last holder does.
/// Thread: any; pass it as FramePtr. Holding a frame that stands in a driver buffer withholds that buffer from the
/// camera: keep few, or take a copy with detached().
class Frame
{
public:
    /// @p payload must stay valid as long as @p owner lives; the image comes first in it.
    Frame(FrameInfo info, std::span<const std::byte> payload, std::shared_ptr<const void> owner,
          std::vector<Chunk> chunks = {});

    /// A frame that owns its bytes.
    static std::shared_ptr<const Frame> fromBytes(FrameInfo info, std::vector<std::byte> bytes);

    const FrameInfo &info() const { return m_info; }
    /// The table's row, or nullptr for a format that cannot be decoded.
    const PixelFormatInfo *format() const { return m_format; }
    /// All bytes that came, chunks included.
    std::span<const std::byte> payload() const { return m_payload; }
    /// The image's bytes: no more than the payload holds, and for a known format no more than the image needs.
    std::span<const std::byte> image() const { return m_image; }
    const std::vector<Chunk> &chunks() const { return m_chunks; }

    /// The same frame in memory of its own (for what must outlive the driver's buffers).
    std::shared_ptr<const Frame> detached() const;

private:
    FrameInfo m_info;
    const PixelFormatInfo *m_format = nullptr;
    std::span<const std::byte> m_payload;
    std::span<const std::byte> m_image;
    std::vector<Chunk> m_chunks;
    std::shared_ptr<const void> m_owner;
};

using FramePtr = std::shared_ptr<const Frame>;

} // namespace mv
