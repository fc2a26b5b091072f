// SPDX-License-Identifier: GPL-3.0-or-later
// A camera as large as the largest that are known: 513 features of some 2,900 nodes in 60 categories.
#pragma once

#include <QByteArray>
#include <QString>

namespace mv::test {

struct LargeCamera
{
    static constexpr int features = 513;
    static constexpr int categories = 60;

    QByteArray xml;    ///< schema 1.1, big endian, registers from firstRegister on
    int nodes = 0;     ///< elements with a name
    QString floatName; ///< one that can always be written
};

/// Every kind of feature, with what makes the reading of real ones long: limits from registers, locks by formula,
/// availability by another feature, entries that only a capability register decides on.
LargeCamera makeLargeCamera();

} // namespace mv::test
