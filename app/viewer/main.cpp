// SPDX-License-Identifier: GPL-3.0-or-later
// mv-viewer: the window.
#include "app/viewer/command_line_run.h"
#include "app/viewer/display_probe.h"
#include "app/viewer/main_window.h"
#include "app/viewer/options.h"
#include "app/viewer/shots.h"
#include "app/viewer/unix_signals.h"
#include "app/viewer/virtual_camera_launcher.h"
#include "app/viewer/window_layout.h"
#include "camera/event_log.h"
#include "camera/virtual_usb.h"

#include <QApplication>
#include <QSettings>
#include <QSurfaceFormat>
#include <QTemporaryDir>
#include <QTranslator>

#include <cstdio>
#include <exception>

namespace {

using namespace mv;

void setupApplication()
{
    QCoreApplication::setApplicationName(QStringLiteral("mv-viewer"));
    QCoreApplication::setApplicationVersion(QStringLiteral(MV_VERSION));
    QGuiApplication::setApplicationDisplayName(QString());
    QGuiApplication::setDesktopFileName(QStringLiteral("mv-viewer"));
    QSurfaceFormat format = QSurfaceFormat::defaultFormat();
    format.setVersion(3, 3);
    format.setProfile(QSurfaceFormat::CoreProfile);
    format.setSwapInterval(0); // the frame pump sets the pace; waiting for the screen would stop the window
    QSurfaceFormat::setDefaultFormat(format);
}

/// Texts in @p language ("" = the desktop's); says so if there are none.
void loadTranslation(QTranslator &translator, const QString &language)
{
    const QLocale locale = language.isEmpty() ? QLocale() : QLocale(language);
    const QString folder = QStringLiteral(":/mv/translations");
    if (!translator.load(locale, QStringLiteral("mvviewer"), QStringLiteral("_"), folder)) {
        if (!language.isEmpty())
            std::fprintf(stderr, "mv-viewer: there is no translation for \"%s\"; the window speaks English\n",
                         qPrintable(language));
        // English needs a file, too: it holds the plurals.
        if (!translator.load(QStringLiteral("mvviewer_en"), folder))
            return;
    }
    QCoreApplication::installTranslator(&translator);
}

/// Failures are for whoever started the program in a terminal, too: one line each.
void reportFailures(EventLog &log)
{
    const auto print = [](const Event &event) {
        if (event.severity == EventSeverity::Error || event.kind == EventKind::Note)
            std::fprintf(stderr, "mv-viewer: %s\n", qPrintable(toText(event)));
    };
    QObject::connect(&log, &EventLog::appended, &log, print, Qt::DirectConnection);
}

int run(QApplication &application, const Options &options)
{
    EventLog log;
    reportFailures(log);
    // The walk shows the window as a newcomer sees it, and leaves the user's settings alone.
    const QTemporaryDir fresh;
    const bool useFresh = !options.shots.isEmpty() && options.configDir.isEmpty();
    const auto settings = openSettings(useFresh ? fresh.path() : options.configDir);
    Session session(log);
    MainWindow window(session, *settings, options.noOpenGl ? ImageView::Renderer::Cpu : ImageView::Renderer::Automatic);
    window.applyOverrides({options.level, options.theme, options.windowSize});
    UnixSignals signals_;
    QObject::connect(&signals_, &UnixSignals::endRequested, &window, &MainWindow::closeWithoutAsking);
    CommandLineRun commandLine(window, options);
    window.show();
    session.watchForDevices();
    std::optional<Shots> shots;
    if (options.shots.isEmpty()) {
        commandLine.start();
    } else {
        shots.emplace(window, options.shots, [&commandLine] { commandLine.start(); });
        shots->start();
    }
    const int status = application.exec();
    session.disconnectCamera(); // before a virtual camera of our own ends: that is no loss
    if (shots && shots->failed())
        return 1;
    return status != 0 ? status : commandLine.exitStatus();
}

} // namespace

int main(int argc, char **argv)
try {
    const auto parsed = parseCommandLine(argc, argv);
    if (const int *status = std::get_if<int>(&parsed))
        return *status;
    const Options &options = std::get<Options>(parsed);
    if (options.virtualTransport == Transport::Usb)
        addVirtualUsbSocket(ownVirtualUsbSocket());
    if (const auto problem = enterVirtualUsb(argv)) {
        std::fprintf(stderr, "mv-viewer: %s\n", qPrintable(*problem));
        return 1;
    }
    if (!hasDisplay()) {
        std::fprintf(stderr, "mv-viewer: there is no display: set DISPLAY, or run under xvfb-run\n");
        return 1;
    }
    setupApplication();
    QApplication application(argc, argv);
    QTranslator translator;
    loadTranslation(translator, options.language);
    return run(application, options);
} catch (const std::exception &error) {
    std::fprintf(stderr, "mv-viewer: %s\n", error.what());
    return 1;
}
