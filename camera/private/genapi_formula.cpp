// SPDX-License-Identifier: GPL-3.0-or-later
// Formulas of a description, made safe for Aravis.
#include "camera/private/genapi_formula.h"

#include <algorithm>

namespace mv {

namespace {

// Each level repeats its divisor three times.
constexpr int deepest = 5;

bool isWord(QChar c)
{
    return c.isLetterOrNumber() || c == u'_' || c == u'.';
}

qsizetype skipSpace(const QString &text, qsizetype at)
{
    while (at < text.size() && text[at].isSpace())
        ++at;
    return at;
}

/// Behind the parenthesis that closes the one at @p at, or the end.
qsizetype skipGroup(const QString &text, qsizetype at)
{
    int open = 0;
    for (; at < text.size(); ++at) {
        if (text[at] == u'(')
            ++open;
        else if (text[at] == u')' && --open == 0)
            return at + 1;
    }
    return at;
}

/// Behind a number, a name, a call or a group.
qsizetype skipPrimary(const QString &text, qsizetype at)
{
    const qsizetype begin = at;
    const bool number = at < text.size() && text[at].isDigit();
    const bool hexadecimal = number && at + 1 < text.size() && text[at + 1].toLower() == u'x';
    while (at < text.size() && isWord(text[at])) {
        const bool exponent = number && !hexadecimal && text[at].toLower() == u'e';
        ++at;
        if (exponent && at < text.size() && (text[at] == u'+' || text[at] == u'-'))
            ++at;
    }
    const qsizetype next = skipSpace(text, at);
    const bool group = next < text.size() && text[next] == u'(' && (!number || at == begin);
    return group ? skipGroup(text, next) : at;
}

/// Behind the divisor that begins at @p at: signs, and what "**" binds together.
qsizetype skipDivisor(const QString &text, qsizetype at)
{
    for (;;) {
        at = skipSpace(text, at);
        while (at < text.size() && (text[at] == u'-' || text[at] == u'+' || text[at] == u'~'))
            at = skipSpace(text, at + 1);
        at = skipPrimary(text, at);
        const qsizetype next = skipSpace(text, at);
        if (QStringView(text).sliced(next).left(2) != u"**")
            return at;
        at = next + 2;
    }
}

bool isPlainNumber(const QString &text)
{
    return !text.isEmpty() && text.front().isDigit() && std::ranges::all_of(text, isWord);
}

QString guarded(const QString &formula, int level)
{
    if (level > deepest)
        return {};
    QString out;
    for (qsizetype at = 0; at < formula.size();) {
        const QChar sign = formula[at++];
        if (sign != u'/' && sign != u'%') {
            out += sign;
            continue;
        }
        const qsizetype end = skipDivisor(formula, at);
        const QString divisor = formula.sliced(at, end - at).trimmed();
        at = end;
        if (divisor.isEmpty() || isPlainNumber(divisor)) {
            out += sign + divisor;
            continue;
        }
        const QString safe = guarded(divisor, level + 1);
        if (safe.isEmpty())
            return {};
        const QString isMinusOne = QStringLiteral("((%1)=(0-1))").arg(safe);
        if (sign == u'/')
            out += QStringLiteral("*(1-2*%1)").arg(isMinusOne);
        out += sign + QStringLiteral("((%1)+2*%2)").arg(safe, isMinusOne);
    }
    return out;
}

} // namespace

QString divideSafely(const QString &formula)
{
    return guarded(formula, 0);
}

} // namespace mv
