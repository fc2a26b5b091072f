// SPDX-License-Identifier: GPL-3.0-or-later
// What a Camera and the threads of its connections share.
#include "camera/private/device_hub.h"

#include "camera/event_log.h"
#include "camera/private/stream_ledger.h"

namespace mv {

namespace {

FeatureChanges changesBetween(const FeatureStates &before, const FeatureStates &after, const ChangeOrigin &origin)
{
    FeatureChanges changes;
    for (auto now = after.begin(); now != after.end(); ++now) {
        const auto known = before.find(now.key());
        // The first look at a feature is no change of it.
        if (known == before.end() || (known->value == now->value && known->access == now->access))
            continue;
        changes.append({now.key(), known->value, now->value, known->access, now->access, origin.of(now.key())});
    }
    return changes;
}

} // namespace

DeviceHub::DeviceHub(Camera *camera, EventLog *log)
    : m_camera(camera)
    , m_log(log)
    , m_states(std::make_shared<const FeatureStates>())
    , m_ledger(std::make_shared<StreamLedger>())
{}

void DeviceHub::detach()
{
    m_mailbox.setNotifier(nullptr);
    std::unique_lock lock(m_mutex);
    m_camera = nullptr;
    m_connected = false;
    m_queue = nullptr;
    m_notices.clear();
    // A slot that runs in this very thread is the one that destroys the camera: there is nothing to wait for.
    m_quiet.wait(lock, [this] { return !m_notifying || m_notifier == std::this_thread::get_id(); });
}

void DeviceHub::flush()
{
    std::unique_lock lock(m_mutex);
    if (m_notifying)
        return; // whoever is at it takes ours too, so that the order stays
    m_notifying = true;
    m_notifier = std::this_thread::get_id();
    while (m_camera != nullptr && !m_notices.empty()) {
        const Notice notice = std::move(m_notices.front());
        m_notices.pop_front();
        Camera *camera = m_camera;
        lock.unlock();
        notice(*camera, *m_log);
        lock.lock();
    }
    m_notifying = false;
    m_quiet.notify_all();
}

std::uint64_t DeviceHub::begin(const DeviceInfo &device)
{
    m_mailbox.clear(); // the last picture of another camera
    std::uint64_t number = 0;
    {
        const std::lock_guard lock(m_mutex);
        number = ++m_number;
        m_connected = true;
        m_device = device;
        m_tree = nullptr;
        m_states = std::make_shared<const FeatureStates>();
        m_ledger = std::make_shared<StreamLedger>();
        m_state = Camera::State::Opening;
        m_notices.push_back([device](Camera &camera, EventLog &log) {
            Q_EMIT camera.stateChanged(Camera::State::Opening);
            log.append(EventSeverity::Info, EventKind::Connecting, {displayName(device)});
        });
    }
    flush();
    return number;
}

bool DeviceHub::end(std::uint64_t number, Camera::State state)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_connected || number != m_number)
            return false;
        m_connected = false;
        m_state = state;
        m_notices.push_back([state](Camera &camera, EventLog &) { Q_EMIT camera.stateChanged(state); });
    }
    flush();
    return true;
}

void DeviceHub::forgetLoss()
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_state != Camera::State::Lost)
            return;
        m_state = Camera::State::Closed;
        m_notices.push_back([](Camera &camera, EventLog &) { Q_EMIT camera.stateChanged(Camera::State::Closed); });
    }
    flush();
}

bool DeviceHub::current(std::uint64_t number) const
{
    const std::lock_guard lock(m_mutex);
    return m_connected && number == m_number;
}

void DeviceHub::setState(std::uint64_t number, Camera::State state)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_connected || number != m_number || m_state == state)
            return;
        m_state = state;
        m_notices.push_back([state](Camera &camera, EventLog &) { Q_EMIT camera.stateChanged(state); });
    }
    flush();
}

void DeviceHub::setTree(std::uint64_t number, std::shared_ptr<const FeatureTree> tree)
{
    const std::lock_guard lock(m_mutex);
    if (m_connected && number == m_number)
        m_tree = std::move(tree);
}

void DeviceHub::addStates(std::uint64_t number, const FeatureStates &states, const ChangeOrigin &origin)
{
    if (states.isEmpty())
        return;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_connected || number != m_number)
            return;
        const auto changes = changesBetween(*m_states, states, origin);
        auto merged = std::make_shared<FeatureStates>(*m_states);
        merged->insert(states);
        m_states = std::move(merged);
        m_notices.push_back([names = states.keys(), changes](Camera &camera, EventLog &) {
            Q_EMIT camera.featuresChanged(names);
            if (!changes.isEmpty())
                Q_EMIT camera.featuresDiffer(changes);
        });
    }
    flush();
}

void DeviceHub::setPolled(const QStringList &names)
{
    const std::lock_guard lock(m_mutex);
    m_polled = names;
}

QStringList DeviceHub::polled() const
{
    const std::lock_guard lock(m_mutex);
    return m_polled;
}

void DeviceHub::announceLost(const Error &error)
{
    {
        const std::lock_guard lock(m_mutex);
        m_notices.push_back([error](Camera &camera, EventLog &log) {
            log.append(error);
            Q_EMIT camera.lost(error);
        });
    }
    flush();
}

void DeviceHub::log(std::uint64_t number, EventSeverity severity, EventKind kind, const QStringList &arguments)
{
    if (current(number))
        logAlways(severity, kind, arguments);
}

void DeviceHub::log(std::uint64_t number, const Error &error)
{
    if (current(number) && error.code != ErrorCode::Cancelled)
        logAlways(error);
}

void DeviceHub::logAlways(EventSeverity severity, EventKind kind, const QStringList &arguments)
{
    {
        const std::lock_guard lock(m_mutex);
        m_notices.push_back([=](Camera &, EventLog &log) { log.append(severity, kind, arguments); });
    }
    flush();
}

void DeviceHub::logAlways(const Error &error)
{
    {
        const std::lock_guard lock(m_mutex);
        m_notices.push_back([error](Camera &, EventLog &log) { log.append(error); });
    }
    flush();
}

std::shared_ptr<StreamLedger> DeviceHub::beginStream()
{
    m_mailbox.clear();
    m_mailbox.resetCounters();
    const std::lock_guard lock(m_mutex);
    m_ledger = std::make_shared<StreamLedger>();
    return m_ledger;
}

void DeviceHub::deliver(std::uint64_t number, StreamLedger &ledger, const FramePtr &frame)
{
    std::shared_ptr<FrameQueue> queue;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_connected || number != m_number)
            return;
        queue = m_queue;
    }
    // The queue first: it copies, and must have the frame even if the view's thread is quicker to let go of it.
    if (queue && queue->push(frame))
        ledger.recorded();
    m_mailbox.put(frame);
}

void DeviceHub::setQueue(std::shared_ptr<FrameQueue> queue)
{
    const std::lock_guard lock(m_mutex);
    m_queue.swap(queue);
}

void DeviceHub::countShown(std::uint64_t frames)
{
    std::shared_ptr<StreamLedger> ledger;
    {
        const std::lock_guard lock(m_mutex);
        ledger = m_ledger;
    }
    ledger->shown(frames);
}

Camera::State DeviceHub::state() const
{
    const std::lock_guard lock(m_mutex);
    return m_state;
}

DeviceInfo DeviceHub::device() const
{
    const std::lock_guard lock(m_mutex);
    return m_device;
}

std::shared_ptr<const FeatureTree> DeviceHub::tree() const
{
    const std::lock_guard lock(m_mutex);
    return m_tree;
}

std::shared_ptr<const FeatureStates> DeviceHub::states() const
{
    const std::lock_guard lock(m_mutex);
    return m_states;
}

FrameLedger DeviceHub::ledger() const
{
    std::shared_ptr<StreamLedger> ledger;
    {
        const std::lock_guard lock(m_mutex);
        ledger = m_ledger;
    }
    const std::uint64_t skipped = m_mailbox.skipped();
    return ledger->snapshot(skipped, monotonicNs());
}

} // namespace mv
