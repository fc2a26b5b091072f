// SPDX-License-Identifier: GPL-3.0-or-later
// Which wire a test runs over.
#include "tests/support/test_wire.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <mutex>
#include <string_view>
#include <unistd.h>

namespace mv::test {

namespace {

constexpr int sockets = 4; // cameras of one test at a time

std::string socketPath(int number)
{
    const char *folder = std::getenv("TMPDIR");
    return std::string(folder ? folder : "/tmp") + "/mv-test-" + std::to_string(::getpid()) + "-" +
           std::to_string(number) + ".usb";
}

/// Before main(), because libusb looks at its bus as soon as somebody uses it.
Wire initialWire()
{
    const char *wire = std::getenv("MV_TEST_WIRE");
    if (wire == nullptr || std::string_view(wire) != "usb")
        return Wire::Gige;
    std::string list;
    for (int number = 0; number < sockets; ++number)
        list += (number == 0 ? "" : ":") + socketPath(number);
    ::setenv("MV_VIRTUAL_USB", list.c_str(), 1);
    return Wire::Usb;
}

const Wire g_wire = initialWire();

std::mutex g_mutex; // guards g_taken
std::array<bool, sockets> g_taken{};

} // namespace

Wire testWire()
{
    return g_wire;
}

std::string takeUsbSocket()
{
    const std::lock_guard lock(g_mutex);
    const auto free = std::find(g_taken.begin(), g_taken.end(), false);
    if (free == g_taken.end())
        return {};
    *free = true;
    return socketPath(int(free - g_taken.begin()));
}

void giveUsbSocketBack(const std::string &path)
{
    const std::lock_guard lock(g_mutex);
    for (int number = 0; number < sockets; ++number) {
        if (socketPath(number) == path)
            g_taken[std::size_t(number)] = false;
    }
}

} // namespace mv::test
