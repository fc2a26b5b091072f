// SPDX-License-Identifier: GPL-3.0-or-later
// What the camera's settings say about a grab (names of the SFNC).
#include "app/cli/grab_settings.h"

#include "app/cli/json.h"
#include "app/cli/session.h"

#include "camera/camera.h"

#include <algorithm>

namespace mv::cli {

namespace {

/// The values of those of @p names that the camera has and gives; none at all if it does not answer.
QHash<QString, QVariant> values(Camera &camera, const QStringList &names)
{
    const auto tree = camera.tree();
    QStringList known;
    for (const QString &name : names) {
        if (tree && tree->find(name))
            known << name;
    }
    QHash<QString, QVariant> result;
    if (known.isEmpty())
        return result;
    const auto states = await(camera.read(known));
    if (!states)
        return result;
    for (auto it = states.value().begin(); it != states.value().end(); ++it) {
        if (it->value.isValid())
            result.insert(it.key(), it->value);
    }
    return result;
}

} // namespace

std::chrono::milliseconds idleLimit(Camera &camera)
{
    const auto settings =
        values(camera, {QStringLiteral("AcquisitionFrameRate"), QStringLiteral("AcquisitionFrameRateEnable"),
                        QStringLiteral("ExposureTime")});
    double period = settings.value(QStringLiteral("ExposureTime")).toDouble() / 1e6; // µs
    const double rate = settings.value(QStringLiteral("AcquisitionFrameRate")).toDouble();
    if (rate > 0 && settings.value(QStringLiteral("AcquisitionFrameRateEnable"), true).toBool())
        period = std::max(period, 1 / rate);
    const double limit = std::clamp(10 * period, 5.0, 86400.0); // a device may claim anything
    return std::chrono::milliseconds(static_cast<std::int64_t>(limit * 1000));
}

QJsonObject pictureSettings(Camera &camera)
{
    const auto settings =
        values(camera, {QStringLiteral("ExposureTime"), QStringLiteral("Gain"), QStringLiteral("BlackLevel"),
                        QStringLiteral("Gamma"), QStringLiteral("AcquisitionFrameRate"), QStringLiteral("TriggerMode"),
                        QStringLiteral("TestPattern"), QStringLiteral("ReverseX"), QStringLiteral("ReverseY"),
                        QStringLiteral("BinningHorizontal"), QStringLiteral("BinningVertical")});
    QJsonObject object;
    for (auto it = settings.begin(); it != settings.end(); ++it)
        object[it.key()] = valueJson(it.value());
    return object;
}

QJsonValue packetSize(Camera &camera)
{
    const QString name = QStringLiteral("GevSCPSPacketSize");
    const auto settings = values(camera, {name});
    return settings.contains(name) ? valueJson(settings.value(name)) : QJsonValue();
}

QString likelyCause(Camera &camera, std::uint64_t asked, const FrameLedger &ledger)
{
    const auto settings = values(camera, {QStringLiteral("AcquisitionMode"), QStringLiteral("AcquisitionFrameCount"),
                                          QStringLiteral("TriggerMode"), QStringLiteral("TriggerSelector"),
                                          QStringLiteral("TriggerSource")});
    const auto text = [&settings](const char *name) { return valueToText(settings.value(QLatin1String(name))); };
    QStringList causes;
    const QString mode = text("AcquisitionMode");
    if (mode == QLatin1String("SingleFrame") && asked > 1)
        causes << QStringLiteral("AcquisitionMode is SingleFrame: the camera sends one frame");
    if (mode == QLatin1String("MultiFrame") && text("AcquisitionFrameCount").toULongLong() < asked)
        causes << QStringLiteral("AcquisitionMode is MultiFrame with an AcquisitionFrameCount of %1")
                      .arg(text("AcquisitionFrameCount"));
    if (text("TriggerMode") == QLatin1String("On"))
        causes << QStringLiteral("TriggerMode is On (TriggerSelector %1, TriggerSource %2): the camera waits for it")
                      .arg(text("TriggerSelector"), text("TriggerSource"));
    const bool usb = camera.device().transport == Transport::Usb;
    if (usb && ledger.incomplete + ledger.lost() > 0)
        causes << QStringLiteral("data is lost on the way: %1 frames came incomplete, %2 were lost; another cable or "
                                 "port, or fewer devices on this controller, may help")
                      .arg(ledger.incomplete)
                      .arg(ledger.lost());
    else if (ledger.incomplete > 0 || ledger.resendsObtained > 0)
        causes << QStringLiteral("packets are lost on the way: %1 frames came incomplete, %2 were lost, and %3 packets "
                                 "had to be sent again")
                      .arg(ledger.incomplete)
                      .arg(ledger.lost())
                      .arg(ledger.resendsObtained);
    if (!usb && causes.isEmpty() && ledger.received == 0)
        causes << QStringLiteral("no packet gets through: a firewall, or packets larger than the network's MTU");
    if (causes.isEmpty())
        causes << QStringLiteral("the camera stopped sending by itself");
    return causes.join(QStringLiteral("; "));
}

} // namespace mv::cli
