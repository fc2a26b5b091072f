// SPDX-License-Identifier: GPL-3.0-or-later
// What has to be done about Aravis as a whole, whatever the camera.
#pragma once

#include <QString>

#include <cstdint>
#include <mutex>

namespace mv {

/// Aravis parses XML into one static state (src/arvdomparser.c, _parse_memory; so in 0.8.26 and in newer 0.8.x): two
/// parsers at once, also those hidden in arv_open_device and arv_gv_device_new, corrupt each other. Guards that state;
/// hold it around every call that parses a description. Thread: any.
std::mutex &aravisParserMutex();

/// Sends GLib's and libxml2's messages to the logging category "mv.aravis" (silent unless switched on) instead of
/// standard error: a broken description makes Aravis write one critical message for each of its nodes. Idempotent.
/// Thread: any.
void routeGLibMessages();
/// Messages of level warning or worse so far.
std::uint64_t glibMessageCount();

/// Whether a GigE camera wants its 4-byte registers read by READREG although its schema (1.1 or newer) says otherwise.
bool isLegacyGigEModel(const QString &vendor, const QString &model);

} // namespace mv
