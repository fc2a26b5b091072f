// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the table of a selector's entries.
#include "widgets/selector_model.h"

#include "widgets/feature_model.h"
#include "widgets/feature_text.h"
#include "widgets/when_done.h"

namespace mv {

SelectorModel::SelectorModel(FeaturePort &port, const QString &name, QObject *parent)
    : QAbstractTableModel(parent), m_port(port), m_tree(port.tree())
{
    const FeatureDescription *feature = m_tree ? m_tree->find(name) : nullptr;
    if (!feature)
        return;
    const bool isSelector = !feature->selects.isEmpty();
    m_selectors = m_tree->selectorsOf(isSelector ? feature->selects.first() : name);
    for (const FeatureDescription &candidate : m_tree->features) {
        if (candidate.type != FeatureType::Command && candidate.visibility != Visibility::Invisible &&
            !m_selectors.contains(candidate.name) && m_tree->selectorsOf(candidate.name) == m_selectors)
            m_rows.append(Row{&candidate, {}});
    }
}

void SelectorModel::reload()
{
    for (const Row &row : std::as_const(m_rows)) {
        ++m_loading;
        whenDone(m_port.readSelected(row.feature->name), this, [this](const Result<SelectedStates> &result) {
            --m_loading;
            if (result)
                take(result.value());
            else
                Q_EMIT failed(result.error());
            if (m_loading == 0)
                Q_EMIT loaded();
        });
    }
}

// The first answer makes the columns; a feature that has others keeps those that it shares.
void SelectorModel::take(const SelectedStates &states)
{
    QList<SelectorPath> paths;
    for (const SelectedState &one : states.states)
        paths.append(one.path);
    if (m_paths.isEmpty() || (paths != m_paths && paths.size() > m_paths.size())) {
        beginResetModel();
        m_paths = paths;
        for (Row &row : m_rows)
            row.cells.resize(m_paths.size());
        endResetModel();
    }
    for (int at = 0; at < m_rows.size(); ++at) {
        Row &row = m_rows[at];
        if (row.feature->name != states.feature)
            continue;
        for (const SelectedState &one : states.states) {
            const auto column = m_paths.indexOf(one.path);
            if (column >= 0)
                row.cells[column].state = one.state;
        }
        Q_EMIT dataChanged(index(at, 0), index(at, columnCount() - 1));
    }
}

int SelectorModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int SelectorModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_paths.size());
}

const SelectorModel::Cell *SelectorModel::cellAt(const QModelIndex &index) const
{
    return index.isValid() && index.row() < m_rows.size() && index.column() < m_rows[index.row()].cells.size()
               ? &m_rows[index.row()].cells[index.column()]
               : nullptr;
}

QVariant SelectorModel::data(const QModelIndex &index, int role) const
{
    const Cell *cell = cellAt(index);
    if (!cell)
        return {};
    const FeatureDescription &feature = *m_rows[index.row()].feature;
    const QString title = QStringLiteral("%1[%2]").arg(feature.name, pathToText(m_paths[index.column()]));
    switch (role) {
    case Qt::DisplayRole:
        return cell->pending ? tr("…") : featureValueText(feature, cell->state);
    case Qt::EditRole:
        return cell->state.value;
    case Qt::CheckStateRole:
        if (isCheckable(feature) && cell->state.value.isValid())
            return static_cast<int>(cell->state.value.toBool() ? Qt::Checked : Qt::Unchecked);
        return {};
    case Qt::ToolTipRole: {
        QStringList lines{title, featureRangeText(feature, cell->state), whyNotWritable(cell->state)};
        lines.removeAll(QString());
        return lines.join(u'\n');
    }
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1: %2").arg(title, featureValueText(feature, cell->state));
    case DescriptionRole:
        return QVariant::fromValue(&feature);
    case StateRole:
        return QVariant::fromValue(cell->state);
    case PendingRole:
        return cell->pending;
    default:
        return {};
    }
}

QVariant SelectorModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    if (orientation == Qt::Vertical)
        return section < m_rows.size() ? m_rows[section].feature->name : QVariant();
    if (section >= m_paths.size())
        return {};
    if (role == Qt::ToolTipRole)
        return pathToText(m_paths[section]);
    QStringList entries;
    for (const SelectorStep &step : m_paths[section])
        entries.append(step.entry);
    return entries.join(QStringLiteral(" · "));
}

Qt::ItemFlags SelectorModel::flags(const QModelIndex &index) const
{
    const Cell *cell = cellAt(index);
    if (!cell)
        return Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsSelectable | Qt::ItemIsEnabled;
    if (cell->pending || !isWritable(cell->state))
        return flags;
    return flags | (isCheckable(*m_rows[index.row()].feature) ? Qt::ItemIsUserCheckable : Qt::ItemIsEditable);
}

bool SelectorModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const Cell *cell = cellAt(index);
    if (!cell || cell->pending || !isWritable(cell->state) || (role != Qt::EditRole && role != Qt::CheckStateRole))
        return false;
    const FeatureDescription &feature = *m_rows[index.row()].feature;
    QVariant wanted = value;
    if (role == Qt::CheckStateRole) {
        const bool on = value.toInt() == Qt::Checked;
        wanted = feature.type == FeatureType::Boolean ? QVariant(on) : QVariant::fromValue<qint64>(on);
    }
    if (wanted == cell->state.value)
        return true;
    if (const auto error = checkValue(feature, cell->state, wanted)) {
        Q_EMIT failed(*error);
        return false;
    }
    write(index, wanted);
    return true;
}

// What one write changes may show in any cell below the same selectors: all of them are read again.
void SelectorModel::write(const QModelIndex &index, const QVariant &value)
{
    m_rows[index.row()].cells[index.column()].pending = true;
    Q_EMIT dataChanged(index, index);
    const QPersistentModelIndex place = index;
    whenDone(m_port.writeSelected(m_rows[index.row()].feature->name, m_paths[index.column()], value), this,
             [this, place](const Result<FeatureState> &result) {
                 if (place.isValid())
                     m_rows[place.row()].cells[place.column()].pending = false;
                 if (result)
                     Q_EMIT written();
                 else
                     Q_EMIT failed(result.error());
                 Q_EMIT dataChanged(place, place);
                 reload();
             });
}

} // namespace mv
