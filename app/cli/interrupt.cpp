// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl-C ends what runs cleanly; a second one ends the program.
#include "app/cli/interrupt.h"

#include <atomic>
#include <csignal>

namespace mv::cli {

namespace {

std::atomic<bool> flag = false;
static_assert(std::atomic<bool>::is_always_lock_free, "written by a signal handler");

void raiseFlag(int)
{
    flag = true;
}

} // namespace

void installInterruptHandler()
{
    struct sigaction action = {};
    action.sa_handler = raiseFlag;
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
    for (const int signal : {SIGINT, SIGTERM})
        ::sigaction(signal, &action, nullptr);
}

void ignoreWriteSignals()
{
    for (const int signal : {SIGXFSZ, SIGPIPE})
        ::signal(signal, SIG_IGN);
}

bool interrupted()
{
    return flag;
}

} // namespace mv::cli
