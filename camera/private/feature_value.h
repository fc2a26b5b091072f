// SPDX-License-Identifier: GPL-3.0-or-later
// What a person or a file gives as a value -> the value, checked against how the feature stands.
#pragma once

#include "camera/feature.h"

namespace mv {

/// @p given as the type that FeatureState::value has, from that type or from text that means it: integers decimal or
/// 0x hexadecimal (dotted or with colons where the representation is an address), doubles in the C locale, booleans
/// true/false/on/off/1/0, enumerations by symbol, registers as hexadecimal digits. ValueNotOfType otherwise.
Result<QVariant> toFeatureValue(const FeatureDescription &feature, const QVariant &given);

/// Whether @p value, of the right type, may be written to a feature that stands as @p state says: access first, then
/// limits (floats against the exact doubles), step, entry, length.
Result<void> checkWrite(const FeatureDescription &feature, const FeatureState &state, const QVariant &value);

} // namespace mv
