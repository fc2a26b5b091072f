// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a set of values back in an order in which they can be written, and says what became of each.
#include "camera/private/feature_restore.h"

#include "camera/private/feature_order.h"
#include "camera/private/feature_value.h"

#include <QMap>

#include <algorithm>
#include <cmath>
#include <utility>

namespace mv {

namespace {

/// Real sets settle in two or three; more is a camera whose values chase each other.
constexpr int maxPasses = 10;
/// Passes in a row that write something without bringing more of the set about: one value may free two others later.
constexpr int maxIdlePasses = 2;
/// Registers hold floats of 32 bits, and files five digits after the point.
constexpr double tolerance = 1e-6;

bool sameNumber(double a, double b, double step)
{
    return a == b || std::abs(a - b) <= std::max(tolerance * std::max(std::abs(a), std::abs(b)), step / 2);
}

/// Whether the camera has @p wanted; two entries of an enumeration may share one number.
bool same(const FeatureDescription &feature, const QVariant &wanted, const FeatureState &state)
{
    if (!state.value.isValid())
        return false;
    if (feature.type == FeatureType::Float)
        return sameNumber(wanted.toDouble(), state.value.toDouble(), state.floatStep.value_or(0));
    if (feature.type != FeatureType::Enumeration || wanted == state.value)
        return wanted == state.value;
    const auto number = [&feature](const QVariant &symbol) {
        const auto entry = std::find_if(feature.entries.begin(), feature.entries.end(),
                                        [&symbol](const EnumEntry &e) { return e.name == symbol.toString(); });
        return entry == feature.entries.end() ? std::optional<qint64>() : std::optional(entry->value);
    };
    return number(wanted) && number(wanted) == number(state.value);
}

bool isWritable(const FeatureState &state)
{
    return state.access == AccessMode::ReadWrite || state.access == AccessMode::WriteOnly;
}

bool isLost(const Error &error)
{
    return error.code == ErrorCode::ConnectionLost || error.code == ErrorCode::ControlLost;
}

} // namespace

FeatureRestore::FeatureRestore(FeatureCore &core, const FeatureSet &set, StopQuestion cancelled, Progress progress)
    : m_core(core), m_set(set), m_cancelled(std::move(cancelled)), m_progress(std::move(progress))
{}

bool FeatureRestore::resolve(Item &item, RestoredItem &restored) const
{
    restored.fate = RestoreFate::NotInCamera;
    item.node = m_core.feature(restored.item.feature);
    if (item.node < 0)
        return false;
    item.feature = m_core.describeHere(item.node);
    for (const auto &step : restored.item.path) {
        const int selector = m_core.feature(step.selector);
        const auto known = selector < 0 ? FeatureDescription() : m_core.describeHere(selector);
        const auto isEntry = [&step](const EnumEntry &e) { return e.name == step.entry; };
        const bool there =
            known.type != FeatureType::Enumeration || std::any_of(known.entries.begin(), known.entries.end(), isEntry);
        if (selector < 0 || !there)
            return false;
    }
    const auto value = toFeatureValue(item.feature, restored.item.value);
    if (!value) {
        restored.fate = RestoreFate::Refused;
        restored.error = value.error();
        return false;
    }
    item.value = value.value();
    restored.fate = RestoreFate::NotReached;
    return true;
}

void FeatureRestore::prepare()
{
    for (std::size_t i = 0; i < m_set.items.size(); ++i) {
        m_report.items.push_back({m_set.items[i], RestoreFate::NotReached, {}, {}, {}, {}});
        Item item;
        item.position = i;
        if (resolve(item, m_report.items.back()))
            m_items.push_back(std::move(item));
    }
    sort();
}

void FeatureRestore::sort()
{
    std::vector<int> nodes;
    for (const auto &item : m_items)
        nodes.push_back(item.node);
    const auto ranks = dependencyRanks(m_core, nodes);
    // Selectors last: the others move them about. Of them those first that others select.
    const auto group = [this](const Item &item) {
        const auto depth = m_set.items[item.position].path.size();
        return item.feature.selects.isEmpty() ? qsizetype(0) : 1000 - std::min<qsizetype>(depth, 999);
    };
    std::stable_sort(m_items.begin(), m_items.end(), [&](const Item &a, const Item &b) {
        const auto groupA = group(a), groupB = group(b);
        return groupA != groupB ? groupA < groupB : ranks.at(a.node) < ranks.at(b.node);
    });
}

Result<void> FeatureRestore::look(bool first)
{
    // Side by side what stands under the same selectors: they move once, and each register is read once.
    QMap<QString, std::vector<Item *>> groups;
    for (auto &item : m_items) {
        item.matches = false;
        groups[pathToText(restored(item).item.path)].push_back(&item);
    }
    SelectorGuard guard(m_core);
    for (const auto &group : std::as_const(groups)) {
        if (const auto moved = guard.moveTo(restored(*group.front()).item.path); !moved) {
            if (isLost(moved.error()))
                return moved.error();
            continue;
        }
        QStringList names;
        for (const auto *item : group)
            names.append(item->feature.name);
        Error failure;
        const auto states = m_core.read(names, true, &failure, {});
        if (failure.code != ErrorCode::None)
            return failure;
        for (auto *item : group) {
            const auto state = states.value(item->feature.name);
            item->matches = same(item->feature, item->value, state);
            (first ? restored(*item).before : restored(*item).after) = state.value;
        }
    }
    return guard.putBack();
}

void FeatureRestore::attempt(Item &item, SelectorGuard &guard)
{
    auto &restored = this->restored(item);
    item.tried = true;
    restored.error.reset();
    restored.reason = {};
    if (const auto moved = guard.moveTo(restored.item.path); !moved) {
        restored.fate = isLost(moved.error()) ? RestoreFate::NotReached : RestoreFate::NotWritable;
        restored.error = moved.error();
        return;
    }
    const auto state = m_core.fresh(item.node, true);
    if (same(item.feature, item.value, state)) {
        restored.fate = RestoreFate::AlreadySo;
        return;
    }
    if (const auto allowed = checkWrite(item.feature, state, item.value); !allowed) {
        restored.fate = isWritable(state) ? RestoreFate::Refused : RestoreFate::NotWritable;
        restored.error = allowed.error();
        restored.reason = state.reason;
        return;
    }
    const auto written = m_core.set(item.node, item.feature.type, item.value);
    if (!written) {
        restored.fate = isLost(written.error()) ? RestoreFate::NotReached : RestoreFate::Refused;
        restored.error = forFeature(written.error(), item.feature.name, ErrorCode::WriteRefused);
        return;
    }
    item.written = true;
    restored.fate = RestoreFate::Differs; // until it was read back
}

int FeatureRestore::passOver()
{
    int written = 0;
    SelectorGuard guard(m_core);
    for (auto &item : m_items) {
        if (item.matches)
            continue;
        if (cancelled()) {
            m_report.cancelled = true;
            break;
        }
        attempt(item, guard);
        written += restored(item).fate == RestoreFate::Differs;
        if (m_progress)
            m_progress(int(matching()) + written, int(m_items.size()));
        if (restored(item).error && isLost(*restored(item).error))
            break;
    }
    return written;
}

std::size_t FeatureRestore::matching() const
{
    return std::size_t(std::count_if(m_items.begin(), m_items.end(), [](const Item &item) { return item.matches; }));
}

Result<RestoreReport> FeatureRestore::run(FeatureStates *refreshed)
{
    prepare();
    if (const auto looked = look(true); !looked && isLost(looked.error()))
        return looked.error();
    std::size_t best = matching();
    int idle = 0;
    while (best < m_items.size() && m_report.passes < maxPasses && idle <= maxIdlePasses && !m_report.cancelled) {
        ++m_report.passes;
        const int written = passOver();
        if (const auto looked = look(false); !looked && isLost(looked.error()))
            break;
        idle = matching() > best ? 0 : idle + 1;
        best = std::max(best, matching());
        if (written == 0)
            break;
    }
    finish(refreshed);
    return std::move(m_report);
}

void FeatureRestore::finish(FeatureStates *refreshed)
{
    QStringList names;
    for (const auto &item : m_items) {
        auto &restored = this->restored(item);
        if (!restored.after.isValid() && !item.tried)
            restored.after = restored.before;
        if (item.matches) {
            restored.fate = item.written ? RestoreFate::Written : RestoreFate::AlreadySo;
            restored.error.reset();
            restored.reason = {};
        } else if (item.tried && restored.fate == RestoreFate::AlreadySo) {
            restored.fate = RestoreFate::Differs; // something that was written later changed it
        }
        if (!item.written)
            continue;
        if (restored.before.isValid())
            m_report.undo.items.push_back({restored.item.feature, restored.item.path, restored.before});
        for (const auto &name : m_core.dependantFeatures(item.node) + QStringList{item.feature.name}) {
            if (!names.contains(name))
                names.append(name);
        }
    }
    if (refreshed && !names.isEmpty())
        *refreshed = m_core.read(names, false, nullptr, {});
    if (m_progress)
        m_progress(int(m_items.size()), int(m_items.size()));
}

} // namespace mv
