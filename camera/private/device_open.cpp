// SPDX-License-Identifier: GPL-3.0-or-later
// Opens a camera's ArvDevice behind guards (GigE Vision: bootstrap registers; measured crashers of Aravis 0.8.26).
#include "camera/private/device_open.h"

#include "camera/private/aravis_quirks.h"
#include "camera/private/device_description.h"
#include "camera/private/device_probe.h"
#include "camera/private/graveyard.h"
#include "camera/private/gvcp_interfaces.h"
#include "camera/private/gvcp_packet.h"

#include <arv.h>

#include <chrono>
#include <mutex>
#include <thread>

namespace mv {

namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t versionRegister = 0x0000;
// A camera of which we have just lost sight stays ours until its heartbeat time-out passes (3 s by default).
constexpr auto patienceWithOurselves = 4s;
constexpr auto patienceWithOtherOpenings = 10s;
constexpr auto settlingTime = 100ms; // from a handle's end to the camera's knowing of it

Error failure(ErrorCode code, const DeviceInfo &info, const QString &detail = {})
{
    return Error{code, {displayName(info)}, detail};
}

/// Its value says nothing: Aravis' own fake camera has 0 there. That it can be read shows that GVCP is spoken.
Result<void> checkVersion(DeviceProbe &probe, const DeviceInfo &info)
{
    std::uint32_t version = 0;
    const auto answer = probe.readRegister(versionRegister, version, {});
    if (answer != DeviceProbe::Answer::Value)
        return unanswered(answer, probe, info, QStringLiteral("version register"));
    return {};
}

Result<void> checkFree(DeviceProbe &probe, const DeviceInfo &info, const std::function<bool()> &cancelled)
{
    using Clock = std::chrono::steady_clock;
    const auto giveUp = Clock::now() + patienceWithOurselves;
    auto lastHeld = Clock::now() - 1h;
    for (;;) {
        // A handle of ours may still be on its way out (closed a moment ago, or lost). Only then is waiting of any use.
        if (Graveyard::instance().holds(info.address))
            lastHeld = Clock::now();
        std::uint32_t privilege = 0;
        const auto answer = probe.readRegister(gvcp::controlChannelPrivilege, privilege, {});
        if (answer != DeviceProbe::Answer::Value)
            return unanswered(answer, probe, info, QStringLiteral("control privilege register"));
        if ((privilege & gvcp::privilegeTaken) == 0)
            return {};
        const auto now = Clock::now();
        if (lastHeld + settlingTime < now || now > giveUp || cancelled())
            return failure(ErrorCode::DeviceInUse, info,
                           QStringLiteral("control privilege 0x%1").arg(privilege, 8, 16, QLatin1Char('0')));
        if (!Graveyard::instance().waitUntilGone(info.address, 50ms))
            continue;
        std::this_thread::sleep_for(10ms);
    }
}

ErrorCode codeOf(const GErrorPtr &error)
{
    if (error.is(ARV_DEVICE_ERROR, ARV_DEVICE_ERROR_TIMEOUT) || error.is(ARV_DEVICE_ERROR, ARV_DEVICE_ERROR_NOT_FOUND))
        return ErrorCode::DeviceUnreachable;
    if (error.is(ARV_DEVICE_ERROR, ARV_DEVICE_ERROR_GENICAM_NOT_FOUND))
        return ErrorCode::BrokenDescription;
    if (error->domain == ARV_DEVICE_ERROR)
        return ErrorCode::ProtocolViolation;
    return ErrorCode::DeviceUnreachable;
}

/// Another one was quicker, or the camera does not do what it is asked to.
Error noControl(const DeviceInfo &info, const GigEPath &path)
{
    DeviceProbe probe;
    std::uint32_t privilege = 0;
    (void)probe.open(path.device, path.host);
    if (probe.readRegister(gvcp::controlChannelPrivilege, privilege, {}) == DeviceProbe::Answer::Value &&
        (privilege & gvcp::privilegeTaken) == 0)
        return failure(ErrorCode::ProtocolViolation, info,
                       QStringLiteral("it does not grant control, though it is free"));
    return failure(ErrorCode::DeviceInUse, info, QStringLiteral("control was not granted"));
}

Result<GObjectPtr<ArvDevice>> openWithAravis(const DeviceInfo &info, const GigEPath &path,
                                             const std::function<bool()> &cancelled)
{
    // The description is parsed inside.
    auto parsing = parserTurn(info, cancelled);
    if (!parsing)
        return parsing.error();

    const auto host = GObjectPtr<GInetAddress>::adopt(
        g_inet_address_new_from_string(gvcp::addressText(path.host).toLatin1().constData()));
    const auto address = GObjectPtr<GInetAddress>::adopt(
        g_inet_address_new_from_string(gvcp::addressText(path.device).toLatin1().constData()));
    GErrorPtr error;
    routeGLibMessages();
    auto device = GObjectPtr<ArvDevice>::adopt(arv_gv_device_new(host.get(), address.get(), error.out()));
    parsing.value().unlock();
    if (!device || error) {
        const QString detail = QString::fromUtf8(error.message());
        return failure(error ? codeOf(error) : ErrorCode::Internal, info, detail);
    }
    std::size_t size = 0;
    if (arv_device_get_genicam_xml(device.get(), &size) == nullptr || size == 0)
        return failure(ErrorCode::NoDescription, info);
    // Aravis opens read-only without a word when another program was quicker.
    if (!arv_gv_device_is_controller(ARV_GV_DEVICE(device.get())))
        return noControl(info, path);
    return device;
}

} // namespace

Result<std::unique_lock<std::mutex>> parserTurn(const DeviceInfo &info, const std::function<bool()> &cancelled)
{
    std::unique_lock turn(aravisParserMutex(), std::defer_lock);
    const auto giveUp = std::chrono::steady_clock::now() + patienceWithOtherOpenings;
    // Not a timed mutex: ThreadSanitizer of GCC 12 does not see it locked (pthread_mutex_clocklock).
    for (; !turn.try_lock(); std::this_thread::sleep_for(5ms)) {
        if (cancelled())
            return Error{ErrorCode::Cancelled, {}, {}};
        if (std::chrono::steady_clock::now() > giveUp)
            return failure(ErrorCode::OpeningHeldUp, info);
    }
    return turn;
}

Result<GigEPath> gigePath(const DeviceInfo &info)
{
    const auto device = gvcp::parseAddress(info.address);
    if (!device || *device == 0)
        return Error{ErrorCode::DeviceNotFound, {info.address.isEmpty() ? displayName(info) : info.address}, {}};
    auto host = gvcp::parseAddress(info.hostAddress);
    if (!host)
        host = gvcp::sourceAddressTowards(*device);
    if (!host)
        return failure(ErrorCode::DeviceUnreachable, info, QStringLiteral("no route to %1").arg(info.address));
    return GigEPath{*device, *host};
}

Result<GObjectPtr<ArvDevice>> openGigE(const DeviceInfo &info, const GigEPath &path,
                                       const std::function<bool()> &cancelled,
                                       const std::function<void(const OpeningCost &)> &begins)
{
    {
        DeviceProbe probe;
        // An address that is not the host's makes Aravis 0.8.26 crash, so this bind must succeed first.
        if (probe.open(path.device, path.host) != 0)
            return failure(ErrorCode::DeviceUnreachable, info,
                           QStringLiteral("from %1: %2").arg(gvcp::addressText(path.host), probe.reason()));
        if (const auto checked = checkVersion(probe, info); !checked)
            return checked.error();
        if (const auto checked = checkFree(probe, info, cancelled); !checked)
            return checked.error();
        const auto description = checkDescription(probe, info);
        if (!description)
            return description.error();
        begins({probe.slowest(), description.value()});
    }
    if (cancelled())
        return Error{ErrorCode::Cancelled, {}, {}};
    return openWithAravis(info, path, cancelled);
}

} // namespace mv
