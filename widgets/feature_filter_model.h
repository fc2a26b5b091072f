// SPDX-License-Identifier: GPL-3.0-or-later
// What of the feature tree is to be seen: by level and by search text.
#pragma once

#include "camera/feature.h"

#include <QSortFilterProxyModel>

namespace mv {

class FeatureModel;

/// Over a FeatureModel. Without a search: the features up to the level. With one: the features of every level (never
/// the invisible ones) in whose name, display name, description, entries or category every word of the text is found.
/// Categories only where something in them is shown; nothing that the camera does not implement. Thread: GUI.
class FeatureFilterModel : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    enum Role { AboveLevelRole = Qt::UserRole + 100 /**< found, but not of the chosen level */ };

    explicit FeatureFilterModel(FeatureModel &features, QObject *parent = nullptr);

    void setLevel(Visibility level);
    Visibility level() const { return m_level; }
    void setSearchText(const QString &text);
    bool isSearching() const { return !m_words.isEmpty(); }
    /// What the search has found, and how many of those are above the level: in all, and of the level Expert.
    struct Hits
    {
        int all = 0;
        int aboveLevel = 0;
        int expertsAbove = 0;
    };
    Hits hits() const;

    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    void forgetTexts() { m_texts.clear(); }
    const QString &searchable(const FeatureDescription &feature) const;
    bool matches(const FeatureDescription &feature) const;
    bool isImplemented(const FeatureDescription &feature) const;

    FeatureModel &m_features;
    Visibility m_level = Visibility::Beginner;
    QStringList m_words;
    struct Searchable
    {
        QString text; // in lower case
        bool final;   // the camera has said which entries it has
    };
    mutable QHash<const FeatureDescription *, Searchable> m_texts; // made when searched first
};

} // namespace mv
