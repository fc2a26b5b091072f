// SPDX-License-Identifier: GPL-3.0-or-later
// What the parts of the feature engine share.
#include "camera/private/feature_core.h"

#include "camera/private/feature_reader.h"
#include "camera/private/feature_reasons.h"
#include "camera/private/feature_value.h"
#include "camera/private/genapi_evaluator.h"
#include "camera/private/genapi_tree.h"

#include <arv.h>

#include <algorithm>

namespace mv {

namespace {

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

} // namespace

Error forFeature(const Error &error, const QString &name, ErrorCode otherwise)
{
    if (error.code == ErrorCode::ConnectionLost || error.code == ErrorCode::ControlLost)
        return error;
    const bool special = error.code == ErrorCode::Timeout || error.code == ErrorCode::FeatureReadOnly ||
                         error.code == ErrorCode::DescriptionFault;
    return {special ? error.code : otherwise, {name}, error.detail};
}

FeatureCore::FeatureCore() = default;
FeatureCore::~FeatureCore() = default;

RegisterPort &FeatureCore::port()
{
    return m_evaluator->port();
}

Result<std::unique_ptr<FeatureCore>> FeatureCore::open(ArvDevice *device, const QString &label)
{
    std::unique_ptr<FeatureCore> core(new FeatureCore);
    core->m_label = label;
    if (const auto loaded = core->load(device); !loaded)
        return loaded.error();
    return core;
}

Result<void> FeatureCore::load(ArvDevice *device)
{
    std::size_t size = 0;
    const char *bytes = arv_device_get_genicam_xml(device, &size);
    if (!bytes || size == 0)
        return Error{ErrorCode::NoDescription, {m_label}, {}};
    m_xml = QByteArray(bytes, qsizetype(size));
    const auto document = parseGenApiXml(m_xml, m_label);
    if (!document)
        return document.error();
    m_graph = std::make_shared<const GenApiGraph>(document.value());
    m_evaluator = std::make_unique<GenApiEvaluator>(device, m_graph, m_label);
    m_reader = std::make_unique<FeatureReader>(*m_graph, *m_evaluator);
    return buildTree();
}

Result<void> FeatureCore::buildTree()
{
    // No register is read for it: on a slow camera somebody waits for the tree.
    const auto built = buildFeatureTree(
        *m_graph, m_label, [this](const GenApiEntry &e) { return m_reader->isKnownImplemented(e).value_or(true); });
    if (!built)
        return built.error();
    m_tree = std::make_shared<const FeatureTree>(built.value());
    m_reasons = std::make_unique<FeatureReasons>(*m_graph, *m_evaluator, *m_tree);
    return {};
}

int FeatureCore::feature(const QString &name) const
{
    const int node = m_graph->find(name);
    return node >= 0 && featureType(m_graph->node(node).kind) ? node : -1;
}

FeatureDescription FeatureCore::describe(int node) const
{
    const auto *known = m_tree->find(m_graph->node(node).name);
    return known ? *known : describeNode(*m_graph, node);
}

FeatureDescription FeatureCore::describeHere(int node)
{
    auto description = describe(node);
    const auto known = m_entries.find(node);
    if (known != m_entries.end()) {
        description.entries = known->second;
        return description;
    }
    const Pass pass(port());
    description.entries.clear();
    for (const auto &entry : m_graph->node(node).entries) {
        if (m_reader->isImplemented(entry))
            description.entries.push_back(entry.entry);
    }
    if (!port().dead())
        m_entries.emplace(node, description.entries);
    return description;
}

const std::vector<int> &FeatureCore::dependants(int node)
{
    const auto known = m_dependants.find(node);
    return known != m_dependants.end() ? known->second
                                       : m_dependants.emplace(node, m_graph->dependants(node)).first->second;
}

QStringList FeatureCore::dependantFeatures(int node)
{
    QStringList names;
    for (const int dependant : dependants(node)) {
        if (m_tree->index.contains(m_graph->node(dependant).name))
            names.append(m_graph->node(dependant).name);
    }
    return names;
}

Error FeatureCore::deadPort() const
{
    return {m_evaluator->port().gone() ? ErrorCode::ConnectionLost : ErrorCode::Timeout, {m_label}, {}};
}

FeatureStates FeatureCore::read(const QStringList &names, bool asked, Error *failure, const ReadStep &step)
{
    FeatureStates states;
    const Pass pass(port());
    for (const auto &name : names) {
        if (step && step(states))
            break;
        const int node = feature(name);
        FeatureState state;
        if (node >= 0)
            state = m_reader->state(node, asked);
        else
            state.error = Error{ErrorCode::NoSuchFeature, {name}, {}};
        if (port().dead()) {
            if (failure)
                *failure = deadPort();
            break;
        }
        states.insert(name, state);
    }
    // When all is known that the pass was to read: the reasons read nothing.
    m_reasons->complete(states);
    return states;
}

FeatureState FeatureCore::fresh(int node, bool asked)
{
    const Pass pass(port());
    auto state = m_reader->state(node, asked);
    m_reasons->complete(state);
    return state;
}

FeatureStates FeatureCore::refresh(int node)
{
    FeatureStates states;
    const auto &name = m_graph->node(node).name;
    const Pass pass(port());
    states.insert(name, m_reader->state(node, true));
    for (const auto &dependant : dependantFeatures(node)) {
        if (port().dead())
            break;
        if (dependant != name)
            states.insert(dependant, m_reader->state(m_graph->find(dependant), false));
    }
    m_reasons->complete(states);
    return states;
}

Result<void> FeatureCore::setEntry(int node, const QString &symbol)
{
    const auto &entries = m_graph->node(node).entries;
    const auto entry = std::find_if(entries.begin(), entries.end(),
                                    [&symbol](const GenApiEntry &e) { return e.entry.name == symbol; });
    if (entry != entries.end())
        return m_evaluator->setInteger(node, entry->entry.value);
    return Error{ErrorCode::Internal, {QStringLiteral("FeatureCore::set")}, m_graph->node(node).name};
}

Result<void> FeatureCore::set(int node, FeatureType type, const QVariant &value)
{
    // Before the write, whatever becomes of it.
    m_evaluator->forget(dependants(node));
    switch (type) {
    case FeatureType::Integer:
    case FeatureType::Command: // the value of its register
        return m_evaluator->setInteger(node, value.toLongLong());
    case FeatureType::Float:
        return m_evaluator->setNumber(node, value.toDouble());
    case FeatureType::Boolean:
        return m_evaluator->setInteger(node, value.toBool());
    case FeatureType::String:
        return m_evaluator->setText(m_graph->valueEnd(node), value.toString());
    case FeatureType::Register:
        return m_evaluator->setBytes(node, value.toByteArray());
    case FeatureType::Enumeration:
        break;
    }
    return setEntry(node, value.toString());
}

Result<FeatureState> FeatureCore::write(int node, const QVariant &value, FeatureStates *refreshed)
{
    const auto feature = describeHere(node);
    const auto typed = toFeatureValue(feature, value);
    if (!typed)
        return typed.error();
    if (const auto allowed = checkWrite(feature, fresh(node), typed.value()); !allowed)
        return allowed.error();

    const auto written = set(node, feature.type, typed.value());
    FeatureState readBack;
    // After a refusal too: the row then shows what the camera has. A dead connection is not asked again.
    const bool alive = written || written.error().code == ErrorCode::WriteRefused;
    if (alive && refreshed) {
        *refreshed = refresh(node);
        readBack = refreshed->value(feature.name);
    } else if (alive) {
        readBack = fresh(node, true);
    }
    if (!written)
        return forFeature(written.error(), feature.name, ErrorCode::WriteRefused);
    return readBack;
}

} // namespace mv
