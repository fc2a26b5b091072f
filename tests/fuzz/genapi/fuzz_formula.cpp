// SPDX-License-Identifier: GPL-3.0-or-later
// Arbitrary text as a formula, in both arithmetics: the first line is the formula, the others are the expressions A, B
// ...
#include "camera/private/genapi_formula.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto lines = QString::fromUtf8(reinterpret_cast<const char *>(data), qsizetype(size)).split(QChar(u'\n'));
    mv::GenApiFormulaText text;
    text.formula = lines.front();
    for (qsizetype i = 1; i < lines.size() && i <= 26; ++i)
        text.definitions.push_back({QString(QChar(u'A' + int(i) - 1)), lines[i]});
    static constexpr qint64 integers[] = {0, -1, std::numeric_limits<qint64>::min(), std::numeric_limits<qint64>::max(),
                                          7};
    for (const auto arithmetic : {mv::GenApiFormula::Arithmetic::Integer, mv::GenApiFormula::Arithmetic::Real}) {
        const auto formula = mv::GenApiFormula::compile(text, arithmetic);
        if (!formula)
            continue;
        const auto result = formula.value().evaluate([](std::size_t i) -> mv::Result<mv::GenApiNumber> {
            if (i % 6 == 5)
                return mv::GenApiNumber(std::numeric_limits<double>::quiet_NaN());
            return mv::GenApiNumber(integers[i % 6]);
        });
        if (!result && result.error().detail.isEmpty())
            std::abort(); // an error that says nothing
        if (result && !std::isfinite(result.value().toReal()))
            std::abort();
    }
    return 0;
}
