// SPDX-License-Identifier: GPL-3.0-or-later
// Every fault trips its gate of a flat-field correction, no other it should not, and a sensor in order trips none.
#include "camera/virtual/core/sensor/gate_fault.h"
#include "sensor_probe.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace mv::vcam {
namespace {

constexpr std::uint32_t kWidth = 1024, kHeight = 768, kBlock = 32;
constexpr int kFrames = 16;
constexpr double kFullScale = 4095;
using Image = std::vector<double>;

/// Averaged frames and what is seen of the single ones.
struct Stack
{
    Image mean = Image(std::size_t(kWidth) * kHeight, 0.0);
    std::vector<double> frameMeans;
    double mostSaturated = 0; ///< share of the pixels at full scale in the worst frame
    double atZero = 0;        ///< share of all samples
};

Stack capture(Sensor &sensor, const Scene &scene, double temperature)
{
    Stack stack;
    const double pixels = double(stack.mean.size());
    for (int i = 0; i < kFrames; ++i) {
        Exposure e = wholeSensor(sensor.params(), std::uint64_t(i));
        e.startNs = std::uint64_t(i) * 33'333'333; // 30 frames per second
        e.temperatureC = temperature;
        const Samples samples = render(sensor, e, scene);
        double sum = 0, saturated = 0;
        for (std::size_t at = 0; at < samples.size(); ++at) {
            const double dn = double(samples[at]) / 16;
            stack.mean[at] += dn / kFrames;
            sum += dn;
            saturated += dn >= kFullScale;
            stack.atZero += (dn < 0.5) / pixels / kFrames;
        }
        stack.frameMeans.push_back(sum / pixels);
        stack.mostSaturated = std::max(stack.mostSaturated, saturated / pixels);
    }
    return stack;
}

double meanOf(const Image &image)
{
    double sum = 0;
    for (const double v : image)
        sum += v;
    return sum / double(image.size());
}

/// Lowest and highest mean of blocks of 32x32.
std::pair<double, double> blockRange(const Image &image)
{
    double lowest = 1e30, highest = -1e30;
    for (std::uint32_t by = 0; by < kHeight; by += kBlock) {
        for (std::uint32_t bx = 0; bx < kWidth; bx += kBlock) {
            double sum = 0;
            for (std::uint32_t i = 0; i < kBlock * kBlock; ++i)
                sum += image[(by + i / kBlock) * kWidth + bx + i % kBlock];
            lowest = std::min(lowest, sum / (kBlock * kBlock));
            highest = std::max(highest, sum / (kBlock * kBlock));
        }
    }
    return {lowest, highest};
}

/// Each pixel over the mean of the (2 r + 1)^2 around it; 1 in the border.
Image overBox(const Image &image, std::uint32_t r)
{
    Image out(image.size(), 1.0), sums((kWidth + 1) * (kHeight + 1), 0.0);
    for (std::uint32_t y = 0; y < kHeight; ++y)
        for (std::uint32_t x = 0; x < kWidth; ++x)
            sums[(y + 1) * (kWidth + 1) + x + 1] = image[y * kWidth + x] + sums[y * (kWidth + 1) + x + 1] +
                                                   sums[(y + 1) * (kWidth + 1) + x] - sums[y * (kWidth + 1) + x];
    for (std::uint32_t y = r; y + r < kHeight; ++y) {
        for (std::uint32_t x = r; x + r < kWidth; ++x) {
            const auto sum = [&sums](std::uint32_t column, std::uint32_t row) {
                return sums[row * (kWidth + 1) + column];
            };
            const double box =
                sum(x + r + 1, y + r + 1) - sum(x - r, y + r + 1) - sum(x + r + 1, y - r) + sum(x - r, y - r);
            out[y * kWidth + x] = image[y * kWidth + x] / (box / double((2 * r + 1) * (2 * r + 1)));
        }
    }
    return out;
}

/// Lag-1 autocorrelation, both ways, of what is left when a 7x7 box and the row and column means are gone; defects cut.
double texture(const Image &signal)
{
    Image rest = overBox(signal, 3);
    std::vector<double> rows(kHeight), columns(kWidth);
    for (std::size_t i = 0; i < rest.size(); ++i) {
        rest[i] = std::clamp(rest[i] - 1, -0.05, 0.05);
        rows[i / kWidth] += rest[i] / kWidth;
        columns[i % kWidth] += rest[i] / kHeight;
    }
    for (std::size_t i = 0; i < rest.size(); ++i)
        rest[i] -= rows[i / kWidth] + columns[i % kWidth];
    double product = 0, square = 0;
    for (std::size_t i = 0; i + kWidth < rest.size(); ++i) {
        product += rest[i] * (rest[i + 1] + rest[i + kWidth]) / 2;
        square += rest[i] * rest[i];
    }
    return product / square;
}

/// Pixels of the largest connected spot that is more than 3 % darker than its surroundings.
std::size_t largestSpot(const Image &signal)
{
    const Image relative = overBox(signal, 15);
    std::vector<bool> dark(relative.size());
    for (std::size_t i = 0; i < dark.size(); ++i)
        dark[i] = relative[i] < 0.97;
    std::size_t largest = 0;
    for (std::size_t start = 0; start < dark.size(); ++start) {
        std::vector<std::size_t> open;
        std::size_t size = 0;
        for (open.push_back(start); !open.empty();) {
            const std::size_t at = open.back();
            open.pop_back();
            if (!dark[at])
                continue;
            dark[at] = false;
            ++size;
            if (at >= kWidth && at + kWidth < dark.size()) // the border is never dark
                open.insert(open.end(), {at - 1, at + 1, at - kWidth, at + kWidth});
        }
        largest = std::max(largest, size);
    }
    return largest;
}

std::set<GateFault> darkGates(const Stack &dark)
{
    std::set<GateFault> tripped;
    const auto [lowest, highest] = blockRange(dark.mean);
    if (meanOf(dark.mean) > 0.0625 * kFullScale)
        tripped.insert(GateFault::DarkTooBright);
    if (dark.atZero > 0.005)
        tripped.insert(GateFault::DarkClipped);
    if (highest - lowest > 0.01 * kFullScale)
        tripped.insert(GateFault::LightLeak);
    return tripped;
}

std::set<GateFault> lightGates(const Stack &bright, const Image &signal)
{
    std::set<GateFault> tripped;
    const auto [lowest, highest] = blockRange(signal);
    if (highest < 0.55 * kFullScale || lowest < 0.25 * kFullScale)
        tripped.insert(GateFault::BrightTooDark);
    if (highest > 0.85 * kFullScale)
        tripped.insert(GateFault::BrightTooBright);
    if (bright.mostSaturated > 1e-4)
        tripped.insert(GateFault::Saturation);
    if (highest / lowest > 2)
        tripped.insert(GateFault::Ratio);
    const auto &means = bright.frameMeans;
    const double mean = meanOf(means), drift = means.back() - means.front();
    double square = 0;
    for (const double m : means)
        square += (m - mean) * (m - mean) / double(means.size());
    if (std::sqrt(square) > 0.01 * mean)
        tripped.insert(GateFault::Flicker);
    if (std::abs(drift) > 0.01 * mean)
        tripped.insert(GateFault::LightDrift);
    return tripped;
}

std::set<GateFault> pixelGates(const Stack &dark, const Image &signal)
{
    std::set<GateFault> tripped;
    if (texture(signal) > 0.30)
        tripped.insert(GateFault::Texture);
    if (largestSpot(signal) >= 9)
        tripped.insert(GateFault::Dust);
    const double target = blockRange(signal).second;
    const Image local = overBox(signal, 2), darkLocal = overBox(dark.mean, 2);
    std::size_t defects = 0, clipped = 0, worstRow = 0;
    for (std::size_t i = 0; i < signal.size(); ++i) {
        if (i % kWidth == 0)
            clipped = 0;
        clipped += target / signal[i] > 3.99 || target / signal[i] < 0.5;
        worstRow = std::max(worstRow, clipped);
        defects += std::abs(local[i] - 1) > 0.2 || dark.mean[i] * (1 - 1 / darkLocal[i]) > 0.02 * kFullScale;
    }
    if (double(worstRow) > 0.0625 * kWidth)
        tripped.insert(GateFault::CoefficientRange);
    if (double(defects) > 0.001 * double(signal.size()))
        tripped.insert(GateFault::Defects);
    return tripped;
}

/// The gates that a sensor and its scene trip. A temperature that climbs by 15 degrees must not move the dark level.
std::set<GateFault> trippedBy(SensorParams params, Scene scene)
{
    Sensor sensor(params, 2);
    Scene capped = scene;
    capped.target = Target::Capped;
    const Stack dark = capture(sensor, capped, 25), bright = capture(sensor, scene, 25);
    const Stack warm = capture(sensor, capped, 40);
    Image signal = bright.mean;
    for (std::size_t i = 0; i < signal.size(); ++i)
        signal[i] = std::max(1.0, signal[i] - dark.mean[i]);
    std::set<GateFault> tripped = darkGates(dark);
    tripped.merge(lightGates(bright, signal));
    tripped.merge(pixelGates(dark, signal));
    if (std::abs(meanOf(warm.mean) - meanOf(dark.mean)) > 2)
        tripped.insert(GateFault::SettingsMoved);
    return tripped;
}

SensorParams goodSensor()
{
    SensorParams p;
    p.width = kWidth;
    p.height = kHeight;
    return p;
}

Scene goodLight()
{
    return uniformLight(0.70 * kFullScale / 0.37 / 0.62);
}

class GateFaults : public testing::TestWithParam<GateFaultRow>
{};

TEST_P(GateFaults, tripTheirGateAndFewOthers)
{
    SensorParams p = goodSensor();
    Scene scene = goodLight();
    spoil(GetParam().fault, p, scene);
    EXPECT_FALSE(problemOf(p) || problemOf(scene));
    const GateFault gate = GetParam().fault == GateFault::AmpGlow ? GateFault::LightLeak : GetParam().fault;
    std::set<GateFault> expected = {gate};
    if (gate == GateFault::Saturation)
        expected.insert(GateFault::BrightTooBright); // light that saturates is too bright
    EXPECT_EQ(trippedBy(p, scene), expected);
}

INSTANTIATE_TEST_SUITE_P(all, GateFaults, testing::ValuesIn(gateFaults().begin(), gateFaults().end()),
                         [](const auto &row) { return std::string(row.param.name); });

TEST(NoFault, tripsNoGate)
{
    EXPECT_EQ(trippedBy(goodSensor(), goodLight()), std::set<GateFault>());
}

TEST(NoFault, tableHasEveryFaultOnceInOrder)
{
    int number = 0;
    for (const GateFaultRow &row : gateFaults())
        EXPECT_EQ(int(row.fault), number++);
    EXPECT_EQ(number, int(GateFault::SettingsMoved) + 1);
}

} // namespace
} // namespace mv::vcam
