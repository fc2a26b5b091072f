// SPDX-License-Identifier: GPL-3.0-or-later
// Reads and writes features over an opened Aravis device.
#pragma once

#include "camera/error.h"
#include "camera/feature_set.h"

#include <QByteArray>
#include <QStringList>

#include <cstdint>
#include <functional>
#include <memory>

typedef struct _ArvDevice ArvDevice;

namespace mv {

/// GenApi as docs/decisions/003 has it: an evaluator of our own, over registers with a read cache for the length of one
/// refresh pass, so that in a pass each register crosses the wire once; any write, selector change or command empties
/// it. A graph, read from the XML, says what to refresh after a write.
/// Thread: device. Blocking; every call may take as long as the camera does.
class FeatureEngine
{
public:
    /// Parses @p device's XML. NoDescription, BrokenDescription or ProtocolViolation if there is nothing to work with.
    /// Holds a reference to @p device. @p label names the camera in errors.
    static Result<std::unique_ptr<FeatureEngine>> create(ArvDevice *device, const QString &label);
    ~FeatureEngine();

    std::shared_ptr<const FeatureTree> tree() const;
    /// The GenICam XML as the camera gave it.
    QByteArray xml() const;
    /// Whether the description has this node, features outside the category tree included (TLParamsLocked).
    bool has(const QString &name) const;

    /// One refresh pass over @p names (all features when empty); nodes outside the tree are read too. Never fails as a
    /// whole, except that a dead connection (gone, or two registers in a row without an answer) ends the pass:
    /// @p failure then says so and the rest is missing. Registers of more than 512 bytes are read only when named.
    /// @p stop is asked before each feature whether to leave the rest out.
    FeatureStates read(const QStringList &names, Error *failure = nullptr, const std::function<bool()> &stop = {});
    /// As read() of these, but long registers are left out as if nobody had named them: for what reads by itself.
    /// @p step is asked as @p stop is, with the states so far; why one of them is greyed is known only at the end.
    FeatureStates refresh(const QStringList &names, Error *failure,
                          const std::function<bool(const FeatureStates &soFar)> &step);
    /// Check, write, read back. @p refreshed becomes the feature and everything the graph says depends on it.
    Result<FeatureState> write(const QString &name, const QVariant &value, FeatureStates *refreshed);
    /// Run a command and poll it to completion, at most @p timeoutMs (0: do not wait at all). @p cancelled is asked
    /// between polls. A command whose register cannot be read, or holds the state that several commands set
    /// (AcquisitionStart and -Stop of some cameras), counts as done once written.
    Result<void> execute(const QString &name, int timeoutMs, const std::function<bool()> &cancelled,
                         FeatureStates *refreshed);

    /// As Camera's calls of the same names; @p cancelled is asked again and again and may be empty.
    Result<SelectedStates> readSelected(const QString &feature, int maxCombinations,
                                        const std::function<bool()> &cancelled);
    Result<FeatureState> writeSelected(const QString &feature, const SelectorPath &path, const QVariant &value,
                                       FeatureStates *refreshed);
    /// @p done and @p total of features.
    using Progress = std::function<void(int done, int total)>;
    Result<FeatureSet> readSet(const std::function<bool()> &cancelled, const Progress &progress);
    Result<RestoreReport> restore(const FeatureSet &set, const std::function<bool()> &cancelled,
                                  const Progress &progress, FeatureStates *refreshed);

    /// What has to be read again after @p name was written by other means (writeInteger): features of the tree, by the
    /// graph. Contains @p name if it is one.
    QStringList dependants(const QString &name) const;

    /// Raw access to nodes that are no feature of the tree (TLParamsLocked, timestamp latches); no checks.
    Result<qint64> readInteger(const QString &name);
    Result<void> writeInteger(const QString &name, qint64 value);

    /// Told of each register read that crosses the wire (benchmarks and tests).
    void observeReads(const std::function<void(std::uint64_t address, std::uint32_t size)> &observer);
    /// Register reads and writes that crossed the wire since creation (benchmarks and tests).
    std::uint64_t wireReads() const;
    std::uint64_t wireWrites() const;

private:
    FeatureEngine();
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace mv
