// SPDX-License-Identifier: GPL-3.0-or-later
// What the tools that write features need of a camera, and nothing more.
#pragma once

#include "camera/feature_set.h"

#include <QFuture>

#include <memory>

namespace mv {

/// Like the calls of Camera of the same names: they return at once, and the futures complete elsewhere. The window
/// gives the connected camera, a test gives values. Thread: GUI.
class FeaturePort
{
public:
    virtual ~FeaturePort() = default;

    virtual std::shared_ptr<const FeatureTree> tree() const = 0;
    virtual QFuture<Result<FeatureStates>> read(const QStringList &names) = 0;
    virtual QFuture<Result<FeatureState>> write(const QString &name, const QVariant &value) = 0;
    virtual QFuture<Result<SelectedStates>> readSelected(const QString &name) = 0;
    virtual QFuture<Result<FeatureState>> writeSelected(const QString &name, const SelectorPath &path,
                                                        const QVariant &value) = 0;
};

} // namespace mv
