// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a set of values back in an order in which they can be written, and says what became of each.
#pragma once

#include "camera/private/feature_selectors.h"

namespace mv {

/// Makes passes over what the camera does not have yet, as long as they bring it closer to the set: what was locked or
/// out of range in one pass may be possible in the next (Width and OffsetX, a mode and what it locks). The order within
/// a pass comes from the description's graph; what depends on each other in a circle keeps the order of the category
/// tree. Used once. Thread: device.
class FeatureRestore
{
public:
    using Progress = std::function<void(int done, int total)>;
    FeatureRestore(FeatureCore &core, const FeatureSet &set, StopQuestion cancelled, Progress progress);

    /// @p refreshed (may be nullptr) becomes the features written and what depends on them, read at the end.
    Result<RestoreReport> run(FeatureStates *refreshed);

private:
    struct Item
    {
        int node = -1;
        FeatureDescription feature;
        QVariant value;
        std::size_t position = 0; ///< in the report
        bool tried = false;
        bool written = false; ///< without an error, in some pass
        bool matches = false; ///< the camera has it
    };
    void prepare();
    bool resolve(Item &item, RestoredItem &restored) const;
    void sort();
    Result<void> look(bool first);
    int passOver();
    void attempt(Item &item, SelectorGuard &guard);
    void finish(FeatureStates *refreshed);
    RestoredItem &restored(const Item &item) { return m_report.items[item.position]; }
    std::size_t matching() const;
    bool cancelled() const { return m_cancelled && m_cancelled(); }

    FeatureCore &m_core;
    const FeatureSet &m_set;
    const StopQuestion m_cancelled;
    const Progress m_progress;
    std::vector<Item> m_items; ///< those that can be tried, in the order of writing
    RestoreReport m_report;
};

} // namespace mv
