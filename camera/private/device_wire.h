// SPDX-License-Identifier: GPL-3.0-or-later
// What differs between GigE Vision and USB3 Vision for a connection; the rest of the device layer knows no wire.
#pragma once

#include "camera/device_info.h"
#include "camera/error.h"
#include "camera/private/aravis_ptr.h"

#include <QVariant>

#include <cstdint>
#include <functional>
#include <memory>

typedef struct _ArvDevice ArvDevice;
typedef struct _ArvStream ArvStream;

namespace mv {

enum class EventKind;
enum class EventSeverity;
struct StreamSetup;

/// What a wire tells its connection. Any thread; outlives the wire.
struct WireReports
{
    /// The camera is gone, or no longer ours, or its opening does not come to an end. Once at most.
    std::function<void(ErrorCode, const QString &detail)> gone;
    std::function<void(EventSeverity, EventKind, const QStringList &arguments)> tell;
};

/// The way to one camera, from before it is opened until its handle is disposed of: opening behind guards, noticing a
/// loss, and what a stream needs. One for each connection. Thread: the device thread, except where said.
class DeviceWire
{
public:
    enum class Phase {
        Opening,     ///< Aravis is at it; the camera is not ours yet
        Open,        ///< frames may come or not (idle, or waiting for triggers)
        FreeRunning, ///< frames are due all the time
    };

    /// DeviceNotFound or DeviceUnreachable if @p info names no way to a camera.
    static Result<std::unique_ptr<DeviceWire>> create(const DeviceInfo &info, WireReports reports);
    virtual ~DeviceWire() = default;
    DeviceWire(const DeviceWire &) = delete;
    DeviceWire &operator=(const DeviceWire &) = delete;

    /// @p cancelled is asked between steps. Blocks.
    virtual Result<GObjectPtr<ArvDevice>> open(const std::function<bool()> &cancelled) = 0;
    /// The features are known: opening has come to its end.
    virtual void opened() = 0;

    virtual void setPhase(Phase phase) = 0;
    /// A frame was received (CLOCK_MONOTONIC, ns). The stream's thread.
    virtual void sawFrame(std::int64_t atNs) = 0;
    /// Aravis says "control-lost": look into it, in a thread of the wire's own. Any thread, with Aravis' locks held.
    virtual void suspect() = 0;

    /// Right before the handle goes: where the wire knows that the camera is gone, waits for a moment until Aravis has
    /// noticed as well, whose thread would else meet a device that is being taken apart.
    virtual void settle() {}

    /// A person wrote a feature: what they chose is not negotiated away.
    virtual void written(const QString &feature, const QVariant &value) = 0;
    /// Right before a stream: settles with the camera how it sends, and completes @p setup.
    virtual Result<void> prepareStream(ArvDevice *device, StreamSetup &setup) = 0;
    /// Makes the driver's stream, and sees that it is one.
    virtual Result<GObjectPtr<ArvStream>> createStream(ArvDevice *device, const StreamSetup &setup) = 0;
    /// How frames come, for a person: "9000-byte packets".
    virtual QString streamNote() const = 0;

protected:
    DeviceWire() = default;
};

/// Names the camera's handle in the graveyard.
QString handleKey(const DeviceInfo &info);
/// A camera that goes away while it is being opened.
ErrorCode unreachableCode(const DeviceInfo &info);

} // namespace mv
