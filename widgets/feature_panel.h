// SPDX-License-Identifier: GPL-3.0-or-later
// "All attributes": the camera's parameters, to read and to set.
#pragma once

#include "camera/feature.h"

#include <QSet>
#include <QWidget>

class QComboBox;
class QLineEdit;
class QStackedWidget;
class QToolButton;
class QTreeView;

namespace mv {

class FeatureFilterModel;
class FeatureInfoPane;
class FeatureModel;

/// The level box, a search field, the tree, and below it what the selected parameter is. Thread: GUI.
class FeaturePanel : public QWidget
{
    Q_OBJECT

public:
    explicit FeaturePanel(QWidget *parent = nullptr);
    ~FeaturePanel() override;

    /// Connect its writeRequested() and executeRequested(); feed it trees and states.
    FeatureModel &model() { return *m_model; }
    /// Beginner, Expert or Guru.
    void setLevel(Visibility level);
    Visibility level() const;
    void setInfoShown(bool shown);
    bool isInfoShown() const;
    /// Opens what is above @p name and selects it.
    void select(const QString &name);

Q_SIGNALS:
    void levelChanged(mv::Visibility level);
    void infoShownChanged(bool shown);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void setupHeader(QWidget *header);
    void setupTree();
    void setupPages(QWidget *header);
    void showTree();
    void updateInfo();
    void leaveRow(const QModelIndex &left);
    void noteSeen();
    void restoreExpanded();

    FeatureModel *m_model;
    FeatureFilterModel *m_filter;
    QTreeView *m_tree;
    FeatureInfoPane *m_info;
    QComboBox *m_levelBox;
    QLineEdit *m_search;
    QToolButton *m_infoButton;
    QStackedWidget *m_pages;
    QString m_seenProblem;    // the selected row whose failure has been on the screen
    QSet<QString> m_expanded; // names of open categories; kept from camera to camera
};

} // namespace mv
