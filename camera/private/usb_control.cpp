// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a USB3 Vision camera's memory over a claimed control interface (GenCP 1.1, 2; all fields little endian).
#include "camera/private/usb_control.h"

#include <QtEndian>

#include <algorithm>

namespace mv {

namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t magic = 0x43563355; // "U3VC"
constexpr std::uint16_t requestAck = 0x4000;
constexpr std::uint16_t readCommand = 0x0800;
constexpr std::uint16_t readAck = 0x0801;
constexpr std::uint16_t pendingAck = 0x0805;
constexpr qsizetype headerSize = 12;

constexpr int tries = 3;
constexpr auto answerTime = 500ms; // until the camera's own limit is known; Aravis gives it 32 ms, five times
constexpr auto longestPending = 10s;
constexpr int packet = 1024; // SuperSpeed's bulk packet: no read is shorter, so that nothing overflows

template<typename Number> void append(QByteArray &bytes, Number value)
{
    const Number little = qToLittleEndian(value);
    bytes.append(reinterpret_cast<const char *>(&little), sizeof little);
}

template<typename Number> Number field(const QByteArray &bytes, qsizetype at)
{
    return qFromLittleEndian<Number>(bytes.constData() + at);
}

QByteArray readRequest(std::uint64_t address, std::uint16_t size, std::uint16_t id)
{
    QByteArray request;
    append(request, magic);
    append(request, requestAck);
    append(request, readCommand);
    append<std::uint16_t>(request, 12);
    append(request, id);
    append(request, address);
    append<std::uint16_t>(request, 0);
    append(request, size);
    return request;
}

unsigned int transferTime(std::chrono::steady_clock::duration left)
{
    // 0 would mean for ever.
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(left).count();
    return static_cast<unsigned int>(std::clamp<std::int64_t>(ms, 1, 10'000));
}

} // namespace

UsbControl::UsbControl(libusb_device_handle *handle, const UsbVisionLayout &layout, std::function<bool()> cancelled)
    : m_handle(handle), m_layout(layout), m_cancelled(std::move(cancelled))
{}

void UsbControl::reset()
{
    libusb_clear_halt(m_handle, m_layout.controlOut);
    libusb_clear_halt(m_handle, m_layout.controlIn);
    QByteArray old(packet, '\0');
    int length = 0;
    for (int i = 0; i < 8; ++i) {
        if (libusb_bulk_transfer(m_handle, m_layout.controlIn, reinterpret_cast<unsigned char *>(old.data()), packet,
                                 &length, 2) != LIBUSB_SUCCESS)
            return;
    }
}

UsbControl::Answer UsbControl::read(std::uint64_t address, std::uint16_t size, QByteArray &bytes)
{
    Answer answer = Answer::Silence;
    for (int i = 0; i < tries && !m_cancelled(); ++i) {
        const auto begin = Clock::now();
        answer = attempt(address, size, bytes);
        m_slowest = std::max(m_slowest, std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin));
        if (answer != Answer::Silence && answer != Answer::Garbage)
            break;
    }
    return answer;
}

UsbControl::Answer UsbControl::attempt(std::uint64_t address, std::uint16_t size, QByteArray &bytes)
{
    QByteArray request = readRequest(address, size, ++m_id);
    int sent = 0;
    const int error =
        libusb_bulk_transfer(m_handle, m_layout.controlOut, reinterpret_cast<unsigned char *>(request.data()),
                             static_cast<int>(request.size()), &sent, transferTime(answerTime));
    if (error != LIBUSB_SUCCESS)
        return transferFailed(error);
    return await(size, bytes);
}

UsbControl::Answer UsbControl::await(std::uint16_t size, QByteArray &bytes)
{
    const auto begin = Clock::now();
    auto until = begin + answerTime;
    bool pending = false;
    bool garbage = false;
    QByteArray ack((headerSize + size + packet - 1) / packet * packet, '\0');
    while (!m_cancelled() && Clock::now() < until) {
        int length = 0;
        const int error =
            libusb_bulk_transfer(m_handle, m_layout.controlIn, reinterpret_cast<unsigned char *>(ack.data()),
                                 static_cast<int>(ack.size()), &length, transferTime(until - Clock::now()));
        if (error == LIBUSB_ERROR_TIMEOUT)
            break;
        if (error != LIBUSB_SUCCESS)
            return transferFailed(error);
        const bool isAck = length >= headerSize && field<std::uint32_t>(ack, 0) == magic;
        const auto command = isAck ? field<std::uint16_t>(ack, 6) : std::uint16_t(0);
        if (!isAck || field<std::uint16_t>(ack, 10) != m_id) {
            garbage = garbage || !isAck; // an answer to an older question is none
            continue;
        }
        if (command == pendingAck && length >= headerSize + 4) {
            pending = true;
            until = std::min(Clock::now() + std::chrono::milliseconds(field<std::uint16_t>(ack, 14)) + answerTime,
                             begin + longestPending);
            continue;
        }
        m_status = field<std::uint16_t>(ack, 4);
        if (command == readAck && m_status != 0)
            return Answer::Refused;
        if (command != readAck || length != headerSize + size)
            return Answer::Garbage;
        bytes = ack.mid(headerSize, size);
        return Answer::Value;
    }
    return pending ? Answer::Pending : garbage ? Answer::Garbage : Answer::Silence;
}

UsbControl::Answer UsbControl::transferFailed(int error)
{
    m_error = error;
    switch (error) {
    case LIBUSB_ERROR_NO_DEVICE:
        return Answer::Gone;
    case LIBUSB_ERROR_TIMEOUT:
        return Answer::Silence;
    case LIBUSB_ERROR_PIPE:
        libusb_clear_halt(m_handle, m_layout.controlOut);
        libusb_clear_halt(m_handle, m_layout.controlIn);
        return Answer::Silence; // asked again
    default:
        return Answer::Broken;
    }
}

} // namespace mv
