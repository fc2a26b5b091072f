// SPDX-License-Identifier: GPL-3.0-or-later
// A hostile host against the USB3 Vision device's parser, registers and stream: any commands, in any order.
#include "camera/virtual/core/fault_settings.h"
#include "camera/virtual/core/xml_templates.h"
#include "camera/virtual/u3v/gencp_dispatcher.h"
#include "camera/virtual/u3v/stream_block.h"
#include "camera/virtual/u3v/u3v_device.h"

#include <cstdlib>

namespace {

using namespace mv::vcam;

class Recorder : public u3v::StreamControl
{
public:
    u3v::StreamSetup setup;
    void configure(const u3v::StreamSetup &given) override { setup = given; }
    void enableEvents(bool) override {}
};

void require(bool condition)
{
    if (!condition)
        std::abort();
}

// What must hold of every answer, whatever was asked.
void check(std::span<const std::uint8_t> request, const std::vector<std::uint8_t> &ack)
{
    if (ack.empty())
        return;
    require(request.size() >= 12 && (request[5] & 0x40)); // nobody is answered who did not ask
    require(ack.size() >= 12 && ack.size() <= u3v::kMaxAckBytes);
    require(std::size_t(ack[8] | ack[9] << 8) == ack.size() - 12);
    require(ack[10] == request[10] && ack[11] == request[11]);
    const unsigned status = unsigned(ack[4]) | unsigned(ack[5]) << 8;
    require(status == 0 || (status >= 0x8001 && status <= 0x8008) || status == 0x800E || status == 0xA003 ||
            status == 0xA004);
}

// A frame as the stream would have it: no more than the host's transfers hold, and every byte can be read.
void checkFrame(Camera &camera, const Recorder &recorder, const u3v::U3vDevice &device)
{
    auto frame = camera.nextFrame({}); // long past: does not wait
    if (!frame)
        return;
    const std::size_t payload = frame->payloadBytes();
    if (recorder.setup.payloadSize != 0 && payload / recorder.setup.payloadSize > 100'000)
        return camera.countFrame(false); // a host that wants so many transfers waits for them itself
    const auto block = u3v::makeBlock(camera, std::move(frame), 0, {recorder.setup, camera.faults(), device.faults()});
    require(u3v::bytesOf(block).size() == u3v::totalBytes(block));
    require(u3v::totalBytes(block) <= u3v::kLeaderBytes + payload + u3v::kChunkTrailerBytes);
    require(u3v::totalBytes(block) <= u3v::kLeaderBytes + recorder.setup.capacity() + u3v::kChunkTrailerBytes);
}

} // namespace

// The input is a sequence of {length, time, command behind the prefix}; one camera lives through all of it, and its
// clock is the input's too.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    std::int64_t nowNs = 0;
    Camera camera({Model::Mono, "FUZZ", 64, 32, 1}, {std::string(kUsbTransportXml), false}, [&nowNs] { return nowNs; });
    Recorder recorder;
    u3v::U3vDevice device(camera, recorder);
    std::span<const std::uint8_t> rest(data, size);
    while (rest.size() >= 2) {
        const std::size_t length = std::min<std::size_t>(rest[0], rest.size() - 2);
        nowNs += (rest[1] >> 2) * std::int64_t(20'000);
        std::vector<std::uint8_t> packet{'U', '3', 'V', 'C'};
        const auto command = rest.subspan(2, length);
        packet.insert(packet.end(), command.begin(), command.end());
        if (const auto request = u3v::parseGencp(packet)) {
            u3v::registerFault(camera.faults(), *request);
            check(packet, u3v::executeGencp(device, *request));
        }
        if (rest[1] & 1)
            device.reset();
        checkFrame(camera, recorder, device);
        rest = rest.subspan(2 + length);
    }
    return 0;
}
