// SPDX-License-Identifier: GPL-3.0-or-later
// Which wire a test runs over: MV_TEST_WIRE, "gige" (the default) or "usb".
#pragma once

#include <cstdint>
#include <string>

namespace mv::test {

enum class Wire { Gige, Usb };

/// As the environment says when the program starts. For usb, MV_VIRTUAL_USB is set then, too: sockets of this process's
/// own, for the stand-in of libusb that ctest has preloaded and for programs that the test starts.
Wire testWire();

/// A socket of that bus at which no camera of this process serves now; empty if there is none. give it back.
std::string takeUsbSocket();
void giveUsbSocketBack(const std::string &path);

/// The id of a camera's first frame: GigE Vision counts from 1, USB3 Vision from 0.
inline std::uint64_t firstFrameId()
{
    return testWire() == Wire::Usb ? 0 : 1;
}

} // namespace mv::test
