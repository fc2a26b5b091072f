// SPDX-License-Identifier: GPL-3.0-or-later
// A list of features to look at and to edit: the tree of all of them, or the favourites.
#pragma once

#include <QTreeView>

namespace mv {

class Favourites;

/// Two columns over a FeatureModel (through whatever models). One click on a value edits it, so do Enter, F2, Space and
/// typing, also from the name. Several rows can be selected. Thread: GUI.
class FeatureView : public QTreeView
{
    Q_OBJECT

public:
    /// @p favourites outlive the view.
    explicit FeatureView(Favourites &favourites, QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;
    /// The features whose rows are selected, from top to bottom, each once.
    QStringList selectedNames() const;
    /// The features whose rows are on the screen.
    QStringList namesOnScreen() const;

Q_SIGNALS:
    void currentRowChanged(const QModelIndex &current, const QModelIndex &previous);
    /// The person has pressed Escape, in the list or in an editor.
    void escaped(const QModelIndex &index);
    /// Rows have come onto the screen or left it.
    void screenChanged();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    void editClicked(const QModelIndex &index);
};

} // namespace mv
