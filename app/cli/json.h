// SPDX-License-Identifier: GPL-3.0-or-later
// Devices and features as JSON (docs/formats.md, "mv-cli JSON").
#pragma once

#include "camera/device_info.h"
#include "camera/feature.h"

#include <QJsonObject>
#include <QJsonValue>

#include <optional>

namespace mv::cli {

QJsonObject deviceJson(const DeviceInfo &device);
/// "free", "inUse", "unreachable", "unknown".
QString accessText(DeviceAccess access);

/// Integers keep all 64 bits, doubles read back to the same bits; registers are hex text, and so are "nan" and "inf",
/// for which JSON has no number.
QJsonValue valueJson(const QVariant &value);

/// One feature: what it is and how it stands. Always either the key "value" (null where the feature has none by its
/// nature or now) or "error".
QJsonObject featureJson(const FeatureDescription &description, const FeatureState &state);

/// Why @p state has no value to give to somebody who asked for this very feature; empty if it has.
std::optional<Error> missingValue(const QString &name, const FeatureState &state);

} // namespace mv::cli
