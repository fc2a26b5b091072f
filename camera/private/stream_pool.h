// SPDX-License-Identifier: GPL-3.0-or-later
// The driver's buffers on their way out to frames and back.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>

typedef struct _ArvBuffer ArvBuffer;
typedef struct _ArvStream ArvStream;

namespace mv {

/// A frame holds a buffer and this pool, but not the stream: when the stream has ended, the last holder frees the
/// buffer, and neither the stream nor the camera's handle is kept alive (or disposed of in the GUI thread) by a frame
/// that somebody looks at. Thread: any.
class StreamPool : public std::enable_shared_from_this<StreamPool>
{
public:
    struct Rules
    {
        int buffers = 0;
        int driverKeeps =
            0; ///< buffers that always stay with the driver, so that a slow holder never starves the camera
        /// A buffer that came back waits until so many others have: Aravis 0.8.26 (async USB) loses one that is pushed
        /// again before its callback has returned.
        int holdBack = 0;
        std::uint64_t unwrittenId = 0; ///< marks a buffer as not written to yet
    };
    StreamPool(ArvStream *stream, const Rules &rules);

    /// The buffer's share in a frame: goes back to the driver with its last holder. nullptr when the driver would be
    /// left with too few: copy the frame and give the buffer back at once.
    std::shared_ptr<const void> lend(ArvBuffer *buffer);
    void giveBack(ArvBuffer *buffer);
    /// The stream is about to end: what comes back from now on waits for detach(). Aravis 0.8.26 (async USB) writes to
    /// every buffer it ever had until its thread has ended.
    void close();
    /// The stream has ended: what waits, and buffers that come back later, are freed.
    void detach();
    /// Buffers in frames, and those held back.
    int away() const;

private:
    void settle(ArvBuffer *buffer);

    enum class Phase { Streaming, Ending, Ended };
    const Rules m_rules;
    mutable std::mutex m_mutex; // guards all below
    ArvStream *m_stream;        // borrowed, while streaming
    Phase m_phase = Phase::Streaming;
    int m_lent = 0;
    std::deque<ArvBuffer *> m_waiting; // held back, oldest first; while ending, all that came back
};

} // namespace mv
