// SPDX-License-Identifier: GPL-3.0-or-later
// Counts what became of the frames of one stream.
#include "camera/private/stream_ledger.h"

#include <algorithm>
#include <ctime>

namespace mv {

namespace {

constexpr std::int64_t second = 1'000'000'000;

} // namespace

void StreamLedger::received(std::uint64_t bytes, std::int64_t atNs)
{
    const std::lock_guard lock(m_mutex);
    ++m_counts.received;
    m_counts.bytes += bytes;
    m_arrivals[m_arrived++ % m_arrivals.size()] = {atNs, bytes};
}

void StreamLedger::incomplete()
{
    const std::lock_guard lock(m_mutex);
    ++m_counts.incomplete;
}

void StreamLedger::lostOnWire(std::uint64_t frames)
{
    const std::lock_guard lock(m_mutex);
    m_counts.lostOnWire += frames;
}

void StreamLedger::lostInHost(std::uint64_t frames)
{
    const std::lock_guard lock(m_mutex);
    m_counts.lostInHost += frames;
}

void StreamLedger::unknown(std::uint64_t frames)
{
    const std::lock_guard lock(m_mutex);
    m_counts.unknown += frames;
}

void StreamLedger::droppedByCamera(std::uint64_t total)
{
    const std::lock_guard lock(m_mutex);
    m_counts.droppedByCamera = total;
}

void StreamLedger::recorded()
{
    const std::lock_guard lock(m_mutex);
    ++m_counts.recorded;
}

void StreamLedger::resends(std::uint64_t requested, std::uint64_t obtained)
{
    const std::lock_guard lock(m_mutex);
    m_counts.resendsRequested = requested;
    m_counts.resendsObtained = obtained;
}

void StreamLedger::shown(std::uint64_t frames)
{
    const std::lock_guard lock(m_mutex);
    m_counts.shown += frames;
}

FrameLedger StreamLedger::snapshot(std::uint64_t skipped, std::int64_t nowNs) const
{
    const std::lock_guard lock(m_mutex);
    FrameLedger ledger = m_counts;
    // What is neither painted nor dropped waits: in the mailbox, or in the view on its way to the screen. A frame of
    // an earlier stream that is painted late must not make the sum wrong.
    ledger.skipped = std::min(skipped, ledger.received);
    ledger.shown = std::min(ledger.shown, ledger.received - ledger.skipped);
    ledger.pending = ledger.received - ledger.skipped - ledger.shown;
    measureRate(ledger, nowNs);
    return ledger;
}

void StreamLedger::measureRate(FrameLedger &ledger, std::int64_t nowNs) const
{
    const std::size_t kept = std::min(m_arrived, m_arrivals.size());
    const auto arrival = [this](std::size_t back) { return m_arrivals[(m_arrived - 1 - back) % m_arrivals.size()]; };
    std::size_t intervals = 0;
    std::uint64_t bytes = 0;
    // Intervals that began within the last second; a slow camera's newest interval counts while it could still be its
    // rate.
    while (intervals + 1 < kept) {
        const std::int64_t start = arrival(intervals + 1).atNs;
        const bool recent = nowNs - start <= second;
        const bool newestOfSlow = intervals == 0 && nowNs - arrival(0).atNs <= 2 * (arrival(0).atNs - start);
        if (!recent && !newestOfSlow)
            break;
        bytes += arrival(intervals).bytes;
        ++intervals;
    }
    if (intervals == 0)
        return;
    const double seconds = static_cast<double>(arrival(0).atNs - arrival(intervals).atNs) / second;
    if (seconds <= 0)
        return;
    ledger.captureFps = static_cast<double>(intervals) / seconds;
    ledger.megabytesPerSecond = static_cast<double>(bytes) / seconds / 1e6;
}

std::int64_t monotonicNs()
{
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * second + now.tv_nsec;
}

} // namespace mv
