// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the saving of pictures.
#include "app/viewer/image_saver.h"

#include "camera/imaging/image_file.h"
#include "widgets/dialogs.h"
#include "widgets/when_done.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QJsonObject>
#include <QPointer>
#include <QPromise>
#include <QStandardPaths>
#include <QThreadPool>
#include <QWidget>

#include <memory>

namespace mv {
namespace {

QString text(std::string_view view)
{
    return QString::fromLatin1(view.data(), static_cast<qsizetype>(view.size()));
}

const ImageFileFormatInfo *formatOf(const QString &path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    for (const ImageFileFormatInfo &format : imageFileFormats()) {
        if (suffix == text(format.extension) || suffix == text(format.name))
            return &format;
    }
    return suffix == QLatin1String("tif") ? findImageFileFormat("tiff") : nullptr;
}

Result<void> write(const Frame &frame, ImageFileFormat format, const QString &path)
{
    const auto error = writeImage(frame, format, path, {});
    if (!error)
        return {};
    return toError(*error);
}

} // namespace

QString ImageSaver::fileFilters()
{
    QStringList filters;
    for (const ImageFileFormatInfo &format : imageFileFormats()) {
        const QString depth = format.keepsDepth ? tr("full depth") : tr("cut to 8 bits");
        filters.append(QStringLiteral("%1, %2 (*.%3)").arg(text(format.name).toUpper(), depth, text(format.extension)));
    }
    return filters.join(QStringLiteral(";;"));
}

void ImageSaver::askAndSave(QWidget *parent, const FramePtr &frame)
{
    if (!frame) {
        Q_EMIT nothingToSave();
        return;
    }
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    const QString name = tr("image") + QDateTime::currentDateTime().toString(QStringLiteral("-yyyyMMdd-HHmmss-zzz"));
    const FramePtr copy = frame->detached(); // the person may take long to choose, and the camera needs its buffer
    dialogs::chooseSaveFile(parent, tr("Save image"), QDir(folder).filePath(name), fileFilters(),
                            [self = QPointer<ImageSaver>(this), window = QPointer(parent),
                             copy](const QString &path, const QString &extension) {
                                if (self)
                                    self->saveAsked(window, copy, path, extension);
                            });
}

void ImageSaver::saveAsked(QWidget *parent, const FramePtr &frame, const QString &path, const QString &extension)
{
    if (formatOf(path)) {
        save(frame, path);
        return;
    }
    const QString whole = path + u'.' + extension;
    if (!QFileInfo::exists(whole)) {
        save(frame, whole);
        return;
    }
    // The file dialog has asked about the name that was typed only.
    const dialogs::Question question{tr("Save image"),
                                     tr("%1 is there already. Replace it?").arg(QDir::toNativeSeparators(whole)),
                                     tr("Replace"), tr("Cancel")};
    dialogs::ask(parent, question, [self = QPointer<ImageSaver>(this), frame, whole](bool accepted) {
        if (self && accepted)
            self->save(frame, whole);
    });
}

void ImageSaver::save(const FramePtr &frame, const QString &path)
{
    const ImageFileFormatInfo *format = formatOf(path);
    if (!format) {
        Q_EMIT failed({ErrorCode::FileNotWritable,
                       {path},
                       tr("its name must end in .tiff, .png, .bmp or .raw, which says what kind of file it is")});
        return;
    }
    auto promise = std::make_shared<QPromise<Result<void>>>();
    promise->start();
    ++m_pending;
    whenDone(promise->future(), this, [this, path](const Result<void> &result) {
        --m_pending;
        if (result)
            Q_EMIT saved(path);
        else
            Q_EMIT failed(result.error());
        if (m_pending == 0)
            Q_EMIT idle();
    });
    QThreadPool::globalInstance()->start([promise, frame, path, kind = format->format] {
        promise->addResult(write(*frame, kind, path));
        promise->finish();
    });
}

} // namespace mv
