// SPDX-License-Identifier: GPL-3.0-or-later
// Features and frames through Aravis' C functions.
#include "tests/conformance/wire/wire_camera.h"

#include <algorithm>
#include <stdexcept>
#include <thread>
#include <utility>

namespace mv::test {

namespace {

constexpr std::size_t kMaxBuffers = 32, kBufferBytes = 96'000'000; ///< of the driver's pool
constexpr int kSocketBytes = 16'000'000;                           ///< or what the host allows
constexpr auto kFramePatience = std::chrono::seconds(10);

std::string g_badEnds;

/// A GError that ends its life here.
class ErrorGuard
{
public:
    ~ErrorGuard() { g_clear_error(&m_error); }
    GError **operator&() { return &m_error; }
    explicit operator bool() const { return m_error != nullptr; }
    void check(const std::string &what) const
    {
        if (m_error)
            throw std::runtime_error(what + ": " + m_error->message);
    }
    Answer answer() const
    {
        if (!m_error)
            return Answer::Success;
        switch (m_error->code) {
        case ARV_DEVICE_ERROR_PROTOCOL_ERROR_INVALID_PARAMETER:
            return Answer::InvalidParameter;
        case ARV_DEVICE_ERROR_PROTOCOL_ERROR_WRITE_PROTECT:
            return Answer::WriteProtect;
        case ARV_DEVICE_ERROR_PROTOCOL_ERROR_ACCESS_DENIED:
            return Answer::AccessDenied;
        default:
            return Answer::Other;
        }
    }

private:
    GError *m_error = nullptr;
};

std::vector<std::string> argsOf(const std::vector<std::string> &settings, std::vector<std::string> args)
{
    if (std::find(args.begin(), args.end(), "--sensor") == args.end())
        args.insert(args.end(), {"--sensor", "320x240"});
    for (const std::string &setting : settings)
        args.insert(args.end(), {"--set", setting});
    return args;
}

Shot copyOf(ArvBuffer *buffer)
{
    Shot shot;
    shot.timestampNs = arv_buffer_get_timestamp(buffer);
    shot.frameId = arv_buffer_get_frame_id(buffer);
    shot.width = std::uint32_t(arv_buffer_get_image_width(buffer));
    shot.height = std::uint32_t(arv_buffer_get_image_height(buffer));
    std::size_t size = 0;
    const auto *data = static_cast<const std::uint8_t *>(arv_buffer_get_data(buffer, &size));
    shot.bytes.assign(data, data + size);
    return shot;
}

} // namespace

unsigned Shot::at(std::uint32_t x, std::uint32_t y) const
{
    const std::size_t index = std::size_t(y) * width + x;
    if (bytes.size() == std::size_t(width) * height)
        return bytes.at(index);
    return bytes.at(2 * index) | unsigned(bytes.at(2 * index + 1)) << 8;
}

double Shot::rowMean(std::uint32_t y) const
{
    double sum = 0;
    for (std::uint32_t x = 0; x < width; ++x)
        sum += at(x, y);
    return sum / width;
}

WireCamera::WireCamera(const std::vector<std::string> &settings, std::vector<std::string> args)
{
    if (!m_process.start(argsOf(settings, std::move(args))))
        throw std::runtime_error("the camera does not start: " + m_process.error());
    open();
}

void WireCamera::open()
{
    m_process.wire() == Wire::Usb ? openUsb() : openGige();
}

// By address and without discovery, which would take a second.
void WireCamera::openGige()
{
    GInetAddress *host = g_inet_address_new_from_string("127.0.0.1");
    GInetAddress *camera = g_inet_address_new_from_string(m_process.address().c_str());
    ErrorGuard error;
    m_device = arv_gv_device_new(host, camera, &error);
    g_object_unref(host);
    g_object_unref(camera);
    error.check("opening " + m_process.address());
    // Run as root, Aravis' packet sockets receive nothing on loopback.
    arv_gv_device_set_stream_options(ARV_GV_DEVICE(m_device), ARV_GV_STREAM_OPTION_PACKET_SOCKET_DISABLED);
    arv_gv_device_set_packet_size_adjustment(ARV_GV_DEVICE(m_device), ARV_GV_PACKET_SIZE_ADJUSTMENT_NEVER);
}

void WireCamera::openUsb()
{
    const std::string &line = m_process.readyLine();
    const std::string key = "\"model\":\"";
    const auto begin = line.find(key) + key.size();
    const std::string model = line.substr(begin, line.find('"', begin) - begin);
    ErrorGuard error;
    m_device = arv_uv_device_new("MV Viewer", model.c_str(), m_process.serial().c_str(), &error);
    error.check("opening " + m_process.socket());
}

WireCamera::~WireCamera()
{
    closeStream();
    g_clear_object(&m_parser);
    g_clear_object(&m_device);
    const int status = m_process.terminate();
    if (status != 0 || !m_process.error().empty())
        g_badEnds += "the camera ended with status " + std::to_string(status) + ": " + m_process.error() + '\n';
}

std::string WireCamera::takeBadEnds()
{
    return std::exchange(g_badEnds, {});
}

ArvGcNode *WireCamera::node(const char *feature) const
{
    ArvGcNode *node = arv_device_get_feature(m_device, feature);
    if (!ARV_IS_GC_FEATURE_NODE(node))
        throw std::runtime_error(std::string("the camera has no feature ") + feature);
    return node;
}

bool WireCamera::exists(const char *feature) const
{
    return ARV_IS_GC_FEATURE_NODE(arv_device_get_feature(m_device, feature));
}

void WireCamera::set(const char *feature, std::int64_t value)
{
    ErrorGuard error;
    arv_device_set_integer_feature_value(m_device, feature, value, &error);
    error.check(std::string(feature) + " = " + std::to_string(value));
}

void WireCamera::set(const char *feature, double value)
{
    ErrorGuard error;
    arv_device_set_float_feature_value(m_device, feature, value, &error);
    error.check(std::string(feature) + " = " + std::to_string(value));
}

void WireCamera::set(const char *feature, bool value)
{
    ErrorGuard error;
    arv_device_set_boolean_feature_value(m_device, feature, value, &error);
    error.check(std::string(feature) + " = " + (value ? "true" : "false"));
}

void WireCamera::set(const char *feature, const char *entry)
{
    ErrorGuard error;
    arv_device_set_string_feature_value(m_device, feature, entry, &error);
    error.check(std::string(feature) + " = " + entry);
}

void WireCamera::execute(const char *command)
{
    ErrorGuard error;
    arv_device_execute_command(m_device, command, &error);
    error.check(command);
}

Answer WireCamera::trySet(const char *feature, std::int64_t value)
{
    node(feature);
    ErrorGuard error;
    arv_device_set_integer_feature_value(m_device, feature, value, &error);
    return error.answer();
}

Answer WireCamera::trySet(const char *feature, double value)
{
    node(feature);
    ErrorGuard error;
    arv_device_set_float_feature_value(m_device, feature, value, &error);
    return error.answer();
}

Answer WireCamera::trySet(const char *feature, bool value)
{
    node(feature);
    ErrorGuard error;
    arv_device_set_boolean_feature_value(m_device, feature, value, &error);
    return error.answer();
}

Answer WireCamera::trySet(const char *feature, const char *entry)
{
    node(feature);
    ErrorGuard error;
    arv_device_set_string_feature_value(m_device, feature, entry, &error);
    return error.answer();
}

Answer WireCamera::tryExecute(const char *command)
{
    node(command);
    ErrorGuard error;
    arv_device_execute_command(m_device, command, &error);
    return error.answer();
}

std::int64_t WireCamera::integer(const char *feature) const
{
    ErrorGuard error;
    const auto value = arv_device_get_integer_feature_value(m_device, feature, &error);
    error.check(feature);
    return value;
}

double WireCamera::real(const char *feature) const
{
    ErrorGuard error;
    const double value = arv_device_get_float_feature_value(m_device, feature, &error);
    error.check(feature);
    return value;
}

double WireCamera::realMax(const char *feature) const
{
    double low = 0, high = 0;
    ErrorGuard error;
    arv_device_get_float_feature_bounds(m_device, feature, &low, &high, &error);
    error.check(feature);
    return high;
}

std::int64_t WireCamera::integerMax(const char *feature) const
{
    gint64 low = 0, high = 0;
    ErrorGuard error;
    arv_device_get_integer_feature_bounds(m_device, feature, &low, &high, &error);
    error.check(feature);
    return high;
}

std::vector<std::string> WireCamera::entries(const char *feature) const
{
    guint count = 0;
    ErrorGuard error;
    const char **names =
        arv_device_dup_available_enumeration_feature_values_as_strings(m_device, feature, &count, &error);
    error.check(feature);
    std::vector<std::string> texts(names, names + count);
    g_free(names);
    return texts;
}

std::vector<std::uint8_t> WireCamera::registerBytes(const char *feature) const
{
    ErrorGuard error;
    ArvGcRegister *gcRegister = ARV_GC_REGISTER(node(feature));
    std::vector<std::uint8_t> bytes(arv_gc_register_get_length(gcRegister, &error));
    error.check(feature);
    arv_gc_register_get(gcRegister, bytes.data(), bytes.size(), &error);
    error.check(feature);
    return bytes;
}

// Aravis 0.8.26 does not send a command that is longer than the USB camera takes, and says nothing of it.
void WireCamera::setRegisterBytes(const char *feature, const std::vector<std::uint8_t> &bytes)
{
    constexpr std::size_t kMostUsbBytes = 1000;
    ErrorGuard error;
    ArvGcRegister *gcRegister = ARV_GC_REGISTER(node(feature));
    if (m_process.wire() == Wire::Gige || bytes.size() <= kMostUsbBytes) {
        arv_gc_register_set(gcRegister, bytes.data(), bytes.size(), &error);
        return error.check(feature);
    }
    const std::uint64_t address = arv_gc_register_get_address(gcRegister, &error);
    error.check(feature);
    for (std::size_t at = 0; at < bytes.size(); at += kMostUsbBytes) {
        const std::size_t count = std::min(kMostUsbBytes, bytes.size() - at);
        writeMemory(address + at, {bytes.begin() + std::ptrdiff_t(at), bytes.begin() + std::ptrdiff_t(at + count)});
    }
}

void WireCamera::writeMemory(std::uint64_t address, std::vector<std::uint8_t> bytes)
{
    ErrorGuard error;
    const bool done = arv_device_write_memory(m_device, address, std::uint32_t(bytes.size()), bytes.data(), &error);
    error.check("writing " + std::to_string(address));
    if (!done)
        throw std::runtime_error("writing " + std::to_string(address) + ": refused without a word");
}

std::uint32_t WireCamera::bootstrap(std::uint32_t address) const
{
    guint32 value = 0;
    ErrorGuard error;
    arv_device_read_register(m_device, address, &value, &error);
    error.check("register " + std::to_string(address));
    return value;
}

void WireCamera::setBootstrap(std::uint32_t address, std::uint32_t value)
{
    ErrorGuard error;
    arv_device_write_register(m_device, address, value, &error);
    error.check("register " + std::to_string(address));
}

void WireCamera::watchChunks(std::vector<std::string> features)
{
    m_chunks = std::move(features);
    if (!m_parser)
        m_parser = arv_device_create_chunk_parser(m_device);
}

void WireCamera::readChunks(Shot &shot, ArvBuffer *buffer) const
{
    for (const std::string &feature : m_chunks) {
        const char *name = feature.c_str();
        ErrorGuard error;
        if (ARV_IS_GC_FLOAT(node(name)) && !ARV_IS_GC_INTEGER(node(name)))
            shot.real[feature] = arv_chunk_parser_get_float_value(m_parser, buffer, name, &error);
        else
            shot.whole[feature] = arv_chunk_parser_get_integer_value(m_parser, buffer, name, &error);
        error.check(feature);
    }
}

bool WireCamera::boolean(const char *feature) const
{
    ErrorGuard error;
    const bool value = arv_device_get_boolean_feature_value(m_device, feature, &error);
    error.check(feature);
    return value;
}

std::string WireCamera::entry(const char *feature) const
{
    ErrorGuard error;
    const char *text = arv_device_get_string_feature_value(m_device, feature, &error);
    error.check(feature);
    return text ? text : "(no entry of this value)";
}

bool WireCamera::isLocked(const char *feature) const
{
    ErrorGuard error;
    const bool locked = arv_gc_feature_node_is_locked(ARV_GC_FEATURE_NODE(node(feature)), &error);
    error.check(feature);
    return locked;
}

bool WireCamera::isAvailable(const char *feature) const
{
    ErrorGuard error;
    const bool available = arv_gc_feature_node_is_available(ARV_GC_FEATURE_NODE(node(feature)), &error);
    error.check(feature);
    return available;
}

ArvGcVisibility WireCamera::visibility(const char *feature) const
{
    return arv_gc_feature_node_get_visibility(ARV_GC_FEATURE_NODE(node(feature)));
}

std::uint64_t WireCamera::now()
{
    execute("TimestampLatch");
    return std::uint64_t(integer("TimestampLatchValue"));
}

void WireCamera::waitUntil(std::uint64_t cameraNs)
{
    for (std::uint64_t at = now(); at < cameraNs; at = now())
        std::this_thread::sleep_for(std::chrono::nanoseconds(cameraNs - at) + std::chrono::milliseconds(1));
}

void WireCamera::start()
{
    closeStream();
    const auto payload = std::size_t(integer("PayloadSize"));
    ErrorGuard error;
    m_stream = arv_device_create_stream(m_device, nullptr, nullptr, &error);
    error.check("stream");
    // Aravis' automatic size is one image: too little for what a busy host leaves lying if images are small.
    if (m_process.wire() == Wire::Gige)
        g_object_set(m_stream, "socket-buffer", ARV_GV_STREAM_SOCKET_BUFFER_FIXED, "socket-buffer-size", kSocketBytes,
                     nullptr);
    const std::size_t buffers =
        std::clamp<std::size_t>(kBufferBytes / std::max<std::size_t>(payload, 1), 4, kMaxBuffers);
    for (std::size_t i = 0; i < buffers; ++i)
        arv_stream_push_buffer(m_stream, arv_buffer_new_allocate(payload));
    set("TLParamsLocked", 1);
    execute("AcquisitionStart");
}

void WireCamera::stop()
{
    execute("AcquisitionStop");
    set("TLParamsLocked", 0);
    closeStream();
}

void WireCamera::closeStream()
{
    g_clear_object(&m_stream);
}

std::optional<Shot> WireCamera::next(std::chrono::milliseconds patience)
{
    using Clock = std::chrono::steady_clock;
    const auto deadline = Clock::now() + patience;
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::microseconds>(deadline - Clock::now()).count();
        ArvBuffer *buffer = arv_stream_timeout_pop_buffer(m_stream, std::uint64_t(std::max<std::int64_t>(left, 0)));
        if (!buffer)
            return std::nullopt;
        const bool complete = arv_buffer_get_status(buffer) == ARV_BUFFER_STATUS_SUCCESS;
        Shot shot = complete ? copyOf(buffer) : Shot();
        if (complete && !m_chunks.empty())
            readChunks(shot, buffer);
        arv_stream_push_buffer(m_stream, buffer);
        if (complete)
            return shot; // else a busy machine lost packets: the frame counts as not received
    }
}

std::vector<Shot> WireCamera::take(std::size_t frames)
{
    std::vector<Shot> shots;
    while (shots.size() < frames) {
        auto shot = next(kFramePatience);
        if (!shot)
            throw std::runtime_error("frame " + std::to_string(shots.size() + 1) + " of " + std::to_string(frames) +
                                     " did not come");
        shots.push_back(std::move(*shot));
    }
    return shots;
}

std::size_t WireCamera::drain(std::chrono::milliseconds silence)
{
    std::size_t frames = 0;
    while (next(silence))
        ++frames;
    return frames;
}

std::vector<Shot> WireCamera::record(std::size_t frames)
{
    start();
    auto shots = take(frames);
    stop();
    return shots;
}

} // namespace mv::test
