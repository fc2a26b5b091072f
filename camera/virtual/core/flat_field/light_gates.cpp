// SPDX-License-Identifier: GPL-3.0-or-later
// Levels, block by block.
#include "camera/virtual/core/flat_field/light_gates.h"

#include "camera/virtual/core/flat_field/frame_stack.h"

#include <algorithm>

namespace mv::vcam {

namespace {

constexpr double kMostClipped = 0.005, kMostDark = 0.0625, kMostSaturated = 0.0001;
constexpr double kMostBright = 0.85, kLeastBrightest = 0.55, kLeastDarkest = 0.25, kMostRatio = 2, kEndlessRatio = 1000;
constexpr std::uint32_t kBlock = 32; // pixels of the sensor

struct Mean
{
    double sum = 0;
    std::size_t count = 0;
};

} // namespace

Refusal refusalOfDark(const StageFrames &frames, double mean)
{
    const double samples = double(frames.width) * frames.height * frames.stack.frames();
    if (double(frames.clippedSamples) > kMostClipped * samples)
        return Refusal::DarkClipped;
    return mean > kMostDark * kFullScale ? Refusal::DarkTooBright : Refusal::None;
}

double BlockRange::ratio() const
{
    return darkest * kEndlessRatio > brightest ? brightest / darkest : kEndlessRatio;
}

BlockRange blockRange(const ColorPlane &plane, const std::vector<float> &signal,
                      const std::vector<std::uint8_t> &defects)
{
    const std::uint32_t side = kBlock / plane.step, across = (plane.width + side - 1) / side;
    BlockRange range;
    bool first = true;
    std::vector<Mean> line(across);
    for (std::uint32_t row = 0; row < plane.height; ++row) {
        for (std::uint32_t column = 0; column < plane.width; ++column) {
            const std::size_t i = plane.index(column, row);
            Mean &block = line[column / side];
            block.sum += defects[i] ? 0.0 : double(signal[i]);
            block.count += defects[i] ? 0 : 1;
        }
        if ((row + 1) % side != 0 && row + 1 != plane.height)
            continue;
        for (const Mean &block : line) {
            if (block.count == 0)
                continue;
            const double mean = block.sum / double(block.count);
            range = first ? BlockRange{mean, mean}
                          : BlockRange{std::min(range.darkest, mean), std::max(range.brightest, mean)};
            first = false;
        }
        std::ranges::fill(line, Mean());
    }
    return range;
}

Refused refusalOfBright(const StageFrames &frames, std::span<const BlockRange> ranges)
{
    const BlockRange &level = *std::ranges::max_element(ranges, {}, &BlockRange::brightest);
    double ratio = 0;
    for (const BlockRange &range : ranges)
        ratio = std::max(ratio, range.ratio());
    Refusal reason = Refusal::None;
    if (double(frames.saturatedMost) > kMostSaturated * frames.width * frames.height)
        reason = Refusal::Saturated;
    else if (level.brightest > kMostBright * kFullScale)
        reason = Refusal::TooBright;
    else if (level.brightest >= kLeastBrightest * kFullScale && ratio > kMostRatio)
        reason = Refusal::RatioAboveTwo; // if there is no light, its ratio says nothing
    else if (level.brightest < kLeastBrightest * kFullScale || level.darkest < kLeastDarkest * kFullScale)
        reason = Refusal::TooDark;
    return {reason, ratio};
}

} // namespace mv::vcam
