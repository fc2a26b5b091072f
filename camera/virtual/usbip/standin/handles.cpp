// SPDX-License-Identifier: GPL-3.0-or-later
// libusb's functions about open devices, and its synchronous transfers.
#include "camera/virtual/usbip/standin/bus.h"
#include "camera/virtual/usbip/standin/context.h"
#include "camera/virtual/usbip/standin/transfer.h"

#include <algorithm>
#include <cerrno>

using namespace mv::vcam::usbip;

namespace {

constexpr auto kUnlinkPatience = std::chrono::seconds(5); // for a server that has stopped to answer
constexpr unsigned kControlTimeoutMs = 5000;              // of the functions that have none of their own

/// Somebody sleeps until it is done.
class WaitedFor : public Completion
{
public:
    void done(int status, std::size_t moved) override
    {
        const std::lock_guard lock(m_mutex); // also while notifying: the waiter must not be gone
        m_status = status;
        m_moved = moved;
        m_done = true;
        m_changed.notify_all();
    }
    template<typename Duration> bool waitFor(Duration time)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, time, [this] { return m_done; });
    }
    void wait()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_done; });
    }
    int status() const { return m_status; }
    std::size_t moved() const { return m_moved; }

private:
    std::mutex m_mutex; // guards everything below
    std::condition_variable m_changed;
    bool m_done = false;
    int m_status = 0;
    std::size_t m_moved = 0;
};

struct Outcome
{
    int error = LIBUSB_SUCCESS;
    int linux = 0; ///< the error number behind it
    std::size_t moved = 0;
};

int errorOf(libusb_transfer_status status)
{
    switch (status) {
    case LIBUSB_TRANSFER_COMPLETED:
        return LIBUSB_SUCCESS;
    case LIBUSB_TRANSFER_TIMED_OUT:
        return LIBUSB_ERROR_TIMEOUT;
    case LIBUSB_TRANSFER_STALL:
        return LIBUSB_ERROR_PIPE;
    case LIBUSB_TRANSFER_OVERFLOW:
        return LIBUSB_ERROR_OVERFLOW;
    case LIBUSB_TRANSFER_NO_DEVICE:
        return LIBUSB_ERROR_NO_DEVICE;
    default:
        return LIBUSB_ERROR_IO;
    }
}

/// What did arrive before the time was over is counted, as libusb does.
Outcome transfer(libusb_device_handle &handle, const UrbHeader &header, std::span<const std::uint8_t> data,
                 std::span<std::uint8_t> room, unsigned timeoutMs)
{
    if (!handle.device->plug->present)
        return {LIBUSB_ERROR_NO_DEVICE, -ENODEV};
    const auto waited = std::make_shared<WaitedFor>();
    UsbipClient &client = *handle.client;
    const std::uint32_t number = client.reserve();
    if (!client.submit(number, header, data, room, waited))
        return {LIBUSB_ERROR_NO_DEVICE, -ENODEV};
    bool late = false;
    if (timeoutMs > 0 && !waited->waitFor(std::chrono::milliseconds(timeoutMs))) {
        late = true;
        client.unlink(number);
        if (!waited->waitFor(kUnlinkPatience))
            client.breakOff();
    }
    waited->wait();
    return {errorOf(statusOf(waited->status(), late)), waited->status(), waited->moved()};
}

/// A request of endpoint 0.
Outcome controlTransfer(libusb_device_handle &handle, std::array<std::uint8_t, 8> setup, std::uint8_t *data,
                        unsigned timeoutMs)
{
    UrbHeader header;
    header.setup = setup;
    header.in = setup[0] & LIBUSB_ENDPOINT_IN;
    const std::span<std::uint8_t> buffer(data, std::size_t(setup[6] | setup[7] << 8));
    const std::span<std::uint8_t> nothing;
    return transfer(handle, header, header.in ? nothing : buffer, header.in ? buffer : nothing, timeoutMs);
}

std::array<std::uint8_t, 8> setupOf(unsigned type, unsigned request, unsigned value, unsigned index, unsigned length)
{
    const auto low = [](unsigned word) { return std::uint8_t(word & 0xFF); };
    const auto high = [](unsigned word) { return std::uint8_t(word >> 8 & 0xFF); };
    return {low(type), low(request), low(value), high(value), low(index), high(index), low(length), high(length)};
}

int claim(libusb_device_handle &handle, int interface, bool on)
{
    if (interface < 0 || interface > 31)
        return LIBUSB_ERROR_INVALID_PARAM;
    const auto setup = setupOf(kClaimRequestType, kClaimRequest, on, unsigned(interface), 0);
    const Outcome outcome = controlTransfer(handle, setup, nullptr, kControlTimeoutMs);
    if (outcome.linux == -EBUSY)
        return LIBUSB_ERROR_BUSY;
    return outcome.linux == -ENOENT ? LIBUSB_ERROR_NOT_FOUND : outcome.error;
}

/// A request without data, whose refusal means that there is no such thing.
int request(libusb_device_handle &handle, unsigned type, unsigned code, unsigned value, unsigned index)
{
    const int error = controlTransfer(handle, setupOf(type, code, value, index, 0), nullptr, kControlTimeoutMs).error;
    return error == LIBUSB_ERROR_PIPE ? LIBUSB_ERROR_NOT_FOUND : error;
}

} // namespace

extern "C" {

int LIBUSB_CALL libusb_open(libusb_device *device, libusb_device_handle **handle)
{
    if (device->plug->socket.empty())
        return LIBUSB_ERROR_ACCESS; // root hubs belong to root
    if (!device->plug->present)
        return LIBUSB_ERROR_NO_DEVICE;
    DeviceEntry entry;
    const int socket = importDevice(device->plug->socket, entry);
    if (socket < 0)
        return LIBUSB_ERROR_NO_DEVICE;
    *handle = new libusb_device_handle{addReference(device),
                                       std::make_unique<UsbipClient>(socket, [] { Bus::instance().lookAfter(); })};
    return LIBUSB_SUCCESS;
}

void LIBUSB_CALL libusb_close(libusb_device_handle *handle)
{
    if (!handle)
        return;
    handle->client.reset();
    dropReference(handle->device);
    delete handle;
}

libusb_device_handle *LIBUSB_CALL libusb_open_device_with_vid_pid(libusb_context *context, uint16_t vendor,
                                                                  uint16_t product)
{
    libusb_device **list = nullptr;
    libusb_get_device_list(context, &list);
    libusb_device_handle *handle = nullptr;
    for (libusb_device **device = list; *device && !handle; ++device) {
        const auto &d = (*device)->plug->device;
        if ((d[8] | d[9] << 8) == vendor && (d[10] | d[11] << 8) == product)
            libusb_open(*device, &handle);
    }
    libusb_free_device_list(list, 1);
    return handle;
}

libusb_device *LIBUSB_CALL libusb_get_device(libusb_device_handle *handle)
{
    return handle->device;
}

int LIBUSB_CALL libusb_get_configuration(libusb_device_handle *handle, int *configuration)
{
    std::uint8_t value = 0;
    const auto setup = setupOf(LIBUSB_ENDPOINT_IN, LIBUSB_REQUEST_GET_CONFIGURATION, 0, 0, 1);
    const Outcome outcome = controlTransfer(*handle, setup, &value, kControlTimeoutMs);
    if (outcome.error == LIBUSB_SUCCESS)
        *configuration = value;
    return outcome.error;
}

int LIBUSB_CALL libusb_set_configuration(libusb_device_handle *handle, int configuration)
{
    return request(*handle, 0, LIBUSB_REQUEST_SET_CONFIGURATION, unsigned(std::max(configuration, 0)), 0);
}

int LIBUSB_CALL libusb_claim_interface(libusb_device_handle *handle, int interface)
{
    return claim(*handle, interface, true);
}

int LIBUSB_CALL libusb_release_interface(libusb_device_handle *handle, int interface)
{
    return claim(*handle, interface, false);
}

int LIBUSB_CALL libusb_set_interface_alt_setting(libusb_device_handle *handle, int interface, int setting)
{
    return request(*handle, LIBUSB_RECIPIENT_INTERFACE, LIBUSB_REQUEST_SET_INTERFACE, unsigned(setting),
                   unsigned(interface));
}

int LIBUSB_CALL libusb_clear_halt(libusb_device_handle *handle, unsigned char endpoint)
{
    return request(*handle, LIBUSB_RECIPIENT_ENDPOINT, LIBUSB_REQUEST_CLEAR_FEATURE, 0, endpoint);
}

/// The device forgets nothing by that but its halts, which is what a program wants to be rid of.
int LIBUSB_CALL libusb_reset_device(libusb_device_handle *handle)
{
    return request(*handle, 0, LIBUSB_REQUEST_SET_CONFIGURATION, 1, 0);
}

int LIBUSB_CALL libusb_kernel_driver_active(libusb_device_handle *, int)
{
    return 0; // no driver takes such a device
}

int LIBUSB_CALL libusb_detach_kernel_driver(libusb_device_handle *, int)
{
    return LIBUSB_ERROR_NOT_FOUND;
}

int LIBUSB_CALL libusb_attach_kernel_driver(libusb_device_handle *, int)
{
    return LIBUSB_ERROR_NOT_FOUND;
}

int LIBUSB_CALL libusb_set_auto_detach_kernel_driver(libusb_device_handle *, int)
{
    return LIBUSB_SUCCESS;
}

int LIBUSB_CALL libusb_control_transfer(libusb_device_handle *handle, uint8_t type, uint8_t code, uint16_t value,
                                        uint16_t index, unsigned char *data, uint16_t length, unsigned int timeoutMs)
{
    const Outcome outcome = controlTransfer(*handle, setupOf(type, code, value, index, length), data, timeoutMs);
    return outcome.error == LIBUSB_SUCCESS ? int(outcome.moved) : outcome.error;
}

int LIBUSB_CALL libusb_bulk_transfer(libusb_device_handle *handle, unsigned char endpoint, unsigned char *data,
                                     int length, int *moved, unsigned int timeoutMs)
{
    if (length < 0)
        return LIBUSB_ERROR_INVALID_PARAM;
    UrbHeader header;
    header.endpoint = endpoint & 0x0Fu;
    header.in = endpoint & LIBUSB_ENDPOINT_IN;
    const std::span<std::uint8_t> buffer(data, std::size_t(length)), nothing;
    const Outcome outcome =
        transfer(*handle, header, header.in ? nothing : buffer, header.in ? buffer : nothing, timeoutMs);
    if (moved)
        *moved = int(outcome.moved);
    return outcome.error;
}

int LIBUSB_CALL libusb_interrupt_transfer(libusb_device_handle *handle, unsigned char endpoint, unsigned char *data,
                                          int length, int *moved, unsigned int timeoutMs)
{
    return libusb_bulk_transfer(handle, endpoint, data, length, moved, timeoutMs);
}

int LIBUSB_CALL libusb_get_string_descriptor_ascii(libusb_device_handle *handle, uint8_t index, unsigned char *text,
                                                   int room)
{
    if (index == 0 || room <= 0)
        return LIBUSB_ERROR_INVALID_PARAM;
    constexpr unsigned kEnglish = 0x0409, kHeader = 2;
    std::array<std::uint8_t, 255> bytes{};
    const auto setup = setupOf(LIBUSB_ENDPOINT_IN, LIBUSB_REQUEST_GET_DESCRIPTOR, LIBUSB_DT_STRING << 8 | index,
                               kEnglish, bytes.size());
    const Outcome outcome = controlTransfer(*handle, setup, bytes.data(), kControlTimeoutMs);
    if (outcome.error != LIBUSB_SUCCESS)
        return outcome.error;
    if (outcome.moved < kHeader || bytes[1] != LIBUSB_DT_STRING || bytes[0] > outcome.moved)
        return LIBUSB_ERROR_IO;
    int length = 0;
    for (std::size_t at = kHeader; at + 1 < bytes[0] && length < room - 1; at += 2)
        text[length++] = bytes[at + 1] || bytes[at] & 0x80 ? '?' : bytes[at];
    text[length] = 0;
    return length;
}

} // extern "C"
