// SPDX-License-Identifier: GPL-3.0-or-later
// Every test image in every format, bit by bit against its formula, worked out and packed here in another way.
#include "camera/virtual/core/isp/test_image.h"

#include <gtest/gtest.h>

#include <bitset>
#include <cmath>
#include <set>

namespace mv::vcam {
namespace {

using Bytes = std::vector<std::uint8_t>;
constexpr std::uint32_t kHeight = 70; // two rows of checks, and an odd number of bars' rows

/// The shift register by its definition, from the start each time.
unsigned lfsr(unsigned bits, std::uint64_t n)
{
    const unsigned mask = bits == 8 ? 0xB8 : bits == 10 ? 0x240 : 0xE08;
    unsigned state = 1;
    for (n %= (1u << bits) - 1; n > 0; --n)
        state = state / 2 ^ (state % 2 ? mask : 0);
    return state;
}

/// Red, green or blue of a bar: white, yellow, cyan, green, magenta, red, blue, black.
bool barHas(unsigned bar, unsigned channel)
{
    const char *const colours[8] = {"RGB", "RG", "GB", "G", "RB", "R", "B", ""};
    return std::string_view(colours[bar]).find("RGB"[channel]) != std::string_view::npos;
}

struct Place
{
    std::uint64_t x, y, c;
    unsigned channel;
    std::uint64_t width;
};

unsigned colorBar(const PixelFormat &format, const Place &p, unsigned most)
{
    const auto bar = unsigned(8 * p.x / p.width);
    if (format.samplesPerPixel == 3)
        return barHas(bar, p.channel) ? most : 0;
    if (format.name.starts_with("Bayer"))
        return barHas(bar, unsigned(p.x % 2 + p.y % 2)) ? most : 0;
    const double grey = 0.299 * barHas(bar, 0) + 0.587 * barHas(bar, 1) + 0.114 * barHas(bar, 2);
    return unsigned(std::floor(grey * most + 0.5));
}

unsigned formula(TestImage image, const PixelFormat &format, const Place &p)
{
    const unsigned bits = format.significantBits, most = (1u << bits) - 1;
    const auto ramp = [bits](std::uint64_t n) { return unsigned(n % (1u << bits)); };
    switch (image) {
    case TestImage::White:
        return most;
    case TestImage::GreyHorizontalRamp:
        return ramp(p.x);
    case TestImage::GreyVerticalRamp:
        return ramp(p.y);
    case TestImage::GreyDiagonalRamp:
        return ramp(p.x + p.y);
    case TestImage::GreyDiagonalRampMoving:
        return ramp(p.x + p.y + p.c);
    case TestImage::GreyHorizontalRampMoving:
        return ramp(p.x + p.c);
    case TestImage::GreyVerticalRampMoving:
        return ramp(p.y + p.c);
    case TestImage::ColorBar:
        return colorBar(format, p, most);
    case TestImage::Checkerboard:
        return (p.x / 32 + p.y / 32) % 2 ? most : 0;
    case TestImage::LfsrStress:
        return lfsr(bits, p.x + p.width * p.y + p.c);
    case TestImage::FrameCounter:
        return unsigned(p.c / std::uint64_t(std::pow(256.0, double(p.x % 8))) % 256);
    default:
        return 0;
    }
}

/// Appends samples to bytes by writing single bits where the format has them.
class BitPacker
{
public:
    explicit BitPacker(const PixelFormat &format) : m_format(format) {}
    void add(unsigned value)
    {
        const unsigned bits = m_format.significantBits;
        for (unsigned bit = 0; bit < bits; ++bit) {
            const std::size_t place = placeOf(bit);
            if (m_bytes.size() <= place / 8)
                m_bytes.resize(place / 8 + 1, 0);
            m_bytes[place / 8] |= std::uint8_t((value >> bit & 1) << place % 8);
        }
        ++m_count;
    }
    Bytes bytes(std::size_t size)
    {
        m_bytes.resize(size, 0);
        return m_bytes;
    }

private:
    std::size_t placeOf(unsigned bit) const
    {
        const std::size_t pair = m_count / 2 * 24;
        const unsigned low = m_format.significantBits - 8;
        switch (m_format.packing) {
        case Packing::Bytes:
            return 8 * m_count + bit;
        case Packing::Words:
            return 16 * m_count + bit;
        case Packing::PfncPacked:
            return 12 * m_count + bit;
        case Packing::GigePacked:
            break;
        }
        if (bit < low)
            return pair + 8 + (m_count % 2 ? 4 : 0) + bit;
        return pair + (m_count % 2 ? 16 : 0) + bit - low;
    }
    PixelFormat m_format;
    std::size_t m_count = 0;
    Bytes m_bytes;
};

Bytes expected(TestImage image, const PixelFormat &format, std::uint32_t width, std::uint64_t counter)
{
    BitPacker packer(format);
    for (std::uint64_t y = 0; y < kHeight; ++y)
        for (std::uint64_t x = 0; x < width; ++x)
            for (unsigned channel = 0; channel < format.samplesPerPixel; ++channel)
                packer.add(formula(image, format, {x, y, counter, channel, width}));
    return packer.bytes(format.rowBytes(width) * kHeight);
}

class TestImageFormats : public testing::TestWithParam<PixelFormat>
{};

TEST_P(TestImageFormats, followTheirFormulas)
{
    const PixelFormat &format = GetParam();
    TestImages images;
    for (int number = 1; number <= 12; ++number) {
        const auto image = TestImage(number);
        for (const std::uint32_t width : {36u, 128u}) {
            for (const std::uint64_t counter : {std::uint64_t(0), std::uint64_t(5), std::uint64_t(0x01020304A5)}) {
                const Bytes wanted = expected(image, format, width, counter);
                Bytes whole(wanted.size());
                images.pixels(image, format, width, counter)->read(0, whole);
                ASSERT_EQ(whole, wanted) << "image " << number << ", width " << width << ", c = " << counter;
            }
        }
    }
}

TEST_P(TestImageFormats, areTheSameInPieces)
{
    const PixelFormat &format = GetParam();
    TestImages images;
    for (int number = 1; number <= 12; ++number) {
        const Bytes wanted = expected(TestImage(number), format, 36, 3);
        const auto pixels = images.pixels(TestImage(number), format, 36, 3);
        for (const std::size_t piece : {std::size_t(1), std::size_t(7), std::size_t(100)}) {
            Bytes pieces(wanted.size());
            for (std::size_t at = 0; at < pieces.size(); at += piece)
                pixels->read(at, std::span(pieces).subspan(at, std::min(piece, pieces.size() - at)));
            ASSERT_EQ(pieces, wanted) << "image " << number << ", pieces of " << piece;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Formats, TestImageFormats, testing::ValuesIn(pixelFormats().begin(), pixelFormats().end()),
                         [](const auto &p) { return std::string(p.param.name); });

// A frame keeps its pixels when the next one is of another image.
TEST(TestImages, framesOutliveAChange)
{
    TestImages images;
    const PixelFormat &format = pixelFormats()[0];
    const auto bar = images.pixels(TestImage::ColorBar, format, 64, 0);
    images.pixels(TestImage::LfsrStress, format, 32, 0);
    Bytes whole(64 * kHeight);
    bar->read(0, whole);
    EXPECT_EQ(whole, expected(TestImage::ColorBar, format, 64, 0));
}

TEST(Lfsr, hasEveryValueButZeroOnce)
{
    for (const unsigned bits : {8u, 10u, 12u}) {
        const auto sequence = lfsrSequence(bits);
        const std::set<std::uint16_t> values(sequence.begin(), sequence.end());
        EXPECT_EQ(sequence.size(), (1u << bits) - 1);
        EXPECT_EQ(values.size(), sequence.size());
        EXPECT_FALSE(values.contains(0));
        EXPECT_EQ(*values.rbegin(), (1u << bits) - 1);
    }
}

} // namespace
} // namespace mv::vcam
