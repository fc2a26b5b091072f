// SPDX-License-Identifier: GPL-3.0-or-later
// Why there is no picture, and what to do about it.
#pragma once

#include "camera/camera.h"

#include <QString>

#include <optional>

namespace mv {

/// What the sentence depends on. A value.
struct ViewSituation
{
    Camera::State state = Camera::State::Closed;
    QString device;                ///< what people call it
    QString wanted;                ///< not connected, but this camera is being looked for
    std::optional<Error> problem;  ///< why connecting or playing failed, or the connection was lost
    bool hasPicture = false;       ///< a picture of this connection is on the screen
    bool waitsLong = false;        ///< streaming, but no frame for a while; or connecting for a while
    bool stoppedByCommand = false; ///< streaming, but AcquisitionStop was executed
    QString triggerSource;         ///< not empty: TriggerMode is On, and this starts a frame
};

/// The sentence for the view; empty if the picture speaks for itself.
QString viewMessage(const ViewSituation &situation);
/// The sentence for a problem: a program's own reason for not starting says more than that it did not.
QString problemText(const Error &problem);
/// The state in a word or two, for the status bar.
QString stateText(Camera::State state);

} // namespace mv
