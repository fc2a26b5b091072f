// SPDX-License-Identifier: GPL-3.0-or-later
// Putting the parts of a USB3 Vision device together.
#include "camera/virtual/u3v/u3v_function.h"

#include "camera/virtual/u3v/control_loop.h"
#include "camera/virtual/u3v/endpoint_zero.h"
#include "camera/virtual/u3v/event_source.h"
#include "camera/virtual/u3v/stream_source.h"
#include "camera/virtual/u3v/usb_descriptors.h"

#include <atomic>

namespace mv::vcam::u3v {

namespace {
constexpr std::uint64_t kHighSpeedBytes = 40'000'000; // per second that USB 2.0 carries in practice
} // namespace

struct U3vFunction::Parts : public StreamControl, public EndpointHalts
{
    StreamSource frames;
    EventSource eventSource;
    InPipe acks, events, stream;
    U3vDevice device;
    ControlLoop control;
    std::atomic<bool> commandsHalted = false;
    std::mutex pullMutex; // guards pull
    std::function<void(std::chrono::milliseconds)> pull;

    explicit Parts(Camera &camera)
        : frames(camera)
        , eventSource(camera)
        , events(&eventSource)
        , stream(&frames)
        , device(camera, *this)
        , control(device, acks, {[this](std::chrono::milliseconds time) { unplug(time); }, [this] { applyFaults(); }})
    {
        frames.setDevice(device);
    }

    InPipe *pipe(std::uint8_t endpoint)
    {
        switch (endpoint) {
        case kAckEndpoint:
            return &acks;
        case kEventEndpoint:
            return &events;
        case kStreamEndpoint:
            return &stream;
        default:
            return nullptr;
        }
    }

    std::uint64_t linkBytes() const
    {
        const std::uint64_t slow = std::uint64_t(device.faults().linkKilobytes) * 1000;
        if (!device.highSpeed())
            return slow;
        return slow == 0 ? kHighSpeedBytes : std::min(slow, kHighSpeedBytes);
    }

    void unplug(std::chrono::milliseconds time)
    {
        const std::lock_guard lock(pullMutex);
        if (pull)
            pull(time);
    }

    /// What the last command switched on.
    void applyFaults()
    {
        stream.setRate(linkBytes());
        if (device.takeStall(StallFault::Event) == StallFault::Event)
            events.setHalted(true);
        if (device.takeStall(StallFault::Stream) == StallFault::Stream)
            stream.setHalted(true);
    }

    void configure(const StreamSetup &setup) override
    {
        frames.configure(setup);
        stream.flush();
    }
    void enableEvents(bool on) override
    {
        eventSource.enable(on);
        events.flush();
    }

    bool hasEndpoint(std::uint8_t endpoint) const override
    {
        return endpoint == kCommandEndpoint || const_cast<Parts *>(this)->pipe(endpoint);
    }
    bool halted(std::uint8_t endpoint) const override
    {
        return endpoint == kCommandEndpoint ? commandsHalted.load()
                                            : const_cast<Parts *>(this)->pipe(endpoint)->halted();
    }
    void setHalted(std::uint8_t endpoint, bool on) override
    {
        if (endpoint != kCommandEndpoint)
            return pipe(endpoint)->setHalted(on);
        commandsHalted = on;
        control.clear();
    }

    void reset()
    {
        control.clear();
        device.reset();
        device.camera().stopAcquisition();
        device.camera().abandonFiles();
        commandsHalted = false;
        const std::size_t packet = packetBytes(speed());
        for (InPipe *pipe : {&acks, &events, &stream}) {
            pipe->setHalted(false);
            pipe->setPacketBytes(packet);
        }
        stream.setRate(linkBytes());
    }
    UsbSpeed speed() const { return device.highSpeed() ? UsbSpeed::High : UsbSpeed::Super; }
};

U3vFunction::U3vFunction(Camera &camera) : m_parts(std::make_unique<Parts>(camera))
{
    for (InPipe *pipe : {&m_parts->acks, &m_parts->events, &m_parts->stream})
        pipe->start();
    m_parts->control.start();
}

U3vFunction::~U3vFunction()
{
    m_parts->control.stop();
    for (InPipe *pipe : {&m_parts->acks, &m_parts->events, &m_parts->stream})
        pipe->stop();
}

std::optional<std::string> U3vFunction::setFeature(std::string_view name, std::string_view text)
{
    return m_parts->device.setFeature(name, text);
}

UsbIdentity U3vFunction::identity() const
{
    return makeIdentity(m_parts->speed());
}

TransferResult U3vFunction::control(const UsbSetup &setup, std::span<const std::uint8_t>)
{
    const Camera &camera = m_parts->device.camera();
    const auto text = [&camera](std::string_view feature) { return std::get<std::string>(camera.feature(feature)); };
    return answerSetup(setup, m_parts->speed(),
                       {text("DeviceModelName"), camera.config().serial, text("DeviceVersion"), text("DeviceUserID")},
                       *m_parts);
}

int U3vFunction::bulkOut(std::uint8_t endpoint, std::span<const std::uint8_t> data)
{
    if (endpoint != kCommandEndpoint || m_parts->commandsHalted)
        return kStalled;
    m_parts->control.post({data.begin(), data.end()});
    return kTransferDone;
}

bool U3vFunction::bulkIn(std::uint8_t endpoint, std::size_t length, std::uint32_t id,
                         const std::shared_ptr<TransferSink> &sink)
{
    InPipe *pipe = m_parts->pipe(endpoint);
    if (pipe)
        pipe->submit(length, id, sink);
    return pipe != nullptr;
}

std::optional<TransferResult> U3vFunction::cancel(std::uint32_t id, const TransferSink *sink)
{
    for (InPipe *pipe : {&m_parts->acks, &m_parts->events, &m_parts->stream}) {
        if (auto result = pipe->cancel(id, sink))
            return result;
    }
    return std::nullopt;
}

void U3vFunction::forget(const TransferSink *sink, std::optional<unsigned> interface)
{
    for (const std::uint8_t endpoint : {kAckEndpoint, kEventEndpoint, kStreamEndpoint}) {
        if (!interface || *interface == interfaceOf(endpoint))
            m_parts->pipe(endpoint)->forget(sink);
    }
}

// A bus that is let down by its host resets the device's port.
void U3vFunction::orphaned(unsigned interface)
{
    if (interface == kControlInterface)
        m_parts->reset();
    else if (interface == kEventInterface)
        m_parts->device.write(kEirmAddress, std::array<std::uint8_t, 4>{});
}

void U3vFunction::plugged()
{
    m_parts->reset();
}

void U3vFunction::unplugged()
{
    m_parts->reset();
}

void U3vFunction::onUnplugWish(std::function<void(std::chrono::milliseconds)> pull)
{
    const std::lock_guard lock(m_parts->pullMutex);
    m_parts->pull = std::move(pull);
}

} // namespace mv::vcam::u3v
