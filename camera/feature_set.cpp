// SPDX-License-Identifier: GPL-3.0-or-later
// Values of features under their selectors: names of what they are.
#include "camera/feature_set.h"

#include <algorithm>
#include <array>

namespace mv {

QString pathToText(const SelectorPath &path)
{
    QStringList steps;
    for (const auto &step : path)
        steps.append(step.selector + u'=' + step.entry);
    return steps.join(QStringLiteral(", "));
}

bool RestoreReport::complete() const
{
    return std::all_of(items.begin(), items.end(), [](const RestoredItem &item) {
        return item.fate == RestoreFate::Written || item.fate == RestoreFate::AlreadySo;
    });
}

QString fateName(RestoreFate fate)
{
    static constexpr std::array names{"Written",     "AlreadySo", "Refused",   "NotInCamera",
                                      "NotWritable", "Differs",   "NotReached"};
    const auto index = std::size_t(fate);
    return index < names.size() ? QString::fromLatin1(names[index]) : QString();
}

} // namespace mv
