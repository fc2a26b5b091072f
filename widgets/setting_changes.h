// SPDX-License-Identifier: GPL-3.0-or-later
// What has changed since the camera was opened, and what a person has written, to be taken back.
#pragma once

#include "camera/feature_set.h"

#include <QList>

namespace mv {

/// How the selectors of @p feature stand in @p states; nothing if one of them has no value.
std::optional<SelectorPath> presentPath(const FeatureTree &tree, const FeatureDescription &feature,
                                        const FeatureStates &states);

/// One value that is not what it was, or that is to be written.
struct SettingChange
{
    QString name;
    SelectorPath path;
    QVariant before;
    QVariant after;
};

/// Remembers the first value of every feature that can be written, each under the selectors it was read with, and the
/// newest one. Thread: GUI.
class SettingMemory
{
public:
    /// Another camera.
    void clear();
    /// @p states is newer for @p names (empty: all).
    void note(const FeatureTree &tree, const FeatureStates &states, const QStringList &names);
    /// @p name was written under settings of its selectors that are not the present ones.
    void noteWritten(const QString &name, const SelectorPath &path, const QVariant &value);
    /// What @p feature was when it was read first under the present selectors; invalid if it is that now.
    QVariant oldValue(const FeatureTree &tree, const FeatureDescription &feature, const FeatureStates &states) const;
    /// Everything that is not what it was, in the order of the description; before = then, after = now.
    QList<SettingChange> all(const FeatureTree &tree) const;

private:
    struct Known
    {
        SelectorPath path;
        QVariant first;
        QVariant newest;
    };
    QHash<QString, QList<Known>> m_known; // by name
};

/// The writes of a person, newest last. A step may hold several features (revert all). Thread: GUI.
class WriteHistory
{
public:
    using Step = QList<SettingChange>;

    void clear();
    /// A write has been done. Those of one @p gesture (a slider's drag) are one step; 0 = a step of its own.
    void add(const SettingChange &change, int gesture);
    /// Several writes that are on their way, as one step.
    void addStep(const Step &step);
    bool canUndo() const { return !m_done.isEmpty(); }
    bool canRedo() const { return !m_undone.isEmpty(); }
    /// The changes to take back, newest first; the step becomes the next to redo.
    Step takeUndo();
    /// The changes to make again; the step becomes the next to undo.
    Step takeRedo();
    /// The camera has refused a part of the newest undo (or of the newest step): it is in no step any more.
    void forgetUndone(const QString &name) { removeNewest(m_undone, name); }
    void forgetDone(const QString &name) { removeNewest(m_done, name); }

private:
    static void removeNewest(QList<Step> &steps, const QString &name);

    QList<Step> m_done, m_undone;
    int m_gesture = 0; // of the newest step
};

} // namespace mv
