// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the window's connections: who hears whom.
#include "app/viewer/main_window.h"

#include "app/viewer/feature_tools.h"
#include "app/viewer/status_notice.h"
#include "app/viewer/virtual_camera_launcher.h"
#include "camera/event_log.h"
#include "widgets/device_info_panel.h"
#include "widgets/device_panel.h"
#include "widgets/favourites.h"
#include "widgets/feature_model.h"
#include "widgets/feature_panel.h"
#include "widgets/play_mode_box.h"
#include "widgets/when_done.h"

#include <QDir>
#include <QDockWidget>
#include <QMessageBox>
#include <QSettings>
#include <QStatusBar>
#include <QUrl>

namespace mv {

void MainWindow::connectDevices()
{
    Finder &finder = m_session.finder();
    connect(&finder, &Finder::devicesChanged, m_devices, &DevicePanel::setDevices);
    connect(&finder, &Finder::searchStarted, m_devices, [this] { m_devices->setSearching(true); });
    connect(&finder, &Finder::searchFinished, m_devices, [this] { m_devices->setSearching(false); });
    connect(&finder, &Finder::failed, m_devices, [this](const Error &error) { m_devices->setProblem(toText(error)); });
    connect(m_devices, &DevicePanel::refreshRequested, &m_session, &Session::refresh);
    connect(m_devices, &DevicePanel::connectRequested, this, &MainWindow::requestConnect);
    connect(m_devices, &DevicePanel::disconnectRequested, &m_session, &Session::disconnectCamera);
    connect(m_devices, &DevicePanel::selectionChanged, this, [this](const DeviceInfo &device) {
        m_deviceInfo->setDevice(device);
        updateActions();
    });
    connect(&finder, &Finder::devicesChanged, this, &MainWindow::updateSwitchQuestion);
    m_devices->setDevices(finder.devices());
}

// Remembered by the model of the camera, not by the one camera.
QString MainWindow::favouritesKey() const
{
    const DeviceInfo device = m_session.camera().device();
    const QString model = device.vendor + u' ' + device.model;
    return QStringLiteral("favourites/") + QString::fromLatin1(QUrl::toPercentEncoding(model.trimmed()));
}

void MainWindow::connectFeatures()
{
    FeatureModel *model = &m_features->model();
    connect(model, &FeatureModel::writeRequested, &m_session, &Session::write);
    connect(model, &FeatureModel::selectedWriteRequested, &m_session, &Session::writeSelected);
    connect(model, &FeatureModel::restoreRequested, &m_session, &Session::restore);
    connect(&m_session, &Session::restoreDone, model, &FeatureModel::restored);
    connect(model, &FeatureModel::executeRequested, &m_session, &Session::execute);
    connect(m_features, &FeaturePanel::screenChanged, &m_session, &Session::watch);
    connect(m_features, &FeaturePanel::valueWanted, &m_session, &Session::readValue);
    connect(&m_features->favourites(), &Favourites::edited, this,
            [this](const QStringList &names) { m_settings.setValue(favouritesKey(), names); });
    connect(model, &FeatureModel::refused, this, [this](const Error &error) { m_session.log().append(error); });
    connect(m_playMode, &PlayModeBox::writeRequested, &m_session, &Session::write);
    connect(&m_session, &Session::featuresChanged, this, [this, model](const QStringList &names) {
        model->updateStates(m_session.camera().states(), names);
        updatePlayMode();
        updateActions();
    });
    connect(&m_session, &Session::writeDone, this,
            [this, model](const QString &name, const Result<FeatureState> &result) {
                if (result) {
                    model->updateStates(m_session.camera().states(), {name});
                    model->settle(name);
                } else {
                    model->fail(name, result.error());
                }
                updatePlayMode();
            });
    connect(&m_session, &Session::executeDone, this, [model](const QString &name, const Result<void> &result) {
        if (result)
            model->settle(name);
        else
            model->fail(name, result.error());
    });
}

void MainWindow::connectSession()
{
    connect(&m_session, &Session::stateChanged, this, &MainWindow::showState);
    connect(&m_session, &Session::connected, this, [this] {
        m_features->favourites().setNames(m_settings.value(favouritesKey()).toStringList());
        m_features->setDeviceId(m_session.camera().device().id);
        m_features->model().setTree(m_session.camera().tree());
        m_session.watch(m_features->namesOnScreen()); // what is seen is read first
        m_features->model().updateStates(m_session.camera().states());
        m_devices->select(m_session.camera().device().id);
        updatePlayMode();
    });
}

void MainWindow::connectViewActions()
{
    const auto call = [this](ActionId id, void (ImageView::*slot)()) {
        connect(m_actions[id], &QAction::triggered, m_view, slot);
    };
    call(ActionId::ZoomIn, &ImageView::zoomIn);
    call(ActionId::ZoomOut, &ImageView::zoomOut);
    call(ActionId::OneToOne, &ImageView::oneToOne);
    call(ActionId::FitToWindow, &ImageView::fitToWindow);
    call(ActionId::Restore, &ImageView::restore);
    connect(m_actions[ActionId::MirrorHorizontally], &QAction::toggled, m_view, &ImageView::setMirroredHorizontally);
    connect(m_actions[ActionId::MirrorVertically], &QAction::toggled, m_view, &ImageView::setMirroredVertically);
    connect(m_view, &ImageView::transformChanged, this, [this] {
        const ViewTransform::Mode mode = m_view->transform().mode();
        m_actions[ActionId::OneToOne]->setChecked(mode == ViewTransform::Mode::OneToOne);
        m_actions[ActionId::FitToWindow]->setChecked(mode == ViewTransform::Mode::Fit);
    });
    m_actions[ActionId::FitToWindow]->setChecked(true);
    connect(m_actions[ActionId::FullScreen], &QAction::triggered, this,
            [this](bool on) { setWindowState(windowState().setFlag(Qt::WindowFullScreen, on)); });
    const auto level = [this](ActionId id, Visibility visibility) {
        connect(m_actions[id], &QAction::triggered, this, [this, visibility] { setLevel(visibility); });
    };
    level(ActionId::LevelBeginner, Visibility::Beginner);
    level(ActionId::LevelExpert, Visibility::Expert);
    level(ActionId::LevelGuru, Visibility::Guru);
    connect(m_features, &FeaturePanel::levelChanged, this, &MainWindow::setLevel);
    connect(m_actions[ActionId::ParameterInfo], &QAction::triggered, m_features, &FeaturePanel::setInfoShown);
    connect(m_features, &FeaturePanel::infoShownChanged, m_actions[ActionId::ParameterInfo], &QAction::setChecked);
    const auto theme = [this](ActionId id, Theme choice) {
        connect(m_actions[id], &QAction::triggered, this, [this, choice] { setTheme(choice); });
    };
    theme(ActionId::ThemeSystem, Theme::System);
    theme(ActionId::ThemeLight, Theme::Light);
    theme(ActionId::ThemeDark, Theme::Dark);
    connect(m_actions[ActionId::ResetLayout], &QAction::triggered, this, [this] { m_docks.arrange(); });
}

void MainWindow::connectActions()
{
    const auto call = [this](ActionId id, void (Session::*slot)()) {
        connect(m_actions[id], &QAction::triggered, &m_session, slot);
    };
    call(ActionId::Refresh, &Session::refresh);
    call(ActionId::Disconnect, &Session::disconnectCamera);
    call(ActionId::Play, &Session::play);
    call(ActionId::Stop, &Session::stop);
    connect(m_actions[ActionId::Connect], &QAction::triggered, this, [this] {
        if (const auto device = m_devices->selectedDevice())
            requestConnect(*device);
    });
    connect(m_actions[ActionId::Exit], &QAction::triggered, this, &MainWindow::close);
    m_actions[ActionId::SaveImage]->setEnabled(false);
    connect(m_view, &ImageView::hasFrameChanged, m_actions[ActionId::SaveImage], &QAction::setEnabled);
    connect(m_actions[ActionId::SaveImage], &QAction::triggered, this,
            [this] { m_saver.askAndSave(this, m_view->frame()); });
    connect(m_actions[ActionId::VirtualCamera], &QAction::triggered, this, &MainWindow::startVirtualCamera);
    connect(m_actions[ActionId::About], &QAction::triggered, this, &MainWindow::about);
    const auto toggles = [this](ActionId id, DockId dock) {
        connect(m_actions[id], &QAction::triggered, m_docks[dock], &QDockWidget::setVisible);
        connect(m_docks[dock]->toggleViewAction(), &QAction::toggled, m_actions[id], &QAction::setChecked);
    };
    toggles(ActionId::Events, DockId::Events);
    toggles(ActionId::Statistics, DockId::Statistics);
}

// One more with each call. It is connected only where that takes no camera from anybody.
void MainWindow::startVirtualCamera()
{
    auto *launcher = new VirtualCameraLauncher(this);
    connect(launcher, &VirtualCameraLauncher::ready, this, [this](const QString &address, const QString &serial) {
        statusBar()->showMessage(tr("The virtual camera %1 answers at %2.").arg(serial, address), 5000);
        whenDone(m_session.finder().probe(address), this, [this](const QList<DeviceInfo> &found) {
            if (!found.isEmpty() && !m_session.isOccupied())
                m_session.connectTo(found.first());
        });
        m_session.refresh();
    });
    connect(launcher, &VirtualCameraLauncher::failed, this, [this, launcher](const Error &error) {
        m_session.report(error);
        launcher->deleteLater();
    });
    launcher->start({});
}

void MainWindow::connectTools()
{
    connect(m_actions[ActionId::LutEditor], &QAction::triggered, m_tools, &FeatureTools::showLut);
    connect(m_actions[ActionId::ColorMatrix], &QAction::triggered, m_tools, &FeatureTools::showColorMatrix);
    connect(m_actions[ActionId::WhiteBalance], &QAction::triggered, m_tools, &FeatureTools::pickGrey);
    connect(m_features, &FeaturePanel::sideBySideRequested, m_tools, &FeatureTools::showSideBySide);
    connect(m_tools, &FeatureTools::picked, this, [this] { m_actions[ActionId::WhiteBalance]->setChecked(false); });
    connect(m_tools, &FeatureTools::told, this,
            [this](const QString &text) { statusBar()->showMessage(text, 10'000); });
}

void MainWindow::connectSaving()
{
    auto *notice = new StatusNotice;
    statusBar()->insertPermanentWidget(0, notice, 1);
    notice->hide();
    connect(&m_saver, &ImageSaver::saved, notice, &QWidget::hide);
    connect(&m_saver, &ImageSaver::saved, this, [this](const QString &path) {
        m_session.log().append(EventSeverity::Info, EventKind::ImageSaved, {path});
        statusBar()->showMessage(tr("Saved %1").arg(QDir::toNativeSeparators(path)), 5000);
    });
    connect(&m_saver, &ImageSaver::failed, this, [this, notice](const Error &error) {
        m_session.log().append(error);
        notice->showProblem(toDetailedText(error));
    });
    connect(&m_saver, &ImageSaver::nothingToSave, this,
            [this, notice] { notice->showProblem(tr("There is no picture to save.")); });
    connect(&m_saver, &ImageSaver::idle, this, [this] {
        // The question whether to wait has been answered by the file; the person wanted to close.
        if (m_closeWhenSaved || m_closeBox)
            close();
    });
}

} // namespace mv
