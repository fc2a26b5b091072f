// SPDX-License-Identifier: GPL-3.0-or-later
// What each operator and function of a formula does with 64-bit integers and with doubles.
#include "camera/private/genapi_formula_arithmetic.h"

#include "camera/private/genapi_number.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace mv {

namespace {

constexpr qint64 least = std::numeric_limits<qint64>::min();
constexpr const char *byZero = "division by zero";
constexpr const char *overflow = "the result does not fit into 64 bits";
constexpr const char *notIn64Bits = "a number that does not fit into 64 bits";
constexpr const char *notFinite = "no finite result";

template<typename T> std::optional<T> comparison(FormulaOp op, T a, T b)
{
    switch (op) {
    case FormulaOp::Equal:
        return T(a == b);
    case FormulaOp::NotEqual:
        return T(a != b);
    case FormulaOp::Less:
        return T(a < b);
    case FormulaOp::Greater:
        return T(a > b);
    case FormulaOp::LessOrEqual:
        return T(a <= b);
    case FormulaOp::GreaterOrEqual:
        return T(a >= b);
    default:
        return std::nullopt;
    }
}

const char *power(qint64 base, qint64 exponent, qint64 &result)
{
    const bool isUnit = base == 1 || base == -1;
    if (exponent < 0 && base == 0)
        return byZero;
    if (exponent < 0 && !isUnit) {
        result = 0; // a fraction, cut off
        return nullptr;
    }
    result = 1;
    if (isUnit) {
        result = exponent % 2 ? base : 1;
        return nullptr;
    }
    if (base == 0) {
        result = exponent == 0;
        return nullptr;
    }
    for (; exponent > 0; --exponent) { // 63 times at most: then it no longer fits
        if (__builtin_mul_overflow(result, base, &result))
            return overflow;
    }
    return nullptr;
}

const char *shift(FormulaOp op, qint64 a, qint64 count, qint64 &result)
{
    if (count < 0)
        return "a shift by less than 0";
    if (op == FormulaOp::ShiftLeft)
        result = count > 63 ? 0 : qint64(quint64(a) << count);
    else
        result = a >> std::min<qint64>(count, 63);
    return nullptr;
}

const char *divide(FormulaOp op, qint64 a, qint64 b, qint64 &result)
{
    if (b == 0)
        return byZero;
    // The processor traps on the smallest integer by -1, for the remainder too.
    if (op == FormulaOp::Remainder) {
        result = b == -1 ? 0 : a % b;
        return nullptr;
    }
    if (a == least && b == -1)
        return overflow;
    result = a / b;
    return nullptr;
}

const char *bits(FormulaOp op, double a, double b, double &result)
{
    const auto left = GenApiNumber::truncated(a);
    const auto right = GenApiNumber::truncated(b);
    if (!left || !right)
        return notIn64Bits;
    qint64 value = 0;
    const auto *problem = applyFormulaOp(op, *left, *right, value);
    result = double(value);
    return problem;
}

double rounded(double value, double digits)
{
    // Beyond these a double has no such digits, or nothing but them.
    if (digits > 300)
        return value;
    if (digits < -308)
        return 0;
    const double scale = std::pow(10.0, std::trunc(digits));
    const double scaled = std::round(value * scale);
    return std::isfinite(scaled) ? scaled / scale : value;
}

std::optional<double> trigonometry(FormulaOp op, double a)
{
    switch (op) {
    case FormulaOp::Sin:
        return std::sin(a);
    case FormulaOp::Cos:
        return std::cos(a);
    case FormulaOp::Tan:
        return std::tan(a);
    case FormulaOp::Asin:
        return std::asin(a);
    case FormulaOp::Acos:
        return std::acos(a);
    case FormulaOp::Atan:
        return std::atan(a);
    case FormulaOp::Sqrt:
        return std::sqrt(a);
    case FormulaOp::Exp:
        return std::exp(a);
    case FormulaOp::Ln:
        return std::log(a);
    case FormulaOp::Lg:
        return std::log10(a);
    default:
        return std::nullopt;
    }
}

double parts(FormulaOp op, double a)
{
    switch (op) {
    case FormulaOp::Negate:
        return -a;
    case FormulaOp::Truth:
        return a != 0;
    case FormulaOp::Abs:
        return std::abs(a);
    case FormulaOp::Sgn:
        return (a > 0) - (a < 0);
    case FormulaOp::Trunc:
        return std::trunc(a);
    case FormulaOp::Floor:
        return std::floor(a);
    case FormulaOp::Ceil:
        return std::ceil(a);
    case FormulaOp::Round:
        return std::round(a);
    default: // Frac
        return a - std::trunc(a);
    }
}

} // namespace

const char *applyFormulaOp(FormulaOp op, qint64 a, qint64 &result)
{
    switch (op) {
    case FormulaOp::Negate:
        result = qint64(0 - quint64(a));
        break;
    case FormulaOp::Invert:
        result = ~a;
        break;
    case FormulaOp::Truth:
        result = a != 0;
        break;
    case FormulaOp::Abs:
        if (a == least)
            return overflow;
        result = a < 0 ? -a : a;
        break;
    case FormulaOp::Sgn:
        result = (a > 0) - (a < 0);
        break;
    case FormulaOp::Frac:
        result = 0;
        break;
    default: // Trunc, Floor, Ceil, Round: it is one already
        result = a;
        break;
    }
    return nullptr;
}

const char *applyFormulaOp(FormulaOp op, double a, double &result)
{
    if (op == FormulaOp::Invert) {
        const auto integer = GenApiNumber::truncated(a);
        result = double(~integer.value_or(0));
        return integer ? nullptr : notIn64Bits;
    }
    const auto other = trigonometry(op, a);
    result = other ? *other : parts(op, a);
    return std::isfinite(result) ? nullptr : notFinite;
}

const char *applyFormulaOp(FormulaOp op, qint64 a, qint64 b, qint64 &result)
{
    if (const auto compared = comparison(op, a, b)) {
        result = *compared;
        return nullptr;
    }
    switch (op) {
    case FormulaOp::Add:
        result = qint64(quint64(a) + quint64(b));
        break;
    case FormulaOp::Subtract:
        result = qint64(quint64(a) - quint64(b));
        break;
    case FormulaOp::Multiply:
        result = qint64(quint64(a) * quint64(b));
        break;
    case FormulaOp::Power:
        return power(a, b, result);
    case FormulaOp::RoundTo:
        result = a;
        return b < 0 ? "ROUND to tens has no integer rule" : nullptr;
    case FormulaOp::BitAnd:
        result = a & b;
        break;
    case FormulaOp::BitOr:
        result = a | b;
        break;
    case FormulaOp::BitXor:
        result = a ^ b;
        break;
    case FormulaOp::ShiftLeft:
    case FormulaOp::ShiftRight:
        return shift(op, a, b, result);
    default: // Divide, Remainder
        return divide(op, a, b, result);
    }
    return nullptr;
}

const char *applyFormulaOp(FormulaOp op, double a, double b, double &result)
{
    if (const auto compared = comparison(op, a, b)) {
        result = *compared;
        return nullptr;
    }
    switch (op) {
    case FormulaOp::Add:
        result = a + b;
        break;
    case FormulaOp::Subtract:
        result = a - b;
        break;
    case FormulaOp::Multiply:
        result = a * b;
        break;
    case FormulaOp::Divide:
    case FormulaOp::Remainder:
        if (b == 0)
            return byZero;
        result = op == FormulaOp::Divide ? a / b : std::fmod(a, b);
        break;
    case FormulaOp::Power:
        result = std::pow(a, b);
        break;
    case FormulaOp::RoundTo:
        result = rounded(a, b);
        break;
    default:
        return bits(op, a, b, result);
    }
    return std::isfinite(result) ? nullptr : notFinite;
}

} // namespace mv
