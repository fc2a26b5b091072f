// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the live figures.
#include "app/viewer/live_info.h"

#include "app/viewer/frame_pump.h"
#include "app/viewer/session.h"
#include "app/viewer/view_message.h"
#include "widgets/image_view.h"
#include "widgets/statistics_panel.h"

namespace mv {
namespace {

constexpr int intervalMs = 200;
constexpr double patienceMs = 2000;

} // namespace

LiveInfo::LiveInfo(Session &session, FramePump &pump, ImageView &view, ImageInfoLine &line, StatisticsPanel &statistics,
                   QObject *parent)
    : QObject(parent), m_session(session), m_pump(pump), m_view(view), m_line(line), m_statistics(statistics)
{
    m_timer.setInterval(intervalMs);
    connect(&m_timer, &QTimer::timeout, this, &LiveInfo::updateFigures);
    m_timer.start();
    connect(&m_view, &ImageView::cursorPixelChanged, this, &LiveInfo::updateLine);
    connect(&m_view, &ImageView::framePainted, this, [this] {
        m_sinceFrame.start();
        if (!m_view.message().isEmpty())
            updateMessage();
    });
    connect(&m_session, &Session::stateChanged, this, [this](Camera::State state) {
        if (state == Camera::State::Opening || state == Camera::State::Closed)
            forgetPicture();
        if (state == Camera::State::Streaming || state == Camera::State::Opening)
            m_sinceFrame.start();
        updateMessage();
        updateFigures();
    });
    connect(&m_session, &Session::executeDone, this, &LiveInfo::updateMessage);
    connect(&m_session, &Session::failed, this, &LiveInfo::updateMessage);
    connect(&m_session, &Session::featuresChanged, this, &LiveInfo::updateMessage);
    updateMessage();
}

// The last camera's picture says nothing about the next one.
void LiveInfo::forgetPicture()
{
    m_session.camera().mailbox().clear();
    m_view.setFrame(nullptr);
}

bool LiveInfo::waitsLong() const
{
    if (m_session.state() == Camera::State::Opening)
        return static_cast<double>(m_sinceFrame.elapsed()) > patienceMs;
    if (!m_session.isStreaming())
        return false;
    // SFNC gives ExposureTime in microseconds; a long exposure is no reason to worry.
    const double exposureMs = m_session.feature(QStringLiteral("ExposureTime")).value.toDouble() / 1000;
    return static_cast<double>(m_sinceFrame.elapsed()) > patienceMs + 2 * exposureMs;
}

void LiveInfo::updateMessage()
{
    ViewSituation situation;
    situation.state = m_session.state();
    situation.device = displayName(m_session.camera().device());
    situation.wanted = m_session.wanted();
    situation.problem = m_session.problem();
    situation.hasPicture = m_view.frame() != nullptr;
    situation.waitsLong = waitsLong();
    situation.stoppedByCommand = m_session.isAcquisitionStopped();
    if (m_session.feature(QStringLiteral("TriggerMode")).value.toString() == QLatin1String("On"))
        situation.triggerSource = m_session.feature(QStringLiteral("TriggerSource")).value.toString();
    m_view.setPixelFormatName(m_session.feature(QStringLiteral("PixelFormat")).value.toString());
    m_view.setMessage(viewMessage(situation));
}

void LiveInfo::updateFigures()
{
    // What came before a loss still counts: it is what one wants to know then.
    const bool counted = m_session.isConnected() || m_session.state() == Camera::State::Lost;
    const FrameLedger ledger = m_session.camera().ledger();
    const auto displayFps = m_pump.displayFps();
    m_info.received = counted ? std::optional<quint64>(ledger.received) : std::nullopt;
    m_info.captureFps = m_session.isStreaming() ? std::optional(ledger.captureFps) : std::nullopt;
    m_info.megabytesPerSecond = m_session.isStreaming() ? std::optional(ledger.megabytesPerSecond) : std::nullopt;
    m_info.displayFps = m_session.isStreaming() ? displayFps : std::nullopt;
    m_info.frameAgeMs = m_session.isStreaming() ? m_pump.frameAgeMs() : std::nullopt;
    updateLine();
    if (m_statistics.isVisible())
        m_statistics.setFigures(counted ? std::optional(ledger) : std::nullopt, displayFps.value_or(0));
    if (m_session.isStreaming() || m_session.state() == Camera::State::Opening)
        updateMessage();
}

void LiveInfo::updateLine()
{
    m_info.frame = m_view.frame();
    m_info.pixel = m_view.cursorPixel();
    m_line.setInfo(m_info);
    m_info.frame.reset(); // a kept frame would withhold a buffer from the camera
}

} // namespace mv
