// SPDX-License-Identifier: GPL-3.0-or-later
// Listens on a USB3 Vision camera's event endpoint, which Aravis leaves alone.
#include "camera/private/usb_event_pipe.h"

#include <algorithm>

namespace mv {

namespace {

constexpr int messageSize = 4096; // a multiple of every bulk packet size; events have some tens of bytes

} // namespace

std::unique_ptr<UsbEventPipe> UsbEventPipe::open(libusb_device *device, const UsbVisionLayout &layout,
                                                 std::function<void(const UsbEvent &)> sink, int &error)
{
    if (!layout.eventInterface) {
        error = LIBUSB_ERROR_NOT_FOUND;
        return nullptr;
    }
    UsbHandlePtr handle = openUsbDevice(device, error);
    if (!handle)
        return nullptr;
    UsbClaim claim(handle.get(), *layout.eventInterface);
    error = claim.error();
    if (error != LIBUSB_SUCCESS)
        return nullptr;
    std::unique_ptr<UsbEventPipe> pipe(new UsbEventPipe(std::move(handle), std::move(claim), std::move(sink)));
    pipe->listen(layout.eventIn);
    return pipe;
}

UsbEventPipe::UsbEventPipe(UsbHandlePtr handle, UsbClaim claim, std::function<void(const UsbEvent &)> sink)
    : m_handle(std::move(handle)), m_claim(std::move(claim)), m_sink(std::move(sink))
{}

UsbEventPipe::~UsbEventPipe()
{
    std::unique_lock lock(m_mutex);
    m_ending = true;
    for (Listening &listening : m_listening) {
        if (listening.pending)
            libusb_cancel_transfer(listening.transfer.get());
    }
    m_returned.wait(lock, [this] { return std::ranges::none_of(m_listening, &Listening::pending); });
}

void UsbEventPipe::listen(std::uint8_t endpoint)
{
    const std::lock_guard lock(m_mutex);
    for (Listening &listening : m_listening) {
        listening.transfer.reset(libusb_alloc_transfer(0));
        listening.buffer.resize(messageSize);
        libusb_fill_bulk_transfer(listening.transfer.get(), m_handle.get(), endpoint, listening.buffer.data(),
                                  messageSize, &UsbEventPipe::completed, this, 0);
        listening.pending = libusb_submit_transfer(listening.transfer.get()) == LIBUSB_SUCCESS;
    }
}

void UsbEventPipe::completed(libusb_transfer *transfer)
{
    auto *pipe = static_cast<UsbEventPipe *>(transfer->user_data);
    const bool goOn = pipe->take(*transfer);
    const std::lock_guard lock(pipe->m_mutex);
    const auto listening = std::ranges::find_if(
        pipe->m_listening, [transfer](const Listening &l) { return l.transfer.get() == transfer; });
    listening->pending = goOn && !pipe->m_ending && libusb_submit_transfer(transfer) == LIBUSB_SUCCESS;
    // Under the lock: the waiting destructor must not go before this has returned.
    pipe->m_returned.notify_all();
}

/// False when listening on is of no use.
bool UsbEventPipe::take(const libusb_transfer &transfer)
{
    if (transfer.status != LIBUSB_TRANSFER_COMPLETED)
        return transfer.status == LIBUSB_TRANSFER_TIMED_OUT;
    const std::span bytes(transfer.buffer, std::size_t(std::max(transfer.actual_length, 0)));
    for (const UsbEvent &event : parseUsbEvents(std::as_bytes(bytes)))
        m_sink(event);
    return true;
}

} // namespace mv
