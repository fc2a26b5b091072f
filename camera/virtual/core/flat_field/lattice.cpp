// SPDX-License-Identifier: GPL-3.0-or-later
// Least squares, one direction after the other.
#include "camera/virtual/core/flat_field/lattice.h"

#include <algorithm>

namespace mv::vcam {

Lattice::Axis::Axis(std::uint32_t pixels)
    : nodes(pixels < 2 * kLeastCell ? 1 : std::min(kMostNodes, pixels / kLeastCell + 1)), node(pixels), weight(pixels)
{
    for (std::uint32_t i = 0; nodes > 1 && i < pixels; ++i) {
        const double place = double(i) * (nodes - 1) / (pixels - 1);
        node[i] = std::min(std::uint32_t(place), nodes - 2);
        weight[i] = place - node[i];
    }
}

/// The normal equations of this direction, which are tridiagonal, for one line of right-hand sides; in place.
void Lattice::Axis::solve(std::span<double> right, std::size_t stride) const
{
    std::vector<double> diagonal(nodes), beside(nodes); // beside[k] couples k and k + 1
    for (std::size_t i = 0; i < node.size(); ++i) {
        const double second = weight[i], first = 1 - second;
        diagonal[node[i]] += first * first;
        if (nodes == 1)
            continue;
        diagonal[node[i] + 1] += second * second;
        beside[node[i]] += first * second;
    }
    for (std::uint32_t k = 1; k < nodes; ++k) {
        const double factor = beside[k - 1] / diagonal[k - 1];
        diagonal[k] -= factor * beside[k - 1];
        right[k * stride] -= factor * right[(k - 1) * stride];
    }
    for (std::uint32_t k = nodes; k-- > 0;) {
        const double next = k + 1 < nodes ? beside[k] * right[(k + 1) * stride] : 0.0;
        right[k * stride] = (right[k * stride] - next) / diagonal[k];
    }
}

Lattice::Lattice(std::vector<float> values, std::span<const std::uint8_t> masked, std::uint32_t width,
                 std::uint32_t height)
    : m_x(width), m_y(height)
{
    // The equations fall apart into the two directions only if every pixel counts. So masked ones are given the value
    // that the surface has there, time and again: the fit to the others is where that comes to rest. The first guess
    // is the pixel before, which is near already.
    std::vector<std::size_t> holes;
    for (std::size_t i = 0; i < values.size(); ++i)
        if (masked[i]) {
            holes.push_back(i);
            const auto good = std::ranges::find(masked, std::uint8_t(0));
            values[i] = i > 0 ? values[i - 1] : values[std::size_t(good - masked.begin()) % values.size()];
        }
    fit(values);
    for (int pass = 0; pass < 3 && !holes.empty(); ++pass) {
        const std::vector<float> smooth = surface();
        for (const std::size_t hole : holes)
            values[hole] = smooth[hole];
        fit(values);
    }
}

void Lattice::fit(const std::vector<float> &values)
{
    const std::size_t width = m_x.node.size(), nx = m_x.nodes, ny = m_y.nodes;
    m_nodes.assign(nx * ny, 0.0);
    std::vector<double> line(nx + 1); // one more, so that a single node needs no case of its own
    for (std::size_t row = 0; row < m_y.node.size(); ++row) {
        std::ranges::fill(line, 0.0);
        for (std::size_t column = 0; column < width; ++column) {
            const double value = values[row * width + column], second = value * m_x.weight[column];
            line[m_x.node[column]] += value - second;
            line[m_x.node[column] + 1] += second;
        }
        double *above = &m_nodes[m_y.node[row] * nx];
        double *below = ny > 1 ? above + nx : above;
        for (std::size_t k = 0; k < nx; ++k) {
            above[k] += (1 - m_y.weight[row]) * line[k];
            below[k] += m_y.weight[row] * line[k];
        }
    }
    for (std::size_t k = 0; k < ny; ++k)
        m_x.solve(std::span(m_nodes).subspan(k * nx, nx), 1);
    for (std::size_t k = 0; k < nx; ++k)
        m_y.solve(std::span(m_nodes).subspan(k), nx);
}

float Lattice::highest() const
{
    return float(*std::ranges::max_element(m_nodes)); // bilinear: no higher between the nodes
}

std::vector<float> Lattice::surface() const
{
    const std::size_t nx = m_x.nodes;
    std::vector<float> values;
    values.reserve(m_x.node.size() * m_y.node.size());
    std::vector<double> line(nx + 1);
    for (std::size_t row = 0; row < m_y.node.size(); ++row) {
        const double *above = &m_nodes[m_y.node[row] * nx];
        const double *below = m_y.nodes > 1 ? above + nx : above;
        for (std::size_t k = 0; k < nx; ++k)
            line[k] = above[k] + m_y.weight[row] * (below[k] - above[k]);
        for (std::size_t column = 0; column < m_x.node.size(); ++column) {
            const double first = line[m_x.node[column]];
            values.push_back(float(first + m_x.weight[column] * (line[m_x.node[column] + 1] - first)));
        }
    }
    return values;
}

} // namespace mv::vcam
