// SPDX-License-Identifier: GPL-3.0-or-later
// Notices that a camera is gone, or no longer ours, long before Aravis does (7.6 s).
#pragma once

#include "camera/error.h"
#include "camera/private/device_open.h"
#include "camera/private/device_probe.h"
#include "camera/private/device_wire.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>

namespace mv {

/// Looks at the frames as long as they come; when they stop, and while none are due, it reads the camera's control
/// privilege over a socket of its own. Gone means: nothing listens there any more (ICMP says so three times), or
/// silence for longer than a slow camera may take. A PENDING_ACK, an error code or a late answer are signs of life, but
/// a camera that does nothing but ask for time is as good as gone, and so is one whose opening does not come to its
/// end. The slower a camera answers, the less it is asked and the longer it is waited for. Thread: made and told by
/// any; asks in a thread of its own and calls @p gone there, once at most.
class DeviceWatch
{
public:
    using Phase = DeviceWire::Phase;

    DeviceWatch(const GigEPath &path, std::function<void(ErrorCode, const QString &detail)> gone);
    /// Waits for the watch's thread, at most for a running @p gone.
    ~DeviceWatch();

    void setPhase(Phase phase);
    /// Opening has begun in earnest: from now on it may take as long as @p cost makes likely, several times over.
    void expectOpening(const OpeningCost &cost);
    /// Opening has come to its end.
    void opened();
    /// A frame was received (CLOCK_MONOTONIC, ns). The stream's thread.
    void sawFrame(std::int64_t atNs);
    /// Aravis' heartbeat says that control is gone: look at once, and tell lost control from lost connection.
    void suspect();

private:
    struct Judgement
    {
        std::int64_t lifeNs = 0;       ///< last sign of life
        std::int64_t askedNs = 0;      ///< last question
        std::int64_t unansweredNs = 0; ///< first question since the last answer; 0 = none
        std::int64_t openNs = 0;       ///< first question since the last real answer; 0 = none
        std::int64_t pendingNs = 0;    ///< first PENDING_ACK since the last real answer; 0 = none
        int asked = 0;                 ///< questions since the last answer
        int refused = 0;               ///< ICMP errors since the last sign of life
        int uncontrolled = 0;          ///< answers in a row that say that nobody is in control
        bool answered = false;         ///< it does answer strangers, so silence means something
    };
    /// Frames come often enough that their absence is a second witness.
    bool framesAreDue() const;
    void run();
    void ask(Judgement &judgement, std::int64_t nowNs);
    void listen(Judgement &judgement, Phase phase);
    static void lives(Judgement &judgement, std::int64_t atNs);
    /// Why the camera must be given up, if it must.
    struct Verdict
    {
        ErrorCode code = ErrorCode::None;
        QString detail;
    };
    Verdict decide(const Judgement &judgement, Phase phase, std::int64_t nowNs) const;
    std::int64_t patience(Phase phase) const;

    const GigEPath m_path;
    const std::function<void(ErrorCode, const QString &)> m_gone;
    DeviceProbe m_probe; // watch thread
    std::atomic<Phase> m_phase = Phase::Opening;
    std::atomic<std::int64_t> m_lastFrameNs = 0;
    std::atomic<std::int64_t> m_frameGapNs = 0; // between the last two of this stream; 0 = not known yet
    std::atomic<std::int64_t> m_answerNs = 0;   // how long an answer takes
    std::atomic<std::int64_t> m_openByNs = 0;   // 0 = no limit
    std::atomic<bool> m_suspect = false;
    std::atomic<bool> m_stopping = false;
    int m_wakeFd = -1;
    std::thread m_thread;
};

} // namespace mv
