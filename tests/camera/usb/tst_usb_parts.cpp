// SPDX-License-Identifier: GPL-3.0-or-later
// The pure parts of USB3 Vision on the host's side: events, ids, chunks, limits, warnings.
#include "camera/private/stream_chunks.h"
#include "camera/private/stream_ids.h"
#include "camera/private/usb_description.h"
#include "camera/private/usb_event_packet.h"
#include "camera/private/usb_memory.h"
#include "camera/usb_link.h"

#include <gtest/gtest.h>

#include <random>

using namespace mv;

namespace {

using Bytes = std::vector<std::byte>;

void put(Bytes &bytes, std::uint64_t value, int size)
{
    for (int i = 0; i < size; ++i)
        bytes.push_back(std::byte(value >> (8 * i) & 0xFF));
}

Bytes message(const Bytes &entries)
{
    Bytes bytes;
    put(bytes, 0x45563355, 4);
    put(bytes, 0, 2);
    put(bytes, 0x0C00, 2);
    put(bytes, entries.size(), 2);
    put(bytes, 1, 2);
    bytes.insert(bytes.end(), entries.begin(), entries.end());
    return bytes;
}

Bytes entry(std::uint16_t size, std::uint16_t id, std::uint64_t timestamp, std::size_t data)
{
    Bytes bytes;
    put(bytes, size, 2);
    put(bytes, id, 2);
    put(bytes, timestamp, 8);
    bytes.insert(bytes.end(), data, std::byte(0xAB));
    return bytes;
}

} // namespace

TEST(UsbEvents, OneAndSeveralInAMessage)
{
    Bytes entries = entry(20, 0x9001, 123456789012, 8);
    const Bytes second = entry(12, 0x4FFF, 7, 0);
    entries.insert(entries.end(), second.begin(), second.end());
    const auto events = parseUsbEvents(message(entries));
    ASSERT_EQ(events.size(), 2u);
    EXPECT_EQ(events[0].id, 0x9001);
    EXPECT_EQ(events[0].timestamp, 123456789012u);
    EXPECT_EQ(events[0].data, QByteArray(8, '\xAB'));
    EXPECT_EQ(events[1].id, 0x4FFF);
    EXPECT_TRUE(events[1].data.isEmpty());
}

TEST(UsbEvents, AnEntryWithoutASizeIsTheOnlyOne)
{
    const auto events = parseUsbEvents(message(entry(0, 5, 6, 4)));
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0].data.size(), 4);
}

TEST(UsbEvents, AnyBytesAreSurvived)
{
    EXPECT_TRUE(parseUsbEvents({}).empty());
    EXPECT_TRUE(parseUsbEvents(message(entry(200, 5, 6, 0))).empty()) << "longer than the message";
    EXPECT_TRUE(parseUsbEvents(message(entry(3, 5, 6, 0))).empty()) << "shorter than itself";
    std::mt19937 random(1);
    for (int round = 0; round < 20'000; ++round) {
        Bytes bytes = message(Bytes(random() % 60));
        for (std::size_t i = 8; i < bytes.size(); ++i)
            bytes[i] = std::byte(random() % 3 == 0 ? random() : random() % 24);
        std::size_t total = 0;
        for (const UsbEvent &event : parseUsbEvents(bytes))
            total += 12 + std::size_t(event.data.size());
        ASSERT_LE(total, bytes.size());
    }
}

TEST(UsbEvents, NamesComeFromThePortsOfTheDescription)
{
    const auto names =
        eventKinds("<RegisterDescription><Port Name=\"Device\"/><Group><Port Name=\"EventExposureEndPort\">"
                   "<EventID>9001</EventID></Port></Group><Port Name=\"Other\"><EventID>0x4fff</EventID>"
                   "</Port><Port Name=\"Bad\"><EventID>xyz</EventID></Port></RegisterDescription>");
    ASSERT_EQ(names.size(), 2u);
    EXPECT_EQ(names.at(0x9001).name, QStringLiteral("ExposureEnd"));
    EXPECT_EQ(names.at(0x4FFF).name, QStringLiteral("Other"));
    EXPECT_TRUE(eventKinds("no xml").empty());
}

TEST(UsbEvents, DataAreNumbersWithNames)
{
    const auto reg = [](const char *name, const char *address, const char *length, const char *rest) {
        return QByteArray("<IntReg Name=\"") + name + "\"><Address>" + address + "</Address><Length>" + length +
               "</Length><pPort>EventLinePort</pPort>" + rest + "</IntReg>";
    };
    const auto kinds = eventKinds(
        "<RegisterDescription><Port Name=\"EventLinePort\"><EventID>9001</EventID></Port>" +
        reg("EventLineTimestampReg", "0x4", "8", "") + reg("EventLineLevelReg", "16", "1", "<Sign>Signed</Sign>") +
        reg("EventLineFrameIDReg", "0xC", "4", "<Endianess>LittleEndian</Endianess>") +
        reg("Wide", "17", "2", "<Endianess>BigEndian</Endianess>") + reg("Endless", "99999999999", "2", "") +
        reg("Huge", "12", "4000000000", "") + reg("Late", "19", "4", "") + "</RegisterDescription>");
    ASSERT_EQ(kinds.size(), 1u);
    const UsbEvent event{0x9001, 5, QByteArray::fromHex("07000000ff0102")};
    EXPECT_EQ(eventDataText(event, kinds.at(0x9001)), QStringLiteral("FrameID = 7, Level = -1, Wide = 258"));
    EXPECT_EQ(eventDataText({0x9001, 5, QByteArray::fromHex("07")}, kinds.at(0x9001)), QStringLiteral("0x07"));
    EXPECT_EQ(eventDataText({0x9001, 5, {}}, kinds.at(0x9001)), QString());
}

TEST(UsbFrameIds, CountFromZeroInto64Bits)
{
    FrameIds ids(FrameIds::Numbering::U3v);
    EXPECT_EQ(ids.next(0).id, 0u);
    EXPECT_EQ(ids.next(1).id, 1u);
    EXPECT_EQ(ids.next(4).missing, 2u);
    EXPECT_EQ(ids.next(65535).missing, 65530u);
    EXPECT_EQ(ids.next(0).missing, 0u) << "begins anew; never a wrap at 16 bits";
    EXPECT_EQ(ids.none(), ~std::uint64_t(0));
    EXPECT_EQ(FrameIds().none(), 0u);
}

TEST(UsbChunks, AreLittleEndian)
{
    Bytes payload(16, std::byte(1));
    put(payload, 0xA001, 4);
    put(payload, 16, 4);
    EXPECT_TRUE(findChunks(payload).empty());
    const auto chunks = findChunks(payload, std::endian::little);
    ASSERT_EQ(chunks.size(), 1u);
    EXPECT_EQ(chunks[0].id, 0xA001u);
    EXPECT_EQ(chunks[0].length, 16u);
}

TEST(UsbStreamRegisters, WhatAravisDividesByIsJudged)
{
    EXPECT_TRUE(streamRegistersFault(0x0A000000, 307200, 52, 32).isEmpty());
    EXPECT_FALSE(streamRegistersFault(0, 0, 52, 32).isEmpty()) << "payload 0";
    EXPECT_FALSE(streamRegistersFault(0x15000000, 307200, 52, 32).isEmpty()) << "aligned to 2 MiB";
    EXPECT_FALSE(streamRegistersFault(0xFF000000, 307200, 52, 32).isEmpty());
    EXPECT_FALSE(streamRegistersFault(0, 307200, 1u << 31, 32).isEmpty()) << "a leader of 2 GiB";
}

TEST(UsbMemory, IsAddedUpOverAllStreams)
{
    EXPECT_EQ(UsbMemoryShare::needed(), 0);
    const UsbMemoryShare one(UsbMode::Sync);
    EXPECT_EQ(UsbMemoryShare::needed(), 2);
    {
        const UsbMemoryShare two(UsbMode::Async);
        EXPECT_EQ(UsbMemoryShare::needed(), 8 + 1 + 8);
    }
    EXPECT_EQ(UsbMemoryShare::needed(), 2);
}

TEST(UsbLinks, WarnOfSlownessAndSharing)
{
    UsbLink link;
    EXPECT_TRUE(warnings(link).isEmpty()) << "nothing is known";
    link.speed = UsbLink::Speed::Super;
    EXPECT_TRUE(warnings(link).isEmpty());
    link.speed = UsbLink::Speed::Full;
    EXPECT_EQ(warnings(link).size(), 1);
    link.sharesWith << QStringLiteral("Eye (A)");
    EXPECT_EQ(warnings(link).size(), 2);
    EXPECT_EQ(megabitsPerSecond(UsbLink::Speed::SuperPlus), 10000);
    EXPECT_EQ(speedName(UsbLink::Speed::High), QStringLiteral("HighSpeed"));
}
