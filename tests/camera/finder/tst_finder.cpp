// SPDX-License-Identifier: GPL-3.0-or-later
// The finder against cameras that answer well, badly, twice, late or not at all.
#include "camera/finder.h"
#include "fake_responder.h"

#include <QCoreApplication>
#include <QSignalSpy>
#include <QTest>

#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <random>
#include <sys/time.h>

using namespace mv;
using namespace mv::test;
using namespace std::chrono_literals;

namespace {

using Clock = std::chrono::steady_clock;

/// Each test takes its own address, because the broadcast of one reaches the cameras of all.
CameraIdentity identity(std::uint32_t lastByte, const std::string &serial)
{
    CameraIdentity camera;
    camera.address = 0x7f030000 + lastByte;
    camera.mac += lastByte;
    camera.serial = serial;
    return camera;
}

/// The devices of this test program's address range: other programs' cameras may run on this host.
QList<DeviceInfo> ours(const QList<DeviceInfo> &all)
{
    QList<DeviceInfo> result;
    for (const DeviceInfo &device : all) {
        if (device.vendor == QStringLiteral("Vendor"))
            result << device;
    }
    return result;
}

QList<DeviceInfo> look(Finder &finder)
{
    return ours(finder.refresh().result());
}

} // namespace

TEST(Finder, ReportsTwoCamerasInOrderWithAllThatIsKnown)
{
    const auto second = identity(2, "F0002");
    auto first = identity(1, "F0001");
    first.userName = "Pr\xfc"
                     "fstand";
    const FakeResponder b(second.address, true, FakeResponder::camera(second));
    const FakeResponder a(first.address, true, FakeResponder::camera(first));
    Finder finder;
    const auto devices = look(finder);
    ASSERT_EQ(devices.size(), 2);
    EXPECT_EQ(devices[0].transport, Transport::GigE);
    EXPECT_EQ(devices[0].id, QStringLiteral("GigE:Vendor:F0001"));
    EXPECT_EQ(devices[0].model, QStringLiteral("Model"));
    EXPECT_EQ(devices[0].userName, QStringLiteral(u"Prüfstand"));
    EXPECT_EQ(devices[0].address, QStringLiteral("127.3.0.1"));
    EXPECT_EQ(devices[0].subnetMask, QStringLiteral("255.0.0.0"));
    EXPECT_EQ(devices[0].gateway, QString());
    EXPECT_EQ(devices[0].mac, QStringLiteral("02:00:5e:10:20:31"));
    EXPECT_EQ(devices[0].hostInterface, QStringLiteral("lo"));
    EXPECT_EQ(devices[0].hostAddress, QStringLiteral("127.0.0.1"));
    EXPECT_EQ(devices[0].access, DeviceAccess::Free);
    EXPECT_EQ(devices[1].serial, QStringLiteral("F0002"));
    EXPECT_EQ(a.nonsenseHeard() + b.nonsenseHeard(), 0);
}

TEST(Finder, TellsBusyFromFreeFromSilent)
{
    const auto free = identity(3, "A0"), control = identity(4, "A1"), exclusive = identity(5, "A2"),
               refusing = identity(6, "A3"), silent = identity(7, "A4");
    const FakeResponder r0(free.address, true, FakeResponder::camera(free, 0x4)); // bit 2: switch-over enable only
    const FakeResponder r1(control.address, true, FakeResponder::camera(control, 0x2));
    const FakeResponder r2(exclusive.address, true, FakeResponder::camera(exclusive, 0x1));
    const FakeResponder r3(refusing.address, true, [&](const auto &request) -> std::vector<Bytes> {
        if (request.command == 0x0080)
            return {acknowledge(0x8006, 0x0081, request.id, {})};
        return {discoveryAcknowledge(refusing, request.id)};
    });
    const FakeResponder r4(silent.address, true, [&](const auto &request) -> std::vector<Bytes> {
        return request.broadcast ? std::vector<Bytes>{discoveryAcknowledge(silent, request.id)} : std::vector<Bytes>();
    });
    Finder finder;
    const auto devices = look(finder);
    ASSERT_EQ(devices.size(), 5);
    const DeviceAccess expected[] = {DeviceAccess::Free, DeviceAccess::InUse, DeviceAccess::InUse, DeviceAccess::InUse,
                                     DeviceAccess::Unreachable};
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(devices[i].access, expected[i]) << i;
}

TEST(Finder, ACameraOfAForeignSubnetIsListedAsUnreachable)
{
    auto foreign = identity(8, "FOREIGN");
    foreign.address = 0xc6336401; // 198.51.100.1, a documentation network: nothing leads there through loopback
    auto without = identity(9, "NOADDRESS");
    without.address = 0;
    const FakeResponder a(0x7f030008, true, FakeResponder::camera(foreign));
    const FakeResponder b(0x7f030009, true, FakeResponder::camera(without));
    Finder finder;
    const auto devices = look(finder);
    ASSERT_EQ(devices.size(), 2);
    for (const DeviceInfo &device : devices)
        EXPECT_EQ(device.access, DeviceAccess::Unreachable) << qPrintable(device.serial);
    EXPECT_EQ(devices[1].address, QString());
}

TEST(Finder, GarbageAndRepeatedAnswersDoNoHarm)
{
    const auto good = identity(10, "GOOD");
    const auto bad = identity(11, "BAD");
    std::mt19937 random(3);
    const FakeResponder a(good.address, true, [&](const auto &request) -> std::vector<Bytes> {
        if (request.command == 0x0080)
            return {registerAcknowledge(0, request.id), registerAcknowledge(2, request.id)};
        return {discoveryAcknowledge(good, request.id), discoveryAcknowledge(good, request.id)};
    });
    const FakeResponder b(bad.address, true, [&](const auto &request) -> std::vector<Bytes> {
        const Bytes whole = discoveryAcknowledge(bad, request.id);
        std::vector<Bytes> answers = {Bytes(), Bytes(3), Bytes(8), Bytes(1500), Bytes(9000)};
        answers.push_back(Bytes(whole.begin(), whole.end() - 1));
        answers.push_back(acknowledge(0x8001, 0x0003, request.id, {}));
        answers.push_back(discoveryAcknowledge(bad, static_cast<std::uint16_t>(request.id + 1000))); // never asked
        answers.push_back(registerAcknowledge(2, 1));
        std::ranges::generate(answers.emplace_back(200), [&] { return static_cast<std::byte>(random()); });
        return answers;
    });
    Finder finder;
    const auto devices = look(finder);
    ASSERT_EQ(devices.size(), 1);
    EXPECT_EQ(devices[0].serial, QStringLiteral("GOOD"));
    EXPECT_EQ(devices[0].access, DeviceAccess::Free); // the first answer counts
}

TEST(Finder, IdsStayUniqueWhenTwoCamerasClaimOneSerial)
{
    const auto a = identity(12, "TWIN"), b = identity(13, "TWIN");
    const FakeResponder ra(a.address, true, FakeResponder::camera(a));
    const FakeResponder rb(b.address, true, FakeResponder::camera(b));
    auto nameless = identity(14, "");
    const FakeResponder rc(nameless.address, true, FakeResponder::camera(nameless));
    Finder finder;
    const auto devices = look(finder);
    ASSERT_EQ(devices.size(), 3);
    EXPECT_EQ(devices[0].id, QStringLiteral("GigE:Vendor:02:00:5e:10:20:3e"));
    EXPECT_EQ(devices[1].id, QStringLiteral("GigE:Vendor:TWIN@127.3.0.12"));
    EXPECT_EQ(devices[2].id, QStringLiteral("GigE:Vendor:TWIN@127.3.0.13"));
}

TEST(Finder, ALostBroadcastDoesNotLoseACameraButItsEndDoes)
{
    const auto camera = identity(15, "FLAKY");
    std::atomic<bool> deaf = false;
    auto responder = std::make_unique<FakeResponder>(
        camera.address, true, [&, answer = FakeResponder::camera(camera)](const FakeResponder::Request &request) {
            return deaf && request.broadcast ? std::vector<Bytes>() : answer(request);
        });
    Finder finder;
    QSignalSpy changes(&finder, &Finder::devicesChanged);
    ASSERT_EQ(look(finder).size(), 1);
    deaf = true;
    EXPECT_EQ(look(finder).size(), 1) << "asked directly, it answers";
    responder.reset();
    EXPECT_EQ(look(finder).size(), 0);
    EXPECT_TRUE(ours(finder.devices()).isEmpty());
    QTest::qWait(1);
    ASSERT_GE(changes.size(), 2);
    EXPECT_EQ(ours(changes.first()[0].value<QList<DeviceInfo>>()).size(), 1);
    EXPECT_EQ(ours(changes.last()[0].value<QList<DeviceInfo>>()).size(), 0);
}

TEST(Finder, ALateAnswerIsTakenByASearchThatFollows)
{
    const auto camera = identity(16, "LATE");
    std::atomic<bool> answered = false;
    const FakeResponder responder(camera.address, true, [&](const FakeResponder::Request &request) {
        if (request.command == 0x0002 && answered.exchange(true))
            return std::vector<Bytes>();
        if (request.broadcast) // GigE Vision lets a camera wait up to 1 s, to spread the answers
            std::this_thread::sleep_for(700ms);
        return FakeResponder::camera(camera)(request);
    });
    Finder finder;
    EXPECT_EQ(look(finder).size(), 0);
    QList<DeviceInfo> found;
    for (int i = 0; i < 3 && found.isEmpty(); ++i)
        found = look(finder);
    ASSERT_EQ(found.size(), 1);
    EXPECT_EQ(found[0].serial, QStringLiteral("LATE"));
    EXPECT_NE(found[0].access, DeviceAccess::Unreachable);
}

TEST(Finder, ProbeFindsWhoHearsNoBroadcast)
{
    const auto camera = identity(17, "ROUTED");
    const FakeResponder responder(camera.address, false, FakeResponder::camera(camera, 2));
    Finder finder;
    EXPECT_TRUE(look(finder).isEmpty());
    const auto found = finder.probe(QStringLiteral("127.3.0.17")).result();
    ASSERT_EQ(found.size(), 1);
    EXPECT_EQ(found[0].serial, QStringLiteral("ROUTED"));
    EXPECT_EQ(found[0].access, DeviceAccess::InUse);
    EXPECT_TRUE(finder.probe(QStringLiteral("127.3.0.250")).result().isEmpty());
    EXPECT_TRUE(finder.probe(QStringLiteral("no address")).result().isEmpty());
    EXPECT_TRUE(ours(finder.devices()).isEmpty());
}

TEST(Finder, AFloodOfMadeUpCamerasEndsInTime)
{
    auto liar = identity(18, "FLOOD");
    const FakeResponder responder(liar.address, true, [&](const FakeResponder::Request &request) {
        std::vector<Bytes> answers;
        for (int i = 0; request.command == 2 && i < 5000; ++i) {
            ++liar.mac;
            answers.push_back(discoveryAcknowledge(liar, request.id));
        }
        return answers;
    });
    Finder finder;
    const auto start = Clock::now();
    EXPECT_LE(look(finder).size(), 512);
    EXPECT_LT(Clock::now() - start, 3s);
}

TEST(Finder, AnEarlierSearchDoesNotAnswerALaterQuestion)
{
    const auto camera = identity(19, "LATER");
    Finder finder;
    auto early = finder.refresh();
    std::this_thread::sleep_for(250ms); // the search runs; both rounds of questions are out
    const FakeResponder responder(camera.address, true, FakeResponder::camera(camera));
    auto late = finder.refresh();
    EXPECT_EQ(ours(early.result()).size(), 0);
    EXPECT_EQ(ours(late.result()).size(), 1);
}

TEST(Finder, LooksByItselfAtIntervals)
{
    const auto camera = identity(20, "TIMER");
    Finder finder;
    QSignalSpy changes(&finder, &Finder::devicesChanged);
    QSignalSpy searches(&finder, &Finder::searchFinished);
    finder.setInterval(400);
    ASSERT_TRUE(searches.wait(2000));
    const FakeResponder responder(camera.address, true, FakeResponder::camera(camera));
    EXPECT_TRUE(QTest::qWaitFor([&] { return ours(finder.devices()).size() == 1; }, 3000));
    finder.setInterval(0);
    QTest::qWait(700);
    searches.clear();
    QTest::qWait(900);
    EXPECT_EQ(searches.size(), 0);
}

TEST(Finder, EndsAtOnceAlsoInTheMiddleOfASearch)
{
    for (const auto pause : {0ms, 20ms, 200ms}) {
        auto finder = std::make_unique<Finder>();
        auto pending = finder->refresh();
        std::this_thread::sleep_for(pause);
        const auto start = Clock::now();
        finder.reset();
        EXPECT_LT(Clock::now() - start, 50ms) << pause.count();
        EXPECT_TRUE(pending.isFinished());
        EXPECT_EQ(pending.resultCount(), 1); // nobody waits for ever, and result() is safe
    }
    const auto start = Clock::now();
    Finder().setInterval(10000);
    EXPECT_LT(Clock::now() - start, 50ms);
}

TEST(Finder, SignalsComeInTheOwnersThread)
{
    Finder finder;
    QThread *where = nullptr;
    QObject::connect(
        &finder, &Finder::searchFinished, &finder, [&] { where = QThread::currentThread(); }, Qt::DirectConnection);
    finder.refresh().waitForFinished();
    EXPECT_TRUE(QTest::qWaitFor([&] { return where != nullptr; }, 1000));
    EXPECT_EQ(where, QThread::currentThread());
}

TEST(Finder, SignalHandlersInterruptNothing)
{
    const auto camera = identity(21, "EINTR");
    const FakeResponder responder(camera.address, true, FakeResponder::camera(camera));
    struct sigaction action
    {};
    action.sa_handler = [](int) {}; // no SA_RESTART: system calls end with EINTR
    ::sigaction(SIGALRM, &action, nullptr);
    Finder finder; // its thread may be interrupted, this one not
    sigset_t alarm;
    sigemptyset(&alarm);
    sigaddset(&alarm, SIGALRM);
    ::pthread_sigmask(SIG_BLOCK, &alarm, nullptr);
    const itimerval everyMillisecond{{0, 1000}, {0, 1000}};
    ::setitimer(ITIMER_REAL, &everyMillisecond, nullptr);
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(look(finder).size(), 1);
    const itimerval never{};
    ::setitimer(ITIMER_REAL, &never, nullptr);
}

int main(int argc, char **argv)
{
    ::testing::InitGoogleTest(&argc, argv);
    QCoreApplication application(argc, argv);
    return RUN_ALL_TESTS();
}
