// SPDX-License-Identifier: GPL-3.0-or-later
// The window's smaller parts: sentences, figures, heartbeat, picture files, options.
#include "app/viewer/gui_heartbeat.h"
#include "app/viewer/image_saver.h"
#include "app/viewer/options.h"
#include "app/viewer/run_report.h"
#include "app/viewer/status_notice.h"
#include "app/viewer/view_message.h"
#include "widgets/dialogs.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QImageReader>
#include <QJsonDocument>
#include <QMainWindow>
#include <QSignalSpy>
#include <QStatusBar>
#include <QStatusTipEvent>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace mv;

namespace {

std::variant<Options, int> parse(std::vector<std::string> arguments)
{
    arguments.insert(arguments.begin(), "mv-viewer");
    std::vector<char *> pointers;
    for (std::string &argument : arguments)
        pointers.push_back(argument.data());
    return parseCommandLine(static_cast<int>(pointers.size()), pointers.data());
}

FramePtr rampFrame()
{
    FrameInfo info;
    info.pixelFormat = static_cast<std::uint32_t>(PixelFormat::Mono8);
    info.width = info.height = 8;
    std::vector<std::byte> bytes(64);
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<std::byte>(4 * i);
    return Frame::fromBytes(info, std::move(bytes));
}

} // namespace

class TestViewerParts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyStateHasASentence();
    void sentencesSayWhatToDo();
    void aProgramsOwnReasonIsTheSentence();
    void heartbeatMeasuresAStall();
    void reportHasEveryKeyAndNulls();
    void reportIsNeverHalfWritten();
    void savesPicturesByExtension();
    void everyKindOfFileCanBeReadAgain();
    void nameWithoutAKindGetsTheFilters();
    void saysWhyAPictureIsNotWritten();
    void aNoticeIsNotCoveredByATip();
    void optionsAreRead();
    void wrongOptionsAreRefused();
};

void TestViewerParts::everyStateHasASentence()
{
    for (int i = 0; i <= static_cast<int>(Camera::State::Lost); ++i) {
        ViewSituation situation;
        situation.state = static_cast<Camera::State>(i);
        situation.device = QStringLiteral("Model (1)");
        QVERIFY2(!viewMessage(situation).isEmpty() || situation.state == Camera::State::Stopping,
                 qPrintable(QString::number(i)));
        QVERIFY(!stateText(situation.state).isEmpty());
    }
}

void TestViewerParts::sentencesSayWhatToDo()
{
    ViewSituation situation;
    QVERIFY(viewMessage(situation).contains(QStringLiteral("Double-click")));
    situation.problem = Error{ErrorCode::DeviceInUse, {QStringLiteral("VC1")}, {}};
    QVERIFY(viewMessage(situation).contains(toText(*situation.problem)));
    situation.state = Camera::State::Lost;
    QVERIFY(viewMessage(situation).contains(QStringLiteral("stopped answering")));
    situation = {};
    situation.state = Camera::State::Streaming;
    situation.hasPicture = true;
    QCOMPARE(viewMessage(situation), QString());
    situation.waitsLong = true;
    QVERIFY(viewMessage(situation).contains(QStringLiteral("no picture")));
    situation.stoppedByCommand = true;
    QVERIFY(viewMessage(situation).contains(QStringLiteral("AcquisitionStop")));
    situation.stoppedByCommand = false;
    situation.triggerSource = QStringLiteral("Line1");
    QVERIFY(viewMessage(situation).contains(QStringLiteral("Line1")));
    situation = {};
    situation.state = Camera::State::Idle;
    situation.hasPicture = true;
    QCOMPARE(viewMessage(situation), QString());
    situation = {};
    situation.state = Camera::State::Opening;
    QVERIFY(!viewMessage(situation).contains(QStringLiteral("slowly")));
    situation.waitsLong = true;
    QVERIFY(viewMessage(situation).contains(QStringLiteral("slowly")));
}

void TestViewerParts::aProgramsOwnReasonIsTheSentence()
{
    Error error{ErrorCode::ProgramNotStarted,
                {QStringLiteral("/opt/bin/mv-virtual-camera")},
                QStringLiteral("mv-virtual-camera: --bogus is unknown")};
    QCOMPARE(problemText(error), QStringLiteral("mv-virtual-camera did not start: --bogus is unknown"));
    error.detail.clear();
    QCOMPARE(problemText(error), toText(error));
}

void TestViewerParts::heartbeatMeasuresAStall()
{
    GuiHeartbeat heartbeat;
    QVERIFY(!heartbeat.longestStallMs());
    heartbeat.start();
    QTest::qWait(100);
    QVERIFY(heartbeat.longestStallMs().has_value());
    std::this_thread::sleep_for(std::chrono::milliseconds(180)); // the event loop stands still
    QVERIFY(*heartbeat.longestStallMs() > 150);                  // also while it lasts
    QTest::qWait(50);
    QVERIFY(*heartbeat.longestStallMs() > 150);
}

void TestViewerParts::reportHasEveryKeyAndNulls()
{
    // commands.md fixes the names.
    const QStringList keys =
        QStringLiteral("received shown skipped recorded lost incomplete bytes captureFps displayFps "
                       "longestGuiStallMs startToWindowMs connectToPictureMs frameAgeMedianMs "
                       "frameAgeP99Ms peakMemoryKb reconnects")
            .split(u' ');
    RunReport report;
    const QJsonObject empty = report.toJson();
    QStringList sorted = keys;
    sorted.sort();
    QCOMPARE(empty.keys(), sorted);
    for (const QString &key : keys)
        QCOMPARE(empty[key].isNull(), key != QLatin1String("reconnects"));
    FrameLedger ledger;
    ledger.received = 1;
    ledger.lostOnWire = 2;
    ledger.lostInHost = 3;
    report.ledger = ledger;
    report.longestGuiStallMs = 12.5;
    QCOMPARE(report.toJson()[QStringLiteral("lost")].toInt(), 5);
    QCOMPARE(report.toJson()[QStringLiteral("longestGuiStallMs")].toDouble(), 12.5);
    QVERIFY(*peakMemoryKb() > 1000);
    QVERIFY(*msSinceProcessStart() > 0);
    QVERIFY(*msSinceProcessStart() < 600'000);
}

void TestViewerParts::reportIsNeverHalfWritten()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("stats.json"));
    QVERIFY(!writeJsonFile(path, RunReport().toJson()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(QJsonDocument::fromJson(file.readAll()).isObject());
    QVERIFY(writeJsonFile(folder.filePath(QStringLiteral("no/such/folder.json")), {}).has_value());
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
}

void TestViewerParts::savesPicturesByExtension()
{
    const QTemporaryDir folder;
    FrameInfo info;
    info.pixelFormat = static_cast<std::uint32_t>(PixelFormat::Mono8);
    info.width = info.height = 8;
    const FramePtr frame = Frame::fromBytes(info, std::vector<std::byte>(64));
    ImageSaver saver;
    QSignalSpy saved(&saver, &ImageSaver::saved);
    QSignalSpy failed(&saver, &ImageSaver::failed);
    QSignalSpy idle(&saver, &ImageSaver::idle);
    for (const char *name : {"a.tiff", "a.tif", "a.PNG", "a.bmp", "a.raw"})
        saver.save(frame, folder.filePath(QLatin1String(name)));
    QCOMPARE(saver.pending(), 5);
    QTRY_COMPARE(saved.count(), 5);
    QTRY_COMPARE(idle.count(), 1);
    for (const char *name : {"a.tiff", "a.tif", "a.PNG", "a.bmp", "a.raw"})
        QVERIFY2(QFileInfo::exists(folder.filePath(QLatin1String(name))), name);
    saver.save(frame, folder.filePath(QStringLiteral("a.jpg")));
    QCOMPARE(failed.count(), 1);
    saver.save(frame, folder.filePath(QStringLiteral("no/such/a.png")));
    QTRY_COMPARE(failed.count(), 2);
    QCOMPARE(failed.last().first().value<Error>().code, ErrorCode::FileNotWritable);
}

void TestViewerParts::everyKindOfFileCanBeReadAgain()
{
    const QTemporaryDir folder;
    const FramePtr frame = rampFrame();
    ImageSaver saver;
    QSignalSpy saved(&saver, &ImageSaver::saved);
    int read = 0;
    for (const char *kind : {"tiff", "png", "bmp"}) {
        const QString path = folder.filePath(QStringLiteral("a.") + QLatin1String(kind));
        const auto before = saved.count();
        saver.save(frame, path);
        QTRY_COMPARE(saved.count(), before + 1);
        if (!QImageReader::supportedImageFormats().contains(kind)) // Qt's TIFF reader is an add-on
            continue;
        const QImage image(path);
        QVERIFY2(!image.isNull(), kind);
        for (int i = 0; i < 64; ++i)
            QCOMPARE(qGray(image.pixel(i % 8, i / 8)), 4 * i);
        ++read;
    }
    QVERIFY(read >= 2);
}

void TestViewerParts::nameWithoutAKindGetsTheFilters()
{
    QCOMPARE(dialogs::extensionOfFilter(ImageSaver::fileFilters().section(QStringLiteral(";;"), 1, 1)),
             QStringLiteral("png"));
    const QTemporaryDir folder;
    ImageSaver saver;
    QSignalSpy saved(&saver, &ImageSaver::saved);
    QString name;
    int questions = 0;
    bool replace = false;
    dialogs::StandIn person;
    person.chooseSaveFile = [&](const QString &) { return folder.filePath(name); };
    person.ask = [&](const dialogs::Question &) {
        ++questions;
        return replace;
    };
    dialogs::setStandIn(person);
    for (const char *typed : {"plain", "photo.jpg", "series.2", "named.BMP"}) {
        name = QLatin1String(typed);
        const auto before = saved.count();
        saver.askAndSave(nullptr, rampFrame());
        QTRY_COMPARE(saved.count(), before + 1);
    }
    QStringList names = QDir(folder.path()).entryList(QDir::Files);
    names.sort();
    QCOMPARE(names, QStringLiteral("named.BMP photo.jpg.tiff plain.tiff series.2.tiff").split(u' '));
    QCOMPARE(questions, 0);
    name = QStringLiteral("plain"); // plain.tiff is there, and nobody has been asked about it yet
    saver.askAndSave(nullptr, rampFrame());
    QCOMPARE(questions, 1);
    QCOMPARE(saver.pending(), 0);
    replace = true;
    saver.askAndSave(nullptr, rampFrame());
    QTRY_COMPARE(saved.count(), 5);
    dialogs::setStandIn({});
}

void TestViewerParts::saysWhyAPictureIsNotWritten()
{
    const QTemporaryDir folder;
    ImageSaver saver;
    QSignalSpy failed(&saver, &ImageSaver::failed);
    const auto reason = [&](const QString &path) {
        const auto before = failed.count();
        saver.save(rampFrame(), path);
        if (!QTest::qWaitFor([&] { return failed.count() > before; }))
            return QString();
        return toDetailedText(failed.last().first().value<Error>());
    };
    QVERIFY(reason(folder.filePath(QStringLiteral("no/such/a.png"))).contains(QStringLiteral("No such file")));
    QVERIFY(reason(QStringLiteral("/dev/full/a.png")).contains(QStringLiteral("Not a directory")));
    QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("a.png")));
    QVERIFY(reason(folder.filePath(QStringLiteral("a.png"))).contains(QStringLiteral("Is a directory")));
    const QString name = QString(300, u'n') + QStringLiteral(".bmp");
    QVERIFY(reason(folder.filePath(name)).contains(QStringLiteral("name too long")));
    QVERIFY(reason(folder.filePath(QStringLiteral("a.jpg"))).contains(QStringLiteral("must end in .tiff")));
    QVERIFY(!reason(folder.filePath(QStringLiteral("a.jpg"))).contains(QStringLiteral("folder exists")));
}

void TestViewerParts::aNoticeIsNotCoveredByATip()
{
    QMainWindow window;
    auto *notice = new StatusNotice;
    window.statusBar()->insertPermanentWidget(0, notice, 1);
    window.resize(400, 200);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    notice->showProblem(QString(500, u'x'));
    QStatusTipEvent tip(QStringLiteral("What this button does"));
    QCoreApplication::sendEvent(&window, &tip);
    QStatusTipEvent noTip{QString()};
    QCoreApplication::sendEvent(&window, &noTip);
    QTest::qWait(20);
    QVERIFY(notice->isVisible());
    QVERIFY(notice->width() > 100);
    QCOMPARE(window.width(), 400); // a long sentence does not widen the window
    QTest::mouseClick(notice, Qt::LeftButton);
    QVERIFY(!notice->isVisible());
}

void TestViewerParts::optionsAreRead()
{
    const auto result = parse({"--connect", "VC0001", "--play", "--level", "guru", "--theme", "dark", "--window",
                               "1280x800", "--exit-after", "2.5", "--stats", "s.json", "--screenshot", "s.png"});
    const auto *options = std::get_if<Options>(&result);
    QVERIFY(options);
    QCOMPARE(options->connectId, QStringLiteral("VC0001"));
    QVERIFY(options->play);
    QCOMPARE(options->level.value(), Visibility::Guru);
    QCOMPARE(options->theme.value(), Theme::Dark);
    QCOMPARE(options->windowSize.value(), QSize(1280, 800));
    QCOMPARE(options->exitAfterSeconds.value(), 2.5);
    const auto bare = parse({});
    QVERIFY(!std::get<Options>(bare).exitAfterSeconds && !std::get<Options>(bare).level);
}

void TestViewerParts::wrongOptionsAreRefused()
{
    const std::vector<std::vector<std::string>> wrong = {{"--level", "master"},
                                                         {"--theme", "pink"},
                                                         {"--window", "big"},
                                                         {"--window", "0x0"},
                                                         {"--exit-after", "x"},
                                                         {"--exit-after", "-1"},
                                                         {"--no-such-option"},
                                                         {"picture.tiff"},
                                                         {"--virtual", "--connect", "VC0001"},
                                                         {"--exit-after", "nan"},
                                                         {"--exit-after", "inf"},
                                                         {"--exit-after", "1e300"},
                                                         {"--exit-after", ""},
                                                         {"--window", "99999999999x10"},
                                                         {"--window", " 1x1"},
                                                         {"--window", "1x1 "},
                                                         {"--window", "nanxnan"},
                                                         {"--virtual-args", "--sensor 64x64"},
                                                         {"--play"},
                                                         {"--config-dir", "/etc/passwd"},
                                                         {"--config-dir", "/proc/no/such"},
                                                         {"--config-dir", ""}};
    for (const auto &arguments : wrong)
        QCOMPARE(std::get<int>(parse(arguments)), 2);
    QCOMPARE(std::get<int>(parse({"--help"})), 0);
    QCOMPARE(std::get<int>(parse({"--version"})), 0);
}

QTEST_MAIN(TestViewerParts)
#include "tst_viewer_parts.moc"
