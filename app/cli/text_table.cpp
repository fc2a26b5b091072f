// SPDX-License-Identifier: GPL-3.0-or-later
// Rows in aligned columns.
#include "app/cli/text_table.h"

#include <algorithm>

namespace mv::cli {

namespace {

QString cellText(const QString &cell)
{
    return cell.isEmpty() ? QStringLiteral("-") : cell.simplified();
}

} // namespace

QString textTable(const QList<QStringList> &rows)
{
    QList<qsizetype> widths;
    for (const QStringList &row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (qsizetype i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], cellText(row[i]).size());
    }
    QString text;
    for (const QStringList &row : rows) {
        QString line;
        for (qsizetype i = 0; i < row.size(); ++i)
            line += cellText(row[i]).leftJustified(widths[i] + 2);
        text += line.trimmed() + QLatin1Char('\n');
    }
    return text;
}

} // namespace mv::cli
