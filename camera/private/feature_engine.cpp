// SPDX-License-Identifier: GPL-3.0-or-later
// Reads and writes features over an opened Aravis device.
#include "camera/private/feature_engine.h"

#include "camera/private/aravis_quirks.h"
#include "camera/private/feature_core.h"
#include "camera/private/feature_limits.h"
#include "camera/private/feature_restore.h"
#include "camera/private/feature_selectors.h"
#include "camera/private/feature_value.h"
#include "camera/private/genapi_evaluator.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace mv {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds firstPoll{5};
constexpr std::chrono::milliseconds slowestPoll{100};

} // namespace

class FeatureEngine::Private
{
public:
    std::unique_ptr<FeatureCore> core;

    Result<void> waitForCommand(int node, int timeoutMs, const std::function<bool()> &cancelled);
    bool holdsState(int command) const;
    std::optional<qint64> commandValue(int command);
};

std::optional<qint64> FeatureEngine::Private::commandValue(int command)
{
    const int target = core->graph().target(command, Link::CommandValue);
    if (target < 0)
        return core->graph().integer(command, "CommandValue");
    const auto value = core->evaluator().integer(target);
    return value ? std::optional(value.value()) : std::nullopt;
}

bool FeatureEngine::Private::holdsState(int command) const
{
    const int target = core->graph().target(command, Link::Value);
    for (int i = 0; i < core->graph().size(); ++i) {
        const bool other = i != command && core->graph().node(i).kind == NodeKind::Command;
        if (other && core->graph().target(i, Link::Value) == target &&
            core->graph().integer(i, "CommandValue") != core->graph().integer(command, "CommandValue"))
            return true;
    }
    return false;
}

Result<void> FeatureEngine::Private::waitForCommand(int node, int timeoutMs, const std::function<bool()> &cancelled)
{
    const int target = core->graph().target(node, Link::Value);
    const auto mode = target < 0 ? AccessMode::WriteOnly : accessOf(core->graph(), core->evaluator(), target).mode;
    const auto running = commandValue(node);
    if (mode != AccessMode::ReadWrite || !running || timeoutMs <= 0 || holdsState(node))
        return {};
    const auto deadline = Clock::now() + std::chrono::milliseconds(timeoutMs);
    auto pause = firstPoll;
    for (;;) {
        const auto value = core->evaluator().integer(target);
        if (!value)
            return value.error();
        if (value.value() != *running)
            return {};
        const auto &name = core->graph().node(node).name;
        if (cancelled && cancelled())
            return Error{ErrorCode::Cancelled, {}, QStringLiteral("%1 is still running").arg(name)};
        const auto left = deadline - Clock::now();
        if (left <= Clock::duration::zero())
            return Error{ErrorCode::Timeout, {name}, QStringLiteral("not done after %1 ms").arg(timeoutMs)};
        std::this_thread::sleep_for(std::min<Clock::duration>(pause, left));
        pause = std::min(pause * 2, slowestPoll);
    }
}

FeatureEngine::FeatureEngine() : d(std::make_unique<Private>()) {}
FeatureEngine::~FeatureEngine() = default;

Result<std::unique_ptr<FeatureEngine>> FeatureEngine::create(ArvDevice *device, const QString &label)
{
    routeGLibMessages();
    auto core = FeatureCore::open(device, label);
    if (!core)
        return core.error();
    std::unique_ptr<FeatureEngine> engine(new FeatureEngine);
    engine->d->core = std::move(core.value());
    return engine;
}

std::shared_ptr<const FeatureTree> FeatureEngine::tree() const
{
    return d->core->tree();
}

QByteArray FeatureEngine::xml() const
{
    return d->core->xml();
}

bool FeatureEngine::has(const QString &name) const
{
    return d->core->graph().find(name) >= 0;
}

FeatureStates FeatureEngine::read(const QStringList &names, Error *failure, const std::function<bool()> &stop)
{
    const ReadStep step = [&stop](const FeatureStates &) { return stop && stop(); };
    if (!names.isEmpty())
        return d->core->read(names, true, failure, step);
    QStringList all;
    for (const auto &feature : d->core->tree()->features)
        all.append(feature.name);
    return d->core->read(all, false, failure, step);
}

FeatureStates FeatureEngine::refresh(const QStringList &names, Error *failure, const ReadStep &step)
{
    return d->core->read(names, false, failure, step);
}

Result<FeatureState> FeatureEngine::write(const QString &name, const QVariant &value, FeatureStates *refreshed)
{
    auto &core = *d->core;
    const int node = core.feature(name);
    if (node < 0)
        return Error{ErrorCode::NoSuchFeature, {name}, {}};
    return core.write(node, value, refreshed);
}

Result<void> FeatureEngine::execute(const QString &name, int timeoutMs, const std::function<bool()> &cancelled,
                                    FeatureStates *refreshed)
{
    auto &core = *d->core;
    const int node = core.feature(name);
    if (node < 0)
        return Error{ErrorCode::NoSuchFeature, {name}, {}};
    const auto feature = core.describe(node);
    if (feature.type != FeatureType::Command)
        return Error{ErrorCode::NotACommand, {name}, {}};
    if (const auto allowed = checkWrite(feature, core.fresh(node), {}); !allowed)
        return allowed.error();
    const auto value = d->commandValue(node);
    const int target = core.graph().target(node, Link::Value);
    if (!value || target < 0)
        return Error{
            ErrorCode::WriteRefused, {name}, QStringLiteral("the description gives it no value or no register")};
    auto done = core.set(target, FeatureType::Command, *value);
    const bool written = done.ok();
    if (written)
        done = d->waitForCommand(node, timeoutMs, cancelled);
    if (written && refreshed && (done || done.error().code != ErrorCode::ConnectionLost))
        *refreshed = core.refresh(node);
    if (done || done.error().code == ErrorCode::Cancelled)
        return done;
    return forFeature(done.error(), name, written ? ErrorCode::ReadFailed : ErrorCode::WriteRefused);
}

Result<SelectedStates> FeatureEngine::readSelected(const QString &feature, int maxCombinations,
                                                   const std::function<bool()> &cancelled)
{
    return mv::readSelected(*d->core, feature, {maxCombinations, cancelled});
}

Result<FeatureState> FeatureEngine::writeSelected(const QString &feature, const SelectorPath &path,
                                                  const QVariant &value, FeatureStates *refreshed)
{
    return mv::writeSelected(*d->core, feature, path, value, refreshed);
}

Result<FeatureSet> FeatureEngine::readSet(const std::function<bool()> &cancelled, const Progress &progress)
{
    return readFeatureSet(*d->core, cancelled, progress);
}

Result<RestoreReport> FeatureEngine::restore(const FeatureSet &set, const std::function<bool()> &cancelled,
                                             const Progress &progress, FeatureStates *refreshed)
{
    return FeatureRestore(*d->core, set, cancelled, progress).run(refreshed);
}

QStringList FeatureEngine::dependants(const QString &name) const
{
    const int node = d->core->graph().find(name);
    return node < 0 ? QStringList() : d->core->dependantFeatures(node);
}

Result<qint64> FeatureEngine::readInteger(const QString &name)
{
    const int node = d->core->graph().find(name);
    if (node < 0)
        return Error{ErrorCode::NoSuchFeature, {name}, {}};
    return d->core->evaluator().integer(node);
}

Result<void> FeatureEngine::writeInteger(const QString &name, qint64 value)
{
    const int node = d->core->graph().find(name);
    if (node < 0)
        return Error{ErrorCode::NoSuchFeature, {name}, {}};
    return d->core->set(node, FeatureType::Integer, value);
}

void FeatureEngine::observeReads(const std::function<void(std::uint64_t, std::uint32_t)> &observer)
{
    d->core->port().observeReads(observer);
}

std::uint64_t FeatureEngine::wireReads() const
{
    return d->core->port().reads();
}

std::uint64_t FeatureEngine::wireWrites() const
{
    return d->core->port().writes();
}

} // namespace mv
