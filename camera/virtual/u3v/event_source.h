// SPDX-License-Identifier: GPL-3.0-or-later
// The event endpoint's messages.
#pragma once

#include "camera/virtual/u3v/in_pipe.h"

namespace mv::vcam {
class Camera;
struct DeviceEvent;
} // namespace mv::vcam

namespace mv::vcam::u3v {

/// An event as a message has it: GenCP header with the prefix "U3VE", then size16 (of these bytes),
/// event id16, timestamp64, and behind it, if the kind has any, its data: the frame's counter, 8 bytes. All
/// little-endian. The XML's event ports address the bytes behind the header.
std::vector<std::uint8_t> eventMessage(const DeviceEvent &event, std::uint16_t id);

/// Takes events out of the camera's queue whenever the host waits for one.
class EventSource : public InPipe::Source
{
public:
    explicit EventSource(Camera &camera) : m_camera(camera) {}
    void enable(bool on);

    std::vector<Slice> next() override;
    void interrupt() override;

private:
    Camera &m_camera;
    std::mutex m_mutex; // guards everything below
    std::condition_variable m_changed;
    bool m_on = false;
    std::uint64_t m_interrupts = 0;
    std::uint16_t m_id = 0;
};

} // namespace mv::vcam::u3v
