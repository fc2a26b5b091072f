// SPDX-License-Identifier: GPL-3.0-or-later
// The XML against the register map: every register node has its row, every feature row its node, every link its end.
#include "camera/virtual/core/camera.h"
#include "camera/virtual/core/camera_state.h"
#include "camera/virtual/core/feature_rows.h"
#include "camera/virtual/core/memory/user_sets.h"
#include "camera/virtual/core/sensor/parameter.h"
#include "camera/virtual/core/sensor/scene.h"
#include "camera/virtual/core/xml_templates.h"
#include "camera/virtual/gige/gige_device.h"
#include "camera/virtual/u3v/u3v_device.h"

#include <gtest/gtest.h>
#include <pugixml.hpp>
#include <zip.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

namespace mv::vcam {
namespace {

class NoStream : public gige::StreamControl
{
public:
    void configure(const gige::StreamConfig &, bool) override {}
    void fireTestPacket(const gige::StreamConfig &) override {}
    std::uint16_t sourcePort() const override { return 0; }
};

class NoUsbStream : public u3v::StreamControl
{
public:
    void configure(const u3v::StreamSetup &) override {}
    void enableEvents(bool) override {}
};

struct Subject
{
    Model model;
    bool usb;
};

const std::set<std::string> kRegisterKinds{"IntReg", "FloatReg", "StringReg", "MaskedIntReg", "Register"};
const std::set<std::string> kFeatureKinds{"Integer",     "Float",     "Boolean", "Command",
                                          "Enumeration", "StringReg", "Register"};

class Xml : public testing::TestWithParam<Subject>
{
protected:
    const Model model = GetParam().model;
    const std::string_view wireXml = GetParam().usb ? kUsbTransportXml : kGigeTransportXml;
    Camera camera{{model, "T1", 640, 480, 1}, {std::string(wireXml), true}};
    NoStream stream;
    NoUsbStream usbStream;
    gige::GigeDevice gigeDevice{camera, stream, {}, {}};
    u3v::U3vDevice usbDevice{camera, usbStream};
    pugi::xml_document document;
    std::map<std::string, pugi::xml_node> nodes;

    void SetUp() override
    {
        const std::string text = xmlText(model, wireXml);
        ASSERT_TRUE(document.load_string(text.c_str()));
        for (const auto node : document.child("RegisterDescription").children()) {
            if (node.type() == pugi::node_element) {
                EXPECT_TRUE(nodes.emplace(node.attribute("Name").value(), node).second)
                    << node.attribute("Name").value();
            }
        }
    }
    bool isRegister(const pugi::xml_node &node) const
    {
        return kRegisterKinds.contains(node.name()) &&
               std::string(node.child_value("pPort")) == "Device"; // chunk data is no register
    }
    std::span<const Register> wireRows() const
    {
        return GetParam().usb ? usbDevice.wireRows() : gigeDevice.bootstrapRows();
    }
    /// What people set: the camera's features, and the faults of the wire.
    std::vector<Register> featureRows() const
    {
        std::vector<Register> rows(camera.registers().begin(), camera.registers().end());
        std::ranges::copy_if(wireRows(), std::back_inserter(rows),
                             [](const Register &row) { return row.name.starts_with("VirtualFault"); });
        return rows;
    }
    const Register *rowAt(std::uint64_t address) const
    {
        for (const auto table : {camera.registers(), wireRows()}) {
            for (const Register &row : table) {
                if (row.address == address)
                    return &row;
            }
        }
        return nullptr;
    }
};

std::uint64_t number(const char *text)
{
    return std::strtoull(text, nullptr, 0);
}

// A register of 8 bytes may be two bootstrap rows of 4 (high and low).
TEST_P(Xml, everyRegisterNodeHasItsRow)
{
    for (const auto &[name, node] : nodes) {
        if (!isRegister(node))
            continue;
        const std::uint64_t address = number(node.child_value("Address"));
        const Register *row = rowAt(address);
        ASSERT_TRUE(row) << name;
        const std::string mode = node.child_value("AccessMode");
        const bool readable = row->access != Access::WriteOnly, writable = row->access != Access::ReadOnly;
        const std::size_t size = row->size, length = number(node.child_value("Length"));
        EXPECT_TRUE(mode.find('R') == std::string::npos || readable) << name;
        EXPECT_TRUE(mode.find('W') == std::string::npos || writable) << name;
        EXPECT_TRUE(size == length || (size == 4 && length == 8 && rowAt(address + 4))) << name;
        EXPECT_EQ(std::string(node.name()) == "StringReg", row->kind == RegisterKind::Text) << name;
        EXPECT_EQ(std::string(node.name()) == "FloatReg", row->kind == RegisterKind::Float) << name;
        EXPECT_EQ(std::string(node.name()) == "Register", row->kind == RegisterKind::Bytes) << name;
        if (std::string(node.name()) != "StringReg" && std::string(node.name()) != "Register") {
            EXPECT_STREQ(node.child_value("Endianess"),
                         !GetParam().usb && address < 0x10000 ? "BigEndian" : "LittleEndian")
                << name;
        }
    }
}

TEST_P(Xml, everyFeatureRowHasItsNode)
{
    for (const Register &row : featureRows()) {
        const std::string name(row.name);
        ASSERT_TRUE(nodes.contains(name)) << name;
        const auto node = nodes.contains(name + "Reg") ? nodes.at(name + "Reg") : nodes.at(name);
        EXPECT_EQ(number(node.child_value("Address")), row.address) << name;
        const std::string mode = node.child_value("AccessMode");
        EXPECT_EQ(mode, row.access == Access::ReadOnly ? "RO" : row.access == Access::ReadWrite ? "RW" : "WO") << name;
        if (row.lock == Lock::WhileStreaming) {
            EXPECT_STREQ(nodes.at(name).child_value("pIsLocked"), "TLParamsLocked") << name;
        }
    }
}

TEST_P(Xml, rowsDoNotOverlapAndKeepToTheAddressPlan)
{
    std::uint64_t end = kFeatureAddress;
    for (const Register &row : camera.registers()) {
        EXPECT_GE(row.address, end) << row.name;
        EXPECT_EQ(row.address % 4, 0u) << row.name;
        EXPECT_EQ(row.size % 4, 0u) << row.name;
        end = row.address + row.size;
    }
    end = 0;
    for (const Register &row : wireRows()) {
        EXPECT_GE(row.address, end) << row.name;
        end = row.address + row.size;
    }
    EXPECT_LE(end, GetParam().usb ? kXmlAddress : 0x10000u);
}

TEST_P(Xml, enumerationEntriesAreTheRowsEntries)
{
    for (const Register &row : featureRows()) {
        const auto node = nodes.at(std::string(row.name));
        if (std::string(node.name()) != "Enumeration")
            continue;
        std::map<std::string, std::int64_t> inXml, inRow;
        for (const auto entry : node.children("EnumEntry"))
            inXml[entry.attribute("Name").value()] = std::int64_t(number(entry.child_value("Value")));
        for (const EnumEntry &entry : row.entries)
            inRow[std::string(entry.name)] = entry.value;
        for (const auto &[name, value] : inRow)
            EXPECT_EQ(inXml[name], value) << row.name << '.' << name;
        // The XML serves all models: what a model has not is hidden by pIsImplemented.
        for (const auto entry : node.children("EnumEntry")) {
            const std::string condition = entry.child_value("pIsImplemented");
            const std::map<std::string, bool> conditions{{"", true},
                                                         {"ModelIsColor", model == Model::Color},
                                                         {"ModelIsMono", model != Model::Color},
                                                         {"ModelIsFull", model != Model::Basic}};
            const bool shown = conditions.at(condition);
            EXPECT_EQ(shown, inRow.contains(entry.attribute("Name").value()))
                << row.name << '.' << entry.attribute("Name").value();
        }
    }
}

TEST_P(Xml, everyLinkHasAnEnd)
{
    for (const auto &[name, node] : nodes) {
        for (const auto child : node.children()) {
            const std::string tag = child.name();
            if (tag.size() > 1 && tag[0] == 'p' && std::isupper(static_cast<unsigned char>(tag[1]))) {
                EXPECT_TRUE(nodes.contains(child.child_value())) << name << '.' << tag << " -> " << child.child_value();
            }
        }
    }
}

// A client that keeps values must read a selected feature again when its selector moves.
TEST_P(Xml, whatASelectorChoosesFollowsIt)
{
    for (const auto &[name, node] : nodes) {
        for (const auto selected : node.children("pSelected")) {
            const std::string feature = selected.child_value();
            const bool oneValue = node.child("Max") && number(node.child_value("Max")) == 0; // nothing can move
            if (oneValue || std::string(nodes.at(feature).name()) == "Command")
                continue;
            bool follows = false;
            const auto holder = nodes.contains(feature + "Reg") ? nodes.at(feature + "Reg") : nodes.at(feature);
            for (const auto invalidator : holder.children("pInvalidator"))
                follows = follows || name == invalidator.child_value();
            EXPECT_TRUE(follows) << feature << " does not know of " << name;
        }
    }
}

// A program reads again what a user set brought back, and nothing else; the standard has the element before Sign.
TEST_P(Xml, userSetLoadInvalidatesWhatItChanges)
{
    for (const Register &row : camera.registers()) {
        const std::string name(row.name);
        const auto node = nodes.contains(name + "Reg") ? nodes.at(name + "Reg") : nodes.at(name);
        const auto invalidator =
            node.find_child([](const auto &child) { return std::string(child.child_value()) == "UserSetLoad"; });
        EXPECT_EQ(bool(invalidator), row.access == Access::ReadWrite && belongsToUserSets(row.name)) << name;
        if (invalidator) {
            EXPECT_STREQ(invalidator.name(), "pInvalidator") << name;
            const std::string next = invalidator.next_sibling().name();
            EXPECT_TRUE(next == "Sign" || next == "Endianess" || next == "pInvalidator" || next.empty())
                << name << ' ' << next;
        }
    }
}

TEST_P(Xml, everyFeatureIsExplainedAndInACategory)
{
    std::set<std::string> listed;
    for (const auto &[name, node] : nodes) {
        for (const auto feature : node.children("pFeature"))
            EXPECT_TRUE(listed.insert(feature.child_value()).second) << feature.child_value() << " is listed twice";
    }
    for (const auto &[name, node] : nodes) {
        const std::string visibility = node.child_value("Visibility");
        if (!kFeatureKinds.contains(node.name()) || (visibility == "Invisible" && name != "TLParamsLocked"))
            continue;
        EXPECT_TRUE(listed.contains(name)) << name;
        EXPECT_GT(std::string(node.child_value("ToolTip")).size(), 5u) << name;
        EXPECT_GT(std::string(node.child_value("Description")).size(),
                  std::string(node.child_value("ToolTip")).size() / 2)
            << name;
        EXPECT_TRUE(visibility == "Beginner" || visibility == "Expert" || visibility == "Guru" ||
                    name == "TLParamsLocked")
            << name;
        EXPECT_FALSE(std::string(node.child_value("DisplayName")).empty()) << name;
    }
}

// Limits stand in two places; what the XML promises, the register must keep.
TEST_P(Xml, limitsAreTheRegistersLimits)
{
    EXPECT_FALSE(camera.setFeature("GammaEnable", "true")); // Gamma is not available without
    for (const Register &row : featureRows()) {
        const auto node = nodes.at(std::string(row.name));
        if (row.access != Access::ReadWrite || !node.child("Min") || !node.child("Max"))
            continue;
        if (std::string(node.child_value("pIsImplemented")) == "ModelIsColor" && model != Model::Color)
            continue; // refused as a whole
        const double min = std::strtod(node.child_value("Min"), nullptr),
                     max = std::strtod(node.child_value("Max"), nullptr);
        const bool real = row.kind == RegisterKind::Float;
        const auto set = [&row, real](double value) {
            return row.set(real ? RegisterValue(value) : RegisterValue(std::int64_t(value)));
        };
        const RegisterValue before = row.get();
        EXPECT_EQ(set(min), Status::Success) << row.name;
        EXPECT_EQ(set(max), Status::Success) << row.name;
        EXPECT_EQ(set(max + 1), Status::InvalidParameter) << row.name;
        EXPECT_EQ(set(min - 1), Status::InvalidParameter) << row.name;
        EXPECT_EQ(row.set(before), Status::Success) << row.name;
    }
}

// Ranges of the world are narrow at times (0 to 0.15): here one step beyond the XML's limits is refused already.
TEST_P(Xml, limitsOfTheWorldAreExact)
{
    const auto expectLimits = [this](std::string_view name, double lowest, double highest) {
        const auto node = nodes.at(std::string(name));
        EXPECT_EQ(std::strtod(node.child_value("Min"), nullptr), lowest) << name;
        EXPECT_EQ(std::strtod(node.child_value("Max"), nullptr), highest) << name;
    };
    for (const auto &parameter : sensorParameters())
        expectLimits(parameter.name, parameter.lowest, parameter.highest);
    for (const auto &parameter : sceneParameters())
        expectLimits(parameter.name, parameter.lowest, parameter.highest);
}

TEST_P(Xml, thePageOfTheDocumentationNamesEveryFeature)
{
    std::ifstream file(MV_SOURCE_DIR "/docs/virtual-camera.md");
    const std::string page((std::istreambuf_iterator<char>(file)), {});
    for (const Register &row : featureRows())
        EXPECT_NE(page.find(row.name), std::string::npos) << row.name;
}

TEST_P(Xml, theFileInMemoryIsAZipOfTheText)
{
    const XmlFile &file = camera.xmlFile();
    zip_error_t error;
    zip_source_t *source = zip_source_buffer_create(file.bytes.data(), file.bytes.size(), 0, &error);
    zip_t *archive = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
    ASSERT_TRUE(archive);
    ASSERT_EQ(zip_get_num_entries(archive, 0), 1);
    zip_file_t *entry = zip_fopen_index(archive, 0, 0);
    std::string text(1 << 20, '\0');
    text.resize(std::size_t(zip_fread(entry, text.data(), text.size())));
    zip_fclose(entry);
    zip_close(archive);
    EXPECT_EQ(text, xmlText(model, wireXml));
    EXPECT_EQ(text.find('@'), std::string::npos) << "a placeholder was left";
}

INSTANTIATE_TEST_SUITE_P(Models, Xml,
                         testing::Values(Subject{Model::Mono, false}, Subject{Model::Color, false},
                                         Subject{Model::Basic, false}, Subject{Model::Mono, true},
                                         Subject{Model::Color, true}, Subject{Model::Basic, true}),
                         [](const auto &p) {
                             return modelName(p.param.model).substr(sizeof "Virtual") + (p.param.usb ? "Usb" : "Gige");
                         });

} // namespace
} // namespace mv::vcam
