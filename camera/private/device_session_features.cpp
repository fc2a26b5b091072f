// SPDX-License-Identifier: GPL-3.0-or-later
// The opened camera: what is done with its features, asked for and by itself.
#include "camera/private/device_session.h"

#include "camera/event_log.h"
#include "camera/private/clock_latch.h"
#include "camera/private/clock_map.h"
#include "camera/private/device_hub.h"
#include "camera/private/device_wire.h"
#include "camera/private/feature_engine.h"

#include <algorithm>
#include <utility>

namespace mv {

namespace {

using namespace std::chrono_literals;

constexpr int commandTimeoutMs = 10'000; // a user set that is stored in flash may take seconds
constexpr auto publishInterval = 100ms;  // of a slow camera each value is seen when it comes, not at the end of all

} // namespace

FeatureStates DeviceSession::read(const QStringList &names, Error *failure)
{
    FeatureStates states = m_engine->read(names, failure);
    publish(states, {ChangeSource::Read});
    return states;
}

FeatureStates DeviceSession::readUntilAsked(const QStringList &names, Error *failure)
{
    auto published = std::chrono::steady_clock::now();
    qsizetype count = 0;
    FeatureStates states = m_engine->refresh(names, failure, [&](const FeatureStates &soFar) {
        if (soFar.isEmpty())
            return false;
        if (m_cancelled() || (m_waiting && m_waiting()))
            return true;
        const auto now = std::chrono::steady_clock::now();
        if (soFar.size() > count && now - published >= publishInterval) {
            publish(withKnownReasons(soFar), {ChangeSource::Read});
            published = now;
            count = soFar.size();
        }
        return false;
    });
    publish(states, {ChangeSource::Read});
    return states;
}

// In the middle of a pass it is known that something is greyed, not yet what would lift it.
FeatureStates DeviceSession::withKnownReasons(FeatureStates states) const
{
    const auto known = m_hub->states();
    for (auto state = states.begin(); state != states.end(); ++state) {
        const auto before = known->constFind(state.key());
        if (before != known->cend() && before->reason.kind == state->reason.kind &&
            before->reason.condition == state->reason.condition)
            state->reason = before->reason;
    }
    return states;
}

bool DeviceSession::readLookedAt()
{
    const auto names = m_hub->polled();
    const auto unread = [this, &names] {
        const auto known = m_hub->states();
        QStringList left = names;
        left.removeIf([&](const QString &name) { return known->contains(name) || !m_engine->tree()->find(name); });
        return left;
    };
    const QStringList wanted = unread();
    if (wanted.isEmpty())
        return true;
    Error failure;
    readUntilAsked(wanted, &failure);
    return failure.code != ErrorCode::None || unread().isEmpty();
}

QStringList DeviceSession::allFeatures() const
{
    QStringList names;
    for (const auto &feature : m_engine->tree()->features)
        names.append(feature.name);
    return names;
}

FeatureStates DeviceSession::newest(const FeatureStates &states) const
{
    const auto known = m_hub->states();
    FeatureStates newest = states;
    for (auto state = newest.begin(); state != newest.end(); ++state)
        *state = known->value(state.key(), *state);
    return newest;
}

Result<FeatureState> DeviceSession::write(const QString &name, const QVariant &value)
{
    FeatureStates refreshed;
    Result<FeatureState> result = m_engine->write(name, value, &refreshed);
    publish(refreshed, {ChangeSource::Write, {name}});
    if (!result) {
        m_hub->log(m_number, result.error());
        return result;
    }
    m_wire->written(name, result.value().value);
    m_hub->log(m_number, EventSeverity::Info, EventKind::FeatureWritten, {name, valueToText(result.value().value)});
    return result;
}

Result<void> DeviceSession::execute(const QString &name)
{
    FeatureStates refreshed;
    Result<void> result = m_engine->execute(name, commandTimeoutMs, m_cancelled, &refreshed);
    publish(refreshed, {ChangeSource::Invalidation});
    if (result)
        m_hub->log(m_number, EventSeverity::Info, EventKind::CommandExecuted, {name});
    else
        m_hub->log(m_number, result.error());
    return result;
}

std::function<bool()> DeviceSession::orCancelled(const std::function<bool()> &unwanted) const
{
    return [this, unwanted] { return m_cancelled() || unwanted(); };
}

Result<SelectedStates> DeviceSession::readSelected(const QString &feature, int maxCombinations,
                                                   const std::function<bool()> &unwanted)
{
    auto result = m_engine->readSelected(feature, maxCombinations, orCancelled(unwanted));
    if (!result)
        m_hub->log(m_number, result.error());
    return result;
}

Result<FeatureState> DeviceSession::writeSelected(const QString &feature, const SelectorPath &path,
                                                  const QVariant &value)
{
    FeatureStates refreshed;
    auto result = m_engine->writeSelected(feature, path, value, &refreshed);
    publish(refreshed, {ChangeSource::Write, {feature}});
    if (!result) {
        m_hub->log(m_number, result.error());
        return result;
    }
    const auto name = path.isEmpty() ? feature : QStringLiteral("%1[%2]").arg(feature, pathToText(path));
    m_hub->log(m_number, EventSeverity::Info, EventKind::FeatureWritten, {name, valueToText(result.value().value)});
    return result;
}

Result<FeatureSet> DeviceSession::readSet(const std::function<bool()> &unwanted,
                                          const std::function<void(int, int)> &progress)
{
    auto result = m_engine->readSet(orCancelled(unwanted), progress);
    if (!result)
        m_hub->log(m_number, result.error());
    return result;
}

Result<RestoreReport> DeviceSession::restore(const FeatureSet &set, const std::function<bool()> &unwanted,
                                             const std::function<void(int, int)> &progress)
{
    FeatureStates refreshed;
    auto result = m_engine->restore(set, orCancelled(unwanted), progress, &refreshed);
    if (!result) {
        m_hub->log(m_number, result.error());
        return result;
    }
    QStringList written;
    qsizetype there = 0, writes = 0;
    for (const auto &item : result.value().items) {
        there += item.fate == RestoreFate::Written || item.fate == RestoreFate::AlreadySo;
        writes += item.fate == RestoreFate::Written;
        if (item.fate == RestoreFate::Written || item.fate == RestoreFate::Differs)
            written.append(item.item.feature);
        if (item.error)
            m_hub->log(m_number, *item.error);
    }
    if (!refreshed.isEmpty())
        publish(refreshed, {ChangeSource::Restore, written});
    const auto total = qsizetype(result.value().items.size());
    m_hub->log(m_number, there == total ? EventSeverity::Info : EventSeverity::Warning, EventKind::ValuesRestored,
               {QString::number(there), QString::number(total), QString::number(writes)});
    return result;
}

void DeviceSession::updatePolled()
{
    m_plan.setVisible(m_hub->polled(), PollPlan::Clock::now());
}

void DeviceSession::idle()
{
    if (m_latch && m_latch->due())
        m_latch->run(*m_clock);
    poll();
}

void DeviceSession::poll()
{
    const auto begin = PollPlan::Clock::now();
    const auto names = m_plan.due(begin);
    if (names.isEmpty())
        return;
    Error failure;
    const auto states = m_engine->refresh(
        names, &failure, [this](const FeatureStates &) { return m_cancelled() || (m_waiting && m_waiting()); });
    // A camera that no longer answers is the watch's business; here it only must not be asked without a pause.
    const bool answers = failure.code == ErrorCode::None;
    m_plan.done(answers ? QStringList(states.keys()) : names, begin, PollPlan::Clock::now());
    FeatureStates polled, stale;
    for (auto state = states.begin(); state != states.end(); ++state)
        (m_plan.isPolled(state.key()) ? polled : stale).insert(state.key(), *state);
    publish(polled, {ChangeSource::Poll});
    publish(stale, {ChangeSource::Invalidation});
}

std::chrono::milliseconds DeviceSession::untilIdle(std::chrono::milliseconds most) const
{
    const auto next = m_plan.next();
    const auto now = PollPlan::Clock::now();
    if (!next || *next >= now + most)
        return most;
    return std::max(std::chrono::ceil<std::chrono::milliseconds>(std::max(*next, now) - now),
                    std::chrono::milliseconds(0));
}

void DeviceSession::publish(const FeatureStates &states, const ChangeOrigin &origin)
{
    m_plan.saw(states, PollPlan::Clock::now());
    m_hub->addStates(m_number, states, origin);
}

} // namespace mv
