// SPDX-License-Identifier: GPL-3.0-or-later
// The opened camera: starting and stopping its stream.
#include "camera/private/device_session.h"

#include "camera/event_log.h"
#include "camera/private/device_hub.h"
#include "camera/private/device_wire.h"
#include "camera/private/feature_engine.h"
#include "camera/private/stream_events.h"
#include "camera/private/stream_ledger.h"
#include "camera/private/stream_receiver.h"

#include <arv.h>

#include <algorithm>

namespace mv {

namespace {

using namespace std::chrono_literals;

// More than any sensor gives; a register that says so is broken, and the buffers would take all memory.
constexpr qint64 largestPayload = qint64(1) << 30;
constexpr int acquisitionTimeoutMs = 2'000;

const QString payloadSize = QStringLiteral("PayloadSize");

// Frames that the camera itself threw away, counted since whenever: no standard name, so the known ones.
constexpr const char *dropCounters[] = {
    "FrameDroppedCount",    // MV Viewer's virtual camera
    "TransmitFailureCount", // FLIR Blackfly S
};

} // namespace

Result<void> DeviceSession::startStream()
{
    if (m_receiver)
        return Error{ErrorCode::WrongState, {QStringLiteral("start"), QStringLiteral("Streaming")}, {}};
    m_hub->setState(m_number, Camera::State::Starting);
    Result<void> result = createStream();
    if (result)
        result = startAcquisition();
    if (!result) {
        m_receiver.reset();
        m_hub->setState(m_number, Camera::State::Idle);
        m_hub->log(m_number, result.error());
        return result;
    }
    m_wire->setPhase(freeRunning() ? DeviceWire::Phase::FreeRunning : DeviceWire::Phase::Open);
    m_hub->setState(m_number, Camera::State::Streaming);
    return {};
}

Result<void> DeviceSession::createStream()
{
    // Right before the stream is made: what changed the payload since the last one means new buffers.
    const auto setup = planStream();
    if (!setup)
        return setup.error();
    m_ledger = m_hub->beginStream();
    auto receiver =
        StreamReceiver::create(*m_wire, m_device.get(), setup.value(), m_ledger, m_clock, makeSink(m_ledger));
    if (!receiver)
        return receiver.error();
    m_receiver = std::move(receiver.value());
    return {};
}

Result<StreamSetup> DeviceSession::planStream()
{
    StreamSetup setup;
    setup.label = m_label;
    if (auto prepared = m_wire->prepareStream(m_device.get(), setup); !prepared)
        return prepared.error();
    if (setup.payload == 0) {
        const auto payload = payloadFromFeature();
        if (!payload)
            return payload.error();
        setup.payload = payload.value();
    }
    setup.frameRetention = frameRetention();
    setup.fallback.width = static_cast<std::uint32_t>(integerOf(QStringLiteral("Width")).value_or(0));
    setup.fallback.height = static_cast<std::uint32_t>(integerOf(QStringLiteral("Height")).value_or(0));
    setup.fallback.pixelFormat = static_cast<std::uint32_t>(integerOf(QStringLiteral("PixelFormat")).value_or(0));
    return setup;
}

Result<std::size_t> DeviceSession::payloadFromFeature()
{
    if (!m_engine->has(payloadSize))
        return Error{ErrorCode::NoPayload, {m_label}, QStringLiteral("no PayloadSize")};
    const auto payload = m_engine->readInteger(payloadSize);
    if (!payload)
        return payload.error();
    if (payload.value() <= 0 || payload.value() > largestPayload)
        return Error{ErrorCode::NoPayload, {m_label}, QStringLiteral("PayloadSize = %1").arg(payload.value())};
    return static_cast<std::size_t>(payload.value());
}

std::chrono::milliseconds DeviceSession::frameRetention()
{
    // Aravis counts from the leader on, and some cameras send it when the exposure begins or even when they are armed
    // (fixed in 0.8.27: from the last packet on). The price of patience is that a frame whose end is lost for good
    // holds up those behind it, so it is paid only where it must be.
    constexpr auto standard = 100ms;
    constexpr auto whenTriggered = 5000ms;
    if (textOf(QStringLiteral("TriggerMode")) == QLatin1String("On"))
        return whenTriggered;
    const double exposureUs = textOf(QStringLiteral("ExposureTime")).toDouble();
    return standard + std::chrono::milliseconds(static_cast<int>(std::clamp(exposureUs / 1000.0, 0.0, 60'000.0)));
}

bool DeviceSession::freeRunning()
{
    const QString mode = textOf(QStringLiteral("AcquisitionMode"));
    return (mode.isEmpty() || mode == QLatin1String("Continuous")) &&
           textOf(QStringLiteral("TriggerMode")) != QLatin1String("On");
}

Result<void> DeviceSession::startAcquisition()
{
    m_droppedBefore = dropCounter();
    lockTransportLayer(true);
    FeatureStates refreshed;
    Result<void> started =
        m_engine->execute(QStringLiteral("AcquisitionStart"), acquisitionTimeoutMs, m_cancelled, &refreshed);
    publish(refreshed, {ChangeSource::Invalidation});
    if (!started) {
        lockTransportLayer(false);
        Error error = started.error();
        return Error{ErrorCode::StartRefused, {m_label}, error.detail};
    }
    m_hub->log(m_number, EventSeverity::Info, EventKind::StreamStarted,
               {m_label, QStringLiteral("%1x%2 %3, %4")
                             .arg(textOf(QStringLiteral("Width")), textOf(QStringLiteral("Height")),
                                  textOf(QStringLiteral("PixelFormat")))
                             .arg(m_wire->streamNote())});
    return {};
}

StreamSink DeviceSession::makeSink(const std::shared_ptr<StreamLedger> &ledger)
{
    // Copies of what they need: the stream's thread runs beside the device thread, which owns this object's members.
    const auto events = std::make_shared<StreamEvents>(m_hub, m_number);
    StreamSink sink;
    sink.frame = [hub = m_hub, number = m_number, wire = m_wire, ledger](const FramePtr &frame) {
        wire->sawFrame(frame->info().receivedNs);
        hub->deliver(number, *ledger, frame);
    };
    sink.lost = [events](std::uint64_t count, std::uint64_t firstId) { events->lost(count, firstId); };
    sink.incomplete = [events](std::optional<std::uint64_t> id) { events->incomplete(id); };
    return sink;
}

Result<void> DeviceSession::stopStream()
{
    if (!m_receiver)
        return Error{ErrorCode::NotStreaming, {}, {}};
    m_hub->setState(m_number, Camera::State::Stopping);
    m_wire->setPhase(DeviceWire::Phase::Open);
    FeatureStates refreshed;
    Result<void> stopped = m_engine->execute(
        QStringLiteral("AcquisitionStop"), acquisitionTimeoutMs, [] { return false; }, &refreshed);
    publish(refreshed, {ChangeSource::Invalidation});
    // Whatever the camera said: the stream ends, and the parameters are free again.
    endStream();
    m_hub->setState(m_number, Camera::State::Idle);
    if (!stopped)
        m_hub->log(m_number, stopped.error());
    return stopped;
}

std::optional<qint64> DeviceSession::dropCounter()
{
    for (const char *name : dropCounters) {
        if (const auto count = integerOf(QString::fromLatin1(name)))
            return count;
    }
    return std::nullopt;
}

void DeviceSession::endStream()
{
    m_receiver->finish();
    m_receiver.reset();
    lockTransportLayer(false);
    const auto dropped = m_droppedBefore ? dropCounter() : std::nullopt;
    if (dropped && *dropped > *m_droppedBefore)
        m_ledger->droppedByCamera(static_cast<std::uint64_t>(*dropped - *m_droppedBefore));
    const FrameLedger counts = m_ledger->snapshot(0, monotonicNs());
    m_hub->log(m_number, EventSeverity::Info, EventKind::StreamStopped,
               {QString::number(counts.received), QString::number(counts.lost()), QString::number(counts.incomplete)});
}

} // namespace mv
