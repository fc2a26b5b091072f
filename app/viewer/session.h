// SPDX-License-Identifier: GPL-3.0-or-later
// The window's one camera: connect, switch, play, stop, read and write.
#pragma once

#include "camera/camera.h"
#include "camera/finder.h"

#include <QElapsedTimer>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <optional>

namespace mv {

class EventLog;

/// Turns what the window asks into calls of Camera and its answers into signals in the GUI thread. Never blocks.
/// Thread: GUI.
class Session : public QObject
{
    Q_OBJECT

public:
    /// @p log outlives the session.
    explicit Session(EventLog &log, QObject *parent = nullptr);

    Finder &finder() { return m_finder; }
    Camera &camera() { return m_camera; }
    EventLog &log() { return m_log; }

    Camera::State state() const { return m_state; }
    bool isConnected() const;
    /// A camera is connected or being connected: another one has to wait until it is given up.
    bool isOccupied() const { return m_state != Camera::State::Closed && m_state != Camera::State::Lost; }
    bool isStreaming() const { return m_state == Camera::State::Streaming; }
    /// The stream runs, but the camera was told by AcquisitionStop to send nothing.
    bool isAcquisitionStopped() const { return m_acquisitionStopped; }
    /// Why the connection was lost or could not be made; empty while all is well.
    const std::optional<Error> &problem() const { return m_problem; }
    /// One feature as it stood last; an invalid value if it was never read.
    FeatureState feature(const QString &name) const;
    /// The ledgers of all streams of this run together; its rates are those of the present one.
    FrameLedger totals() const;
    /// Mean rate of complete frames over the time that the streams of this run ran; empty if there was none.
    std::optional<double> meanCaptureFps() const;
    /// How often a lost camera was connected again.
    quint64 reconnects() const { return m_reconnects; }

    /// What is being looked for to be connected; empty if nothing is.
    const QString &wanted() const { return m_wanted; }
    void setWanted(const QString &id);

    /// Keep the device list up to date from now on.
    void watchForDevices();
    /// Something outside the camera has failed (its process, the search for it): into the log and onto the screen.
    void report(const Error &error);

public Q_SLOTS:
    /// Connect; a camera that is connected already is left first.
    void connectTo(const mv::DeviceInfo &device);
    void disconnectCamera();
    void play();
    void stop();
    void refresh();
    void write(const QString &name, const QVariant &value);
    void writeSelected(const QString &name, const mv::SelectorPath &path, const QVariant &value);
    void execute(const QString &name);
    void restore(const mv::FeatureSet &set);
    /// What somebody looks at: read at once if it was not yet, and again as the camera asks for.
    void watch(const QStringList &names);
    /// Reads @p name, also if it is so long that it is not read by itself.
    void readValue(const QString &name);

Q_SIGNALS:
    void stateChanged(mv::Camera::State state);
    /// A camera is open and its features are known.
    void connected();
    /// connectTo() did not work, or play() did not.
    void failed(const mv::Error &error);
    /// Camera::states() is newer for these; at most twenty times a second.
    void featuresChanged(const QStringList &names);
    void writeDone(const QString &name, const mv::Result<mv::FeatureState> &result);
    void restoreDone(const mv::RestoreReport &report);
    void executeDone(const QString &name, const mv::Result<void> &result);

private:
    void setupCamera();
    void open(const DeviceInfo &device);
    void finishWrite(const QString &name, const Result<FeatureState> &result);
    void changeState(Camera::State state);
    void collectChanges(const QStringList &names);
    void publishChanges();
    void fail(const Error &error);
    void logDevices(const QList<DeviceInfo> &devices);
    void stopAfterLastFrame();
    quint64 framesSinceStart() const;

    EventLog &m_log;
    Finder m_finder;
    Camera m_camera;
    Camera::State m_state = Camera::State::Closed;
    std::optional<Error> m_problem;
    QString m_lostId;
    QString m_wanted;
    QList<DeviceInfo> m_devices; // as logged last
    quint64 m_reconnects = 0;
    FrameLedger m_pastStreams;
    QElapsedTimer m_streamClock;
    quint64 m_receivedBefore = 0; // frames of the present stream that came before m_streamClock ran
    qint64 m_pastStreamingMs = 0; // of earlier streams, with
    quint64 m_pastStreamingFrames = 0;
    QTimer m_publishTimer;
    QTimer m_frameCountTimer;
    QSet<QString> m_changed;
    bool m_allChanged = false;
    bool m_acquisitionStopped = false;
};

} // namespace mv
