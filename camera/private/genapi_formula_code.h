// SPDX-License-Identifier: GPL-3.0-or-later
// Formulas as programs of a small stack machine: what the parser makes and GenApiFormula runs.
#pragma once

#include "camera/error.h"

#include <QString>

#include <cstdint>
#include <functional>
#include <vector>

namespace mv {

enum class FormulaOp : std::uint8_t {
    // Push
    Constant,
    Variable,   ///< operand: number of the variable
    Expression, ///< operand: number of the program
    // One operand
    Negate,
    Invert,
    Truth, ///< 1 or 0
    Abs,
    Sgn,
    Trunc,
    Floor,
    Ceil,
    Round,
    Frac,
    Sin,
    Cos,
    Tan,
    Asin,
    Acos,
    Atan,
    Sqrt,
    Exp,
    Ln,
    Lg,
    // Two operands
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Power,
    RoundTo,
    BitAnd,
    BitOr,
    BitXor,
    ShiftLeft,
    ShiftRight,
    Equal,
    NotEqual,
    Less,
    Greater,
    LessOrEqual,
    GreaterOrEqual,
    // Jumps; operand: where to go on
    Jump,
    JumpIfZero, ///< takes the condition away
    And,        ///< a zero stays and jumps, anything else is taken away
    Or          ///< anything but a zero becomes 1 and jumps, a zero is taken away
};

struct FormulaInstruction
{
    FormulaOp op;
    std::uint32_t operand = 0;
    qint64 integer = 0; ///< Constant in integer arithmetic
    double real = 0;    ///< Constant in doubles
};
using FormulaProgram = std::vector<FormulaInstruction>;

/// What a name stands for: Variable, Expression or Constant.
using FormulaNames = std::function<FormulaInstruction(const QString &name)>;

/// Compiles GenApi's expression language (GenICam GenApi 2.0, SwissKnife): C's operators and precedences with "**",
/// "=" and "<>", functions in any case, integers in decimal (010 is ten) or hexadecimal. Signs bind tighter than "**",
/// which binds from right to left. In integer arithmetic a number with a fraction and a function that cannot have an
/// integer result are errors. The text may be hostile: length and nesting are limited.
/// Errors: ReadFailed with a detail that says what is wrong where.
Result<FormulaProgram> parseFormula(const QString &text, bool integers, const FormulaNames &names);

} // namespace mv
