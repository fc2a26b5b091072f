// SPDX-License-Identifier: GPL-3.0-or-later
// Values of single nodes, read and written: ArvGc behind guards.
#include "camera/private/genapi_evaluator.h"

#include "camera/private/aravis_quirks.h"
#include "camera/private/genapi_error.h"
#include "camera/private/genapi_reduce.h"
#include "camera/private/proxy_device.h"

#include <cmath>
#include <limits>

namespace mv {

namespace {

/// Schemas before 1.1 mean READREG for 4-byte registers (GenICam 2.0, appendix 3); some newer cameras want it too.
RegisterPort::Addressing addressingOf(ArvDevice *device, const GenApiGraph &graph)
{
    if (!ARV_IS_GV_DEVICE(device))
        return RegisterPort::Addressing::Memory;
    const auto root = graph.root();
    const auto major = xmlInteger(xmlAttribute(root, "SchemaMajorVersion")).value_or(0);
    const auto minor = xmlInteger(xmlAttribute(root, "SchemaMinorVersion")).value_or(0);
    const bool old = major < 1 || (major == 1 && minor < 1);
    const bool listed = isLegacyGigEModel(xmlAttribute(root, "VendorName"), xmlAttribute(root, "ModelName"));
    return old || listed ? RegisterPort::Addressing::LegacyGigE : RegisterPort::Addressing::Memory;
}

qint64 toInteger(double value)
{
    // 2^63 is a double, the largest qint64 is not.
    if (!(value > -9223372036854775808.0))
        return std::numeric_limits<qint64>::min();
    return value >= 9223372036854775808.0 ? std::numeric_limits<qint64>::max() : qint64(value);
}

/// Cameras write UTF-8, ASCII or Latin-1, and none says which.
QString decoded(const char *bytes)
{
    const auto utf8 = QString::fromUtf8(bytes);
    return utf8.contains(QChar::ReplacementCharacter) ? QString::fromLatin1(bytes) : utf8;
}

} // namespace

GenApiEvaluator::GenApiEvaluator(std::shared_ptr<const GenApiGraph> graph, const QString &label)
    : m_graph(std::move(graph)), m_label(label), m_check(*m_graph)
{}

GenApiEvaluator::~GenApiEvaluator() = default;

Result<std::unique_ptr<GenApiEvaluator>>
GenApiEvaluator::create(ArvDevice *device, std::shared_ptr<const GenApiGraph> graph, const QString &label)
{
    std::unique_ptr<GenApiEvaluator> evaluator(new GenApiEvaluator(std::move(graph), label));
    evaluator->m_port = std::make_unique<RegisterPort>(device, addressingOf(device, *evaluator->m_graph));
    evaluator->m_proxy = newProxyDevice(evaluator->m_port.get());
    const auto xml = reduceForAravis(*evaluator->m_graph);
    {
        const std::lock_guard lock(aravisParserMutex());
        evaluator->m_gc =
            GObjectPtr<ArvGc>::adopt(arv_gc_new(evaluator->m_proxy.get(), xml.constData(), std::size_t(xml.size())));
    }
    if (!evaluator->m_gc)
        return Error{ErrorCode::BrokenDescription, {label}, QStringLiteral("Aravis refuses it")};
    for (int i = 0; i < evaluator->m_graph->size(); ++i) {
        const auto name = evaluator->m_graph->node(i).name.toUtf8();
        evaluator->m_nodes.push_back(arv_gc_get_node(evaluator->m_gc.get(), name.constData()));
    }
    return evaluator;
}

Error GenApiEvaluator::failure(const GErrorPtr &error, int node, ErrorCode otherwise) const
{
    const auto &name = m_graph->node(node).name;
    const auto where = QStringLiteral("node %1, address 0x%2").arg(name).arg(m_port->failedAddress(), 0, 16);
    const bool ofDevice = error && error->domain == ARV_DEVICE_ERROR;
    return toError(error.get(), {m_label, name, otherwise, ofDevice ? where : QStringLiteral("node ") + name});
}

std::optional<Error> GenApiEvaluator::refusal(int node, GenApiCheck::Aspect aspect)
{
    const auto &name = m_graph->node(node).name;
    const auto &verdict = m_check.verdict(node, aspect);
    if (!verdict.problem.isEmpty())
        return Error{ErrorCode::ReadFailed, {name}, QStringLiteral("broken description: ") + verdict.problem};
    if (!arv(node))
        return Error{ErrorCode::ReadFailed, {name}, QStringLiteral("broken description: %1 is out of place").arg(name)};
    for (const int reg : verdict.dynamicLengths) {
        const auto bytes = integer(m_graph->target(reg, Link::Length));
        if (!bytes)
            return bytes.error();
        if (bytes.value() <= 0 || bytes.value() > GenApiCheck::maxBytes(m_graph->node(reg).kind)) {
            const auto what = QStringLiteral("%1 is a register of %2 bytes now");
            return Error{ErrorCode::ReadFailed, {name}, what.arg(m_graph->node(reg).name).arg(bytes.value())};
        }
    }
    return std::nullopt;
}

Result<qint64> GenApiEvaluator::integer(int node)
{
    if (const auto refused = refusal(node, GenApiCheck::Value))
        return *refused;
    const auto &n = m_graph->node(node);
    const int target = m_graph->target(node, Link::Value);
    if (n.kind == NodeKind::Boolean && target >= 0) {
        // ArvGcBoolean compares 32 bits, and so never finds an OnValue of 0x80000000.
        const auto raw = integer(target);
        if (!raw)
            return raw.error();
        return qint64(raw.value() == m_graph->integer(node, "OnValue").value_or(1));
    }
    GErrorPtr error;
    qint64 value = 0;
    if (ARV_IS_GC_BOOLEAN(arv(node)))
        value = arv_gc_boolean_get_value(ARV_GC_BOOLEAN(arv(node)), error.out());
    else if (ARV_IS_GC_INTEGER(arv(node)))
        value = arv_gc_integer_get_value(ARV_GC_INTEGER(arv(node)), error.out());
    else if (ARV_IS_GC_FLOAT(arv(node)))
        value = toInteger(arv_gc_float_get_value(ARV_GC_FLOAT(arv(node)), error.out()));
    else
        return Error{ErrorCode::ReadFailed, {n.name}, QStringLiteral("%1 is no number").arg(n.name)};
    if (error)
        return failure(error, node, ErrorCode::ReadFailed);
    return value;
}

Result<double> GenApiEvaluator::number(int node)
{
    if (!ARV_IS_GC_FLOAT(arv(node))) {
        const auto value = integer(node);
        return value ? Result<double>(double(value.value())) : value.error();
    }
    if (const auto refused = refusal(node, GenApiCheck::Value))
        return *refused;
    GErrorPtr error;
    const double value = arv_gc_float_get_value(ARV_GC_FLOAT(arv(node)), error.out());
    if (error)
        return failure(error, node, ErrorCode::ReadFailed);
    return value;
}

Result<QString> GenApiEvaluator::text(int node)
{
    if (const auto refused = refusal(node, GenApiCheck::Value))
        return *refused;
    if (!ARV_IS_GC_STRING(arv(node)))
        return Error{ErrorCode::ReadFailed, {m_graph->node(node).name}, QStringLiteral("no text")};
    GErrorPtr error;
    const char *value = arv_gc_string_get_value(ARV_GC_STRING(arv(node)), error.out());
    if (error)
        return failure(error, node, ErrorCode::ReadFailed);
    return value ? decoded(value) : QString();
}

Result<qint64> GenApiEvaluator::length(int node)
{
    if (const auto refused = refusal(node, GenApiCheck::Value))
        return *refused;
    if (!ARV_IS_GC_REGISTER(arv(node)))
        return Error{ErrorCode::ReadFailed, {m_graph->node(node).name}, QStringLiteral("no register")};
    GErrorPtr error;
    const auto value = qint64(arv_gc_register_get_length(ARV_GC_REGISTER(arv(node)), error.out()));
    if (error)
        return failure(error, node, ErrorCode::ReadFailed);
    return value;
}

Result<QByteArray> GenApiEvaluator::bytes(int node)
{
    const auto size = length(node);
    if (!size)
        return size.error();
    QByteArray value(qsizetype(size.value()), '\0');
    GErrorPtr error;
    arv_gc_register_get(ARV_GC_REGISTER(arv(node)), value.data(), guint64(value.size()), error.out());
    if (error)
        return failure(error, node, ErrorCode::ReadFailed);
    return value;
}

int GenApiEvaluator::valueTarget(int node)
{
    const int direct = m_graph->target(node, Link::Value);
    const int index = m_graph->target(node, Link::Index);
    const auto kind = m_graph->node(node).kind;
    if (direct >= 0 || index < 0 || (kind != NodeKind::Integer && kind != NodeKind::Float))
        return direct;
    const auto wanted = integer(index);
    if (!wanted)
        return -1;
    int otherwise = -1;
    for (const auto &link : m_graph->node(node).links) {
        if (link.role != Link::ValueIndexed)
            continue;
        if (link.index == wanted.value())
            return link.target;
        if (!link.index)
            otherwise = link.target;
    }
    // A constant of that index comes before the default node.
    for (const auto constant : m_graph->node(node).xml.children("ValueIndexed")) {
        if (xmlInteger(xmlAttribute(constant, "Index")) == wanted.value())
            return -1;
    }
    return otherwise;
}

std::optional<double> GenApiEvaluator::converterLimit(int node, bool upper)
{
    if (refusal(node, GenApiCheck::Range) || refusal(node, GenApiCheck::Value))
        return std::nullopt;
    GErrorPtr error;
    if (ARV_IS_GC_INTEGER(arv(node))) {
        auto *number = ARV_GC_INTEGER(arv(node));
        const auto limit =
            upper ? arv_gc_integer_get_max(number, error.out()) : arv_gc_integer_get_min(number, error.out());
        const bool open = limit == (upper ? std::numeric_limits<qint64>::max() : std::numeric_limits<qint64>::min());
        return error || open ? std::nullopt : std::optional(double(limit));
    }
    if (!ARV_IS_GC_FLOAT(arv(node)))
        return std::nullopt;
    auto *number = ARV_GC_FLOAT(arv(node));
    const double limit = upper ? arv_gc_float_get_max(number, error.out()) : arv_gc_float_get_min(number, error.out());
    const bool open = !std::isfinite(limit) || std::abs(limit) >= std::numeric_limits<double>::max();
    return error || open ? std::nullopt : std::optional(limit);
}

Result<void> GenApiEvaluator::setBoolean(int node, qint64 value)
{
    const int target = m_graph->target(node, Link::Value);
    if (target >= 0) {
        const auto raw =
            value ? m_graph->integer(node, "OnValue").value_or(1) : m_graph->integer(node, "OffValue").value_or(0);
        return setInteger(target, raw);
    }
    GErrorPtr error;
    arv_gc_boolean_set_value(ARV_GC_BOOLEAN(arv(node)), value != 0, error.out());
    return error ? Result<void>(failure(error, node, ErrorCode::WriteRefused)) : Result<void>();
}

Result<void> GenApiEvaluator::setCopies(int node, qint64 value)
{
    for (const auto &link : m_graph->node(node).links) {
        if (link.role != Link::ValueCopy || link.target < 0)
            continue;
        if (auto done = setInteger(link.target, value); !done)
            return done;
    }
    return {};
}

Result<void> GenApiEvaluator::setInteger(int node, qint64 value)
{
    if (const auto refused = refusal(node, GenApiCheck::Value))
        return *refused;
    const auto &n = m_graph->node(node);
    const int target = valueTarget(node);
    if (n.kind == NodeKind::Boolean)
        return setBoolean(node, value);
    if (isFloat(n.kind))
        return setNumber(node, double(value));
    if (target >= 0 && (n.kind == NodeKind::Integer || n.kind == NodeKind::Enumeration)) {
        if (auto done = setInteger(target, value); !done)
            return done;
        return setCopies(node, value);
    }
    if (!ARV_IS_GC_INTEGER(arv(node)))
        return Error{ErrorCode::WriteRefused, {n.name}, QStringLiteral("%1 is no number").arg(n.name)};
    GErrorPtr error;
    arv_gc_integer_set_value(ARV_GC_INTEGER(arv(node)), value, error.out());
    return error ? Result<void>(failure(error, node, ErrorCode::WriteRefused)) : Result<void>();
}

Result<void> GenApiEvaluator::setNumber(int node, double value)
{
    if (const auto refused = refusal(node, GenApiCheck::Value))
        return *refused;
    const auto &n = m_graph->node(node);
    const int target = valueTarget(node);
    if (!isFloat(n.kind))
        return setInteger(node, toInteger(std::round(value)));
    if (target >= 0 && n.kind == NodeKind::Float)
        return setNumber(target, value);
    GErrorPtr error;
    arv_gc_float_set_value(ARV_GC_FLOAT(arv(node)), value, error.out());
    return error ? Result<void>(failure(error, node, ErrorCode::WriteRefused)) : Result<void>();
}

Result<void> GenApiEvaluator::setText(int node, const QString &value)
{
    if (const auto refused = refusal(node, GenApiCheck::Value))
        return *refused;
    GErrorPtr error;
    if (ARV_IS_GC_STRING(arv(node)))
        arv_gc_string_set_value(ARV_GC_STRING(arv(node)), value.toUtf8().constData(), error.out());
    return error ? Result<void>(failure(error, node, ErrorCode::WriteRefused)) : Result<void>();
}

Result<void> GenApiEvaluator::setBytes(int node, const QByteArray &value)
{
    const auto size = length(node);
    if (!size)
        return size.error();
    GErrorPtr error;
    arv_gc_register_set(ARV_GC_REGISTER(arv(node)), value.constData(), guint64(value.size()), error.out());
    return error ? Result<void>(failure(error, node, ErrorCode::WriteRefused)) : Result<void>();
}

} // namespace mv
