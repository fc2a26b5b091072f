// SPDX-License-Identifier: GPL-3.0-or-later
// What the command line asks of a run: connect, play, end, leave figures and a picture behind.
#pragma once

#include "app/viewer/gui_heartbeat.h"
#include "app/viewer/options.h"
#include "app/viewer/virtual_camera_launcher.h"
#include "camera/device_info.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <optional>

namespace mv {

class MainWindow;
class Session;

/// Thread: GUI.
class CommandLineRun : public QObject
{
    Q_OBJECT

public:
    /// @p window outlives the run.
    CommandLineRun(MainWindow &window, Options options, QObject *parent = nullptr);
    ~CommandLineRun() override;

    /// Once, after the window has been shown.
    void start();
    /// 0, or 1 if something that was asked for could not be done and the run was to end by itself.
    int exitStatus() const { return m_failed && m_options.exitAfterSeconds ? 1 : m_outputFailed ? 1 : 0; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void setupVirtualCamera();
    void searchFor(const QString &id);
    void found(const DeviceInfo &device);
    void watchSession();
    void fail(const Error &error);
    void finish();
    void writeStats();
    void writeScreenshot();
    void complain(const QString &sentence);

    MainWindow &m_window;
    Session &m_session;
    const Options m_options;
    VirtualCameraLauncher m_launcher;
    GuiHeartbeat m_heartbeat;
    QString m_wanted; // what is being searched for
    QElapsedTimer m_searchTime;
    bool m_failed = false;
    bool m_outputFailed = false;
    bool m_finished = false;
    std::optional<double> m_startToWindowMs;
    QElapsedTimer m_sinceConnect;
    std::optional<double> m_connectToPictureMs;
};

} // namespace mv
