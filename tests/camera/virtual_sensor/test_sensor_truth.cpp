// SPDX-License-Identifier: GPL-3.0-or-later
// The truth: zero means, statistics, what the files say, and that it is the truth about the rendered frames.
#include "camera/virtual/core/sensor/truth.h"
#include "sensor_probe.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace mv::vcam {
namespace {

SensorParams smallSensor()
{
    SensorParams p;
    p.width = 640;
    p.height = 480;
    return p;
}

TEST(Truth, everyPartHasTheWidthAskedAndNoMean)
{
    for (const int part : {0, 1, 2}) {
        SensorParams p = smallSensor();
        p.dsnu = {part == 0 ? 0.9 : 0, part == 1 ? 0.5 : 0, part == 2 ? 0.3 : 0};
        p.prnu = {part == 0 ? 0.005 : 0, part == 1 ? 0.003 : 0, part == 2 ? 0.001 : 0};
        const Truth t = makeTruth(p);
        EXPECT_NEAR(t.dsnu.mean, 0, 1e-7);
        EXPECT_NEAR(t.prnu.mean, 1, 1e-8);
        const double independent[] = {640 * 480, 640, 480};
        const double dsnu[] = {t.dsnu.pixel, t.dsnu.column, t.dsnu.row}, asked[] = {0.9, 0.5, 0.3};
        const double prnu[] = {t.prnu.pixel, t.prnu.column, t.prnu.row}, askedPrnu[] = {0.005, 0.003, 0.001};
        for (const int i : {0, 1, 2}) {
            const double limit = 4 / std::sqrt(2 * independent[i]);
            if (i == part) {
                EXPECT_NEAR(std::sqrt(dsnu[i]) / asked[i], 1, limit);
                EXPECT_NEAR(std::sqrt(prnu[i]) / askedPrnu[i], 1, limit);
            } else { // nothing of it in the others, within the estimator's own error
                EXPECT_LT(std::abs(dsnu[i]), 1e-3 * asked[part] * asked[part]);
                EXPECT_LT(std::abs(prnu[i]), 1e-3 * askedPrnu[part] * askedPrnu[part]);
            }
        }
    }
}

TEST(Truth, statisticsSumToTheTotalAndKnowAHandMadePattern)
{
    const Truth t = makeTruth(smallSensor());
    EXPECT_NEAR(t.dsnu.pixel + t.dsnu.column + t.dsnu.row, t.dsnu.total, 0.01 * t.dsnu.total);
    // columns of +1 and -1 alone: s^2_cav = 1, s^2_y = mn/(mn-1), s^2_rav = 0
    const std::uint32_t n = 40, m = 30;
    std::vector<float> stripes(n * m);
    for (std::size_t i = 0; i < stripes.size(); ++i)
        stripes[i] = i % 2 ? 1.0f : -1.0f;
    const PatternStatistics s = patternStatistics(stripes, n, m);
    const double total = 1200.0 / 1199, d = 1200 - 30 - 40;
    EXPECT_NEAR(s.total, total, 1e-12);
    EXPECT_NEAR(s.column, (1200 - 30) / d - 40 / d * total, 1e-12);
    EXPECT_NEAR(s.row, -30 / d * (total - 1), 1e-12);
    EXPECT_NEAR(s.pixel, 1200 / d * (total - 1), 1e-12);
    EXPECT_EQ(patternStatistics({}, 0, 0).total, 0);
    EXPECT_EQ(patternStatistics(stripes, 7, 7).total, 0) << "a map of another size";
}

TEST(Truth, isWhatTheFramesShow)
{
    SensorParams p = smallSensor();
    p.parts.shotNoise = p.parts.readNoise = p.parts.hotPixels = p.parts.deadPixels = p.parts.blinkingPixels = false;
    const Truth t = makeTruth(p);
    const Samples s = render(p, wholeSensor(p), uniformLight(5000));
    for (std::size_t i = 0; i < s.size(); ++i) {
        const double electrons = 3100 * double(t.gain[i]) * double(t.shading[i]) + 0.005 * double(t.darkCurrent[i]);
        ASSERT_NEAR(s[i] / 16.0, (electrons + double(t.offset[i])) * 0.37 + 64 - 1.0 / 32, 0.04) << i;
    }
}

TEST(Truth, darkCurrentHasExactlyItsMeanAndIsNeverNegative)
{
    SensorParams p = smallSensor();
    p.darkNonuniformity = 0.8;
    const Truth t = makeTruth(p);
    EXPECT_NEAR(t.darkPattern.mean, 3, 1e-6);
    for (const float current : t.darkCurrent)
        ASSERT_GE(current, 0.0f);
}

TEST(Truth, dustIsDeepAndSmall)
{
    SensorParams p = smallSensor();
    p.parts.lensShading = false;
    p.dustSpots = 7;
    const PixelMap shading = makeTruth(p).shading;
    const auto shadowed = std::ranges::count_if(shading, [](float v) { return v < 0.97f; });
    EXPECT_GE(shadowed, 7 * 9);
    EXPECT_LE(shadowed, 7 * 81);
    EXPECT_NEAR(*std::ranges::min_element(shading), 0.9, 0.03);
}

class TruthFiles : public testing::Test
{
protected:
    TruthFiles()
    {
        std::string name = (std::filesystem::temp_directory_path() / "truthXXXXXX").string();
        m_directory = ::mkdtemp(name.data());
    }
    ~TruthFiles() override
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_directory, ignored);
    }
    std::string read(const std::string &name) const
    {
        std::ifstream file(m_directory / "new" / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    std::filesystem::path m_directory;
};

TEST_F(TruthFiles, areTheMapsAsLittleEndianFloats)
{
    const Truth t = makeTruth(smallSensor());
    ASSERT_FALSE(writeTruth(t, (m_directory / "new").string()));
    for (const auto &[name, map] : {std::pair("offset", &t.offset),
                                    {"gain", &t.gain},
                                    {"shading", &t.shading},
                                    {"dark_current", &t.darkCurrent}}) {
        const std::string bytes = read(std::string(name) + ".f32");
        ASSERT_EQ(bytes.size(), map->size() * 4);
        for (std::size_t i = 0; i < map->size(); ++i) {
            std::uint32_t bits = 0;
            for (unsigned byte = 0; byte < 4; ++byte)
                bits |= std::uint32_t(std::uint8_t(bytes[4 * i + byte])) << (8 * byte);
            ASSERT_EQ(std::bit_cast<float>(bits), (*map)[i]);
        }
        EXPECT_NE(read(std::string(name) + ".json").find("\"width\": 640, \"height\": 480"), std::string::npos);
    }
    const std::string truth = read("truth.json");
    EXPECT_NE(truth.find("\"systemGain\": 0.37"), std::string::npos);
    std::size_t listed = 0;
    for (std::size_t at = truth.find("\"kind\""); at != std::string::npos; at = truth.find("\"kind\"", at + 1))
        ++listed;
    EXPECT_EQ(listed, t.defects.size());
    EXPECT_EQ(std::ranges::count(truth, '{'), std::ranges::count(truth, '}'));
}

TEST_F(TruthFiles, sayWhyTheyCannotBeWritten)
{
    std::ofstream(m_directory / "file") << "in the way";
    const auto problem = writeTruth(makeTruth(smallSensor()), (m_directory / "file").string());
    ASSERT_TRUE(problem);
    EXPECT_NE(problem->find("file"), std::string::npos);
}

} // namespace
} // namespace mv::vcam
