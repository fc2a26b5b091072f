// SPDX-License-Identifier: GPL-3.0-or-later
// Notices that a USB camera was unplugged, or that its opening does not come to an end.
#include "camera/private/usb_watch.h"

#include "camera/private/stream_ledger.h"

#include <sys/time.h>

namespace mv {

namespace {

using namespace std::chrono_literals;

constexpr std::int64_t ms = 1'000'000;
// As for GigE (device_watch.cpp): several times what is likely, because only a hopeless camera must be given up.
constexpr std::int64_t openingNs = 20'000 * ms;
constexpr std::int64_t openingReads = 300;
constexpr std::int64_t leeway = 4;
constexpr timeval glance{.tv_sec = 0, .tv_usec = 200'000};

int placeOf(libusb_device *device)
{
    return libusb_get_bus_number(device) << 8 | libusb_get_device_address(device);
}

} // namespace

UsbWatch::UsbWatch(std::function<void(ErrorCode, const QString &)> gone)
    : m_gone(std::move(gone)), m_context(openUsbContext())
{
    if (!m_context)
        return;
    m_hotPlug = libusb_has_capability(LIBUSB_CAP_HAS_HOTPLUG) &&
                libusb_hotplug_register_callback(m_context.get(), LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT, 0,
                                                 LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY,
                                                 LIBUSB_HOTPLUG_MATCH_ANY, left, this, &m_callback) == LIBUSB_SUCCESS;
    m_thread = std::thread([this] { run(); });
}

UsbWatch::~UsbWatch()
{
    if (!m_context)
        return;
    m_stopping = true;
    if (m_hotPlug)
        libusb_hotplug_deregister_callback(m_context.get(), m_callback);
    libusb_interrupt_event_handler(m_context.get());
    m_thread.join();
}

int UsbWatch::left(libusb_context *, libusb_device *device, libusb_hotplug_event, void *self)
{
    auto *watch = static_cast<UsbWatch *>(self);
    if (placeOf(device) == watch->m_place)
        watch->m_left = true;
    return 0; // stay registered
}

void UsbWatch::follow(libusb_device *device)
{
    m_place = placeOf(device);
}

void UsbWatch::expectOpening(const OpeningCost &cost)
{
    const std::int64_t answerNs = std::chrono::nanoseconds(cost.slowestAnswer).count();
    const auto reads = static_cast<std::int64_t>(cost.descriptionBytes / 512) + openingReads;
    m_openByNs = monotonicNs() + openingNs + leeway * reads * answerNs;
}

void UsbWatch::suspect()
{
    m_suspect = true;
    if (m_context)
        libusb_interrupt_event_handler(m_context.get());
}

void UsbWatch::settle() const
{
    constexpr auto step = 1ms;
    for (auto waited = 0ms; m_left && !m_suspect && waited < 1s; waited += step)
        std::this_thread::sleep_for(step);
}

void UsbWatch::run()
{
    while (!m_stopping) {
        timeval patience = glance;
        libusb_handle_events_timeout_completed(m_context.get(), &patience, nullptr);
        const std::int64_t openBy = m_openByNs;
        if (m_stopping)
            return;
        if (m_left || m_suspect) {
            m_gone(ErrorCode::ConnectionLost, m_left ? QStringLiteral("unplugged") : QStringLiteral("control-lost"));
            break;
        }
        if (openBy != 0 && monotonicNs() > openBy) {
            m_gone(ErrorCode::Timeout, QStringLiteral("its description or its features do not come to an end"));
            break;
        }
    }
    // Transfers on this context still have to come back before it is closed.
    while (!m_stopping) {
        timeval patience = glance;
        libusb_handle_events_timeout_completed(m_context.get(), &patience, nullptr);
    }
}

} // namespace mv
