// SPDX-License-Identifier: GPL-3.0-or-later
// Values of single nodes, read.
#include "camera/private/genapi_evaluator.h"

#include "camera/private/aravis_quirks.h"
#include "camera/private/feature_limits.h"
#include "camera/private/genapi_binding.h"
#include "camera/private/genapi_error.h"
#include "camera/private/genapi_evaluator_call.h"
#include "camera/private/genapi_register.h"

#include <arv.h>

#include <algorithm>
#include <bit>

namespace mv {

namespace {

/// GenApiCheck allows chains of 200; limits used as variables may add a few.
constexpr int maxLevels = 250;
/// Limits as variables whose computation asks for limits; nobody needs two.
constexpr int maxLimitLevels = 4;
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

/// Cameras write UTF-8, ASCII or Latin-1, and none says which.
QString decoded(const QByteArray &bytes)
{
    const auto text = bytes.left(qsizetype(qstrnlen(bytes.constData(), std::size_t(bytes.size()))));
    const auto utf8 = QString::fromUtf8(text);
    return utf8.contains(QChar::ReplacementCharacter) ? QString::fromLatin1(text) : utf8;
}

bool isIntegerFormula(NodeKind kind)
{
    return kind == NodeKind::IntConverter || kind == NodeKind::IntSwissKnife || isRegister(kind);
}

} // namespace

GenApiEvaluator::GenApiEvaluator(ArvDevice *device, std::shared_ptr<const GenApiGraph> graph, const QString &label)
    : m_graph(std::move(graph))
    , m_label(label)
    , m_check(*m_graph)
    , m_port(device, addressingOf(device, *m_graph))
    , m_memos(std::size_t(m_graph->size()))
    , m_layouts(std::size_t(m_graph->size()))
{}

GenApiEvaluator::~GenApiEvaluator() = default;

Error GenApiEvaluator::failure(const GErrorPtr &error, int node, ErrorCode otherwise) const
{
    const auto &name = m_graph->node(node).name;
    const auto where = QStringLiteral("node %1, address 0x%2").arg(name).arg(m_port.failedAddress(), 0, 16);
    return toError(error.get(), {m_label, name, otherwise, where});
}

Error GenApiEvaluator::broken(int node, const QString &what, ErrorCode code) const
{
    const auto &name = m_graph->node(node).name;
    return {code, {name}, QStringLiteral("%1: %2").arg(name, what)};
}

std::optional<Error> GenApiEvaluator::refusal(int node, GenApiCheck::Aspect aspect)
{
    const auto &problem = m_check.verdict(node, aspect).problem;
    if (problem.isEmpty())
        return std::nullopt;
    return Error{
        ErrorCode::DescriptionFault, {m_graph->node(node).name}, QStringLiteral("broken description: ") + problem};
}

bool GenApiEvaluator::isSound(int node, GenApiCheck::Aspect aspect)
{
    return !refusal(node, aspect);
}

Result<qint64> GenApiEvaluator::integer(int node)
{
    const Call call(*this);
    if (const auto refused = refusal(node, GenApiCheck::Value))
        return *refused;
    return integerValue(node);
}

Result<double> GenApiEvaluator::number(int node)
{
    const Call call(*this);
    if (const auto refused = refusal(node, GenApiCheck::Value))
        return *refused;
    const auto value = evaluate(node);
    return value ? Result<double>(value.value().toReal()) : value.error();
}

Result<qint64> GenApiEvaluator::integerValue(int node)
{
    const auto value = evaluate(node);
    if (!value)
        return value.error();
    const auto integer = value.value().toInteger();
    if (!integer)
        return broken(node, QStringLiteral("%1 is no 64-bit integer").arg(value.value().toReal()));
    return *integer;
}

GenApiEvaluator::Number GenApiEvaluator::evaluate(int node)
{
    const bool supposing = m_hypothesis.uncertain != nullptr;
    auto &memo = supposing ? m_hypothesis.memos[std::size_t(node)] : m_memos[std::size_t(node)];
    const auto epoch = supposing ? m_hypothesis.epoch : m_epoch;
    if (memo.epoch == epoch)
        return memo.number ? *memo.number : broken(node, QStringLiteral("refers to itself in a circle"));
    if (++m_steps > maxSteps || m_level >= maxLevels)
        return broken(node, QStringLiteral("the description asks for too much work"));
    memo = {epoch, std::nullopt};
    ++m_level;
    auto number = supposing && isRegister(m_graph->node(node).kind) ? known(node) : compute(node);
    --m_level;
    memo = {epoch, number};
    return number;
}

GenApiEvaluator::Number GenApiEvaluator::compute(int node)
{
    switch (m_graph->node(node).kind) {
    case NodeKind::Integer:
    case NodeKind::Enumeration: {
        const auto value = readSource(node);
        const auto integer = value ? value.value().toInteger() : std::nullopt;
        if (value && !integer)
            return broken(node, QStringLiteral("%1 is no 64-bit integer").arg(value.value().toReal()));
        return value ? Number(GenApiNumber(*integer)) : value.error();
    }
    case NodeKind::Float:
        return readSource(node);
    case NodeKind::Boolean:
        return readBoolean(node);
    case NodeKind::IntReg:
    case NodeKind::MaskedIntReg:
    case NodeKind::StructEntry:
        return readInteger(node);
    case NodeKind::FloatReg:
        return readFloat(node);
    case NodeKind::IntConverter:
    case NodeKind::Converter: {
        const auto to = evaluate(m_graph->target(node, Link::Value));
        return to ? calculate(node, "FormulaFrom", to.value()) : to.error();
    }
    case NodeKind::IntSwissKnife:
    case NodeKind::SwissKnife:
        return calculate(node, "Formula");
    default:
        return broken(node, QStringLiteral("is no number"));
    }
}

Result<GenApiEvaluator::Source> GenApiEvaluator::source(int node)
{
    const auto &n = m_graph->node(node);
    const int direct = m_graph->target(node, Link::Value);
    if (direct >= 0)
        return Source{direct, {}};
    const bool canIndex = n.kind == NodeKind::Integer || n.kind == NodeKind::Float;
    if (canIndex && m_graph->target(node, Link::Index) >= 0)
        return indexed(node);
    return Source{-1, n.xml.child("Value")};
}

Result<GenApiEvaluator::Source> GenApiEvaluator::indexed(int node)
{
    const auto &n = m_graph->node(node);
    const auto wanted = integerValue(m_graph->target(node, Link::Index));
    if (!wanted)
        return wanted.error();
    int otherwise = -1;
    for (const auto &link : n.links) {
        if (link.role != Link::ValueIndexed)
            continue;
        if (link.index == wanted.value())
            return Source{link.target, {}};
        if (!link.index)
            otherwise = link.target;
    }
    // A constant of that index comes before the default node.
    for (const auto constant : n.xml.children("ValueIndexed")) {
        if (xmlInteger(xmlAttribute(constant, "Index")) == wanted.value())
            return Source{-1, constant};
    }
    const auto constant = n.xml.child("ValueDefault");
    if (otherwise < 0 && !constant)
        return broken(node, QStringLiteral("there is no value for index %1").arg(wanted.value()));
    return Source{otherwise, otherwise < 0 ? constant : pugi::xml_node()};
}

int GenApiEvaluator::valueTarget(int node)
{
    const Call call(*this);
    const auto from = source(node);
    return from ? from.value().node : -1;
}

GenApiEvaluator::Number GenApiEvaluator::readConstant(int node, pugi::xml_node constant) const
{
    const auto written = m_constants.find(constant.hash_value());
    if (written != m_constants.end())
        return written->second;
    const auto text = xmlText(constant.text().get());
    if (const auto integer = xmlInteger(text))
        return GenApiNumber(*integer);
    const auto kind = m_graph->node(node).kind;
    if (kind == NodeKind::Boolean && (text == u"true" || text == u"false")) // its constant may be a word
        return GenApiNumber(qint64(text == u"true"));
    const auto real = kind == NodeKind::Float ? xmlNumber(text) : std::nullopt;
    return real ? Number(GenApiNumber(*real)) : broken(node, QStringLiteral("\"%1\" is no number").arg(text.left(40)));
}

GenApiEvaluator::Number GenApiEvaluator::readSource(int node)
{
    const auto from = source(node);
    if (!from)
        return from.error();
    return from.value().node >= 0 ? evaluate(from.value().node) : readConstant(node, from.value().constant);
}

GenApiEvaluator::Number GenApiEvaluator::readBoolean(int node)
{
    const auto raw = readSource(node);
    if (!raw)
        return raw.error();
    return GenApiNumber(qint64(raw.value().toInteger() == m_graph->integer(node, "OnValue").value_or(1)));
}

GenApiEvaluator::Number GenApiEvaluator::readInteger(int node)
{
    const auto &layout = this->layout(node);
    const auto raw = readRegister(node);
    if (!raw)
        return raw.error();
    const auto bits = bitsOf(layout, raw.value().size());
    if (!bits)
        return broken(node, QStringLiteral("%1 bytes do not hold that number").arg(raw.value().size()));
    return GenApiNumber(extractBits(fromBytes(raw.value(), layout.bigEndian), *bits, layout.isSigned));
}

GenApiEvaluator::Number GenApiEvaluator::readFloat(int node)
{
    const auto raw = readRegister(node);
    if (!raw)
        return raw.error();
    const auto number = fromBytes(raw.value(), layout(node).bigEndian);
    if (raw.value().size() == sizeof(float))
        return GenApiNumber(double(std::bit_cast<float>(quint32(number))));
    if (raw.value().size() == sizeof(double))
        return GenApiNumber(std::bit_cast<double>(number));
    return broken(node, QStringLiteral("a float of %1 bytes").arg(raw.value().size()));
}

GenApiEvaluator::Number GenApiEvaluator::calculate(int node, const char *tag, std::optional<GenApiNumber> argument)
{
    return calculate(node, m_graph->node(node).xml, tag, argument);
}

GenApiEvaluator::Number GenApiEvaluator::calculate(int node, pugi::xml_node element, const char *tag,
                                                   std::optional<GenApiNumber> argument)
{
    const auto child = element.child(tag);
    auto &known = m_formulas[child ? child.hash_value() : element.hash_value()];
    if (!known) {
        const auto arithmetic = isIntegerFormula(m_graph->node(node).kind) ? GenApiFormula::Arithmetic::Integer
                                                                           : GenApiFormula::Arithmetic::Real;
        const auto given = !argument                   ? QString()
                           : qstrcmp(tag, "FormulaTo") ? QStringLiteral("TO")
                                                       : QStringLiteral("FROM");
        known = std::make_unique<const Result<GenApiBinding>>(bindFormula(*m_graph, element, tag, arithmetic, given));
    }
    const auto &binding = *known;
    const auto result = !binding ? Number(binding.error()) : binding.value().formula.evaluate([&](std::size_t i) {
        return variable(binding.value().variables[i], argument);
    });
    const bool ofFormula = !result && result.error().arguments.isEmpty();
    return ofFormula ? broken(node, QStringLiteral("%1: %2").arg(QLatin1String(tag), result.error().detail)) : result;
}

GenApiEvaluator::Number GenApiEvaluator::variable(const GenApiVariable &variable,
                                                  const std::optional<GenApiNumber> &argument)
{
    switch (variable.property) {
    case GenApiVariable::Argument:
        return *argument;
    case GenApiVariable::Entry:
        return GenApiNumber(variable.entry);
    case GenApiVariable::Value:
        return evaluate(variable.node);
    default:
        break;
    }
    return limit(variable);
}

GenApiEvaluator::Number GenApiEvaluator::limit(const GenApiVariable &variable)
{
    if (++m_steps > maxSteps || m_limitLevel >= maxLimitLevels)
        return broken(variable.node, QStringLiteral("the description asks for too much work"));
    ++m_limitLevel;
    FeatureLimits limits(*m_graph, *this);
    const bool isReal = isFloat(m_graph->node(variable.node).kind);
    const auto known = [](const auto &value) { return value ? std::optional(GenApiNumber(*value)) : std::nullopt; };
    std::optional<GenApiNumber> found;
    if (variable.property == GenApiVariable::Inc) {
        found = isReal ? known(limits.numberStep(variable.node)) : GenApiNumber(limits.integerStep(variable.node));
    } else {
        const auto bound = variable.property == GenApiVariable::Min ? FeatureLimits::Lower : FeatureLimits::Upper;
        found = isReal ? known(limits.number(variable.node, bound)) : known(limits.integer(variable.node, bound));
    }
    --m_limitLevel;
    return found ? Number(*found) : broken(variable.node, QStringLiteral("a limit that it does not have is asked for"));
}

GenApiEvaluator::Number GenApiEvaluator::converted(int converter, GenApiNumber to)
{
    const Call call(*this);
    if (const auto refused = refusal(converter, GenApiCheck::Value))
        return *refused;
    if (++m_steps > maxSteps)
        return broken(converter, QStringLiteral("the description asks for too much work"));
    return calculate(converter, "FormulaFrom", to);
}

const GenApiRegister &GenApiEvaluator::layout(int node)
{
    auto &known = m_layouts[std::size_t(node)];
    if (!known)
        known = std::make_unique<const GenApiRegister>(layOut(*m_graph, node));
    return *known;
}

Result<qint64> GenApiEvaluator::lengthNow(int node)
{
    const auto &layout = this->layout(node);
    if (layout.lengthNode < 0)
        return layout.length; // GenApiCheck has looked at it
    auto bytes = integerValue(layout.lengthNode);
    if (bytes && (bytes.value() <= 0 || bytes.value() > GenApiCheck::maxBytes(m_graph->node(node).kind)))
        return broken(node, QStringLiteral("a register of %1 bytes now").arg(bytes.value()));
    return bytes;
}

Result<std::uint64_t> GenApiEvaluator::summand(int node, std::size_t part)
{
    const auto &term = layout(node).address[part];
    if (term.formula) {
        const auto value = calculate(node, term.formula, "Formula");
        return value ? Result<std::uint64_t>(std::uint64_t(value.value().toInteger().value_or(0))) : value.error();
    }
    if (term.node < 0)
        return std::uint64_t(term.constant);
    const auto value = integerValue(term.node);
    if (!value)
        return value.error();
    if (!term.isIndex)
        return std::uint64_t(value.value());
    if (term.hasOffset)
        return std::uint64_t(value.value()) * std::uint64_t(term.constant);
    const auto offset = term.offsetNode >= 0 ? integerValue(term.offsetNode) : lengthNow(node);
    if (!offset)
        return offset.error();
    return std::uint64_t(value.value()) * std::uint64_t(offset.value());
}

Result<GenApiEvaluator::Place> GenApiEvaluator::place(int node)
{
    if (!layout(node).hasPort)
        return broken(node, QStringLiteral("chunk or event data, of which there is none here"),
                      ErrorCode::FeatureNotReadable);
    Place place;
    const auto length = lengthNow(node);
    if (!length)
        return length.error();
    place.length = length.value();
    for (std::size_t term = 0; term < layout(node).address.size(); ++term) {
        const auto part = summand(node, term);
        if (!part)
            return part.error();
        place.address += part.value();
    }
    return place;
}

Result<QByteArray> GenApiEvaluator::readRegister(int node)
{
    const auto at = place(node);
    if (!at)
        return at.error();
    QByteArray bytes(qsizetype(at.value().length), '\0');
    GErrorPtr error;
    if (!m_port.read(at.value().address, std::uint32_t(bytes.size()), bytes.data(), error.out()))
        return failure(error, node, ErrorCode::ReadFailed);
    return bytes;
}

Result<qint64> GenApiEvaluator::length(int node)
{
    const Call call(*this);
    if (const auto refused = refusal(node, GenApiCheck::Value))
        return *refused;
    if (!isRegister(m_graph->node(node).kind))
        return broken(node, QStringLiteral("is no register"));
    return lengthNow(node);
}

Result<QByteArray> GenApiEvaluator::bytes(int node)
{
    const Call call(*this);
    const auto size = length(node);
    return size ? readRegister(node) : size.error();
}

Result<QString> GenApiEvaluator::text(int node)
{
    const Call call(*this);
    if (const auto refused = refusal(node, GenApiCheck::Value))
        return *refused;
    const auto kind = m_graph->node(node).kind;
    if (kind == NodeKind::StringReg) {
        const auto raw = readRegister(node);
        return raw ? Result<QString>(decoded(raw.value())) : raw.error();
    }
    if (kind != NodeKind::String)
        return broken(node, QStringLiteral("is no text"));
    const auto from = source(node);
    if (!from)
        return from.error();
    if (from.value().node >= 0)
        return text(from.value().node);
    const auto written = m_texts.find(from.value().constant.hash_value());
    return written != m_texts.end() ? written->second : xmlText(from.value().constant.text().get());
}

} // namespace mv
