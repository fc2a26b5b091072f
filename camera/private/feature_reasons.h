// SPDX-License-Identifier: GPL-3.0-or-later
// Why a feature is greyed: the operands of the condition that is in the way, and what they would have to be.
#pragma once

#include "camera/feature.h"

#include <unordered_map>
#include <vector>

namespace mv {

class GenApiEvaluator;
class GenApiGraph;
class GenApiNumber;
struct GenApiAssumption;

/// Looks at what a pass has read and asks the evaluator what would be if one feature were something else; no register
/// is read for it. Thread: device.
class FeatureReasons
{
public:
    /// All three outlive it.
    FeatureReasons(const GenApiGraph &graph, GenApiEvaluator &evaluator, const FeatureTree &tree);

    /// Fills in operands and streaming of reasons that have kind and condition. At the end of the pass, when all that
    /// it was to read is known.
    void complete(FeatureStates &states);
    void complete(FeatureState &state);

private:
    void complete(AccessReason &reason);
    Result<GenApiNumber> suppose(int node, const std::vector<GenApiAssumption> &assumed,
                                 const std::vector<int> &uncertain);
    bool isSettable(int node) const;
    std::vector<int> operandsOf(int condition) const;
    AccessReason::Operand describe(int condition, bool wanted, int feature);
    const std::vector<int> &dependants(int feature);

    const GenApiGraph &m_graph;
    GenApiEvaluator &m_evaluator;
    const FeatureTree &m_tree;
    std::unordered_map<int, int> m_featureOf; ///< register or constant -> the feature that leads to it
    std::unordered_map<int, std::vector<int>> m_dependants;
    int m_questions = 0; ///< to the evaluator in this pass
};

} // namespace mv
