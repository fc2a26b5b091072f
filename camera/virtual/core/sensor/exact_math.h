// SPDX-License-Identifier: GPL-3.0-or-later
// The few functions the sensor model needs beyond + - * / sqrt, made of nothing else, so that every machine agrees.
#pragma once

namespace mv::vcam {

// IEEE 754 fixes the result of + - * / and sqrt to the last bit; it does not fix exp, sin or erf, and no two C
// libraries agree on them. These are slow and meant for tables and for once a frame. All doubles; thread: any.

inline constexpr double kPi = 3.14159265358979323846;

/// e^x, to about 1e-15 relative; 0 below x = -700, capped above x = 700.
double exactExp(double x);
/// 2^x, the same way.
double exactPow2(double x);
/// sin(2 pi turns), to about 1e-15.
double exactSinTurns(double turns);
/// The standard normal's probability above z, z >= 0: Abramowitz & Stegun 26.2.11 (series) below 3, 26.2.14 (continued
/// fraction) above; about 1e-13 relative.
double normalTail(double z);
/// The standard normal's density.
double normalDensity(double z);

} // namespace mv::vcam
