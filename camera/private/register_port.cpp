// SPDX-License-Identifier: GPL-3.0-or-later
// The way to the device's registers, with a read cache for one pass.
#include "camera/private/register_port.h"

#include "camera/private/genapi_check.h"
#include "camera/private/usb_registers.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <vector>

namespace mv {

namespace {

/// A register that does not answer costs Aravis five tries of 500 ms. One such register is a defect of the camera,
/// two in a row are a camera that is gone.
constexpr int timeoutsThatMeanDead = 2;

std::uint32_t wordFromBytes(const void *bytes)
{
    std::uint32_t bigEndian = 0;
    std::memcpy(&bigEndian, bytes, sizeof bigEndian);
    return GUINT32_FROM_BE(bigEndian);
}

void wordToBytes(std::uint32_t word, void *bytes)
{
    const std::uint32_t bigEndian = GUINT32_TO_BE(word);
    std::memcpy(bytes, &bigEndian, sizeof bigEndian);
}

/// What one USB3 Vision write carries. Aravis 0.8.26 takes the limit for writes from that for reads, and then fails
/// without a word (src/arvuvdevice.c, arv_uv_device_write_memory).
std::uint32_t longestUsbWrite(ArvDevice *device)
{
    constexpr std::uint32_t header = 20; // GenCP's, and the address
    guint64 sbrm = 0;
    guint32 command = 0;
    guint32 acknowledge = 0;
    if (!arv_device_read_memory(device, u3v::sbrmAddress, sizeof sbrm, &sbrm, nullptr))
        return 0;
    sbrm = GUINT64_FROM_LE(sbrm);
    if (!arv_device_read_register(device, sbrm + u3v::maxCommand, &command, nullptr) ||
        !arv_device_read_register(device, sbrm + u3v::maxAcknowledge, &acknowledge, nullptr))
        return 0;
    const std::uint32_t limit = std::min(GUINT32_FROM_LE(command), GUINT32_FROM_LE(acknowledge));
    return limit > header + 8 ? (limit - header) / 8 * 8 : 8;
}

bool isGone(const GError *error)
{
    return g_error_matches(error, ARV_DEVICE_ERROR, ARV_DEVICE_ERROR_NOT_CONNECTED);
}

bool isTimeout(const GError *error)
{
    return g_error_matches(error, ARV_DEVICE_ERROR, ARV_DEVICE_ERROR_TIMEOUT);
}

} // namespace

RegisterPort::RegisterPort(ArvDevice *device, Addressing addressing)
    : m_device(GObjectPtr<ArvDevice>::share(device))
    , m_isGigE(ARV_IS_GV_DEVICE(device))
    , m_legacy(addressing == Addressing::LegacyGigE)
    , m_longestWrite(ARV_IS_UV_DEVICE(device) ? longestUsbWrite(device) : 0)
{}

void RegisterPort::beginPass()
{
    endPass();
    m_inPass = true;
}

void RegisterPort::endPass()
{
    ++m_generation;
    m_inPass = false;
    m_dead = false;
    m_gone = false;
    m_timeouts = 0;
    m_cache.clear();
    m_failures.clear();
}

bool RegisterPort::checkPlace(std::uint64_t address, std::uint32_t size, GError **error) const
{
    // GVCP carries 32 bits of address; Aravis drops the rest and would answer with another register.
    const std::uint64_t last =
        m_isGigE ? std::numeric_limits<std::uint32_t>::max() : std::numeric_limits<std::uint64_t>::max();
    const bool fits =
        size > 0 && size <= GenApiCheck::maxRegisterBytes && address <= last && last - address >= size - 1;
    if (!fits)
        g_set_error(error, ARV_DEVICE_ERROR, ARV_DEVICE_ERROR_PROTOCOL_ERROR_INVALID_ADDRESS,
                    "no register of %u bytes is possible there", size);
    return fits;
}

bool RegisterPort::read(std::uint64_t address, std::uint32_t size, void *to, GError **error)
{
    if (m_inPass && m_cache.lookUp(address, size, to))
        return true;
    std::memset(to, 0, size);
    if (const auto known = m_failures.find({address, size}); known != m_failures.end()) {
        m_failedAddress = address;
        g_propagate_error(error, g_error_copy(known->second->get()));
        return false;
    }
    if (m_dead) {
        g_set_error(error, ARV_DEVICE_ERROR, ARV_DEVICE_ERROR_TIMEOUT, "not asked: the device no longer answers");
        return false;
    }
    GErrorPtr failure;
    const bool ok = checkPlace(address, size, failure.out()) && readFromDevice(address, size, to, failure.out());
    if (ok) {
        m_timeouts = 0;
        if (m_inPass)
            m_cache.insert(address, to, size);
        return true;
    }
    // Not every ArvDevice says why (ArvFakeDevice does not).
    if (!failure)
        g_set_error(failure.out(), ARV_DEVICE_ERROR, ARV_DEVICE_ERROR_UNKNOWN, "the device refused without a reason");
    m_failedAddress = address;
    remember(address, size, failure.get());
    failure.propagateTo(error);
    return false;
}

void RegisterPort::remember(std::uint64_t address, std::uint32_t size, const GError *failure)
{
    if (!m_inPass)
        return;
    m_timeouts = isTimeout(failure) ? m_timeouts + 1 : 0;
    m_gone = m_gone || isGone(failure);
    m_dead = m_dead || m_gone || m_timeouts >= timeoutsThatMeanDead;
    auto copy = std::make_unique<GErrorPtr>();
    *copy->out() = g_error_copy(failure);
    m_failures[{address, size}] = std::move(copy);
}

bool RegisterPort::readFromDevice(std::uint64_t address, std::uint32_t size, void *to, GError **error)
{
    ++m_reads;
    if (m_observer)
        m_observer(address, size);
    if (m_legacy && size == sizeof(std::uint32_t)) {
        guint32 word = 0;
        const bool ok = arv_device_read_register(m_device.get(), address, &word, error);
        wordToBytes(word, to);
        return ok;
    }
    const bool aligned = address % 4 == 0 && size % 4 == 0;
    if (m_isGigE && !aligned)
        return readAligned(address, size, to, error);
    return arv_device_read_memory(m_device.get(), address, size, to, error);
}

bool RegisterPort::readAligned(std::uint64_t address, std::uint32_t size, void *to, GError **error)
{
    // GVCP reads whole, aligned words only (GigE Vision 2.0, 16.2.2.3); registers may be smaller and anywhere.
    const std::uint64_t begin = address & ~std::uint64_t(3);
    const std::uint64_t end = (address + size + 3) & ~std::uint64_t(3);
    std::vector<char> words(std::size_t(end - begin));
    const bool ok = arv_device_read_memory(m_device.get(), begin, guint32(words.size()), words.data(), error);
    std::memcpy(to, words.data() + (address - begin), size);
    return ok;
}

bool RegisterPort::write(std::uint64_t address, std::uint32_t size, const void *from, GError **error)
{
    GErrorPtr failure;
    const bool ok = checkPlace(address, size, failure.out()) && writeToDevice(address, size, from, failure.out());
    ++m_generation;
    m_cache.clear();
    m_failures.clear();
    if (ok)
        return true;
    if (!failure)
        g_set_error(failure.out(), ARV_DEVICE_ERROR, ARV_DEVICE_ERROR_UNKNOWN, "the device refused without a reason");
    m_failedAddress = address;
    failure.propagateTo(error);
    return false;
}

bool RegisterPort::writeToDevice(std::uint64_t address, std::uint32_t size, const void *from, GError **error)
{
    ++m_writes;
    if (m_legacy && size == sizeof(std::uint32_t))
        return arv_device_write_register(m_device.get(), address, wordFromBytes(from), error);
    if (m_longestWrite != 0 && size > m_longestWrite)
        return writeInPieces(address, size, from, error);
    GErrorPtr failure;
    if (arv_device_write_memory(m_device.get(), address, size, const_cast<void *>(from), failure.out()))
        return true;
    // WRITEMEM is optional in GigE Vision, WRITEREG is not.
    const bool noWriteMem = failure.is(ARV_DEVICE_ERROR, ARV_DEVICE_ERROR_PROTOCOL_ERROR_NOT_IMPLEMENTED);
    if (m_isGigE && noWriteMem && address % 4 == 0 && size % 4 == 0)
        return writeRegisters(address, size, from, error);
    if (failure)
        failure.propagateTo(error);
    return false;
}

bool RegisterPort::writeInPieces(std::uint64_t address, std::uint32_t size, const void *from, GError **error)
{
    auto *bytes = static_cast<char *>(const_cast<void *>(from));
    for (std::uint32_t offset = 0; offset < size; offset += m_longestWrite) {
        const std::uint32_t piece = std::min(m_longestWrite, size - offset);
        if (!arv_device_write_memory(m_device.get(), address + offset, piece, bytes + offset, error))
            return false;
    }
    return true;
}

bool RegisterPort::writeRegisters(std::uint64_t address, std::uint32_t size, const void *from, GError **error)
{
    for (std::uint32_t offset = 0; offset < size; offset += 4) {
        const auto word = wordFromBytes(static_cast<const char *>(from) + offset);
        if (!arv_device_write_register(m_device.get(), address + offset, word, error))
            return false;
    }
    return true;
}

} // namespace mv
