// SPDX-License-Identifier: GPL-3.0-or-later
// One picture as it came from the camera.
#include "camera/imaging/frame.h"

#include "camera/imaging/frame_layout.h"

#include <algorithm>
#include <utility>

namespace mv {

namespace {

using Bytes = std::vector<std::byte>;

FramePtr makeFrame(const FrameInfo &info, Bytes bytes, std::vector<Chunk> chunks)
{
    const auto owner = std::make_shared<const Bytes>(std::move(bytes));
    return std::make_shared<const Frame>(info, std::span(*owner), owner, std::move(chunks));
}

} // namespace

Frame::Frame(FrameInfo info, std::span<const std::byte> payload, std::shared_ptr<const void> owner,
             std::vector<Chunk> chunks)
    : m_info(info)
    , m_format(findPixelFormat(info.pixelFormat))
    , m_payload(payload)
    , m_image(payload)
    , m_chunks(std::move(chunks))
    , m_owner(std::move(owner))
{
    // Chunks come from the wire: what points outside the payload is dropped here, once for everybody.
    std::erase_if(m_chunks, [size = payload.size()](const Chunk &chunk) {
        return chunk.offset > size || chunk.length > size - chunk.offset;
    });
    if (m_format)
        m_image = payload.first(std::min(payload.size(), FrameLayout(*m_format, m_info).totalBytes()));
}

FramePtr Frame::fromBytes(FrameInfo info, std::vector<std::byte> bytes)
{
    return makeFrame(info, std::move(bytes), {});
}

FramePtr Frame::detached() const
{
    return makeFrame(m_info, Bytes(m_payload.begin(), m_payload.end()), m_chunks);
}

} // namespace mv
