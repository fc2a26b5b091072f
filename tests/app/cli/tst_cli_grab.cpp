// SPDX-License-Identifier: GPL-3.0-or-later
// mv-cli grab against the virtual camera: every frame, every bit, every way to end early.
#include "ramp.h"
#include "run_cli.h"
#include "tests/support/test_wire.h"
#include "tests/support/virtual_camera_process.h"

#include "camera/imaging/image_file.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QImage>
#include <QJsonArray>
#include <QTemporaryDir>

#include <gtest/gtest.h>

using namespace mv::test;

namespace {

class CliGrab : public ::testing::Test
{
protected:
    void SetUp() override { ASSERT_TRUE(m_camera.start(arguments())) << m_camera.error(); }

    /// A USB camera drops frames when nobody asks for the time of eight, and this machine may be busy.
    static int rate() { return testWire() == Wire::Usb ? 40 : 100; }
    virtual std::vector<std::string> arguments() const
    {
        return {"--set", "Width=640", "--set", "Height=480", "--set", "AcquisitionFrameRate=" + std::to_string(rate())};
    }
    QStringList grab(QStringList more) const
    {
        return QStringList{"grab"_s, QString::fromStdString(m_camera.serial()), "--json"_s} << std::move(more);
    }
    CliRun set(const QString &assignment) const
    {
        return runCli({"set"_s, QString::fromStdString(m_camera.serial()), assignment});
    }

    VirtualCameraProcess m_camera;
    QTemporaryDir m_folder;
};

/// The sensor's whole picture, at a rate that two busy cores can carry.
class CliGrabFull : public CliGrab
{
protected:
    std::vector<std::string> arguments() const override
    {
        return {"--set", testWire() == Wire::Usb ? "AcquisitionFrameRate=10" : "AcquisitionFrameRate=25"};
    }
};

/// Checks each RAW file of @p report against (x + y + c) mod 256, c counting up from 0.
void expectRamp(const QJsonObject &report, std::uint32_t width, std::uint32_t height)
{
    const QJsonArray files = report["files"_s].toArray();
    std::uint64_t id = firstFrameId();
    for (const QJsonValue &file : files) {
        const auto raw = readRaw(file.toString());
        ASSERT_TRUE(raw) << qPrintable(file.toString());
        ASSERT_EQ(raw->frameId(), id);
        ASSERT_EQ(raw->number("width"), width);
        ASSERT_EQ(raw->number("height"), height);
        ASSERT_EQ(wrongPixels(raw->image(), width, height, id - firstFrameId(), 256), 0u) << "frame " << id;
        ++id;
    }
}

void expectCounts(const QJsonObject &report, int received, qsizetype files)
{
    EXPECT_EQ(report["received"_s].toInteger(-1), received);
    EXPECT_EQ(report["lost"_s].toInteger(-1), 0);
    EXPECT_EQ(report["incomplete"_s].toInteger(-1), 0);
    EXPECT_EQ(report["files"_s].toArray().size(), files);
}

void expectEndedEarly(const CliRun &run, const char *code, const char *words)
{
    EXPECT_EQ(run.status, 1);
    EXPECT_EQ(run.errorLines(), 1) << run.err.constData();
    EXPECT_TRUE(run.err.contains(words)) << run.err.constData();
    EXPECT_EQ(run.json()["error"_s]["code"_s].toString(), QLatin1String(code)) << run.out.constData();
}

} // namespace

TEST_F(CliGrab, TwoHundredFramesBitExact)
{
    const CliRun run = runCli(grab({"-n"_s, "200"_s, "--out"_s, m_folder.path(), "--format"_s, "raw"_s}));
    ASSERT_EQ(run.status, 0) << run.err.constData();
    EXPECT_TRUE(run.err.isEmpty());
    const QJsonObject report = run.json();
    expectCounts(report, 200, 200);
    EXPECT_EQ(report["firstFrameId"_s].toInteger(), firstFrameId());
    EXPECT_EQ(report["lastFrameId"_s].toInteger(), firstFrameId() + 199);
    EXPECT_EQ(report["bytes"_s].toInteger(), 200 * 640 * 480);
    EXPECT_NEAR(report["fps"_s].toDouble(), rate(), 0.05 * rate());
    EXPECT_EQ(report["pixelFormat"_s].toString(), "Mono8"_s);
    expectRamp(report, 640, 480);
}

TEST_F(CliGrabFull, FullFramesAreBitExactOnTheDisk)
{
    const CliRun run = runCli(grab({"-n"_s, "40"_s, "--out"_s, m_folder.path(), "--format"_s, "raw"_s}));
    ASSERT_EQ(run.status, 0) << run.err.constData();
    expectCounts(run.json(), 40, 40);
    expectRamp(run.json(), 2448, 2048);
}

TEST_F(CliGrab, EveryKindOfFileIsWritten)
{
    for (const mv::ImageFileFormatInfo &format : mv::imageFileFormats()) {
        const QString name = QString::fromLatin1(format.name.data(), static_cast<qsizetype>(format.name.size()));
        SCOPED_TRACE(qPrintable(name));
        const CliRun run = runCli(grab({"-n"_s, "2"_s, "--out"_s, m_folder.filePath(name), "--format"_s, name}));
        ASSERT_EQ(run.status, 0) << run.err.constData();
        expectCounts(run.json(), 2, 2);
        const QString file = run.json()["files"_s][1].toString();
        EXPECT_TRUE(file.startsWith(m_folder.filePath(name))) << qPrintable(file);
        const QImage picture(file);
        if (format.format == mv::ImageFileFormat::Raw || picture.isNull())
            continue; // Qt reads PNG and BMP; the rest is imaging's own tests' matter
        EXPECT_EQ(picture.size(), QSize(640, 480));
        EXPECT_EQ(qGray(picture.pixel(100, 50)), 151) << "x + y + c in the second frame";
    }
}

TEST_F(CliGrab, DeepPixelsStayDeepAndACutIsSaid)
{
    ASSERT_EQ(set("PixelFormat=Mono12"_s).status, 0);
    const CliRun raw = runCli(grab({"-n"_s, "1"_s, "--out"_s, m_folder.path(), "--format"_s, "raw"_s}));
    ASSERT_EQ(raw.status, 0) << raw.err.constData();
    EXPECT_EQ(raw.json()["pixelFormat"_s].toString(), "Mono12"_s);
    EXPECT_FALSE(raw.json()["cutTo8Bits"_s].toBool(true));
    const CliRun bmp = runCli(grab({"-n"_s, "1"_s, "--out"_s, m_folder.path(), "--format"_s, "bmp"_s}));
    ASSERT_EQ(bmp.status, 0) << bmp.err.constData();
    EXPECT_TRUE(bmp.json()["cutTo8Bits"_s].toBool());
}

TEST_F(CliGrab, ASecondGrabOverwritesNothing)
{
    const QStringList arguments = grab({"-n"_s, "3"_s, "--out"_s, m_folder.path()});
    const QJsonArray first = runCli(arguments).json()["files"_s].toArray();
    const QJsonArray second = runCli(arguments).json()["files"_s].toArray();
    ASSERT_EQ(first.size(), 3);
    ASSERT_EQ(second.size(), 3);
    EXPECT_EQ(QDir(m_folder.path()).entryList({"*.tiff"_s}, QDir::Files).size(), 6);
}

TEST_F(CliGrab, ThePacketSizeIsObeyedAndReported)
{
    if (testWire() == Wire::Usb) {
        const CliRun refused = runCli(grab({"-n"_s, "2"_s, "--packet-size"_s, "1440"_s}));
        EXPECT_EQ(refused.status, 1);
        EXPECT_EQ(refused.errorLines(), 1) << refused.err.constData();
        EXPECT_TRUE(refused.err.contains("GigE")) << refused.err.constData();
        return;
    }
    const CliRun small = runCli(grab({"-n"_s, "2"_s, "--packet-size"_s, "1440"_s}));
    EXPECT_EQ(small.status, 0) << small.err.constData();
    EXPECT_EQ(small.json()["packetSize"_s].toInteger(), 1440);
    const CliRun negotiated = runCli(grab({"-n"_s, "2"_s}));
    EXPECT_GT(negotiated.json()["packetSize"_s].toInteger(), 1500) << "loopback carries more";
    const CliRun refused = runCli(grab({"-n"_s, "2"_s, "--packet-size"_s, "65535"_s}));
    EXPECT_EQ(refused.status, 1);
    EXPECT_EQ(refused.errorLines(), 1) << refused.err.constData();
    EXPECT_EQ(refused.json()["error"_s]["code"_s].toString(), "ValueOutOfRange"_s) << refused.out.constData();
}

TEST_F(CliGrab, SingleFrameModeIsNamedAsTheCause)
{
    ASSERT_EQ(set("AcquisitionMode=SingleFrame"_s).status, 0);
    const CliRun one = runCli(grab({"-n"_s, "1"_s}));
    EXPECT_EQ(one.status, 0) << one.err.constData();
    const CliRun two = runCli(grab({"-n"_s, "2"_s, "--timeout"_s, "1"_s}));
    expectEndedEarly(two, "FramesMissing", "AcquisitionMode is SingleFrame");
    expectCounts(two.json(), 1, 0);
}

TEST_F(CliGrab, MultiFrameModeIsNamedAsTheCause)
{
    ASSERT_EQ(set("AcquisitionMode=MultiFrame"_s).status, 0);
    ASSERT_EQ(set("AcquisitionFrameCount=5"_s).status, 0);
    const CliRun all = runCli(grab({"-n"_s, "5"_s}));
    EXPECT_EQ(all.status, 0) << all.err.constData();
    expectCounts(all.json(), 5, 0);
    const CliRun run = runCli(grab({"-n"_s, "10"_s, "--timeout"_s, "1"_s}));
    expectEndedEarly(run, "FramesMissing", "AcquisitionFrameCount of 5");
    expectCounts(run.json(), 5, 0);
}

TEST_F(CliGrab, WithoutATimeoutItWaitsFiveSeconds)
{
    ASSERT_EQ(set("AcquisitionMode=SingleFrame"_s).status, 0);
    QElapsedTimer timer;
    timer.start();
    expectEndedEarly(runCli(grab({"-n"_s, "2"_s})), "FramesMissing", "SingleFrame");
    EXPECT_GE(timer.elapsed(), 5000);
    EXPECT_LT(timer.elapsed(), 9000);
}

TEST_F(CliGrab, CtrlCEndsItCleanlyWithTheReport)
{
    Cli cli(grab({"-n"_s, "1000000"_s, "--out"_s, m_folder.path(), "--format"_s, "raw"_s}));
    while (QDir(m_folder.path()).entryList({"*.raw"_s}, QDir::Files).size() < 10)
        ASSERT_FALSE(cli.process().waitForFinished(50)) << cli.finish().err.constData();
    ASSERT_EQ(::kill(static_cast<pid_t>(cli.process().processId()), SIGINT), 0);
    const CliRun run = cli.finish();
    expectEndedEarly(run, "Cancelled", "");
    const QJsonObject report = run.json();
    EXPECT_GE(report["received"_s].toInteger(), 10);
    EXPECT_EQ(report["files"_s].toArray().size(), report["received"_s].toInteger()) << "what was taken is saved";
    expectRamp(report, 640, 480);
    EXPECT_EQ(runCli(grab({"-n"_s, "1"_s})).status, 0) << "the camera is free again";
}

TEST_F(CliGrab, AVanishedCameraEndsItSoon)
{
    Cli cli(grab({"-n"_s, "1000000"_s, "--out"_s, m_folder.path(), "--format"_s, "raw"_s}));
    while (QDir(m_folder.path()).entryList({"*.raw"_s}, QDir::Files).size() < 10)
        ASSERT_FALSE(cli.process().waitForFinished(50)) << cli.finish().err.constData();
    m_camera.kill9();
    QElapsedTimer timer;
    timer.start();
    const CliRun run = cli.finish();
    EXPECT_LT(timer.elapsed(), 20000);
    EXPECT_EQ(run.status, 1);
    EXPECT_EQ(run.errorLines(), 1) << run.err.constData();
    const QString code = run.json()["error"_s]["code"_s].toString();
    EXPECT_TRUE(code == "ConnectionLost"_s || code == "FramesMissing"_s) << qPrintable(code);
    EXPECT_GE(run.json()["received"_s].toInteger(), 10);
}

TEST_F(CliGrabFull, ASlowDiskEndsItHonestly)
{
    // 8 MiB hold one frame of 5 MB: PNG cannot keep up with 75 a second.
    ASSERT_EQ(set("AcquisitionFrameRate=75"_s).status, 0);
    const CliRun run =
        runCli(grab({"-n"_s, "1000"_s, "--out"_s, m_folder.path(), "--format"_s, "png"_s, "--memory"_s, "16"_s}));
    expectEndedEarly(run, "FramesUnsaved", "--memory");
    const QJsonObject report = run.json();
    EXPECT_GT(report["received"_s].toInteger(), 0);
    EXPECT_LT(report["received"_s].toInteger(), 1000);
    EXPECT_EQ(report["files"_s].toArray().size(), report["received"_s].toInteger()) << "what was taken is saved";
}

TEST_F(CliGrabFull, AFrameLargerThanTheMemoryEndsItAtOnce)
{
    ASSERT_EQ(set("PixelFormat=Mono12"_s).status, 0); // 10 MB
    const CliRun run = runCli(grab({"-n"_s, "1"_s, "--memory"_s, "16"_s}));
    expectEndedEarly(run, "FramesUnsaved",
                     QByteArray("at frame " + QByteArray::number(qulonglong(firstFrameId())) + ";").constData());
    expectCounts(run.json(), 0, 0);
}

TEST_F(CliGrab, AFileThatCannotBeWrittenEndsIt)
{
    // The file-size limit (100 blocks of 512 bytes) stands in for a full disk.
    const CliRun run = runCli(grab({"-n"_s, "50"_s, "--out"_s, m_folder.path(), "--format"_s, "raw"_s}),
                              {"sh"_s, "-c"_s, "ulimit -f 100; exec \"$@\""_s, "sh"_s});
    expectEndedEarly(run, "FileNotWritable", ".raw");
    EXPECT_TRUE(run.json()["files"_s].toArray().isEmpty());
    EXPECT_TRUE(QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden).isEmpty()) << "no half files";
}

TEST_F(CliGrab, LostPacketsAreResentAndCounted)
{
    ASSERT_EQ(set("VirtualFaultPacketLoss=50"_s).status, 0);
    const CliRun run = runCli(grab({"-n"_s, "100"_s, "--out"_s, m_folder.path(), "--format"_s, "raw"_s}));
    const QJsonObject report = run.json();
    EXPECT_EQ(run.status, 0) << run.err.constData();
    EXPECT_EQ(report["received"_s].toInteger(), 100);
    EXPECT_GT(report["resendsRequested"_s].toInteger(), 0);
    const QJsonArray files = report["files"_s].toArray();
    for (const QJsonValue &file : files) {
        const auto raw = readRaw(file.toString());
        ASSERT_TRUE(raw);
        EXPECT_EQ(wrongPixels(raw->image(), 640, 480, raw->frameId() - 1, 256), 0u);
    }
}

// Most packets vanish, and most that are asked for again, too: no frame comes, and the report says why.
TEST_F(CliGrab, ALinkThatLosesNearlyEverythingIsNamed)
{
    ASSERT_EQ(set("VirtualFaultPacketLoss=900"_s).status, 0);
    const CliRun run = runCli(grab({"-n"_s, "50"_s, "--packet-size"_s, "1500"_s, "--timeout"_s, "2"_s}));
    expectEndedEarly(run, "FramesMissing", "packets are lost on the way");
    const QJsonObject report = run.json();
    const QJsonObject ledger = report["ledger"_s].toObject();
    EXPECT_GT(report["incomplete"_s].toInteger() + report["lost"_s].toInteger(), 0);
    EXPECT_EQ(report["incomplete"_s].toInteger(), ledger["incomplete"_s].toInteger(-1));
    EXPECT_EQ(report["lost"_s].toInteger(), ledger["lostOnWire"_s].toInteger() + ledger["lostInHost"_s].toInteger());
}

// Some frames come and others do not: each id from the first to the last frame is in one of the counts.
TEST_F(CliGrab, EveryFrameIsAccountedFor)
{
    ASSERT_EQ(set("VirtualFaultPacketLoss=500"_s).status, 0);
    const CliRun run = runCli(grab({"-n"_s, "20"_s, "--packet-size"_s, "1500"_s, "--timeout"_s, "4"_s}));
    const QJsonObject report = run.json();
    ASSERT_GT(report["received"_s].toInteger(), 1) << run.out.constData();
    const qint64 span = report["lastFrameId"_s].toInteger() - report["firstFrameId"_s].toInteger() + 1;
    const qint64 counted =
        report["received"_s].toInteger() + report["lost"_s].toInteger() + report["incomplete"_s].toInteger();
    EXPECT_GE(counted, span) << run.out.constData();
}

int main(int argc, char **argv)
{
    ::testing::InitGoogleTest(&argc, argv);
    const QCoreApplication application(argc, argv);
    return RUN_ALL_TESTS();
}
