// SPDX-License-Identifier: GPL-3.0-or-later
// Reads and writes features over an opened Aravis device.
#include "camera/private/feature_engine.h"

#include "camera/private/aravis_quirks.h"
#include "camera/private/feature_reader.h"
#include "camera/private/feature_value.h"
#include "camera/private/genapi_tree.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace mv {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds firstPoll{5};
constexpr std::chrono::milliseconds slowestPoll{100};

/// One refresh pass, as long as it lives.
class Pass
{
public:
    explicit Pass(RegisterPort &port) : m_port(port) { m_port.beginPass(); }
    ~Pass() { m_port.endPass(); }
    Pass(const Pass &) = delete;
    Pass &operator=(const Pass &) = delete;

private:
    RegisterPort &m_port;
};

/// The sentence of a failed write names the feature; node and address are in the detail.
Error forFeature(Error error, const QString &name, ErrorCode otherwise)
{
    if (error.code == ErrorCode::ConnectionLost || error.code == ErrorCode::ControlLost)
        return error;
    const bool special = error.code == ErrorCode::Timeout || error.code == ErrorCode::FeatureReadOnly ||
                         error.code == ErrorCode::DescriptionFault;
    return {special ? error.code : otherwise, {name}, error.detail};
}

} // namespace

class FeatureEngine::Private
{
public:
    QByteArray xml;
    QString label;
    std::shared_ptr<const GenApiGraph> graph;
    std::unique_ptr<GenApiEvaluator> evaluator;
    std::unique_ptr<FeatureReader> reader;
    std::shared_ptr<const FeatureTree> tree;

    Result<void> open(ArvDevice *device);
    Result<void> buildTree();
    bool isFeature(int node) const { return node >= 0 && featureType(graph->node(node).kind); }
    FeatureDescription describe(int node) const;
    FeatureState fresh(int node);
    Error deadPort() const;
    Result<void> set(int node, FeatureType type, const QVariant &value);
    void refresh(int node, FeatureStates *refreshed, FeatureState *own);
    Result<void> waitForCommand(int node, int timeoutMs, const std::function<bool()> &cancelled);
    bool holdsState(int command) const;
    std::optional<qint64> commandValue(int command);
};

Result<void> FeatureEngine::Private::open(ArvDevice *device)
{
    std::size_t size = 0;
    const char *bytes = arv_device_get_genicam_xml(device, &size);
    if (!bytes || size == 0)
        return Error{ErrorCode::NoDescription, {label}, {}};
    xml = QByteArray(bytes, qsizetype(size));
    const auto document = parseGenApiXml(xml, label);
    if (!document)
        return document.error();
    graph = std::make_shared<const GenApiGraph>(document.value());
    evaluator = std::make_unique<GenApiEvaluator>(device, graph, label);
    reader = std::make_unique<FeatureReader>(*graph, *evaluator);
    return buildTree();
}

Result<void> FeatureEngine::Private::buildTree()
{
    const Pass pass(evaluator->port());
    const auto built =
        buildFeatureTree(*graph, label, [this](const GenApiEntry &e) { return reader->isImplemented(e); });
    if (!built)
        return built.error();
    if (evaluator->port().dead())
        return deadPort();
    tree = std::make_shared<const FeatureTree>(built.value());
    return {};
}

FeatureDescription FeatureEngine::Private::describe(int node) const
{
    const auto *known = tree->find(graph->node(node).name);
    return known ? *known : describeNode(*graph, node);
}

FeatureState FeatureEngine::Private::fresh(int node)
{
    const Pass pass(evaluator->port());
    return reader->state(node, false);
}

Error FeatureEngine::Private::deadPort() const
{
    return {evaluator->port().gone() ? ErrorCode::ConnectionLost : ErrorCode::Timeout, {label}, {}};
}

Result<void> FeatureEngine::Private::set(int node, FeatureType type, const QVariant &value)
{
    switch (type) {
    case FeatureType::Integer:
        return evaluator->setInteger(node, value.toLongLong());
    case FeatureType::Float:
        return evaluator->setNumber(node, value.toDouble());
    case FeatureType::Boolean:
        return evaluator->setInteger(node, value.toBool());
    case FeatureType::String:
        return evaluator->setText(graph->valueEnd(node), value.toString());
    case FeatureType::Register:
        return evaluator->setBytes(node, value.toByteArray());
    case FeatureType::Enumeration: {
        const auto &entries = graph->node(node).entries;
        const auto entry = std::find_if(entries.begin(), entries.end(),
                                        [&value](const GenApiEntry &e) { return e.entry.name == value.toString(); });
        if (entry != entries.end())
            return evaluator->setInteger(node, entry->entry.value);
        break;
    }
    case FeatureType::Command:
        break;
    }
    return Error{ErrorCode::Internal, {QStringLiteral("FeatureEngine::set")}, graph->node(node).name};
}

void FeatureEngine::Private::refresh(int node, FeatureStates *refreshed, FeatureState *own)
{
    const Pass pass(evaluator->port());
    auto state = reader->state(node, true);
    if (own)
        *own = state;
    if (!refreshed)
        return;
    refreshed->insert(graph->node(node).name, state);
    for (const int dependant : graph->dependants(node)) {
        if (evaluator->port().dead())
            return;
        const auto &name = graph->node(dependant).name;
        if (dependant != node && tree->index.contains(name))
            refreshed->insert(name, reader->state(dependant, false));
    }
}

std::optional<qint64> FeatureEngine::Private::commandValue(int command)
{
    const int target = graph->target(command, Link::CommandValue);
    if (target < 0)
        return graph->integer(command, "CommandValue");
    const auto value = evaluator->integer(target);
    return value ? std::optional(value.value()) : std::nullopt;
}

bool FeatureEngine::Private::holdsState(int command) const
{
    const int target = graph->target(command, Link::Value);
    for (int i = 0; i < graph->size(); ++i) {
        const bool other = i != command && graph->node(i).kind == NodeKind::Command;
        if (other && graph->target(i, Link::Value) == target &&
            graph->integer(i, "CommandValue") != graph->integer(command, "CommandValue"))
            return true;
    }
    return false;
}

Result<void> FeatureEngine::Private::waitForCommand(int node, int timeoutMs, const std::function<bool()> &cancelled)
{
    const int target = graph->target(node, Link::Value);
    const auto mode = target < 0 ? AccessMode::WriteOnly : accessOf(*graph, *evaluator, target).mode;
    const auto running = commandValue(node);
    if (mode != AccessMode::ReadWrite || !running || timeoutMs <= 0 || holdsState(node))
        return {};
    const auto deadline = Clock::now() + std::chrono::milliseconds(timeoutMs);
    auto pause = firstPoll;
    for (;;) {
        const auto value = evaluator->integer(target);
        if (!value)
            return value.error();
        if (value.value() != *running)
            return {};
        const auto &name = graph->node(node).name;
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
    std::unique_ptr<FeatureEngine> engine(new FeatureEngine);
    engine->d->label = label;
    if (const auto opened = engine->d->open(device); !opened)
        return opened.error();
    return engine;
}

std::shared_ptr<const FeatureTree> FeatureEngine::tree() const
{
    return d->tree;
}

QByteArray FeatureEngine::xml() const
{
    return d->xml;
}

bool FeatureEngine::has(const QString &name) const
{
    return d->graph->find(name) >= 0;
}

FeatureStates FeatureEngine::read(const QStringList &names, Error *failure)
{
    FeatureStates states;
    QStringList wanted = names;
    if (names.isEmpty()) {
        for (const auto &feature : d->tree->features)
            wanted.append(feature.name);
    }
    const Pass pass(d->evaluator->port());
    for (const auto &name : wanted) {
        const int node = d->graph->find(name);
        FeatureState state;
        if (d->isFeature(node))
            state = d->reader->state(node, !names.isEmpty());
        else
            state.error = Error{ErrorCode::NoSuchFeature, {name}, {}};
        if (d->evaluator->port().dead()) {
            if (failure)
                *failure = d->deadPort();
            break;
        }
        states.insert(name, state);
    }
    return states;
}

Result<FeatureState> FeatureEngine::write(const QString &name, const QVariant &value, FeatureStates *refreshed)
{
    const int node = d->graph->find(name);
    if (!d->isFeature(node))
        return Error{ErrorCode::NoSuchFeature, {name}, {}};
    const auto feature = d->describe(node);
    const auto typed = toFeatureValue(feature, value);
    if (!typed)
        return typed.error();
    if (const auto allowed = checkWrite(feature, d->fresh(node), typed.value()); !allowed)
        return allowed.error();

    const auto written = d->set(node, feature.type, typed.value());
    FeatureState readBack;
    // After a refusal too: the row then shows what the camera has. A dead connection is not asked again.
    const bool alive = written || written.error().code == ErrorCode::WriteRefused;
    if (alive)
        d->refresh(node, refreshed, &readBack);
    if (!written)
        return forFeature(written.error(), name, ErrorCode::WriteRefused);
    return readBack;
}

Result<void> FeatureEngine::execute(const QString &name, int timeoutMs, const std::function<bool()> &cancelled,
                                    FeatureStates *refreshed)
{
    const int node = d->graph->find(name);
    if (!d->isFeature(node))
        return Error{ErrorCode::NoSuchFeature, {name}, {}};
    const auto feature = d->describe(node);
    if (feature.type != FeatureType::Command)
        return Error{ErrorCode::NotACommand, {name}, {}};
    if (const auto allowed = checkWrite(feature, d->fresh(node), {}); !allowed)
        return allowed.error();
    const auto value = d->commandValue(node);
    const int target = d->graph->target(node, Link::Value);
    if (!value || target < 0)
        return Error{
            ErrorCode::WriteRefused, {name}, QStringLiteral("the description gives it no value or no register")};
    auto done = d->evaluator->setInteger(target, *value);
    const bool written = done.ok();
    if (written)
        done = d->waitForCommand(node, timeoutMs, cancelled);
    if (written && (done || done.error().code != ErrorCode::ConnectionLost))
        d->refresh(node, refreshed, nullptr);
    if (done || done.error().code == ErrorCode::Cancelled)
        return done;
    return forFeature(done.error(), name, written ? ErrorCode::ReadFailed : ErrorCode::WriteRefused);
}

QStringList FeatureEngine::dependants(const QString &name) const
{
    QStringList names;
    const int node = d->graph->find(name);
    if (node < 0)
        return names;
    for (const int dependant : d->graph->dependants(node)) {
        if (d->tree->index.contains(d->graph->node(dependant).name))
            names.append(d->graph->node(dependant).name);
    }
    return names;
}

Result<qint64> FeatureEngine::readInteger(const QString &name)
{
    const int node = d->graph->find(name);
    if (node < 0)
        return Error{ErrorCode::NoSuchFeature, {name}, {}};
    return d->evaluator->integer(node);
}

Result<void> FeatureEngine::writeInteger(const QString &name, qint64 value)
{
    const int node = d->graph->find(name);
    if (node < 0)
        return Error{ErrorCode::NoSuchFeature, {name}, {}};
    return d->evaluator->setInteger(node, value);
}

std::uint64_t FeatureEngine::wireReads() const
{
    return d->evaluator->port().reads();
}

std::uint64_t FeatureEngine::wireWrites() const
{
    return d->evaluator->port().writes();
}

} // namespace mv
