// SPDX-License-Identifier: GPL-3.0-or-later
// What ImageFormatControl sets.
#pragma once

#include <cstdint>

namespace mv::vcam {

inline constexpr std::uint32_t kWidthStep = 4;  ///< whole bytes a row in every format, whole Bayer cells
inline constexpr std::uint32_t kHeightStep = 2; ///< whole Bayer cells
inline constexpr std::uint32_t kMinWidth = 16;
inline constexpr std::uint32_t kMinHeight = 2;
inline constexpr std::uint32_t kMaxBinning = 4;

enum class BinningMode : std::int64_t { Sum = 0, Average = 1 };

/// The values of TestImageSelector.
enum class TestImage : std::int64_t {
    Off = 0,
    Black = 1,
    White = 2,
    GreyHorizontalRamp = 3,
    GreyVerticalRamp = 4,
    GreyDiagonalRamp = 5,
    GreyDiagonalRampMoving = 6,
    GreyHorizontalRampMoving = 7,
    GreyVerticalRampMoving = 8,
    ColorBar = 9,
    Checkerboard = 10,
    LfsrStress = 11,
    FrameCounter = 12,
    SensorTestImage1 = 13, ///< goes through mirror and tone curve, so that PictureMaker makes it
};

/// Image geometry and depth, as the features of ImageFormatControl have them. A value; thread: any.
struct ImageSettings
{
    std::uint32_t width = 0, height = 0, offsetX = 0, offsetY = 0; ///< region of interest in pixels of the image
    std::uint32_t pixelFormat = 0;                                 ///< PFNC code
    std::uint32_t binningX = 1, binningY = 1;                      ///< 1, 2 or 4 sensor pixels a pixel of the image
    BinningMode binningModeX = BinningMode::Sum, binningModeY = BinningMode::Sum;
    bool reverseX = false, reverseY = false; ///< after binning; the region is counted in the mirrored image
    unsigned adcBits = 12;                   ///< 8, 10 or 12

    bool operator==(const ImageSettings &) const = default;
};

} // namespace mv::vcam
