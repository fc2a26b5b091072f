// SPDX-License-Identifier: GPL-3.0-or-later
// The window's camera as the tools want it.
#pragma once

#include "camera/camera.h"
#include "widgets/feature_port.h"

namespace mv {

/// Thread: GUI.
class CameraPort : public FeaturePort
{
public:
    /// @p camera outlives the port.
    explicit CameraPort(Camera &camera) : m_camera(camera) {}

    std::shared_ptr<const FeatureTree> tree() const override { return m_camera.tree(); }
    QFuture<Result<FeatureStates>> read(const QStringList &names) override { return m_camera.read(names); }
    QFuture<Result<FeatureState>> write(const QString &name, const QVariant &value) override
    {
        return m_camera.write(name, value);
    }
    QFuture<Result<SelectedStates>> readSelected(const QString &name) override { return m_camera.readSelected(name); }
    QFuture<Result<FeatureState>> writeSelected(const QString &name, const SelectorPath &path,
                                                const QVariant &value) override
    {
        return m_camera.writeSelected(name, path, value);
    }

private:
    Camera &m_camera;
};

} // namespace mv
