// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of this folder: one row a sentence of the manual.
#pragma once

#include "tests/conformance/wire/wire_camera.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace mv::test {

/// A sentence of the manual and what must be seen of the camera if it is true.
struct Sentence
{
    const char *section; ///< number in the manual
    const char *name;    ///< of the row: letters and digits
    const char *text;    ///< what the manual says, in short
    void (*holds)();
    bool gigeOnly = false; ///< what it says is GigE Vision's alone
};

inline void PrintTo(const Sentence &sentence, std::ostream *out)
{
    *out << sentence.section << " \"" << sentence.text << '"';
}

/// Each row runs with a camera of its own. Sections instantiate it with MV_MANUAL_TABLE.
class Manual : public ::testing::TestWithParam<Sentence>
{};

inline std::string rowName(const ::testing::TestParamInfo<Sentence> &row)
{
    return row.param.name;
}

/// @p prefix: "Section_3_1" and the like.
#define MV_MANUAL_TABLE(prefix, table) INSTANTIATE_TEST_SUITE_P(prefix, Manual, ::testing::ValuesIn(table), rowName)

} // namespace mv::test
