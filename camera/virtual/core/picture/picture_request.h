// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that decides what the pixels of one frame are.
#pragma once

#include "camera/virtual/core/image_settings.h"
#include "camera/virtual/core/sensor/exposure.h"
#include "camera/virtual/core/sensor/scene.h"

namespace mv::vcam {

/// One picture to be made. A value; thread: any.
struct PictureRequest
{
    SensorParams sensor; ///< gate faults included
    Scene scene;
    ImageSettings image;
    Exposure exposure; ///< the region and the bits are filled in from the image settings

    bool operator==(const PictureRequest &) const = default;
};

} // namespace mv::vcam
