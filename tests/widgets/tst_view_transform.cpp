// SPDX-License-Identifier: GPL-3.0-or-later
// The view's geometry.
#include "widgets/view_transform.h"

#include <QTest>

#include <cmath>

using namespace mv;

namespace {

bool near(QPointF a, QPointF b, double tolerance = 1e-6)
{
    return std::abs(a.x() - b.x()) < tolerance && std::abs(a.y() - b.y()) < tolerance;
}

ViewTransform transform(QSize image, QSize view)
{
    ViewTransform t;
    t.setViewSize(view);
    t.setImageSize(image);
    return t;
}

} // namespace

class TestViewTransform : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fitsAndCentres();
    void oneToOneIsExact();
    void zoomKeepsThePointUnderTheCursor();
    void panStopsAtTheEdges();
    void restoreUndoesZoomAndPan();
    void mirrorsAboutTheMiddle();
    void knowsThePixelUnderTheCursor();
    void surviveNonsense();
};

void TestViewTransform::fitsAndCentres()
{
    ViewTransform t = transform({2448, 2048}, {680, 696});
    QCOMPARE(t.mode(), ViewTransform::Mode::Fit);
    QCOMPARE(t.scale(), 680.0 / 2448);
    QVERIFY(near(t.imageRect().center(), {340, 348}, 1.0));
    t.setViewSize({1360, 1392});
    QCOMPARE(t.scale(), 1360.0 / 2448);
}

void TestViewTransform::oneToOneIsExact()
{
    ViewTransform t = transform({101, 51}, {200, 100}); // odd in even: the middle lies between two pixels
    t.oneToOne();
    QCOMPARE(t.scale(), 1.0);
    QCOMPARE(t.origin(), QPointF(std::round(t.origin().x()), std::round(t.origin().y())));
}

void TestViewTransform::zoomKeepsThePointUnderTheCursor()
{
    ViewTransform t = transform({2448, 2048}, {800, 600});
    t.oneToOne();
    const QPointF cursor(200, 500);
    const QPointF before = t.toImage(cursor);
    for (int i = 0; i < 4; ++i)
        t.zoomAbout(cursor, 1.25);
    QVERIFY(near(t.toImage(cursor), before, 1.0)); // the origin rests on whole view pixels
    QCOMPARE(t.mode(), ViewTransform::Mode::Free);
    t.zoomAbout(cursor, 1e9);
    QCOMPARE(t.scale(), ViewTransform::maxScale);
    t.zoomAbout(cursor, 1e-9);
    QCOMPARE(t.scale(), ViewTransform::minScale);
}

void TestViewTransform::panStopsAtTheEdges()
{
    ViewTransform t = transform({2000, 2000}, {500, 500});
    t.oneToOne();
    t.panBy({1e6, 1e6});
    QVERIFY(near(t.toImage({0, 0}), {0, 0}));
    t.panBy({-1e6, -1e6});
    QVERIFY(near(t.toImage({500, 500}), {2000, 2000}));
}

void TestViewTransform::restoreUndoesZoomAndPan()
{
    ViewTransform t = transform({2000, 1000}, {500, 500});
    t.zoomAbout({100, 100}, 8);
    t.panBy({50, 0});
    t.restore();
    QCOMPARE(t.mode(), ViewTransform::Mode::Fit);
    QCOMPARE(t.scale(), 0.25);
    t.oneToOne();
    t.zoomAbout({100, 100}, 8);
    t.restore();
    QCOMPARE(t.mode(), ViewTransform::Mode::OneToOne);
    QVERIFY(near(t.toImage({250, 250}), {1000, 500}));
}

void TestViewTransform::mirrorsAboutTheMiddle()
{
    ViewTransform t = transform({100, 60}, {100, 60});
    t.setMirrored(true, false);
    QVERIFY(near(t.toImage({0, 0}), {100, 0}));
    QCOMPARE(*t.pixelAt({0.5, 0.5}), QPoint(99, 0));
    t.setMirrored(true, true);
    QCOMPARE(*t.pixelAt({0.5, 0.5}), QPoint(99, 59));
    QVERIFY(near(t.toView(t.toImage({12, 34})), {12, 34}));
    // What is in the middle of a zoomed view stays there.
    t.setMirrored(false, false);
    t.zoomAbout({0, 0}, 4);
    const QPointF middle = t.toImage({50, 30});
    t.setMirrored(true, false);
    QVERIFY(near(t.toImage({50, 30}), middle, 0.5));
}

void TestViewTransform::knowsThePixelUnderTheCursor()
{
    const ViewTransform t = transform({4, 2}, {400, 200});
    QCOMPARE(*t.pixelAt({0, 0}), QPoint(0, 0));
    QCOMPARE(*t.pixelAt({399.9, 199.9}), QPoint(3, 1));
    QVERIFY(!t.pixelAt({400, 0}));
    QVERIFY(!t.pixelAt({-0.1, 0}));
    QVERIFY(!ViewTransform().pixelAt({0, 0}));
}

void TestViewTransform::surviveNonsense()
{
    ViewTransform t = transform({1, 1}, {1, 1});
    t.zoomAbout({0, 0}, 0);
    t.zoomAbout({0, 0}, -1);
    QVERIFY(t.scale() > 0);
    t.setImageSize({1'000'000, 1});
    QVERIFY(t.scale() > 0); // fitting may go below the smallest zoom
    t.zoomAbout({0, 0}, 0.5);
    QVERIFY(t.scale() > 0);
}

QTEST_MAIN(TestViewTransform)
#include "tst_view_transform.moc"
