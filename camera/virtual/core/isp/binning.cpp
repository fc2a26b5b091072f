// SPDX-License-Identifier: GPL-3.0-or-later
// Binning in whole numbers, a row of bins at a time.
#include "camera/virtual/core/isp/binning.h"

#include <bit>
#include <vector>

namespace mv::vcam {

namespace {

bool isFactor(std::uint32_t factor)
{
    return factor == 1 || factor == 2 || factor == 4;
}

/// One bin: twice the sum of its samples and @p offset, halved and divided by 2^shift, ties by the first sample.
///
/// With N samples of which M are averaged, black b and half a sixteenth missing on each sample and on the result:
///   result + 1/2 = b + (sum + N/2 - N b) / M   <=>   result = (2 sum + (N - M) (1 - 2 b)) / 2M
struct Rounding
{
    std::int32_t offset; ///< (N - M) (1 - 2 b)
    int shift;           ///< of 2M
    std::int32_t tie;    ///< just less than half of 2M
    std::int32_t highest;

    explicit Rounding(const Binning &binning) : highest(binning.fullScale)
    {
        const auto all = std::int32_t(binning.factorX * binning.factorY);
        const auto averaged = std::int32_t((binning.modeX == BinningMode::Average ? binning.factorX : 1) *
                                           (binning.modeY == BinningMode::Average ? binning.factorY : 1));
        offset = (all - averaged) * (1 - 2 * std::int32_t(binning.black));
        shift = std::countr_zero(unsigned(2 * averaged));
        tie = averaged - 1;
    }
    std::uint16_t operator()(std::uint32_t sum, std::uint16_t first) const
    {
        const std::int32_t twice = 2 * std::int32_t(sum) + offset;
        const std::int32_t value = (twice + tie + (first & 1)) >> shift; // rounds down, also below 0
        const std::int32_t positive = value > 0 ? value : 0;
        return std::uint16_t(positive < highest ? positive : highest);
    }
};

/// Sums of the columns of one row of bins; the row's samples are @p step rows apart.
void sumColumns(const std::uint16_t *row, std::size_t step, std::uint32_t rows, std::span<std::uint32_t> sums)
{
    for (std::size_t x = 0; x < sums.size(); ++x)
        sums[x] = row[x];
    for (std::uint32_t i = 1; i < rows; ++i) {
        const std::uint16_t *next = row + i * step;
        for (std::size_t x = 0; x < sums.size(); ++x)
            sums[x] += next[x];
    }
}

/// @p Pitch from one sample of a bin to the next: 1, on Bayer 2.
template<std::uint32_t Factor, std::uint32_t Pitch>
void binRow(const std::uint32_t *sums, const std::uint16_t *first, const Rounding &rounding,
            std::span<std::uint16_t> row)
{
    const Rounding round = rounding; // a copy that no store into the row can change
    for (std::size_t x = 0; x < row.size(); x += Pitch) {
        for (std::size_t colour = 0; colour < Pitch; ++colour) {
            const std::size_t at = x * Factor + colour;
            std::uint32_t sum = 0;
            for (std::size_t i = 0; i < Factor; ++i)
                sum += sums[at + i * Pitch];
            row[x + colour] = round(sum, first[at]);
        }
    }
}

using BinRow = void (*)(const std::uint32_t *, const std::uint16_t *, const Rounding &, std::span<std::uint16_t>);

BinRow rowBinner(std::uint32_t factor, ColorFilter filter)
{
    const bool bayer = filter == ColorFilter::BayerRG;
    switch (factor) {
    case 2:
        return bayer ? binRow<2, 2> : binRow<2, 1>;
    case 4:
        return bayer ? binRow<4, 2> : binRow<4, 1>;
    default:
        return binRow<1, 1>;
    }
}

} // namespace

std::uint32_t binnedSide(std::uint32_t side, std::uint32_t factor, ColorFilter filter)
{
    if (factor <= 1)
        return side;
    return filter == ColorFilter::BayerRG ? side / (2 * factor) * 2 : side / factor;
}

bool bin(std::span<const std::uint16_t> samples, std::uint32_t width, std::uint32_t height, const Binning &binning,
         std::span<std::uint16_t> binned)
{
    if (!isFactor(binning.factorX) || !isFactor(binning.factorY))
        return false;
    const std::uint32_t columns = binnedSide(width, binning.factorX, binning.filter);
    const std::uint32_t rows = binnedSide(height, binning.factorY, binning.filter);
    if (samples.size() != std::size_t(width) * height || binned.size() != std::size_t(columns) * rows)
        return false;
    const std::uint32_t pitch = binning.filter == ColorFilter::BayerRG && binning.factorY > 1 ? 2 : 1;
    const Rounding rounding(binning);
    const BinRow binOne = rowBinner(binning.factorX, binning.filter);
    std::vector<std::uint32_t> sums(width);
    for (std::uint32_t y = 0; y < rows; ++y) {
        const std::uint32_t top = y / pitch * pitch * binning.factorY + y % pitch;
        const std::uint16_t *first = samples.data() + std::size_t(top) * width;
        sumColumns(first, std::size_t(width) * pitch, binning.factorY, sums);
        binOne(sums.data(), first, rounding, binned.subspan(std::size_t(y) * columns, columns));
    }
    return true;
}

} // namespace mv::vcam
