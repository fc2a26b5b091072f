// SPDX-License-Identifier: GPL-3.0-or-later
// The CPU decode: rows of a frame as samples, single pixels, and the picture for the screen.
#include "camera/imaging/decode.h"

#include "camera/imaging/frame_layout.h"
#include "camera/imaging/unpack.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cstring>
#include <limits>
#include <new>
#include <span>

namespace mv {

namespace {

/// A frame whose bytes are known to be there, row by row.
class Rows
{
public:
    /// Empty if the format is unknown, the image has no pixels, or bytes are missing.
    static std::optional<Rows> of(const Frame &frame)
    {
        const FrameInfo &info = frame.info();
        if (!frame.format() || info.width == 0 || info.height == 0)
            return {};
        const FrameLayout layout(*frame.format(), info);
        if (frame.image().size() < layout.neededBytes())
            return {};
        return Rows(frame, layout);
    }

    const PixelFormatInfo &format() const { return *m_frame.format(); }
    /// Bounded by the payload's size from here on, so products of these fit.
    std::size_t width() const { return m_frame.info().width; }
    std::size_t height() const { return m_frame.info().height; }
    std::size_t samplesPerRow() const { return m_layout.samplesPerRow(); }

    /// Rows @p y and following as far as @p out reaches, at full depth.
    void read(std::size_t y, std::span<std::uint16_t> out) const
    {
        if (m_layout.contiguous())
            return unpack(format(), m_frame.image().data(), y * samplesPerRow(), out);
        for (; !out.empty(); ++y, out = out.subspan(samplesPerRow()))
            unpack(format(), rowStart(y), 0, out.first(samplesPerRow()));
    }

    /// Row @p y cut to 8 bits. @p scratch holds a row.
    void read8(std::size_t y, std::uint8_t *out, std::span<std::uint16_t> scratch) const
    {
        if (format().packing == Packing::Bytes8) {
            std::memcpy(out, rowStart(y), samplesPerRow());
            return;
        }
        read(y, scratch.first(samplesPerRow()));
        const int shift = format().significantBits - 8;
        for (std::size_t i = 0; i < samplesPerRow(); ++i)
            out[i] = static_cast<std::uint8_t>(scratch[i] >> shift);
    }

private:
    Rows(const Frame &frame, const FrameLayout &layout) : m_frame(frame), m_layout(layout) {}

    /// Where row @p y starts; only for rows that start at a byte.
    const std::byte *rowStart(std::size_t y) const
    {
        const std::size_t stride =
            m_layout.contiguous() ? packedBytes(format(), samplesPerRow()) : m_layout.strideBytes();
        return m_frame.image().data() + y * stride;
    }

    const Frame &m_frame;
    FrameLayout m_layout;
};

QImage plainImage(const Rows &rows)
{
    const bool color = rows.format().layout == ColorLayout::Rgb;
    QImage image(static_cast<int>(rows.width()), static_cast<int>(rows.height()),
                 color ? QImage::Format_RGB888 : QImage::Format_Grayscale8);
    if (image.isNull())
        return {};
    std::vector<std::uint16_t> scratch(rows.samplesPerRow());
    for (std::size_t y = 0; y < rows.height(); ++y)
        rows.read8(y, image.scanLine(static_cast<int>(y)), scratch);
    return image;
}

/// OpenCV leaves the outermost pixels of a mosaic without a neighbourhood (it repeats its inner pixels there, and gives
/// nothing at all below 3 pixels), so the mosaic gets a border of two mirrored rows and columns: two, and mirrored
/// about the edge pixel, because that keeps the colour of each position.
constexpr int border = 2;

cv::Mat borderedMosaic(const Rows &rows)
{
    const int width = static_cast<int>(rows.width());
    const int height = static_cast<int>(rows.height());
    cv::Mat mosaic(height + 2 * border, width + 2 * border, CV_8UC1);
    const cv::Mat inner = mosaic(cv::Rect(border, border, width, height));
    std::vector<std::uint16_t> scratch(rows.samplesPerRow());
    for (int y = 0; y < height; ++y) {
        rows.read8(static_cast<std::size_t>(y), mosaic.ptr(y + border) + border, scratch);
        std::uint8_t *row = mosaic.ptr(y + border);
        for (int x : {0, 1, width + border, width + border + 1})
            row[x] = row[border + cv::borderInterpolate(x - border, width, cv::BORDER_REFLECT_101)];
    }
    for (int y : {0, 1, height + border, height + border + 1}) {
        const int source = border + cv::borderInterpolate(y - border, height, cv::BORDER_REFLECT_101);
        std::memcpy(mosaic.ptr(y), mosaic.ptr(source), mosaic.step[0]);
    }
    return mosaic;
}

QImage demosaicedImage(const Rows &rows)
{
    QImage image(static_cast<int>(rows.width()), static_cast<int>(rows.height()), QImage::Format_RGB888);
    if (image.isNull())
        return {};
    cv::Mat color;
    // OpenCV's classic Bayer names are those of the second row's second and third pixel; the four-letter ones name the
    // first two rows as PFNC does (RG = red, green / green, blue). A test with a mosaic made by hand holds this.
    cv::cvtColor(borderedMosaic(rows), color, cv::COLOR_BayerRGGB2RGB);
    for (int y = 0; y < image.height(); ++y)
        std::memcpy(image.scanLine(y), color.ptr(y + border, border), 3 * rows.width());
    return image;
}

} // namespace

std::optional<Samples> decode(const Frame &frame)
try {
    const auto rows = Rows::of(frame);
    if (!rows)
        return {};
    Samples samples{
        frame.info().width, frame.info().height, rows->format().channels, rows->format().significantBits, {}};
    samples.values.resize(rows->samplesPerRow() * rows->height());
    rows->read(0, samples.values);
    return samples;
} catch (const std::bad_alloc &) {
    return {};
}

std::optional<PixelValue> pixelAt(const Frame &frame, std::uint32_t x, std::uint32_t y)
{
    const FrameInfo &info = frame.info();
    const PixelFormatInfo *format = frame.format();
    if (!format || x >= info.width || y >= info.height)
        return {};
    const FrameLayout layout(*format, info);
    const auto channels = static_cast<std::size_t>(format->channels);
    const std::size_t size = frame.image().size();

    // A frame cut short still answers for the rows that came. Width and height may be anything, so the row is checked
    // against the bytes before it is multiplied.
    const std::size_t rowUnits = layout.contiguous() ? layout.samplesPerRow() : layout.strideBytes();
    if (y > (layout.contiguous() ? 8 * size : size) / rowUnits)
        return {};
    const std::size_t start = layout.contiguous() ? 0 : y * rowUnits;
    const std::uint64_t first = x * channels + (layout.contiguous() ? y * rowUnits : 0);
    if (start > size || packedBytes(*format, first + channels) > size - start)
        return {};

    PixelValue pixel{format->channels, {}};
    unpack(*format, frame.image().data() + start, first, std::span(pixel.values).first(channels));
    return pixel;
}

QImage toDisplayImage(const Frame &frame)
try {
    const auto rows = Rows::of(frame);
    constexpr std::size_t most = std::numeric_limits<int>::max() - 2 * border;
    if (!rows || rows->width() > most || rows->height() > most)
        return {};
    return rows->format().layout == ColorLayout::BayerRG ? demosaicedImage(*rows) : plainImage(*rows);
} catch (const std::bad_alloc &) {
    return {};
} catch (const cv::Exception &) {
    return {}; // out of memory, or beyond what it can index
}

} // namespace mv
