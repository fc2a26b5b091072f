// SPDX-License-Identifier: GPL-3.0-or-later
// User sets: all settings of the camera, taken together, kept and brought back.
#pragma once

#include "camera/virtual/core/memory/persistent_state.h"
#include "camera/virtual/core/memory/user_set_settings.h"
#include "camera/virtual/core/register_map.h"

#include <array>
#include <memory>

namespace mv::vcam {

/// Whether the feature @p name, if it can be written, belongs to a user set. The one table that decides: everything
/// does but what is listed there, so that a new feature is in the sets by itself.
bool belongsToUserSets(std::string_view name);

/// The sets Default (the camera as it is made), UserSet1 and UserSet2 (the same until saved). A value behind a selector
/// is in a set once for each entry of the selector; who selects whom is read from the XML. Not thread-safe: Camera
/// locks.
class UserSets
{
public:
    /// @p rows must outlive the object; what they say at present becomes the set Default.
    explicit UserSets(std::span<const Register> rows);

    void save(UserSet set);
    /// Brings every setting to the value it was saved with, whatever the order in which that is possible. A sentence if
    /// the camera cannot be set so, and then nothing has changed; or nothing.
    std::optional<std::string> load(UserSet set);

    using Values = std::vector<RegisterValue>; ///< by place
    /// UserSet1 and UserSet2; nullptr: never saved. Another pointer after every save().
    using Saved = std::array<std::shared_ptr<const Values>, 2>;
    const Saved &saved() const { return m_saved; }
    /// What saved() was before.
    void forgetSince(Saved before) { m_saved = std::move(before); }

    /// A set as text; nothing if it was never saved.
    std::vector<UserSetEntry> entries(UserSet set) const;
    /// Replaces a set by what entries() gave; settings that are not named are as in Default. A sentence if there is no
    /// such setting or value, or if the camera cannot be set so; then the set is as it was. The settings stay.
    std::optional<std::string> setEntries(UserSet set, const std::vector<UserSetEntry> &entries);

private:
    struct Selection
    {
        const Register *selector;
        std::int64_t value;
    };
    struct Place
    {
        const Register *row;
        std::vector<Selection> selections;
        bool isSelector; ///< itself: to be written last
    };

    void addPlaces(const Register &row, std::span<const Register *const> selectors);
    Values capture() const;
    RegisterValue read(const Place &place) const;
    bool bring(const Place &place, const RegisterValue &value) const;
    std::optional<std::string> apply(const Values &values) const;
    std::string key(const Place &place) const;
    const Values &valuesOf(UserSet set) const;

    std::vector<Place> m_places; ///< selectors last
    Values m_default;
    Saved m_saved;
};

} // namespace mv::vcam
