// SPDX-License-Identifier: GPL-3.0-or-later
// One connection to one camera: the facade of the device layer.
#pragma once

#include "camera/device_info.h"
#include "camera/error.h"
#include "camera/feature.h"
#include "camera/feature_set.h"
#include "camera/frame_ledger.h"
#include "camera/frame_mailbox.h"
#include "camera/frame_queue.h"

#include <QFuture>
#include <QObject>
#include <QVariant>

#include <memory>

namespace mv {

class EventLog;

/// Opens a camera, reads and writes its features, streams from it. Every call returns at once; the work is done on a
/// device thread of the connection's own, and the returned future completes there, without an event loop. A lost or
/// closed handle goes to the graveyard thread, whose disposal (up to 7.5 s) holds up nobody.
/// Thread: its owner's (GUI, or main of mv-cli). state(), tree(), states(), ledger() and the mailbox may be used from
/// any thread. Signals are emitted from the device or stream thread: connect with a context object.
class Camera : public QObject
{
    Q_OBJECT

public:
    /// Closed -> Opening -> Idle -> Starting -> Streaming -> Stopping -> Idle; from any open state -> Lost -> Opening.
    enum class State { Closed, Opening, Idle, Starting, Streaming, Stopping, Lost };
    Q_ENUM(State)

    /// @p log outlives the camera.
    explicit Camera(EventLog &log, QObject *parent = nullptr);
    /// Never blocks; what is still queued completes with Cancelled.
    ~Camera() override;

    State state() const;
    /// What open() was given.
    DeviceInfo device() const;

    /// Closed or Lost -> Idle. Takes control; a camera that another program controls is DeviceInUse.
    QFuture<Result<void>> open(const DeviceInfo &device);
    /// Any state -> Closed; stops the stream first.
    QFuture<Result<void>> close();

    /// What the camera has; nullptr before it is open.
    std::shared_ptr<const FeatureTree> tree() const;
    /// The newest state of every feature read so far (a shared snapshot).
    std::shared_ptr<const FeatureStates> states() const;

    /// Read @p names (all when empty) in one refresh pass: each register crosses the wire once.
    QFuture<Result<FeatureStates>> read(const QStringList &names = {});
    /// Check type, access, range and step, write, read back; then refresh what depends on it. Returns what was read
    /// back.
    /// @p value: as in FeatureState::value, or text that means it. Writes to one feature that still wait are merged to
    /// the newest; the merged ones complete with its result.
    QFuture<Result<FeatureState>> write(const QString &name, const QVariant &value);
    /// Run a Command and wait until it says it is done.
    QFuture<Result<void>> execute(const QString &name);

    /// The features that somebody looks at. What of them was never read is read at once, before a read() of all; long
    /// registers are left out as there. Those of them that have a PollingTime are read again when it has passed, as
    /// long as nobody asks for anything else. The time counts from the end of the last reading, so that a slow camera
    /// is asked less often instead of falling behind. Replaces the names given before; kept over a reconnection.
    ///
    /// Without being named, an enumeration that stands at an entry called Once (ExposureAuto, GainAuto …) is read
    /// again, with all that depends on it, until it leaves that entry.
    void setPolled(const QStringList &names);

    /// @p feature under every combination of its selectors' entries that can be chosen now, as one entry of the device
    /// queue: nothing of anybody else comes between. The selectors are put back, also after an error and after
    /// cancelling the future. More than @p maxCombinations (an integer selector counts with its whole range) is
    /// TooManyCombinations. A feature without selectors gives one state with an empty path.
    QFuture<Result<SelectedStates>> readSelected(const QString &feature, int maxCombinations = 1024);
    /// write() with the selectors of @p path set before and put back afterwards, as one entry of the device queue.
    /// Selectors of the feature that @p path does not name stay where they are.
    QFuture<Result<FeatureState>> writeSelected(const QString &feature, const SelectorPath &path,
                                                const QVariant &value);

    /// Every streamable feature under every combination of its selectors, and the selectors themselves last, as far as
    /// they are streamable. The future reports progress in features; cancelling it puts the selectors back.
    QFuture<Result<FeatureSet>> readSet();
    /// Writes @p set in the order of dependency (by the description, whatever the order in the set), in as many passes
    /// as make progress, each value under its selectors, and reads everything back. The selectors end where the set has
    /// them, else where they were. One entry of the device queue; the future reports progress in items. After
    /// @p cancel.cancel() the report says how far it came. An error only if nothing could be tried.
    QFuture<Result<RestoreReport>> restore(const FeatureSet &set, const CancelFlag &cancel = {});

    /// Idle -> Streaming. Probes the payload, makes buffers, sets TLParamsLocked, starts the acquisition.
    QFuture<Result<void>> start();
    /// Streaming -> Idle. Frames still held by others stay valid.
    QFuture<Result<void>> stop();

    /// The newest frame for the view.
    FrameMailbox &mailbox();
    /// Report frames painted, for the ledger.
    void countShown(std::uint64_t frames);
    /// Every frame from the next on goes to @p queue too; nullptr takes the queue away.
    void setQueue(std::shared_ptr<FrameQueue> queue);
    FrameLedger ledger() const;

Q_SIGNALS:
    void stateChanged(mv::Camera::State state);
    /// states() is newer for these (empty = all).
    void featuresChanged(const QStringList &names);
    /// What is different by that, and who made it so; right after featuresChanged(), left out if nothing is.
    void featuresDiffer(const mv::FeatureChanges &changes);
    /// The connection is gone: state is Lost.
    void lost(const mv::Error &error);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace mv
