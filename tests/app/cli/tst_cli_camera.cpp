// SPDX-License-Identifier: GPL-3.0-or-later
// mv-cli against the virtual camera: lists, values, errors.
#include "run_cli.h"
#include "tests/support/virtual_camera_process.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QSet>

#include <gtest/gtest.h>

#include <algorithm>

using namespace mv::test;

namespace {

/// A camera of its own for each test.
class CliCamera : public ::testing::Test
{
protected:
    void SetUp() override { ASSERT_TRUE(m_camera.start()) << m_camera.error(); }

    QString serial() const { return QString::fromStdString(m_camera.serial()); }
    CliRun run(QStringList arguments) const
    {
        std::ranges::replace(arguments, "ID"_s, serial());
        return runCli(arguments);
    }
    QJsonObject listed() const
    {
        const QJsonArray devices = runCli({"list"_s, "--json"_s}).json()["devices"_s].toArray();
        for (const QJsonValue &device : devices) {
            if (device["serial"_s].toString() == serial())
                return device.toObject();
        }
        return {};
    }

    VirtualCameraProcess m_camera;
};

void expectFailure(const CliRun &run, const char *code)
{
    EXPECT_EQ(run.status, 1) << run.out.constData();
    EXPECT_EQ(run.errorLines(), 1) << run.err.constData();
    EXPECT_EQ(run.json()["error"_s]["code"_s].toString(), QLatin1String(code)) << run.out.constData();
}

QStringList namesOf(const CliRun &run)
{
    QStringList names;
    const QJsonArray rows = run.json()["features"_s].toArray();
    for (const QJsonValue &row : rows)
        names << row["name"_s].toString();
    return names;
}

} // namespace

TEST_F(CliCamera, ListAndInfoSayTheSame)
{
    const QJsonObject device = listed();
    EXPECT_EQ(device["id"_s].toString(), QString::fromStdString(m_camera.id()));
    if (m_camera.wire() == Wire::Usb) {
        EXPECT_EQ(device["transport"_s].toString(), "USB"_s);
        EXPECT_EQ(device["bus"_s].toInteger(), 2);
        EXPECT_EQ(device["speed"_s].toString(), "SuperSpeed"_s);
        EXPECT_EQ(device["speedMbps"_s].toInteger(), 5000);
        EXPECT_EQ(device["address"_s].toString(), "2-"_s + device["port"_s].toString());
        EXPECT_FALSE(device["guid"_s].toString().isEmpty());
    } else {
        EXPECT_EQ(device["transport"_s].toString(), "GigE"_s);
        EXPECT_EQ(device["address"_s].toString(), QString::fromStdString(m_camera.address()));
    }
    EXPECT_EQ(device["state"_s].toString(), "free"_s);
    EXPECT_FALSE(device["vendor"_s].toString().isEmpty());
    EXPECT_FALSE(device["model"_s].toString().isEmpty());
    for (const QString &id : {serial(), device["id"_s].toString(), device["address"_s].toString()}) {
        const CliRun info = runCli({"info"_s, id, "--json"_s});
        EXPECT_EQ(info.status, 0) << info.err.constData();
        EXPECT_EQ(info.json()["device"_s].toObject(), device);
    }
    const CliRun text = runCli({"list"_s});
    EXPECT_TRUE(text.out.contains(m_camera.serial().c_str()));
    EXPECT_TRUE(text.err.isEmpty());
}

TEST_F(CliCamera, FeaturesHaveEachEitherAValueOrAnError)
{
    const CliRun all = run({"features"_s, "ID"_s, "--json"_s});
    ASSERT_EQ(all.status, 0) << all.err.constData();
    EXPECT_EQ(all.json()["device"_s].toString(), QString::fromStdString(m_camera.id()));
    const QJsonArray rows = all.json()["features"_s].toArray();
    ASSERT_GT(rows.size(), 30);
    for (const QJsonValue &value : rows) {
        const QJsonObject row = value.toObject();
        SCOPED_TRACE(qPrintable(row["name"_s].toString()));
        for (const char *key : {"name", "category", "type", "visibility", "access"})
            EXPECT_FALSE(row[QLatin1String(key)].toString().isEmpty()) << key;
        EXPECT_NE(row.contains("value"_s), row.contains("error"_s));
        EXPECT_NE(row["type"_s].toString(), "Category"_s);
        EXPECT_NE(row["visibility"_s].toString(), "Invisible"_s);
        EXPECT_EQ(row["type"_s].toString() == "Enumeration"_s, !row["entries"_s].toArray().isEmpty());
    }
    const QStringList names = namesOf(all);
    EXPECT_EQ(QSet<QString>(names.begin(), names.end()).size(), names.size());
    EXPECT_LT(names.indexOf("Width"_s), names.indexOf("PixelFormat"_s)); // as in the XML
    EXPECT_LT(names.indexOf("PixelFormat"_s), names.indexOf("ExposureTime"_s));
}

TEST_F(CliCamera, LevelsShowMoreAndMore)
{
    qsizetype before = 0;
    for (const char *level : {"beginner", "expert", "guru"}) {
        const CliRun shown = run({"features"_s, "ID"_s, "--level"_s, QLatin1String(level), "--json"_s});
        ASSERT_EQ(shown.status, 0) << shown.err.constData();
        EXPECT_GT(namesOf(shown).size(), before) << level;
        before = namesOf(shown).size();
    }
    EXPECT_EQ(namesOf(run({"features"_s, "ID"_s, "--json"_s})).size(), before);
}

TEST_F(CliCamera, GetGivesTypesRangesAndAll64Bits)
{
    const CliRun read =
        run({"get"_s, "ID"_s, "Width"_s, "ExposureTime"_s, "PixelFormat"_s, "ChunkModeActive"_s, "DeviceSerialNumber"_s,
             m_camera.wire() == Wire::Usb ? "TimestampLatchValue"_s : "GevMACAddress"_s, "--json"_s});
    ASSERT_EQ(read.status, 0) << read.err.constData();
    const QJsonArray rows = read.json()["features"_s].toArray();
    ASSERT_EQ(rows.size(), 6);
    EXPECT_EQ(rows[0]["value"_s].toInteger(), 2448);
    EXPECT_EQ(rows[0]["max"_s].toInteger(), 2448);
    EXPECT_GT(rows[0]["step"_s].toInteger(), 0);
    EXPECT_TRUE(rows[1]["value"_s].isDouble());
    EXPECT_EQ(rows[1]["unit"_s].toString(), "us"_s);
    EXPECT_EQ(rows[2]["value"_s].toString(), "Mono8"_s);
    EXPECT_EQ(rows[2]["entries"_s][0]["value"_s].toInteger(), 0x01080001);
    EXPECT_TRUE(rows[3]["value"_s].isBool());
    EXPECT_EQ(rows[4]["value"_s].toString(), serial());
    EXPECT_TRUE(read.out.contains("\"max\":9223372036854775807")) << "the upper bound of a 64-bit register";
    EXPECT_EQ(run({"get"_s, "ID"_s, "Width"_s, "PixelFormat"_s}).out, QByteArray("Width=2448\nPixelFormat=Mono8\n"));
}

TEST_F(CliCamera, GetReportsWhatHasNoValueAndStillGivesTheRest)
{
    const CliRun read = run({"get"_s, "ID"_s, "Width"_s, "NoSuchThing"_s, "AcquisitionStart"_s, "--json"_s});
    expectFailure(read, "NoSuchFeature");
    const QJsonArray rows = read.json()["features"_s].toArray();
    ASSERT_EQ(rows.size(), 3);
    EXPECT_EQ(rows[0]["value"_s].toInteger(), 2448);
    EXPECT_EQ(rows[1]["error"_s]["code"_s].toString(), "NoSuchFeature"_s);
    EXPECT_EQ(rows[2]["error"_s]["code"_s].toString(), "FeatureNotReadable"_s);
    expectFailure(run({"get"_s, "ID"_s, "AcquisitionFrameCount"_s, "--json"_s}), "FeatureNotAvailable");
}

TEST_F(CliCamera, SetStopsAtTheFirstRefusal)
{
    const CliRun written =
        run({"set"_s, "ID"_s, "Width=640"_s, "ExposureTime=1234.5"_s, "Height=99999"_s, "OffsetX=16"_s, "--json"_s});
    expectFailure(written, "ValueOutOfRange");
    const QJsonArray rows = written.json()["features"_s].toArray();
    ASSERT_EQ(rows.size(), 2);
    EXPECT_EQ(rows[0]["requested"_s].toString(), "640"_s);
    EXPECT_EQ(rows[0]["value"_s].toInteger(), 640);
    EXPECT_EQ(run({"get"_s, "ID"_s, "Width"_s, "Height"_s, "OffsetX"_s}).out,
              QByteArray("Width=640\nHeight=2048\nOffsetX=0\n"));
    expectFailure(run({"set"_s, "ID"_s, "Width=641"_s, "--json"_s}), "ValueOffStep");
    expectFailure(run({"set"_s, "ID"_s, "Width=wide"_s, "--json"_s}), "ValueNotOfType");
    expectFailure(run({"set"_s, "ID"_s, "PixelFormat=Mono9"_s, "--json"_s}), "ValueNotAnEntry");
    expectFailure(run({"set"_s, "ID"_s, "SensorWidth=1"_s, "--json"_s}), "FeatureReadOnly");
    expectFailure(run({"set"_s, "ID"_s, "Nothing=1"_s, "--json"_s}), "NoSuchFeature");
}

TEST_F(CliCamera, SetTakesEverythingAfterTheFirstEqualsSign)
{
    const CliRun written = run({"set"_s, "ID"_s, "DeviceUserID=a=b c"_s});
    EXPECT_EQ(written.status, 0) << written.err.constData();
    EXPECT_EQ(written.out, QByteArray("DeviceUserID=a=b c\n"));
    EXPECT_EQ(listed()["userName"_s].toString(), "a=b c"_s);
}

TEST_F(CliCamera, ExecuteRunsCommandsOnly)
{
    const CliRun executed = run({"execute"_s, "ID"_s, "TimestampLatch"_s, "--json"_s});
    EXPECT_EQ(executed.status, 0) << executed.err.constData();
    EXPECT_TRUE(executed.json()["done"_s].toBool());
    const CliRun refused = run({"execute"_s, "ID"_s, "Width"_s, "--json"_s});
    EXPECT_EQ(refused.status, 1);
    EXPECT_FALSE(refused.json()["done"_s].toBool(true));
    expectFailure(run({"execute"_s, "ID"_s, "Nothing"_s, "--json"_s}), "NoSuchFeature");
}

TEST_F(CliCamera, CtrlCEndsEvenAnEndlessConnecting)
{
    // Each register answers after 3 s: reading the XML alone would take minutes.
    VirtualCameraProcess slow;
    ASSERT_TRUE(slow.start({"--set", "VirtualFaultPendingAck=true", "--set", "VirtualFaultRegisterDelay=3000"}))
        << slow.error();
    Cli cli({"get"_s, QString::fromStdString(slow.reach()), "Width"_s});
    ASSERT_FALSE(cli.process().waitForFinished(4000)) << cli.finish().err.constData();
    ASSERT_EQ(::kill(static_cast<pid_t>(cli.process().processId()), SIGINT), 0);
    QElapsedTimer timer;
    timer.start();
    const CliRun run = cli.finish();
    EXPECT_LT(timer.elapsed(), 3000);
    EXPECT_EQ(run.status, 1);
    EXPECT_EQ(run.errorLines(), 1) << run.err.constData();
}

TEST_F(CliCamera, ASerialOfTwoCamerasIsRefused)
{
    VirtualCameraProcess twin;
    ASSERT_TRUE(twin.start({"--serial", m_camera.serial()})) << twin.error();
    const CliRun both = run({"get"_s, "ID"_s, "Width"_s, "--json"_s});
    expectFailure(both, "AmbiguousDevice");
    EXPECT_TRUE(both.err.contains(m_camera.reach().c_str())) << both.err.constData();
    EXPECT_EQ(runCli({"get"_s, QString::fromStdString(m_camera.reach()), "Width"_s}).status, 0);
}

TEST_F(CliCamera, ABusyCameraIsListedAsSuchAndRefused)
{
    Cli holder({"grab"_s, serial(), "-n"_s, "100000"_s});
    const auto isBusy = [this] { return listed()["state"_s].toString() == "inUse"_s; };
    bool busy = false;
    for (int i = 0; i < 10 && !busy; ++i)
        busy = isBusy();
    EXPECT_TRUE(busy);
    expectFailure(run({"get"_s, "ID"_s, "Width"_s, "--json"_s}), "DeviceInUse");
    holder.process().terminate();
    EXPECT_EQ(holder.finish().status, 1);
    EXPECT_FALSE(isBusy()) << "released at the end";
}

TEST_F(CliCamera, ACameraThatAnswersGarbageIsNoCamera)
{
    if (m_camera.wire() == Wire::Usb)
        GTEST_SKIP() << "USB has no discovery packets; strange descriptors are tst_usb_hostile's";
    VirtualCameraProcess mad;
    ASSERT_TRUE(mad.start({"--set", "VirtualFaultDiscovery=Garbage"})) << mad.error();
    const QString madSerial = QString::fromStdString(mad.serial());
    EXPECT_FALSE(listed().isEmpty()) << "others are still found";
    expectFailure(runCli({"info"_s, madSerial, "--json"_s}), "DeviceNotFound");
}

int main(int argc, char **argv)
{
    ::testing::InitGoogleTest(&argc, argv);
    const QCoreApplication application(argc, argv);
    return RUN_ALL_TESTS();
}
