// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the attributes panel: what can be done with the selected parameters.
#include "widgets/feature_panel.h"

#include "widgets/favourites.h"
#include "widgets/feature_actions.h"
#include "widgets/feature_copy.h"
#include "widgets/feature_model.h"
#include "widgets/feature_text.h"
#include "widgets/feature_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QTabWidget>
#include <QToolButton>

namespace mv {
namespace {

// A selector itself, or what a selector selects.
bool hasSelector(const FeatureDescription *feature)
{
    return feature && (!feature->selects.isEmpty() || !feature->selectedBy.isEmpty());
}

} // namespace

void FeaturePanel::setupActions()
{
    const auto on = [this](FeatureAction id, auto slot) {
        connect((*m_actions)[id], &QAction::triggered, this, std::move(slot));
    };
    on(FeatureAction::Undo, [this] { m_model->undo(); });
    on(FeatureAction::Redo, [this] { m_model->redo(); });
    constexpr std::pair<FeatureAction, CopyForm> copies[] = {
        {FeatureAction::CopyNameValue, CopyForm::NameValue},
        {FeatureAction::CopyCPlusPlus, CopyForm::CPlusPlus},
        {FeatureAction::CopyPython, CopyForm::Python},
        {FeatureAction::CopyCommandLine, CopyForm::CommandLine},
    };
    for (const auto &[id, form] : copies)
        on(id, [this, number = static_cast<int>(form)] { copy(number); });
    on(FeatureAction::Star, [this] {
        const auto names = view().selectedNames();
        for (const QString &name : names)
            m_favourites->toggle(name);
    });
    on(FeatureAction::MoveUp, [this] { moveFavourite(-1); });
    on(FeatureAction::MoveDown, [this] { moveFavourite(1); });
    on(FeatureAction::SideBySide,
       [this] { Q_EMIT sideBySideRequested(current().data(FeatureModel::NameRole).toString()); });
    on(FeatureAction::ShowLevel, [this] {
        if (const FeatureDescription *feature = m_model->description(m_chosen))
            setLevel(feature->visibility);
    });
    on(FeatureAction::Revert, [this] { m_model->revert(view().selectedNames()); });
    on(FeatureAction::RevertAll, [this] { m_model->revert(); });
    on(FeatureAction::Search, [this] {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    });
}

void FeaturePanel::setupMenu()
{
    m_menu = new QMenu(this);
    m_menu->setObjectName(QStringLiteral("featureMenu"));
    m_actions->fill(*m_menu);
    m_menuButton->setPopupMode(QToolButton::InstantPopup);
    m_menuButton->setMenu(m_menu);
}

void FeaturePanel::updateActions()
{
    const QStringList selected = view().selectedNames();
    const auto *feature = current().data(FeatureModel::DescriptionRole).value<const FeatureDescription *>();
    const auto changes = m_model->changes();
    const bool anyChanged = std::ranges::any_of(
        changes, [&selected](const SettingChange &change) { return selected.contains(change.name); });
    const bool starring = &view() == m_stars;
    const FeatureActions &actions = *m_actions;
    actions[FeatureAction::Undo]->setEnabled(m_model->canUndo());
    actions[FeatureAction::Redo]->setEnabled(m_model->canRedo());
    for (FeatureAction id : {FeatureAction::CopyNameValue, FeatureAction::CopyCPlusPlus, FeatureAction::CopyPython,
                             FeatureAction::CopyCommandLine, FeatureAction::Star})
        actions[id]->setEnabled(!selected.isEmpty());
    actions[FeatureAction::MoveUp]->setEnabled(starring && !selected.isEmpty());
    actions[FeatureAction::MoveDown]->setEnabled(starring && !selected.isEmpty());
    actions[FeatureAction::SideBySide]->setEnabled(hasSelector(feature));
    actions[FeatureAction::ShowLevel]->setVisible(feature && feature->visibility > level());
    if (feature)
        actions[FeatureAction::ShowLevel]->setText(tr("Show the &level %1").arg(levelText(feature->visibility)));
    actions[FeatureAction::Revert]->setEnabled(anyChanged);
    actions[FeatureAction::RevertAll]->setEnabled(!changes.isEmpty());
    actions[FeatureAction::RevertAll]->setText(changes.isEmpty() ? tr("&All back to the values at connecting")
                                                                 : tr("&All back to the values at connecting (%n)",
                                                                      nullptr, static_cast<int>(changes.size())));
}

void FeaturePanel::copy(int form)
{
    if (!m_model->tree() || !m_model->states())
        return;
    const QString device = m_deviceId.isEmpty() ? QStringLiteral("first") : m_deviceId;
    QGuiApplication::clipboard()->setText(
        copiedText(static_cast<CopyForm>(form), *m_model->tree(), *m_model->states(), view().selectedNames(), device));
}

// By one place among those that this camera has.
void FeaturePanel::moveFavourite(int by)
{
    const QAbstractItemModel &rows = *m_stars->model();
    const QModelIndex index = m_stars->currentIndex();
    const int target = index.row() + (by > 0 ? 2 : by);
    if (&view() != m_stars || !index.isValid() || target < 0 || target > rows.rowCount())
        return;
    const QString name = index.data(FeatureModel::NameRole).toString();
    m_favourites->moveBefore(name, rows.index(target, 0).data(FeatureModel::NameRole).toString());
}

void FeaturePanel::showMenu(const QPoint &at)
{
    updateActions();
    // By the keyboard the menu comes where the mouse is not.
    const QRect row = view().visualRect(current());
    const bool onRow = view().indexAt(at).isValid();
    m_menu->popup(view().viewport()->mapToGlobal(onRow ? at : row.bottomLeft() + QPoint(24, 0)));
}

} // namespace mv
