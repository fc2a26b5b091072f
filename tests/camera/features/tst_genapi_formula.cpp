// SPDX-License-Identifier: GPL-3.0-or-later
// GenApi's expression language: what has a result, in both arithmetics.
#include "formula_fixture.h"

#include <cmath>
#include <numbers>

namespace mv::test {
namespace {

constexpr qint64 least = std::numeric_limits<qint64>::min();
constexpr qint64 greatest = std::numeric_limits<qint64>::max();

struct IntegerRow
{
    const char *formula;
    qint64 result;
};

class IntegerFormula : public ::testing::TestWithParam<IntegerRow>
{};

TEST_P(IntegerFormula, HasTheResult)
{
    const auto result = evaluate(GetParam().formula, Arithmetic::Integer);
    ASSERT_TRUE(result) << GetParam().formula << ": " << result.error().detail.toStdString();
    EXPECT_FALSE(result.value().isReal());
    EXPECT_EQ(result.value().toInteger(), GetParam().result) << GetParam().formula;
}

const IntegerRow integerRows[] = {
    // Precedence and associativity
    {"1+2*3", 7},
    {"(1+2)*3", 9},
    {"10-4-3", 3},
    {"100/10/5", 2},
    {"100/(10/5)", 50},
    {"7%4*2", 6},
    {"2**3**2", 512},
    {"2*3**2", 18},
    {"-2**2", 4},
    {"2**-1", 0},
    {"0-2**2", -4},
    {"1<<2+1", 8},
    {"1|6&3", 3},
    {"1|2^3", 1},
    {"6^3&2", 4},
    {"1&3=3", 1},
    {"5&4>3", 1},
    {"1<2=1", 1},
    {"2>1<<1", 0},
    {"1||0&&0", 1},
    {"0&&0||1", 1},
    {"0||1?5:6", 5},
    {"1?2:0?3:4", 2},
    {"0?2:0?3:4", 4},
    {"1?0?1:2:3", 2},
    {"- - 3", 3},
    {"-~-3", -2},
    {"~0", -1},
    {"+X", 7},
    {"X--Y", 5},
    // Comparisons, both spellings
    {"X=7", 1},
    {"X==7", 1},
    {"X<>7", 0},
    {"X!=Y", 1},
    {"X>=7", 1},
    {"X<=6", 0},
    // Numbers
    {"010", 10},
    {"0x10", 16},
    {"0XfF", 255},
    {"0xFFFFFFFFFFFFFFFF", -1},
    {"0xFFFFFFFF", 4294967295},
    {"-9223372036854775808", least},
    {"9223372036854775807", greatest},
    {"4.0", 4},
    {"1e3", 1000},
    {" \t\n 5 \r\n", 5},
    // Arithmetic of 64 bits
    {"-7/2", -3},
    {"7/Y", -3},
    {"-7%4", -3},
    {"7%Y", 1},
    {"BIG+2", 9007199254740995},
    {"BIG*1", 9007199254740993},
    {"9223372036854775807+1", least},
    {"LEAST-1", greatest},
    {"LEAST*(0-1)", least},
    {"-LEAST", least},
    {"NEG(LEAST)", least},
    {"LEAST%(0-1)", 0},
    {"1<<63", least},
    {"1<<64", 0},
    {"1<<1000", 0},
    {"LEAST>>63", -1},
    {"LEAST>>64", -1},
    {"X>>64", 0},
    {"-8>>1", -4},
    {"2**62", 4611686018427387904},
    {"Y**63", least},
    {"0**0", 1},
    {"1**9999", 1},
    {"(0-1)**9999", -1},
    {"(0-1)**(0-2)", 1},
    {"X**(0-2)", 0},
    // Functions, in any case
    {"ABS(Y)", 2},
    {"abs(0-5)", 5},
    {"SGN(Y)+Sgn(X)+SGN(Z)", 0},
    {"NEG(X)", -7},
    {"TRUNC(X)+FLOOR(X)+CEIL(X)+ROUND(X)+ROUND(X,2)+FRAC(X)", 35},
    {"HALF+1", 1},
    // Lazy
    {"Z=0?5:100/Z", 5},
    {"Z<>0&&1/Z", 0},
    {"Z=0||1/Z", 1},
    {"1?2:NOBODY", 2},
    {"X&&Y", 1},
    {"0||Y", 1},
};
INSTANTIATE_TEST_SUITE_P(Rows, IntegerFormula, ::testing::ValuesIn(integerRows));

struct RealRow
{
    const char *formula;
    double result;
};

class RealFormula : public ::testing::TestWithParam<RealRow>
{};

TEST_P(RealFormula, HasTheResult)
{
    const auto result = evaluate(GetParam().formula, Arithmetic::Real);
    ASSERT_TRUE(result) << GetParam().formula << ": " << result.error().detail.toStdString();
    EXPECT_TRUE(result.value().isReal());
    EXPECT_DOUBLE_EQ(result.value().toReal(), GetParam().result) << GetParam().formula;
}

const RealRow realRows[] = {
    {"7/2", 3.5},
    {"X/Y", -3.5},
    {"5.5%2", 1.5},
    {"-7%4", -3},
    {"1e-3*1E3", 1},
    {".5+5.", 5.5},
    {"1.5e+2", 150},
    {"0x10/32", 0.5},
    {"010/4", 2.5},
    {"99999999999999999999", 1e20},
    {"2**0.5", std::numbers::sqrt2},
    {"2**-1", 0.5},
    {"HALF*3", 1.5},
    {"7.9&3", 3},
    {"~0", -1},
    {"1<<3|1", 9},
    {"0.5&&0.25", 1},
    {"0.5?1:2", 1},
    {"1/3=1/3", 1},
    {"E", std::numbers::e},
    {"PI*2", 2 * std::numbers::pi},
    {"SIN(PI/6)", 0.5},
    {"COS(0)", 1},
    {"TAN(0)", 0},
    {"ASIN(1)", std::numbers::pi / 2},
    {"ACOS(1)", 0},
    {"ATAN(1)*4", std::numbers::pi},
    {"SQRT(2)", std::numbers::sqrt2},
    {"EXP(1)", std::numbers::e},
    {"LN(E)", 1},
    {"LG(1000)", 3},
    {"FRAC(-2.75)", -0.75},
    {"TRUNC(-2.75)", -2},
    {"FLOOR(-2.75)", -3},
    {"CEIL(-2.75)", -2},
    {"ROUND(2.5)", 3},
    {"ROUND(-2.5)", -3},
    {"ROUND(3.14159, 2)", 3.14},
    {"ROUND(1234.5, -2)", 1200},
    {"ROUND(HUGE, 15)", 1e300},
    {"ABS(-2.5)", 2.5},
    {"SGN(-0.1)", -1},
    {"NEG(0.5)", -0.5},
    {"Z=0?5:100/Z", 5},
};
INSTANTIATE_TEST_SUITE_P(Rows, RealFormula, ::testing::ValuesIn(realRows));

TEST(GenApiFormula, ConstantsAndExpressionsAreValuesNotText)
{
    GenApiFormulaText formula{text("A*TWICE"), {{text("A"), text("1+2")}, {text("TWICE"), text("A+A")}}, {}};
    EXPECT_EQ(evaluate(formula, Arithmetic::Integer).value().toInteger(), 18);
    formula.definitions = {{text("A"), text("0x10")}, {text("TWICE"), text("-1")}};
    EXPECT_EQ(evaluate(formula, Arithmetic::Integer).value().toInteger(), -16);
}

TEST(GenApiFormula, NamesMayShadowGenApisOwn)
{
    const GenApiFormulaText formula{text("E + PI"), {{text("E"), text("1")}}, {text("PI")}};
    const auto compiled = GenApiFormula::compile(formula, Arithmetic::Real);
    ASSERT_TRUE(compiled);
    ASSERT_EQ(compiled.value().variables(), std::vector<QString>{text("PI")});
    const auto result = compiled.value().evaluate([](std::size_t) { return GenApiNumber(qint64(3)); });
    EXPECT_EQ(result.value().toReal(), 4);
}

TEST(GenApiFormula, ExpressionsAreEvaluatedOnce)
{
    GenApiFormulaText formula{text("E6"), {{text("E0"), text("X")}}, {}};
    for (int i = 1; i <= 6; ++i) {
        const QStringList sixtyFour(64, text("E%1").arg(i - 1));
        formula.definitions.push_back({text("E%1").arg(i), sixtyFour.join(u'+')});
    }
    int asked = 0;
    const auto compiled = GenApiFormula::compile(formula, Arithmetic::Integer);
    const auto result = compiled.value().evaluate([&asked](std::size_t) {
        ++asked;
        return GenApiNumber(qint64(1));
    });
    EXPECT_EQ(result.value().toInteger(), qint64(1) << 36);
    EXPECT_EQ(asked, 1);
}

TEST(GenApiFormula, OnlyWhatIsNeededIsRead)
{
    const GenApiFormulaText formula{text("SEL = 0 ? A : B"), {}, {}};
    const auto compiled = GenApiFormula::compile(formula, Arithmetic::Integer);
    QStringList asked;
    const auto result = compiled.value().evaluate([&](std::size_t i) -> Result<GenApiNumber> {
        asked.append(compiled.value().variables()[i]);
        return GenApiNumber(qint64(0));
    });
    EXPECT_TRUE(result);
    EXPECT_EQ(asked.join(u' '), text("SEL A"));
}

} // namespace
} // namespace mv::test
