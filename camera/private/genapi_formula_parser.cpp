// SPDX-License-Identifier: GPL-3.0-or-later
// Formulas as programs of a small stack machine: lexer and parser.
#include "camera/private/genapi_formula_code.h"

#include "camera/private/genapi_number.h"
#include "camera/private/genapi_xml.h"

#include <algorithm>
#include <array>

namespace mv {

namespace {

/// The longest formula of public descriptions has 4 kB.
constexpr qsizetype maxLength = 64 << 10;
/// Levels of the parser, two for each parenthesis and one for each "else if"; about 200 bytes of stack each.
constexpr int maxNesting = 1000;

struct BinaryRow
{
    QLatin1String sign;
    FormulaOp op;
    int precedence;
};
constexpr int powerPrecedence = 11;
const std::array binaryRows{
    BinaryRow{QLatin1String("||"), FormulaOp::Or, 1},
    BinaryRow{QLatin1String("&&"), FormulaOp::And, 2},
    BinaryRow{QLatin1String("|"), FormulaOp::BitOr, 3},
    BinaryRow{QLatin1String("^"), FormulaOp::BitXor, 4},
    BinaryRow{QLatin1String("&"), FormulaOp::BitAnd, 5},
    BinaryRow{QLatin1String("="), FormulaOp::Equal, 6},
    BinaryRow{QLatin1String("=="), FormulaOp::Equal, 6},
    BinaryRow{QLatin1String("<>"), FormulaOp::NotEqual, 6},
    BinaryRow{QLatin1String("!="), FormulaOp::NotEqual, 6},
    BinaryRow{QLatin1String("<"), FormulaOp::Less, 7},
    BinaryRow{QLatin1String(">"), FormulaOp::Greater, 7},
    BinaryRow{QLatin1String("<="), FormulaOp::LessOrEqual, 7},
    BinaryRow{QLatin1String(">="), FormulaOp::GreaterOrEqual, 7},
    BinaryRow{QLatin1String("<<"), FormulaOp::ShiftLeft, 8},
    BinaryRow{QLatin1String(">>"), FormulaOp::ShiftRight, 8},
    BinaryRow{QLatin1String("+"), FormulaOp::Add, 9},
    BinaryRow{QLatin1String("-"), FormulaOp::Subtract, 9},
    BinaryRow{QLatin1String("*"), FormulaOp::Multiply, 10},
    BinaryRow{QLatin1String("/"), FormulaOp::Divide, 10},
    BinaryRow{QLatin1String("%"), FormulaOp::Remainder, 10},
    BinaryRow{QLatin1String("**"), FormulaOp::Power, powerPrecedence},
};

struct FunctionRow
{
    QLatin1String name;
    FormulaOp op;
    bool ofIntegers; ///< an integer has an integer result
};
const std::array functionRows{
    FunctionRow{QLatin1String("ABS"), FormulaOp::Abs, true},
    FunctionRow{QLatin1String("SGN"), FormulaOp::Sgn, true},
    FunctionRow{QLatin1String("NEG"), FormulaOp::Negate, true},
    FunctionRow{QLatin1String("TRUNC"), FormulaOp::Trunc, true},
    FunctionRow{QLatin1String("FLOOR"), FormulaOp::Floor, true},
    FunctionRow{QLatin1String("CEIL"), FormulaOp::Ceil, true},
    FunctionRow{QLatin1String("ROUND"), FormulaOp::Round, true},
    FunctionRow{QLatin1String("FRAC"), FormulaOp::Frac, true},
    FunctionRow{QLatin1String("SIN"), FormulaOp::Sin, false},
    FunctionRow{QLatin1String("COS"), FormulaOp::Cos, false},
    FunctionRow{QLatin1String("TAN"), FormulaOp::Tan, false},
    FunctionRow{QLatin1String("ASIN"), FormulaOp::Asin, false},
    FunctionRow{QLatin1String("ACOS"), FormulaOp::Acos, false},
    FunctionRow{QLatin1String("ATAN"), FormulaOp::Atan, false},
    FunctionRow{QLatin1String("SQRT"), FormulaOp::Sqrt, false},
    FunctionRow{QLatin1String("EXP"), FormulaOp::Exp, false},
    FunctionRow{QLatin1String("LN"), FormulaOp::Ln, false},
    FunctionRow{QLatin1String("LG"), FormulaOp::Lg, false},
};

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

bool isLetter(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || c == u'_';
}

struct Token
{
    enum Kind { End, Number, Name, Sign, Strange } kind = End;
    QStringView text;
    qsizetype position = 0;
};

class Lexer
{
public:
    explicit Lexer(QStringView text) : m_text(text) {}

    Token next()
    {
        while (m_at < m_text.size() && m_text[m_at].isSpace())
            ++m_at;
        const auto begin = m_at;
        const auto kind = advance();
        return {kind, m_text.sliced(begin, m_at - begin), begin};
    }

private:
    QChar at(qsizetype place) const { return place < m_text.size() ? m_text[place] : QChar(); }

    Token::Kind advance()
    {
        const QChar c = at(m_at);
        if (m_at >= m_text.size())
            return Token::End;
        if (isDigit(c) || (c == u'.' && isDigit(at(m_at + 1))))
            return number();
        if (isLetter(c)) {
            while (isLetter(at(m_at)) || isDigit(at(m_at)) || at(m_at) == u'.')
                ++m_at;
            return Token::Name;
        }
        return sign();
    }

    Token::Kind number()
    {
        const bool hexadecimal = at(m_at) == u'0' && at(m_at + 1).toLower() == u'x';
        while (isDigit(at(m_at)) || isLetter(at(m_at)) || at(m_at) == u'.') {
            const bool exponent = !hexadecimal && at(m_at).toLower() == u'e';
            ++m_at;
            if (exponent && (at(m_at) == u'+' || at(m_at) == u'-'))
                ++m_at;
        }
        return Token::Number;
    }

    Token::Kind sign()
    {
        const auto two = m_text.sliced(m_at).left(2);
        const bool isTwo = two.size() == 2 && std::any_of(binaryRows.begin(), binaryRows.end(),
                                                          [two](const BinaryRow &row) { return row.sign == two; });
        static constexpr QStringView single = u"+-*/%()&|^~<>=?:,";
        const bool known = isTwo || single.contains(at(m_at));
        m_at += isTwo ? 2 : 1;
        return known ? Token::Sign : Token::Strange;
    }

    QStringView m_text;
    qsizetype m_at = 0;
};

class Parser
{
public:
    Parser(const QString &text, bool integers, const FormulaNames &names)
        : m_text(text), m_lexer(m_text), m_integers(integers), m_names(names)
    {}

    Result<FormulaProgram> run()
    {
        if (m_text.size() > maxLength)
            return Error{
                ErrorCode::DescriptionFault, {}, QStringLiteral("a formula of %1 characters").arg(m_text.size())};
        advance();
        if (m_token.kind == Token::End)
            return Error{ErrorCode::DescriptionFault, {}, QStringLiteral("the formula is empty")};
        ternary();
        if (m_problem.isEmpty() && m_token.kind != Token::End)
            unexpected();
        if (!m_problem.isEmpty())
            return Error{ErrorCode::DescriptionFault, {}, m_problem};
        return std::move(m_program);
    }

private:
    void advance() { m_token = m_lexer.next(); }
    bool is(QLatin1String sign) const { return m_token.kind == Token::Sign && m_token.text == sign; }
    bool take(const char *sign)
    {
        const bool there = is(QLatin1String(sign));
        if (there)
            advance();
        return there;
    }
    void expect(const char *sign)
    {
        if (m_problem.isEmpty() && !take(sign))
            unexpected();
    }
    void fail(const QString &what)
    {
        if (m_problem.isEmpty())
            m_problem = QStringLiteral("%1 at character %2 of \"%3\"")
                            .arg(what)
                            .arg(m_token.position + 1)
                            .arg(m_text.left(80).simplified());
    }
    void unexpected()
    {
        fail(m_token.kind == Token::End ? QStringLiteral("the formula ends too early")
                                        : QStringLiteral("unexpected \"%1\"").arg(m_token.text.left(20)));
    }

    void emit(FormulaOp op) { m_program.push_back({op}); }
    std::size_t emitJump(FormulaOp op)
    {
        m_program.push_back({op});
        return m_program.size() - 1;
    }
    void land(std::size_t jump) { m_program[jump].operand = std::uint32_t(m_program.size()); }

    bool enter()
    {
        if (++m_nesting > maxNesting)
            fail(QStringLiteral("nested too deep"));
        return m_problem.isEmpty();
    }

    void ternary()
    {
        if (enter()) {
            binary(0);
            if (m_problem.isEmpty() && take("?")) {
                const auto otherwise = emitJump(FormulaOp::JumpIfZero);
                ternary();
                expect(":");
                const auto end = emitJump(FormulaOp::Jump);
                land(otherwise);
                ternary();
                land(end);
            }
        }
        --m_nesting;
    }

    const BinaryRow *binarySign() const
    {
        const auto row =
            std::find_if(binaryRows.begin(), binaryRows.end(), [this](const BinaryRow &r) { return is(r.sign); });
        return row == binaryRows.end() ? nullptr : &*row;
    }

    /// Operators that bind at least as tight as @p least, and what is between them.
    void binary(int least)
    {
        if (enter()) {
            unary();
            for (const auto *row = binarySign(); row && row->precedence >= least && m_problem.isEmpty();
                 row = binarySign()) {
                advance();
                const bool lazy = row->op == FormulaOp::And || row->op == FormulaOp::Or;
                const auto jump = lazy ? emitJump(row->op) : 0;
                binary(row->precedence == powerPrecedence ? powerPrecedence : row->precedence + 1);
                emit(lazy ? FormulaOp::Truth : row->op);
                if (lazy)
                    land(jump);
            }
        }
        --m_nesting;
    }

    void unary()
    {
        std::vector<FormulaOp> signs;
        bool minus = false; // in front of a number it is part of it: 9223372036854775808 alone does not fit
        while (m_token.kind == Token::Sign &&
               (is(QLatin1String("+")) || is(QLatin1String("-")) || is(QLatin1String("~")))) {
            minus = is(QLatin1String("-"));
            if (!is(QLatin1String("+")))
                signs.push_back(minus ? FormulaOp::Negate : FormulaOp::Invert);
            advance();
        }
        const bool negative = minus && m_token.kind == Token::Number;
        if (negative)
            signs.pop_back();
        primary(negative);
        for (auto sign = signs.rbegin(); sign != signs.rend(); ++sign)
            emit(*sign);
    }

    void primary(bool negative)
    {
        const Token token = m_token;
        if (token.kind == Token::Number) {
            number(negative);
            advance();
        } else if (token.kind == Token::Name) {
            advance();
            if (is(QLatin1String("(")))
                call(token);
            else
                name(token);
        } else if (take("(")) {
            ternary();
            expect(")");
        } else {
            unexpected();
        }
    }

    void number(bool negative)
    {
        const auto text = (negative ? QStringLiteral("-") : QString()) + m_token.text.toString();
        const auto integer = xmlInteger(text);
        bool ok = integer.has_value();
        const bool hexadecimal = m_token.text.startsWith(u"0x", Qt::CaseInsensitive);
        const double real = ok ? double(*integer) : hexadecimal ? 0 : text.toDouble(&ok);
        if (!ok || !std::isfinite(real))
            return fail(QStringLiteral("\"%1\" is no number").arg(m_token.text.left(40)));
        const auto cut = integer ? integer : GenApiNumber::truncated(real);
        if (m_integers && (!cut || double(*cut) != real))
            return fail(QStringLiteral("%1 is no 64-bit integer").arg(m_token.text.left(40)));
        m_program.push_back({FormulaOp::Constant, 0, cut.value_or(0), real});
    }

    void name(const Token &token)
    {
        const auto meaning = m_names(token.text.toString());
        const bool fraction = meaning.op == FormulaOp::Constant && m_integers;
        if (fraction)
            return fail(QStringLiteral("%1 is no 64-bit integer").arg(token.text.left(40)));
        m_program.push_back(meaning);
    }

    void call(const Token &token)
    {
        const auto row = std::find_if(functionRows.begin(), functionRows.end(), [&token](const FunctionRow &r) {
            return token.text.compare(r.name, Qt::CaseInsensitive) == 0;
        });
        if (row == functionRows.end())
            return fail(QStringLiteral("\"%1\" is no function").arg(token.text.left(40)));
        if (m_integers && !row->ofIntegers)
            return fail(QStringLiteral("%1 has no integer result").arg(row->name));
        expect("(");
        ternary();
        const bool digits = m_problem.isEmpty() && row->op == FormulaOp::Round && take(",");
        if (digits)
            ternary();
        expect(")");
        emit(digits ? FormulaOp::RoundTo : row->op);
    }

    const QString m_text;
    Lexer m_lexer;
    const bool m_integers;
    const FormulaNames &m_names;
    Token m_token;
    FormulaProgram m_program;
    QString m_problem;
    int m_nesting = 0;
};

} // namespace

Result<FormulaProgram> parseFormula(const QString &text, bool integers, const FormulaNames &names)
{
    return Parser(text, integers, names).run();
}

} // namespace mv
