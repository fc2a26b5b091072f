// SPDX-License-Identifier: GPL-3.0-or-later
// Light, means and variances.
#include "tests/conformance/manual/grey_level.h"

#include <chrono>
#include <stdexcept>

namespace mv::test {

std::vector<std::string> lightBench(const std::vector<std::string> &more)
{
    std::vector<std::string> settings{"VirtualFrameSource=Physics", "TestImageSelector=Off",
                                      "VirtualTarget=Uniform",      "VirtualTemperatureRise=0",
                                      "ExposureTime=1000",          "AcquisitionFrameRate=200"};
    for (const char *part : {"LensShading", "Prnu", "Dsnu", "DarkCurrent", "DarkNonuniformity", "HotPixels",
                             "DeadPixels", "BlinkingPixels"})
        settings.push_back(std::string("VirtualPart") + part + "=false");
    settings.insert(settings.end(), more.begin(), more.end());
    return settings;
}

std::vector<std::string> stillBench(const std::vector<std::string> &more)
{
    auto settings = lightBench({"VirtualPartShotNoise=false", "VirtualPartReadNoise=false"});
    settings.insert(settings.end(), more.begin(), more.end());
    return settings;
}

void setElectrons(WireCamera &camera, double perPixel)
{
    camera.set("VirtualTarget", perPixel > 0 ? "Uniform" : "Capped");
    camera.set("VirtualPhotonFlux", perPixel / kQuantumEfficiency / (kExposureUs * 1e-6));
}

Level levelOf(std::span<const Shot> shots)
{
    const std::size_t pixels = std::size_t(shots[0].width) * shots[0].height;
    const auto count = double(shots.size());
    Level level;
    for (std::size_t i = 0; i < pixels; ++i) {
        double sum = 0, squares = 0;
        for (const Shot &shot : shots) {
            const double value = shot.at(std::uint32_t(i % shot.width), std::uint32_t(i / shot.width));
            sum += value;
            squares += value * value;
        }
        level.mean += sum / count;
        level.variance += count > 1 ? (squares - sum * sum / count) / (count - 1) : 0;
    }
    level.mean /= double(pixels);
    level.variance /= double(pixels);
    return level;
}

Level measure(WireCamera &camera, std::size_t frames)
{
    const auto shots = camera.record(frames);
    return levelOf(shots);
}

void waitForOff(WireCamera &camera, const char *feature)
{
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (camera.entry(feature) != "Off") {
        if (std::chrono::steady_clock::now() > deadline)
            throw std::runtime_error(std::string(feature) + " does not end in Off");
        camera.take(1);
    }
}

} // namespace mv::test
