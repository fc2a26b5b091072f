// SPDX-License-Identifier: GPL-3.0-or-later
// "All attributes" and "Favourites": the camera's parameters, to read and to set.
#pragma once

#include "camera/feature.h"

#include <QSet>
#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QMenu;
class QStackedWidget;
class QTabWidget;
class QToolButton;

namespace mv {

class Favourites;
class FavouritesModel;
class FeatureActions;
class FeatureFilterModel;
class FeatureInfoPane;
class FeatureModel;
class FeatureView;

/// The level box, a search field, the two lists, and below them what the selected parameter is. Thread: GUI.
class FeaturePanel : public QWidget
{
    Q_OBJECT

public:
    explicit FeaturePanel(QWidget *parent = nullptr);
    ~FeaturePanel() override;

    /// Connect its requests; feed it trees and states.
    FeatureModel &model() { return *m_model; }
    Favourites &favourites() { return *m_favourites; }
    /// Beginner, Expert or Guru.
    void setLevel(Visibility level);
    Visibility level() const;
    void setInfoShown(bool shown);
    bool isInfoShown() const;
    /// The camera's id, for what is copied to call mv-cli.
    void setDeviceId(const QString &id) { m_deviceId = id; }
    /// Opens what is above @p name and selects it, in the list of all.
    void select(const QString &name);
    /// As if a person had typed it; empty ends the search.
    void search(const QString &text);
    void showFavourites();
    /// The features on the screen; none while the panel is hidden.
    QStringList namesOnScreen() const;

Q_SIGNALS:
    void levelChanged(mv::Visibility level);
    void infoShownChanged(bool shown);
    /// namesOnScreen() is another list, and has been for a moment.
    void screenChanged(const QStringList &names);
    /// The selected register has a value that has not been read: long ones are only read when somebody asks.
    void valueWanted(const QString &name);
    /// All settings of what selects @p name (or of @p name, if it is a selector) are to be shown.
    void sideBySideRequested(const QString &name);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void setupHeader(QWidget *header);
    void setupSearch();
    void setupViews();
    void setupView(FeatureView &view);
    void setupPages(QWidget *header);
    void setupActions();
    void setupMenu();
    QWidget *makeFavouritesPage();
    QWidget *makeHitBar();
    FeatureView &view() const;
    QModelIndex current() const;
    void showTree();
    void showHits();
    void showNotice();
    void askForValue();
    void updateInfo();
    void showCurrent();
    void updateActions();
    void leaveRow(const QModelIndex &left);
    void noteSeen();
    void noteScreen();
    void restoreExpanded();
    void refilter();
    void choose(const QModelIndex &index);
    void enterList();
    void copy(int form);
    void moveFavourite(int by);
    void showMenu(const QPoint &at);

    FeatureModel *m_model;
    FeatureFilterModel *m_filter;
    Favourites *m_favourites;
    FavouritesModel *m_favouritesModel;
    FeatureView *m_tree;
    FeatureView *m_stars;
    FeatureInfoPane *m_info;
    FeatureActions *m_actions;
    QComboBox *m_levelBox;
    QLineEdit *m_search;
    QToolButton *m_infoButton;
    QToolButton *m_menuButton;
    QTabWidget *m_tabs;
    QStackedWidget *m_pages;
    QStackedWidget *m_starPages = nullptr;
    QWidget *m_hitBar = nullptr;
    QLabel *m_hitText = nullptr;
    QToolButton *m_raiseLevel = nullptr;
    QLabel *m_notice = nullptr;
    QMenu *m_menu = nullptr;
    QTimer m_screenTimer;
    QStringList m_onScreen;
    QString m_deviceId;
    QString m_valueWanted;    // the selected row whose value was asked for
    QString m_seenProblem;    // the selected row whose failure has been on the screen
    QString m_chosen;         // the row of the tree that the person has selected, also while a search hides it
    QSet<QString> m_expanded; // names of open categories; kept from camera to camera
    bool m_filtering = false; // rows come and go: what is current then is nobody's choice
};

} // namespace mv
