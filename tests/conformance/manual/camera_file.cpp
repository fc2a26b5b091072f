// SPDX-License-Identifier: GPL-3.0-or-later
// The loop of FileAccessBuffer.
#include "tests/conformance/manual/camera_file.h"

#include <algorithm>
#include <stdexcept>

namespace mv::test {

namespace {

constexpr const char *kSuccess = "Success";

void putLittle(FileBytes &bytes, std::uint32_t value)
{
    for (int shift = 0; shift < 32; shift += 8)
        bytes.push_back(std::uint8_t(value >> shift));
}

/// CRC-32 of zip and PNG, a bit at a time.
std::uint32_t crcOf(const FileBytes &bytes)
{
    std::uint32_t crc = 0xFFFFFFFF;
    for (const std::uint8_t byte : bytes) {
        crc ^= byte;
        for (int bit = 0; bit < 8; ++bit)
            crc = crc & 1 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
    }
    return ~crc;
}

std::string writeParts(WireCamera &camera, const FileBytes &bytes)
{
    const std::size_t room = camera.registerBytes("FileAccessBuffer").size();
    for (std::size_t at = 0; at < bytes.size(); at += room) {
        const std::size_t count = std::min(room, bytes.size() - at);
        FileBytes part(bytes.begin() + std::ptrdiff_t(at), bytes.begin() + std::ptrdiff_t(at + count));
        part.resize(room);
        camera.set("FileAccessOffset", std::int64_t(at));
        camera.set("FileAccessLength", std::int64_t(count));
        camera.setRegisterBytes("FileAccessBuffer", part);
        if (auto status = fileOperation(camera, "Write"); status != kSuccess)
            return status;
        if (camera.integer("FileOperationResult") != std::int64_t(count))
            return "wrote " + std::to_string(camera.integer("FileOperationResult"));
    }
    return kSuccess;
}

} // namespace

std::string fileOperation(WireCamera &camera, const char *operation)
{
    camera.set("FileOperationSelector", operation);
    camera.execute("FileOperationExecute");
    return camera.entry("FileOperationStatus");
}

std::string openFile(WireCamera &camera, const char *file, const char *mode)
{
    camera.set("FileSelector", file);
    camera.set("FileOpenMode", mode);
    return fileOperation(camera, "Open");
}

FileBytes readFile(WireCamera &camera, const char *file)
{
    const auto demand = [&](const std::string &status, const char *step) {
        if (status == kSuccess)
            return;
        if (std::string(step) != "open")
            fileOperation(camera, "Close");
        throw std::runtime_error(std::string(file) + ", " + step + ": " + status);
    };
    demand(openFile(camera, file, "Read"), "open");
    FileBytes bytes;
    const auto size = std::size_t(camera.integer("FileSize"));
    while (bytes.size() < size) {
        const auto wanted = std::min<std::size_t>(512, size - bytes.size());
        camera.set("FileAccessOffset", std::int64_t(bytes.size()));
        camera.set("FileAccessLength", std::int64_t(wanted));
        demand(fileOperation(camera, "Read"), "read");
        const auto count = std::size_t(camera.integer("FileOperationResult"));
        demand(count == wanted ? kSuccess : "read " + std::to_string(count) + " bytes", "read");
        const auto part = camera.registerBytes("FileAccessBuffer");
        bytes.insert(bytes.end(), part.begin(), part.begin() + std::ptrdiff_t(count));
    }
    demand(fileOperation(camera, "Close"), "close");
    return bytes;
}

std::string writeFile(WireCamera &camera, const char *file, const FileBytes &bytes)
{
    if (auto status = openFile(camera, file, "Write"); status != kSuccess)
        return status;
    const auto written = writeParts(camera, bytes);
    const auto closed = fileOperation(camera, "Close");
    return written == kSuccess ? closed : written;
}

FileBytes mapFile(const char *magic, std::uint32_t width, std::uint32_t height, std::uint32_t pedestal,
                  const std::vector<std::uint16_t> &values)
{
    FileBytes map;
    for (const std::uint16_t value : values) {
        map.push_back(std::uint8_t(value & 0xFF));
        map.push_back(std::uint8_t(value >> 8));
    }
    FileBytes file(magic, magic + 8);
    for (const std::uint32_t number : {1u, width, height, pedestal, crcOf(map), 0u})
        putLittle(file, number);
    file.insert(file.end(), map.begin(), map.end());
    return file;
}

} // namespace mv::test
