// SPDX-License-Identifier: GPL-3.0-or-later
// mv-cli list, mv-cli info.
#include "app/cli/checks.h"
#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/json.h"
#include "app/cli/session.h"
#include "app/cli/text_table.h"

#include <CLI/CLI.hpp>
#include <QJsonArray>

#include <memory>

namespace mv::cli {

namespace {

Outcome list(double waitSeconds)
{
    const auto devices = findDevices(std::chrono::milliseconds(static_cast<std::int64_t>(waitSeconds * 1000)));
    if (!devices)
        return Outcome::failure(devices.error());
    Outcome outcome;
    QJsonArray array;
    QList<QStringList> rows{{QStringLiteral("Serial"), QStringLiteral("Transport"), QStringLiteral("Vendor"),
                             QStringLiteral("Model"), QStringLiteral("User name"), QStringLiteral("Address"),
                             QStringLiteral("State"), QStringLiteral("ID")}};
    for (const DeviceInfo &device : devices.value()) {
        array << deviceJson(device);
        rows << QStringList{
            device.serial,  transportName(device.transport), device.vendor, device.model, device.userName,
            device.address, accessText(device.access),       device.id};
    }
    outcome.json[QLatin1String("devices")] = array;
    if (interrupted())
        outcome.error = Error{ErrorCode::Cancelled, {}, {}};
    outcome.text = array.isEmpty() ? QStringLiteral("No camera answers.\n") : textTable(rows);
    return outcome;
}

/// A value for a line of text: lists with commas.
QString plainText(const QJsonValue &value)
{
    if (!value.isArray())
        return value.toVariant().toString();
    QStringList texts;
    for (const auto &entry : value.toArray())
        texts << entry.toString();
    return texts.join(QStringLiteral(", "));
}

Outcome info(const QString &id)
{
    const auto device = findDevice(id);
    if (!device)
        return Outcome::failure(device.error());
    Outcome outcome;
    outcome.json[QLatin1String("device")] = deviceJson(device.value());
    QList<QStringList> rows;
    const QJsonObject object = deviceJson(device.value());
    for (auto it = object.begin(); it != object.end(); ++it)
        rows << QStringList{it.key(), plainText(it.value())};
    outcome.text = textTable(rows);
    return outcome;
}

} // namespace

Run declareList(CLI::App &parser)
{
    auto wait = std::make_shared<double>(0);
    parser.add_option("--wait", *wait, "Look again for so many seconds, for cameras that answer late")
        ->check([](const std::string &text) { return checkSeconds(text, 0, 3600); });
    return [wait] { return list(*wait); };
}

Run declareInfo(CLI::App &parser)
{
    auto id = std::make_shared<std::string>();
    parser.add_option("ID", *id, "Which camera")->required()->check(checkName);
    return [id] { return info(QString::fromLocal8Bit(*id)); };
}

} // namespace mv::cli
