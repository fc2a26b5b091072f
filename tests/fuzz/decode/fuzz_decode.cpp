// SPDX-License-Identifier: GPL-3.0-or-later
// What a leader from the wire may say of a frame, and the bytes that came with it: decode, pixel, display, metadata.
#include <camera/imaging/decode.h>
#include <camera/imaging/image_file.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

using namespace mv;

namespace {

/// Takes little-endian numbers from the front of the input; zero where it has ended.
class Input
{
public:
    Input(const std::uint8_t *data, std::size_t size) : m_data(data), m_size(size) {}

    std::uint32_t number()
    {
        std::uint32_t value = 0;
        const std::size_t count = std::min(m_size, sizeof value);
        std::memcpy(&value, m_data, count);
        m_data += count;
        m_size -= count;
        return value;
    }
    std::vector<std::byte> rest() const
    {
        const auto *bytes = reinterpret_cast<const std::byte *>(m_data);
        return {bytes, bytes + m_size};
    }

private:
    const std::uint8_t *m_data;
    std::size_t m_size;
};

/// Half of the time a code of the table, so that the packings are reached.
std::uint32_t pixelFormat(std::uint32_t number)
{
    const auto formats = pixelFormats();
    return number % 2 == 0 ? static_cast<std::uint32_t>(formats[number / 2 % formats.size()].code) : number;
}

void require(bool condition)
{
    if (!condition)
        std::abort();
}

/// Whatever decodes has samples of its size and range, and every way to a pixel gives the same value.
void checkDecoded(const Frame &frame, const Samples &samples, std::uint32_t x, std::uint32_t y)
{
    const auto channels = static_cast<std::size_t>(samples.channels);
    require(samples.values.size() == std::size_t(samples.width) * samples.height * channels);
    for (const std::uint16_t value : samples.values)
        require(value <= frame.format()->maxValue());
    const auto pixel = pixelAt(frame, x % samples.width, y % samples.height);
    require(pixel.has_value());
    const std::size_t index = (std::size_t(y % samples.height) * samples.width + x % samples.width) * channels;
    require(pixel->values[0] == samples.values[index]);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Input input(data, size);
    FrameInfo info;
    info.pixelFormat = pixelFormat(input.number());
    info.width = input.number();
    info.height = input.number();
    info.paddingX = input.number();
    const std::uint32_t x = input.number();
    const std::uint32_t y = input.number();
    const std::vector<Chunk> chunks = {{1, x, y}};
    const std::vector<std::byte> payload = input.rest();
    const Frame frame(info, payload, nullptr, chunks);

    (void)pixelAt(frame, x, y);
    (void)frameMetadata(*frame.detached(), {});
    const auto samples = decode(frame);
    if (samples)
        checkDecoded(frame, *samples, x, y);
    const QImage image = toDisplayImage(frame);
    require(image.isNull() || samples.has_value());
    for (const Chunk &chunk : frame.chunks())
        require(chunk.offset + chunk.length <= frame.payload().size());
    return 0;
}
