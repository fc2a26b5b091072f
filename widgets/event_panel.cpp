// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the event panel.
#include "widgets/event_panel.h"

#include "widgets/event_model.h"
#include "widgets/icons.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QScrollBar>
#include <QShortcut>
#include <QTableView>
#include <QVBoxLayout>

namespace mv {

EventPanel::EventPanel(EventLog &log, QWidget *parent)
    : QWidget(parent), m_model(new EventModel(log, this)), m_table(new QTableView)
{
    setObjectName(QStringLiteral("eventPanel"));
    setupTable();
    setupFollowing();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_table);
}

void EventPanel::setupTable()
{
    m_table->setObjectName(QStringLiteral("eventTable"));
    m_table->setAccessibleName(tr("Events"));
    m_table->setModel(m_model);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    QHeaderView *header = m_table->horizontalHeader();
    header->setStretchLastSection(true);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->resizeSection(EventModel::TimeColumn, fontMetrics().horizontalAdvance(QStringLiteral("00:00:00.000")) + 48);
    auto *copy = new QShortcut(QKeySequence::Copy, m_table, nullptr, nullptr, Qt::WidgetShortcut);
    connect(copy, &QShortcut::activated, this, &EventPanel::copySelection);
    connect(m_table, &QTableView::customContextMenuRequested, this, &EventPanel::showMenu);
}

void EventPanel::setupFollowing()
{
    // Only a person scrolls away from the end; a range that grows, also that of a list not yet shown, does not.
    QScrollBar *bar = m_table->verticalScrollBar();
    connect(bar, &QScrollBar::valueChanged, this, [this, bar](int value) { m_following = value >= bar->maximum(); });
    connect(bar, &QScrollBar::rangeChanged, this, [this, bar](int, int maximum) {
        if (m_following)
            bar->setValue(maximum);
    });
}

void EventPanel::copySelection()
{
    const QString text = m_model->toText(m_table->selectionModel()->selectedRows());
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

void EventPanel::showMenu(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *copy = menu->addAction(icon(QStringLiteral("copy")), tr("Copy"), this, &EventPanel::copySelection);
    copy->setEnabled(m_table->selectionModel()->hasSelection());
    menu->addAction(tr("Select all"), m_table, &QTableView::selectAll);
    menu->addAction(icon(QStringLiteral("clear")), tr("Clear the list"), m_model, &EventModel::clear);
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

} // namespace mv
