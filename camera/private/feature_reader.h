// SPDX-License-Identifier: GPL-3.0-or-later
// How a feature stands now, from its node's access, limits and value.
#pragma once

#include "camera/feature.h"

#include <memory>
#include <optional>

namespace mv {

class FeatureLimits;
class GenApiEvaluator;
class GenApiGraph;
struct GenApiEntry;

/// Within one pass of the evaluator's port each register is read once, however many features need it. Thread: device.
class FeatureReader
{
public:
    FeatureReader(const GenApiGraph &graph, GenApiEvaluator &evaluator);
    ~FeatureReader();

    /// @p asked: by name, so that also a long register (a table, coefficients) is read.
    FeatureState state(int node, bool asked);
    bool isImplemented(const GenApiEntry &entry);
    /// The same as far as it is known without the wire; at first that is what the description alone says.
    std::optional<bool> isKnownImplemented(const GenApiEntry &entry);

private:
    void readValue(int node, FeatureState &state, bool asked);
    Result<QVariant> valueOf(int node, FeatureState &state, bool asked);
    Result<QVariant> entryOf(int node);
    Result<QVariant> bytesOf(int node, FeatureState &state, bool asked);
    void readEntries(int node, FeatureState &state);
    void readLimits(int node, FeatureState &state);
    QString faultOf(int node);
    bool holds(int condition);

    const GenApiGraph &m_graph;
    GenApiEvaluator &m_evaluator;
    const std::unique_ptr<FeatureLimits> m_limits;
};

} // namespace mv
