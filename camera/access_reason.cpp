// SPDX-License-Identifier: GPL-3.0-or-later
// Why a feature cannot be written, in words.
#include "camera/access_reason.h"

#include "camera/error.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace mv {

namespace {

using Kind = AccessReason::Kind;

struct Row
{
    Kind kind;
    const char *plain;       ///< no operand is known; English, the key of the translation in context "Reason"
    const char *withOperand; ///< %1 = what its operands are
};
constexpr Row rows[] = {
    {Kind::ReadOnly, QT_TRANSLATE_NOOP("Reason", "read-only"), nullptr},
    {Kind::WriteOnly, QT_TRANSLATE_NOOP("Reason", "write-only: its value cannot be read"), nullptr},
    {Kind::NoAccess, QT_TRANSLATE_NOOP("Reason", "neither readable nor writable by the camera's description"), nullptr},
    {Kind::Locked, QT_TRANSLATE_NOOP("Reason", "locked by the camera"), QT_TRANSLATE_NOOP("Reason", "locked: %1")},
    {Kind::NotAvailable, QT_TRANSLATE_NOOP("Reason", "not available now"),
     QT_TRANSLATE_NOOP("Reason", "not available: %1")},
    {Kind::NotImplemented, QT_TRANSLATE_NOOP("Reason", "not in this model"),
     QT_TRANSLATE_NOOP("Reason", "not in this model: %1")},
    {Kind::Unknown, QT_TRANSLATE_NOOP("Reason", "unknown: what decides on it cannot be read"), nullptr},
};

/// More of them would be no phrase any more.
constexpr int maxNamed = 3;

QString phrase(const char *text, const QStringList &arguments = {})
{
    return fillArguments(QCoreApplication::translate("Reason", text), arguments);
}

bool isStreamingLock(const AccessReason::Operand &operand)
{
    return operand.feature == u"TLParamsLocked";
}

/// "needs A = x", where each of the operands has exactly one value that would do; otherwise empty.
QString remedy(const std::vector<AccessReason::Operand> &operands)
{
    QStringList needs;
    for (const auto &operand : operands) {
        if (operand.needed.size() > 1)
            return {};
        if (operand.needed.empty() || needs.size() >= maxNamed)
            continue;
        if (isStreamingLock(operand))
            needs.append(phrase(QT_TRANSLATE_NOOP("Reason", "a running stream")));
        else
            needs.append(phrase("%1 = %2", {operand.feature, operand.needed.front()}));
    }
    if (needs.isEmpty())
        return {};
    return phrase(QT_TRANSLATE_NOOP("Reason", "needs %1"), {needs.join(QCoreApplication::translate("Reason", " or "))});
}

/// "A is x, B is y": the operands that would lift the condition by themselves, or all if none does.
QString standing(const AccessReason &reason)
{
    const bool single =
        std::any_of(reason.operands.begin(), reason.operands.end(), [](const auto &o) { return !o.needed.isEmpty(); });
    QStringList parts;
    for (const auto &operand : reason.operands) {
        if ((single && operand.needed.isEmpty()) || parts.size() >= maxNamed)
            continue;
        if (isStreamingLock(operand))
            parts.append(operand.value == u"1" ? phrase(QT_TRANSLATE_NOOP("Reason", "the stream is running"))
                                               : phrase(QT_TRANSLATE_NOOP("Reason", "no stream is running")));
        else
            parts.append(phrase(QT_TRANSLATE_NOOP("Reason", "%1 is %2"), {operand.feature, operand.value}));
    }
    return parts.join(QStringLiteral(", "));
}

} // namespace

QString toText(const AccessReason &reason)
{
    const auto row =
        std::find_if(std::begin(rows), std::end(rows), [&reason](const Row &r) { return r.kind == reason.kind; });
    if (row == std::end(rows))
        return {};
    if (!row->withOperand || reason.operands.empty())
        return phrase(row->plain);
    const bool byStream = std::any_of(reason.operands.begin(), reason.operands.end(), [](const auto &operand) {
        return isStreamingLock(operand) && operand.value == u"1" && !operand.needed.isEmpty();
    });
    if (byStream) {
        return reason.kind == Kind::Locked ? phrase(QT_TRANSLATE_NOOP("Reason", "locked while streaming"))
                                           : phrase(QT_TRANSLATE_NOOP("Reason", "not available while streaming"));
    }
    const auto needs = reason.kind == Kind::NotImplemented ? QString() : remedy(reason.operands);
    return needs.isEmpty() ? phrase(row->withOperand, {standing(reason)}) : needs;
}

} // namespace mv
