// SPDX-License-Identifier: GPL-3.0-or-later
// A bare GigE Vision client for tests: datagrams as they are on the wire, with no library between.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mv::test {

using Bytes = std::vector<std::uint8_t>;

/// Big-endian numbers into and out of bytes.
void putBig(Bytes &out, std::uint64_t value, unsigned bytes);
std::uint64_t getBig(const Bytes &in, std::size_t offset, unsigned bytes);

/// One UDP socket, blocking with a time-out. One thread.
class DatagramSocket
{
public:
    /// Binds to @p localAddress, any port.
    explicit DatagramSocket(const std::string &localAddress = "127.0.0.1");
    ~DatagramSocket();
    DatagramSocket(const DatagramSocket &) = delete;
    DatagramSocket &operator=(const DatagramSocket &) = delete;

    std::uint16_t port() const;
    int fd() const { return m_fd; }
    void send(const std::string &address, std::uint16_t port, const Bytes &datagram);
    std::optional<Bytes> receive(std::chrono::milliseconds timeout);
    /// The socket buffer is as large as the host lets it be, or @p bytes.
    void setReceiveBuffer(int bytes);

private:
    int m_fd;
};

/// An acknowledge as it came.
struct Ack
{
    std::uint16_t status = 0xFFFF; ///< 0xFFFF: nothing came
    std::uint16_t command = 0;
    std::uint16_t id = 0;
    Bytes payload;
};

/// One frame as its packets said.
struct ReceivedFrame
{
    std::uint16_t blockId = 0;
    std::uint16_t payloadType = 0;
    std::uint64_t timestamp = 0;
    std::uint32_t pixelFormat = 0, width = 0, height = 0, offsetX = 0, offsetY = 0;
    std::uint32_t lastPacket = 0;           ///< id of the trailer
    std::map<std::uint32_t, Bytes> packets; ///< payload packets by id, without header

    bool complete() const { return lastPacket > 0 && packets.size() + 1 == lastPacket; }
    Bytes payload() const;
};

/// Talks to the camera at one address; each request has a new id.
class GigeClient
{
public:
    explicit GigeClient(std::string address);

    /// Sends bytes as they are; the answer, if one comes in time.
    std::optional<Ack> raw(const Bytes &datagram, std::chrono::milliseconds timeout = std::chrono::milliseconds(1000));
    Ack command(std::uint16_t code, const Bytes &payload, std::uint8_t flags = 0x01);
    static Bytes makeCommand(std::uint16_t code, const Bytes &payload, std::uint16_t id, std::uint8_t flags = 0x01);

    Ack readRegister(std::uint32_t address);
    Ack writeRegister(std::uint32_t address, std::uint32_t value);
    Ack readMemory(std::uint32_t address, std::uint32_t count);
    Ack writeMemory(std::uint32_t address, const Bytes &data);
    /// Values of registers; features are little-endian. 0 if it cannot be read.
    std::uint32_t bootstrap(std::uint32_t address);
    std::uint64_t feature(std::uint32_t address, unsigned bytes = 4);
    /// Status of the write.
    std::uint16_t setFeature(std::uint32_t address, std::uint64_t value, unsigned bytes = 4);

    std::uint16_t takeControl() { return writeRegister(0xA00, 2).status; }
    /// Opens stream channel 0 towards this client.
    void openStream(std::uint32_t packetSize);
    /// Collects packets until a frame's trailer is here, or nothing comes for @p timeout.
    std::optional<ReceivedFrame> receiveFrame(std::chrono::milliseconds timeout = std::chrono::milliseconds(2000));
    void requestResend(std::uint16_t block, std::uint32_t first, std::uint32_t last);
    DatagramSocket &streamSocket() { return m_stream; }
    DatagramSocket &controlSocket() { return m_control; }

private:
    std::string m_address;
    DatagramSocket m_control;
    DatagramSocket m_stream;
    std::uint16_t m_id = 0;
};

} // namespace mv::test
