// SPDX-License-Identifier: GPL-3.0-or-later
// The table of event sentences, and the bounded log.
#include "camera/event_log.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace mv {

namespace {

constexpr std::size_t maxEvents = 100'000;

struct Row
{
    EventKind kind;
    const char *name;
    const char *text; // English; the key of the translation in context "Event"
};

#define KIND(name) EventKind::name, #name

// The arguments of each sentence are documented at its kind in event_log.h; a test holds the two together.
constexpr Row rows[] = {
    {KIND(Failure), nullptr}, // the sentence is the error's own
    {KIND(DeviceFound), QT_TRANSLATE_NOOP("Event", "%1 was found.")},
    {KIND(DeviceGone), QT_TRANSLATE_NOOP("Event", "%1 is gone.")},
    {KIND(Connecting), QT_TRANSLATE_NOOP("Event", "Connecting to %1.")},
    {KIND(Connected), QT_TRANSLATE_NOOP("Event", "Connected to %1.")},
    {KIND(Disconnected), QT_TRANSLATE_NOOP("Event", "Disconnected from %1.")},
    {KIND(StreamStarted), QT_TRANSLATE_NOOP("Event", "Stream of %1 started: %2.")},
    {KIND(StreamStopped), QT_TRANSLATE_NOOP("Event", "Stream stopped: %1 frames received, %2 lost, %3 incomplete.")},
    {KIND(FeatureWritten), QT_TRANSLATE_NOOP("Event", "%1 = %2")},
    {KIND(ValuesRestored), QT_TRANSLATE_NOOP("Event", "%1 of %2 values restored, %3 of them written.")},
    {KIND(CommandExecuted), QT_TRANSLATE_NOOP("Event", "%1 executed.")},
    {KIND(FramesLost), QT_TRANSLATE_NOOP("Event", "Frames lost: %1, from frame %2 on.")},
    {KIND(FrameIncomplete), QT_TRANSLATE_NOOP("Event", "Frame %1 arrived with parts missing.")},
    {KIND(ImageSaved), QT_TRANSLATE_NOOP("Event", "Picture saved as %1.")},
    {KIND(SocketBufferSmall),
     QT_TRANSLATE_NOOP("Event", "The socket buffer holds %1 bytes, less than one frame of %2 bytes, so frames may be "
                                "lost; raise net.core.rmem_max.")},
    {KIND(UsbMemorySmall),
     QT_TRANSLATE_NOOP("Event",
                       "The system has %1 MiB for USB transfers, and the open streams need %2 MiB, so pictures "
                       "may be black or missing; as root, run: echo %3 > "
                       "/sys/module/usbcore/parameters/usbfs_memory_mb")},
    {KIND(UsbLinkSlow),
     QT_TRANSLATE_NOOP("Event",
                       "%1 is connected with %2 Mbit/s only; plug it into a USB 3 port, with a USB 3 cable and "
                       "no USB 2 hub between.")},
    {KIND(UsbShared),
     QT_TRANSLATE_NOOP("Event",
                       "%1 shares the bandwidth of its USB controller with %2; if frames are lost, plug one of "
                       "them into another controller's port.")},
    {KIND(CameraEvent), QT_TRANSLATE_NOOP("Event", "Camera event %1 at %2 ns (%3).")},
    {KIND(NoCameraEvents),
     QT_TRANSLATE_NOOP("Event", "The events of %1 cannot be heard (%2); close other programs that use this camera.")},
    {KIND(Note), "%1"}, // needs no translation
};

#undef KIND

const Row *findRow(EventKind kind)
{
    const auto it = std::ranges::find(rows, kind, &Row::kind);
    return it == std::end(rows) ? nullptr : it;
}

} // namespace

QString toText(const Event &event)
{
    const Row *row = findRow(event.kind);
    if (!row || !row->text)
        return toDetailedText(event.error);
    const QString sentence = event.kind == EventKind::Note ? QString::fromLatin1(row->text)
                                                           : QCoreApplication::translate("Event", row->text);
    return fillArguments(sentence, event.arguments);
}

QString kindName(EventKind kind)
{
    const Row *row = findRow(kind);
    return row ? QString::fromLatin1(row->name) : QString();
}

QList<EventKind> allEventKinds()
{
    QList<EventKind> kinds;
    std::ranges::transform(rows, std::back_inserter(kinds), &Row::kind);
    return kinds;
}

EventLog::EventLog(QObject *parent) : QObject(parent) {}

void EventLog::append(EventSeverity severity, EventKind kind, const QStringList &arguments)
{
    store({QDateTime::currentDateTimeUtc(), severity, kind, arguments, {}});
}

void EventLog::append(const Error &error)
{
    store({QDateTime::currentDateTimeUtc(), EventSeverity::Error, EventKind::Failure, {}, error});
}

QList<Event> EventLog::events() const
{
    const std::scoped_lock lock(m_mutex);
    return {m_events.begin(), m_events.end()};
}

void EventLog::store(const Event &event)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_events.push_back(event);
        if (m_events.size() > maxEvents)
            m_events.pop_front();
    }
    // Outside the lock: a directly connected slot may ask for events().
    Q_EMIT appended(event);
}

} // namespace mv
