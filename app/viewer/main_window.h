// SPDX-License-Identifier: GPL-3.0-or-later
// The window: puts the panels together and connects them with the camera. Nothing else happens here.
#pragma once

#include "app/viewer/action_table.h"
#include "app/viewer/dock_table.h"
#include "app/viewer/frame_pump.h"
#include "app/viewer/image_saver.h"
#include "app/viewer/session.h"
#include "widgets/image_view.h"
#include "widgets/theme.h"

#include <QMainWindow>
#include <QPointer>

#include <optional>

class QLabel;
class QMessageBox;
class QSettings;
class QToolBar;

namespace mv {

class DeviceInfoPanel;
class DevicePanel;
class FeaturePanel;
class FeatureTools;
class ImageInfoLine;
class LiveInfo;
class PlayModeBox;
class StatisticsPanel;

/// Thread: GUI.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// Both outlive the window.
    MainWindow(Session &session, QSettings &settings, ImageView::Renderer renderer);
    ~MainWindow() override;

    /// Connect; asks first if another camera is connected.
    void requestConnect(const DeviceInfo &device);
    /// Close without asking; pictures that are being written are finished first.
    void closeWithoutAsking();
    void setLevel(Visibility level);
    void setTheme(Theme theme);
    /// What the command line wants for this run: it is not remembered unless the person changes it.
    struct Overrides
    {
        std::optional<Visibility> level;
        std::optional<Theme> theme;
        std::optional<QSize> size;
    };
    void applyOverrides(const Overrides &overrides);

    Session &session() { return m_session; }
    ImageView &view() { return *m_view; }
    FramePump &pump() { return *m_pump; }
    FeaturePanel &features() { return *m_features; }
    FeatureTools &tools() { return *m_tools; }
    const ActionTable &actions() const { return m_actions; }
    const DockTable &docks() const { return m_docks; }

Q_SIGNALS:
    /// The window is about to go, still whole.
    void closing();

protected:
    void closeEvent(QCloseEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void setupPanels();
    void setupCentral();
    void setupToolBar(QToolBar &bar);
    void setupMenus();
    void setupViewMenu(QMenu &menu);
    void setupStatusBar();
    void connectDevices();
    void connectFeatures();
    void connectSession();
    void connectViewActions();
    void connectActions();
    void connectSaving();
    void connectTools();
    void startVirtualCamera();
    void restoreSettings();
    void saveSettings();
    void showState();
    void updateActions();
    void updatePlayMode();
    QString favouritesKey() const;
    QString switchQuestion() const;
    void updateSwitchQuestion();
    void about();

    Session &m_session;
    QSettings &m_settings;
    ActionTable m_actions;
    DockTable m_docks;
    ImageSaver m_saver;
    DevicePanel *m_devices = nullptr;
    DeviceInfoPanel *m_deviceInfo = nullptr;
    FeaturePanel *m_features = nullptr;
    StatisticsPanel *m_statistics = nullptr;
    ImageView *m_view = nullptr;
    ImageInfoLine *m_infoLine = nullptr;
    PlayModeBox *m_playMode = nullptr;
    QLabel *m_stateLabel = nullptr;
    QLabel *m_rendererLabel = nullptr;
    FramePump *m_pump = nullptr;
    LiveInfo *m_liveInfo = nullptr;
    FeatureTools *m_tools = nullptr;
    Theme m_theme = Theme::System;
    Overrides m_overrides;
    bool m_closeWhenSaved = false;
    QPointer<QMessageBox> m_closeBox;
    QPointer<QMessageBox> m_switchBox; // at most one
    DeviceInfo m_switchTarget;
};

} // namespace mv
