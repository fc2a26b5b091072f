// SPDX-License-Identifier: GPL-3.0-or-later
// The stream thread, and resends.
#include "camera/virtual/gige/stream_sender.h"

#include "camera/virtual/core/fault_settings.h"
#include "camera/virtual/core/thread_priority.h"
#include "camera/virtual/gige/pacing.h"
#include "camera/virtual/gige/stream_fault.h"

#include <algorithm>
#include <array>
#include <netinet/in.h>
#include <sys/socket.h>

namespace mv::vcam::gige {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kSendBufferBytes = 8 * 1024 * 1024;
constexpr auto kFetchTimeout = std::chrono::milliseconds(500);
constexpr std::uint32_t kMaxBatchPackets = 512;
constexpr std::uint32_t kMaxRefusals = 64; // answers to one request that cannot be served

} // namespace

StreamSender::StreamSender(Camera &camera)
    : m_camera(camera), m_random(std::minstd_rand::result_type(camera.config().seed))
{}

StreamSender::~StreamSender()
{
    stop();
}

int StreamSender::start(std::uint32_t address)
{
    const int error = m_socket.open({address, 0}, {});
    if (error != 0)
        return error;
    m_socket.setSendBuffer(kSendBufferBytes);
    m_sourcePort = m_socket.localPort();
    m_thread = std::thread([this] { run(); });
    return 0;
}

void StreamSender::stop()
{
    m_quit = true;
    m_camera.interrupt();
    if (m_thread.joinable())
        m_thread.join();
}

void StreamSender::configure(const StreamConfig &config, bool reopened)
{
    const std::lock_guard lock(m_mutex);
    m_config = config;
    if (reopened) {
        m_nextBlockId = 1;
        m_stored.clear();
        ++m_openings;
    }
    m_socket.setDontFragment(config.dontFragment);
}

void StreamSender::fireTestPacket(const StreamConfig &config)
{
    if (!config.isOpen())
        return;
    const std::vector<std::uint8_t> packet(config.packetSize - kIpUdpBytes);
    m_socket.send({config.address, config.port}, packet); // one that does not fit is lost: that is the test
}

void StreamSender::run()
{
    preferThisThread();
    while (!m_quit) {
        auto frame = m_camera.nextFrame(Clock::now() + kFetchTimeout);
        if (!frame)
            continue;
        const auto stored = store(std::move(frame));
        m_camera.countFrame(stored && !m_camera.faults().streamStall);
        if (stored)
            sendBlock(*stored);
    }
}

// A computed picture lives for as long as it can be asked for.
void StreamSender::forgetOldest(std::size_t payloadBytes)
{
    const std::size_t frames = std::clamp<std::size_t>(kStoredBytes / payloadBytes, 2, kStoredFrames);
    while (m_stored.size() > frames)
        m_stored.pop_front();
}

std::shared_ptr<StreamSender::Stored> StreamSender::store(std::shared_ptr<const Frame> frame)
{
    const std::lock_guard lock(m_mutex);
    if (!m_config.isOpen())
        return nullptr;
    const std::size_t payload = frame->payloadBytes();
    m_lastAcquisition = frame->acquisition;
    m_lastFrameId = frame->id;
    auto stored = std::make_shared<Stored>(GvspBlock(std::move(frame), m_nextBlockId, m_config));
    m_nextBlockId = blockIdAfter(m_nextBlockId);
    m_stored.push_back(stored);
    forgetOldest(payload);
    return stored;
}

std::uint16_t StreamSender::blockOf(std::uint64_t acquisition, std::uint64_t frameId) const
{
    constexpr std::int64_t kBlockIds = 0xFFFF; // 1 to 0xFFFF
    const std::lock_guard lock(m_mutex);
    if (!m_config.isOpen())
        return 0;
    // Of another acquisition nothing was sent yet: its frame 0 is the next block.
    const std::uint64_t next = acquisition == m_lastAcquisition ? m_lastFrameId + 1 : 0;
    const std::int64_t ahead = std::int64_t(frameId - next) % kBlockIds;
    return std::uint16_t((m_nextBlockId - 1 + ahead + kBlockIds) % kBlockIds + 1);
}

std::shared_ptr<StreamSender::Stored> StreamSender::find(std::uint64_t blockId) const
{
    const std::lock_guard lock(m_mutex);
    const auto it = std::ranges::find_if(m_stored, [blockId](const auto &s) { return s->block.id() == blockId; });
    return it == m_stored.end() ? nullptr : *it;
}

void StreamSender::sendBlock(Stored &stored)
{
    const GvspBlock &block = stored.block;
    const Pacing pacing = pacingFor(block);
    auto due = Clock::now();
    const unsigned opening = m_openings;
    for (std::uint32_t first = 0; first < block.packetCount() && !m_quit && m_openings == opening;
         first += pacing.batchPackets) {
        const std::uint32_t count = std::min(pacing.batchPackets, block.packetCount() - first);
        stored.sent = first + count; // first, since a receiver may ask for more before the next line returns
        sendBatch(block, first, count);
        due += std::chrono::nanoseconds(pacing.batchIntervalNs);
        const bool last = first + count == block.packetCount();
        // After the last batch there is nothing to hold back, unless the packet delay asks for it.
        if (!last || block.config().packetDelayNs > 0)
            std::this_thread::sleep_until(due);
    }
}

bool StreamSender::happens(std::uint32_t perMille)
{
    if (perMille == 0)
        return false;
    const std::lock_guard lock(m_mutex);
    return m_random() % 1000 < perMille;
}

// One batch in one system call; pixels go from the camera straight into the buffer that the kernel reads.
void StreamSender::sendBatch(const GvspBlock &block, std::uint32_t first, std::uint32_t count)
{
    const Faults faults = m_camera.faults();
    if (faults.streamStall || faults.silent)
        return;
    std::array<mmsghdr, kMaxBatchPackets> messages{};
    std::array<iovec, kMaxBatchPackets> slices{};
    auto to = socketAddress({block.config().address, block.config().port});
    m_buffer.resize(std::max(m_buffer.size(), std::size_t(count) * block.config().packetSize));
    std::span<std::uint8_t> free(m_buffer);
    unsigned ready = 0;
    for (std::uint32_t index = first; index < first + count; ++index) {
        if (happens(faults.packetLossPerMille))
            continue;
        const auto packet = free.first(block.packetBytes(index));
        block.writePacket(index, std::uint16_t(Status::Success), packet);
        const std::size_t bytes = spoilPacket(faults, block, index, packet);
        if (bytes == 0)
            continue;
        free = free.subspan(packet.size());
        slices[ready] = {packet.data(), bytes};
        messages[ready].msg_hdr = {&to, sizeof to, &slices[ready], 1, nullptr, 0, 0};
        if (ready > 0 && happens(faults.packetReorderPerMille))
            std::swap(slices[ready], slices[ready - 1]);
        ++ready;
    }
    for (unsigned done = 0; done < ready;) {
        const int sent = ::sendmmsg(m_socket.fd(), messages.data() + done, ready - done, MSG_NOSIGNAL);
        done += sent > 0 ? unsigned(sent) : 1; // a packet that the network refuses is lost, as on a real one
    }
}

void StreamSender::resend(const ResendRequest &request)
{
    const auto stored = find(request.blockId);
    const StreamConfig config = currentConfig();
    if (!config.isOpen())
        return;
    const std::uint32_t sent = stored ? stored->sent.load() : 0;
    const std::uint64_t total = stored ? stored->block.packetCount() : std::uint64_t(UINT32_MAX);
    const std::uint64_t end =
        std::min(std::uint64_t(request.lastPacket) + 1, total); // "to the end" may be any large id
    std::uint32_t refusals = 0;
    for (std::uint64_t id = request.firstPacket; id < end && refusals < kMaxRefusals; ++id) {
        if (id < sent) {
            resendPacket(stored->block, std::uint32_t(id));
        } else if (!stored) {
            m_socket.send({config.address, config.port},
                          makeUnavailablePacket(std::uint16_t(request.blockId), std::uint32_t(id)));
            ++refusals;
        }
    }
}

void StreamSender::resendPacket(const GvspBlock &block, std::uint32_t index)
{
    const Faults faults = m_camera.faults();
    if (faults.streamStall || faults.silent || happens(faults.packetLossPerMille))
        return;
    std::vector<std::uint8_t> packet(block.packetBytes(index));
    block.writePacket(index, kResentStatus, packet);
    packet.resize(spoilPacket(faults, block, index, packet));
    if (packet.empty())
        return;
    m_socket.send({block.config().address, block.config().port}, packet);
}

StreamConfig StreamSender::currentConfig() const
{
    const std::lock_guard lock(m_mutex);
    return m_config;
}

} // namespace mv::vcam::gige
