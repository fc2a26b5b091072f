// SPDX-License-Identifier: GPL-3.0-or-later
// Whether what a camera says of its description may be given to Aravis (GigE Vision: URL registers).
#include "camera/private/device_description.h"

#include "camera/private/device_zip.h"
#include "camera/private/gvcp_packet.h"

#include <QRegularExpression>

#include <algorithm>

namespace mv {

namespace {

constexpr std::uint32_t firstUrlRegister = 0x0200;
constexpr std::uint32_t secondUrlRegister = 0x0400;
constexpr std::uint16_t urlSize = 512;
constexpr std::uint64_t addressSpace = std::uint64_t{1} << 32;

Error failure(ErrorCode code, const DeviceInfo &info, const QString &detail = {})
{
    return Error{code, {displayName(info)}, detail};
}

/// Bytes of the description by aligned READMEM; short when an answer is no value.
QByteArray readDescription(DeviceProbe &probe, std::uint64_t address, std::uint64_t size, DeviceProbe::Answer &answer)
{
    const std::uint64_t begin = address & ~std::uint64_t{3};
    const std::uint64_t end = (address + size + 3) & ~std::uint64_t{3};
    QByteArray bytes;
    for (std::uint64_t at = begin; at < end; at += 512) {
        QByteArray piece;
        const auto length = static_cast<std::uint16_t>(std::min<std::uint64_t>(512, end - at));
        answer = probe.readMemory(static_cast<std::uint32_t>(at), length, piece, {});
        if (answer != DeviceProbe::Answer::Value)
            return {};
        bytes += piece;
    }
    return bytes.mid(static_cast<qsizetype>(address - begin), static_cast<qsizetype>(size));
}

Result<void> checkZip(DeviceProbe &probe, const DeviceInfo &info, const DescriptionUrl &url)
{
    auto answer = DeviceProbe::Answer::Value;
    const auto fault = zipFault(url.size, [&](std::uint64_t offset, std::uint64_t size) {
        return readDescription(probe, url.address + offset, size, answer);
    });
    if (answer != DeviceProbe::Answer::Value && answer != DeviceProbe::Answer::Refused)
        return unanswered(answer, probe, info, QStringLiteral("description"));
    if (fault)
        return failure(ErrorCode::BrokenDescription, info, QStringLiteral("%1: %2").arg(url.fileName, *fault));
    return {};
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
    if (const auto fault = beginningFault(bytes, url.zipped(), url.fileName, url.address))
        return failure(fault->code, info, fault->detail);
    if (url.zipped())
        return checkZip(probe, info, url);
    return {};
}

Result<QByteArray> readUrl(DeviceProbe &probe, const DeviceInfo &info, std::uint32_t address)
{
    QByteArray text;
    const auto answer = probe.readMemory(address, urlSize, text, {});
    if (answer != DeviceProbe::Answer::Value)
        return unanswered(answer, probe, info, QStringLiteral("description URL"));
    text.truncate(text.indexOf('\0') < 0 ? text.size() : text.indexOf('\0'));
    return text;
}

QString shownUrl(const QByteArray &url)
{
    return gvcp::registerText(std::as_bytes(std::span(url)));
}

Error elsewhere(const DeviceInfo &info, const QByteArray &url)
{
    return failure(
        ErrorCode::NoDescription, info,
        QStringLiteral("the camera points to a file of this computer, which is not opened: \"%1\"").arg(shownUrl(url)));
}

Result<DescriptionUrl> checkUrl(DeviceProbe &probe, const DeviceInfo &info, const QByteArray &text)
{
    const auto url = parseDescriptionUrl(text);
    if (!url)
        return failure(ErrorCode::NoDescription, info, QStringLiteral("description URL \"%1\"").arg(shownUrl(text)));
    if (url->place != DescriptionUrl::Place::Device)
        return elsewhere(info, text);
    if (const auto checked = checkBeginning(probe, info, *url); !checked)
        return checked.error();
    return *url;
}

/// Cameras may leave it empty, or name a web page there, which Aravis does not open (it has the test for "http" the
/// wrong way round, src/arvgvdevice.c).
Result<void> checkSecondUrl(DeviceProbe &probe, const DeviceInfo &info, const QByteArray &first)
{
    QByteArray second;
    // Many cameras refuse to have one.
    if (probe.readMemory(secondUrlRegister, urlSize, second, {}) != DeviceProbe::Answer::Value)
        return {};
    second.truncate(second.indexOf('\0') < 0 ? second.size() : second.indexOf('\0'));
    const QByteArray scheme = second.left(std::max<qsizetype>(second.indexOf(':'), 0)).trimmed().toLower();
    if (second == first || scheme.isEmpty() || scheme == "http")
        return {};
    const auto checked = checkUrl(probe, info, second);
    if (!checked)
        return checked.error();
    return {};
}

} // namespace

Error unanswered(DeviceProbe::Answer answer, const DeviceProbe &probe, const DeviceInfo &info, const QString &what)
{
    using Answer = DeviceProbe::Answer;
    switch (answer) {
    case Answer::Refused:
        if (probe.status() == gvcp::accessDenied)
            return failure(ErrorCode::DeviceInUse, info, QStringLiteral("%1: access denied").arg(what));
        if (probe.status() == gvcp::busy)
            return failure(ErrorCode::Timeout, info, QStringLiteral("%1: the camera says that it is busy").arg(what));
        return failure(ErrorCode::ProtocolViolation, info,
                       QStringLiteral("%1: status 0x%2").arg(what).arg(probe.status(), 4, 16, QLatin1Char('0')));
    case Answer::Garbage:
        return failure(ErrorCode::ProtocolViolation, info, QStringLiteral("%1: no valid GVCP answer").arg(what));
    case Answer::NoRoute:
        return failure(ErrorCode::DeviceUnreachable, info, QStringLiteral("%1: %2").arg(what, probe.reason()));
    case Answer::Pending:
        return failure(ErrorCode::Timeout, info,
                       QStringLiteral("%1: the camera answers, but only asks to wait").arg(what));
    case Answer::Value:
    case Answer::Silence:
        break;
    }
    return failure(ErrorCode::DeviceUnreachable, info, QStringLiteral("%1: no answer").arg(what));
}

std::optional<DescriptionFault> beginningFault(const QByteArray &bytes, bool zipped, const QString &name,
                                               std::uint64_t place)
{
    if (bytes.count('\0') == bytes.size())
        return DescriptionFault{ErrorCode::NoDescription, QStringLiteral("zeros at 0x%1").arg(place, 0, 16)};
    const bool zip = bytes.startsWith("PK\3\4");
    const bool text = bytes.contains('<') && !bytes.contains('\0');
    if (zipped ? !zip : !text)
        return DescriptionFault{ErrorCode::BrokenDescription,
                                QStringLiteral("%1 does not begin as it should").arg(name)};
    return std::nullopt;
}

std::optional<DescriptionUrl> parseDescriptionUrl(const QByteArray &text)
{
    // Exactly two semicolons: Aravis takes the last two numbers of the path, and must find the ones we have checked.
    static const QRegularExpression local(
        QStringLiteral("^local:\\s*(?:///)?(?!//)([^;?#]+);\\s*(?:0x)?([0-9a-f]{1,16});\\s*(?:0x)?([0-9a-f]{1,16})"
                       "\\s*(?:[?#].*)?$"),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression file(QStringLiteral("^file:(?://)?([^?]+)"),
                                         QRegularExpression::CaseInsensitiveOption);
    const QString url = QString::fromLatin1(text).trimmed();
    if (const auto match = local.match(url); match.hasMatch()) {
        DescriptionUrl result{DescriptionUrl::Place::Device, match.captured(1),
                              match.captured(2).toULongLong(nullptr, 16), match.captured(3).toULongLong(nullptr, 16)};
        if (result.size == 0 || result.size > largestDescription || result.address > addressSpace ||
            result.address + result.size > addressSpace)
            return std::nullopt;
        return result;
    }
    if (const auto match = file.match(url); match.hasMatch())
        return DescriptionUrl{DescriptionUrl::Place::File, match.captured(1), 0, 0};
    return std::nullopt;
}

Result<std::uint64_t> checkDescription(DeviceProbe &probe, const DeviceInfo &info)
{
    const auto first = readUrl(probe, info, firstUrlRegister);
    if (!first)
        return first.error();
    const auto url = checkUrl(probe, info, first.value());
    if (!url)
        return url.error();
    if (const auto checked = checkSecondUrl(probe, info, first.value()); !checked)
        return checked.error();
    return url.value().size;
}

} // namespace mv
