// SPDX-License-Identifier: GPL-3.0-or-later
// An event channel of one's own, since Aravis 0.8 has none: EVENT and EVENTDATA of GVCP, or the event endpoint of USB.
#pragma once

#include "tests/conformance/wire/wire_camera.h"

#include <memory>
#include <optional>

namespace mv::test {

/// One event.
struct WireEvent
{
    std::uint16_t id = 0;
    std::uint64_t timestampNs = 0;
    std::vector<std::uint8_t> data;
    std::uint16_t request = 0; ///< id of the message

    /// GigE only. 0x00C0 EVENT, 0x00C2 EVENTDATA.
    std::uint16_t command = 0, streamChannel = 0, blockId = 0;
    bool ackWanted = false;

    /// The frame counter that comes as data, 8 bytes little-endian.
    std::uint64_t frameCounter() const;
};

/// Whence events come: one for each wire. Made with the channel open, gone with it closed. One thread.
class EventReceiver
{
public:
    virtual ~EventReceiver() = default;
    /// The events of the next message; none if none came in time. Fails the test over a message that is none.
    virtual std::vector<WireEvent> receive(std::chrono::milliseconds patience, bool acknowledge) = 0;
};

/// @p timeoutMs and @p retries go into MCTT and MCRC.
std::unique_ptr<EventReceiver> makeGigeReceiver(WireCamera &camera, std::uint32_t timeoutMs, std::uint32_t retries);
std::unique_ptr<EventReceiver> makeUsbReceiver(WireCamera &camera);

/// Opens the channel of testWire() towards itself; closes it when it goes. One thread.
class EventChannel
{
public:
    EventChannel(WireCamera &camera, std::uint32_t timeoutMs = 300, std::uint32_t retries = 3);

    /// EventNotification of @p event on.
    void notify(const char *event);
    /// Whether messages are acknowledged; they are, unless told otherwise.
    void acknowledge(bool on) { m_acknowledge = on; }
    /// As if it had never been opened; afterwards nothing comes.
    void close() { m_receiver.reset(); }
    /// The next event; those of one message come one by one.
    std::optional<WireEvent> next(std::chrono::milliseconds patience = std::chrono::milliseconds(1000));
    /// All that come until none has come for @p silence.
    std::vector<WireEvent> all(std::chrono::milliseconds silence = std::chrono::milliseconds(400));

private:
    WireCamera &m_camera;
    std::unique_ptr<EventReceiver> m_receiver;
    bool m_acknowledge = true;
    std::vector<WireEvent> m_waiting;
};

} // namespace mv::test
