// SPDX-License-Identifier: GPL-3.0-or-later
// The way to a GigE Vision camera.
#include "camera/private/gige_wire.h"

#include "camera/event_log.h"
#include "camera/private/host_socket_buffer.h"
#include "camera/private/stream_packet_size.h"
#include "camera/private/stream_receiver.h"

#include <arv.h>

#include <algorithm>

namespace mv {

namespace {

// With packets of this size and above the kernel's bookkeeping no longer eats the socket buffer.
constexpr int largePackets = 16'000;
// What the socket should hold: bursts of a whole frame and half the next one, and some 40 ms in which a busy host does
// not come to read. Where the host allows less, it grants what it allows.
constexpr std::int64_t largestSocketBuffer = 64 << 20;
constexpr std::int64_t smallestSocketBuffer = 16 << 20;

} // namespace

Result<std::unique_ptr<DeviceWire>> GigEWire::create(const DeviceInfo &info, WireReports reports)
{
    const auto path = gigePath(info);
    if (!path)
        return path.error();
    return std::unique_ptr<DeviceWire>(new GigEWire(info, path.value(), std::move(reports)));
}

GigEWire::GigEWire(const DeviceInfo &info, const GigEPath &path, WireReports reports)
    : m_info(info), m_path(path), m_reports(std::move(reports)), m_watch(path, m_reports.gone)
{}

Result<GObjectPtr<ArvDevice>> GigEWire::open(const std::function<bool()> &cancelled)
{
    return openGigE(m_info, m_path, cancelled, [this](const OpeningCost &cost) { m_watch.expectOpening(cost); });
}

void GigEWire::written(const QString &feature, const QVariant &value)
{
    if (feature == QLatin1String("GevSCPSPacketSize"))
        m_packetSize = value.toInt();
}

Result<void> GigEWire::prepareStream(ArvDevice *device, StreamSetup &setup)
{
    if (m_packetSize == 0) {
        const auto size = negotiatePacketSize(device, setup.label);
        if (!size)
            return size.error();
        m_packetSize = size.value();
    }
    GErrorPtr error;
    const guint64 ticks = arv_gv_device_get_timestamp_tick_frequency(ARV_GV_DEVICE(device), error.out());
    setup.cameraClock = !error && ticks != 0;
    return {};
}

Result<GObjectPtr<ArvStream>> GigEWire::createStream(ArvDevice *device, const StreamSetup &setup)
{
    // A packet socket sees nothing on loopback (measured); elsewhere it is what saves processor time for root.
    arv_gv_device_set_stream_options(ARV_GV_DEVICE(device), m_path.loopback()
                                                                ? ARV_GV_STREAM_OPTION_PACKET_SOCKET_DISABLED
                                                                : ARV_GV_STREAM_OPTION_NONE);
    // The packet size has been settled by now (stream_packet_size.h).
    arv_gv_device_set_packet_size_adjustment(ARV_GV_DEVICE(device), ARV_GV_PACKET_SIZE_ADJUSTMENT_NEVER);
    GErrorPtr error;
    auto stream = GObjectPtr<ArvStream>::adopt(arv_device_create_stream(device, nullptr, nullptr, error.out()));
    if (!stream || error)
        return Error{ErrorCode::StreamNotCreated, {setup.label}, QString::fromUtf8(error.message())};
    const auto retentionUs = std::chrono::microseconds(setup.frameRetention).count();
    g_object_set(stream.get(), "frame-retention", static_cast<guint>(retentionUs), nullptr);
    enlargeSocketBuffer(stream.get(), setup);
    return stream;
}

void GigEWire::enlargeSocketBuffer(ArvStream *stream, const StreamSetup &setup)
{
    if (!ARV_IS_GV_STREAM(stream))
        return;
    // Set here and not through Aravis' property, which takes effect only when the first packet has been read, and does
    // not tell what the kernel granted.
    const auto payload = static_cast<std::int64_t>(setup.payload);
    const auto obtained =
        enlargeReceiveBuffer(arv_gv_stream_get_port(ARV_GV_STREAM(stream)),
                             std::clamp(payload + payload / 2, smallestSocketBuffer, largestSocketBuffer));
    if (obtained && m_packetSize < largePackets && *obtained < payload)
        m_reports.tell(EventSeverity::Warning, EventKind::SocketBufferSmall,
                       {QString::number(*obtained), QString::number(payload)});
}

QString GigEWire::streamNote() const
{
    return QStringLiteral("%1-byte packets").arg(m_packetSize);
}

} // namespace mv
