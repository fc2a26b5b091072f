// SPDX-License-Identifier: GPL-3.0-or-later
// Finds cameras. Opens none.
#include "camera/finder.h"

#include "camera/private/gvcp_discovery.h"
#include "camera/private/usb_discovery.h"

#include <QCoreApplication>
#include <QEvent>
#include <QPointer>
#include <QPromise>

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace mv {

using Clock = std::chrono::steady_clock;

/// The finder thread and what it shares with its owner.
class Finder::Private
{
public:
    explicit Private(Finder *finder);
    ~Private();

    QFuture<QList<DeviceInfo>> request(std::optional<std::uint32_t> address);
    void setInterval(int intervalMs);
    QList<DeviceInfo> devices() const;
    /// Emits what the thread has posted. Thread: the owner's.
    void deliver();

private:
    struct Request
    {
        std::optional<std::uint32_t> address; ///< empty: everyone
        QPromise<QList<DeviceInfo>> promise;

        void finish(const QList<DeviceInfo> &found)
        {
            promise.addResult(found);
            promise.finish();
        }
    };

    struct Work
    {
        std::vector<Request> requests;
        bool searchDue = false;
        bool busChanged = false; ///< a USB device came or went
    };

    void run();
    bool waitForWork(Work &work);
    void searchNetworks(gvcp::Discovery &discovery);
    void noteBusChange();
    void publish(const QList<DeviceInfo> &found);
    void reportFailure(const std::optional<Error> &failure);
    void post(std::function<void(Finder &)> notification);

    Finder *const m_finder;
    const int m_stopFd;            // an eventfd, readable once the thread shall end: it wakes a search in the middle
    QString m_failure;             // finder thread's: the failure that was reported last
    QList<DeviceInfo> m_onNetwork; // finder thread's: what the last search found

    mutable std::mutex m_mutex; // guards all below
    std::condition_variable m_changed;
    bool m_stop = false;
    std::vector<Request> m_requests;
    bool m_busChanged = false;
    std::chrono::milliseconds m_interval{0};
    Clock::time_point m_due{};
    QList<DeviceInfo> m_devices;
    // Kept here, under our own mutex, rather than in a queued call, whose locks ThreadSanitizer does not see.
    std::vector<std::function<void(Finder &)>> m_notifications;

    std::thread m_thread; // last: it uses all above
};

Finder::Private::Private(Finder *finder)
    : m_finder(finder), m_stopFd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), m_thread([this] { run(); })
{}

Finder::Private::~Private()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_changed.notify_all();
    ::eventfd_write(m_stopFd, 1);
    m_thread.join();
    for (Request &request : m_requests)
        request.finish(request.address ? QList<DeviceInfo>() : m_devices);
    ::close(m_stopFd);
}

QFuture<QList<DeviceInfo>> Finder::Private::request(std::optional<std::uint32_t> address)
{
    Request request{.address = address, .promise = {}};
    request.promise.start();
    auto future = request.promise.future();
    {
        const std::lock_guard lock(m_mutex);
        m_requests.push_back(std::move(request));
    }
    m_changed.notify_all();
    return future;
}

void Finder::Private::setInterval(int intervalMs)
{
    {
        const std::lock_guard lock(m_mutex);
        m_interval = std::chrono::milliseconds(std::max(0, intervalMs));
        m_due = Clock::now();
    }
    m_changed.notify_all();
}

QList<DeviceInfo> Finder::Private::devices() const
{
    const std::lock_guard lock(m_mutex);
    return m_devices;
}

void Finder::Private::post(std::function<void(Finder &)> notification)
{
    {
        const std::lock_guard lock(m_mutex);
        m_notifications.push_back(std::move(notification));
    }
    QCoreApplication::postEvent(m_finder, new QEvent(QEvent::User));
}

void Finder::Private::deliver()
{
    std::vector<std::function<void(Finder &)>> notifications;
    {
        const std::lock_guard lock(m_mutex);
        notifications.swap(m_notifications);
    }
    const QPointer<Finder> alive(m_finder); // a receiver may delete the finder
    for (const auto &notification : notifications) {
        if (alive)
            notification(*alive);
    }
}

void Finder::Private::run()
{
    gvcp::Discovery discovery(m_stopFd);
    UsbDiscovery usb([this] { noteBusChange(); });
    for (Work work; waitForWork(work);) {
        if (work.searchDue) {
            post(&Finder::searchStarted);
            searchNetworks(discovery);
        }
        if (work.searchDue || work.busChanged)
            publish(m_onNetwork + usb.scan()); // the order of Transport
        if (work.searchDue)
            post(&Finder::searchFinished);
        for (Request &request : work.requests)
            request.finish(request.address ? discovery.ask(*request.address).devices : devices());
    }
}

void Finder::Private::searchNetworks(gvcp::Discovery &discovery)
{
    const auto outcome = discovery.search(m_onNetwork);
    if (outcome.stopped)
        return;
    m_onNetwork = outcome.devices;
    reportFailure(outcome.failure);
}

/// Thread: the USB discovery's.
void Finder::Private::noteBusChange()
{
    {
        const std::lock_guard lock(m_mutex);
        m_busChanged = true;
    }
    m_changed.notify_all();
}

/// Requests that came while a search ran wait for the next: who asks to look now gets nothing older. False at the end.
bool Finder::Private::waitForWork(Work &work)
{
    std::unique_lock lock(m_mutex);
    const auto timeIsUp = [this] { return m_interval.count() > 0 && Clock::now() >= m_due; };
    while (!m_stop && m_requests.empty() && !m_busChanged && !timeIsUp()) {
        const auto due = m_due; // may be changed while the mutex is free
        if (m_interval.count() > 0)
            m_changed.wait_until(lock, due);
        else
            m_changed.wait(lock);
    }
    if (m_stop)
        return false; // what was asked is answered by the destructor
    work.requests = std::exchange(m_requests, {});
    work.busChanged = std::exchange(m_busChanged, false);
    work.searchDue = timeIsUp() || std::ranges::any_of(work.requests, [](const Request &r) { return !r.address; });
    if (work.searchDue)
        m_due = Clock::now() + m_interval;
    return true;
}

void Finder::Private::publish(const QList<DeviceInfo> &found)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_devices == found)
            return;
        m_devices = found;
    }
    post([found](Finder &finder) { Q_EMIT finder.devicesChanged(found); });
}

/// Said once, not again at every interval.
void Finder::Private::reportFailure(const std::optional<Error> &failure)
{
    const QString text = failure ? failure->arguments.join(QLatin1Char(' ')) : QString();
    if (failure && text != m_failure)
        post([error = *failure](Finder &finder) { Q_EMIT finder.failed(error); });
    m_failure = text;
}

Finder::Finder(QObject *parent) : QObject(parent), d(std::make_unique<Private>(this)) {}

Finder::~Finder() = default;

QFuture<QList<DeviceInfo>> Finder::refresh()
{
    return d->request(std::nullopt);
}

QFuture<QList<DeviceInfo>> Finder::probe(const QString &address)
{
    const auto value = gvcp::parseAddress(address);
    return value ? d->request(value) : QtFuture::makeReadyFuture(QList<DeviceInfo>());
}

void Finder::setInterval(int intervalMs)
{
    d->setInterval(intervalMs);
}

void Finder::customEvent(QEvent *)
{
    d->deliver();
}

QList<DeviceInfo> Finder::devices() const
{
    return d->devices();
}

} // namespace mv
