// SPDX-License-Identifier: GPL-3.0-or-later
// One connection: its device thread, its wire, and how it ends.
#include "camera/private/device_connection.h"

#include "camera/event_log.h"
#include "camera/private/device_hub.h"
#include "camera/private/device_session.h"
#include "camera/private/device_wire.h"
#include "camera/private/graveyard.h"

#include <future>

namespace mv {

namespace {

using namespace std::chrono_literals;

constexpr auto idleInterval = 1s;        // how often the device thread looks for something to do by itself
constexpr auto patienceWithClosing = 2s; // a camera that died unnoticed keeps its device thread longer

} // namespace

DeviceConnection::DeviceConnection(std::shared_ptr<DeviceHub> hub, std::uint64_t number, const DeviceInfo &info)
    : m_hub(std::move(hub))
    , m_number(number)
    , m_info(info)
    , m_session(std::make_unique<DeviceSession>(
          m_hub, number, info, [this] { return m_abandoned.load(); }, [this] { return m_queue.size() > 0; }))
{}

DeviceConnection::~DeviceConnection()
{
    if (m_thread.joinable())
        m_thread.join();
}

QFuture<Result<void>> DeviceConnection::open()
{
    // Without a reference to the connection: the graveyard, which holds one, joins the thread before it lets go. Under
    // the lock, which the graveyard takes first: an open that fails at once must not overtake this assignment.
    const std::lock_guard lock(m_mutex);
    m_thread = std::thread([this] { run(); });
    return m_opened.future();
}

void DeviceConnection::run()
{
    const Result<void> result = openSession();
    opened(result);
    if (result)
        serve();
    if (result && !m_lost)
        m_session->shutdown();
}

Result<void> DeviceConnection::openSession()
{
    WireReports reports;
    reports.gone = [this](ErrorCode code, const QString &detail) { lose(code, detail); };
    reports.tell = [hub = m_hub, number = m_number](EventSeverity severity, EventKind kind,
                                                    const QStringList &arguments) {
        hub->log(number, severity, kind, arguments);
    };
    auto wire = DeviceWire::create(m_info, std::move(reports));
    if (!wire)
        return wire.error();
    m_wire = std::move(wire.value());
    return m_session->open(*m_wire);
}

void DeviceConnection::opened(const Result<void> &result)
{
    if (!result) {
        m_hub->log(m_number, result.error());
        // Nothing to stop, but a thread and perhaps a handle to dispose of.
        (void)abandon(result.error(), End::Closed, {});
        return;
    }
    m_hub->setState(m_number, Camera::State::Idle);
    m_hub->log(m_number, EventSeverity::Info, EventKind::Connected, {displayName(m_info)});
    m_opened.complete({});
}

void DeviceConnection::serve()
{
    m_session->idle(); // so that the first frames have a time on the host's clock
    while (!m_queue.closed()) {
        const CommandPtr command = m_queue.next(m_session->untilIdle(idleInterval));
        if (!command) {
            if (!m_abandoned)
                m_session->idle();
            continue;
        }
        {
            const std::lock_guard lock(m_mutex);
            m_running = command;
        }
        // Asked after it was announced as running: from here on, whoever abandons the connection also refuses it.
        if (!m_abandoned)
            command->run(*m_session);
        // What made way goes to the end of its level; everything else has answered by now.
        if (m_abandoned || !command->unfinished() || !m_queue.push(command))
            command->refuse(refusal());
        const std::lock_guard lock(m_mutex);
        m_running = nullptr;
    }
}

void DeviceConnection::post(const CommandPtr &command)
{
    if (!m_queue.push(command))
        command->refuse(refusal());
}

Error DeviceConnection::refusal() const
{
    const std::lock_guard lock(m_mutex);
    return m_reason.code == ErrorCode::None ? Error{ErrorCode::Cancelled, {}, {}} : m_reason;
}

bool DeviceConnection::abandon(const Error &reason, End end, const Reply<void> &closed)
{
    CommandPtr running;
    {
        const std::lock_guard lock(m_mutex);
        if (m_reason.code != ErrorCode::None)
            return false;
        m_reason = reason;
        running = m_running;
    }
    m_abandoned = true;
    m_hub->end(m_number, end == End::Lost ? Camera::State::Lost : Camera::State::Closed);
    // Before anyone is answered, who might then destroy the camera, and with it what may be the last reference to this.
    bury(closed);
    // Nobody waits for a device thread that may be stuck.
    for (const CommandPtr &command : m_queue.close())
        command->refuse(reason);
    if (running)
        running->refuse(reason);
    m_opened.complete(reason);
    return true;
}

void DeviceConnection::lose(ErrorCode code, const QString &detail)
{
    // While opening, nothing has been there yet that could be lost.
    const bool opening = m_hub->state() == Camera::State::Opening;
    const bool unreachable = opening && code != ErrorCode::Timeout;
    const Error error{unreachable ? unreachableCode(m_info) : code, {displayName(m_info)}, detail};
    m_lost = true;
    if (!abandon(error, opening ? End::Closed : End::Lost, {}))
        return;
    if (opening)
        m_hub->logAlways(error);
    else
        m_hub->announceLost(error);
}

QFuture<Result<void>> DeviceConnection::close()
{
    const Reply<void> closed;
    if (abandon(Error{ErrorCode::Cancelled, {}, {}}, End::Closed, closed))
        m_hub->logAlways(EventSeverity::Info, EventKind::Disconnected, {displayName(m_info)});
    else
        closed.complete({}); // it had ended before; what is left of it is nobody's business
    return closed.future();
}

void DeviceConnection::bury(const Reply<void> &closed)
{
    // Two threads of the graveyard: one waits for the device thread and destroys what it used, however long that takes;
    // the other one answers whoever closed, when that is done or patience is at its end.
    Graveyard::instance().bury(handleKey(m_info), [connection = shared_from_this(), closed]() mutable {
        std::promise<void> gone;
        const std::future<void> goneSoon = gone.get_future();
        std::thread disposal([connection = std::exchange(connection, nullptr), gone = std::move(gone)]() mutable {
            connection->dispose();
            connection = nullptr;
            gone.set_value();
        });
        (void)goneSoon.wait_for(patienceWithClosing);
        closed.complete({});
        disposal.join();
    });
}

void DeviceConnection::dispose()
{
    {
        const std::lock_guard lock(m_mutex); // see open()
    }
    m_thread.join();
    m_session->dispose();
    m_wire.reset();
}

} // namespace mv
