// SPDX-License-Identifier: GPL-3.0-or-later
// What the device thread reads again by itself, and when.
#pragma once

#include "camera/feature.h"

#include <chrono>
#include <map>
#include <memory>
#include <optional>

namespace mv {

/// Three kinds: features that somebody looks at and that have a PollingTime; automatics that run once, with what
/// depends on them, until they end; and what was made stale by something that read nothing back (a stream that began).
/// Times count from the end of the last reading, and none is shorter than that reading took: a slow camera is asked
/// less often, and nothing piles up. Thread: device.
class PollPlan
{
public:
    using Clock = std::chrono::steady_clock;
    using Dependants = std::function<QStringList(const QString &name)>;

    void begin(std::shared_ptr<const FeatureTree> tree, Dependants dependants);
    /// Camera::setPolled(): only features with a PollingTime count.
    void setVisible(const QStringList &names, Clock::time_point now);
    /// To be read once, at the next occasion.
    void soon(const QStringList &names);
    /// States that were read, for whatever reason: notices automatics that run once, and those that ended.
    void saw(const FeatureStates &states, Clock::time_point now);

    /// What is to be read now, in the order of the tree.
    QStringList due(Clock::time_point now) const;
    /// Those of @p due that were read from @p begin to @p end.
    void done(const QStringList &names, Clock::time_point begin, Clock::time_point end);
    /// When due() has something next.
    std::optional<Clock::time_point> next() const;
    /// Whether @p name is read by itself for being looked at or running once, rather than for being stale.
    bool isPolled(const QString &name) const;

    static constexpr std::chrono::milliseconds firstOnce{200};
    static constexpr std::chrono::milliseconds slowestOnce{2000};

private:
    struct Visible
    {
        std::chrono::milliseconds interval;
        Clock::time_point due;
    };
    /// An enumeration that stands at Once.
    struct Running
    {
        std::chrono::milliseconds interval;
        Clock::time_point due;
        QStringList names; ///< itself and what depends on it
    };

    std::shared_ptr<const FeatureTree> m_tree;
    Dependants m_dependants;
    std::map<QString, Visible> m_visible;
    std::map<QString, Running> m_running;
    QStringList m_soon;
};

} // namespace mv
