// SPDX-License-Identifier: GPL-3.0-or-later
// 2448x2048 Mono8 at 75 frames/s (376 MB/s) from the virtual camera through Camera, without a display, for 10 s.
#include "camera/camera.h"
#include "camera/event_log.h"
#include "tests/support/virtual_camera_process.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <chrono>
#include <cstdio>
#include <string>
#include <thread>

#include <sys/resource.h>

using namespace mv;

namespace {

constexpr std::chrono::seconds duration{10};

double cpuSeconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval &t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

long peakMemoryKb()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

template<typename T> Result<T> waited(QFuture<Result<T>> future, const char *what)
{
    future.waitForFinished();
    const Result<T> result = future.result();
    if (!result)
        std::fprintf(stderr, "%s: %s\n", what, qPrintable(toDetailedText(result.error())));
    return result;
}

bool prepare(Camera &camera, const QString &address)
{
    DeviceInfo info;
    info.address = address;
    info.serial = QStringLiteral("bench");
    if (!waited(camera.open(info), "open"))
        return false;
    const std::pair<const char *, QVariant> settings[] = {{"Width", 2448},
                                                          {"Height", 2048},
                                                          {"PixelFormat", QStringLiteral("Mono8")},
                                                          {"ExposureTime", 1000.0},
                                                          {"AcquisitionFrameRate", 75.0}};
    for (const auto &[name, value] : settings) {
        if (!waited(camera.write(QString::fromLatin1(name), value), name))
            return false;
    }
    return true;
}

QJsonObject measure(Camera &camera)
{
    const double before = cpuSeconds();
    if (!waited(camera.start(), "start"))
        return {};
    const auto end = std::chrono::steady_clock::now() + duration;
    double fps = 0;
    // A view that takes frames now and then, as one at 30 Hz does.
    while (std::chrono::steady_clock::now() < end) {
        std::this_thread::sleep_for(std::chrono::milliseconds(33));
        if (camera.mailbox().take())
            camera.countShown(1);
        fps = camera.ledger().captureFps;
    }
    if (!waited(camera.stop(), "stop"))
        return {};
    const double cpu = cpuSeconds() - before;
    const FrameLedger ledger = camera.ledger();
    return {{QStringLiteral("received"), static_cast<qint64>(ledger.received)},
            {QStringLiteral("lost"), static_cast<qint64>(ledger.lost())},
            {QStringLiteral("incomplete"), static_cast<qint64>(ledger.incomplete)},
            {QStringLiteral("shown"), static_cast<qint64>(ledger.shown)},
            {QStringLiteral("skipped"), static_cast<qint64>(ledger.skipped)},
            {QStringLiteral("bytes"), static_cast<qint64>(ledger.bytes)},
            {QStringLiteral("resendsRequested"), static_cast<qint64>(ledger.resendsRequested)},
            {QStringLiteral("captureFps"), fps},
            {QStringLiteral("seconds"), static_cast<qint64>(duration.count())},
            {QStringLiteral("cpuSeconds"), cpu},
            {QStringLiteral("peakMemoryKb"), static_cast<qint64>(peakMemoryKb())}};
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    test::VirtualCameraProcess process;
    if (!process.start({"--sensor", "2448x2048"})) {
        std::fprintf(stderr, "%s\n", process.error().c_str());
        return 1;
    }
    EventLog log;
    Camera camera(log);
    if (!prepare(camera, QString::fromStdString(process.address())))
        return 1;
    const QJsonObject figures = measure(camera);
    std::puts(QJsonDocument(figures).toJson(QJsonDocument::Compact).constData());
    return figures.isEmpty() ? 1 : 0;
}
