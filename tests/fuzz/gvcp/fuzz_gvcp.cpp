// SPDX-License-Identifier: GPL-3.0-or-later
// A hostile client against the virtual camera's parser and register map: any datagrams, in any order.
#include "camera/virtual/core/fault_settings.h"
#include "camera/virtual/core/xml_templates.h"
#include "camera/virtual/gige/gvcp_dispatcher.h"

#include <cstdlib>

namespace {

using namespace mv::vcam;

class NoStream : public gige::StreamControl
{
public:
    void configure(const gige::StreamConfig &, bool) override {}
    void fireTestPacket(const gige::StreamConfig &) override {}
    std::uint16_t sourcePort() const override { return 1; }
};

void require(bool condition)
{
    if (!condition)
        std::abort();
}

// What must hold of every answer, whatever was asked.
void check(std::span<const std::uint8_t> request, const gige::GvcpOutcome &outcome)
{
    const auto &ack = outcome.ack;
    if (ack.empty())
        return;
    require(request.size() >= 8 && request[0] == 0x42 && (request[1] & 1)); // nobody is answered who did not ask
    require(ack.size() >= 8 && ack.size() <= 8 + gige::kMaxGvcpPayload);
    require(std::size_t(ack[4] << 8 | ack[5]) == ack.size() - 8);
    require(ack[6] == request[6] && ack[7] == request[7]);
    const unsigned status = unsigned(ack[0]) << 8 | ack[1];
    require(status == 0 || (status >= 0x8001 && status <= 0x8008) || status == 0x800C || status == 0x800E);
}

} // namespace

// The input is a sequence of {length, peer and time, datagram}; one camera lives through all of it. Its clock is the
// input's too: what was found can be repeated, and a train or an oscillator between its lines runs on as far as the
// input says, however slow the sanitizers are.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    std::int64_t nowNs = 0, nowMs = 0;
    Camera camera({Model::Mono, "FUZZ", 64, 32, 1}, {std::string(kGigeTransportXml), false},
                  [&nowNs] { return nowNs; });
    NoStream stream;
    gige::GigeDevice device(camera, stream, {}, {});
    gige::GvcpDispatcher dispatcher(device);
    std::span<const std::uint8_t> rest(data, size);
    for (; rest.size() >= 2; nowMs += 100) {
        const std::size_t length = std::min<std::size_t>(rest[0], rest.size() - 2);
        const gige::Peer peer{0x7F000001, std::uint16_t(rest[1] & 1)};
        const bool broadcast = rest[1] & 2;
        nowNs += (rest[1] >> 2) * std::int64_t(20'000); // up to 1.26 ms: a train begins 1 ms after its command
        const auto datagram = rest.subspan(2, length);
        check(datagram, dispatcher.handle(peer, datagram, broadcast, nowMs));
        if (device.privilege().expire(nowMs))
            device.closeStream();
        if (const auto frame = camera.nextFrame({})) // long past: does not wait
            camera.countFrame(frame->imageBytes > 0);
        rest = rest.subspan(2 + length);
    }
    const auto payload = std::get<std::int64_t>(camera.feature("PayloadSize"));
    require(camera.faults().payloadZero == (payload == 0) &&
            payload <= 64 * 32 * 3 + 128); // whatever was written, the image stays on the sensor
    return 0;
}
