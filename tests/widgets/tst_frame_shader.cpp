// SPDX-License-Identifier: GPL-3.0-or-later
// Every row of the shader table, drawn by OpenGL, against the CPU decode: pixel by pixel.
#include "camera/imaging/decode.h"
#include "camera/imaging/frame_layout.h"
#include "widgets/frame_painter_gl.h"
#include "widgets/frame_shader.h"
#include "widgets/view_transform.h"

#include <QOffscreenSurface>
#include <QOpenGLContext>
#include <QOpenGLFramebufferObject>
#include <QOpenGLFunctions>
#include <QTest>

#include <random>

using namespace mv;

namespace {

/// A frame of noise: every bit of every byte has a chance to be wrong.
FramePtr noise(const PixelFormatInfo &format, std::uint32_t width, std::uint32_t height, std::uint32_t padding)
{
    FrameInfo info;
    info.pixelFormat = static_cast<std::uint32_t>(format.code);
    info.width = width;
    info.height = height;
    info.paddingX = padding;
    std::vector<std::byte> bytes(FrameLayout(format, info).totalBytes());
    std::mt19937 random(width * 1000 + height);
    for (std::byte &byte : bytes)
        byte = static_cast<std::byte>(random());
    return Frame::fromBytes(info, std::move(bytes));
}

QString nameOf(const PixelFormatInfo &format)
{
    return QString::fromLatin1(format.name.data(), static_cast<qsizetype>(format.name.size()));
}

} // namespace

class TestFrameShader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void hasARowForEveryFormat();
    void drawsWhatTheCpuDecodes_data();
    void drawsWhatTheCpuDecodes();
    void mirrorsAndMagnifies();
    void keepsColoursAtEveryScale_data();
    void keepsColoursAtEveryScale();
    void refusesWhatIsNotWhole();

private:
    QImage draw(const ViewTransform &transform);
    static ViewTransform oneToOne(const Frame &frame);

    std::unique_ptr<QOpenGLContext> m_context;
    std::unique_ptr<QOffscreenSurface> m_surface;
    std::unique_ptr<FramePainterGl> m_painter;
};

void TestFrameShader::initTestCase()
{
    m_context = std::make_unique<QOpenGLContext>();
    QSurfaceFormat format;
    format.setVersion(3, 3);
    format.setProfile(QSurfaceFormat::CoreProfile);
    m_context->setFormat(format);
    QVERIFY2(m_context->create(), "this test needs an OpenGL context (Mesa's llvmpipe will do)");
    m_surface = std::make_unique<QOffscreenSurface>();
    m_surface->setFormat(m_context->format());
    m_surface->create();
    QVERIFY(m_context->makeCurrent(m_surface.get()));
    m_painter = std::make_unique<FramePainterGl>();
    QCOMPARE(m_painter->initialize(), QString());
}

void TestFrameShader::cleanupTestCase()
{
    m_painter.reset();
    m_context->doneCurrent();
}

ViewTransform TestFrameShader::oneToOne(const Frame &frame)
{
    ViewTransform transform;
    const QSize size(static_cast<int>(frame.info().width), static_cast<int>(frame.info().height));
    transform.setViewSize(size);
    transform.setImageSize(size);
    transform.oneToOne();
    return transform;
}

QImage TestFrameShader::draw(const ViewTransform &transform)
{
    QOpenGLFramebufferObject target(transform.viewSize());
    target.bind();
    QOpenGLFunctions *gl = m_context->functions();
    gl->glViewport(0, 0, transform.viewSize().width(), transform.viewSize().height());
    gl->glClearColor(1, 0, 1, 1);
    gl->glClear(GL_COLOR_BUFFER_BIT);
    m_painter->draw(transform);
    return target.toImage().convertToFormat(QImage::Format_RGB888);
}

void TestFrameShader::hasARowForEveryFormat()
{
    QCOMPARE(frameShaderRows().size(), pixelFormats().size());
    for (const PixelFormatInfo &format : pixelFormats())
        QVERIFY2(findFrameShaderRow(format.code), qPrintable(nameOf(format)));
}

void TestFrameShader::drawsWhatTheCpuDecodes_data()
{
    QTest::addColumn<quint32>("code");
    QTest::addColumn<quint32>("width");
    QTest::addColumn<quint32>("height");
    QTest::addColumn<quint32>("padding");
    // Odd sizes let packed rows begin within a byte; the wide ones pass the end of a row of the texture.
    constexpr quint32 sizes[][3] = {{1, 1, 0},   {2, 1, 0},   {1, 3, 0},    {5, 7, 0},    {31, 17, 0},
                                    {31, 17, 3}, {64, 48, 0}, {333, 77, 0}, {8191, 3, 0}, {8195, 3, 1}};
    for (const PixelFormatInfo &format : pixelFormats()) {
        for (const auto &[width, height, padding] : sizes)
            QTest::addRow("%s %ux%u+%u", qPrintable(nameOf(format)), width, height, padding)
                << static_cast<quint32>(format.code) << width << height << padding;
    }
}

void TestFrameShader::drawsWhatTheCpuDecodes()
{
    QFETCH(quint32, code);
    QFETCH(quint32, width);
    QFETCH(quint32, height);
    QFETCH(quint32, padding);
    const FramePtr frame = noise(*findPixelFormat(code), width, height, padding);
    QVERIFY2(m_painter->upload(*frame), qPrintable(m_painter->problem()));
    const QImage drawn = draw(oneToOne(*frame));
    const QImage expected = toDisplayImage(*frame).convertToFormat(QImage::Format_RGB888);
    QCOMPARE(drawn.size(), expected.size());
    for (int y = 0; y < expected.height(); ++y) {
        for (int x = 0; x < expected.width(); ++x) {
            if (drawn.pixel(x, y) != expected.pixel(x, y))
                QFAIL(qPrintable(QStringLiteral("at %1,%2: drawn %3, decoded %4")
                                     .arg(x)
                                     .arg(y)
                                     .arg(drawn.pixel(x, y), 0, 16)
                                     .arg(expected.pixel(x, y), 0, 16)));
        }
    }
}

void TestFrameShader::mirrorsAndMagnifies()
{
    const FramePtr frame = noise(*findPixelFormat(PixelFormat::Mono8), 9, 5, 0);
    QVERIFY(m_painter->upload(*frame));
    const QImage expected = toDisplayImage(*frame).convertToFormat(QImage::Format_RGB888);
    ViewTransform transform = oneToOne(*frame);
    transform.setMirrored(true, false);
    QCOMPARE(draw(transform), expected.mirrored(true, false));
    transform.setMirrored(true, true);
    QCOMPARE(draw(transform), expected.mirrored(true, true));
    transform.setMirrored(false, false);
    transform.setViewSize(QSize(9 * 4, 5 * 4));
    transform.fit();
    QCOMPARE(draw(transform), expected.scaled(9 * 4, 5 * 4)); // pixels become squares
    // Beside the picture nothing is drawn.
    transform.setViewSize(QSize(9 * 4, 5 * 4 + 8));
    const QImage bars = draw(transform);
    QCOMPARE(bars.pixel(0, 0), qRgb(255, 0, 255));
    QCOMPARE(bars.pixel(5, 5), expected.pixel(1, 0));
}

void TestFrameShader::keepsColoursAtEveryScale_data()
{
    QTest::addColumn<double>("scale");
    for (double scale : {0.11, 0.25, 0.5, 0.6, 1.0, 1.5, 2.0, 7.0})
        QTest::addRow("%g", scale) << scale;
}

// A mosaic of one colour, in 12 bits and odd in size: whatever the sampling, it stays that colour up to the edge.
void TestFrameShader::keepsColoursAtEveryScale()
{
    QFETCH(double, scale);
    FrameInfo info;
    info.pixelFormat = static_cast<std::uint32_t>(PixelFormat::BayerRG12);
    info.width = 101;
    info.height = 77;
    std::vector<std::byte> bytes;
    for (unsigned y = 0; y < info.height; ++y) {
        for (unsigned x = 0; x < info.width; ++x) {
            const unsigned value = ((x & 1) != (y & 1) ? 100U : (x & 1) == 0 ? 200U : 50U) * 16;
            bytes.push_back(static_cast<std::byte>(value & 0xff));
            bytes.push_back(static_cast<std::byte>(value >> 8));
        }
    }
    QVERIFY(m_painter->upload(*Frame::fromBytes(info, std::move(bytes))));
    ViewTransform transform;
    transform.setViewSize(QSize(200, 200));
    transform.setImageSize(QSize(101, 77));
    transform.oneToOne();
    transform.zoomAbout({100, 100}, scale);
    QCOMPARE(transform.scale(), scale);
    const QImage drawn = draw(transform);
    const QRectF image = transform.imageRect().intersected(QRectF(0, 0, 200, 200));
    for (int y = int(image.top()) + 1; y < int(image.bottom()); ++y) {
        for (int x = int(image.left()) + 1; x < int(image.right()); ++x)
            QCOMPARE(drawn.pixel(x, y), qRgb(200, 100, 50));
    }
}

void TestFrameShader::refusesWhatIsNotWhole()
{
    FrameInfo info;
    info.pixelFormat = static_cast<std::uint32_t>(PixelFormat::Mono8);
    info.width = 10;
    info.height = 10;
    QVERIFY(!m_painter->upload(*Frame::fromBytes(info, std::vector<std::byte>(99))));
    QVERIFY(!m_painter->problem().isEmpty());
    QVERIFY(!m_painter->hasPicture());
    info.width = info.height = 0xffffffffU; // geometry from a broken leader
    QVERIFY(!m_painter->upload(*Frame::fromBytes(info, std::vector<std::byte>(99))));
    info.width = 0;
    QVERIFY(!m_painter->upload(*Frame::fromBytes(info, {})));
    info.pixelFormat = 0x12345678;
    QVERIFY(!m_painter->upload(*Frame::fromBytes(info, std::vector<std::byte>(99))));
}

QTEST_MAIN(TestFrameShader)
#include "tst_frame_shader.moc"
