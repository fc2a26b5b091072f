// SPDX-License-Identifier: GPL-3.0-or-later
// Devices and features as JSON (docs/formats.md, "mv-cli JSON").
#include "app/cli/json.h"

#include "app/cli/outcome.h"

#include <QJsonArray>

#include <array>
#include <cmath>

namespace mv::cli {

namespace {

constexpr std::array representationNames = {"",           "Linear",    "Logarithmic", "Boolean",
                                            "PureNumber", "HexNumber", "IPV4Address", "MACAddress"};
constexpr std::array notationNames = {"", "Fixed", "Scientific"};

void put(QJsonObject &object, const char *key, const QString &text)
{
    if (!text.isEmpty())
        object[QLatin1String(key)] = text;
}

void put(QJsonObject &object, const char *key, const QStringList &texts)
{
    if (!texts.isEmpty())
        object[QLatin1String(key)] = QJsonArray::fromStringList(texts);
}

template<typename Number> void put(QJsonObject &object, const char *key, const std::optional<Number> &number)
{
    if (number)
        object[QLatin1String(key)] = valueJson(QVariant::fromValue(*number));
}

QJsonArray entriesJson(const FeatureDescription &description, const FeatureState &state)
{
    QJsonArray entries;
    for (const EnumEntry &entry : description.entries) {
        if (state.missingEntries.contains(entry.name))
            continue;
        QJsonObject object{{QStringLiteral("name"), entry.name},
                           {QStringLiteral("value"), entry.value},
                           {QStringLiteral("available"), state.availableEntries.contains(entry.name)}};
        put(object, "displayName", entry.displayName);
        put(object, "toolTip", entry.toolTip);
        entries << object;
    }
    return entries;
}

void putDescription(QJsonObject &object, const FeatureDescription &description)
{
    object[QLatin1String("category")] = description.category;
    object[QLatin1String("type")] = typeName(description.type);
    object[QLatin1String("visibility")] = visibilityName(description.visibility);
    put(object, "displayName", description.displayName);
    put(object, "toolTip", description.toolTip);
    put(object, "description", description.description);
    put(object, "docuUrl", description.docuUrl);
    put(object, "alias", description.alias);
    put(object, "castAlias", description.castAlias);
    put(object, "errorFeature", description.errorFeature);
    if (description.deprecated)
        object[QLatin1String("deprecated")] = true;
    if (description.nameSpace == NameSpace::Standard)
        object[QLatin1String("standard")] = true;
    const auto notation = static_cast<std::size_t>(description.displayNotation);
    if (notation < notationNames.size())
        put(object, "displayNotation", QString::fromLatin1(notationNames[notation]));
    if (description.displayPrecision >= 0)
        object[QLatin1String("displayPrecision")] = description.displayPrecision;
    put(object, "unit", description.unit);
    const auto representation = static_cast<std::size_t>(description.representation);
    if (representation < representationNames.size())
        put(object, "representation", QString::fromLatin1(representationNames[representation]));
    put(object, "selects", description.selects);
    put(object, "selectedBy", description.selectedBy);
    object[QLatin1String("streamable")] = description.streamable;
    if (description.pollingTimeMs > 0)
        object[QLatin1String("pollingTimeMs")] = description.pollingTimeMs;
}

void putUsb(QJsonObject &object, const UsbLink &link)
{
    object[QLatin1String("bus")] = link.bus;
    object[QLatin1String("port")] = link.port;
    object[QLatin1String("deviceNumber")] = link.number;
    object[QLatin1String("guid")] = link.guid;
    object[QLatin1String("speed")] = speedName(link.speed);
    object[QLatin1String("speedMbps")] =
        link.speed == UsbLink::Speed::Unknown ? QJsonValue() : QJsonValue(megabitsPerSecond(link.speed));
    object[QLatin1String("controller")] = link.controller;
    object[QLatin1String("hubs")] = QJsonArray::fromStringList(link.hubs);
    object[QLatin1String("sharesControllerWith")] = QJsonArray::fromStringList(link.sharesWith);
    object[QLatin1String("warnings")] = QJsonArray::fromStringList(warnings(link));
}

} // namespace

QJsonObject deviceJson(const DeviceInfo &device)
{
    QJsonObject object{
        {QStringLiteral("id"), device.id},
        {QStringLiteral("transport"), transportName(device.transport)},
        {QStringLiteral("vendor"), device.vendor},
        {QStringLiteral("model"), device.model},
        {QStringLiteral("serial"), device.serial},
        {QStringLiteral("userName"), device.userName},
        {QStringLiteral("version"), device.version},
        {QStringLiteral("manufacturerInfo"), device.manufacturerInfo},
        {QStringLiteral("address"), device.address},
        {QStringLiteral("subnetMask"), device.subnetMask},
        {QStringLiteral("gateway"), device.gateway},
        {QStringLiteral("mac"), device.mac},
        {QStringLiteral("hostInterface"), device.hostInterface},
        {QStringLiteral("hostAddress"), device.hostAddress},
        {QStringLiteral("state"), accessText(device.access)},
    };
    if (device.usb)
        putUsb(object, *device.usb);
    return object;
}

QString accessText(DeviceAccess access)
{
    switch (access) {
    case DeviceAccess::Free:
        return QStringLiteral("free");
    case DeviceAccess::InUse:
        return QStringLiteral("inUse");
    case DeviceAccess::Unreachable:
        return QStringLiteral("unreachable");
    case DeviceAccess::NoPermission:
        return QStringLiteral("noPermission");
    case DeviceAccess::Unknown:
        break;
    }
    return QStringLiteral("unknown");
}

QJsonValue valueJson(const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::UnknownType:
        return {};
    case QMetaType::Bool:
        return value.toBool();
    case QMetaType::Int:
    case QMetaType::LongLong:
        return value.toLongLong();
    case QMetaType::Double:
        if (std::isfinite(value.toDouble()))
            return value.toDouble();
        [[fallthrough]];
    default:
        return valueToText(value);
    }
}

QJsonObject featureJson(const FeatureDescription &description, const FeatureState &state)
{
    QJsonObject object{{QStringLiteral("name"), description.name},
                       {QStringLiteral("access"), accessName(state.access)}};
    putDescription(object, description);
    if (state.locked)
        object[QLatin1String("locked")] = true;
    put(object, "why", toText(state.reason));
    put(object, "fault", state.fault);
    if (state.error && !state.value.isValid())
        object[QLatin1String("error")] = errorJson(*state.error);
    else
        object[QLatin1String("value")] = valueJson(state.value);
    const bool isInteger = description.type == FeatureType::Integer;
    const bool isFloat = description.type == FeatureType::Float;
    put(object, "min", isInteger ? state.intMin : std::nullopt);
    put(object, "max", isInteger ? state.intMax : std::nullopt);
    put(object, "step", isInteger ? state.intStep : std::nullopt);
    put(object, "min", isFloat ? state.floatMin : std::nullopt);
    put(object, "max", isFloat ? state.floatMax : std::nullopt);
    put(object, "step", isFloat ? state.floatStep : std::nullopt);
    if (state.maxLength > 0)
        object[QLatin1String("maxLength")] = state.maxLength;
    if (description.type == FeatureType::Enumeration)
        object[QLatin1String("entries")] = entriesJson(description, state);
    return object;
}

std::optional<Error> missingValue(const QString &name, const FeatureState &state)
{
    if (state.value.isValid())
        return std::nullopt;
    if (state.error)
        return state.error;
    switch (state.access) {
    case AccessMode::NotImplemented:
    case AccessMode::NotAvailable:
        return Error{ErrorCode::FeatureNotAvailable, {name}, {}};
    case AccessMode::WriteOnly:
        return Error{ErrorCode::FeatureNotReadable, {name}, {}};
    default:
        return Error{ErrorCode::ReadFailed, {name}, {}};
    }
}

} // namespace mv::cli
