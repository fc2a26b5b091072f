// SPDX-License-Identifier: GPL-3.0-or-later
// A formula of a SwissKnife or converter: compiled once, evaluated often.
#include "camera/private/genapi_formula.h"

#include "camera/private/genapi_formula_arithmetic.h"

#include <QHash>

#include <algorithm>
#include <numbers>
#include <type_traits>

namespace mv {

namespace {

/// Expressions that use expressions; real descriptions have two levels. Each takes 1 kB of stack, in each of the 200
/// nodes that may be evaluated inside each other.
constexpr int maxLevels = 8;

Error problem(const QString &what)
{
    return {ErrorCode::DescriptionFault, {}, what};
}

/// Names of one formula, and the programs that they lead to.
class Compiler
{
public:
    Compiler(const GenApiFormulaText &text, bool integers) : m_text(text), m_integers(integers)
    {
        for (std::size_t i = text.definitions.size(); i-- > 0;) // of two with one name the first counts
            m_definitions.insert(text.definitions[i].name, i);
    }

    Result<std::vector<FormulaProgram>> run()
    {
        const FormulaNames names = [this](const QString &name) { return meaningOf(name); };
        std::vector<FormulaProgram> programs;
        // Grows while it is compiled: by what the programs refer to.
        for (std::size_t i = 0; i <= m_used.size(); ++i) {
            auto program =
                parseFormula(i == 0 ? m_text.formula : m_text.definitions[m_used[i - 1]].text, m_integers, names);
            if (!program)
                return program.error();
            programs.push_back(std::move(program.value()));
        }
        return programs;
    }

    std::vector<QString> variables() && { return std::move(m_variables); }

private:
    FormulaInstruction meaningOf(const QString &name)
    {
        auto known = m_meanings.constFind(name);
        if (known == m_meanings.constEnd())
            known = m_meanings.insert(name, newMeaning(name));
        return known.value();
    }

    FormulaInstruction newMeaning(const QString &name)
    {
        if (const auto definition = m_definitions.constFind(name); definition != m_definitions.constEnd()) {
            m_used.push_back(definition.value());
            return {FormulaOp::Expression, std::uint32_t(m_used.size())};
        }
        const bool isVariable = std::ranges::find(m_text.variables, name) != m_text.variables.end();
        if (!isVariable && name == u"E")
            return {FormulaOp::Constant, 0, 0, std::numbers::e};
        if (!isVariable && name == u"PI")
            return {FormulaOp::Constant, 0, 0, std::numbers::pi};
        m_variables.push_back(name);
        return {FormulaOp::Variable, std::uint32_t(m_variables.size() - 1)};
    }

    const GenApiFormulaText &m_text;
    const bool m_integers;
    QHash<QString, std::size_t> m_definitions;
    QHash<QString, FormulaInstruction> m_meanings;
    std::vector<std::size_t> m_used; ///< definitions, in the order of their programs
    std::vector<QString> m_variables;
};

/// One evaluation. Definitions are evaluated once, however often they are used.
template<typename T> class Run
{
public:
    Run(const std::vector<FormulaProgram> &programs, const std::vector<QString> &names,
        const GenApiFormula::Values &values)
        : m_programs(programs), m_names(names), m_values(values), m_known(programs.size()), m_open(programs.size())
    {}

    Result<GenApiNumber> evaluate()
    {
        const auto result = run(0);
        return result ? Result<GenApiNumber>(GenApiNumber(result.value())) : result.error();
    }

private:
    Result<T> run(std::size_t program)
    {
        if (m_known[program])
            return *m_known[program];
        if (m_open[program])
            return problem(QStringLiteral("expressions that use each other in a circle"));
        if (m_level >= maxLevels)
            return problem(QStringLiteral("more than %1 levels of expressions").arg(maxLevels));
        m_open[program] = true;
        ++m_level;
        auto result = execute(m_programs[program]);
        --m_level;
        m_open[program] = false;
        if (result)
            m_known[program] = result.value();
        return result;
    }

    Result<T> execute(const FormulaProgram &program)
    {
        std::vector<T> stack;
        for (std::size_t at = 0; at < program.size();) {
            const auto &step = program[at++];
            if (step.op <= FormulaOp::Expression) {
                auto value = push(step);
                if (!value)
                    return value;
                stack.push_back(value.value());
            } else if (step.op >= FormulaOp::Jump) {
                at = jump(step, stack, at);
            } else if (const auto *why = apply(step.op, stack)) {
                return problem(QString::fromLatin1(why));
            }
        }
        return stack.back();
    }

    Result<T> push(const FormulaInstruction &step)
    {
        if (step.op == FormulaOp::Expression)
            return run(step.operand);
        if (step.op == FormulaOp::Constant) {
            if constexpr (std::is_same_v<T, double>)
                return step.real;
            else
                return step.integer;
        }
        const auto value = m_values(step.operand);
        if (!value)
            return value.error();
        const auto &name = m_names[step.operand];
        if constexpr (std::is_same_v<T, double>) {
            const double real = value.value().toReal();
            return std::isfinite(real) ? Result<T>(real) : problem(QStringLiteral("%1 is no finite number").arg(name));
        } else {
            const auto integer = value.value().toInteger();
            return integer ? Result<T>(*integer) : problem(QStringLiteral("%1 does not fit into 64 bits").arg(name));
        }
    }

    static std::size_t jump(const FormulaInstruction &step, std::vector<T> &stack, std::size_t next)
    {
        if (step.op == FormulaOp::Jump)
            return step.operand;
        const bool zero = stack.back() == 0;
        const bool jumps = step.op == FormulaOp::Or ? !zero : zero;
        if (!jumps || step.op == FormulaOp::JumpIfZero)
            stack.pop_back();
        else
            stack.back() = step.op == FormulaOp::Or;
        return jumps ? step.operand : next;
    }

    static const char *apply(FormulaOp op, std::vector<T> &stack)
    {
        const T last = stack.back();
        if (op < FormulaOp::Add)
            return applyFormulaOp(op, last, stack.back());
        stack.pop_back();
        return applyFormulaOp(op, T(stack.back()), last, stack.back());
    }

    const std::vector<FormulaProgram> &m_programs;
    const std::vector<QString> &m_names;
    const GenApiFormula::Values &m_values;
    std::vector<std::optional<T>> m_known; ///< by program
    std::vector<bool> m_open;              ///< being evaluated further up
    int m_level = 0;
};

} // namespace

Result<GenApiFormula> GenApiFormula::compile(const GenApiFormulaText &text, Arithmetic arithmetic)
{
    Compiler compiler(text, arithmetic == Arithmetic::Integer);
    auto programs = compiler.run();
    if (!programs)
        return programs.error();
    GenApiFormula formula;
    formula.m_arithmetic = arithmetic;
    formula.m_programs = std::move(programs.value());
    formula.m_variables = std::move(compiler).variables();
    return formula;
}

Result<GenApiNumber> GenApiFormula::evaluate(const Values &values) const
{
    if (m_arithmetic == Arithmetic::Integer)
        return Run<qint64>(m_programs, m_variables, values).evaluate();
    return Run<double>(m_programs, m_variables, values).evaluate();
}

} // namespace mv
