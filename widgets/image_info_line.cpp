// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the information line: one table row for each field.
#include "widgets/image_info_line.h"

#include "camera/imaging/decode.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>

namespace mv {
namespace {

/// What a field is called, what it means, and the widest text that it must hold.
struct FieldRow
{
    const char *objectName;
    const char *label;
    const char *toolTip;
    const char *widest;
};

constexpr FieldRow rows[] = {
    {"infoVideo", QT_TRANSLATE_NOOP("mv::ImageInfoLine", "video"),
     QT_TRANSLATE_NOOP("mv::ImageInfoLine",
                       "Video stream: size, pixel format, frames and 10^6 bytes received a second"),
     "0000×0000 Mono12Packed 000.0 fps 0000.0 MB/s"},
    {"infoImage", QT_TRANSLATE_NOOP("mv::ImageInfoLine", "image"),
     QT_TRANSLATE_NOOP("mv::ImageInfoLine", "Image stream: complete frames received since the start"), "00,000,000"},
    {"infoDisplay", QT_TRANSLATE_NOOP("mv::ImageInfoLine", "display"),
     QT_TRANSLATE_NOOP("mv::ImageInfoLine",
                       "Display stream: frames painted a second; the others are skipped, not lost"),
     "00.0 fps"},
    {"infoPosition", QT_TRANSLATE_NOOP("mv::ImageInfoLine", "x y"),
     QT_TRANSLATE_NOOP("mv::ImageInfoLine", "Position of the pixel under the cursor, from the picture's top left"),
     "0000 0000"},
    {"infoValue", QT_TRANSLATE_NOOP("mv::ImageInfoLine", "value"),
     QT_TRANSLATE_NOOP("mv::ImageInfoLine",
                       "Value of the pixel under the cursor at full depth: gray level, raw Bayer sample, or R G B"),
     "RGB 000 000 000"},
    {"infoAge", QT_TRANSLATE_NOOP("mv::ImageInfoLine", "age"),
     QT_TRANSLATE_NOOP("mv::ImageInfoLine", "Frame age: from the camera's time stamp to the moment of painting"),
     "0000 ms"},
};

const QString dash = QStringLiteral("–");

QString videoText(const ImageInfo &info)
{
    if (!info.frame)
        return dash;
    const FrameInfo &frame = info.frame->info();
    const PixelFormatInfo *format = info.frame->format();
    QString text = QStringLiteral("%1×%2 %3")
                       .arg(frame.width)
                       .arg(frame.height)
                       .arg(format ? QString::fromLatin1(format->name.data(), static_cast<int>(format->name.size()))
                                   : QStringLiteral("0x%1").arg(frame.pixelFormat, 8, 16, QLatin1Char('0')));
    if (info.captureFps && info.megabytesPerSecond)
        text += ImageInfoLine::tr(" %1 fps %2 MB/s")
                    .arg(*info.captureFps, 0, 'f', 1)
                    .arg(*info.megabytesPerSecond, 0, 'f', 1);
    return text;
}

QString valueText(const ImageInfo &info)
{
    if (!info.frame || !info.pixel || info.pixel->x() < 0 || info.pixel->y() < 0)
        return dash;
    const auto value =
        pixelAt(*info.frame, static_cast<std::uint32_t>(info.pixel->x()), static_cast<std::uint32_t>(info.pixel->y()));
    if (!value)
        return dash;
    if (value->channels == 3)
        return ImageInfoLine::tr("RGB %1 %2 %3").arg(value->values[0]).arg(value->values[1]).arg(value->values[2]);
    const bool bayer = info.frame->format() && info.frame->format()->layout == ColorLayout::BayerRG;
    return (bayer ? ImageInfoLine::tr("raw %1") : ImageInfoLine::tr("gray %1")).arg(value->values[0]);
}

} // namespace

ImageInfoLine::ImageInfoLine(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("imageInfoLine"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 3, 8, 3);
    layout->setSpacing(5);
    for (int i = 0; i < FieldCount; ++i) {
        const FieldRow &row = rows[i];
        auto *label = new QLabel(tr(row.label));
        label->setForegroundRole(QPalette::PlaceholderText);
        label->setToolTip(tr(row.toolTip));
        QLabel *value = addField(static_cast<Field>(i));
        label->setBuddy(value);
        if (i > 0)
            layout->addSpacing(7);
        layout->addWidget(label);
        layout->addWidget(value);
    }
    layout->addStretch(1);
    setInfo({});
}

QLabel *ImageInfoLine::addField(Field field)
{
    const FieldRow &row = rows[field];
    auto *value = new QLabel;
    value->setObjectName(QLatin1String(row.objectName));
    value->setAccessibleName(tr(row.toolTip));
    value->setToolTip(tr(row.toolTip));
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    value->setMinimumWidth(value->fontMetrics().horizontalAdvance(QString::fromUtf8(row.widest)) + 2);
    m_values[field] = value;
    return value;
}

void ImageInfoLine::setText(Field field, const QString &text)
{
    if (m_values[field]->text() != text) // a label repaints for the same text, too
        m_values[field]->setText(text);
}

void ImageInfoLine::setInfo(const ImageInfo &info)
{
    setText(Video, videoText(info));
    setText(Image, info.received ? QLocale().toString(static_cast<qulonglong>(*info.received)) : dash);
    setText(Display, info.displayFps ? tr("%1 fps").arg(*info.displayFps, 0, 'f', 1) : dash);
    setText(Position, info.pixel ? QStringLiteral("%1 %2").arg(info.pixel->x()).arg(info.pixel->y()) : dash);
    setText(Value, valueText(info));
    setText(Age, info.frameAgeMs ? tr("%1 ms").arg(*info.frameAgeMs, 0, 'f', 0) : dash);
}

} // namespace mv
