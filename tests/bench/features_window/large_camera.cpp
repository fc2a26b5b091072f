// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the description of the large camera.
#include "large_camera.h"

#include <array>

namespace mv::test {
namespace {

constexpr unsigned firstRegister = 0x1000000; // above any description
constexpr unsigned registersApart = 64;
constexpr int entriesEach = 12;

const std::array<const char *, 8> words{"Exposure", "Trigger", "Gain", "Line", "Counter", "Sequencer", "Chunk", "Auto"};
const std::array<const char *, 3> levels{"Beginner", "Expert", "Guru"};

QByteArray number(int value)
{
    return QByteArray::number(value);
}

QByteArray nameOf(int feature)
{
    return QByteArray(words[feature % 8]) + words[feature / 8 % 8] + "Feature" + number(feature);
}

class Writer
{
public:
    LargeCamera write()
    {
        m_xml =
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><RegisterDescription ModelName=\"Large\" VendorName=\"Test\" "
            "StandardNameSpace=\"GEV\" SchemaMajorVersion=\"1\" SchemaMinorVersion=\"1\" SchemaSubMinorVersion=\"0\" "
            "xmlns=\"http://www.genicam.org/GenApi/Version_1_1\">";
        categories();
        for (int i = 0; i < LargeCamera::features; ++i)
            feature(i);
        intReg("TLParamsLocked", firstRegister - 4, "RW");
        m_xml += "<Port Name=\"Device\"/></RegisterDescription>";
        ++m_nodes;
        return {m_xml, m_nodes, QString::fromLatin1(nameOf(13))};
    }

private:
    void open(const char *kind, const QByteArray &name)
    {
        m_xml += QByteArray("<") + kind + " Name=\"" + name + "\">";
        ++m_nodes;
    }
    void close(const char *kind) { m_xml += QByteArray("</") + kind + ">\n"; }
    void text(const char *tag, const QByteArray &value)
    {
        m_xml += QByteArray("<") + tag + ">" + value + "</" + tag + ">";
    }

    void categories()
    {
        open("Category", "Root");
        for (int i = 0; i < LargeCamera::categories; ++i)
            text("pFeature", "Category" + number(i));
        close("Category");
        for (int i = 0; i < LargeCamera::categories; ++i) {
            open("Category", "Category" + number(i));
            for (int feature = i; feature < LargeCamera::features; feature += LargeCamera::categories)
                text("pFeature", nameOf(feature));
            close("Category");
        }
    }

    static unsigned address(int feature, int place)
    {
        return firstRegister + registersApart * static_cast<unsigned>(feature) + 4 * static_cast<unsigned>(place);
    }

    void place(unsigned address, const char *access, int length = 4)
    {
        text("Address", "0x" + QByteArray::number(address, 16));
        text("Length", number(length));
        text("AccessMode", access);
        text("pPort", "Device");
    }

    void intReg(const QByteArray &name, unsigned address, const char *access)
    {
        open("IntReg", name);
        place(address, access);
        text("Sign", "Unsigned");
        text("Endianess", "BigEndian");
        close("IntReg");
    }

    void formula(const char *kind, const QByteArray &name, const QByteArray &of, const char *formula)
    {
        open(kind, name);
        m_xml += "<pVariable Name=\"A\">" + of + "</pVariable>";
        text("Formula", formula);
        close(kind);
    }

    void begin(const char *kind, int i)
    {
        open(kind, nameOf(i));
        text("ToolTip", "What number " + number(i) + " does.");
        text("Description", "What number " + number(i) +
                                " does, in a sentence as long as those of real cameras, which "
                                "explain units, ranges and what else must be set before.");
        text("DisplayName", "Feature number " + number(i));
        text("Visibility", levels[static_cast<std::size_t>(i % 3)]);
        if (hasLock(i))
            text("pIsLocked", "Lock" + number(i));
        if (hasAvailability(i))
            text("pIsAvailable", "Available" + number(i));
    }
    static bool hasLock(int i) { return i % 4 == 0; }
    static bool hasAvailability(int i) { return i % 3 == 1 && i > 12 && i != 13; }

    void feature(int i)
    {
        const QByteArray n = number(i);
        switch (i % 6) {
        case 0:
            begin("Integer", i);
            text("pValue", "Converted" + n);
            text("Min", "0");
            text("pMax", "Max" + n);
            text("Representation", i % 12 == 0 ? "Linear" : "HexNumber");
            close("Integer");
            converter("IntConverter", i);
            intReg("Value" + n, address(i, 0), "RW");
            formula("IntSwissKnife", "Max" + n, "MaxReg" + n, "A + 1000");
            intReg("MaxReg" + n, address(i, 1), "RO");
            break;
        case 1:
            begin("Float", i);
            text("pValue", "Converted" + n);
            text("Min", "0");
            text("pMax", "Max" + n);
            text("Unit", "us");
            text("Representation", "Logarithmic");
            close("Float");
            converter("Converter", i);
            intReg("Value" + n, address(i, 0), "RW");
            formula("SwissKnife", "Max" + n, "MaxReg" + n, "A + 1000000");
            intReg("MaxReg" + n, address(i, 1), "RO");
            break;
        case 2:
            enumeration(i);
            break;
        case 3:
            begin("Boolean", i);
            text("pValue", "Value" + n);
            close("Boolean");
            intReg("Value" + n, address(i, 0), "RW");
            break;
        case 4:
            begin("Command", i);
            text("pValue", "Value" + n);
            text("CommandValue", "1");
            close("Command");
            intReg("Value" + n, address(i, 0), "WO");
            break;
        default:
            begin("StringReg", i);
            place(address(i, 0), "RW", 32);
            close("StringReg");
            break;
        }
        if (hasLock(i))
            formula("IntSwissKnife", "Lock" + n, "TLParamsLocked", "A = 1");
        if (hasAvailability(i)) // as the enumeration before it stands
            formula("IntSwissKnife", "Available" + n, "Value" + number((i - 2) / 6 * 6 + 2), "A = 0");
    }

    void converter(const char *kind, int i)
    {
        open(kind, "Converted" + number(i));
        text("FormulaTo", "FROM");
        text("FormulaFrom", "TO");
        text("pValue", "Value" + number(i));
        close(kind);
    }

    void enumeration(int i)
    {
        const QByteArray n = number(i);
        begin("Enumeration", i);
        for (int entry = 0; entry < entriesEach; ++entry) {
            open("EnumEntry", "Entry" + number(entry));
            if (entry >= entriesEach / 2)
                text("pIsImplemented", "Has" + n);
            text("Value", number(entry));
            close("EnumEntry");
        }
        text("pValue", "Value" + n);
        close("Enumeration");
        intReg("Value" + n, address(i, 0), "RW");
        formula("IntSwissKnife", "Has" + n, "Capability" + n, "A &gt; 0");
        intReg("Capability" + n, address(i, 1), "RO");
    }

    QByteArray m_xml;
    int m_nodes = 0;
};

} // namespace

LargeCamera makeLargeCamera()
{
    return Writer().write();
}

} // namespace mv::test
