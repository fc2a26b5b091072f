// SPDX-License-Identifier: GPL-3.0-or-later
// One look around for GigE Vision cameras: ask, listen, sort out what was heard.
#include "camera/private/gvcp_discovery.h"

#include <QHash>
#include <QLoggingCategory>

#include <algorithm>
#include <array>
#include <cerrno>
#include <tuple>

// Strangers on the network are no news for a person at a terminal; QT_LOGGING_RULES="mv.finder.debug=true" names them.
Q_LOGGING_CATEGORY(lcFinder, "mv.finder", QtWarningMsg)

namespace mv::gvcp {

namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t everyone = 0xffffffff;
constexpr auto listenTime = 300ms;
constexpr auto repeatAfter = 150ms; // a datagram may be lost, so everything is asked twice
constexpr auto privilegeTime = 100ms;
constexpr int privilegeTries = 2;
constexpr auto latestAnswer = 1500ms; // Discovery ACK Delay is 1 s at most
// More cameras than a network can carry: a flood of made-up answers ends here.
constexpr std::size_t maxSightings = 512;
constexpr std::size_t maxBlamed = 256;

QString uniquePart(const DiscoveryAck &ack)
{
    if (!ack.serial.isEmpty())
        return ack.serial;
    return ack.mac != 0 ? macText(ack.mac) : addressText(ack.address);
}

DeviceInfo deviceInfo(const DiscoveryAck &ack, const HostInterface &via, DeviceAccess access)
{
    DeviceInfo device;
    device.transport = Transport::GigE;
    device.id = QStringLiteral("GigE:%1:%2").arg(ack.vendor, uniquePart(ack));
    device.vendor = ack.vendor;
    device.model = ack.model;
    device.serial = ack.serial;
    device.userName = ack.userName;
    device.version = ack.version;
    device.manufacturerInfo = ack.manufacturerInfo;
    device.address = addressText(ack.address);
    device.subnetMask = addressText(ack.mask);
    device.gateway = addressText(ack.gateway);
    device.mac = macText(ack.mac);
    device.hostInterface = via.name;
    device.hostAddress = addressText(via.address);
    device.access = access;
    return device;
}

Error searchFailed(int reason)
{
    return {ErrorCode::SearchFailed, {qt_error_string(reason)}, {}};
}

/// Whether @p a is the better way to a camera at @p address: in its subnet, and in the narrower one.
bool betterWay(const HostInterface &a, const HostInterface &b, std::uint32_t address)
{
    if (a.contains(address) != b.contains(address))
        return a.contains(address);
    return a.contains(address) && a.mask > b.mask;
}

/// Sorted, and with the address added where two cameras claim one serial number: ids are unique.
void putInOrder(QList<DeviceInfo> &devices)
{
    QHash<QString, int> uses;
    for (const DeviceInfo &device : devices)
        ++uses[device.id];
    for (DeviceInfo &device : devices) {
        if (uses.value(device.id) > 1)
            device.id += QLatin1Char('@') + (device.address.isEmpty() ? device.mac : device.address);
    }
    const auto key = [](const DeviceInfo &d) { return std::tie(d.transport, d.serial, d.id); };
    std::sort(devices.begin(), devices.end(),
              [key](const DeviceInfo &a, const DeviceInfo &b) { return key(a) < key(b); });
}

} // namespace

Discovery::Outcome Discovery::search(const QList<DeviceInfo> &known)
{
    if (auto failure = begin())
        return {.devices = {}, .failure = failure, .stopped = false};
    const auto start = Clock::now();
    int sent = 0;
    int reason = ENETDOWN;
    askEveryone(sent, reason);
    if (sent == 0) {
        m_socket.close(); // made anew next time, should it be the socket's fault
        return {.devices = {}, .failure = searchFailed(reason), .stopped = false};
    }
    if (!listen(start + repeatAfter, false))
        return {.devices = {}, .failure = {}, .stopped = true};
    askEveryone(sent, reason);
    for (const DeviceInfo &device : known) {
        const auto address = parseAddress(device.address);
        const bool answered = std::any_of(m_sightings.begin(), m_sightings.end(),
                                          [&](const Sighting &seen) { return seen.ack.address == address; });
        if (address && !answered)
            askDirectly(*address);
    }
    if (!listen(start + listenTime, false) || !readPrivileges())
        return {.devices = {}, .failure = {}, .stopped = true};
    return outcome();
}

Discovery::Outcome Discovery::ask(std::uint32_t address)
{
    if (auto failure = begin())
        return {.devices = {}, .failure = failure, .stopped = false};
    const auto start = Clock::now();
    for (auto until = start + repeatAfter; until <= start + listenTime && m_sightings.empty(); until += repeatAfter) {
        askDirectly(address);
        while (m_sightings.empty() && Clock::now() < until) {
            if (!listen(std::min(until, Clock::now() + 10ms), false))
                return {.devices = {}, .failure = {}, .stopped = true};
        }
    }
    if (!readPrivileges())
        return {.devices = {}, .failure = {}, .stopped = true};
    return outcome();
}

/// A new round: forget what was heard, and the questions that nobody answers any more.
std::optional<Error> Discovery::begin()
{
    m_sightings.clear();
    m_pending.clear();
    const auto tooOld = Clock::now() - latestAnswer;
    std::erase_if(m_questions, [tooOld](const auto &entry) { return entry.second.asked < tooOld; });
    m_interfaces = hostInterfaces();
    if (m_socket.isOpen())
        return std::nullopt;
    const int reason = m_socket.open();
    if (reason == 0)
        return std::nullopt;
    return searchFailed(reason);
}

void Discovery::askEveryone(int &sent, int &reason)
{
    for (const HostInterface &via : m_interfaces) {
        const auto packet = discoveryCommand(question(via));
        for (const auto &target : {std::optional(everyone), via.directed}) {
            if (!target)
                continue;
            // One interface that refuses (no carrier, firewall) must not end the search on the others.
            const int failed = m_socket.send(packet, *target, devicePort, &via);
            if (failed == 0)
                ++sent;
            else
                reason = failed;
        }
    }
}

void Discovery::askDirectly(std::uint32_t address)
{
    const auto source = sourceAddressTowards(address);
    const HostInterface *via = source ? interfaceOf(*source) : nullptr;
    if (via != nullptr)
        m_socket.send(discoveryCommand(question(*via)), address, devicePort, nullptr);
}

std::uint16_t Discovery::question(const HostInterface &via)
{
    const std::uint16_t id = nextId();
    m_questions[id] = Question{.via = via, .asked = Clock::now()};
    return id;
}

/// GVCP forbids 0.
std::uint16_t Discovery::nextId()
{
    if (++m_lastId == 0)
        m_lastId = 1;
    return m_lastId;
}

/// Takes what arrives until @p until, or until no privilege is awaited any more. False if asked to stop.
bool Discovery::listen(Clock::time_point until, bool untilPrivilegesKnown)
{
    std::array<std::byte, 2048> buffer;
    while (!(untilPrivilegesKnown && m_pending.empty())) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
        if (left <= 0ms)
            return true;
        const Wake wake = waitFor(m_socket.fd(), m_stopFd, static_cast<int>(left.count()));
        if (wake == Wake::Stopped)
            return false;
        if (wake == Wake::Readable) {
            if (const auto datagram = m_socket.receive(buffer))
                take(*datagram);
        }
    }
    return true;
}

void Discovery::take(const UdpSocket::Datagram &datagram)
{
    const auto header = parseAckHeader(datagram.bytes);
    if (header && header->command == discoveryAckCommand)
        takeDiscovery(*header, datagram);
    else if (header && header->command == readRegisterAckCommand)
        takePrivilege(*header, datagram.bytes);
    else
        ignore(datagram);
}

void Discovery::takeDiscovery(const AckHeader &header, const UdpSocket::Datagram &datagram)
{
    const auto question = m_questions.find(header.id);
    const auto ack = parseDiscoveryAck(datagram.bytes);
    if (!ack) {
        ignore(datagram);
        return;
    }
    if (question == m_questions.end()) {
        ++m_ignored; // most likely a slow camera's late answer: nobody is to blame
        return;
    }
    const HostInterface &via = question->second.via;
    const auto same = std::find_if(m_sightings.begin(), m_sightings.end(), [&](const Sighting &seen) {
        return seen.ack.mac == ack->mac && seen.ack.address == ack->address && seen.ack.serial == ack->serial;
    });
    if (same != m_sightings.end()) {
        same->seenOn.insert(via.index);
        if (betterWay(via, same->via, ack->address))
            same->via = via;
    } else if (m_sightings.size() < maxSightings) {
        m_sightings.push_back(Sighting{.ack = *ack, .via = via, .seenOn = {via.index}});
    }
}

void Discovery::takePrivilege(const AckHeader &header, Packet packet)
{
    const auto pending = m_pending.find(header.id);
    if (pending == m_pending.end())
        return; // the second answer to a question that was repeated
    Sighting &seen = m_sightings[pending->second];
    if (const auto value = parseReadRegisterAck(packet))
        seen.access = (*value & privilegeTaken) != 0 ? DeviceAccess::InUse : DeviceAccess::Free;
    else // who has exclusive access locks others out of reading, too
        seen.access = header.status == accessDenied ? DeviceAccess::InUse : DeviceAccess::Unknown;
    m_pending.erase(pending);
}

void Discovery::ignore(const UdpSocket::Datagram &datagram)
{
    ++m_ignored;
    if (m_blamed.size() < maxBlamed && m_blamed.insert(datagram.from).second)
        qCDebug(lcFinder, "ignored %zu bytes from %s that answer no question of ours", datagram.bytes.size(),
                qPrintable(addressText(datagram.from)));
}

const HostInterface *Discovery::interfaceOf(std::uint32_t hostAddress) const
{
    const auto found = std::find_if(m_interfaces.begin(), m_interfaces.end(),
                                    [&](const HostInterface &via) { return via.address == hostAddress; });
    return found != m_interfaces.end() ? &*found : nullptr;
}

/// A camera of a foreign subnet answers a broadcast, but the way back to its address leads elsewhere or nowhere; what
/// stands at that address elsewhere is not asked.
bool Discovery::isReachable(const Sighting &sighting) const
{
    const auto source = sighting.ack.address != 0 ? sourceAddressTowards(sighting.ack.address) : std::nullopt;
    const HostInterface *way = source ? interfaceOf(*source) : nullptr;
    return way != nullptr && sighting.seenOn.contains(way->index);
}

/// Asks each camera who controls it. One that answers a broadcast too late to be asked stays Unknown. False if asked to
/// stop.
bool Discovery::readPrivileges()
{
    std::size_t asked = 0;
    for (int i = 0; i < privilegeTries; ++i) {
        for (; asked < m_sightings.size(); ++asked) {
            if (isReachable(m_sightings[asked]))
                m_pending[nextId()] = asked;
            else
                m_sightings[asked].access = DeviceAccess::Unreachable;
        }
        for (const auto &[id, position] : m_pending)
            m_socket.send(readRegisterCommand(controlChannelPrivilege, id), m_sightings[position].ack.address,
                          devicePort, nullptr);
        if (!listen(Clock::now() + privilegeTime, true))
            return false;
    }
    for (const auto &[id, position] : m_pending)
        m_sightings[position].access = DeviceAccess::Unreachable;
    return true;
}

Discovery::Outcome Discovery::outcome() const
{
    Outcome result;
    for (const Sighting &seen : m_sightings)
        result.devices << deviceInfo(seen.ack, seen.via, seen.access);
    putInOrder(result.devices);
    return result;
}

} // namespace mv::gvcp
