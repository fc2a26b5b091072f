// SPDX-License-Identifier: GPL-3.0-or-later
// Values of features under their selectors: looked at side by side, taken from a camera, put back into one.
#pragma once

#include "camera/feature.h"

#include <QList>

#include <atomic>
#include <memory>
#include <vector>

namespace mv {

/// One selector and the entry (enumeration: symbol; integer: number as text) that it stands at.
struct SelectorStep
{
    QString selector;
    QString entry;

    bool operator==(const SelectorStep &other) const = default;
};
/// Outermost selector first; empty for a feature without selectors.
using SelectorPath = QList<SelectorStep>;

/// "TriggerSelector=FrameStart, LineSelector=Line1".
QString pathToText(const SelectorPath &path);

/// A feature as it stands under one combination of its selectors' entries.
struct SelectedState
{
    SelectorPath path;
    FeatureState state;
};

/// What Camera::readSelected() gives.
struct SelectedStates
{
    QString feature;
    std::vector<SelectedState> states; ///< in the order of the entries, outermost selector slowest
    /// Selectors that stayed where they were because they cannot be written now; only their present entry is in states.
    QStringList fixed;
};

/// One value of a set.
struct FeatureSetItem
{
    QString feature;
    SelectorPath path;
    QVariant value; ///< as FeatureState::value, or text that means it (Camera::write)
};

/// Values to be restored, saved or compared. Nothing in it depends on a camera's maker.
struct FeatureSet
{
    std::vector<FeatureSetItem> items;
    /// What belongs into it but could not be read.
    struct Missing
    {
        QString feature;
        SelectorPath path;
        Error error;
    };
    std::vector<Missing> missing;
};

/// Asks a restore to stop where it is; unlike cancelling its future, that still gives the report. Copies are one flag.
/// Thread: any.
class CancelFlag
{
public:
    CancelFlag() : m_set(std::make_shared<std::atomic<bool>>(false)) {}
    void cancel() { *m_set = true; }
    bool cancelled() const { return *m_set; }

private:
    std::shared_ptr<std::atomic<bool>> m_set;
};

/// What became of one item of a restored set.
enum class RestoreFate {
    Written,     ///< written, and the camera has it
    AlreadySo,   ///< the camera had it
    Refused,     ///< the value is not possible, or the camera said no: RestoredItem::error
    NotInCamera, ///< no such feature, selector or entry
    NotWritable, ///< read-only, locked or not available, in every pass: RestoredItem::reason
    Differs,     ///< written without an error, but what is read back is something else
    NotReached   ///< cancelled before its turn, or the connection was lost
};

struct RestoredItem
{
    FeatureSetItem item;
    RestoreFate fate = RestoreFate::NotReached;
    QVariant before; ///< invalid: it could not be read
    QVariant after;
    std::optional<Error> error;
    AccessReason reason; ///< for NotWritable
};

/// What Camera::restore() gives.
struct RestoreReport
{
    std::vector<RestoredItem> items; ///< in the order of the set
    FeatureSet undo;                 ///< what the camera had for every item that was written: restore it to go back
    int passes = 0;
    bool cancelled = false;

    bool complete() const; ///< each item is Written or AlreadySo
};

/// "Written", "AlreadySo" …: stable names for JSON.
QString fateName(RestoreFate fate);

} // namespace mv
