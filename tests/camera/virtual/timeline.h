// SPDX-License-Identifier: GPL-3.0-or-later
// A camera's timeline without the camera: settings, timing and time are the test's own.
#pragma once

#include "camera/virtual/core/acquisition.h"
#include "camera/virtual/core/io/line_board.h"

#include <ctime>

namespace mv::vcam {

/// CPU time of this thread, s: what something costs, whoever else uses the machine.
inline double cpuSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

/// Times in ns. Settings are changed in io and timing; they act from the last advance() on, as in the camera.
class Timeline
{
public:
    using Counters = std::vector<std::uint64_t>;
    using Times = std::vector<std::int64_t>;

    IoSettings io;
    SensorTiming timing;
    Acquisition acquisition{[this](std::uint64_t counter, std::int64_t start) {
                                auto frame = std::make_shared<Frame>();
                                frame->counter = counter;
                                frame->timestampNs = std::uint64_t(start);
                                return Acquisition::Exposure{frame, timing};
                            },
                            [this] { return timing; }, io, 1};

    TriggerSettings &frameTrigger() { return io.triggers[std::size_t(TriggerKind::FrameStart)]; }
    TriggerSettings &acquisitionTrigger() { return io.triggers[std::size_t(TriggerKind::AcquisitionStart)]; }
    const EdgeCounter &scope(std::size_t line) const { return acquisition.lines().scope(line); }

    std::vector<std::shared_ptr<const Frame>> framesUntil(std::int64_t now)
    {
        acquisition.advance(now);
        std::vector<std::shared_ptr<const Frame>> frames;
        while (auto frame = acquisition.take())
            frames.push_back(std::move(frame));
        return frames;
    }
    Counters countersUntil(std::int64_t now)
    {
        Counters counters;
        for (const auto &frame : framesUntil(now))
            counters.push_back(frame->counter);
        return counters;
    }
    /// Starts of exposure of the frames that were read out.
    Times startsUntil(std::int64_t now)
    {
        Times starts;
        for (const auto &frame : framesUntil(now))
            starts.push_back(std::int64_t(frame->timestampNs));
        return starts;
    }
};

} // namespace mv::vcam
