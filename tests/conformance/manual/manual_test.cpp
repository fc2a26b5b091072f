// SPDX-License-Identifier: GPL-3.0-or-later
// Runs every row of the sections' tables: is this sentence of the manual true of the virtual camera?
#include "tests/conformance/manual/sentence.h"

namespace mv::test {

TEST_P(Manual, SaysTheTruth)
{
    const Sentence &sentence = GetParam();
    if (sentence.gigeOnly && testWire() != Wire::Gige)
        GTEST_SKIP() << sentence.name << " (\"" << sentence.text << "\") is about GigE Vision only";
    SCOPED_TRACE(std::string("manual ") + sentence.section + ": \"" + sentence.text + "\"");
    try {
        sentence.holds();
    } catch (const std::exception &problem) {
        ADD_FAILURE() << problem.what();
    }
    EXPECT_EQ(WireCamera::takeBadEnds(), "");
}

} // namespace mv::test

int main(int argc, char **argv)
{
    ::testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
