// SPDX-License-Identifier: GPL-3.0-or-later
// The message channel over the wire: every event with its id, frame, block and time; acknowledge, retry and silence.
#include "tests/support/gige_client.h"
#include "tests/support/virtual_camera_process.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <memory>

namespace mv::test {
namespace {

using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

constexpr std::uint32_t kPort = 0xB00, kDestination = 0xB10, kTimeout = 0xB14, kRetries = 0xB18, kSourcePort = 0xB1C,
                        kSelector = 0x20E000, kNotification = 0x20E004, kTestGenerate = 0x20E008, kStart = 0x202004,
                        kStop = 0x202008, kExposureTime = 0x202028, kReadoutTime = 0x202030;
enum Kind : std::uint32_t {
    ExposureEnd,
    FrameTrigger,
    FrameStart,
    AcquisitionStart,
    AcquisitionTrigger,
    ReadOut,
    TestEvent
};
constexpr std::uint16_t kEvent = 0xC0, kEventData = 0xC2;

struct Message
{
    std::uint8_t flags = 0;
    std::uint16_t command = 0, id = 0;
    Bytes payload;
};

/// One entry of a message.
struct Event
{
    std::uint16_t id = 0, channel = 0, block = 0;
    std::uint64_t timestamp = 0;
    std::uint64_t frame = 0; ///< EVENTDATA only
};

Event eventAt(const Bytes &payload, std::size_t offset)
{
    Event event{std::uint16_t(getBig(payload, offset + 2, 2)), std::uint16_t(getBig(payload, offset + 4, 2)),
                std::uint16_t(getBig(payload, offset + 6, 2)), getBig(payload, offset + 8, 8), 0};
    EXPECT_EQ(getBig(payload, offset, 2), 0u) << "reserved";
    for (std::size_t i = payload.size(); i-- > offset + 16;)
        event.frame = event.frame << 8 | payload[i];
    return event;
}

class Messages : public testing::Test
{
protected:
    VirtualCameraProcess camera;
    std::unique_ptr<GigeClient> client;
    DatagramSocket socket;

    void open(const std::vector<std::string> &settings = {})
    {
        std::vector<std::string> args{"--sensor", "64x48", "--set", "AcquisitionFrameRate=20"};
        for (const std::string &setting : settings)
            args.insert(args.end(), {"--set", setting});
        ASSERT_TRUE(camera.start(args)) << camera.error();
        client = std::make_unique<GigeClient>(camera.address());
        ASSERT_EQ(client->takeControl(), 0);
        listen(socket.port());
    }
    void listen(std::uint16_t port)
    {
        ASSERT_EQ(client->writeRegister(kDestination, 0x7F000001).status, 0);
        ASSERT_EQ(client->writeRegister(kPort, port).status, 0);
    }
    void notify(std::uint32_t kind, bool on = true)
    {
        ASSERT_EQ(client->setFeature(kSelector, kind), 0);
        ASSERT_EQ(client->setFeature(kNotification, on), 0);
    }
    double real(std::uint32_t address) { return std::bit_cast<double>(client->feature(address, 8)); }

    std::optional<Message> receive(milliseconds timeout = milliseconds(1000))
    {
        const auto datagram = socket.receive(timeout);
        if (!datagram)
            return std::nullopt;
        EXPECT_EQ(datagram->at(0), 0x42);
        EXPECT_EQ(getBig(*datagram, 4, 2), datagram->size() - 8);
        return Message{datagram->at(1), std::uint16_t(getBig(*datagram, 2, 2)), std::uint16_t(getBig(*datagram, 6, 2)),
                       Bytes(datagram->begin() + 8, datagram->end())};
    }
    void acknowledge(std::uint16_t command, std::uint16_t id) { acknowledge(socket, command, id); }
    void acknowledge(DatagramSocket &from, std::uint16_t command, std::uint16_t id)
    {
        Bytes ack;
        for (const unsigned field : {0u, command + 1u, 0u, unsigned(id)})
            putBig(ack, field, 2);
        from.send(camera.address(), std::uint16_t(client->bootstrap(kSourcePort)), ack);
    }
    /// The next events, acknowledged; fewer if no more come.
    std::vector<Event> events(std::size_t count)
    {
        std::vector<Event> all;
        while (all.size() < count) {
            const auto message = receive();
            if (!message)
                break;
            acknowledge(message->command, message->id);
            const bool isData = message->command == kEventData;
            for (std::size_t at = 0; at < message->payload.size(); at += isData ? 24 : 16)
                all.push_back(eventAt(message->payload, at));
        }
        return all;
    }
};

// The camera says what it can, and closes the channel when it is left alone.
TEST_F(Messages, registers)
{
    open();
    EXPECT_EQ(client->bootstrap(0x900), 1u);
    EXPECT_EQ(client->bootstrap(0x930), 0x80000000u) << "there is a source port register";
    EXPECT_EQ(client->bootstrap(0x934) & 0x18, 0x18u) << "EVENT, EVENTDATA";
    EXPECT_EQ(client->bootstrap(kPort), socket.port());
    EXPECT_NE(client->bootstrap(kSourcePort), 0u);
    EXPECT_EQ(client->writeRegister(kDestination, 0x0A000001).status, 0x8002) << "nobody outside this computer";
    EXPECT_EQ(client->writeRegister(kPort, 0x10000).status, 0x8002);
    EXPECT_EQ(client->writeRegister(kTimeout, 60'001).status, 0x8002);
    EXPECT_EQ(client->writeRegister(kRetries, 101).status, 0x8002);
    GigeClient other(camera.address());
    EXPECT_EQ(other.writeRegister(kPort, 1234).status, 0x8006);
    ASSERT_EQ(client->writeRegister(0xA00, 0).status, 0);
    EXPECT_EQ(client->bootstrap(kPort), 0u);
}

TEST_F(Messages, nothingComesUnasked)
{
    open();
    ASSERT_EQ(client->setFeature(kTestGenerate, 1), 0);
    EXPECT_FALSE(receive(milliseconds(200))) << "its notification is off";
    notify(TestEvent);
    listen(0);
    ASSERT_EQ(client->setFeature(kTestGenerate, 1), 0);
    listen(socket.port());
    EXPECT_FALSE(receive(milliseconds(200))) << "the channel was closed";
}

TEST_F(Messages, aTestEvent)
{
    open();
    notify(TestEvent);
    ASSERT_EQ(client->setFeature(0x200100, 1), 0); // TimestampLatch
    ASSERT_EQ(client->setFeature(kTestGenerate, 1), 0);
    const auto message = receive();
    ASSERT_TRUE(message);
    acknowledge(message->command, message->id);
    EXPECT_EQ(message->command, kEvent);
    EXPECT_EQ(message->flags, 0x01);
    ASSERT_EQ(message->payload.size(), 16u);
    const Event event = eventAt(message->payload, 0);
    EXPECT_EQ(event.id, 0x4FFF);
    EXPECT_EQ(event.channel, 0xFFFF);
    EXPECT_EQ(event.block, 0);
    const std::uint64_t before = client->feature(0x200108, 8);
    ASSERT_EQ(client->setFeature(0x200100, 1), 0);
    EXPECT_GT(event.timestamp, before);
    EXPECT_LT(event.timestamp, client->feature(0x200108, 8));
}

// Others can guess an id: only the receiver's word counts.
TEST_F(Messages, aStrangersAcknowledgeIsNone)
{
    open();
    notify(TestEvent);
    ASSERT_EQ(client->writeRegister(kTimeout, 300).status, 0);
    ASSERT_EQ(client->setFeature(kTestGenerate, 1), 0);
    const auto first = receive();
    ASSERT_TRUE(first);
    DatagramSocket stranger;
    acknowledge(stranger, first->command, first->id);
    const auto again = receive();
    ASSERT_TRUE(again) << "it was not acknowledged";
    EXPECT_EQ(again->id, first->id);
    acknowledge(again->command, again->id);
    EXPECT_FALSE(receive(milliseconds(700)));
}

// What waits while a message is not acknowledged comes together.
TEST_F(Messages, eventsWithoutDataShareAMessage)
{
    open();
    notify(TestEvent);
    ASSERT_EQ(client->writeRegister(kTimeout, 10'000).status, 0); // no repetition, however busy the machine
    const auto generate = [this] { ASSERT_EQ(client->setFeature(kTestGenerate, 1), 0); };
    generate();
    const auto first = receive();
    ASSERT_TRUE(first);
    for (int i = 0; i < 5; ++i)
        generate();
    EXPECT_EQ(first->payload.size(), 16u);
    acknowledge(first->command, first->id);
    const auto rest = receive();
    ASSERT_TRUE(rest);
    EXPECT_EQ(rest->id, first->id + 1);
    ASSERT_EQ(rest->payload.size(), 5u * 16);
    acknowledge(rest->command, rest->id);
    for (std::size_t i = 1; i < 5; ++i)
        EXPECT_GT(eventAt(rest->payload, 16 * i).timestamp, eventAt(rest->payload, 16 * (i - 1)).timestamp);
}

struct Row
{
    std::uint32_t kind;
    std::uint16_t id;
    double afterStartUs; ///< of its frame's exposure
};

// Free-running: each event by itself, and the frame that it belongs to.
TEST_F(Messages, eachEventOfAFrameHasItsIdFrameBlockAndTime)
{
    open({"ExposureTime=1500.5", "ChunkModeActive=true"});
    const double readout = real(kReadoutTime);
    for (const Row &row :
         {Row{FrameStart, 0x9003, 0}, {ExposureEnd, 0x9001, 1500.5}, {ReadOut, 0x9006, 1500.5 + readout}}) {
        client->openStream(1500); // block ids begin at 1
        notify(row.kind);
        ASSERT_EQ(client->setFeature(kStart, 1), 0);
        const auto told = events(4);
        std::vector<ReceivedFrame> frames;
        while (frames.size() < 4) {
            const auto frame = client->receiveFrame();
            ASSERT_TRUE(frame && frame->complete());
            frames.push_back(*frame);
        }
        client->setFeature(kStop, 1);
        notify(row.kind, false);
        ASSERT_EQ(told.size(), 4u);
        for (std::size_t i = 0; i < told.size(); ++i) {
            EXPECT_EQ(told[i].id, row.id);
            EXPECT_EQ(told[i].channel, 0);
            EXPECT_EQ(told[i].block, frames[i].blockId);
            EXPECT_EQ(told[i].frame, i);
            const Bytes payload = frames[i].payload();
            EXPECT_EQ(payload[payload.size() - 16], told[i].frame) << "ChunkFrameCounter";
            EXPECT_NEAR(double(told[i].timestamp - frames[i].timestamp), row.afterStartUs * 1000, 1) << row.id;
        }
        while (events(1).size() == 1) { // of frames after the fourth
        }
        while (client->streamSocket().receive(milliseconds(100))) {
        }
    }
}

// Triggered: all kinds at once, in the order in which they happen.
TEST_F(Messages, eachEventOfATriggeredFrame)
{
    open({"ExposureTime=2000"});
    for (const std::uint32_t trigger : {0u, 1u}) { // AcquisitionStart, FrameStart
        ASSERT_EQ(client->setFeature(0x202040, trigger), 0);
        ASSERT_EQ(client->setFeature(0x202044, 1), 0);
        ASSERT_EQ(client->setFeature(0x202050, std::bit_cast<std::uint64_t>(700.0), 8), 0); // TriggerDelay
    }
    for (std::uint32_t kind = 0; kind <= ReadOut; ++kind)
        notify(kind);
    client->openStream(1500);
    ASSERT_EQ(client->setFeature(kStart, 1), 0);
    client->setFeature(0x202040, 0);
    ASSERT_EQ(client->setFeature(0x202058, 1), 0);
    auto told = events(2);
    const std::uint64_t acquisitionTrigger = client->feature(0x202078, 8); // TriggerTimestamp
    client->setFeature(0x202040, 1);
    ASSERT_EQ(client->setFeature(0x202058, 1), 0);
    const auto more = events(4);
    told.insert(told.end(), more.begin(), more.end());
    const std::uint64_t frameTrigger = client->feature(0x202078, 8);
    const auto frame = client->receiveFrame();
    ASSERT_TRUE(frame);
    const auto readoutNs = std::uint64_t(std::llround(real(kReadoutTime) * 1000));
    const std::pair<std::uint16_t, std::uint64_t> expected[] = {{0x9005, acquisitionTrigger},
                                                                {0x9004, acquisitionTrigger + 700'000},
                                                                {0x9002, frameTrigger},
                                                                {0x9003, frame->timestamp},
                                                                {0x9001, frame->timestamp + 2000'000},
                                                                {0x9006, frame->timestamp + 2000'000 + readoutNs}};
    EXPECT_EQ(frame->timestamp, frameTrigger + 700'000);
    ASSERT_EQ(told.size(), std::size(expected));
    for (std::size_t i = 0; i < told.size(); ++i) {
        EXPECT_EQ(told[i].id, expected[i].first);
        EXPECT_EQ(told[i].timestamp, expected[i].second) << std::hex << told[i].id;
        EXPECT_EQ(told[i].frame, 0u);
        EXPECT_EQ(told[i].block, frame->blockId);
    }
}

TEST_F(Messages, whatIsNotAcknowledgedComesAgain)
{
    open();
    notify(TestEvent);
    ASSERT_EQ(client->writeRegister(kTimeout, 120).status, 0);
    ASSERT_EQ(client->writeRegister(kRetries, 4).status, 0);
    const auto begin = Steady::now();
    ASSERT_EQ(client->setFeature(kTestGenerate, 1), 0);
    const auto first = receive();
    ASSERT_TRUE(first);
    acknowledge(kEvent, std::uint16_t(first->id + 1)); // of another message
    acknowledge(kEventData, first->id);                // of another command
    socket.send(camera.address(), std::uint16_t(client->bootstrap(kSourcePort)), {0, 0, 0});
    for (int retry = 1; retry <= 4; ++retry) {
        const auto again = receive();
        ASSERT_TRUE(again) << retry;
        EXPECT_EQ(again->id, first->id);
        EXPECT_EQ(again->payload, first->payload);
        EXPECT_GE(Steady::now() - begin, milliseconds(120 * retry - 5)) << retry;
    }
    EXPECT_FALSE(receive(milliseconds(500))) << "given up";
    ASSERT_EQ(client->setFeature(kTestGenerate, 1), 0);
    const auto next = receive();
    ASSERT_TRUE(next);
    EXPECT_EQ(next->id, first->id + 1);
    acknowledge(kEvent, next->id);
    EXPECT_FALSE(receive(milliseconds(500))) << "acknowledged";
}

TEST_F(Messages, withoutATimeoutNoAcknowledgeIsAskedFor)
{
    open();
    notify(TestEvent);
    ASSERT_EQ(client->writeRegister(kTimeout, 0).status, 0);
    for (int i = 0; i < 3; ++i) {
        ASSERT_EQ(client->setFeature(kTestGenerate, 1), 0);
        const auto message = receive();
        ASSERT_TRUE(message);
        EXPECT_EQ(message->flags, 0);
    }
    EXPECT_FALSE(receive(milliseconds(300)));
}

// A listener that never answers holds up the messages only, and gives way to the next.
TEST_F(Messages, aSilentListenerHarmsNobody)
{
    open();
    notify(FrameStart);
    ASSERT_EQ(client->writeRegister(kTimeout, 60'000).status, 0);
    client->openStream(1500);
    ASSERT_EQ(client->setFeature(kStart, 1), 0);
    ASSERT_TRUE(receive());
    for (int i = 0; i < 5; ++i)
        EXPECT_TRUE(client->receiveFrame());
    EXPECT_FALSE(receive(milliseconds(100)));
    ASSERT_EQ(client->writeRegister(kTimeout, 100).status, 0); // ends the wait
    EXPECT_TRUE(receive());
    const auto begin = Steady::now();
    EXPECT_EQ(camera.terminate(), 0);
    EXPECT_LT(Steady::now() - begin, milliseconds(1500));
}

} // namespace
} // namespace mv::test
