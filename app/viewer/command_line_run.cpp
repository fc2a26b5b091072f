// SPDX-License-Identifier: GPL-3.0-or-later
// Implements a run as the command line wants it.
#include "app/viewer/command_line_run.h"

#include "app/viewer/main_window.h"
#include "app/viewer/run_report.h"
#include "camera/event_log.h"
#include "widgets/when_done.h"

#include <QEvent>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPixmap>

#include <cstdio>

namespace mv {
namespace {

// Cameras may take a second to answer a search, and one that has just been started a little longer.
constexpr qint64 searchMs = 5000;
constexpr int searchIntervalMs = 200;

} // namespace

CommandLineRun::CommandLineRun(MainWindow &window, Options options, QObject *parent)
    : QObject(parent), m_window(window), m_session(window.session()), m_options(std::move(options))
{
    m_window.installEventFilter(this);
    connect(&m_window, &MainWindow::closing, this, &CommandLineRun::finish);
    connect(&m_window.pump(), &FramePump::firstFramePainted, this, [this] {
        if (m_sinceConnect.isValid())
            m_connectToPictureMs = static_cast<double>(m_sinceConnect.nsecsElapsed()) / 1e6;
        m_heartbeat.start();
    });
    watchSession();
    setupVirtualCamera();
}

CommandLineRun::~CommandLineRun() = default;

void CommandLineRun::watchSession()
{
    connect(&m_session, &Session::stateChanged, this, [this](Camera::State state) {
        if (state == Camera::State::Opening && !m_sinceConnect.isValid())
            m_sinceConnect.start();
    });
    connect(&m_session, &Session::failed, this, [this] { m_failed = true; });
    if (m_options.play)
        connect(&m_session, &Session::connected, &m_session, &Session::play, Qt::SingleShotConnection);
}

void CommandLineRun::setupVirtualCamera()
{
    connect(&m_launcher, &VirtualCameraLauncher::ready, this, [this](const QString &id) { searchFor(id); });
    connect(&m_launcher, &VirtualCameraLauncher::failed, this, &CommandLineRun::fail);
}

void CommandLineRun::start()
{
    if (m_options.virtualCamera) {
        m_session.setWanted(tr("the virtual camera"));
        m_launcher.start(m_options.virtualArguments, m_options.virtualTransport);
    } else if (!m_options.connectId.isEmpty()) {
        searchFor(m_options.connectId);
    }
    if (m_options.exitAfterSeconds)
        QTimer::singleShot(static_cast<int>(*m_options.exitAfterSeconds * 1000), Qt::PreciseTimer, &m_window,
                           &MainWindow::closeWithoutAsking);
}

void CommandLineRun::searchFor(const QString &id)
{
    if (m_wanted != id) {
        m_wanted = id;
        m_searchTime.start();
        m_session.setWanted(id);
    }
    if (m_session.wanted() != id)
        return; // the person has connected another one meanwhile
    whenDone(m_session.finder().refresh(), this, [this, id](const QList<DeviceInfo> &devices) {
        const auto named = findDevice(devices, id);
        if (!named || named.value()) {
            named ? found(*named.value()) : fail(named.error());
            return;
        }
        // Behind a router, or a child that has started a moment ago: asked directly.
        whenDone(m_session.finder().probe(id), this, [this, id](const QList<DeviceInfo> &probed) {
            if (!probed.isEmpty())
                found(probed.first());
            else if (m_searchTime.elapsed() < searchMs)
                QTimer::singleShot(searchIntervalMs, this, [this, id] { searchFor(id); });
            else
                fail({ErrorCode::DeviceNotFound, {id}, {}});
        });
    });
}

void CommandLineRun::found(const DeviceInfo &device)
{
    if (m_session.wanted().isEmpty())
        return;
    m_session.connectTo(device);
}

void CommandLineRun::fail(const Error &error)
{
    m_failed = true;
    m_session.report(error);
}

bool CommandLineRun::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Paint && !m_startToWindowMs) {
        m_startToWindowMs = msSinceProcessStart();
        m_window.removeEventFilter(this);
    }
    return QObject::eventFilter(watched, event);
}

void CommandLineRun::finish()
{
    if (std::exchange(m_finished, true))
        return;
    if (!m_session.wanted().isEmpty()) // the run was too short to be sure, but it was to connect and did not
        fail({ErrorCode::DeviceNotFound, {m_session.wanted()}, {}});
    if (!m_options.stats.isEmpty())
        writeStats(); // first: taking the picture stops the window for a moment
    if (!m_options.screenshot.isEmpty())
        writeScreenshot();
}

void CommandLineRun::writeStats()
{
    RunReport report;
    report.captureFps = m_session.meanCaptureFps();
    // Frames may come before the start has been settled: a slow camera takes its time to confirm it.
    const FrameLedger totals = m_session.totals();
    if (report.captureFps || totals.received + totals.incomplete + totals.lost() > 0)
        report.ledger = totals;
    report.displayFps = m_window.pump().meanDisplayFps();
    report.longestGuiStallMs = m_heartbeat.longestStallMs();
    report.startToWindowMs = m_startToWindowMs;
    report.connectToPictureMs = m_connectToPictureMs;
    report.frameAgeMedianMs = m_window.pump().frameAgePercentile(0.5);
    report.frameAgeP99Ms = m_window.pump().frameAgePercentile(0.99);
    report.peakMemoryKb = peakMemoryKb();
    report.reconnects = m_session.reconnects();
    if (m_options.stats == QLatin1String("-")) {
        const QByteArray json = QJsonDocument(report.toJson()).toJson();
        if (std::fwrite(json.constData(), 1, static_cast<std::size_t>(json.size()), stdout) !=
                static_cast<std::size_t>(json.size()) ||
            std::fflush(stdout) != 0)
            complain(tr("the figures could not be written to standard output"));
        return;
    }
    if (const auto problem = writeJsonFile(m_options.stats, report.toJson()))
        complain(tr("the figures could not be written to %1: %2").arg(m_options.stats, *problem));
}

void CommandLineRun::writeScreenshot()
{
    if (!m_window.grab().save(m_options.screenshot))
        complain(tr("the picture of the window could not be written to %1; the name must end in .png and the folder "
                    "must exist")
                     .arg(m_options.screenshot));
}

void CommandLineRun::complain(const QString &sentence)
{
    m_outputFailed = true;
    std::fprintf(stderr, "mv-viewer: %s\n", qPrintable(sentence));
}

} // namespace mv
