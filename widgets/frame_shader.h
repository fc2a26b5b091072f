// SPDX-License-Identifier: GPL-3.0-or-later
// The GPU's side of the pixel-format table: one row of GLSL for each format.
#pragma once

#include "camera/imaging/pixel_format.h"

#include <QByteArray>

#include <span>

namespace mv {

/// How the shader finds one sample of a format among the frame's bytes.
struct FrameShaderRow
{
    PixelFormat code;       ///< the row of the imaging table that this one belongs to
    const char *sampleCode; ///< body of `uint sampleAt(int x, int y, int c)`, GLSL
};

/// One row for each row of pixelFormats(); a test holds the two tables together and the pixels to the CPU decode.
std::span<const FrameShaderRow> frameShaderRows();
const FrameShaderRow *findFrameShaderRow(PixelFormat code);

/// How many of the picture's pixels make one of the view. Programs of their own, since a driver that draws on the CPU
/// runs both sides of a condition.
enum class FrameSampling {
    Exact,  ///< one pixel: 1:1, and from 2x on, where a pixel is a square
    Soft,   ///< two of them, which softens the steps in between
    Shrunk, ///< at half size and below; a Bayer mosaic gives the colour of one 2x2 cell
};
/// What suits @p scale (view pixels per image pixel).
FrameSampling frameSampling(double scale);

/// Draws one triangle over the whole view; needs no vertex data.
QByteArray frameVertexShader(bool openGlEs);
/// Decodes samples of @p row, demosaics if @p format is Bayer, scales to 8 bits as toDisplayImage() does.
QByteArray frameFragmentShader(const FrameShaderRow &row, const PixelFormatInfo &format, FrameSampling sampling,
                               bool openGlEs);

} // namespace mv
