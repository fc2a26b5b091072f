// SPDX-License-Identifier: GPL-3.0-or-later
// The camera's description of itself: the GenICam XML, zipped as device memory holds it.
#pragma once

#include "camera/virtual/core/camera_config.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mv::vcam {

enum class XmlFault : std::int64_t;

/// A file in device memory. Its length is a multiple of 4, since wires read whole words.
struct XmlFile
{
    std::string name; ///< ends in .zip or .xml, by which clients tell
    std::vector<std::uint8_t> bytes;
};

/// By feature of the camera: the selectors that choose among its values (the XML's pSelected, looked at from the other
/// end).
const std::map<std::string, std::vector<std::string>> &selectorsByFeature();

/// The XML of the model with @p transportLayer (the wire's own category and nodes) put into its place,
/// and its nodes VirtualFault… into the category of that name. UserSetLoad is
/// added to the invalidators of every register that a user set holds. @p otherFirmware: as another version of the
/// camera has it.
std::string xmlText(Model model, std::string_view transportLayer, bool otherFirmware = false);

/// The file that @p fault puts into device memory. @p zipped chooses .zip or plain .xml.
XmlFile makeXmlFile(const std::string &text, bool zipped, XmlFault fault);

} // namespace mv::vcam
