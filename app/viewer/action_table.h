// SPDX-License-Identifier: GPL-3.0-or-later
// Every command of the window: one table row each.
#pragma once

#include <QAction>
#include <QObject>

#include <array>
#include <span>

namespace mv {

enum class ActionId {
    SaveImage,
    Exit,
    ZoomIn,
    ZoomOut,
    OneToOne,
    FitToWindow,
    Restore,
    MirrorHorizontally,
    MirrorVertically,
    FullScreen,
    LevelBeginner,
    LevelExpert,
    LevelGuru,
    ParameterInfo,
    ThemeSystem,
    ThemeLight,
    ThemeDark,
    ResetLayout,
    Refresh,
    Connect,
    Disconnect,
    Play,
    Stop,
    LutEditor,
    ColorMatrix,
    WhiteBalance,
    VirtualCamera,
    Events,
    Statistics,
    About,
    Count
};

/// The menu bar's menus, in its order.
enum class MenuId { File, View, Camera, Tools, Event, Statistics, Help, Count };

/// A choice of one among several.
enum class ActionGroup { None, Level, Theme };

/// One command. The texts are translated in the context "mv::ActionTable".
struct ActionRow
{
    ActionId id;
    MenuId menu;
    const char *name;      ///< object name
    const char *text;      ///< in the menu, with its mnemonic
    const char *shortcut;  ///< "" = none
    const char *icon;      ///< name in resources/icons
    const char *statusTip; ///< what it does, in one sentence; the tool tip, too
    bool checkable = false;
    ActionGroup group = ActionGroup::None;
    bool separatorBefore = false;
};

std::span<const ActionRow> actionRows();
QString menuTitle(MenuId menu);

/// The actions of the table. Thread: GUI.
class ActionTable : public QObject
{
    Q_OBJECT

public:
    explicit ActionTable(QObject *parent = nullptr);

    QAction *operator[](ActionId id) const { return m_actions[static_cast<std::size_t>(id)]; }

private:
    std::array<QAction *, static_cast<std::size_t>(ActionId::Count)> m_actions{};
};

} // namespace mv
