// SPDX-License-Identifier: GPL-3.0-or-later
// Poisson deviates, a strip at a time.
#pragma once

#include "camera/virtual/core/sensor/pixel_strip.h"

namespace mv::vcam {

class GaussianTable;
class RandomStream;

/// Means below this are drawn by inversion of the CDF; exact but for the 32 bits of the uniform number.
inline constexpr float kSmallMean = 12.0f;
/// The small means that have a table.
inline constexpr float kMeanStep = 0.125f;
/// Larger means are drawn as this one; no pixel holds so many electrons.
inline constexpr float kLargestMean = 4.0e6f;

/// Both sets of random words for the strip whose first pixel is column @p x of the stream's row.
void drawWords(const RandomStream &stream, std::uint32_t x, PixelStrip &strip);

/// strip.mean, strip.shotWords -> strip.electrons: whole numbers, Poisson distributed with those means.
///
/// Photo-electrons and dark electrons are independent Poisson variables, and the sum of two such is Poisson again: one
/// draw with the sum of the means is exact. From kSmallMean on: the Cornish-Fisher expansion of the Poisson quantile to
/// order 1/mean with continuity correction,
///   N = floor(m + w sqrt(m) + 1/3 + w^2/6 - (w/36 + w^3/72)/sqrt(m) + (-8/405 + 7 w^2/810 + w^4/270)/m),
/// w standard normal (Giles, Algorithm 955: Approximation of the Inverse Poisson CDF, ACM TOMS 42, 2016, Q_N2). The
/// tests hold it to the exact distribution by chi-square, to mean, variance and skewness.
void drawPoisson(const GaussianTable &gauss, PixelStrip &strip);

/// One deviate by inversion; @p mean at most kMeanStep.
std::uint32_t poissonByInversion(double mean, std::uint32_t word);

/// One deviate of @p mean below kSmallMean: Poisson of the table's mean below it plus Poisson of the rest, whose sum is
/// Poisson of both. The rest's random bits are a hash of both words (@p other is the read noise's).
std::uint32_t smallPoisson(float mean, std::uint32_t word, std::uint32_t other);

} // namespace mv::vcam
