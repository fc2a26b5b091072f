// SPDX-License-Identifier: GPL-3.0-or-later
// The opened camera: its handles, opening it, and its features.
#include "camera/private/device_session.h"

#include "camera/private/clock_latch.h"
#include "camera/private/clock_map.h"
#include "camera/private/device_dispose.h"
#include "camera/private/device_hub.h"
#include "camera/private/device_wire.h"
#include "camera/private/feature_engine.h"
#include "camera/private/stream_ledger.h"
#include "camera/private/stream_receiver.h"

#include <arv.h>

namespace mv {

namespace {

/// On a thread of Aravis', with its locks held: nothing of the device may be touched here.
void onControlLost(ArvDevice *, gpointer wire)
{
    static_cast<DeviceWire *>(wire)->suspect();
}

} // namespace

DeviceSession::DeviceSession(std::shared_ptr<DeviceHub> hub, std::uint64_t number, const DeviceInfo &info,
                             std::function<bool()> cancelled, std::function<bool()> waiting)
    : m_hub(std::move(hub))
    , m_number(number)
    , m_info(info)
    , m_label(displayName(info))
    , m_cancelled(std::move(cancelled))
    , m_waiting(std::move(waiting))
    , m_clock(std::make_shared<ClockMap>())
{}

DeviceSession::~DeviceSession()
{
    dispose();
}

void DeviceSession::dispose()
{
    m_receiver.reset();
    m_latch.reset();
    m_engine.reset();
    if (m_device)
        m_wire->settle();
    if (m_controlLost != 0)
        g_signal_handler_disconnect(m_device.get(), std::exchange(m_controlLost, 0));
    m_device.reset();
}

Result<void> DeviceSession::open(DeviceWire &wire)
{
    m_wire = &wire;
    keepAravisFromEndingDevices();
    auto device = wire.open(m_cancelled);
    if (!device)
        return device.error();
    m_device = std::move(device.value());
    m_controlLost = g_signal_connect(m_device.get(), "control-lost", G_CALLBACK(onControlLost), m_wire);
    wire.setPhase(DeviceWire::Phase::Open);
    if (m_cancelled())
        return Error{ErrorCode::Cancelled, {}, {}};
    auto engine = FeatureEngine::create(m_device.get(), m_label);
    if (!engine)
        return engine.error();
    m_engine = std::move(engine.value());
    // A program that died while streaming may have left the parameters locked.
    lockTransportLayer(false);
    m_latch = std::make_unique<ClockLatch>(*m_engine);
    m_hub->setTree(m_number, m_engine->tree());
    m_plan.begin(m_engine->tree(), [this](const QString &name) { return m_engine->dependants(name); });
    updatePolled();
    wire.opened();
    return {};
}

void DeviceSession::shutdown()
{
    if (m_receiver)
        (void)stopStream();
}

QString DeviceSession::textOf(const QString &name)
{
    return m_engine->has(name) ? valueToText(m_engine->read({name}).value(name).value) : QString();
}

std::optional<qint64> DeviceSession::integerOf(const QString &name)
{
    if (!m_engine->has(name))
        return std::nullopt;
    const auto value = m_engine->readInteger(name);
    return value ? std::optional(value.value()) : std::nullopt;
}

void DeviceSession::lockTransportLayer(bool locked)
{
    const QString node = QStringLiteral("TLParamsLocked");
    if (m_engine->has(node))
        (void)m_engine->writeInteger(node, locked ? 1 : 0);
    m_plan.soon(m_engine->dependants(node)); // what is greyed while streaming
}

} // namespace mv
