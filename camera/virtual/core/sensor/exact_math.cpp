// SPDX-License-Identifier: GPL-3.0-or-later
// exp, sin and the normal distribution by series of basic operations in a fixed order.
#include "camera/virtual/core/sensor/exact_math.h"

#include <bit>
#include <cstdint>

namespace mv::vcam {

namespace {

constexpr double kLn2 = 0.693147180559945309417;

/// 2^n for -1022 <= n <= 1023.
double powerOfTwo(int n)
{
    return std::bit_cast<double>(std::uint64_t(n + 1023) << 52);
}

/// Rounds down, also below zero.
double floorOf(double x)
{
    const double whole = double(std::int64_t(x));
    return whole > x ? whole - 1.0 : whole;
}

} // namespace

double exactExp(double x)
{
    if (x < -700.0)
        return 0.0;
    if (x > 700.0)
        x = 700.0;
    const double n = floorOf(x / kLn2 + 0.5);
    const double r = x - n * kLn2; // |r| <= 0.35: 17 terms leave 1e-23
    double sum = 1.0;
    for (int k = 17; k >= 1; --k)
        sum = 1.0 + sum * r / double(k);
    return sum * powerOfTwo(int(n));
}

double exactPow2(double x)
{
    return exactExp(x * kLn2);
}

double exactSinTurns(double turns)
{
    double t = turns - floorOf(turns); // [0, 1)
    if (t > 0.75)
        t -= 1.0;
    else if (t > 0.25)
        t = 0.5 - t; // [-1/4, 1/4]
    const double x = 2.0 * kPi * t;
    double sum = 1.0;
    for (int k = 12; k >= 1; --k)
        sum = 1.0 - sum * x * x / double((2 * k) * (2 * k + 1));
    return sum * x;
}

double normalDensity(double z)
{
    constexpr double kInverseRootTwoPi = 0.398942280401432677940;
    return kInverseRootTwoPi * exactExp(-0.5 * z * z);
}

double normalTail(double z)
{
    if (z < 3.0) {
        double term = z, sum = z;
        for (int k = 1; k <= 60; ++k) {
            term = term * z * z / double(2 * k + 1);
            sum += term;
        }
        return 0.5 - normalDensity(z) * sum;
    }
    double fraction = z;
    for (int k = 100; k >= 1; --k)
        fraction = z + double(k) / fraction;
    return normalDensity(z) / fraction;
}

} // namespace mv::vcam
