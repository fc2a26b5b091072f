// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that decides what the pixels of one frame are.
#pragma once

#include "camera/virtual/core/image_settings.h"
#include "camera/virtual/core/isp/isp_settings.h"
#include "camera/virtual/core/sensor/exposure.h"
#include "camera/virtual/core/sensor/scene.h"

#include <memory>

namespace mv::vcam {

class Coefficients;
class DefectList;
class StageRun;

/// One picture to be made. A value; thread: any.
struct PictureRequest
{
    SensorParams sensor; ///< gate faults included
    Scene scene;
    ImageSettings image;
    IspSettings isp;
    bool sensorTestImage = false;                     ///< a ramp instead of what the sensor sees
    Exposure exposure;                                ///< the region and the bits are filled in from the image settings
    std::shared_ptr<const Coefficients> coefficients; ///< of the flat-field correction; nullptr: off
    std::shared_ptr<const DefectList> defects;        ///< to be replaced; nullptr: off
    std::shared_ptr<StageRun> calibration;            ///< takes the sensor's samples in; nullptr: none

    bool operator==(const PictureRequest &) const = default;
};

} // namespace mv::vcam
