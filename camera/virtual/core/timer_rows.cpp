// SPDX-License-Identifier: GPL-3.0-or-later
// CounterAndTimerControl: a timer for an output line.
#include "camera/virtual/core/camera_state.h"
#include "camera/virtual/core/feature_rows.h"

namespace mv::vcam {

std::vector<Register> timerRows(CameraState &state)
{
    IoSettings &io = state.settings.io;
    Register status = readOnlyRow("TimerStatus", 0x206018, 4, RegisterKind::Integer,
                                  [&state] { return std::int64_t(state.acquisition.timerStatus()); });
    status.entries = {{"TimerIdle", 0}, {"TimerDelay", 1}, {"TimerActive", 2}};
    return {
        integerRow("TimerSelector", 0x206000, io.timerSelector, 0, 0, Lock::None, {{"Timer0", 0}}),
        integerRow("TimerTriggerSource", 0x206004, io.timer.trigger, 0, 4, Lock::None,
                   {{"Off", 0}, {"ExposureStart", 1}, {"FrameTrigger", 2}, {"Line1", 3}, {"Line2", 4}}),
        floatRow("TimerDelay", 0x206008, io.timer.delayUs, 0, 1e6),
        floatRow("TimerDuration", 0x206010, io.timer.durationUs, 1, 1e7),
        std::move(status),
        commandRow("TimerReset", 0x20601C, [&state] { state.acquisition.resetTimer(state.now()); }),
    };
}

} // namespace mv::vcam
