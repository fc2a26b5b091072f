// SPDX-License-Identifier: GPL-3.0-or-later
// The bit layouts of the pixel formats against bytes worked out by hand from PFNC and the GigE Vision packing.
#include "camera/virtual/core/packing.h"

#include <gtest/gtest.h>

namespace mv::vcam {
namespace {

struct Golden
{
    const char *format;
    std::vector<std::uint16_t> samples;
    std::vector<std::uint8_t> bytes;
};

class Packed : public testing::TestWithParam<Golden>
{};

const PixelFormat &byName(std::string_view name)
{
    for (const PixelFormat &format : pixelFormats()) {
        if (format.name == name)
            return format;
    }
    throw std::runtime_error("no such format");
}

TEST_P(Packed, isAsPublished)
{
    const Golden &golden = GetParam();
    EXPECT_EQ(packSamples(byName(golden.format), golden.samples), golden.bytes);
}

// 0xABC = 1010'1011'1100, 0x123 = 0001'0010'0011; ten bits: 0x2AB = 10'1010'1011, 0x155 = 01'0101'0101.
INSTANTIATE_TEST_SUITE_P(Formats, Packed,
                         testing::Values(Golden{"Mono8", {0xAB, 0x12}, {0xAB, 0x12}},
                                         Golden{"Mono10", {0x2AB, 0x155}, {0xAB, 0x02, 0x55, 0x01}},
                                         Golden{"Mono12", {0xABC, 0x123}, {0xBC, 0x0A, 0x23, 0x01}},
                                         Golden{"Mono10Packed", {0x2AB, 0x155}, {0xAA, 0x13, 0x55}},
                                         Golden{"Mono12Packed", {0xABC, 0x123}, {0xAB, 0x3C, 0x12}},
                                         Golden{"Mono12p", {0xABC, 0x123}, {0xBC, 0x3A, 0x12}},
                                         Golden{"Mono12Packed", {0xABC}, {0xAB, 0x0C, 0x00}}, // an odd count is padded
                                         Golden{"BayerRG8", {0xFF}, {0xFF}}, Golden{"BayerRG10", {0x3FF}, {0xFF, 0x03}},
                                         Golden{"BayerRG12", {0xFFF}, {0xFF, 0x0F}},
                                         Golden{"RGB8", {1, 2, 3}, {1, 2, 3}}),
                         [](const auto &p) { return std::string(p.param.format) + std::to_string(p.index); });

TEST(PixelFormats, bitsPerPixelAreThoseOfTheCode)
{
    for (const PixelFormat &format : pixelFormats()) // PFNC: bits 16 to 23 of the code are the bits of a pixel
        EXPECT_EQ((format.code >> 16) & 0xFF, format.bitsPerPixel) << format.name;
}

TEST(PixelFormats, rowsAreWholeBytesAtEveryWidthStep)
{
    for (const PixelFormat &format : pixelFormats()) {
        const std::vector<std::uint16_t> row(20 * format.samplesPerPixel, 1);
        EXPECT_EQ(packSamples(format, row).size(), format.rowBytes(20)) << format.name;
        EXPECT_EQ(20 * format.bitsPerPixel % 8, 0u) << format.name;
    }
}

} // namespace
} // namespace mv::vcam
