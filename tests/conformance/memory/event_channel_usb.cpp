// SPDX-License-Identifier: GPL-3.0-or-later
// The event endpoint of USB3 Vision, read by a second handle beside Aravis'.
#include "tests/conformance/memory/event_channel.h"

#include <gtest/gtest.h>
#include <libusb.h>

#include <stdexcept>

namespace mv::test {

namespace {

constexpr std::uint64_t kEventControl = 0x12000; // EIRM
constexpr int kEventInterface = 1;
constexpr unsigned char kEventEndpoint = 0x82;
constexpr std::size_t kHeaderBytes = 12, kEntryBytes = 12;

std::uint64_t little(const std::vector<std::uint8_t> &bytes, std::size_t at, std::size_t size)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
        value |= std::uint64_t(bytes.at(at + i)) << (8 * i);
    return value;
}

void check(int error, const char *what)
{
    if (error < 0)
        throw std::runtime_error(std::string(what) + ": " + libusb_error_name(error));
}

class UsbReceiver : public EventReceiver
{
public:
    explicit UsbReceiver(WireCamera &camera) : m_camera(camera)
    {
        check(libusb_init(&m_context), "libusb_init");
        openBySerial(camera.serial());
        check(libusb_claim_interface(m_handle, kEventInterface), "claiming the event interface");
        camera.writeMemory(kEventControl, {1, 0, 0, 0});
    }
    ~UsbReceiver() override
    {
        try {
            m_camera.writeMemory(kEventControl, {0, 0, 0, 0});
        } catch (const std::exception &problem) {
            ADD_FAILURE() << "closing the event channel: " << problem.what();
        }
        EXPECT_EQ(libusb_release_interface(m_handle, kEventInterface), 0);
        libusb_close(m_handle);
        libusb_exit(m_context);
    }

    std::vector<WireEvent> receive(std::chrono::milliseconds patience, bool) override
    {
        std::vector<std::uint8_t> message(1024);
        int moved = 0;
        const auto ms = unsigned(std::max<std::int64_t>(patience.count(), 1));
        const int error =
            libusb_bulk_transfer(m_handle, kEventEndpoint, message.data(), int(message.size()), &moved, ms);
        if (error == LIBUSB_ERROR_TIMEOUT && moved == 0)
            return {};
        check(error, "reading the event endpoint");
        message.resize(std::size_t(moved));
        return {takeApart(message)};
    }

private:
    void openBySerial(const std::string &serial)
    {
        libusb_device **list = nullptr;
        const auto count = libusb_get_device_list(m_context, &list);
        for (ssize_t i = 0; i < count && !m_handle; ++i) {
            libusb_device_descriptor descriptor;
            libusb_device_handle *handle = nullptr;
            unsigned char text[64] = {};
            libusb_get_device_descriptor(list[i], &descriptor);
            if (descriptor.bDeviceClass != 0xEF || libusb_open(list[i], &handle) != 0)
                continue;
            libusb_get_string_descriptor_ascii(handle, descriptor.iSerialNumber, text, sizeof text);
            if (serial == reinterpret_cast<const char *>(text))
                m_handle = handle;
            else
                libusb_close(handle);
        }
        libusb_free_device_list(list, 1);
        if (!m_handle)
            throw std::runtime_error("no USB device with the serial number " + serial);
    }
    WireEvent takeApart(const std::vector<std::uint8_t> &message) const
    {
        WireEvent event;
        EXPECT_EQ(little(message, 0, 4), 0x45563355u) << "U3VE";
        EXPECT_EQ(little(message, 4, 2), 0u) << "no answer wanted";
        EXPECT_EQ(little(message, 6, 2), 0x0C00u) << "EVENT";
        EXPECT_EQ(little(message, 8, 2), message.size() - kHeaderBytes) << "length";
        event.request = std::uint16_t(little(message, 10, 2));
        EXPECT_EQ(little(message, kHeaderBytes, 2), message.size() - kHeaderBytes) << "of the event";
        event.id = std::uint16_t(little(message, kHeaderBytes + 2, 2));
        event.timestampNs = little(message, kHeaderBytes + 4, 8);
        event.data.assign(message.begin() + kHeaderBytes + kEntryBytes, message.end());
        return event;
    }

    WireCamera &m_camera;
    libusb_context *m_context = nullptr;
    libusb_device_handle *m_handle = nullptr;
};

} // namespace

std::unique_ptr<EventReceiver> makeUsbReceiver(WireCamera &camera)
{
    return std::make_unique<UsbReceiver>(camera);
}

} // namespace mv::test
