// SPDX-License-Identifier: GPL-3.0-or-later
// Formulas and formats, written for being read and not for speed.
#include "tests/conformance/manual/test_image.h"

#include <cmath>
#include <map>
#include <stdexcept>

namespace mv::test {

namespace {

constexpr unsigned kMono = 3;

/// BT.601 luma of the bars' colours, of which each has its channels fully on or off.
std::uint32_t colourBar(const SamplePlace &at, std::uint32_t most)
{
    static const char *const kBars[] = {"RGB", "RG", "GB", "G", "RB", "R", "B", ""};
    const std::string colour = kBars[8 * at.x / at.width];
    const auto has = [&colour](char channel) { return colour.find(channel) != std::string::npos ? 1.0 : 0.0; };
    if (at.channel == kMono)
        return std::uint32_t(std::floor(most * (0.299 * has('R') + 0.587 * has('G') + 0.114 * has('B')) + 0.5));
    return has("RGB"[at.channel]) > 0 ? most : 0;
}

/// All states of the shift register; the feedback polynomials x^8+x^6+x^5+x^4+1, x^10+x^7+1, x^12+x^11+x^10+x^4+1.
const std::vector<std::uint32_t> &lfsrStates(unsigned bits)
{
    static std::map<unsigned, std::vector<std::uint32_t>> known;
    auto &states = known[bits];
    if (states.empty()) {
        const std::map<unsigned, std::vector<unsigned>> kTaps{{8, {8, 6, 5, 4}}, {10, {10, 7}}, {12, {12, 11, 10, 4}}};
        std::uint32_t mask = 0;
        for (const unsigned tap : kTaps.at(bits))
            mask |= 1u << (tap - 1);
        std::uint32_t state = 1;
        do {
            states.push_back(state);
            state = state % 2 ? state / 2 ^ mask : state / 2;
        } while (state != 1);
    }
    return states;
}

std::uint32_t byteAt(std::span<const std::uint8_t> bytes, std::size_t index)
{
    return bytes[index];
}

std::uint32_t wordAt(std::span<const std::uint8_t> bytes, std::size_t index)
{
    return bytes[2 * index] + 256u * bytes[2 * index + 1];
}

/// Mono10Packed, Mono12Packed: high bytes first and third, the low bits in the nibbles between, the first pixel's
/// below.
template<unsigned lowBits> std::uint32_t packedAt(std::span<const std::uint8_t> bytes, std::size_t index)
{
    const std::size_t group = index / 2 * 3;
    const unsigned nibble = index % 2 ? bytes[group + 1] / 16 : bytes[group + 1] % 16;
    return bytes[group + index % 2 * 2] * (1u << lowBits) + nibble % (1u << lowBits);
}

/// Mono12p: bit n of the picture is bit n mod 8 of byte n / 8.
std::uint32_t bitStreamAt(std::span<const std::uint8_t> bytes, std::size_t index)
{
    std::uint32_t value = 0;
    for (unsigned bit = 0; bit < 12; ++bit) {
        const std::size_t n = 12 * index + bit;
        value |= std::uint32_t(bytes[n / 8] >> n % 8 & 1) << bit;
    }
    return value;
}

constexpr WireFormat kMonoFormats[] = {
    {"Mono8", 8, 1, false, byteAt, 2},
    {"Mono10", 10, 1, false, wordAt, 4},
    {"Mono12", 12, 1, false, wordAt, 4},
    {"Mono10Packed", 10, 1, false, packedAt<2>, 3},
    {"Mono12Packed", 12, 1, false, packedAt<4>, 3},
    {"Mono12p", 12, 1, false, bitStreamAt, 3},
};
constexpr WireFormat kColourFormats[] = {
    {"Mono8", 8, 1, false, byteAt, 2},     {"BayerRG8", 8, 1, true, byteAt, 2}, {"BayerRG10", 10, 1, true, wordAt, 4},
    {"BayerRG12", 12, 1, true, wordAt, 4}, {"RGB8", 8, 3, false, byteAt, 6},
};

} // namespace

std::uint32_t testImageSample(const std::string &name, const SamplePlace &at, unsigned bits)
{
    const std::uint64_t range = std::uint64_t(1) << bits;
    const auto most = std::uint32_t(range - 1);
    const auto modulo = [range](std::uint64_t value) { return std::uint32_t(value % range); };
    if (name == "Black")
        return 0;
    if (name == "White")
        return most;
    if (name == "GreyHorizontalRamp" || name == "SensorTestImage1")
        return modulo(at.x);
    if (name == "GreyVerticalRamp")
        return modulo(at.y);
    if (name == "GreyDiagonalRamp")
        return modulo(at.x + at.y);
    if (name == "GreyDiagonalRampMoving")
        return modulo(at.x + at.y + at.counter);
    if (name == "GreyHorizontalRampMoving")
        return modulo(at.x + at.counter);
    if (name == "GreyVerticalRampMoving")
        return modulo(at.y + at.counter);
    if (name == "ColorBar")
        return colourBar(at, most);
    if (name == "Checkerboard")
        return (at.x / 32 + at.y / 32) % 2 ? most : 0;
    if (name == "LfsrStress")
        return lfsrStates(bits)[(at.x + at.width * at.y + at.counter) % most];
    if (name == "FrameCounter")
        return std::uint32_t(at.counter >> (8 * (at.x % 8)) & 0xFF);
    throw std::runtime_error("no formula is published for the test image " + name);
}

std::span<const WireFormat> wireFormats(bool colour)
{
    if (colour)
        return kColourFormats;
    return kMonoFormats;
}

} // namespace mv::test
