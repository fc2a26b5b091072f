// SPDX-License-Identifier: GPL-3.0-or-later
// The wire that a test program runs over.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace mv::test {

enum class Wire { Gige, Usb };

/// USB if MV_TEST_WIRE=usb, else GigE. Over USB the program must have the stand-in for libusb preloaded: ctest runs it
/// so as NAME_usb (mv_add_usb_run()).
inline Wire testWire()
{
    const char *wire = std::getenv("MV_TEST_WIRE");
    return wire && std::string_view(wire) == "usb" ? Wire::Usb : Wire::Gige;
}

/// The id of a camera's first frame: GigE Vision counts from 1, USB3 Vision from 0.
inline std::uint64_t firstFrameId()
{
    return testWire() == Wire::Usb ? 0 : 1;
}

} // namespace mv::test
