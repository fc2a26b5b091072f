// SPDX-License-Identifier: GPL-3.0-or-later
// A formula of a SwissKnife or converter: compiled once, evaluated often.
#pragma once

#include "camera/private/genapi_formula_code.h"
#include "camera/private/genapi_number.h"

#include <cstddef>

namespace mv {

/// A formula as the description writes it.
struct GenApiFormulaText
{
    struct Definition
    {
        QString name;
        QString text;
    };
    QString formula;
    std::vector<Definition> definitions; ///< <Constant> and <Expression>; may use each other
    std::vector<QString> variables;      ///< known ones: a variable may be called E or PI
};

/// Never makes a number up: what has no result is an error, and a QA tool shows that instead of 0.
///
/// Integer arithmetic is that of 64 bits: + - * << and signs wrap around as two's complement does, "/" cuts off, ">>"
/// keeps the sign, a shift by 64 or more leaves the sign (>>) or nothing (<<). Errors are: division by zero, the
/// smallest integer by -1, ABS of it, a power that does not fit, a shift by less than 0.
/// Real arithmetic is that of doubles; every step must have a finite result. Bit operators and shifts cut their
/// operands off to 64-bit integers, "%" is C's fmod. Comparisons give 1 or 0.
/// "? :", "&&" and "||" look only at what they need: (Z=0) ? 5 : 100/Z has no division by zero, and reads nothing else.
/// Thread: any, one at a time.
class GenApiFormula
{
public:
    enum class Arithmetic {
        Integer, ///< IntSwissKnife, IntConverter
        Real     ///< SwissKnife, Converter
    };

    /// Names that neither @p text defines nor GenApi (E, PI in real arithmetic) become variables.
    static Result<GenApiFormula> compile(const GenApiFormulaText &text, Arithmetic arithmetic);

    const std::vector<QString> &variables() const { return m_variables; }

    /// Value of the variable with this number in variables().
    using Values = std::function<Result<GenApiNumber>(std::size_t variable)>;
    /// Errors of @p values come out as they are, those of the formula without arguments.
    Result<GenApiNumber> evaluate(const Values &values) const;

private:
    Arithmetic m_arithmetic = Arithmetic::Integer;
    std::vector<QString> m_variables;
    std::vector<FormulaProgram> m_programs; ///< the formula, then the definitions that it uses
};

} // namespace mv
