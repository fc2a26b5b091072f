// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the words about features.
#include "widgets/feature_text.h"

#include <QCoreApplication>

#include <cmath>
#include <limits>

namespace mv {
namespace {

/// The context of the translations.
struct FeatureText
{
    Q_DECLARE_TR_FUNCTIONS(mv::FeatureText)
};

// @p count bytes of @p value, most significant first, in @p base with @p separator.
QString bytesToText(qint64 value, int count, int base, QChar separator)
{
    QStringList parts;
    for (int byte = count - 1; byte >= 0; --byte) {
        const auto number = static_cast<unsigned>((static_cast<quint64>(value) >> (8 * byte)) & 0xff);
        parts.append(base == 16 ? QStringLiteral("%1").arg(number, 2, 16, QLatin1Char('0')) : QString::number(number));
    }
    return parts.join(separator);
}

std::optional<qint64> bytesFromText(const QString &text, int count, int base, QChar separator)
{
    const QStringList parts = text.split(separator);
    if (parts.size() != count)
        return std::nullopt;
    quint64 value = 0;
    for (const QString &part : parts) {
        bool ok = false;
        const uint number = part.toUInt(&ok, base);
        if (!ok || number > 255)
            return std::nullopt;
        value = (value << 8) | number;
    }
    return static_cast<qint64>(value);
}

// For reading, not for writing: the editor has every digit. (DisplayPrecision is not used: with it, cameras that ask
// for three digits would show 5e+03 for 5000.)
QString floatToText(double value)
{
    constexpr int enoughForPeople = 8;
    return QString::number(value, 'g', enoughForPeople);
}

// A row has room for the first bytes; the editor has them all.
QString bytesForReading(const QByteArray &bytes)
{
    constexpr qsizetype enoughForPeople = 16;
    const QString text = QString::fromLatin1(bytes.left(enoughForPeople).toHex(' '));
    return bytes.size() <= enoughForPeople ? text : FeatureText::tr("%1 … (%2 bytes)").arg(text).arg(bytes.size());
}

Error rangeError(const FeatureDescription &d, const QVariant &value, const QVariant &min, const QVariant &max)
{
    return {ErrorCode::ValueOutOfRange, {d.name, valueToText(value), valueToText(min), valueToText(max)}, {}};
}

// %3 is the end of the sentence: "give a value of type ...".
Error typeError(const FeatureDescription &d, const QVariant &value)
{
    const QString given = value.toString();
    QString wanted = typeName(d.type);
    if (d.type == FeatureType::Register)
        wanted = FeatureText::tr("%1, two hexadecimal digits for each byte").arg(wanted);
    else if (given.contains(u','))
        wanted =
            FeatureText::tr("%1, written like %2: a comma is not accepted")
                .arg(wanted, d.type == FeatureType::Float ? FeatureText::tr("50000 or 50.5") : QStringLiteral("50000"));
    else if (!d.unit.isEmpty())
        wanted = FeatureText::tr("%1, in %2").arg(wanted, d.unit);
    return {ErrorCode::ValueNotOfType, {d.name, given, wanted}, {}};
}

std::optional<Error> checkInteger(const FeatureDescription &d, const FeatureState &state, qint64 value)
{
    const qint64 min = state.intMin.value_or(std::numeric_limits<qint64>::min());
    const qint64 max = state.intMax.value_or(std::numeric_limits<qint64>::max());
    if (value < min || value > max)
        return rangeError(d, value, min, max);
    const qint64 step = state.intStep.value_or(1);
    // Unsigned: the distance of two 64-bit numbers does not fit a signed one.
    if (!state.intMin || step <= 1)
        return std::nullopt;
    const quint64 off = (static_cast<quint64>(value) - static_cast<quint64>(min)) % static_cast<quint64>(step);
    if (off == 0)
        return std::nullopt;
    const qint64 below = value - static_cast<qint64>(off);
    const qint64 above = max - below >= step ? below + step : below;
    return Error{
        ErrorCode::ValueOffStep,
        {d.name, QString::number(value), QString::number(step), QString::number(below), QString::number(above)},
        {}};
}

} // namespace

QString integerToText(qint64 value, Representation representation)
{
    switch (representation) {
    case Representation::HexNumber:
        return QStringLiteral("0x%1").arg(static_cast<quint64>(value), 0, 16);
    case Representation::IPv4Address:
        return bytesToText(value, 4, 10, u'.');
    case Representation::MacAddress:
        return bytesToText(value, 6, 16, u':');
    default:
        return QString::number(value);
    }
}

std::optional<qint64> integerFromText(const QString &text, Representation representation)
{
    const QString trimmed = text.trimmed();
    if (representation == Representation::IPv4Address && trimmed.contains(u'.'))
        return bytesFromText(trimmed, 4, 10, u'.');
    if (representation == Representation::MacAddress && trimmed.contains(u':'))
        return bytesFromText(trimmed, 6, 16, u':');
    bool ok = false;
    if (trimmed.startsWith(QLatin1String("0x"), Qt::CaseInsensitive)) {
        const quint64 value = trimmed.mid(2).toULongLong(&ok, 16);
        return ok ? std::optional(static_cast<qint64>(value)) : std::nullopt;
    }
    const qint64 value = trimmed.toLongLong(&ok, 10);
    return ok ? std::optional(value) : std::nullopt;
}

QString featureValueText(const FeatureDescription &description, const FeatureState &state)
{
    const bool unread = description.type == FeatureType::Register && !state.value.isValid() && state.maxLength > 0 &&
                        (state.access == AccessMode::ReadOnly || state.access == AccessMode::ReadWrite);
    if (unread) // long ones are read when somebody selects them
        return FeatureText::tr("(%1 bytes)").arg(state.maxLength);
    return featureValueText(description, state.value);
}

QString featureValueText(const FeatureDescription &description, const QVariant &value)
{
    if (description.type == FeatureType::Command)
        return {};
    if (!value.isValid())
        return QStringLiteral("–");
    QString text;
    if (description.type == FeatureType::Float)
        text = floatToText(value.toDouble());
    else if (description.type == FeatureType::Register)
        text = bytesForReading(value.toByteArray());
    else
        text = featureValueInFull(description, value);
    if (!description.unit.isEmpty())
        text += u' ' + description.unit;
    return text;
}

QString featureValueInFull(const FeatureDescription &description, const QVariant &value)
{
    return description.type == FeatureType::Integer ? integerToText(value.toLongLong(), description.representation)
                                                    : valueToText(value);
}

QString featureRangeText(const FeatureDescription &description, const FeatureState &state)
{
    if (description.type == FeatureType::Integer && state.intMin && state.intMax)
        return QStringLiteral("%1 … %2").arg(integerToText(*state.intMin, description.representation),
                                             integerToText(*state.intMax, description.representation));
    if (description.type == FeatureType::Float && state.floatMin && state.floatMax)
        return QStringLiteral("%1 … %2").arg(valueToText(*state.floatMin), valueToText(*state.floatMax));
    if (description.type == FeatureType::String && state.maxLength > 1)
        return FeatureText::tr("at most %1 bytes").arg(state.maxLength - 1);
    if (description.type == FeatureType::Register && state.maxLength > 0)
        return FeatureText::tr("%1 bytes").arg(state.maxLength);
    return {};
}

QString featureStepText(const FeatureDescription &description, const FeatureState &state)
{
    QString text;
    if (description.type == FeatureType::Integer && state.intStep && *state.intStep > 1)
        text = QString::number(*state.intStep);
    else if (description.type == FeatureType::Float && state.floatStep && *state.floatStep > 0)
        text = valueToText(*state.floatStep);
    return text.isEmpty() || description.unit.isEmpty() ? text : text + u' ' + description.unit;
}

bool isCheckable(const FeatureDescription &description)
{
    return description.type == FeatureType::Boolean ||
           (description.type == FeatureType::Integer && description.representation == Representation::Boolean);
}

QString levelText(Visibility level)
{
    switch (level) {
    case Visibility::Expert:
        return FeatureText::tr("Expert");
    case Visibility::Guru:
        return FeatureText::tr("Guru");
    default:
        return FeatureText::tr("Beginner");
    }
}

Error notWritableError(const FeatureDescription &description, const FeatureState &state)
{
    ErrorCode code = ErrorCode::FeatureNotAvailable;
    if (state.access == AccessMode::ReadOnly)
        code = state.locked ? ErrorCode::FeatureLocked : ErrorCode::FeatureReadOnly;
    return {code, {description.name}, {}};
}

bool isWritable(const FeatureState &state)
{
    return state.access == AccessMode::ReadWrite || state.access == AccessMode::WriteOnly;
}

QString whyNotWritable(const FeatureState &state)
{
    if (isWritable(state))
        return {};
    if (const QString phrase = toText(state.reason); !phrase.isEmpty())
        return FeatureText::tr("%1.").arg(phrase.left(1).toUpper() + phrase.mid(1));
    switch (state.access) {
    case AccessMode::ReadWrite:
    case AccessMode::WriteOnly:
        return {};
    case AccessMode::ReadOnly:
        return state.locked
                   ? FeatureText::tr("Locked now: stop the stream, or switch off what controls this parameter.")
                   : FeatureText::tr("Read only: the camera sets this by itself.");
    case AccessMode::NotAvailable:
        return FeatureText::tr("Not available in the camera's present settings.");
    case AccessMode::NotImplemented:
        break;
    }
    return FeatureText::tr("This camera does not have it.");
}

std::optional<Error> checkValue(const FeatureDescription &d, const FeatureState &state, const QVariant &value)
{
    switch (d.type) {
    case FeatureType::Integer:
        if (value.typeId() != QMetaType::LongLong)
            return typeError(d, value);
        return checkInteger(d, state, value.toLongLong());
    case FeatureType::Float: {
        const double number = value.toDouble();
        if (value.typeId() != QMetaType::Double || !std::isfinite(number))
            return typeError(d, value);
        if ((state.floatMin && number < *state.floatMin) || (state.floatMax && number > *state.floatMax))
            return rangeError(d, number, state.floatMin.value_or(-HUGE_VAL), state.floatMax.value_or(HUGE_VAL));
        return std::nullopt;
    }
    case FeatureType::Enumeration:
        if (!state.availableEntries.isEmpty() && !state.availableEntries.contains(value.toString()))
            return Error{ErrorCode::ValueNotAnEntry,
                         {d.name, value.toString(), state.availableEntries.join(QStringLiteral(", "))},
                         {}};
        return std::nullopt;
    case FeatureType::String:
        if (state.maxLength > 0 && value.toString().toUtf8().size() >= state.maxLength)
            return Error{ErrorCode::TextTooLong, {d.name, QString::number(state.maxLength - 1)}, {}};
        return std::nullopt;
    case FeatureType::Register:
        if (value.typeId() != QMetaType::QByteArray)
            return typeError(d, value);
        return std::nullopt;
    default:
        return std::nullopt;
    }
}

} // namespace mv
