// SPDX-License-Identifier: GPL-3.0-or-later
// What happened, when: the facts behind the Event panel.
#pragma once

#include "camera/error.h"

#include <QDateTime>
#include <QMetaType>
#include <QObject>

#include <deque>
#include <mutex>

namespace mv {

enum class EventSeverity { Info, Warning, Error };

/// What an event is about: one row in event_log.cpp's table gives the sentence.
enum class EventKind {
    Failure,           ///< Event::error says what
    DeviceFound,       ///< %1 = device
    DeviceGone,        ///< %1 = device
    Connecting,        ///< %1 = device
    Connected,         ///< %1 = device
    Disconnected,      ///< %1 = device
    StreamStarted,     ///< %1 = device, %2 = geometry and format
    StreamStopped,     ///< %1 = received, %2 = lost, %3 = incomplete
    FeatureWritten,    ///< %1 = feature, %2 = value read back
    ValuesRestored,    ///< %1 = values that the camera has now, %2 = of how many, %3 = written of them
    CommandExecuted,   ///< %1 = feature
    FramesLost,        ///< %1 = count, %2 = first id
    FrameIncomplete,   ///< %1 = frame id
    ImageSaved,        ///< %1 = path
    SocketBufferSmall, ///< %1 = bytes obtained, %2 = bytes of one frame
    UsbMemorySmall,    ///< %1 = MiB there, %2 = MiB needed, %3 = MiB proposed
    UsbLinkSlow,       ///< %1 = device, %2 = Mbit/s
    UsbShared,         ///< %1 = device, %2 = cameras on the same controller
    CameraEvent,       ///< %1 = event, %2 = time on the camera's clock (ns), %3 = its data in hex
    NoCameraEvents,    ///< %1 = device, %2 = reason
    Note,              ///< %1 = text that needs no translation
};

/// One line. A value; thread: any.
struct Event
{
    QDateTime time; ///< host, UTC
    EventSeverity severity = EventSeverity::Info;
    EventKind kind = EventKind::Note;
    QStringList arguments;
    Error error; ///< for Failure
};

/// The line in the language of the installed translators; made when shown, never stored.
QString toText(const Event &event);
/// A stable name for JSON: "FramesLost".
QString kindName(EventKind kind);
/// Every kind, for tests.
QList<EventKind> allEventKinds();

/// Keeps the newest events (100 000 at most). Thread: append() and events() any; the signal comes in the caller's
/// thread.
class EventLog : public QObject
{
    Q_OBJECT

public:
    explicit EventLog(QObject *parent = nullptr);

    void append(EventSeverity severity, EventKind kind, const QStringList &arguments = {});
    void append(const Error &error);
    QList<Event> events() const;

Q_SIGNALS:
    void appended(const mv::Event &event);

private:
    void store(const Event &event);

    mutable std::mutex m_mutex; // guards m_events
    std::deque<Event> m_events;
};

} // namespace mv

Q_DECLARE_METATYPE(mv::Event)
