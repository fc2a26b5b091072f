// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the event table.
#include "widgets/event_model.h"

#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QGuiApplication>
#include <QTimer>

#include <algorithm>

namespace mv {
namespace {

constexpr int collectMs = 100;

QString severityName(EventSeverity severity)
{
    switch (severity) {
    case EventSeverity::Warning:
        return EventModel::tr("Warning");
    case EventSeverity::Error:
        return EventModel::tr("Error");
    case EventSeverity::Info:
        break;
    }
    return EventModel::tr("Information");
}

QVariant severityIcon(EventSeverity severity)
{
    const QPalette palette = QGuiApplication::palette();
    switch (severity) {
    case EventSeverity::Warning:
        return icon(QStringLiteral("warning"), warningColor(palette));
    case EventSeverity::Error:
        return icon(QStringLiteral("error"), errorColor(palette));
    case EventSeverity::Info:
        break;
    }
    return icon(QStringLiteral("info"), mutedColor(palette));
}

QString toolTip(const Event &event)
{
    return event.kind == EventKind::Failure ? toDetailedText(event.error) : mv::toText(event);
}

} // namespace

EventModel::EventModel(EventLog &log, QObject *parent) : QAbstractTableModel(parent)
{
    for (const Event &event : log.events())
        m_events.push_back(event);
    // Direct: a queued call for each event would fill the event loop in a storm. The connection ends with the model.
    connect(
        &log, &EventLog::appended, this, [this](const Event &event) { collect(event); }, Qt::DirectConnection);
}

void EventModel::collect(const Event &event)
{
    const std::scoped_lock lock(m_mutex);
    if (m_collected.size() < static_cast<std::size_t>(maxRows))
        m_collected.push_back(event);
    if (std::exchange(m_scheduled, true))
        return;
    QMetaObject::invokeMethod(
        this, [this] { QTimer::singleShot(collectMs, this, &EventModel::insertCollected); }, Qt::QueuedConnection);
}

void EventModel::insertCollected()
{
    std::vector<Event> fresh;
    {
        const std::scoped_lock lock(m_mutex);
        fresh.swap(m_collected);
        m_scheduled = false;
    }
    if (fresh.empty())
        return;
    const int room = maxRows - static_cast<int>(fresh.size());
    if (const int surplus = static_cast<int>(m_events.size()) - room; surplus > 0) {
        beginRemoveRows({}, 0, surplus - 1);
        m_events.erase(m_events.begin(), m_events.begin() + surplus);
        endRemoveRows();
    }
    const int first = static_cast<int>(m_events.size());
    beginInsertRows({}, first, first + static_cast<int>(fresh.size()) - 1);
    std::move(fresh.begin(), fresh.end(), std::back_inserter(m_events));
    endInsertRows();
}

int EventModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_events.size());
}

int EventModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant EventModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Event &event = m_events[static_cast<std::size_t>(index.row())];
    const bool time = index.column() == TimeColumn;
    switch (role) {
    case Qt::DisplayRole:
        return time ? event.time.toLocalTime().toString(QStringLiteral("HH:mm:ss.zzz")) : mv::toText(event);
    case Qt::DecorationRole:
        return time ? severityIcon(event.severity) : QVariant();
    case Qt::ToolTipRole:
        return time ? event.time.toLocalTime().toString(Qt::ISODateWithMs) : toolTip(event);
    case Qt::AccessibleTextRole:
        return time ? QStringLiteral("%1, %2").arg(severityName(event.severity),
                                                   event.time.toLocalTime().toString(QStringLiteral("HH:mm:ss")))
                    : mv::toText(event);
    case SeverityRole:
        return static_cast<int>(event.severity);
    default:
        return {};
    }
}

QVariant EventModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == TimeColumn ? tr("Time") : tr("Event");
}

void EventModel::clear()
{
    beginResetModel();
    m_events.clear();
    endResetModel();
}

QString EventModel::toText(const QModelIndexList &rows) const
{
    QList<int> numbers;
    for (const QModelIndex &index : rows) {
        if (!numbers.contains(index.row()))
            numbers.append(index.row());
    }
    std::sort(numbers.begin(), numbers.end());
    QString text;
    for (int row : numbers) {
        const Event &event = m_events[static_cast<std::size_t>(row)];
        text += QStringLiteral("%1\t%2\t%3\n")
                    .arg(event.time.toUTC().toString(Qt::ISODateWithMs), severityName(event.severity), toolTip(event));
    }
    return text;
}

} // namespace mv
