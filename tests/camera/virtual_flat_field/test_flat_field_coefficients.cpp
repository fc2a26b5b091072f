// SPDX-License-Identifier: GPL-3.0-or-later
// The arithmetic of flat-field correction, bit for bit against its normative formula.
#include "camera/virtual/core/flat_field/coefficients.h"
#include "camera/virtual/core/flat_field/crc32.h"
#include "camera/virtual/core/sensor/sensor.h"

#include <gtest/gtest.h>

#include <random>

namespace mv::vcam {
namespace {

/// out = clamp( ((((y << 4) - o4) g + (1 << 17)) >> 18) + p, 0, 2^12 - 1 ), in signed 64 bits.
std::int64_t normative(std::int64_t y, std::int64_t o4, std::int64_t g, std::int64_t p)
{
    return std::clamp<std::int64_t>(((((y << 4) - o4) * g + (1 << 17)) >> 18) + p, 0, 4095);
}

struct Vector
{
    int y, o4, g, p, out;
};

// Worked out with Python's integers of any size.
constexpr Vector kVectors[] = {
    {0, 0, 16384, 0, 0},           {4095, 0, 16384, 0, 4095},     {4095, 0, 65535, 0, 4095},
    {64, 1024, 16384, 64, 64},     {63, 1024, 16384, 64, 63},     {0, 1024, 65535, 64, 0},
    {0, 32767, 65535, 64, 0},      {0, -32768, 65535, 0, 4095},   {1000, 1031, 16384, 64, 1000},
    {1000, 1033, 16384, 64, 999},  {1000, 1032, 16384, 64, 1000}, {2000, 1024, 20000, 64, 2427},
    {2000, 1024, 16385, 64, 2000}, {100, 1700, 40000, 64, 49},    {3000, 1024, 8192, 64, 1532},
    {70, 1024, 65535, 64, 88},
};

std::uint16_t corrected(std::uint16_t sixteenths, int o4, int g, int p, unsigned bits = 12)
{
    const Coefficients coefficients(1, 1, std::uint32_t(p), {std::int16_t(o4)}, {std::uint16_t(g)});
    std::vector<std::uint16_t> sample{sixteenths};
    applyCoefficients(coefficients, {0, 0, 1, 1}, bits, sample);
    return sample[0];
}

std::uint16_t rounded(std::uint16_t sixteenths)
{
    std::uint16_t dn = 0;
    roundToDn({&sixteenths, 1}, {&dn, 1});
    return dn;
}

TEST(Coefficients, testVectors)
{
    for (const Vector &v : kVectors) {
        EXPECT_EQ(normative(v.y, v.o4, v.g, v.p), v.out) << v.y << ' ' << v.o4 << ' ' << v.g << ' ' << v.p;
        EXPECT_EQ(rounded(corrected(std::uint16_t(v.y << 4), v.o4, v.g, v.p)), v.out)
            << v.y << ' ' << v.o4 << ' ' << v.g << ' ' << v.p;
    }
}

TEST(Coefficients, roundedTheyGiveTheNormativeFormulaOnAnyInput)
{
    constexpr std::size_t kPixels = 1'000'000;
    constexpr std::uint32_t kSide = 1000;
    std::mt19937 random(7);
    std::vector<std::int16_t> offset(kPixels);
    std::vector<std::uint16_t> gain(kPixels), samples(kPixels), whole(kPixels);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        offset[i] = std::int16_t(random());
        gain[i] = std::uint16_t(i % 2 ? random() : kUnityGain + random() % 8192);
        whole[i] = std::uint16_t(random() & 4095);
        samples[i] = std::uint16_t(whole[i] << 4);
    }
    const Coefficients coefficients(kSide, kSide, 64, offset, gain);
    applyCoefficients(coefficients, {0, 0, kSide, kSide}, 12, samples);
    for (std::size_t i = 0; i < samples.size(); ++i)
        ASSERT_EQ(rounded(samples[i]), normative(whole[i], offset[i], gain[i], 64)) << i;
}

// The unrounded form, from samples that have their fraction bits.
TEST(Coefficients, fractionsAreKept)
{
    std::mt19937 random(8);
    for (int i = 0; i < 200000; ++i) {
        const auto y16 = std::uint16_t(random() % 65521);
        const int o4 = std::int16_t(random()), g = std::uint16_t(random()), p = int(random() % 4096);
        const std::int64_t exact = ((std::int64_t(y16) - o4) * g >> 14) + 16 * std::int64_t(p);
        ASSERT_EQ(corrected(y16, o4, g, p), std::clamp<std::int64_t>(exact, 0, 65520)) << y16 << ' ' << o4 << ' ' << g;
    }
}

TEST(Coefficients, neutralOnesChangeNothingAtAnyDepth)
{
    const auto neutral = neutralCoefficients(64, 16);
    for (const unsigned bits : {8u, 10u, 12u}) {
        const unsigned highest = ((1u << bits) - 1) << kFractionBits;
        std::vector<std::uint16_t> samples(1024), before;
        for (std::size_t i = 0; i < samples.size(); ++i)
            samples[i] = std::uint16_t(i * highest / (samples.size() - 1));
        before = samples;
        applyCoefficients(*neutral, {0, 0, 64, 16}, bits, samples);
        EXPECT_EQ(samples, before) << bits;
    }
}

// Coefficients are those of 12 bits: fewer bits of the ADC give the same light, only coarser.
TEST(Coefficients, aCoarserAdcIsCorrectedAlike)
{
    for (const unsigned bits : {8u, 10u})
        for (unsigned y = 16; y < 4000; y += 16) {
            const double fine = corrected(std::uint16_t(y << 4), 70 * 16, 18000, 64) / 16.0;
            const double coarse = corrected(std::uint16_t(y << 4 >> (12 - bits)), 70 * 16, 18000, 64, bits) / 16.0;
            ASSERT_NEAR(coarse * (1u << (12 - bits)), std::min(fine, ((1u << bits) - 1.0) * (1u << (12 - bits))), 1.2)
                << y << ' ' << bits;
        }
}

TEST(Coefficients, aRegionTakesItsOwn)
{
    std::vector<std::int16_t> offset(512);
    for (std::size_t i = 0; i < offset.size(); ++i)
        offset[i] = std::int16_t(i);
    const Coefficients coefficients(32, 16, 0, offset, std::vector<std::uint16_t>(offset.size(), kUnityGain));
    std::vector<std::uint16_t> samples(32, 1000);
    applyCoefficients(coefficients, {12, 6, 8, 4}, 12, samples);
    for (std::size_t y = 0; y < 4; ++y)
        for (std::size_t x = 0; x < 8; ++x)
            ASSERT_EQ(samples[y * 8 + x], 1000 - ((y + 6) * 32 + x + 12));
}

TEST(Crc32, isThatOfZip)
{
    const std::string check = "123456789";
    const std::span bytes(reinterpret_cast<const std::uint8_t *>(check.data()), check.size());
    EXPECT_EQ(crc32(bytes), 0xCBF43926u);
    EXPECT_EQ(crc32(bytes.subspan(4), crc32(bytes.first(4))), 0xCBF43926u);
    EXPECT_EQ(crc32({}), 0u);
}

} // namespace
} // namespace mv::vcam
