// SPDX-License-Identifier: GPL-3.0-or-later
// Writing: what is refused before the wire and why, what reaches the registers, what is returned.
#include "feature_fixture.h"

#include <limits>

namespace mv::test {
namespace {

using FeatureWrite = FeatureTest;

struct Refusal
{
    const char *feature;
    QVariant value;
    ErrorCode code;
    const char *arguments; ///< joined by |
};

TEST_F(FeatureWrite, RefusedBeforeTheWire)
{
    openCamera();
    const Refusal cases[] = {
        {"Nobody", 1, ErrorCode::NoSuchFeature, "Nobody"},
        {"Width", 2064, ErrorCode::ValueOutOfRange, "Width|2064|16|2048"},
        {"Width", 0, ErrorCode::ValueOutOfRange, "Width|0|16|2048"},
        {"Width", 650, ErrorCode::ValueOffStep, "Width|650|16|640|656"},
        {"Width", text("wide"), ErrorCode::ValueNotOfType, "Width|wide|Integer"},
        {"Width", text("1e3"), ErrorCode::ValueNotOfType, "Width|1e3|Integer"},
        {"Width", 640.5, ErrorCode::ValueNotOfType, "Width|640.5|Integer"},
        {"Width", text(""), ErrorCode::ValueNotOfType, "Width||Integer"},
        {"Width", text("0x"), ErrorCode::ValueNotOfType, "Width|0x|Integer"},
        {"SensorWidth", 1, ErrorCode::FeatureReadOnly, "SensorWidth"},
        {"PixelFormat", text("BayerRG8"), ErrorCode::ValueNotAnEntry, "PixelFormat|BayerRG8|Mono8, Mono12"},
        {"PixelFormat", text("mono8"), ErrorCode::ValueNotAnEntry, "PixelFormat|mono8|Mono8, Mono12"},
        {"ExposureTime", text("nan"), ErrorCode::ValueNotOfType, "ExposureTime|nan|Float"},
        {"ExposureTime", text("1,5"), ErrorCode::ValueNotOfType, "ExposureTime|1,5|Float"},
        {"ExposureTime", 1000000.0000000001, ErrorCode::ValueOutOfRange, "ExposureTime|1000000.0000000001|0.1|1000000"},
        {"DeviceUserID", text("sixteen letters!"), ErrorCode::TextTooLong, "DeviceUserID|15"},
        {"LookUpTable", QByteArray(9, 'x'), ErrorCode::TextTooLong, "LookUpTable|8"},
        {"LookUpTable", text("0x0102"), ErrorCode::ValueNotOfType, nullptr},
        {"LookUpTable", text("0x01020"), ErrorCode::ValueNotOfType, nullptr},
        {"DeviceReset", 1, ErrorCode::ValueNotOfType, "DeviceReset|1|Command"},
    };
    for (const auto &c : cases) {
        const auto result = write(c.feature, c.value);
        ASSERT_FALSE(result) << c.feature << ' ' << c.value.toString().toStdString();
        EXPECT_EQ(result.error().code, c.code) << c.feature << ' ' << c.value.toString().toStdString();
        if (c.arguments) {
            EXPECT_EQ(result.error().arguments.join(u'|'), text(c.arguments));
        }
    }
    EXPECT_TRUE(m_memory.writes.empty());
}

TEST_F(FeatureWrite, TextThatMeansTheValue)
{
    openCamera();
    EXPECT_EQ(write("Width", text(" 0x280 ")).value().value.toLongLong(), 640);
    EXPECT_EQ(write("Width", 656.0).value().value.toLongLong(), 656);
    EXPECT_EQ(write("ExposureTime", text("1.25e3")).value().value.toDouble(), 1250);
    EXPECT_EQ(write("PixelFormat", text("Mono12")).value().value.toString(), text("Mono12"));
    EXPECT_EQ(m_memory.big32(0x100C), 0x01100005u);
    EXPECT_EQ(write("PixelFormat", 0x01080001).value().value.toString(), text("Mono8")); // as .mvcfg files have it
    EXPECT_EQ(write("LookUpTable", text("0x0807060504030201")).value().value.toByteArray().toHex(),
              QByteArray("0807060504030201"));
    EXPECT_EQ(write("DeviceUserID", text("fifteen letters")).value().value.toString(), text("fifteen letters"));
    EXPECT_EQ(write("DeviceUserID", text("a")).value().value.toString(), text("a"));
    EXPECT_EQ(m_memory.get(0x1050, 4), QByteArray("a\0\0\0", 4));
}

TEST_F(FeatureWrite, FloatLimitsAreTheExactDoubles)
{
    openCamera();
    putDouble(0x1038, 0.3);
    EXPECT_TRUE(write("ExposureTime", 0.3));
    EXPECT_FALSE(write("ExposureTime", std::nextafter(0.3, 1.0)));
    EXPECT_TRUE(write("ExposureTime", 0.1));
    EXPECT_FALSE(write("ExposureTime", std::nextafter(0.1, 0.0)));
}

TEST_F(FeatureWrite, ReturnsWhatWasReadBack)
{
    openCamera();
    m_memory.afterWrite = [this](std::uint64_t address) {
        if (address == 0x1030)
            putDouble(0x1030, 1234.5); // the camera rounds to its clock
    };
    const auto state = write("ExposureTime", 1234.4);
    ASSERT_TRUE(state);
    EXPECT_EQ(state.value().value.toDouble(), 1234.5);
    EXPECT_EQ(m_refreshed.value(text("ExposureTime")).value.toDouble(), 1234.5);
}

TEST_F(FeatureWrite, OnlyTheDependantsAreReadAgain)
{
    openCamera();
    m_memory.forget();
    ASSERT_TRUE(write("Width", 320));
    auto names = QStringList(m_refreshed.keys());
    names.sort();
    EXPECT_EQ(names.join(u' '), text("OffsetX PayloadSize Width"));
    EXPECT_EQ(m_refreshed.value(text("OffsetX")).intMax, 2048 - 320);
    EXPECT_EQ(m_refreshed.value(text("PayloadSize")).value.toLongLong(), 320);
    // Before: Width, its limit's SensorWidth and OffsetX. After: those and the pixel format of PayloadSize, once each.
    EXPECT_EQ(m_memory.writes, (std::vector<Memory::Access>{{0x1000, 4}}));
    EXPECT_EQ(m_memory.reads.size(), 3u + 4u);
}

TEST_F(FeatureWrite, SelectorReadsAgainWhatItSelects)
{
    openCamera();
    ASSERT_TRUE(write("GainSelector", text("Blue")));
    EXPECT_EQ(m_refreshed.value(text("Gain")).value.toLongLong(), 102);
    ASSERT_TRUE(write("Gain", 7));
    EXPECT_EQ(m_memory.big32(0x1120), 7u);
    EXPECT_EQ(m_memory.big32(0x1100), 100u);
}

TEST_F(FeatureWrite, AvailabilityFollows)
{
    openCamera();
    ASSERT_TRUE(write("GainAuto", text("Continuous")));
    EXPECT_EQ(m_refreshed.value(text("Gain")).access, AccessMode::NotAvailable);
    EXPECT_EQ(write("Gain", 1).error().code, ErrorCode::FeatureNotAvailable);
    ASSERT_TRUE(write("GainAuto", text("Off")));
    EXPECT_EQ(m_refreshed.value(text("Gain")).access, AccessMode::ReadWrite);
}

TEST_F(FeatureWrite, LocksByTLParamsLocked)
{
    openCamera();
    ASSERT_TRUE(m_engine->writeInteger(text("TLParamsLocked"), 1));
    EXPECT_EQ(m_engine->readInteger(text("TLParamsLocked")).value(), 1);
    EXPECT_TRUE(m_memory.writes.empty()); // it lives in the description, not in the camera
    const auto width = read("Width");
    EXPECT_EQ(width.access, AccessMode::ReadOnly);
    EXPECT_TRUE(width.locked);
    EXPECT_EQ(width.value.toLongLong(), 640);
    EXPECT_EQ(write("Width", 320).error().code, ErrorCode::FeatureLocked);
    EXPECT_TRUE(write("OffsetX", 4));
    auto dependants = m_engine->dependants(text("TLParamsLocked"));
    dependants.sort();
    EXPECT_TRUE(dependants.contains(text("Width")) && dependants.contains(text("PixelFormat")));
    EXPECT_FALSE(dependants.contains(text("GainAuto")));
    ASSERT_TRUE(m_engine->writeInteger(text("TLParamsLocked"), 0));
    EXPECT_TRUE(write("Width", 320));
    EXPECT_FALSE(m_engine->writeInteger(text("Nobody"), 1));
    EXPECT_FALSE(m_engine->readInteger(text("DeviceUserID")));
}

TEST_F(FeatureWrite, CameraRefuses)
{
    openCamera();
    m_memory.failWrites[0x1000] = ARV_DEVICE_ERROR_PROTOCOL_ERROR_ACCESS_DENIED;
    const auto result = write("Width", 320);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::WriteRefused);
    EXPECT_EQ(result.error().arguments, QStringList{text("Width")});
    EXPECT_TRUE(result.error().detail.contains(text("node WidthReg, address 0x1000")))
        << result.error().detail.toStdString();
    EXPECT_TRUE(result.error().detail.contains(text("told to fail")));
    EXPECT_EQ(m_refreshed.value(text("Width")).value.toLongLong(), 640); // the row shows what the camera has
}

TEST_F(FeatureWrite, ErrorsOfTheConnection)
{
    openCamera();
    m_memory.failWrites[0x1000] = ARV_DEVICE_ERROR_TIMEOUT;
    EXPECT_EQ(write("Width", 320).error().code, ErrorCode::Timeout);
    EXPECT_EQ(write("Width", 320).error().arguments, QStringList{text("Width")});
    m_memory.failWrites[0x1000] = ARV_DEVICE_ERROR_NOT_CONNECTED;
    EXPECT_EQ(write("Width", 320).error().code, ErrorCode::ConnectionLost);
    EXPECT_EQ(write("Width", 320).error().arguments, QStringList{text("TestCam")});
    m_memory.failWrites[0x1000] = ARV_DEVICE_ERROR_NOT_CONTROLLER;
    EXPECT_EQ(write("Width", 320).error().code, ErrorCode::ControlLost);
}

TEST_F(FeatureWrite, NumbersInEveryLayout)
{
    m_memory.putBig32(0x120, 0xFFFFFFFF);
    m_memory.putLittle32(0x124, 0xFFFFFFFF);
    ASSERT_TRUE(open(xmlFile("numbers.xml")));
    ASSERT_TRUE(write("Big32", 0x01020304));
    EXPECT_EQ(m_memory.get(0x100, 4).toHex(), QByteArray("01020304"));
    ASSERT_TRUE(write("Little32", 0x01020304));
    EXPECT_EQ(m_memory.get(0x104, 4).toHex(), QByteArray("04030201"));
    ASSERT_TRUE(write("Signed16", -2));
    EXPECT_EQ(m_memory.get(0x108, 2).toHex(), QByteArray("fffe"));
    ASSERT_TRUE(write("MaskBig", 5));
    EXPECT_EQ(m_memory.big32(0x120), 0xFFFFFF5Fu); // the neighbours keep their bits
    ASSERT_TRUE(write("MaskLittle", 5));
    EXPECT_EQ(m_memory.get(0x124, 4).toHex(), QByteArray("5fffffff"));
    ASSERT_TRUE(write("MaskSigned", -8));
    EXPECT_EQ(read("MaskSigned").value.toLongLong(), -8);
    ASSERT_TRUE(write("EntryHigh", 0xBEEF));
    EXPECT_EQ(m_memory.big32(0x128), 0xBEEF0000u);
    EXPECT_EQ(write("EntryLow", 1).error().code, ErrorCode::FeatureReadOnly);
    for (const qint64 value :
         {std::numeric_limits<qint64>::min(), std::numeric_limits<qint64>::max(), qint64(9007199254740993)})
        EXPECT_EQ(write("Signed64", value).value().value.toLongLong(), value);
    EXPECT_EQ(write("Unsigned64", -1).error().code, ErrorCode::ValueOutOfRange);
    ASSERT_TRUE(write("Float32", 1.5));
    EXPECT_EQ(m_memory.big32(0x130), 0x3FC00000u);
    EXPECT_EQ(write("Float64Little", 0.1).value().value.toDouble(), 0.1);
    ASSERT_TRUE(write("TopBit", text("on")));
    EXPECT_EQ(m_memory.big32(0x150), 0x80000000u);
    EXPECT_EQ(write("TopBit", false).value().value, QVariant(false));
    EXPECT_EQ(m_memory.big32(0x150), 0u);
    EXPECT_EQ(write("TopBit", text("maybe")).error().code, ErrorCode::ValueNotOfType);
}

TEST_F(FeatureWrite, ConvertersRoundAndCopiesFollow)
{
    ASSERT_TRUE(open(xmlFile("numbers.xml")));
    EXPECT_EQ(write("Seconds", 0.29).value().value.toDouble(), 0.29); // 0.29 * 100 is 28.999999999999996
    EXPECT_EQ(m_memory.big32(0x100), 29u);
    m_memory.putBig32(0x100, 6);
    ASSERT_TRUE(write("Doubled", 20));
    EXPECT_EQ(m_memory.big32(0x100), 10u);
    EXPECT_TRUE(m_refreshed.contains(text("Seconds"))); // another reader of the same register
    EXPECT_EQ(write("Doubled", 22).error().code, ErrorCode::ValueOutOfRange);
    ASSERT_TRUE(write("Copied", 77));
    EXPECT_EQ(m_memory.big32(0x160), 77u);
    EXPECT_EQ(m_memory.big32(0x164), 77u);
    EXPECT_TRUE(write("Stepped", 0.3));
    const auto off = write("Stepped", 0.35);
    EXPECT_EQ(off.error().code, ErrorCode::ValueOffStep);
    EXPECT_EQ(off.error().arguments[2], text("0.1"));
    m_memory.putBig32(0x154, 1);
    ASSERT_TRUE(write("Picked", 8));
    EXPECT_EQ(m_memory.big32(0x100), 8u);
}

TEST_F(FeatureWrite, Addresses)
{
    ASSERT_TRUE(open(xmlFile("numbers.xml")));
    ASSERT_TRUE(write("Address", text("192.168.0.1")));
    EXPECT_EQ(m_memory.big32(0x170), 0xC0A80001u);
    for (const char *bad : {"192.168.0", "192.168.0.256", "1.2.3.4.5", "a.b.c.d", "1..2.3"})
        EXPECT_EQ(write("Address", text(bad)).error().code, ErrorCode::ValueNotOfType) << bad;
    EXPECT_EQ(write("Mac", text("00:0f:31:00:00:ff")).value().value.toLongLong(), 0x000f310000ffll);
}

} // namespace
} // namespace mv::test
