// SPDX-License-Identifier: GPL-3.0-or-later
// A person's main job: list, double click, play, look, stop, disconnect. Pixels are compared, not only counters.
#include "tests/app/viewer/window_fixture.h"

#include "camera/imaging/decode.h"
#include "widgets/feature_model.h"
#include "widgets/feature_panel.h"

#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QToolButton>

#include <thread>

using namespace mv;
using namespace mv::test;

class TestWindowLive : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void fromTheListToThePictureAndBack();
    void drawsTheSameWithoutOpenGl();
    void playsASingleFrameAndStopsByItself();
    void playModeCanBeChosenOnlyWhileStopped();
    void writesAParameterAndShowsWhatWasReadBack();
    void greysWhatTheStreamLocks();
    void catchesUpAfterTheWindowStoodStill();
    void startsAVirtualCameraFromTheMenu();

private:
    bool connectByDoubleClick();
    QString wrongPixels(QImage picture);

    std::unique_ptr<VirtualCameraProcess> m_camera;
    std::unique_ptr<WindowFixture> m_fixture;
    int m_number = 0;
};

void TestWindowLive::init()
{
    m_camera = std::make_unique<VirtualCameraProcess>();
    auto arguments = place(++m_number);
    arguments.insert(arguments.end(), {"--sensor", "320x240"});
    QVERIFY2(m_camera->start(arguments), m_camera->error().c_str());
    const bool cpu = QTest::currentTestFunction() == QByteArray("drawsTheSameWithoutOpenGl");
    m_fixture = std::make_unique<WindowFixture>(cpu ? ImageView::Renderer::Cpu : ImageView::Renderer::Automatic);
    QVERIFY(QTest::qWaitForWindowActive(&m_fixture->window));
    m_fixture->window.view().oneToOne();
}

void TestWindowLive::cleanup()
{
    m_fixture.reset();
    m_camera.reset();
}

bool TestWindowLive::connectByDoubleClick()
{
    auto *refresh = m_fixture->window.findChild<QToolButton *>(QStringLiteral("refreshDevices"));
    QTest::mouseClick(refresh, Qt::LeftButton);
    if (!QTest::qWaitFor([this] { return m_fixture->deviceRow(m_camera->serial()).isValid(); }, 10'000))
        return false;
    m_fixture->doubleClick(m_fixture->deviceRow(m_camera->serial()));
    return QTest::qWaitFor([this] { return m_fixture->state() == Camera::State::Idle; }, 10'000) &&
           QTest::qWaitFor(
               [this] {
                   const FeatureModel &model = m_fixture->window.features().model();
                   return model.indexOf(QStringLiteral("Width")).data(FeatureModel::WritableRole).toBool();
               },
               10'000);
}

// The ramp in the middle of the view: (x + y + c) mod 256, whatever c is.
QString TestWindowLive::wrongPixels(QImage picture)
{
    const QPoint origin = m_fixture->window.view().transform().origin().toPoint();
    picture = picture.convertToFormat(QImage::Format_RGB32).copy(QRect(origin, QSize(320, 240)));
    const int c = qGray(picture.pixel(0, 0));
    for (int y = 0; y < 240; ++y) {
        for (int x = 0; x < 320; ++x) {
            const int expected = (x + y + c) % 256;
            if (picture.pixel(x, y) != qRgb(expected, expected, expected))
                return QStringLiteral("at %1,%2: %3 instead of gray %4")
                    .arg(x)
                    .arg(y)
                    .arg(picture.pixel(x, y), 0, 16)
                    .arg(expected);
        }
    }
    return {};
}

void TestWindowLive::fromTheListToThePictureAndBack()
{
    WindowFixture &f = *m_fixture;
    QVERIFY(f.window.view().message().contains(QStringLiteral("No camera connected")));
    QVERIFY(connectByDoubleClick());
    QVERIFY(
        f.deviceRow(m_camera->serial()).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("connected")));
    QVERIFY(f.window.view().message().contains(QStringLiteral("F5")));

    QTest::keyClick(&f.window, Qt::Key_F5);
    QTRY_COMPARE_WITH_TIMEOUT(f.state(), Camera::State::Streaming, 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(f.window.view().frame() != nullptr, 5'000);
    QTRY_COMPARE(f.window.view().message(), QString());
    QSet<int> phases;
    for (int i = 0; i < 5; ++i) {
        const QImage picture = f.window.view().grabPicture();
        QCOMPARE(wrongPixels(picture), QString());
        phases.insert(qGray(picture.pixel(f.window.view().transform().origin().toPoint())));
        QTest::qWait(100);
    }
    QVERIFY2(phases.size() > 2, "the picture does not move");
    QTRY_VERIFY(f.session.camera().ledger().shown > 5);

    QTest::keyClick(&f.window, Qt::Key_F5, Qt::ShiftModifier);
    QTRY_COMPARE_WITH_TIMEOUT(f.state(), Camera::State::Idle, 5'000);
    QCOMPARE(wrongPixels(f.window.view().grabPicture()), QString()); // the last picture stays
    const FrameLedger ledger = f.session.camera().ledger();
    QCOMPARE(ledger.lost(), 0U);
    QCOMPARE(ledger.incomplete, 0U);
    QCOMPARE(ledger.received, ledger.shown + ledger.skipped + ledger.pending);

    QTest::keyClick(&f.window, Qt::Key_D, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(f.state(), Camera::State::Closed, 5'000);
    QVERIFY(!f.window.view().frame());
    QVERIFY(f.window.view().message().contains(QStringLiteral("No camera connected")));
    QCOMPARE(f.window.features().model().rowCount(), 0);
}

void TestWindowLive::drawsTheSameWithoutOpenGl()
{
    QCOMPARE(m_fixture->window.view().renderer(), ImageView::Renderer::Cpu);
    QVERIFY(connectByDoubleClick());
    m_fixture->session.play();
    QTRY_VERIFY_WITH_TIMEOUT(m_fixture->session.camera().ledger().shown > 3, 10'000);
    QCOMPARE(wrongPixels(m_fixture->window.view().grabPicture()), QString());
}

void TestWindowLive::playsASingleFrameAndStopsByItself()
{
    QVERIFY(connectByDoubleClick());
    auto *mode = m_fixture->window.findChild<QComboBox *>(QStringLiteral("playMode"));
    QTRY_VERIFY(mode->isEnabled());
    mode->setFocus();
    QTest::keyClick(mode, Qt::Key_Down); // Single frame
    QTRY_COMPARE(m_fixture->session.feature(QStringLiteral("AcquisitionMode")).value.toString(),
                 QStringLiteral("SingleFrame"));
    QTest::keyClick(&m_fixture->window, Qt::Key_F5);
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture->session.camera().ledger().received, 1U, 10'000);
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture->state(), Camera::State::Idle, 5'000);
    QTRY_COMPARE(m_fixture->session.camera().ledger().shown, 1U);
    QCOMPARE(wrongPixels(m_fixture->window.view().grabPicture()), QString());
}

void TestWindowLive::playModeCanBeChosenOnlyWhileStopped()
{
    auto *mode = m_fixture->window.findChild<QComboBox *>(QStringLiteral("playMode"));
    QVERIFY(!mode->isEnabled());
    QVERIFY(connectByDoubleClick());
    QTRY_VERIFY(mode->isEnabled());
    m_fixture->session.play();
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture->state(), Camera::State::Streaming, 10'000);
    QVERIFY(!mode->isEnabled());
    m_fixture->session.stop();
    QTRY_VERIFY_WITH_TIMEOUT(mode->isEnabled(), 5'000);
}

void TestWindowLive::writesAParameterAndShowsWhatWasReadBack()
{
    QVERIFY(connectByDoubleClick());
    auto *tree = m_fixture->window.findChild<QTreeView *>(QStringLiteral("featureTree"));
    m_fixture->window.features().select(QStringLiteral("ExposureTime"));
    QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, tree->visualRect(tree->currentIndex()).center());
    QWidget *editor = tree->viewport()->findChild<QWidget *>(QStringLiteral("featureEditor"));
    QVERIFY(editor);
    QTest::keyClick(editor, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(editor, QStringLiteral("1234"));
    QTest::keyClick(editor, Qt::Key_Return);
    FeatureModel &model = m_fixture->window.features().model();
    QTRY_COMPARE_WITH_TIMEOUT(model.indexOf(QStringLiteral("ExposureTime")).data(Qt::EditRole).toDouble(), 1234.0,
                              5'000);
    QTRY_COMPARE(model.indexOf(QStringLiteral("ExposureTime")).data(FeatureModel::RowStateRole).toInt(),
                 int(FeatureModel::RowState::Settled));
    QVERIFY(m_fixture->logHas(QStringLiteral("ExposureTime")));
}

void TestWindowLive::greysWhatTheStreamLocks()
{
    QVERIFY(connectByDoubleClick());
    const QModelIndex width = m_fixture->window.features().model().indexOf(QStringLiteral("Width"));
    QVERIFY(width.data(FeatureModel::WritableRole).toBool());
    m_fixture->session.play();
    QTRY_VERIFY_WITH_TIMEOUT(!width.data(FeatureModel::WritableRole).toBool(), 5'000);
    QVERIFY(width.data(Qt::ToolTipRole).toString().contains(QStringLiteral("Locked")));
    m_fixture->session.stop();
    QTRY_VERIFY_WITH_TIMEOUT(width.data(FeatureModel::WritableRole).toBool(), 5'000);
}

// Capture goes on while nobody looks; afterwards the newest picture is shown, not a queue of old ones.
void TestWindowLive::catchesUpAfterTheWindowStoodStill()
{
    QVERIFY(connectByDoubleClick());
    m_fixture->session.play();
    QTRY_VERIFY_WITH_TIMEOUT(m_fixture->session.camera().ledger().shown > 10, 10'000);
    const FrameLedger before = m_fixture->session.camera().ledger();
    std::this_thread::sleep_for(std::chrono::seconds(3));
    const FrameLedger after = m_fixture->session.camera().ledger();
    QVERIFY(after.received > before.received + 60);
    QVERIFY(after.skipped > before.skipped + 50);
    QCOMPARE(after.lost(), 0U);
    QTRY_VERIFY(m_fixture->session.camera().ledger().shown > after.shown);
    const auto newest = m_fixture->window.view().frame()->info().frameId;
    QVERIFY2(newest + 5 > after.received, qPrintable(QString::number(newest)));
    QTRY_VERIFY(m_fixture->session.camera().ledger().shown > after.shown + 20);
    QCOMPARE(m_fixture->session.camera().ledger().lost(), 0U);
}

// The newcomer without a camera: one click, and one is connected; another click takes nothing from anybody.
void TestWindowLive::startsAVirtualCameraFromTheMenu()
{
    const QString beside = QCoreApplication::applicationDirPath() + QStringLiteral("/mv-virtual-camera");
    QFile::remove(beside);
    QVERIFY(QFile::link(QStringLiteral(MV_VIRTUAL_CAMERA), beside));
    QAction *action = m_fixture->window.actions()[ActionId::VirtualCamera];
    action->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture->state(), Camera::State::Idle, 10'000);
    const QString first = m_fixture->session.camera().device().address;
    QVERIFY(first.startsWith(QStringLiteral("127.0.0.")));
    const auto cameras = [this] {
        const auto devices = m_fixture->session.finder().devices();
        return std::count_if(devices.begin(), devices.end(), [](const DeviceInfo &device) {
            return device.address.startsWith(QStringLiteral("127.0.0."));
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(cameras() >= 1, 10'000);
    const auto before = cameras();
    action->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(cameras() > before, 10'000);
    QCOMPARE(m_fixture->state(), Camera::State::Idle);
    QCOMPARE(m_fixture->session.camera().device().address, first);
    QFile::remove(beside);
}

QTEST_MAIN(TestWindowLive)
#include "tst_window_live.moc"
