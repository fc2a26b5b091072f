// SPDX-License-Identifier: GPL-3.0-or-later
// Puts a program on the emulated USB bus that MV_VIRTUAL_USB names, and on no real one.
#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace mv {

/// First thing in main(), before any thread: where MV_VIRTUAL_USB is set, the program starts itself again with the
/// stand-in for libusb preloaded, and does not return. Where it is not set, or the stand-in is there, nothing happens
/// (but that children do not inherit it). A sentence if the bus cannot be had; the program must end then, because it
/// would see real cameras.
std::optional<QString> enterVirtualUsb(char **argv);

/// What is wrong with the sockets that MV_VIRTUAL_USB names, a sentence each, if there is a camera at none of them; it
/// may still come.
QStringList virtualUsbProblems();

/// Adds @p socket to MV_VIRTUAL_USB, unless it is there.
void addVirtualUsbSocket(const QString &socket);

} // namespace mv
