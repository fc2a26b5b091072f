// SPDX-License-Identifier: GPL-3.0-or-later
// Frame ids as they come, made into ids that never wrap, and the gaps between them.
#pragma once

#include <cstdint>
#include <optional>

namespace mv {

/// GVSP block ids run from 1 to 65535 and skip 0 at the wrap, or are 64 bits wide (extended ids), which shows only when
/// one passes 65535. USB3 Vision's have 64 bits. Thread: one at a time.
class FrameIds
{
public:
    enum class Numbering {
        Gvsp, ///< from 1; 16 bits, 0 skipped at the wrap, or 64
        U3v,  ///< from 0; 64 bits
    };
    explicit FrameIds(Numbering numbering = Numbering::Gvsp)
        : m_numbering(numbering), m_extended(numbering == Numbering::U3v)
    {}
    /// What no frame has: a buffer that still shows it was not written to.
    std::uint64_t none() const { return m_numbering == Numbering::Gvsp ? 0 : ~std::uint64_t(0); }

    struct Step
    {
        std::uint64_t id = 0;      ///< widened: wraps removed
        std::uint64_t missing = 0; ///< ids between the last frame and this one that never came
    };
    /// @p raw not none(), in the order of arrival. A step back (the camera began to count anew) is no loss.
    Step next(std::uint64_t raw);
    /// A frame came whose leader, and so whose id, was lost: it explains one id of the next gap.
    void unnamed() { ++m_unnamed; }

private:
    static constexpr std::uint64_t period = 65535;

    std::optional<std::uint64_t> m_lastRaw;
    std::uint64_t m_lastWide = 0;
    std::uint64_t m_unnamed = 0;
    const Numbering m_numbering;
    bool m_extended;
};

} // namespace mv
