// SPDX-License-Identifier: GPL-3.0-or-later
// Factors by row and column.
#include "camera/virtual/core/isp/white_balance.h"

namespace mv::vcam {

namespace {

struct Scaling
{
    SampleRange range;
    std::int64_t ratio;

    std::uint16_t operator()(std::uint16_t sample) const
    {
        const std::int64_t middle = 2 * (std::int64_t(sample) - range.black) + 1;
        return range.clip(range.black + ((middle * ratio) >> 17)); // rounds down, also below black
    }
};

} // namespace

void balanceMosaic(std::span<std::uint16_t> samples, std::uint32_t width, const SampleRange &range,
                   const BalanceRatios &ratios)
{
    if (width == 0 || ratios == BalanceRatios{kRatioOne, kRatioOne, kRatioOne})
        return;
    for (std::size_t y = 0; y < samples.size() / width; ++y) {
        const auto row = samples.subspan(y * width, width);
        const Scaling even{range, ratios[y & 1 ? 1 : 0]}, odd{range, ratios[y & 1 ? 2 : 1]};
        for (std::size_t x = 0; x + 1 < row.size(); x += 2) {
            row[x] = even(row[x]);
            row[x + 1] = odd(row[x + 1]);
        }
        if (width & 1)
            row.back() = even(row.back());
    }
}

} // namespace mv::vcam
