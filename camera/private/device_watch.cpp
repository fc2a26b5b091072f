// SPDX-License-Identifier: GPL-3.0-or-later
// Notices that a camera is gone, or no longer ours, long before Aravis does (7.6 s).
#include "camera/private/device_watch.h"

#include "camera/private/gvcp_packet.h"
#include "camera/private/stream_ledger.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>

namespace mv {

namespace {

using namespace std::chrono_literals;

constexpr std::int64_t ms = 1'000'000;

constexpr std::int64_t frameStallNs = 300 * ms; // frames that do not come for so long are asked after
constexpr std::int64_t idleIntervalNs = 1000 * ms;
constexpr std::int64_t retryNs = 250 * ms;
constexpr int refusalsThatCount = 3;
constexpr int uncontrolledThatCount = 2; // one may have been on its way when control was taken
// Frames have stopped as well, so there are two witnesses.
constexpr std::int64_t freeRunningSilenceNs = 1200 * ms;
// GigE Vision expects an answer or a PENDING_ACK within some 500 ms, but a camera that needs 2.5 s for each register
// must not be given up.
constexpr std::int64_t silenceNs = 3500 * ms;
// Opened by somebody else's time-outs (Aravis': 2.5 s for each access).
constexpr std::int64_t openingSilenceNs = 2000 * ms;
// A camera may ask for 65 s at a time and as often as it likes; who waits for a picture has given up long before.
constexpr std::int64_t onlyPendingNs = 30'000 * ms;
constexpr std::int64_t openingNs = 20'000 * ms; // what no camera needs that answers at once
constexpr std::int64_t openingReads = 300;      // besides the description, which comes in pieces of 512 bytes
constexpr std::int64_t leeway = 4;              // times what is likely

} // namespace

DeviceWatch::DeviceWatch(const GigEPath &path, std::function<void(ErrorCode, const QString &)> gone)
    : m_path(path), m_gone(std::move(gone)), m_wakeFd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    m_thread = std::thread([this] { run(); });
}

DeviceWatch::~DeviceWatch()
{
    m_stopping = true;
    ::eventfd_write(m_wakeFd, 1);
    m_thread.join();
    ::close(m_wakeFd);
}

void DeviceWatch::setPhase(Phase phase)
{
    m_frameGapNs = 0;
    m_phase = phase;
}

void DeviceWatch::sawFrame(std::int64_t atNs)
{
    const std::int64_t before = m_lastFrameNs.exchange(atNs);
    // The first frame of a stream is measured against the last one of the stream before: too long, which does no harm.
    if (before != 0)
        m_frameGapNs = atNs - before;
}

void DeviceWatch::expectOpening(const OpeningCost &cost)
{
    m_answerNs = std::chrono::nanoseconds(cost.slowestAnswer).count();
    const auto reads = static_cast<std::int64_t>(cost.descriptionBytes / 512) + openingReads;
    m_openByNs = monotonicNs() + openingNs + leeway * reads * m_answerNs;
}

void DeviceWatch::opened()
{
    m_openByNs = 0;
}

bool DeviceWatch::framesAreDue() const
{
    const std::int64_t gap = m_frameGapNs;
    return m_phase == Phase::FreeRunning && gap != 0 && gap < frameStallNs;
}

void DeviceWatch::suspect()
{
    m_suspect = true;
}

void DeviceWatch::run()
{
    if (m_probe.open(m_path.device, m_path.host) != 0)
        return; // Aravis' own heartbeat remains
    Judgement judgement;
    judgement.lifeNs = monotonicNs();
    Phase before = Phase::Opening;
    while (!m_stopping) {
        const Phase phase = m_phase;
        if (phase != before && before == Phase::Opening)
            judgement.answered = false; // some cameras answer strangers only while nobody is in control
        before = phase;
        if (m_lastFrameNs > judgement.lifeNs) {
            lives(judgement, m_lastFrameNs);
            judgement.pendingNs = 0;
        }
        ask(judgement, monotonicNs());
        listen(judgement, phase);
        const Verdict verdict = decide(judgement, phase, monotonicNs());
        if (!m_stopping && verdict.code != ErrorCode::None) {
            m_gone(verdict.code, verdict.detail);
            return;
        }
    }
}

void DeviceWatch::ask(Judgement &judgement, std::int64_t nowNs)
{
    const std::int64_t quiet = nowNs - judgement.lifeNs;
    // A camera works off one question after the other: ours must not keep it from everybody else's.
    const std::int64_t interval = std::max(idleIntervalNs, 2 * leeway * m_answerNs);
    const std::int64_t retry = std::max(retryNs * std::clamp(judgement.asked - 1, 1, 8), 2 * m_answerNs);
    // Whether it answers strangers at all must be known before its silence means anything.
    const bool due = m_suspect || !judgement.answered || judgement.unansweredNs != 0 || judgement.uncontrolled != 0 ||
                     quiet > (framesAreDue() ? frameStallNs : interval) || nowNs - judgement.askedNs > 2 * interval;
    if (!due || nowNs - judgement.askedNs < retry)
        return;
    judgement.askedNs = nowNs;
    ++judgement.asked;
    if (judgement.unansweredNs == 0)
        judgement.unansweredNs = nowNs;
    if (judgement.openNs == 0)
        judgement.openNs = nowNs;
    if (m_probe.askRegister(gvcp::controlChannelPrivilege) != 0)
        ++judgement.refused;
}

void DeviceWatch::listen(Judgement &judgement, Phase phase)
{
    const DeviceProbe::Heard heard = m_probe.listen(50ms, m_wakeFd);
    const std::int64_t now = monotonicNs();
    switch (heard.answer) {
    case DeviceProbe::Answer::Silence:
        return;
    case DeviceProbe::Answer::NoRoute:
        ++judgement.refused;
        return;
    case DeviceProbe::Answer::Pending:
        if (judgement.pendingNs == 0)
            judgement.pendingNs = now;
        lives(judgement, now);
        judgement.answered = true;
        return;
    case DeviceProbe::Answer::Value:
        if (phase != Phase::Opening)
            judgement.uncontrolled = (heard.value & gvcp::privilegeTaken) == 0 ? judgement.uncontrolled + 1 : 0;
        // Aravis has seen the privilege gone and beats no more; if it is taken again, then not by us.
        if (m_suspect)
            judgement.uncontrolled = uncontrolledThatCount;
        break;
    case DeviceProbe::Answer::Refused:
    case DeviceProbe::Answer::Garbage:
        break;
    }
    lives(judgement, now);
    if (judgement.openNs != 0)
        m_answerNs = now - judgement.openNs;
    judgement.openNs = 0;
    judgement.pendingNs = 0;
    judgement.asked = 0;
    judgement.answered = true;
}

void DeviceWatch::lives(Judgement &judgement, std::int64_t atNs)
{
    judgement.lifeNs = atNs;
    judgement.unansweredNs = 0;
    judgement.refused = 0;
}

std::int64_t DeviceWatch::patience(Phase phase) const
{
    if (framesAreDue())
        return freeRunningSilenceNs;
    return std::max(phase == Phase::Opening ? openingSilenceNs : silenceNs, leeway * m_answerNs);
}

DeviceWatch::Verdict DeviceWatch::decide(const Judgement &judgement, Phase phase, std::int64_t nowNs) const
{
    if (judgement.uncontrolled >= uncontrolledThatCount)
        return {ErrorCode::ControlLost, QStringLiteral("the camera says that this program is not in control")};
    if (judgement.refused >= refusalsThatCount)
        return {ErrorCode::ConnectionLost, m_probe.reason()};
    const bool silent = judgement.unansweredNs != 0 && nowNs - judgement.unansweredNs > patience(phase);
    if (silent && (judgement.answered || m_suspect))
        return {ErrorCode::ConnectionLost, QStringLiteral("no answer for %1 ms").arg((nowNs - judgement.lifeNs) / ms)};
    if (judgement.pendingNs != 0 && nowNs - judgement.pendingNs > std::max(onlyPendingNs, leeway * m_answerNs))
        return {ErrorCode::Timeout, QStringLiteral("for %1 s it has done nothing but ask for time")
                                        .arg((nowNs - judgement.pendingNs) / (1000 * ms))};
    if (m_openByNs != 0 && nowNs > m_openByNs)
        return {ErrorCode::Timeout, QStringLiteral("its description or its features do not come to an end")};
    return {};
}

} // namespace mv
