// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the editor table.
#include "widgets/feature_editors.h"

#include "widgets/number_boxes.h"

#include <QComboBox>
#include <QLineEdit>

#include <algorithm>
#include <cctype>
#include <iterator>

namespace mv {
namespace {

using Callback = std::function<void()>;

QWidget *createInteger(QWidget *parent, const FeatureDescription &feature, const Callback &commit, const Callback &)
{
    auto *box = new IntegerBox(feature.representation, parent);
    box->setUnit(feature.unit);
    QObject::connect(box, &NumberBox::stepped, box, commit);
    return box;
}

void loadInteger(QWidget *editor, const FeatureDescription &, const FeatureState &state)
{
    auto *box = qobject_cast<IntegerBox *>(editor);
    box->setRange(state.intMin, state.intMax, state.intStep);
    if (!box->edited())
        box->setValue(state.value.toLongLong());
}

QVariant integerValue(QWidget *editor)
{
    const auto *box = qobject_cast<IntegerBox *>(editor);
    const auto value = box->value();
    return value ? QVariant(*value) : QVariant(box->text());
}

QWidget *createFloat(QWidget *parent, const FeatureDescription &feature, const Callback &commit, const Callback &)
{
    auto *box = new FloatBox(parent);
    box->setUnit(feature.unit);
    QObject::connect(box, &NumberBox::stepped, box, commit);
    return box;
}

void loadFloat(QWidget *editor, const FeatureDescription &, const FeatureState &state)
{
    auto *box = qobject_cast<FloatBox *>(editor);
    box->setRange(state.floatMin, state.floatMax, state.floatStep);
    if (!box->edited())
        box->setValue(state.value.toDouble());
}

QVariant floatValue(QWidget *editor)
{
    const auto *box = qobject_cast<FloatBox *>(editor);
    const auto value = box->value();
    return value ? QVariant(*value) : QVariant(box->text());
}

QWidget *createEnumeration(QWidget *parent, const FeatureDescription &, const Callback &, const Callback &finish)
{
    auto *box = new QComboBox(parent);
    QObject::connect(box, &QComboBox::activated, box, finish);
    return box;
}

void loadEnumeration(QWidget *editor, const FeatureDescription &feature, const FeatureState &state)
{
    auto *box = qobject_cast<QComboBox *>(editor);
    QStringList names;
    for (const EnumEntry &entry : feature.entries) {
        if (state.availableEntries.contains(entry.name))
            names.append(entry.name);
    }
    QStringList shown;
    for (int i = 0; i < box->count(); ++i)
        shown.append(box->itemText(i));
    if (shown == names && box->currentText() == state.value.toString())
        return;
    box->clear();
    box->addItems(names);
    box->setCurrentIndex(static_cast<int>(names.indexOf(state.value.toString())));
}

QVariant enumerationValue(QWidget *editor)
{
    const QString name = qobject_cast<QComboBox *>(editor)->currentText();
    return name.isEmpty() ? QVariant() : QVariant(name);
}

QWidget *createText(QWidget *parent, const FeatureDescription &, const Callback &, const Callback &)
{
    return new QLineEdit(parent);
}

void loadText(QWidget *editor, const FeatureDescription &, const FeatureState &state)
{
    auto *line = qobject_cast<QLineEdit *>(editor);
    if (!line->isModified())
        line->setText(valueToText(state.value));
}

QVariant textValue(QWidget *editor)
{
    return qobject_cast<QLineEdit *>(editor)->text();
}

QVariant registerValue(QWidget *editor)
{
    const QString text = qobject_cast<QLineEdit *>(editor)->text().remove(u' ');
    const QByteArray digits = text.toLatin1();
    const auto isHex = [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; };
    if (digits.size() % 2 != 0 || !std::all_of(digits.begin(), digits.end(), isHex))
        return text;
    return QByteArray::fromHex(digits);
}

constexpr FeatureEditorRow rows[] = {
    {FeatureType::Integer, createInteger, loadInteger, integerValue},
    {FeatureType::Float, createFloat, loadFloat, floatValue},
    {FeatureType::Enumeration, createEnumeration, loadEnumeration, enumerationValue},
    {FeatureType::String, createText, loadText, textValue},
    {FeatureType::Register, createText, loadText, registerValue},
};

} // namespace

std::span<const FeatureEditorRow> featureEditors()
{
    return rows;
}

const FeatureEditorRow *findFeatureEditor(FeatureType type)
{
    const auto *row = std::ranges::find(rows, type, &FeatureEditorRow::type);
    return row == std::end(rows) ? nullptr : row;
}

} // namespace mv
