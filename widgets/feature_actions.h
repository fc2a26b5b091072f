// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done with the selected parameters: one table row each.
#pragma once

#include <QAction>
#include <QObject>

#include <array>

class QMenu;
class QWidget;

namespace mv {

enum class FeatureAction {
    Undo,
    Redo,
    CopyNameValue,
    CopyCPlusPlus,
    CopyPython,
    CopyCommandLine,
    Star,
    MoveUp,
    MoveDown,
    SideBySide,
    ShowLevel,
    Revert,
    RevertAll,
    Search,
    Count
};

/// The actions of the attributes panel, with their shortcuts inside of it. Thread: GUI.
class FeatureActions : public QObject
{
    Q_OBJECT

public:
    /// @p panel: where the shortcuts work.
    explicit FeatureActions(QWidget &panel);

    QAction *operator[](FeatureAction id) const { return m_actions[static_cast<std::size_t>(id)]; }
    /// Adds all that have a place in the menu of a row, as they are.
    void fill(QMenu &menu) const;

private:
    std::array<QAction *, static_cast<std::size_t>(FeatureAction::Count)> m_actions{};
};

} // namespace mv
