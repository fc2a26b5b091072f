// SPDX-License-Identifier: GPL-3.0-or-later
// Finding, encoding and guarding registers.
#include "camera/virtual/core/register_map.h"

#include "camera/virtual/core/bytes.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace mv::vcam {

RegisterMap::RegisterMap(std::vector<Register> rows, std::endian order, std::function<bool()> locked)
    : m_rows(std::move(rows)), m_order(order), m_locked(std::move(locked))
{
    std::ranges::sort(m_rows, {}, &Register::address);
}

const Register *RegisterMap::rowAt(std::uint64_t address) const
{
    const auto it = std::ranges::upper_bound(m_rows, address, {}, &Register::address);
    if (it == m_rows.begin())
        return nullptr;
    const Register &row = *std::prev(it);
    return address - row.address < row.size ? &row : nullptr;
}

const Register *RegisterMap::find(std::string_view name) const
{
    const auto it = std::ranges::find(m_rows, name, &Register::name);
    return it == m_rows.end() ? nullptr : &*it;
}

std::vector<std::uint8_t> RegisterMap::encode(const Register &row) const
{
    std::vector<std::uint8_t> bytes(row.size);
    const RegisterValue value = row.get();
    if (const auto *integer = std::get_if<std::int64_t>(&value)) {
        storeInteger(bytes, std::uint64_t(*integer), m_order);
    } else if (const auto *real = std::get_if<double>(&value)) {
        storeInteger(bytes, std::bit_cast<std::uint64_t>(*real), m_order);
    } else {
        const auto &text = std::get<std::string>(value);
        std::copy_n(text.begin(), std::min(text.size(), row.size), bytes.begin());
    }
    return bytes;
}

RegisterValue RegisterMap::decode(const Register &row, std::span<const std::uint8_t> bytes) const
{
    switch (row.kind) {
    case RegisterKind::Integer:
        return std::int64_t(loadInteger(bytes, m_order));
    case RegisterKind::Float:
        return std::bit_cast<double>(loadInteger(bytes, m_order));
    case RegisterKind::Bytes:
        return std::string(bytes.begin(), bytes.end());
    case RegisterKind::Text:
        break;
    }
    const auto end = std::find(bytes.begin(), bytes.end(), std::uint8_t(0));
    return std::string(bytes.begin(), end);
}

Status RegisterMap::read(std::uint64_t address, std::span<std::uint8_t> dst) const
{
    while (!dst.empty()) {
        const Register *row = rowAt(address);
        if (!row)
            return Status::InvalidAddress;
        if (row->access == Access::WriteOnly)
            return Status::AccessDenied;
        const auto bytes = encode(*row);
        const std::size_t offset = address - row->address;
        const std::size_t count = std::min(row->size - offset, dst.size());
        std::copy_n(bytes.begin() + std::ptrdiff_t(offset), count, dst.begin());
        dst = dst.subspan(count);
        address += count;
    }
    return Status::Success;
}

// Everything that can be refused without knowing the value is refused before the first row is touched.
Status RegisterMap::checkWrite(std::uint64_t address, std::size_t size) const
{
    while (size > 0) {
        const Register *row = rowAt(address);
        if (!row)
            return Status::InvalidAddress;
        if (row->access == Access::ReadOnly)
            return Status::WriteProtect;
        if (row->lock == Lock::WhileStreaming && m_locked())
            return Status::AccessDenied;
        const std::size_t offset = address - row->address;
        const std::size_t count = std::min(row->size - offset, size);
        const bool inParts = row->kind == RegisterKind::Text || row->kind == RegisterKind::Bytes;
        if (!inParts && count != row->size)
            return Status::BadAlignment;
        address += count;
        size -= count;
    }
    return Status::Success;
}

// A condition may be met by the row before it in the same command, so that it is asked for when its turn has come.
Status RegisterMap::setRow(const Register &row, const RegisterValue &value)
{
    return row.allowed && !row.allowed() ? Status::AccessDenied : row.set(value);
}

Status RegisterMap::writeRow(const Register &row, std::size_t offset, std::span<const std::uint8_t> src)
{
    if (src.size() == row.size)
        return setRow(row, decode(row, src));
    std::vector<std::uint8_t> bytes = encode(row);
    std::copy(src.begin(), src.end(), bytes.begin() + std::ptrdiff_t(offset));
    return setRow(row, decode(row, bytes));
}

Status RegisterMap::write(std::uint64_t address, std::span<const std::uint8_t> src)
{
    const Status refused = checkWrite(address, src.size());
    if (refused != Status::Success)
        return refused;
    while (!src.empty()) {
        const Register *row = rowAt(address);
        const std::size_t offset = address - row->address;
        const std::size_t count = std::min(row->size - offset, src.size());
        const Status status = writeRow(*row, offset, src.first(count));
        if (status != Status::Success)
            return status;
        src = src.subspan(count);
        address += count;
    }
    return Status::Success;
}

namespace {

std::optional<std::int64_t> parseInteger(std::string_view text)
{
    int base = 10;
    if (text.starts_with("0x") || text.starts_with("0X")) {
        text.remove_prefix(2);
        base = 16;
    }
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc() || end != text.data() + text.size() || value < 0)
        return std::nullopt;
    return value;
}

std::optional<double> parseFloat(std::string_view text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

constexpr std::string_view kHexDigits = "0123456789abcdef";

std::string hexOf(const std::string &bytes)
{
    std::string digits;
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        digits += kHexDigits[value >> 4];
        digits += kHexDigits[value & 15];
    }
    return digits;
}

std::optional<RegisterValue> bytesFromHex(std::string_view digits, std::size_t size)
{
    if (digits.size() != 2 * size)
        return std::nullopt;
    std::string bytes(size, '\0');
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const auto value = kHexDigits.find(digits[i]);
        if (value == std::string_view::npos)
            return std::nullopt;
        bytes[i / 2] = char(static_cast<unsigned char>(bytes[i / 2]) << 4 | value);
    }
    return bytes;
}

} // namespace

std::optional<RegisterValue> valueFromText(const Register &row, std::string_view text)
{
    if (row.kind == RegisterKind::Text)
        return RegisterValue(std::string(text));
    if (row.kind == RegisterKind::Bytes)
        return bytesFromHex(text, row.size);
    if (row.kind == RegisterKind::Float) {
        const auto real = parseFloat(text);
        return real ? std::optional<RegisterValue>(*real) : std::nullopt;
    }
    for (const EnumEntry &entry : row.entries) {
        if (entry.name == text)
            return RegisterValue(entry.value);
    }
    const auto integer = parseInteger(text);
    return integer ? std::optional<RegisterValue>(*integer) : std::nullopt;
}

std::string valueText(const Register &row, const RegisterValue &value)
{
    if (const auto *text = std::get_if<std::string>(&value))
        return row.kind == RegisterKind::Bytes ? hexOf(*text) : *text;
    char digits[32];
    std::to_chars_result end{};
    if (const auto *real = std::get_if<double>(&value)) {
        end = std::to_chars(std::begin(digits), std::end(digits), *real);
    } else {
        const auto integer = std::get<std::int64_t>(value);
        const auto entry = std::ranges::find(row.entries, integer, &EnumEntry::value);
        if (entry != row.entries.end())
            return std::string(entry->name);
        end = std::to_chars(std::begin(digits), std::end(digits), integer);
    }
    return {digits, end.ptr};
}

std::string expectation(const Register &row)
{
    if (row.kind == RegisterKind::Text)
        return "a text of at most " + std::to_string(row.size - 1) + " characters";
    if (row.kind == RegisterKind::Bytes)
        return std::to_string(row.size) + " bytes as hexadecimal digits, two each";
    if (row.entries.empty()) {
        const std::string number = row.kind == RegisterKind::Float ? "a number" : "a whole number";
        return row.range ? number + ' ' + row.range() : number;
    }
    std::string names = "one of";
    for (const EnumEntry &entry : row.entries)
        names.append(" ").append(entry.name);
    return names;
}

Status RegisterMap::set(std::string_view name, const RegisterValue &value)
{
    const Register *row = find(name);
    if (!row || !row->set)
        return Status::WriteProtect;
    if (row->lock == Lock::WhileStreaming && m_locked())
        return Status::AccessDenied;
    return setRow(*row, value);
}

std::optional<std::string> RegisterMap::setFromText(std::string_view name, std::string_view text)
{
    const std::string what = std::string(name) + "=" + std::string(text);
    const Register *row = find(name);
    if (!row)
        return what + ": this camera has no feature of that name";
    if (row->access == Access::ReadOnly)
        return what + ": " + std::string(statusText(Status::WriteProtect));
    const auto value = valueFromText(*row, text);
    if (!value)
        return what + ": expected " + expectation(*row);
    if (row->lock == Lock::WhileStreaming && m_locked())
        return what + ": " + std::string(statusText(Status::AccessDenied));
    const Status status = setRow(*row, *value);
    if (status == Status::Success)
        return std::nullopt;
    if (status == Status::InvalidParameter)
        return what + ": expected " + expectation(*row);
    return what + ": " + std::string(statusText(status));
}

std::string_view statusText(Status status)
{
    switch (status) {
    case Status::Success:
        return "done";
    case Status::InvalidParameter:
        return "the value is out of range, off its step or not an entry";
    case Status::WriteProtect:
        return "the feature is read-only";
    case Status::AccessDenied:
        return "the feature is locked at present: its description says which other feature has to be set first";
    default:
        return "refused by the camera";
    }
}

} // namespace mv::vcam
