// SPDX-License-Identifier: GPL-3.0-or-later
// What a person or a file gives as a value -> the value, checked against how the feature stands.
#include "camera/private/feature_value.h"

#include "camera/private/genapi_xml.h"

#include <QMetaType>

#include <algorithm>
#include <cmath>
#include <limits>

namespace mv {

namespace {

bool isText(const QVariant &value)
{
    return value.typeId() == QMetaType::QString;
}

QString shown(const QVariant &value)
{
    return value.typeId() == QMetaType::QByteArray ? valueToText(value) : value.toString();
}

Error notOfType(const FeatureDescription &feature, const QVariant &given)
{
    return {ErrorCode::ValueNotOfType, {feature.name, shown(given), typeName(feature.type)}, {}};
}

/// "192.168.0.1" or "00:0f:…": @p count bytes between @p separator, in the given base.
std::optional<qint64> addressFromText(const QString &text, QChar separator, int count, int base)
{
    const auto parts = text.split(separator);
    qint64 value = 0;
    for (const auto &part : parts) {
        bool ok = false;
        const auto byte = part.toUInt(&ok, base);
        if (!ok || byte > 255 || part.startsWith(u'+'))
            return std::nullopt;
        value = value << 8 | byte;
    }
    return parts.size() == count ? std::optional(value) : std::nullopt;
}

std::optional<qint64> integerFromText(const FeatureDescription &feature, const QString &text)
{
    if (feature.representation == Representation::IPv4Address && text.contains(u'.'))
        return addressFromText(text, u'.', 4, 10);
    if (feature.representation == Representation::MacAddress && text.contains(u':'))
        return addressFromText(text, u':', 6, 16);
    return xmlInteger(text);
}

std::optional<qint64> toInteger(const FeatureDescription &feature, const QVariant &given)
{
    bool ok = false;
    switch (given.typeId()) {
    case QMetaType::QString:
        return integerFromText(feature, given.toString().trimmed());
    case QMetaType::Int:
    case QMetaType::UInt:
    case QMetaType::Short:
    case QMetaType::UShort:
    case QMetaType::Long:
    case QMetaType::LongLong:
        return given.toLongLong();
    case QMetaType::ULong:
    case QMetaType::ULongLong: {
        const auto value = given.toULongLong(&ok);
        return value <= quint64(std::numeric_limits<qint64>::max()) ? std::optional(qint64(value)) : std::nullopt;
    }
    case QMetaType::Double:
    case QMetaType::Float: {
        const double value = given.toDouble();
        const bool exact = std::abs(value) < 9007199254740992.0 && value == std::floor(value);
        return exact ? std::optional(qint64(value)) : std::nullopt;
    }
    default:
        return std::nullopt;
    }
}

std::optional<double> toNumber(const QVariant &given)
{
    if (given.typeId() == QMetaType::Bool || !given.canConvert<double>() || given.typeId() == QMetaType::QByteArray)
        return std::nullopt;
    bool ok = false;
    const double value = isText(given) ? given.toString().trimmed().toDouble(&ok) : given.toDouble(&ok);
    return ok && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::optional<bool> toBoolean(const QVariant &given)
{
    if (given.typeId() == QMetaType::Bool)
        return given.toBool();
    const auto word = given.toString().trimmed().toLower();
    if (word == u"true" || word == u"on" || word == u"1")
        return true;
    return word == u"false" || word == u"off" || word == u"0" ? std::optional(false) : std::nullopt;
}

std::optional<QByteArray> toBytes(const QVariant &given)
{
    if (given.typeId() == QMetaType::QByteArray)
        return given.toByteArray();
    auto digits = given.toString().simplified().remove(u' ');
    if (digits.startsWith(u"0x", Qt::CaseInsensitive))
        digits.remove(0, 2);
    const auto isHex = [](QChar c) { return (c >= u'0' && c <= u'9') || (c.toLower() >= u'a' && c.toLower() <= u'f'); };
    if (!isText(given) || digits.size() % 2 != 0 || !std::all_of(digits.begin(), digits.end(), isHex))
        return std::nullopt;
    return QByteArray::fromHex(digits.toLatin1());
}

/// The symbol; a number is looked up among the entries' values, as some files write it.
std::optional<QString> toSymbol(const FeatureDescription &feature, const QVariant &given)
{
    if (isText(given))
        return given.toString().trimmed();
    const auto value = toInteger(feature, given);
    const auto found = std::find_if(feature.entries.begin(), feature.entries.end(),
                                    [&value](const EnumEntry &e) { return value == e.value; });
    if (!value)
        return std::nullopt;
    return found == feature.entries.end() ? QString::number(*value) : found->name;
}

template<typename T>
Result<QVariant> orNotOfType(const FeatureDescription &feature, const QVariant &given, const std::optional<T> &value)
{
    return value ? Result<QVariant>(QVariant::fromValue(*value)) : Result<QVariant>(notOfType(feature, given));
}

} // namespace

Result<QVariant> toFeatureValue(const FeatureDescription &feature, const QVariant &given)
{
    switch (feature.type) {
    case FeatureType::Integer:
        return orNotOfType(feature, given, toInteger(feature, given));
    case FeatureType::Float:
        return orNotOfType(feature, given, toNumber(given));
    case FeatureType::Boolean:
        return orNotOfType(feature, given, toBoolean(given));
    case FeatureType::Enumeration:
        return orNotOfType(feature, given, toSymbol(feature, given));
    case FeatureType::Register:
        return orNotOfType(feature, given, toBytes(given));
    case FeatureType::String: {
        const bool fits = given.canConvert<QString>() && !given.toString().contains(QChar(u'\0'));
        return orNotOfType(feature, given, fits ? std::optional(given.toString()) : std::nullopt);
    }
    case FeatureType::Command:
        break; // is executed, not written
    }
    return notOfType(feature, given);
}

namespace {

Result<void> checkAccess(const FeatureDescription &feature, const FeatureState &state)
{
    if (state.access == AccessMode::ReadWrite || state.access == AccessMode::WriteOnly)
        return {};
    if (state.locked)
        return Error{ErrorCode::FeatureLocked, {feature.name}, {}};
    if (state.access == AccessMode::ReadOnly)
        return Error{ErrorCode::FeatureReadOnly, {feature.name}, {}};
    return state.error ? *state.error : Error{ErrorCode::FeatureNotAvailable, {feature.name}, {}};
}

Error outOfRange(const FeatureDescription &feature, const QVariant &value, const QVariant &min, const QVariant &max)
{
    return {ErrorCode::ValueOutOfRange, {feature.name, valueToText(value), valueToText(min), valueToText(max)}, {}};
}

Result<void> checkInteger(const FeatureDescription &feature, const FeatureState &state, qint64 value)
{
    const qint64 min = state.intMin.value_or(std::numeric_limits<qint64>::min());
    const qint64 max = state.intMax.value_or(std::numeric_limits<qint64>::max());
    if (value < min || value > max)
        return outOfRange(feature, value, min, max);
    const auto step = quint64(std::max<qint64>(state.intStep.value_or(1), 1));
    // Steps are counted from the minimum, or from 0 where there is none. Unsigned, because the distance may need 64
    // bits.
    const qint64 origin = state.intMin.value_or(0);
    const bool above = value >= origin;
    const quint64 distance = above ? quint64(value) - quint64(origin) : quint64(origin) - quint64(value);
    const quint64 rest = distance % step;
    if (rest == 0)
        return {};
    const qint64 lower = qint64(quint64(value) - (above ? rest : step - rest));
    const bool roomAbove = quint64(max) - quint64(lower) >= step;
    const qint64 upper = roomAbove ? qint64(quint64(lower) + step) : lower;
    return Error{ErrorCode::ValueOffStep,
                 {feature.name, valueToText(value), valueToText(qint64(step)), valueToText(lower), valueToText(upper)},
                 {}};
}

Result<void> checkNumber(const FeatureDescription &feature, const FeatureState &state, double value)
{
    const double infinity = std::numeric_limits<double>::infinity();
    const double min = state.floatMin.value_or(-infinity);
    const double max = state.floatMax.value_or(infinity);
    if (value < min || value > max)
        return outOfRange(feature, value, min, max);
    if (!state.floatStep)
        return {};
    const double step = *state.floatStep;
    const double origin = state.floatMin.value_or(0);
    const double steps = (value - origin) / step;
    // Decimal steps such as 0.1 have no exact double: a millionth of a step counts as on it.
    if (std::abs(steps - std::round(steps)) < 1e-6)
        return {};
    const double lower = origin + std::floor(steps) * step;
    const double upper = lower + step > max ? lower : lower + step;
    return Error{ErrorCode::ValueOffStep,
                 {feature.name, valueToText(value), valueToText(step), valueToText(lower), valueToText(upper)},
                 {}};
}

Result<void> checkLength(const FeatureDescription &feature, const FeatureState &state, const QVariant &value)
{
    if (feature.type == FeatureType::Register) {
        if (value.toByteArray().size() > state.maxLength)
            return Error{ErrorCode::TextTooLong, {feature.name, QString::number(state.maxLength)}, {}};
        const bool whole = value.toByteArray().size() == state.maxLength;
        return whole ? Result<void>() : notOfType(feature, value); // part of a register cannot be meant
    }
    const int limit = state.maxLength - 1; // the last byte is the NUL
    if (state.maxLength > 0 && value.toString().toUtf8().size() > limit)
        return Error{ErrorCode::TextTooLong, {feature.name, QString::number(limit)}, {}};
    return {};
}

} // namespace

Result<void> checkWrite(const FeatureDescription &feature, const FeatureState &state, const QVariant &value)
{
    if (auto access = checkAccess(feature, state); !access)
        return access;
    switch (feature.type) {
    case FeatureType::Integer:
        return checkInteger(feature, state, value.toLongLong());
    case FeatureType::Float:
        return checkNumber(feature, state, value.toDouble());
    case FeatureType::String:
    case FeatureType::Register:
        return checkLength(feature, state, value);
    case FeatureType::Enumeration:
        if (!state.availableEntries.contains(value.toString())) {
            const auto entries = state.availableEntries.join(QStringLiteral(", "));
            return Error{ErrorCode::ValueNotAnEntry, {feature.name, value.toString(), entries}, {}};
        }
        return {};
    default:
        return {};
    }
}

} // namespace mv
