// SPDX-License-Identifier: GPL-3.0-or-later
// A GigE Vision device of Aravis on one address of this machine.
#pragma once

#include "camera/private/aravis_ptr.h"
#include "camera/private/aravis_quirks.h"

#include <arv.h>

#include <gtest/gtest.h>

#include <string>

namespace mv::test {

inline GObjectPtr<ArvDevice> openGigE(const std::string &address)
{
    const auto host = GObjectPtr<GInetAddress>::adopt(g_inet_address_new_from_string("127.0.0.1"));
    const auto camera = GObjectPtr<GInetAddress>::adopt(g_inet_address_new_from_string(address.c_str()));
    GErrorPtr error;
    const std::lock_guard lock(aravisParserMutex());
    auto *device = arv_gv_device_new(host.get(), camera.get(), error.out());
    EXPECT_TRUE(device) << error.message();
    return GObjectPtr<ArvDevice>::adopt(device);
}

} // namespace mv::test
