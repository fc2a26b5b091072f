// SPDX-License-Identifier: GPL-3.0-or-later
// Features as values: what a GenICam node is (description) and how it stands now (state).
#pragma once

#include "camera/error.h"

#include <QHash>
#include <QString>
#include <QStringList>
#include <QVariant>

#include <memory>
#include <optional>
#include <vector>

namespace mv {

/// GenApi's levels, in the order in which they show more.
enum class Visibility { Beginner, Expert, Guru, Invisible };
/// Kinds of feature that a person can meet. Categories are not features.
enum class FeatureType { Integer, Float, Boolean, Enumeration, String, Command, Register };
/// How an editor should show a number (GenApi Representation).
enum class Representation { Undefined, Linear, Logarithmic, Boolean, PureNumber, HexNumber, IPv4Address, MacAddress };
/// What can be done with a feature now. Locked folds into ReadOnly with FeatureState::locked set.
enum class AccessMode { NotImplemented, NotAvailable, ReadOnly, WriteOnly, ReadWrite };

/// One entry of an enumeration.
struct EnumEntry
{
    QString name; ///< symbolic: what is written and saved
    QString displayName;
    qint64 value = 0;
    Visibility visibility = Visibility::Beginner;
};

/// What never changes while the camera is open.
struct FeatureDescription
{
    QString name;
    QString displayName;
    QString category; ///< name of the category that lists it first
    QString toolTip;
    QString description;
    FeatureType type = FeatureType::Integer;
    Visibility visibility = Visibility::Beginner;
    Representation representation = Representation::Undefined;
    QString unit;
    std::vector<EnumEntry> entries; ///< Enumeration, XML order, implemented ones only
    QStringList selects;            ///< features that this one selects (pSelected)
    QStringList selectedBy;
    int displayPrecision = -1; ///< Float; -1 = not given
    bool streamable = false;
    int pollingTimeMs = 0; ///< 0 = never
};

/// A category and what it lists, in XML order.
struct FeatureCategory
{
    QString name;
    QString displayName;
    Visibility visibility = Visibility::Beginner;
    QStringList features; ///< names of features and sub-categories
};

/// The whole description of a camera. Immutable, shared. Thread: any.
struct FeatureTree
{
    std::vector<FeatureDescription> features; ///< XML order of the category tree, each once
    std::vector<FeatureCategory> categories;  ///< XML order; "Root" first
    QHash<QString, int> index;                ///< name -> position in features

    const FeatureDescription *find(const QString &name) const;
};

/// How a feature stood when it was read.
struct FeatureState
{
    AccessMode access = AccessMode::NotAvailable;
    bool locked = false; ///< ReadOnly only because it is locked now
    /// qint64, double, bool, QString (Enumeration: the entry's symbol; String), QByteArray (Register); invalid = none.
    QVariant value;
    std::optional<qint64> intMin, intMax, intStep;
    std::optional<double> floatMin, floatMax, floatStep;
    int maxLength = 0;            ///< String: bytes, NUL included; Register: bytes
    QStringList availableEntries; ///< Enumeration: what can be chosen now
    std::optional<Error> error;   ///< why there is no value, if that is not by design
};

using FeatureStates = QHash<QString, FeatureState>;

/// The value as text that round-trips: integers decimal, doubles shortest exact, booleans true/false, registers hex.
QString valueToText(const QVariant &value);
/// "Integer", "Float" …; "Beginner" …; "RW", "RO", "WO", "NA", "NI"; GenICam's terms, not translated.
QString typeName(FeatureType type);
QString visibilityName(Visibility visibility);
QString accessName(AccessMode access);

} // namespace mv
