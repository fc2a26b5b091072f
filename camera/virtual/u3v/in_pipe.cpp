// SPDX-License-Identifier: GPL-3.0-or-later
// Packets of a bulk endpoint.
#include "camera/virtual/u3v/in_pipe.h"

#include "camera/virtual/core/thread_priority.h"

#include <algorithm>

namespace mv::vcam::u3v {

namespace {
using Clock = std::chrono::steady_clock;
constexpr std::size_t kPacedBytes = std::size_t(32) * 1024; // at a time on a slow link; larger steps hide time-outs
constexpr std::size_t kUnpaced = SIZE_MAX;
} // namespace

InPipe::~InPipe()
{
    stop();
}

void InPipe::start()
{
    m_quit = false;
    m_thread = std::thread([this] { run(); });
}

void InPipe::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_quit = true;
    }
    m_changed.notify_all();
    if (m_source)
        m_source->interrupt();
    if (m_thread.joinable())
        m_thread.join();
}

void InPipe::setPacketBytes(std::size_t bytes)
{
    const std::lock_guard lock(m_mutex);
    m_packetBytes = bytes;
}

void InPipe::setRate(std::uint64_t rate)
{
    const std::lock_guard lock(m_mutex);
    m_rate = rate;
}

void InPipe::submit(std::size_t length, std::uint32_t id, std::shared_ptr<TransferSink> sink)
{
    {
        std::unique_lock lock(m_mutex);
        m_transfers.push_back({length, id, std::move(sink)});
        // A host that waits for each transfer before it asks for the next would wait for our thread each time.
        if (m_transfers.size() == 1 && !m_messages.empty() && !m_serving && !m_halted && m_rate == 0) {
            m_serving = true;
            step(lock);
            m_serving = false;
        }
    }
    m_changed.notify_all();
}

std::optional<TransferResult> InPipe::cancel(std::uint32_t id, const TransferSink *sink)
{
    std::unique_lock lock(m_mutex);
    // Whoever takes a transfer back must not hear of it before its completion that is on the way.
    m_changed.wait(lock, [&] { return m_completing != id || m_completingFor != sink; });
    const auto it =
        std::ranges::find_if(m_transfers, [&](const Transfer &t) { return t.id == id && t.sink.get() == sink; });
    if (it == m_transfers.end())
        return std::nullopt;
    TransferResult result{kCancelled, std::move(it->data)};
    m_transfers.erase(it);
    ++m_revision;
    lock.unlock();
    m_changed.notify_all();
    return result;
}

void InPipe::forget(const TransferSink *sink)
{
    {
        const std::lock_guard lock(m_mutex);
        std::erase_if(m_transfers, [sink](const Transfer &t) { return t.sink.get() == sink; });
        ++m_revision;
    }
    m_changed.notify_all();
}

void InPipe::push(Slice message)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_halted)
            return;
        m_messages.push_back(std::move(message));
    }
    m_changed.notify_all();
}

void InPipe::flush()
{
    const std::lock_guard lock(m_mutex);
    m_messages.clear();
    ++m_flushes;
    ++m_revision;
}

void InPipe::setHalted(bool halted)
{
    {
        const std::lock_guard lock(m_mutex);
        m_halted = halted;
        m_messages.clear();
        ++m_flushes;
        ++m_revision;
    }
    m_changed.notify_all();
    if (m_source)
        m_source->interrupt();
}

bool InPipe::halted() const
{
    const std::lock_guard lock(m_mutex);
    return m_halted;
}

void InPipe::run()
{
    goFirst();
    std::unique_lock lock(m_mutex);
    while (!m_quit) {
        if (m_transfers.empty() || m_serving) {
            m_changed.wait(lock);
            continue;
        }
        m_serving = true;
        if (m_halted)
            complete(lock, kStalled);
        else if (!step(lock))
            fetch(lock);
        m_serving = false;
    }
}

/// False if the first transfer waits for a message.
bool InPipe::step(std::unique_lock<std::mutex> &lock)
{
    const std::uint64_t rate = m_rate;
    Transfer &first = m_transfers.front();
    const std::size_t before = first.filled;
    int status = kTransferDone;
    const Progress progress = fill(first, rate == 0 ? kUnpaced : kPacedBytes, status);
    const std::size_t moved = first.filled - before;
    if (rate != 0 && moved > 0 && !pace(lock, moved, rate))
        return true; // another transfer is the first now
    if (progress == Progress::Done)
        complete(lock, status);
    return progress != Progress::NeedsMessage;
}

/// Waits for as long as @p bytes take. False if the first transfer was taken back meanwhile.
bool InPipe::pace(std::unique_lock<std::mutex> &lock, std::size_t bytes, std::uint64_t rate)
{
    const std::uint64_t revision = m_revision;
    const auto time = std::chrono::nanoseconds(bytes * 1'000'000'000 / rate);
    m_linkFree = std::max(m_linkFree, Clock::now()) + time;
    m_changed.wait_until(lock, m_linkFree, [&] { return m_quit || m_revision != revision; });
    return m_revision == revision && !m_quit;
}

void InPipe::fetch(std::unique_lock<std::mutex> &lock)
{
    if (!m_source) {
        const std::uint64_t revision = m_revision;
        m_changed.wait(lock, [&] { return m_quit || m_halted || !m_messages.empty() || m_revision != revision; });
        return;
    }
    const std::uint64_t flushes = m_flushes;
    lock.unlock();
    auto messages = m_source->next();
    lock.lock();
    if (flushes == m_flushes && !m_halted)
        std::ranges::move(messages, std::back_inserter(m_messages));
}

void InPipe::move(Transfer &transfer, std::size_t bytes)
{
    Slice &message = m_messages.front();
    transfer.data.push_back({message.source, message.offset, bytes});
    transfer.filled += bytes;
    message.offset += bytes;
    message.length -= bytes;
}

/// Moves packets of at most @p most bytes in all.
InPipe::Progress InPipe::fill(Transfer &transfer, std::size_t most, int &status)
{
    const std::size_t packet = m_packetBytes;
    while (transfer.room() > 0) {
        if (m_messages.empty())
            return Progress::NeedsMessage;
        const std::size_t left = m_messages.front().length;
        const std::size_t whole = std::min({left, transfer.room(), most}) / packet * packet;
        if (whole > 0) {
            move(transfer, whole);
            most -= whole;
        }
        if (m_messages.front().length == 0) {
            m_messages.pop_front(); // no packet of length 0 follows
            continue;
        }
        if (transfer.room() == 0)
            break;
        const std::size_t next = std::min(m_messages.front().length, packet);
        if (next > most)
            return Progress::Paused;
        const bool fits = next <= transfer.room();
        const std::size_t lost = fits ? 0 : next - transfer.room();
        move(transfer, next - lost);
        m_messages.front().offset += lost;
        m_messages.front().length -= lost;
        if (m_messages.front().length == 0)
            m_messages.pop_front();
        status = fits ? kTransferDone : kOverflow;
        return Progress::Done;
    }
    return Progress::Done;
}

void InPipe::complete(std::unique_lock<std::mutex> &lock, int status)
{
    const Transfer transfer = std::move(m_transfers.front());
    m_transfers.pop_front();
    ++m_revision;
    m_completing = transfer.id;
    m_completingFor = transfer.sink.get();
    lock.unlock();
    transfer.sink->completed(transfer.id, {status, transfer.data});
    lock.lock();
    m_completing.reset();
    m_completingFor = nullptr;
    m_changed.notify_all();
}

} // namespace mv::vcam::u3v
