// SPDX-License-Identifier: GPL-3.0-or-later
// Opens a USB3 Vision camera's ArvDevice behind guards.
#include "camera/private/usb_open.h"

#include "camera/private/aravis_quirks.h"
#include "camera/private/device_wire.h"
#include "camera/private/graveyard.h"
#include "camera/private/usb_control.h"
#include "camera/private/usb_topology.h"

#include <arv.h>

#include <QCoreApplication>
#include <QFileInfo>

#include <chrono>
#include <thread>

namespace mv {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

// A finder that asks by taking the camera for a moment (usb_discovery.cpp), also another program's, is soon done.
constexpr auto patienceWithFinders = 500ms;
constexpr auto patienceWithOurselves = 4s;

Error failure(ErrorCode code, const DeviceInfo &info, const QString &detail = {})
{
    return Error{code, {displayName(info)}, detail};
}

Error libusbFailure(int error, const DeviceInfo &info, const char *what)
{
    if (error == LIBUSB_ERROR_ACCESS)
        return noUsbPermission(info);
    const QString detail =
        QStringLiteral("%1: %2").arg(QString::fromLatin1(what), QString::fromLatin1(libusb_error_name(error)));
    return failure(error == LIBUSB_ERROR_NO_DEVICE ? ErrorCode::DeviceNotFound
                   : error == LIBUSB_ERROR_BUSY    ? ErrorCode::DeviceInUse
                                                   : ErrorCode::UsbSilent,
                   info, detail);
}

/// Both interfaces that Aravis will take.
struct Claims
{
    UsbClaim control;
    UsbClaim stream;
    int error() const { return control.error() != LIBUSB_SUCCESS ? control.error() : stream.error(); }
};

Claims claimAll(libusb_device_handle *handle, const UsbVisionLayout &layout)
{
    return {UsbClaim(handle, layout.controlInterface), UsbClaim(handle, layout.streamInterface)};
}

Result<Claims> claimWhenFree(libusb_device_handle *handle, const UsbVisionLayout &layout, const DeviceInfo &info,
                             const std::function<bool()> &cancelled)
{
    const QString key = handleKey(info);
    const auto begin = Clock::now();
    for (;;) {
        // Asked before the claim: a handle of ours that goes between the two is worth one more look.
        const bool ours = Graveyard::instance().holds(key);
        Claims claims = claimAll(handle, layout);
        if (claims.error() == LIBUSB_SUCCESS)
            return claims;
        const auto patience = ours ? patienceWithOurselves : patienceWithFinders;
        if (claims.error() != LIBUSB_ERROR_BUSY || Clock::now() - begin > patience || cancelled())
            return libusbFailure(claims.error(), info, "claim");
        std::this_thread::sleep_for(5ms);
    }
}

Result<UsbBootstrap> probe(const UsbCamera &camera, const DeviceInfo &info, const std::function<bool()> &cancelled,
                           OpeningCost &cost)
{
    int error = 0;
    const UsbHandlePtr handle = openUsbDevice(camera.device.get(), error);
    if (!handle)
        return libusbFailure(error, info, "open");
    (void)libusb_set_auto_detach_kernel_driver(handle.get(), 1); // where the kernel cannot, there is no driver either
    const auto claims = claimWhenFree(handle.get(), camera.layout, info, cancelled);
    if (!claims)
        return claims.error();
    UsbControl control(handle.get(), camera.layout, cancelled);
    control.reset();
    auto bootstrap = checkUsbBootstrap(control, info);
    cost.slowestAnswer = control.slowest();
    if (bootstrap)
        cost.descriptionBytes = bootstrap.value().descriptionBytes;
    return bootstrap;
}

/// Aravis 0.8.26 complains at critical level when an open fails (it joins a thread that it never started). With
/// G_DEBUG=fatal-criticals that would end the process.
class CriticalsAreNotFatal
{
public:
    CriticalsAreNotFatal() : m_before(g_log_set_always_fatal(static_cast<GLogLevelFlags>(G_LOG_FATAL_MASK))) {}
    ~CriticalsAreNotFatal() { g_log_set_always_fatal(m_before); }
    CriticalsAreNotFatal(const CriticalsAreNotFatal &) = delete;
    CriticalsAreNotFatal &operator=(const CriticalsAreNotFatal &) = delete;

private:
    const GLogLevelFlags m_before;
};

GObjectPtr<ArvDevice> newDevice(const UsbIdentity &identity, GErrorPtr &error)
{
    const CriticalsAreNotFatal guard;
    if (!identity.guid.isEmpty())
        return GObjectPtr<ArvDevice>::adopt(
            arv_uv_device_new_from_guid(identity.guid.toUtf8().constData(), error.out()));
    return GObjectPtr<ArvDevice>::adopt(arv_uv_device_new(identity.vendor.toUtf8().constData(),
                                                          identity.model.toUtf8().constData(),
                                                          identity.serial.toUtf8().constData(), error.out()));
}

/// Aravis gives libusb's reason only in its text.
ErrorCode codeOf(const GErrorPtr &error)
{
    const QByteArray text(error.message());
    if (text.contains("LIBUSB_ERROR_BUSY"))
        return ErrorCode::DeviceInUse;
    if (text.contains("LIBUSB_ERROR_NO_DEVICE") || error.is(ARV_DEVICE_ERROR, ARV_DEVICE_ERROR_NOT_FOUND))
        return ErrorCode::DeviceNotFound;
    return error.is(ARV_DEVICE_ERROR, ARV_DEVICE_ERROR_GENICAM_NOT_FOUND) ? ErrorCode::BrokenDescription
                                                                          : ErrorCode::UsbSilent;
}

Result<GObjectPtr<ArvDevice>> openWithAravis(const UsbCamera &camera, const DeviceInfo &info,
                                             const std::function<bool()> &cancelled)
{
    // The description is parsed inside.
    const auto parsing = parserTurn(info, cancelled);
    if (!parsing)
        return parsing.error();
    routeGLibMessages();
    const auto begin = Clock::now();
    for (;;) {
        GErrorPtr error;
        auto device = newDevice(camera.identity, error);
        if (device && !error)
            return device;
        const ErrorCode code = error ? codeOf(error) : ErrorCode::Internal;
        if (code != ErrorCode::DeviceInUse || Clock::now() - begin > patienceWithFinders || cancelled())
            return failure(code, info, QString::fromUtf8(error.message()));
        std::this_thread::sleep_for(10ms);
    }
}

bool isMeant(const UsbIdentity &identity, const DeviceInfo &info)
{
    if (info.usb && !info.usb->guid.isEmpty())
        return identity.guid == info.usb->guid;
    return identity.serial == info.serial && (info.vendor.isEmpty() || identity.vendor == info.vendor);
}

} // namespace

Error noUsbPermission(const DeviceInfo &info)
{
    // Beside the program where it is installed, above it in a build folder.
    const QString name = QStringLiteral("70-mv-viewer.rules");
    const QString program = QCoreApplication::applicationDirPath();
    QString rule = name;
    for (const char *folder : {"/../lib/udev/rules.d/", "/../../../resources/udev/"}) {
        if (const QFileInfo file(program + QLatin1String(folder) + name); file.exists())
            rule = file.canonicalFilePath();
    }
    return Error{ErrorCode::NoPermission, {displayName(info), rule}, {}};
}

Result<UsbCamera> findUsbCamera(libusb_context *context, const DeviceInfo &info)
{
    bool forbidden = false;
    for (UsbDevicePtr &device : listUsbDevices(context)) {
        const auto layout = visionLayout(device.get());
        if (!layout)
            continue;
        int error = 0;
        const UsbHandlePtr handle = openUsbDevice(device.get(), error);
        if (!handle) {
            forbidden =
                forbidden || (error == LIBUSB_ERROR_ACCESS && usbPlaceName(usbLink(device.get())) == info.address);
            continue;
        }
        const UsbIdentity identity = readIdentity(handle.get(), *layout);
        if (isMeant(identity, info))
            return UsbCamera{std::move(device), *layout, identity};
    }
    if (forbidden)
        return noUsbPermission(info);
    return failure(ErrorCode::DeviceNotFound, info, QStringLiteral("it is on no USB port"));
}

Result<GObjectPtr<ArvDevice>> openUsb(const UsbCamera &camera, const DeviceInfo &info,
                                      const std::function<bool()> &cancelled, UsbBootstrap &bootstrap,
                                      const std::function<void(const OpeningCost &)> &begins)
{
    OpeningCost cost;
    const auto probed = probe(camera, info, cancelled, cost);
    if (!probed)
        return probed.error();
    bootstrap = probed.value();
    begins(cost);
    if (cancelled())
        return Error{ErrorCode::Cancelled, {}, {}};
    auto device = openWithAravis(camera, info, cancelled);
    if (!device)
        return device;
    std::size_t size = 0;
    if (arv_device_get_genicam_xml(device.value().get(), &size) == nullptr || size == 0)
        return failure(ErrorCode::NoDescription, info);
    return device;
}

} // namespace mv
