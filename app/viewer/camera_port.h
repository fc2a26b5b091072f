// SPDX-License-Identifier: GPL-3.0-or-later
// The window's camera as the tools want it.
#pragma once

#include "widgets/feature_port.h"

namespace mv {

class Camera;

/// Thread: GUI.
class CameraPort : public FeaturePort
{
public:
    /// @p camera outlives the port.
    explicit CameraPort(Camera &camera) : m_camera(camera) {}

    std::shared_ptr<const FeatureTree> tree() const override;
    QFuture<Result<FeatureStates>> read(const QStringList &names) override;
    QFuture<Result<FeatureState>> write(const QString &name, const QVariant &value) override;
    QFuture<Result<SelectedStates>> readSelected(const QString &name) override;
    QFuture<Result<FeatureState>> writeSelected(const QString &name, const SelectorPath &path,
                                                const QVariant &value) override;

private:
    Camera &m_camera;
};

} // namespace mv
