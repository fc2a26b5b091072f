// SPDX-License-Identifier: GPL-3.0-or-later
// What happened, as a list to read and to copy.
#pragma once

#include <QWidget>

class QTableView;

namespace mv {

class EventLog;
class EventModel;

/// Follows the newest line as long as the person has not scrolled away from it. Thread: GUI.
class EventPanel : public QWidget
{
    Q_OBJECT

public:
    /// @p log outlives the panel.
    explicit EventPanel(EventLog &log, QWidget *parent = nullptr);

private:
    void setupTable();
    void setupFollowing();
    void copySelection();
    void showMenu(const QPoint &position);

    EventModel *m_model;
    QTableView *m_table;
    bool m_following = true; // the newest entry is to be seen
};

} // namespace mv
