// SPDX-License-Identifier: GPL-3.0-or-later
// The list of defects: its text, and what takes a pixel's place.
#include "camera/virtual/core/flat_field/defect_list.h"
#include "camera/virtual/core/sensor/exposure.h"

#include <gtest/gtest.h>

namespace mv::vcam {
namespace {

using Samples = std::vector<std::uint16_t>;

constexpr std::uint32_t kWidth = 12, kHeight = 10;
constexpr Region kAll{0, 0, kWidth, kHeight};

/// Every sample is another one: 100 y + x.
Samples numbered()
{
    Samples samples;
    for (unsigned y = 0; y < kHeight; ++y)
        for (unsigned x = 0; x < kWidth; ++x)
            samples.push_back(std::uint16_t(100 * y + x));
    return samples;
}

std::uint16_t replaced(std::vector<PixelPlace> defects, std::size_t which, ColorFilter filter = ColorFilter::None)
{
    const PixelPlace place = defects[which];
    Samples samples = numbered();
    for (const PixelPlace &defect : defects)
        samples[defect.y * kWidth + defect.x] = 60000;
    replaceDefects(DefectList(defects), filter, kAll, samples);
    return samples[place.y * kWidth + place.x];
}

TEST(Defects, isTheMeanOfTheFourAround)
{
    EXPECT_EQ(replaced({{5, 5}}, 0), 505);
    EXPECT_EQ(replaced({{0, 0}}, 0), (1 + 100 + 1) / 2);
    EXPECT_EQ(replaced({{9, 11}}, 0), (910 + 811 + 1) / 2);
}

TEST(Defects, badNeighboursDoNotCount)
{
    EXPECT_EQ(replaced({{5, 5}, {5, 6}}, 0), (504 + 405 + 605 + 1) / 3);
    EXPECT_EQ(replaced({{5, 5}, {5, 6}, {5, 4}, {4, 5}}, 0), 605);
    EXPECT_EQ(replaced({{5, 5}, {5, 6}, {5, 4}, {4, 5}, {6, 5}}, 0), 505) << "the corners";
}

TEST(Defects, aClusterIsFilledFromFarther)
{
    std::vector<PixelPlace> cluster;
    for (std::uint32_t y = 4; y <= 6; ++y)
        for (std::uint32_t x = 4; x <= 6; ++x)
            cluster.push_back({y, x});
    EXPECT_EQ(replaced(cluster, 4), 505) << "two pixels away";
}

TEST(Defects, onBayerTheColourStays)
{
    EXPECT_EQ(replaced({{4, 4}}, 0, ColorFilter::BayerRG), 404);
    EXPECT_EQ(replaced({{0, 1}}, 0, ColorFilter::BayerRG), (3 + 201) / 2);
    EXPECT_EQ(replaced({{4, 4}, {4, 5}, {4, 3}}, 0, ColorFilter::BayerRG), 404) << "others' colours are others' matter";
}

TEST(Defects, ofARegionOnlyWhatWasReadOut)
{
    const DefectList list({{5, 5}, {2, 2}, {5, 11}});
    const Region region{5, 5, 4, 2};
    Samples samples{60000, 10, 11, 12, 20, 21, 22, 23};
    replaceDefects(list, ColorFilter::None, region, samples);
    EXPECT_EQ(samples, (Samples{15, 10, 11, 12, 20, 21, 22, 23}));
}

TEST(Defects, whatHasNoGoodNeighbourStays)
{
    std::vector<PixelPlace> all;
    for (std::uint32_t y = 0; y < kHeight; ++y)
        for (std::uint32_t x = 0; x < kWidth; ++x)
            all.push_back({y, x});
    EXPECT_EQ(replaced(all, 55), 60000);
}

TEST(DefectText, goesThereAndBack)
{
    const auto list = parseDefectList("# x y\n3 4\n\n  11\t0 # hot\r\n3 4\n0 9", kWidth, kHeight);
    ASSERT_TRUE(list);
    EXPECT_EQ(list->places(), (std::vector<PixelPlace>{{0, 11}, {4, 3}, {9, 0}}));
    EXPECT_EQ(defectListText(*list), "11 0\n3 4\n0 9\n");
    ASSERT_TRUE(parseDefectList("", kWidth, kHeight));
    EXPECT_TRUE(parseDefectList("", kWidth, kHeight)->places().empty());
}

TEST(DefectText, nothingElseIsTaken)
{
    using namespace std::string_view_literals;
    for (const std::string_view text : {"12 0"sv, "0 10"sv, "1"sv, "1 2 3"sv, "-1 2"sv, "1,2"sv, "1.5 2"sv, "x y"sv,
                                        "99999999999 1"sv, "1 2\n\0"sv, "\xff"sv, "12"sv, "1#2 3"sv})
        EXPECT_FALSE(parseDefectList(text, kWidth, kHeight)) << text;
    std::string many;
    for (std::size_t i = 0; i <= DefectList::kMostPixels; ++i)
        many += std::to_string(i % kWidth) + " 1\n";
    EXPECT_FALSE(parseDefectList(many, kWidth, kHeight));
}

} // namespace
} // namespace mv::vcam
