// SPDX-License-Identifier: GPL-3.0-or-later
// The stream endpoint's messages: frames of the camera.
#pragma once

#include "camera/virtual/u3v/in_pipe.h"
#include "camera/virtual/u3v/stream_block.h"
#include "camera/virtual/u3v/u3v_device.h"

namespace mv::vcam::u3v {

/// Takes a frame out of the camera's FIFO whenever the host waits for one; what the host does not ask for is dropped
/// there, and counted. While the stream is off frames are discarded.
class StreamSource : public InPipe::Source
{
public:
    explicit StreamSource(Camera &camera) : m_camera(camera) {}
    /// Where the faults are; before the first next().
    void setDevice(const U3vDevice &device) { m_device = &device; }

    void configure(const StreamSetup &setup);

    std::vector<Slice> next() override;
    void interrupt() override;

private:
    void discardFrames();
    std::uint64_t takeId(BlockIdFault fault);

    Camera &m_camera;
    const U3vDevice *m_device = nullptr;
    std::mutex m_mutex; // guards everything below
    std::condition_variable m_changed;
    StreamSetup m_setup;
    std::uint64_t m_blocks = 0; ///< since the stream was switched on
    std::uint64_t m_interrupts = 0;
};

} // namespace mv::vcam::u3v
