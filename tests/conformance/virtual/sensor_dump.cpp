// SPDX-License-Identifier: GPL-3.0-or-later
// Renders what EMVA 1288 wants to see of a sensor into raw files, for a judge in another language.
#include "camera/virtual/core/sensor/sensor.h"
#include "camera/virtual/core/sensor/truth.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

namespace mv::vcam {
namespace {

constexpr std::uint32_t kWidth = 1280, kHeight = 1024;
constexpr double kExposureUs = 5000;

/// Lens and defects off: EMVA 1288 judges the sensor alone.
SensorParams sensorAlone(std::uint64_t seed)
{
    SensorParams params;
    params.width = kWidth;
    params.height = kHeight;
    params.seed = seed;
    params.parts.lensShading = false;
    params.parts.hotPixels = params.parts.deadPixels = params.parts.blinkingPixels = false;
    return params;
}

class Dump
{
public:
    Dump(const SensorParams &params, std::string directory)
        : m_sensor(params, 2), m_directory(std::move(directory)), m_sixteenths(kWidth * kHeight), m_dn(kWidth * kHeight)
    {}

    /// @p count frames of @p photons per pixel, one after the other, into one file of 16-bit little-endian samples.
    bool stack(const std::string &name, double photons, unsigned count)
    {
        Scene scene;
        scene.photonFlux = photons / (kExposureUs * 1e-6);
        std::ofstream file(m_directory + "/" + name, std::ios::binary);
        for (unsigned i = 0; i < count; ++i) {
            Exposure exposure;
            exposure.frame = m_frame++;
            exposure.exposureUs = kExposureUs;
            exposure.region = {0, 0, kWidth, kHeight};
            if (const auto problem = m_sensor.render(exposure, scene, m_sixteenths)) {
                std::fprintf(stderr, "%s\n", problem->c_str());
                return false;
            }
            roundToDn(m_sixteenths, m_dn);
            std::string bytes(m_dn.size() * 2, '\0');
            for (std::size_t at = 0; at < m_dn.size(); ++at) {
                bytes[2 * at] = char(std::uint8_t(m_dn[at]));
                bytes[2 * at + 1] = char(std::uint8_t(m_dn[at] >> 8));
            }
            file.write(bytes.data(), std::streamsize(bytes.size()));
        }
        file.close();
        return !file.fail();
    }

private:
    Sensor m_sensor;
    std::string m_directory;
    std::vector<std::uint16_t> m_sixteenths, m_dn;
    std::uint64_t m_frame = 0;
};

} // namespace
} // namespace mv::vcam

// usage: sensor_dump DIR SEED FRAMES_PER_STACK STEPS
int main(int argc, char **argv)
{
    using namespace mv::vcam;
    if (argc != 5)
        return 2;
    const std::string directory = argv[1];
    const SensorParams params = sensorAlone(std::strtoull(argv[2], nullptr, 10));
    const auto frames = unsigned(std::strtoul(argv[3], nullptr, 10)),
               steps = unsigned(std::strtoul(argv[4], nullptr, 10));
    if (const auto problem = writeTruth(makeTruth(params), directory)) {
        std::fprintf(stderr, "%s\n", problem->c_str());
        return 1;
    }
    Dump dump(params, directory);
    const double saturation = params.fullWell / params.quantumEfficiency; // photons
    bool ok = dump.stack("dark.raw", 0, frames) && dump.stack("bright.raw", 0.5 * saturation, frames);
    std::ofstream index(directory + "/steps.txt");
    index << 0.5 * saturation << '\n';
    for (unsigned step = 1; step <= steps && ok; ++step) {
        const double photons = 1.1 * saturation * double(step) / double(steps); // on into saturation
        ok = dump.stack("step" + std::to_string(step) + ".raw", photons, 2);
        index << photons << '\n';
    }
    index.close();
    return ok && !index.fail() ? 0 : 1;
}
