// SPDX-License-Identifier: GPL-3.0-or-later
// The features that a person has starred, in the person's order.
#pragma once

#include <QObject>
#include <QStringList>

namespace mv {

/// Names only: whether the camera has them, and what they are worth, is the models' business. Thread: GUI.
class Favourites : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    const QStringList &names() const { return m_names; }
    /// The remembered ones of another camera model; no word of it goes out to be remembered again.
    void setNames(const QStringList &names);
    bool contains(const QString &name) const { return m_names.contains(name); }
    void toggle(const QString &name);
    /// @p name to where @p before stands; to the end if that is empty or no favourite.
    void moveBefore(const QString &name, const QString &before);

Q_SIGNALS:
    /// The list is another one, or in another order.
    void changed();
    /// ... because a person has changed it: to be remembered.
    void edited(const QStringList &names);

private:
    QStringList m_names;
};

} // namespace mv
