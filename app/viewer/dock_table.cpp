// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the table of docks.
#include "app/viewer/dock_table.h"

#include "widgets/icons.h"

#include <QAction>
#include <QCoreApplication>
#include <QDockWidget>
#include <QMainWindow>

namespace mv {
namespace {

constexpr DockRow rows[] = {
    {DockId::Devices, "dockDevices", QT_TRANSLATE_NOOP("mv::DockTable", "Devices"), "devices", Qt::LeftDockWidgetArea,
     true},
    {DockId::DeviceInfo, "dockDeviceInfo", QT_TRANSLATE_NOOP("mv::DockTable", "Device information"), "info",
     Qt::LeftDockWidgetArea, true},
    {DockId::Attributes, "dockAttributes", QT_TRANSLATE_NOOP("mv::DockTable", "Parameters"), "attributes",
     Qt::RightDockWidgetArea, true},
    {DockId::Events, "dockEvents", QT_TRANSLATE_NOOP("mv::DockTable", "Events"), "events", Qt::BottomDockWidgetArea,
     false},
    {DockId::Statistics, "dockStatistics", QT_TRANSLATE_NOOP("mv::DockTable", "Statistics"), "statistics",
     Qt::BottomDockWidgetArea, false},
};

constexpr int leftWidth = 232;
constexpr int rightWidth = 380;
constexpr int eventsWidth = 400;
constexpr int statisticsWidth = 270;
constexpr int devicesHeight = 240;
constexpr int infoHeight = 300;
constexpr int bottomHeight = 200;

} // namespace

std::span<const DockRow> dockRows()
{
    return rows;
}

void DockTable::add(DockId id, QWidget *panel)
{
    const DockRow &row = rows[static_cast<std::size_t>(id)];
    const QString title = QCoreApplication::translate("mv::DockTable", row.title);
    auto *dock = new QDockWidget(title, &m_window);
    dock->setObjectName(QLatin1String(row.name));
    dock->setWidget(panel);
    dock->toggleViewAction()->setIcon(icon(QLatin1String(row.icon)));
    dock->toggleViewAction()->setObjectName(QStringLiteral("toggle_") + QLatin1String(row.name));
    const QString tip = QCoreApplication::translate("mv::DockTable", "Show or hide the panel \"%1\"").arg(title);
    dock->toggleViewAction()->setStatusTip(tip);
    dock->toggleViewAction()->setToolTip(tip);
    m_docks[static_cast<std::size_t>(id)] = dock;
}

void DockTable::raiseFloating()
{
    for (const DockRow &row : rows) {
        QDockWidget *dock = (*this)[row.id];
        if (!dock->isFloating() || !dock->isVisible())
            continue;
        dock->hide(); // shown again, it becomes a window that belongs to the main one
        dock->show();
        dock->raise();
    }
}

void DockTable::arrange()
{
    // The side panels reach down to the window's edge; what lies below belongs to the picture.
    m_window.setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    m_window.setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    for (const DockRow &row : rows) {
        QDockWidget *dock = (*this)[row.id];
        dock->setFloating(false);
        m_window.addDockWidget(row.area, dock);
        dock->setVisible(row.shown);
    }
    const DockTable &docks = *this;
    m_window.resizeDocks({docks[DockId::Devices], docks[DockId::Attributes]}, {leftWidth, rightWidth}, Qt::Horizontal);
    m_window.resizeDocks({docks[DockId::Devices], docks[DockId::DeviceInfo]}, {devicesHeight, infoHeight},
                         Qt::Vertical);
    m_window.resizeDocks({docks[DockId::Events], docks[DockId::Statistics]}, {bottomHeight, bottomHeight},
                         Qt::Vertical);
    m_window.resizeDocks({docks[DockId::Events], docks[DockId::Statistics]}, {3 * leftWidth, leftWidth},
                         Qt::Horizontal);
}

} // namespace mv
