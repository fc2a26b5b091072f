// SPDX-License-Identifier: GPL-3.0-or-later
// Unplugged at random moments: nothing crashes, nothing hangs, and the camera is found and streams again each time.
// MV_UNPLUGS says how often (20), MV_SEED repeats a run.
#include "usb_camera_fixture.h"

#include "camera/finder.h"

#include <QCoreApplication>

#include <cstdio>
#include <cstdlib>
#include <random>
#include <thread>

using namespace mv;
using namespace mv::test;
using namespace std::chrono_literals;

namespace {

unsigned long fromEnvironment(const char *name, unsigned long otherwise)
{
    const char *value = std::getenv(name);
    return value ? std::strtoul(value, nullptr, 10) : otherwise;
}

class UsbSoakTest : public UsbCameraTest
{
public:
    void SetUp() override
    {
        UsbCameraTest::SetUp();
        if (!HasFatalFailure())
            m_finder = std::make_unique<Finder>(); // never asked: it hears of arrivals
    }
    void unplugSoon(int microseconds)
    {
        std::this_thread::sleep_for(std::chrono::microseconds(microseconds));
        m_process.kill9();
    }
    int within(int longestUs) { return std::uniform_int_distribution(0, longestUs)(m_random); }

    // Each leaves the camera unplugged, whatever became of what was under way.
    void whileIdle() { unplugSoon(within(20'000)); }
    void whileOpening()
    {
        ASSERT_TRUE(waited(m_camera.close()).ok());
        const auto opened = m_camera.open(m_info);
        unplugSoon(within(150'000));
        (void)waited(opened); // answered at all
    }
    void whileStarting()
    {
        const auto started = m_camera.start();
        unplugSoon(within(30'000));
        (void)waited(started);
    }
    void whileStreaming()
    {
        (void)waited(m_camera.start());
        unplugSoon(within(100'000));
    }
    void whileStopping()
    {
        (void)waited(m_camera.start());
        std::this_thread::sleep_for(20ms);
        const auto stopped = m_camera.stop();
        unplugSoon(within(250'000));
        (void)waited(stopped);
    }
    void whileWriting()
    {
        std::vector<QFuture<Result<FeatureState>>> writes;
        for (int i = 0; i < 50; ++i)
            writes.push_back(m_camera.write(QString::fromLatin1(i % 2 == 0 ? "ExposureTime" : "Gain"), 1 + i % 7));
        unplugSoon(within(20'000));
        for (const auto &write : writes)
            (void)waited(write);
    }

    /// What the connection's state is, and what the log says last.
    std::string told() const
    {
        std::string text = "state " + std::to_string(int(m_camera.state())) + "; received " +
                           std::to_string(m_camera.ledger().received);
        const auto events = m_log.events();
        for (qsizetype i = std::max<qsizetype>(events.size() - 12, 0); i < events.size(); ++i)
            text += "\n" + toText(events[i]).toStdString();
        return text;
    }

    void comeBack()
    {
        ASSERT_TRUE(becomesTrue(
            [&] { return m_camera.state() == Camera::State::Lost || m_camera.state() == Camera::State::Closed; }, 30s));
        auto again = arguments();
        again.insert(again.end(), {"--serial", m_process.serial()});
        ASSERT_TRUE(m_process.start(again)) << m_process.error();
        ASSERT_TRUE(becomesTrue([&] { return !findDevices(m_finder->devices(), m_info.id).isEmpty(); }, 30s))
            << "not found again";
        const DeviceInfo found = findDevices(m_finder->devices(), m_info.id).first();
        const auto opened = waited(m_camera.open(found));
        ASSERT_TRUE(opened.ok()) << qPrintable(toDetailedText(opened.error()));
        ASSERT_TRUE(start());
        ASSERT_TRUE(receives(3, 30s)) << told();
        ASSERT_TRUE(stop());
    }

    const unsigned long m_seed = fromEnvironment("MV_SEED", std::random_device()());
    std::mt19937 m_random{static_cast<std::mt19937::result_type>(m_seed)};
    std::unique_ptr<Finder> m_finder;
};

} // namespace

TEST_F(UsbSoakTest, UnpluggedAtRandomMoments)
{
    constexpr void (UsbSoakTest::*moments[])() = {&UsbSoakTest::whileIdle,     &UsbSoakTest::whileOpening,
                                                  &UsbSoakTest::whileStarting, &UsbSoakTest::whileStreaming,
                                                  &UsbSoakTest::whileStopping, &UsbSoakTest::whileWriting};
    const unsigned long rounds = fromEnvironment("MV_UNPLUGS", 20);
    for (unsigned long round = 0; round < rounds && !HasFatalFailure(); ++round) {
        SCOPED_TRACE(::testing::Message() << "round " << round << ", MV_SEED=" << m_seed);
        (this->*moments[round % std::size(moments)])();
        ASSERT_NO_FATAL_FAILURE(comeBack());
    }
    std::printf("%lu times unplugged, found and streamed again\n", rounds);
}
