// SPDX-License-Identifier: GPL-3.0-or-later
// The queue of a slow device, on a clock of the test's own.
#include "camera/virtual/gige/delay_line.h"

#include <gtest/gtest.h>

namespace mv::vcam::gige {
namespace {

UdpSocket::Datagram datagram(std::uint16_t port, std::uint8_t content)
{
    return {{0x7F000001, port}, {content}};
}

TEST(DelayLine, answersEachRequestAfterItsTime)
{
    DelayLine line;
    EXPECT_FALSE(line.nextDueMs());
    EXPECT_EQ(line.put(datagram(1, 7), 100, 1000), 1100);
    EXPECT_EQ(line.nextDueMs(), 1100);
    EXPECT_FALSE(line.take(1099));
    EXPECT_EQ(line.take(1100)->bytes[0], 7);
    EXPECT_FALSE(line.take(9999));
}

TEST(DelayLine, worksThroughOnePeersRequestsInTurn)
{
    DelayLine line;
    EXPECT_EQ(line.put(datagram(1, 1), 100, 1000), 1100);
    EXPECT_EQ(line.put(datagram(1, 2), 100, 1010), 1200);
    EXPECT_EQ(line.put(datagram(2, 3), 100, 1020), 1120) << "another peer does not wait";
    EXPECT_EQ(line.take(1200)->bytes[0], 1);
    EXPECT_EQ(line.take(1200)->bytes[0], 3);
    EXPECT_EQ(line.take(1200)->bytes[0], 2);
}

TEST(DelayLine, aRepeatedRequestIsOneRequest)
{
    DelayLine line;
    EXPECT_EQ(line.put(datagram(1, 1), 100, 1000), 1100);
    EXPECT_EQ(line.put(datagram(1, 1), 100, 1050), 1100);
    EXPECT_TRUE(line.take(5000));
    EXPECT_FALSE(line.take(5000));
}

TEST(DelayLine, doesNotGrowWithoutEnd)
{
    DelayLine line;
    for (int i = 0; i < 10'000; ++i)
        line.put(datagram(std::uint16_t(i), 0), 100, 1000);
    int count = 0;
    while (line.take(100'000))
        ++count;
    EXPECT_EQ(count, 256);
}

} // namespace
} // namespace mv::vcam::gige
