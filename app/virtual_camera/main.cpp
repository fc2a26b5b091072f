// SPDX-License-Identifier: GPL-3.0-or-later
// mv-virtual-camera: one simulated camera on a GigE Vision or USB3 Vision wire.
#include "app/virtual_camera/lifetime.h"
#include "app/virtual_camera/options.h"
#include "app/virtual_camera/wire.h"

#include "camera/virtual/core/camera.h"
#include "camera/virtual/core/flat_field/flash_file.h"
#include "camera/virtual/core/memory/persistent_state.h"
#include "camera/virtual/core/sensor/truth.h"
#include "camera/virtual/core/state_file.h"
#include "camera/virtual/core/world_settings.h"
#include "camera/virtual/core/xml_templates.h"

#include <iostream>
#include <unistd.h>

namespace mv::vcam {

namespace {

constexpr int kDone = 0, kFailed = 1, kWrongUsage = 2;

int complain(const std::string &sentence, int status)
{
    std::cerr << "mv-virtual-camera: " << sentence << '\n';
    return status;
}

// All texts in it are free of quotes and control characters (the serial is checked, the wire escapes, the rest is
// ours).
void announce(const Options &options, const Wire &wire)
{
    const std::string &serial = options.camera.serial;
    std::cout << R"({"ready":true,"id":")" << wire.name() << ':' << kVendorName << ':' << serial << R"(",)"
              << wire.readyMembers() << R"(,"serial":")" << serial << R"(","vendor":")" << kVendorName
              << R"(","model":")" << modelName(options.camera.model) << R"(","version":")" << MV_VERSION
              << R"(","pid":)" << ::getpid() << "}\n"
              << std::flush;
}

/// The truth of the sensor as the settings have it, gate faults included.
std::optional<std::string> exportTruth(const Camera &camera, const std::string &folder)
{
    const WorldSettings world = camera.world();
    SensorParams sensor = world.sensor;
    Scene scene = world.scene;
    applyGateFaults(world, sensor, scene);
    return writeTruth(makeTruth(sensor), folder);
}

/// Why a --set is refused; empty if it is not. What the wire's part of the XML declares is set by the wire's client.
std::string refusal(Camera &camera, Wire &wire, std::string_view wireXml, const std::string &name,
                    const std::string &value)
{
    if (wire.hasFault(name))
        return wire.setFault(name, value).value_or("");
    if (wireXml.find(" Name=\"" + name + '"') != std::string_view::npos)
        return name + ": this feature belongs to the wire, not to the camera; the connected program sets it";
    if (kCameraXmlTemplate.find("<Command Name=\"" + name + '"') != std::string_view::npos)
        return name + '=' + value + ": this is a command, which has no value to be set";
    return camera.setFeature(name, value).value_or("");
}

/// A flash that is lost is no reason not to start: it is said, and the camera is as if it had never been calibrated.
void attachFlash(Camera &camera, FlashFile &file)
{
    Flash flash;
    if (const auto problem = file.load(flash))
        complain(*problem, kDone);
    camera.setFlash(std::move(flash));
    camera.onFlashChange([&file](const Flash &changed) {
        const auto problem = file.save(changed);
        return !problem || complain(*problem, kFailed) == kDone;
    });
}

int run(const Options &options)
{
    const Lifetime lifetime(options.parent);
    const std::string_view wireXml = transportXml(options.transport);
    Camera camera(options.camera, {std::string(wireXml), options.zippedXml});
    const auto wire = makeWire(options, camera);
    StateFile state(options.stateFile);
    if (const auto problem = state.load(camera))
        return complain(*problem, kFailed);
    FlashFile flash(options.stateFile, options.camera.sensorWidth, options.camera.sensorHeight);
    attachFlash(camera, flash);
    for (const auto &[name, value] : options.features) {
        if (const std::string sentence = refusal(camera, *wire, wireXml, name, value); !sentence.empty())
            return complain("--set " + sentence, kWrongUsage);
    }
    if (!options.truthFolder.empty()) {
        if (const auto problem = exportTruth(camera, options.truthFolder))
            return complain("--truth: " + *problem, kFailed);
    }
    camera.onPersistentChange([&state](const PersistentState &memory) {
        const auto problem = state.save(memory);
        return !problem || complain(*problem, kFailed) == kDone;
    });
    if (const auto problem = wire->start())
        return complain(*problem, kFailed);
    for (const std::string &warning : wire->warnings())
        complain(warning, kDone);
    announce(options, *wire);
    camera.preparePictures();
    lifetime.waitForEnd();
    wire->stop();
    return kDone;
}

} // namespace

} // namespace mv::vcam

int main(int argc, char **argv)
{
    const auto parsed = mv::vcam::parseCommandLine(argc, argv);
    if (const int *status = std::get_if<int>(&parsed))
        return *status;
    return mv::vcam::run(std::get<mv::vcam::Options>(parsed));
}
