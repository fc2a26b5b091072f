// SPDX-License-Identifier: GPL-3.0-or-later
// The features below a selector under all of its entries, side by side.
#pragma once

#include "widgets/feature_port.h"

#include <QAbstractTableModel>

namespace mv {

/// A row for each feature that the same selectors select, a column for each combination of their entries. The
/// selectors themselves stay where they are. Thread: GUI.
class SelectorModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Role {
        DescriptionRole = Qt::UserRole + 1, ///< const FeatureDescription *
        StateRole,                          ///< FeatureState
        PendingRole,                        ///< a write is on its way
    };

    /// @p name: a selector, or a feature that one selects. @p port outlives the model.
    SelectorModel(FeaturePort &port, const QString &name, QObject *parent = nullptr);

    /// The selectors, outermost first.
    const QStringList &selectors() const { return m_selectors; }
    /// Reads every cell again.
    void reload();
    bool isLoading() const { return m_loading > 0; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;

Q_SIGNALS:
    void loaded();
    void written();
    void failed(const mv::Error &error);

private:
    struct Cell
    {
        FeatureState state;
        bool pending = false;
    };
    struct Row
    {
        const FeatureDescription *feature;
        QList<Cell> cells; // one for each path
    };

    void take(const SelectedStates &states);
    void write(const QModelIndex &index, const QVariant &value);
    const Cell *cellAt(const QModelIndex &index) const;

    FeaturePort &m_port;
    std::shared_ptr<const FeatureTree> m_tree; // keeps the descriptions
    QStringList m_selectors;
    QList<Row> m_rows;
    QList<SelectorPath> m_paths; // the columns
    int m_loading = 0;
};

} // namespace mv
