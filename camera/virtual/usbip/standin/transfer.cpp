// SPDX-License-Identifier: GPL-3.0-or-later
// The life of an asynchronous transfer.
#include "camera/virtual/usbip/standin/transfer.h"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace mv::vcam::usbip {

namespace {

/// The private part, with room behind it so that the shown part is aligned.
constexpr std::size_t kPrivateBytes =
    (sizeof(Transfer) + alignof(std::max_align_t) - 1) / alignof(std::max_align_t) * alignof(std::max_align_t);

/// Tells the context of the end of a transfer.
class TransferCompletion : public Completion
{
public:
    explicit TransferCompletion(Transfer &transfer) : m_transfer(transfer) {}
    void done(int status, std::size_t moved) override
    {
        libusb_transfer *shown = m_transfer.shown();
        libusb_context *context = shown->dev_handle->device->context;
        {
            const std::lock_guard lock(m_transfer.mutex);
            m_transfer.state = Transfer::State::Ended;
            shown->actual_length = int(moved);
            shown->status = statusOf(status, m_transfer.timedOut);
            const bool isShort = moved < (shown->type == LIBUSB_TRANSFER_TYPE_CONTROL
                                              ? std::size_t(shown->length) - LIBUSB_CONTROL_SETUP_SIZE
                                              : std::size_t(shown->length));
            if (shown->status == LIBUSB_TRANSFER_COMPLETED && isShort && (shown->flags & LIBUSB_TRANSFER_SHORT_NOT_OK))
                shown->status = LIBUSB_TRANSFER_ERROR;
        }
        context->post(&m_transfer);
    }

private:
    Transfer &m_transfer;
};

UrbHeader headerOf(const libusb_transfer &transfer)
{
    UrbHeader header;
    header.endpoint = transfer.endpoint & 0x0Fu;
    header.in = transfer.endpoint & LIBUSB_ENDPOINT_IN;
    if (transfer.type == LIBUSB_TRANSFER_TYPE_CONTROL) {
        std::copy_n(transfer.buffer, header.setup.size(), header.setup.begin());
        header.in = transfer.buffer[0] & LIBUSB_ENDPOINT_IN;
    }
    return header;
}

} // namespace

libusb_transfer_status statusOf(int error, bool timedOut)
{
    switch (error) {
    case 0:
        return LIBUSB_TRANSFER_COMPLETED;
    case -EPIPE:
        return LIBUSB_TRANSFER_STALL;
    case -EOVERFLOW:
        return LIBUSB_TRANSFER_OVERFLOW;
    case -ECONNRESET:
    case -ENOENT:
        return timedOut ? LIBUSB_TRANSFER_TIMED_OUT : LIBUSB_TRANSFER_CANCELLED;
    case -ENODEV:
    case -ESHUTDOWN:
        return LIBUSB_TRANSFER_NO_DEVICE;
    default:
        return LIBUSB_TRANSFER_ERROR;
    }
}

libusb_transfer *Transfer::shown()
{
    return reinterpret_cast<libusb_transfer *>(reinterpret_cast<std::byte *>(this) + kPrivateBytes);
}

Transfer *Transfer::of(libusb_transfer *shown)
{
    return reinterpret_cast<Transfer *>(reinterpret_cast<std::byte *>(shown) - kPrivateBytes);
}

int Transfer::submit()
{
    libusb_transfer *t = shown();
    const bool control = t->type == LIBUSB_TRANSFER_TYPE_CONTROL;
    const bool bulk = t->type == LIBUSB_TRANSFER_TYPE_BULK || t->type == LIBUSB_TRANSFER_TYPE_INTERRUPT;
    if ((!control && !bulk) || (control && t->length < int(LIBUSB_CONTROL_SETUP_SIZE)))
        return control ? LIBUSB_ERROR_INVALID_PARAM : LIBUSB_ERROR_NOT_SUPPORTED;
    if (!t->dev_handle->device->plug->present)
        return LIBUSB_ERROR_NO_DEVICE;
    const std::lock_guard lock(mutex); // until it is on the way: it may end before submit() returns
    if (state != State::Idle)
        return LIBUSB_ERROR_BUSY;
    state = State::UnderWay;
    timedOut = false;
    t->actual_length = 0;
    const UrbHeader header = headerOf(*t);
    std::span<std::uint8_t> buffer(t->buffer, std::size_t(t->length));
    if (control)
        buffer = buffer.subspan(LIBUSB_CONTROL_SETUP_SIZE);
    libusb_context *context = t->dev_handle->device->context;
    if (t->timeout > 0) {
        deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(t->timeout);
        context->watch(this);
    }
    UsbipClient &client = *t->dev_handle->client;
    const std::span<std::uint8_t> nothing;
    number = client.reserve();
    if (client.submit(number, header, header.in ? nothing : buffer, header.in ? buffer : nothing,
                      std::make_shared<TransferCompletion>(*this)))
        return LIBUSB_SUCCESS;
    context->unwatch(this);
    state = State::Idle;
    return LIBUSB_ERROR_NO_DEVICE;
}

int Transfer::cancel(bool late)
{
    std::uint32_t which = 0;
    {
        const std::lock_guard lock(mutex);
        if (state != State::UnderWay)
            return LIBUSB_ERROR_NOT_FOUND;
        state = State::Cancelling;
        timedOut = late;
        which = number;
    }
    shown()->dev_handle->client->unlink(which);
    return LIBUSB_SUCCESS;
}

void Transfer::finish()
{
    libusb_transfer *t = shown();
    const bool freeIt = t->flags & LIBUSB_TRANSFER_FREE_TRANSFER;
    {
        const std::lock_guard lock(mutex);
        state = State::Idle;
    }
    if (t->callback)
        t->callback(t); // which may submit it again, or free it
    if (freeIt)
        libusb_free_transfer(t);
}

} // namespace mv::vcam::usbip

using mv::vcam::usbip::kPrivateBytes;
using mv::vcam::usbip::Transfer;

extern "C" {

libusb_transfer *LIBUSB_CALL libusb_alloc_transfer(int packets)
{
    if (packets < 0)
        return nullptr;
    const std::size_t bytes =
        kPrivateBytes + sizeof(libusb_transfer) + std::size_t(packets) * sizeof(libusb_iso_packet_descriptor);
    void *memory = std::calloc(1, bytes);
    return memory ? (new (memory) Transfer)->shown() : nullptr;
}

void LIBUSB_CALL libusb_free_transfer(libusb_transfer *transfer)
{
    if (!transfer)
        return;
    if (transfer->flags & LIBUSB_TRANSFER_FREE_BUFFER)
        std::free(transfer->buffer);
    Transfer *all = Transfer::of(transfer);
    all->~Transfer();
    std::free(all);
}

int LIBUSB_CALL libusb_submit_transfer(libusb_transfer *transfer)
{
    return Transfer::of(transfer)->submit();
}

int LIBUSB_CALL libusb_cancel_transfer(libusb_transfer *transfer)
{
    return Transfer::of(transfer)->cancel(false);
}

} // extern "C"
