// SPDX-License-Identifier: GPL-3.0-or-later
// Commands, their answers, and what goes wrong with them on purpose.
#include "camera/virtual/u3v/control_loop.h"

#include "camera/virtual/core/feature_rows.h"
#include "camera/virtual/core/thread_priority.h"
#include "camera/virtual/u3v/u3v_device.h"

#include <algorithm>

namespace mv::vcam::u3v {

namespace {

using std::chrono::milliseconds;

constexpr std::size_t kMostCommands = 256;      // that wait; more are lost
constexpr auto kAnswerFirst = milliseconds(20); // before VirtualFaultUnplug=Now acts
constexpr auto kMargin = milliseconds(500);     // for the scheduler of a busy machine

bool isFaultAccess(const GencpRequest &request)
{
    const auto memory = request.memory();
    return memory && ((memory->first >= kUsbFaultAddress && memory->first < kUsbFaultEnd) ||
                      (memory->first >= kFaultAddress && memory->first < kFaultEnd));
}

bool isInsideXml(const GencpRequest &request)
{
    const auto memory = request.memory();
    return memory && memory->first > kXmlAddress && memory->first < kFeatureAddress;
}

} // namespace

ControlLoop::ControlLoop(U3vDevice &device, InPipe &acks, Hooks hooks)
    : m_device(device), m_acks(acks), m_hooks(std::move(hooks))
{}

ControlLoop::~ControlLoop()
{
    stop();
}

void ControlLoop::start()
{
    m_quit = false;
    m_thread = std::thread([this] { run(); });
}

void ControlLoop::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_quit = true;
    }
    m_changed.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void ControlLoop::post(std::vector<std::uint8_t> command)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_commands.size() < kMostCommands)
            m_commands.push_back(std::move(command));
    }
    m_changed.notify_all();
}

void ControlLoop::clear()
{
    {
        const std::lock_guard lock(m_mutex);
        m_commands.clear();
        ++m_clears;
    }
    m_changed.notify_all();
}

// Clients wait 200 ms for an answer, and Aravis 32 ms for the first ones: a camera's firmware has nothing else to do.
void ControlLoop::run()
{
    goFirst();
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [this] { return m_quit || !m_commands.empty(); });
        if (m_quit)
            return;
        const auto packet = std::move(m_commands.front());
        m_commands.pop_front();
        lock.unlock();
        serve(packet);
        lock.lock();
    }
}

/// False if the wait was broken off: the command is to be forgotten.
bool ControlLoop::sleep(milliseconds time)
{
    std::unique_lock lock(m_mutex);
    const std::uint64_t clears = m_clears;
    return !m_changed.wait_for(lock, time, [&] { return m_quit || m_clears != clears; });
}

void ControlLoop::announce(const GencpRequest &request, milliseconds wait)
{
    const auto ms = std::clamp<std::int64_t>((wait + kMargin).count(), 0, 0xFFFF);
    if (request.wantsAck())
        m_acks.push(sliceOf(makeGencpPendingAck(request.id, std::uint16_t(ms))));
}

/// Everything that lets the host wait. False: forget the command.
bool ControlLoop::delay(const GencpRequest &request, const Faults &faults, RegisterFault fault)
{
    if (faults.registerDelayMs > 0) {
        const milliseconds time(faults.registerDelayMs);
        if (faults.pendingAck)
            announce(request, time);
        if (!sleep(time))
            return false;
    }
    switch (fault) {
    case RegisterFault::Slow:
        return sleep(kSlow);
    case RegisterFault::Late:
        return sleep(milliseconds(kLateMs));
    case RegisterFault::PendingStorm:
        for (int i = 0; i < kStormAcks; ++i)
            announce(request, milliseconds(kStormMs));
        return sleep(milliseconds(kStormMs));
    default:
        return fault != RegisterFault::Silent;
    }
}

void ControlLoop::answer(const GencpRequest &request, RegisterFault fault)
{
    std::vector<std::uint8_t> ack;
    if (fault != RegisterFault::Refuse)
        ack = executeGencp(m_device, request);
    else if (request.wantsAck())
        ack = makeGencpAck(Status::AccessDenied, request.command, request.id);
    if (ack.empty())
        return;
    if (fault == RegisterFault::WrongId)
        ack[kGencpHeaderBytes - 2] ^= 1; // the id is the last field of the header
    m_acks.push(sliceOf(std::move(ack)));
}

/// True if the camera leaves the bus instead of answering.
bool ControlLoop::vanishes(const GencpRequest &request)
{
    std::optional<milliseconds> time;
    if (request.is(GencpCommand::ReadMem) && isInsideXml(request))
        time = m_device.takeUnplug(UnplugFault::XmlRead);
    if (request.is(GencpCommand::WriteMem) && !isFaultAccess(request)) {
        time = m_device.takeUnplug(UnplugFault::NextWrite);
        if (time)
            executeGencp(m_device, request);
    }
    if (time)
        m_hooks.unplug(*time);
    return time.has_value();
}

void ControlLoop::serve(std::span<const std::uint8_t> packet)
{
    const auto request = parseGencp(packet);
    const Faults faults = m_device.camera().faults();
    if (!request || faults.silent)
        return;
    if (m_device.takeStall(StallFault::Control) == StallFault::Control) {
        m_acks.setHalted(true);
        return;
    }
    if (vanishes(*request))
        return;
    const RegisterFault fault = registerFault(faults, *request);
    if (!delay(*request, faults, fault))
        return;
    answer(*request, fault);
    m_hooks.served();
    if (const auto time = m_device.takeUnplug(UnplugFault::Now)) {
        sleep(kAnswerFirst);
        m_hooks.unplug(*time);
    }
}

} // namespace mv::vcam::u3v
