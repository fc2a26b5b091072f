// SPDX-License-Identifier: GPL-3.0-or-later
// VirtualScene: light, target and temperature before the lens.
#include "camera/virtual/core/camera_state.h"
#include "camera/virtual/core/parameter_rows.h"

#include <algorithm>

namespace mv::vcam {

namespace {

/// A drift counts from the moment it is set: counted from AcquisitionStart on, the light of an acquisition that has run
/// for long would be gone at once.
void countDriftFromSetting(CameraState &state, std::vector<Register> &rows)
{
    const auto row = std::ranges::find(rows, "VirtualLightDrift", &Register::name);
    row->set = [&state, set = row->set](const RegisterValue &value) {
        const Status status = set(value);
        if (status == Status::Success)
            state.settings.world.scene.driftSinceNs = std::uint64_t(state.sceneTime());
        return status;
    };
}

} // namespace

std::vector<Register> sceneRows(CameraState &state)
{
    WorldSettings &world = state.settings.world;
    std::vector<Register> rows = parameterRows(sceneParameters(), world.scene, 0x2D0010);
    countDriftFromSetting(state, rows);
    rows.insert(rows.end(),
                {
                    integerRow("VirtualFrameSource", 0x2D0000, world.frameSource, 0, 1, Lock::None,
                               {{"Prerendered", 0}, {"Physics", 1}}),
                    integerRow("VirtualFrameStamp", 0x2D0004, world.frameStamp, 0, 1, Lock::None, booleanEntries()),
                    integerRow("VirtualTarget", 0x2D0008, world.scene.target, 0, 3, Lock::None,
                               {{"Uniform", 0}, {"Capped", 1}, {"Chart", 2}, {"Textured", 3}}),
                    floatRow("VirtualAmbientTemperature", 0x2D0060, world.ambientTemperature, -40, 85),
                    floatRow("VirtualTemperatureRise", 0x2D0068, world.temperatureRise, 0, 60),
                    floatRow("VirtualTemperatureTime", 0x2D0070, world.temperatureSeconds, 1, 1e5),
                });
    return rows;
}

} // namespace mv::vcam
