// SPDX-License-Identifier: GPL-3.0-or-later
// One bulk endpoint to the host: messages in, transfers out, by the packet rules of USB.
#pragma once

#include "camera/virtual/u3v/usb_function.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace mv::vcam::u3v {

/// Cuts messages into packets and fills transfers with them, in order:
/// - a message is sent in packets of the endpoint's size; the last one is what is left. One that is a multiple of the
///   size has no short packet, and none of length 0 follows it;
/// - a transfer ends when it is full or with a short packet; a packet that is larger than the room left ends it with
///   an overflow, and what did not fit is lost.
/// So a transfer that asks for more than a message of whole packets goes on with the next message.
/// Owns a thread, which completes the transfers; one that finds its data waiting is completed by whoever submits it.
/// Every function may be called from any thread.
class InPipe
{
public:
    /// Who makes messages when transfers wait for some.
    class Source
    {
    public:
        virtual ~Source() = default;
        /// Waits for a while; nothing if there was none, or after interrupt(). Pipe's thread, no lock held.
        virtual std::vector<Slice> next() = 0;
        /// Makes a waiting next() return. Thread: any.
        virtual void interrupt() = 0;
    };

    /// @p source must outlive the pipe; none: messages come by push().
    explicit InPipe(Source *source = nullptr) : m_source(source) {}
    ~InPipe();

    void start();
    void stop();

    void setPacketBytes(std::size_t bytes);
    /// Bytes per second that the link carries; 0: as many as the host takes.
    void setRate(std::uint64_t rate);

    void submit(std::size_t length, std::uint32_t id, std::shared_ptr<TransferSink> sink);
    std::optional<TransferResult> cancel(std::uint32_t id, const TransferSink *sink);
    void forget(const TransferSink *sink);

    void push(Slice message);
    /// Forgets the messages that wait, also what is left of one.
    void flush();
    /// Halted: messages are forgotten, and transfers end with kStalled, those to come too.
    void setHalted(bool halted);
    bool halted() const;

private:
    struct Transfer
    {
        std::size_t length;
        std::uint32_t id;
        std::shared_ptr<TransferSink> sink;
        std::vector<Slice> data = {};
        std::size_t filled = 0;
        std::size_t room() const { return length - filled; }
    };
    enum class Progress { NeedsMessage, Paused, Done };

    void run();
    bool step(std::unique_lock<std::mutex> &lock);
    void fetch(std::unique_lock<std::mutex> &lock);
    Progress fill(Transfer &transfer, std::size_t most, int &status);
    void move(Transfer &transfer, std::size_t bytes);
    bool pace(std::unique_lock<std::mutex> &lock, std::size_t bytes, std::uint64_t rate);
    void complete(std::unique_lock<std::mutex> &lock, int status);

    Source *m_source;
    std::thread m_thread;

    mutable std::mutex m_mutex; // guards everything below
    std::condition_variable m_changed;
    std::deque<Transfer> m_transfers;
    std::deque<Slice> m_messages;
    std::size_t m_packetBytes = 1024;
    std::uint64_t m_rate = 0;
    std::uint64_t m_flushes = 0;  ///< what was fetched before one is not kept
    std::uint64_t m_revision = 0; ///< of m_transfers' front and m_messages
    bool m_serving = false;       ///< somebody completes the first transfer
    bool m_halted = false;
    bool m_quit = false;
    std::optional<std::uint32_t> m_completing; ///< id of the transfer that is being handed over
    const TransferSink *m_completingFor = nullptr;
    std::chrono::steady_clock::time_point m_linkFree;
};

} // namespace mv::vcam::u3v
