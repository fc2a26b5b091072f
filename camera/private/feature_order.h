// SPDX-License-Identifier: GPL-3.0-or-later
// The order in which features have to be written so that each finds what it depends on.
#pragma once

#include "camera/private/feature_core.h"

#include <unordered_map>
#include <vector>

namespace mv {

/// A number for each of @p nodes: what a node's access, limits or value depend on has a smaller one. In a circle (Width
/// and OffsetX) the order of the category tree decides; so it does where nothing else does. Features outside the tree
/// come last, by their order in the description.
std::unordered_map<int, int> dependencyRanks(FeatureCore &core, const std::vector<int> &nodes);

} // namespace mv
