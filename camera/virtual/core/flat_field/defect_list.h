// SPDX-License-Identifier: GPL-3.0-or-later
// The pixels that are not to be trusted, and what takes their place.
#pragma once

#include "camera/virtual/core/sensor/sensor_params.h"

#include <span>
#include <string_view>
#include <vector>

namespace mv::vcam {

struct Region;

/// A pixel of the sensor; in order of row, then column. A value; thread: any.
struct PixelPlace
{
    std::uint32_t y = 0, x = 0;

    std::uint64_t key() const { return std::uint64_t(y) << 32 | x; } ///< greater for a later place
    bool operator==(const PixelPlace &) const = default;
};

/// A static list of defective pixels. Immutable; thread: any.
class DefectList
{
public:
    static constexpr std::size_t kMostPixels = 65536;

    DefectList() = default;
    /// In any order; a place named twice counts once.
    explicit DefectList(std::vector<PixelPlace> places);

    const std::vector<PixelPlace> &places() const { return m_places; }
    bool contains(PixelPlace place) const;

private:
    std::vector<PixelPlace> m_places; ///< sorted
};

/// A line "x y" a pixel, in decimal, counted from 0; what follows a # is a comment, empty lines are none. Nothing if
/// the text is anything else, names a pixel outside @p width x @p height, or more than DefectList::kMostPixels.
std::optional<DefectList> parseDefectList(std::string_view text, std::uint32_t width, std::uint32_t height);
std::string defectListText(const DefectList &list);

/// Gives each listed pixel within @p region the mean of its good neighbours of the same colour: of the four beside,
/// above and below; of the four at the corners if none of those is good; else of the same eight twice and thrice as far
/// away. A neighbour outside the region was not read out. If there is no good one, the pixel stays as it is. @p samples
/// are the region's, row by row. Thread: any.
void replaceDefects(const DefectList &list, ColorFilter filter, const Region &region, std::span<std::uint16_t> samples);

} // namespace mv::vcam
