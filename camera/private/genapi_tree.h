// SPDX-License-Identifier: GPL-3.0-or-later
// The category tree of a description as the value that crosses rooms.
#pragma once

#include "camera/feature.h"
#include "camera/private/genapi_graph.h"

#include <functional>

namespace mv {

/// All that the categories below "Root" list, each feature once, in XML order. Entries for which @p isImplemented
/// says no are left out. BrokenDescription if there is no Root or nothing below it.
Result<FeatureTree> buildFeatureTree(const GenApiGraph &graph, const QString &label,
                                     const std::function<bool(const GenApiEntry &)> &isImplemented);

/// What the description says of one node, in the tree or not; category, selects and selectedBy are left empty.
FeatureDescription describeNode(const GenApiGraph &graph, int node);

} // namespace mv
