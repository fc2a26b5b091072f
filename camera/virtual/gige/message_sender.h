// SPDX-License-Identifier: GPL-3.0-or-later
// The message channel: reports events, waits for each acknowledge, and repeats what was not acknowledged.
#pragma once

#include "camera/virtual/core/events/device_event.h"
#include "camera/virtual/gige/gvcp_packet.h"
#include "camera/virtual/gige/message_config.h"
#include "camera/virtual/gige/udp_socket.h"

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace mv::vcam {
class Camera;
}

namespace mv::vcam::gige {

/// Owns one thread, which takes events from the camera and sends one message after the other: an EVENTDATA for an event
/// with data, one EVENT for all those without that wait. The control thread calls everything else.
class MessageSender : public MessageControl
{
public:
    /// The stream block that an event is about; 0: none. Called by the thread of this object.
    using BlockOf = std::function<std::uint16_t(const DeviceEvent &)>;

    MessageSender(Camera &camera, BlockOf blockOf);
    ~MessageSender() override;

    /// Opens the socket at @p address and starts the thread. 0, or errno.
    int start(std::uint32_t address);
    void stop();

    void configure(const MessageConfig &config) override;
    std::uint16_t sourcePort() const override { return m_sourcePort; }

private:
    void run();
    void report(const DeviceEvent &event);
    void deliver(Command command, std::span<const std::uint8_t> payload);
    bool waitForAck(Command command, std::uint16_t id, unsigned opening, const MessageConfig &config);

    Camera &m_camera;
    const BlockOf m_blockOf;
    UdpSocket m_socket;
    std::uint16_t m_sourcePort = 0;
    int m_wake = -1; ///< eventfd: the channel was configured, or it ends
    std::atomic<bool> m_quit = false;
    std::atomic<unsigned> m_openings = 0; ///< of the channel; a message under way is given up when it changes
    std::thread m_thread;

    mutable std::mutex m_mutex; // guards m_config
    MessageConfig m_config;

    std::uint16_t m_id = 0;            ///< message thread: of the last message
    std::optional<DeviceEvent> m_next; ///< message thread: fetched, but not for the message before it
};

} // namespace mv::vcam::gige
