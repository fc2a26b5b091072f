// SPDX-License-Identifier: GPL-3.0-or-later
// Opens a camera's ArvDevice behind guards (GigE Vision: bootstrap registers; measured crashers of Aravis 0.8.26).
#include "camera/private/device_open.h"

#include "camera/private/aravis_quirks.h"
#include "camera/private/device_probe.h"
#include "camera/private/graveyard.h"
#include "camera/private/gvcp_interfaces.h"
#include "camera/private/gvcp_packet.h"

#include <arv.h>

#include <QFile>
#include <QRegularExpression>

#include <chrono>
#include <mutex>
#include <thread>

namespace mv {

namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t versionRegister = 0x0000;
constexpr std::uint32_t firstUrlRegister = 0x0200;
constexpr std::uint16_t urlSize = 512;
// Aravis allocates what the register says, and GLib ends the process when it cannot. Real ones are below 4 MB.
constexpr std::uint64_t largestDescription = 64u << 20;
// A camera of which we have just lost sight stays ours until its heartbeat time-out passes (3 s by default).
constexpr auto patienceWithOurselves = 4s;
constexpr auto settlingTime = 100ms; // from a handle's end to the camera's knowing of it

Error failure(ErrorCode code, const DeviceInfo &info, const QString &detail = {})
{
    return Error{code, {displayName(info)}, detail};
}

Error unanswered(DeviceProbe::Answer answer, const DeviceProbe &probe, const DeviceInfo &info, const QString &what)
{
    using Answer = DeviceProbe::Answer;
    switch (answer) {
    case Answer::Refused:
        if (probe.status() == gvcp::accessDenied)
            return failure(ErrorCode::DeviceInUse, info, QStringLiteral("%1: access denied").arg(what));
        return failure(ErrorCode::ProtocolViolation, info,
                       QStringLiteral("%1: status 0x%2").arg(what).arg(probe.status(), 4, 16, QLatin1Char('0')));
    case Answer::Garbage:
        return failure(ErrorCode::ProtocolViolation, info, QStringLiteral("%1: no valid GVCP answer").arg(what));
    case Answer::NoRoute:
        return failure(ErrorCode::DeviceUnreachable, info, QStringLiteral("%1: %2").arg(what, probe.reason()));
    case Answer::Value:
    case Answer::Pending:
    case Answer::Silence:
        break;
    }
    return failure(ErrorCode::DeviceUnreachable, info, QStringLiteral("%1: no answer").arg(what));
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

/// The start of the description, as far as one packet carries it.
Result<void> checkBeginning(DeviceProbe &probe, const DeviceInfo &info, const DescriptionUrl &url)
{
    QByteArray bytes;
    const auto size = static_cast<std::uint16_t>(std::min<std::uint64_t>(url.size, 64) & ~std::uint64_t{3});
    if (size == 0)
        return failure(ErrorCode::BrokenDescription, info, QStringLiteral("%1 bytes long").arg(url.size));
    const auto answer = probe.readMemory(static_cast<std::uint32_t>(url.address), size, bytes, {});
    if (answer == DeviceProbe::Answer::Refused)
        return failure(ErrorCode::NoDescription, info,
                       QStringLiteral("nothing can be read at 0x%1").arg(url.address, 0, 16));
    if (answer != DeviceProbe::Answer::Value)
        return unanswered(answer, probe, info, QStringLiteral("description"));
    if (bytes.count('\0') == bytes.size())
        return failure(ErrorCode::NoDescription, info, QStringLiteral("zeros at 0x%1").arg(url.address, 0, 16));
    const bool zip = bytes.startsWith("PK\3\4");
    const bool text = bytes.contains('<') && !bytes.contains('\0');
    if (url.zipped() ? !zip : !text)
        return failure(ErrorCode::BrokenDescription, info,
                       QStringLiteral("%1 does not begin as it should").arg(url.fileName));
    return {};
}

Result<void> checkDescription(DeviceProbe &probe, const DeviceInfo &info)
{
    QByteArray text;
    const auto answer = probe.readMemory(firstUrlRegister, urlSize, text, {});
    if (answer != DeviceProbe::Answer::Value)
        return unanswered(answer, probe, info, QStringLiteral("description URL"));
    text.truncate(text.indexOf('\0') < 0 ? text.size() : text.indexOf('\0'));
    const auto url = parseDescriptionUrl(text);
    if (!url || (url->place == DescriptionUrl::Place::File && !QFile::exists(url->fileName)))
        return failure(
            ErrorCode::NoDescription, info,
            QStringLiteral("description URL \"%1\"").arg(gvcp::registerText(std::as_bytes(std::span(text)))));
    if (url->place == DescriptionUrl::Place::File)
        return {};
    return checkBeginning(probe, info, *url);
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

Result<GObjectPtr<ArvDevice>> openWithAravis(const DeviceInfo &info, const GigEPath &path)
{
    const auto host = GObjectPtr<GInetAddress>::adopt(
        g_inet_address_new_from_string(gvcp::addressText(path.host).toLatin1().constData()));
    const auto address = GObjectPtr<GInetAddress>::adopt(
        g_inet_address_new_from_string(gvcp::addressText(path.device).toLatin1().constData()));
    GErrorPtr error;
    routeGLibMessages();
    // The description is parsed inside.
    std::unique_lock parsing(aravisParserMutex());
    auto device = GObjectPtr<ArvDevice>::adopt(arv_gv_device_new(host.get(), address.get(), error.out()));
    parsing.unlock();
    if (!device || error) {
        const QString detail = QString::fromUtf8(error.message());
        return failure(error ? codeOf(error) : ErrorCode::Internal, info, detail);
    }
    std::size_t size = 0;
    if (arv_device_get_genicam_xml(device.get(), &size) == nullptr || size == 0)
        return failure(ErrorCode::NoDescription, info);
    // Aravis opens read-only without a word when another program was quicker.
    if (!arv_gv_device_is_controller(ARV_GV_DEVICE(device.get())))
        return failure(ErrorCode::DeviceInUse, info, QStringLiteral("control was not granted"));
    return device;
}

} // namespace

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

std::optional<DescriptionUrl> parseDescriptionUrl(const QByteArray &text)
{
    static const QRegularExpression local(
        QStringLiteral("^local:\\s*(?:///)?([^;]+);\\s*(?:0x)?([0-9a-f]{1,16});\\s*(?:0x)?([0-9a-f]{1,16})"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression file(QStringLiteral("^file:(?://)?([^?]+)"),
                                         QRegularExpression::CaseInsensitiveOption);
    const QString url = QString::fromLatin1(text).trimmed();
    if (const auto match = local.match(url); match.hasMatch()) {
        DescriptionUrl result{DescriptionUrl::Place::Device, match.captured(1),
                              match.captured(2).toULongLong(nullptr, 16), match.captured(3).toULongLong(nullptr, 16)};
        if (result.size == 0 || result.size > largestDescription || result.address > 0xffffffffu)
            return std::nullopt;
        return result;
    }
    if (const auto match = file.match(url); match.hasMatch())
        return DescriptionUrl{DescriptionUrl::Place::File, match.captured(1), 0, 0};
    return std::nullopt;
}

Result<GObjectPtr<ArvDevice>> openGigE(const DeviceInfo &info, const GigEPath &path,
                                       const std::function<bool()> &cancelled)
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
        if (const auto checked = checkDescription(probe, info); !checked)
            return checked.error();
    }
    if (cancelled())
        return Error{ErrorCode::Cancelled, {}, {}};
    return openWithAravis(info, path);
}

} // namespace mv
