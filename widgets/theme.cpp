// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the themes.
#include "widgets/theme.h"

#include <QApplication>
#include <QString>
#include <QStyleFactory>

namespace mv {
namespace {

/// One row of a theme's palette.
struct ColorRow
{
    QPalette::ColorRole role;
    QRgb light;
    QRgb dark;
};

constexpr ColorRow colors[] = {
    {QPalette::Window, 0xfff3f4f5, 0xff2a2c2f},
    {QPalette::WindowText, 0xff1d2125, 0xffe3e5e8},
    {QPalette::Base, 0xffffffff, 0xff202224},
    {QPalette::AlternateBase, 0xfff6f7f8, 0xff26282b},
    {QPalette::Text, 0xff1d2125, 0xffe3e5e8},
    {QPalette::Button, 0xffe9ebed, 0xff35383c},
    {QPalette::ButtonText, 0xff2b3137, 0xffdcdfe3},
    {QPalette::BrightText, 0xffffffff, 0xffffffff},
    {QPalette::ToolTipBase, 0xff2f343a, 0xff44484d},
    {QPalette::ToolTipText, 0xfff3f4f5, 0xfff3f4f5},
    {QPalette::PlaceholderText, 0xff858c94, 0xff868c93},
    {QPalette::Highlight, 0xff1f6fb5, 0xff2f7fc8},
    {QPalette::HighlightedText, 0xffffffff, 0xffffffff},
    {QPalette::Link, 0xff1f6fb5, 0xff6fb1ea},
    {QPalette::LinkVisited, 0xff5c5aa8, 0xffa29fe0},
    {QPalette::Light, 0xffffffff, 0xff45494e},
    {QPalette::Midlight, 0xfff0f1f3, 0xff3c4044},
    {QPalette::Mid, 0xffc3c8cd, 0xff1b1d1f},
    {QPalette::Dark, 0xffa4abb2, 0xff151617},
    {QPalette::Shadow, 0xff70777e, 0xff0c0d0e},
};
constexpr QRgb disabledLight = 0xff8f969d;
constexpr QRgb disabledDark = 0xff7a8087;

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < 128;
}

} // namespace

std::optional<Theme> themeFromName(const QString &name)
{
    for (Theme theme : {Theme::System, Theme::Light, Theme::Dark}) {
        if (name == themeName(theme))
            return theme;
    }
    return std::nullopt;
}

QString themeName(Theme theme)
{
    switch (theme) {
    case Theme::Light:
        return QStringLiteral("light");
    case Theme::Dark:
        return QStringLiteral("dark");
    case Theme::System:
        break;
    }
    return QStringLiteral("system");
}

QPalette paletteOf(Theme theme)
{
    // What the desktop has chosen is what the application's palette was before we first touched it.
    static const bool desktopIsDark = isDark(QApplication::palette());
    if (theme == Theme::System)
        theme = desktopIsDark ? Theme::Dark : Theme::Light;
    QPalette palette;
    for (const ColorRow &row : colors)
        palette.setColor(row.role, QColor::fromRgba(theme == Theme::Dark ? row.dark : row.light));
    const QColor disabled = QColor::fromRgba(theme == Theme::Dark ? disabledDark : disabledLight);
    for (QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, disabled);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, palette.color(QPalette::Mid));
    return palette;
}

void applyTheme(Theme theme)
{
    const QPalette palette = paletteOf(theme);
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setPalette(palette);
}

QColor warningColor(const QPalette &palette)
{
    return isDark(palette) ? QColor(0xe5, 0xb5, 0x4a) : QColor(0xa8, 0x6a, 0x00);
}

QColor errorColor(const QPalette &palette)
{
    return isDark(palette) ? QColor(0xf0, 0x7a, 0x70) : QColor(0xb9, 0x2b, 0x27);
}

QColor accentColor(const QPalette &palette)
{
    return isDark(palette) ? QColor(0x5a, 0xa9, 0xec) : QColor(0x1f, 0x6f, 0xb5);
}

QColor mutedColor(const QPalette &palette)
{
    return palette.color(QPalette::PlaceholderText);
}

} // namespace mv
