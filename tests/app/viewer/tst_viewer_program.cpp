// SPDX-License-Identifier: GPL-3.0-or-later
// The program from outside: options, exit status, what it leaves behind, how it ends.
#include "tests/support/virtual_camera_process.h"

#include "tests/app/viewer/window_fixture.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace mv::test;

class TestViewerProgram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void leavesAPictureAndFigures();
    void virtualCameraIsItsOwn();
    void virtualCameraGoesWithTheProgram();
    void saysWhenItsVirtualCameraDies();
    void saysWhenThereIsNoSuchCamera();
    void worksOnAPlatformWithoutWindows();
    void worksWithoutOpenGl();
    void endsOnSigterm();
    void refusesWrongUsage();
    void saysWhenThereIsNoDisplay();
    void writesFiguresToStandardOutput();
    void saysWhenALanguageIsMissing();

private:
    struct Outcome
    {
        int status = -1;
        QString errors;
        QByteArray output;
    };
    static qint64 childOf(qint64 process);
    Outcome run(const QStringList &arguments, const QStringList &environment = {});

    QTemporaryDir m_folder;
};

TestViewerProgram::Outcome TestViewerProgram::run(const QStringList &arguments, const QStringList &environment)
{
    QProcess process;
    QStringList variables = QProcess::systemEnvironment();
    variables.append(environment);
    process.setEnvironment(variables);
    process.start(QStringLiteral(MV_BIN_DIR "/mv-viewer"),
                  QStringList{QStringLiteral("--config-dir"), m_folder.path()} + arguments);
    if (!process.waitForFinished(40'000))
        process.kill();
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            QString::fromLocal8Bit(process.readAllStandardError()), process.readAllStandardOutput()};
}

void TestViewerProgram::leavesAPictureAndFigures()
{
    VirtualCameraProcess camera;
    QVERIFY2(camera.start({"--address", loopbackAddress(1)}), camera.error().c_str());
    const QString picture = m_folder.filePath(QStringLiteral("window.png"));
    const QString figures = m_folder.filePath(QStringLiteral("stats.json"));
    const Outcome outcome =
        run({QStringLiteral("--connect"), QString::fromStdString(camera.serial()), QStringLiteral("--play"),
             QStringLiteral("--exit-after"), QStringLiteral("6"), QStringLiteral("--window"),
             QStringLiteral("1280x800"), QStringLiteral("--screenshot"), picture, QStringLiteral("--stats"), figures});
    QCOMPARE(outcome.status, 0);
    QFile file(figures);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    const auto value = [&json](const char *key) { return json[QLatin1String(key)].toDouble(-1); };
    QVERIFY(value("received") > 60);
    QVERIFY(value("shown") > 30);
    QCOMPARE(value("lost"), 0);
    QVERIFY(value("received") >= value("shown") + value("skipped"));
    for (const char *key : {"captureFps", "displayFps", "longestGuiStallMs", "startToWindowMs", "connectToPictureMs",
                            "frameAgeMedianMs", "frameAgeP99Ms", "peakMemoryKb"})
        QVERIFY2(value(key) > 0, key);
    QVERIFY(value("frameAgeMedianMs") <= value("frameAgeP99Ms"));
    // The picture in the middle of the window is the ramp: many grays.
    const QImage image(picture);
    QCOMPARE(image.size(), QSize(1280, 800));
    QSet<QRgb> grays;
    for (int x = 400; x < 800; ++x)
        grays.insert(image.pixel(x, 400));
    QVERIFY2(grays.size() > 50, qPrintable(QString::number(grays.size())));
}

void TestViewerProgram::virtualCameraIsItsOwn()
{
    const QString figures = m_folder.filePath(QStringLiteral("virtual.json"));
    const Outcome outcome =
        run({QStringLiteral("--virtual"), QStringLiteral("--virtual-args"),
             QStringLiteral("--sensor 640x480 --serial MINE01"), QStringLiteral("--play"),
             QStringLiteral("--exit-after"), QStringLiteral("5"), QStringLiteral("--stats"), figures});
    QCOMPARE(outcome.status, 0);
    QFile file(figures);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    QVERIFY(json[QStringLiteral("received")].toInt() > 30);
    QCOMPARE(json[QStringLiteral("bytes")].toInteger(), json[QStringLiteral("received")].toInteger() * 640 * 480);
    const Outcome wrong =
        run({QStringLiteral("--virtual"), QStringLiteral("--virtual-args"), QStringLiteral("--model nonsense"),
             QStringLiteral("--exit-after"), QStringLiteral("2")});
    QCOMPARE(wrong.status, 1);
    QVERIFY2(wrong.errors.contains(QStringLiteral("mv-virtual-camera")), qPrintable(wrong.errors));
    QVERIFY2(wrong.errors.contains(QStringLiteral("nonsense")) && !wrong.errors.contains(u'['),
             qPrintable(wrong.errors));
}

// The first child process, 0 while there is none.
qint64 TestViewerProgram::childOf(qint64 process)
{
    QFile file(QStringLiteral("/proc/%1/task/%1/children").arg(process));
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').first().toLongLong() : 0;
}

void TestViewerProgram::virtualCameraGoesWithTheProgram()
{
    QProcess viewer;
    viewer.start(QStringLiteral(MV_BIN_DIR "/mv-viewer"),
                 {QStringLiteral("--config-dir"), m_folder.path(), QStringLiteral("--virtual")});
    QVERIFY(viewer.waitForStarted());
    qint64 camera = 0;
    QTRY_VERIFY_WITH_TIMEOUT((camera = childOf(viewer.processId())) > 0, 10'000);
    viewer.kill(); // not even a crash may leave it behind
    QVERIFY(viewer.waitForFinished(5'000));
    QTRY_VERIFY_WITH_TIMEOUT(::kill(static_cast<pid_t>(camera), 0) != 0, 5'000);
}

void TestViewerProgram::saysWhenItsVirtualCameraDies()
{
    QProcess viewer;
    viewer.start(QStringLiteral(MV_BIN_DIR "/mv-viewer"),
                 {QStringLiteral("--config-dir"), m_folder.path(), QStringLiteral("--virtual"),
                  QStringLiteral("--virtual-args"), QStringLiteral("--sensor 320x240"), QStringLiteral("--play"),
                  QStringLiteral("--exit-after"), QStringLiteral("9")});
    QVERIFY(viewer.waitForStarted());
    QTest::qWait(4'000);
    const qint64 camera = childOf(viewer.processId());
    QVERIFY(camera > 0);
    ::kill(static_cast<pid_t>(camera), SIGKILL);
    QVERIFY(viewer.waitForFinished(20'000));
    QCOMPARE(viewer.exitStatus(), QProcess::NormalExit);
    QCOMPARE(viewer.exitCode(), 1);
    const QString errors = QString::fromLocal8Bit(viewer.readAllStandardError());
    QVERIFY2(errors.contains(QStringLiteral("mv-virtual-camera has ended")), qPrintable(errors));
}

void TestViewerProgram::saysWhenThereIsNoSuchCamera()
{
    for (const auto &seconds : {QStringLiteral("9"), QStringLiteral("2")}) { // the search goes on for 5
        const Outcome outcome =
            run({QStringLiteral("--connect"), QStringLiteral("NOSUCHCAMERA"), QStringLiteral("--exit-after"), seconds});
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.errors.contains(QStringLiteral("NOSUCHCAMERA")), qPrintable(outcome.errors));
        QCOMPARE(outcome.errors.count(QStringLiteral("mv-viewer:")), 1);
    }
}

// As build servers do; Qt's offscreen platform has OpenGL contexts, but no window for them.
void TestViewerProgram::worksOnAPlatformWithoutWindows()
{
    const QString picture = m_folder.filePath(QStringLiteral("offscreen.png"));
    const Outcome outcome =
        run({QStringLiteral("--virtual"), QStringLiteral("--virtual-args"), QStringLiteral("--sensor 640x480"),
             QStringLiteral("--play"), QStringLiteral("--exit-after"), QStringLiteral("4"),
             QStringLiteral("--screenshot"), picture},
            {QStringLiteral("QT_QPA_PLATFORM=offscreen")});
    QCOMPARE(outcome.status, 0);
    QVERIFY2(outcome.errors.contains(QStringLiteral("without OpenGL")), qPrintable(outcome.errors));
    QVERIFY(!QImage(picture).isNull());
}

void TestViewerProgram::worksWithoutOpenGl()
{
    const QString figures = m_folder.filePath(QStringLiteral("nogl.json"));
    const Outcome outcome =
        run({QStringLiteral("--virtual"), QStringLiteral("--virtual-args"), QStringLiteral("--sensor 640x480"),
             QStringLiteral("--play"), QStringLiteral("--exit-after"), QStringLiteral("5"), QStringLiteral("--stats"),
             figures},
            {QStringLiteral("QT_XCB_GL_INTEGRATION=none")});
    QCOMPARE(outcome.status, 0);
    QVERIFY2(outcome.errors.contains(QStringLiteral("without OpenGL")), qPrintable(outcome.errors));
    QFile file(figures);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(QJsonDocument::fromJson(file.readAll()).object()[QStringLiteral("shown")].toInt() > 10);
}

void TestViewerProgram::endsOnSigterm()
{
    for (int number : {SIGTERM, SIGINT}) {
        const QString figures = m_folder.filePath(QStringLiteral("signal%1.json").arg(number));
        QProcess process;
        process.start(QStringLiteral(MV_BIN_DIR "/mv-viewer"),
                      {QStringLiteral("--config-dir"), m_folder.path(), QStringLiteral("--virtual"),
                       QStringLiteral("--virtual-args"), QStringLiteral("--sensor 640x480"), QStringLiteral("--play"),
                       QStringLiteral("--stats"), figures});
        QVERIFY(process.waitForStarted());
        QTest::qWait(3'000);
        ::kill(static_cast<pid_t>(process.processId()), number);
        QVERIFY(process.waitForFinished(10'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 0);
        QVERIFY(QFile::exists(figures));
    }
}

void TestViewerProgram::refusesWrongUsage()
{
    const Outcome file = run({QStringLiteral("picture.tiff")});
    QCOMPARE(file.status, 2);
    QCOMPARE(file.errors.count(u'\n'), 1);
    QVERIFY(file.errors.contains(QStringLiteral("picture.tiff")));
    QCOMPARE(run({QStringLiteral("--window"), QStringLiteral("large")}).status, 2);
    const Outcome unwritable = run({QStringLiteral("--exit-after"), QStringLiteral("1"), QStringLiteral("--stats"),
                                    QStringLiteral("/no/such/folder/stats.json")});
    QCOMPARE(unwritable.status, 1);
    QVERIFY(unwritable.errors.contains(QStringLiteral("/no/such/folder/stats.json")));
}

void TestViewerProgram::saysWhenThereIsNoDisplay()
{
    for (const char *display : {"DISPLAY=", "DISPLAY=:64999"}) {
        const QStringList environment = {QString::fromLatin1(display), QStringLiteral("WAYLAND_DISPLAY="),
                                         QStringLiteral("QT_QPA_PLATFORM=")};
        const Outcome outcome = run({}, environment);
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.errors.contains(QStringLiteral("there is no display")), qPrintable(outcome.errors));
        QCOMPARE(outcome.errors.count(u'\n'), 1);
        QCOMPARE(run({QStringLiteral("--version")}, environment).status, 0);
    }
    QCOMPARE(run({QStringLiteral("--exit-after"), QStringLiteral("1")},
                 {QStringLiteral("DISPLAY="), QStringLiteral("QT_QPA_PLATFORM=offscreen")})
                 .status,
             0);
}

void TestViewerProgram::writesFiguresToStandardOutput()
{
    const Outcome outcome =
        run({QStringLiteral("--stats"), QStringLiteral("-"), QStringLiteral("--exit-after"), QStringLiteral("1")});
    QCOMPARE(outcome.status, 0);
    const QJsonObject json = QJsonDocument::fromJson(outcome.output).object();
    QVERIFY2(json[QLatin1String("peakMemoryKb")].toInt() > 0, outcome.output.constData());
}

void TestViewerProgram::saysWhenALanguageIsMissing()
{
    const Outcome outcome =
        run({QStringLiteral("--lang"), QStringLiteral("tlh"), QStringLiteral("--exit-after"), QStringLiteral("1")});
    QCOMPARE(outcome.status, 0);
    QVERIFY2(outcome.errors.contains(QStringLiteral("tlh")), qPrintable(outcome.errors));
}

QTEST_MAIN(TestViewerProgram)
#include "tst_viewer_program.moc"
