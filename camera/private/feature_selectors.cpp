// SPDX-License-Identifier: GPL-3.0-or-later
// Moves selectors to look at, or write, what they select, and puts them back.
#include "camera/private/feature_selectors.h"

#include "camera/private/feature_value.h"

#include <algorithm>

namespace mv {

Result<void> SelectorGuard::enter(const SelectorStep &step)
{
    const int node = m_core.feature(step.selector);
    if (node < 0)
        return Error{ErrorCode::NoSuchFeature, {step.selector}, {}};
    const auto selector = m_core.describe(node);
    const auto wanted = toFeatureValue(selector, step.entry);
    if (!wanted)
        return wanted.error();
    const auto state = m_core.fresh(node);
    const bool moving = state.value != wanted.value();
    if (auto allowed = checkWrite(selector, state, wanted.value()); moving && !allowed)
        return allowed;
    // The one that is at this place already has moved on; where it stood first is what counts.
    const bool again = !m_moved.empty() && m_moved.back().node == node;
    if (!again)
        m_moved.push_back({step, node, selector.type, state.value, state.value});
    m_moved.back().step = step;
    m_moved.back().now = {}; // unknown if the write fails: the camera may have moved all the same
    const auto moved = moving ? m_core.set(node, selector.type, wanted.value()) : Result<void>();
    if (moved)
        m_moved.back().now = wanted.value();
    return moved ? moved : forFeature(moved.error(), selector.name, ErrorCode::WriteRefused);
}

Result<void> SelectorGuard::moveTo(const SelectorPath &path)
{
    const auto count = std::size_t(path.size());
    std::size_t same = 0;
    while (same < m_moved.size() && same < count && m_moved[same].step == path[qsizetype(same)])
        ++same;
    const bool direct =
        same < m_moved.size() && same < count && m_moved[same].step.selector == path[qsizetype(same)].selector;
    if (auto back = putBack(direct ? same + 1 : same); !back)
        return back;
    for (auto i = same; i < count; ++i) {
        if (auto entered = enter(path[qsizetype(i)]); !entered)
            return entered;
    }
    return {};
}

Result<void> SelectorGuard::putBack(std::size_t keep)
{
    Result<void> result;
    while (m_moved.size() > keep) {
        const auto last = m_moved.back();
        m_moved.pop_back();
        if (last.now == last.before || !last.before.isValid())
            continue;
        const auto back = m_core.set(last.node, last.type, last.before);
        if (!back && result)
            result = forFeature(back.error(), last.step.selector, ErrorCode::WriteRefused);
    }
    return result;
}

namespace {

/// Every entry that a selector can be moved to now, as text; only the present one if it cannot be moved.
Result<QStringList> entriesOf(const FeatureDescription &selector, const FeatureState &state, int limit)
{
    if (!state.value.isValid())
        return state.error ? *state.error : Error{ErrorCode::FeatureNotAvailable, {selector.name}, {}};
    if (state.access != AccessMode::ReadWrite)
        return QStringList{valueToText(state.value)};
    switch (selector.type) {
    case FeatureType::Enumeration:
        return state.availableEntries;
    case FeatureType::Boolean:
        return QStringList{valueToText(false), valueToText(true)};
    case FeatureType::Integer:
        break;
    default:
        return QStringList{valueToText(state.value)};
    }
    const qint64 step = std::max<qint64>(state.intStep.value_or(1), 1);
    const qint64 first = state.intMin.value_or(0), last = state.intMax.value_or(first);
    // Unsigned: the range may need 64 bits.
    const quint64 count = last < first ? 0 : (quint64(last) - quint64(first)) / quint64(step) + 1;
    if (count > quint64(limit))
        return Error{
            ErrorCode::TooManyCombinations, {selector.name, QString::number(count), QString::number(limit)}, {}};
    QStringList entries;
    for (quint64 i = 0; i < count; ++i)
        entries.append(QString::number(first + qint64(i) * step));
    return entries;
}

class Walker
{
public:
    Walker(FeatureCore &core, const QStringList &selectors, const SelectorWalk &walk, const SelectedVisit &visit,
           QStringList *fixed)
        : m_core(core), m_guard(core), m_selectors(selectors), m_walk(walk), m_visit(visit), m_fixed(fixed)
    {}

    Result<void> run()
    {
        auto result = step({});
        const auto back = m_guard.putBack();
        return result ? back : result;
    }

private:
    Result<void> step(const SelectorPath &path)
    {
        if (m_walk.cancelled && m_walk.cancelled())
            return Error{ErrorCode::Cancelled, {}, {}};
        if (path.size() == m_selectors.size())
            return visit(path);
        const auto &name = m_selectors[path.size()];
        if (auto moved = m_guard.moveTo(path); !moved)
            return moved;
        Error failure;
        const auto state = m_core.read({name}, false, &failure, {}).value(name);
        if (failure.code != ErrorCode::None)
            return failure;
        const auto selector = m_core.describe(m_core.feature(name));
        const auto entries = entriesOf(selector, state, m_walk.maxCombinations);
        if (!entries)
            return entries.error();
        if (state.access != AccessMode::ReadWrite && m_fixed && !m_fixed->contains(name))
            m_fixed->append(name);
        for (const auto &entry : entries.value()) {
            if (auto done = step(path + SelectorPath{{name, entry}}); !done)
                return done;
        }
        return {};
    }

    Result<void> visit(const SelectorPath &path)
    {
        if (++m_visits > m_walk.maxCombinations)
            return Error{ErrorCode::TooManyCombinations,
                         {m_selectors.isEmpty() ? QString() : m_selectors.back(), QString::number(m_visits),
                          QString::number(m_walk.maxCombinations)},
                         {}};
        if (auto moved = m_guard.moveTo(path); !moved)
            return moved;
        return m_visit(path);
    }

    FeatureCore &m_core;
    SelectorGuard m_guard;
    const QStringList &m_selectors;
    const SelectorWalk &m_walk;
    const SelectedVisit &m_visit;
    QStringList *m_fixed;
    int m_visits = 0;
};

} // namespace

Result<void> walkSelectors(FeatureCore &core, const QStringList &selectors, const SelectorWalk &walk,
                           const SelectedVisit &visit, QStringList *fixed)
{
    return Walker(core, selectors, walk, visit, fixed).run();
}

Result<SelectedStates> readSelected(FeatureCore &core, const QString &feature, const SelectorWalk &walk)
{
    const int node = core.feature(feature);
    if (node < 0)
        return Error{ErrorCode::NoSuchFeature, {feature}, {}};
    SelectedStates result;
    result.feature = feature;
    const auto visit = [&](const SelectorPath &path) -> Result<void> {
        Error failure;
        const auto states = core.read({feature}, true, &failure, {});
        if (failure.code != ErrorCode::None)
            return failure;
        result.states.push_back({path, states.value(feature)});
        return {};
    };
    const auto walked = walkSelectors(core, core.tree()->selectorsOf(feature), walk, visit, &result.fixed);
    return walked ? Result<SelectedStates>(std::move(result)) : walked.error();
}

Result<FeatureState> writeSelected(FeatureCore &core, const QString &feature, const SelectorPath &path,
                                   const QVariant &value, FeatureStates *refreshed)
{
    const int node = core.feature(feature);
    if (node < 0)
        return Error{ErrorCode::NoSuchFeature, {feature}, {}};
    const auto selectors = core.tree()->selectorsOf(feature);
    for (const auto &step : path) {
        if (!selectors.contains(step.selector))
            return Error{ErrorCode::NoSuchFeature, {step.selector}, QStringLiteral("no selector of ") + feature};
    }
    SelectorGuard guard(core);
    Result<FeatureState> result = Error{};
    if (const auto moved = guard.moveTo(path); moved)
        result = core.write(node, value, nullptr);
    else
        result = moved.error();
    const auto back = guard.putBack();
    const bool alive = result || result.error().code != ErrorCode::ConnectionLost;
    if (alive && refreshed) {
        *refreshed = core.refresh(node);
        // A selector that did not go back shows where it stands now, with what it selects.
        if (!back && core.feature(back.error().arguments.value(0)) >= 0)
            refreshed->insert(core.refresh(core.feature(back.error().arguments.value(0))));
    }
    return !result || back ? result : Result<FeatureState>(back.error());
}

} // namespace mv
