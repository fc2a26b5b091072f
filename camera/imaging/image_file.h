// SPDX-License-Identifier: GPL-3.0-or-later
// Image files: what a frame is saved as. Nothing is shifted or cut silently.
#pragma once

#include "camera/imaging/frame.h"

#include <QByteArrayView>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>
#include <span>
#include <string_view>

namespace mv {

enum class ImageFileFormat { Tiff, Png, Bmp, Raw };

/// One row for each kind of file.
struct ImageFileFormatInfo
{
    ImageFileFormat format;
    std::string_view name;      ///< as on mv-cli's command line: "tiff"
    std::string_view extension; ///< without dot
    bool keepsDepth;            ///< false: more than 8 bits a sample are cut to 8, and the caller must have said so
};
std::span<const ImageFileFormatInfo> imageFileFormats();
const ImageFileFormatInfo *findImageFileFormat(std::string_view name);

/// Why a file could not be written: the step that failed and the system's own words for it.
struct FileError
{
    enum class Kind { Open, Write, Format } kind = Kind::Write;
    QString path;
    QString detail;
};

/// Writes @p frame to @p path through a temporary file beside it, which is synced and then renamed: either the whole
/// new file is there or the old state. @p metadata goes into TIFF's ImageDescription, PNG's text chunk "mv-viewer",
/// and for Raw into the side file `path` + ".json" (BMP has no place for it); it is extended by what frameMetadata()
/// says. TIFF and PNG hold samples of more than 8 bits in 16, value in the low bits, with the significant bits named
/// (PNG's sBIT cannot say so for low bits: the metadata does). Bayer is saved as mosaic (one channel). A pixel format
/// that cannot be decoded, or a frame with bytes missing, can be saved as Raw only: FileError::Kind::Format otherwise.
/// Raw's side file is in place before the raw file is: there is never a new raw file without its side file.
/// Blocking; thread: any but the GUI's.
std::optional<FileError> writeImage(const Frame &frame, ImageFileFormat format, const QString &path,
                                    const QJsonObject &metadata);

/// The metadata object that writeImage() stores: @p metadata plus what the frame knows (geometry, format, ids, time
/// stamps, the CRC-32 of the image's bytes; layout: docs/formats.md). Where both name a key, the frame's value wins.
QJsonObject frameMetadata(const Frame &frame, const QJsonObject &metadata);

} // namespace mv
