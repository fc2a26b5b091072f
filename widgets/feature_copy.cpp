// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the clipboard's texts.
#include "widgets/feature_copy.h"

#include "widgets/feature_text.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace mv {
namespace {

/// One line to be: a feature and its value.
struct Item
{
    const FeatureDescription *feature;
    FeatureState state;
};

bool isSet(const Item &item)
{
    return item.state.access != AccessMode::ReadOnly || item.state.locked;
}

// "text" with what both C++ and Python read alike; bytes beyond ASCII as they are, both read UTF-8.
QString quoted(const QString &text)
{
    QString result;
    for (const QChar c : text) {
        if (c == u'"' || c == u'\\')
            result += u'\\';
        if (c == u'\n')
            result += QLatin1String("\\n");
        else if (c == u'\t')
            result += QLatin1String("\\t");
        else if (c.unicode() < 0x20)
            result += QStringLiteral("\\%1").arg(c.unicode(), 3, 8, QLatin1Char('0'));
        else
            result += c;
    }
    return u'"' + result + u'"';
}

// Every digit, and a point, so that no compiler takes it for a whole number.
QString floatLiteral(double value)
{
    const QString text = valueToText(value);
    return text.contains(u'.') || text.contains(u'e') ? text : text + QLatin1String(".0");
}

QString integerLiteral(qint64 value, bool cPlusPlus)
{
    if (cPlusPlus && value == std::numeric_limits<qint64>::min()) // its digits are no literal in C++
        return QStringLiteral("G_MININT64");
    return QString::number(value);
}

// The name of Aravis' value type in its functions, which C and Python share; empty for what has none.
QString aravisType(FeatureType type)
{
    switch (type) {
    case FeatureType::Integer:
        return QStringLiteral("integer");
    case FeatureType::Float:
        return QStringLiteral("float");
    case FeatureType::Boolean:
        return QStringLiteral("boolean");
    case FeatureType::Enumeration:
    case FeatureType::String:
        return QStringLiteral("string");
    default:
        return {};
    }
}

QString literal(const Item &item, bool cPlusPlus)
{
    const QVariant &value = item.state.value;
    switch (item.feature->type) {
    case FeatureType::Integer:
        return integerLiteral(value.toLongLong(), cPlusPlus);
    case FeatureType::Float:
        return floatLiteral(value.toDouble());
    case FeatureType::Boolean:
        if (cPlusPlus)
            return value.toBool() ? QStringLiteral("TRUE") : QStringLiteral("FALSE");
        return value.toBool() ? QStringLiteral("True") : QStringLiteral("False");
    default:
        return quoted(value.toString());
    }
}

QString nameValue(const Item &item)
{
    return item.feature->type == FeatureType::Command
               ? item.feature->name
               : item.feature->name + u'=' + featureValueInFull(*item.feature, item.state.value);
}

QString cPlusPlus(const Item &item)
{
    const QString name = quoted(item.feature->name);
    if (item.feature->type == FeatureType::Command)
        return QStringLiteral("arv_device_execute_command(device, %1, &error);").arg(name);
    if (item.feature->type == FeatureType::Register) {
        const QByteArray bytes = item.state.value.toByteArray();
        return QStringLiteral("{\n    static const guint8 bytes[] = {0x%1};\n    arv_gc_register_set(ARV_GC_REGISTER("
                              "arv_device_get_feature(device, %2)), bytes, sizeof bytes, &error);\n}")
            .arg(QString::fromLatin1(bytes.toHex(',')).replace(u',', QLatin1String(", 0x")), name);
    }
    const QString type = aravisType(item.feature->type);
    return isSet(item) ? QStringLiteral("arv_device_set_%1_feature_value(device, %2, %3, &error);")
                             .arg(type, name, literal(item, true))
                       : QStringLiteral("arv_device_get_%1_feature_value(device, %2, &error);").arg(type, name);
}

QString python(const Item &item)
{
    const QString name = quoted(item.feature->name);
    if (item.feature->type == FeatureType::Command)
        return QStringLiteral("device.execute_command(%1)").arg(name);
    if (item.feature->type == FeatureType::Register)
        return QStringLiteral("# %1: registers cannot be written through Aravis' Python binding").arg(name);
    const QString type = aravisType(item.feature->type);
    return isSet(item) ? QStringLiteral("device.set_%1_feature_value(%2, %3)").arg(type, name, literal(item, false))
                       : QStringLiteral("device.get_%1_feature_value(%2)").arg(type, name);
}

// For a POSIX shell: nothing inside single quotes has a meaning, and a quote ends them.
QString shellQuoted(const QString &text)
{
    const auto isPlain = [](QChar c) {
        return (c.unicode() < 128 && c.isLetterOrNumber()) || QStringView(u"_-+=.,:/@%").contains(c);
    };
    if (!text.isEmpty() && std::all_of(text.begin(), text.end(), isPlain))
        return text;
    QString inside = text;
    return u'\'' + inside.replace(u'\'', QLatin1String("'\\''")) + u'\'';
}

QString commandLine(const QList<Item> &items, const QString &device)
{
    QStringList lines;
    QString set;
    for (const Item &item : items) {
        if (item.feature->type == FeatureType::Command) {
            set.clear();
            lines.append(QStringLiteral("mv-cli execute %1 %2").arg(shellQuoted(device), item.feature->name));
        } else if (!isSet(item)) {
            set.clear();
            lines.append(QStringLiteral("mv-cli get %1 %2").arg(shellQuoted(device), item.feature->name));
        } else {
            if (set.isEmpty())
                lines.append(QStringLiteral("mv-cli set %1").arg(shellQuoted(device)));
            set = u' ' + shellQuoted(item.feature->name + u'=' + valueToText(item.state.value));
            lines.last() += set;
        }
    }
    return lines.join(u'\n');
}

/// Collects the features with the selectors before them, none twice.
class Collector
{
public:
    Collector(const FeatureTree &tree, const FeatureStates &states) : m_tree(tree), m_states(states) {}

    void add(const QString &name)
    {
        const FeatureDescription *feature = m_tree.find(name);
        if (!feature || m_seen.contains(name))
            return;
        m_seen.append(name); // before its selectors: in a broken description they may select each other
        for (const QString &selector : m_tree.selectorsOf(name))
            add(selector);
        const FeatureState state = m_states.value(name);
        if (state.value.isValid() || feature->type == FeatureType::Command)
            items.append({feature, state});
    }

    QList<Item> items;

private:
    const FeatureTree &m_tree;
    const FeatureStates &m_states;
    QStringList m_seen;
};

} // namespace

QString copiedText(CopyForm form, const FeatureTree &tree, const FeatureStates &states, const QStringList &names,
                   const QString &device)
{
    Collector collector(tree, states);
    for (const QString &name : names)
        collector.add(name);
    if (form == CopyForm::CommandLine)
        return commandLine(collector.items, device);
    QStringList lines;
    for (const Item &item : std::as_const(collector.items)) {
        if (form == CopyForm::NameValue)
            lines.append(nameValue(item));
        else
            lines.append(form == CopyForm::CPlusPlus ? cPlusPlus(item) : python(item));
    }
    return lines.join(u'\n');
}

} // namespace mv
