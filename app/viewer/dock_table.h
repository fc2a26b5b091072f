// SPDX-License-Identifier: GPL-3.0-or-later
// The panels around the picture: one table row each.
#pragma once

#include <QString>
#include <Qt>

#include <array>
#include <span>

class QDockWidget;
class QMainWindow;
class QWidget;

namespace mv {

enum class DockId { Devices, DeviceInfo, Attributes, Events, Statistics, Count };

struct DockRow
{
    DockId id;
    const char *name;  ///< object name, under which its place is remembered
    const char *title; ///< translated in the context "mv::DockTable"
    const char *icon;
    Qt::DockWidgetArea area;
    bool shown; ///< until the person says otherwise
};

std::span<const DockRow> dockRows();

/// The docks of the table, with the panels that were put into them. Thread: GUI.
class DockTable
{
public:
    explicit DockTable(QMainWindow &window) : m_window(window) {}

    void add(DockId id, QWidget *panel);
    QDockWidget *operator[](DockId id) const { return m_docks[static_cast<std::size_t>(id)]; }
    /// Every dock to the place of its row.
    void arrange();
    /// Panels that float come before the window again.
    void raiseFloating();

private:
    QMainWindow &m_window;
    std::array<QDockWidget *, static_cast<std::size_t>(DockId::Count)> m_docks{};
};

} // namespace mv
