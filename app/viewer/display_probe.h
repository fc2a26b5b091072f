// SPDX-License-Identifier: GPL-3.0-or-later
// Is there a screen to show a window on?
#pragma once

namespace mv {

/// Whether an X server or a Wayland compositor takes a connection. Asked before QApplication is made, which aborts the
/// process otherwise. True, too, if QT_QPA_PLATFORM names a platform that needs neither (offscreen, vnc, ...).
/// Thread: main.
bool hasDisplay();

} // namespace mv
