// SPDX-License-Identifier: GPL-3.0-or-later
// How fast the sensor model renders: nanoseconds a pixel of one core, frames per second of two.
#include "camera/virtual/core/sensor/sensor.h"

#include <chrono>
#include <cstdio>
#include <ctime>

namespace mv::vcam {
namespace {

struct Case
{
    const char *name;
    std::uint32_t width, height;
    Target target;
    double photonFlux; ///< the exposure is 5 ms
    unsigned threads;
};

double processorSeconds()
{
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return double(now.tv_sec) + double(now.tv_nsec) * 1e-9;
}

bool measure(const Case &setup, double seconds, bool last)
{
    using Clock = std::chrono::steady_clock;
    SensorParams params;
    params.width = setup.width;
    params.height = setup.height;
    Sensor sensor(params, setup.threads);
    Scene scene;
    scene.target = setup.target;
    scene.photonFlux = setup.photonFlux;
    scene.velocityX = scene.velocityY = 12.3;
    const std::size_t pixels = std::size_t(setup.width) * setup.height;
    std::vector<std::uint16_t> samples(pixels), dn(pixels);
    Exposure exposure;
    exposure.region = {0, 0, setup.width, setup.height};
    if (sensor.render(exposure, scene, samples))
        return false;
    const auto begin = Clock::now();
    const double before = processorSeconds();
    double elapsed = 0;
    while (elapsed < seconds) {
        exposure.frame += 1;
        exposure.startNs += 100'000'000;
        sensor.render(exposure, scene, samples);
        roundToDn(samples, dn);
        elapsed = std::chrono::duration<double>(Clock::now() - begin).count();
    }
    const double frames = double(exposure.frame), spent = processorSeconds() - before;
    std::printf("  \"%s\": {\"threads\": %u, \"framesPerSecond\": %.2f, \"processorNanosecondsPerPixel\": %.2f, "
                "\"frames\": %.0f, \"seconds\": %.2f}%s\n",
                setup.name, setup.threads, frames / elapsed, spent * 1e9 / (frames * double(pixels)), frames, elapsed,
                last ? "" : ",");
    return true;
}

} // namespace
} // namespace mv::vcam

int main()
{
    using namespace mv::vcam;
    const Case cases[] = {
        {"uniform_2448x2048_1thread", 2448, 2048, Target::Uniform, 1.6e6, 1},
        {"uniform_2448x2048", 2448, 2048, Target::Uniform, 1.6e6, 2},
        {"uniform_1280x1024", 1280, 1024, Target::Uniform, 1.6e6, 2},
        {"dark_2448x2048", 2448, 2048, Target::Capped, 1.6e6, 2},
        {"chart_2448x2048", 2448, 2048, Target::Chart, 1.6e6, 2},
        {"dim_5electrons_2448x2048", 2448, 2048, Target::Uniform, 2e3, 2},
    };
    bool ok = true;
    std::printf("{\n");
    for (const Case &setup : cases) {
        ok = measure(setup, 2.0, &setup == &cases[std::size(cases) - 1]) && ok;
        std::fflush(stdout);
    }
    std::printf("}\n");
    return ok ? 0 : 1;
}
