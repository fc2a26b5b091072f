// SPDX-License-Identifier: GPL-3.0-or-later
// What mv-cli promises without any camera: help, version, exit statuses, one line for an error.
#include "run_cli.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

#include <gtest/gtest.h>

using namespace mv::test;

namespace {

const QStringList commandNames = {"list"_s, "info"_s, "features"_s, "get"_s, "set"_s, "execute"_s, "grab"_s};

void expectError(const CliRun &run, int status, const QStringList &words)
{
    EXPECT_EQ(run.status, status) << run.err.constData();
    EXPECT_EQ(run.errorLines(), 1) << run.err.constData();
    EXPECT_TRUE(run.err.startsWith("mv-cli: ")) << run.err.constData();
    for (const QString &word : words)
        EXPECT_TRUE(run.err.contains(word.toUtf8())) << run.err.constData();
}

} // namespace

TEST(CliUsage, HelpNamesEveryCommandAndSucceeds)
{
    const CliRun help = runCli({"--help"_s});
    EXPECT_EQ(help.status, 0);
    EXPECT_TRUE(help.err.isEmpty());
    for (const QString &name : commandNames) {
        EXPECT_TRUE(help.out.contains(name.toUtf8())) << qPrintable(name);
        const CliRun own = runCli({name, "--help"_s});
        EXPECT_EQ(own.status, 0) << qPrintable(name);
        EXPECT_TRUE(own.err.isEmpty()) << own.err.constData();
        EXPECT_FALSE(own.out.isEmpty());
    }
}

TEST(CliUsage, VersionNamesTheProgramAndItsLibraries)
{
    const CliRun version = runCli({"--version"_s});
    EXPECT_EQ(version.status, 0);
    EXPECT_TRUE(version.out.startsWith("mv-cli " MV_VERSION)) << version.out.constData();
    EXPECT_TRUE(version.out.contains("Qt 6.")) << version.out.constData();
    EXPECT_TRUE(version.out.contains("Aravis 0.8.")) << version.out.constData();
}

TEST(CliUsage, WrongUsageIsOneLineAndStatusTwo)
{
    const QList<QStringList> wrong = {
        {},
        {"fly"_s},
        {"--fly"_s},
        {"info"_s},
        {"get"_s, "first"_s},
        {"set"_s, "first"_s, "Width"_s},
        {"set"_s, "first"_s, "=5"_s},
        {"execute"_s, "first"_s},
        {"features"_s, "first"_s, "--level"_s, "master"_s},
        {"grab"_s, "first"_s, "-n"_s, "0"_s},
        {"grab"_s, "first"_s, "-n"_s, "-5"_s},
        {"grab"_s, "first"_s, "-n"_s, "many"_s},
        {"grab"_s, "first"_s, "--out"_s, "/tmp"_s, "--format"_s, "gif"_s},
        {"grab"_s, "first"_s, "--format"_s, "raw"_s}, // says nothing without --out
        {"list"_s, "list"_s, "surplus"_s},
        {"list"_s, "--wait"_s, "nan"_s},
        {"list"_s, "--wait"_s, "-1"_s},
        {"grab"_s, "first"_s, "--timeout"_s, "nan"_s},
        {"grab"_s, "first"_s, "--timeout"_s, "inf"_s},
        {"grab"_s, "first"_s, "--timeout"_s, "-1"_s},
        {"grab"_s, "first"_s, "--timeout"_s, "5s"_s},
        {"grab"_s, "first"_s, "--out"_s, {}},
        {"grab"_s, "first"_s, "--out="_s},
        {"grab"_s, "first"_s, "--packet-size"_s, "0"_s},
        {"grab"_s, "first"_s, "--packet-size"_s, "-1"_s},
        {"grab"_s, "first"_s, "--packet-size"_s, "65536"_s},
    };
    for (const QStringList &arguments : wrong) {
        const CliRun run = runCli(arguments);
        SCOPED_TRACE(qPrintable(arguments.join(u' ')));
        expectError(run, 2, {"--help"_s});
        EXPECT_TRUE(run.out.isEmpty());
    }
}

TEST(CliUsage, AWrongWordIsNamedBesideTheRightOnes)
{
    expectError(runCli({"--json"_s, "blah"_s}), 2, QStringList{"blah: no such command"_s} << commandNames);
    expectError(runCli({"features"_s, "first"_s, "--level"_s, "nope"_s}), 2,
                {"\"nope\""_s, "beginner, expert and guru"_s});
}

TEST(CliUsage, AnUnknownCameraIsOneLineAndStatusOne)
{
    for (const QStringList &arguments : {QStringList{"info"_s, "NO-SUCH-CAMERA"_s},
                                         {"grab"_s, "NO-SUCH-CAMERA"_s, "-n"_s, "1"_s},
                                         {"get"_s, "127.3.250.250"_s, "Width"_s}}) {
        const CliRun run = runCli(arguments);
        expectError(run, 1, {arguments[1]});
        EXPECT_TRUE(run.out.isEmpty());
    }
}

TEST(CliUsage, JsonCarriesTheErrorAndMayStandBeforeOrAfterTheCommand)
{
    for (const QStringList &arguments :
         {QStringList{"--json"_s, "info"_s, "NO-SUCH-CAMERA"_s}, {"info"_s, "NO-SUCH-CAMERA"_s, "--json"_s}}) {
        const CliRun run = runCli(arguments);
        expectError(run, 1, {"NO-SUCH-CAMERA"_s});
        const QJsonObject error = run.json()["error"_s].toObject();
        EXPECT_EQ(error["code"_s].toString(), "DeviceNotFound"_s) << run.out.constData();
        EXPECT_TRUE(error["text"_s].toString().contains("NO-SUCH-CAMERA"_s));
    }
}

TEST(CliUsage, ListIsAJsonArrayEvenWithoutCameras)
{
    const CliRun run = runCli({"list"_s, "--json"_s});
    EXPECT_EQ(run.status, 0) << run.err.constData();
    EXPECT_TRUE(run.json()["devices"_s].isArray()) << run.out.constData();
    EXPECT_TRUE(run.err.isEmpty());
}

TEST(CliUsage, ABadFolderIsRefusedBeforeAnyCameraIsSought)
{
    QTemporaryDir folder;
    const QString file = folder.filePath("file"_s);
    QFile blocker(file);
    ASSERT_TRUE(blocker.open(QIODevice::WriteOnly));
    for (const QString &bad : {file, file + "/below"_s, "/proc/nowhere"_s}) {
        const CliRun run = runCli({"grab"_s, "NO-SUCH-CAMERA"_s, "--out"_s, bad});
        expectError(run, 1, {bad});
        EXPECT_FALSE(run.err.contains("NO-SUCH-CAMERA"));
    }
}

TEST(CliUsage, AFullDiskUnderStandardOutputIsAFailure)
{
    Cli cli({"list"_s, "--json"_s}, {"sh"_s, "-c"_s, "exec \"$@\" >/dev/full"_s, "sh"_s});
    const CliRun run = cli.finish();
    expectError(run, 1, {"standard output"_s, "No space left"_s});
    EXPECT_FALSE(run.err.contains("folder"));
}

TEST(CliUsage, AReaderThatHasGoneIsAFailureNotTheEnd)
{
    Cli cli({"list"_s}, {"bash"_s, "-c"_s, "\"$@\" | true; exit ${PIPESTATUS[0]}"_s, "bash"_s});
    expectError(cli.finish(), 1, {"standard output"_s});
}

TEST(CliUsage, FirstWithoutAnyCameraSaysSo)
{
    // An empty network namespace with nothing but loopback: whatever else runs on this machine is not there.
    const QString alone = "ip link set lo up && exec \"$@\""_s;
    if (QProcess::execute("unshare"_s, {"-rn"_s, "ip"_s, "link"_s, "set"_s, "lo"_s, "up"_s}) != 0)
        GTEST_SKIP() << "no network namespaces here";
    const CliRun run = runCli({"info"_s, "first"_s, "--json"_s}, {"unshare"_s, "-rn"_s, "sh"_s, "-c"_s, alone, "sh"_s});
    expectError(run, 1, {"No camera was found"_s});
    EXPECT_EQ(run.json()["error"_s]["code"_s].toString(), "DeviceNotFound"_s);
}

int main(int argc, char **argv)
{
    ::testing::InitGoogleTest(&argc, argv);
    const QCoreApplication application(argc, argv);
    return RUN_ALL_TESTS();
}
