// SPDX-License-Identifier: GPL-3.0-or-later
// Why a feature is greyed: derived from its conditions, in words, without a register access of its own.
#include "feature_fixture.h"

namespace mv::test {
namespace {

using Kind = AccessReason::Kind;

class FeatureReason : public FeatureTest
{
protected:
    void SetUp() override
    {
        m_memory.putBig32(0x1000, 640); // Width
        m_memory.putBig32(0x1030, 4);   // LUTEnable: off
        m_memory.putBig32(0x1054, 0);   // TriggerSource: Software
        m_memory.putBig32(0x1070, 0);   // a capability that the model does not have
        putDouble(0x1018, 2.2);         // Gamma
        ASSERT_TRUE(open(xmlFile("reasons.xml"))) << toDetailedText(m_error).toStdString();
        m_states = m_engine->read({});
    }
    void readAgain() { m_states = m_engine->read({}); }
    std::string why(const char *name) const { return toText(m_states.value(text(name)).reason).toStdString(); }
    AccessReason reason(const char *name) const { return m_states.value(text(name)).reason; }
    void stream(bool on)
    {
        ASSERT_TRUE(m_engine->writeInteger(text("TLParamsLocked"), on));
        readAgain();
    }
    void set(const char *name, const QVariant &value)
    {
        const auto written = write(name, value);
        ASSERT_TRUE(written) << toDetailedText(written.error()).toStdString();
        readAgain();
    }

    FeatureStates m_states;
};

TEST_F(FeatureReason, NothingIsInTheWay)
{
    for (const char *name : {"Width", "ReverseX", "ExposureTime", "TriggerSoftware", "PixelFormat"}) {
        EXPECT_EQ(reason(name).kind, Kind::None) << name;
        EXPECT_EQ(why(name), "") << name;
    }
}

TEST_F(FeatureReason, LockedWhileStreaming)
{
    stream(true);
    EXPECT_EQ(why("Width"), "locked while streaming");
    EXPECT_TRUE(reason("Width").streaming);
    EXPECT_EQ(reason("Width").operands.front(),
              (AccessReason::Operand{text("TLParamsLocked"), text("1"), {text("0")}}));
    EXPECT_EQ(why("PixelFormat"), "locked while streaming"); // TL or LUT, and the LUT is off
    EXPECT_EQ(why("ReverseX"), "");                          // TL and triggered, and it is not
    stream(false);
    EXPECT_EQ(why("Width"), "");
    EXPECT_EQ(why("StreamingOnly"), "needs a running stream");
}

TEST_F(FeatureReason, TwoLocksThatHoldByThemselvesAreBothNamed)
{
    set("LUTEnable", true);
    EXPECT_EQ(why("PixelFormat"), "needs LUTEnable = False");
    stream(true);
    EXPECT_EQ(why("PixelFormat"), "locked: the stream is running, LUTEnable is True");
}

TEST_F(FeatureReason, OfTwoLocksThatHoldTogetherEitherWillDo)
{
    set("TriggerMode", QStringLiteral("On"));
    stream(true);
    EXPECT_EQ(why("ReverseX"), "locked while streaming");
    EXPECT_EQ(reason("ReverseX").operands.size(), 2u);
    EXPECT_EQ(reason("ReverseX").operands[1].needed, QStringList{text("Off")});
}

TEST_F(FeatureReason, NeedsAnotherFeature)
{
    EXPECT_EQ(why("Gamma"), "needs GammaEnable = True");
    EXPECT_EQ(reason("Gamma").kind, Kind::NotAvailable);
    set("GammaEnable", true);
    EXPECT_EQ(why("Gamma"), "");
    // (GammaEnable off) or (Gamma = 1): of the number no other value can be tried.
    EXPECT_EQ(why("LUTValue"), "needs GammaEnable = False");
    EXPECT_EQ(reason("LUTValue").operands.size(), 2u);
    EXPECT_EQ(reason("LUTValue").operands[1].value, text("2.2"));
}

TEST_F(FeatureReason, ARegisterIsCalledByItsFeature)
{
    set("GainAuto", QStringLiteral("Continuous"));
    EXPECT_EQ(why("GainRaw"), "needs GainAuto = Off");
    EXPECT_EQ(reason("GainRaw").operands.front().value, text("Continuous"));
}

TEST_F(FeatureReason, ManyValuesWouldDo)
{
    EXPECT_EQ(why("TriggerActivation"), "not available: TriggerSource is Software");
    // Line9 is not implemented: nobody is sent there.
    EXPECT_EQ(reason("TriggerActivation").operands.front().needed, (QStringList{text("Line1"), text("Line2")}));
    set("TriggerSource", QStringLiteral("Line1"));
    EXPECT_EQ(why("TriggerSoftware"), "needs TriggerSource = Software");
}

TEST_F(FeatureReason, NoSingleChangeWouldDo)
{
    set("GainAuto", QStringLiteral("Continuous"));
    set("ExposureAuto", QStringLiteral("Continuous"));
    EXPECT_EQ(why("Balance"), "locked: GainAuto is Continuous, ExposureAuto is Continuous");
    EXPECT_EQ(why("BlackLevel"), "locked: GainAuto is Continuous, ExposureAuto is Continuous");
    EXPECT_FALSE(
        reason("BlackLevel").operands[0].needed.isEmpty()); // both together hold it, either of two entries frees
    EXPECT_TRUE(reason("Balance").operands[0].needed.isEmpty());
}

TEST_F(FeatureReason, EntriesAsConstantsOfTheFormula)
{
    set("ExposureAuto", QStringLiteral("Once"));
    EXPECT_EQ(why("ExposureTime"), "needs ExposureAuto = Off");
}

TEST_F(FeatureReason, ByDesign)
{
    EXPECT_EQ(why("SensorWidth"), "read-only");
    EXPECT_EQ(why("WriteOnly"), "write-only: its value cannot be read");
    EXPECT_EQ(reason("Crossed").kind, Kind::NoAccess);
    EXPECT_EQ(reason("Model").kind, Kind::NotImplemented);
    EXPECT_EQ(reason("Unreadable").kind, Kind::Unknown);
    EXPECT_FALSE(why("Unreadable").empty());
}

TEST_F(FeatureReason, RegistersWithoutAFeature)
{
    EXPECT_EQ(why("ByRegister"), "not available: CapabilityReg is 0");
    EXPECT_EQ(reason("ByRegister").operands.front().needed, QStringList());
    m_memory.putBig32(0x1074, 1);
    readAgain();
    EXPECT_EQ(why("Masked"), "locked: FlagBit is 1");
}

TEST_F(FeatureReason, ThroughConvertersAndComputedFeatures)
{
    set("TriggerMode", QStringLiteral("On"));
    EXPECT_EQ(why("Deep"), "needs TriggerMode = Off");
    EXPECT_EQ(why("Threshold"), "needs GammaEnable = True"); // its formula asks Ready, which is computed from that
    // A condition of two locks, one of which no person can change.
    EXPECT_EQ(why("Mixed"), "needs TriggerSource = Line2");
}

TEST_F(FeatureReason, OfTheFirstConditionThatIsInTheWay)
{
    stream(true);
    EXPECT_EQ(why("TriggerDelay"), "needs TriggerMode = On"); // unavailable and locked: without meaning comes first
    set("TriggerMode", QStringLiteral("On"));
    EXPECT_EQ(why("TriggerDelay"), "locked while streaming");
}

TEST_F(FeatureReason, CostsNoRegisterAccess)
{
    set("GainAuto", QStringLiteral("Continuous"));
    set("ExposureAuto", QStringLiteral("Continuous"));
    stream(true);
    m_memory.forget();
    readAgain();
    EXPECT_EQ(m_memory.reads.size(), m_memory.distinctReads());
    const auto whole = m_memory.reads.size();
    // Alone, a feature costs the registers of its access and value: the advice about others costs none.
    m_memory.forget();
    const auto state = read("LUTValue");
    EXPECT_EQ(state.access, AccessMode::ReadWrite); // GammaEnable is off
    EXPECT_EQ(m_memory.reads.size(), 2u);           // GammaEnable, LUTValue
    m_memory.forget();
    EXPECT_EQ(toText(read("Gamma").reason), text("needs GammaEnable = True"));
    EXPECT_EQ(m_memory.reads.size(), 1u);
    EXPECT_LT(m_memory.reads.size(), whole);
}

TEST_F(FeatureReason, WhatWasWrittenSinceIsNotRemembered)
{
    // Mixed looks at TriggerSource first and at the capability only for other values. After the write of something
    // else nothing is wrong with what is remembered; after the write of the operand the verdict is a new one.
    EXPECT_EQ(why("Mixed"), "needs TriggerSource = Line2");
    m_memory.putBig32(0x1054, 1); // by another hand
    const auto state = read("Mixed");
    EXPECT_EQ(toText(state.reason).toStdString(), "needs TriggerSource = Line2");
    EXPECT_EQ(state.reason.operands.front().value, text("Line1"));
}

// 2,000 features under a condition that looks at 16 enumerations of 100 entries: 3 million questions, were all asked.
TEST_F(FeatureReason, AHostileDescriptionGetsFewerReasonsNotMoreTime)
{
    QByteArray names, nodes, sum;
    for (int i = 0; i < 16; ++i) {
        const auto name = 'E' + QByteArray::number(i);
        names += name + ' ';
        nodes += "<Enumeration Name=\"" + name + "\">";
        for (int entry = 0; entry < 100; ++entry)
            nodes += "<EnumEntry Name=\"N" + QByteArray::number(entry) + "\"><Value>" + QByteArray::number(entry) +
                     "</Value></EnumEntry>";
        nodes += "<pValue>R</pValue></Enumeration>";
        sum += "<pVariable Name=\"" + name + "\">" + name + "</pVariable>";
    }
    nodes += "<Integer Name=\"R\"><Value>0</Value></Integer><IntSwissKnife Name=\"Lock\">" + sum +
             "<Formula>E0+E1+E2+E3+E4+E5+E6+E7+E8+E9+E10+E11+E12+E13+E14+E15=0</Formula></IntSwissKnife>";
    for (int i = 0; i < 2000; ++i) {
        names += 'F' + QByteArray::number(i) + ' ';
        nodes +=
            "<Integer Name=\"F" + QByteArray::number(i) + "\"><pIsLocked>Lock</pIsLocked><Value>1</Value></Integer>";
    }
    Memory memory;
    memory.xml = description(names.trimmed(), nodes);
    const auto device = newMemoryDevice(&memory);
    const auto engine = FeatureEngine::create(device.get(), text("hostile"));
    ASSERT_TRUE(engine) << toDetailedText(engine.error()).toStdString();
    const auto states = engine.value()->read({}); // the time limit of the test is what may fail
    int advised = 0;
    for (const auto &state : states) {
        const auto &operands = state.reason.operands;
        advised += !operands.empty() && !operands.front().needed.isEmpty();
        EXPECT_EQ(toText(state.reason).isEmpty(), !state.locked);
    }
    EXPECT_EQ(states.size(), 2016);
    EXPECT_GT(advised, 0);
    EXPECT_LT(advised, 2000);
}

TEST_F(FeatureReason, EveryKindHasWords)
{
    for (const Kind kind : {Kind::ReadOnly, Kind::WriteOnly, Kind::NoAccess, Kind::Locked, Kind::NotAvailable,
                            Kind::NotImplemented, Kind::Unknown}) {
        AccessReason plain;
        plain.kind = kind;
        EXPECT_FALSE(toText(plain).isEmpty());
        EXPECT_FALSE(toText(plain).contains(u'%'));
    }
    EXPECT_TRUE(toText(AccessReason()).isEmpty());
    AccessReason both;
    both.kind = Kind::Locked;
    both.operands = {{text("A"), text("1"), {text("%1")}}, {text("B"), text("2"), {text("Off")}}};
    EXPECT_EQ(toText(both), text("needs A = %1 or B = Off"));
}

} // namespace
} // namespace mv::test
