// SPDX-License-Identifier: GPL-3.0-or-later
// From settings to pixels: the way through the stages, the ring, and the renderer that must not fall behind in silence.
#include "camera/virtual/core/camera.h"
#include "camera/virtual/core/isp/demosaic.h"
#include "camera/virtual/core/packing.h"
#include "camera/virtual/core/picture/frame_ring.h"
#include "camera/virtual/core/picture/picture_maker.h"
#include "camera/virtual/core/picture/renderer.h"
#include "camera/virtual/core/sensor/sensor.h"
#include "camera/virtual/core/settings.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <set>

namespace mv::vcam {
namespace {

constexpr std::uint32_t kMono8 = 0x01080001, kMono12 = 0x01100005, kBayerRG12 = 0x01100011, kRGB8 = 0x02180014;
using Bytes = std::vector<std::uint8_t>;

PictureRequest requestOf(std::uint32_t width, std::uint32_t height, std::uint32_t format,
                         ColorFilter filter = ColorFilter::None)
{
    PictureRequest request;
    request.sensor.width = request.image.width = width;
    request.sensor.height = request.image.height = height;
    request.sensor.filter = filter;
    request.image.pixelFormat = format;
    return request;
}

Bytes made(PictureMaker &maker, const PictureRequest &request)
{
    Bytes bytes;
    const auto problem = maker.make(request, bytes);
    EXPECT_FALSE(problem) << *problem;
    return bytes;
}

std::vector<std::uint16_t> words(const Bytes &bytes)
{
    std::vector<std::uint16_t> values(bytes.size() / 2);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = std::uint16_t(bytes[2 * i] | bytes[2 * i + 1] << 8);
    return values;
}

TEST(Picture, isWhatTheSensorSawRoundedOnce)
{
    const PictureRequest request = requestOf(64, 48, kMono12);
    Sensor sensor(request.sensor, 1);
    Exposure exposure;
    exposure.region = {0, 0, 64, 48};
    std::vector<std::uint16_t> samples(64 * 48);
    ASSERT_FALSE(sensor.render(exposure, request.scene, samples));
    PictureMaker maker(1);
    const auto picture = words(made(maker, request));
    ASSERT_EQ(picture.size(), samples.size());
    for (std::size_t i = 0; i < samples.size(); ++i)
        ASSERT_EQ(picture[i], (samples[i] + 8) >> 4) << i;
    PictureRequest eight = request;
    eight.image.pixelFormat = kMono8;
    const Bytes upper = made(maker, eight);
    for (std::size_t i = 0; i < samples.size(); ++i)
        ASSERT_EQ(upper[i], std::min((samples[i] + 128) >> 8, 255)) << i;
}

TEST(Picture, aCoarserAdcLeavesTheLowBitsEmpty)
{
    PictureRequest request = requestOf(64, 48, kMono12);
    request.image.adcBits = 8;
    PictureMaker maker(1);
    std::set<unsigned> seen;
    for (const std::uint16_t value : words(made(maker, request)))
        seen.insert(value & 15);
    EXPECT_EQ(seen, std::set<unsigned>{0});
}

// A region shows the same pixels as the whole image, also when the image is mirrored.
TEST(Picture, aRegionIsAPieceOfTheWhole)
{
    for (const bool reversed : {false, true}) {
        PictureRequest whole = requestOf(64, 48, kMono12), piece = whole;
        whole.image.reverseX = whole.image.reverseY = piece.image.reverseX = piece.image.reverseY = reversed;
        piece.image.width = 20;
        piece.image.height = 10;
        piece.image.offsetX = 8;
        piece.image.offsetY = 6;
        PictureMaker maker(2);
        const auto all = words(made(maker, whole)), some = words(made(maker, piece));
        for (std::size_t y = 0; y < 10; ++y)
            for (std::size_t x = 0; x < 20; ++x)
                ASSERT_EQ(some[y * 20 + x], all[(y + 6) * 64 + x + 8]) << x << ' ' << y << ' ' << reversed;
    }
}

TEST(Picture, mirrorsTurnItRound)
{
    PictureRequest plain = requestOf(64, 48, kMono12), mirrored = plain, flipped = plain;
    mirrored.image.reverseX = true;
    flipped.image.reverseY = true;
    PictureMaker maker(1);
    const auto a = words(made(maker, plain)), x = words(made(maker, mirrored)), y = words(made(maker, flipped));
    for (std::size_t row = 0; row < 48; ++row)
        for (std::size_t column = 0; column < 64; ++column) {
            ASSERT_EQ(x[row * 64 + column], a[row * 64 + 63 - column]);
            ASSERT_EQ(y[row * 64 + column], a[(47 - row) * 64 + column]);
        }
}

// Colour order survives the mirror: a Bayer picture of red light is bright at even columns of even rows only.
TEST(Picture, aMirroredMosaicKeepsItsColours)
{
    for (const bool x : {false, true}) {
        PictureRequest request = requestOf(64, 48, kBayerRG12, ColorFilter::BayerRG);
        request.scene.colorTemperature = 1000; // hardly any blue
        request.scene.photonFlux = 1e5;
        request.image.reverseX = x;
        request.image.reverseY = !x;
        PictureMaker maker(1);
        const auto picture = words(made(maker, request));
        double sums[2][2] = {};
        for (std::size_t i = 0; i < picture.size(); ++i)
            sums[i / 64 % 2][i % 2] += picture[i];
        EXPECT_GT(sums[0][0], 1.5 * sums[0][1]);
        EXPECT_GT(sums[0][1], sums[1][1]);
        EXPECT_NEAR(sums[0][1] / sums[1][0], 1, 0.05);
    }
}

TEST(Picture, sumBinningAddsLightAndKeepsTheBlackLevel)
{
    PictureRequest plain = requestOf(128, 96, kMono12), binned = plain;
    plain.scene.photonFlux = binned.scene.photonFlux = 2e5;
    binned.image.binningX = 2;
    binned.image.binningY = 4;
    binned.image.width = 64;
    binned.image.height = 24;
    PictureMaker maker(1);
    const auto mean = [](const std::vector<std::uint16_t> &v) {
        double sum = 0;
        for (const std::uint16_t value : v)
            sum += value;
        return sum / double(v.size());
    };
    const double signal = mean(words(made(maker, plain))) - 64;
    const auto sum = words(made(maker, binned));
    ASSERT_EQ(sum.size(), 64u * 24);
    EXPECT_NEAR((mean(sum) - 64) / signal, 8, 0.1);
    binned.image.binningModeX = binned.image.binningModeY = BinningMode::Average;
    EXPECT_NEAR((mean(words(made(maker, binned))) - 64) / signal, 1, 0.01);
}

TEST(Picture, interpolatesColoursBetweenTheirPixels)
{
    // R G R G / G B G B, twice: a plane of red 160, green 80, blue 40
    std::vector<std::uint16_t> mosaic;
    for (unsigned y = 0; y < 4; ++y)
        for (unsigned x = 0; x < 4; ++x)
            mosaic.push_back(y % 2 == 0 ? (x % 2 == 0 ? 160 : 80) : (x % 2 == 0 ? 80 : 40));
    std::vector<std::uint16_t> rgb(48), mono(16);
    demosaic(mosaic, 4, 4, rgb);
    for (std::size_t i = 0; i < 16; ++i) {
        EXPECT_EQ(rgb[3 * i], 160) << i;
        EXPECT_EQ(rgb[3 * i + 1], 80) << i;
        EXPECT_EQ(rgb[3 * i + 2], 40) << i;
    }
    luminance(rgb, mono);
    EXPECT_EQ(mono[5], (77 * 160 + 150 * 80 + 29 * 40 + 128) / 256);
    // one bright red pixel at (2, 2) spreads by halves and quarters
    mosaic.assign(16, 0);
    mosaic[10] = 100;
    demosaic(mosaic, 4, 4, rgb);
    EXPECT_EQ(rgb[3 * 10], 100);
    EXPECT_EQ(rgb[3 * 9], 50);
    EXPECT_EQ(rgb[3 * 6], 50);
    EXPECT_EQ(rgb[3 * 5], 25);
}

TEST(Picture, rgbHasThreeChannels)
{
    PictureMaker maker(1);
    EXPECT_EQ(made(maker, requestOf(64, 48, kRGB8, ColorFilter::BayerRG)).size(), 3u * 64 * 48);
    EXPECT_EQ(made(maker, requestOf(64, 48, kMono8, ColorFilter::BayerRG)).size(), 64u * 48);
}

TEST(Picture, whatIsImpossibleIsASentence)
{
    PictureMaker maker(1);
    Bytes bytes;
    PictureRequest request = requestOf(64, 48, 0x12345678);
    EXPECT_TRUE(maker.make(request, bytes));
    request = requestOf(64, 48, kMono8);
    request.sensor.quantumEfficiency = -1;
    EXPECT_TRUE(maker.make(request, bytes));
}

TEST(Ring, swings)
{
    std::vector<std::size_t> slots;
    for (std::uint64_t c = 0; c < 9; ++c)
        slots.push_back(ringSlot(c, 4));
    EXPECT_EQ(slots, (std::vector<std::size_t>{0, 1, 2, 3, 2, 1, 0, 1, 2}));
    EXPECT_EQ(ringSlot(~std::uint64_t(0), 1), 0u);
    EXPECT_LT(ringSlot(~std::uint64_t(0), 16), 16u);
}

TEST(Ring, rendersEachSlotOnceAndAllAnewAfterAChange)
{
    std::vector<PictureRequest> rendered;
    FrameRing ring([&rendered](const PictureRequest &request) {
        rendered.push_back(request);
        return std::make_shared<Picture>();
    });
    PictureRequest request = requestOf(64, 48, kMono8);
    request.scene.velocityX = 10;
    for (std::uint64_t c = 0; c < 100; ++c)
        ring.picture(request, c, 1'000'000, 64 * 48);
    ASSERT_EQ(rendered.size(), FrameRing::kMaxFrames);
    std::set<std::uint64_t> noise;
    for (const PictureRequest &slot : rendered) {
        noise.insert(slot.exposure.frame);
        EXPECT_EQ(slot.exposure.startNs, (noise.size() - 1) * 1'000'000);
    }
    EXPECT_EQ(noise.size(), FrameRing::kMaxFrames);
    request.exposure.frame = 77; // does not matter
    ring.picture(request, 0, 1'000'000, 64 * 48);
    EXPECT_EQ(rendered.size(), FrameRing::kMaxFrames);
    request.exposure.exposureUs = 1234;
    ring.picture(request, 5, 1'000'000, 64 * 48);
    EXPECT_EQ(rendered.size(), FrameRing::kMaxFrames + 1);
    ring.picture(request, 5, 2'000'000, 64 * 48); // what moves is elsewhere at another rate
    EXPECT_EQ(rendered.size(), FrameRing::kMaxFrames + 2);
}

TEST(Ring, aHugeSensorHasTwoPictures)
{
    unsigned rendered = 0;
    FrameRing ring([&rendered](const PictureRequest &) {
        ++rendered;
        return std::make_shared<Picture>();
    });
    ring.fill(requestOf(64, 48, kMono8), 1'000'000, FrameRing::kMaxBytes);
    EXPECT_EQ(rendered, 2u);
}

TEST(Stamp, coversTheFirstPixelsInEveryFormat)
{
    const std::uint64_t counter = 0x0102030405060708;
    for (const PixelFormat &format : pixelFormats()) {
        auto picture = std::make_shared<Picture>();
        picture->finish(Bytes(packedBytes(format, std::size_t(64) * format.samplesPerPixel), 0xAA));
        const PicturePixels pixels(picture, counterStamp(format, counter));
        std::vector<std::uint16_t> samples;
        for (unsigned i = 0; i < 8; ++i)
            samples.insert(samples.end(), format.samplesPerPixel, std::uint16_t(8 - i));
        Bytes wanted = packSamples(format, samples), whole(picture->bytes().size());
        pixels.read(0, whole);
        EXPECT_TRUE(std::equal(wanted.begin(), wanted.end(), whole.begin())) << format.name;
        EXPECT_EQ(whole[wanted.size()], 0xAA) << format.name;
        Bytes pieces;
        for (std::size_t at = 0; at < whole.size(); at += 5) {
            Bytes piece(std::min<std::size_t>(5, whole.size() - at));
            pixels.read(at, piece);
            pieces.insert(pieces.end(), piece.begin(), piece.end());
        }
        EXPECT_EQ(pieces, whole) << format.name;
    }
}

TEST(RendererTest, worksOffInOrderAndSkipsWhatNobodyWants)
{
    std::atomic<unsigned> finished = 0;
    std::promise<void> third;
    Renderer renderer([&] {
        if (++finished == 2)
            third.set_value();
    });
    const auto first = renderer.enqueue(requestOf(1024, 768, kMono8));
    renderer.enqueue(requestOf(1024, 768, kMono8)); // nobody holds it
    const auto last = renderer.enqueue(requestOf(1024, 768, kMono12));
    ASSERT_EQ(third.get_future().wait_for(std::chrono::seconds(30)), std::future_status::ready);
    EXPECT_EQ(first->state(), PixelsState::Ready);
    EXPECT_EQ(last->state(), PixelsState::Ready);
    EXPECT_EQ(last->bytes().size(), 2u * 1024 * 768);
}

TEST(RendererTest, refusesWhatWouldOnlyGrowOld)
{
    Renderer renderer([] {});
    std::vector<std::shared_ptr<const Picture>> held;
    unsigned refused = 0;
    for (int i = 0; i < 50; ++i) {
        held.push_back(renderer.tryEnqueue(requestOf(2048, 2048, kMono8)));
        refused += held.back()->state() == PixelsState::Failed;
    }
    EXPECT_GE(refused, 50u - 1 - Renderer::kMaxBacklog - 5); // one under way; a few may have been done meanwhile
    EXPECT_LT(refused, 50u);
}

TEST(RendererTest, endsAtOnceWithWorkWaiting)
{
    std::vector<std::shared_ptr<const Picture>> held;
    Renderer renderer([] {});
    for (int i = 0; i < 20; ++i)
        held.push_back(renderer.enqueue(requestOf(512, 512, kMono8)));
}

/// A camera that takes single pictures.
class PictureCamera : public testing::Test
{
protected:
    Camera camera{{Model::Mono, "T1", 128, 96, 7}, {}};

    std::vector<Bytes> grab(unsigned count) { return grab(camera, count); }
    static std::vector<Bytes> grab(Camera &from, unsigned count)
    {
        EXPECT_FALSE(from.setFeature("AcquisitionFrameRate", "20"));
        const std::uint8_t one[4] = {1};
        EXPECT_EQ(from.write(0x202004, one), Status::Success);
        std::vector<Bytes> frames;
        while (frames.size() < count) {
            const auto frame = from.nextFrame(std::chrono::steady_clock::now() + std::chrono::seconds(20));
            if (!frame)
                break;
            frames.emplace_back(frame->imageBytes);
            Camera::pixels(*frame, 0, frames.back());
        }
        EXPECT_EQ(from.write(0x202008, one), Status::Success);
        return frames;
    }
    void set(const char *name, const char *value)
    {
        const auto refusal = camera.setFeature(name, value);
        EXPECT_FALSE(refusal) << *refusal;
    }
};

TEST_F(PictureCamera, computedFramesAreNewEachTimeAndTheSameInEveryCamera)
{
    Camera twin{{Model::Mono, "T2", 128, 96, 7}, {}};
    std::vector<Bytes> seen;
    set("VirtualFrameSource", "Physics");
    set("VirtualTemperatureRise", "0");
    for (int acquisition = 0; acquisition < 2; ++acquisition) {
        for (const Bytes &frame : grab(3)) {
            EXPECT_EQ(std::ranges::find(seen, frame), seen.end());
            seen.push_back(frame);
        }
    }
    ASSERT_EQ(seen.size(), 6u);
    EXPECT_FALSE(twin.setFeature("VirtualFrameSource", "Physics"));
    EXPECT_FALSE(twin.setFeature("VirtualTemperatureRise", "0"));
    EXPECT_EQ(grab(twin, 3), std::vector<Bytes>(seen.begin(), seen.begin() + 3));
}

TEST_F(PictureCamera, theRingRepeatsUnderItsStamp)
{
    const auto frames = grab(2 * FrameRing::kMaxFrames);
    ASSERT_EQ(frames.size(), 2 * FrameRing::kMaxFrames);
    const std::size_t turn = 2 * FrameRing::kMaxFrames - 2;
    for (std::size_t c = 0; c < frames.size(); ++c)
        EXPECT_EQ(frames[c][0], c) << "the counter";
    Bytes first = frames[0], again = frames[turn];
    first[0] = again[0] = 0;
    EXPECT_EQ(first, again);
    EXPECT_NE(frames[1], frames[2]);
}

TEST_F(PictureCamera, theStampCanBeLeftOut)
{
    set("VirtualFrameStamp", "false");
    set("VirtualTarget", "Uniform");
    set("VirtualVelocityX", "0");
    for (const Bytes &frame : grab(3))
        EXPECT_GT(frame[0], 50) << "light, and not the counter";
}

} // namespace
} // namespace mv::vcam
