// SPDX-License-Identifier: GPL-3.0-or-later
// One frame as messages of the stream endpoint: leader, payload, trailer.
#pragma once

#include "camera/virtual/core/camera.h"
#include "camera/virtual/core/fault_settings.h"
#include "camera/virtual/u3v/byte_source.h"
#include "camera/virtual/u3v/stream_setup.h"
#include "camera/virtual/u3v/usb_faults.h"

namespace mv::vcam::u3v {

/// Tells the camera what became of a frame: sent as soon as all its bytes were read, else (lost with the last message)
/// not sent. Thread: any.
class FrameTicket
{
public:
    explicit FrameTicket(Camera &camera) : m_camera(camera) {}
    ~FrameTicket();
    FrameTicket(const FrameTicket &) = delete;
    FrameTicket &operator=(const FrameTicket &) = delete;

    /// Before the first read(): that so many bytes belong to the frame.
    void expect(std::size_t bytes) { m_left += bytes; }
    void read(std::size_t bytes);

private:
    Camera &m_camera;
    std::atomic<std::size_t> m_left = 0;
    std::atomic<bool> m_sent = false;
};

/// What the wire makes of frames at present.
struct BlockRules
{
    StreamSetup setup;
    Faults faults;
    UsbFaults usbFaults;
};

/// The messages of @p frame with the 64-bit id @p blockId (from 0 on): 52 bytes of leader, the payload in the transfers
/// that the host asked for, 32 bytes of trailer (36 with chunks). Nothing of the pixels is copied before it is sent.
std::vector<Slice> makeBlock(Camera &camera, std::shared_ptr<const Frame> frame, std::uint64_t blockId,
                             const BlockRules &rules);

/// The sizes of the transfers that a payload of @p bytes is cut into.
std::vector<std::size_t> transferSizes(const StreamSetup &setup, std::size_t bytes);

} // namespace mv::vcam::u3v
