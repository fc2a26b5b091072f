// SPDX-License-Identifier: GPL-3.0-or-later
// Packing and unpacking the flash memory.
#include "camera/virtual/core/flat_field/flash_file.h"

#include "camera/virtual/core/bytes.h"
#include "camera/virtual/core/flat_field/crc32.h"
#include "camera/virtual/core/flat_field/defect_list.h"
#include "camera/virtual/core/flat_field/map_file.h"
#include "camera/virtual/core/memory/kept_file.h"

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
constexpr std::uintmax_t kMostBytes = std::uintmax_t(2) << 30; // more than the largest sensor's

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

/// @p name, or with a number behind it, so that nothing is replaced.
std::string unusedName(const std::string &name)
{
    std::error_code error;
    std::string free = name;
    for (int i = 2; std::filesystem::exists(free, error); ++i)
        free = name + '.' + std::to_string(i);
    return free;
}

} // namespace

FlashFile::FlashFile(const std::string &path, std::uint32_t width, std::uint32_t height)
    : m_path(path.empty() ? path : path + ".flash"), m_width(width), m_height(height)
{}

std::optional<std::string> FlashFile::load(Flash &flash)
{
    std::error_code error;
    if (m_path.empty() || !std::filesystem::exists(m_path, error))
        return std::nullopt;
    const auto unfit = [this](const std::string &kind, const std::string &why) {
        m_aside = unusedName(m_path + '.' + kind);
        return m_path + ": the stored calibration cannot be used: " + why +
               "; what is stored next moves this file to " + m_aside;
    };
    if (!std::filesystem::is_regular_file(m_path, error))
        return unfit("other", "this is no file");
    std::ifstream stream(m_path, std::ios::binary);
    const std::uintmax_t size = std::filesystem::file_size(m_path, error);
    if (size > kMostBytes)
        return unfit("other", "it is too large for a flash file");
    Bytes bytes(size);
    if (!stream.read(reinterpret_cast<char *>(bytes.data()), std::streamsize(bytes.size())))
        return unfit("damaged", "it cannot be read");
    auto file = unpack(bytes);
    if (!file)
        return unfit("damaged", "it is damaged");
    if (file->width != m_width || file->height != m_height) {
        // The user's file is no matter of the sensor.
        if (auto &user = file->parts.back())
            flash.userFile = std::make_shared<const Bytes>(std::move(*user));
        const std::string sensor = std::to_string(file->width) + 'x' + std::to_string(file->height);
        return unfit(sensor, "it is of a sensor of " + sensor);
    }
    if (!interpret(*file, flash))
        return unfit("damaged", "it is damaged");
    return std::nullopt;
}

std::optional<std::string> FlashFile::save(const Flash &flash)
{
    if (m_path.empty())
        return std::nullopt;
    if (!m_aside.empty()) { // somebody's calibration, or what can be saved of it
        if (std::rename(m_path.c_str(), m_aside.c_str()) != 0)
            return "cannot move " + m_path + " to " + m_aside + ": " + std::strerror(errno);
        m_aside.clear();
    }
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
    return replaceFile(m_path, pack(parts, m_width, m_height));
}

} // namespace mv::vcam
