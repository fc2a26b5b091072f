// SPDX-License-Identifier: GPL-3.0-or-later
// Manual 3.4, what is behind it: coefficients and defects through GenICam file access, and the arithmetic to the bit.
#include "tests/conformance/manual/camera_file.h"
#include "tests/conformance/manual/grey_level.h"
#include "tests/conformance/manual/sentence.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace mv::test {
namespace {

constexpr std::uint32_t kWidth = 256, kHeight = 192;

/// Coefficients that try everything: all signs of offsets, gains from 0 to almost 4, each pair at another pixel.
std::vector<std::uint16_t> wildOffsets()
{
    std::vector<std::uint16_t> values;
    for (std::uint32_t i = 0; i < kWidth * kHeight; ++i)
        values.push_back(std::uint16_t(i % 7 == 0 ? 40503u * i : 13u * (i % 251)));
    return values;
}

std::vector<std::uint16_t> wildGains()
{
    std::vector<std::uint16_t> values;
    for (std::uint32_t i = 0; i < kWidth * kHeight; ++i)
        values.push_back(std::uint16_t(i % 5 == 0 ? 60013u * i : 16384 + 3 * (i % 4001)));
    return values;
}

/// ffc.md 2.5, in whole numbers of 64 bits with floors: y and the result in DN of 12 bits.
std::int64_t normative(std::int64_t y, std::uint16_t offset, std::uint16_t gain, std::int64_t pedestal)
{
    const std::int64_t product = (y * 16 - std::int16_t(offset)) * gain + (1 << 17);
    const std::int64_t floor = product >= 0 ? product / (1 << 18) : -((-product + (1 << 18) - 1) / (1 << 18));
    return std::clamp<std::int64_t>(floor + pedestal, 0, 4095);
}

void upload(WireCamera &camera, std::uint32_t pedestal)
{
    ASSERT_EQ(writeFile(camera, "FFCOffset", mapFile("MVFFCOFS", kWidth, kHeight, pedestal, wildOffsets())), "Success");
    ASSERT_EQ(writeFile(camera, "FFCGain", mapFile("MVFFCGAN", kWidth, kHeight, 0, wildGains())), "Success");
}

/// Every pixel sees @p y exactly, so that the arithmetic can be read off; @p tolerance for light, which the sensor has
/// in sixteenths.
void expectArithmetic(WireCamera &camera, std::int64_t y, std::uint32_t pedestal, std::int64_t tolerance)
{
    const auto offsets = wildOffsets(), gains = wildGains();
    const Shot shot = camera.record(1)[0];
    std::size_t wrong = 0;
    std::string first;
    for (std::uint32_t i = 0; i < kWidth * kHeight; ++i) {
        const std::int64_t is = shot.at(i % kWidth, i / kWidth);
        const std::int64_t should = normative(y, offsets[i], gains[i], pedestal);
        if (std::abs(is - should) > tolerance && wrong++ == 0)
            first = std::to_string(is) + " and not " + std::to_string(should) + " at " + std::to_string(i);
    }
    EXPECT_EQ(wrong, 0u) << y << " DN, pedestal " << pedestal << ": " << first;
}

void arithmetic()
{
    WireCamera camera(stillBench({"PixelFormat=Mono12"}), kBenchSensor);
    for (const std::uint32_t pedestal : {0u, 64u, 4000u}) {
        upload(camera, pedestal);
        camera.set("FFCEnable", "On");
        setElectrons(camera, 0);
        for (const int black : {0, 1, 64, 255}) {
            camera.set("BlackLevel", black);
            expectArithmetic(camera, black, pedestal, 0);
        }
        setElectrons(camera, 20'000);
        camera.set("VirtualFullWell", 20'000.0);
        expectArithmetic(camera, 4095, pedestal, 0);
        setElectrons(camera, 1000);
        camera.set("BlackLevel", 64);
        expectArithmetic(camera, 434, pedestal, 1);
    }
}

void readBack()
{
    WireCamera camera({}, kBenchSensor);
    upload(camera, 64);
    EXPECT_EQ(readFile(camera, "FFCOffset"), mapFile("MVFFCOFS", kWidth, kHeight, 64, wildOffsets()));
    EXPECT_EQ(readFile(camera, "FFCGain"), mapFile("MVFFCGAN", kWidth, kHeight, 0, wildGains()));
}

void damagedIsRefused()
{
    WireCamera camera({}, kBenchSensor);
    upload(camera, 64);
    const FileBytes good = readFile(camera, "FFCGain");
    FileBytes flipped = good, cut(good.begin(), good.end() - 2), longer = good, text(100, 'x');
    flipped[1000] ^= 1;
    longer.push_back(0);
    const FileBytes foreign = mapFile("MVFFCGAN", kWidth - 4, kHeight, 0, wildGains());
    for (const FileBytes &bad : {flipped, cut, longer, text, FileBytes{}, foreign, readFile(camera, "FFCOffset")})
        EXPECT_NE(writeFile(camera, "FFCGain", bad), "Success") << bad.size() << " bytes";
    EXPECT_EQ(readFile(camera, "FFCGain"), good) << "nothing changed";
}

/// What the SFNC lets a program do in which order.
void sfncOrder()
{
    WireCamera camera({}, kBenchSensor);
    camera.set("FileSelector", "FFCGain");
    for (const char *operation : {"Read", "Write", "Close"})
        EXPECT_NE(fileOperation(camera, operation), "Success") << operation << " before Open";
    EXPECT_NE(openFile(camera, "FFCGain", "Read"), "Success") << "there is none";
    upload(camera, 64);
    EXPECT_EQ(openFile(camera, "FFCGain", "Read"), "Success");
    EXPECT_EQ(camera.integer("FileSize"), 32 + 2 * kWidth * kHeight);
    EXPECT_NE(openFile(camera, "FFCGain", "Read"), "Success") << "it is open";
    camera.set("FileAccessOffset", 0);
    camera.set("FileAccessLength", 16);
    EXPECT_NE(fileOperation(camera, "Write"), "Success") << "opened for reading";
    EXPECT_EQ(fileOperation(camera, "Read"), "Success");
    EXPECT_EQ(camera.integer("FileOperationResult"), 16);
    camera.set("FileAccessOffset", camera.integer("FileSize") - 4);
    const std::string end = fileOperation(camera, "Read");
    EXPECT_TRUE(end != "Success" || camera.integer("FileOperationResult") == 4) << "no more than there is";
    EXPECT_EQ(fileOperation(camera, "Close"), "Success");
    EXPECT_NE(fileOperation(camera, "Close"), "Success") << "it is closed";
}

/// Writing that is not closed is no file; nor may a half-written one disturb the picture.
void unclosedIsNothing()
{
    WireCamera camera({}, kBenchSensor);
    upload(camera, 64);
    const FileBytes good = readFile(camera, "FFCGain");
    ASSERT_EQ(openFile(camera, "FFCGain", "Write"), "Success");
    camera.set("FileAccessOffset", 0);
    camera.set("FileAccessLength", 512);
    EXPECT_EQ(fileOperation(camera, "Write"), "Success");
    camera.record(1);
    EXPECT_NE(fileOperation(camera, "Close"), "Success");
    EXPECT_EQ(readFile(camera, "FFCGain"), good);
}

/// Pixels of an even picture that are far from the middle one.
std::vector<std::pair<std::uint32_t, std::uint32_t>> outliers(const Shot &shot)
{
    std::map<unsigned, std::size_t> histogram;
    for (std::uint32_t i = 0; i < shot.width * shot.height; ++i)
        ++histogram[shot.at(i % shot.width, i / shot.width)];
    const auto usual = std::max_element(histogram.begin(), histogram.end(),
                                        [](const auto &a, const auto &b) { return a.second < b.second; });
    std::vector<std::pair<std::uint32_t, std::uint32_t>> places;
    for (std::uint32_t y = 0; y < shot.height; ++y)
        for (std::uint32_t x = 0; x < shot.width; ++x) {
            if (std::abs(double(shot.at(x, y)) / usual->first - 1) > 0.05)
                places.emplace_back(x, y);
        }
    return places;
}

void defectList(const std::vector<std::string> &args, const char *format)
{
    WireCamera camera(
        stillBench({"VirtualPartDeadPixels=true", "VirtualDeadPpm=2000", std::string("PixelFormat=") + format,
                    "VirtualPhotonFlux=5000000", "VirtualColorTemperature=5500"}),
        args);
    if (std::string(format) != "Mono12") // the colours alike, so that an outlier is a defect
        camera.set("DefectPixelCorrectionEnable", false);
    const auto defects = outliers(camera.record(1)[0]);
    EXPECT_GT(defects.size(), 50u);
    EXPECT_LT(defects.size(), 200u);
    std::string text = "# defects, by the test\n";
    for (const auto &[x, y] : defects)
        text += std::to_string(x) + ' ' + std::to_string(y) + '\n';
    ASSERT_EQ(writeFile(camera, "DefectPixelList", FileBytes(text.begin(), text.end())), "Success");
    EXPECT_EQ(camera.integer("DefectPixelCount"), std::int64_t(defects.size()));
    EXPECT_EQ(outliers(camera.record(1)[0]).size(), defects.size()) << "not enabled yet";
    camera.set("DefectPixelCorrectionEnable", true);
    EXPECT_TRUE(outliers(camera.record(1)[0]).empty());
    // In the sensor's coordinates: a region and a mirror change nothing of it.
    camera.set("Width", 128);
    camera.set("OffsetX", 64);
    camera.set("ReverseX", true);
    EXPECT_TRUE(outliers(camera.record(1)[0]).empty());
}

void monoDefects()
{
    defectList(kBenchSensor, "Mono12");
}

/// From neighbours of the same colour: under warm light those of another colour would show.
void colourDefects()
{
    defectList(kColourBench, "BayerRG12");
}

void badDefectLists()
{
    WireCamera camera({}, kBenchSensor);
    const std::string good = "1 2\n3 4\n";
    ASSERT_EQ(writeFile(camera, "DefectPixelList", FileBytes(good.begin(), good.end())), "Success");
    for (const std::string bad : {"256 0\n", "0 192\n", "-1 0\n", "a b\n", "1\n", "1 2 3\n", "99999999999 1\n"})
        EXPECT_NE(writeFile(camera, "DefectPixelList", FileBytes(bad.begin(), bad.end())), "Success") << bad;
    EXPECT_EQ(camera.integer("DefectPixelCount"), 2);
}

const Sentence kSentences[] = {
    {"3.4", "Arithmetic", "offset, then gain, then the pedestal: the normative formula, to the bit", arithmetic},
    {"3.4", "ReadBack", "coefficients readable and writable through file access", readBack},
    {"3.4", "DamagedIsRefused", "a damaged file is refused and changes nothing", damagedIsRefused},
    {"3.4", "SfncOrder", "open, read or write, close", sfncOrder},
    {"3.4", "UnclosedIsNothing", "a file counts from its closing on", unclosedIsNothing},
    {"3.4", "MonoDefects", "static defect-pixel correction with list import", monoDefects},
    {"3.4", "ColourDefects", "replaced by good neighbours of the same colour", colourDefects},
    {"3.4", "BadDefectLists", "a list that names no pixels is refused", badDefectLists},
};

MV_MANUAL_TABLE(Section_3_4_Files, kSentences);

} // namespace
} // namespace mv::test
