// SPDX-License-Identifier: GPL-3.0-or-later
// Locking and dispatch around the camera's inside.
#include "camera/virtual/core/camera.h"

#include "camera/virtual/core/camera_state.h"
#include "camera/virtual/core/feature_rows.h"
#include "camera/virtual/core/files/file_access.h"
#include "camera/virtual/core/flat_field/flat_field.h"
#include "camera/virtual/core/memory/user_sets.h"

#include <algorithm>

namespace mv::vcam {

namespace {

std::int64_t steadyNs()
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

/// What outlives the power, to be compared and to be put back.
struct Lasting
{
    std::string userId;
    UserSet atPowerUp;
    UserSets::Saved userSets;
    bool operator==(const Lasting &) const = default;

    static Lasting of(const CameraState &state)
    {
        return {state.settings.userId, state.settings.userSets.atPowerUp, state.userSets->saved()};
    }
    void putBack(CameraState &state) const
    {
        state.settings.userId = userId;
        state.settings.userSets.atPowerUp = atPowerUp;
        state.userSets->forgetSince(userSets);
    }
};

/// What an access is told whose effect could not be kept.
void notKept(Status &answer)
{
    answer = Status::LocalProblem;
}
void notKept(std::optional<std::string> &answer)
{
    answer = "it could not be stored";
}

} // namespace

Camera::Camera(CameraConfig config, const XmlOptions &xml, Clock clock)
    : m_state(std::make_unique<CameraState>(std::move(config), clock ? std::move(clock) : Clock(steadyNs),
                                            [this] { pictureFinished(); }))
    , m_registers(std::make_unique<RegisterMap>(allFeatureRows(*m_state), std::endian::little,
                                                [state = m_state.get()] { return state->acquisition.active(); }))
    , m_xml(xml)
{
    m_state->userSets = std::make_unique<UserSets>(m_registers->rows());
}

Camera::~Camera()
{
    const std::lock_guard lock(m_mutex);
    m_closing = true; // the renderer may finish a last picture while the state goes away
}

const CameraConfig &Camera::config() const
{
    return m_state->config;
}

Status Camera::read(std::uint64_t address, std::span<std::uint8_t> dst) const
{
    if (address >= kXmlAddress && address < kFeatureAddress)
        return readXml(address - kXmlAddress, dst);
    const std::lock_guard lock(m_mutex);
    m_state->advance();
    return m_registers->read(address, dst);
}

Status Camera::readXml(std::uint64_t offset, std::span<std::uint8_t> dst) const
{
    const auto &bytes = xmlFile().bytes;
    if (offset > bytes.size() || dst.size() > bytes.size() - offset)
        return Status::InvalidAddress;
    std::copy_n(bytes.begin() + std::ptrdiff_t(offset), dst.size(), dst.begin());
    return Status::Success;
}

template<typename Access> auto Camera::change(Access access)
{
    std::unique_lock lock(m_mutex);
    m_state->advance();
    const Lasting before = Lasting::of(*m_state);
    const Flash flashBefore = m_state->flatField->flash();
    auto result = access();
    m_changed.notify_all();
    std::optional<PersistentState> changed;
    if (m_persistentListener && Lasting::of(*m_state) != before)
        changed = remembered();
    const Flash flash = m_state->flatField->flash();
    lock.unlock();
    if (changed && !m_persistentListener(*changed)) {
        const std::lock_guard again(m_mutex);
        before.putBack(*m_state);
        notKept(result);
    }
    if (flash != flashBefore && m_flashListener && !m_flashListener(flash)) {
        const std::lock_guard again(m_mutex);
        if (flash.userFile == flashBefore.userFile)
            m_state->flatField->storeFailed(flashBefore);
        else {
            m_state->flatField->setUserFile(flashBefore.userFile);
            m_state->files->storeFailed();
        }
    }
    return result;
}

Status Camera::write(std::uint64_t address, std::span<const std::uint8_t> src)
{
    if (address >= kXmlAddress && address < kFeatureAddress)
        return address - kXmlAddress < xmlFile().bytes.size() ? Status::WriteProtect : Status::InvalidAddress;
    return change([&] { return m_registers->write(address, src); });
}

std::optional<std::string> Camera::setFeature(std::string_view name, std::string_view text)
{
    return change([&] { return m_registers->setFromText(name, text); });
}

RegisterValue Camera::feature(std::string_view name) const
{
    const std::lock_guard lock(m_mutex);
    m_state->advance();
    const Register *row = m_registers->find(name);
    return row && row->get ? row->get() : RegisterValue();
}

Status Camera::setFeatureValue(std::string_view name, const RegisterValue &value)
{
    return change([&] { return m_registers->set(name, value); });
}

void Camera::pictureFinished()
{
    const std::lock_guard lock(m_mutex);
    if (m_closing)
        return;
    m_state->advance(); // for the automatic modes
    m_changed.notify_all();
}

void Camera::preparePictures()
{
    const std::lock_guard lock(m_mutex);
    m_state->preparePictures();
}

WorldSettings Camera::world() const
{
    const std::lock_guard lock(m_mutex);
    WorldSettings world = m_state->settings.world;
    world.sensor = m_state->sensor();
    return world;
}

void Camera::onPersistentChange(std::function<bool(const PersistentState &)> listener)
{
    m_persistentListener = std::move(listener);
}

PersistentState Camera::remembered() const
{
    PersistentState state;
    state.userId = m_state->settings.userId;
    for (const EnumEntry &set : m_registers->find("UserSetSelector")->entries) {
        if (UserSet(set.value) == m_state->settings.userSets.atPowerUp)
            state.userSetDefault = set.name;
        if (auto entries = m_state->userSets->entries(UserSet(set.value)); !entries.empty())
            state.userSets.emplace(set.name, std::move(entries));
    }
    return state;
}

PersistentState Camera::persistentState() const
{
    const std::lock_guard lock(m_mutex);
    return remembered();
}

std::optional<std::string> Camera::restore(const PersistentState &state)
{
    const std::lock_guard lock(m_mutex);
    const Settings settings = m_state->settings;
    const UserSets userSets = *m_state->userSets;
    auto problem = tryRestore(state);
    if (problem) {
        m_state->settings = settings;
        *m_state->userSets = userSets;
    }
    return problem;
}

std::optional<std::string> Camera::tryRestore(const PersistentState &state)
{
    const auto &sets = m_registers->find("UserSetSelector")->entries;
    for (const auto &[name, entries] : state.userSets) {
        const auto set = std::ranges::find(sets, name, &EnumEntry::name);
        if (set == sets.end() || UserSet(set->value) == UserSet::Default)
            return name + ": this camera has no user set of that name";
        if (const auto problem = m_state->userSets->setEntries(UserSet(set->value), entries))
            return name + ": " + *problem;
    }
    for (const auto &[feature, text] :
         {std::pair("DeviceUserID", state.userId), {"UserSetDefault", state.userSetDefault}}) {
        if (auto problem = m_registers->setFromText(feature, text))
            return problem;
    }
    return m_state->userSets->load(m_state->settings.userSets.atPowerUp);
}

void Camera::setFlash(Flash flash)
{
    const std::lock_guard lock(m_mutex);
    m_state->flatField->setFlash(std::move(flash));
}

void Camera::onFlashChange(std::function<bool(const Flash &)> listener)
{
    m_flashListener = std::move(listener);
}

Faults Camera::faults() const
{
    const std::lock_guard lock(m_mutex);
    Faults faults = m_state->settings.faults;
    faults.silent = m_state->now() < faults.silentUntilNs;
    return faults;
}

bool Camera::streaming() const
{
    const std::lock_guard lock(m_mutex);
    m_state->advance();
    return m_state->acquisition.active();
}

void Camera::stopAcquisition()
{
    const std::lock_guard lock(m_mutex);
    m_state->advance();
    m_state->acquisition.stop(m_state->now());
    m_changed.notify_all();
}

void Camera::abandonFiles()
{
    const std::lock_guard lock(m_mutex);
    m_state->files->abandon();
}

std::int64_t Camera::timestampNs() const
{
    const std::lock_guard lock(m_mutex);
    return m_state->timestamp();
}

const XmlFile &Camera::xmlFile() const
{
    const Faults now = faults();
    const std::lock_guard lock(m_xmlMutex);
    const auto [file, isNew] = m_xmlFiles.try_emplace({now.xml, now.firmware});
    if (isNew && now.xml != XmlFault::Missing) {
        const std::string text = xmlText(config().model, m_xml.transportLayer, now.firmware);
        file->second = makeXmlFile(text, m_xml.zipped, now.xml);
    }
    return file->second;
}

std::shared_ptr<const Frame> Camera::nextFrame(std::chrono::steady_clock::time_point deadline)
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_state->advance();
        if (auto frame = m_state->acquisition.take())
            return frame;
        if (m_interrupted || std::chrono::steady_clock::now() >= deadline) {
            m_interrupted = false;
            return nullptr;
        }
        auto wake = deadline;
        if (const auto ready = m_state->acquisition.nextReady()) {
            const std::chrono::steady_clock::time_point due{std::chrono::nanoseconds(*ready)};
            wake = std::min(wake, due);
        }
        m_changed.wait_until(lock, wake);
    }
}

void Camera::listenToEvents(bool on)
{
    const std::lock_guard lock(m_mutex);
    m_state->events.setOpen(on);
    m_changed.notify_all();
}

std::optional<DeviceEvent> Camera::nextEvent(std::chrono::steady_clock::time_point deadline)
{
    using std::chrono::steady_clock;
    constexpr auto kShortestLook = std::chrono::milliseconds(1);
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_state->advance();
        if (auto event = m_state->events.take())
            return event;
        if (m_eventsInterrupted || steady_clock::now() >= deadline) {
            m_eventsInterrupted = false;
            return std::nullopt;
        }
        auto wake = deadline;
        const bool listening = m_state->events.isOpen() && m_state->settings.events.notify != 0;
        if (const auto next = m_state->acquisition.nextHappening(); listening && next != kNever) {
            const steady_clock::time_point due{std::chrono::nanoseconds(next)};
            wake = std::min(wake, std::max(due, steady_clock::now() + kShortestLook));
        }
        m_changed.wait_until(lock, wake);
    }
}

void Camera::interruptEvents()
{
    const std::lock_guard lock(m_mutex);
    m_eventsInterrupted = true;
    m_changed.notify_all();
}

void Camera::countFrame(bool sent)
{
    const std::lock_guard lock(m_mutex);
    ++(sent ? m_state->framesSent : m_state->framesUnsent);
}

void Camera::interrupt()
{
    const std::lock_guard lock(m_mutex);
    m_interrupted = true;
    m_changed.notify_all();
}

} // namespace mv::vcam
