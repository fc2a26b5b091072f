// SPDX-License-Identifier: GPL-3.0-or-later
// The camera's features as a tree of categories: meaning, no looks.
#pragma once

#include "widgets/setting_changes.h"

#include <QAbstractItemModel>

#include <memory>
#include <vector>

namespace mv {

/// Rows are the categories and features of a FeatureTree in XML order; values come from snapshots. An edit is checked
/// against the snapshot, marks its row pending and asks (writeRequested); the row settles with what was read back, or
/// fails with the reason. The model never talks to a camera itself. Thread: GUI.
class FeatureModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { NameColumn, ValueColumn, ColumnCount };
    enum class RowState { Settled, Pending, Failed };
    enum Role {
        IsCategoryRole = Qt::UserRole + 1,
        NameRole,        ///< GenICam name
        DescriptionRole, ///< const FeatureDescription *; nullptr for a category
        StateRole,       ///< FeatureState
        RowStateRole,    ///< RowState as int
        ProblemRole,     ///< why the row failed, a sentence
        WritableRole,
        WhyNotWritableRole, ///< a sentence; empty if it is writable
        OldValueRole,       ///< what it was when the camera was opened; invalid if it is that now
        DoneRole,           ///< a command that has just been done
        DragRole,           ///< for setData(): more values of the same gesture follow, the last one as EditRole
    };

    explicit FeatureModel(QObject *parent = nullptr);

    /// Another camera, or none (nullptr). Values are unknown until updateStates().
    void setTree(std::shared_ptr<const FeatureTree> tree);
    const FeatureTree *tree() const { return m_tree.get(); }
    /// A newer snapshot; @p names have changed in it (empty: all).
    void updateStates(std::shared_ptr<const FeatureStates> states, const QStringList &names = {});
    /// The answer to writeRequested() or executeRequested().
    void settle(const QString &name);
    void fail(const QString &name, const Error &error);
    /// The answer to restoreRequested().
    void restored(const RestoreReport &report);
    /// The person has seen why the row failed: the mark goes; ProblemRole keeps the sentence until there is a newer
    /// value or input.
    void acknowledge(const QString &name);
    /// false: the camera does not answer any more; the last values stay to be read, and nothing can be edited.
    void setConnected(bool connected);

    /// Takes back, or makes again, the newest step of the person's writes. A write that is on its way is the newest: it
    /// is taken back when the camera has answered.
    bool canUndo() const { return m_history.canUndo() || editUnderWay(); }
    bool canRedo() const { return m_history.canRedo(); }
    void undo();
    void redo();
    /// What is not as it was when the camera was opened.
    QList<SettingChange> changes() const;
    /// Writes what @p names (all if empty) were when the camera was opened; one step of undo. What cannot be written
    /// now fails with its reason.
    void revert(const QStringList &names = {});

    const FeatureDescription *description(const QString &name) const { return m_tree ? m_tree->find(name) : nullptr; }
    FeatureState state(const QString &name) const { return m_states ? m_states->value(name) : FeatureState(); }
    const FeatureStates *states() const { return m_states.get(); }
    /// The first row that shows @p name.
    QModelIndex indexOf(const QString &name) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

Q_SIGNALS:
    void writeRequested(const QString &name, const QVariant &value);
    /// The same, under settings of its selectors that are not the present ones and are put back afterwards.
    void selectedWriteRequested(const QString &name, const mv::SelectorPath &path, const QVariant &value);
    /// Several values at once, in whatever order works; answered by restored().
    void restoreRequested(const mv::FeatureSet &set);
    void executeRequested(const QString &name);
    /// An edit did not pass the check; the row has failed with it, and nobody was asked.
    void refused(const mv::Error &error);
    /// canUndo(), canRedo() or changes() may be different.
    void historyChanged();

private:
    struct Node
    {
        const FeatureCategory *category = nullptr; // one of the two
        const FeatureDescription *feature = nullptr;
        Node *parent = nullptr;
        int row = 0;
        std::vector<std::unique_ptr<Node>> children;
    };
    enum class Origin { Edit, Undo, Redo, Revert };
    struct Status
    {
        RowState state = RowState::Settled;
        Error error;
        QVariant value;  // of the snapshot when it failed
        int waiting = 0; // requests that have no answer yet
        QVariant wanted; // by the newest of them
        QVariant before; // before the oldest of them
        Origin origin = Origin::Edit;
        int gesture = 0;
        SelectorPath path; // it was written under these, and the present ones are others
        bool done = false; // a command, a moment ago
    };

    bool editUnderWay() const;
    void undoWaiting();
    void addChildren(Node &parent, QStringList &path);
    void addChild(Node &parent, std::unique_ptr<Node> child);
    const FeatureCategory *findCategory(const QString &name) const;
    const Node *nodeOf(const QModelIndex &index) const;
    QModelIndex indexOf(const Node &node, int column) const;
    void dropOldProblems(const QStringList &names);
    bool edit(const FeatureDescription &feature, const QVariant &wanted, int gesture);
    void request(const FeatureDescription &feature, const QVariant &value, Origin origin, int gesture,
                 const SelectorPath &path);
    Status markPending(const FeatureDescription &feature, const QVariant &value, Origin origin, int gesture,
                       const SelectorPath &path);
    void execute(const FeatureDescription &feature);
    void writeBack(const WriteHistory::Step &step, Origin origin);
    Status finish(const QString &name);
    void forget(const QString &name, Origin origin);
    void markFailed(const QString &name, const Error &error);
    static QVariant statusData(const Status &status, int role);
    QString accessibleText(const FeatureDescription &feature, const FeatureState &now) const;
    bool canWrite(const FeatureDescription &feature) const;
    QString whyNot(const FeatureDescription &feature) const;
    void rowsChanged(const QString &name);
    void allChanged(const Node &parent);
    QVariant categoryData(const Node &node, int column, int role) const;
    QVariant valueData(const FeatureDescription &feature, int role) const;
    QVariant featureData(const FeatureDescription &feature, int column, int role) const;
    QString toolTip(const FeatureDescription &feature) const;

    std::shared_ptr<const FeatureTree> m_tree;
    std::shared_ptr<const FeatureStates> m_states;
    std::unique_ptr<Node> m_root;
    QMultiHash<QString, const Node *> m_nodes; // a feature may stand in several categories
    QHash<QString, Status> m_status;           // only rows that are not settled, or whose problem is remembered
    SettingMemory m_changes;
    WriteHistory m_history;
    int m_undosWaiting = 0; // asked for while a write was on its way
    int m_gesture = 1;
    bool m_connected = true;
};

} // namespace mv

Q_DECLARE_METATYPE(mv::FeatureState)
Q_DECLARE_METATYPE(const mv::FeatureDescription *)
