// SPDX-License-Identifier: GPL-3.0-or-later
// What a command has to say, and how the program says it.
#pragma once

#include "camera/error.h"

#include <QJsonObject>
#include <QString>

#include <optional>

namespace mv::cli {

/// A command's answer in both of its shapes. A failed command may still have something to report (grab does).
struct Outcome
{
    QJsonObject json;
    QString text; ///< for people, without --json; lines end with a newline
    std::optional<Error> error;

    static Outcome failure(const Error &error) { return {.json = {}, .text = {}, .error = error}; }
};

/// {"code", "text", "detail"}; detail only where there is one.
QJsonObject errorJson(const Error &error);

/// Prints @p outcome: JSON (one line, with the key "error" if it failed) or text to standard output, the error as one
/// line to standard error. Returns the exit status: 0 = done, 1 = it could not be done.
int print(const Outcome &outcome, bool json);
/// Wrong usage: one line to standard error. Returns exit status 2.
int printUsageError(const QString &text);

} // namespace mv::cli
