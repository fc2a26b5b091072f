// SPDX-License-Identifier: GPL-3.0-or-later
// Minimum, maximum and step of a number, and what may be done with a feature, by GenApi's rules.
#pragma once

#include "camera/feature.h"
#include "camera/private/genapi_number.h"

#include <optional>
#include <unordered_map>

namespace mv {

class GenApiEvaluator;
class GenApiGraph;

/// Limits are looked for at the node, then along its pValue chain down to the register's own width. What is not given
/// or cannot be read is unlimited. A converter's are those of its pValue, converted. Thread: device.
class FeatureLimits
{
public:
    enum Bound { Lower, Upper };
    FeatureLimits(const GenApiGraph &graph, GenApiEvaluator &evaluator) : m_graph(graph), m_evaluator(evaluator) {}

    std::optional<qint64> integer(int node, Bound bound);
    std::optional<double> number(int node, Bound bound);
    /// 1 unless the description says otherwise.
    qint64 integerStep(int node);
    /// Nothing unless the description gives one.
    std::optional<double> numberStep(int node);

private:
    std::optional<qint64> registerBound(int node, Bound bound);
    struct Bounds
    {
        std::optional<GenApiNumber> lower;
        std::optional<GenApiNumber> upper;
    };
    std::optional<GenApiNumber> converterBound(int node, Bound bound);
    Bounds converterBounds(int node);
    /// The constant or reference at the node itself; found says whether there is either.
    std::optional<double> ownNumber(int node, Bound bound, bool &found);

    /// As long as a call from outside lasts; what was found out is then forgotten.
    class Call
    {
    public:
        explicit Call(FeatureLimits &limits) : m_limits(limits) { ++limits.m_calls; }
        ~Call()
        {
            if (--m_limits.m_calls == 0)
                m_limits.m_converters.clear();
        }
        Call(const Call &) = delete;
        Call &operator=(const Call &) = delete;

    private:
        FeatureLimits &m_limits;
    };

    const GenApiGraph &m_graph;
    GenApiEvaluator &m_evaluator;
    std::unordered_map<int, Bounds> m_converters;
    int m_calls = 0; ///< calls inside each other
};

/// What can be done with a feature now: implemented and available ones of every node along the pValue chain, their
/// access modes intersected, and what a lock takes away from that.
struct FeatureAccess
{
    AccessMode mode = AccessMode::NotAvailable;
    bool locked = false;
    AccessReason::Kind reason = AccessReason::Kind::None;
    int condition = -1;         ///< node of the pIs... that is in the way
    std::optional<Error> error; ///< a condition could not be read
};
FeatureAccess accessOf(const GenApiGraph &graph, GenApiEvaluator &evaluator, int node);

} // namespace mv
