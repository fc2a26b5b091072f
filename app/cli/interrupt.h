// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl-C ends what runs cleanly; a second one ends the program.
#pragma once

namespace mv::cli {

/// From now on the first SIGINT or SIGTERM only sets a flag, so that the camera can be stopped and released; the next
/// one of its kind ends the program as usual. Thread: main, once.
void installInterruptHandler();
/// A file at its size limit and a pipe that nobody reads are failed writes (EFBIG, EPIPE), to be reported like every
/// other one, instead of the program's end. Thread: main, once.
void ignoreWriteSignals();
/// Whether a SIGINT or SIGTERM came. Thread: any.
bool interrupted();

} // namespace mv::cli
