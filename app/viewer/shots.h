// SPDX-License-Identifier: GPL-3.0-or-later
// Walks through the main screens and leaves a picture of each.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QPixmap>
#include <QString>
#include <QTimer>

#include <functional>
#include <vector>

namespace mv {

class MainWindow;

/// For the documentation and for looking at the whole window after a change. Each step changes something, waits until
/// its condition holds (or its time is over), and takes the picture. Thread: GUI.
class Shots : public QObject
{
    Q_OBJECT

public:
    /// @p window outlives this object. @p connectCamera brings a camera to the window; it is called once the first
    /// picture, of the window without one, has been taken.
    Shots(MainWindow &window, QString folder, std::function<void()> connectCamera, QObject *parent = nullptr);

    void start();
    bool failed() const { return m_failed; }

private:
    struct Step
    {
        const char *name; ///< of the file
        std::function<void()> act;
        std::function<bool()> ready;
    };

    void setupSteps(std::function<void()> connectCamera);
    void next();
    void poll();
    void take();
    QPixmap picture() const;

    MainWindow &m_window;
    const QString m_folder;
    std::vector<Step> m_steps;
    std::size_t m_step = 0;
    QTimer m_timer;
    QElapsedTimer m_sinceStep;
    bool m_failed = false;
};

} // namespace mv
