// SPDX-License-Identifier: GPL-3.0-or-later
// Whether what a USB3 Vision camera says of itself may be given to Aravis (measured crashers of Aravis 0.8.26).
#include "camera/private/usb_description.h"

#include "camera/private/device_description.h"
#include "camera/private/device_zip.h"
#include "camera/private/usb_registers.h"

#include <QtEndian>

#include <algorithm>

namespace mv {

namespace {

constexpr std::uint32_t smallestTransfer = 64;    // Aravis divides by what is left of an acknowledge without its header
constexpr std::uint32_t longestResponse = 30'000; // ms; stopping a stream takes as long
constexpr std::uint32_t largestBoundary = 20;     // 1 << 20: larger than Aravis' largest transfer, which it divides by
constexpr std::uint32_t largestBracket = 1u << 20; // leader and trailer: allocated for each buffer
constexpr std::uint64_t pieceSize = 512;
constexpr qsizetype manifestEntrySize = 64;

Error failure(ErrorCode code, const DeviceInfo &info, const QString &detail)
{
    return Error{code, {displayName(info)}, detail};
}

QString hex(std::uint64_t value)
{
    return QStringLiteral("0x%1").arg(value, 0, 16);
}

Error unanswered(UsbControl::Answer answer, const UsbControl &control, const DeviceInfo &info, const QString &what)
{
    using Answer = UsbControl::Answer;
    switch (answer) {
    case Answer::Refused:
        return failure(ErrorCode::ProtocolViolation, info,
                       QStringLiteral("%1: status %2").arg(what, hex(control.status())));
    case Answer::Garbage:
        return failure(ErrorCode::ProtocolViolation, info, QStringLiteral("%1: no valid acknowledge").arg(what));
    case Answer::Pending:
        return failure(ErrorCode::Timeout, info, QStringLiteral("%1: it only asks to wait").arg(what));
    case Answer::Gone:
        return Error{ErrorCode::DeviceNotFound, {displayName(info)}, QStringLiteral("%1: unplugged").arg(what)};
    case Answer::Broken:
        return failure(ErrorCode::UsbSilent, info, QStringLiteral("%1: %2").arg(what, control.reason()));
    case Answer::Value:
    case Answer::Silence:
        break;
    }
    return failure(ErrorCode::UsbSilent, info, QStringLiteral("%1: no answer").arg(what));
}

/// Reads little-endian numbers one by one; the first failure stays.
class Reader
{
public:
    Reader(UsbControl &control, const DeviceInfo &info) : m_control(control), m_info(info) {}

    template<typename Number> Number number(std::uint64_t address, const char *what)
    {
        const QByteArray data = bytes(address, sizeof(Number), QString::fromLatin1(what));
        return data.size() == sizeof(Number) ? qFromLittleEndian<Number>(data.constData()) : Number(0);
    }
    QByteArray bytes(std::uint64_t address, std::uint16_t size, const QString &what)
    {
        QByteArray data;
        if (m_error.code != ErrorCode::None)
            return data;
        const auto answer = m_control.read(address, size, data);
        if (answer != UsbControl::Answer::Value) {
            m_error = unanswered(answer, m_control, m_info, what);
            return {};
        }
        return data;
    }
    /// For zipFault(): short when it cannot be read.
    QByteArray stretch(std::uint64_t address, std::uint64_t size)
    {
        QByteArray data;
        for (std::uint64_t at = 0; at < size && m_error.code == ErrorCode::None; at += pieceSize)
            data += bytes(address + at, static_cast<std::uint16_t>(std::min(pieceSize, size - at)),
                          QStringLiteral("description"));
        return data;
    }
    const Error &error() const { return m_error; }
    bool ok() const { return m_error.code == ErrorCode::None; }

private:
    UsbControl &m_control;
    const DeviceInfo &m_info;
    Error m_error;
};

Result<void> checkManifest(Reader &reader, const DeviceInfo &info, UsbBootstrap &bootstrap)
{
    const auto manifest = reader.number<std::uint64_t>(u3v::manifestTable, "manifest address");
    const auto entries = reader.number<std::uint64_t>(manifest, "manifest");
    if (reader.ok() && entries == 0)
        return failure(ErrorCode::NoDescription, info, QStringLiteral("the manifest is empty"));
    // Aravis takes the first entry, whatever follows.
    const QByteArray entry = reader.bytes(manifest + 8, manifestEntrySize, QStringLiteral("manifest entry"));
    if (!reader.ok())
        return reader.error();
    const auto schema = (qFromLittleEndian<std::uint32_t>(entry.constData() + 4) >> 10) & 0x3F;
    const auto address = qFromLittleEndian<std::uint64_t>(entry.constData() + 8);
    const auto size = qFromLittleEndian<std::uint64_t>(entry.constData() + 16);
    if (size == 0 || size > largestDescription || address + size < address)
        return failure(ErrorCode::NoDescription, info,
                       QStringLiteral("a description of %1 bytes at %2").arg(size).arg(hex(address)));
    if (schema > 1)
        return failure(ErrorCode::NoDescription, info, QStringLiteral("a description of kind %1").arg(schema));
    const bool zipped = schema == 1;
    const QByteArray beginning = reader.bytes(address, static_cast<std::uint16_t>(std::min<std::uint64_t>(size, 64)),
                                              QStringLiteral("description"));
    if (!reader.ok())
        return reader.error();
    if (const auto fault = beginningFault(beginning, zipped, QStringLiteral("description"), address))
        return failure(fault->code, info, fault->detail);
    bootstrap.descriptionBytes = size;
    const auto fault =
        zipped ? zipFault(size, [&](auto offset, auto length) { return reader.stretch(address + offset, length); })
               : std::nullopt;
    if (!reader.ok())
        return reader.error();
    if (fault)
        return failure(ErrorCode::BrokenDescription, info, *fault);
    return {};
}

Result<void> checkSizes(const UsbBootstrap &bootstrap, const DeviceInfo &info)
{
    if (bootstrap.responseMs > longestResponse)
        return failure(ErrorCode::ProtocolViolation, info,
                       QStringLiteral("maximum response time of %1 ms").arg(bootstrap.responseMs));
    if (bootstrap.maxCommand < smallestTransfer || bootstrap.maxAcknowledge < smallestTransfer)
        return failure(ErrorCode::ProtocolViolation, info,
                       QStringLiteral("command packets of %1 bytes, acknowledges of %2")
                           .arg(bootstrap.maxCommand)
                           .arg(bootstrap.maxAcknowledge));
    return {};
}

} // namespace

QString streamRegistersFault(std::uint32_t info, std::uint64_t payload, std::uint32_t leader, std::uint32_t trailer)
{
    if ((info >> 24) > largestBoundary)
        return QStringLiteral("transfers aligned to 1 << %1").arg(info >> 24);
    if (leader > largestBracket || trailer > largestBracket)
        return QStringLiteral("leader of %1 and trailer of %2 bytes").arg(leader).arg(trailer);
    if (payload == 0)
        return QStringLiteral("required payload size 0");
    return {};
}

Result<UsbBootstrap> checkUsbBootstrap(UsbControl &control, const DeviceInfo &info)
{
    Reader reader(control, info);
    UsbBootstrap bootstrap;
    bootstrap.responseMs = reader.number<std::uint32_t>(u3v::maxResponseTime, "maximum response time");
    bootstrap.sbrm = reader.number<std::uint64_t>(u3v::sbrmAddress, "SBRM address");
    bootstrap.maxCommand = reader.number<std::uint32_t>(bootstrap.sbrm + u3v::maxCommand, "command size");
    bootstrap.maxAcknowledge = reader.number<std::uint32_t>(bootstrap.sbrm + u3v::maxAcknowledge, "acknowledge size");
    bootstrap.sirm = reader.number<std::uint64_t>(bootstrap.sbrm + u3v::sirmAddress, "SIRM address");
    if (!reader.ok())
        return reader.error();
    if (const auto checked = checkSizes(bootstrap, info); !checked)
        return checked.error();
    if (const auto checked = checkManifest(reader, info, bootstrap); !checked)
        return checked.error();
    // Not every camera has events, and Aravis does not ask.
    Reader events(control, info);
    const auto eirm = events.number<std::uint64_t>(bootstrap.sbrm + u3v::eirmAddress, "EIRM address");
    const auto length = events.number<std::uint32_t>(bootstrap.sbrm + u3v::eirmLength, "EIRM length");
    bootstrap.eirm = events.ok() && length != 0 ? eirm : 0;
    return bootstrap;
}

} // namespace mv
