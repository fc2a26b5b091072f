// SPDX-License-Identifier: GPL-3.0-or-later
// The description as Aravis gets it: only what evaluates, in a form that Aravis reads as GenApi means it.
#pragma once

#include "camera/private/genapi_graph.h"

#include <QByteArray>

namespace mv {

/// Well-formed UTF-8 XML with the nodes of @p graph, groups dissolved. Names and words are trimmed (Aravis compares
/// them with their white space), integers are written in decimal (Aravis reads 010 as 8 and clips 0xFFFFFFFFFFFFFFFF),
/// formula variables that are Booleans become IntSwissKnives (Aravis leaves them unset and answers 0). Access, locks,
/// texts and invalidators are left out: they are ours.
QByteArray reduceForAravis(const GenApiGraph &graph);

} // namespace mv
