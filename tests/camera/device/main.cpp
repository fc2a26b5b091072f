// SPDX-License-Identifier: GPL-3.0-or-later
// GoogleTest under a QCoreApplication; at the end every camera handle must have been disposed of.
#include "camera/private/graveyard.h"

#include <gtest/gtest.h>

#include <QCoreApplication>

#include <cstdio>

int main(int argc, char **argv)
{
    ::testing::InitGoogleTest(&argc, argv);
    const QCoreApplication application(argc, argv);
    const int result = RUN_ALL_TESTS();
    // Three accesses that time out inside Aravis take 7.5 s, and a slow camera may be at it a while longer.
    if (!mv::Graveyard::instance().waitUntilEmpty(std::chrono::seconds(30))) {
        std::puts("FAILED: a camera's handle was not disposed of within 30 s");
        return 1;
    }
    return result;
}
