// SPDX-License-Identifier: GPL-3.0-or-later
// The event log as a table.
#pragma once

#include "camera/event_log.h"

#include <QAbstractTableModel>

#include <deque>
#include <mutex>
#include <vector>

namespace mv {

/// Newest last. Events may come by the thousand from any thread: they are collected and put into the table ten times a
/// second at most, so that a storm of them does not stop the window. Thread: GUI; collect() any.
class EventModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { TimeColumn, TextColumn, ColumnCount };
    enum Role { SeverityRole = Qt::UserRole + 1 };
    static constexpr int maxRows = 100'000;

    /// @p log outlives the model.
    explicit EventModel(EventLog &log, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    void clear();
    /// The rows as lines of text, time in UTC.
    QString toText(const QModelIndexList &rows) const;

private:
    void collect(const Event &event);
    void insertCollected();

    std::deque<Event> m_events;
    std::mutex m_mutex; // guards m_collected and m_scheduled
    std::vector<Event> m_collected;
    bool m_scheduled = false;
};

} // namespace mv
