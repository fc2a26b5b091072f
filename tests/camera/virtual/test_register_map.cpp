// SPDX-License-Identifier: GPL-3.0-or-later
// Reads, writes and refusals of a small register map.
#include "camera/virtual/core/register_map.h"

#include <gtest/gtest.h>

namespace mv::vcam {
namespace {

class SmallMap : public testing::Test
{
protected:
    std::int64_t number = 0x01020304;
    std::int64_t wide = 0x1122334455667788;
    double real = 1.5;
    std::string text = "abc";
    bool locked = false;

    template<typename T>
    Register row(std::string_view name, std::uint64_t address, std::size_t size, RegisterKind kind, T &field,
                 Lock lock = Lock::None)
    {
        return {name,
                address,
                size,
                kind,
                Access::ReadWrite,
                lock,
                [&field] { return field; },
                [&field](const RegisterValue &value) {
                    field = std::get<T>(value);
                    return Status::Success;
                }};
    }
    RegisterMap make(std::endian order)
    {
        using enum RegisterKind;
        Register command{"Command",         0x40,       4,  Integer,
                         Access::WriteOnly, Lock::None, {}, [](const RegisterValue &) { return Status::Success; }};
        Register constant{"Constant", 0x44, 4, Integer, Access::ReadOnly, Lock::None, [] { return std::int64_t(9); }};
        Register entry = row("Entry", 0x48, 4, Integer, number);
        entry.entries = {{"One", 1}, {"Two", 2}};
        return RegisterMap(
            {row("Text", 0x20, 16, Text, text), row("Number", 0x10, 4, Integer, number, Lock::WhileStreaming),
             row("Wide", 0x14, 8, Integer, wide), row("Real", 0x30, 8, Float, real), command, constant, entry},
            order, [this] { return locked; });
    }
    std::vector<std::uint8_t> read(const RegisterMap &map, std::uint64_t address, std::size_t size)
    {
        std::vector<std::uint8_t> bytes(size);
        EXPECT_EQ(map.read(address, bytes), Status::Success);
        return bytes;
    }
};

using Bytes = std::vector<std::uint8_t>;

TEST_F(SmallMap, hasTheByteOrderAskedFor)
{
    EXPECT_EQ(read(make(std::endian::little), 0x10, 4), (Bytes{4, 3, 2, 1}));
    EXPECT_EQ(read(make(std::endian::big), 0x10, 4), (Bytes{1, 2, 3, 4}));
}

TEST_F(SmallMap, readsAcrossAdjoiningRegistersAndFromTheMiddle)
{
    const auto map = make(std::endian::big);
    EXPECT_EQ(read(map, 0x10, 12), (Bytes{1, 2, 3, 4, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88}));
    EXPECT_EQ(read(map, 0x18, 4), (Bytes{0x55, 0x66, 0x77, 0x88}));
}

TEST_F(SmallMap, refusesReadsOfNothingAndOfCommands)
{
    const auto map = make(std::endian::big);
    Bytes bytes(4);
    EXPECT_EQ(map.read(0x00, bytes), Status::InvalidAddress);
    EXPECT_EQ(map.read(0x1C, bytes), Status::InvalidAddress) << "the gap behind Wide";
    EXPECT_EQ(map.read(0x40, bytes), Status::AccessDenied);
    Bytes beyond(16);
    EXPECT_EQ(map.read(0x10, beyond), Status::InvalidAddress) << "begins well, ends in the gap";
}

TEST_F(SmallMap, refusesWritesBeforeItTouchesAnything)
{
    auto map = make(std::endian::big);
    EXPECT_EQ(map.write(0x44, Bytes(4)), Status::WriteProtect);
    EXPECT_EQ(map.write(0x00, Bytes(4)), Status::InvalidAddress);
    EXPECT_EQ(map.write(0x14, Bytes(4)), Status::BadAlignment) << "half a number";
    EXPECT_EQ(map.write(0x10, Bytes(16)), Status::InvalidAddress) << "Number, Wide and the gap";
    EXPECT_EQ(number, 0x01020304);
    locked = true;
    EXPECT_EQ(map.write(0x10, Bytes(4)), Status::AccessDenied);
    EXPECT_EQ(map.write(0x14, Bytes(8)), Status::Success) << "not locked";
    EXPECT_EQ(wide, 0);
}

TEST_F(SmallMap, takesTextsWholeAndInPart)
{
    auto map = make(std::endian::big);
    EXPECT_EQ(map.write(0x24, Bytes{'x', 'y', 0, 0}), Status::Success);
    EXPECT_EQ(text, "abc") << "ends at the first NUL, which is at 3";
    EXPECT_EQ(map.write(0x20, Bytes{'l', 'o', 'n', 'g', 'e', 'r', 0, 0}), Status::Success);
    EXPECT_EQ(text, "longer");
}

struct TextCase
{
    const char *name, *value;
    bool accepted;
};

TEST_F(SmallMap, isSetFromText)
{
    auto map = make(std::endian::big);
    const TextCase cases[] = {{"Number", "17", true},   {"Number", "0x20", true},  {"Number", "-1", false},
                              {"Number", "1.5", false}, {"Number", "", false},     {"Real", "2.25", true},
                              {"Real", "inf", false},   {"Real", "fast", false},   {"Text", "hello", true},
                              {"Entry", "Two", true},   {"Entry", "Three", false}, {"Constant", "1", false},
                              {"Nothing", "1", false}};
    for (const TextCase &c : cases)
        EXPECT_EQ(!map.setFromText(c.name, c.value), c.accepted) << c.name << '=' << c.value;
    EXPECT_EQ(number, 2);
    EXPECT_EQ(real, 2.25);
    EXPECT_EQ(text, "hello");
    EXPECT_NE(map.setFromText("Entry", "Three")->find("one of One Two"), std::string::npos);
}

} // namespace
} // namespace mv::vcam
