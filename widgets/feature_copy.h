// SPDX-License-Identifier: GPL-3.0-or-later
// Parameters as text for the clipboard: to note down, to put into a program, to run in a shell.
#pragma once

#include "widgets/setting_changes.h"

namespace mv {

enum class CopyForm {
    NameValue,   ///< one "Name=value" a line
    CPlusPlus,   ///< calls of Aravis' C functions on an ArvDevice *device
    Python,      ///< the same through gi.repository.Aravis
    CommandLine, ///< one mv-cli call
};

/// The features of @p names as they are in @p states, each after the selectors that it depends on. What can be written
/// is set; in a program what can only be read is read. Commands are executed. @p device: the camera's id for mv-cli.
QString copiedText(CopyForm form, const FeatureTree &tree, const FeatureStates &states, const QStringList &names,
                   const QString &device);

} // namespace mv
