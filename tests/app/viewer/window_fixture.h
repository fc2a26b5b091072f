// SPDX-License-Identifier: GPL-3.0-or-later
// The real window with everything behind it, and the hands of a person.
#pragma once

#include "app/viewer/main_window.h"
#include "app/viewer/window_layout.h"
#include "camera/event_log.h"
#include "tests/support/test_wire.h"
#include "tests/support/virtual_camera_process.h"

#include <QLabel>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include <algorithm>
#include <unistd.h>

namespace mv::test {

/// A loopback address of this room's (127.6.x.y), another one for each process and @p number.
inline std::string loopbackAddress(int number)
{
    const auto pid = static_cast<unsigned>(::getpid());
    return "127.6." + std::to_string((pid >> 6) & 0xff) + '.' +
           std::to_string(1 + ((pid & 0x3f) * 4 + static_cast<unsigned>(number)) % 254);
}

/// Where a test's own camera is: at an address of this room's; over USB, wherever a socket is free.
inline std::vector<std::string> place(int number)
{
    if (testWire() == Wire::Usb)
        return {};
    return {"--address", loopbackAddress(number)};
}

/// Thread: GUI.
struct WindowFixture
{
    explicit WindowFixture(ImageView::Renderer renderer = ImageView::Renderer::Automatic)
        : settings(openSettings(folder.path())), session(log), window(session, *settings, renderer)
    {
        window.show();
    }

    QTreeView &deviceTree() { return *window.findChild<QTreeView *>(QStringLiteral("deviceTree")); }

    /// The row of the camera with @p serial, invalid while it is not in the list.
    QModelIndex deviceRow(const std::string &serial)
    {
        const auto found =
            deviceTree().model()->match(deviceTree().model()->index(0, 0), Qt::DisplayRole,
                                        QString::fromStdString(serial), 1, Qt::MatchContains | Qt::MatchRecursive);
        return found.isEmpty() ? QModelIndex() : found.first();
    }

    void doubleClick(const QModelIndex &row)
    {
        const QPoint at = deviceTree().visualRect(row).center();
        QTest::mouseClick(deviceTree().viewport(), Qt::LeftButton, {}, at);
        QTest::mouseDClick(deviceTree().viewport(), Qt::LeftButton, {}, at);
    }

    Camera::State state() const { return session.state(); }

    bool logHas(const QString &text) const
    {
        const auto events = log.events();
        return std::any_of(events.begin(), events.end(),
                           [&text](const Event &event) { return toText(event).contains(text); });
    }

    QTemporaryDir folder;
    std::unique_ptr<QSettings> settings;
    EventLog log;
    Session session;
    MainWindow window;
};

} // namespace mv::test
