// SPDX-License-Identifier: GPL-3.0-or-later
// One connection: its device thread, its wire, and how it ends.
#pragma once

#include "camera/device_info.h"
#include "camera/private/device_queue.h"
#include "camera/private/device_reply.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <thread>

namespace mv {

class DeviceHub;
class DeviceSession;
class DeviceWire;

/// Made for one open(), used until the camera is closed or lost, never again. Whoever ends it first (owner, the wire's
/// watch, or the device thread whose open failed) answers everything that waits, and leaves the rest to the graveyard:
/// the device thread may be stuck in a dead camera for seconds. Thread: any, except where said.
class DeviceConnection : public std::enable_shared_from_this<DeviceConnection>
{
public:
    DeviceConnection(std::shared_ptr<DeviceHub> hub, std::uint64_t number, const DeviceInfo &info);
    ~DeviceConnection();

    /// Starts the threads. Once.
    QFuture<Result<void>> open();
    /// Refused with @p state's reason once the connection has ended.
    void post(const CommandPtr &command);
    /// The owner lets go: stops the stream in good order if the camera still answers, gives control back. The future is
    /// complete when the camera is free, or after two seconds, whichever comes first.
    QFuture<Result<void>> close();

private:
    /// What the camera's state becomes.
    enum class End { Closed, Lost };

    void run();
    Result<void> openSession();
    void opened(const Result<void> &result);
    void serve();
    void lose(ErrorCode code, const QString &detail);
    bool abandon(const Error &reason, End end, const Reply<void> &closed);
    void bury(const Reply<void> &closed);
    void dispose();
    Error refusal() const;

    const std::shared_ptr<DeviceHub> m_hub;
    const std::uint64_t m_number;
    const DeviceInfo m_info;
    std::unique_ptr<DeviceWire> m_wire;             // device thread makes it; the session's stream points to it
    const std::unique_ptr<DeviceSession> m_session; // device thread
    DeviceQueue m_queue;
    const Reply<void> m_opened;
    std::atomic<bool> m_abandoned = false;
    std::atomic<bool> m_lost = false;

    mutable std::mutex m_mutex; // guards all below
    CommandPtr m_running;       // what the device thread is at
    Error m_reason;             // why the connection has ended

    std::thread m_thread; // assigned under m_mutex, joined by the graveyard
};

} // namespace mv
