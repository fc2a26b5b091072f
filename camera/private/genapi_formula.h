// SPDX-License-Identifier: GPL-3.0-or-later
// Formulas of a description, made safe for Aravis.
#pragma once

#include <QString>

namespace mv {

/// @p formula with the same results, and no division that ends the process: Aravis divides integers as they come
/// (src/arvevaluator.c, evaluate), and the smallest of all by -1 is a trap of the processor. "a / d" becomes
/// "a * s / (d + 2c)" with c = (d = -1) and s = 1 - 2c, "a % d" becomes "a % (d + 2c)"; divisors that are plain numbers
/// stay as they are. Null if divisions are nested deeper than any real formula's. Thread: any.
QString divideSafely(const QString &formula);

} // namespace mv
