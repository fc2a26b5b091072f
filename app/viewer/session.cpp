// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the window's camera.
#include "app/viewer/session.h"

#include "app/viewer/view_message.h"
#include "camera/event_log.h"
#include "widgets/when_done.h"

#include <algorithm>
#include <utility>

namespace mv {
namespace {

constexpr int publishMs = 50;
constexpr int frameCountMs = 50;
constexpr int searchIntervalMs = 3000;

void add(FrameLedger &sum, const FrameLedger &part)
{
    sum.received += part.received;
    sum.incomplete += part.incomplete;
    sum.lostOnWire += part.lostOnWire;
    sum.lostInHost += part.lostInHost;
    sum.droppedByCamera += part.droppedByCamera;
    sum.unknown += part.unknown;
    sum.shown += part.shown;
    sum.skipped += part.skipped;
    sum.pending += part.pending;
    sum.recorded += part.recorded;
    sum.bytes += part.bytes;
    sum.resendsRequested += part.resendsRequested;
    sum.resendsObtained += part.resendsObtained;
}

} // namespace

Session::Session(EventLog &log, QObject *parent) : QObject(parent), m_log(log), m_camera(log)
{
    setupCamera();
    m_publishTimer.setSingleShot(true);
    m_publishTimer.setInterval(publishMs);
    connect(&m_publishTimer, &QTimer::timeout, this, &Session::publishChanges);
    m_frameCountTimer.setInterval(frameCountMs);
    connect(&m_frameCountTimer, &QTimer::timeout, this, &Session::stopAfterLastFrame);
    connect(&m_finder, &Finder::failed, this, [this](const Error &error) { m_log.append(error); });
}

// The camera's signals come from its own threads; a queued connection brings them here.
void Session::setupCamera()
{
    connect(&m_camera, &Camera::stateChanged, this, &Session::changeState, Qt::QueuedConnection);
    connect(&m_camera, &Camera::featuresChanged, this, &Session::collectChanges, Qt::QueuedConnection);
    connect(
        &m_camera, &Camera::lost, this,
        [this](const Error &error) {
            m_problem = error;
            m_lostId = m_camera.device().id;
            Q_EMIT stateChanged(m_state); // the words have changed
        },
        Qt::QueuedConnection);
}

bool Session::isConnected() const
{
    return m_state != Camera::State::Closed && m_state != Camera::State::Opening && m_state != Camera::State::Lost;
}

FeatureState Session::feature(const QString &name) const
{
    const auto states = m_camera.states();
    return states ? states->value(name) : FeatureState();
}

FrameLedger Session::totals() const
{
    FrameLedger sum = m_camera.ledger();
    add(sum, m_pastStreams);
    return sum;
}

void Session::watchForDevices()
{
    connect(&m_finder, &Finder::devicesChanged, this, &Session::logDevices);
    m_finder.setInterval(searchIntervalMs);
    refresh();
}

void Session::logDevices(const QList<DeviceInfo> &devices)
{
    const auto isIn = [](const QList<DeviceInfo> &list, const DeviceInfo &device) {
        return std::any_of(list.begin(), list.end(), [&device](const DeviceInfo &d) { return d.id == device.id; });
    };
    for (const DeviceInfo &device : devices) {
        if (!isIn(m_devices, device))
            m_log.append(EventSeverity::Info, EventKind::DeviceFound, {displayName(device)});
    }
    for (const DeviceInfo &device : std::as_const(m_devices)) {
        if (!isIn(devices, device))
            m_log.append(EventSeverity::Info, EventKind::DeviceGone, {displayName(device)});
    }
    m_devices = devices;
}

void Session::report(const Error &error)
{
    if (const QString text = problemText(error); text != toText(error))
        m_log.append(EventSeverity::Error, EventKind::Note, {text});
    else
        m_log.append(error);
    fail(error);
}

// None, if the connection is over and its ledger with it.
quint64 Session::framesSinceStart() const
{
    const quint64 received = m_camera.ledger().received;
    return received > m_receivedBefore ? received - m_receivedBefore : 0;
}

std::optional<double> Session::meanCaptureFps() const
{
    qint64 ms = m_pastStreamingMs;
    quint64 frames = m_pastStreamingFrames;
    if (m_state == Camera::State::Streaming) {
        ms += m_streamClock.elapsed();
        frames += framesSinceStart();
    }
    return ms > 0 ? std::optional(1000.0 * static_cast<double>(frames) / static_cast<double>(ms)) : std::nullopt;
}

void Session::setWanted(const QString &id)
{
    m_wanted = id;
    Q_EMIT stateChanged(m_state); // the words have changed
}

void Session::connectTo(const DeviceInfo &device)
{
    m_problem.reset();
    m_wanted.clear();
    if (!isOccupied()) {
        open(device);
        return;
    }
    whenDone(m_camera.close(), this, [this, device](const Result<void> &) { open(device); });
}

void Session::open(const DeviceInfo &device)
{
    const FrameLedger before = m_camera.ledger();
    whenDone(m_camera.open(device), this, [this, device, before](const Result<void> &result) {
        if (m_camera.ledger().received < before.received) // another connection, another ledger
            add(m_pastStreams, before);
        if (!result) {
            fail(result.error());
            return;
        }
        if (std::exchange(m_lostId, QString()) == device.id)
            ++m_reconnects;
        Q_EMIT connected();
        // The values come when the camera has given them, first those that are watched; the window does not wait.
        whenDone(m_camera.read(), this, [](const Result<FeatureStates> &) {});
    });
}

void Session::disconnectCamera()
{
    m_problem.reset();
    whenDone(m_camera.close(), this, [](const Result<void> &) {});
}

void Session::play()
{
    m_problem.reset();
    const FrameLedger before = m_camera.ledger();
    whenDone(m_camera.start(), this, [this, before](const Result<void> &result) {
        // The next stream counts from 0, also one that came no further than its first step.
        if (result || m_camera.ledger().received < before.received)
            add(m_pastStreams, before);
        if (!result)
            fail(result.error());
    });
}

void Session::stop()
{
    whenDone(m_camera.stop(), this, [this](const Result<void> &result) {
        if (!result)
            fail(result.error());
    });
}

void Session::refresh()
{
    whenDone(m_finder.refresh(), this, [](const QList<DeviceInfo> &) {});
}

void Session::write(const QString &name, const QVariant &value)
{
    whenDone(m_camera.write(name, value), this,
             [this, name](const Result<FeatureState> &result) { finishWrite(name, result); });
}

// Of a value under other selectors the panel hears what became of it, not the value: its row shows the present ones.
void Session::writeSelected(const QString &name, const SelectorPath &path, const QVariant &value)
{
    whenDone(m_camera.writeSelected(name, path, value), this,
             [this, name](const Result<FeatureState> &result) { finishWrite(name, result); });
}

void Session::restore(const FeatureSet &set)
{
    whenDone(m_camera.restore(set), this, [this, set](const Result<RestoreReport> &result) {
        if (result) {
            Q_EMIT restoreDone(result.value());
            return;
        }
        RestoreReport report;
        for (const FeatureSetItem &item : set.items)
            report.items.push_back({item, RestoreFate::NotReached, {}, {}, result.error(), {}});
        Q_EMIT restoreDone(report);
    });
}

void Session::watch(const QStringList &names)
{
    m_camera.setPolled(names);
}

void Session::readValue(const QString &name)
{
    whenDone(m_camera.read({name}), this, [](const Result<FeatureStates> &) {}); // the state says it
}

// What was refused may have changed all the same, and the row shows what the camera has.
void Session::finishWrite(const QString &name, const Result<FeatureState> &result)
{
    if (!result && isConnected() && result.error().code != ErrorCode::Cancelled)
        whenDone(m_camera.read({name}), this, [](const Result<FeatureStates> &) {});
    Q_EMIT writeDone(name, result);
}

void Session::execute(const QString &name)
{
    whenDone(m_camera.execute(name), this, [this, name](const Result<void> &result) {
        if (result && isStreaming() && name == QLatin1String("AcquisitionStop"))
            m_acquisitionStopped = true;
        else if (result && name == QLatin1String("AcquisitionStart"))
            m_acquisitionStopped = false;
        Q_EMIT executeDone(name, result);
    });
}

void Session::changeState(Camera::State state)
{
    if (state == Camera::State::Streaming) {
        m_streamClock.start();
        m_receivedBefore = m_camera.ledger().received;
        m_frameCountTimer.start();
    } else {
        if (m_state == Camera::State::Streaming) {
            m_pastStreamingMs += m_streamClock.elapsed();
            m_pastStreamingFrames += framesSinceStart();
        }
        m_frameCountTimer.stop();
    }
    const bool settled =
        state == Camera::State::Streaming || (state == Camera::State::Idle && m_state == Camera::State::Stopping);
    m_state = state;
    m_acquisitionStopped = false;
    // Starting and stopping the stream locks and unlocks features (TLParamsLocked and whatever the camera adds).
    if (settled)
        whenDone(m_camera.read(), this, [](const Result<FeatureStates> &) {});
    Q_EMIT stateChanged(state);
}

// A single frame, or a given number of them: the camera ends by itself, and so does the stream.
void Session::stopAfterLastFrame()
{
    const QString mode = feature(QStringLiteral("AcquisitionMode")).value.toString();
    quint64 wanted = 0;
    if (mode == QLatin1String("SingleFrame"))
        wanted = 1;
    else if (mode == QLatin1String("MultiFrame"))
        wanted = feature(QStringLiteral("AcquisitionFrameCount")).value.toULongLong();
    const FrameLedger ledger = m_camera.ledger();
    if (wanted == 0 || ledger.received + ledger.incomplete + ledger.lost() < wanted)
        return;
    m_frameCountTimer.stop();
    stop();
}

void Session::collectChanges(const QStringList &names)
{
    m_allChanged = m_allChanged || names.isEmpty();
    m_changed.unite(QSet<QString>(names.begin(), names.end()));
    if (!m_publishTimer.isActive())
        m_publishTimer.start();
}

void Session::publishChanges()
{
    const QStringList names = std::exchange(m_allChanged, false) ? QStringList() : m_changed.values();
    m_changed.clear();
    Q_EMIT featuresChanged(names);
}

void Session::fail(const Error &error)
{
    if (error.code == ErrorCode::Cancelled) // the person has asked for something else
        return;
    m_problem = error;
    m_wanted.clear();
    Q_EMIT failed(error);
}

} // namespace mv
