// SPDX-License-Identifier: GPL-3.0-or-later
// Walking all settings, and bringing them back in whatever order they allow.
#include "camera/virtual/core/memory/user_sets.h"

#include "camera/virtual/core/xml_description.h"

#include <algorithm>

namespace mv::vcam {

namespace {

/// What is not in a set: beginnings of names.
constexpr std::string_view kNotInSets[] = {
    "Virtual",      // the world around the camera, its physics and its faults are no settings of it
    "DeviceUserID", // the camera's name belongs to the camera
    "UserSet",      // sets do not contain themselves
    "File",         // a tool, not a setting
    "LUTIndex",     // the window through which LUTValueAll can be seen value by value
    "LUTValue",     //
};
/// The exception to "LUTValue".
constexpr std::string_view kInSets[] = {"LUTValueAll"};

/// A setting may move others (binning the region), and may be in range only after others: it takes as many rounds as
/// such a chain is long.
constexpr int kMostRounds = 8;

} // namespace

bool belongsToUserSets(std::string_view name)
{
    const auto begins = [name](std::string_view beginning) { return name.starts_with(beginning); };
    return std::ranges::find(kInSets, name) != std::end(kInSets) || std::ranges::none_of(kNotInSets, begins);
}

UserSets::UserSets(std::span<const Register> rows)
{
    const auto &selectorNames = selectorsByFeature();
    std::vector<const Register *> selectors;
    for (const Register &row : rows) {
        if (row.access != Access::ReadWrite || !belongsToUserSets(row.name))
            continue;
        const bool selects = std::ranges::any_of(selectorNames, [&row](const auto &feature) {
            return std::ranges::find(feature.second, row.name) != feature.second.end();
        });
        if (selects) { // one place of its own, whatever selects it
            selectors.push_back(&row);
            continue;
        }
        std::vector<const Register *> own;
        const auto names = selectorNames.find(std::string(row.name));
        for (const Register &selector : rows) {
            if (names != selectorNames.end() && !selector.entries.empty() &&
                std::ranges::find(names->second, selector.name) != names->second.end())
                own.push_back(&selector);
        }
        addPlaces(row, own);
    }
    for (const Register *selector : selectors)
        m_places.push_back({selector, {}, true});
    m_default = capture();
}

void UserSets::addPlaces(const Register &row, std::span<const Register *const> selectors)
{
    std::vector<std::vector<Selection>> combinations{{}};
    for (const Register *selector : selectors) {
        std::vector<std::vector<Selection>> longer;
        for (const auto &combination : combinations) {
            for (const EnumEntry &entry : selector->entries) {
                longer.push_back(combination);
                longer.back().push_back({selector, entry.value});
            }
        }
        combinations = std::move(longer);
    }
    for (auto &combination : combinations)
        m_places.push_back({&row, std::move(combination), false});
}

RegisterValue UserSets::read(const Place &place) const
{
    for (const Selection &selection : place.selections)
        selection.selector->set(selection.value);
    return place.row->get();
}

/// True if the place has @p value then.
bool UserSets::bring(const Place &place, const RegisterValue &value) const
{
    return read(place) == value || (place.row->set(value) == Status::Success && place.row->get() == value);
}

UserSets::Values UserSets::capture() const
{
    // Selectors move while the places behind them are read.
    const auto isSelector = [](const Place &place) { return place.isSelector; };
    const auto firstSelector = std::ranges::find_if(m_places, isSelector);
    Values selectors;
    for (auto place = firstSelector; place != m_places.end(); ++place)
        selectors.push_back(place->row->get());
    Values values;
    for (auto place = m_places.begin(); place != firstSelector; ++place)
        values.push_back(read(*place));
    for (std::size_t i = 0; i < selectors.size(); ++i)
        firstSelector[std::ptrdiff_t(i)].row->set(selectors[i]);
    values.insert(values.end(), selectors.begin(), selectors.end());
    return values;
}

std::optional<std::string> UserSets::apply(const Values &values) const
{
    std::size_t wrong = 0;
    for (int round = 0; round < kMostRounds; ++round) {
        bool moved = false;
        wrong = m_places.size();
        for (std::size_t i = 0; i < m_places.size(); ++i) {
            const bool there = read(m_places[i]) == values[i];
            moved |= !there && !m_places[i].isSelector;
            if (!bring(m_places[i], values[i]))
                wrong = std::min(wrong, i);
        }
        if (!moved)
            break;
    }
    if (wrong == m_places.size())
        return std::nullopt;
    const Register &row = *m_places[wrong].row;
    return key(m_places[wrong]) + '=' + valueText(row, values[wrong]) + ": expected " + expectation(row);
}

const UserSets::Values &UserSets::valuesOf(UserSet set) const
{
    const auto number = std::size_t(set);
    return number > 0 && m_saved[number - 1] ? *m_saved[number - 1] : m_default;
}

void UserSets::save(UserSet set)
{
    m_saved[std::size_t(set) - 1] = std::make_shared<const Values>(capture());
}

std::optional<std::string> UserSets::load(UserSet set)
{
    const Values before = capture();
    auto problem = apply(valuesOf(set));
    if (problem)
        apply(before);
    return problem;
}

std::string UserSets::key(const Place &place) const
{
    std::string text(place.row->name);
    for (const Selection &selection : place.selections) {
        text.append(&selection == place.selections.data() ? "{" : ",").append(selection.selector->name);
        text.append("=").append(valueText(*selection.selector, selection.value));
    }
    return place.selections.empty() ? text : text + '}';
}

std::vector<UserSetEntry> UserSets::entries(UserSet set) const
{
    std::vector<UserSetEntry> all;
    if (set == UserSet::Default || !m_saved[std::size_t(set) - 1])
        return all;
    const Values &values = valuesOf(set);
    for (std::size_t i = 0; i < m_places.size(); ++i)
        all.emplace_back(key(m_places[i]), valueText(*m_places[i].row, values[i]));
    return all;
}

std::optional<std::string> UserSets::setEntries(UserSet set, const std::vector<UserSetEntry> &entries)
{
    std::map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < m_places.size(); ++i)
        places.emplace(key(m_places[i]), i);
    Values values = m_default;
    for (const auto &[name, text] : entries) {
        const auto place = places.find(name);
        if (place == places.end())
            return name + ": this camera has no such setting";
        const Register &row = *m_places[place->second].row;
        const auto value = valueFromText(row, text);
        if (!value)
            return std::string(name).append("=").append(text).append(": expected ").append(expectation(row));
        values[place->second] = *value;
    }
    const Values before = capture();
    auto problem = apply(values);
    apply(before);
    if (!problem)
        m_saved[std::size_t(set) - 1] = std::make_shared<const Values>(std::move(values));
    return problem;
}

} // namespace mv::vcam
