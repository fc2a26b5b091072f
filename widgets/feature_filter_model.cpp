// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the filter over the feature tree.
#include "widgets/feature_filter_model.h"

#include "widgets/feature_model.h"
#include "widgets/feature_text.h"

#include <algorithm>

namespace mv {

FeatureFilterModel::FeatureFilterModel(FeatureModel &features, QObject *parent)
    : QSortFilterProxyModel(parent), m_features(features)
{
    setRecursiveFilteringEnabled(true); // a category is seen through its features
    connect(&features, &FeatureModel::modelAboutToBeReset, this, &FeatureFilterModel::forgetTexts);
    setSourceModel(&features);
}

void FeatureFilterModel::setLevel(Visibility level)
{
    m_level = level;
    invalidateFilter();
}

void FeatureFilterModel::setSearchText(const QString &text)
{
    const QStringList words = text.toLower().split(u' ', Qt::SkipEmptyParts);
    if (words == m_words)
        return;
    m_words = words;
    invalidateFilter();
}

const QString &FeatureFilterModel::searchable(const FeatureDescription &feature) const
{
    const FeatureStates *states = m_features.states();
    const auto state = states ? states->constFind(feature.name) : FeatureStates::const_iterator();
    const bool known = states && state != states->cend();
    const auto made = m_texts.constFind(&feature);
    if (made != m_texts.cend() && (made->final || !known))
        return made->text;
    QStringList parts{feature.name, feature.displayName, feature.category, feature.toolTip, feature.description};
    for (const EnumEntry &entry : feature.entries) {
        if (!known || !state->missingEntries.contains(entry.name))
            parts << entry.name << entry.displayName;
    }
    return m_texts.insert(&feature, {parts.join(u'\n').toLower(), known || feature.entries.empty()})->text;
}

bool FeatureFilterModel::matches(const FeatureDescription &feature) const
{
    const QString &text = searchable(feature);
    return std::ranges::all_of(m_words, [&text](const QString &word) { return text.contains(word); });
}

bool FeatureFilterModel::isImplemented(const FeatureDescription &feature) const
{
    const FeatureStates *states = m_features.states();
    if (!states)
        return true;
    const auto state = states->constFind(feature.name);
    return state == states->cend() || state->access != AccessMode::NotImplemented;
}

bool FeatureFilterModel::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex index = m_features.index(row, FeatureModel::NameColumn, parent);
    const auto *feature = index.data(FeatureModel::DescriptionRole).value<const FeatureDescription *>();
    if (!feature || feature->visibility == Visibility::Invisible || !isImplemented(*feature))
        return false;
    return isSearching() ? matches(*feature) : feature->visibility <= m_level;
}

FeatureFilterModel::Hits FeatureFilterModel::hits() const
{
    Hits hits;
    if (!m_features.tree() || !isSearching())
        return hits;
    for (const FeatureDescription &feature : m_features.tree()->features) {
        const bool hit = feature.visibility != Visibility::Invisible && matches(feature) && isImplemented(feature) &&
                         m_features.indexOf(feature.name).isValid();
        const bool above = hit && feature.visibility > m_level;
        hits.all += hit;
        hits.aboveLevel += above;
        hits.expertsAbove += above && feature.visibility == Visibility::Expert;
    }
    return hits;
}

QVariant FeatureFilterModel::data(const QModelIndex &index, int role) const
{
    const bool aboutLevel = role == AboveLevelRole ||
                            (role == Qt::DisplayRole && isSearching() && index.column() == FeatureModel::NameColumn);
    if (!aboutLevel)
        return QSortFilterProxyModel::data(index, role);
    const auto *feature = index.data(FeatureModel::DescriptionRole).value<const FeatureDescription *>();
    const bool above = feature && feature->visibility > m_level;
    if (role == AboveLevelRole)
        return above;
    return above ? tr("%1 (%2)").arg(feature->name, levelText(feature->visibility))
                 : QSortFilterProxyModel::data(index, role);
}

} // namespace mv
