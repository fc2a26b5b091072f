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
        if (m_lastFrameNs > judgement.lifeNs)
            lives(judgement, m_lastFrameNs);
        ask(judgement, monotonicNs());
        listen(judgement, phase);
        if (!m_stopping && decide(judgement, phase, monotonicNs()))
            return;
    }
}

void DeviceWatch::ask(Judgement &judgement, std::int64_t nowNs)
{
    const std::int64_t quiet = nowNs - judgement.lifeNs;
    // Whether it answers strangers at all must be known before its silence means anything.
    const bool due = m_suspect || !judgement.answered || judgement.unansweredNs != 0 || judgement.uncontrolled != 0 ||
                     quiet > (framesAreDue() ? frameStallNs : idleIntervalNs) ||
                     nowNs - judgement.askedNs > 2 * idleIntervalNs;
    // Ever slower: a camera that takes its time must not be buried under questions.
    if (!due || nowNs - judgement.askedNs < retryNs * std::clamp(judgement.asked - 1, 1, 8))
        return;
    judgement.askedNs = nowNs;
    ++judgement.asked;
    if (judgement.unansweredNs == 0)
        judgement.unansweredNs = nowNs;
    if (m_probe.askRegister(gvcp::controlChannelPrivilege) != 0)
        ++judgement.refused;
}

void DeviceWatch::listen(Judgement &judgement, Phase phase)
{
    const DeviceProbe::Heard heard = m_probe.listen(50ms, m_wakeFd);
    switch (heard.answer) {
    case DeviceProbe::Answer::Silence:
        return;
    case DeviceProbe::Answer::NoRoute:
        ++judgement.refused;
        return;
    case DeviceProbe::Answer::Value:
        if (phase != Phase::Opening)
            judgement.uncontrolled = (heard.value & gvcp::privilegeTaken) == 0 ? judgement.uncontrolled + 1 : 0;
        // Aravis has seen the privilege gone and beats no more; if it is taken again, then not by us.
        if (m_suspect)
            judgement.uncontrolled = uncontrolledThatCount;
        break;
    case DeviceProbe::Answer::Refused:
    case DeviceProbe::Answer::Pending:
    case DeviceProbe::Answer::Garbage:
        break;
    }
    lives(judgement, monotonicNs());
    judgement.asked = 0;
    judgement.answered = true;
}

void DeviceWatch::lives(Judgement &judgement, std::int64_t atNs)
{
    judgement.lifeNs = atNs;
    judgement.unansweredNs = 0;
    judgement.refused = 0;
}

bool DeviceWatch::decide(const Judgement &judgement, Phase phase, std::int64_t nowNs)
{
    if (judgement.uncontrolled >= uncontrolledThatCount) {
        m_gone(ErrorCode::ControlLost, QStringLiteral("the camera says that this program is not in control"));
        return true;
    }
    if (judgement.refused >= refusalsThatCount) {
        m_gone(ErrorCode::ConnectionLost, m_probe.reason());
        return true;
    }
    const std::int64_t patience =
        phase == Phase::Opening ? openingSilenceNs : (framesAreDue() ? freeRunningSilenceNs : silenceNs);
    const bool silent = judgement.unansweredNs != 0 && nowNs - judgement.unansweredNs > patience;
    if (silent && (judgement.answered || m_suspect)) {
        m_gone(ErrorCode::ConnectionLost, QStringLiteral("no answer for %1 ms").arg((nowNs - judgement.lifeNs) / ms));
        return true;
    }
    return false;
}

} // namespace mv
