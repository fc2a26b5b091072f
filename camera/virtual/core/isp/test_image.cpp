// SPDX-License-Identifier: GPL-3.0-or-later
// The formulas of the test images, a row at a time.
#include "camera/virtual/core/isp/test_image.h"

#include "camera/virtual/core/packing.h"

#include <algorithm>

namespace mv::vcam {

namespace {

using Lines = std::vector<std::shared_ptr<const SampleLine>>;

/// Rows that are copies out of packed lines: row y begins at place perRow y + perBlock floor(y / 32) + first.
class LinePixels : public FramePixels
{
public:
    struct Start
    {
        std::uint64_t first = 0, perRow = 0, perBlock = 0;
    };
    LinePixels(Lines lines, std::size_t rowBytes, Start start)
        : m_lines(std::move(lines)), m_rowBytes(rowBytes), m_start(start)
    {}
    void read(std::size_t offset, std::span<std::uint8_t> dst) const override
    {
        std::size_t y = offset / m_rowBytes, x = offset % m_rowBytes;
        for (; !dst.empty(); ++y, x = 0) {
            const std::uint64_t start =
                m_start.first + m_start.perRow * y + m_start.perBlock * (std::uint64_t(y) >> kCheckerShift);
            const auto row = m_lines[y % m_lines.size()]->row(start).subspan(x);
            const std::size_t count = std::min(row.size(), dst.size());
            std::copy_n(row.begin(), count, dst.begin());
            dst = dst.subspan(count);
        }
    }

private:
    Lines m_lines;
    std::size_t m_rowBytes;
    Start m_start;
};

/// Rows of one value each: (y + first) mod 2^b.
class VerticalRampPixels : public FramePixels
{
public:
    VerticalRampPixels(const PixelFormat &format, std::uint32_t width, std::uint64_t first)
        : m_format(format), m_rowBytes(format.rowBytes(width)), m_first(first)
    {}
    void read(std::size_t offset, std::span<std::uint8_t> dst) const override
    {
        std::size_t y = offset / m_rowBytes, x = offset % m_rowBytes;
        for (; !dst.empty(); ++y, x = 0) {
            const std::size_t count = std::min(m_rowBytes - x, dst.size());
            fill(y, x, dst.first(count));
            dst = dst.subspan(count);
        }
    }

private:
    /// Whole groups of bytes repeat along a row: two pixels in a packed format, else one.
    void fill(std::size_t y, std::size_t x, std::span<std::uint8_t> dst) const
    {
        const std::uint64_t range = std::uint64_t(1) << m_format.significantBits;
        const std::vector<std::uint16_t> two(std::size_t(2) * m_format.samplesPerPixel,
                                             std::uint16_t((y + m_first) % range));
        const auto group = packSamples(m_format, two);
        std::size_t at = x % group.size();
        for (std::uint8_t &byte : dst) {
            byte = group[at];
            at = at + 1 == group.size() ? 0 : at + 1;
        }
    }

    PixelFormat m_format;
    std::size_t m_rowBytes;
    std::uint64_t m_first;
};

std::uint16_t highest(const PixelFormat &format)
{
    return std::uint16_t((1u << format.significantBits) - 1);
}

/// Whether red, green and blue are on in a bar.
constexpr bool kBars[8][3] = {{true, true, true},  {true, true, false},  {false, true, true},  {false, true, false},
                              {true, false, true}, {true, false, false}, {false, false, true}, {false, false, false}};

/// Lines for even and for odd rows; only raw mosaics differ.
Lines colorBar(const PixelFormat &format, std::uint32_t width)
{
    const std::uint32_t most = highest(format);
    if (format.samplesPerPixel == 3) { // each sample its own channel: a line three times as wide in single samples
        PixelFormat single = format;
        single.samplesPerPixel = 1;
        single.bitsPerPixel /= 3;
        const auto value = [width, most](std::uint64_t n) {
            return std::uint16_t(n < 3ull * width && kBars[n / 3 * 8 / width][n % 3] ? most : 0);
        };
        return {std::make_shared<SampleLine>(single, 3 * width, 3 * width, value)};
    }
    Lines lines;
    for (const unsigned row : {0u, 1u}) {
        const auto value = [raw = format.isRaw(), width, most, row](std::uint64_t x) {
            const bool *on = kBars[x * 8 / width];
            if (raw) // R G over G B
                return std::uint16_t(on[row + (x & 1)] ? most : 0);
            return std::uint16_t((most * (299u * on[0] + 587u * on[1] + 114u * on[2]) + 500) / 1000);
        };
        lines.push_back(std::make_shared<SampleLine>(format, width, width, value));
    }
    return lines;
}

Lines linesOf(TestImage image, const PixelFormat &format, std::uint32_t width)
{
    const auto line = [&](std::uint64_t period, const SampleLine::Value &value) {
        return Lines{std::make_shared<SampleLine>(format, width, period, value)};
    };
    const std::uint16_t most = highest(format);
    switch (image) {
    case TestImage::White:
        return line(1, [most](std::uint64_t) { return most; });
    case TestImage::ColorBar:
        return colorBar(format, width);
    case TestImage::Checkerboard:
        return line(2u << kCheckerShift,
                    [most](std::uint64_t n) { return std::uint16_t(n >> kCheckerShift ? most : 0); });
    case TestImage::LfsrStress:
        return line(most, [states = lfsrSequence(format.significantBits)](std::uint64_t n) { return states[n]; });
    case TestImage::Black:
        return line(1, [](std::uint64_t) { return std::uint16_t(0); });
    default:
        return line(std::uint64_t(most) + 1, [](std::uint64_t n) { return std::uint16_t(n); });
    }
}

/// Where the rows of an image begin in its lines.
LinePixels::Start startOf(TestImage image, std::uint32_t width, std::uint64_t counter)
{
    switch (image) {
    case TestImage::GreyDiagonalRamp:
        return {0, 1, 0};
    case TestImage::GreyDiagonalRampMoving:
        return {counter, 1, 0};
    case TestImage::GreyHorizontalRampMoving:
        return {counter, 0, 0};
    case TestImage::Checkerboard:
        return {0, 0, std::uint64_t(1) << kCheckerShift};
    case TestImage::LfsrStress:
        return {counter, width, 0};
    default:
        return {};
    }
}

} // namespace

std::vector<std::uint16_t> lfsrSequence(unsigned bits)
{
    const std::uint32_t mask = bits == 8 ? 0xB8 : bits == 10 ? 0x240 : 0xE08;
    std::vector<std::uint16_t> states((std::size_t(1) << bits) - 1);
    std::uint32_t state = 1;
    for (std::uint16_t &value : states) {
        value = std::uint16_t(state);
        state = state & 1 ? state >> 1 ^ mask : state >> 1;
    }
    return states;
}

std::shared_ptr<const FramePixels> TestImages::pixels(TestImage image, const PixelFormat &format, std::uint32_t width,
                                                      std::uint64_t counter)
{
    if (image == TestImage::GreyVerticalRamp || image == TestImage::GreyVerticalRampMoving) {
        const std::uint64_t first = image == TestImage::GreyVerticalRamp ? 0 : counter;
        return std::make_shared<VerticalRampPixels>(format, width, first);
    }
    const std::size_t rowBytes = format.rowBytes(width);
    if (image == TestImage::FrameCounter) {
        const auto value = [counter](std::uint64_t n) { return std::uint16_t(counter >> (8 * n) & 0xFF); };
        return std::make_shared<LinePixels>(Lines{std::make_shared<SampleLine>(format, width, 8, value)}, rowBytes,
                                            LinePixels::Start{});
    }
    if (const Key key{image, format.code, width}; m_key != key) {
        m_lines = linesOf(image, format, width);
        m_key = key;
    }
    return std::make_shared<LinePixels>(m_lines, rowBytes, startOf(image, width, counter));
}

} // namespace mv::vcam
