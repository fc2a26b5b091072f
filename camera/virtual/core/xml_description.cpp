// SPDX-License-Identifier: GPL-3.0-or-later
// Filling in the XML template and packing it.
#include "camera/virtual/core/xml_description.h"

#include "camera/virtual/core/xml_templates.h"

#include <zip.h>

#include <ctime>
#include <memory>

namespace mv::vcam {

namespace {

void replaceAll(std::string &text, std::string_view what, std::string_view with)
{
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
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

std::string xmlText(Model model, std::string_view transportLayer)
{
    std::string text(kCameraXmlTemplate);
    replaceAll(text, "@TRANSPORT_LAYER@", transportLayer);
    replaceAll(text, "@MODEL_NAME@", modelIdentifier(model));
    replaceAll(text, "@MODEL_TITLE@", modelName(model));
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
