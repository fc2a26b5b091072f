// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the list of features.
#include "widgets/feature_view.h"

#include "widgets/feature_delegate.h"
#include "widgets/feature_model.h"

#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>

#include <algorithm>

namespace mv {

FeatureView::FeatureView(Favourites &favourites, QWidget *parent) : QTreeView(parent)
{
    auto *delegate = new FeatureDelegate(favourites, this);
    connect(delegate, &FeatureDelegate::closeEditor, this, [this](QWidget *, QAbstractItemDelegate::EndEditHint hint) {
        if (hint == QAbstractItemDelegate::RevertModelCache) // Escape
            Q_EMIT escaped(currentIndex());
    });
    setItemDelegate(delegate);
    setFrameShape(QFrame::NoFrame);
    setIndentation(12);
    setAlternatingRowColors(true);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setSelectionMode(ExtendedSelection);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setMouseTracking(true); // the star appears under the mouse
    // One click edits a value; the second click of a double click must not open anything again.
    setEditTriggers(EditKeyPressed | AnyKeyPressed);
    connect(this, &QTreeView::clicked, this, &FeatureView::editClicked);
    connect(this, &QTreeView::expanded, this, &FeatureView::screenChanged);
    connect(this, &QTreeView::collapsed, this, &FeatureView::screenChanged);
}

void FeatureView::setModel(QAbstractItemModel *model)
{
    QTreeView::setModel(model);
    header()->setSectionsMovable(false);
    header()->setSectionResizeMode(QHeaderView::Interactive);
    header()->resizeSection(FeatureModel::NameColumn, fontMetrics().averageCharWidth() * 34);
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this, &FeatureView::currentRowChanged);
    for (auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(model, signal, this, &FeatureView::screenChanged);
    connect(model, &QAbstractItemModel::modelReset, this, &FeatureView::screenChanged);
    connect(model, &QAbstractItemModel::rowsMoved, this, &FeatureView::screenChanged);
}

// A click with Ctrl or Shift chooses rows, nothing else.
void FeatureView::editClicked(const QModelIndex &index)
{
    const auto *feature = index.data(FeatureModel::DescriptionRole).value<const FeatureDescription *>();
    if (feature && feature->type != FeatureType::Command && (index.flags() & Qt::ItemIsEditable) &&
        QGuiApplication::keyboardModifiers() == Qt::NoModifier && selectionModel()->selectedRows().size() == 1)
        edit(index);
}

QStringList FeatureView::selectedNames() const
{
    QModelIndexList rows = selectionModel()->selectedRows();
    std::ranges::sort(
        rows, [this](const QModelIndex &a, const QModelIndex &b) { return visualRect(a).top() < visualRect(b).top(); });
    QStringList names;
    for (const QModelIndex &row : std::as_const(rows)) {
        if (!row.data(FeatureModel::IsCategoryRole).toBool())
            names.append(row.data(FeatureModel::NameRole).toString());
    }
    names.removeDuplicates();
    return names;
}

QStringList FeatureView::namesOnScreen() const
{
    QStringList names;
    if (!isVisible() || !model())
        return names;
    const int bottom = viewport()->height();
    for (QModelIndex row = indexAt(QPoint(0, 0)); row.isValid() && visualRect(row).top() < bottom;
         row = indexBelow(row)) {
        if (!row.data(FeatureModel::IsCategoryRole).toBool())
            names.append(row.data(FeatureModel::NameRole).toString());
    }
    names.removeDuplicates();
    return names;
}

// Enter, F2 and Space on a parameter's name mean its value, on a category its opening and closing.
void FeatureView::keyPressEvent(QKeyEvent *event)
{
    const QModelIndex current = currentIndex();
    const int key = event->key();
    if (key == Qt::Key_Escape)
        Q_EMIT escaped(current);
    const bool edits = key == Qt::Key_F2 || key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Space;
    const bool starts = edits && !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier));
    if (!current.isValid() || !starts) {
        QTreeView::keyPressEvent(event);
        return;
    }
    if (current.data(FeatureModel::IsCategoryRole).toBool()) {
        setExpanded(current.siblingAtColumn(0), !isExpanded(current.siblingAtColumn(0)));
        return;
    }
    setCurrentIndex(current.siblingAtColumn(FeatureModel::ValueColumn));
    // Not as any other key, which would go into the editor.
    edit(currentIndex(), EditKeyPressed, event);
}

void FeatureView::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    Q_EMIT screenChanged();
}

void FeatureView::showEvent(QShowEvent *event)
{
    QTreeView::showEvent(event);
    Q_EMIT screenChanged();
}

void FeatureView::hideEvent(QHideEvent *event)
{
    QTreeView::hideEvent(event);
    Q_EMIT screenChanged();
}

void FeatureView::scrollContentsBy(int dx, int dy)
{
    QTreeView::scrollContentsBy(dx, dy);
    Q_EMIT screenChanged();
}

} // namespace mv
