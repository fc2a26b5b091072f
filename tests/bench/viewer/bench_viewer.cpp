// SPDX-License-Identifier: GPL-3.0-or-later
// mv-viewer on 2448x2048 Mono8 at 75 frames/s (376 MB/s), five runs of 20 s: the median of every figure of --stats.
// Ends with status 1 if a promise is not kept: 0 lost, at least 25 shown a second, no GUI stall of 50 ms or more.
#include "tests/bench/viewer/viewer_run.h"
#include "tests/support/virtual_camera_process.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>

namespace {

constexpr int runs = 5;
constexpr double minShownPerSecond = 25;
constexpr double maxStallMs = 50;

double median(QList<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    mv::test::VirtualCameraProcess camera;
    if (!camera.start({"--sensor", "2448x2048", "--set", "AcquisitionFrameRate=75"})) {
        std::fprintf(stderr, "bench_viewer: no virtual camera: %s\n", camera.error().c_str());
        return 1;
    }
    const QTemporaryDir folder;
    QMap<QString, QList<double>> figures;
    for (int run = 0; run < runs; ++run) {
        const QJsonObject json = mv::test::runViewer(QString::fromStdString(camera.serial()), folder.path(), 20);
        if (json.isEmpty()) {
            std::fprintf(stderr, "bench_viewer: run %d failed\n", run + 1);
            return 1;
        }
        for (auto it = json.begin(); it != json.end(); ++it) {
            if (it->isDouble())
                figures[it.key()].append(it->toDouble());
        }
    }
    QJsonObject result;
    for (auto it = figures.cbegin(); it != figures.cend(); ++it)
        result[it.key()] = median(it.value());
    std::fputs(QJsonDocument(result).toJson().constData(), stdout);
    const bool kept = result[QStringLiteral("lost")].toDouble() == 0 &&
                      result[QStringLiteral("displayFps")].toDouble() >= minShownPerSecond &&
                      result[QStringLiteral("longestGuiStallMs")].toDouble() < maxStallMs;
    if (!kept)
        std::fputs("bench_viewer: a promise is not kept (0 lost, 25 shown a second, stalls under 50 ms)\n", stderr);
    return kept ? 0 : 1;
}
