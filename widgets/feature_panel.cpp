// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the attributes panel: its lists, its search and its information.
#include "widgets/feature_panel.h"

#include "widgets/favourites.h"
#include "widgets/favourites_model.h"
#include "widgets/feature_actions.h"
#include "widgets/feature_filter_model.h"
#include "widgets/feature_info_pane.h"
#include "widgets/feature_model.h"
#include "widgets/feature_text.h"
#include "widgets/feature_view.h"
#include "widgets/icons.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace mv {
namespace {

constexpr Visibility levels[] = {Visibility::Beginner, Visibility::Expert, Visibility::Guru};
// How long the rows on the screen must stay the same before they are reported: scrolling passes many.
constexpr int screenMs = 100;

QToolButton *flatButton(const char *objectName, const QString &name, const QString &toolTip, const char *iconName)
{
    auto *button = new QToolButton;
    button->setObjectName(QLatin1String(objectName));
    button->setAccessibleName(name);
    button->setToolTip(toolTip);
    button->setIcon(icon(QLatin1String(iconName)));
    button->setAutoRaise(true);
    return button;
}

QLabel *hintLabel(const char *objectName, const QString &text)
{
    auto *hint = new QLabel(text);
    hint->setObjectName(QLatin1String(objectName));
    hint->setAlignment(Qt::AlignCenter);
    hint->setWordWrap(true);
    hint->setMargin(12);
    hint->setForegroundRole(QPalette::PlaceholderText);
    return hint;
}

} // namespace

FeaturePanel::FeaturePanel(QWidget *parent)
    : QWidget(parent)
    , m_model(new FeatureModel(this))
    , m_filter(new FeatureFilterModel(*m_model, this))
    , m_favourites(new Favourites(this))
    , m_favouritesModel(new FavouritesModel(*m_model, *m_favourites, this))
    , m_tree(new FeatureView(*m_favourites))
    , m_stars(new FeatureView(*m_favourites))
    , m_info(new FeatureInfoPane)
    , m_actions(new FeatureActions(*this))
    , m_levelBox(new QComboBox)
    , m_search(new QLineEdit)
    , m_infoButton(flatButton("infoButton", tr("Parameter information"),
                              tr("Show or hide what the selected parameter is"), "info"))
    , m_menuButton(flatButton("featureMenuButton", tr("More"), tr("Undo, copy, put back"), "more"))
    , m_tabs(new QTabWidget)
    , m_pages(new QStackedWidget)
    // SFNC's names of the categories that an operator wants first.
    , m_expanded{QStringLiteral("ImageFormatControl"), QStringLiteral("AcquisitionControl"),
                 QStringLiteral("AnalogControl")}
{
    setObjectName(QStringLiteral("featurePanel"));
    m_screenTimer.setSingleShot(true);
    m_screenTimer.setInterval(screenMs);
    connect(&m_screenTimer, &QTimer::timeout, this, &FeaturePanel::noteScreen);
    auto *header = new QWidget;
    setupHeader(header);
    setupSearch();
    setupViews();
    setupPages(header);
    setupActions();
    setupMenu();
    updateInfo();
}

// An editor that is open takes its text when the tree goes; by then there is no panel any more to hear of it.
FeaturePanel::~FeaturePanel()
{
    disconnect(m_model, nullptr, this, nullptr);
    for (FeatureView *list : {m_tree, m_stars})
        disconnect(list, nullptr, this, nullptr);
}

void FeaturePanel::setupHeader(QWidget *header)
{
    m_levelBox->setObjectName(QStringLiteral("levelBox"));
    m_levelBox->setAccessibleName(tr("Level"));
    m_levelBox->setToolTip(tr("How many parameters are shown"));
    for (Visibility level : levels)
        m_levelBox->addItem(levelText(level), static_cast<int>(level));
    connect(m_levelBox, &QComboBox::currentIndexChanged, this, [this] {
        m_filtering = true;
        m_filter->setLevel(level());
        refilter();
        Q_EMIT levelChanged(level());
    });
    m_infoButton->setCheckable(true);
    m_infoButton->setChecked(true);
    connect(m_infoButton, &QToolButton::toggled, this, [this](bool shown) {
        m_info->setVisible(shown);
        showNotice();
        Q_EMIT infoShownChanged(shown);
    });
    auto *layout = new QHBoxLayout(header);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->setSpacing(4);
    layout->addWidget(m_levelBox);
    layout->addWidget(m_search, 1);
    layout->addWidget(m_infoButton);
    layout->addWidget(m_menuButton);
}

void FeaturePanel::setupSearch()
{
    m_search->setObjectName(QStringLiteral("featureSearch"));
    m_search->setAccessibleName(tr("Search parameters"));
    m_search->setPlaceholderText(tr("Search…"));
    m_search->setToolTip(tr("Searches names, descriptions and choices of all levels (Ctrl+F)"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_search->installEventFilter(this);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (!text.trimmed().isEmpty())
            m_tabs->setCurrentIndex(0); // the search is over all of them
        m_filtering = true;
        m_filter->setSearchText(text);
        refilter();
    });
}

void FeaturePanel::setupViews()
{
    m_tree->setObjectName(QStringLiteral("featureTree"));
    m_tree->setAccessibleName(tr("All attributes"));
    m_tree->setModel(m_filter);
    m_stars->setObjectName(QStringLiteral("favouritesList"));
    m_stars->setAccessibleName(tr("Favourites"));
    m_stars->setModel(m_favouritesModel);
    m_stars->setRootIsDecorated(false);
    m_stars->setDragDropMode(QAbstractItemView::InternalMove);
    m_stars->setDragDropOverwriteMode(false);
    for (FeatureView *list : {m_tree, m_stars})
        setupView(*list);
    connect(m_model, &FeatureModel::dataChanged, this, [this](const QModelIndex &from, const QModelIndex &to) {
        const QString name = current().data(FeatureModel::NameRole).toString();
        for (int row = from.row(); !name.isEmpty() && row <= to.row(); ++row) {
            if (from.siblingAtRow(row).data(FeatureModel::NameRole) == name) {
                showCurrent();
                return;
            }
        }
    });
    connect(m_model, &FeatureModel::historyChanged, this, &FeaturePanel::updateActions);
    connect(m_model, &FeatureModel::modelAboutToBeReset, this, [this] { m_filtering = true; });
    connect(m_model, &FeatureModel::modelReset, this, &FeaturePanel::showTree);
    connect(m_tree, &QTreeView::expanded, this, [this](const QModelIndex &index) {
        if (!m_filtering && !m_filter->isSearching())
            m_expanded.insert(index.data(FeatureModel::NameRole).toString());
    });
    connect(m_tree, &QTreeView::collapsed, this, [this](const QModelIndex &index) {
        if (!m_filtering && !m_filter->isSearching())
            m_expanded.remove(index.data(FeatureModel::NameRole).toString());
    });
    m_info->installEventFilter(this);
    connect(m_info, &FeatureInfoPane::revertRequested, this, [this](const QString &name) { m_model->revert({name}); });
    connect(m_info, &FeatureInfoPane::featureRequested, this, &FeaturePanel::select);
}

void FeaturePanel::setupView(FeatureView &list)
{
    connect(&list, &FeatureView::escaped, this, [this](const QModelIndex &left) {
        leaveRow(left);
        m_search->clear(); // its end, as in the field itself
    });
    connect(&list, &FeatureView::screenChanged, &m_screenTimer, qOverload<>(&QTimer::start));
    connect(&list, &QWidget::customContextMenuRequested, this, &FeaturePanel::showMenu);
    connect(list.selectionModel(), &QItemSelectionModel::selectionChanged, this, &FeaturePanel::updateActions);
    connect(&list, &FeatureView::currentRowChanged, this,
            [this, &list](const QModelIndex &current, const QModelIndex &previous) {
                if (m_filtering)
                    return;
                if (&list == m_tree)
                    m_chosen = current.data(FeatureModel::NameRole).toString();
                if (current.siblingAtColumn(0) != previous.siblingAtColumn(0))
                    leaveRow(previous);
                updateInfo();
            });
}

QWidget *FeaturePanel::makeFavouritesPage()
{
    m_starPages = new QStackedWidget;
    m_starPages->addWidget(hintLabel(
        "favouritesHint", tr("Click the star beside a parameter's name, or press Ctrl+B, and it stays here.")));
    m_starPages->addWidget(m_stars);
    const auto choosePage = [this] { m_starPages->setCurrentIndex(m_favouritesModel->rowCount() > 0 ? 1 : 0); };
    for (auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_favouritesModel, signal, m_starPages, choosePage);
    connect(m_favouritesModel, &QAbstractItemModel::modelReset, m_starPages, choosePage);
    connect(m_favourites, &Favourites::changed, m_tree->viewport(), qOverload<>(&QWidget::update));
    return m_starPages;
}

// Below the search: how much was found, and the way to see what is above the level for good.
QWidget *FeaturePanel::makeHitBar()
{
    m_hitBar = new QWidget;
    m_hitText = new QLabel;
    m_hitText->setObjectName(QStringLiteral("searchHits"));
    m_hitText->setWordWrap(true);
    m_raiseLevel = new QToolButton;
    m_raiseLevel->setObjectName(QStringLiteral("raiseLevel"));
    m_raiseLevel->setToolTip(tr("Show the parameters of this level from now on"));
    m_raiseLevel->setAccessibleName(m_raiseLevel->toolTip());
    m_raiseLevel->setAutoRaise(true);
    m_raiseLevel->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_raiseLevel->setIcon(icon(QStringLiteral("level")));
    connect(m_raiseLevel, &QToolButton::clicked, this,
            [this] { setLevel(static_cast<Visibility>(m_raiseLevel->property("level").toInt())); });
    auto *layout = new QHBoxLayout(m_hitBar);
    layout->setContentsMargins(8, 0, 4, 2);
    layout->addWidget(m_hitText, 1);
    layout->addWidget(m_raiseLevel);
    m_hitBar->hide();
    return m_hitBar;
}

void FeaturePanel::setupPages(QWidget *header)
{
    m_tabs->setObjectName(QStringLiteral("featureTabs"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_tree, tr("All attributes"));
    m_tabs->addTab(makeFavouritesPage(), icon(QStringLiteral("star")), tr("Favourites"));
    connect(m_tabs, &QTabWidget::currentChanged, this, &FeaturePanel::updateInfo);
    m_notice = new QLabel;
    m_notice->setObjectName(QStringLiteral("featureNotice"));
    m_notice->setWordWrap(true);
    m_notice->setMargin(6);
    m_notice->hide();
    auto *lists = new QWidget;
    auto *listLayout = new QVBoxLayout(lists);
    listLayout->setContentsMargins(0, 0, 0, 0);
    listLayout->setSpacing(0);
    listLayout->addWidget(m_tabs, 1);
    listLayout->addWidget(m_notice);
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->setObjectName(QStringLiteral("featureSplitter"));
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(lists);
    splitter->addWidget(m_info);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 1);
    m_pages->addWidget(
        hintLabel("featureHint", tr("The camera's parameters appear here\nwhen a camera is connected.")));
    m_pages->addWidget(splitter);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(header);
    layout->addWidget(makeHitBar());
    layout->addWidget(m_pages, 1);
}

FeatureView &FeaturePanel::view() const
{
    return m_tabs->currentIndex() == 0 ? *m_tree : *m_stars;
}

// What the information is about: after a search it may be a row that the tree does not show.
QModelIndex FeaturePanel::current() const
{
    return view().currentIndex();
}

void FeaturePanel::setLevel(Visibility level)
{
    m_levelBox->setCurrentIndex(m_levelBox->findData(static_cast<int>(level)));
}

Visibility FeaturePanel::level() const
{
    return static_cast<Visibility>(m_levelBox->currentData().toInt());
}

void FeaturePanel::setInfoShown(bool shown)
{
    m_infoButton->setChecked(shown);
}

bool FeaturePanel::isInfoShown() const
{
    return m_infoButton->isChecked();
}

void FeaturePanel::select(const QString &name)
{
    const QModelIndex index = m_filter->mapFromSource(m_model->indexOf(name));
    if (!index.isValid())
        return;
    m_tabs->setCurrentIndex(0);
    choose(index);
}

void FeaturePanel::search(const QString &text)
{
    m_search->setText(text);
}

void FeaturePanel::showFavourites()
{
    m_tabs->setCurrentIndex(1);
}

void FeaturePanel::choose(const QModelIndex &index)
{
    m_tree->setCurrentIndex(index);
    m_tree->scrollTo(index);
}

void FeaturePanel::showTree()
{
    m_pages->setCurrentIndex(m_model->tree() ? 1 : 0);
    refilter();
}

void FeaturePanel::showHits()
{
    m_hitBar->setVisible(m_filter->isSearching() && m_model->tree());
    if (m_hitBar->isHidden())
        return;
    const auto [all, above, experts] = m_filter->hits();
    if (all == 0)
        m_hitText->setText(tr("No parameter of this camera has “%1” in its name, description or choices.")
                               .arg(m_search->text().trimmed()));
    else if (above == 0)
        m_hitText->setText(tr("%n found", nullptr, all));
    else
        m_hitText->setText(tr("%1 found, %2 above the level %3").arg(all).arg(above).arg(levelText(level())));
    m_raiseLevel->setVisible(above > 0);
    const Visibility next = experts > 0 ? Visibility::Expert : Visibility::Guru;
    m_raiseLevel->setProperty("level", static_cast<int>(next));
    m_raiseLevel->setText(levelText(next));
    m_raiseLevel->setAccessibleName(tr("Show level %1").arg(levelText(next)));
}

// While searching everything found is open; afterwards what the person had opened.
void FeaturePanel::restoreExpanded()
{
    if (m_filter->isSearching()) {
        m_tree->expandAll();
        return;
    }
    const auto open = [this](const auto &self, const QModelIndex &parent) -> void {
        for (int row = 0; row < m_filter->rowCount(parent); ++row) {
            const QModelIndex index = m_filter->index(row, 0, parent);
            if (!index.data(FeatureModel::IsCategoryRole).toBool())
                continue;
            m_tree->setExpanded(index, m_expanded.contains(index.data(FeatureModel::NameRole).toString()));
            self(self, index);
        }
    };
    open(open, {});
}

// After rows have come and gone: the row that the person has chosen is current again, or none is.
void FeaturePanel::refilter()
{
    restoreExpanded();
    const QModelIndex chosen = m_chosen.isEmpty() ? QModelIndex() : m_filter->mapFromSource(m_model->indexOf(m_chosen));
    if (chosen.isValid() && chosen.siblingAtColumn(0) != m_tree->currentIndex().siblingAtColumn(0))
        choose(chosen);
    else if (!chosen.isValid())
        m_tree->setCurrentIndex({});
    m_filtering = false;
    if (chosen.isValid() && !m_filter->isSearching())
        m_tree->scrollTo(chosen);
    showHits();
    updateInfo();
    m_screenTimer.start();
}

void FeaturePanel::updateInfo()
{
    if (m_filtering)
        return;
    showCurrent();
    updateActions();
}

void FeaturePanel::showCurrent()
{
    if (m_filtering)
        return;
    m_info->showRow(current());
    showNotice();
    askForValue();
    QMetaObject::invokeMethod(this, &FeaturePanel::noteSeen, Qt::QueuedConnection);
}

// Once for each time that the row is chosen.
void FeaturePanel::askForValue()
{
    const QString name = current().data(FeatureModel::NameRole).toString();
    const FeatureDescription *feature = m_model->description(name);
    const auto state = current().data(FeatureModel::StateRole).value<FeatureState>();
    const bool unread = feature && feature->type == FeatureType::Register && !state.value.isValid() &&
                        (state.access == AccessMode::ReadOnly || state.access == AccessMode::ReadWrite);
    if (!unread)
        m_valueWanted.clear();
    else if (std::exchange(m_valueWanted, name) != name)
        Q_EMIT valueWanted(name);
}

// The information says it, too; but it may be hidden.
void FeaturePanel::showNotice()
{
    const QString problem = current().data(FeatureModel::ProblemRole).toString();
    m_notice->setText(problem);
    m_notice->setVisible(!problem.isEmpty() && !isInfoShown());
}

// Queued: a click on another row takes what was typed and leaves the row at once; its failure is new to the person
// then.
void FeaturePanel::noteSeen()
{
    const QModelIndex index = current();
    const bool failed =
        index.data(FeatureModel::RowStateRole).toInt() == static_cast<int>(FeatureModel::RowState::Failed);
    m_seenProblem = index.isValid() && failed ? index.data(FeatureModel::NameRole).toString() : QString();
}

void FeaturePanel::leaveRow(const QModelIndex &left)
{
    const QString name = left.data(FeatureModel::NameRole).toString();
    if (!name.isEmpty() && name == m_seenProblem)
        m_model->acknowledge(name);
}

QStringList FeaturePanel::namesOnScreen() const
{
    return m_model->tree() ? view().namesOnScreen() : QStringList();
}

void FeaturePanel::noteScreen()
{
    QStringList names = namesOnScreen();
    if (names == m_onScreen)
        return;
    m_onScreen = std::move(names);
    Q_EMIT screenChanged(m_onScreen);
}

// From the search field to the first thing found.
void FeaturePanel::enterList()
{
    FeatureView &list = view();
    QModelIndex row = list.currentIndex();
    if (!row.isValid())
        row = list.model()->index(0, 0);
    while (row.isValid() && row.data(FeatureModel::IsCategoryRole).toBool() && list.indexBelow(row).isValid())
        row = list.indexBelow(row);
    list.setCurrentIndex(row);
    list.setFocus(Qt::TabFocusReason);
}

bool FeaturePanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_info && event->type() == QEvent::PaletteChange) // its text is written in the palette's colours
        QTimer::singleShot(0, this, &FeaturePanel::updateInfo);
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Escape && !m_search->text().isEmpty()) {
            m_search->clear();
            return true;
        }
        if (key == Qt::Key_Down) {
            enterList();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace mv
