// SPDX-License-Identifier: GPL-3.0-or-later
// Finds cameras. Opens none.
#pragma once

#include "camera/device_info.h"
#include "camera/error.h"

#include <QFuture>
#include <QObject>

#include <memory>

namespace mv {

/// Looks for cameras on a thread of its own: GigE by our own GVCP broadcast on every IPv4 interface, loopback included
/// (Aravis' discovery holds a global lock that opening needs too, and does not see foreign subnets), USB by libusb,
/// which also tells of arrivals and removals at once, without a search. Sorted by transport, then serial. Thread: its
/// owner's; the signals arrive there.
class Finder : public QObject
{
    Q_OBJECT

public:
    explicit Finder(QObject *parent = nullptr);
    ~Finder() override;

    /// Look now, and report when the answers are in (about 0.3 s). Completes without an event loop.
    QFuture<QList<DeviceInfo>> refresh();
    /// Ask the IPv4 @p address directly, for a camera behind a router, which hears no broadcast: it or nothing, at most
    /// about 0.5 s. Does not join devices(). Completes without an event loop.
    QFuture<QList<DeviceInfo>> probe(const QString &address);
    /// Look every @p intervalMs from now on; 0 = only when asked.
    void setInterval(int intervalMs);
    /// What was found last.
    QList<DeviceInfo> devices() const;

Q_SIGNALS:
    /// The list changed (also: a camera became free or busy).
    void devicesChanged(const QList<mv::DeviceInfo> &devices);
    void searchStarted();
    void searchFinished();
    /// Discovery itself could not work (no socket, no interface).
    void failed(const mv::Error &error);

protected:
    /// The finder thread has something to say.
    void customEvent(QEvent *event) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace mv
