// SPDX-License-Identifier: GPL-3.0-or-later
// Aravis' errors as ours.
#include "camera/private/genapi_error.h"

#include <arv.h>

namespace mv {

namespace {

ErrorCode deviceCode(int code, ErrorCode otherwise)
{
    switch (code) {
    case ARV_DEVICE_ERROR_TIMEOUT:
        return ErrorCode::Timeout;
    case ARV_DEVICE_ERROR_NOT_CONNECTED:
        return ErrorCode::ConnectionLost;
    case ARV_DEVICE_ERROR_NOT_CONTROLLER:
        return ErrorCode::ControlLost;
    default:
        return otherwise;
    }
}

ErrorCode codeOf(const GError *error, ErrorCode otherwise)
{
    if (!error)
        return otherwise;
    if (error->domain == ARV_DEVICE_ERROR)
        return deviceCode(error->code, otherwise);
    return otherwise;
}

} // namespace

Error toError(const GError *error, const ErrorContext &context)
{
    const auto code = codeOf(error, context.otherwise);
    const bool ofDevice = code == ErrorCode::ConnectionLost || code == ErrorCode::ControlLost;
    const auto text = error && error->message ? QString::fromUtf8(error->message) : QStringLiteral("no reason given");
    const auto detail = context.where.isEmpty() ? text : context.where + QStringLiteral(": ") + text;
    return {code, {ofDevice ? context.device : context.subject}, detail};
}

} // namespace mv
