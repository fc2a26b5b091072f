// SPDX-License-Identifier: GPL-3.0-or-later
// The way to the device's registers, with a read cache for one pass.
#pragma once

#include "camera/private/aravis_ptr.h"
#include "camera/private/genapi_pass_cache.h"

#include <arv.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <utility>

namespace mv {

/// Outside a pass every access crosses the wire. Inside one, each register does so once, whether it could be read or
/// not; a write empties the cache, whatever became of the write. Thread: device.
class RegisterPort
{
public:
    enum class Addressing {
        Memory, ///< READMEM and WRITEMEM for everything
        /// 4-byte registers by READREG and WRITEREG, their value big endian in the buffer: what GenICam 2.0 asks for
        /// (appendix 3) where a GigE camera has a schema below 1.1.
        LegacyGigE
    };
    RegisterPort(ArvDevice *device, Addressing addressing);

    bool read(std::uint64_t address, std::uint32_t size, void *to, GError **error);
    bool write(std::uint64_t address, std::uint32_t size, const void *from, GError **error);

    void beginPass();
    void endPass();
    bool inPass() const { return m_inPass; }
    /// Another number after each write and at both ends of a pass: what was known before no longer holds.
    std::uint64_t generation() const { return m_generation; }
    /// True once two registers in a row timed out in this pass, or the connection is known to be gone: the rest of the
    /// pass then fails at once instead of waiting 2.5 s for each register.
    bool dead() const { return m_dead; }
    /// Of a dead device: whether it is gone (unplugged, closed) rather than silent.
    bool gone() const { return m_gone; }
    /// Where the last access that failed was made.
    std::uint64_t failedAddress() const { return m_failedAddress; }

    /// Told of every read that crosses the wire (benchmarks and tests); empty for none.
    using Observer = std::function<void(std::uint64_t address, std::uint32_t size)>;
    void observeReads(Observer observer) { m_observer = std::move(observer); }
    std::uint64_t reads() const { return m_reads; }
    std::uint64_t writes() const { return m_writes; }

private:
    bool readFromDevice(std::uint64_t address, std::uint32_t size, void *to, GError **error);
    bool readAligned(std::uint64_t address, std::uint32_t size, void *to, GError **error);
    bool writeToDevice(std::uint64_t address, std::uint32_t size, const void *from, GError **error);
    bool writeRegisters(std::uint64_t address, std::uint32_t size, const void *from, GError **error);
    bool writeInPieces(std::uint64_t address, std::uint32_t size, const void *from, GError **error);
    bool checkPlace(std::uint64_t address, std::uint32_t size, GError **error) const;
    void remember(std::uint64_t address, std::uint32_t size, const GError *failure);

    GObjectPtr<ArvDevice> m_device;
    bool m_isGigE;
    bool m_legacy;
    std::uint32_t m_longestWrite = 0; ///< bytes of one command; 0 = the driver splits rightly
    bool m_inPass = false;
    bool m_dead = false;
    bool m_gone = false;
    int m_timeouts = 0; ///< in a row
    GenApiPassCache m_cache;
    std::map<std::pair<std::uint64_t, std::uint32_t>, std::unique_ptr<GErrorPtr>> m_failures;
    std::uint64_t m_failedAddress = 0;
    std::uint64_t m_generation = 0;
    Observer m_observer;
    std::uint64_t m_reads = 0;
    std::uint64_t m_writes = 0;
};

} // namespace mv
