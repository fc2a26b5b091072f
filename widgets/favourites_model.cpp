// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the list of favourites.
#include "widgets/favourites_model.h"

#include "widgets/favourites.h"
#include "widgets/feature_model.h"

#include <QMimeData>

namespace mv {
namespace {

const QString dragType = QStringLiteral("application/x-mv-feature-name");

} // namespace

FavouritesModel::FavouritesModel(FeatureModel &features, Favourites &favourites, QObject *parent)
    : QAbstractProxyModel(parent), m_features(features), m_favourites(favourites)
{
    setSourceModel(&features);
    connect(&favourites, &Favourites::changed, this, &FavouritesModel::rebuild);
    connect(&features, &FeatureModel::modelAboutToBeReset, this, [this] {
        beginResetModel();
        m_names.clear();
        endResetModel();
    });
    connect(&features, &FeatureModel::modelReset, this, &FavouritesModel::rebuild);
    connect(&features, &FeatureModel::dataChanged, this, &FavouritesModel::sourceChanged);
}

QStringList FavouritesModel::present() const
{
    QStringList names;
    for (const QString &name : m_favourites.names()) {
        const FeatureDescription *feature = m_features.description(name);
        if (feature && feature->visibility != Visibility::Invisible && m_features.indexOf(name).isValid())
            names.append(name);
    }
    return names;
}

// A handful of rows: what stays keeps its identity (selection, an open editor), the rest comes or goes row by row.
void FavouritesModel::rebuild()
{
    const QStringList wanted = present();
    for (int row = static_cast<int>(m_names.size()) - 1; row >= 0; --row) {
        if (wanted.contains(m_names[row]))
            continue;
        beginRemoveRows({}, row, row);
        m_names.removeAt(row);
        endRemoveRows();
    }
    for (int row = 0; row < wanted.size(); ++row) {
        const int from = static_cast<int>(m_names.indexOf(wanted[row]));
        if (from == row)
            continue;
        if (from < 0) {
            beginInsertRows({}, row, row);
            m_names.insert(row, wanted[row]);
            endInsertRows();
        } else {
            beginMoveRows({}, from, from, {}, row);
            m_names.move(from, row);
            endMoveRows();
        }
    }
}

void FavouritesModel::sourceChanged(const QModelIndex &from, const QModelIndex &to)
{
    for (int row = from.row(); row <= to.row(); ++row) {
        const QString name = from.siblingAtRow(row).data(FeatureModel::NameRole).toString();
        const int at = static_cast<int>(m_names.indexOf(name));
        if (at >= 0)
            Q_EMIT dataChanged(index(at, 0), index(at, columnCount() - 1));
    }
}

QModelIndex FavouritesModel::mapToSource(const QModelIndex &index) const
{
    return index.isValid() && index.row() < m_names.size()
               ? m_features.indexOf(m_names[index.row()]).siblingAtColumn(index.column())
               : QModelIndex();
}

QModelIndex FavouritesModel::mapFromSource(const QModelIndex &source) const
{
    const int row = static_cast<int>(m_names.indexOf(source.data(FeatureModel::NameRole).toString()));
    return source.isValid() && row >= 0 ? index(row, source.column()) : QModelIndex();
}

QModelIndex FavouritesModel::index(int row, int column, const QModelIndex &parent) const
{
    return hasIndex(row, column, parent) ? createIndex(row, column) : QModelIndex();
}

QModelIndex FavouritesModel::parent(const QModelIndex &) const
{
    return {};
}

int FavouritesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_names.size());
}

int FavouritesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : FeatureModel::ColumnCount;
}

Qt::ItemFlags FavouritesModel::flags(const QModelIndex &index) const
{
    return index.isValid() ? m_features.flags(mapToSource(index)) | Qt::ItemIsDragEnabled : Qt::ItemIsDropEnabled;
}

// The base would say what the source can: copying.
Qt::DropActions FavouritesModel::supportedDragActions() const
{
    return Qt::MoveAction;
}

Qt::DropActions FavouritesModel::supportedDropActions() const
{
    return Qt::MoveAction;
}

QStringList FavouritesModel::mimeTypes() const
{
    return {dragType};
}

QMimeData *FavouritesModel::mimeData(const QModelIndexList &indexes) const
{
    QStringList names;
    for (const QModelIndex &index : indexes) {
        if (const QString name = index.data(FeatureModel::NameRole).toString(); !names.contains(name))
            names.append(name);
    }
    auto *data = new QMimeData;
    data->setData(dragType, names.join(u'\n').toUtf8());
    data->setText(names.join(u'\n'));
    return data;
}

// The base would ask the source, which takes nothing.
bool FavouritesModel::canDropMimeData(const QMimeData *data, Qt::DropAction action, int, int, const QModelIndex &) const
{
    return action == Qt::MoveAction && data->hasFormat(dragType);
}

// False also when it has worked: the rows have moved already, and the view must not remove any.
bool FavouritesModel::dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int,
                                   const QModelIndex &parent)
{
    if (action != Qt::MoveAction || !data->hasFormat(dragType))
        return false;
    const int target = row >= 0 ? row : parent.row();
    const QString before = m_names.value(target);
    const auto names = QString::fromUtf8(data->data(dragType)).split(u'\n');
    if (names.contains(before))
        return false;
    for (const QString &name : names)
        m_favourites.moveBefore(name, before);
    return false;
}

} // namespace mv
