// SPDX-License-Identifier: GPL-3.0-or-later
// USB/IP, as the Linux kernel's usbip_protocol describes it (big-endian; Wireshark knows it): what both ends share.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace mv::vcam::usbip {

inline constexpr std::uint16_t kVersion = 0x0111;
inline constexpr std::size_t kOperationBytes = 8; ///< version16, code16, status32
inline constexpr std::size_t kBusIdBytes = 32;
inline constexpr std::size_t kDeviceBytes = 312;
inline constexpr std::size_t kUrbBytes = 48;
inline constexpr std::uint32_t kMaxOutBytes = 1 << 20;         ///< of a transfer to the device
inline constexpr std::uint32_t kMaxInBytes = 64 * 1024 * 1024; ///< of one to the host

enum class Operation : std::uint16_t {
    RequestDeviceList = 0x8005,
    ReplyDeviceList = 0x0005,
    RequestImport = 0x8003,
    ReplyImport = 0x0003
};

std::vector<std::uint8_t> makeOperation(Operation code, std::uint32_t status = 0);
/// The code; nothing of another version.
std::optional<Operation> parseOperation(std::span<const std::uint8_t> bytes);

/// A device as the lists have it. A value.
struct DeviceEntry
{
    std::string path, busId;
    std::uint32_t bus = 0, number = 0, speed = 0;
    std::uint16_t vendor = 0, product = 0, version = 0;
    std::uint8_t deviceClass = 0, deviceSubclass = 0, deviceProtocol = 0;
    std::uint8_t configuration = 0, configurations = 0, interfaces = 0;
};
std::vector<std::uint8_t> encodeDevice(const DeviceEntry &device);
/// @p bytes must be kDeviceBytes.
DeviceEntry parseDevice(std::span<const std::uint8_t> bytes);

enum class UrbCommand : std::uint32_t { Submit = 1, Unlink = 2, SubmitReply = 3, UnlinkReply = 4 };

/// The header of every message after the import. Which fields count depends on the command.
struct UrbHeader
{
    UrbCommand command = UrbCommand::Submit;
    std::uint32_t number = 0; ///< of the transfer; a reply has that of its request
    std::uint32_t device = 0;
    bool in = false;
    std::uint32_t endpoint = 0;          ///< without direction
    std::int32_t length = 0;             ///< Submit: room or data; SubmitReply: bytes moved
    std::array<std::uint8_t, 8> setup{}; ///< Submit, of endpoint 0
    std::int32_t status = 0;             ///< replies: 0 or a negative error number of Linux
    std::uint32_t unlinked = 0;          ///< Unlink: number of the transfer to take back
};
std::array<std::uint8_t, kUrbBytes> encodeUrb(const UrbHeader &header);
/// Nothing if the command is none. @p bytes must be kUrbBytes.
std::optional<UrbHeader> parseUrb(std::span<const std::uint8_t> bytes);

/// A claim on an interface, which USB/IP has no word for (the importing kernel does it by itself): a vendor request to
/// the interface; value 1 claims it, 0 releases it. The server answers it, not the device: -EBUSY if another client has
/// it.
inline constexpr std::uint8_t kClaimRequestType = 0x41;
inline constexpr std::uint8_t kClaimRequest = 0x4D;

/// Reads exactly @p dst; false at the end of the connection.
bool receiveAll(int socket, std::span<std::uint8_t> dst);
/// Sends @p first and @p second. False at the end of the connection; never a signal.
bool sendAll(int socket, std::span<const std::uint8_t> first, std::span<const std::uint8_t> second = {});

} // namespace mv::vcam::usbip
