// SPDX-License-Identifier: GPL-3.0-or-later
// Keeping a camera's pace on a busy computer.
#pragma once

#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

namespace mv::vcam {

/// A camera's hardware does not share its time with anybody. Where it may (root), the calling thread goes before
/// ordinary programs; it needs little. Where it may not, nothing is lost but evenness. Threads that it starts, such as
/// those that compute pictures, have their usual turn.
inline void preferThisThread()
{
    const sched_param none{0};
    ::sched_setscheduler(0, SCHED_OTHER | SCHED_RESET_ON_FORK, &none);
    constexpr int kNiceness = -11;
    ::setpriority(PRIO_PROCESS, id_t(::gettid()), kNiceness);
}

/// The same for what stands for a host controller, whose transfers take microseconds: there are several hand-overs in a
/// row to each of some hundred transfers a second, and none may wait for a turn. In real time, where it may.
inline void goFirst()
{
    const sched_param lowest{1};
    if (::sched_setscheduler(0, SCHED_RR | SCHED_RESET_ON_FORK, &lowest) != 0)
        preferThisThread();
}

} // namespace mv::vcam
