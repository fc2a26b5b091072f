// SPDX-License-Identifier: GPL-3.0-or-later
// The one family of icons, painted in the palette's colours when drawn.
#pragma once

#include <QIcon>

class QString;

namespace mv {

/// The icon of resources/icons/@p name.svg: its shape comes from the file, its colour from the palette at the moment
/// of painting, so that a change of theme needs no new icons and every size is sharp. A name that is not there gives a
/// null icon. Thread: GUI.
QIcon icon(const QString &name);
/// The same in a fixed colour role of meaning (a warning, the accent).
QIcon icon(const QString &name, const QColor &color);

} // namespace mv
