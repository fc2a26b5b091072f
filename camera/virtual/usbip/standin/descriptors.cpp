// SPDX-License-Identifier: GPL-3.0-or-later
// libusb's functions about descriptors: bytes into its structures.
#include "camera/virtual/usbip/standin/context.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

using namespace mv::vcam::usbip;

namespace {

using Bytes = std::span<const std::uint8_t>;

std::uint16_t word(Bytes bytes, std::size_t at)
{
    return std::uint16_t(bytes[at] | bytes[at + 1] << 8);
}

/// Takes one descriptor off @p bytes; empty if there is no whole one.
Bytes takeDescriptor(Bytes &bytes)
{
    if (bytes.size() < 2 || bytes[0] < 2 || bytes[0] > bytes.size())
        return {};
    const Bytes one = bytes.first(bytes[0]);
    bytes = bytes.subspan(bytes[0]);
    return one;
}

/// An array in C's memory with room for one more; old elements keep their values.
template<typename T> T *grow(const T *array, std::size_t count)
{
    T *grown = static_cast<T *>(std::realloc(const_cast<T *>(array), (count + 1) * sizeof(T)));
    std::memset(static_cast<void *>(grown + count), 0, sizeof(T));
    return grown;
}

void append(const unsigned char *&extra, int &length, Bytes bytes)
{
    auto *grown = static_cast<unsigned char *>(
        std::realloc(const_cast<unsigned char *>(extra), std::size_t(length) + bytes.size()));
    std::ranges::copy(bytes, grown + length);
    extra = grown;
    length += int(bytes.size());
}

/// Puts the configuration's descriptors where libusb has them; unknown ones are the extra bytes of what precedes them.
class ConfigurationReader
{
public:
    explicit ConfigurationReader(libusb_config_descriptor &config) : m_config(config) {}

    bool read(Bytes bytes)
    {
        const Bytes head = takeDescriptor(bytes);
        if (head.size() < LIBUSB_DT_CONFIG_SIZE || head[1] != LIBUSB_DT_CONFIG)
            return false;
        m_config.bLength = head[0];
        m_config.bDescriptorType = head[1];
        m_config.wTotalLength = word(head, 2);
        m_config.bConfigurationValue = head[5];
        m_config.iConfiguration = head[6];
        m_config.bmAttributes = head[7];
        m_config.MaxPower = head[8];
        for (Bytes one = takeDescriptor(bytes); !one.empty(); one = takeDescriptor(bytes))
            readOne(one);
        return true;
    }

private:
    void readOne(Bytes one)
    {
        if (one[1] == LIBUSB_DT_INTERFACE && one.size() >= LIBUSB_DT_INTERFACE_SIZE)
            addSetting(one);
        else if (one[1] == LIBUSB_DT_ENDPOINT && one.size() >= LIBUSB_DT_ENDPOINT_SIZE && m_setting)
            addEndpoint(one);
        else if (m_endpoint)
            append(m_endpoint->extra, m_endpoint->extra_length, one);
        else if (m_setting)
            append(m_setting->extra, m_setting->extra_length, one);
        else
            append(m_config.extra, m_config.extra_length, one);
    }

    void addSetting(Bytes one)
    {
        const bool another = m_setting && m_setting->bInterfaceNumber == one[2];
        if (!another) {
            m_config.interface = grow(m_config.interface, m_config.bNumInterfaces);
            ++m_config.bNumInterfaces;
        }
        auto &interface = const_cast<libusb_interface &>(m_config.interface[m_config.bNumInterfaces - 1]);
        interface.altsetting = grow(interface.altsetting, std::size_t(interface.num_altsetting));
        m_setting = const_cast<libusb_interface_descriptor *>(&interface.altsetting[interface.num_altsetting++]);
        m_endpoint = nullptr;
        m_setting->bLength = one[0];
        m_setting->bDescriptorType = one[1];
        m_setting->bInterfaceNumber = one[2];
        m_setting->bAlternateSetting = one[3];
        m_setting->bInterfaceClass = one[5];
        m_setting->bInterfaceSubClass = one[6];
        m_setting->bInterfaceProtocol = one[7];
        m_setting->iInterface = one[8];
    }

    void addEndpoint(Bytes one)
    {
        m_setting->endpoint = grow(m_setting->endpoint, m_setting->bNumEndpoints);
        m_endpoint = const_cast<libusb_endpoint_descriptor *>(&m_setting->endpoint[m_setting->bNumEndpoints++]);
        m_endpoint->bLength = one[0];
        m_endpoint->bDescriptorType = one[1];
        m_endpoint->bEndpointAddress = one[2];
        m_endpoint->bmAttributes = one[3];
        m_endpoint->wMaxPacketSize = word(one, 4);
        m_endpoint->bInterval = one[6];
    }

    libusb_config_descriptor &m_config;
    libusb_interface_descriptor *m_setting = nullptr; ///< that is being read
    libusb_endpoint_descriptor *m_endpoint = nullptr;
};

void freePart(const void *memory)
{
    std::free(const_cast<void *>(memory));
}

const libusb_endpoint_descriptor *findEndpoint(const libusb_config_descriptor &config, unsigned char address)
{
    for (unsigned i = 0; i < config.bNumInterfaces; ++i) {
        const libusb_interface_descriptor &setting = config.interface[i].altsetting[0];
        for (unsigned e = 0; e < setting.bNumEndpoints; ++e) {
            if (setting.endpoint[e].bEndpointAddress == address)
                return &setting.endpoint[e];
        }
    }
    return nullptr;
}

} // namespace

extern "C" {

int LIBUSB_CALL libusb_get_device_descriptor(libusb_device *device, libusb_device_descriptor *descriptor)
{
    const Bytes d(device->plug->device);
    *descriptor = {d[0],       d[1],        word(d, 2),  d[4],  d[5],  d[6],  d[7],
                   word(d, 8), word(d, 10), word(d, 12), d[14], d[15], d[16], d[17]};
    return LIBUSB_SUCCESS;
}

int LIBUSB_CALL libusb_get_config_descriptor(libusb_device *device, uint8_t index, libusb_config_descriptor **config)
{
    if (index != 0)
        return LIBUSB_ERROR_NOT_FOUND;
    *config = static_cast<libusb_config_descriptor *>(std::calloc(1, sizeof(libusb_config_descriptor)));
    if (ConfigurationReader(**config).read(device->plug->configuration))
        return LIBUSB_SUCCESS;
    libusb_free_config_descriptor(*config);
    *config = nullptr;
    return LIBUSB_ERROR_IO;
}

int LIBUSB_CALL libusb_get_active_config_descriptor(libusb_device *device, libusb_config_descriptor **config)
{
    return libusb_get_config_descriptor(device, 0, config);
}

int LIBUSB_CALL libusb_get_config_descriptor_by_value(libusb_device *device, uint8_t value,
                                                      libusb_config_descriptor **config)
{
    return value == 1 ? libusb_get_config_descriptor(device, 0, config) : LIBUSB_ERROR_NOT_FOUND;
}

void LIBUSB_CALL libusb_free_config_descriptor(libusb_config_descriptor *config)
{
    if (!config)
        return;
    for (unsigned i = 0; i < config->bNumInterfaces; ++i) {
        const libusb_interface &interface = config->interface[i];
        for (int s = 0; s < interface.num_altsetting; ++s) {
            const libusb_interface_descriptor &setting = interface.altsetting[s];
            for (unsigned e = 0; e < setting.bNumEndpoints; ++e)
                freePart(setting.endpoint[e].extra);
            freePart(setting.endpoint);
            freePart(setting.extra);
        }
        freePart(interface.altsetting);
    }
    freePart(config->interface);
    freePart(config->extra);
    freePart(config);
}

int LIBUSB_CALL libusb_get_ss_endpoint_companion_descriptor(libusb_context *,
                                                            const libusb_endpoint_descriptor *endpoint,
                                                            libusb_ss_endpoint_companion_descriptor **companion)
{
    Bytes extra(endpoint->extra, std::size_t(endpoint->extra_length));
    for (Bytes one = takeDescriptor(extra); !one.empty(); one = takeDescriptor(extra)) {
        if (one[1] != LIBUSB_DT_SS_ENDPOINT_COMPANION || one.size() < LIBUSB_DT_SS_ENDPOINT_COMPANION_SIZE)
            continue;
        *companion = static_cast<libusb_ss_endpoint_companion_descriptor *>(
            std::calloc(1, sizeof(libusb_ss_endpoint_companion_descriptor)));
        **companion = {one[0], one[1], one[2], one[3], word(one, 4)};
        return LIBUSB_SUCCESS;
    }
    *companion = nullptr;
    return LIBUSB_ERROR_NOT_FOUND;
}

void LIBUSB_CALL libusb_free_ss_endpoint_companion_descriptor(libusb_ss_endpoint_companion_descriptor *companion)
{
    std::free(companion);
}

int LIBUSB_CALL libusb_get_max_packet_size(libusb_device *device, unsigned char endpoint)
{
    libusb_config_descriptor *config = nullptr;
    if (const int error = libusb_get_config_descriptor(device, 0, &config); error != LIBUSB_SUCCESS)
        return error;
    const libusb_endpoint_descriptor *found = findEndpoint(*config, endpoint);
    const int size = found ? found->wMaxPacketSize : int(LIBUSB_ERROR_NOT_FOUND);
    libusb_free_config_descriptor(config);
    return size;
}

} // extern "C"
