// SPDX-License-Identifier: GPL-3.0-or-later
// Light and dark: one palette each, nothing else in the program names a colour of its own.
#pragma once

#include <QPalette>

#include <optional>

class QString;

namespace mv {

enum class Theme { System, Light, Dark };

/// "system", "light", "dark", as on the command line.
std::optional<Theme> themeFromName(const QString &name);
QString themeName(Theme theme);
/// System follows the lightness of the desktop's own palette.
QPalette paletteOf(Theme theme);
/// Fusion style with the theme's palette. Thread: GUI, after QApplication.
void applyTheme(Theme theme);

/// Colours of meaning that QPalette has no role for, readable on the base colour of @p palette.
QColor warningColor(const QPalette &palette);
QColor errorColor(const QPalette &palette);
/// The one accent: what is connected, live, chosen.
QColor accentColor(const QPalette &palette);
/// Secondary text: explanations, units.
QColor mutedColor(const QPalette &palette);

} // namespace mv
