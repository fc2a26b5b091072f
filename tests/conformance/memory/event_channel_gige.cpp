// SPDX-License-Identifier: GPL-3.0-or-later
// GVCP messages taken apart and acknowledged.
#include "tests/conformance/memory/event_channel.h"
#include "tests/support/gige_client.h"

#include <gtest/gtest.h>

namespace mv::test {

namespace {

constexpr std::uint32_t kPort = 0xB00, kAddress = 0xB10, kTimeout = 0xB14, kRetries = 0xB18, kSourcePort = 0xB1C;
constexpr std::size_t kHeaderBytes = 8, kEntryBytes = 16;

class GigeReceiver : public EventReceiver
{
public:
    GigeReceiver(WireCamera &camera, std::uint32_t timeoutMs, std::uint32_t retries) : m_camera(camera)
    {
        camera.setBootstrap(kTimeout, timeoutMs);
        camera.setBootstrap(kRetries, retries);
        camera.setBootstrap(kAddress, 0x7F000001);
        camera.setBootstrap(kPort, m_socket.port());
        m_cameraPort = std::uint16_t(camera.bootstrap(kSourcePort));
    }
    ~GigeReceiver() override
    {
        try {
            m_camera.setBootstrap(kPort, 0);
        } catch (const std::exception &problem) {
            ADD_FAILURE() << "closing the message channel: " << problem.what();
        }
    }

    std::vector<WireEvent> receive(std::chrono::milliseconds patience, bool acknowledge) override
    {
        const auto message = m_socket.receive(patience);
        return message ? takeApart(*message, acknowledge) : std::vector<WireEvent>();
    }

private:
    std::vector<WireEvent> takeApart(const Bytes &message, bool acknowledge);
    void answer(const WireEvent &event);

    WireCamera &m_camera;
    DatagramSocket m_socket;
    std::uint16_t m_cameraPort = 0;
};

std::vector<WireEvent> GigeReceiver::takeApart(const Bytes &message, bool acknowledge)
{
    std::vector<WireEvent> events;
    WireEvent event;
    if (message.size() < kHeaderBytes + kEntryBytes || message[0] != 0x42) {
        ADD_FAILURE() << "no GVCP message of " << message.size() << " bytes";
        return events;
    }
    event.ackWanted = message[1] & 1;
    event.command = std::uint16_t(getBig(message, 2, 2));
    event.request = std::uint16_t(getBig(message, 6, 2));
    EXPECT_NE(event.request, 0);
    EXPECT_EQ(getBig(message, 4, 2), message.size() - kHeaderBytes) << "length";
    EXPECT_TRUE(event.command == 0x00C0 || event.command == 0x00C2) << event.command;
    const bool withData = event.command == 0x00C2;
    for (std::size_t at = kHeaderBytes; at + kEntryBytes <= message.size(); at += kEntryBytes) {
        EXPECT_EQ(getBig(message, at, 2), 0u) << "reserved";
        event.id = std::uint16_t(getBig(message, at + 2, 2));
        event.streamChannel = std::uint16_t(getBig(message, at + 4, 2));
        event.blockId = std::uint16_t(getBig(message, at + 6, 2));
        event.timestampNs = getBig(message, at + 8, 8);
        if (withData)
            event.data.assign(message.begin() + std::ptrdiff_t(at + kEntryBytes), message.end());
        events.push_back(event);
        if (withData)
            break;
    }
    if (event.ackWanted && acknowledge)
        answer(event);
    return events;
}

void GigeReceiver::answer(const WireEvent &event)
{
    Bytes ack;
    putBig(ack, 0, 2);
    putBig(ack, event.command + 1u, 2);
    putBig(ack, 0, 2);
    putBig(ack, event.request, 2);
    m_socket.send(m_camera.address(), m_cameraPort, ack);
}

} // namespace

std::unique_ptr<EventReceiver> makeGigeReceiver(WireCamera &camera, std::uint32_t timeoutMs, std::uint32_t retries)
{
    return std::make_unique<GigeReceiver>(camera, timeoutMs, retries);
}

} // namespace mv::test
