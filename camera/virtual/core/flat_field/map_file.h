// SPDX-License-Identifier: GPL-3.0-or-later
// The maps of coefficients as files.
#pragma once

#include "camera/virtual/core/files/file_image.h"

#include <array>

namespace mv::vcam {

class Coefficients;

enum class MapKind { Offset, Gain };

inline constexpr std::size_t kMapHeaderBytes = 32;

/// A header and the map, all little-endian:
///   0  8 bytes  "MVFFCOFS" (offsets) or "MVFFCGAN" (gains)
///   8  u32      version, 1
///   12 u32 u32  width, height of the sensor
///   20 u32      pedestal in DN at 12 bits (offsets; 0 in a file of gains)
///   24 u32      CRC-32 of the map
///   28 u32      0
///   32          width x height values, row by row: i16 in 1/16 DN (S11.4), or u16 in 2^-14 (U2.14)
/// Immutable; thread: any.
class MapImage : public FileImage
{
public:
    MapImage(std::shared_ptr<const Coefficients> coefficients, MapKind kind);
    std::size_t size() const override;
    void read(std::size_t offset, std::span<std::uint8_t> dst) const override;

private:
    std::span<const std::uint8_t> map() const;

    std::shared_ptr<const Coefficients> m_coefficients;
    MapKind m_kind;
    std::array<std::uint8_t, kMapHeaderBytes> m_header;
};

std::size_t mapFileBytes(std::uint32_t width, std::uint32_t height);

/// @p before with the map of @p file in it; before = nullptr: offset 0 and gain 1. nullptr if the file is not a whole
/// and undamaged one of that kind for a sensor of that size. Thread: any.
std::shared_ptr<const Coefficients> withMap(const std::shared_ptr<const Coefficients> &before, MapKind kind,
                                            std::span<const std::uint8_t> file, std::uint32_t width,
                                            std::uint32_t height);

} // namespace mv::vcam
