// SPDX-License-Identifier: GPL-3.0-or-later
// GoogleTest under a QCoreApplication.
#include <gtest/gtest.h>

#include <QCoreApplication>

int main(int argc, char **argv)
{
    ::testing::InitGoogleTest(&argc, argv);
    const QCoreApplication application(argc, argv);
    return RUN_ALL_TESTS();
}
