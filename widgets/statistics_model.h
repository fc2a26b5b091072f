// SPDX-License-Identifier: GPL-3.0-or-later
// The frame ledger as a table.
#pragma once

#include "camera/frame_ledger.h"

#include <QAbstractTableModel>

#include <optional>

namespace mv {

/// One row for each figure; empty values while no camera is connected. Thread: GUI.
class StatisticsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { NameColumn, ValueColumn, ColumnCount };

    explicit StatisticsModel(QObject *parent = nullptr);

    /// @p displayFps: frames painted a second.
    void setFigures(const std::optional<FrameLedger> &ledger, double displayFps);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::optional<FrameLedger> m_ledger;
    double m_displayFps = 0;
};

} // namespace mv
