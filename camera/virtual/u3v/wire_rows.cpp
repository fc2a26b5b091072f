// SPDX-License-Identifier: GPL-3.0-or-later
// The registers of GenCP and USB3 Vision, one row each.
#include "camera/virtual/u3v/u3v_device.h"

#include "camera/virtual/core/bytes.h"
#include "camera/virtual/core/feature_rows.h"
#include "camera/virtual/u3v/gencp_packet.h"

#include <iterator>

namespace mv::vcam::u3v {

namespace {

using enum RegisterKind;

constexpr std::size_t kTextBytes = 64;
constexpr std::int64_t kVersion = 0x00010000;              // 1.0, of GenCP and of USB3 Vision
constexpr std::int64_t kCapability = 1 << 0                // user-defined name
                                     | 1 << 3              // timestamp
                                     | 1 << 4              // texts are UTF-8
                                     | 1 << 8              // family name
                                     | 1 << 9              // SBRM
                                     | 1 << 11;            // an answer to a write says how much was written
constexpr std::int64_t kStreamAndEvents = 1 << 0 | 1 << 1; // SIRM and EIRM are there
constexpr std::int64_t kMaxEventBytes = 1024;
constexpr std::int64_t kHighSpeed = 4, kSuperSpeed = 8;
constexpr std::int64_t kStrictAlignmentCode = 10; // 1 << 10 bytes
constexpr unsigned kAlignmentShift = 24;
constexpr std::uint32_t kZipped = 1 << 10; // file type, bits 10 to 15 of a manifest entry's schema
constexpr std::size_t kManifestEntryBytes = 64;

Register constant(std::string_view name, std::uint64_t address, std::int64_t value, std::size_t size = 4)
{
    return readOnlyRow(name, address, size, Integer, [value] { return value; });
}

Register textRow(std::string_view name, std::uint64_t address, std::function<RegisterValue()> get)
{
    return readOnlyRow(name, address, kTextBytes, Text, std::move(get));
}

/// A register of 4 bytes that switches something on or off.
Register switchRow(std::string_view name, std::uint64_t address, std::function<bool()> get,
                   std::function<Status(bool)> set)
{
    return {name,
            address,
            4,
            Integer,
            Access::ReadWrite,
            Lock::None,
            [read = std::move(get)] { return std::int64_t(read()); },
            [write = std::move(set)](const RegisterValue &value) {
                const auto bits = std::get<std::int64_t>(value);
                return bits > 1 ? Status::InvalidParameter : write(bits == 1);
            }};
}

void append(std::vector<Register> &to, std::vector<Register> rows)
{
    to.insert(to.end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
}

} // namespace

std::vector<Register> U3vDevice::abrmRows()
{
    Camera &camera = m_camera;
    const auto copyOf = [&camera](std::string_view feature, std::uint64_t address) {
        return textRow(feature, address, [&camera, feature] { return camera.feature(feature); });
    };
    return {
        constant("GenCPVersion", 0x000, kVersion),
        copyOf("DeviceVendorName", 0x004),
        copyOf("DeviceModelName", 0x044),
        textRow("FamilyName", 0x084, [] { return std::string("Virtual"); }),
        copyOf("DeviceVersion", 0x0C4),
        copyOf("DeviceManufacturerInfo", 0x104),
        copyOf("DeviceSerialNumber", 0x144),
        {"DeviceUserID", 0x184, kTextBytes, Text, Access::ReadWrite, Lock::None,
         [&camera] { return camera.feature("DeviceUserID"); },
         [&camera](const RegisterValue &value) { return camera.setFeatureValue("DeviceUserID", value); }},
        constant("DeviceCapability", 0x1C4, kCapability, 8),
        constant("MaxDeviceResponseTime", 0x1CC, kMaxResponseMs),
        constant("ManifestTableAddress", 0x1D0, std::int64_t(kManifestAddress), 8),
        constant("SBRMAddress", 0x1D8, std::int64_t(kSbrmAddress), 8),
        constant("DeviceConfiguration", 0x1E0, 0, 8),
        constant("HeartbeatTimeout", 0x1E8, 0),
        constant("MessageChannelID", 0x1EC, 0),
        readOnlyRow("Timestamp", 0x1F0, 8, Integer, [&camera] { return camera.feature("TimestampLatchValue"); }),
        {"TimestampLatch",
         0x1F8,
         4,
         Integer,
         Access::WriteOnly,
         Lock::None,
         {},
         [&camera](const RegisterValue &value) { return camera.setFeatureValue("TimestampLatch", value); }},
        constant("TimestampIncrement", 0x1FC, 1, 8), // ns
        constant("AccessPrivilege", 0x204, 0),
        constant("ProtocolEndianness", 0x208, 0), // little
        constant("ImplementationEndianness", 0x20C, 0),
    };
}

std::vector<Register> U3vDevice::sbrmRows()
{
    return {
        constant("U3vVersion", kSbrmAddress, kVersion),
        constant("U3vcpCapability", kSbrmAddress + 0x04, kStreamAndEvents, 8),
        constant("U3vcpConfiguration", kSbrmAddress + 0x0C, 0, 8),
        constant("MaxCommandTransferLength", kSbrmAddress + 0x14, kMaxCommandBytes),
        constant("MaxAcknowledgeTransferLength", kSbrmAddress + 0x18, kMaxAckBytes),
        constant("NumberOfStreamChannels", kSbrmAddress + 0x1C, 1),
        constant("SIRMAddress", kSbrmAddress + 0x20, std::int64_t(kSirmAddress), 8),
        constant("SIRMLength", kSbrmAddress + 0x28, 0x30),
        constant("EIRMAddress", kSbrmAddress + 0x2C, std::int64_t(kEirmAddress), 8),
        constant("EIRMLength", kSbrmAddress + 0x34, 0x0C),
        constant("IIDC2Address", kSbrmAddress + 0x38, 0, 8),
        readOnlyRow("CurrentSpeed", kSbrmAddress + 0x40, 4, Integer,
                    [this] { return m_highSpeed ? kHighSpeed : kSuperSpeed; }),
    };
}

std::vector<Register> U3vDevice::streamRows()
{
    StreamSetup &s = m_setup;
    return {
        readOnlyRow("SIInfo", kSirmAddress, 4, Integer,
                    [this] { return (m_faults.strictAlignment ? kStrictAlignmentCode : 0) << kAlignmentShift; }),
        switchRow(
            "SIControl", kSirmAddress + 0x04, [&s] { return s.enabled; }, [this](bool on) { return enableStream(on); }),
        readOnlyRow("SIRequiredPayloadSize", kSirmAddress + 0x08, 8, Integer, [this] { return payloadBytes(); }),
        constant("SIRequiredLeaderSize", kSirmAddress + 0x10, kLeaderBytes),
        constant("SIRequiredTrailerSize", kSirmAddress + 0x14, kChunkTrailerBytes),
        integerRow("SIMaximumLeaderSize", kSirmAddress + 0x18, s.maxLeader, 0, UINT32_MAX),
        integerRow("SIPayloadTransferSize", kSirmAddress + 0x1C, s.payloadSize, 0, UINT32_MAX),
        integerRow("SIPayloadTransferCount", kSirmAddress + 0x20, s.payloadCount, 0, UINT32_MAX),
        integerRow("SIPayloadFinalTransfer1Size", kSirmAddress + 0x24, s.transfer1, 0, UINT32_MAX),
        integerRow("SIPayloadFinalTransfer2Size", kSirmAddress + 0x28, s.transfer2, 0, UINT32_MAX),
        integerRow("SIMaximumTrailerSize", kSirmAddress + 0x2C, s.maxTrailer, 0, UINT32_MAX),
    };
}

std::vector<Register> U3vDevice::eventRows()
{
    Camera &camera = m_camera;
    return {
        switchRow(
            "EIControl", kEirmAddress, [this] { return m_eventsOn; }, [this](bool on) { return enableEvents(on); }),
        constant("EIMaximumEventTransferLength", kEirmAddress + 0x04, kMaxEventBytes),
        {"EITestControl",
         kEirmAddress + 0x08,
         4,
         Integer,
         Access::WriteOnly,
         Lock::None,
         {},
         [&camera](const RegisterValue &value) { return camera.setFeatureValue("TestEventGenerate", value); }},
    };
}

/// Version of the file, its type, address and size; without a checksum, which clients may do without.
std::string U3vDevice::manifestEntry() const
{
    const XmlFile &file = m_camera.xmlFile();
    std::vector<std::uint8_t> entry(kManifestEntryBytes);
    const std::span bytes(entry);
    storeInteger(bytes.subspan(0, 4), std::uint32_t(kVersion), std::endian::little);
    storeInteger(bytes.subspan(4, 4), file.name.ends_with(".zip") ? kZipped : 0, std::endian::little);
    if (!file.bytes.empty()) {
        storeInteger(bytes.subspan(8, 8), kXmlAddress, std::endian::little);
        storeInteger(bytes.subspan(16, 8), file.bytes.size(), std::endian::little);
    }
    return {entry.begin(), entry.end()};
}

std::vector<Register> U3vDevice::manifestRows()
{
    return {
        readOnlyRow("ManifestEntries", kManifestAddress, 8, Integer,
                    [this] { return std::int64_t(!m_camera.xmlFile().bytes.empty()); }),
        readOnlyRow("ManifestEntry", kManifestAddress + 8, kManifestEntryBytes, Bytes,
                    [this] { return manifestEntry(); }),
    };
}

std::vector<Register> U3vDevice::faultRows()
{
    UsbFaults &f = m_faults;
    const auto enumeration = [](std::string_view name, std::uint64_t offset, auto &field,
                                std::vector<EnumEntry> entries) {
        const std::int64_t last = entries.back().value;
        return integerRow(name, kUsbFaultAddress + offset, field, 0, last, Lock::None, std::move(entries));
    };
    return {
        enumeration("VirtualFaultUnplug", 0x00, f.unplug, {{"None", 0}, {"Now", 1}, {"NextWrite", 2}, {"XmlRead", 3}}),
        integerRow("VirtualFaultUnplugTime", kUsbFaultAddress + 0x04, f.unplugMs, 0, 600'000),
        enumeration("VirtualFaultStall", 0x08, m_stall, {{"None", 0}, {"Control", 1}, {"Event", 2}, {"Stream", 3}}),
        enumeration("VirtualFaultShortPayload", 0x0C, f.shortPayload, booleanEntries()),
        enumeration("VirtualFaultBlockId", 0x10, f.blockId, {{"None", 0}, {"Gap", 1}, {"Repeat", 2}, {"Trailer", 3}}),
        integerRow("VirtualFaultLinkSpeed", kUsbFaultAddress + 0x14, f.linkKilobytes, 0, 10'000'000),
        enumeration("VirtualFaultStrictAlignment", 0x18, f.strictAlignment, booleanEntries()),
        enumeration("VirtualFaultStrictLength", 0x1C, f.strictLength, booleanEntries()),
        enumeration("VirtualFaultUsbSpeed", 0x20, f.highSpeed, {{"SuperSpeed", 0}, {"HighSpeed", 1}}),
    };
}

std::vector<Register> U3vDevice::allRows()
{
    std::vector<Register> all;
    for (auto rows : {abrmRows(), sbrmRows(), streamRows(), eventRows(), manifestRows(), faultRows()})
        append(all, std::move(rows));
    return all;
}

} // namespace mv::vcam::u3v
