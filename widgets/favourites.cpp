// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the list of starred features.
#include "widgets/favourites.h"

namespace mv {

void Favourites::setNames(const QStringList &names)
{
    m_names = names;
    m_names.removeDuplicates();
    m_names.removeAll(QString());
    Q_EMIT changed();
}

void Favourites::toggle(const QString &name)
{
    if (!m_names.removeOne(name))
        m_names.append(name);
    Q_EMIT changed();
    Q_EMIT edited(m_names);
}

void Favourites::moveBefore(const QString &name, const QString &before)
{
    if (name == before || !m_names.removeOne(name))
        return;
    const auto at = m_names.indexOf(before);
    m_names.insert(at < 0 ? m_names.size() : at, name);
    Q_EMIT changed();
    Q_EMIT edited(m_names);
}

} // namespace mv
