// SPDX-License-Identifier: GPL-3.0-or-later
// Packing and unpacking the flash memory.
#include "camera/virtual/core/flat_field/flash_file.h"

#include "camera/virtual/core/bytes.h"
#include "camera/virtual/core/flat_field/crc32.h"
#include "camera/virtual/core/flat_field/defect_list.h"
#include "camera/virtual/core/flat_field/map_file.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace mv::vcam {

namespace {

using Bytes = std::vector<std::uint8_t>;
using Section = std::optional<Bytes>;
using Sections = std::array<Section, 4>; // offsets, gains, defects, user's file

constexpr char kMagic[] = "MVFLASH1";
constexpr std::size_t kMagicBytes = sizeof kMagic - 1, kCrcBytes = 4;
constexpr std::uint64_t kNone = ~std::uint64_t(0);
constexpr std::size_t kMostOtherBytes = 4 << 20; // list and user's file, generously

void append(Bytes &bytes, std::uint64_t value, std::size_t size)
{
    bytes.resize(bytes.size() + size);
    storeInteger(std::span(bytes).last(size), value, std::endian::little);
}

/// Takes numbers and bytes off the front; asks for more than there is are noticed and give nothing.
class Reader
{
public:
    explicit Reader(std::span<const std::uint8_t> bytes) : m_bytes(bytes) {}

    std::uint64_t number(std::size_t size)
    {
        const auto bytes = take(size);
        return bytes.size() == size ? loadInteger(bytes, std::endian::little) : 0;
    }
    std::span<const std::uint8_t> take(std::uint64_t size)
    {
        m_good = m_good && size <= m_bytes.size();
        const auto bytes = m_bytes.first(m_good ? std::size_t(size) : 0);
        m_bytes = m_bytes.subspan(bytes.size());
        return bytes;
    }
    bool atEnd() const { return m_good && m_bytes.empty(); }

private:
    std::span<const std::uint8_t> m_bytes;
    bool m_good = true;
};

Bytes pack(const Sections &parts, std::uint32_t width, std::uint32_t height)
{
    Bytes bytes(kMagic, kMagic + kMagicBytes);
    append(bytes, width, 4);
    append(bytes, height, 4);
    for (const Section &part : parts)
        append(bytes, part ? part->size() : kNone, 8);
    for (const Section &part : parts)
        if (part)
            bytes.insert(bytes.end(), part->begin(), part->end());
    append(bytes, crc32(bytes), kCrcBytes);
    return bytes;
}

struct Unpacked
{
    std::uint32_t width = 0, height = 0;
    Sections parts;
};

std::optional<Unpacked> unpack(std::span<const std::uint8_t> bytes)
{
    if (bytes.size() < kMagicBytes + kCrcBytes || std::memcmp(bytes.data(), kMagic, kMagicBytes) != 0)
        return std::nullopt;
    const auto content = bytes.first(bytes.size() - kCrcBytes);
    if (loadInteger(bytes.last(kCrcBytes), std::endian::little) != crc32(content))
        return std::nullopt;
    Reader reader(content.subspan(kMagicBytes));
    Unpacked file;
    file.width = std::uint32_t(reader.number(4));
    file.height = std::uint32_t(reader.number(4));
    std::array<std::uint64_t, 4> lengths{};
    for (std::uint64_t &length : lengths)
        length = reader.number(8);
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        if (lengths[i] == kNone)
            continue;
        const auto part = reader.take(lengths[i]);
        file.parts[i] = Bytes(part.begin(), part.end());
    }
    return reader.atEnd() ? std::optional(std::move(file)) : std::nullopt;
}

/// False if a part is not what it should be.
bool interpret(Unpacked &file, Flash &flash)
{
    auto &[offsets, gains, defects, user] = file.parts;
    std::shared_ptr<const Coefficients> coefficients;
    if (offsets.has_value() != gains.has_value())
        return false;
    if (offsets) {
        coefficients = withMap(nullptr, MapKind::Offset, *offsets, file.width, file.height);
        coefficients = coefficients ? withMap(coefficients, MapKind::Gain, *gains, file.width, file.height) : nullptr;
        if (!coefficients)
            return false;
    }
    std::shared_ptr<const DefectList> list;
    if (defects) {
        const auto parsed = parseDefectList({reinterpret_cast<const char *>(defects->data()), defects->size()},
                                            file.width, file.height);
        if (!parsed)
            return false;
        list = std::make_shared<const DefectList>(*parsed);
    }
    flash.coefficients = std::move(coefficients);
    flash.defects = std::move(list);
    flash.userFile = user ? std::make_shared<const Bytes>(std::move(*user)) : nullptr;
    return true;
}

} // namespace

FlashFile::FlashFile(const std::string &path, std::uint32_t width, std::uint32_t height)
    : m_path(path.empty() ? path : path + ".flash"), m_width(width), m_height(height)
{}

std::optional<std::string> FlashFile::load(Flash &flash) const
{
    std::error_code error;
    if (m_path.empty() || !std::filesystem::exists(m_path, error))
        return std::nullopt;
    const std::string lost = m_path + ": the stored calibration is lost: ";
    const std::uintmax_t most = 2 * mapFileBytes(m_width, m_height) + kMostOtherBytes;
    if (!std::filesystem::is_regular_file(m_path, error) || std::filesystem::file_size(m_path, error) > most)
        return lost + "this is no flash file of a sensor of this size";
    std::ifstream stream(m_path, std::ios::binary);
    Bytes bytes(std::filesystem::file_size(m_path, error));
    if (!stream.read(reinterpret_cast<char *>(bytes.data()), std::streamsize(bytes.size())))
        return lost + "the file cannot be read";
    auto file = unpack(bytes);
    if (!file)
        return lost + "the file is damaged";
    if (file->width != m_width || file->height != m_height)
        return lost + "it is of a sensor of " + std::to_string(file->width) + 'x' + std::to_string(file->height);
    if (!interpret(*file, flash))
        return lost + "the file is damaged";
    return std::nullopt;
}

std::optional<std::string> FlashFile::save(const Flash &flash) const
{
    if (m_path.empty())
        return std::nullopt;
    Sections parts;
    if (flash.coefficients) {
        parts[0] = allBytes(MapImage(flash.coefficients, MapKind::Offset));
        parts[1] = allBytes(MapImage(flash.coefficients, MapKind::Gain));
    }
    if (flash.defects) {
        const std::string text = defectListText(*flash.defects);
        parts[2] = Bytes(text.begin(), text.end());
    }
    if (flash.userFile)
        parts[3] = *flash.userFile;
    const Bytes bytes = pack(parts, m_width, m_height);
    const std::string fresh = m_path + ".new";
    std::ofstream stream(fresh, std::ios::binary | std::ios::trunc);
    stream.write(reinterpret_cast<const char *>(bytes.data()), std::streamsize(bytes.size()));
    stream.close();
    if (!stream || std::rename(fresh.c_str(), m_path.c_str()) != 0)
        return "cannot write " + m_path + ": " + std::strerror(errno);
    return std::nullopt;
}

} // namespace mv::vcam
