// SPDX-License-Identifier: GPL-3.0-or-later
// Values of single nodes, read and written. What they mean for a feature is decided above.
#pragma once

#include "camera/private/genapi_check.h"
#include "camera/private/genapi_number.h"
#include "camera/private/register_port.h"

#include <QByteArray>

#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace mv {

struct GenApiBinding;
struct GenApiRegister;
struct GenApiVariable;

/// A value that a node does not have.
struct GenApiAssumption
{
    int node;
    GenApiNumber value;
};

/// Evaluates GenApi's nodes over the graph and the register port. Numbers of nodes are the graph's; errors name the
/// node that failed.
///
/// A node's number is known for the length of one refresh pass of the port, outside a pass for that of one call, so
/// that a description in which each node uses the next one twice costs one evaluation of each; any write forgets it.
/// What was known last is kept for suppose(), which asks what would be. Access, limits and steps are not checked here;
/// constants of the description (TLParamsLocked) can be written and live as long as the evaluator. Thread: device.
class GenApiEvaluator
{
public:
    GenApiEvaluator(ArvDevice *device, std::shared_ptr<const GenApiGraph> graph, const QString &label);
    ~GenApiEvaluator();

    Result<qint64> integer(int node);
    Result<double> number(int node);
    Result<QString> text(int node);
    Result<QByteArray> bytes(int node);
    /// Bytes of a StringReg or Register.
    Result<qint64> length(int node);
    /// The node that holds the value of @p node now: its pValue, or the one that its pIndex picks; -1 if none does.
    int valueTarget(int node);
    /// What a converter would give if its pValue were @p to.
    Result<GenApiNumber> converted(int converter, GenApiNumber to);
    /// Whether nothing in the description is against evaluating it: no circle, nothing missing.
    bool isSound(int node, GenApiCheck::Aspect aspect);

    /// What @p node would be if the @p assumed held: over registers as they were last read, without the wire. Nodes in
    /// @p uncertain (ascending) might be something else then, so that registers among them count as unknown. An error
    /// where something unknown is needed.
    Result<GenApiNumber> suppose(int node, const std::vector<GenApiAssumption> &assumed,
                                 const std::vector<int> &uncertain);
    /// What was read of these no longer holds, not even for suppose().
    void forget(const std::vector<int> &nodes);

    Result<void> setInteger(int node, qint64 value);
    Result<void> setNumber(int node, double value);
    Result<void> setText(int node, const QString &value);
    Result<void> setBytes(int node, const QByteArray &value);

    RegisterPort &port() { return m_port; }

private:
    /// Evaluations in one call; no feature of a public description needs a tenth of this.
    static constexpr int maxSteps = 10000;
    using Number = Result<GenApiNumber>;
    /// As long as a call from outside lasts.
    class Call;
    /// A number as known in an epoch; none while it is being evaluated.
    struct Memo
    {
        std::uint64_t epoch = 0;
        std::optional<Number> number;
    };
    /// What suppose() assumes, while it runs.
    struct Hypothesis
    {
        std::vector<Memo> memos; ///< by node
        std::uint64_t epoch = 0;
        const std::vector<int> *uncertain = nullptr; ///< nullptr: none is under way
    };
    /// Where a node takes its value from: another node, or an element of the description.
    struct Source
    {
        int node = -1;
        pugi::xml_node constant;
    };
    struct Place
    {
        std::uint64_t address = 0;
        qint64 length = 0;
    };

    std::optional<Error> refusal(int node, GenApiCheck::Aspect aspect);
    Error broken(int node, const QString &what, ErrorCode code = ErrorCode::DescriptionFault) const;
    Error failure(const GErrorPtr &error, int node, ErrorCode otherwise) const;

    Number evaluate(int node);
    Number compute(int node);
    Number known(int node) const;
    Number readSource(int node);
    Number readConstant(int node, pugi::xml_node constant) const;
    Number readBoolean(int node);
    Number readInteger(int node);
    Number readFloat(int node);
    Result<Source> source(int node);
    Result<Source> indexed(int node);
    Result<qint64> integerValue(int node);

    /// The formula of @p node, or of the SwissKnife @p element inside it.
    Number calculate(int node, pugi::xml_node element, const char *tag, std::optional<GenApiNumber> argument = {});
    Number calculate(int node, const char *tag, std::optional<GenApiNumber> argument = {});
    Number variable(const GenApiVariable &variable, const std::optional<GenApiNumber> &argument);

    Number limit(const GenApiVariable &variable);

    const GenApiRegister &layout(int node);
    Result<qint64> lengthNow(int node);
    Result<Place> place(int node);
    /// Part @p part of its address.
    Result<std::uint64_t> summand(int node, std::size_t part);
    Result<QByteArray> readRegister(int node);
    Result<void> writeRegister(int node, const QByteArray &bytes);

    Result<void> assign(int node, GenApiNumber value);
    Result<void> assignSource(int node, GenApiNumber value);
    Result<void> assignConverted(int node, GenApiNumber value);
    Result<void> setCopies(int node, GenApiNumber value);
    Result<void> writeInteger(int node, qint64 value);
    Result<void> writeFloat(int node, double value);

    std::shared_ptr<const GenApiGraph> m_graph;
    QString m_label;
    GenApiCheck m_check;
    RegisterPort m_port;
    std::vector<Memo> m_memos; ///< by node; kept as last known when an epoch ends
    Hypothesis m_hypothesis;
    std::vector<std::unique_ptr<const GenApiRegister>> m_layouts; ///< by node; made when first needed
    std::unordered_map<std::size_t, std::unique_ptr<const Result<GenApiBinding>>> m_formulas; ///< by element
    std::unordered_map<std::size_t, GenApiNumber> m_constants; ///< written ones, by element
    std::unordered_map<std::size_t, QString> m_texts;
    std::uint64_t m_epoch = 1;
    std::uint64_t m_generation = 0; ///< of the port, when the epoch began
    int m_calls = 0;                ///< calls inside each other
    int m_level = 0;                ///< nodes being evaluated inside each other
    int m_limitLevel = 0;           ///< limits being computed inside each other
    int m_steps = 0;                ///< evaluations in the outermost call
    int m_writes = 0;               ///< assignments in the outermost call
};

} // namespace mv
