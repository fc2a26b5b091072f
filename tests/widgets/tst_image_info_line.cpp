// SPDX-License-Identifier: GPL-3.0-or-later
// The information line: full depth, no jumping, fits a small window.
#include "widgets/image_info_line.h"

#include <QLabel>
#include <QTest>

using namespace mv;

namespace {

FramePtr frame(PixelFormat format, std::vector<std::uint8_t> bytes, std::uint32_t width, std::uint32_t height)
{
    FrameInfo info;
    info.pixelFormat = static_cast<std::uint32_t>(format);
    info.width = width;
    info.height = height;
    const auto *data = reinterpret_cast<const std::byte *>(bytes.data());
    return Frame::fromBytes(info, std::vector<std::byte>(data, data + bytes.size()));
}

QString text(const ImageInfoLine &line, const char *name)
{
    return line.findChild<QLabel *>(QLatin1String(name))->text();
}

} // namespace

class TestImageInfoLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsPixelsAtFullDepth();
    void showsADashForWhatIsNotKnown();
    void doesNotJumpAndFits();
};

void TestImageInfoLine::showsPixelsAtFullDepth()
{
    ImageInfoLine line;
    ImageInfo info;
    info.frame = frame(PixelFormat::Mono12, {0xff, 0x0f, 0x34, 0x02}, 2, 1);
    info.pixel = QPoint(0, 0);
    line.setInfo(info);
    QCOMPARE(text(line, "infoValue"), QStringLiteral("gray 4095"));
    info.pixel = QPoint(1, 0);
    line.setInfo(info);
    QCOMPARE(text(line, "infoValue"), QStringLiteral("gray 564"));
    QCOMPARE(text(line, "infoPosition"), QStringLiteral("1 0"));
    info.frame = frame(PixelFormat::RGB8, {1, 2, 3, 4, 5, 6}, 2, 1);
    line.setInfo(info);
    QCOMPARE(text(line, "infoValue"), QStringLiteral("RGB 4 5 6"));
    info.frame = frame(PixelFormat::BayerRG8, {9, 8}, 2, 1);
    line.setInfo(info);
    QCOMPARE(text(line, "infoValue"), QStringLiteral("raw 8"));
    QVERIFY(text(line, "infoVideo").startsWith(QStringLiteral("2×1 BayerRG8")));
}

void TestImageInfoLine::showsADashForWhatIsNotKnown()
{
    ImageInfoLine line;
    ImageInfo info;
    info.frame = frame(PixelFormat::Mono8, {1}, 1, 1);
    info.pixel = QPoint(5, 5); // beside the picture
    line.setInfo(info);
    QCOMPARE(text(line, "infoValue"), QStringLiteral("–"));
    line.setInfo({});
    for (const char *name : {"infoVideo", "infoImage", "infoDisplay", "infoPosition", "infoValue", "infoAge"})
        QCOMPARE(text(line, name), QStringLiteral("–"));
}

void TestImageInfoLine::doesNotJumpAndFits()
{
    ImageInfoLine line;
    line.resize(1280, line.sizeHint().height());
    line.show();
    QVERIFY(QTest::qWaitForWindowExposed(&line));
    const auto positions = [&line] {
        QList<int> result;
        const auto labels = line.findChildren<QLabel *>();
        for (const QLabel *label : labels)
            result.append(label->x());
        return result;
    };
    const QList<int> before = positions();
    ImageInfo info;
    info.frame = frame(PixelFormat::Mono12Packed, {}, 4096, 3000);
    info.captureFps = 123.4;
    info.megabytesPerSecond = 1187.6;
    info.received = 12'345'678;
    info.displayFps = 60.0;
    info.pixel = QPoint(4095, 2999);
    info.frameAgeMs = 1234;
    line.setInfo(info);
    QTest::qWait(50);
    QCOMPARE(positions(), before);
    QVERIFY2(line.minimumSizeHint().width() <= 1280, qPrintable(QString::number(line.minimumSizeHint().width())));
}

QTEST_MAIN(TestImageInfoLine)
#include "tst_image_info_line.moc"
