// SPDX-License-Identifier: GPL-3.0-or-later
// The window with all settings of a selector side by side.
#pragma once

#include "camera/error.h"

#include <QDialog>

class QLabel;
class QTableView;

namespace mv {

class FeaturePort;
class SelectorModel;

/// Reads when it is made and on request; cells are edited like the rows of the attributes. Thread: GUI.
class SelectorDialog : public QDialog
{
    Q_OBJECT

public:
    /// @p name: a selector or what it selects. @p port outlives the dialog.
    SelectorDialog(FeaturePort &port, const QString &name, QWidget *parent = nullptr);

Q_SIGNALS:
    void refused(const mv::Error &error);

private:
    void showState();

    SelectorModel *m_model;
    QTableView *m_table;
    QLabel *m_status;
    QString m_problem;
};

} // namespace mv
