// SPDX-License-Identifier: GPL-3.0-or-later
// The table, frames, and the decode of every packing: golden bytes worked out by hand from the definitions, and every
// row of the table against a second, bit-by-bit reading.
#include "frames.h"

#include <camera/imaging/decode.h>

#include <gtest/gtest.h>

#include <limits>
#include <set>

using namespace mv;
using namespace mv::test;

namespace {

std::vector<std::uint16_t> decoded(PixelFormat format, std::uint32_t width, std::uint32_t height,
                                   std::vector<std::byte> content, std::uint32_t paddingX = 0)
{
    const auto samples = decode(*Frame::fromBytes(geometry(format, width, height, paddingX), std::move(content)));
    return samples ? samples->values : std::vector<std::uint16_t>();
}

using Values = std::vector<std::uint16_t>;
constexpr std::uint32_t huge = 0xFFFFFFFF;

struct Size
{
    std::uint32_t width, height;
};
constexpr Size oddSizes[] = {{1, 1}, {3, 5}, {5, 3}, {1, 7}, {7, 1}, {2, 2}, {33, 9}, {64, 48}};

} // namespace

TEST(PixelFormats, areThoseOfThePfncList)
{
    // PFNC 32-bit values and names, copied from the convention's own list.
    const std::pair<std::string_view, std::uint32_t> list[] = {
        {"Mono8", 0x01080001},        {"Mono10", 0x01100003},  {"Mono12", 0x01100005},   {"Mono10Packed", 0x010C0004},
        {"Mono12Packed", 0x010C0006}, {"Mono12p", 0x010C0047}, {"BayerRG8", 0x01080009}, {"BayerRG10", 0x0110000D},
        {"BayerRG12", 0x01100011},    {"RGB8", 0x02180014},
    };
    EXPECT_EQ(pixelFormats().size(), std::size(list));
    for (const auto &[name, code] : list) {
        const PixelFormatInfo *row = findPixelFormat(code);
        ASSERT_NE(row, nullptr) << name;
        EXPECT_EQ(row->name, name);
        EXPECT_EQ(findPixelFormat(name), row);
        EXPECT_EQ(findPixelFormat(row->code), row);
    }
    EXPECT_EQ(findPixelFormat(0x01100007u), nullptr); // Mono16
    EXPECT_EQ(findPixelFormat(std::string_view("mono8")), nullptr);
}

TEST(PixelFormats, rowsAgreeWithThemselves)
{
    std::set<std::string_view> names;
    for (const PixelFormatInfo &row : pixelFormats()) {
        EXPECT_TRUE(names.insert(row.name).second) << row.name;
        EXPECT_GE(row.bitsPerPixel(), row.significantBits * row.channels) << row.name;
        EXPECT_EQ(row.channels, row.layout == ColorLayout::Rgb ? 3 : 1) << row.name;
        EXPECT_EQ(row.maxValue() + 1, 1 << row.significantBits) << row.name;
    }
}

TEST(PixelFormats, imageBytesRoundUpAndDoNotOverflow)
{
    EXPECT_EQ(imageBytes(*findPixelFormat(PixelFormat::Mono8), 3, 5), 15u);
    EXPECT_EQ(imageBytes(*findPixelFormat(PixelFormat::Mono12), 3, 5), 30u);
    EXPECT_EQ(imageBytes(*findPixelFormat(PixelFormat::Mono12p), 3, 5), 23u); // 180 bits
    EXPECT_EQ(imageBytes(*findPixelFormat(PixelFormat::Mono10Packed), 1, 1), 2u);
    EXPECT_EQ(imageBytes(*findPixelFormat(PixelFormat::RGB8), 3, 5), 45u);
    EXPECT_EQ(imageBytes(*findPixelFormat(PixelFormat::Mono8), 0, 5), 0u);
    EXPECT_EQ(imageBytes(*findPixelFormat(PixelFormat::Mono8), huge, huge), 0xFFFFFFFE00000001u);
    EXPECT_EQ(imageBytes(*findPixelFormat(PixelFormat::RGB8), huge, huge), std::numeric_limits<std::size_t>::max());
    EXPECT_EQ(imageBytes(*findPixelFormat(PixelFormat::Mono12p), huge, huge), std::numeric_limits<std::size_t>::max());
}

TEST(Decode, mono8AndRgb8AreTheBytes)
{
    EXPECT_EQ(decoded(PixelFormat::Mono8, 3, 1, bytes({0x00, 0x7F, 0xFF})), (Values{0x00, 0x7F, 0xFF}));
    EXPECT_EQ(decoded(PixelFormat::RGB8, 1, 2, bytes({1, 2, 3, 4, 5, 6})), (Values{1, 2, 3, 4, 5, 6}));
}

TEST(Decode, mono10And12AreLittleEndianWithCleanHighBits)
{
    EXPECT_EQ(decoded(PixelFormat::Mono10, 2, 1, bytes({0xAB, 0x02, 0xFF, 0x03})), (Values{0x2AB, 0x3FF}));
    EXPECT_EQ(decoded(PixelFormat::Mono12, 2, 1, bytes({0xBC, 0x0A, 0x23, 0x01})), (Values{0xABC, 0x123}));
    // A camera that leaves the upper bits dirty must not make values beyond the format's range.
    EXPECT_EQ(decoded(PixelFormat::Mono10, 1, 1, bytes({0xAB, 0xFE})), (Values{0x2AB}));
    EXPECT_EQ(decoded(PixelFormat::BayerRG12, 1, 1, bytes({0x23, 0xF1})), (Values{0x123}));
}

TEST(Decode, mono12pIsABitStreamFromTheLowestBit)
{
    // 0xABC then 0x123: BC | (3 << 4 | A) | 12; the third, 0xFED: ED | 0F.
    EXPECT_EQ(decoded(PixelFormat::Mono12p, 3, 1, bytes({0xBC, 0x3A, 0x12, 0xED, 0x0F})),
              (Values{0xABC, 0x123, 0xFED}));
}

TEST(Decode, mono12PackedHasTheHighBitsOutside)
{
    // 0xABC then 0x123: AB | (3 << 4 | C) | 12; the third, 0xFED: FE | 0D.
    EXPECT_EQ(decoded(PixelFormat::Mono12Packed, 3, 1, bytes({0xAB, 0x3C, 0x12, 0xFE, 0x0D})),
              (Values{0xABC, 0x123, 0xFED}));
}

TEST(Decode, mono10PackedHasTwoLowBitsOfEach)
{
    // 0x2AB = 10.1010.1011: AA and 3; 0x156 = 01.0101.0110: 55 and 2; so AA | (2 << 4 | 3) | 55; 0x3FD: FF | 01.
    EXPECT_EQ(decoded(PixelFormat::Mono10Packed, 3, 1, bytes({0xAA, 0x23, 0x55, 0xFF, 0x01})),
              (Values{0x2AB, 0x156, 0x3FD}));
    // Bits 2, 3, 6 and 7 of the middle byte belong to nobody.
    EXPECT_EQ(decoded(PixelFormat::Mono10Packed, 2, 1, bytes({0xAA, 0xEF, 0x55})), (Values{0x2AB, 0x156}));
}

TEST(Decode, packedRowsFollowWithoutAGap)
{
    // Three pixels a row: the second row starts in the middle of byte 4 (Mono12p).
    EXPECT_EQ(decoded(PixelFormat::Mono12p, 3, 2, bytes({0x01, 0x20, 0x00, 0x03, 0x40, 0x00, 0x05, 0x60, 0x00})),
              (Values{1, 2, 3, 4, 5, 6}));
    EXPECT_EQ(decoded(PixelFormat::Mono12Packed, 3, 2, bytes({0x00, 0x21, 0x00, 0x00, 0x43, 0x00, 0x00, 0x65, 0x00})),
              (Values{1, 2, 3, 4, 5, 6}));
}

TEST(Decode, paddedRowsStartAtAByteOfTheirOwn)
{
    // Three Mono12p pixels are 36 bits: 5 bytes, then one byte of padding; the last row's padding may be missing.
    const auto content = bytes({0x01, 0x20, 0x00, 0x03, 0x00, 0xEE, 0x04, 0x50, 0x00, 0x06, 0x00});
    EXPECT_EQ(decoded(PixelFormat::Mono12p, 3, 2, content, 1), (Values{1, 2, 3, 4, 5, 6}));
    EXPECT_EQ(decoded(PixelFormat::Mono8, 2, 2, bytes({1, 2, 0xEE, 0xEE, 3, 4}), 2), (Values{1, 2, 3, 4}));
}

TEST(Decode, everyFormatAgreesWithTheBitByBitReading)
{
    for (const PixelFormatInfo &row : pixelFormats()) {
        for (const auto [width, height] : oddSizes) {
            for (const std::uint32_t padding : {0u, 1u, 4u}) {
                SCOPED_TRACE(testing::Message() << row.name << ' ' << width << 'x' << height << " padding " << padding);
                const std::uint64_t rowSamples = width * static_cast<unsigned>(row.channels);
                const std::size_t stride = bytesOfRun(row, width) + padding;
                const std::size_t size = padding ? stride * height : bytesOfRun(row, width * height);
                const FramePtr frame = Frame::fromBytes(geometry(row.code, width, height, padding), noise(size, width));
                const auto samples = decode(*frame);
                ASSERT_TRUE(samples);
                EXPECT_EQ(samples->width, width);
                EXPECT_EQ(samples->height, height);
                EXPECT_EQ(samples->significantBits, row.significantBits);
                EXPECT_EQ(samples->channels, row.channels);
                ASSERT_EQ(samples->values.size(), rowSamples * height);
                for (std::uint64_t i = 0; i < samples->values.size(); ++i) {
                    const std::uint64_t y = i / rowSamples;
                    const std::byte *run = frame->payload().data() + (padding ? y * stride : 0);
                    ASSERT_EQ(samples->values[i], slowSample(row, run, padding ? i % rowSamples : i)) << i;
                }
            }
        }
    }
}

TEST(PixelAt, agreesWithDecodeEverywhere)
{
    for (const PixelFormatInfo &row : pixelFormats()) {
        for (const auto [width, height] : oddSizes) {
            for (const std::uint32_t padding : {0u, 3u}) {
                const std::size_t stride = bytesOfRun(row, width) + padding;
                const std::size_t size = padding ? stride * height : bytesOfRun(row, width * height);
                const FramePtr frame = Frame::fromBytes(geometry(row.code, width, height, padding), noise(size, 7));
                const auto samples = decode(*frame);
                ASSERT_TRUE(samples);
                std::size_t i = 0;
                for (std::uint32_t y = 0; y < height; ++y) {
                    for (std::uint32_t x = 0; x < width; ++x) {
                        const auto pixel = pixelAt(*frame, x, y);
                        ASSERT_TRUE(pixel) << row.name << x << ',' << y;
                        ASSERT_EQ(pixel->channels, row.channels);
                        for (int c = 0; c < row.channels; ++c)
                            ASSERT_EQ(pixel->values[std::size_t(c)], samples->values[i++]) << row.name << x << ',' << y;
                    }
                }
                EXPECT_FALSE(pixelAt(*frame, width, 0));
                EXPECT_FALSE(pixelAt(*frame, 0, height));
                EXPECT_FALSE(pixelAt(*frame, huge, huge));
            }
        }
    }
}

TEST(Decode, aFrameCutShortIsNotDecodedButItsRowsCanBeRead)
{
    for (const PixelFormatInfo &row : pixelFormats()) {
        SCOPED_TRACE(row.name);
        for (const std::uint32_t padding : {0u, 2u}) {
            const std::size_t needed =
                padding ? (bytesOfRun(row, 5) + padding) * 2 + bytesOfRun(row, 5) : bytesOfRun(row, 15);
            const FrameInfo info = geometry(row.code, 5, 3, padding);
            EXPECT_TRUE(decode(*Frame::fromBytes(info, noise(needed))));
            const FramePtr cut = Frame::fromBytes(info, noise(needed - 1));
            EXPECT_FALSE(decode(*cut));
            EXPECT_TRUE(pixelAt(*cut, 0, 0));
            EXPECT_TRUE(pixelAt(*cut, 4, 1));
            EXPECT_FALSE(pixelAt(*cut, 4, 2));
            const FramePtr empty = Frame::fromBytes(info, {});
            EXPECT_FALSE(decode(*empty));
            EXPECT_FALSE(pixelAt(*empty, 0, 0));
        }
    }
}

TEST(Decode, hugeGeometryWithFewBytesIsRefused)
{
    for (const PixelFormatInfo &row : pixelFormats()) {
        SCOPED_TRACE(row.name);
        for (const auto [width, height] : {Size{huge, huge}, Size{huge, 1}, Size{1, huge}, Size{0x10000, 0x10000}}) {
            for (const std::uint32_t padding : {0u, 1u, huge}) {
                const FramePtr frame = Frame::fromBytes(geometry(row.code, width, height, padding), noise(64));
                EXPECT_FALSE(decode(*frame));
                EXPECT_EQ(frame->image().size(), 64u);
                EXPECT_TRUE(pixelAt(*frame, 0, 0));
                EXPECT_FALSE(pixelAt(*frame, width - 1, height - 1));
            }
        }
    }
}

TEST(Decode, geometryMadeToWrapAroundSixtyFourBitsIsRefused)
{
    // Sizes whose products, taken modulo 2^64, fit into the 64 bytes that are there. Stride x (height - 1) + row = 16:
    FrameInfo info = geometry(PixelFormat::Mono8, 2964978232, 3000000006, 3183936448);
    EXPECT_FALSE(decode(*Frame::fromBytes(info, noise(64))));
    // Stride x height = 2^33 x 2^31 = 0, and the same for the start of row 2^31:
    info = geometry(PixelFormat::RGB8, 0x80000000, 0x80000000, 0x80000000);
    EXPECT_EQ(Frame::fromBytes(info, noise(64))->image().size(), 64u);
    info.height = 0x80000001;
    EXPECT_FALSE(pixelAt(*Frame::fromBytes(info, noise(64)), 0, 0x80000000));
    // Samples before a pixel = 2:
    info = geometry(PixelFormat::RGB8, huge, huge);
    EXPECT_FALSE(pixelAt(*Frame::fromBytes(info, noise(64)), 2863311531, 1431655765));
}

TEST(Decode, noPixelsAndUnknownFormatsGiveNothing)
{
    for (const PixelFormatInfo &row : pixelFormats()) {
        EXPECT_FALSE(decode(*Frame::fromBytes(geometry(row.code, 0, 5), noise(64))));
        EXPECT_FALSE(decode(*Frame::fromBytes(geometry(row.code, 5, 0, 4), noise(64))));
    }
    const FramePtr mono16 = Frame::fromBytes(geometry(static_cast<PixelFormat>(0x01100007), 2, 2), noise(64));
    EXPECT_EQ(mono16->format(), nullptr);
    EXPECT_FALSE(decode(*mono16));
    EXPECT_FALSE(pixelAt(*mono16, 0, 0));
    EXPECT_EQ(mono16->image().size(), 64u);
}

TEST(Frames, keepTheirOwnerAndTheImageApartFromTheChunks)
{
    auto payload = std::make_shared<std::vector<std::byte>>(noise(40));
    const std::weak_ptr<const void> watch = payload;
    const std::vector<Chunk> chunks = {{1, 30, 10}, {2, 30, 11}, {3, 41, 0}, {4, std::size_t(-1), 2}, {5, 40, 0}};
    auto frame = std::make_shared<const Frame>(geometry(PixelFormat::Mono8, 5, 6), std::span<const std::byte>(*payload),
                                               payload, chunks);
    payload.reset();
    EXPECT_FALSE(watch.expired());
    EXPECT_EQ(frame->payload().size(), 40u);
    EXPECT_EQ(frame->image().size(), 30u);
    ASSERT_EQ(frame->chunks().size(), 2u); // those that point outside came from a broken device
    EXPECT_EQ(frame->chunks()[0].id, 1u);
    EXPECT_EQ(frame->chunks()[1].id, 5u);

    const FramePtr copy = frame->detached();
    const std::vector<std::byte> before(frame->payload().begin(), frame->payload().end());
    frame.reset();
    EXPECT_TRUE(watch.expired()); // the driver has its buffer back
    EXPECT_EQ(std::vector<std::byte>(copy->payload().begin(), copy->payload().end()), before);
    EXPECT_EQ(copy->image().size(), 30u);
    EXPECT_EQ(copy->chunks().size(), 2u);
}
