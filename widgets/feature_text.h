// SPDX-License-Identifier: GPL-3.0-or-later
// Features as words: values with their representation and unit, ranges, and why something cannot be written.
#pragma once

#include "camera/feature.h"

namespace mv {

/// @p value as its GenApi Representation wants it: decimal, 0x hex, 1.2.3.4, aa:bb:cc:dd:ee:ff.
QString integerToText(qint64 value, Representation representation);
/// The number that @p text means: any of the forms above, whatever the representation; empty if none.
std::optional<qint64> integerFromText(const QString &text, Representation representation);

/// The value with its unit, as the list shows it; "–" where there is none.
QString featureValueText(const FeatureDescription &description, const FeatureState &state);
/// "1 … 255, step 1", or nothing for features without a range.
QString featureRangeText(const FeatureDescription &description, const FeatureState &state);
/// Can it be written (a command: executed) now?
bool isWritable(const FeatureState &state);
/// Why not, in one sentence; empty if it can.
QString whyNotWritable(const FeatureState &state);

/// Holds @p value to the range, step and entries of @p state; the error, or nothing if the camera may be asked.
std::optional<Error> checkValue(const FeatureDescription &description, const FeatureState &state,
                                const QVariant &value);

} // namespace mv
