// SPDX-License-Identifier: GPL-3.0-or-later
// Every pixel of the ramp in every format against the formula, also when it is read in odd pieces.
#include "camera/virtual/core/isp/test_image.h"
#include "camera/virtual/core/packing.h"

#include <gtest/gtest.h>

namespace mv::vcam {
namespace {

constexpr std::uint32_t kWidth = 36, kHeight = 10;

/// The image by the formula, a pixel at a time.
std::vector<std::uint8_t> expectedImage(const PixelFormat &format, std::uint64_t counter)
{
    std::vector<std::uint8_t> image;
    const std::uint64_t range = std::uint64_t(1) << format.significantBits;
    for (std::uint64_t y = 0; y < kHeight; ++y) {
        std::vector<std::uint16_t> row;
        for (std::uint64_t x = 0; x < kWidth; ++x)
            row.insert(row.end(), format.samplesPerPixel, std::uint16_t((x + y + counter) % range));
        const auto packed = packSamples(format, row);
        image.insert(image.end(), packed.begin(), packed.end());
    }
    return image;
}

class Ramp : public testing::TestWithParam<PixelFormat>
{
protected:
    TestImages images;
    void read(std::uint64_t counter, std::size_t offset, std::span<std::uint8_t> dst)
    {
        images.pixels(TestImage::GreyDiagonalRampMoving, GetParam(), kWidth, counter)->read(offset, dst);
    }
};

TEST_P(Ramp, followsTheFormula)
{
    const std::uint64_t range = std::uint64_t(1) << GetParam().significantBits;
    for (const std::uint64_t counter :
         {std::uint64_t(0), std::uint64_t(1), range - 1, range, range * 3 + 7, ~std::uint64_t(0)}) {
        std::vector<std::uint8_t> image(GetParam().rowBytes(kWidth) * kHeight);
        read(counter, 0, image);
        ASSERT_EQ(image, expectedImage(GetParam(), counter)) << "c = " << counter;
    }
}

TEST_P(Ramp, isTheSameInPieces)
{
    const auto expected = expectedImage(GetParam(), 5);
    for (const std::size_t piece : {std::size_t(1), std::size_t(7), std::size_t(100)}) {
        std::vector<std::uint8_t> image(expected.size());
        for (std::size_t at = 0; at < image.size(); at += piece)
            read(5, at, std::span(image).subspan(at, std::min(piece, image.size() - at)));
        ASSERT_EQ(image, expected) << "pieces of " << piece;
    }
}

INSTANTIATE_TEST_SUITE_P(Formats, Ramp, testing::ValuesIn(pixelFormats().begin(), pixelFormats().end()),
                         [](const auto &p) { return std::string(p.param.name); });

} // namespace
} // namespace mv::vcam
