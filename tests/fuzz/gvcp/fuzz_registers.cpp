// SPDX-License-Identifier: GPL-3.0-or-later
// A hostile client that knows the camera: every register of the table, values at the edges, commands in any order,
// frames fetched or not, and time that jumps.
#include "camera/virtual/core/xml_templates.h"
#include "camera/virtual/gige/gvcp_dispatcher.h"

#include <fuzzer/FuzzedDataProvider.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

using namespace mv::vcam;
using Bytes = std::vector<std::uint8_t>;

constexpr std::uint32_t kWidth = 64, kHeight = 32;
constexpr gige::Peer kController{0x7F000001, 1};
constexpr unsigned kMostSteps = 120;

void require(bool condition, const char *what)
{
    if (condition)
        return;
    std::fprintf(stderr, "fuzz_registers: %s\n", what);
    std::abort();
}

class NoStream : public gige::StreamControl
{
public:
    void configure(const gige::StreamConfig &, bool) override {}
    void fireTestPacket(const gige::StreamConfig &) override {}
    std::uint16_t sourcePort() const override { return 1; }
};

bool isStandardStatus(unsigned status)
{
    return status == 0 || (status >= 0x8001 && status <= 0x8008) || status == 0x800C || status == 0x800E;
}

void appendBig(Bytes &out, std::uint32_t value, unsigned bytes)
{
    while (bytes-- > 0)
        out.push_back(std::uint8_t(value >> (8 * bytes)));
}

class HostileClient
{
public:
    explicit HostileClient(FuzzedDataProvider &input)
        : m_input(input)
        , m_camera({input.PickValueInArray({Model::Mono, Model::Color, Model::Basic}), "FUZZ", kWidth, kHeight, 1},
                   {std::string(kGigeTransportXml), false}, [this] { return m_nowNs; })
        , m_device(m_camera, m_stream, {}, {})
        , m_dispatcher(m_device)
        , m_rows(m_camera.registers())
    {
        m_camera.setFeature("VirtualTarget", "Uniform"); // the chart of a million pixels is drawn if it is asked for
        takeControl();
    }

    void step()
    {
        switch (m_input.ConsumeIntegralInRange(0, 9)) {
        case 0:
        case 1:
        case 2:
            return writeRow(row());
        case 3:
            return execute();
        case 4:
            return writeAnything();
        case 5:
            return readAnything();
        case 6:
        case 7:
            return jump();
        case 8:
            return fetch();
        default:
            return takeControl();
        }
    }

    // Whatever was written: the image stays on the sensor, and the camera's sums are numbers.
    void checkCamera()
    {
        const auto integer = [&](const char *name) { return std::get<std::int64_t>(m_camera.feature(name)); };
        require(integer("OffsetX") + integer("Width") <= integer("WidthMax"), "the region leaves the sensor");
        require(integer("OffsetY") + integer("Height") <= integer("HeightMax"), "the region leaves the sensor");
        require(integer("WidthMax") <= kWidth && integer("HeightMax") <= kHeight, "the sensor has grown");
        const auto payload = integer("PayloadSize");
        require(payload > 0 && payload <= kWidth * kHeight * 3 + 128, "impossible payload");
        const double rate = std::get<double>(m_camera.feature("ResultingFrameRateAbs"));
        require(std::isfinite(rate) && rate > 0, "impossible frame rate");
    }

private:
    const Register &row() { return m_rows[m_input.ConsumeIntegralInRange<std::size_t>(0, m_rows.size() - 1)]; }

    Bytes ask(std::uint16_t command, const Bytes &payload)
    {
        Bytes datagram{0x42, 1};
        appendBig(datagram, command, 2);
        appendBig(datagram, std::uint32_t(payload.size()), 2);
        m_id = m_id == 0xFFFF ? 1 : std::uint16_t(m_id + 1); // a repeated id would be answered from memory
        appendBig(datagram, m_id, 2);
        datagram.insert(datagram.end(), payload.begin(), payload.end());
        Bytes ack = m_dispatcher.handle(kController, datagram, false, m_nowNs / 1'000'000).ack;
        require(ack.size() >= 8, "no answer");
        require(isStandardStatus(unsigned(ack[0]) << 8 | ack[1]), "a status that the standard does not know");
        return ack;
    }

    bool writeMemory(std::uint64_t address, const Bytes &data)
    {
        Bytes payload;
        appendBig(payload, std::uint32_t(address), 4);
        payload.insert(payload.end(), data.begin(), data.end());
        const Bytes ack = ask(0x0086, payload);
        return ack[0] == 0 && ack[1] == 0;
    }

    Bytes readMemory(std::uint64_t address, std::uint32_t size)
    {
        Bytes payload;
        appendBig(payload, std::uint32_t(address), 4);
        appendBig(payload, size, 4);
        const Bytes ack = ask(0x0084, payload);
        return ack.size() > 12 ? Bytes(ack.begin() + 12, ack.end()) : Bytes();
    }

    void takeControl()
    {
        Bytes payload;
        appendBig(payload, 0xA00, 4);
        appendBig(payload, 2, 4);
        ask(0x0082, payload);
    }

    std::uint64_t edgeInteger(const Register &row)
    {
        constexpr std::array<std::uint64_t, 18> kEdges = {0,
                                                          1,
                                                          2,
                                                          3,
                                                          4,
                                                          6,
                                                          7,
                                                          8,
                                                          12,
                                                          0xFF,
                                                          0x100,
                                                          0xFFFF,
                                                          1000000,
                                                          0x7FFFFFFF,
                                                          0x80000000,
                                                          0xFFFFFFFF,
                                                          0x7FFFFFFFFFFFFFFF,
                                                          0xFFFFFFFFFFFFFFFF};
        if (!row.entries.empty() && m_input.ConsumeBool())
            return std::uint64_t(
                row.entries[m_input.ConsumeIntegralInRange<std::size_t>(0, row.entries.size() - 1)].value);
        return m_input.ConsumeBool() ? m_input.PickValueInArray(kEdges) : m_input.ConsumeIntegral<std::uint64_t>();
    }

    double edgeReal()
    {
        constexpr std::array<double, 24> kEdges = {0,   -0.0, 1,   -1,   0.01, 0.5,   0.999,  1.0000001,
                                                   5,   10,   24,  30,   100,  1e3,   1e4,    1e5,
                                                   1e6, 1e7,  1e9, 1e12, 1e-9, 1e308, -1e308, 4.9e-324};
        constexpr std::array<std::uint64_t, 4> kSpecial = {0x7FF8000000000000, 0x7FF0000000000000, 0xFFF0000000000000,
                                                           0x7FF0000000000001};
        switch (m_input.ConsumeIntegralInRange(0, 3)) {
        case 0:
            return std::bit_cast<double>(m_input.PickValueInArray(kSpecial));
        case 1:
            return std::bit_cast<double>(m_input.ConsumeIntegral<std::uint64_t>());
        default:
            return m_input.PickValueInArray(kEdges);
        }
    }

    Bytes valueFor(const Register &row)
    {
        if (row.kind == RegisterKind::Text) {
            Bytes text = m_input.ConsumeBytes<std::uint8_t>(row.size);
            text.resize((text.size() + 3) / 4 * 4);
            return text;
        }
        const std::uint64_t bits =
            row.kind == RegisterKind::Float ? std::bit_cast<std::uint64_t>(edgeReal()) : edgeInteger(row);
        Bytes data(row.size);
        for (std::size_t i = 0; i < data.size(); ++i)
            data[i] = std::uint8_t(bits >> (8 * std::min<std::size_t>(i, 7)));
        return data;
    }

    void writeRow(const Register &row)
    {
        if (row.name.starts_with("VirtualFault")) // the wire's own faults have their own tests, and would end this one
            return;
        const Bytes data = valueFor(row);
        if (writeMemory(row.address, data) && row.access == Access::ReadWrite && row.kind != RegisterKind::Text)
            require(readMemory(row.address, std::uint32_t(row.size)) == data, "what was written is not read back");
    }

    void execute()
    {
        const std::size_t first = m_input.ConsumeIntegralInRange<std::size_t>(0, m_rows.size() - 1);
        for (std::size_t i = 0; i < m_rows.size(); ++i) {
            const Register &row = m_rows[(first + i) % m_rows.size()];
            if (row.access == Access::WriteOnly) {
                writeMemory(row.address, {1, 0, 0, 0});
                return;
            }
        }
    }

    void writeAnything()
    {
        const std::uint64_t address = row().address + m_input.ConsumeIntegralInRange<std::uint64_t>(0, 16);
        if (address < 0x2F0000)
            writeMemory(address,
                        m_input.ConsumeBytes<std::uint8_t>(m_input.ConsumeIntegralInRange<std::size_t>(0, 64)));
    }

    void readAnything()
    {
        readMemory(row().address + m_input.ConsumeIntegralInRange<std::uint64_t>(0, 8),
                   m_input.ConsumeIntegralInRange<std::uint32_t>(0, 540));
    }

    void jump()
    {
        constexpr std::array<std::int64_t, 8> kJumps = {1,          1'000,       100'000,       1'000'000,
                                                        10'000'000, 100'000'000, 1'000'000'000, 30'000'000'000};
        // Rare, since the camera lives through a quarter of a million events then.
        constexpr std::int64_t kDay = 86'400'000'000'000;
        const bool longOne = !m_hasSlept && m_input.ConsumeIntegral<std::uint8_t>() == 0xDA;
        m_hasSlept |= longOne;
        m_nowNs += longOne ? kDay : m_input.PickValueInArray(kJumps);
        if (m_device.privilege().expire(m_nowNs / 1'000'000))
            m_device.closeStream();
    }

    void fetch()
    {
        const auto frame = m_camera.nextFrame({}); // long past: does not wait
        if (!frame)
            return;
        require(frame->width <= kWidth && frame->height <= kHeight && frame->imageBytes > 0, "impossible frame");
        require(frame->imageBytes <= kWidth * kHeight * 6, "impossible frame size");
        if (frame->pixels->state() == PixelsState::Ready) {
            const auto from = m_input.ConsumeIntegralInRange<std::size_t>(0, frame->imageBytes - 1);
            Bytes some(m_input.ConsumeIntegralInRange<std::size_t>(0, frame->imageBytes - from));
            Camera::pixels(*frame, from, some);
        }
        m_camera.countFrame(m_input.ConsumeBool());
    }

    FuzzedDataProvider &m_input;
    std::int64_t m_nowNs = 1'000'000'000;
    Camera m_camera;
    NoStream m_stream;
    gige::GigeDevice m_device;
    gige::GvcpDispatcher m_dispatcher;
    std::span<const Register> m_rows;
    std::uint16_t m_id = 0;
    bool m_hasSlept = false;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    FuzzedDataProvider input(data, size);
    HostileClient client(input);
    for (unsigned i = 0; i < kMostSteps && input.remaining_bytes() > 0; ++i) {
        client.step();
        client.checkCamera();
    }
    return 0;
}
