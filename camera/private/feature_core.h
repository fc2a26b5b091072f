// SPDX-License-Identifier: GPL-3.0-or-later
// What the parts of the feature engine share: description, evaluator, and the way to read and write one feature.
#pragma once

#include "camera/feature.h"

#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

typedef struct _ArvDevice ArvDevice;

namespace mv {

class FeatureReader;
class FeatureReasons;
class GenApiEvaluator;
class GenApiGraph;
class RegisterPort;

/// Asked between two features whether to leave it at that.
using StopQuestion = std::function<bool()>;
/// Asked before each feature of a pass, with what it has read so far: true leaves the rest out.
using ReadStep = std::function<bool(const FeatureStates &soFar)>;

/// Thread: device.
class FeatureCore
{
public:
    ~FeatureCore();
    /// As FeatureEngine::create().
    static Result<std::unique_ptr<FeatureCore>> open(ArvDevice *device, const QString &label);

    const QString &label() const { return m_label; }
    const QByteArray &xml() const { return m_xml; }
    const GenApiGraph &graph() const { return *m_graph; }
    GenApiEvaluator &evaluator() { return *m_evaluator; }
    RegisterPort &port();
    const std::shared_ptr<const FeatureTree> &tree() const { return m_tree; }

    /// Node of the feature @p name, or -1; also of one outside the category tree.
    int feature(const QString &name) const;
    FeatureDescription describe(int node) const;
    /// The same without the entries that this camera does not have; reads what decides on them, once.
    FeatureDescription describeHere(int node);
    /// graph().dependants(), remembered.
    const std::vector<int> &dependants(int node);
    /// Those of them that the tree has, by name.
    QStringList dependantFeatures(int node);

    /// One refresh pass; ends early where @p stop says so, or the connection is dead: @p failure then has the reason.
    FeatureStates read(const QStringList &names, bool asked, Error *failure, const ReadStep &step);
    /// A pass over one feature.
    FeatureState fresh(int node, bool asked = false);
    /// Writes past all checks, and forgets what may be different now. @p value of the feature's type.
    Result<void> set(int node, FeatureType type, const QVariant &value);
    /// Check, write, read back; with @p refreshed also what depends on it, as refresh() does.
    Result<FeatureState> write(int node, const QVariant &value, FeatureStates *refreshed);
    /// After a write to @p node: a pass over it and all that depends on it.
    FeatureStates refresh(int node);
    /// Timeout or ConnectionLost, of the camera as a whole.
    Error deadPort() const;

private:
    FeatureCore();
    Result<void> load(ArvDevice *device);
    Result<void> buildTree();
    Result<void> setEntry(int node, const QString &symbol);

    QByteArray m_xml;
    QString m_label;
    std::shared_ptr<const GenApiGraph> m_graph;
    std::unique_ptr<GenApiEvaluator> m_evaluator;
    std::unique_ptr<FeatureReader> m_reader;
    std::shared_ptr<const FeatureTree> m_tree;
    std::unique_ptr<FeatureReasons> m_reasons;
    std::unordered_map<int, std::vector<int>> m_dependants;
    std::unordered_map<int, std::vector<EnumEntry>> m_entries; ///< that the camera has
};

/// The sentence of a failed write names the feature @p name; node and address are in the detail.
Error forFeature(const Error &error, const QString &name, ErrorCode otherwise);

} // namespace mv
