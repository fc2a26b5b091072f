// SPDX-License-Identifier: GPL-3.0-or-later
// The smallest GigE Vision device: serves sparse memory and any description over UDP, and nothing else.
#pragma once

#include <QByteArray>

#include <atomic>
#include <compare>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace mv::test {

/// Answers READREG, WRITEREG, READMEM and WRITEMEM (GigE Vision 2.0, 16.2) on one loopback address; unaligned memory
/// access is refused, as the standard has it. Runs a thread of its own from start() on; everything public may be
/// called from the test's.
class GvcpResponder
{
public:
    ~GvcpResponder();
    /// Serves @p xml at the first free address of 127.4.1.1 … 127.4.1.250. False if none is free.
    bool start(const QByteArray &xml);
    const std::string &address() const { return m_address; }

    void putBig32(std::uint32_t address, std::uint32_t value);
    std::uint32_t big32(std::uint32_t address);
    void refuseWriteMem() { m_refuseWriteMem = true; }
    void put(std::uint32_t address, const QByteArray &data);

    /// Reads from now on: one for each round trip.
    struct Read
    {
        std::uint32_t address;
        int size;
        auto operator<=>(const Read &) const = default;
    };
    std::vector<Read> reads();
    void forgetReads();

    struct Counters
    {
        std::atomic<int> readReg = 0, writeReg = 0, readMem = 0, writeMem = 0;
    };
    Counters counters;

private:
    bool bindSomewhere();
    void run();
    /// Status and data of the acknowledgement.
    std::uint16_t handle(std::uint16_t command, const QByteArray &request, QByteArray &answer);
    QByteArray get(std::uint32_t address, int size);
    void note(const Read &read);

    std::string m_address;
    int m_socket = -1;
    std::atomic<bool> m_stop = false;
    std::atomic<bool> m_refuseWriteMem = false;
    std::mutex m_mutex; // guards m_bytes and m_reads
    std::map<std::uint32_t, char> m_bytes;
    std::vector<Read> m_reads;
    std::thread m_thread;
};

} // namespace mv::test
