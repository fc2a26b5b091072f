// SPDX-License-Identifier: GPL-3.0-or-later
// Descriptors of devices that stand on a mocked bus.
#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <vector>

namespace mv::test {

using UsbBytes = std::vector<std::uint8_t>;

/// Device and configuration of a USB3 Vision camera (three interfaces, strings 1 vendor, 2 model, 3 serial, 4 GUID).
inline UsbBytes cameraDescriptors(bool super)
{
    const auto packet = [super](UsbBytes &bytes, std::uint8_t endpoint) {
        bytes.insert(bytes.end(), {7, 5, endpoint, 2, 0, std::uint8_t(super ? 4 : 2), 0});
        if (super)
            bytes.insert(bytes.end(), {6, 0x30, 0, 0, 0, 0});
    };
    UsbBytes config{9, 2, 0, 0, 3, 1, 0, 0x80, 112, 8, 11, 0, 3, 0xEF, 0x05, 0x00, 0};
    config.insert(config.end(), {9, 4, 0, 0, 2, 0xEF, 0x05, 0x00, 0});
    config.insert(config.end(), {20, 0x24, 1, 0, 0, 1, 0, 0, 0, 1, 0, 4, 1, 2, 2, 3, 0, 0, 0, 0x1E});
    packet(config, 0x01);
    packet(config, 0x81);
    config.insert(config.end(), {9, 4, 1, 0, 1, 0xEF, 0x05, 0x01, 0});
    packet(config, 0x82);
    config.insert(config.end(), {9, 4, 2, 0, 1, 0xEF, 0x05, 0x02, 0});
    packet(config, 0x83);
    config[2] = std::uint8_t(config.size());
    UsbBytes all{18,   1,    0x20, std::uint8_t(super ? 3 : 2),
                 0xEF, 2,    1,    std::uint8_t(super ? 9 : 64),
                 0x09, 0x12, 0x01, 0x00,
                 0,    1,    1,    2,
                 3,    1};
    std::ranges::copy(config, std::back_inserter(all));
    return all;
}

/// A hub, or anything else that is no camera.
inline UsbBytes hubDescriptors()
{
    return {18, 1, 0,  2, 9, 0, 1, 64,   0x6B, 0x1D, 2, 0, 0, 6, 3, 2, 1, 1, //
            9,  2, 25, 0, 1, 1, 0, 0xE0, 0,    9,    4, 0, 0, 1, 9, 0, 0, 0, 7, 5, 0x81, 3, 4, 0, 12};
}

} // namespace mv::test
