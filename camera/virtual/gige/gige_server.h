// SPDX-License-Identifier: GPL-3.0-or-later
// A camera on a network: everything that makes it a GigE Vision device.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mv::vcam {
class Camera;
}

namespace mv::vcam::gige {

/// Serves one camera at one IPv4 address: GVCP at port 3956, GVSP from a port of its own, and discovery broadcasts on
/// that address's network interface only. Two threads of its own: control and stream. Thread of the functions here:
/// one.
class GigeServer
{
public:
    /// @p address (host byte order) must be one of this machine. The camera must outlive the server.
    GigeServer(Camera &camera, std::uint32_t address);
    ~GigeServer();

    /// A sentence saying why not, or nothing. Serves from then on until stop().
    std::optional<std::string> start();
    void stop();

    /// Broadcasts that cannot be heard (somebody else has the address to himself), as sentences for people; after
    /// start().
    const std::vector<std::string> &warnings() const { return m_warnings; }
    const std::array<std::uint8_t, 6> &mac() const { return m_mac; }

private:
    struct Parts;

    Camera &m_camera;
    const std::uint32_t m_address;
    const std::array<std::uint8_t, 6> m_mac;
    std::vector<std::string> m_warnings;
    std::unique_ptr<Parts> m_parts; ///< from start() on
};

} // namespace mv::vcam::gige
