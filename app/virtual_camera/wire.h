// SPDX-License-Identifier: GPL-3.0-or-later
// The wire that the camera hangs on, whichever it is.
#pragma once

#include "app/virtual_camera/options.h"

#include <memory>
#include <string_view>

namespace mv::vcam {

class Camera;

/// Thread: main.
class Wire
{
public:
    virtual ~Wire() = default;

    /// Whether the wire has a fault of that name, to be set as a person types it.
    virtual bool hasFault(std::string_view) const { return false; }
    /// A sentence saying why not, or nothing.
    virtual std::optional<std::string> setFault(std::string_view, std::string_view) { return std::nullopt; }

    /// A sentence saying why not, or nothing. Serves from then on until stop().
    virtual std::optional<std::string> start() = 0;
    virtual void stop() = 0;
    /// What goes wrong without keeping it from serving.
    virtual std::vector<std::string> warnings() const { return {}; }
    /// The ready line's members for this wire: "transport" and what a program needs to find the camera.
    virtual std::string readyMembers() const = 0;
    /// Of the camera's id in the ready line.
    virtual std::string_view name() const = 0;
};

/// The wire's part of the XML.
std::string_view transportXml(Transport transport);
/// The camera must outlive it.
std::unique_ptr<Wire> makeWire(const Options &options, Camera &camera);

} // namespace mv::vcam
