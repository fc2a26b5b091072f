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
QString featureValueText(const FeatureDescription &description, const QVariant &value);
/// The value alone, in its representation and in full, without the unit: what copying and typing mean.
QString featureValueInFull(const FeatureDescription &description, const QVariant &value);
/// "1 … 255", "at most 15 bytes", or nothing for features without a range.
QString featureRangeText(const FeatureDescription &description, const FeatureState &state);
/// The step of a number, with its unit; nothing for integers in steps of 1 and for features without a step.
QString featureStepText(const FeatureDescription &description, const FeatureState &state);
/// A switch: shown as a check box.
bool isCheckable(const FeatureDescription &description);
/// "Beginner", "Expert", "Guru" in the person's language.
QString levelText(Visibility level);
/// Can it be written (a command: executed) now?
bool isWritable(const FeatureState &state);
/// Why not, in one sentence; empty if it can.
QString whyNotWritable(const FeatureState &state);

/// What a write would be refused with, if it cannot be written now.
Error notWritableError(const FeatureDescription &description, const FeatureState &state);

/// Holds @p value to the range, step and entries of @p state; the error, or nothing if the camera may be asked.
std::optional<Error> checkValue(const FeatureDescription &description, const FeatureState &state,
                                const QVariant &value);

} // namespace mv
