// SPDX-License-Identifier: GPL-3.0-or-later
// Reading and writing map files.
#include "camera/virtual/core/flat_field/map_file.h"

#include "camera/virtual/core/bytes.h"
#include "camera/virtual/core/flat_field/coefficients.h"
#include "camera/virtual/core/flat_field/crc32.h"

#include <algorithm>
#include <cstring>

namespace mv::vcam {

namespace {

constexpr std::size_t kValueBytes = 2;
constexpr std::uint32_t kVersion = 1, kHighestPedestal = 4095;
constexpr std::size_t kMagicBytes = 8;

const char *magicOf(MapKind kind)
{
    return kind == MapKind::Offset ? "MVFFCOFS" : "MVFFCGAN";
}

std::uint32_t word(std::span<const std::uint8_t> header, std::size_t at)
{
    return std::uint32_t(loadInteger(header.subspan(at, 4), std::endian::little));
}

template<typename Value> std::vector<Value> values(std::span<const std::uint8_t> map)
{
    std::vector<Value> values(map.size() / sizeof(Value));
    std::memcpy(values.data(), map.data(), values.size() * sizeof(Value));
    return values;
}

bool fits(MapKind kind, std::span<const std::uint8_t> file, std::uint32_t width, std::uint32_t height)
{
    return file.size() == mapFileBytes(width, height) && std::memcmp(file.data(), magicOf(kind), kMagicBytes) == 0 &&
           word(file, 8) == kVersion && word(file, 12) == width && word(file, 16) == height &&
           word(file, 20) <= kHighestPedestal && word(file, 24) == crc32(file.subspan(kMapHeaderBytes));
}

} // namespace

std::size_t mapFileBytes(std::uint32_t width, std::uint32_t height)
{
    return kMapHeaderBytes + kValueBytes * width * height;
}

MapImage::MapImage(std::shared_ptr<const Coefficients> coefficients, MapKind kind)
    : m_coefficients(std::move(coefficients)), m_kind(kind), m_header{}
{
    const bool offsets = kind == MapKind::Offset;
    std::memcpy(m_header.data(), magicOf(kind), kMagicBytes);
    const std::uint32_t words[] = {kVersion, m_coefficients->width(), m_coefficients->height(),
                                   offsets ? m_coefficients->pedestal() : 0,
                                   offsets ? m_coefficients->offsetCrc() : m_coefficients->gainCrc()};
    std::size_t at = kMagicBytes;
    for (const std::uint32_t value : words) {
        storeInteger(std::span(m_header).subspan(at, 4), value, std::endian::little);
        at += 4;
    }
}

std::span<const std::uint8_t> MapImage::map() const
{
    const void *data = m_kind == MapKind::Offset ? static_cast<const void *>(m_coefficients->offset().data())
                                                 : static_cast<const void *>(m_coefficients->gain().data());
    return {static_cast<const std::uint8_t *>(data), kValueBytes * m_coefficients->gain().size()};
}

std::size_t MapImage::size() const
{
    return m_header.size() + map().size();
}

void MapImage::read(std::size_t offset, std::span<std::uint8_t> dst) const
{
    if (offset < m_header.size()) {
        const std::size_t count = std::min(m_header.size() - offset, dst.size());
        std::copy_n(m_header.begin() + std::ptrdiff_t(offset), count, dst.begin());
        dst = dst.subspan(count);
        offset += count;
    }
    std::ranges::copy(map().subspan(offset - m_header.size(), dst.size()), dst.begin());
}

std::shared_ptr<const Coefficients> withMap(const std::shared_ptr<const Coefficients> &before, MapKind kind,
                                            std::span<const std::uint8_t> file, std::uint32_t width,
                                            std::uint32_t height)
{
    if (!fits(kind, file, width, height))
        return nullptr;
    const auto base = before ? before : neutralCoefficients(width, height);
    const auto map = file.subspan(kMapHeaderBytes);
    if (kind == MapKind::Gain)
        return std::make_shared<Coefficients>(width, height, base->pedestal(), base->offset(),
                                              values<std::uint16_t>(map));
    return std::make_shared<Coefficients>(width, height, word(file, 20), values<std::int16_t>(map), base->gain());
}

} // namespace mv::vcam
