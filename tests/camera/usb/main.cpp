// SPDX-License-Identifier: GPL-3.0-or-later
// GoogleTest under a QCoreApplication, as an ordinary user: permissions must mean something.
#include "camera/private/graveyard.h"
#include "mock_bus.h"

#include <gtest/gtest.h>

#include <QCoreApplication>

#include <cstdio>

int main(int argc, char **argv)
{
    ::testing::InitGoogleTest(&argc, argv);
    if (!mv::test::becomeNobody()) {
        std::puts("SKIPPED: root cannot be given up here, and root may open everything");
        return 77;
    }
    const QCoreApplication application(argc, argv);
    const int result = RUN_ALL_TESTS();
    if (!mv::Graveyard::instance().waitUntilEmpty(std::chrono::seconds(30))) {
        std::puts("FAILED: a camera's handle was not disposed of within 30 s");
        return 1;
    }
    return result;
}
