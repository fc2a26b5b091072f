// SPDX-License-Identifier: GPL-3.0-or-later
// A calibration stage while it collects its frames.
#pragma once

#include "camera/virtual/core/flat_field/calibration.h"

#include <atomic>
#include <span>

namespace mv::vcam {

struct PictureRequest;

/// Takes in frames until it has enough, then computes. Two threads: one calls add(), any may look.
class StageRun
{
public:
    enum class State { Running, Done, Refused };

    StageRun(Stage stage, unsigned frames, std::shared_ptr<const Calibration> before);
    ~StageRun();

    /// The samples of the whole sensor, 1/16 DN, before any processing. The last one needed computes the result, which
    /// takes a moment; further ones are ignored. Must not be called by two threads at once.
    void add(const PictureRequest &request, std::span<const std::uint16_t> samples);

    State state() const { return m_state.load(std::memory_order_acquire); }
    int progress() const { return m_progress.load(std::memory_order_relaxed); } ///< %
    /// Only when Done.
    const std::shared_ptr<const Calibration> &result() const { return m_result; }
    /// Only when Refused.
    const Refused &refused() const { return m_refused; }

private:
    void collect(const PictureRequest &request, std::span<const std::uint16_t> samples);
    void compute(const PictureRequest &request);
    void refuse(const Refused &refused);

    const Stage m_stage;
    const unsigned m_frames;
    const std::shared_ptr<const Calibration> m_before;
    CalibrationSettings m_settings; ///< of the first frame
    std::unique_ptr<FrameStack> m_stack;
    std::uint64_t m_clipped = 0, m_saturatedMost = 0;
    std::shared_ptr<const Calibration> m_result; // both are written before m_state leaves Running, and not after it
    Refused m_refused{Refusal::None};
    std::atomic<State> m_state = State::Running;
    std::atomic<int> m_progress = 0;
};

} // namespace mv::vcam
