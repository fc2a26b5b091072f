// SPDX-License-Identifier: GPL-3.0-or-later
// The window remembers how it was left, and is not led astray by a broken memory.
#include "tests/app/viewer/window_fixture.h"

#include "widgets/dialogs.h"
#include "widgets/feature_panel.h"

#include <QDockWidget>
#include <QFile>
#include <QFileInfo>
#include <QScreen>

using namespace mv;
using namespace mv::test;

class TestWindowLayout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void remembersPanelsLevelAndTheme();
    void forgetsWhatOnlyTheCommandLineWanted();
    void fitsALayoutOfALargerScreen();
    void ignoresABrokenMemory_data();
    void ignoresABrokenMemory();
    void ignoresAPlaceOffTheScreen();
    void firstStartLeavesThePlaceToTheDesktop();
    void waitsForAPictureThatIsBeingWritten();
};

void TestWindowLayout::remembersPanelsLevelAndTheme()
{
    const QTemporaryDir folder;
    EventLog log;
    for (int run = 0; run < 2; ++run) {
        const auto settings = openSettings(folder.path());
        Session session(log);
        MainWindow window(session, *settings, ImageView::Renderer::Cpu);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        if (run == 1) {
            QVERIFY(window.docks()[DockId::Events]->isVisible());
            QVERIFY(!window.docks()[DockId::DeviceInfo]->isVisible());
            QCOMPARE(window.features().level(), Visibility::Guru);
            QVERIFY(!window.features().isInfoShown());
            QVERIFY(window.actions()[ActionId::ThemeDark]->isChecked());
            QVERIFY(window.actions()[ActionId::Events]->isChecked());
            window.actions()[ActionId::ResetLayout]->trigger();
            QVERIFY(window.docks()[DockId::DeviceInfo]->isVisible());
            QVERIFY(!window.docks()[DockId::Events]->isVisible());
            break;
        }
        window.actions()[ActionId::Events]->trigger();
        window.docks()[DockId::DeviceInfo]->hide();
        window.actions()[ActionId::LevelGuru]->trigger();
        window.actions()[ActionId::ParameterInfo]->trigger();
        window.actions()[ActionId::ThemeDark]->trigger();
        QVERIFY(window.close());
    }
}

void TestWindowLayout::forgetsWhatOnlyTheCommandLineWanted()
{
    const QTemporaryDir folder;
    EventLog log;
    Session session(log);
    const auto settings = openSettings(folder.path());
    const auto run = [&](const MainWindow::Overrides &overrides, const auto &look) {
        MainWindow window(session, *settings, ImageView::Renderer::Cpu);
        window.applyOverrides(overrides);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        look(window);
        QVERIFY(window.close());
    };
    run({}, [](MainWindow &window) { window.actions()[ActionId::ThemeLight]->trigger(); });
    run({Visibility::Guru, Theme::Dark, QSize(1000, 700)}, [](MainWindow &window) {
        QVERIFY(window.actions()[ActionId::ThemeDark]->isChecked());
        QCOMPARE(window.size(), QSize(1000, 700));
    });
    run({}, [](MainWindow &window) {
        QVERIFY(window.actions()[ActionId::ThemeLight]->isChecked());
        QCOMPARE(window.features().level(), Visibility::Beginner);
        QCOMPARE(window.size(), QSize(1280, 800));
    });
    // What the person changes in such a run is the person's.
    run({Visibility::Guru, Theme::Dark, {}},
        [](MainWindow &window) { window.actions()[ActionId::LevelExpert]->trigger(); });
    run({}, [](MainWindow &window) { QCOMPARE(window.features().level(), Visibility::Expert); });
}

void TestWindowLayout::fitsALayoutOfALargerScreen()
{
    const QTemporaryDir folder;
    EventLog log;
    Session session(log);
    const auto settings = openSettings(folder.path());
    const QSize room = QGuiApplication::primaryScreen()->availableGeometry().size();
    {
        QMainWindow large;
        large.resize(room * 3);
        saveLayout(large, *settings);
    }
    MainWindow window(session, *settings, ImageView::Renderer::Cpu);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    QVERIFY(window.width() <= room.width() && window.height() <= room.height());
}

void TestWindowLayout::ignoresABrokenMemory_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("noise") << QByteArray("\x00\xff[window\ngeometry=@ByteArray(", 28);
    QTest::newRow("wrong values") << QByteArray(
        "[General]\nlevel=99\ntheme=pink\nparameterInfo=maybe\n"
        "[window]\ngeometry=@ByteArray(abc)\nstate=@ByteArray(\\0\\0\\0\\xff)\n");
    QTest::newRow("a list") << QByteArray("[General]\nlevel=1, 2, 3\n[window]\ngeometry=5\n");
}

void TestWindowLayout::ignoresABrokenMemory()
{
    QFETCH(QByteArray, content);
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("mv-viewer.ini")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    EventLog log;
    Session session(log);
    const auto settings = openSettings(folder.path());
    MainWindow window(session, *settings, ImageView::Renderer::Cpu);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    QVERIFY(window.docks()[DockId::Devices]->isVisible());
    QVERIFY(window.width() >= 800 && window.height() >= 500);
    QVERIFY(window.close());
}

void TestWindowLayout::ignoresAPlaceOffTheScreen()
{
    const QTemporaryDir folder;
    const auto settings = openSettings(folder.path());
    {
        QMainWindow far;
        far.setGeometry(-5000, -5000, 900, 700);
        saveLayout(far, *settings);
    }
    EventLog log;
    Session session(log);
    MainWindow window(session, *settings, ImageView::Renderer::Cpu);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    QVERIFY(window.screen()->availableGeometry().intersects(window.frameGeometry()));
    QVERIFY(window.frameGeometry().top() >= window.screen()->availableGeometry().top() - 50);
}

void TestWindowLayout::firstStartLeavesThePlaceToTheDesktop()
{
    const QTemporaryDir folder;
    EventLog log;
    Session session(log);
    const auto settings = openSettings(folder.path());
    MainWindow window(session, *settings, ImageView::Renderer::Cpu);
    QVERIFY(!window.testAttribute(Qt::WA_Moved));
    QVERIFY(window.testAttribute(Qt::WA_Resized));
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    QVERIFY(window.frameGeometry().top() >= window.screen()->availableGeometry().top());
}

void TestWindowLayout::waitsForAPictureThatIsBeingWritten()
{
    WindowFixture fixture(ImageView::Renderer::Cpu);
    FrameInfo info;
    info.pixelFormat = static_cast<std::uint32_t>(PixelFormat::Mono8);
    info.width = info.height = 4096;
    fixture.window.view().setFrame(Frame::fromBytes(info, std::vector<std::byte>(4096 * 4096)));
    const QString path = fixture.folder.filePath(QStringLiteral("picture.png"));
    int questions = 0;
    bool answer = false;
    dialogs::StandIn person;
    person.chooseSaveFile = [path](const QString &) { return path; };
    person.ask = [&](const dialogs::Question &) {
        ++questions;
        return answer;
    };
    dialogs::setStandIn(person);
    fixture.window.actions()[ActionId::SaveImage]->trigger();
    QVERIFY(!fixture.window.close()); // it asks, and the person stays
    QCOMPARE(questions, 1);
    answer = true;
    fixture.window.close();
    QTRY_VERIFY_WITH_TIMEOUT(!fixture.window.isVisible(), 20'000);
    QVERIFY(QFileInfo::exists(path));
    dialogs::setStandIn({});
}

QTEST_MAIN(TestWindowLayout)
#include "tst_window_layout.moc"
