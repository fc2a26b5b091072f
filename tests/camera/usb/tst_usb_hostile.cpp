// SPDX-License-Identifier: GPL-3.0-or-later
// Cameras whose bootstrap registers or descriptions would crash Aravis: refused before it sees them. On umockdev's bus.
#include "camera/camera.h"
#include "camera/event_log.h"
#include "camera/private/usb_discovery.h"
#include "mock_bus.h"
#include "tests/camera/device/waiting.h"

#include <gtest/gtest.h>

#include <cstring>
#include <functional>
#include <string>

using namespace mv;
using namespace mv::test;

namespace {

template<typename Number> void put(UsbBytes &bytes, std::size_t at, Number value)
{
    std::memcpy(bytes.data() + at, &value, sizeof value);
}

UsbBytes text(const std::string &content)
{
    return {content.begin(), content.end()};
}

constexpr std::uint64_t sbrm = 0x10000, sirm = 0x20000, manifest = 0x30000, description = 0x40000;

/// Everything right, and too little for a camera: what is changed decides how it is refused.
MockCamera camera()
{
    MockCamera made;
    UsbBytes abrm(0x200);
    put<std::uint32_t>(abrm, 0x1CC, 200);
    put<std::uint64_t>(abrm, 0x1D0, manifest);
    put<std::uint64_t>(abrm, 0x1D8, sbrm);
    UsbBytes sbrmBytes(0x44);
    put<std::uint32_t>(sbrmBytes, 0x14, 1024);
    put<std::uint32_t>(sbrmBytes, 0x18, 1024);
    put<std::uint64_t>(sbrmBytes, 0x20, sirm);
    const UsbBytes xml = text("<?xml version=\"1.0\"?><RegisterDescription/>" + std::string(100, ' '));
    UsbBytes table(8 + 64);
    put<std::uint64_t>(table, 0, 1);
    put<std::uint64_t>(table, 8 + 8, description);
    put<std::uint64_t>(table, 8 + 16, xml.size());
    made.memory = {{0, abrm}, {sbrm, sbrmBytes}, {sirm, UsbBytes(0x30)}, {manifest, table}, {description, xml}};
    return made;
}

struct HostileCase
{
    const char *name;
    std::function<void(MockCamera &)> change;
    ErrorCode expected;
    const char *detail;
};

void zip(MockCamera &c)
{
    put<std::uint32_t>(c.memory[manifest], 8 + 4, 1 << 10);
}

const HostileCase cases[] = {
    {"ForeverToAnswer", [](auto &c) { put<std::uint32_t>(c.memory[0], 0x1CC, ~0u); }, ErrorCode::ProtocolViolation,
     "response time"},
    {"AcknowledgesOfAHeader", [](auto &c) { put<std::uint32_t>(c.memory[sbrm], 0x18, 12); },
     ErrorCode::ProtocolViolation, "acknowledges of 12"},
    {"NoCommands", [](auto &c) { put<std::uint32_t>(c.memory[sbrm], 0x14, 0); }, ErrorCode::ProtocolViolation,
     "command packets of 0"},
    {"NoSbrm", [](auto &c) { put<std::uint64_t>(c.memory[0], 0x1D8, 0xDEAD0000); }, ErrorCode::ProtocolViolation,
     "0x8003"},
    {"EmptyManifest", [](auto &c) { put<std::uint64_t>(c.memory[manifest], 0, 0); }, ErrorCode::NoDescription,
     "manifest is empty"},
    {"DescriptionOfAllMemory", [](auto &c) { put<std::uint64_t>(c.memory[manifest], 8 + 16, ~0ull); },
     ErrorCode::NoDescription, "18446744073709551615 bytes"},
    {"DescriptionOf4GiBAndABit", [](auto &c) { put<std::uint64_t>(c.memory[manifest], 8 + 16, (1ull << 32) + 100); },
     ErrorCode::NoDescription, "4294967396 bytes"},
    {"DescriptionOfNothing", [](auto &c) { put<std::uint64_t>(c.memory[manifest], 8 + 16, 0); },
     ErrorCode::NoDescription, "0 bytes"},
    {"DescriptionElsewhere", [](auto &c) { put<std::uint64_t>(c.memory[manifest], 8 + 8, 0xDEAD0000); },
     ErrorCode::ProtocolViolation, "0x8003"},
    {"DescriptionOfZeros", [](auto &c) { c.memory[description].assign(144, 0); }, ErrorCode::NoDescription, "zeros"},
    {"DescriptionOfNoise", [](auto &c) { c.memory[description].assign(144, 0xA5); }, ErrorCode::BrokenDescription,
     "does not begin"},
    {"UnknownKind", [](auto &c) { put<std::uint32_t>(c.memory[manifest], 8 + 4, 5 << 10); }, ErrorCode::NoDescription,
     "kind 5"},
    {"ZipThatIsText", zip, ErrorCode::BrokenDescription, "does not begin"},
    {"ZipWithoutAnEnd",
     [](auto &c) {
         zip(c);
         c.memory[description] = text("PK\3\4" + std::string(140, 'x'));
     },
     ErrorCode::BrokenDescription, "end record"},
};

class UsbHostileTest : public ::testing::TestWithParam<HostileCase>
{};

} // namespace

TEST_P(UsbHostileTest, IsRefusedBeforeAravisSeesIt)
{
    MockBus bus;
    bus.addController("0000:00:15.0", 2, 5000);
    MockCamera hostile = camera();
    GetParam().change(hostile);
    bus.plug(2, "1", hostile);
    UsbDiscovery discovery([] {});
    const auto devices = discovery.scan();
    ASSERT_EQ(devices.size(), 1);
    EventLog log;
    Camera camera(log);
    const auto opened = waited(camera.open(devices[0]));
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().code, GetParam().expected) << qPrintable(toDetailedText(opened.error()));
    EXPECT_TRUE(opened.error().detail.contains(QLatin1String(GetParam().detail))) << qPrintable(opened.error().detail);
}

INSTANTIATE_TEST_SUITE_P(Cameras, UsbHostileTest, ::testing::ValuesIn(cases),
                         [](const auto &made) { return std::string(made.param.name); });
