// SPDX-License-Identifier: GPL-3.0-or-later
// Stages and stacks.
#include "tests/conformance/manual/flat_field.h"

#include <chrono>
#include <numeric>
#include <stdexcept>

namespace mv::test {

namespace {
/// 7576 electrons: 0.37 DN each, on 64, are 70 % of 4095.
constexpr double kFlux = 7576 / 0.62 / 5e-3;

double meanOf(const std::vector<double> &values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / double(values.size());
}
} // namespace

std::vector<std::string> flatFieldScene(const std::vector<std::string> &more)
{
    std::vector<std::string> settings{"VirtualFrameSource=Physics",
                                      "TestImageSelector=Off",
                                      "VirtualTarget=Uniform",
                                      "VirtualTemperatureRise=0",
                                      "VirtualPartHotPixels=false",
                                      "VirtualPartDeadPixels=false",
                                      "VirtualPartBlinkingPixels=false",
                                      "PixelFormat=Mono12",
                                      "ExposureTime=5000",
                                      "AcquisitionFrameRate=100",
                                      "VirtualPhotonFlux=" + std::to_string(kFlux)};
    settings.insert(settings.end(), more.begin(), more.end());
    return settings;
}

StageEnd runStage(WireCamera &camera, const char *stage, const char *target)
{
    camera.set("VirtualTarget", target);
    camera.set("FFCStageSelector", stage);
    camera.start();
    camera.execute("FFCCalibrate");
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (camera.entry("FFCStatus") == "Running") {
        if (std::chrono::steady_clock::now() > deadline)
            throw std::runtime_error(std::string(stage) + " does not end");
        camera.take(1);
    }
    camera.stop();
    return {camera.entry("FFCStatus"), camera.entry("FFCRefusalReason")};
}

void calibrate(WireCamera &camera)
{
    camera.set("FFCFrameCount", kCalibrationFrames);
    for (const auto &[stage, target] :
         {std::pair{"DarkFpn", "Capped"}, std::pair{"BrightPrnu", "Uniform"}, std::pair{"BrightShading", "Uniform"}}) {
        const StageEnd end = runStage(camera, stage, target);
        if (end.status != "Done")
            throw std::runtime_error(std::string(stage) + " ended with " + end.status + ", " + end.reason);
    }
}

double Stack::level() const
{
    return meanOf(mean);
}

double Stack::spatialVariance() const
{
    const double middle = level();
    double squares = 0;
    for (const double value : mean)
        squares += (value - middle) * (value - middle);
    return squares / double(mean.size() - 1) - meanOf(variance) / double(frames);
}

Stack takeStack(WireCamera &camera, double share, std::size_t frames)
{
    camera.set("VirtualTarget", share > 0 ? "Uniform" : "Capped");
    camera.set("VirtualPhotonFlux", share * kFlux);
    const auto shots = camera.record(frames);
    camera.set("VirtualPhotonFlux", kFlux);
    const std::size_t pixels = std::size_t(shots[0].width) * shots[0].height;
    Stack stack{std::vector<double>(pixels), std::vector<double>(pixels), frames};
    for (std::size_t i = 0; i < pixels; ++i) {
        double sum = 0, squares = 0;
        for (const Shot &shot : shots) {
            const double value = shot.bytes[2 * i] + 256.0 * shot.bytes[2 * i + 1];
            sum += value;
            squares += value * value;
        }
        const auto count = double(frames);
        stack.mean[i] = sum / count;
        stack.variance[i] = (squares - sum * sum / count) / (count - 1);
    }
    return stack;
}

} // namespace mv::test
