// SPDX-License-Identifier: GPL-3.0-or-later
// The camera at power-up.
#include "camera/virtual/core/settings.h"

#include "camera/virtual/core/chunks.h"

namespace mv::vcam {

namespace {
constexpr std::uint32_t kMono8 = 0x01080001; // PFNC
constexpr std::uint32_t kBayerRG8 = 0x01080009;
} // namespace

Settings defaultSettings(const CameraConfig &config)
{
    Settings settings;
    settings.image.width = config.sensorWidth;
    settings.image.height = config.sensorHeight;
    settings.image.pixelFormat = config.model == Model::Color ? kBayerRG8 : kMono8;
    settings.chunkEnable = allChunks();
    settings.world = defaultWorld();
    settings.world.sensor.width = config.sensorWidth;
    settings.world.sensor.height = config.sensorHeight;
    settings.world.sensor.seed = config.seed;
    settings.world.sensor.filter = config.model == Model::Color ? ColorFilter::BayerRG : ColorFilter::None;
    return settings;
}

std::string modelName(Model model)
{
    switch (model) {
    case Model::Color:
        return "Virtual Color";
    case Model::Basic:
        return "Virtual Basic";
    case Model::Mono:
        break;
    }
    return "Virtual Mono";
}

} // namespace mv::vcam
