// SPDX-License-Identifier: GPL-3.0-or-later
// What the stages between sensor and pixel format are set to.
#pragma once

#include "camera/virtual/core/isp/look_up_table.h"

namespace mv::vcam {

/// How the colours that a pixel of the mosaic has not are found.
enum class Demosaicing : std::int64_t { Bilinear = 0, EdgeAware = 1 };

inline constexpr std::uint32_t kRatioOne = 1u << 16; ///< steps of BalanceRatio in 1.0
inline constexpr std::uint32_t kMaxRatio = 15 * kRatioOne;

/// Red, green and blue in steps of 1/65536.
using BalanceRatios = std::array<std::uint32_t, 3>;

/// Colour features, without effect on a raw mosaic. A value; thread: any.
struct ColorSettings
{
    Demosaicing demosaicing = Demosaicing::Bilinear;
    bool matrixEnable = false;
    std::array<double, 9> matrix{1, 0, 0, 0, 1, 0, 0, 0, 1}; ///< row by row: Gain00, Gain01, …
    std::uint32_t saturation = 50;                           ///< 0 grey, 50 as it is, 100 twice as much
    std::uint32_t hue = 50;                                  ///< 0..100 is -180..+180 degrees

    bool operator==(const ColorSettings &) const = default;
};

/// A value; thread: any.
struct IspSettings
{
    std::uint32_t blackLevel = 64; ///< DN of the ADC: where every stage takes darkness to lie
    std::uint32_t digitalShift = 0;
    BalanceRatios balance{kRatioOne, kRatioOne, kRatioOne};
    ColorSettings color;
    bool sharpen = false;
    std::uint32_t sharpness = 0; ///< 0..100
    bool gammaEnable = false;
    double gamma = 1;
    bool lutEnable = false;
    LookUpTable lut;

    /// The curve of the last stage is gamma's, and there can be no other.
    bool gammaActive() const { return gammaEnable && gamma != 1.0; }
    bool lutActive() const { return lutEnable && !gammaActive(); }

    bool operator==(const IspSettings &) const = default;
};

} // namespace mv::vcam
