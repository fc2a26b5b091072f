// SPDX-License-Identifier: GPL-3.0-or-later
// Who goes first keeps that to himself: the pictures' threads, which he may start, must not hold up the computer.
#include "camera/virtual/core/thread_priority.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

namespace mv::vcam {
namespace {

struct Turn
{
    int policy, niceness;
};

Turn ownTurn()
{
    return {::sched_getscheduler(0) & ~SCHED_RESET_ON_FORK, ::getpriority(PRIO_PROCESS, id_t(::gettid()))};
}

TEST(ThreadPriority, isNotInherited)
{
    const int usual = ownTurn().niceness;
    for (void (*prefer)() : {goFirst, preferThisThread}) {
        Turn parent{}, child{};
        std::thread([&] {
            prefer();
            parent = ownTurn();
            std::thread([&] { child = ownTurn(); }).join();
        }).join();
        EXPECT_EQ(child.policy, SCHED_OTHER);
        EXPECT_GE(child.niceness, std::min(usual, 0));
        if (::geteuid() == 0) {
            EXPECT_TRUE(parent.policy == SCHED_RR || parent.niceness < usual);
        }
    }
}

} // namespace
} // namespace mv::vcam
