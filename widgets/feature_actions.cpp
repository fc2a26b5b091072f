// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the table of what can be done with parameters.
#include "widgets/feature_actions.h"

#include "widgets/icons.h"

#include <QKeySequence>
#include <QMenu>
#include <QWidget>

namespace mv {
namespace {

struct Row
{
    FeatureAction id;
    const char *name; ///< object name
    const char *text; ///< translated in the context "mv::FeatureActions"
    const char *shortcut;
    const char *icon;
    bool separatorBefore = false;
};

constexpr Row rows[] = {
    {FeatureAction::Undo, "featureUndo", QT_TRANSLATE_NOOP("mv::FeatureActions", "&Undo"), "Ctrl+Z", "undo"},
    {FeatureAction::Redo, "featureRedo", QT_TRANSLATE_NOOP("mv::FeatureActions", "&Redo"), "Ctrl+Y", "redo"},
    {FeatureAction::CopyNameValue, "featureCopyNameValue",
     QT_TRANSLATE_NOOP("mv::FeatureActions", "Copy as &name=value"), "Ctrl+C", "copy", true},
    {FeatureAction::CopyCPlusPlus, "featureCopyCPlusPlus",
     QT_TRANSLATE_NOOP("mv::FeatureActions", "Copy as &C++ (Aravis)"), "", "copy"},
    {FeatureAction::CopyPython, "featureCopyPython",
     QT_TRANSLATE_NOOP("mv::FeatureActions", "Copy as &Python (Aravis)"), "", "copy"},
    {FeatureAction::CopyCommandLine, "featureCopyCommandLine",
     QT_TRANSLATE_NOOP("mv::FeatureActions", "Copy for &mv-cli"), "", "copy"},
    {FeatureAction::Star, "featureStar", QT_TRANSLATE_NOOP("mv::FeatureActions", "Add to or take from the &favourites"),
     "Ctrl+B", "star-empty", true},
    {FeatureAction::MoveUp, "featureMoveUp", QT_TRANSLATE_NOOP("mv::FeatureActions", "Favourite &up"), "Alt+Up", ""},
    {FeatureAction::MoveDown, "featureMoveDown", QT_TRANSLATE_NOOP("mv::FeatureActions", "Favourite &down"), "Alt+Down",
     ""},
    {FeatureAction::SideBySide, "featureSideBySide",
     QT_TRANSLATE_NOOP("mv::FeatureActions", "All settings of the &selector side by side…"), "Ctrl+L", "side-by-side",
     true},
    {FeatureAction::ShowLevel, "featureShowLevel", QT_TRANSLATE_NOOP("mv::FeatureActions", "Show this &level"), "",
     "level"},
    {FeatureAction::Revert, "featureRevert",
     QT_TRANSLATE_NOOP("mv::FeatureActions", "Back to the value at connec&ting"), "", "restore", true},
    {FeatureAction::RevertAll, "featureRevertAll",
     QT_TRANSLATE_NOOP("mv::FeatureActions", "&All back to the values at connecting"), "", "restore"},
    {FeatureAction::Search, "featureSearchAction", QT_TRANSLATE_NOOP("mv::FeatureActions", "S&earch"), "Ctrl+F",
     "search", true},
};

} // namespace

FeatureActions::FeatureActions(QWidget &panel) : QObject(&panel)
{
    for (const Row &row : rows) {
        auto *action = new QAction(icon(QLatin1String(row.icon)), tr(row.text), this);
        action->setObjectName(QLatin1String(row.name));
        action->setShortcut(QKeySequence(QLatin1String(row.shortcut)));
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        panel.addAction(action);
        m_actions[static_cast<std::size_t>(row.id)] = action;
    }
    (*this)[FeatureAction::Search]->setShortcutContext(Qt::WindowShortcut); // the way in, wherever the focus is
    (*this)[FeatureAction::Redo]->setShortcuts(
        {QKeySequence(QStringLiteral("Ctrl+Y")), QKeySequence(QStringLiteral("Ctrl+Shift+Z"))});
}

void FeatureActions::fill(QMenu &menu) const
{
    for (const Row &row : rows) {
        if (row.separatorBefore)
            menu.addSeparator();
        menu.addAction((*this)[row.id]);
    }
}

} // namespace mv
