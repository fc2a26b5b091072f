// SPDX-License-Identifier: GPL-3.0-or-later
// The editors of the feature tree: one table row for each type of feature.
#pragma once

#include "camera/feature.h"

#include <functional>
#include <span>

class QWidget;

namespace mv {

/// What an editor tells its view.
struct EditorCallbacks
{
    std::function<void()> drag;   ///< its value is to be taken at once, and more of the same gesture follow
    std::function<void()> commit; ///< its value is to be taken at once
    std::function<void()> finish; ///< its value is to be taken, and it may close
};

/// How a type of feature is edited. Booleans and commands are edited in their cell (a check box, a button) and have no
/// widget of their own.
struct FeatureEditorRow
{
    FeatureType type;
    /// Makes the widget; it calls what @p on holds.
    QWidget *(*create)(QWidget *parent, const FeatureDescription &, const EditorCallbacks &on);
    /// Shows a state, unless the person is in the middle of typing.
    void (*load)(QWidget *editor, const FeatureDescription &, const FeatureState &);
    /// What the widget holds, in the feature's type; text that does not mean such a value is given as it was typed, so
    /// that the check can say what is wrong with it. Invalid: nothing is chosen.
    QVariant (*value)(QWidget *editor);
};

std::span<const FeatureEditorRow> featureEditors();
/// nullptr: edited in its cell.
const FeatureEditorRow *findFeatureEditor(FeatureType type);

} // namespace mv
