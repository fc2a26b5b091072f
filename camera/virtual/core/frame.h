// SPDX-License-Identifier: GPL-3.0-or-later
// One frame as it leaves the sensor's FIFO: what it is, and where its bytes come from.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace mv::vcam {

/// Whether pixels can be read yet, or ever.
enum class PixelsState { Pending, Ready, Failed };

/// Where a frame's pixels come from. Immutable once ready; thread: any, several at once (a sender and a resender).
class FramePixels
{
public:
    virtual ~FramePixels() = default;
    virtual PixelsState state() const { return PixelsState::Ready; }
    /// Only of ready pixels. Writes the image bytes [offset, offset + dst.size()) into @p dst; the range must lie
    /// inside the image.
    virtual void read(std::size_t offset, std::span<std::uint8_t> dst) const = 0;
    /// What read() would write, where it lies: the first of these bytes that lie together, if any do. They live as long
    /// as this object.
    virtual std::span<const std::uint8_t> stored(std::size_t /*offset*/, std::size_t /*length*/) const { return {}; }
};

/// Extra data behind the image: the chunk id that the XML's port names, and its bytes (little-endian, as the XML says).
struct Chunk
{
    std::uint32_t id;
    std::vector<std::uint8_t> data;
};

inline constexpr std::uint32_t kImageChunkId = 0x00000001;
inline constexpr std::size_t kChunkTrailerBytes = 8; ///< id32, length32, behind the data of each chunk

/// One exposed frame. Immutable; thread: any.
struct Frame
{
    std::uint64_t id = 0;          ///< frames that entered the FIFO since AcquisitionStart, from 0, without gaps
    std::uint64_t counter = 0;     ///< c: frames exposed since AcquisitionStart, from 0; a drop leaves a gap
    std::uint64_t acquisition = 0; ///< number of the acquisition since power-up, from 1
    std::uint64_t timestampNs = 0; ///< start of exposure on the camera's clock
    std::uint64_t periodNs = 0;    ///< time to the next frame: what a wire may spread its packets over
    std::uint64_t transferNs = 0;  ///< that the link takes for it (DeviceLinkThroughputLimit)
    std::uint32_t pixelFormat = 0; ///< PFNC code
    std::uint32_t width = 0, height = 0, offsetX = 0, offsetY = 0;
    std::size_t imageBytes = 0;
    std::shared_ptr<const FramePixels> pixels;
    double exposureUs = 0;
    double gain = 1;                 ///< analogue, a factor
    std::uint32_t lineStatusAll = 0; ///< bit n = LineStatus of Line n at the start of exposure
    bool chunkMode = false;          ///< chunks follow the image, if only the image's own trailer
    std::vector<Chunk> chunks;
    std::uint32_t chunkLayout = 0; ///< another number for another set of chunks

    std::size_t payloadBytes() const;
    PixelsState pixelsState() const { return pixels ? pixels->state() : PixelsState::Ready; }
};

/// What follows the image in the payload: the image chunk's own trailer, then data + {id, length} of each chunk. GigE
/// Vision writes id and length big-endian, USB3 Vision little-endian. Empty outside chunk mode.
std::vector<std::uint8_t> chunkTail(const Frame &frame, std::endian order);

} // namespace mv::vcam
