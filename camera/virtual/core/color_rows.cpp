// SPDX-License-Identifier: GPL-3.0-or-later
// ColorTransformationControl: what makes colours, and sharpness.
#include "camera/virtual/core/camera_state.h"
#include "camera/virtual/core/feature_rows.h"
#include "camera/virtual/core/selected_rows.h"

namespace mv::vcam {

std::vector<Register> colorRows(CameraState &state)
{
    Settings &s = state.settings;
    ColorSettings &color = s.isp.color;
    const auto value = [&s, &color]() -> double & { return color.matrix[s.ispSelectors.matrixValue]; };
    std::vector<Register> rows{
        integerRow("DemosaicingMode", 0x209000, color.demosaicing, 0, 1, Lock::None,
                   {{"Bilinear", 0}, {"EdgeAware", 1}}),
        integerRow("ColorTransformationSelector", 0x209004, s.ispSelectors.colorTransformation, 0, 0, Lock::None,
                   {{"RGBtoRGB", 0}}),
        integerRow("ColorTransformationEnable", 0x209008, color.matrixEnable, 0, 1, Lock::None, booleanEntries()),
        integerRow("ColorTransformationValueSelector", 0x20900C, s.ispSelectors.matrixValue, 0, 8, Lock::None,
                   {{"Gain00", 0},
                    {"Gain01", 1},
                    {"Gain02", 2},
                    {"Gain10", 3},
                    {"Gain11", 4},
                    {"Gain12", 5},
                    {"Gain20", 6},
                    {"Gain21", 7},
                    {"Gain22", 8}}),
        selectedFloatRow("ColorTransformationValue", 0x209010, value, -8, 8),
        integerRow("Saturation", 0x209018, color.saturation, 0, 100),
        integerRow("Hue", 0x20901C, color.hue, 0, 100),
    };
    for (Register &row : rows)
        row = writableIf(std::move(row), [&state] { return state.config.model == Model::Color; });
    rows.push_back(integerRow("SharpnessEnabled", 0x209020, s.isp.sharpen, 0, 1, Lock::None, {{"Off", 0}, {"On", 1}}));
    rows.push_back(integerRow("Sharpness", 0x209024, s.isp.sharpness, 0, 100));
    return rows;
}

} // namespace mv::vcam
