// SPDX-License-Identifier: GPL-3.0-or-later
// One stream of one camera: from the driver's buffers to frames.
#include "camera/private/stream_receiver.h"

#include "camera/imaging/frame_layout.h"
#include "camera/private/clock_map.h"
#include "camera/private/device_wire.h"
#include "camera/private/stream_chunks.h"
#include "camera/private/stream_ledger.h"
#include "camera/private/stream_pool.h"

#include <arv.h>

#include <algorithm>
#include <cstring>

namespace mv {

namespace {

using namespace std::chrono_literals;

// Enough for some 0.3 s at 75 frames of 5 MB a second, so that neither a late pop nor a frame that waits for resent
// packets (which holds up those behind it) leaves the driver without a buffer.
constexpr std::size_t bufferBytes = 128u << 20;
constexpr std::size_t fewestBuffers = 8;
constexpr std::size_t mostBuffers = 64;

// Once Aravis allocated the frame's memory, its pages are not there yet; touching them here keeps 1200 page faults a
// frame out of the first frames' reception.
void touch(ArvBuffer *buffer, std::size_t size)
{
    std::size_t received = 0;
    auto *data = const_cast<void *>(arv_buffer_get_data(buffer, &received));
    std::memset(data, 0, size);
}

bool carriesImage(ArvBuffer *buffer)
{
    return arv_buffer_get_n_parts(buffer) > 0 &&
           arv_buffer_get_part_data_type(buffer, 0) == ARV_BUFFER_PART_DATA_TYPE_2D_IMAGE;
}

/// Bytes that the image of @p info takes; 0 if that cannot be told.
std::size_t neededBytes(const FrameInfo &info)
{
    if (const PixelFormatInfo *format = findPixelFormat(info.pixelFormat))
        return FrameLayout(*format, info).neededBytes();
    const std::uint64_t bitsPerPixel = (info.pixelFormat >> 16) & 0xff; // PFNC: also of formats not in the table
    return static_cast<std::size_t>(bitsPerPixel * info.width * info.height / 8);
}

} // namespace

Result<std::unique_ptr<StreamReceiver>> StreamReceiver::create(DeviceWire &wire, ArvDevice *device,
                                                               const StreamSetup &setup,
                                                               std::shared_ptr<StreamLedger> ledger,
                                                               std::shared_ptr<const ClockMap> clock, StreamSink sink)
{
    auto stream = wire.createStream(device, setup);
    if (!stream)
        return stream.error();
    return std::unique_ptr<StreamReceiver>(
        new StreamReceiver(std::move(stream.value()), setup, std::move(ledger), std::move(clock), std::move(sink)));
}

StreamReceiver::StreamReceiver(GObjectPtr<ArvStream> stream, const StreamSetup &setup,
                               std::shared_ptr<StreamLedger> ledger, std::shared_ptr<const ClockMap> clock,
                               StreamSink sink)
    : m_stream(std::move(stream))
    , m_setup(setup)
    , m_ledger(std::move(ledger))
    , m_clock(std::move(clock))
    , m_sink(std::move(sink))
    , m_ids(setup.traits.numbering)
{
    addBuffers();
    m_thread = std::thread([this] { popLoop(); });
}

StreamReceiver::~StreamReceiver()
{
    if (m_thread.joinable()) {
        // No orderly end: the camera is lost, and with it what it was sending.
        joinPopping();
        m_ledger->unknown(static_cast<std::uint64_t>(std::max(inFlight(), 0)));
    }
    m_pool->close();
    // Also frees the buffers that are in its queues; those in frames are the pool's now. The driver's thread ends here,
    // and may look at every buffer until then.
    m_stream.reset();
    m_pool->detach();
}

void StreamReceiver::addBuffers()
{
    const StreamTraits &traits = m_setup.traits;
    const std::size_t wanted = std::clamp(bufferBytes / m_setup.payload, fewestBuffers, mostBuffers);
    const std::size_t driverKeeps = traits.driverBytes == 0
                                        ? std::max<std::size_t>(2, wanted / 4)
                                        : traits.driverBytes / m_setup.payload + 1 + std::size_t(traits.holdBack);
    m_buffers = static_cast<int>(std::max(wanted, driverKeeps + fewestBuffers / 2));
    m_pool =
        std::make_shared<StreamPool>(m_stream.get(), StreamPool::Rules{.buffers = m_buffers,
                                                                       .driverKeeps = static_cast<int>(driverKeeps),
                                                                       .holdBack = traits.holdBack,
                                                                       .unwrittenId = m_ids.none()});
    for (int i = 0; i < m_buffers; ++i) {
        ArvBuffer *buffer = arv_buffer_new_allocate(m_setup.payload);
        touch(buffer, m_setup.payload);
        m_pool->giveBack(buffer);
    }
}

void StreamReceiver::popLoop()
{
    constexpr auto patience = std::chrono::microseconds(20ms); // how long a stop may go unnoticed
    while (!m_stopping) {
        if (ArvBuffer *buffer = arv_stream_timeout_pop_buffer(m_stream.get(), patience.count()))
            handle(buffer, monotonicNs());
    }
}

void StreamReceiver::joinPopping()
{
    m_stopping = true;
    m_thread.join();
    while (ArvBuffer *buffer = arv_stream_try_pop_buffer(m_stream.get()))
        handle(buffer, monotonicNs());
    m_ledger->resends(count("n_resend_requests"), count("n_resent_packets"));
}

void StreamReceiver::finish()
{
    drain();
    joinPopping();
    // What is still half there is thrown away with the stream. Its thread must not be stopped here to get hold of
    // it: Aravis stops it again at the end, and complains when it has stopped.
    for (int left = inFlight(); left > 0; --left)
        noteIncomplete(std::nullopt);
}

void StreamReceiver::drain()
{
    constexpr auto step = 5ms;
    constexpr int quietSteps = 4;
    const auto deadline = std::chrono::steady_clock::now() + std::min(m_setup.frameRetention, 1000ms) + 100ms;
    std::uint64_t packets = count(m_setup.traits.progress);
    for (int quiet = 0; quiet < quietSteps && std::chrono::steady_clock::now() < deadline;) {
        std::this_thread::sleep_for(step);
        const std::uint64_t now = count(m_setup.traits.progress);
        quiet = now == packets && inFlight() <= 0 ? quiet + 1 : 0;
        packets = now;
    }
}

int StreamReceiver::inFlight() const
{
    if (m_setup.traits.queuesAhead)
        return 0;
    gint waiting = 0;
    gint done = 0;
    arv_stream_get_n_buffers(m_stream.get(), &waiting, &done);
    // A GAsyncQueue counts who waits for it as a negative length: that is the pop thread.
    return m_buffers - waiting - std::max(done, 0) - m_pool->away();
}

std::uint64_t StreamReceiver::count(const char *info) const
{
    return arv_stream_get_info_uint64_by_name(m_stream.get(), info);
}

void StreamReceiver::handle(ArvBuffer *buffer, std::int64_t nowNs)
{
    const std::uint64_t raw = arv_buffer_get_frame_id(buffer);
    const ArvBufferStatus status = arv_buffer_get_status(buffer);
    m_ledger->resends(count("n_resend_requests"), count("n_resent_packets"));
    if (raw == m_ids.none()) {
        // Its leader never came, so neither did its id; or (status success, cleared) the payload type is unknown to
        // Aravis, and nothing was written to it at all. A driver that takes buffers ahead gives all of them back like
        // this when the camera is gone; there, a frame that lost its leader shows as a gap between the ids.
        if (status != ARV_BUFFER_STATUS_SUCCESS && status != ARV_BUFFER_STATUS_CLEARED &&
            status != ARV_BUFFER_STATUS_ABORTED && !m_setup.traits.queuesAhead) {
            m_ids.unnamed();
            noteIncomplete(std::nullopt);
        }
        m_pool->giveBack(buffer);
        return;
    }
    const FrameIds::Step step = m_ids.next(raw);
    noteGap(step);

    FrameInfo info = describe(buffer, nowNs);
    info.frameId = step.id;
    std::size_t size = 0;
    const auto *data = static_cast<const std::byte *>(arv_buffer_get_data(buffer, &size));
    // Without width or height: a leader that was cut off, which Aravis does not notice.
    const bool empty = size == 0 || info.width == 0 || info.height == 0;
    if (status != ARV_BUFFER_STATUS_SUCCESS || empty || size < neededBytes(info)) {
        noteIncomplete(step.id);
        m_pool->giveBack(buffer);
        return;
    }
    m_ledger->received(size, nowNs);
    handOver(buffer, info, {data, size});
}

void StreamReceiver::handOver(ArvBuffer *buffer, const FrameInfo &info, std::span<const std::byte> payload)
{
    std::vector<Chunk> chunks;
    if (arv_buffer_has_chunks(buffer))
        chunks = findChunks(payload, m_setup.traits.chunkOrder);
    if (auto owner = m_pool->lend(buffer)) {
        m_sink.frame(std::make_shared<const Frame>(info, payload, std::move(owner), std::move(chunks)));
        return;
    }
    FramePtr copy = Frame(info, payload, nullptr, std::move(chunks)).detached();
    m_pool->giveBack(buffer);
    m_sink.frame(copy);
}

void StreamReceiver::noteGap(const FrameIds::Step &step)
{
    // Counts packets, not frames (measured); as a yes or no it says that the driver had no buffer lately.
    const std::uint64_t refused = count("n_underruns");
    if (step.missing == 0)
        return;
    // Compared with the last gap and not with the last frame: complete frames may stand in the queue between.
    if (refused != m_refusedAtGap)
        m_ledger->lostInHost(step.missing);
    else
        m_ledger->lostOnWire(step.missing);
    m_refusedAtGap = refused;
    m_sink.lost(step.missing, step.id - step.missing);
}

void StreamReceiver::noteIncomplete(std::optional<std::uint64_t> id)
{
    m_ledger->incomplete();
    m_sink.incomplete(id);
}

FrameInfo StreamReceiver::describe(ArvBuffer *buffer, std::int64_t nowNs) const
{
    FrameInfo info = m_setup.fallback;
    if (carriesImage(buffer)) {
        gint x = 0, y = 0, width = 0, height = 0, padX = 0, padY = 0;
        arv_buffer_get_part_region(buffer, 0, &x, &y, &width, &height);
        arv_buffer_get_part_padding(buffer, 0, &padX, &padY);
        info.pixelFormat = arv_buffer_get_part_pixel_format(buffer, 0);
        info.width = static_cast<std::uint32_t>(std::max(width, 0));
        info.height = static_cast<std::uint32_t>(std::max(height, 0));
        info.offsetX = static_cast<std::uint32_t>(std::max(x, 0));
        info.offsetY = static_cast<std::uint32_t>(std::max(y, 0));
        info.paddingX = static_cast<std::uint32_t>(std::max(padX, 0));
    }
    info.receivedNs = nowNs;
    // Without a camera clock Aravis puts the host's wall clock there.
    info.cameraTimestampNs = m_setup.cameraClock ? arv_buffer_get_timestamp(buffer) : 0;
    if (info.cameraTimestampNs != 0)
        info.capturedNs = m_clock->toHost(static_cast<std::int64_t>(info.cameraTimestampNs));
    return info;
}

} // namespace mv
