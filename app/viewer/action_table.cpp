// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the table of commands.
#include "app/viewer/action_table.h"

#include "widgets/icons.h"

#include <QActionGroup>
#include <QHash>
#include <QKeySequence>

namespace mv {
namespace {

constexpr ActionRow rows[] = {
    {ActionId::SaveImage, MenuId::File, "actionSaveImage", QT_TRANSLATE_NOOP("mv::ActionTable", "&Save image as…"),
     "Ctrl+S", "save", QT_TRANSLATE_NOOP("mv::ActionTable", "Save the picture on the screen at its full depth")},
    {ActionId::Exit, MenuId::File, "actionExit", QT_TRANSLATE_NOOP("mv::ActionTable", "E&xit"), "Ctrl+Q", "exit",
     QT_TRANSLATE_NOOP("mv::ActionTable", "Close MV Viewer"), false, ActionGroup::None, true},

    {ActionId::ZoomIn, MenuId::View, "actionZoomIn", QT_TRANSLATE_NOOP("mv::ActionTable", "Zoom &in"), "Ctrl++",
     "zoom-in", QT_TRANSLATE_NOOP("mv::ActionTable", "Enlarge the picture")},
    {ActionId::ZoomOut, MenuId::View, "actionZoomOut", QT_TRANSLATE_NOOP("mv::ActionTable", "Zoom &out"), "Ctrl+-",
     "zoom-out", QT_TRANSLATE_NOOP("mv::ActionTable", "Reduce the picture")},
    {ActionId::OneToOne, MenuId::View, "actionOneToOne", QT_TRANSLATE_NOOP("mv::ActionTable", "&1:1"), "Ctrl+1",
     "zoom-one", QT_TRANSLATE_NOOP("mv::ActionTable", "One pixel of the picture on one pixel of the screen"), true},
    {ActionId::FitToWindow, MenuId::View, "actionFitToWindow", QT_TRANSLATE_NOOP("mv::ActionTable", "&Fit to window"),
     "Ctrl+0", "zoom-fit", QT_TRANSLATE_NOOP("mv::ActionTable", "Show the whole picture as large as the window allows"),
     true},
    {ActionId::Restore, MenuId::View, "actionRestore", QT_TRANSLATE_NOOP("mv::ActionTable", "&Restore view"),
     "Ctrl+Backspace", "restore", QT_TRANSLATE_NOOP("mv::ActionTable", "Undo zooming and panning")},
    {ActionId::MirrorHorizontally, MenuId::View, "actionMirrorHorizontally",
     QT_TRANSLATE_NOOP("mv::ActionTable", "Mirror &horizontally"), "Ctrl+Shift+H", "mirror-horizontal",
     QT_TRANSLATE_NOOP("mv::ActionTable", "Swap left and right on the screen; the camera's data stay as they are"),
     true, ActionGroup::None, true},
    {ActionId::MirrorVertically, MenuId::View, "actionMirrorVertically",
     QT_TRANSLATE_NOOP("mv::ActionTable", "Mirror &vertically"), "Ctrl+Shift+V", "mirror-vertical",
     QT_TRANSLATE_NOOP("mv::ActionTable", "Swap top and bottom on the screen; the camera's data stay as they are"),
     true},
    {ActionId::FullScreen, MenuId::View, "actionFullScreen", QT_TRANSLATE_NOOP("mv::ActionTable", "F&ull screen"),
     "F11", "fullscreen", QT_TRANSLATE_NOOP("mv::ActionTable", "Give the whole screen to the window, or take it back"),
     true},
    {ActionId::LevelBeginner, MenuId::View, "actionLevelBeginner", QT_TRANSLATE_NOOP("mv::ActionTable", "&Beginner"),
     "Ctrl+Shift+1", "level", QT_TRANSLATE_NOOP("mv::ActionTable", "Show the parameters for everyday work"), true,
     ActionGroup::Level, true},
    {ActionId::LevelExpert, MenuId::View, "actionLevelExpert", QT_TRANSLATE_NOOP("mv::ActionTable", "&Expert"),
     "Ctrl+Shift+2", "level", QT_TRANSLATE_NOOP("mv::ActionTable", "Show the parameters for setting up, too"), true,
     ActionGroup::Level},
    {ActionId::LevelGuru, MenuId::View, "actionLevelGuru", QT_TRANSLATE_NOOP("mv::ActionTable", "&Guru"),
     "Ctrl+Shift+3", "level", QT_TRANSLATE_NOOP("mv::ActionTable", "Show all parameters"), true, ActionGroup::Level},
    {ActionId::ParameterInfo, MenuId::View, "actionParameterInfo",
     QT_TRANSLATE_NOOP("mv::ActionTable", "&Parameter information"), "Ctrl+I", "info",
     QT_TRANSLATE_NOOP("mv::ActionTable", "Show or hide what the selected parameter is"), true},
    {ActionId::ThemeSystem, MenuId::View, "actionThemeSystem",
     QT_TRANSLATE_NOOP("mv::ActionTable", "Colours of the &desktop"), "", "theme",
     QT_TRANSLATE_NOOP("mv::ActionTable", "Light or dark, as the desktop is"), true, ActionGroup::Theme, true},
    {ActionId::ThemeLight, MenuId::View, "actionThemeLight", QT_TRANSLATE_NOOP("mv::ActionTable", "&Light colours"), "",
     "theme", QT_TRANSLATE_NOOP("mv::ActionTable", "Dark text on light ground"), true, ActionGroup::Theme},
    {ActionId::ThemeDark, MenuId::View, "actionThemeDark", QT_TRANSLATE_NOOP("mv::ActionTable", "Dar&k colours"), "",
     "theme", QT_TRANSLATE_NOOP("mv::ActionTable", "Light text on dark ground, for dim rooms"), true,
     ActionGroup::Theme},
    {ActionId::ResetLayout, MenuId::View, "actionResetLayout", QT_TRANSLATE_NOOP("mv::ActionTable", "Reset la&yout"),
     "", "layout", QT_TRANSLATE_NOOP("mv::ActionTable", "Put all panels back to their places"), false,
     ActionGroup::None, true},

    {ActionId::Refresh, MenuId::Camera, "actionRefresh",
     QT_TRANSLATE_NOOP("mv::ActionTable", "&Refresh the device list"), "Ctrl+R", "refresh",
     QT_TRANSLATE_NOOP("mv::ActionTable", "Search for cameras now")},
    {ActionId::Connect, MenuId::Camera, "actionConnect", QT_TRANSLATE_NOOP("mv::ActionTable", "&Connect"),
     "Ctrl+Return", "connect",
     QT_TRANSLATE_NOOP("mv::ActionTable", "Connect to the camera that is selected in the list"), false,
     ActionGroup::None, true},
    {ActionId::Disconnect, MenuId::Camera, "actionDisconnect", QT_TRANSLATE_NOOP("mv::ActionTable", "&Disconnect"),
     "Ctrl+D", "disconnect", QT_TRANSLATE_NOOP("mv::ActionTable", "Let go of the camera, so that others can use it")},
    {ActionId::Play, MenuId::Camera, "actionPlay", QT_TRANSLATE_NOOP("mv::ActionTable", "&Play"), "F5", "play",
     QT_TRANSLATE_NOOP("mv::ActionTable", "Start the camera's stream"), false, ActionGroup::None, true},
    {ActionId::Stop, MenuId::Camera, "actionStop", QT_TRANSLATE_NOOP("mv::ActionTable", "&Stop"), "Shift+F5", "stop",
     QT_TRANSLATE_NOOP("mv::ActionTable", "Stop the camera's stream")},

    {ActionId::LutEditor, MenuId::Tools, "actionLutEditor", QT_TRANSLATE_NOOP("mv::ActionTable", "&Look-up table…"), "",
     "curve", QT_TRANSLATE_NOOP("mv::ActionTable", "Bend the curve from the camera's gray levels to those it sends")},
    {ActionId::ColorMatrix, MenuId::Tools, "actionColorMatrix", QT_TRANSLATE_NOOP("mv::ActionTable", "&Colour matrix…"),
     "", "matrix", QT_TRANSLATE_NOOP("mv::ActionTable", "Edit the camera's colour matrix as a table")},
    {ActionId::WhiteBalance, MenuId::Tools, "actionWhiteBalance",
     QT_TRANSLATE_NOOP("mv::ActionTable", "&White balance on a grey patch"), "Ctrl+Shift+W", "white-balance",
     QT_TRANSLATE_NOOP("mv::ActionTable", "Click something grey in the picture, and the camera shows it grey"), true},
    {ActionId::VirtualCamera, MenuId::Tools, "actionVirtualCamera",
     QT_TRANSLATE_NOOP("mv::ActionTable", "Start a &virtual camera"), "", "camera",
     QT_TRANSLATE_NOOP("mv::ActionTable", "Start a simulated GigE camera on this computer; it ends with the window"),
     false, ActionGroup::None, true},

    {ActionId::Events, MenuId::Event, "actionEvents", QT_TRANSLATE_NOOP("mv::ActionTable", "Show &events"), "Ctrl+E",
     "events", QT_TRANSLATE_NOOP("mv::ActionTable", "Show or hide the list of what has happened"), true},
    {ActionId::Statistics, MenuId::Statistics, "actionStatistics",
     QT_TRANSLATE_NOOP("mv::ActionTable", "Show &statistics"), "Ctrl+T", "statistics",
     QT_TRANSLATE_NOOP("mv::ActionTable", "Show or hide the count of received, shown and lost frames"), true},
    {ActionId::About, MenuId::Help, "actionAbout", QT_TRANSLATE_NOOP("mv::ActionTable", "&About MV Viewer"), "F1",
     "help", QT_TRANSLATE_NOOP("mv::ActionTable", "Version and licence of this program")},
};

constexpr const char *menus[] = {
    QT_TRANSLATE_NOOP("mv::ActionTable", "&File"),   QT_TRANSLATE_NOOP("mv::ActionTable", "&View"),
    QT_TRANSLATE_NOOP("mv::ActionTable", "&Camera"), QT_TRANSLATE_NOOP("mv::ActionTable", "&Tools"),
    QT_TRANSLATE_NOOP("mv::ActionTable", "&Event"),  QT_TRANSLATE_NOOP("mv::ActionTable", "&Statistics"),
    QT_TRANSLATE_NOOP("mv::ActionTable", "&Help")};

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
