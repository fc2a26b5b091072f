// SPDX-License-Identifier: GPL-3.0-or-later
// Takes the streamable features of a camera with their selectors into a value set.
#include "camera/private/feature_selectors.h"

#include <algorithm>

namespace mv {

namespace {

/// Look-up tables of 12 bits under two or three selectors; what has more is to be saved as a table (LUTValueAll).
constexpr int maxCombinations = 16384;

/// Features that stand under the same selectors are read side by side: the selectors then move once for all.
struct Group
{
    QStringList selectors;
    QStringList names;
};

std::vector<Group> groupsOf(const FeatureTree &tree)
{
    std::vector<Group> groups;
    for (const auto &feature : tree.features) {
        if (!feature.streamable || feature.type == FeatureType::Command)
            continue;
        const auto selectors = tree.selectorsOf(feature.name);
        const auto known = std::find_if(groups.begin(), groups.end(),
                                        [&selectors](const Group &g) { return g.selectors == selectors; });
        if (known == groups.end())
            groups.push_back({selectors, {feature.name}});
        else
            known->names.append(feature.name);
    }
    return groups;
}

/// Whether the value is a setting: what is read-only by design is none, what is locked for now is.
bool isSetting(const FeatureState &state)
{
    return state.access == AccessMode::ReadWrite || (state.access == AccessMode::ReadOnly && state.locked);
}

class SetReader
{
public:
    SetReader(FeatureCore &core, const StopQuestion &cancelled, const std::function<void(int, int)> &progress)
        : m_core(core), m_cancelled(cancelled), m_progress(progress), m_groups(groupsOf(*core.tree()))
    {
        for (const auto &group : m_groups)
            m_total += int(group.names.size());
    }

    Result<FeatureSet> run()
    {
        for (const auto &group : m_groups) {
            if (auto read = readGroup(group); !read)
                return read.error();
            m_done += int(group.names.size());
            if (m_progress)
                m_progress(m_done, m_total);
        }
        sort();
        return std::move(m_set);
    }

private:
    Result<void> readGroup(const Group &group)
    {
        const auto visit = [this, &group](const SelectorPath &path) -> Result<void> {
            Error failure;
            const auto states = m_core.read(group.names, true, &failure,
                                            [this](const FeatureStates &) { return m_cancelled && m_cancelled(); });
            if (failure.code != ErrorCode::None)
                return failure;
            for (const auto &name : group.names)
                take(name, path, states.value(name));
            return {};
        };
        auto walked = walkSelectors(m_core, group.selectors, {maxCombinations, m_cancelled}, visit, nullptr);
        if (walked || walked.error().code == ErrorCode::Cancelled || walked.error().code == ErrorCode::ConnectionLost ||
            walked.error().code == ErrorCode::Timeout)
            return walked;
        if (walked.error().code == ErrorCode::FeatureNotAvailable)
            return {}; // a selector without meaning as things stand: nor has what it selects one
        // The rest of the set is worth having without this group.
        for (const auto &name : group.names)
            m_set.missing.push_back({name, {}, walked.error()});
        return {};
    }

    void take(const QString &name, const SelectorPath &path, const FeatureState &state)
    {
        if (state.error && !state.value.isValid())
            m_set.missing.push_back({name, path, *state.error});
        else if (isSetting(state) && state.value.isValid())
            m_set.items.push_back({name, path, state.value});
    }

    void sort()
    {
        const auto &tree = *m_core.tree();
        const auto place = [&tree](const FeatureSetItem &item) {
            const int position = tree.index.value(item.feature);
            const bool isSelector = !tree.features[std::size_t(position)].selects.isEmpty();
            return std::pair(isSelector, position);
        };
        std::stable_sort(m_set.items.begin(), m_set.items.end(),
                         [&place](const auto &a, const auto &b) { return place(a) < place(b); });
    }

    FeatureCore &m_core;
    const StopQuestion &m_cancelled;
    const std::function<void(int, int)> &m_progress;
    const std::vector<Group> m_groups;
    FeatureSet m_set;
    int m_done = 0;
    int m_total = 0;
};

} // namespace

Result<FeatureSet> readFeatureSet(FeatureCore &core, const StopQuestion &cancelled,
                                  const std::function<void(int, int)> &progress)
{
    return SetReader(core, cancelled, progress).run();
}

} // namespace mv
