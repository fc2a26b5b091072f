// SPDX-License-Identifier: GPL-3.0-or-later
// What the device thread reads again by itself, and when.
#include "camera/private/poll_plan.h"

#include <QSet>

#include <algorithm>

namespace mv {

namespace {

/// GenICam's name (SFNC); some cameras merge mode and automatic and write AutoOnce.
bool runsOnce(const FeatureDescription &feature, const FeatureState &state)
{
    return feature.type == FeatureType::Enumeration && state.value.toString().endsWith(u"Once");
}

} // namespace

void PollPlan::begin(std::shared_ptr<const FeatureTree> tree, Dependants dependants)
{
    m_tree = std::move(tree);
    m_dependants = std::move(dependants);
}

void PollPlan::setVisible(const QStringList &names, Clock::time_point now)
{
    std::map<QString, Visible> visible;
    for (const auto &name : names) {
        const auto *feature = m_tree ? m_tree->find(name) : nullptr;
        if (!feature || feature->pollingTimeMs <= 0)
            continue;
        const std::chrono::milliseconds interval(feature->pollingTimeMs);
        const auto known = m_visible.find(name);
        visible[name] = known != m_visible.end() ? known->second : Visible{interval, now + interval};
    }
    m_visible = std::move(visible);
}

void PollPlan::soon(const QStringList &names)
{
    for (const auto &name : names) {
        if (!m_soon.contains(name))
            m_soon.append(name);
    }
}

void PollPlan::saw(const FeatureStates &states, Clock::time_point now)
{
    for (auto state = states.begin(); state != states.end(); ++state) {
        const auto *feature = m_tree ? m_tree->find(state.key()) : nullptr;
        if (!feature)
            continue;
        const auto known = m_running.find(feature->name);
        const bool once = runsOnce(*feature, *state);
        if (once && known == m_running.end()) {
            m_running[feature->name] = {firstOnce, now + firstOnce, m_dependants(feature->name)};
            m_running[feature->name].names.prepend(feature->name);
        } else if (!once && known != m_running.end()) {
            // What depends on it was perhaps read before it ended, in the same pass.
            soon(known->second.names);
            m_running.erase(known);
        }
    }
}

QStringList PollPlan::due(Clock::time_point now) const
{
    QSet<QString> names(m_soon.begin(), m_soon.end());
    for (const auto &[name, visible] : m_visible) {
        if (visible.due <= now)
            names.insert(name);
    }
    for (const auto &[name, running] : m_running) {
        if (running.due <= now)
            names.unite(QSet<QString>(running.names.begin(), running.names.end()));
    }
    QStringList order(names.begin(), names.end());
    std::sort(order.begin(), order.end(), [this](const QString &a, const QString &b) {
        return m_tree->index.value(a, -1) < m_tree->index.value(b, -1);
    });
    return order;
}

void PollPlan::done(const QStringList &names, Clock::time_point begin, Clock::time_point end)
{
    const QSet<QString> read(names.begin(), names.end());
    m_soon.removeIf([&read](const QString &name) { return read.contains(name); });
    const auto took = std::chrono::ceil<std::chrono::milliseconds>(end - begin);
    for (auto &[name, visible] : m_visible) {
        if (read.contains(name))
            visible.due = end + std::max(visible.interval, took);
    }
    for (auto &[name, running] : m_running) {
        if (!read.contains(name))
            continue;
        running.due = end + std::max(running.interval, took);
        running.interval = std::min(running.interval * 3 / 2, slowestOnce);
    }
}

std::optional<PollPlan::Clock::time_point> PollPlan::next() const
{
    std::optional<Clock::time_point> first;
    const auto take = [&first](Clock::time_point time) { first = first ? std::min(*first, time) : time; };
    if (!m_soon.isEmpty())
        take(Clock::time_point::min());
    for (const auto &[name, visible] : m_visible)
        take(visible.due);
    for (const auto &[name, running] : m_running)
        take(running.due);
    return first;
}

bool PollPlan::isPolled(const QString &name) const
{
    return m_visible.contains(name) || std::any_of(m_running.begin(), m_running.end(), [&name](const auto &running) {
               return running.second.names.contains(name);
           });
}

} // namespace mv
