// SPDX-License-Identifier: GPL-3.0-or-later
// Moves selectors to look at, or write, what they select, and puts them back.
#pragma once

#include "camera/feature_set.h"
#include "camera/private/feature_core.h"

namespace mv {

/// Remembers where each selector stood before it was moved. A selector inside another one is put back before the outer
/// one moves on: cameras may keep one position of it for each entry of the outer one. Thread: device.
class SelectorGuard
{
public:
    explicit SelectorGuard(FeatureCore &core) : m_core(core) {}
    ~SelectorGuard() { (void)putBack(0); }
    SelectorGuard(const SelectorGuard &) = delete;
    SelectorGuard &operator=(const SelectorGuard &) = delete;

    /// Moves the selectors of @p path, and puts those of the path before back that it does not begin with. Checks that
    /// each can be written and has the entry. NoSuchFeature, ValueNotAnEntry or the write's error; the guard then
    /// stands at what it could reach.
    Result<void> moveTo(const SelectorPath &path);
    /// Puts back all but the outermost @p keep steps. The first error; the others are tried all the same.
    Result<void> putBack(std::size_t keep = 0);

private:
    struct Moved
    {
        SelectorStep step;
        int node;
        FeatureType type;
        QVariant before; ///< where it stood
        QVariant now;
    };
    Result<void> enter(const SelectorStep &step);

    FeatureCore &m_core;
    std::vector<Moved> m_moved; ///< outermost first
};

/// Called under each combination; an error ends the walk.
using SelectedVisit = std::function<Result<void>(const SelectorPath &path)>;

struct SelectorWalk
{
    int maxCombinations = 1024;
    StopQuestion cancelled; ///< may be empty
};

/// Calls @p visit under every combination of the entries of @p selectors (outermost first) that can be chosen now, and
/// puts them back. Names selectors that cannot be moved in @p fixed (may be nullptr). Cancelled, TooManyCombinations,
/// or what went wrong.
Result<void> walkSelectors(FeatureCore &core, const QStringList &selectors, const SelectorWalk &walk,
                           const SelectedVisit &visit, QStringList *fixed);

/// Camera::readSelected().
Result<SelectedStates> readSelected(FeatureCore &core, const QString &feature, const SelectorWalk &walk);
/// Camera::writeSelected(). @p refreshed becomes what is different after the selectors are back.
Result<FeatureState> writeSelected(FeatureCore &core, const QString &feature, const SelectorPath &path,
                                   const QVariant &value, FeatureStates *refreshed);
/// Camera::readSet(). @p progress: features done, and of how many.
Result<FeatureSet> readFeatureSet(FeatureCore &core, const StopQuestion &cancelled,
                                  const std::function<void(int, int)> &progress);

} // namespace mv
