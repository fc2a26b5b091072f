// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the statistics panel.
#include "widgets/statistics_panel.h"

#include "widgets/statistics_model.h"

#include <QHeaderView>
#include <QTableView>
#include <QVBoxLayout>

namespace mv {

StatisticsPanel::StatisticsPanel(QWidget *parent) : QWidget(parent), m_model(new StatisticsModel(this))
{
    setObjectName(QStringLiteral("statisticsPanel"));
    auto *table = new QTableView;
    table->setObjectName(QStringLiteral("statisticsTable"));
    table->setAccessibleName(tr("Statistics of the stream"));
    table->setModel(m_model);
    table->setFrameShape(QFrame::NoFrame);
    table->setShowGrid(false);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->verticalHeader()->hide();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    table->horizontalHeader()->hide();
    table->horizontalHeader()->setSectionResizeMode(StatisticsModel::NameColumn, QHeaderView::ResizeToContents);
    table->horizontalHeader()->setSectionResizeMode(StatisticsModel::ValueColumn, QHeaderView::Stretch);
    setMinimumWidth(fontMetrics().averageCharWidth() * 43); // both columns without scrolling
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(table);
}

void StatisticsPanel::setFigures(const std::optional<FrameLedger> &ledger, double displayFps)
{
    m_model->setFigures(ledger, displayFps);
}

} // namespace mv
