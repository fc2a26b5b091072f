// SPDX-License-Identifier: GPL-3.0-or-later
// Saves pictures without holding up the window.
#pragma once

#include "camera/error.h"
#include "camera/imaging/frame.h"

#include <QObject>

class QWidget;

namespace mv {

/// Writes on a worker of Qt's pool. Thread: GUI.
class ImageSaver : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// For a file dialog: "TIFF (*.tiff);;PNG …".
    static QString fileFilters();
    /// Asks for a file and saves a copy of @p frame there; says so if there is none. A name whose extension says no
    /// kind of file gets that of the chosen filter.
    void askAndSave(QWidget *parent, const FramePtr &frame);
    /// The kind of file follows from the path's extension; one that is not known is an error.
    void save(const FramePtr &frame, const QString &path);
    /// Pictures that are not on the disk yet.
    int pending() const { return m_pending; }

Q_SIGNALS:
    void saved(const QString &path);
    void failed(const mv::Error &error);
    /// There is no picture to save.
    void nothingToSave();
    /// pending() is 0 again.
    void idle();

private:
    void saveAsked(QWidget *parent, const FramePtr &frame, const QString &path, const QString &extension);

    int m_pending = 0;
};

} // namespace mv
