// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the looks and the editing of feature rows.
#include "widgets/feature_delegate.h"

#include "widgets/favourites.h"
#include "widgets/feature_editors.h"
#include "widgets/feature_filter_model.h"
#include "widgets/feature_model.h"
#include "widgets/icons.h"
#include "widgets/number_boxes.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>
#include <QTimer>

#include <algorithm>
#include <memory>

namespace mv {
namespace {

constexpr int markSize = 14;
constexpr const char *dragProperty = "mvDragging";

const FeatureDescription *featureAt(const QModelIndex &index)
{
    return index.data(FeatureModel::DescriptionRole).value<const FeatureDescription *>();
}

bool isCommandCell(const QModelIndex &index)
{
    const FeatureDescription *feature = featureAt(index);
    return feature && feature->type == FeatureType::Command && index.column() == FeatureModel::ValueColumn;
}

bool isValueCell(const QModelIndex &index)
{
    return featureAt(index) && index.column() == FeatureModel::ValueColumn;
}

QRect buttonRect(const QStyleOptionViewItem &option)
{
    QRect rect = option.rect.adjusted(2, 1, -2, -1);
    rect.setWidth(std::min(rect.width() - markSize - 6, option.fontMetrics.averageCharWidth() * 14));
    return rect;
}

// At the right end of the name, over the row's whole height: a place to hit.
QRect starRect(const QStyleOptionViewItem &option)
{
    QRect rect = option.rect;
    rect.setLeft(rect.right() - markSize - 5);
    return rect;
}

} // namespace

FeatureDelegate::FeatureDelegate(Favourites &favourites, QObject *parent)
    : QStyledItemDelegate(parent), m_favourites(favourites)
{}

void FeatureDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const FeatureDescription *feature = featureAt(index);
    if (!feature) {
        option->font.setBold(true);
        return;
    }
    if (!index.data(FeatureModel::WritableRole).toBool())
        option->state.setFlag(QStyle::State_Enabled, false);
    if (index.column() == FeatureModel::NameColumn) {
        option->font.setStrikeOut(feature->deprecated);
        option->textElideMode = Qt::ElideMiddle; // many names begin alike, and many end alike
        if (index.data(FeatureFilterModel::AboveLevelRole).toBool())
            option->palette.setColor(QPalette::Text, mutedColor(option->palette));
        return;
    }
    if (isCommandCell(index))
        option->text.clear();
    option->font.setBold(index.data(FeatureModel::OldValueRole).isValid());
}

QSize FeatureDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.setHeight(std::max(size.height(), option.fontMetrics.height() + 8)); // room for an editor
    return size;
}

void FeatureDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    if (featureAt(index) && index.column() == FeatureModel::NameColumn) {
        paintName(painter, option, index);
        return;
    }
    QStyledItemDelegate::paint(painter, option, index);
    if (isCommandCell(index))
        paintButton(painter, option, index);
    if (isValueCell(index))
        paintMark(painter, option, index);
}

// The star of a favourite is always there, the empty one only where the mouse or the selection is.
void FeatureDelegate::paintName(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem whole = option;
    initStyleOption(&whole, index);
    QApplication::style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &whole, painter, option.widget);
    QStyleOptionViewItem name = option;
    const QRect star = starRect(option);
    const bool favourite = m_favourites.contains(index.data(FeatureModel::NameRole).toString());
    const bool looked = option.state & (QStyle::State_MouseOver | QStyle::State_Selected);
    if (favourite || looked)
        name.rect.setRight(star.left() - 1);
    QStyledItemDelegate::paint(painter, name, index);
    if (!favourite && !looked)
        return;
    const QColor color = option.state & QStyle::State_Selected ? option.palette.color(QPalette::HighlightedText)
                         : favourite                           ? accentColor(option.palette)
                                                               : mutedColor(option.palette);
    QRect rect(0, 0, markSize, markSize);
    rect.moveCenter(star.center());
    icon(favourite ? QStringLiteral("star") : QStringLiteral("star-empty"), color).paint(painter, rect);
}

bool FeatureDelegate::starEvent(QEvent *event, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() != QEvent::MouseButtonPress && event->type() != QEvent::MouseButtonRelease)
        return false;
    const auto *mouse = static_cast<QMouseEvent *>(event);
    const bool inside = mouse->button() == Qt::LeftButton && starRect(option).contains(mouse->position().toPoint());
    if (event->type() == QEvent::MouseButtonPress) {
        m_pressed = inside ? QPersistentModelIndex(index) : QPersistentModelIndex();
        return false; // the view selects the row
    }
    const bool clicked = inside && m_pressed == index;
    m_pressed = QPersistentModelIndex();
    if (clicked)
        m_favourites.toggle(index.data(FeatureModel::NameRole).toString());
    return clicked;
}

void FeatureDelegate::paintButton(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionButton button;
    button.rect = buttonRect(option);
    const auto state = static_cast<FeatureModel::RowState>(index.data(FeatureModel::RowStateRole).toInt());
    const bool runs = state == FeatureModel::RowState::Pending;
    if (index.data(FeatureModel::DoneRole).toBool()) {
        button.text = tr("Done");
        button.icon = icon(QStringLiteral("done"), accentColor(option.palette));
        button.iconSize = QSize(markSize, markSize);
    } else {
        button.text = runs ? tr("Running…") : tr("Execute");
    }
    button.palette = option.palette;
    button.fontMetrics = option.fontMetrics;
    button.state = m_pressed == index ? QStyle::State_Sunken : QStyle::State_Raised;
    const bool enabled = !runs && index.data(FeatureModel::WritableRole).toBool();
    button.state.setFlag(QStyle::State_Enabled, enabled);
    if (!enabled)
        button.palette.setCurrentColorGroup(QPalette::Disabled);
    QApplication::style()->drawControl(QStyle::CE_PushButton, &button, painter);
}

void FeatureDelegate::paintMark(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto state = static_cast<FeatureModel::RowState>(index.data(FeatureModel::RowStateRole).toInt());
    if (state == FeatureModel::RowState::Settled)
        return;
    const bool failed = state == FeatureModel::RowState::Failed;
    const QIcon mark = failed ? icon(QStringLiteral("warning"), errorColor(option.palette))
                              : icon(QStringLiteral("pending"), mutedColor(option.palette));
    QRect rect(0, 0, markSize, markSize);
    rect.moveCenter(option.rect.center());
    rect.moveRight(option.rect.right() - 3);
    painter->fillRect(rect.adjusted(-2, 0, 3, 0), option.palette.color(QPalette::Base));
    mark.paint(painter, rect);
}

QWidget *FeatureDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const FeatureDescription *feature = featureAt(index);
    const FeatureEditorRow *row = feature ? findFeatureEditor(feature->type) : nullptr;
    if (!row)
        return nullptr;
    auto *self = const_cast<FeatureDelegate *>(this); // the base class's signals are not const either
    // Filled in below: the callbacks need the widget that create() is about to return.
    auto made = std::make_shared<QWidget *>(nullptr);
    EditorCallbacks on;
    on.drag = [self, made] {
        if (!(*made)->isEnabled()) // being closed
            return;
        (*made)->setProperty(dragProperty, true);
        Q_EMIT self->commitData(*made);
        (*made)->setProperty(dragProperty, false);
    };
    on.commit = [self, made] {
        if ((*made)->isEnabled())
            Q_EMIT self->commitData(*made);
    };
    on.finish = [self, made] {
        Q_EMIT self->commitData(*made);
        Q_EMIT self->closeEditor(*made);
    };
    QWidget *editor = row->create(parent, *feature, on);
    *made = editor;
    editor->setObjectName(QStringLiteral("featureEditor"));
    editor->setAccessibleName(feature->name);
    editor->setAutoFillBackground(true);
    if (auto *box = qobject_cast<QComboBox *>(editor)) // one click less: who opens a choice wants to see it
        QTimer::singleShot(0, box, &QComboBox::showPopup);
    return editor;
}

void FeatureDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    const FeatureDescription *feature = featureAt(index);
    if (const FeatureEditorRow *row = feature ? findFeatureEditor(feature->type) : nullptr)
        row->load(editor, *feature, index.data(FeatureModel::StateRole).value<FeatureState>());
    if (auto *box = qobject_cast<NumberBox *>(editor); box && !box->isVisible())
        box->selectAll(); // it opens: what is typed replaces what is there
    if (index.flags() & Qt::ItemIsEditable)
        return;
    // Locked, or the camera lost, while the editor is open. Queued: the view is at work with it.
    editor->setEnabled(false);
    auto *self = const_cast<FeatureDelegate *>(this);
    QTimer::singleShot(0, editor, [self, editor] { Q_EMIT self->closeEditor(editor); });
}

void FeatureDelegate::setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const
{
    const FeatureDescription *feature = featureAt(index);
    const FeatureEditorRow *row = feature ? findFeatureEditor(feature->type) : nullptr;
    if (!row)
        return;
    const QVariant value = row->value(editor);
    // Taken: from now on the editor may show what the camera makes of it.
    const auto lines = editor->findChildren<QLineEdit *>();
    for (QLineEdit *line : lines)
        line->setModified(false);
    if (auto *line = qobject_cast<QLineEdit *>(editor))
        line->setModified(false);
    if (value.isValid())
        model->setData(index, value,
                       editor->property(dragProperty).toBool() ? int(FeatureModel::DragRole) : Qt::EditRole);
}

void FeatureDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                                           const QModelIndex &) const
{
    editor->setGeometry(option.rect);
}

bool FeatureDelegate::editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                                  const QModelIndex &index)
{
    if (featureAt(index) && index.column() == FeatureModel::NameColumn)
        return starEvent(event, option, index);
    if (event->type() == QEvent::KeyPress && (index.flags() & Qt::ItemIsUserCheckable)) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        const bool toggles = key == Qt::Key_Space || key == Qt::Key_Return || key == Qt::Key_Enter;
        const bool on = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
        return toggles && model->setData(index, on ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
    }
    if (!isCommandCell(index)) {
        const bool handled = QStyledItemDelegate::editorEvent(event, model, option, index);
        // A press on a check box must select its row, too.
        return handled && event->type() != QEvent::MouseButtonPress;
    }
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        const bool presses = key == Qt::Key_Space || key == Qt::Key_Return || key == Qt::Key_Enter;
        return presses && model->setData(index, true);
    }
    if (event->type() != QEvent::MouseButtonPress && event->type() != QEvent::MouseButtonRelease)
        return false;
    const auto *mouse = static_cast<QMouseEvent *>(event);
    if (mouse->button() != Qt::LeftButton)
        return false;
    const bool inside = buttonRect(option).contains(mouse->position().toPoint());
    if (event->type() == QEvent::MouseButtonPress) {
        m_pressed =
            inside && (index.flags() & Qt::ItemIsEditable) ? QPersistentModelIndex(index) : QPersistentModelIndex();
        return false; // the view selects the row
    }
    const bool clicked = inside && m_pressed == index;
    m_pressed = QPersistentModelIndex();
    return clicked && model->setData(index, true);
}

} // namespace mv
