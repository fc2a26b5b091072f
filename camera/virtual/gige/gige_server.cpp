// SPDX-License-Identifier: GPL-3.0-or-later
// Putting the parts of a GigE Vision device together.
#include "camera/virtual/gige/gige_server.h"

#include "camera/virtual/core/camera.h"
#include "camera/virtual/core/events/device_event.h"
#include "camera/virtual/gige/control_loop.h"
#include "camera/virtual/gige/message_sender.h"
#include "camera/virtual/gige/network_interface.h"
#include "camera/virtual/gige/stream_sender.h"

#include <cerrno>
#include <cstring>

namespace mv::vcam::gige {

namespace {

constexpr std::uint32_t kLimitedBroadcast = 0xFFFFFFFF;
constexpr std::uint32_t kEthernetPacketSize = 1500;

std::string bindProblem(std::uint32_t address, int error)
{
    const std::string where = addressText(address);
    if (error == EADDRINUSE)
        return "port 3956 at " + where +
               " is taken: another camera runs there; end it, or choose another --address, for example 127.0.0.2";
    if (error == EADDRNOTAVAIL)
        return where + " is no address of this machine; choose another --address, for example 127.0.0.1";
    return "cannot listen at " + where + ", port 3956: " + std::strerror(error);
}

} // namespace

struct GigeServer::Parts
{
    StreamSender sender;
    MessageSender messages;
    GigeDevice device;
    ControlLoop loop;

    Parts(Camera &camera, const NetworkIdentity &identity, const StreamConfig &stream)
        : sender(camera)
        , messages(camera, [this](const DeviceEvent &event) { return blockOf(event); })
        , device(camera, sender, identity, stream)
        , loop(device, sender)
    {
        device.setMessageControl(&messages);
    }
    std::uint16_t blockOf(const DeviceEvent &event) const
    {
        return event.row().hasFrame ? sender.blockOf(event.acquisition, event.frame.id) : std::uint16_t(0);
    }
};

GigeServer::GigeServer(Camera &camera, std::uint32_t address)
    : m_camera(camera), m_address(address), m_mac(macFor(camera.config().serial, address))
{}

GigeServer::~GigeServer()
{
    stop();
}

std::optional<std::string> GigeServer::start()
{
    const auto interface = interfaceOf(m_address);
    if (!interface)
        return bindProblem(m_address, EADDRNOTAVAIL);
    StreamConfig stream;
    stream.packetSize = interface->loopback ? kMaxPacketSize : kEthernetPacketSize;
    m_parts = std::make_unique<Parts>(m_camera, NetworkIdentity{m_address, interface->netmask, 0, m_mac}, stream);

    if (const int error = m_parts->loop.listen())
        return bindProblem(m_address, error);
    // Bound to the broadcast addresses, not to 0.0.0.0, and to one interface: nothing listens on any other network, and
    // several cameras can listen side by side.
    for (const std::uint32_t broadcast : {kLimitedBroadcast, interface->broadcast}) {
        if (const int error = m_parts->loop.listenForBroadcasts(broadcast, interface->name))
            m_warnings.push_back("discovery by broadcast to " + addressText(broadcast) +
                                 " will not find this camera (" + std::strerror(error) + "); open it by its address");
    }
    if (const int error = m_parts->sender.start(m_address))
        return bindProblem(m_address, error);
    if (const int error = m_parts->messages.start(m_address))
        return bindProblem(m_address, error);
    if (const int error = m_parts->loop.start())
        return std::string("cannot start the control thread: ") + std::strerror(error);
    return std::nullopt;
}

void GigeServer::stop()
{
    if (!m_parts)
        return;
    m_parts->loop.stop();
    m_parts->messages.stop();
    m_parts->sender.stop();
}

} // namespace mv::vcam::gige
