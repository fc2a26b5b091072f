// SPDX-License-Identifier: GPL-3.0-or-later
// The files of resources/genicam/, built into the program by embed_text.cmake.
#pragma once

#include <string_view>

namespace mv::vcam {

extern const std::string_view kCameraXmlTemplate; ///< camera/*.xml.in, joined
extern const std::string_view kGigeTransportXml;  ///< transport_gige.xml.in, event_data_gige.xml.in
extern const std::string_view kUsbTransportXml;   ///< transport_usb.xml.in, event_data_usb.xml.in, fault_usb.xml.in

} // namespace mv::vcam
