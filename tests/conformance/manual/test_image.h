// SPDX-License-Identifier: GPL-3.0-or-later
// The test images of docs/virtual-camera.md once more, from their published formulas, and the pixel formats from PFNC.
// Shares no code with the camera.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace mv::test {

/// Where a sample is: column, row, frame counter, image width, channel (0 red, 1 green, 2 blue; mono has 3).
struct SamplePlace
{
    std::uint64_t x = 0, y = 0, counter = 0;
    std::uint32_t width = 0;
    unsigned channel = 0;
};

/// The sample of @p bits bits that the test image @p name has there.
std::uint32_t testImageSample(const std::string &name, const SamplePlace &place, unsigned bits);

/// A pixel format as PFNC describes it.
struct WireFormat
{
    const char *name;
    unsigned bits;     ///< of a sample
    unsigned channels; ///< samples a pixel
    bool mosaic;       ///< BayerRG
    /// Sample @p index of a picture's bytes.
    std::uint32_t (*sample)(std::span<const std::uint8_t> bytes, std::size_t index);
    unsigned perPixelTimesTwo; ///< bytes of two pixels
};
std::span<const WireFormat> wireFormats(bool colour);

} // namespace mv::test
