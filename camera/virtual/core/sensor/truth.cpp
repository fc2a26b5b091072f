// SPDX-License-Identifier: GPL-3.0-or-later
// Collects the truth.
#include "camera/virtual/core/sensor/truth.h"

namespace mv::vcam {

Truth makeTruth(const SensorParams &params)
{
    Truth truth;
    truth.params = params;
    truth.offset = makeOffset(params);
    truth.gain = makeGain(params);
    truth.shading = makeShading(params);
    truth.darkCurrent = makeDarkCurrent(params);
    truth.defects = makeDefects(params);
    truth.dsnu = patternStatistics(truth.offset, params.width, params.height);
    truth.prnu = patternStatistics(truth.gain, params.width, params.height);
    const double square = truth.prnu.mean * truth.prnu.mean;
    for (double *variance : {&truth.prnu.total, &truth.prnu.column, &truth.prnu.row, &truth.prnu.pixel})
        *variance /= square;
    truth.darkPattern = patternStatistics(truth.darkCurrent, params.width, params.height);
    return truth;
}

} // namespace mv::vcam
