// SPDX-License-Identifier: GPL-3.0-or-later
// Too little memory for USB transfers is told before the first picture. umockdev's /sys, the emulated bus.
#include "usb_camera_fixture.h"

#include "camera/private/usb_memory.h"

#include <umockdev.h>

#include <fstream>

using namespace mv;
using namespace mv::test;

namespace {

class UsbMemoryTest : public UsbCameraTest
{
protected:
    UsbMemoryTest() : m_testbed(umockdev_testbed_new()) {}
    ~UsbMemoryTest() override { g_object_unref(m_testbed); }

    void setLimit(int mebibytes)
    {
        gchar *sys = umockdev_testbed_get_sys_dir(m_testbed);
        const std::string folder = std::string(sys) + "/module/usbcore/parameters";
        g_free(sys);
        g_mkdir_with_parents(folder.c_str(), 0755);
        std::ofstream(folder + "/usbfs_memory_mb") << mebibytes << "\n";
    }
    /// What was told when a stream began, before any frame could come.
    std::vector<Event> toldAtStart()
    {
        const std::size_t before = events(EventKind::UsbMemorySmall).size();
        EXPECT_TRUE(start());
        auto told = events(EventKind::UsbMemorySmall);
        told.erase(told.begin(), told.begin() + std::ptrdiff_t(before));
        EXPECT_TRUE(receives(2)) << "it is a warning";
        EXPECT_TRUE(stop());
        return told;
    }

    UMockdevTestbed *m_testbed;
};

class UsbMemorySlowTest : public UsbMemoryTest
{
    std::vector<std::string> settings() const override { return {"VirtualFaultUsbSpeed=HighSpeed"}; }
};

} // namespace

TEST_F(UsbMemoryTest, SyncNeedsLittle)
{
    EXPECT_TRUE(toldAtStart().empty()) << "nothing is said where nothing is known";
    setLimit(16);
    EXPECT_TRUE(toldAtStart().empty());
    setLimit(0); // no limit
    EXPECT_TRUE(toldAtStart().empty());
    setLimit(1);
    const auto told = toldAtStart();
    ASSERT_EQ(told.size(), 1u);
    EXPECT_EQ(told[0].severity, EventSeverity::Warning);
    EXPECT_TRUE(toText(told[0]).contains(QStringLiteral("echo 256 > /sys/module/usbcore/parameters/usbfs_memory_mb")))
        << qPrintable(toText(told[0]));
}

TEST_F(UsbMemorySlowTest, AsyncNeedsEightAStreamAndAsMuchAgain)
{
    setLimit(16);
    EXPECT_TRUE(toldAtStart().empty());
    setLimit(12);
    EXPECT_EQ(toldAtStart().size(), 1u);
    setLimit(16);
    const UsbMemoryShare another(UsbMode::Async);
    const auto told = toldAtStart();
    ASSERT_EQ(told.size(), 1u) << "for all streams of the program together";
    EXPECT_EQ(told[0].arguments.value(1), QStringLiteral("24"));
}
