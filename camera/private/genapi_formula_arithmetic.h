// SPDX-License-Identifier: GPL-3.0-or-later
// What each operator and function of a formula does with 64-bit integers and with doubles.
#pragma once

#include "camera/private/genapi_formula_code.h"

namespace mv {

/// Each returns nullptr and sets @p result, or says why there is none. The rules are GenApiFormula's.
const char *applyFormulaOp(FormulaOp op, qint64 a, qint64 &result);
const char *applyFormulaOp(FormulaOp op, double a, double &result);
const char *applyFormulaOp(FormulaOp op, qint64 a, qint64 b, qint64 &result);
const char *applyFormulaOp(FormulaOp op, double a, double b, double &result);

} // namespace mv
