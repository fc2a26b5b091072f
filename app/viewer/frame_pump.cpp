// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the way from the mailbox to the view.
#include "app/viewer/frame_pump.h"

#include "camera/camera.h"
#include "widgets/image_view.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace mv {
namespace {

// No more repaints than a usual screen shows; where painting is slow, a third of the time stays for the person's
// clicks, down to a rate below which movement looks broken.
constexpr double minIntervalMs = 16;
constexpr double maxIntervalMs = 36;
constexpr double intervalPerCost = 1.5;
// A view that is not visible paints nothing; the newest frame is offered to it again after this time.
constexpr qint64 paintPatienceMs = 500;
constexpr qint64 secondNs = 1'000'000'000;
constexpr std::size_t maxAges = 100'000;

qint64 monotonicNs()
{
    return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1);
}

} // namespace

FramePump::FramePump(Camera &camera, ImageView &view, QObject *parent) : QObject(parent), m_camera(camera), m_view(view)
{
    m_paceTimer.setSingleShot(true);
    m_paceTimer.setTimerType(Qt::PreciseTimer);
    connect(&m_paceTimer, &QTimer::timeout, this, &FramePump::takeFrame);
    connect(&m_view, &ImageView::framePainted, this, &FramePump::countPainted);
    m_sinceTake.start();
    m_camera.mailbox().setNotifier(
        [this] { QMetaObject::invokeMethod(this, &FramePump::frameWaits, Qt::QueuedConnection); });
}

FramePump::~FramePump()
{
    m_camera.mailbox().setNotifier(nullptr);
}

void FramePump::frameWaits()
{
    m_frameWaits = true;
    if (m_paceTimer.isActive())
        return;
    const qint64 sinceTake = m_sinceTake.elapsed();
    if (m_paintPending && sinceTake < paintPatienceMs) {
        m_paceTimer.start(static_cast<int>(paintPatienceMs - sinceTake));
        return;
    }
    const double interval = std::clamp(intervalPerCost * m_paintCostMs, minIntervalMs, maxIntervalMs);
    m_paceTimer.start(std::max(0, static_cast<int>(interval - static_cast<double>(sinceTake))));
}

void FramePump::takeFrame()
{
    FramePtr frame = m_camera.mailbox().take();
    m_frameWaits = false;
    if (!frame)
        return;
    m_sinceTake.restart();
    m_paintPending = frame->format() != nullptr;
    m_view.setFrame(std::move(frame)); // the replaced one goes back to the driver here
}

void FramePump::countPainted(const FramePtr &frame, qint64 nowNs)
{
    m_camera.countShown(1);
    m_paintPending = false;
    if (m_painted++ == 0)
        m_firstPaintNs = nowNs;
    // The event loop comes back when the window has been put together and is on the screen.
    QTimer::singleShot(0, this, &FramePump::finishPaint);
    m_paintTimesNs.push_back(nowNs);
    while (m_paintTimesNs.front() < nowNs - secondNs)
        m_paintTimesNs.pop_front();
    m_lastAgeMs.reset();
    if (const auto captured = frame->info().capturedNs) {
        m_lastAgeMs = static_cast<double>(nowNs - *captured) / 1e6;
        if (m_agesMs.size() < maxAges)
            m_agesMs.push_back(static_cast<float>(*m_lastAgeMs));
        else
            m_agesMs[m_nextAge++ % maxAges] = static_cast<float>(*m_lastAgeMs);
    }
}

void FramePump::finishPaint()
{
    const double cost = static_cast<double>(m_sinceTake.nsecsElapsed()) / 1e6;
    m_paintCostMs += (cost - m_paintCostMs) / 8; // smoothed: one slow frame is no reason to skip others
    if (!std::exchange(m_firstReported, true))
        Q_EMIT firstFramePainted();
    if (m_frameWaits && !m_paintPending) {
        m_paceTimer.stop();
        frameWaits();
    }
}

std::optional<double> FramePump::displayFps() const
{
    const qint64 from = monotonicNs() - secondNs;
    const auto count =
        std::count_if(m_paintTimesNs.begin(), m_paintTimesNs.end(), [from](qint64 t) { return t >= from; });
    return count == 0 ? std::nullopt : std::optional(static_cast<double>(count));
}

std::optional<double> FramePump::meanDisplayFps() const
{
    if (m_painted < 2 || m_paintTimesNs.back() <= m_firstPaintNs)
        return std::nullopt;
    return static_cast<double>(m_painted - 1) * 1e9 / static_cast<double>(m_paintTimesNs.back() - m_firstPaintNs);
}

std::optional<double> FramePump::frameAgePercentile(double share) const
{
    if (m_agesMs.empty())
        return std::nullopt;
    std::vector<float> ages = m_agesMs;
    const auto nth = ages.begin() + std::lround(share * static_cast<double>(ages.size() - 1));
    std::nth_element(ages.begin(), nth, ages.end());
    return *nth;
}

} // namespace mv
