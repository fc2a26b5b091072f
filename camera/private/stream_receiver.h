// SPDX-License-Identifier: GPL-3.0-or-later
// One stream of one camera: from the driver's buffers to frames.
#pragma once

#include "camera/error.h"
#include "camera/imaging/frame.h"
#include "camera/private/aravis_ptr.h"
#include "camera/private/stream_ids.h"

#include <atomic>
#include <bit>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <thread>

typedef struct _ArvBuffer ArvBuffer;
typedef struct _ArvDevice ArvDevice;
typedef struct _ArvStream ArvStream;

namespace mv {

class ClockMap;
class DeviceWire;
class StreamLedger;
class StreamPool;

/// What differs between the wires' streams.
struct StreamTraits
{
    FrameIds::Numbering numbering = FrameIds::Numbering::Gvsp;
    const char *progress = "n_received_packets"; ///< the driver's counter that grows as long as something comes
    std::size_t driverBytes = 0; ///< bytes of buffers that always stay with the driver; 0: a quarter of all
    int holdBack = 0;            ///< buffers that a returned one has to wait for before the driver gets it again
    std::endian chunkOrder = std::endian::big;
    bool queuesAhead = false; ///< what the driver has taken is not yet a frame that has begun
};

/// What a stream is made of; the device thread finds it out right before.
struct StreamSetup
{
    QString label;            ///< names the camera in errors
    std::size_t payload = 0;  ///< bytes of one frame, from PayloadSize
    bool cameraClock = false; ///< the camera gives timestamps
    std::chrono::milliseconds frameRetention{100};
    StreamTraits traits;
    FrameInfo fallback; ///< geometry for payload types whose leader carries none
};

/// Where frames go. Called in the stream's thread; must be quick.
struct StreamSink
{
    std::function<void(const FramePtr &)> frame;
    std::function<void(std::uint64_t count, std::uint64_t firstId)> lost;
    std::function<void(std::optional<std::uint64_t> id)> incomplete; ///< empty: its leader is missing, too
};

/// Pops buffers in a thread of its own with arv_stream_timeout_pop_buffer() instead of the new-buffer signal or the
/// BUFFER_DONE callback, because (1) those run in the thread that receives packets, where a 5 MB copy into a recording
/// queue would overrun a 4 MiB socket buffer; (2) the signal comes with the stream's mutex held and can lock up at
/// unref; (3) 0.8.26 returns some buffers without the callback. A pop takes each of them, at the price of one thread
/// switch a frame.
/// Thread: made, stopped and destroyed by the device thread (destroyed by the graveyard when the camera is lost).
class StreamReceiver
{
public:
    /// Creates the stream with its buffers and starts to receive. The camera must be idle.
    static Result<std::unique_ptr<StreamReceiver>> create(DeviceWire &wire, ArvDevice *device, const StreamSetup &setup,
                                                          std::shared_ptr<StreamLedger> ledger,
                                                          std::shared_ptr<const ClockMap> clock, StreamSink sink);
    /// May take 5 s when the camera is dead: the driver's stream writes a register when it goes.
    ~StreamReceiver();

    /// The orderly end, after AcquisitionStop: waits until what the camera has sent is in, at most about
    /// frameRetention, and accounts for it. Without it, what was on its way when the receiver dies is unknown.
    void finish();
    /// Frames that the driver is filling right now.
    int inFlight() const;

private:
    StreamReceiver(GObjectPtr<ArvStream> stream, const StreamSetup &setup, std::shared_ptr<StreamLedger> ledger,
                   std::shared_ptr<const ClockMap> clock, StreamSink sink);
    void addBuffers();
    void popLoop();
    void drain();
    void joinPopping();
    void handle(ArvBuffer *buffer, std::int64_t nowNs);
    void handOver(ArvBuffer *buffer, const FrameInfo &info, std::span<const std::byte> payload);
    void noteGap(const FrameIds::Step &step);
    void noteIncomplete(std::optional<std::uint64_t> id);
    FrameInfo describe(ArvBuffer *buffer, std::int64_t nowNs) const;
    std::uint64_t count(const char *info) const;

    GObjectPtr<ArvStream> m_stream;
    const StreamSetup m_setup;
    const std::shared_ptr<StreamLedger> m_ledger;
    const std::shared_ptr<const ClockMap> m_clock;
    const StreamSink m_sink;
    std::shared_ptr<StreamPool> m_pool;
    int m_buffers = 0;

    FrameIds m_ids;                   // pop thread
    std::uint64_t m_refusedAtGap = 0; // pop thread
    std::atomic<bool> m_stopping = false;
    std::thread m_thread;
};

} // namespace mv
