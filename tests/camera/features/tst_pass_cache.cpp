// SPDX-License-Identifier: GPL-3.0-or-later
// The cache of one pass against a plain array that does the same.
#include "camera/private/genapi_pass_cache.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <random>
#include <string>

namespace mv {
namespace {

std::string lookUp(const GenApiPassCache &cache, std::uint64_t address, std::uint32_t size)
{
    std::string bytes(size, '?');
    return cache.lookUp(address, size, bytes.data()) ? bytes : std::string();
}

TEST(PassCache, ServesWhatLiesInside)
{
    GenApiPassCache cache;
    cache.insert(0x100, "abcdefgh", 8);
    EXPECT_EQ(lookUp(cache, 0x100, 8), "abcdefgh");
    EXPECT_EQ(lookUp(cache, 0x102, 4), "cdef");
    EXPECT_EQ(lookUp(cache, 0x107, 1), "h");
    EXPECT_EQ(lookUp(cache, 0x0FF, 2), "");
    EXPECT_EQ(lookUp(cache, 0x107, 2), "");
    EXPECT_EQ(lookUp(cache, 0x200, 1), "");
    cache.clear();
    EXPECT_EQ(lookUp(cache, 0x100, 8), "");
}

TEST(PassCache, NewestBytesCountWhereReadsOverlap)
{
    GenApiPassCache cache;
    cache.insert(0x100, "aaaa", 4);
    cache.insert(0x108, "cccc", 4);
    cache.insert(0x102, "BBBBBBBB", 8);
    EXPECT_EQ(lookUp(cache, 0x100, 12), "aaBBBBBBBBcc");
    cache.insert(0x104, "x", 1);
    EXPECT_EQ(lookUp(cache, 0x100, 12), "aaBBxBBBBBcc");
}

TEST(PassCache, EndOfTheAddressSpace)
{
    GenApiPassCache cache;
    const auto last = std::numeric_limits<std::uint64_t>::max();
    cache.insert(last - 3, "wxyz", 4);
    EXPECT_EQ(lookUp(cache, 0, 4), "");
    cache.insert(last - 7, "stuv", 4);
    EXPECT_EQ(lookUp(cache, last - 7, 4), "stuv");
}

TEST(PassCache, LikeAnArray)
{
    std::mt19937 random(1);
    for (int round = 0; round < 50; ++round) {
        GenApiPassCache cache;
        std::array<int, 64> model;
        model.fill(-1);
        for (int step = 0; step < 200; ++step) {
            const unsigned address = random() % 56;
            const unsigned size = 1 + random() % 8;
            std::string bytes(size, char('a' + step % 26));
            bool known = true;
            for (unsigned i = 0; i < size; ++i)
                known = known && model[address + i] >= 0;
            const auto found = lookUp(cache, address, size);
            // Blocks that only touch are not joined, so a read across two of them may go to the wire again.
            EXPECT_TRUE(found.empty() || known);
            for (unsigned i = 0; i < found.size(); ++i)
                ASSERT_EQ(int(found[i]), model[address + i]);
            cache.insert(address, bytes.data(), size);
            for (unsigned i = 0; i < size; ++i)
                model[address + i] = bytes[i];
            ASSERT_EQ(lookUp(cache, address, size), bytes);
        }
    }
}

} // namespace
} // namespace mv
