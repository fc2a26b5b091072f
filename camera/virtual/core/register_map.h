// SPDX-License-Identifier: GPL-3.0-or-later
// A device's registers as a table: one row each, with what may be done to it and by whom it is answered.
#pragma once

#include "camera/virtual/core/status.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace mv::vcam {

enum class Access { ReadOnly, ReadWrite, WriteOnly };
/// Integer: unsigned, 4 or 8 bytes. Float: IEEE double, 8 bytes. Text: NUL-padded. Bytes: a std::string of exactly the
/// register's size.
enum class RegisterKind { Integer, Float, Text, Bytes };
/// Whether a write is refused (AccessDenied) while frames are being acquired.
enum class Lock { None, WhileStreaming };

using RegisterValue = std::variant<std::int64_t, double, std::string>;

/// A symbolic value of an enumeration, so that it can be set by name.
struct EnumEntry
{
    std::string_view name;
    std::int64_t value;
};

/// One register. get must be there unless the access is WriteOnly, set unless it is ReadOnly; set answers
/// InvalidParameter for a value out of range or off its step.
struct Register
{
    std::string_view name; ///< the GenICam feature, or what the standard calls it
    std::uint64_t address;
    std::size_t size; ///< bytes
    RegisterKind kind = RegisterKind::Integer;
    Access access = Access::ReadOnly;
    Lock lock = Lock::None;
    std::function<RegisterValue()> get = {};
    std::function<Status(const RegisterValue &)> set = {};
    std::vector<EnumEntry> entries = {};
    std::function<std::string()> range = {}; ///< "from 16 to 2448 in steps of 8", as it stands; where there is one
    /// Whether it may be written at present (else AccessDenied); what the XML says with pIsLocked or pIsAvailable. It
    /// binds clients; a user set is loaded as it was saved, also what is behind a condition that does not hold.
    std::function<bool()> allowed = {};
};

/// The table in address order. Reads may start and end anywhere inside adjoining registers; writes cover whole integers
/// and floats (no half-written numbers), texts and bytes may be written in part. Not thread-safe: its owner locks.
class RegisterMap
{
public:
    /// @p locked says whether Lock::WhileStreaming holds at present.
    RegisterMap(std::vector<Register> rows, std::endian order, std::function<bool()> locked);

    Status read(std::uint64_t address, std::span<std::uint8_t> dst) const;
    Status write(std::uint64_t address, std::span<const std::uint8_t> src);

    std::span<const Register> rows() const { return m_rows; }
    const Register *find(std::string_view name) const;
    /// Sets a feature by value, with the rules of a register write.
    Status set(std::string_view name, const RegisterValue &value);
    /// Sets a feature from text as a person types it (number, true/false, entry name). A sentence saying why not, or
    /// nothing.
    std::optional<std::string> setFromText(std::string_view name, std::string_view text);

private:
    const Register *rowAt(std::uint64_t address) const;
    Status setRow(const Register &row, const RegisterValue &value);
    Status checkWrite(std::uint64_t address, std::size_t size) const;
    Status writeRow(const Register &row, std::size_t offset, std::span<const std::uint8_t> src);
    std::vector<std::uint8_t> encode(const Register &row) const;
    RegisterValue decode(const Register &row, std::span<const std::uint8_t> bytes) const;

    std::vector<Register> m_rows;
    std::endian m_order;
    std::function<bool()> m_locked;
};

/// The value that @p text means to @p row (number, true/false, entry name), whatever its limits.
std::optional<RegisterValue> valueFromText(const Register &row, std::string_view text);
/// What valueFromText() takes for the same value: an entry's name where there is one, all digits of a number.
std::string valueText(const Register &row, const RegisterValue &value);
/// What can be written to @p row: "a whole number from 16 to 2448 in steps of 8", "one of Off On".
std::string expectation(const Register &row);

/// What a status means to a person who tried to set a feature.
std::string_view statusText(Status status);

} // namespace mv::vcam
