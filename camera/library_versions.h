// SPDX-License-Identifier: GPL-3.0-or-later
// The libraries that the device layer runs on, for --version and the About window.
#pragma once

#include <QStringList>

namespace mv {

/// Names and run-time versions, not translated: "Aravis 0.8.26", "Qt 6.4.2" … Thread: any.
QStringList libraryVersions();

} // namespace mv
