// SPDX-License-Identifier: GPL-3.0-or-later
// From an ID on the command line to an open camera.
#pragma once

#include "app/cli/interrupt.h"

#include "camera/device_info.h"
#include "camera/error.h"

#include <QFuture>

#include <chrono>
#include <memory>
#include <semaphore>

namespace mv {
class Camera;
class EventLog;
} // namespace mv

namespace mv::cli {

/// Cameras that answer, in the list's order. Looks again for @p wait, and a little while there is none: a camera may
/// answer late. An error means that nobody could be asked.
Result<QList<DeviceInfo>> findDevices(std::chrono::milliseconds wait);
/// The device that @p id names. An IPv4 address that discovery does not list is asked directly.
Result<DeviceInfo> findDevice(const QString &id);

/// An open camera; closed, and so released for others, at the end. Thread: main.
class Session
{
public:
    static Result<std::unique_ptr<Session>> open(const QString &id);
    ~Session();

    Camera &camera() { return *m_camera; }
    const DeviceInfo &device() const { return m_device; }
    /// What was worth a warning since the camera was opened, each sentence once.
    QStringList warnings() const;

private:
    explicit Session(DeviceInfo device);

    const DeviceInfo m_device;
    const std::unique_ptr<EventLog> m_log; // outlives the camera
    const std::unique_ptr<Camera> m_camera;
    bool m_opened = false;
};

/// Waits for @p future. Cancelled if its maker gave it up.
template<typename T> Result<T> await(QFuture<Result<T>> future)
{
    future.waitForFinished();
    if (future.resultCount() == 0)
        return Error{ErrorCode::Cancelled, {}, {}};
    return future.result();
}

/// As await(), but Ctrl-C ends the waiting: for what depends on a camera's patience.
template<typename T> Result<T> awaitOrInterrupt(QFuture<Result<T>> future)
{
    // Shared with the continuation, which may run long after this has returned.
    const auto done = std::make_shared<std::binary_semaphore>(0);
    future.then(QtFuture::Launch::Sync, [done](const QFuture<Result<T>> &) { done->release(); });
    // A signal handler may not release a semaphore's waiter through C++ means, so the flag is looked at now and then.
    while (!future.isFinished() && !interrupted())
        (void)done->try_acquire_for(std::chrono::milliseconds(50));
    if (!future.isFinished())
        return Error{ErrorCode::Cancelled, {}, {}};
    return await(future);
}

} // namespace mv::cli
