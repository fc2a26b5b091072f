// SPDX-License-Identifier: GPL-3.0-or-later
// The order in which features have to be written so that each finds what it depends on.
#include "camera/private/feature_order.h"

#include "camera/private/genapi_graph.h"

#include <algorithm>
#include <set>

namespace mv {

namespace {

/// Position in the category tree, and behind it in the description.
int placeOf(const FeatureCore &core, int node)
{
    const auto &tree = *core.tree();
    return tree.index.value(core.graph().node(node).name, int(tree.features.size()) + node);
}

} // namespace

std::unordered_map<int, int> dependencyRanks(FeatureCore &core, const std::vector<int> &nodes)
{
    const std::set<int> wanted(nodes.begin(), nodes.end());
    std::unordered_map<int, std::vector<int>> later; // node -> those that depend on it
    std::unordered_map<int, int> waitingFor;         // node -> how many it depends on, circles left out
    std::vector<int> waiting(wanted.begin(), wanted.end());
    for (const int node : waiting) {
        for (const int dependant : core.dependants(node)) {
            const bool counts = dependant != node && wanted.contains(dependant);
            const auto &back = core.dependants(dependant);
            if (!counts || std::binary_search(back.begin(), back.end(), node))
                continue;
            later[node].push_back(dependant);
            ++waitingFor[dependant];
        }
    }
    std::sort(waiting.begin(), waiting.end(), [&core](int a, int b) { return placeOf(core, a) < placeOf(core, b); });
    std::unordered_map<int, int> ranks;
    while (!waiting.empty()) {
        const auto free =
            std::find_if(waiting.begin(), waiting.end(), [&waitingFor](int node) { return waitingFor[node] == 0; });
        // None is free in a circle of three or more: the first of them then begins.
        const auto next = free == waiting.end() ? waiting.begin() : free;
        for (const int dependant : later[*next])
            --waitingFor[dependant];
        ranks.emplace(*next, int(ranks.size()));
        waiting.erase(next);
    }
    return ranks;
}

} // namespace mv
