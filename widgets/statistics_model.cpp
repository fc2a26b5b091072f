// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the statistics: a figure is one row here.
#include "widgets/statistics_model.h"

#include <QLocale>

#include <iterator>

namespace mv {
namespace {

struct StatisticRow
{
    const char *name;
    const char *meaning;
    QString (*value)(const FrameLedger &, double displayFps);
};

QString count(std::uint64_t number)
{
    return QLocale().toString(static_cast<qulonglong>(number));
}

// Of the frames that should have come, how many did not come whole.
QString lossRate(const FrameLedger &l)
{
    const std::uint64_t missing = l.lost() + l.incomplete + l.droppedByCamera + l.unknown;
    const std::uint64_t sent = l.received + missing;
    return sent == 0 ? QStringLiteral("–")
                     : StatisticsModel::tr("%1 %").arg(100.0 * static_cast<double>(missing) / static_cast<double>(sent),
                                                       0, 'f', 3);
}

constexpr StatisticRow rows[] = {
    {QT_TRANSLATE_NOOP("mv::StatisticsModel", "Capture rate"),
     QT_TRANSLATE_NOOP("mv::StatisticsModel", "Complete frames received a second"),
     [](const FrameLedger &l, double) { return StatisticsModel::tr("%1 fps").arg(l.captureFps, 0, 'f', 2); }},
    {QT_TRANSLATE_NOOP("mv::StatisticsModel", "Display rate"),
     QT_TRANSLATE_NOOP("mv::StatisticsModel", "Frames painted a second"),
     [](const FrameLedger &, double fps) { return StatisticsModel::tr("%1 fps").arg(fps, 0, 'f', 1); }},
    {QT_TRANSLATE_NOOP("mv::StatisticsModel", "Bandwidth"),
     QT_TRANSLATE_NOOP("mv::StatisticsModel", "10^6 bytes of image data a second"),
     [](const FrameLedger &l, double) { return StatisticsModel::tr("%1 MB/s").arg(l.megabytesPerSecond, 0, 'f', 1); }},
    {QT_TRANSLATE_NOOP("mv::StatisticsModel", "Received"),
     QT_TRANSLATE_NOOP("mv::StatisticsModel", "Complete frames since the start"),
     [](const FrameLedger &l, double) { return count(l.received); }},
    {QT_TRANSLATE_NOOP("mv::StatisticsModel", "Shown"), QT_TRANSLATE_NOOP("mv::StatisticsModel", "Frames painted"),
     [](const FrameLedger &l, double) { return count(l.shown); }},
    {QT_TRANSLATE_NOOP("mv::StatisticsModel", "Skipped for display"),
     QT_TRANSLATE_NOOP("mv::StatisticsModel", "Received, but a newer frame was there before they could be painted"),
     [](const FrameLedger &l, double) { return count(l.skipped); }},
    {QT_TRANSLATE_NOOP("mv::StatisticsModel", "Incomplete"),
     QT_TRANSLATE_NOOP("mv::StatisticsModel", "Frames that arrived with parts missing"),
     [](const FrameLedger &l, double) { return count(l.incomplete); }},
    {QT_TRANSLATE_NOOP("mv::StatisticsModel", "Lost on the wire"),
     QT_TRANSLATE_NOOP("mv::StatisticsModel", "Frames that never arrived, although there was a buffer for them"),
     [](const FrameLedger &l, double) { return count(l.lostOnWire); }},
    {QT_TRANSLATE_NOOP("mv::StatisticsModel", "Lost in the host"),
     QT_TRANSLATE_NOOP("mv::StatisticsModel", "Frames that never arrived because this computer had no free buffer"),
     [](const FrameLedger &l, double) { return count(l.lostInHost); }},
    {QT_TRANSLATE_NOOP("mv::StatisticsModel", "Dropped by the camera"),
     QT_TRANSLATE_NOOP("mv::StatisticsModel", "Frames that the camera itself reports as dropped"),
     [](const FrameLedger &l, double) { return count(l.droppedByCamera); }},
    {QT_TRANSLATE_NOOP("mv::StatisticsModel", "Unknown"),
     QT_TRANSLATE_NOOP("mv::StatisticsModel", "Frames around a loss of connection that nobody can account for"),
     [](const FrameLedger &l, double) { return count(l.unknown); }},
    {QT_TRANSLATE_NOOP("mv::StatisticsModel", "Frame loss"),
     QT_TRANSLATE_NOOP("mv::StatisticsModel", "Share of the frames sent that did not arrive whole"),
     [](const FrameLedger &l, double) { return lossRate(l); }},
    {QT_TRANSLATE_NOOP("mv::StatisticsModel", "Resends"),
     QT_TRANSLATE_NOOP("mv::StatisticsModel", "Packets obtained of packets asked for again (GigE)"),
     [](const FrameLedger &l, double) {
         return StatisticsModel::tr("%1 of %2").arg(count(l.resendsObtained), count(l.resendsRequested));
     }},
};

} // namespace

StatisticsModel::StatisticsModel(QObject *parent) : QAbstractTableModel(parent) {}

void StatisticsModel::setFigures(const std::optional<FrameLedger> &ledger, double displayFps)
{
    m_ledger = ledger;
    m_displayFps = displayFps;
    Q_EMIT dataChanged(index(0, ValueColumn), index(rowCount() - 1, ValueColumn));
}

int StatisticsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(std::size(rows));
}

int StatisticsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant StatisticsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const StatisticRow &row = rows[index.row()];
    if (role == Qt::ToolTipRole)
        return tr(row.meaning);
    if (role == Qt::TextAlignmentRole && index.column() == ValueColumn)
        return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    if (index.column() == NameColumn)
        return tr(row.name);
    return m_ledger ? row.value(*m_ledger, m_displayFps) : QStringLiteral("–");
}

QVariant StatisticsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == NameColumn ? tr("Figure") : tr("Value");
}

} // namespace mv
