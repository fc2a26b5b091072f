// SPDX-License-Identifier: GPL-3.0-or-later
// Rows in aligned columns.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace mv::cli {

/// One line a row, columns two blanks apart, no blanks at a line's end. Empty cells read "-".
QString textTable(const QList<QStringList> &rows);

} // namespace mv::cli
