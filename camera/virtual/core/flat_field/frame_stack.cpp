// SPDX-License-Identifier: GPL-3.0-or-later
// Summing up and dividing.
#include "camera/virtual/core/flat_field/frame_stack.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mv::vcam {

namespace {

constexpr unsigned kFewestToReject = 4;

/// What the squares of the deviations that are left without the extremes add up to, for normal noise of variance 1:
/// N - 2 E[max^2] less what the mean takes away. E[max^2] is the integral of x^2 N phi Phi^(N-1), by the midpoint rule.
double degreesLeft(unsigned frames)
{
    constexpr double kStep = 0.01, kReach = 9;
    double square = 0;
    for (double x = -kReach + kStep / 2; x < kReach; x += kStep) {
        const double density = std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi);
        const double below = 0.5 * std::erfc(-x / std::numbers::sqrt2);
        square += x * x * frames * density * std::pow(below, frames - 1) * kStep;
    }
    return frames - 2 * square - double(frames - 2) / frames;
}

} // namespace

FrameStack::FrameStack(std::size_t pixels)
    : m_first(pixels), m_lowest(pixels, 0xFFFF), m_highest(pixels), m_sum(pixels), m_squares(pixels)
{}

void FrameStack::add(std::span<const std::uint16_t> samples)
{
    if (m_frames == 0)
        std::ranges::copy(samples, m_first.begin());
    ++m_frames;
    const std::uint16_t *sample = samples.data(), *first = m_first.data();
    std::uint16_t *lowest = m_lowest.data(), *highest = m_highest.data();
    std::uint32_t *sum = m_sum.data();
    double *squares = m_squares.data();
    for (std::size_t i = 0; i < m_sum.size(); ++i) {
        const std::uint16_t value = sample[i];
        lowest[i] = value < lowest[i] ? value : lowest[i];
        highest[i] = value > highest[i] ? value : highest[i];
        sum[i] += value;
        const double difference = std::int32_t(value) - std::int32_t(first[i]);
        squares[i] += difference * difference;
    }
}

std::vector<float> FrameStack::means(double scale) const
{
    std::vector<float> means(m_sum.size());
    const bool rejects = m_frames >= kFewestToReject;
    const double each = scale / (rejects ? m_frames - 2 : m_frames);
    for (std::size_t i = 0; i < means.size(); ++i) {
        const std::uint32_t left = rejects ? m_sum[i] - m_lowest[i] - m_highest[i] : m_sum[i];
        means[i] = float(left * each);
    }
    return means;
}

std::vector<float> FrameStack::variances(double scale) const
{
    std::vector<float> variances(m_sum.size());
    const bool rejects = m_frames >= kFewestToReject;
    const double left = rejects ? m_frames - 2 : m_frames;
    const double each = scale * scale / (rejects ? degreesLeft(m_frames) : left - 1);
    for (std::size_t i = 0; i < variances.size(); ++i) {
        const double first = m_first[i], low = rejects ? m_lowest[i] - first : 0,
                     high = rejects ? m_highest[i] - first : 0;
        const double sum = double(m_sum[i]) - m_frames * first - low - high;
        const double squares = double(m_squares[i]) - low * low - high * high;
        variances[i] = float(std::max(squares - sum * sum / left, 0.0) * each);
    }
    return variances;
}

} // namespace mv::vcam
