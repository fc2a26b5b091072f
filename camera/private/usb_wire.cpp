// SPDX-License-Identifier: GPL-3.0-or-later
// The way to a USB3 Vision camera.
#include "camera/private/usb_wire.h"

#include "camera/event_log.h"
#include "camera/private/stream_receiver.h"
#include "camera/private/usb_event_pipe.h"
#include "camera/private/usb_read_guard.h"
#include "camera/private/usb_registers.h"
#include "camera/private/usb_stream_nudge.h"
#include "camera/private/usb_topology.h"

#include <arv.h>

#include <algorithm>

namespace mv {

namespace {

constexpr std::uint64_t largestPayload = std::uint64_t(1) << 30;
constexpr int plentyMiB = 256; // what the warning proposes; several vendors ask for 1000

void onStream(void *nudge, ArvStreamCallbackType type, ArvBuffer *buffer)
{
    UsbStreamNudge::onStream(nudge, type, buffer);
}

QStringList eventTexts(const std::map<std::uint16_t, UsbEventKind> &kinds, const UsbEvent &event)
{
    const auto found = kinds.find(event.id);
    const UsbEventKind unknown{QStringLiteral("0x%1").arg(event.id, 4, 16, QLatin1Char('0')), {}};
    const UsbEventKind &kind = found != kinds.end() ? found->second : unknown;
    const QString data = eventDataText(event, kind);
    return {kind.name, QString::number(event.timestamp), data.isEmpty() ? QStringLiteral("no data") : data};
}

} // namespace

Result<std::unique_ptr<DeviceWire>> UsbWire::create(const DeviceInfo &info, WireReports reports)
{
    std::unique_ptr<UsbWire> wire(new UsbWire(info, std::move(reports)));
    if (!wire->m_watch.context())
        return Error{ErrorCode::DeviceNotFound, {displayName(info)}, QStringLiteral("this computer has no USB")};
    return std::unique_ptr<DeviceWire>(std::move(wire));
}

UsbWire::UsbWire(const DeviceInfo &info, WireReports reports)
    : m_info(info), m_reports(std::move(reports)), m_watch(m_reports.gone)
{}

UsbWire::~UsbWire() = default;

Result<GObjectPtr<ArvDevice>> UsbWire::open(const std::function<bool()> &cancelled)
{
    UsbReadGuard::install();
    auto found = findUsbCamera(m_watch.context(), m_info);
    if (!found)
        return found.error();
    m_camera = std::move(found.value());
    m_watch.follow(m_camera->device.get());
    auto device = openUsb(*m_camera, m_info, cancelled, m_bootstrap,
                          [this](const OpeningCost &cost) { m_watch.expectOpening(cost); });
    if (!device)
        return device;
    m_device = device.value().get();
    m_guard = std::make_unique<UsbReadGuard>(m_device);
    return device;
}

void UsbWire::opened()
{
    m_watch.opened();
    startEvents(m_device);
    tellOfPlace();
}

void UsbWire::tellOfPlace()
{
    const UsbLink link = usbLink(m_camera->device.get());
    if (isSlow(link.speed))
        m_reports.tell(EventSeverity::Warning, EventKind::UsbLinkSlow,
                       {displayName(m_info), QString::number(megabitsPerSecond(link.speed))});
    if (m_info.usb && !m_info.usb->sharesWith.isEmpty())
        m_reports.tell(EventSeverity::Warning, EventKind::UsbShared,
                       {displayName(m_info), m_info.usb->sharesWith.join(QStringLiteral(", "))});
}

/// A camera without events, or whose event interface another program has, is as good as any other.
void UsbWire::startEvents(ArvDevice *device)
{
    if (m_bootstrap.eirm == 0 || !m_camera->layout.eventInterface)
        return;
    std::size_t size = 0;
    const char *xml = arv_device_get_genicam_xml(device, &size);
    const auto kinds = eventKinds(QByteArray(xml, static_cast<qsizetype>(size)));
    int error = 0;
    m_events = UsbEventPipe::open(
        m_camera->device.get(), m_camera->layout,
        [tell = m_reports.tell, kinds](const UsbEvent &event) {
            tell(EventSeverity::Info, EventKind::CameraEvent, eventTexts(kinds, event));
        },
        error);
    GErrorPtr refused;
    const bool enabled = m_events && arv_device_write_register(device, m_bootstrap.eirm + u3v::eventControl,
                                                               u3v::eventEnable, refused.out());
    if (!enabled)
        m_reports.tell(EventSeverity::Warning, EventKind::NoCameraEvents,
                       {displayName(m_info), refused ? QString::fromUtf8(refused.message())
                                                     : QString::fromLatin1(libusb_error_name(error))});
}

Result<void> UsbWire::prepareStream(ArvDevice *, StreamSetup &setup)
{
    // What Aravis is about to read as well, kept so that it finds it again whatever happens meanwhile.
    std::uint64_t sbrm = 0, sirm = 0, info = 0, payload = 0, leader = 0, trailer = 0;
    const bool read =
        m_guard->keep(u3v::sbrmAddress, 8, sbrm) && m_guard->keep(sbrm + u3v::sirmAddress, 8, sirm) &&
        m_guard->keep(sirm + u3v::streamInfo, 4, info) && m_guard->keep(sirm + u3v::requiredPayload, 8, payload) &&
        m_guard->keep(sirm + u3v::requiredLeader, 4, leader) && m_guard->keep(sirm + u3v::requiredTrailer, 4, trailer);
    if (!read)
        return Error{ErrorCode::UsbSilent, {setup.label}, QStringLiteral("stream interface registers")};
    const QString fault = streamRegistersFault(static_cast<std::uint32_t>(info), payload,
                                               static_cast<std::uint32_t>(leader), static_cast<std::uint32_t>(trailer));
    if (!fault.isEmpty() || payload > largestPayload)
        return Error{ErrorCode::NoPayload, {setup.label}, fault.isEmpty() ? QString::number(payload) : fault};
    m_bootstrap.sirm = sirm;
    // Sync throws away what a slow link has not brought within one response time; async would be quicker everywhere,
    // but loses buffers unless some are held back.
    m_mode = isSlow(usbLink(m_camera->device.get()).speed) ? UsbMode::Async : UsbMode::Sync;
    setup.payload = payload; // to the byte: async takes nothing else
    setup.cameraClock = true;
    setup.traits.numbering = FrameIds::Numbering::U3v;
    setup.traits.chunkOrder = std::endian::little;
    setup.traits.progress = "n_transferred_bytes";
    if (m_mode == UsbMode::Async) {
        setup.traits.queuesAhead = true;
        setup.traits.holdBack = 1;
        setup.traits.driverBytes = usbAsyncBytes + 2 * payload;
    }
    return {};
}

Result<GObjectPtr<ArvStream>> UsbWire::createStream(ArvDevice *device, const StreamSetup &setup)
{
    auto share = std::make_unique<UsbMemoryShare>(m_mode);
    checkMemory();
    arv_uv_device_set_usb_mode(ARV_UV_DEVICE(device),
                               m_mode == UsbMode::Async ? ARV_UV_USB_MODE_ASYNC : ARV_UV_USB_MODE_SYNC);
    auto nudge = m_mode == UsbMode::Async ? std::make_unique<UsbStreamNudge>() : nullptr;
    GErrorPtr error;
    auto stream = GObjectPtr<ArvStream>::adopt(
        arv_device_create_stream(device, nudge ? onStream : nullptr, nudge.get(), error.out()));
    // These two belong to the stream as long as it lives, its thread's end included.
    if (stream) {
        g_object_set_data_full(G_OBJECT(stream.get()), "mv-usb-memory", share.release(),
                               [](gpointer taken) { delete static_cast<UsbMemoryShare *>(taken); });
        g_object_set_data_full(G_OBJECT(stream.get()), "mv-usb-nudge", nudge.release(),
                               [](gpointer mine) { delete static_cast<UsbStreamNudge *>(mine); });
    }
    if (!stream || error)
        return Error{ErrorCode::StreamRefused, {setup.label}, QString::fromUtf8(error.message())};
    // 0.8.26 does not look whether the camera took the sizes and began.
    guint32 control = 0;
    if (!arv_device_read_register(device, m_bootstrap.sirm + u3v::streamControl, &control, error.out()))
        return Error{ErrorCode::StreamRefused, {setup.label}, QString::fromUtf8(error.message())};
    if ((control & u3v::streamEnable) == 0)
        return Error{ErrorCode::StreamRefused, {setup.label}, QStringLiteral("its stream interface stays off")};
    return stream;
}

void UsbWire::checkMemory()
{
    const auto limit = usbMemoryLimit();
    const int needed = UsbMemoryShare::needed();
    if (limit && *limit > 0 && *limit < needed)
        m_reports.tell(
            EventSeverity::Warning, EventKind::UsbMemorySmall,
            {QString::number(*limit), QString::number(needed), QString::number(std::max(plentyMiB, 2 * needed))});
}

QString UsbWire::streamNote() const
{
    return m_mode == UsbMode::Async ? QStringLiteral("USB, many transfers in flight (slow link)")
                                    : QStringLiteral("USB, one transfer after the other");
}

} // namespace mv
