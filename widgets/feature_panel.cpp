// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the attributes panel.
#include "widgets/feature_panel.h"

#include "widgets/feature_delegate.h"
#include "widgets/feature_filter_model.h"
#include "widgets/feature_info_pane.h"
#include "widgets/feature_model.h"
#include "widgets/icons.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace mv {
namespace {

constexpr Visibility levels[] = {Visibility::Beginner, Visibility::Expert, Visibility::Guru};

QString levelText(Visibility level)
{
    switch (level) {
    case Visibility::Expert:
        return FeaturePanel::tr("Expert");
    case Visibility::Guru:
        return FeaturePanel::tr("Guru");
    default:
        return FeaturePanel::tr("Beginner");
    }
}

} // namespace

FeaturePanel::FeaturePanel(QWidget *parent)
    : QWidget(parent)
    , m_model(new FeatureModel(this))
    , m_filter(new FeatureFilterModel(this))
    , m_tree(new QTreeView)
    , m_info(new FeatureInfoPane)
    , m_levelBox(new QComboBox)
    , m_search(new QLineEdit)
    , m_infoButton(new QToolButton)
    , m_pages(new QStackedWidget)
    // SFNC's names of the categories that an operator wants first.
    , m_expanded{QStringLiteral("ImageFormatControl"), QStringLiteral("AcquisitionControl"),
                 QStringLiteral("AnalogControl")}
{
    setObjectName(QStringLiteral("featurePanel"));
    auto *header = new QWidget;
    setupHeader(header);
    setupTree();
    setupPages(header);
}

// An editor that is open takes its text when the tree goes; by then there is no panel any more to hear of it.
FeaturePanel::~FeaturePanel()
{
    disconnect(m_model, nullptr, this, nullptr);
    disconnect(m_tree, nullptr, this, nullptr);
    disconnect(m_tree->selectionModel(), nullptr, this, nullptr);
    disconnect(m_tree->itemDelegate(), nullptr, this, nullptr);
}

void FeaturePanel::setupHeader(QWidget *header)
{
    m_levelBox->setObjectName(QStringLiteral("levelBox"));
    m_levelBox->setAccessibleName(tr("Level"));
    m_levelBox->setToolTip(tr("How many parameters are shown"));
    for (Visibility level : levels)
        m_levelBox->addItem(levelText(level), static_cast<int>(level));
    connect(m_levelBox, &QComboBox::currentIndexChanged, this, [this] {
        m_filter->setLevel(level());
        restoreExpanded();
        Q_EMIT levelChanged(level());
    });
    m_search->setObjectName(QStringLiteral("featureSearch"));
    m_search->setAccessibleName(tr("Search parameters"));
    m_search->setPlaceholderText(tr("Search…"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filter->setSearchText(text);
        restoreExpanded();
    });
    m_infoButton->setObjectName(QStringLiteral("infoButton"));
    m_infoButton->setAccessibleName(tr("Parameter information"));
    m_infoButton->setToolTip(tr("Show or hide what the selected parameter is"));
    m_infoButton->setIcon(icon(QStringLiteral("info")));
    m_infoButton->setAutoRaise(true);
    m_infoButton->setCheckable(true);
    m_infoButton->setChecked(true);
    connect(m_infoButton, &QToolButton::toggled, this, [this](bool shown) {
        m_info->setVisible(shown);
        Q_EMIT infoShownChanged(shown);
    });
    auto *layout = new QHBoxLayout(header);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->setSpacing(4);
    layout->addWidget(m_levelBox);
    layout->addWidget(m_search, 1);
    layout->addWidget(m_infoButton);
}

void FeaturePanel::setupTree()
{
    m_filter->setSourceModel(m_model);
    m_tree->setObjectName(QStringLiteral("featureTree"));
    m_tree->setAccessibleName(tr("All attributes"));
    m_tree->setModel(m_filter);
    auto *delegate = new FeatureDelegate(m_tree);
    connect(delegate, &FeatureDelegate::closeEditor, this, [this](QWidget *, QAbstractItemDelegate::EndEditHint hint) {
        if (hint == QAbstractItemDelegate::RevertModelCache) // Escape
            leaveRow(m_tree->currentIndex());
    });
    m_tree->setItemDelegate(delegate);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setIndentation(12);
    m_tree->setAlternatingRowColors(true);
    m_tree->setUniformRowHeights(true);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->header()->setSectionsMovable(false);
    m_tree->header()->setSectionResizeMode(QHeaderView::Interactive);
    m_tree->header()->resizeSection(FeatureModel::NameColumn, fontMetrics().averageCharWidth() * 34);
    m_tree->installEventFilter(this);
    m_info->installEventFilter(this);
    // One click edits a value; the second click of a double click must not open anything again.
    m_tree->setEditTriggers(QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed);
    connect(m_tree, &QTreeView::clicked, this, [this](const QModelIndex &index) {
        const auto *feature = index.data(FeatureModel::DescriptionRole).value<const FeatureDescription *>();
        if (feature && feature->type != FeatureType::Command && (index.flags() & Qt::ItemIsEditable))
            m_tree->edit(index);
    });
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &current, const QModelIndex &previous) {
                if (current.siblingAtColumn(0) != previous.siblingAtColumn(0))
                    leaveRow(previous);
                updateInfo();
            });
    connect(m_model, &FeatureModel::dataChanged, this, &FeaturePanel::updateInfo);
    connect(m_tree, &QTreeView::expanded, this, [this](const QModelIndex &index) {
        if (m_search->text().isEmpty())
            m_expanded.insert(index.data(FeatureModel::NameRole).toString());
    });
    connect(m_tree, &QTreeView::collapsed, this, [this](const QModelIndex &index) {
        if (m_search->text().isEmpty())
            m_expanded.remove(index.data(FeatureModel::NameRole).toString());
    });
    connect(m_model, &FeatureModel::modelReset, this, &FeaturePanel::showTree);
}

void FeaturePanel::setupPages(QWidget *header)
{
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->setObjectName(QStringLiteral("featureSplitter"));
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_tree);
    splitter->addWidget(m_info);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 1);
    auto *hint = new QLabel(tr("The camera's parameters appear here\nwhen a camera is connected."));
    hint->setObjectName(QStringLiteral("featureHint"));
    hint->setAlignment(Qt::AlignCenter);
    hint->setForegroundRole(QPalette::PlaceholderText);
    m_pages->addWidget(hint);
    m_pages->addWidget(splitter);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(header);
    layout->addWidget(m_pages, 1);
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
    m_tree->setCurrentIndex(index);
    m_tree->scrollTo(index);
}

void FeaturePanel::showTree()
{
    m_pages->setCurrentIndex(m_model->tree() ? 1 : 0);
    restoreExpanded();
    updateInfo();
}

// While searching everything found is open; afterwards what the person had opened.
void FeaturePanel::restoreExpanded()
{
    if (!m_search->text().isEmpty()) {
        m_tree->expandAll();
        return;
    }
    const QSet<QString> wanted = m_expanded;
    const auto open = [this, &wanted](const auto &self, const QModelIndex &parent) -> void {
        for (int row = 0; row < m_filter->rowCount(parent); ++row) {
            const QModelIndex index = m_filter->index(row, 0, parent);
            m_tree->setExpanded(index, wanted.contains(index.data(FeatureModel::NameRole).toString()));
            self(self, index);
        }
    };
    open(open, {});
    m_expanded = wanted;
}

void FeaturePanel::updateInfo()
{
    const QModelIndex index = m_tree->currentIndex();
    m_info->setFeature(index.data(FeatureModel::DescriptionRole).value<const FeatureDescription *>(),
                       index.data(FeatureModel::StateRole).value<FeatureState>(),
                       index.data(FeatureModel::ProblemRole).toString(),
                       index.data(FeatureModel::WhyNotWritableRole).toString());
    QMetaObject::invokeMethod(this, &FeaturePanel::noteSeen, Qt::QueuedConnection);
}

// Queued: a click on another row takes what was typed and leaves the row at once; its failure is new to the person
// then.
void FeaturePanel::noteSeen()
{
    const QModelIndex index = m_tree->currentIndex();
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

// Enter, F2 and Space on a parameter's name mean its value.
bool FeaturePanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_info && event->type() == QEvent::PaletteChange) // its text is written in the palette's colours
        QTimer::singleShot(0, this, &FeaturePanel::updateInfo);
    if (watched == m_tree && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        const QModelIndex current = m_tree->currentIndex();
        if (key == Qt::Key_Escape)
            leaveRow(current);
        const bool edits = key == Qt::Key_F2 || key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Space;
        if (edits && current.isValid() && !current.data(FeatureModel::IsCategoryRole).toBool())
            m_tree->setCurrentIndex(current.siblingAtColumn(FeatureModel::ValueColumn));
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace mv
