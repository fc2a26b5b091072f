// SPDX-License-Identifier: GPL-3.0-or-later
// How a feature stands now, from its node's access, limits and value.
#pragma once

#include "camera/private/feature_limits.h"

namespace mv {

/// Within one pass of the evaluator's port each register is read once, however many features need it. Thread: device.
class FeatureReader
{
public:
    FeatureReader(const GenApiGraph &graph, GenApiEvaluator &evaluator)
        : m_graph(graph), m_evaluator(evaluator), m_limits(graph, evaluator)
    {}

    /// @p asked: by name, so that also a long register (a table, coefficients) is read.
    FeatureState state(int node, bool asked);
    bool isImplemented(const GenApiEntry &entry) { return holds(entry.implemented); }

private:
    void readValue(int node, FeatureState &state, bool asked);
    Result<QVariant> valueOf(int node, FeatureState &state, bool asked);
    Result<QVariant> entryOf(int node);
    Result<QVariant> bytesOf(int node, FeatureState &state, bool asked);
    void readLimits(int node, FeatureState &state);
    QString faultOf(int node);
    bool holds(int condition);

    const GenApiGraph &m_graph;
    GenApiEvaluator &m_evaluator;
    FeatureLimits m_limits;
};

} // namespace mv
