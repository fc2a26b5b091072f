// SPDX-License-Identifier: GPL-3.0-or-later
// The driver's buffers on their way out to frames and back.
#pragma once

#include <algorithm>
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
    /// Buffers that always stay with the driver, so that a slow holder never starves the camera: a quarter, 2 at least.
    int driverKeeps() const { return std::max(2, m_buffers / 4); }

    StreamPool(ArvStream *stream, int buffers);

    /// The buffer's share in a frame: goes back to the driver with its last holder. nullptr when the driver would be
    /// left with too few: copy the frame and give the buffer back at once.
    std::shared_ptr<const void> lend(ArvBuffer *buffer);
    void giveBack(ArvBuffer *buffer);
    /// The stream ends: buffers that come back later are freed.
    void detach();
    int lent() const;

private:
    void settle(ArvBuffer *buffer);

    mutable std::mutex m_mutex; // guards m_stream, m_lent
    ArvStream *m_stream;        // borrowed; nullptr once the stream has ended
    const int m_buffers;
    int m_lent = 0;
};

} // namespace mv
