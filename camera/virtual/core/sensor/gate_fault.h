// SPDX-License-Identifier: GPL-3.0-or-later
// One switch for each thing that must stop a flat-field correction.
#pragma once

#include "camera/virtual/core/sensor/scene.h"

#include <span>
#include <string_view>

namespace mv::vcam {

/// What is wrong with light, lens or sensor, each named after the gate of the correction that it must trip.
enum class GateFault {
    DarkTooBright,
    DarkClipped,
    LightLeak,
    AmpGlow,
    BrightTooDark,
    BrightTooBright,
    Saturation,
    Ratio,
    Flicker,
    LightDrift,
    Texture,
    Dust,
    CoefficientRange,
    Defects,
    SettingsMoved,
};

/// One row of the table. A value; thread: any.
struct GateFaultRow
{
    GateFault fault;
    std::string_view name;
    bool dark;                              ///< seen in dark frames; else in bright ones
    void (*spoil)(SensorParams &, Scene &); ///< may leave the limits; the function spoil() does not
};

/// Every fault once, in the order of the enumeration.
std::span<const GateFaultRow> gateFaults();

/// Changes what stands for the fault, and nothing else: a sensor that is worse already stays so, and what was free of
/// problems stays free of them, since numbers stop at their limits. Its effect is as described for a sensor and a scene
/// in order: 12 bits, gain 1 and light that brings the middle of a uniform target to about 70 % of full scale.
void spoil(GateFault fault, SensorParams &params, Scene &scene);

} // namespace mv::vcam
