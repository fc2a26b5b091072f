// SPDX-License-Identifier: GPL-3.0-or-later
// Aravis' own evaluator on the same device: an independent witness for ours.
#pragma once

#include "camera/private/feature_engine.h"
#include "camera/private/register_port.h"

#include <arv.h>

#include <QByteArray>
#include <QString>
#include <QVariant>

#include <optional>

namespace mv::test {

/// ArvGc with the camera's XML as it is, over a proxy that counts the reads. Thread: the test's.
class AravisWitness
{
public:
    AravisWitness(ArvDevice *device, const QByteArray &xml);

    /// Whether Aravis could parse the description.
    bool ok() const { return bool(m_gc); }
    ArvGcNode *node(const QString &name) const { return arv_gc_get_node(m_gc.get(), name.toUtf8().constData()); }
    /// Integer, float, text or bytes; of an enumeration the number. Nothing if Aravis has no value or an error.
    std::optional<QVariant> value(const QString &name) const;
    std::uint64_t reads() const { return m_port.reads(); }

private:
    RegisterPort m_port;
    GObjectPtr<ArvDevice> m_proxy; ///< ArvGc holds a bare pointer to it
    GObjectPtr<ArvGc> m_gc;
};

/// One value that both have, and not the same.
struct Difference
{
    QString node;
    QString ours;
    QString theirs;
};
struct Comparison
{
    int same = 0;
    int onlyOurs = 0; ///< Aravis has an error, or does not know the node
    std::vector<Difference> differences;
};
/// Every node of @p xml that @p engine can read, features or not. What ours refuses is not asked of Aravis, which may
/// recurse for ever or die of it.
Comparison compareWithAravis(ArvDevice *device, const QByteArray &xml, FeatureEngine &engine);

} // namespace mv::test
