// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the window: setup functions and connections.
#include "app/viewer/main_window.h"

#include "app/viewer/feature_tools.h"
#include "app/viewer/live_info.h"
#include "app/viewer/view_message.h"
#include "app/viewer/window_layout.h"
#include "camera/event_log.h"
#include "widgets/device_info_panel.h"
#include "widgets/device_panel.h"
#include "widgets/dialogs.h"
#include "widgets/event_panel.h"
#include "widgets/feature_model.h"
#include "widgets/feature_panel.h"
#include "widgets/image_info_line.h"
#include "widgets/play_mode_box.h"
#include "widgets/statistics_panel.h"

#include <QCloseEvent>
#include <QDir>
#include <QDockWidget>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QSettings>
#include <QStatusBar>
#include <QTimer>
#include <QToolBar>
#include <QVBoxLayout>

#include <algorithm>

namespace mv {

MainWindow::MainWindow(Session &session, QSettings &settings, ImageView::Renderer renderer)
    : m_session(session), m_settings(settings), m_docks(*this), m_view(new ImageView(renderer))
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowIcon(QIcon(QStringLiteral(":/mv/icons/mv-viewer.svg")));
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    setupPanels();
    setupCentral();
    setupMenus();
    setupStatusBar();
    m_pump = new FramePump(m_session.camera(), *m_view, this);
    m_liveInfo = new LiveInfo(m_session, *m_pump, *m_view, *m_infoLine, *m_statistics, this);
    m_tools = new FeatureTools(m_session, *m_view, *this);
    m_tools->setParent(this);
    connectDevices();
    connectFeatures();
    connectSession();
    connectViewActions();
    connectActions();
    connectSaving();
    connectTools();
    m_docks.arrange();
    placeAtFirst(*this);
    restoreSettings();
    showState();
}

// What calls back into the window goes before its members do.
MainWindow::~MainWindow()
{
    disconnect(&m_session, nullptr, this, nullptr);
    disconnect(&m_session.finder(), nullptr, this, nullptr);
    delete m_tools;
    delete m_liveInfo;
    delete m_pump;
}

void MainWindow::setupPanels()
{
    m_docks.add(DockId::Devices, m_devices = new DevicePanel);
    m_docks.add(DockId::DeviceInfo, m_deviceInfo = new DeviceInfoPanel);
    m_docks.add(DockId::Attributes, m_features = new FeaturePanel);
    m_docks.add(DockId::Events, new EventPanel(m_session.log()));
    m_docks.add(DockId::Statistics, m_statistics = new StatisticsPanel);
}

void MainWindow::setupCentral()
{
    auto *bar = new QToolBar(tr("Picture tools"));
    setupToolBar(*bar);
    auto *central = new QWidget;
    auto *layout = new QVBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar);
    layout->addWidget(m_view, 1);
    setCentralWidget(central);
    // Under the picture and over the whole width: its places are fixed, and a small window must hold them all.
    auto *infoBar = new QToolBar(tr("Information line"));
    infoBar->setObjectName(QStringLiteral("infoBar"));
    infoBar->setMovable(false);
    infoBar->setContextMenuPolicy(Qt::PreventContextMenu);
    infoBar->addWidget(m_infoLine = new ImageInfoLine);
    addToolBar(Qt::BottomToolBarArea, infoBar);
}

void MainWindow::setupToolBar(QToolBar &bar)
{
    bar.setObjectName(QStringLiteral("pictureTools"));
    bar.setIconSize(QSize(20, 20));
    m_playMode = new PlayModeBox;
    bar.addAction(m_actions[ActionId::Play]);
    bar.addAction(m_actions[ActionId::Stop]);
    bar.addWidget(m_playMode);
    bar.addSeparator();
    bar.addAction(m_actions[ActionId::SaveImage]);
    bar.addSeparator();
    for (ActionId id :
         {ActionId::ZoomOut, ActionId::ZoomIn, ActionId::OneToOne, ActionId::FitToWindow, ActionId::Restore})
        bar.addAction(m_actions[id]);
    bar.addSeparator();
    for (ActionId id : {ActionId::MirrorHorizontally, ActionId::MirrorVertically, ActionId::FullScreen})
        bar.addAction(m_actions[id]);
}

void MainWindow::setupMenus()
{
    QList<QMenu *> menus;
    for (int i = 0; i < static_cast<int>(MenuId::Count); ++i) {
        menus.append(menuBar()->addMenu(menuTitle(static_cast<MenuId>(i))));
        menus.last()->setToolTipsVisible(true);
    }
    setupViewMenu(*menus[static_cast<int>(MenuId::View)]);
    for (const ActionRow &row : actionRows()) {
        QMenu *menu = menus[static_cast<int>(row.menu)];
        if (row.separatorBefore)
            menu->addSeparator();
        menu->addAction(m_actions[row.id]);
    }
}

void MainWindow::setupViewMenu(QMenu &menu)
{
    for (DockId id : {DockId::Devices, DockId::DeviceInfo, DockId::Attributes})
        menu.addAction(m_docks[id]->toggleViewAction());
    menu.addSeparator();
}

void MainWindow::setupStatusBar()
{
    m_stateLabel = new QLabel;
    m_stateLabel->setObjectName(QStringLiteral("stateLabel"));
    m_stateLabel->setAccessibleName(tr("State of the connection"));
    m_rendererLabel = new QLabel;
    m_rendererLabel->setObjectName(QStringLiteral("rendererLabel"));
    m_rendererLabel->setAccessibleName(tr("Drawing of the picture"));
    statusBar()->addPermanentWidget(m_rendererLabel);
    statusBar()->addPermanentWidget(m_stateLabel);
    const auto showRenderer = [this](const QString &reason) {
        if (reason.isEmpty())
            return;
        const QString text = tr("The picture is drawn without OpenGL (%1): slower, but complete.").arg(reason);
        m_rendererLabel->setText(text);
        m_session.log().append(EventSeverity::Warning, EventKind::Note, {text});
    };
    connect(m_view, &ImageView::openGlUnavailable, this, showRenderer);
    showRenderer(m_view->rendererProblem());
}

void MainWindow::restoreSettings()
{
    restoreLayout(*this, m_settings);
    const int level = m_settings.value(QStringLiteral("level"), 0).toInt();
    setLevel(static_cast<Visibility>(std::clamp(level, 0, static_cast<int>(Visibility::Guru))));
    m_features->setInfoShown(m_settings.value(QStringLiteral("parameterInfo"), true).toBool());
    m_actions[ActionId::ParameterInfo]->setChecked(m_features->isInfoShown());
    setTheme(themeFromName(m_settings.value(QStringLiteral("theme")).toString()).value_or(Theme::System));
}

void MainWindow::saveSettings()
{
    saveLayout(*this, m_settings, m_overrides.size == size() ? LayoutPart::Panels : LayoutPart::All);
    if (m_overrides.level != m_features->level())
        m_settings.setValue(QStringLiteral("level"), static_cast<int>(m_features->level()));
    m_settings.setValue(QStringLiteral("parameterInfo"), m_features->isInfoShown());
    if (m_overrides.theme != m_theme)
        m_settings.setValue(QStringLiteral("theme"), themeName(m_theme));
    m_settings.sync();
}

void MainWindow::setLevel(Visibility level)
{
    constexpr ActionId ids[] = {ActionId::LevelBeginner, ActionId::LevelExpert, ActionId::LevelGuru};
    m_actions[ids[static_cast<int>(level)]]->setChecked(true);
    if (m_features->level() != level)
        m_features->setLevel(level);
}

void MainWindow::setTheme(Theme theme)
{
    constexpr ActionId ids[] = {ActionId::ThemeSystem, ActionId::ThemeLight, ActionId::ThemeDark};
    m_actions[ids[static_cast<int>(theme)]]->setChecked(true);
    m_theme = theme;
    applyTheme(theme);
}

void MainWindow::applyOverrides(const Overrides &overrides)
{
    m_overrides = overrides;
    if (overrides.level)
        setLevel(*overrides.level);
    if (overrides.theme)
        setTheme(*overrides.theme);
    if (!overrides.size)
        return;
    setWindowState(windowState() & ~(Qt::WindowMaximized | Qt::WindowFullScreen));
    resize(*overrides.size);
}

void MainWindow::requestConnect(const DeviceInfo &device)
{
    const DeviceInfo present = m_session.camera().device();
    if (!m_session.isOccupied()) {
        m_session.connectTo(device);
        return;
    }
    if (present.id == device.id)
        return;
    m_switchTarget = device;
    if (m_switchBox) { // a click that was on its way already: the last one counts
        updateSwitchQuestion();
        return;
    }
    const dialogs::Question question{tr("Switch camera"), switchQuestion(), tr("S&witch"), tr("S&tay")};
    m_switchBox = dialogs::ask(this, question, [this](bool accepted) {
        m_switchBox.clear(); // it lives a little longer than its answer
        if (accepted)
            m_session.connectTo(m_switchTarget);
    });
}

QString MainWindow::switchQuestion() const
{
    const QString question =
        m_session.state() == Camera::State::Opening
            ? tr("%1 is being connected, and only one camera can be at a time.\nGive it up and connect %2?")
            : tr("%1 is connected, and only one camera can be at a time.\nDisconnect it and connect %2?");
    return question.arg(displayName(m_session.camera().device()), displayName(m_switchTarget));
}

// The question stands while both cameras go on: what it says stays true, and it goes when there is nothing to ask.
void MainWindow::updateSwitchQuestion()
{
    if (!m_switchBox)
        return;
    const auto devices = m_session.finder().devices();
    const bool there = std::ranges::any_of(devices, [this](const auto &d) { return d.id == m_switchTarget.id; });
    if (m_session.isOccupied() && there)
        m_switchBox->setText(switchQuestion());
    else
        m_switchBox->reject();
    if (m_session.isOccupied() && !there)
        statusBar()->showMessage(tr("%1 is gone.").arg(displayName(m_switchTarget)), 5000);
}

void MainWindow::showState()
{
    const Camera::State state = m_session.state();
    const QString name = displayName(m_session.camera().device());
    const bool known = state != Camera::State::Closed;
    if (state == Camera::State::Closed || state == Camera::State::Opening) {
        m_features->model().setTree(nullptr);
        m_tools->closeAll();
    }
    m_features->model().setConnected(state != Camera::State::Lost);
    m_devices->setConnectedId(m_session.isConnected() ? m_session.camera().device().id : QString());
    m_stateLabel->setText(known ? tr("%1 · %2").arg(name, stateText(state)) : stateText(state));
    setWindowTitle(m_session.isConnected() ? tr("%1 – MV Viewer").arg(name) : tr("MV Viewer"));
    updateActions();
    updatePlayMode();
    updateSwitchQuestion();
}

void MainWindow::updateActions()
{
    const Camera::State state = m_session.state();
    const bool streaming = state == Camera::State::Streaming;
    m_actions[ActionId::Play]->setEnabled(state == Camera::State::Idle);
    m_actions[ActionId::Stop]->setEnabled(streaming);
    m_actions[ActionId::Disconnect]->setEnabled(state != Camera::State::Closed);
    m_actions[ActionId::Connect]->setEnabled(m_devices->selectedDevice().has_value() && !m_session.isConnected());
    m_playMode->setChangeable(state == Camera::State::Idle);
    m_actions[ActionId::LutEditor]->setEnabled(m_tools->hasLut());
    m_actions[ActionId::ColorMatrix]->setEnabled(m_tools->hasColorMatrix());
    m_actions[ActionId::WhiteBalance]->setEnabled(m_tools->hasWhiteBalance());
}

void MainWindow::updatePlayMode()
{
    m_playMode->setStates(m_session.feature(QStringLiteral("AcquisitionMode")),
                          m_session.feature(QStringLiteral("AcquisitionFrameCount")));
}

void MainWindow::about()
{
    dialogs::tell(this, tr("About MV Viewer"),
                  tr("MV Viewer %1\nA viewer for GenICam cameras.\n\nFree software under the GNU General Public "
                     "License, version 3 or later. It comes without any warranty.")
                      .arg(QStringLiteral(MV_VERSION)));
}

// A panel that floats was restored before its window was there: the window manager has put it behind.
void MainWindow::showEvent(QShowEvent *event)
{
    QMainWindow::showEvent(event);
    QTimer::singleShot(0, this, [this] { m_docks.raiseFloating(); });
}

void MainWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && isFullScreen())
        m_actions[ActionId::FullScreen]->trigger();
    else
        QMainWindow::keyPressEvent(event);
}

void MainWindow::closeWithoutAsking()
{
    m_closeWhenSaved = true;
    if (m_saver.pending() == 0)
        close();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_saver.pending() > 0) {
        event->ignore();
        if (m_closeBox)
            return;
        const dialogs::Question question{tr("Close MV Viewer"), tr("A picture is still being written."),
                                         tr("&Close when it is written"), tr("S&tay")};
        m_closeBox = dialogs::ask(this, question, [this](bool accepted) {
            m_closeBox.clear();
            m_closeWhenSaved = accepted;
            if (accepted && m_saver.pending() == 0)
                close();
        });
        return;
    }
    Q_EMIT closing();
    saveSettings();
    event->accept();
}

} // namespace mv
