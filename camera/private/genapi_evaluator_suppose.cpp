// SPDX-License-Identifier: GPL-3.0-or-later
// Values of single nodes as they would be, if others were what they are not.
#include "camera/private/genapi_evaluator.h"

#include "camera/private/genapi_evaluator_call.h"

#include <algorithm>

namespace mv {

namespace {

/// Real conditions look at fewer than a hundred nodes.
constexpr int maxSupposedSteps = 1000;

} // namespace

GenApiEvaluator::Number GenApiEvaluator::known(int node) const
{
    const auto &uncertain = *m_hypothesis.uncertain;
    const auto &number = m_memos[std::size_t(node)].number;
    if (number && *number && !std::binary_search(uncertain.begin(), uncertain.end(), node))
        return *number;
    return broken(node, QStringLiteral("is not known"), ErrorCode::ReadFailed);
}

void GenApiEvaluator::forget(const std::vector<int> &nodes)
{
    for (const int node : nodes)
        m_memos[std::size_t(node)] = {};
}

Result<GenApiNumber> GenApiEvaluator::suppose(int node, const std::vector<GenApiAssumption> &assumed,
                                              const std::vector<int> &uncertain)
{
    const Call call(*this);
    if (const auto refused = refusal(node, GenApiCheck::Value))
        return *refused;
    m_hypothesis.memos.resize(m_memos.size());
    ++m_hypothesis.epoch;
    for (const auto &assumption : assumed)
        m_hypothesis.memos[std::size_t(assumption.node)] = {m_hypothesis.epoch, Number(assumption.value)};
    m_hypothesis.uncertain = &uncertain;
    m_steps = maxSteps - maxSupposedSteps; // each question anew: who asks limits their number
    auto value = evaluate(node);
    m_hypothesis.uncertain = nullptr;
    return value;
}

} // namespace mv
