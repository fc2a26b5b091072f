// SPDX-License-Identifier: GPL-3.0-or-later
// The icons: all there, painted in the palette's colours, and the palettes are readable.
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QDir>
#include <QTest>

#include <cmath>

using namespace mv;

namespace {

// The colour where the drawing covers most of a pixel.
QColor inkOf(const QImage &image)
{
    QColor ink(0, 0, 0, 0);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y).alpha() > ink.alpha())
                ink = image.pixelColor(x, y);
        }
    }
    return ink;
}

// WCAG 2.1, relative luminance and contrast ratio.
double luminance(const QColor &color)
{
    const auto linear = [](double c) { return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const double la = luminance(a);
    const double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

} // namespace

class TestIcons : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFileDrawsSomething();
    void followThePalette();
    void aWrongNameGivesNone();
    void themesAreReadable();
};

void TestIcons::everyFileDrawsSomething()
{
    const QStringList files =
        QDir(QStringLiteral(MV_SOURCE_DIR "/resources/icons")).entryList({QStringLiteral("*.svg")}, QDir::Files);
    QVERIFY(files.size() > 20);
    for (const QString &file : files) {
        const QIcon drawn = icon(QFileInfo(file).baseName());
        QVERIFY2(!drawn.isNull(), qPrintable(file)); // in the .qrc, too
        for (int size : {16, 20, 40})
            QVERIFY2(inkOf(drawn.pixmap(size).toImage()).alpha() > 120, qPrintable(file));
    }
}

void TestIcons::followThePalette()
{
    const QIcon play = icon(QStringLiteral("play"));
    for (Theme theme : {Theme::Light, Theme::Dark}) {
        applyTheme(theme);
        const QPalette palette = QApplication::palette();
        QCOMPARE(inkOf(play.pixmap(32).toImage()), palette.color(QPalette::ButtonText));
        QCOMPARE(inkOf(play.pixmap(32, QIcon::Disabled).toImage()),
                 palette.color(QPalette::Disabled, QPalette::ButtonText));
    }
    QCOMPARE(inkOf(icon(QStringLiteral("play"), Qt::red).pixmap(32).toImage()), QColor(Qt::red));
}

void TestIcons::aWrongNameGivesNone()
{
    QVERIFY(icon(QStringLiteral("no such icon")).isNull());
}

void TestIcons::themesAreReadable()
{
    for (Theme theme : {Theme::Light, Theme::Dark}) {
        const QPalette p = paletteOf(theme);
        QVERIFY(contrast(p.color(QPalette::Text), p.color(QPalette::Base)) > 7);
        QVERIFY(contrast(p.color(QPalette::WindowText), p.color(QPalette::Window)) > 7);
        QVERIFY(contrast(p.color(QPalette::HighlightedText), p.color(QPalette::Highlight)) > 4);
        QVERIFY(contrast(p.color(QPalette::ToolTipText), p.color(QPalette::ToolTipBase)) > 4.5);
        for (const QColor &color : {errorColor(p), warningColor(p), accentColor(p)})
            QVERIFY(contrast(color, p.color(QPalette::Base)) > 4);
        QVERIFY(contrast(mutedColor(p), p.color(QPalette::Base)) > 3);
    }
    QCOMPARE(themeFromName(QStringLiteral("dark")), Theme::Dark);
    QVERIFY(!themeFromName(QStringLiteral("blue")));
}

QTEST_MAIN(TestIcons)
#include "tst_icons.moc"
