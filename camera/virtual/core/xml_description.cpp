// SPDX-License-Identifier: GPL-3.0-or-later
// Filling in the XML template and packing it.
#include "camera/virtual/core/xml_description.h"

#include "camera/virtual/core/fault_settings.h"
#include "camera/virtual/core/memory/user_sets.h"
#include "camera/virtual/core/xml_templates.h"

#include <zip.h>

#include <algorithm>
#include <ctime>
#include <memory>

namespace mv::vcam {

namespace {

void replaceAll(std::string &text, std::string_view what, std::string_view with)
{
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
}

/// The text between @p before and @p after in @p line, or nothing.
std::string_view between(std::string_view line, std::string_view before, std::string_view after)
{
    const auto begin = line.find(before);
    if (begin == std::string_view::npos)
        return {};
    line.remove_prefix(begin + before.size());
    return line.substr(0, line.find(after));
}

/// Calls @p use with each line of the template, which has one element a line.
template<typename Use> void forEachLine(std::string_view text, Use use)
{
    while (!text.empty()) {
        const auto length = std::min(text.find('\n'), text.size() - 1) + 1;
        use(text.substr(0, length));
        text.remove_prefix(length);
    }
}

bool endsInvalidators(std::string_view line)
{
    return line.find("<Sign>") != line.npos || line.find("<Endianess>") != line.npos ||
           line.find("</") == line.find('<');
}

/// A line in every register that can be written and belongs to the user sets. In the standard's order of elements it
/// stands behind the other invalidators, before Sign, Endianess or the end.
std::string withUserSetInvalidators(std::string_view xml)
{
    std::string out;
    std::string_view feature; ///< of the register that the lines are in
    bool writable = false;
    forEachLine(xml, [&](std::string_view line) {
        if (line.find("Reg Name=\"") != line.npos) {
            feature = between(line, "Name=\"", "\"");
            if (feature.ends_with("Reg"))
                feature.remove_suffix(3);
            writable = false;
        }
        writable |= line.find("<AccessMode>RW<") != line.npos;
        if (!feature.empty() && writable && endsInvalidators(line)) {
            if (belongsToUserSets(feature))
                out.append("    <pInvalidator>UserSetLoad</pInvalidator>\n");
            feature = {};
        }
        out.append(line);
    });
    return out;
}

/// The faults that are the wire's own, as entries of the category VirtualFault.
std::string faultLinks(std::string_view transportLayer)
{
    std::string links;
    forEachLine(transportLayer, [&links](std::string_view line) {
        const auto name = between(line, " Name=\"", "\"");
        if (name.starts_with("VirtualFault") && line.find("Reg Name=") == line.npos)
            links.append("    <pFeature>").append(name).append("</pFeature>\n");
    });
    return links;
}

struct SourceCloser
{
    void operator()(zip_source_t *source) const { zip_source_free(source); }
};

// The archive grows in memory; afterwards its bytes are read back out of the same source.
std::vector<std::uint8_t> readSource(zip_source_t *source)
{
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_source_stat(source, &stat) < 0 || zip_source_open(source) < 0)
        return {};
    std::vector<std::uint8_t> bytes(stat.size);
    const zip_int64_t count = zip_source_read(source, bytes.data(), bytes.size());
    zip_source_close(source);
    return count == zip_int64_t(bytes.size()) ? bytes : std::vector<std::uint8_t>();
}

// One file in an archive. The comment pads the archive to whole words without breaking its format; the date is fixed so
// that the same program always holds the same bytes. Empty on failure.
std::vector<std::uint8_t> zipOne(const std::string &name, const std::string &content, std::size_t commentBytes)
{
    zip_error_t error;
    zip_error_init(&error);
    std::unique_ptr<zip_source_t, SourceCloser> archive(zip_source_buffer_create(nullptr, 0, 0, &error));
    if (!archive)
        return {};
    zip_source_keep(archive.get()); // zip_close() drops one reference, readSource() needs another
    zip_t *zip = zip_open_from_source(archive.get(), ZIP_TRUNCATE, &error);
    if (!zip) {
        zip_source_free(archive.get());
        return {};
    }
    zip_source_t *file = zip_source_buffer(zip, content.data(), content.size(), 0);
    const zip_int64_t index = file ? zip_file_add(zip, name.c_str(), file, ZIP_FL_ENC_UTF_8) : -1;
    const std::string comment(commentBytes, ' ');
    constexpr std::time_t kDate = 1'767'225'600; // 2026-01-01
    if (index < 0 || zip_file_set_mtime(zip, zip_uint64_t(index), kDate, 0) < 0 ||
        zip_set_archive_comment(zip, comment.data(), zip_uint16_t(comment.size())) < 0 || zip_close(zip) < 0) {
        zip_discard(zip);
        return {};
    }
    return readSource(archive.get());
}

std::vector<std::uint8_t> zipAligned(const std::string &name, const std::string &content)
{
    auto bytes = zipOne(name, content, 0);
    const std::size_t missing = (4 - bytes.size() % 4) % 4;
    return missing == 0 ? bytes : zipOne(name, content, missing);
}

// ModelName must be a C identifier.
std::string modelIdentifier(Model model)
{
    std::string name = modelName(model);
    std::erase(name, ' ');
    return name;
}

} // namespace

const std::map<std::string, std::vector<std::string>> &selectorsByFeature()
{
    static const auto found = [] {
        std::map<std::string, std::vector<std::string>> selectors;
        std::string node;
        forEachLine(kCameraXmlTemplate, [&](std::string_view line) {
            if (const auto name = between(line, " Name=\"", "\"");
                !name.empty() && line.find("<EnumEntry") == line.npos)
                node = name;
            if (const auto selected = between(line, "<pSelected>", "<"); !selected.empty())
                selectors[std::string(selected)].push_back(node);
        });
        return selectors;
    }();
    return found;
}

std::string xmlText(Model model, std::string_view transportLayer, bool otherFirmware)
{
    std::string text = withUserSetInvalidators(kCameraXmlTemplate);
    replaceAll(text, "    @TRANSPORT_FAULTS@\n", faultLinks(transportLayer));
    replaceAll(text, "@TRANSPORT_LAYER@", transportLayer);
    replaceAll(text, "@MODEL_NAME@", modelIdentifier(model));
    replaceAll(text, "@MODEL_TITLE@", modelName(model));
    if (otherFirmware) { // a later standard's name for a feature that a program may have kept
        replaceAll(text, "MinorVersion=\"0\" SubMinorVersion", "MinorVersion=\"1\" SubMinorVersion");
        replaceAll(text, "VersionGuid=\"0A4C6D2E", "VersionGuid=\"0A4C6D2F");
        replaceAll(text, "LineDebouncerTimeAbs", "LineDebouncerTime");
    }
    return text;
}

XmlFile makeXmlFile(const std::string &text, bool zipped, XmlFault fault)
{
    const std::string stem = "mv_virtual_camera";
    std::string content = text;
    if (fault == XmlFault::Broken)
        content.resize(content.size() / 2); // ends in the middle of a node
    XmlFile file{stem + (zipped ? ".zip" : ".xml"), {}};
    if (zipped && fault != XmlFault::NotZip) {
        file.bytes = zipAligned(stem + ".xml", content);
        return file;
    }
    if (fault == XmlFault::NotZip)
        content = "This is neither a zip archive nor XML: the fault VirtualFaultXml=NotZip is on.";
    content.resize((content.size() + 3) / 4 * 4, '\n');
    file.bytes.assign(content.begin(), content.end());
    return file;
}

} // namespace mv::vcam
