// SPDX-License-Identifier: GPL-3.0-or-later
// A GVCP message channel of one's own, since Aravis 0.8 has none: EVENT and EVENTDATA as they are on the wire.
#pragma once

#include "tests/conformance/wire/wire_camera.h"
#include "tests/support/gige_client.h"

#include <optional>

namespace mv::test {

/// One entry of a message.
struct WireEvent
{
    std::uint16_t command = 0; ///< 0x00C0 EVENT, 0x00C2 EVENTDATA
    std::uint16_t request = 0; ///< id of the message
    bool ackWanted = false;
    std::uint16_t id = 0, streamChannel = 0, blockId = 0;
    std::uint64_t timestampNs = 0;
    Bytes data; ///< of an EVENTDATA

    /// EVENTDATA brings the frame counter, 8 bytes little-endian.
    std::uint64_t frameCounter() const;
};

/// Opens the channel towards itself by the camera's registers; closes it when it goes. One thread.
class EventChannel
{
public:
    /// @p timeoutMs and @p retries go into MCTT and MCRC.
    EventChannel(WireCamera &camera, std::uint32_t timeoutMs = 300, std::uint32_t retries = 3);
    ~EventChannel();
    EventChannel(const EventChannel &) = delete;
    EventChannel &operator=(const EventChannel &) = delete;

    /// EventNotification of @p event on.
    void notify(const char *event);
    /// Whether messages are acknowledged; they are, unless told otherwise.
    void acknowledge(bool on) { m_acknowledge = on; }
    /// The next event; entries of one message come one by one. Fails the test over a message that is none.
    std::optional<WireEvent> next(std::chrono::milliseconds patience = std::chrono::milliseconds(1000));
    /// All that come until none has come for @p silence.
    std::vector<WireEvent> all(std::chrono::milliseconds silence = std::chrono::milliseconds(400));

private:
    void takeApart(const Bytes &message);

    WireCamera &m_camera;
    DatagramSocket m_socket;
    std::uint16_t m_cameraPort = 0;
    bool m_acknowledge = true;
    std::vector<WireEvent> m_waiting;
};

} // namespace mv::test
