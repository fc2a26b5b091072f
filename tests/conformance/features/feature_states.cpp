// SPDX-License-Identifier: GPL-3.0-or-later
// Prints all features of a camera as mv-cli features does, Invisible ones too: idle, streaming, idle again. Says
// "ready" in each state, waits for a line, and prints one line of JSON.
#include "app/cli/json.h"

#include "camera/camera.h"
#include "camera/event_log.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <chrono>
#include <cstdio>
#include <iostream>
#include <string>
#include <thread>

namespace {

using namespace mv;

template<typename T> Result<T> waited(QFuture<Result<T>> future)
{
    future.waitForFinished();
    return future.result();
}

template<typename T> bool failed(const char *what, const Result<T> &result)
{
    if (!result)
        std::fprintf(stderr, "%s: %s\n", what, qPrintable(toDetailedText(result.error())));
    return !result;
}

/// Opening has deadlines of its own (control, heartbeat), which a loaded machine may miss; it is not what is tested
/// here.
bool openPatiently(Camera &camera, const DeviceInfo &info)
{
    for (int tries = 0; tries < 5; ++tries) {
        if (!failed("open", waited(camera.open(info))))
            return true;
        std::this_thread::sleep_for(std::chrono::seconds(4));
    }
    return false;
}

bool print(Camera &camera)
{
    std::cout << "ready" << std::endl;
    std::string line;
    if (!std::getline(std::cin, line))
        return false;
    const auto states = waited(camera.read());
    if (failed("read", states))
        return false;
    QJsonArray rows;
    for (const auto &feature : camera.tree()->features)
        rows << cli::featureJson(feature, states.value().value(feature.name));
    std::cout << QJsonDocument(rows).toJson(QJsonDocument::Compact).toStdString() << std::endl;
    return true;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    if (argc != 2)
        return 2;
    EventLog log;
    Camera camera(log);
    DeviceInfo info;
    info.address = QString::fromLocal8Bit(argv[1]);
    info.serial = info.address;
    if (!openPatiently(camera, info) || !print(camera) || failed("start", waited(camera.start())) || !print(camera) ||
        failed("stop", waited(camera.stop())) || !print(camera))
        return 1;
    return failed("close", waited(camera.close())) ? 1 : 0;
}
