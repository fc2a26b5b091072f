// SPDX-License-Identifier: GPL-3.0-or-later
// How the rows of the feature tree look and how they are edited.
#pragma once

#include <QStyledItemDelegate>

namespace mv {

class Favourites;

/// Grey for what cannot be written, a mark for pending and failed rows, bold what has changed, struck out what is
/// deprecated, a star to click, a button for commands, the editors of the editor table for the rest. Thread: GUI.
class FeatureDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    /// @p favourites outlive the delegate.
    explicit FeatureDelegate(Favourites &favourites, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;

private:
    void paintName(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    bool starEvent(QEvent *event, const QStyleOptionViewItem &option, const QModelIndex &index);
    void paintButton(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    void paintMark(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;

    Favourites &m_favourites;
    QPersistentModelIndex m_pressed; // the command whose button is held down
};

} // namespace mv
