// SPDX-License-Identifier: GPL-3.0-or-later
// Cameras that die, fall silent or change hands: noticed soon, told once, and everything that waits is answered.
#include "camera/camera.h"
#include "camera/event_log.h"
#include "gvcp_responder.h"
#include "waiting.h"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <optional>
#include <vector>

using namespace mv;
using namespace mv::test;
using namespace std::chrono_literals;

namespace {

class LossTest : public ::testing::Test
{
protected:
    void SetUp() override
    {
        m_info.address = nextAddress();
        m_info.serial = QStringLiteral("T3");
        m_responder.emplace(m_info.address);
        // Directly, in the thread that noticed: what the documentation allows.
        QObject::connect(
            &m_camera, &Camera::lost, &m_camera,
            [this](const Error &error) {
                const std::lock_guard lock(m_mutex);
                m_losses.push_back(error.code);
            },
            Qt::DirectConnection);
        QObject::connect(
            &m_camera, &Camera::stateChanged, &m_camera,
            [this](Camera::State state) {
                const std::lock_guard lock(m_mutex);
                m_states.push_back(state);
            },
            Qt::DirectConnection);
        ASSERT_TRUE(waited(m_camera.open(m_info)).ok());
    }

    bool lostWithin(std::chrono::milliseconds patience)
    {
        return becomesTrue([this] { return m_camera.state() == Camera::State::Lost && losses().size() == 1; },
                           patience);
    }
    std::vector<ErrorCode> losses()
    {
        const std::lock_guard lock(m_mutex);
        return m_losses;
    }
    std::vector<Camera::State> states()
    {
        const std::lock_guard lock(m_mutex);
        return m_states;
    }

    DeviceInfo m_info;
    std::optional<GvcpResponder> m_responder;
    std::mutex m_mutex; // guards m_losses, m_states
    std::vector<ErrorCode> m_losses;
    std::vector<Camera::State> m_states;
    EventLog m_log;
    Camera m_camera{m_log};
};

} // namespace

TEST_F(LossTest, PortClosedWhileIdle)
{
    m_responder->vanish();
    ASSERT_TRUE(lostWithin(3s));
    EXPECT_EQ(losses().front(), ErrorCode::ConnectionLost);
    EXPECT_EQ(states(), (std::vector{Camera::State::Opening, Camera::State::Idle, Camera::State::Lost}));
    EXPECT_EQ(waited(m_camera.write(QStringLiteral("Level"), 1)).error().code, ErrorCode::NotConnected);
    EXPECT_EQ(waited(m_camera.start()).error().code, ErrorCode::NotConnected);
}

TEST_F(LossTest, SilenceWhileIdle)
{
    std::this_thread::sleep_for(1300ms); // it has answered a question of the watch by now
    m_responder->setManner(GvcpResponder::Manner::Silent);
    ASSERT_TRUE(lostWithin(6s));
    EXPECT_EQ(losses().front(), ErrorCode::ConnectionLost);
}

TEST_F(LossTest, ControlTakenAway)
{
    m_responder->put32(0xA00, 0);
    ASSERT_TRUE(lostWithin(3s));
    EXPECT_EQ(losses().front(), ErrorCode::ControlLost);
}

TEST_F(LossTest, SlowWithoutPendingAckIsNotLost)
{
    m_responder->setDelay(600ms, false); // later than GigE Vision allows
    EXPECT_FALSE(lostWithin(4s));
    EXPECT_EQ(m_camera.state(), Camera::State::Idle);
}

TEST_F(LossTest, CommandsInADeadCameraAreAnswered)
{
    m_responder->vanish();
    const auto running = m_camera.read();
    const auto waiting = m_camera.write(QStringLiteral("Level"), 1);
    const auto took = timeOf([&] {
        EXPECT_FALSE(waited(running).ok());
        EXPECT_FALSE(waited(waiting).ok());
    });
    EXPECT_LT(took, 3500ms) << "they waited for Aravis' time-outs";
    EXPECT_TRUE(lostWithin(3s));
    EXPECT_EQ(waiting.result().error().code, ErrorCode::ConnectionLost);
}

TEST_F(LossTest, LostCameraIsOpenedAgain)
{
    m_responder->vanish();
    ASSERT_TRUE(lostWithin(3s));
    m_responder.emplace(m_info.address);
    ASSERT_TRUE(waited(m_camera.open(m_info)).ok());
    EXPECT_EQ(m_camera.state(), Camera::State::Idle);
    EXPECT_TRUE(waited(m_camera.write(QStringLiteral("Level"), 5)).ok());
    // The old handle's disposal (7.5 s) must not take control from the new one.
    std::this_thread::sleep_for(8s);
    EXPECT_EQ(m_camera.state(), Camera::State::Idle);
    EXPECT_EQ(losses().size(), 1u);
    EXPECT_TRUE(waited(m_camera.write(QStringLiteral("Level"), 6)).ok());
}

TEST_F(LossTest, ClosedAfterLoss)
{
    m_responder->vanish();
    ASSERT_TRUE(lostWithin(3s));
    EXPECT_TRUE(waited(m_camera.close()).ok());
    EXPECT_EQ(m_camera.state(), Camera::State::Closed);
    EXPECT_EQ(states().back(), Camera::State::Closed);
}

TEST(Destructor, NeverBlocksOnADeadCamera)
{
    EventLog log;
    DeviceInfo info;
    info.address = nextAddress();
    GvcpResponder responder(info.address);
    auto camera = std::make_unique<Camera>(log);
    ASSERT_TRUE(waited(camera->open(info)).ok());
    responder.setManner(GvcpResponder::Manner::Silent);
    const auto read = camera->read();
    std::this_thread::sleep_for(100ms);
    EXPECT_LT(timeOf([&] { camera.reset(); }), 50ms);
    EXPECT_EQ(waited(read).error().code, ErrorCode::Cancelled);
}
