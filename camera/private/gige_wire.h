// SPDX-License-Identifier: GPL-3.0-or-later
// The way to a GigE Vision camera.
#pragma once

#include "camera/private/device_open.h"
#include "camera/private/device_watch.h"
#include "camera/private/device_wire.h"

namespace mv {

/// Opening by address behind guards, a watch on the control privilege, packets as large as get through, and a socket
/// buffer as large as the host allows.
class GigEWire final : public DeviceWire
{
public:
    static Result<std::unique_ptr<DeviceWire>> create(const DeviceInfo &info, WireReports reports);

    Result<GObjectPtr<ArvDevice>> open(const std::function<bool()> &cancelled) override;
    void opened() override { m_watch.opened(); }
    void setPhase(Phase phase) override { m_watch.setPhase(phase); }
    void sawFrame(std::int64_t atNs) override { m_watch.sawFrame(atNs); }
    void suspect() override { m_watch.suspect(); }
    void written(const QString &feature, const QVariant &value) override;
    Result<void> prepareStream(ArvDevice *device, StreamSetup &setup) override;
    Result<GObjectPtr<ArvStream>> createStream(ArvDevice *device, const StreamSetup &setup) override;
    QString streamNote() const override;

private:
    GigEWire(const DeviceInfo &info, const GigEPath &path, WireReports reports);
    void enlargeSocketBuffer(ArvStream *stream, const StreamSetup &setup);

    const DeviceInfo m_info;
    const GigEPath m_path;
    const WireReports m_reports;
    DeviceWatch m_watch;
    int m_packetSize = 0; // 0 = not settled yet
};

} // namespace mv
