// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the filter over the feature tree.
#include "widgets/feature_filter_model.h"

#include "widgets/feature_model.h"

namespace mv {

FeatureFilterModel::FeatureFilterModel(QObject *parent) : QSortFilterProxyModel(parent)
{
    setRecursiveFilteringEnabled(true); // a category is seen through its features
}

void FeatureFilterModel::setLevel(Visibility level)
{
    m_level = level;
    invalidateFilter();
}

void FeatureFilterModel::setSearchText(const QString &text)
{
    m_text = text.trimmed();
    invalidateFilter();
}

bool FeatureFilterModel::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex index = sourceModel()->index(row, FeatureModel::NameColumn, parent);
    const auto *feature = index.data(FeatureModel::DescriptionRole).value<const FeatureDescription *>();
    if (!feature || feature->visibility > m_level)
        return false;
    if (index.data(FeatureModel::StateRole).value<FeatureState>().access == AccessMode::NotImplemented)
        return false;
    return m_text.isEmpty() || feature->name.contains(m_text, Qt::CaseInsensitive) ||
           feature->displayName.contains(m_text, Qt::CaseInsensitive) ||
           feature->category.contains(m_text, Qt::CaseInsensitive);
}

} // namespace mv
