// SPDX-License-Identifier: GPL-3.0-or-later
// Keeping a camera's pace on a busy computer.
#pragma once

#include <sys/resource.h>
#include <unistd.h>

namespace mv::vcam {

/// A camera's hardware does not share its time with anybody. Where it may (root), the calling thread goes before
/// ordinary programs; it needs little. Where it may not, nothing is lost but evenness.
inline void preferThisThread()
{
    constexpr int kNiceness = -11;
    ::setpriority(PRIO_PROCESS, id_t(::gettid()), kNiceness);
}

} // namespace mv::vcam
