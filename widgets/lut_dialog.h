// SPDX-License-Identifier: GPL-3.0-or-later
// The look-up table editor.
#pragma once

#include "widgets/lut_access.h"

#include <QDialog>

class QLabel;
class QPushButton;

namespace mv {

class FeatureCheckBox;

class LutPlot;

/// Reads the camera's table, lets a person bend it, writes it back and switches it on. Thread: GUI.
class LutDialog : public QDialog
{
    Q_OBJECT

public:
    /// @p port outlives the dialog.
    explicit LutDialog(FeaturePort &port, QWidget *parent = nullptr);

Q_SIGNALS:
    void refused(const mv::Error &error);

private:
    void addPresets(class QLayout &layout);
    void setupAccess();
    void write();
    void fail(const Error &error);

    LutAccess m_access;
    LutPlot *m_plot;
    FeatureCheckBox *m_on;
    QLabel *m_status;
    QPushButton *m_write;
    int m_size = 0;
};

} // namespace mv
