// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the editor table.
#include "widgets/feature_editors.h"

#include "widgets/number_boxes.h"
#include "widgets/text_box.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QStandardItemModel>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <limits>

namespace mv {
namespace {

void connectNumberBox(NumberBox *box, const EditorCallbacks &on)
{
    QObject::connect(box, &NumberBox::stepped, box, on.commit);
    QObject::connect(box, &NumberBox::dragged, box, on.drag);
}

QWidget *createInteger(QWidget *parent, const FeatureDescription &feature, const EditorCallbacks &on)
{
    auto *box = new IntegerBox(feature.representation, parent);
    box->setUnit(feature.unit);
    connectNumberBox(box, on);
    return box;
}

void loadInteger(QWidget *editor, const FeatureDescription &, const FeatureState &state)
{
    auto *box = qobject_cast<IntegerBox *>(editor);
    if (box->dragging())
        return;
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

QWidget *createFloat(QWidget *parent, const FeatureDescription &feature, const EditorCallbacks &on)
{
    auto *box = new FloatBox(feature.representation, parent);
    box->setUnit(feature.unit);
    connectNumberBox(box, on);
    return box;
}

void loadFloat(QWidget *editor, const FeatureDescription &, const FeatureState &state)
{
    auto *box = qobject_cast<FloatBox *>(editor);
    if (box->dragging())
        return;
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

QWidget *createEnumeration(QWidget *parent, const FeatureDescription &, const EditorCallbacks &on)
{
    auto *box = new QComboBox(parent);
    QObject::connect(box, &QComboBox::activated, box, on.finish);
    return box;
}

void addEntries(QComboBox &box, const FeatureDescription &feature, const FeatureState &state)
{
    for (const EnumEntry &entry : feature.entries) {
        if (state.missingEntries.contains(entry.name))
            continue;
        box.addItem(entry.name);
        if (!entry.displayName.isEmpty() && entry.displayName != entry.name)
            box.setItemData(box.count() - 1, entry.displayName, Qt::ToolTipRole);
    }
}

// Entries that cannot be chosen now stay in their places, grey.
void loadEnumeration(QWidget *editor, const FeatureDescription &feature, const FeatureState &state)
{
    auto *box = qobject_cast<QComboBox *>(editor);
    if (box->count() == 0) // which of them the camera has never changes
        addEntries(*box, feature, state);
    auto *items = qobject_cast<QStandardItemModel *>(box->model());
    for (int i = 0; i < box->count(); ++i)
        items->item(i)->setEnabled(state.availableEntries.isEmpty() ||
                                   state.availableEntries.contains(box->itemText(i)));
    if (!box->view()->isVisible()) // in the open list the person's choice is not the camera's
        box->setCurrentIndex(box->findText(state.value.toString()));
}

QVariant enumerationValue(QWidget *editor)
{
    const QString name = qobject_cast<QComboBox *>(editor)->currentText();
    return name.isEmpty() ? QVariant() : QVariant(name);
}

QWidget *createText(QWidget *parent, const FeatureDescription &, const EditorCallbacks &)
{
    return new TextBox(parent);
}

QWidget *createBytes(QWidget *parent, const FeatureDescription &, const EditorCallbacks &)
{
    auto *line = new QLineEdit(parent);
    line->setMaxLength(std::numeric_limits<int>::max()); // a table of 8192 bytes is no rarity
    return line;
}

void loadText(QWidget *editor, const FeatureDescription &, const FeatureState &state)
{
    auto *line = qobject_cast<QLineEdit *>(editor);
    if (auto *box = qobject_cast<TextBox *>(editor))
        box->setMaxBytes(state.maxLength - 1); // the NUL needs its place, too
    if (!line->isModified())
        refreshText(*line, valueToText(state.value));
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
    {FeatureType::Register, createBytes, loadText, registerValue},
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
