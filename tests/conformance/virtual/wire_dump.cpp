// SPDX-License-Identifier: GPL-3.0-or-later
// Takes what EMVA 1288 wants to see of a sensor over the wire, as raw files, for a judge in another language.
#include "tests/conformance/wire/wire_camera.h"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>

namespace mv::test {
namespace {

constexpr double kExposureUs = 5000; // the judge reckons with it

/// Lens and defects off: EMVA 1288 judges the sensor alone. No drift of temperature, and every frame computed.
std::vector<std::string> sensorAlone()
{
    return {"VirtualFrameSource=Physics",
            "TestImageSelector=Off",
            "VirtualTarget=Uniform",
            "VirtualTemperatureRise=0",
            "VirtualPartLensShading=false",
            "VirtualPartHotPixels=false",
            "VirtualPartDeadPixels=false",
            "VirtualPartBlinkingPixels=false",
            "PixelFormat=Mono12",
            "AcquisitionFrameRate=20",
            "ExposureTime=5000"};
}

class WireDump
{
public:
    WireDump(const std::string &seed, std::string directory)
        : m_camera(sensorAlone(), {"--sensor", "1280x1024", "--seed", seed, "--truth", directory})
        , m_directory(std::move(directory))
    {}

    /// @p count frames of @p photons per pixel into one file of 16-bit little-endian samples.
    bool stack(const std::string &name, double photons, std::size_t count)
    {
        m_camera.set("VirtualTarget", photons > 0 ? "Uniform" : "Capped");
        m_camera.set("VirtualPhotonFlux", photons / (kExposureUs * 1e-6));
        std::ofstream file(m_directory + "/" + name, std::ios::binary);
        m_camera.start();
        for (std::size_t i = 0; i < count; ++i) {
            const auto bytes = m_camera.take(1)[0].bytes; // Mono12 is 16-bit little-endian on the wire, too
            file.write(reinterpret_cast<const char *>(bytes.data()), std::streamsize(bytes.size()));
        }
        m_camera.stop();
        file.close();
        return !file.fail();
    }

    double saturationPhotons() const
    {
        return m_camera.real("VirtualFullWell") / m_camera.real("VirtualQuantumEfficiency");
    }

private:
    WireCamera m_camera;
    std::string m_directory;
};

bool dumpAll(WireDump &dump, const std::string &directory, std::size_t frames, std::size_t steps)
{
    const double saturation = dump.saturationPhotons();
    bool ok = dump.stack("dark.raw", 0, frames) && dump.stack("bright.raw", 0.5 * saturation, frames);
    std::ofstream index(directory + "/steps.txt");
    index << 0.5 * saturation << '\n';
    for (std::size_t step = 1; step <= steps && ok; ++step) {
        const double photons = 1.1 * saturation * double(step) / double(steps); // on into saturation
        ok = dump.stack("step" + std::to_string(step) + ".raw", photons, 2);
        index << photons << '\n';
    }
    index.close();
    return ok && !index.fail();
}

} // namespace
} // namespace mv::test

// usage: wire_dump DIR SEED FRAMES_PER_STACK STEPS, as sensor_dump
int main(int argc, char **argv)
{
    if (argc != 5)
        return 2;
    try {
        mv::test::WireDump dump(argv[2], argv[1]);
        return mv::test::dumpAll(dump, argv[1], std::strtoul(argv[3], nullptr, 10), std::strtoul(argv[4], nullptr, 10))
                   ? 0
                   : 1;
    } catch (const std::exception &problem) {
        std::fprintf(stderr, "wire_dump: %s\n", problem.what());
        return 1;
    }
}
