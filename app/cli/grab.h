// SPDX-License-Identifier: GPL-3.0-or-later
// Takes a number of frames and accounts for every one.
#pragma once

#include "app/cli/frame_writer.h"
#include "camera/frame_ledger.h"

#include <chrono>
#include <memory>
#include <optional>

namespace mv {
class FrameQueue;
}

namespace mv::cli {

class Session;

/// What to take.
struct GrabPlan
{
    std::uint64_t count = 1;
    std::size_t memoryBytes = 0;                   ///< frames waiting for the disk, at most
    std::optional<std::chrono::milliseconds> idle; ///< give up after this long without a frame; empty: by the settings
    std::optional<SavePlan> save;
};

/// What came of it. Lost and incomplete are those until the last frame asked for was taken; if that did not come, of
/// the whole stream.
struct GrabReport
{
    std::uint64_t received = 0;           ///< complete frames
    std::uint64_t lost = 0;               ///< frame ids that never came
    std::uint64_t incomplete = 0;         ///< came with parts missing; not saved
    std::uint64_t bytes = 0;              ///< of complete frames
    std::optional<FrameInfo> first, last; ///< of the complete ones
    FrameLedger ledger;                   ///< of the whole stream, start to stop
    QStringList files;
    std::optional<Error> error; ///< why there are fewer frames or files than asked
};

/// Thread: main, blocking; Ctrl-C ends it with the report so far.
class Grab
{
public:
    Grab(Session &session, GrabPlan plan);
    ~Grab();
    GrabReport run();

private:
    std::optional<Error> start();
    void takeFrames();
    void account(const FramePtr &frame);
    std::optional<Error> whyNoFrame(std::chrono::steady_clock::time_point lastFrame);
    void finish();

    Session &m_session;
    const GrabPlan m_plan;
    std::chrono::milliseconds m_idle{0};
    std::shared_ptr<FrameQueue> m_queue;
    std::unique_ptr<FrameWriter> m_writer;
    bool m_timedOut = false; // no frame came for too long
    GrabReport m_report;
};

} // namespace mv::cli
