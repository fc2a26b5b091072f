// SPDX-License-Identifier: GPL-3.0-or-later
// Sees to it that no thread of Aravis' ends the device that it belongs to.
#pragma once

namespace mv {

/// While Aravis says "control-lost" its thread (libusb's events, GigE's heartbeat) holds a reference. If all others go
/// meanwhile, that thread drops the last one, and finalizing the device joins that very thread: GLib ends the process
/// (measured on 0.8.26: twice in some 4,000 unpluggings; src/arvuvdevice.c and
/// src/arvgvdevice.c, finalize). Once installed, a last reference that such a thread drops goes to the graveyard.
/// Before the first device is opened; idempotent. Thread: any.
void keepAravisFromEndingDevices();

} // namespace mv
