// SPDX-License-Identifier: GPL-3.0-or-later
// Takes a number of frames and accounts for every one.
#include "app/cli/grab.h"

#include "app/cli/grab_settings.h"
#include "app/cli/interrupt.h"
#include "app/cli/session.h"

#include "camera/camera.h"

#include <utility>

namespace mv::cli {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

Grab::Grab(Session &session, GrabPlan plan) : m_session(session), m_plan(std::move(plan)) {}

Grab::~Grab() = default;

GrabReport Grab::run()
{
    m_report.error = start();
    if (!m_report.error)
        takeFrames();
    finish();
    return std::exchange(m_report, {});
}

std::optional<Error> Grab::start()
{
    m_idle = m_plan.idle ? *m_plan.idle : idleLimit(m_session.camera());
    // Half for the frames on their way here, half for those on their way to the disk.
    m_queue = std::make_shared<FrameQueue>(m_plan.memoryBytes / 2);
    if (m_plan.save)
        m_writer = std::make_unique<FrameWriter>(*m_plan.save, m_plan.memoryBytes / 2);
    m_session.camera().setQueue(m_queue);
    const auto started = awaitOrInterrupt(m_session.camera().start());
    return started ? std::nullopt : std::optional(started.error());
}

void Grab::takeFrames()
{
    auto lastFrame = Clock::now();
    while (m_report.received < m_plan.count && !m_report.error) {
        if (interrupted()) {
            m_report.error = Error{ErrorCode::Cancelled, {}, {}};
        } else if (const FramePtr frame = m_queue->pop(100ms)) {
            lastFrame = Clock::now();
            account(frame);
        } else {
            m_report.error = whyNoFrame(lastFrame);
        }
    }
}

void Grab::account(const FramePtr &frame)
{
    const FrameInfo &info = frame->info();
    ++m_report.received;
    m_report.bytes += frame->payload().size();
    if (!m_report.first)
        m_report.first = info;
    m_report.last = info;
    if (m_writer && !m_writer->submit(frame))
        m_report.error = m_writer->error();
}

std::optional<Error> Grab::whyNoFrame(Clock::time_point lastFrame)
{
    if (const auto state = m_session.camera().state(); state == Camera::State::Lost || state == Camera::State::Closed)
        return Error{ErrorCode::ConnectionLost, {displayName(m_session.device())}, {}};
    const QString asked = QString::number(m_plan.count);
    const QString received = QString::number(m_report.received);
    if (const auto overflow = m_queue->overflowedAt())
        return Error{ErrorCode::FramesUnsaved,
                     {asked, received},
                     QStringLiteral("at frame %1; --memory allows more").arg(*overflow)};
    const auto waited = std::chrono::duration<double>(Clock::now() - lastFrame);
    if (waited < m_idle)
        return std::nullopt;
    m_timedOut = true;
    return Error{ErrorCode::FramesMissing, {asked, received, QString::number(waited.count(), 'f', 1)}, {}};
}

void Grab::finish()
{
    Camera &camera = m_session.camera();
    const FrameLedger taken = camera.ledger(); // what comes while the stream stops was not asked for
    camera.setQueue(nullptr);
    if (camera.state() == Camera::State::Streaming) {
        const auto stopped = await(camera.stop());
        if (!stopped && !m_report.error)
            m_report.error = stopped.error();
    }
    m_report.ledger = camera.ledger();
    const FrameLedger &counted = m_report.error ? m_report.ledger : taken;
    m_report.lost = counted.lost();
    m_report.incomplete = counted.incomplete;
    if (m_timedOut)
        m_report.error->detail = likelyCause(camera, m_plan.count, m_report.ledger);
    if (!m_writer)
        return;
    m_report.files = m_writer->finish();
    if (!m_report.error)
        m_report.error = m_writer->error();
}

} // namespace mv::cli
