// SPDX-License-Identifier: GPL-3.0-or-later
// mv-cli against Debian's arv-fake-gv-camera-0.8, a camera that none of us wrote.
#include "ramp.h"
#include "run_cli.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <gtest/gtest.h>

using namespace mv::test;

namespace {

/// The fake camera binds 127.0.0.1 only: each run gets a network namespace of its own, and the camera ends with it.
const QStringList besideFakeCamera = {
    "unshare"_s,
    "-rn"_s,
    "sh"_s,
    "-c"_s,
    "ip link set lo up && { arv-fake-gv-camera-0.8 -i lo -s FAKE01 >/dev/null 2>&1 & } && camera=$! && "
    "sleep 0.5; \"$@\"; status=$?; kill $camera; exit $status"_s,
    "sh"_s};

CliRun runBesideFake(const QStringList &arguments)
{
    return runCli(arguments, besideFakeCamera);
}

/// This environment may forbid namespaces, or lack the package.
bool canRun()
{
    if (QStandardPaths::findExecutable("arv-fake-gv-camera-0.8"_s).isEmpty())
        return false;
    return QProcess::execute("unshare"_s, {"-rn"_s, "ip"_s, "link"_s, "set"_s, "lo"_s, "up"_s}) == 0;
}

} // namespace

TEST(CliFake, ListsIt)
{
    const CliRun run = runBesideFake({"list"_s, "--json"_s});
    ASSERT_EQ(run.status, 0) << run.err.constData();
    const QJsonArray devices = run.json()["devices"_s].toArray();
    ASSERT_EQ(devices.size(), 1) << run.out.constData();
    EXPECT_EQ(devices[0]["serial"_s].toString(), "FAKE01"_s);
    EXPECT_EQ(devices[0]["vendor"_s].toString(), "Aravis"_s);
    EXPECT_EQ(devices[0]["address"_s].toString(), "127.0.0.1"_s);
    EXPECT_EQ(devices[0]["state"_s].toString(), "free"_s);
}

TEST(CliFake, ReadsAndWritesItsFeatures)
{
    const CliRun read = runBesideFake({"get"_s, "FAKE01"_s, "Width"_s, "PixelFormat"_s, "--json"_s});
    ASSERT_EQ(read.status, 0) << read.err.constData();
    const QJsonArray rows = read.json()["features"_s].toArray();
    ASSERT_EQ(rows.size(), 2);
    EXPECT_EQ(rows[0]["value"_s].toInteger(), 512);
    EXPECT_EQ(rows[1]["value"_s].toString(), "Mono8"_s);
    const CliRun written = runBesideFake({"set"_s, "127.0.0.1"_s, "Width=256"_s, "Height=128"_s});
    EXPECT_EQ(written.status, 0) << written.err.constData();
    EXPECT_EQ(written.out, QByteArray("Width=256\nHeight=128\n"));
}

TEST(CliFake, GrabsEveryFrameOfItsRampBitExactly)
{
    QTemporaryDir folder;
    const CliRun run = runBesideFake(
        {"grab"_s, "first"_s, "-n"_s, "50"_s, "--out"_s, folder.path(), "--format"_s, "raw"_s, "--json"_s});
    ASSERT_EQ(run.status, 0) << run.err.constData();
    const QJsonObject report = run.json();
    EXPECT_EQ(report["received"_s].toInteger(-1), 50);
    EXPECT_EQ(report["lost"_s].toInteger(-1), 0);
    EXPECT_EQ(report["incomplete"_s].toInteger(-1), 0);
    const QJsonArray files = report["files"_s].toArray();
    ASSERT_EQ(files.size(), 50);
    std::uint64_t expected = static_cast<std::uint64_t>(report["firstFrameId"_s].toInteger());
    for (const QJsonValue &file : files) {
        const auto raw = readRaw(file.toString());
        ASSERT_TRUE(raw) << qPrintable(file.toString());
        EXPECT_EQ(raw->frameId(), expected);
        // At the default gain and exposure (src/arvfakecamera.c).
        EXPECT_EQ(wrongPixels(raw->image(), 512, 512, expected, 255), 0u);
        ++expected;
    }
}

TEST(CliFake, ACameraInAForeignSubnetIsListedAsUnreachableAndSaidToBeSo)
{
    const QString script = QStringLiteral(MV_SOURCE_DIR "/tests/app/cli/foreign_subnet.sh");
    const QStringList beside = {"unshare"_s, "-rn"_s, "sh"_s, script};
    const CliRun list = runCli({"list"_s, "--json"_s}, beside);
    ASSERT_EQ(list.status, 0) << list.err.constData();
    const QJsonArray devices = list.json()["devices"_s].toArray();
    ASSERT_EQ(devices.size(), 1) << list.out.constData();
    EXPECT_EQ(devices[0]["address"_s].toString(), "10.9.0.5"_s);
    EXPECT_EQ(devices[0]["hostAddress"_s].toString(), "172.16.5.1"_s);
    EXPECT_EQ(devices[0]["state"_s].toString(), "unreachable"_s);
    const CliRun read = runCli({"get"_s, "FOREIGN"_s, "Width"_s}, beside);
    EXPECT_EQ(read.status, 1);
    EXPECT_EQ(read.errorLines(), 1) << read.err.constData();
    EXPECT_TRUE(read.err.contains("subnet")) << read.err.constData();
}

TEST(CliFake, AHostWithoutAnyNetworkSaysSo)
{
    const CliRun run = runCli({"list"_s, "--json"_s}, {"unshare"_s, "-rn"_s});
    EXPECT_EQ(run.status, 1);
    EXPECT_EQ(run.errorLines(), 1) << run.err.constData();
    EXPECT_EQ(run.json()["error"_s]["code"_s].toString(), "SearchFailed"_s) << run.out.constData();
}

int main(int argc, char **argv)
{
    ::testing::InitGoogleTest(&argc, argv);
    const QCoreApplication application(argc, argv);
    if (!canRun()) {
        qWarning("skipped: arv-fake-gv-camera-0.8 (package aravis-tools) or network namespaces are missing");
        return 77;
    }
    return RUN_ALL_TESTS();
}
