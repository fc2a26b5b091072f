// SPDX-License-Identifier: GPL-3.0-or-later
// Remembers where the window and its panels were.
#pragma once

#include <QSettings>

#include <memory>

class QMainWindow;

namespace mv {

/// The program's settings: an INI file of the user's, or in @p configDir.
std::unique_ptr<QSettings> openSettings(const QString &configDir);

/// Thread: GUI.
void saveLayout(const QMainWindow &window, QSettings &settings);
/// False if there is nothing to restore, or nothing that makes sense (another version, a broken file, a place that no
/// screen shows): the window is left as it was then.
bool restoreLayout(QMainWindow &window, QSettings &settings);

} // namespace mv
