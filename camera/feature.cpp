// SPDX-License-Identifier: GPL-3.0-or-later
// Features' values and terms as text.
#include "camera/feature.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <functional>

namespace mv {

namespace {

QString doubleToText(double value)
{
    // Shortest text that reads back to the same bits. Written out where a person would: 10000000, not 1e+07.
    const double magnitude = std::abs(value);
    const bool writtenOut = magnitude == 0 || (magnitude >= 1e-5 && magnitude < 1e15);
    std::array<char, 64> text{};
    const auto end = text.data() + text.size();
    const auto result = writtenOut ? std::to_chars(text.data(), end, value, std::chars_format::fixed)
                                   : std::to_chars(text.data(), end, value);
    return QString::fromLatin1(text.data(), result.ptr - text.data());
}

/// Three inside each other is much; a hostile description may have them without end.
constexpr qsizetype maxSelectors = 64;

/// The name at @p position of @p names, or nothing for a value outside the enumeration.
template<std::size_t N, typename Enumeration>
QString nameAt(const std::array<const char *, N> &names, Enumeration position)
{
    const auto index = static_cast<std::size_t>(position);
    return index < N ? QString::fromLatin1(names[index]) : QString();
}

} // namespace

const FeatureDescription *FeatureTree::find(const QString &name) const
{
    const int position = index.value(name, -1);
    return position < 0 || std::size_t(position) >= features.size() ? nullptr : &features[std::size_t(position)];
}

QStringList FeatureTree::selectorsOf(const QString &name) const
{
    // Depth first and each once: a selector comes after its own selectors. A description may let them go in a circle.
    QStringList order, open;
    const std::function<void(const QString &)> visit = [&](const QString &feature) {
        const auto *description = find(feature);
        if (!description || open.contains(feature) || open.size() >= maxSelectors)
            return;
        open.append(feature);
        for (const auto &selector : description->selectedBy) {
            visit(selector);
            if (selector != name && !order.contains(selector))
                order.append(selector);
        }
    };
    visit(name);
    return order;
}

QString valueToText(const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::Double:
    case QMetaType::Float:
        return doubleToText(value.toDouble());
    case QMetaType::Bool:
        return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    case QMetaType::QByteArray:
        return QString::fromLatin1(value.toByteArray().toHex());
    default:
        return value.toString();
    }
}

QString typeName(FeatureType type)
{
    static constexpr std::array names{"Integer", "Float", "Boolean", "Enumeration", "String", "Command", "Register"};
    return nameAt(names, type);
}

QString visibilityName(Visibility visibility)
{
    static constexpr std::array names{"Beginner", "Expert", "Guru", "Invisible"};
    return nameAt(names, visibility);
}

QString accessName(AccessMode access)
{
    static constexpr std::array names{"NI", "NA", "RO", "WO", "RW"};
    return nameAt(names, access);
}

QString changeSourceName(ChangeSource source)
{
    static constexpr std::array names{"Read", "Write", "Invalidation", "Poll", "Restore"};
    return nameAt(names, source);
}

} // namespace mv
