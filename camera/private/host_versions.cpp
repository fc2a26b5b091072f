// SPDX-License-Identifier: GPL-3.0-or-later
// The libraries that the device layer runs on, as they say themselves at run time.
#include "camera/library_versions.h"

#include <arv.h>

#include <QtGlobal>

namespace mv {

QStringList libraryVersions()
{
    return {
        QStringLiteral("Aravis %1.%2.%3")
            .arg(arv_get_major_version())
            .arg(arv_get_minor_version())
            .arg(arv_get_micro_version()),
        QStringLiteral("GLib %1.%2.%3").arg(glib_major_version).arg(glib_minor_version).arg(glib_micro_version),
        QStringLiteral("Qt %1").arg(QString::fromLatin1(qVersion())),
    };
}

} // namespace mv
