// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the tools' way to the camera.
#include "app/viewer/camera_port.h"

#include "camera/camera.h"

namespace mv {

std::shared_ptr<const FeatureTree> CameraPort::tree() const
{
    return m_camera.tree();
}

QFuture<Result<FeatureStates>> CameraPort::read(const QStringList &names)
{
    return m_camera.read(names);
}

QFuture<Result<FeatureState>> CameraPort::write(const QString &name, const QVariant &value)
{
    return m_camera.write(name, value);
}

QFuture<Result<SelectedStates>> CameraPort::readSelected(const QString &name)
{
    return m_camera.readSelected(name);
}

QFuture<Result<FeatureState>> CameraPort::writeSelected(const QString &name, const SelectorPath &path,
                                                        const QVariant &value)
{
    return m_camera.writeSelected(name, path, value);
}

} // namespace mv
