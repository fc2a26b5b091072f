// SPDX-License-Identifier: GPL-3.0-or-later
// The camera at power-up.
#include "camera/virtual/core/settings.h"

#include "camera/virtual/core/chunks.h"

#include <cmath>

namespace mv::vcam {

namespace {
constexpr std::uint32_t kMono8 = 0x01080001; // PFNC
constexpr std::uint32_t kBayerRG8 = 0x01080009;

/// The ratios under which a white target in the light of @p scene is neutral.
BalanceRatios neutralRatios(const Scene &scene)
{
    const auto response = channelResponse(scene.colorTemperature);
    BalanceRatios ratios;
    for (std::size_t i = 0; i < ratios.size(); ++i)
        ratios[i] = std::uint32_t(std::lround(double(kRatioOne) / response[i]));
    return ratios;
}

} // namespace

double nominalBlack(const Settings &settings)
{
    return double(settings.isp.blackLevel << (12 - settings.image.adcBits));
}

Settings defaultSettings(const CameraConfig &config)
{
    Settings settings;
    settings.image.width = config.sensorWidth;
    settings.image.height = config.sensorHeight;
    settings.image.pixelFormat = config.model == Model::Color ? kBayerRG8 : kMono8;
    settings.chunkEnable = kDefaultChunks;
    settings.world = defaultWorld();
    settings.world.sensor.width = config.sensorWidth;
    settings.world.sensor.height = config.sensorHeight;
    settings.world.sensor.seed = config.seed;
    settings.world.sensor.filter = config.model == Model::Color ? ColorFilter::BayerRG : ColorFilter::None;
    if (config.model == Model::Color)
        settings.isp.balance = neutralRatios(settings.world.scene);
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
