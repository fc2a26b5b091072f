// SPDX-License-Identifier: GPL-3.0-or-later
// What a Camera and the threads of its connections share.
#pragma once

#include "camera/camera.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace mv {

class EventLog;
class StreamLedger;
enum class EventKind;
enum class EventSeverity;

/// Who made the features of one announcement different.
struct ChangeOrigin
{
    ChangeSource source = ChangeSource::Read;
    QStringList named = {}; ///< only these, the rest by Invalidation; empty = all

    ChangeSource of(const QString &name) const
    {
        return named.isEmpty() || named.contains(name) ? source : ChangeSource::Invalidation;
    }
};

/// State and snapshots of a Camera, outliving it while threads of old connections wind up. Each connection has a
/// number; what an abandoned one reports is dropped. Signals and log entries leave in the order in which things
/// happened, one at a time, in the thread that reported them or in one that is already reporting; none of our locks is
/// held then, so a slot may call back. Thread: any, except where said.
class DeviceHub
{
public:
    DeviceHub(Camera *camera, EventLog *log);

    /// Owner's thread, last: from now on neither camera nor log is touched. Waits for a slot that runs right now.
    void detach();

    /// A new connection: its number; state Opening.
    std::uint64_t begin(const DeviceInfo &device);
    /// The connection @p number ends for the owner: state becomes @p state, and what it reports later is dropped.
    /// False if it was not the current one.
    bool end(std::uint64_t number, Camera::State state);
    /// The owner closes after a loss: Lost -> Closed.
    void forgetLoss();
    bool current(std::uint64_t number) const;

    void setState(std::uint64_t number, Camera::State state);
    void setTree(std::uint64_t number, std::shared_ptr<const FeatureTree> tree);
    /// Adds to the states known so far; announces their names, and what differs.
    void addStates(std::uint64_t number, const FeatureStates &states, const ChangeOrigin &origin);
    /// Camera::setPolled(); any thread.
    void setPolled(const QStringList &names);
    QStringList polled() const;
    void announceLost(const Error &error);
    void log(std::uint64_t number, EventSeverity severity, EventKind kind, const QStringList &arguments);
    void log(std::uint64_t number, const Error &error);
    /// An entry that is written even though its connection is over.
    void logAlways(EventSeverity severity, EventKind kind, const QStringList &arguments);
    void logAlways(const Error &error);

    /// A stream begins: fresh counts.
    std::shared_ptr<StreamLedger> beginStream();
    /// Stream thread.
    void deliver(std::uint64_t number, StreamLedger &ledger, const FramePtr &frame);
    void setQueue(std::shared_ptr<FrameQueue> queue);
    void countShown(std::uint64_t frames);

    Camera::State state() const;
    DeviceInfo device() const;
    std::shared_ptr<const FeatureTree> tree() const;
    std::shared_ptr<const FeatureStates> states() const;
    FrameLedger ledger() const;
    FrameMailbox &mailbox() { return m_mailbox; }

private:
    using Notice = std::function<void(Camera &, EventLog &)>;
    void flush();

    mutable std::mutex m_mutex; // guards all below but m_mailbox
    Camera *m_camera;
    EventLog *m_log;
    std::uint64_t m_number = 0; // of the current connection
    bool m_connected = false;   // there is one
    Camera::State m_state = Camera::State::Closed;
    DeviceInfo m_device;
    std::shared_ptr<const FeatureTree> m_tree;
    std::shared_ptr<const FeatureStates> m_states;
    QStringList m_polled;
    std::shared_ptr<StreamLedger> m_ledger;
    std::shared_ptr<FrameQueue> m_queue;

    std::deque<Notice> m_notices; // to be given out, oldest first
    bool m_notifying = false;
    std::thread::id m_notifier;
    std::condition_variable m_quiet;

    FrameMailbox m_mailbox;
};

} // namespace mv
