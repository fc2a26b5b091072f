// SPDX-License-Identifier: GPL-3.0-or-later
// What of the feature tree is to be seen: by level and by search text.
#pragma once

#include "camera/feature.h"

#include <QSortFilterProxyModel>

namespace mv {

/// Over a FeatureModel. Shows features up to the level whose name, display name or category holds the text; categories
/// only where something in them is shown; nothing that the camera does not implement. Thread: GUI.
class FeatureFilterModel : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit FeatureFilterModel(QObject *parent = nullptr);

    void setLevel(Visibility level);
    Visibility level() const { return m_level; }
    void setSearchText(const QString &text);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    Visibility m_level = Visibility::Beginner;
    QString m_text;
};

} // namespace mv
