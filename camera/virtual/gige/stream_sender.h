// SPDX-License-Identifier: GPL-3.0-or-later
// The stream channel: fetches frames and sends them, paced; sends packets again on request.
#pragma once

#include "camera/virtual/core/camera.h"
#include "camera/virtual/gige/gvcp_packet.h"
#include "camera/virtual/gige/gvsp_packet.h"
#include "camera/virtual/gige/udp_socket.h"

#include <atomic>
#include <deque>
#include <mutex>
#include <random>
#include <thread>

namespace mv::vcam::gige {

/// Owns one thread, which does nothing but fetch, fill and send. The control thread calls everything else.
class StreamSender : public StreamControl
{
public:
    /// Frames that can be asked for again: as many, and together no more than kStoredBytes, but at least two.
    static constexpr std::size_t kStoredFrames = 16;
    static constexpr std::size_t kStoredBytes = std::size_t(192) * 1024 * 1024;

    explicit StreamSender(Camera &camera);
    ~StreamSender() override;

    /// Opens the socket at @p address and starts the thread. 0, or errno.
    int start(std::uint32_t address);
    void stop();

    void configure(const StreamConfig &config, bool reopened) override;
    void fireTestPacket(const StreamConfig &config) override;
    std::uint16_t sourcePort() const override { return m_sourcePort; }
    /// The block that carries a frame of @p acquisition with Frame::id @p frameId, or will carry it if none before it
    /// is lost in the camera; 0 while the channel is closed. Thread: any.
    std::uint16_t blockOf(std::uint64_t acquisition, std::uint64_t frameId) const;
    /// Sends the packets again, or says for each that it is not to be had. One that has not left yet is on its way
    /// anyhow: no answer, since a refusal would make the receiver give the frame up.
    void resend(const ResendRequest &request);

private:
    struct Stored
    {
        GvspBlock block;
        std::atomic<std::uint32_t> sent = 0; ///< packets that leave or have left; later ones cannot be resent yet
        explicit Stored(GvspBlock b) : block(std::move(b)) {}
    };

    void run();
    void forgetOldest(std::size_t payloadBytes);
    std::shared_ptr<Stored> store(std::shared_ptr<const Frame> frame);
    std::shared_ptr<Stored> find(std::uint64_t blockId) const;
    void sendBlock(Stored &stored);
    void sendBatch(const GvspBlock &block, std::uint32_t first, std::uint32_t count);
    bool happens(std::uint32_t perMille);
    void resendPacket(const GvspBlock &block, std::uint32_t index);
    StreamConfig currentConfig() const;

    Camera &m_camera;
    UdpSocket m_socket;
    std::uint16_t m_sourcePort = 0;
    std::atomic<bool> m_quit = false;
    std::atomic<unsigned> m_openings = 0; ///< of the channel; a block under way is broken off when it changes
    std::thread m_thread;

    mutable std::mutex m_mutex; // guards m_config, m_nextBlockId, m_stored, m_last..., m_random
    StreamConfig m_config;
    std::uint16_t m_nextBlockId = 1;
    std::deque<std::shared_ptr<Stored>> m_stored;
    std::uint64_t m_lastAcquisition = 0; ///< of the last frame that became a block
    std::uint64_t m_lastFrameId = 0;
    std::minstd_rand m_random;

    std::vector<std::uint8_t> m_buffer; ///< stream thread: one batch of packets
};

} // namespace mv::vcam::gige
