// SPDX-License-Identifier: GPL-3.0-or-later
// Aravis' evaluator as an independent witness: both give the same values, but for what Aravis is known to get wrong.
#include "aravis_witness.h"
#include "feature_fixture.h"
#include "tests/support/virtual_camera_process.h"

#include <algorithm>

namespace mv::test {
namespace {

struct Fault
{
    const char *file;
    const char *node;
    const char *reason;
};
/// Of Aravis 0.8.26. Everything else must agree.
const Fault faults[] = {
    {"numbers.xml", "TopBit", "ArvGcBoolean compares 32 bits and never finds an OnValue of 0x80000000"},
    {"numbers.xml", "FlagAsNumber", "a Boolean as a variable leaves the formula without a value: 0, no error"},
    {"numbers.xml", "Octal", "010 is read as 8"},
    {"numbers.xml", "AllOnes", "0xFFFFFFFFFFFFFFFF is clipped to 2^63 - 1"},
    {"traps.xml", "Good", "of two nodes with one name the last counts, and names keep their white space"},
};

std::uint8_t zeros(std::uint64_t)
{
    return 0;
}
std::uint8_t smallNumbers(std::uint64_t address)
{
    return address % 4 == 3 ? std::uint8_t(1 + address / 4 % 3) : 0;
}
std::uint8_t noise(std::uint64_t address)
{
    return std::uint8_t((address * 2654435761u) >> 13);
}

class GenApiWitness : public FeatureTest
{
protected:
    void compare(const char *file, int atLeast) { compare(file, xmlFile(file), atLeast); }
    void compare(const char *file, const QByteArray &xml, int atLeast)
    {
        for (const auto &pattern : {zeros, smallNumbers, noise}) {
            m_memory = Memory();
            m_memory.otherBytes = pattern;
            ASSERT_TRUE(open(xml)) << toDetailedText(m_error).toStdString();
            const auto found = compareWithAravis(m_device.get(), xml, *m_engine);
            for (const auto &d : found.differences) {
                const bool known = std::any_of(std::begin(faults), std::end(faults), [&d, file](const Fault &f) {
                    return !qstrcmp(f.file, file) && d.node == QLatin1String(f.node);
                });
                EXPECT_TRUE(known) << d.node.toStdString() << ": ours " << d.ours.toStdString() << ", Aravis "
                                   << d.theirs.toStdString();
            }
            EXPECT_GE(found.same, atLeast);
        }
    }
};

TEST_F(GenApiWitness, SmallCamera)
{
    compare("camera.xml", 20);
}

TEST_F(GenApiWitness, NumbersInEveryLayout)
{
    compare("numbers.xml", 25);
}

TEST_F(GenApiWitness, WhatIsSoundAmongTraps)
{
    compare("traps.xml", 5);
}

TEST_F(GenApiWitness, VirtualCamera)
{
    VirtualCameraProcess camera;
    ASSERT_TRUE(camera.start()) << camera.error();
    const auto host = GObjectPtr<GInetAddress>::adopt(g_inet_address_new_from_string("127.0.0.1"));
    const auto place = GObjectPtr<GInetAddress>::adopt(g_inet_address_new_from_string(camera.address().c_str()));
    GErrorPtr error;
    QByteArray xml;
    {
        const std::lock_guard lock(aravisParserMutex());
        const auto device = GObjectPtr<ArvDevice>::adopt(arv_gv_device_new(host.get(), place.get(), error.out()));
        ASSERT_TRUE(device) << error.message();
        std::size_t size = 0;
        const char *bytes = arv_device_get_genicam_xml(device.get(), &size);
        xml = QByteArray(bytes, qsizetype(size));
    }
    compare("virtual camera", xml, 60);
}

TEST_F(GenApiWitness, FaultsAreStillThere)
{
    for (const auto &fault : faults) {
        m_memory = Memory();
        m_memory.putBig32(0x150, 0x80000000);
        ASSERT_TRUE(open(xmlFile(fault.file)));
        const auto found = compareWithAravis(m_device.get(), m_memory.xml, *m_engine);
        const bool differs = std::any_of(found.differences.begin(), found.differences.end(),
                                         [&fault](const auto &d) { return d.node == QLatin1String(fault.node); });
        EXPECT_TRUE(differs) << fault.node << ": no longer so? " << fault.reason;
    }
}

} // namespace
} // namespace mv::test
