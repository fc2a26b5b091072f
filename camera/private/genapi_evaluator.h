// SPDX-License-Identifier: GPL-3.0-or-later
// Values of single nodes, read and written: ArvGc behind guards. What they mean for a feature is decided above.
#pragma once

#include "camera/private/aravis_ptr.h"
#include "camera/private/genapi_check.h"

#include <arv.h>

#include <QByteArray>

#include <memory>
#include <optional>
#include <vector>

namespace mv {

class RegisterPort;

/// Numbers of nodes are the graph's. Nothing is checked here but what would crash or lie (GenApiCheck); errors name
/// the node. Thread: device.
class GenApiEvaluator
{
public:
    ~GenApiEvaluator();
    static Result<std::unique_ptr<GenApiEvaluator>> create(ArvDevice *device, std::shared_ptr<const GenApiGraph> graph,
                                                           const QString &label);

    Result<qint64> integer(int node);
    Result<double> number(int node);
    Result<QString> text(int node);
    Result<QByteArray> bytes(int node);
    /// Bytes of a StringReg or Register.
    Result<qint64> length(int node);
    /// The node that holds the value of @p node now: its pValue, or the one that its pIndex picks; -1 if none does.
    int valueTarget(int node);
    /// Limit of a converter as a number; nothing if it has none.
    std::optional<double> converterLimit(int node, bool upper);

    Result<void> setInteger(int node, qint64 value);
    Result<void> setNumber(int node, double value);
    Result<void> setText(int node, const QString &value);
    Result<void> setBytes(int node, const QByteArray &value);

    RegisterPort &port() { return *m_port; }

private:
    GenApiEvaluator(std::shared_ptr<const GenApiGraph> graph, const QString &label);

    std::optional<Error> refusal(int node, GenApiCheck::Aspect aspect);
    Error failure(const GErrorPtr &error, int node, ErrorCode otherwise) const;
    ArvGcNode *arv(int node) const { return m_nodes[std::size_t(node)]; }
    Result<void> setCopies(int node, qint64 value);
    Result<void> setBoolean(int node, qint64 value);

    std::shared_ptr<const GenApiGraph> m_graph;
    QString m_label;
    GenApiCheck m_check;
    std::unique_ptr<RegisterPort> m_port;
    GObjectPtr<ArvDevice> m_proxy; ///< ArvGc holds a bare pointer to it
    GObjectPtr<ArvGc> m_gc;
    std::vector<ArvGcNode *> m_nodes; ///< by number; owned by m_gc; null if Aravis does not know the node
};

} // namespace mv
