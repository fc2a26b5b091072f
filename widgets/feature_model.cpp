// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the feature tree's model.
#include "widgets/feature_model.h"

#include "widgets/feature_text.h"

#include <QTimer>

#include <algorithm>
#include <utility>

namespace mv {
namespace {

// As deep as the camera layer follows; a description that nests further comes from a broken file.
constexpr int maxDepth = 33; // and Root
// How long a command says that it was done.
constexpr int doneMs = 2000;

} // namespace

FeatureModel::FeatureModel(QObject *parent) : QAbstractItemModel(parent), m_root(std::make_unique<Node>()) {}

void FeatureModel::setTree(std::shared_ptr<const FeatureTree> tree)
{
    beginResetModel();
    m_root = std::make_unique<Node>();
    m_nodes.clear();
    m_status.clear();
    m_states.reset();
    m_changes.clear();
    m_history.clear();
    m_undosWaiting = 0;
    m_tree = std::move(tree);
    if (m_tree && !m_tree->categories.empty()) {
        m_root->category = &m_tree->categories.front();
        QStringList path{m_root->category->name};
        addChildren(*m_root, path);
    }
    endResetModel();
    Q_EMIT historyChanged();
}

// @p path holds the categories above: one that lists itself again, at any depth, is left out.
void FeatureModel::addChildren(Node &parent, QStringList &path)
{
    QStringList names = parent.category->features;
    std::stable_partition(names.begin(), names.end(), [this](const QString &name) { // what is deprecated comes last
        const FeatureDescription *feature = m_tree->find(name);
        return !feature || !feature->deprecated;
    });
    for (const QString &name : std::as_const(names)) {
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
    if (m_tree && m_states)
        m_changes.note(*m_tree, *m_states, names);
    dropOldProblems(names.isEmpty() ? m_status.keys() : names);
    if (names.isEmpty() || names.size() > m_nodes.size() / 4) { // one signal a category instead of one a row
        allChanged(*m_root);
    } else {
        for (const QString &name : names)
            rowsChanged(name);
    }
    Q_EMIT historyChanged();
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

// One answer has come. What is returned has no request that waits, unless a newer one does.
FeatureModel::Status FeatureModel::finish(const QString &name)
{
    Status status = m_status.take(name);
    status.waiting = std::max(0, status.waiting - 1);
    if (status.waiting > 0)
        m_status.insert(name, status);
    return status;
}

void FeatureModel::settle(const QString &name)
{
    const Status status = finish(name);
    if (status.waiting > 0) // the newest decides
        return;
    const FeatureDescription *feature = description(name);
    const QVariant now = state(name).value;
    if (!status.path.isEmpty())
        m_changes.noteWritten(name, status.path, status.wanted);
    if (feature && feature->type == FeatureType::Command && status.state == RowState::Pending) {
        m_status[name].done = true;
        QTimer::singleShot(doneMs, this, [this, name] {
            if (const auto it = m_status.constFind(name); it != m_status.cend() && it->done)
                settle(name);
        });
    } else if (feature && status.state == RowState::Pending && status.origin == Origin::Edit && status.before != now) {
        const auto selectors = m_states ? presentPath(*m_tree, *feature, *m_states) : std::nullopt;
        m_history.add({name, selectors.value_or(SelectorPath()), status.before, now}, status.gesture);
    }
    rowsChanged(name);
    Q_EMIT historyChanged();
    undoWaiting();
}

void FeatureModel::fail(const QString &name, const Error &error)
{
    const Status status = finish(name);
    if (status.waiting > 0)
        return;
    forget(name, status.origin);
    if (error.code == ErrorCode::Cancelled)
        rowsChanged(name);
    else
        markFailed(name, error);
    Q_EMIT historyChanged();
    undoWaiting();
}

void FeatureModel::markFailed(const QString &name, const Error &error)
{
    Status &failed = m_status[name];
    if (failed.waiting > 0) // its answer is newer
        return;
    failed = {};
    failed.state = RowState::Failed;
    failed.error = error;
    failed.value = state(name).value;
    rowsChanged(name);
}

void FeatureModel::forget(const QString &name, Origin origin)
{
    if (origin == Origin::Undo)
        m_history.forgetUndone(name);
    else if (origin != Origin::Edit)
        m_history.forgetDone(name);
}

bool FeatureModel::editUnderWay() const
{
    return std::any_of(m_status.cbegin(), m_status.cend(), [](const Status &status) {
        return status.waiting > 0 && status.state == RowState::Pending && status.origin == Origin::Edit &&
               status.before.isValid();
    });
}

void FeatureModel::undoWaiting()
{
    if (m_undosWaiting == 0 || editUnderWay())
        return;
    --m_undosWaiting;
    undo();
}

void FeatureModel::undo()
{
    if (editUnderWay())
        ++m_undosWaiting;
    else
        writeBack(m_history.takeUndo(), Origin::Undo);
}

void FeatureModel::redo()
{
    if (m_undosWaiting > 0) {
        --m_undosWaiting;
        return;
    }
    writeBack(m_history.takeRedo(), Origin::Redo);
}

QList<SettingChange> FeatureModel::changes() const
{
    return m_tree ? m_changes.all(*m_tree) : QList<SettingChange>();
}

// Several values may depend on each other: they go to the camera as one set, which finds the order.
void FeatureModel::revert(const QStringList &names)
{
    WriteHistory::Step step;
    const auto changed = changes();
    for (const SettingChange &change : changed) {
        if (names.isEmpty() || names.contains(change.name))
            step.append({change.name, change.path, change.after, change.before});
    }
    m_history.addStep(step);
    writeBack(step, Origin::Revert);
}

void FeatureModel::writeBack(const WriteHistory::Step &step, Origin origin)
{
    FeatureSet set;
    for (const SettingChange &change : step) {
        const FeatureDescription *feature = description(change.name);
        if (!feature)
            continue;
        const QVariant value = origin == Origin::Undo ? change.before : change.after;
        if (step.size() > 1) {
            markPending(*feature, value, origin, 0, change.path);
            set.items.push_back({change.name, change.path, value});
        } else if (canWrite(*feature)) {
            request(*feature, value, origin, 0, change.path);
        } else {
            forget(change.name, origin);
            const Error error = notWritableError(*feature, state(change.name));
            markFailed(change.name, error);
            Q_EMIT refused(error);
        }
    }
    if (!set.items.empty())
        Q_EMIT restoreRequested(set);
    Q_EMIT historyChanged();
}

void FeatureModel::restored(const RestoreReport &report)
{
    for (const RestoredItem &restored : report.items) {
        const QString &name = restored.item.feature;
        const FeatureDescription *feature = description(name);
        if (restored.fate == RestoreFate::Written || restored.fate == RestoreFate::AlreadySo) {
            settle(name);
        } else if (feature) {
            const Error error = restored.error ? *restored.error : notWritableError(*feature, state(name));
            fail(name, error);
            if (error.code != ErrorCode::Cancelled)
                Q_EMIT refused(error);
        }
    }
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

bool FeatureModel::canWrite(const FeatureDescription &feature) const
{
    return m_connected && isWritable(state(feature.name));
}

QString FeatureModel::whyNot(const FeatureDescription &feature) const
{
    return m_connected ? whyNotWritable(state(feature.name))
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
    switch (role) {
    case IsCategoryRole:
        return false;
    case NameRole:
        return feature.name;
    case DescriptionRole:
        return QVariant::fromValue(&feature);
    case StateRole:
        return QVariant::fromValue(state(feature.name));
    case WritableRole:
        return canWrite(feature);
    case WhyNotWritableRole:
        return whyNot(feature);
    case OldValueRole:
        return m_states ? m_changes.oldValue(*m_tree, feature, *m_states) : QVariant();
    case Qt::ToolTipRole:
        return toolTip(feature);
    case RowStateRole:
    case ProblemRole:
    case DoneRole:
        return statusData(m_status.value(feature.name), role);
    default:
        break;
    }
    if (column == ValueColumn)
        return valueData(feature, role);
    return role == Qt::DisplayRole ? QVariant(feature.name) : QVariant();
}

QVariant FeatureModel::statusData(const Status &status, int role)
{
    if (role == RowStateRole)
        return static_cast<int>(status.state);
    if (role == DoneRole)
        return status.done;
    return status.error.code != ErrorCode::None ? mv::toDetailedText(status.error) : QString();
}

QVariant FeatureModel::valueData(const FeatureDescription &feature, int role) const
{
    const FeatureState now = state(feature.name);
    switch (role) {
    case Qt::DisplayRole:
        return featureValueText(feature, now);
    case Qt::EditRole:
        return now.value;
    case Qt::CheckStateRole:
        if (isCheckable(feature) && now.value.isValid())
            return static_cast<int>(now.value.toBool() ? Qt::Checked : Qt::Unchecked);
        return {};
    case Qt::AccessibleTextRole:
        return accessibleText(feature, now);
    default:
        return {};
    }
}

// What the eye gets by colour, mark and position.
QString FeatureModel::accessibleText(const FeatureDescription &feature, const FeatureState &now) const
{
    QStringList parts;
    if (feature.type == FeatureType::Command)
        parts.append(tr("Execute %1").arg(feature.name));
    else
        parts.append(QStringLiteral("%1: %2").arg(feature.name, featureValueText(feature, now)));
    const Status status = m_status.value(feature.name);
    if (status.state == RowState::Pending)
        parts.append(feature.type == FeatureType::Command ? tr("running") : tr("being written"));
    if (status.done)
        parts.append(tr("done"));
    if (status.state == RowState::Failed)
        parts.append(mv::toText(status.error));
    parts.append(whyNot(feature));
    parts.removeAll(QString());
    return parts.join(QStringLiteral(". "));
}

QString FeatureModel::toolTip(const FeatureDescription &feature) const
{
    const FeatureState now = state(feature.name);
    QStringList lines{feature.toolTip.isEmpty() ? feature.description : feature.toolTip};
    lines.append(whyNot(feature));
    if (!now.fault.isEmpty())
        lines.append(tr("The camera reports: %1.").arg(now.fault));
    if (now.error)
        lines.append(mv::toText(*now.error));
    if (const Status status = m_status.value(feature.name); status.error.code != ErrorCode::None)
        lines.append(mv::toDetailedText(status.error));
    if (const QVariant old = m_states ? m_changes.oldValue(*m_tree, feature, *m_states) : QVariant(); old.isValid())
        lines.append(tr("It was %1 when the camera was connected.").arg(featureValueText(feature, old)));
    lines.removeAll(QString());
    return lines.join(u'\n');
}

bool FeatureModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const Node *node = nodeOf(index);
    if (index.column() != ValueColumn || !node->feature ||
        (role != Qt::EditRole && role != Qt::CheckStateRole && role != DragRole))
        return false;
    const FeatureDescription &feature = *node->feature;
    if (!canWrite(feature))
        return false;
    if (feature.type == FeatureType::Command) {
        execute(feature);
        return true;
    }
    if (role != Qt::CheckStateRole) {
        const int gesture = role == DragRole ? m_gesture : 0;
        if (role != DragRole)
            ++m_gesture;
        return edit(feature, value, gesture);
    }
    const bool on = value.toInt() == Qt::Checked;
    return edit(feature, feature.type == FeatureType::Boolean ? QVariant(on) : QVariant::fromValue<qint64>(on), 0);
}

bool FeatureModel::edit(const FeatureDescription &feature, const QVariant &wanted, int gesture)
{
    const auto status = m_status.constFind(feature.name);
    const bool waits = status != m_status.cend() && status->waiting > 0;
    if (waits && status->wanted == wanted)
        return true;
    if (!waits && wanted == state(feature.name).value) { // nothing to write, and an older refusal is answered
        if (status != m_status.cend())
            settle(feature.name);
        return true;
    }
    if (const auto error = checkValue(feature, state(feature.name), wanted)) {
        markFailed(feature.name, *error);
        Q_EMIT refused(*error);
        return false;
    }
    request(feature, wanted, Origin::Edit, gesture, {});
    return true;
}

FeatureModel::Status FeatureModel::markPending(const FeatureDescription &feature, const QVariant &value, Origin origin,
                                               int gesture, const SelectorPath &path)
{
    Status status = m_status.value(feature.name);
    if (status.waiting == 0)
        status.before = state(feature.name).value;
    status.state = RowState::Pending;
    status.error = {};
    ++status.waiting;
    status.wanted = value;
    status.origin = origin;
    status.gesture = gesture;
    status.done = false;
    const auto present = m_states ? presentPath(*m_tree, feature, *m_states) : std::nullopt;
    status.path = path == present ? SelectorPath() : path;
    m_status[feature.name] = status;
    rowsChanged(feature.name);
    return status;
}

// With an empty @p path as the selectors stand.
void FeatureModel::request(const FeatureDescription &feature, const QVariant &value, Origin origin, int gesture,
                           const SelectorPath &path)
{
    const QString name = feature.name; // what hears the signal may set another tree
    const Status status = markPending(feature, value, origin, gesture, path);
    if (status.path.isEmpty())
        Q_EMIT writeRequested(name, value);
    else
        Q_EMIT selectedWriteRequested(name, status.path, value);
}

void FeatureModel::execute(const FeatureDescription &feature)
{
    const QString name = feature.name;
    Status &status = m_status[name];
    if (status.waiting > 0) // it runs
        return;
    status = {};
    status.state = RowState::Pending;
    status.waiting = 1;
    rowsChanged(name);
    Q_EMIT executeRequested(name);
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
    if (isCheckable(*node->feature))
        return flags | Qt::ItemIsUserCheckable;
    return flags | Qt::ItemIsEditable;
}

} // namespace mv
