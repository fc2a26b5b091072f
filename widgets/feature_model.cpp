// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the feature tree's model.
#include "widgets/feature_model.h"

#include "widgets/feature_text.h"

#include <algorithm>
#include <utility>

namespace mv {
namespace {

// Deeper than any real camera; a description that nests further comes from a broken file.
constexpr int maxDepth = 16;

} // namespace

FeatureModel::FeatureModel(QObject *parent) : QAbstractItemModel(parent), m_root(std::make_unique<Node>()) {}

void FeatureModel::setTree(std::shared_ptr<const FeatureTree> tree)
{
    beginResetModel();
    m_root = std::make_unique<Node>();
    m_nodes.clear();
    m_status.clear();
    m_states.reset();
    m_tree = std::move(tree);
    if (m_tree && !m_tree->categories.empty()) {
        m_root->category = &m_tree->categories.front();
        QStringList path{m_root->category->name};
        addChildren(*m_root, path);
    }
    endResetModel();
}

// @p path holds the categories above: one that lists itself again, at any depth, is left out.
void FeatureModel::addChildren(Node &parent, QStringList &path)
{
    for (const QString &name : parent.category->features) {
        auto child = std::make_unique<Node>();
        child->feature = m_tree->find(name);
        if (child->feature) {
            m_nodes.insert(name, child.get());
            addChild(parent, std::move(child));
            continue;
        }
        child->category = findCategory(name);
        if (!child->category || path.contains(name) || path.size() >= maxDepth)
            continue;
        Node &added = *child;
        path.append(name);
        addChildren(added, path);
        path.removeLast();
        addChild(parent, std::move(child));
    }
}

void FeatureModel::addChild(Node &parent, std::unique_ptr<Node> child)
{
    child->parent = &parent;
    child->row = static_cast<int>(parent.children.size());
    parent.children.push_back(std::move(child));
}

const FeatureCategory *FeatureModel::findCategory(const QString &name) const
{
    const auto it = std::ranges::find(m_tree->categories, name, &FeatureCategory::name);
    return it == m_tree->categories.end() ? nullptr : &*it;
}

void FeatureModel::updateStates(std::shared_ptr<const FeatureStates> states, const QStringList &names)
{
    m_states = std::move(states);
    dropOldProblems(names.isEmpty() ? m_status.keys() : names);
    if (names.isEmpty()) {
        allChanged(*m_root);
        return;
    }
    for (const QString &name : names)
        rowsChanged(name);
}

// A value that was read after a refused write is newer than the refusal.
void FeatureModel::dropOldProblems(const QStringList &names)
{
    for (const QString &name : names) {
        const auto status = m_status.constFind(name);
        if (status == m_status.cend() || status->state == RowState::Pending || !m_states)
            continue;
        const FeatureState state = m_states->value(name);
        if (!state.error && state.value != status->value)
            m_status.erase(status);
    }
}

void FeatureModel::settle(const QString &name)
{
    m_status.remove(name);
    rowsChanged(name);
}

void FeatureModel::fail(const QString &name, const Error &error)
{
    m_status[name] = {RowState::Failed, error, m_states ? m_states->value(name).value : QVariant()};
    rowsChanged(name);
}

void FeatureModel::acknowledge(const QString &name)
{
    const auto status = m_status.find(name);
    if (status == m_status.end() || status->state != RowState::Failed)
        return;
    status->state = RowState::Settled;
    rowsChanged(name);
}

void FeatureModel::setConnected(bool connected)
{
    if (m_connected == connected)
        return;
    m_connected = connected;
    allChanged(*m_root);
}

void FeatureModel::rowsChanged(const QString &name)
{
    const auto nodes = m_nodes.values(name);
    for (const Node *node : nodes)
        Q_EMIT dataChanged(indexOf(*node, NameColumn), indexOf(*node, ValueColumn));
}

void FeatureModel::allChanged(const Node &parent)
{
    if (parent.children.empty())
        return;
    Q_EMIT dataChanged(indexOf(*parent.children.front(), NameColumn), indexOf(*parent.children.back(), ValueColumn));
    for (const auto &child : parent.children)
        allChanged(*child);
}

QModelIndex FeatureModel::indexOf(const QString &name) const
{
    const auto nodes = m_nodes.values(name);
    return nodes.isEmpty() ? QModelIndex() : indexOf(*nodes.last(), ValueColumn); // values(): latest inserted first
}

QModelIndex FeatureModel::indexOf(const Node &node, int column) const
{
    return createIndex(node.row, column, &node);
}

const FeatureModel::Node *FeatureModel::nodeOf(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<const Node *>(index.constInternalPointer()) : m_root.get();
}

QModelIndex FeatureModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return indexOf(*nodeOf(parent)->children[static_cast<std::size_t>(row)], column);
}

QModelIndex FeatureModel::parent(const QModelIndex &child) const
{
    const Node *above = nodeOf(child)->parent;
    return !above || above == m_root.get() ? QModelIndex() : indexOf(*above, NameColumn);
}

int FeatureModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(nodeOf(parent)->children.size());
}

int FeatureModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

FeatureState FeatureModel::stateOf(const FeatureDescription &feature) const
{
    return m_states ? m_states->value(feature.name) : FeatureState();
}

bool FeatureModel::canWrite(const FeatureDescription &feature) const
{
    return m_connected && isWritable(stateOf(feature));
}

QString FeatureModel::whyNot(const FeatureDescription &feature) const
{
    return m_connected ? whyNotWritable(stateOf(feature))
                       : tr("Not connected: the camera does not answer. These are its last values.");
}

QVariant FeatureModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Node *node = nodeOf(index);
    return node->feature ? featureData(*node->feature, index.column(), role)
                         : categoryData(*node, index.column(), role);
}

QVariant FeatureModel::categoryData(const Node &node, int column, int role) const
{
    switch (role) {
    case IsCategoryRole:
        return true;
    case NameRole:
        return node.category->name;
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        if (column != NameColumn)
            return {};
        return node.category->displayName.isEmpty() ? node.category->name : node.category->displayName;
    default:
        return {};
    }
}

QVariant FeatureModel::featureData(const FeatureDescription &feature, int column, int role) const
{
    const Status status = m_status.value(feature.name);
    switch (role) {
    case IsCategoryRole:
        return false;
    case NameRole:
        return feature.name;
    case DescriptionRole:
        return QVariant::fromValue(&feature);
    case StateRole:
        return QVariant::fromValue(stateOf(feature));
    case RowStateRole:
        return static_cast<int>(status.state);
    case ProblemRole:
        return status.error.code != ErrorCode::None ? mv::toText(status.error) : QString();
    case WritableRole:
        return canWrite(feature);
    case WhyNotWritableRole:
        return whyNot(feature);
    case Qt::ToolTipRole:
        return toolTip(feature);
    default:
        break;
    }
    if (column == ValueColumn)
        return valueData(feature, role);
    return role == Qt::DisplayRole ? QVariant(feature.name) : QVariant();
}

QVariant FeatureModel::valueData(const FeatureDescription &feature, int role) const
{
    const FeatureState state = stateOf(feature);
    switch (role) {
    case Qt::DisplayRole:
        return featureValueText(feature, state);
    case Qt::EditRole:
        return state.value;
    case Qt::CheckStateRole:
        if (feature.type == FeatureType::Boolean && state.value.isValid())
            return static_cast<int>(state.value.toBool() ? Qt::Checked : Qt::Unchecked);
        return {};
    case Qt::AccessibleTextRole:
        return feature.type == FeatureType::Command
                   ? tr("Execute %1").arg(feature.name)
                   : QStringLiteral("%1: %2").arg(feature.name, featureValueText(feature, state));
    default:
        return {};
    }
}

QString FeatureModel::toolTip(const FeatureDescription &feature) const
{
    const FeatureState state = stateOf(feature);
    QStringList lines{feature.toolTip.isEmpty() ? feature.description : feature.toolTip};
    lines.append(whyNot(feature));
    if (state.error)
        lines.append(mv::toText(*state.error));
    if (const Status status = m_status.value(feature.name); status.error.code != ErrorCode::None)
        lines.append(mv::toText(status.error));
    lines.removeAll(QString());
    return lines.join(u'\n');
}

bool FeatureModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const Node *node = nodeOf(index);
    if (index.column() != ValueColumn || !node->feature || (role != Qt::EditRole && role != Qt::CheckStateRole))
        return false;
    const FeatureDescription &feature = *node->feature;
    const FeatureState state = stateOf(feature);
    if (!canWrite(feature))
        return false;
    if (feature.type == FeatureType::Command) {
        m_status[feature.name] = {RowState::Pending, {}, {}};
        rowsChanged(feature.name);
        Q_EMIT executeRequested(feature.name);
        return true;
    }
    const QVariant wanted = role == Qt::CheckStateRole ? QVariant(value.toInt() == Qt::Checked) : value;
    if (wanted == state.value) { // asked for what is there: nothing to write, and an older refusal is answered
        if (m_status.contains(feature.name) && m_status.value(feature.name).state != RowState::Pending)
            settle(feature.name);
        return true;
    }
    if (const auto error = checkValue(feature, state, wanted)) {
        fail(feature.name, *error);
        Q_EMIT refused(*error);
        return false;
    }
    m_status[feature.name] = {RowState::Pending, {}, {}};
    rowsChanged(feature.name);
    Q_EMIT writeRequested(feature.name, wanted);
    return true;
}

QVariant FeatureModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == NameColumn ? tr("Parameter") : tr("Value");
}

Qt::ItemFlags FeatureModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    // Enabled also when it cannot be written: the row can be selected and says why. The delegate greys it.
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    const Node *node = nodeOf(index);
    if (!node->feature || index.column() != ValueColumn || !canWrite(*node->feature))
        return flags;
    if (node->feature->type == FeatureType::Boolean)
        return flags | Qt::ItemIsUserCheckable;
    return flags | Qt::ItemIsEditable;
}

} // namespace mv
