// SPDX-License-Identifier: GPL-3.0-or-later
// The starred features as a flat list over the feature tree.
#pragma once

#include <QAbstractProxyModel>

namespace mv {

class Favourites;
class FeatureModel;

/// One row for each favourite that the camera has, whatever the level: a star is a decision. Rows can be dragged to
/// another place. Thread: GUI.
class FavouritesModel : public QAbstractProxyModel
{
    Q_OBJECT

public:
    /// Both outlive the model.
    FavouritesModel(FeatureModel &features, Favourites &favourites, QObject *parent = nullptr);

    QModelIndex mapToSource(const QModelIndex &index) const override;
    QModelIndex mapFromSource(const QModelIndex &source) const override;
    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    Qt::DropActions supportedDragActions() const override;
    Qt::DropActions supportedDropActions() const override;
    QStringList mimeTypes() const override;
    QMimeData *mimeData(const QModelIndexList &indexes) const override;
    bool canDropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                         const QModelIndex &parent) const override;
    bool dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                      const QModelIndex &parent) override;

private:
    QStringList present() const;
    void rebuild();
    void sourceChanged(const QModelIndex &from, const QModelIndex &to);

    FeatureModel &m_features;
    Favourites &m_favourites;
    QStringList m_names; // the rows
};

} // namespace mv
