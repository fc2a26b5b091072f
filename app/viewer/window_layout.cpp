// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the memory of the layout.
#include "app/viewer/window_layout.h"

#include <QDir>
#include <QGuiApplication>
#include <QMainWindow>
#include <QScreen>

namespace mv {
namespace {

// Raised when panels come or go, so that an old arrangement is not forced on new panels.
constexpr int layoutVersion = 1;
// What must be on a screen of a window's frame, so that a hand can take hold of it.
constexpr QSize minVisible(200, 100);
constexpr QSize usualSize(1280, 800);
constexpr QSize frameRoom(20, 60); // what window managers put around it

bool isOnScreen(const QRect &frame)
{
    const auto screens = QGuiApplication::screens();
    for (const QScreen *screen : screens) {
        const QRect shared = screen->availableGeometry() & frame;
        if (shared.width() >= minVisible.width() && shared.height() >= minVisible.height() &&
            frame.top() >= screen->availableGeometry().top() - minVisible.height() / 2)
            return true;
    }
    return false;
}

} // namespace

std::unique_ptr<QSettings> openSettings(const QString &configDir)
{
    if (configDir.isEmpty())
        return std::make_unique<QSettings>(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("mv-viewer"),
                                           QStringLiteral("mv-viewer"));
    return std::make_unique<QSettings>(QDir(configDir).filePath(QStringLiteral("mv-viewer.ini")), QSettings::IniFormat);
}

void placeAtFirst(QMainWindow &window)
{
    const QSize room = window.screen()->availableGeometry().size();
    window.resize(usualSize.boundedTo(room));
    if (usualSize.width() + frameRoom.width() > room.width() || usualSize.height() + frameRoom.height() > room.height())
        window.setWindowState(window.windowState() | Qt::WindowMaximized);
}

void saveLayout(const QMainWindow &window, QSettings &settings, LayoutPart part)
{
    if (part == LayoutPart::All)
        settings.setValue(QStringLiteral("window/geometry"), window.saveGeometry());
    settings.setValue(QStringLiteral("window/state"), window.saveState(layoutVersion));
}

bool restoreLayout(QMainWindow &window, QSettings &settings)
{
    const QByteArray geometry = settings.value(QStringLiteral("window/geometry")).toByteArray();
    const QByteArray state = settings.value(QStringLiteral("window/state")).toByteArray();
    if (geometry.isEmpty())
        return false; // no place of its own yet: where it appears is the window manager's choice
    const QSize before = window.size();
    // Qt moves a window that lies outside of all screens, but trusts what is left of one that lies at the edge.
    if (!window.restoreGeometry(geometry))
        return false;
    if (!isOnScreen(window.frameGeometry())) {
        window.resize(before);
        window.move(window.screen()->availableGeometry().topLeft()); // of the frame: the title bar stays in reach
        return false;
    }
    // Saved on a larger screen, or by hand: the title bar's buttons must be in reach.
    const QSize room = window.screen()->availableGeometry().size();
    if (const QSize size = window.size(); size.width() > room.width() || size.height() > room.height()) {
        window.resize(size.boundedTo(room - frameRoom));
        window.move(window.screen()->availableGeometry().topLeft());
    }
    return window.restoreState(state, layoutVersion);
}

} // namespace mv
