// SPDX-License-Identifier: GPL-3.0-or-later
// mv-viewer on USB against GigE: the same stream, 2448x2048 Mono8 at 75 frames/s (376 MB/s), in pairs of 20 s runs,
// over GigE in packets of 9000 bytes; then 60 s over USB. Ends with status 1 if a promise is not kept: over USB 0 lost,
// and at most 1.2 of the CPU time that the viewer takes over GigE.
#include "tests/bench/viewer/viewer_run.h"
#include "tests/support/virtual_camera_process.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <unistd.h>

namespace {

using mv::test::VirtualCameraProcess;

constexpr int pairs = 3;
constexpr int pairSeconds = 20, longSeconds = 60;
constexpr double maxCpuRatio = 1.2;

/// A network of its own, whose loopback carries no packets above 9000 bytes; does not come back if it works.
void enterSmallNetwork(char **argv)
{
    ::setenv("MV_BENCH_NETWORK", "1", 1);
    const char *script = "ip link set lo mtu 9000 up && exec \"$0\"";
    if (::geteuid() == 0) // keeps the right to real-time threads, which a user namespace takes away
        ::execlp("unshare", "unshare", "--net", "sh", "-c", script, argv[0], nullptr);
    else
        ::execlp("unshare", "unshare", "--map-root-user", "--net", "sh", "-c", script, argv[0], nullptr);
    std::perror("bench_viewer_usb: unshare");
}

QJsonObject run(const char *wire, int seconds)
{
    VirtualCameraProcess camera;
    if (!camera.start({"--transport", wire, "--sensor", "2448x2048", "--set", "AcquisitionFrameRate=75"})) {
        std::fprintf(stderr, "bench_viewer_usb: no virtual camera: %s\n", camera.error().c_str());
        return {};
    }
    // Over GigE the viewer must not start on the emulated bus.
    if (std::strcmp(wire, "usb") == 0)
        ::setenv("MV_VIRTUAL_USB", camera.socket().c_str(), 1);
    else
        ::unsetenv("MV_VIRTUAL_USB");
    const QTemporaryDir folder;
    return mv::test::runViewer(QString::fromStdString(camera.reach()), folder.path(), seconds);
}

double figure(const QJsonObject &json, const char *name)
{
    return json[QLatin1String(name)].toDouble(-1);
}

} // namespace

int main(int argc, char **argv)
{
    if (!std::getenv("MV_BENCH_NETWORK")) {
        enterSmallNetwork(argv);
        return 1;
    }
    const QCoreApplication application(argc, argv);
    QList<double> ratios;
    QJsonObject gige, usb;
    for (int pair = 0; pair < pairs; ++pair) {
        gige = run("gige", pairSeconds);
        usb = run("usb", pairSeconds);
        if (gige.isEmpty() || usb.isEmpty()) {
            std::fprintf(stderr, "bench_viewer_usb: pair %d failed\n", pair + 1);
            return 1;
        }
        ratios.append(figure(usb, "cpuSeconds") / figure(gige, "cpuSeconds"));
    }
    std::sort(ratios.begin(), ratios.end());
    const double ratio = ratios[pairs / 2];
    const QJsonObject minute = run("usb", longSeconds);
    QJsonObject result{{QStringLiteral("cpuRatio"), ratio},
                       {QStringLiteral("lastGige"), gige},
                       {QStringLiteral("lastUsb"), usb},
                       {QStringLiteral("usbMinute"), minute}};
    std::fputs(QJsonDocument(result).toJson().constData(), stdout);
    const bool kept = ratio <= maxCpuRatio && figure(minute, "lost") == 0 && figure(minute, "incomplete") == 0;
    if (!kept)
        std::fputs("bench_viewer_usb: a promise is not kept (0 lost over USB, at most 1.2 of GigE's CPU time)\n",
                   stderr);
    return kept ? 0 : 1;
}
