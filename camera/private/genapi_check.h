// SPDX-License-Identifier: GPL-3.0-or-later
// Which nodes must not be evaluated: those that go round in circles, have zero-length registers, or lack what they
// refer to.
#pragma once

#include "camera/private/genapi_graph.h"

#include <QString>

#include <optional>
#include <vector>

namespace mv {

/// Answers for the node and all that evaluating it may evaluate, before anything is read: also for what only a branch
/// not taken refers to. Lazy, and memorised for each node. Thread: device.
class GenApiCheck
{
public:
    explicit GenApiCheck(const GenApiGraph &graph);

    /// What is evaluated: the node's value, or its limits and step.
    enum Aspect { Value, Range };
    struct Verdict
    {
        QString problem; ///< empty = may be evaluated
        int depth = 0;   ///< length of the longest chain below
    };
    const Verdict &verdict(int node, Aspect aspect);

    /// The longest register that is read: what is longer is a mistake of the description, or would keep the wire busy
    /// for minutes. Tables (Register nodes) may be large, texts and numbers not.
    static constexpr qint64 maxRegisterBytes = 16 << 20;
    static qint64 maxBytes(NodeKind kind) { return kind == NodeKind::Register ? maxRegisterBytes : 64 << 10; }

private:
    struct Part
    {
        int node;
        Aspect aspect;
    };
    Verdict examine(int node, Aspect aspect);
    QString ownProblem(int node) const;
    QString linkProblem(const GenApiNode &node, const GenApiLink &link) const;
    QString registerProblem(int node) const;
    std::vector<Part> valueParts(int node, QString &problem) const;
    std::vector<Part> rangeParts(int node) const;

    const GenApiGraph &m_graph;
    std::vector<std::optional<Verdict>> m_verdicts[2];
    std::vector<bool> m_open[2]; ///< being examined further up: meeting it again is a circle
    int m_level = 0;
};

} // namespace mv
