// SPDX-License-Identifier: GPL-3.0-or-later
// The view: pictures, messages, mouse and keys, with OpenGL and without.
#include "camera/imaging/decode.h"
#include "widgets/image_view.h"

#include <QScreen>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace mv;

namespace {

FramePtr ramp(std::uint32_t width, std::uint32_t height, int c, std::shared_ptr<int> *holders = nullptr)
{
    FrameInfo info;
    info.pixelFormat = static_cast<std::uint32_t>(PixelFormat::Mono8);
    info.width = width;
    info.height = height;
    auto bytes = std::make_shared<std::vector<std::byte>>();
    for (std::uint32_t y = 0; y < height; ++y) {
        for (std::uint32_t x = 0; x < width; ++x)
            bytes->push_back(static_cast<std::byte>(x + y + static_cast<std::uint32_t>(c)));
    }
    std::shared_ptr<const void> owner = bytes;
    if (holders) // counts who still holds the frame
        owner = std::shared_ptr<const void>(bytes.get(), [bytes, h = *holders](const void *) {});
    return std::make_shared<const Frame>(info, std::span(*bytes), owner);
}

int differentPixels(const QImage &image, const QColor &ground)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += image.pixelColor(x, y).rgb() != ground.rgb() ? 1 : 0;
    }
    return count;
}

} // namespace

class TestImageView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void showsAFrameExactlyAndSaysSo();
    void holdsOneFrameAtMost();
    void writesItsMessage();
    void namesAnUnknownFormat();
    void paintsAgainWhenItsSizeChanges();
    void zoomsAboutTheCursorAndPans();
    void knowsThePixelUnderTheCursor();

private:
    void wheel(QPoint at, int delta);

    std::unique_ptr<ImageView> m_view;
};

void TestImageView::init()
{
    const QString renderer = QString::fromLocal8Bit(qgetenv("MV_TEST_RENDERER"));
    m_view = std::make_unique<ImageView>(renderer == QLatin1String("cpu") ? ImageView::Renderer::Cpu
                                                                          : ImageView::Renderer::OpenGl);
    m_view->resize(300, 200);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
}

void TestImageView::showsAFrameExactlyAndSaysSo()
{
    QSignalSpy painted(m_view.get(), &ImageView::framePainted);
    m_view->oneToOne();
    const FramePtr frame = ramp(300, 200, 7);
    m_view->setFrame(frame);
    QTRY_COMPARE(painted.count(), 1);
    QCOMPARE(painted.first().first().value<FramePtr>(), frame);
    const QImage picture = m_view->grabPicture().convertToFormat(QImage::Format_Grayscale8);
    QCOMPARE(picture, toDisplayImage(*frame));
    m_view->update(); // painting the same frame again is no new frame
    m_view->zoomIn();
    QTest::qWait(100);
    QCOMPARE(painted.count(), 1);
}

void TestImageView::holdsOneFrameAtMost()
{
    auto holders = std::make_shared<int>(0);
    QSignalSpy painted(m_view.get(), &ImageView::framePainted);
    for (int i = 1; i <= 3; ++i) {
        FramePtr previous = m_view->setFrame(ramp(64, 48, i, &holders));
        QCOMPARE(previous != nullptr, i > 1);
        previous.reset();
        QTRY_COMPARE(painted.count(), i);
        painted.clear();
        for (int already = 0; already < i; ++already)
            painted.append(QVariantList());
        QCOMPARE(holders.use_count(), 2); // ours, and the one frame in the view
    }
    m_view->setFrame(nullptr);
    QCOMPARE(holders.use_count(), 1);
}

void TestImageView::writesItsMessage()
{
    const QColor ground = m_view->palette().color(QPalette::Mid);
    QCOMPARE(differentPixels(m_view->grabPicture(), ground), 0);
    m_view->setMessage(QStringLiteral("No camera connected."));
    QVERIFY(differentPixels(m_view->grabPicture(), ground) > 100);
    QCOMPARE(m_view->accessibleDescription(), QStringLiteral("No camera connected."));
    m_view->setMessage({});
    QCOMPARE(differentPixels(m_view->grabPicture(), ground), 0);
}

// On the screen, not in a grab, which paints by itself: no frame may come for hours.
void TestImageView::paintsAgainWhenItsSizeChanges()
{
    FrameInfo info;
    info.pixelFormat = static_cast<std::uint32_t>(PixelFormat::Mono8);
    info.width = info.height = 50;
    m_view->setFrame(Frame::fromBytes(info, std::vector<std::byte>(2500, std::byte{200})));
    const auto covered = [this] {
        const QImage screen = m_view->screen()->grabWindow(m_view->winId()).toImage();
        const QSize size = m_view->size();
        if (screen.size() != size)
            return false;
        const int edge = std::min(size.width(), size.height()) / 2 - 4; // of the square picture, from the centre
        const QPoint centre(size.width() / 2, size.height() / 2);
        const auto gray = [&](QPoint at) { return qGray(screen.pixel(at)); };
        return gray(centre + QPoint(edge, edge)) == 200 && gray(centre - QPoint(edge, edge)) == 200;
    };
    QTRY_VERIFY(covered());
    for (const QSize size : {QSize(700, 500), QSize(240, 160), QSize(500, 700)}) {
        m_view->resize(size);
        QTRY_VERIFY2(covered(), qPrintable(QStringLiteral("%1x%2").arg(size.width()).arg(size.height())));
    }
}

void TestImageView::namesAnUnknownFormat()
{
    FrameInfo info;
    info.pixelFormat = 0x0210001f; // YUV422_8_UYVY
    info.width = info.height = 16;
    QSignalSpy painted(m_view.get(), &ImageView::framePainted);
    m_view->setPixelFormatName(QStringLiteral("YUV422Packed"));
    m_view->setFrame(Frame::fromBytes(info, std::vector<std::byte>(512)));
    QVERIFY(differentPixels(m_view->grabPicture(), m_view->palette().color(QPalette::Mid)) > 100);
    QVERIFY(m_view->frameProblem().contains(QStringLiteral("YUV422Packed")));
    QVERIFY(m_view->frameProblem().contains(QStringLiteral("0x0210001f")));
    QCOMPARE(painted.count(), 0);
    m_view->setFrame(ramp(16, 16, 0));
    QTRY_COMPARE(painted.count(), 1);
    QVERIFY(m_view->frameProblem().isEmpty());
}

void TestImageView::wheel(QPoint at, int delta)
{
    QWheelEvent event(at, m_view->mapToGlobal(at), {}, {0, delta}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                      false);
    QCoreApplication::sendEvent(m_view.get(), &event);
}

void TestImageView::zoomsAboutTheCursorAndPans()
{
    m_view->setFrame(ramp(600, 400, 0));
    m_view->oneToOne();
    const QPoint cursor(60, 150);
    const QPointF before = m_view->transform().toImage(cursor);
    for (int i = 0; i < 5; ++i)
        wheel(cursor, 120);
    QVERIFY(m_view->transform().scale() > 2.9);
    QVERIFY((m_view->transform().toImage(cursor) - before).manhattanLength() < 1);
    QTest::mousePress(m_view.get(), Qt::LeftButton, {}, QPoint(100, 100));
    QTest::mouseMove(m_view.get(), QPoint(70, 90));
    QTest::mouseRelease(m_view.get(), Qt::LeftButton, {}, QPoint(70, 90));
    QVERIFY((m_view->transform().toImage(cursor - QPoint(30, 10)) - before).manhattanLength() < 1.5);
    m_view->restore();
    QCOMPARE(m_view->transform().scale(), 1.0);
    m_view->fitToWindow();
    QCOMPARE(m_view->transform().scale(), 0.5);
}

void TestImageView::knowsThePixelUnderTheCursor()
{
    m_view->setFrame(ramp(300, 200, 0));
    m_view->oneToOne();
    QSignalSpy changes(m_view.get(), &ImageView::cursorPixelChanged);
    QTest::mouseMove(m_view.get(), QPoint(99, 99)); // the pointer may rest on the next point from an earlier run
    QTest::mouseMove(m_view.get(), QPoint(10, 20));
    QTRY_COMPARE(m_view->cursorPixel().value_or(QPoint()), QPoint(10, 20));
    m_view->setMirroredHorizontally(true);
    QCOMPARE(m_view->cursorPixel().value_or(QPoint()), QPoint(289, 20));
    QVERIFY(changes.count() >= 2);
}

QTEST_MAIN(TestImageView)
#include "tst_image_view.moc"
