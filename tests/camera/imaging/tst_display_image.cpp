// SPDX-License-Identifier: GPL-3.0-or-later
// The picture for the screen: depth, and Bayer held to mosaics made by hand.
#include "frames.h"

#include <camera/imaging/decode.h>

#include <gtest/gtest.h>

using namespace mv;
using namespace mv::test;

namespace {

constexpr int red = 200, green = 100, blue = 50;

/// PFNC BayerRG: the first row is R G R G, the second G B G B.
int colorAt(std::uint32_t x, std::uint32_t y)
{
    if (y % 2 == 0)
        return x % 2 == 0 ? red : green;
    return x % 2 == 0 ? green : blue;
}

/// A mosaic of one flat colour, at the depth of @p format.
FramePtr flatMosaic(const PixelFormatInfo &format, std::uint32_t width, std::uint32_t height)
{
    std::vector<std::byte> content;
    for (std::uint32_t y = 0; y < height; ++y) {
        for (std::uint32_t x = 0; x < width; ++x) {
            const int value = colorAt(x, y) << (format.significantBits - 8);
            content.push_back(static_cast<std::byte>(value & 0xFF));
            if (format.packing == Packing::Bytes16Lsb)
                content.push_back(static_cast<std::byte>(value >> 8));
        }
    }
    return Frame::fromBytes(geometry(format.code, width, height), std::move(content));
}

QRgb rgb(int r, int g, int b)
{
    return qRgb(r, g, b);
}

} // namespace

TEST(DisplayImage, everyFormatGivesAnImageOfItsSize)
{
    for (const PixelFormatInfo &row : pixelFormats()) {
        const FramePtr frame = Frame::fromBytes(geometry(row.code, 5, 3), noise(bytesOfRun(row, 15)));
        const QImage image = toDisplayImage(*frame);
        EXPECT_EQ(image.size(), QSize(5, 3)) << row.name;
        EXPECT_EQ(image.format(), row.layout == ColorLayout::Mono ? QImage::Format_Grayscale8 : QImage::Format_RGB888)
            << row.name;
        const auto samples = decode(*frame);
        for (int i = 0; row.layout != ColorLayout::BayerRG && i < int(samples->values.size()); ++i) {
            const int perRow = 5 * row.channels;
            ASSERT_EQ(image.constScanLine(i / perRow)[i % perRow],
                      samples->values[std::size_t(i)] >> (row.significantBits - 8))
                << row.name << ' ' << i;
        }
    }
}

TEST(DisplayImage, paddingIsNotShown)
{
    const auto content = bytes({1, 2, 3, 0xEE, 4, 5, 6, 0xEE});
    const QImage image = toDisplayImage(*Frame::fromBytes(geometry(PixelFormat::Mono8, 3, 2, 1), content));
    EXPECT_EQ(image.pixel(2, 0), rgb(3, 3, 3));
    EXPECT_EQ(image.pixel(0, 1), rgb(4, 4, 4));
}

TEST(DisplayImage, nothingWhereDecodeGivesNothing)
{
    EXPECT_TRUE(toDisplayImage(*Frame::fromBytes(geometry(PixelFormat::Mono8, 4, 4), noise(15))).isNull());
    EXPECT_TRUE(toDisplayImage(*Frame::fromBytes(geometry(PixelFormat::BayerRG8, 0, 4), noise(15))).isNull());
    EXPECT_TRUE(toDisplayImage(*Frame::fromBytes(geometry(static_cast<PixelFormat>(7), 2, 2), noise(15))).isNull());
    EXPECT_TRUE(toDisplayImage(*Frame::fromBytes(geometry(PixelFormat::RGB8, ~0u, ~0u), noise(15))).isNull());
}

TEST(Demosaic, aFlatColourStaysFlatToTheEdges)
{
    for (const PixelFormatInfo &row : pixelFormats()) {
        if (row.layout != ColorLayout::BayerRG)
            continue;
        for (const QSize size : {QSize(2, 2), QSize(3, 5), QSize(5, 3), QSize(2, 7), QSize(4, 4), QSize(17, 9)}) {
            const QImage image =
                toDisplayImage(*flatMosaic(row, std::uint32_t(size.width()), std::uint32_t(size.height())));
            ASSERT_EQ(image.size(), size);
            for (int y = 0; y < size.height(); ++y) {
                for (int x = 0; x < size.width(); ++x) {
                    ASSERT_EQ(image.pixel(x, y), rgb(red, green, blue))
                        << row.name << ' ' << size.width() << 'x' << size.height() << " at " << x << ',' << y;
                }
            }
        }
    }
}

TEST(Demosaic, anImageOfOneRowOrColumnOrPixelIsShown)
{
    const PixelFormatInfo &row = *findPixelFormat(PixelFormat::BayerRG8);
    // No neighbour of another colour exists: what is there stands for all.
    EXPECT_EQ(toDisplayImage(*flatMosaic(row, 1, 1)).pixel(0, 0), rgb(red, red, red));
    const QImage line = toDisplayImage(*flatMosaic(row, 5, 1));
    ASSERT_EQ(line.size(), QSize(5, 1));
    EXPECT_EQ(qRed(line.pixel(0, 0)), red);
    EXPECT_EQ(qRed(line.pixel(3, 0)), red);
    EXPECT_EQ(toDisplayImage(*flatMosaic(row, 1, 5)).size(), QSize(1, 5));
}

TEST(Demosaic, isBilinear)
{
    // One lit red position in a dark mosaic: full there, half beside it, a quarter at the corners; no other colour.
    std::vector<std::byte> content(8 * 6);
    content[2 * 8 + 4] = std::byte(200);
    const QImage image = toDisplayImage(*Frame::fromBytes(geometry(PixelFormat::BayerRG8, 8, 6), content));
    for (int y = 0; y < 6; ++y) {
        for (int x = 0; x < 8; ++x) {
            const int distance = std::abs(x - 4) + std::abs(y - 2);
            const bool near = std::abs(x - 4) <= 1 && std::abs(y - 2) <= 1;
            EXPECT_EQ(image.pixel(x, y), rgb(near ? 200 >> distance : 0, 0, 0)) << x << ',' << y;
        }
    }
}

TEST(Demosaic, blueAndGreenAreWhereTheyBelong)
{
    std::vector<std::byte> content(6 * 6);
    content[3 * 6 + 3] = std::byte(80); // odd row, odd column: blue
    QImage image = toDisplayImage(*Frame::fromBytes(geometry(PixelFormat::BayerRG8, 6, 6), content));
    EXPECT_EQ(image.pixel(3, 3), rgb(0, 0, 80));
    content[3 * 6 + 3] = std::byte(0);
    content[2 * 6 + 3] = std::byte(80); // even row, odd column: green
    image = toDisplayImage(*Frame::fromBytes(geometry(PixelFormat::BayerRG8, 6, 6), content));
    EXPECT_EQ(image.pixel(3, 2), rgb(0, 80, 0));
    EXPECT_EQ(image.pixel(2, 2), rgb(0, 20, 0)); // a quarter at its red neighbour
}
