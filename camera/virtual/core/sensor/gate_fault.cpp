// SPDX-License-Identifier: GPL-3.0-or-later
// The table of faults.
#include "camera/virtual/core/sensor/gate_fault.h"

#include "camera/virtual/core/sensor/parameter.h"

#include <algorithm>

namespace mv::vcam {

namespace {

constexpr GateFaultRow kRows[] = {
    // 6.25 % of full scale are 256 DN
    {GateFault::DarkTooBright, "DarkTooBright", true,
     [](SensorParams &p, Scene &) { p.blackLevel = std::max(p.blackLevel, 300.0); }},
    {GateFault::DarkClipped, "DarkClipped", true, [](SensorParams &p, Scene &) { p.blackLevel = 0; }},
    // 1 % of full scale are 41 DN or 111 electrons: a tenth of the scene's light is far more, in any exposure for it
    {GateFault::LightLeak, "LightLeak", true, [](SensorParams &, Scene &s) { s.leakFlux = 0.1 * s.photonFlux; }},
    {GateFault::AmpGlow, "AmpGlow", true,
     [](SensorParams &p, Scene &s) { p.ampGlow = 0.1 * s.photonFlux * p.quantumEfficiency; }},
    {GateFault::BrightTooDark, "BrightTooDark", false, [](SensorParams &, Scene &s) { s.photonFlux *= 0.5; }},
    {GateFault::BrightTooBright, "BrightTooBright", false, [](SensorParams &, Scene &s) { s.photonFlux *= 1.32; }},
    // the well no longer ends below the ADC's full scale
    {GateFault::Saturation, "Saturation", false,
     [](SensorParams &p, Scene &s) {
         p.fullWell *= 2;
         s.photonFlux *= 2;
     }},
    {GateFault::Ratio, "Ratio", false,
     [](SensorParams &p, Scene &) {
         p.parts.lensShading = true;
         p.cornerRatio = std::min(p.cornerRatio, 0.45);
     }},
    // beats with the frame rate unless the exposure is a multiple of 10 ms
    {GateFault::Flicker, "Flicker", false,
     [](SensorParams &, Scene &s) { s.flickerAmplitude = std::max(s.flickerAmplitude, 0.3); }},
    // 1 % in 0.2 s; begins anew before the light is 15 % down, so that no frame is too dark however long the fault is
    // on
    {GateFault::LightDrift, "LightDrift", false,
     [](SensorParams &, Scene &s) {
         s.drift = -0.05;
         s.driftSinceNs = 0;
         s.driftSeconds = 3;
     }},
    {GateFault::Texture, "Texture", false,
     [](SensorParams &, Scene &s) {
         if (s.target != Target::Capped) // paper before a cap is not seen
             s.target = Target::Textured;
         s.grain = std::max(s.grain, 0.01);
     }},
    {GateFault::Dust, "Dust", false, [](SensorParams &p, Scene &) { p.dustSpots = std::max(p.dustSpots, 5u); }},
    {GateFault::CoefficientRange, "CoefficientRange", false,
     [](SensorParams &p, Scene &) { p.weakRowShare = std::max(p.weakRowShare, 0.10); }},
    {GateFault::Defects, "Defects", false,
     [](SensorParams &p, Scene &) {
         p.parts.hotPixels = p.parts.deadPixels = true;
         p.hotPpm = std::max(p.hotPpm, 1500.0);
         p.deadPpm = std::max(p.deadPpm, 1500.0);
     }},
    // with a temperature that moves by more than 10 degrees
    {GateFault::SettingsMoved, "SettingsMoved", true,
     [](SensorParams &p, Scene &) { p.blackLevelDrift = std::max(p.blackLevelDrift, 2.0); }},
};

} // namespace

std::span<const GateFaultRow> gateFaults()
{
    return kRows;
}

void spoil(GateFault fault, SensorParams &params, Scene &scene)
{
    for (const GateFaultRow &row : kRows)
        if (row.fault == fault)
            row.spoil(params, scene);
    for (const auto &parameter : sensorParameters())
        parameter.clamp(params);
    for (const auto &parameter : sceneParameters())
        parameter.clamp(scene);
}

} // namespace mv::vcam
