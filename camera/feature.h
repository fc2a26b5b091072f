// SPDX-License-Identifier: GPL-3.0-or-later
// Features as values: what a GenICam node is (description) and how it stands now (state).
#pragma once

#include "camera/access_reason.h"
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
/// How a Float is written (GenApi DisplayNotation).
enum class DisplayNotation { Automatic, Fixed, Scientific };
/// Who gave a feature its name: the GenICam standard (SFNC) or the camera's maker.
enum class NameSpace { Custom, Standard };
/// What can be done with a feature now. Locked folds into ReadOnly with FeatureState::locked set.
enum class AccessMode { NotImplemented, NotAvailable, ReadOnly, WriteOnly, ReadWrite };

/// One entry of an enumeration.
struct EnumEntry
{
    QString name; ///< symbolic: what is written and saved
    QString displayName;
    QString toolTip; ///< empty where there is none; real cameras also write placeholders ("ToolTip") here
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
    QString docuUrl;
    bool deprecated = false; ///< IsDeprecated: to be shown last and struck out
    NameSpace nameSpace = NameSpace::Custom;
    FeatureType type = FeatureType::Integer;
    Visibility visibility = Visibility::Beginner;
    Representation representation = Representation::Undefined; ///< own, or that of the node the value comes from
    QString unit;                                              ///< own, or that of the node the value comes from
    std::vector<EnumEntry> entries; ///< Enumeration, XML order; see FeatureState::missingEntries
    QStringList selects;            ///< features that this one selects (pSelected)
    QStringList selectedBy;         ///< the selectors right above; selectorsOf() gives all, outermost first
    QString alias;                  ///< pAlias: the same thing as another feature, in another unit or as another type
    QString castAlias;              ///< pCastAlias: the same value as another feature of another type
    QString errorFeature;           ///< pError: the enumeration that says what became of the last write
    DisplayNotation displayNotation = DisplayNotation::Automatic;
    int displayPrecision = -1; ///< Float; -1 = not given
    int maxLength = 0;         ///< String and Register: bytes, a string's NUL included; 0 = not fixed, see FeatureState
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
    /// Every selector that decides what @p name stands for, also through other selectors; outermost first.
    QStringList selectorsOf(const QString &name) const;
};

/// How a feature stood when it was read.
struct FeatureState
{
    AccessMode access = AccessMode::NotAvailable;
    bool locked = false; ///< ReadOnly only because it is locked now
    AccessReason reason; ///< why it is not RW, of which kind a greyed row is
    /// qint64, double, bool, QString (Enumeration: the entry's symbol; String), QByteArray (Register); invalid = none.
    QVariant value;
    std::optional<qint64> intMin, intMax, intStep;
    std::optional<double> floatMin, floatMax, floatStep;
    int maxLength = 0;            ///< String: bytes, NUL included; Register: bytes
    QStringList availableEntries; ///< Enumeration: what can be chosen now
    QStringList missingEntries;   ///< Enumeration: what this camera does not have, not to be shown
    QString fault;                ///< pError: the entry that its error enumeration stands at, if that is not 0
    std::optional<Error> error;   ///< why there is no value, if that is not by design
};

using FeatureStates = QHash<QString, FeatureState>;

/// Who or what made a feature different.
enum class ChangeSource {
    Read,         ///< it was asked for, and differed from what was known
    Write,        ///< somebody wrote it
    Invalidation, ///< something it depends on was written, or a command was run, or the stream began or ended
    Poll,         ///< the camera changed it by itself: PollingTime, or an automatic that runs once
    Restore       ///< a value set was restored
};

/// One feature that is different now. A value; thread: any.
struct FeatureChange
{
    QString name;
    QVariant before; ///< invalid: there was no value
    QVariant after;  ///< invalid: there is no value now
    AccessMode accessBefore = AccessMode::NotAvailable;
    AccessMode accessAfter = AccessMode::NotAvailable;
    ChangeSource source = ChangeSource::Read;
};
using FeatureChanges = QList<FeatureChange>;

/// The value as text that round-trips: integers decimal, doubles shortest exact, booleans true/false, registers hex.
QString valueToText(const QVariant &value);
/// "Integer", "Float" …; "Beginner" …; "RW", "RO", "WO", "NA", "NI"; GenICam's terms, not translated.
QString typeName(FeatureType type);
QString visibilityName(Visibility visibility);
QString accessName(AccessMode access);
/// "Read", "Write" …: stable names for JSON and logs, not translated.
QString changeSourceName(ChangeSource source);

} // namespace mv
