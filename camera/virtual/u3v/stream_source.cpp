// SPDX-License-Identifier: GPL-3.0-or-later
// Fetching frames for the host.
#include "camera/virtual/u3v/stream_source.h"

namespace mv::vcam::u3v {

namespace {
constexpr auto kFetchTimeout = std::chrono::milliseconds(500);
}

void StreamSource::configure(const StreamSetup &setup)
{
    {
        const std::lock_guard lock(m_mutex);
        if (setup.enabled && !m_setup.enabled) {
            m_blocks = 0;
            discardFrames();
        }
        m_setup = setup;
    }
    interrupt();
}

/// What was exposed while nobody wanted it.
void StreamSource::discardFrames()
{
    while (m_camera.nextFrame({})) // long past: does not wait
        m_camera.countFrame(false);
}

void StreamSource::interrupt()
{
    {
        const std::lock_guard lock(m_mutex);
        ++m_interrupts;
    }
    m_changed.notify_all();
    m_camera.interrupt();
}

/// Ids count from 0; the faults leave some out, or give one twice.
std::uint64_t StreamSource::takeId(BlockIdFault fault)
{
    const std::uint64_t block = m_blocks++;
    if (fault == BlockIdFault::Gap)
        return 2 * block;
    return fault == BlockIdFault::Repeat ? block / 2 : block;
}

std::vector<Slice> StreamSource::next()
{
    BlockRules rules;
    {
        std::unique_lock lock(m_mutex);
        const std::uint64_t interrupts = m_interrupts;
        if (!m_setup.enabled)
            m_changed.wait_for(lock, kFetchTimeout, [&] { return m_setup.enabled || m_interrupts != interrupts; });
        if (!m_setup.enabled)
            return {};
        rules.setup = m_setup;
    }
    auto frame = m_camera.nextFrame(std::chrono::steady_clock::now() + kFetchTimeout);
    if (!frame)
        return {};
    rules.faults = m_camera.faults();
    rules.usbFaults = m_device->faults();
    std::unique_lock lock(m_mutex);
    const std::uint64_t id = takeId(rules.usbFaults.blockId);
    const bool wanted = m_setup.enabled;
    lock.unlock();
    if (!wanted || rules.faults.streamStall || rules.faults.silent) {
        m_camera.countFrame(false);
        return {};
    }
    return makeBlock(m_camera, std::move(frame), id, rules);
}

} // namespace mv::vcam::u3v
