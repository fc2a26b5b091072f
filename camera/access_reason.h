// SPDX-License-Identifier: GPL-3.0-or-later
// Why a feature cannot be written, or not be read, as a value that can be put into words.
#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace mv {

/// Derived from the description's own pIsImplemented, pIsAvailable and pIsLocked, and from the access modes of the
/// registers. Costs no register access of its own. A value; thread: any.
struct AccessReason
{
    enum class Kind {
        None,           ///< nothing is in the way
        ReadOnly,       ///< by design: the camera sets it
        WriteOnly,      ///< by design: its value cannot be read
        NoAccess,       ///< by design: neither (an imposed mode that contradicts the register's)
        Locked,         ///< pIsLocked: read-only for now
        NotAvailable,   ///< pIsAvailable: without meaning as things stand
        NotImplemented, ///< pIsImplemented: this model does not have it
        Unknown         ///< the condition could not be read; FeatureState::error says why
    };
    /// A feature that the condition looks at.
    struct Operand
    {
        QString feature;    ///< name; a node's where no feature leads to it
        QString value;      ///< as a person reads it: the entry's symbol, True or False, a number
        QStringList needed; ///< each of these values, with everything else as it is, would lift the condition

        bool operator==(const Operand &other) const = default;
    };

    Kind kind = Kind::None;
    QString condition;             ///< the node that pIsLocked (…) names; empty where the reason is by design
    std::vector<Operand> operands; ///< those whose change would do it first; only ones whose value is known
    bool streaming = false;        ///< TLParamsLocked is part of it: the stream is running

    bool operator==(const AccessReason &other) const = default;
};

/// A short phrase in the language of the installed translators: "locked while streaming", "needs GammaEnable = True",
/// "read-only", "not available: TriggerSource is Software". Empty for Kind::None.
QString toText(const AccessReason &reason);

} // namespace mv
