// SPDX-License-Identifier: GPL-3.0-or-later
// The bootstrap registers of GigE Vision 1.2, one row each.
#include "camera/virtual/gige/gige_device.h"

#include "camera/virtual/core/camera_state.h"
#include "camera/virtual/core/fault_settings.h"
#include "camera/virtual/core/feature_rows.h"

#include <cstdio>
#include <iterator>

namespace mv::vcam::gige {

namespace {

using enum RegisterKind;

constexpr std::int64_t kGevVersion = 0x00010002; // 1.2: 16-bit block ids
constexpr std::int64_t kDeviceMode = 0x80000001; // big-endian registers, UTF-8 texts, transmitter
constexpr std::int64_t kIpConfiguration = 0x5;   // link-local (always) and persistent: the address is fixed at start
constexpr std::int64_t kCapabilities = 0x1       // several READREG or WRITEREG in one command
                                       | 1 << 1  // WRITEMEM
                                       | 1 << 2  // PACKETRESEND
                                       | 1 << 3  // EVENT
                                       | 1 << 4  // EVENTDATA
                                       | 1 << 5  // PENDING_ACK
                                       | 1 << 27 // primary application's address and port
                                       | 1 << 29 // heartbeat can be disabled
                                       | 1 << 30 // serial number register
                                       | std::int64_t(1) << 31;     // user-defined name
constexpr std::int64_t kSourcePortRegister = std::int64_t(1) << 31; // of SCSP in 0x92C, of MCSP in 0x930
constexpr std::int64_t kTicksPerSecond = 1'000'000'000;

constexpr std::uint32_t kFireTestPacket = 1u << 31;
constexpr std::uint32_t kDoNotFragment = 1u << 30;
constexpr std::uint32_t kPacketSizeMask = 0xFFFF;

Register constant(std::string_view name, std::uint64_t address, std::int64_t value)
{
    return readOnlyRow(name, address, 4, Integer, [value] { return value; });
}

// A register of 4 bytes that can be written.
Register writable(std::string_view name, std::uint64_t address, std::function<std::int64_t()> get,
                  std::function<Status(std::int64_t)> set, Lock lock = Lock::None)
{
    return {name,
            address,
            4,
            Integer,
            Access::ReadWrite,
            lock,
            [read = std::move(get)] { return read(); },
            [write = std::move(set)](const RegisterValue &value) { return write(std::get<std::int64_t>(value)); }};
}

// The wire's copy of an identity text that the camera keeps among its features.
Register copyOf(const Camera &camera, std::string_view feature, std::uint64_t address, std::size_t size)
{
    return readOnlyRow(feature, address, size, Text, [&camera, feature] { return camera.feature(feature); });
}

std::int64_t latchedTimestamp(const Camera &camera)
{
    return std::get<std::int64_t>(camera.feature("TimestampLatchValue"));
}

bool isLoopback(std::uint32_t address)
{
    return address >> 24 == 127;
}

} // namespace

std::vector<Register> GigeDevice::identityRows()
{
    Camera &camera = m_camera;
    const auto &mac = m_identity.mac;
    return {
        constant("GevVersion", 0x000, kGevVersion),
        constant("GevDeviceMode", 0x004, kDeviceMode),
        constant("GevMACAddressHigh", 0x008, mac[0] << 8 | mac[1]),
        constant("GevMACAddressLow", 0x00C,
                 std::int64_t(mac[2]) << 24 | std::int64_t(mac[3]) << 16 | std::int64_t(mac[4]) << 8 | mac[5]),
        copyOf(camera, "DeviceVendorName", 0x048, 32),
        copyOf(camera, "DeviceModelName", 0x068, 32),
        copyOf(camera, "DeviceVersion", 0x088, 32),
        copyOf(camera, "DeviceManufacturerInfo", 0x0A8, 48),
        copyOf(camera, "DeviceSerialNumber", 0x0D8, 16),
        {"DeviceUserID", 0x0E8, 16, Text, Access::ReadWrite, Lock::None,
         [&camera] { return camera.feature("DeviceUserID"); },
         [&camera](const RegisterValue &value) { return camera.setFeatureValue("DeviceUserID", value); }},
        readOnlyRow("GevFirstURL", 0x200, 512, Text, [this] { return xmlUrl(); }),
        readOnlyRow("GevSecondURL", 0x400, 512, Text, [] { return std::string(); }),
    };
}

std::string GigeDevice::xmlUrl() const
{
    const XmlFile &file = m_camera.xmlFile();
    if (file.bytes.empty())
        return {};
    char location[40];
    std::snprintf(location, sizeof location, ";%llX;%zX", static_cast<unsigned long long>(kXmlAddress),
                  file.bytes.size());
    return "Local:" + file.name + location;
}

std::vector<Register> GigeDevice::networkRows()
{
    return {
        constant("GevSupportedIPConfiguration", 0x010, kIpConfiguration),
        constant("GevCurrentIPConfiguration", 0x014, kIpConfiguration),
        constant("GevCurrentIPAddress", 0x024, m_identity.address),
        constant("GevCurrentSubnetMask", 0x034, m_identity.netmask),
        constant("GevCurrentDefaultGateway", 0x044, m_identity.gateway),
        constant("GevNumberOfInterfaces", 0x600, 1),
        constant("GevPersistentIPAddress", 0x64C, m_identity.address),
        constant("GevPersistentSubnetMask", 0x65C, m_identity.netmask),
        constant("GevPersistentDefaultGateway", 0x66C, m_identity.gateway),
    };
}

std::vector<Register> GigeDevice::controlRows()
{
    ControlPrivilege &privilege = m_privilege;
    return {
        constant("GevMessageChannelCount", 0x900, 1),
        constant("GevStreamChannelCount", 0x904, 1),
        constant("GevStreamChannelCapability", 0x92C, kSourcePortRegister),
        constant("GevMessageChannelCapability", 0x930, kSourcePortRegister),
        constant("GevGVCPCapability", 0x934, kCapabilities),
        writable(
            "GevHeartbeatTimeout", 0x938, [&privilege] { return privilege.heartbeatMs; },
            [&privilege](std::int64_t ms) {
                if (ms < ControlPrivilege::kMinHeartbeatMs || ms > ControlPrivilege::kMaxHeartbeatMs)
                    return Status::InvalidParameter;
                privilege.heartbeatMs = std::uint32_t(ms);
                return Status::Success;
            }),
        writable(
            "GevGVCPHeartbeatDisable", 0x954, [&privilege] { return privilege.heartbeatDisabled; },
            [&privilege](std::int64_t bits) {
                if (bits & ~std::int64_t(1)) // the other bits belong to capabilities we have not
                    return Status::InvalidParameter;
                privilege.heartbeatDisabled = bits;
                return Status::Success;
            }),
        readOnlyRow("GevGVCPPendingTimeout", 0x958, 4, Integer,
                    [this] { return std::int64_t(m_camera.faults().registerDelayMs) + 100; }),
        // Writes to CCP need to know who writes: GigeDevice::write() takes them before they come here.
        writable(
            "GevCCP", 0xA00, [&privilege] { return privilege.value(); },
            [](std::int64_t) { return Status::AccessDenied; }),
        readOnlyRow("GevPrimaryApplicationSocket", 0xA04, 4, Integer,
                    [&privilege] { return std::int64_t(privilege.holder().value_or(Peer()).port); }),
        readOnlyRow("GevPrimaryApplicationIPAddress", 0xA14, 4, Integer,
                    [&privilege] { return std::int64_t(privilege.holder().value_or(Peer()).address); }),
    };
}

std::vector<Register> GigeDevice::timestampRows()
{
    Camera &camera = m_camera;
    Register control = commandRow("GevTimestampControl", 0x944, {});
    control.set = [&camera](const RegisterValue &value) {
        const auto bits = std::get<std::int64_t>(value); // bit 0 resets, bit 1 latches
        if (bits & 2)
            camera.setFeatureValue("TimestampLatch", std::int64_t(1));
        if (bits & 1)
            camera.setFeatureValue("TimestampReset", std::int64_t(1));
        return bits & ~std::int64_t(3) ? Status::InvalidParameter : Status::Success;
    };
    return {
        constant("GevTimestampTickFrequencyHigh", 0x93C, kTicksPerSecond >> 32),
        constant("GevTimestampTickFrequencyLow", 0x940, kTicksPerSecond & 0xFFFFFFFF),
        std::move(control),
        readOnlyRow("GevTimestampValueHigh", 0x948, 4, Integer, [&camera] { return latchedTimestamp(camera) >> 32; }),
        readOnlyRow("GevTimestampValueLow", 0x94C, 4, Integer,
                    [&camera] { return latchedTimestamp(camera) & 0xFFFFFFFF; }),
    };
}

/// A camera of this computer only sends nothing to anybody else.
bool GigeDevice::mayBeReceiver(std::uint32_t address) const
{
    return !isLoopback(m_identity.address) || address == 0 || isLoopback(address);
}

Status GigeDevice::writeMessages(const MessageConfig &config)
{
    m_messageConfig = config;
    if (m_messages)
        m_messages->configure(config);
    return Status::Success;
}

std::vector<Register> GigeDevice::messageRows()
{
    MessageConfig &config = m_messageConfig;
    // One field of the channel's configuration, from 0 to @p max.
    const auto row = [this, &config](std::string_view name, std::uint64_t address, auto field, std::uint32_t max) {
        return writable(
            name, address, [&config, field] { return std::int64_t(config.*field); },
            [this, field, max](std::int64_t value) {
                if (value > max)
                    return Status::InvalidParameter;
                MessageConfig changed = m_messageConfig;
                changed.*field = std::remove_reference_t<decltype(changed.*field)>(value);
                return writeMessages(changed);
            });
    };
    Register destination = row("GevMCDA", 0xB10, &MessageConfig::address, UINT32_MAX);
    destination.set = [this, set = destination.set](const RegisterValue &value) {
        const auto address = std::uint32_t(std::get<std::int64_t>(value));
        return mayBeReceiver(address) ? set(value) : Status::InvalidParameter;
    };
    return {
        row("GevMCPHostPort", 0xB00, &MessageConfig::port, 0xFFFF), // the upper half: network interface 0
        std::move(destination),
        row("GevMCTT", 0xB14, &MessageConfig::timeoutMs, kMaxMessageTimeoutMs),
        row("GevMCRC", 0xB18, &MessageConfig::retries, kMaxMessageRetries),
        readOnlyRow("GevMCSP", 0xB1C, 4, Integer,
                    [this] { return std::int64_t(m_messages ? m_messages->sourcePort() : 0); }),
    };
}

Status GigeDevice::writePort(std::int64_t value)
{
    if (value > 0xFFFF) // the upper half names a network interface: there is only number 0
        return Status::InvalidParameter;
    m_config.port = std::uint16_t(value);
    m_stream.configure(m_config, true);
    return Status::Success;
}

Status GigeDevice::writePacketSize(std::int64_t value)
{
    const auto size = std::uint32_t(value) & kPacketSizeMask;
    if (size < kMinPacketSize || size > kMaxPacketSize)
        return Status::InvalidParameter;
    m_config.packetSize = size;
    m_config.dontFragment = value & kDoNotFragment;
    m_stream.configure(m_config, false);
    if (value & kFireTestPacket)
        m_stream.fireTestPacket(m_config);
    return Status::Success;
}

std::vector<Register> GigeDevice::streamRows()
{
    StreamConfig &config = m_config;
    const auto changed = [this] {
        m_stream.configure(m_config, false);
        return Status::Success;
    };
    return {
        writable(
            "GevSCPHostPort", 0xD00, [&config] { return config.port; },
            [this](std::int64_t value) { return writePort(value); }),
        writable(
            "GevSCPSPacketSize", 0xD04,
            [&config] { return config.packetSize | (config.dontFragment ? kDoNotFragment : 0); },
            [this](std::int64_t value) { return writePacketSize(value); }, Lock::WhileStreaming),
        writable(
            "GevSCPD", 0xD08, [&config] { return config.packetDelayNs; },
            [&config, changed](std::int64_t ns) {
                if (ns > kMaxPacketDelayNs)
                    return Status::InvalidParameter;
                config.packetDelayNs = std::uint32_t(ns);
                return changed();
            }),
        writable(
            "GevSCDA", 0xD18, [&config] { return config.address; },
            [this, &config, changed](std::int64_t address) {
                if (!mayBeReceiver(std::uint32_t(address)))
                    return Status::InvalidParameter;
                config.address = std::uint32_t(address);
                return changed();
            }),
        readOnlyRow("GevSCSP", 0xD1C, 4, Integer, [this] { return std::int64_t(m_stream.sourcePort()); }),
    };
}

std::vector<Register> GigeDevice::allRows()
{
    std::vector<Register> all;
    for (auto rows : {identityRows(), networkRows(), controlRows(), timestampRows(), messageRows(), streamRows()})
        all.insert(all.end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
    return all;
}

} // namespace mv::vcam::gige
