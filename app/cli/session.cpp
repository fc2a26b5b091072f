// SPDX-License-Identifier: GPL-3.0-or-later
// From an ID on the command line to an open camera.
#include "app/cli/session.h"

#include "app/cli/interrupt.h"
#include "camera/camera.h"
#include "camera/event_log.h"
#include "camera/finder.h"

#include <QCoreApplication>

namespace mv::cli {

namespace {

/// A camera may delay its answer by up to 1 s: it is then found by the third search or the fourth (camera/finder.h).
constexpr int searches = 4;

/// One search. An error means that nobody could be asked.
Result<QList<DeviceInfo>> search(Finder &finder)
{
    std::optional<Error> failure;
    const auto connection =
        QObject::connect(&finder, &Finder::failed, &finder, [&failure](const Error &error) { failure = error; });
    const QList<DeviceInfo> found = finder.refresh().result();
    // The finder's signals wait in this thread's event queue, which nothing else empties here.
    QCoreApplication::sendPostedEvents(&finder);
    QObject::disconnect(connection);
    if (failure && found.isEmpty()) // no network, but cameras on USB
        return *failure;
    return found;
}

} // namespace

Result<QList<DeviceInfo>> findDevices(std::chrono::milliseconds wait)
{
    const auto until = std::chrono::steady_clock::now() + wait;
    Finder finder;
    auto found = search(finder);
    const auto goesOn = [&](int done) {
        return (found.value().isEmpty() && done < searches) || std::chrono::steady_clock::now() < until;
    };
    for (int done = 1; found.ok() && goesOn(done) && !interrupted(); ++done)
        found = search(finder);
    return found;
}

Result<DeviceInfo> findDevice(const QString &id)
{
    Finder finder;
    for (int i = 0; i < searches && !interrupted(); ++i) {
        const auto found = search(finder);
        if (!found)
            return found.error();
        const auto named = mv::findDevice(found.value(), id);
        if (!named)
            return named.error();
        if (named.value())
            return *named.value();
        const auto asked = finder.probe(id).result();
        if (!asked.isEmpty())
            return asked.first();
    }
    if (interrupted())
        return Error{ErrorCode::Cancelled, {}, {}};
    return Error{ErrorCode::DeviceNotFound, {id}, {}};
}

Result<std::unique_ptr<Session>> Session::open(const QString &id)
{
    const auto device = cli::findDevice(id);
    if (!device)
        return device.error();
    std::unique_ptr<Session> session(new Session(device.value()));
    if (const auto opened = awaitOrInterrupt(session->m_camera->open(device.value())); !opened)
        return opened.error();
    if (interrupted())
        return Error{ErrorCode::Cancelled, {}, {}};
    session->m_opened = true;
    return session;
}

Session::Session(DeviceInfo device)
    : m_device(std::move(device)), m_log(std::make_unique<EventLog>()), m_camera(std::make_unique<Camera>(*m_log))
{}

QStringList Session::warnings() const
{
    QStringList sentences;
    const auto events = m_log->events();
    for (const Event &event : events) {
        if (event.severity == EventSeverity::Warning)
            sentences << toText(event);
    }
    sentences.removeDuplicates();
    return sentences;
}

Session::~Session()
{
    // Whoever interrupts an opening does not wait for its end: what is on its way is given back as the program ends.
    if (m_opened)
        m_camera->close().waitForFinished();
}

} // namespace mv::cli
