// SPDX-License-Identifier: GPL-3.0-or-later
// Aravis' errors as ours.
#pragma once

#include "camera/error.h"
#include "camera/private/aravis_ptr.h"

#include <QString>

namespace mv {

/// What failed, as the sentence and the specialist need it.
struct ErrorContext
{
    QString device;      ///< label of the camera: argument of ConnectionLost and ControlLost
    QString subject;     ///< feature or node: argument of everything else
    ErrorCode otherwise; ///< the code when the error says nothing more special
    QString where;       ///< goes before the library's own text in the detail: node, address
};

/// Timeout, ConnectionLost, ControlLost, or what @p context says.
Error toError(const GError *error, const ErrorContext &context);

} // namespace mv
