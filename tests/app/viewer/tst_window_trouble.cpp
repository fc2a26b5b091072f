// SPDX-License-Identifier: GPL-3.0-or-later
// What goes wrong: a camera dies, is slow, gives garbage, is someone else's; the window lives and says so.
#include "tests/app/viewer/window_fixture.h"

#include "app/viewer/gui_heartbeat.h"
#include "widgets/dialogs.h"

#include <QDockWidget>
#include <QElapsedTimer>
#include <QMessageBox>
#include <QPushButton>

using namespace mv;
using namespace mv::test;

class TestWindowTrouble : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void saysWhenTheCameraDies();
    void connectsAgainAfterALoss();
    void eventLoopTurnsWhileEveryAccessIsSlow();
    void asksBeforeSwitchingCameras();
    void withdrawsAQuestionThatIsOver();
    void saysWhyADescriptionCannotBeRead_data();
    void saysWhyADescriptionCannotBeRead();
    void saysThatAnotherProgramHasTheCamera();

private:
    std::unique_ptr<VirtualCameraProcess> startCamera(std::vector<std::string> arguments = {});
    void search(const VirtualCameraProcess &camera);
    void open(const VirtualCameraProcess &camera);

    std::unique_ptr<WindowFixture> m_fixture;
    int m_number = 0;
};

void TestWindowTrouble::init()
{
    m_fixture = std::make_unique<WindowFixture>();
    QVERIFY(QTest::qWaitForWindowActive(&m_fixture->window));
}

void TestWindowTrouble::cleanup()
{
    dialogs::setStandIn({});
    m_fixture.reset();
}

std::unique_ptr<VirtualCameraProcess> TestWindowTrouble::startCamera(std::vector<std::string> arguments)
{
    auto camera = std::make_unique<VirtualCameraProcess>();
    arguments.insert(arguments.end(), {"--address", loopbackAddress(++m_number), "--sensor", "320x240"});
    return camera->start(arguments) ? std::move(camera) : nullptr;
}

void TestWindowTrouble::search(const VirtualCameraProcess &camera)
{
    m_fixture->session.refresh();
    QTRY_VERIFY_WITH_TIMEOUT(m_fixture->deviceRow(camera.serial()).isValid(), 10'000);
}

void TestWindowTrouble::open(const VirtualCameraProcess &camera)
{
    search(camera);
    m_fixture->doubleClick(m_fixture->deviceRow(camera.serial()));
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture->state(), Camera::State::Idle, 10'000);
}

void TestWindowTrouble::saysWhenTheCameraDies()
{
    const auto camera = startCamera();
    QVERIFY(camera);
    open(*camera);
    m_fixture->session.play();
    QTRY_VERIFY_WITH_TIMEOUT(m_fixture->session.camera().ledger().shown > 5, 10'000);
    GuiHeartbeat heartbeat;
    heartbeat.start();
    QElapsedTimer sinceDeath;
    sinceDeath.start();
    camera->kill9();
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture->state(), Camera::State::Lost, 5'000);
    QVERIFY2(sinceDeath.elapsed() < 3'000, qPrintable(QString::number(sinceDeath.elapsed())));
    QTRY_VERIFY(m_fixture->window.view().message().contains(QStringLiteral("stopped answering")));
    QVERIFY(m_fixture->logHas(QStringLiteral("lost")));
    QTest::qWait(500);
    QVERIFY2(*heartbeat.longestStallMs() < 500, qPrintable(QString::number(*heartbeat.longestStallMs())));
    QVERIFY(!m_fixture->window.actions()[ActionId::Play]->isEnabled());
    auto *count = m_fixture->window.findChild<QLabel *>(QStringLiteral("infoImage")); // what came still counts
    QTRY_COMPARE(count->text(),
                 QLocale().toString(static_cast<qulonglong>(m_fixture->session.camera().ledger().received)));
    m_fixture->session.disconnectCamera();
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture->state(), Camera::State::Closed, 10'000);
}

void TestWindowTrouble::connectsAgainAfterALoss()
{
    auto camera = startCamera();
    QVERIFY(camera);
    const std::string serial = camera->serial();
    const std::string address = camera->address();
    open(*camera);
    m_fixture->session.play();
    QTRY_VERIFY_WITH_TIMEOUT(m_fixture->session.camera().ledger().shown > 2, 10'000);
    camera->kill9();
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture->state(), Camera::State::Lost, 5'000);
    camera = std::make_unique<VirtualCameraProcess>();
    QVERIFY(camera->start({"--address", address, "--serial", serial, "--sensor", "320x240"}));
    search(*camera);
    m_fixture->doubleClick(m_fixture->deviceRow(serial));
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture->state(), Camera::State::Idle, 10'000);
    QCOMPARE(m_fixture->session.reconnects(), 1U);
    m_fixture->session.play();
    QTRY_VERIFY_WITH_TIMEOUT(m_fixture->session.camera().ledger().shown > 2, 10'000);
    QTRY_COMPARE(m_fixture->window.view().message(), QString());
    QVERIFY(m_fixture->session.totals().received > m_fixture->session.camera().ledger().received);
}

void TestWindowTrouble::eventLoopTurnsWhileEveryAccessIsSlow()
{
    const auto camera = startCamera({"--set", "VirtualFaultRegisterDelay=2500"});
    QVERIFY(camera);
    search(*camera);
    GuiHeartbeat heartbeat;
    heartbeat.start();
    m_fixture->doubleClick(m_fixture->deviceRow(camera->serial()));
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture->state(), Camera::State::Opening, 2'000);
    QTest::qWait(4'000);
    m_fixture->session.refresh();
    QTest::keyClick(&m_fixture->window, Qt::Key_E, Qt::ControlModifier); // and it still answers to the keyboard
    QTRY_VERIFY(m_fixture->window.docks()[DockId::Events]->isVisible());
    QTest::qWait(2'000);
    m_fixture->session.disconnectCamera();
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture->state(), Camera::State::Closed, 10'000);
    QVERIFY2(*heartbeat.longestStallMs() < 500, qPrintable(QString::number(*heartbeat.longestStallMs())));
}

void TestWindowTrouble::asksBeforeSwitchingCameras()
{
    const auto first = startCamera();
    const auto second = startCamera();
    QVERIFY(first && second);
    open(*first);
    search(*second);
    QStringList questions;
    bool answer = false;
    dialogs::StandIn person;
    person.ask = [&questions, &answer](const dialogs::Question &question) {
        questions << question.text;
        return answer;
    };
    dialogs::setStandIn(person);
    m_fixture->doubleClick(m_fixture->deviceRow(first->serial())); // it is connected already: nothing to ask
    QCOMPARE(questions.size(), 0);
    m_fixture->doubleClick(m_fixture->deviceRow(second->serial()));
    QCOMPARE(questions.size(), 1);
    QVERIFY(questions.first().contains(QString::fromStdString(second->serial())));
    QCOMPARE(m_fixture->session.camera().device().serial, QString::fromStdString(first->serial()));
    answer = true;
    m_fixture->doubleClick(m_fixture->deviceRow(second->serial()));
    QTRY_VERIFY_WITH_TIMEOUT(m_fixture->state() == Camera::State::Idle && m_fixture->session.camera().device().serial ==
                                                                              QString::fromStdString(second->serial()),
                             10'000);
}

void TestWindowTrouble::withdrawsAQuestionThatIsOver()
{
    const auto slow = startCamera({"--set", "VirtualFaultRegisterDelay=2500"});
    const auto second = startCamera();
    const auto third = startCamera();
    QVERIFY(slow && second && third);
    search(*slow);
    search(*second);
    search(*third);
    const auto boxes = [this] { return m_fixture->window.findChildren<QMessageBox *>(QStringLiteral("question")); };
    m_fixture->doubleClick(m_fixture->deviceRow(slow->serial()));
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture->state(), Camera::State::Opening, 2'000);
    const auto devices = m_fixture->session.finder().devices();
    for (const auto &other : {second->serial(), third->serial()}) {
        m_fixture->window.requestConnect(*findDevice(devices, QString::fromStdString(other)).value());
        QCOMPARE(boxes().size(), 1);
    }
    QMessageBox *box = boxes().first();
    QVERIFY(box->text().contains(QStringLiteral("being connected")));
    QVERIFY(box->text().contains(QString::fromStdString(third->serial())));
    QCOMPARE(box->defaultButton()->objectName(), QStringLiteral("reject"));
    m_fixture->session.disconnectCamera(); // as when it fails
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture->state(), Camera::State::Closed, 10'000);
    QTRY_VERIFY(boxes().isEmpty());
    QTest::qWait(300);
    QCOMPARE(m_fixture->state(), Camera::State::Closed);
}

void TestWindowTrouble::saysWhyADescriptionCannotBeRead_data()
{
    QTest::addColumn<QString>("fault");
    for (const char *fault : {"Missing", "Broken", "NotZip"})
        QTest::newRow(fault) << QString::fromLatin1(fault);
}

void TestWindowTrouble::saysWhyADescriptionCannotBeRead()
{
    QFETCH(QString, fault);
    const auto camera = startCamera({"--set", "VirtualFaultXml=" + fault.toStdString()});
    QVERIFY(camera);
    search(*camera);
    m_fixture->doubleClick(m_fixture->deviceRow(camera->serial()));
    QTRY_VERIFY_WITH_TIMEOUT(m_fixture->session.problem().has_value(), 20'000);
    const ErrorCode code = m_fixture->session.problem()->code;
    QVERIFY2(code == ErrorCode::NoDescription || code == ErrorCode::BrokenDescription, qPrintable(codeName(code)));
    QTRY_VERIFY(m_fixture->window.view().message().contains(toText(*m_fixture->session.problem()).left(40)));
    QVERIFY(m_fixture->logHas(QString::fromStdString(camera->serial())));
    QTRY_COMPARE(m_fixture->state(), Camera::State::Closed);
}

void TestWindowTrouble::saysThatAnotherProgramHasTheCamera()
{
    const auto camera = startCamera();
    QVERIFY(camera);
    WindowFixture other;
    other.session.refresh();
    QTRY_VERIFY_WITH_TIMEOUT(other.deviceRow(camera->serial()).isValid(), 10'000);
    other.doubleClick(other.deviceRow(camera->serial()));
    QTRY_COMPARE_WITH_TIMEOUT(other.state(), Camera::State::Idle, 10'000);
    search(*camera);
    m_fixture->doubleClick(m_fixture->deviceRow(camera->serial()));
    QTRY_VERIFY_WITH_TIMEOUT(m_fixture->session.problem().has_value(), 10'000);
    QCOMPARE(codeName(m_fixture->session.problem()->code), codeName(ErrorCode::DeviceInUse));
    QTRY_VERIFY(m_fixture->window.view().message().contains(QStringLiteral("another program")));
    QCOMPARE(other.state(), Camera::State::Idle);
}

QTEST_MAIN(TestWindowTrouble)
#include "tst_window_trouble.moc"
