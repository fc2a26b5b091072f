// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the memory of changes.
#include "widgets/setting_changes.h"

#include <algorithm>

namespace mv {
namespace {

constexpr qsizetype maxSteps = 1000;

bool canEverBeWritten(const FeatureDescription &feature, const FeatureState &state)
{
    return feature.type != FeatureType::Command &&
           (state.access == AccessMode::ReadWrite || (state.access == AccessMode::ReadOnly && state.locked));
}

} // namespace

std::optional<SelectorPath> presentPath(const FeatureTree &tree, const FeatureDescription &feature,
                                        const FeatureStates &states)
{
    SelectorPath path;
    if (feature.selectedBy.isEmpty())
        return path;
    const auto selectors = tree.selectorsOf(feature.name);
    for (const QString &selector : selectors) {
        const QVariant value = states.value(selector).value;
        if (!value.isValid())
            return std::nullopt;
        path.append({selector, valueToText(value)});
    }
    return path;
}

void SettingMemory::clear()
{
    m_known.clear();
}

void SettingMemory::note(const FeatureTree &tree, const FeatureStates &states, const QStringList &names)
{
    const auto noteOne = [this, &tree, &states](const FeatureDescription &feature) {
        const auto state = states.constFind(feature.name);
        if (state == states.cend() || !state->value.isValid() || !canEverBeWritten(feature, *state))
            return;
        const auto path = presentPath(tree, feature, states);
        if (!path)
            return;
        QList<Known> &known = m_known[feature.name];
        const auto found = std::ranges::find(known, *path, &Known::path);
        if (found == known.end())
            known.append({*path, state->value, state->value});
        else
            found->newest = state->value;
    };
    if (names.isEmpty())
        std::ranges::for_each(tree.features, noteOne);
    for (const QString &name : names) {
        if (const FeatureDescription *feature = tree.find(name))
            noteOne(*feature);
    }
}

void SettingMemory::noteWritten(const QString &name, const SelectorPath &path, const QVariant &value)
{
    QList<Known> &known = m_known[name];
    const auto found = std::ranges::find(known, path, &Known::path);
    if (found != known.end())
        found->newest = value;
}

QVariant SettingMemory::oldValue(const FeatureTree &tree, const FeatureDescription &feature,
                                 const FeatureStates &states) const
{
    const auto known = m_known.constFind(feature.name);
    const auto path = known != m_known.cend() ? presentPath(tree, feature, states) : std::nullopt;
    if (!path)
        return {};
    const auto found = std::ranges::find(*known, *path, &Known::path);
    if (found == known->cend())
        return {};
    const QVariant now = states.value(feature.name).value;
    return now.isValid() && now != found->first ? found->first : QVariant();
}

QList<SettingChange> SettingMemory::all(const FeatureTree &tree) const
{
    QList<SettingChange> changes;
    for (const FeatureDescription &feature : tree.features) {
        const auto known = m_known.value(feature.name);
        for (const Known &one : known) {
            if (one.newest != one.first)
                changes.append({feature.name, one.path, one.first, one.newest});
        }
    }
    return changes;
}

void WriteHistory::clear()
{
    m_done.clear();
    m_undone.clear();
    m_gesture = 0;
}

void WriteHistory::add(const SettingChange &change, int gesture)
{
    m_undone.clear();
    if (gesture != 0 && gesture == m_gesture && !m_done.isEmpty())
        m_done.last().first().after = change.after;
    else
        m_done.append(Step{change});
    m_gesture = gesture;
    if (m_done.size() > maxSteps)
        m_done.removeFirst();
}

void WriteHistory::addStep(const Step &step)
{
    if (step.isEmpty())
        return;
    m_undone.clear();
    m_done.append(step);
    m_gesture = 0;
}

WriteHistory::Step WriteHistory::takeUndo()
{
    if (m_done.isEmpty())
        return {};
    m_gesture = 0;
    Step step = m_done.takeLast();
    m_undone.append(step);
    std::ranges::reverse(step);
    return step;
}

WriteHistory::Step WriteHistory::takeRedo()
{
    if (m_undone.isEmpty())
        return {};
    m_gesture = 0;
    m_done.append(m_undone.takeLast());
    return m_done.last();
}

void WriteHistory::removeNewest(QList<Step> &steps, const QString &name)
{
    if (steps.isEmpty())
        return;
    Step &step = steps.last();
    step.removeIf([&name](const SettingChange &change) { return change.name == name; });
    if (step.isEmpty())
        steps.removeLast();
}

} // namespace mv
