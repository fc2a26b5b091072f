// SPDX-License-Identifier: GPL-3.0-or-later
// GigE Vision and USB3 Vision as wires.
#include "app/virtual_camera/wire.h"

#include "camera/virtual/core/camera.h"
#include "camera/virtual/core/xml_templates.h"
#include "camera/virtual/gige/gige_server.h"
#include "camera/virtual/gige/network_interface.h"
#include "camera/virtual/u3v/u3v_function.h"
#include "camera/virtual/usbip/usbip_server.h"

#include <cstdio>

namespace mv::vcam {

namespace {

class GigeWire : public Wire
{
public:
    GigeWire(Camera &camera, std::uint32_t address) : m_address(address), m_server(camera, address) {}

    std::optional<std::string> start() override { return m_server.start(); }
    void stop() override { m_server.stop(); }
    std::vector<std::string> warnings() const override { return m_server.warnings(); }
    std::string_view name() const override { return "GigE"; }
    std::string readyMembers() const override
    {
        const auto &mac = m_server.mac();
        char macText[18];
        std::snprintf(macText, sizeof macText, "%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2], mac[3], mac[4],
                      mac[5]);
        return R"("transport":"gige","address":")" + gige::addressText(m_address) + R"(","mac":")" + macText + '"';
    }

private:
    std::uint32_t m_address;
    gige::GigeServer m_server;
};

/// @p text as a JSON string without its quotes.
std::string escaped(const std::string &text)
{
    std::string out;
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20) {
            char code[7];
            std::snprintf(code, sizeof code, "\\u%04x", unsigned(c));
            out += code;
            continue;
        }
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out;
}

class UsbWire : public Wire
{
public:
    UsbWire(Camera &camera, std::string socket) : m_function(camera), m_server(m_function, std::move(socket)) {}

    bool hasFault(std::string_view name) const override
    {
        return name.starts_with("VirtualFault") &&
               kUsbTransportXml.find(" Name=\"" + std::string(name) + '"') != std::string_view::npos;
    }
    std::optional<std::string> setFault(std::string_view name, std::string_view text) override
    {
        return m_function.setFeature(name, text);
    }
    std::optional<std::string> start() override { return m_server.start(); }
    void stop() override { m_server.stop(); }
    std::string_view name() const override { return "USB"; }
    std::string readyMembers() const override
    {
        return R"("transport":"usb","socket":")" + escaped(m_server.path()) + '"';
    }

private:
    u3v::U3vFunction m_function;
    usbip::UsbipServer m_server;
};

} // namespace

std::string_view transportXml(Transport transport)
{
    return transport == Transport::Usb ? kUsbTransportXml : kGigeTransportXml;
}

std::unique_ptr<Wire> makeWire(const Options &options, Camera &camera)
{
    if (options.transport == Transport::Usb)
        return std::make_unique<UsbWire>(
            camera, options.socket.empty() ? usbip::defaultSocketPath(camera.config().serial) : options.socket);
    return std::make_unique<GigeWire>(camera, options.address);
}

} // namespace mv::vcam
