// SPDX-License-Identifier: GPL-3.0-or-later
// Making the matrix once and applying it in whole numbers.
#include "camera/virtual/core/isp/color_matrix.h"

#include "camera/virtual/core/sensor/exact_math.h"

namespace mv::vcam {

namespace {

using Matrix = std::array<double, 9>;

Matrix product(const Matrix &a, const Matrix &b)
{
    Matrix result{};
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t column = 0; column < 3; ++column)
            for (std::size_t k = 0; k < 3; ++k)
                result[3 * row + column] += a[3 * row + k] * b[3 * k + column];
    return result;
}

/// Saturation and hue; exactly the identity if both are 50.
Matrix chromaMatrix(const ColorSettings &settings)
{
    if (settings.saturation == 50 && settings.hue == 50)
        return {1, 0, 0, 0, 1, 0, 0, 0, 1};
    constexpr double kRed = 0.299, kGreen = 0.587, kBlue = 0.114, kU = 0.492, kV = 0.877;
    const Matrix toYuv{kRed,         kGreen,     kBlue, -kU * kRed, -kU * kGreen, kU * (1 - kBlue), kV * (1 - kRed),
                       -kV * kGreen, -kV * kBlue};
    const Matrix toRgb{1, 0, 1 / kV, 1, -kBlue / (kGreen * kU), -kRed / (kGreen * kV), 1, 1 / kU, 0};
    const double turns = (double(settings.hue) - 50.0) / 100.0, stretch = double(settings.saturation) / 50.0;
    const double along = stretch * exactSinTurns(turns + 0.25), across = stretch * exactSinTurns(turns);
    return product(toRgb, product({1, 0, 0, 0, along, -across, 0, across, along}, toYuv));
}

std::int32_t steps(double coefficient)
{
    const double scaled = coefficient * 65536.0;
    return std::int32_t(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
}

} // namespace

ColorMatrix colorMatrix(const ColorSettings &settings)
{
    Matrix matrix = chromaMatrix(settings);
    if (settings.matrixEnable)
        matrix = product(matrix, settings.matrix);
    ColorMatrix result;
    for (std::size_t i = 0; i < result.size(); ++i)
        result[i] = steps(matrix[i]);
    return result;
}

void applyColorMatrix(std::span<std::uint16_t> rgb, const SampleRange &range, const ColorMatrix &matrix)
{
    constexpr std::int32_t kOne = 1 << 16;
    if (matrix == ColorMatrix{kOne, 0, 0, 0, kOne, 0, 0, 0, kOne})
        return;
    const std::int64_t black = range.black;
    const SampleRange limits = range;
    const ColorMatrix m = matrix;
    for (std::size_t i = 0; i + 2 < rgb.size(); i += 3) {
        const std::int64_t red = 2 * (rgb[i] - black) + 1, green = 2 * (rgb[i + 1] - black) + 1,
                           blue = 2 * (rgb[i + 2] - black) + 1;
        for (std::size_t channel = 0; channel < 3; ++channel) {
            const std::int32_t *row = &m[3 * channel];
            rgb[i + channel] = limits.clip(black + ((red * row[0] + green * row[1] + blue * row[2]) >> 17));
        }
    }
}

} // namespace mv::vcam
