// SPDX-License-Identifier: GPL-3.0-or-later
// The camera's features as a tree of categories: meaning, no looks.
#pragma once

#include "camera/feature.h"

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
    /// The person has seen why the row failed: the mark goes; ProblemRole keeps the sentence until there is a newer
    /// value or input.
    void acknowledge(const QString &name);
    /// false: the camera does not answer any more; the last values stay to be read, and nothing can be edited.
    void setConnected(bool connected);

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
    void executeRequested(const QString &name);
    /// An edit did not pass the check; the row has failed with it, and nobody was asked.
    void refused(const mv::Error &error);

private:
    struct Node
    {
        const FeatureCategory *category = nullptr; // one of the two
        const FeatureDescription *feature = nullptr;
        Node *parent = nullptr;
        int row = 0;
        std::vector<std::unique_ptr<Node>> children;
    };
    struct Status
    {
        RowState state = RowState::Settled;
        Error error;
        QVariant value; // of the snapshot when it failed
    };

    void addChildren(Node &parent, QStringList &path);
    void addChild(Node &parent, std::unique_ptr<Node> child);
    const FeatureCategory *findCategory(const QString &name) const;
    const Node *nodeOf(const QModelIndex &index) const;
    QModelIndex indexOf(const Node &node, int column) const;
    void dropOldProblems(const QStringList &names);
    bool canWrite(const FeatureDescription &feature) const;
    QString whyNot(const FeatureDescription &feature) const;
    FeatureState stateOf(const FeatureDescription &feature) const;
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
    bool m_connected = true;
};

} // namespace mv

Q_DECLARE_METATYPE(mv::FeatureState)
Q_DECLARE_METATYPE(const mv::FeatureDescription *)
