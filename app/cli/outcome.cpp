// SPDX-License-Identifier: GPL-3.0-or-later
// What a command has to say, and how the program says it.
#include "app/cli/outcome.h"

#include <QJsonDocument>

#include <cstdio>

namespace mv::cli {

namespace {

bool put(std::FILE *stream, const QByteArray &bytes)
{
    const auto size = static_cast<std::size_t>(bytes.size());
    return std::fwrite(bytes.constData(), 1, size, stream) == size && std::fflush(stream) == 0;
}

/// One line, whatever a device or the system put into the text.
void putError(const QString &text)
{
    put(stderr, "mv-cli: " + text.simplified().toUtf8() + '\n');
}

} // namespace

QJsonObject errorJson(const Error &error)
{
    QJsonObject object{{QStringLiteral("code"), codeName(error.code)}, {QStringLiteral("text"), toText(error)}};
    if (!error.detail.isEmpty())
        object[QLatin1String("detail")] = error.detail;
    return object;
}

int print(const Outcome &outcome, bool json)
{
    QByteArray report = outcome.text.toUtf8();
    if (json) {
        QJsonObject object = outcome.json;
        if (outcome.error)
            object[QLatin1String("error")] = errorJson(*outcome.error);
        report = QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    }
    const bool written = put(stdout, report);
    if (outcome.error)
        putError(toDetailedText(*outcome.error));
    else if (!written)
        putError(toText(Error{ErrorCode::FileNotWritable, {QStringLiteral("Standard output")}, {}}));
    return outcome.error || !written ? 1 : 0;
}

int printUsageError(const QString &text)
{
    putError(text);
    return 2;
}

} // namespace mv::cli
