// SPDX-License-Identifier: GPL-3.0-or-later
// Formulas without a description around them.
#pragma once

#include "camera/private/genapi_formula.h"
#include "feature_fixture.h"

#include <map>

namespace mv::test {

using Arithmetic = GenApiFormula::Arithmetic;

/// X = 7, Y = -2, Z = 0, BIG = 2^53 + 1, LEAST = -2^63, HALF = 0.5, NAN: none.
inline Result<GenApiNumber> valueOf(const QString &name)
{
    static const std::map<QString, GenApiNumber> values{
        {text("X"), qint64(7)},
        {text("Y"), qint64(-2)},
        {text("Z"), qint64(0)},
        {text("BIG"), qint64(9007199254740993)},
        {text("LEAST"), std::numeric_limits<qint64>::min()},
        {text("HALF"), 0.5},
        {text("NAN"), std::numeric_limits<double>::quiet_NaN()},
        {text("HUGE"), 1e300},
    };
    const auto found = values.find(name);
    return found != values.end() ? Result<GenApiNumber>(found->second)
                                 : Error{ErrorCode::DescriptionFault, {name}, text("no such register")};
}

inline Result<GenApiNumber> evaluate(const GenApiFormulaText &formula, Arithmetic arithmetic)
{
    const auto compiled = GenApiFormula::compile(formula, arithmetic);
    if (!compiled)
        return compiled.error();
    const auto &names = compiled.value().variables();
    return compiled.value().evaluate([&names](std::size_t i) { return valueOf(names[i]); });
}

inline Result<GenApiNumber> evaluate(const char *formula, Arithmetic arithmetic)
{
    return evaluate(GenApiFormulaText{text(formula), {}, {}}, arithmetic);
}

} // namespace mv::test
