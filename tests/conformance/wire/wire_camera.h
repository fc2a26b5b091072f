// SPDX-License-Identifier: GPL-3.0-or-later
// A virtual camera in a process of its own, driven through Aravis as any program would drive a camera.
#pragma once

#include "tests/support/virtual_camera_process.h"

#include <arv.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mv::test {

/// What the camera answered to a write; codes of ARV_DEVICE_ERROR.
enum class Answer { Success, InvalidParameter, WriteProtect, AccessDenied, Other };

/// One complete frame, copied out of the driver's buffer. A value.
struct Shot
{
    std::uint64_t timestampNs = 0; ///< camera clock: start of the exposure
    std::uint64_t frameId = 0;     ///< of the stream: the block id
    std::uint32_t width = 0, height = 0;
    std::vector<std::uint8_t> bytes;           ///< the image, and the chunks behind it if there are any
    std::map<std::string, std::int64_t> whole; ///< integer chunk features, of those watched
    std::map<std::string, double> real;        ///< float chunk features, of those watched

    /// Sample of an 8-bit or of a 16-bit little-endian picture.
    unsigned at(std::uint32_t x, std::uint32_t y) const;
    double rowMean(std::uint32_t y) const;
};

/// Starts mv-virtual-camera with a small sensor, over the wire of testWire(), and connects to it. What cannot be done
/// throws std::runtime_error that names the feature: a sentence of the manual cannot be true then. One thread.
class WireCamera
{
public:
    /// 320 x 240 pixels; each of @p settings ("Feature=Value") is passed on by --set, @p args as they are.
    explicit WireCamera(const std::vector<std::string> &settings = {}, std::vector<std::string> args = {});
    ~WireCamera();
    /// How the processes of cameras that are gone ended since the last call, if not as they were asked to and without
    /// a word on standard error; empty if all is well.
    static std::string takeBadEnds();
    WireCamera(const WireCamera &) = delete;
    WireCamera &operator=(const WireCamera &) = delete;

    void set(const char *feature, int value) { set(feature, std::int64_t(value)); }
    void set(const char *feature, std::int64_t value);
    void set(const char *feature, double value);
    void set(const char *feature, bool value);
    void set(const char *feature, const char *entry);
    void execute(const char *command);
    /// The same, but a refusal is the answer asked for.
    Answer trySet(const char *feature, std::int64_t value);
    Answer trySet(const char *feature, double value);
    Answer trySet(const char *feature, bool value);
    Answer trySet(const char *feature, const char *entry);
    Answer tryExecute(const char *command);

    std::int64_t integer(const char *feature) const;
    double real(const char *feature) const;
    double realMax(const char *feature) const;
    std::int64_t integerMax(const char *feature) const;
    bool boolean(const char *feature) const;
    /// Text of a string or of the entry that an enumeration has.
    std::string entry(const char *feature) const;
    /// Symbols of the entries that can be chosen now, in the order of the description.
    std::vector<std::string> entries(const char *feature) const;
    /// A Register feature as it is.
    std::vector<std::uint8_t> registerBytes(const char *feature) const;
    void setRegisterBytes(const char *feature, const std::vector<std::uint8_t> &bytes);
    /// Bytes of the camera's address space.
    void writeMemory(std::uint64_t address, std::vector<std::uint8_t> bytes);
    /// A register of the wire (GigE Vision bootstrap), big-endian.
    std::uint32_t bootstrap(std::uint32_t address) const;
    void setBootstrap(std::uint32_t address, std::uint32_t value);
    bool isLocked(const char *feature) const;
    bool isAvailable(const char *feature) const;
    bool exists(const char *feature) const;
    ArvGcVisibility visibility(const char *feature) const;

    /// Nanoseconds on the camera's clock.
    std::uint64_t now();
    /// Until the camera's clock shows @p cameraNs.
    void waitUntil(std::uint64_t cameraNs);
    const std::string &address() const { return m_process.address(); }
    const std::string &serial() const { return m_process.serial(); }

    /// Every further Shot has the values of these features, which must be chunks that are sent.
    void watchChunks(std::vector<std::string> features);

    /// Opens a stream of its own and executes AcquisitionStart, with TLParamsLocked as the standard wants it.
    void start();
    void stop();
    /// The next complete frame, if it comes in time.
    std::optional<Shot> next(std::chrono::milliseconds patience);
    /// As many frames; throws if one fails to come within ten seconds.
    std::vector<Shot> take(std::size_t frames);
    /// Frames that still come until none has come for @p silence.
    std::size_t drain(std::chrono::milliseconds silence = std::chrono::milliseconds(250));
    /// start(), take(), stop().
    std::vector<Shot> record(std::size_t frames);

private:
    ArvGcNode *node(const char *feature) const;
    void open();
    void openGige();
    void openUsb();
    void readChunks(Shot &shot, ArvBuffer *buffer) const;
    void closeStream();

    VirtualCameraProcess m_process;
    ArvDevice *m_device = nullptr;
    ArvStream *m_stream = nullptr;
    ArvChunkParser *m_parser = nullptr; ///< reads the whole description when it is made
    std::vector<std::string> m_chunks;
};

} // namespace mv::test
