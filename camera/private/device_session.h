// SPDX-License-Identifier: GPL-3.0-or-later
// The opened camera: its handles, and everything that is done with them.
#pragma once

#include "camera/device_info.h"
#include "camera/feature_set.h"
#include "camera/private/aravis_ptr.h"
#include "camera/private/poll_plan.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

typedef struct _ArvDevice ArvDevice;

namespace mv {

class ClockLatch;
class ClockMap;
class DeviceHub;
class DeviceWire;
class FeatureEngine;
class StreamLedger;
class StreamReceiver;
struct ChangeOrigin;
struct StreamSetup;
struct StreamSink;

/// The only caller of ArvDevice. Reports to the hub under its connection's number.
/// Thread: the device thread; made before it starts and destroyed after it ended (in the graveyard).
class DeviceSession
{
public:
    /// @p cancelled: the connection was abandoned; nothing more is wanted of the camera. @p waiting: somebody asks for
    /// something, so that what is done without being asked for ends at the next occasion.
    DeviceSession(std::shared_ptr<DeviceHub> hub, std::uint64_t number, const DeviceInfo &info,
                  std::function<bool()> cancelled, std::function<bool()> waiting = {});
    ~DeviceSession();

    /// @p wire is told of phases and frames, and outlives the session's handles.
    Result<void> open(DeviceWire &wire);
    /// Stops the stream in good order.
    void shutdown();
    /// Lets go of every handle. Blocks as long as the camera does: for the graveyard.
    void dispose();

    FeatureStates read(const QStringList &names, Error *failure);
    /// Of @p names as many as can be read until somebody asks for something; one at least. Long registers are left out.
    FeatureStates readUntilAsked(const QStringList &names, Error *failure);
    /// Of what somebody looks at and was never read as much as readUntilAsked() gives. False: some of it is left.
    bool readLookedAt();
    QStringList allFeatures() const;
    /// @p states as the hub knows them by now.
    FeatureStates newest(const FeatureStates &states) const;
    Result<FeatureState> write(const QString &name, const QVariant &value);
    Result<void> execute(const QString &name);
    Result<SelectedStates> readSelected(const QString &feature, int maxCombinations,
                                        const std::function<bool()> &unwanted);
    Result<FeatureState> writeSelected(const QString &feature, const SelectorPath &path, const QVariant &value);
    Result<FeatureSet> readSet(const std::function<bool()> &unwanted, const std::function<void(int, int)> &progress);
    Result<RestoreReport> restore(const FeatureSet &set, const std::function<bool()> &unwanted,
                                  const std::function<void(int, int)> &progress);
    Result<void> startStream();
    Result<void> stopStream();
    /// The hub knows other features that somebody looks at.
    void updatePolled();
    /// What is done while nobody asks for anything: latches of the camera's clock, and what is due to be read again.
    void idle();
    /// How long idle() has nothing to do, @p most at most.
    std::chrono::milliseconds untilIdle(std::chrono::milliseconds most) const;

    ArvDevice *device() const { return m_device.get(); }
    FeatureEngine &engine() { return *m_engine; }

private:
    Result<void> createStream();
    Result<StreamSetup> planStream();
    Result<std::size_t> payloadFromFeature();
    Result<void> startAcquisition();
    void endStream();
    std::optional<qint64> dropCounter();
    void lockTransportLayer(bool locked);
    StreamSink makeSink(const std::shared_ptr<StreamLedger> &ledger);
    bool freeRunning();
    std::chrono::milliseconds frameRetention();
    QString textOf(const QString &name);
    std::optional<qint64> integerOf(const QString &name);
    void publish(const FeatureStates &states, const ChangeOrigin &origin);
    FeatureStates withKnownReasons(FeatureStates states) const;
    void poll();
    std::function<bool()> orCancelled(const std::function<bool()> &unwanted) const;

    const std::shared_ptr<DeviceHub> m_hub;
    const std::uint64_t m_number;
    const DeviceInfo m_info;
    const QString m_label;
    const std::function<bool()> m_cancelled;
    const std::function<bool()> m_waiting;

    DeviceWire *m_wire = nullptr;
    GObjectPtr<ArvDevice> m_device;
    unsigned long m_controlLost = 0; // handler id
    std::unique_ptr<FeatureEngine> m_engine;
    PollPlan m_plan;
    const std::shared_ptr<ClockMap> m_clock;
    std::unique_ptr<ClockLatch> m_latch;
    std::optional<qint64> m_droppedBefore; // as the camera counted when the stream began
    std::shared_ptr<StreamLedger> m_ledger;
    std::unique_ptr<StreamReceiver> m_receiver; // while streaming
};

} // namespace mv
