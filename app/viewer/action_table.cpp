// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the table of commands.
#include "app/viewer/action_table.h"

#include "widgets/icons.h"

#include <QActionGroup>
#include <QHash>
#include <QKeySequence>

namespace mv {
namespace {

#define TR(text) QT_TRANSLATE_NOOP("mv::ActionTable", text)

constexpr ActionRow rows[] = {
    {ActionId::SaveImage, MenuId::File, "actionSaveImage", TR("&Save image as…"), "Ctrl+S", "save",
     TR("Save the picture on the screen at its full depth")},
    {ActionId::Exit, MenuId::File, "actionExit", TR("E&xit"), "Ctrl+Q", "exit", TR("Close MV Viewer"), false,
     ActionGroup::None, true},

    {ActionId::ZoomIn, MenuId::View, "actionZoomIn", TR("Zoom &in"), "Ctrl++", "zoom-in", TR("Enlarge the picture")},
    {ActionId::ZoomOut, MenuId::View, "actionZoomOut", TR("Zoom &out"), "Ctrl+-", "zoom-out", TR("Reduce the picture")},
    {ActionId::OneToOne, MenuId::View, "actionOneToOne", TR("&1:1"), "Ctrl+1", "zoom-one",
     TR("One pixel of the picture on one pixel of the screen"), true},
    {ActionId::FitToWindow, MenuId::View, "actionFitToWindow", TR("&Fit to window"), "Ctrl+0", "zoom-fit",
     TR("Show the whole picture as large as the window allows"), true},
    {ActionId::Restore, MenuId::View, "actionRestore", TR("&Restore view"), "Ctrl+Backspace", "restore",
     TR("Undo zooming and panning")},
    {ActionId::MirrorHorizontally, MenuId::View, "actionMirrorHorizontally", TR("Mirror &horizontally"), "Ctrl+Shift+H",
     "mirror-horizontal", TR("Swap left and right on the screen; the camera's data stay as they are"), true,
     ActionGroup::None, true},
    {ActionId::MirrorVertically, MenuId::View, "actionMirrorVertically", TR("Mirror &vertically"), "Ctrl+Shift+V",
     "mirror-vertical", TR("Swap top and bottom on the screen; the camera's data stay as they are"), true},
    {ActionId::FullScreen, MenuId::View, "actionFullScreen", TR("F&ull screen"), "F11", "fullscreen",
     TR("Give the whole screen to the window, or take it back"), true},
    {ActionId::LevelBeginner, MenuId::View, "actionLevelBeginner", TR("&Beginner"), "Ctrl+Shift+1", "level",
     TR("Show the parameters for everyday work"), true, ActionGroup::Level, true},
    {ActionId::LevelExpert, MenuId::View, "actionLevelExpert", TR("&Expert"), "Ctrl+Shift+2", "level",
     TR("Show the parameters for setting up, too"), true, ActionGroup::Level},
    {ActionId::LevelGuru, MenuId::View, "actionLevelGuru", TR("&Guru"), "Ctrl+Shift+3", "level",
     TR("Show all parameters"), true, ActionGroup::Level},
    {ActionId::ParameterInfo, MenuId::View, "actionParameterInfo", TR("&Parameter information"), "Ctrl+I", "info",
     TR("Show or hide what the selected parameter is"), true},
    {ActionId::ThemeSystem, MenuId::View, "actionThemeSystem", TR("Colours of the &desktop"), "", "theme",
     TR("Light or dark, as the desktop is"), true, ActionGroup::Theme, true},
    {ActionId::ThemeLight, MenuId::View, "actionThemeLight", TR("&Light colours"), "", "theme",
     TR("Dark text on light ground"), true, ActionGroup::Theme},
    {ActionId::ThemeDark, MenuId::View, "actionThemeDark", TR("Dar&k colours"), "", "theme",
     TR("Light text on dark ground, for dim rooms"), true, ActionGroup::Theme},
    {ActionId::ResetLayout, MenuId::View, "actionResetLayout", TR("Reset la&yout"), "", "layout",
     TR("Put all panels back to their places"), false, ActionGroup::None, true},

    {ActionId::Refresh, MenuId::Camera, "actionRefresh", TR("&Refresh the device list"), "Ctrl+R", "refresh",
     TR("Search for cameras now")},
    {ActionId::Connect, MenuId::Camera, "actionConnect", TR("&Connect"), "Ctrl+Return", "connect",
     TR("Connect to the camera that is selected in the list"), false, ActionGroup::None, true},
    {ActionId::Disconnect, MenuId::Camera, "actionDisconnect", TR("&Disconnect"), "Ctrl+D", "disconnect",
     TR("Let go of the camera, so that others can use it")},
    {ActionId::Play, MenuId::Camera, "actionPlay", TR("&Play"), "F5", "play", TR("Start the camera's stream"), false,
     ActionGroup::None, true},
    {ActionId::Stop, MenuId::Camera, "actionStop", TR("&Stop"), "Shift+F5", "stop", TR("Stop the camera's stream")},

    {ActionId::Events, MenuId::Event, "actionEvents", TR("Show &events"), "Ctrl+E", "events",
     TR("Show or hide the list of what has happened"), true},
    {ActionId::Statistics, MenuId::Statistics, "actionStatistics", TR("Show &statistics"), "Ctrl+T", "statistics",
     TR("Show or hide the count of received, shown and lost frames"), true},
    {ActionId::About, MenuId::Help, "actionAbout", TR("&About MV Viewer"), "F1", "help",
     TR("Version and licence of this program")},
};

constexpr const char *menus[] = {TR("&File"), TR("&View"), TR("&Camera"), TR("&Event"), TR("&Statistics"), TR("&Help")};

#undef TR

} // namespace

std::span<const ActionRow> actionRows()
{
    return rows;
}

QString menuTitle(MenuId menu)
{
    return ActionTable::tr(menus[static_cast<std::size_t>(menu)]);
}

ActionTable::ActionTable(QObject *parent) : QObject(parent)
{
    QHash<int, QActionGroup *> groups;
    for (const ActionRow &row : rows) {
        auto *action = new QAction(icon(QLatin1String(row.icon)), tr(row.text), this);
        action->setObjectName(QLatin1String(row.name));
        const QKeySequence shortcut(QString::fromLatin1(row.shortcut));
        action->setShortcut(shortcut);
        action->setStatusTip(tr(row.statusTip));
        action->setToolTip(shortcut.isEmpty() ? tr(row.statusTip)
                                              : QStringLiteral("%1 (%2)").arg(
                                                    tr(row.statusTip), shortcut.toString(QKeySequence::NativeText)));
        action->setCheckable(row.checkable);
        if (row.group != ActionGroup::None) {
            QActionGroup *&group = groups[static_cast<int>(row.group)];
            if (!group)
                group = new QActionGroup(this);
            group->addAction(action);
        }
        m_actions[static_cast<std::size_t>(row.id)] = action;
    }
}

} // namespace mv
