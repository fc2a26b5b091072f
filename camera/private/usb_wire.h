// SPDX-License-Identifier: GPL-3.0-or-later
// The way to a USB3 Vision camera.
#pragma once

#include "camera/private/device_wire.h"
#include "camera/private/usb_description.h"
#include "camera/private/usb_memory.h"
#include "camera/private/usb_open.h"
#include "camera/private/usb_watch.h"

#include <memory>
#include <optional>

namespace mv {

class UsbEventPipe;
class UsbReadGuard;

/// Opening by GUID behind guards, loss by libusb's word, streams read one transfer after the other (async on links that
/// are slower than SuperSpeed, under the rules of docs/decisions/005), and the camera's events.
class UsbWire final : public DeviceWire
{
public:
    static Result<std::unique_ptr<DeviceWire>> create(const DeviceInfo &info, WireReports reports);
    ~UsbWire() override;

    Result<GObjectPtr<ArvDevice>> open(const std::function<bool()> &cancelled) override;
    void opened() override;
    void setPhase(Phase) override {} // a USB camera is there or not, whether frames are due or not
    void sawFrame(std::int64_t) override {}
    void suspect() override { m_watch.suspect(); }
    void settle() override { m_watch.settle(); }
    void written(const QString &, const QVariant &) override {}
    Result<void> prepareStream(ArvDevice *device, StreamSetup &setup) override;
    Result<GObjectPtr<ArvStream>> createStream(ArvDevice *device, const StreamSetup &setup) override;
    QString streamNote() const override;

private:
    UsbWire(const DeviceInfo &info, WireReports reports);
    void startEvents(ArvDevice *device);
    void tellOfPlace();
    void checkMemory();

    const DeviceInfo m_info;
    const WireReports m_reports;
    UsbWatch m_watch; // outlives what hangs on its context
    std::optional<UsbCamera> m_camera;
    UsbBootstrap m_bootstrap;
    ArvDevice *m_device = nullptr; // borrowed, while the guard stands
    std::unique_ptr<UsbReadGuard> m_guard;
    std::unique_ptr<UsbEventPipe> m_events;
    UsbMode m_mode = UsbMode::Sync;
};

} // namespace mv
