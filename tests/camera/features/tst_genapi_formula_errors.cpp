// SPDX-License-Identifier: GPL-3.0-or-later
// GenApi's expression language: what has no result says why, and never gives a number.
#include "formula_fixture.h"

namespace mv::test {
namespace {

struct ErrorRow
{
    const char *formula;
    const char *integer; ///< what the detail says in integer arithmetic; null: has a result there
    const char *real;    ///< and in doubles
};

class FormulaError : public ::testing::TestWithParam<ErrorRow>
{
protected:
    static void check(const char *formula, Arithmetic arithmetic, const char *reason)
    {
        const auto result = evaluate(formula, arithmetic);
        ASSERT_EQ(result.ok(), reason == nullptr) << formula;
        if (!reason)
            return;
        EXPECT_EQ(result.error().code, ErrorCode::DescriptionFault) << formula;
        EXPECT_TRUE(result.error().detail.contains(text(reason)))
            << formula << ": " << result.error().detail.toStdString();
    }
};

TEST_P(FormulaError, SaysWhy)
{
    check(GetParam().formula, Arithmetic::Integer, GetParam().integer);
    check(GetParam().formula, Arithmetic::Real, GetParam().real);
}

const ErrorRow errorRows[] = {
    {"", "empty", "empty"},
    {"  \n", "empty", "empty"},
    {"1 + + * foo(", "unexpected \"*\" at character 7", "unexpected \"*\" at character 7"},
    {"(", "ends too early", "ends too early"},
    {"(1", "ends too early", "ends too early"},
    {"1+", "ends too early", "ends too early"},
    {"1)", "unexpected \")\"", "unexpected \")\""},
    {")))", "unexpected", "unexpected"},
    {"1,2", "unexpected \",\"", "unexpected \",\""},
    {"1 2", "unexpected \"2\"", "unexpected \"2\""},
    {"X Y", "unexpected \"Y\"", "unexpected \"Y\""},
    {"1?2", "ends too early", "ends too early"},
    {"?1:2", "unexpected \"?\"", "unexpected \"?\""},
    {"X=", "ends too early", "ends too early"},
    {"~", "ends too early", "ends too early"},
    {"!X", "unexpected \"!\"", "unexpected \"!\""},
    {"X $ Y", "unexpected \"$\"", "unexpected \"$\""},
    {"foo(1)", "no function", "no function"},
    {"SIN(", "no integer result", "ends too early"},
    {"ABS()", "unexpected \")\"", "unexpected \")\""},
    {"ABS(1,2)", "unexpected \",\"", "unexpected \",\""},
    {"ROUND(1,2,3)", "unexpected \",\"", "unexpected \",\""},
    {"SQRT(4)", "no integer result", nullptr},
    {"12abc", "no number", "no number"},
    {"0x", "no number", "no number"},
    {"1.2.3", "no number", "no number"},
    {"1e999", "no number", "no number"},
    {"0x1FFFFFFFFFFFFFFFF", "no number", "no number"},
    {"0.5", "no 64-bit integer", nullptr},
    {"PI", "no 64-bit integer", nullptr},
    {"9999999999999999999999", "no 64-bit integer", nullptr},
    {"9223372036854775808", "no 64-bit integer", nullptr},
    {"1/0", "division by zero", "division by zero"},
    {"7%0", "division by zero", "division by zero"},
    {"7/Z", "division by zero", "division by zero"},
    {"Z=0?1/Z:2", "division by zero", "division by zero"},
    {"Z**(0-1)", "division by zero", "no finite"},
    {"LEAST/(0-1)", "64 bits", nullptr},
    {"ABS(LEAST)", "64 bits", nullptr},
    {"2**63", "64 bits", nullptr},
    {"X**X**X", "64 bits", "no finite"},
    {"1<<(0-1)", "less than 0", "less than 0"},
    {"ROUND(X,0-1)", "ROUND", nullptr},
    {"HUGE", "64 bits", nullptr},
    {"HUGE&1", "64 bits", "64 bits"},
    {"HUGE*HUGE", "64 bits", "no finite"},
    {"1/(HUGE*HUGE)", "64 bits", "no finite"},
    {"NAN", "64 bits", "no finite number"},
    {"NAN=NAN", "64 bits", "no finite number"},
    {"LN(0)", "no integer result", "no finite"},
    {"SQRT(0-1)", "no integer result", "no finite"},
    {"EXP(1000)", "no integer result", "no finite"},
    {"X+NOBODY", "no such register", "no such register"},
    {"1&&NOBODY", "no such register", "no such register"},
};
INSTANTIATE_TEST_SUITE_P(Rows, FormulaError, ::testing::ValuesIn(errorRows));

TEST(GenApiFormulaErrors, ExpressionsInACircle)
{
    for (const auto &[a, b] : {std::pair("B", "A"), std::pair("A", "1")}) {
        const GenApiFormulaText formula{text("A"), {{text("A"), text(a)}, {text("B"), text(b)}}, {}};
        const auto result = evaluate(formula, Arithmetic::Integer);
        ASSERT_FALSE(result);
        EXPECT_TRUE(result.error().detail.contains(text("circle"))) << result.error().detail.toStdString();
    }
}

TEST(GenApiFormulaErrors, HostileLengthAndDepth)
{
    const auto fails = [](const QString &formula) {
        const auto result = evaluate(GenApiFormulaText{formula, {}, {}}, Arithmetic::Integer);
        return !result && !result.error().detail.isEmpty() && result.error().detail.size() < 300;
    };
    EXPECT_TRUE(fails(text("(").repeated(60000)));
    EXPECT_TRUE(fails(text("(").repeated(30000) + u'1' + text(")").repeated(30000)));
    EXPECT_TRUE(fails(text("1?").repeated(30000)));
    EXPECT_TRUE(fails(text("0?1:").repeated(15000) + u'1'));
    EXPECT_TRUE(fails(text("1**").repeated(20000) + u'1'));
    EXPECT_TRUE(fails(text("ABS(").repeated(15000)));
    EXPECT_TRUE(fails(text("1+").repeated(50000) + u'1')); // too long
    EXPECT_FALSE(fails(text("-").repeated(60000) + u'1'));
    EXPECT_FALSE(fails(text("1+").repeated(30000) + u'1'));
    EXPECT_FALSE(fails(text("(").repeated(200) + u'1' + text(")").repeated(200)));
    EXPECT_FALSE(fails(text("0?1:").repeated(400) + u'1')); // a table of 400 rows
}

TEST(GenApiFormulaErrors, ManyLevelsOfExpressionsEnd)
{
    GenApiFormulaText formula{text("E999"), {{text("E0"), text("1")}}, {}};
    for (int i = 1; i < 1000; ++i)
        formula.definitions.push_back({text("E%1").arg(i), text("E%1").arg(i - 1)});
    const auto result = evaluate(formula, Arithmetic::Integer);
    ASSERT_FALSE(result);
    EXPECT_TRUE(result.error().detail.contains(text("levels")));
}

} // namespace
} // namespace mv::test
