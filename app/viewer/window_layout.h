// SPDX-License-Identifier: GPL-3.0-or-later
// Remembers where the window and its panels were.
#pragma once

#include <QSettings>

#include <memory>

class QMainWindow;

namespace mv {

/// The program's settings: an INI file of the user's, or in @p configDir.
std::unique_ptr<QSettings> openSettings(const QString &configDir);

/// A size for the first start that its screen can show whole, frame and all; maximized where the screen is no larger.
void placeAtFirst(QMainWindow &window);

enum class LayoutPart { All, Panels };
/// Thread: GUI.
void saveLayout(const QMainWindow &window, QSettings &settings, LayoutPart part = LayoutPart::All);
/// False if there is nothing to restore, or nothing that makes sense (another version, a broken file, a place that no
/// screen shows): the window is left as it was then.
bool restoreLayout(QMainWindow &window, QSettings &settings);

} // namespace mv
