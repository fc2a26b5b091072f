// SPDX-License-Identifier: GPL-3.0-or-later
// Locking and dispatch around the camera's inside.
#include "camera/virtual/core/camera.h"

#include "camera/virtual/core/camera_state.h"
#include "camera/virtual/core/feature_rows.h"

#include <algorithm>

namespace mv::vcam {

namespace {

std::int64_t steadyNs()
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

} // namespace

Camera::Camera(CameraConfig config, const XmlOptions &xml, Clock clock)
    : m_state(std::make_unique<CameraState>(std::move(config), clock ? std::move(clock) : Clock(steadyNs),
                                            [this] { pictureFinished(); }))
    , m_registers(std::make_unique<RegisterMap>(allFeatureRows(*m_state), std::endian::little,
                                                [state = m_state.get()] { return state->acquisition.active(); }))
{
    const std::string text = xmlText(m_state->config.model, xml.transportLayer);
    for (const XmlFault fault : {XmlFault::None, XmlFault::Missing, XmlFault::Broken, XmlFault::NotZip})
        m_xmlFiles.push_back(fault == XmlFault::Missing ? XmlFile{} : makeXmlFile(text, xml.zipped, fault));
}

Camera::~Camera() = default;

const CameraConfig &Camera::config() const
{
    return m_state->config;
}

Status Camera::read(std::uint64_t address, std::span<std::uint8_t> dst) const
{
    if (address >= kXmlAddress && address < kFeatureAddress)
        return readXml(address - kXmlAddress, dst);
    const std::lock_guard lock(m_mutex);
    m_state->acquisition.advance(m_state->now());
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
    m_state->acquisition.advance(m_state->now());
    const std::string userId = m_state->settings.userId;
    auto result = access();
    m_changed.notify_all();
    const Settings settings = m_state->settings;
    lock.unlock();
    if (settings.userId != userId && m_persistentListener)
        m_persistentListener(settings);
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
    m_state->acquisition.advance(m_state->now());
    const Register *row = m_registers->find(name);
    return row && row->get ? row->get() : RegisterValue();
}

Status Camera::setFeatureValue(std::string_view name, const RegisterValue &value)
{
    return change([&] {
        const Register *row = m_registers->find(name);
        return row && row->set ? row->set(value) : Status::WriteProtect;
    });
}

void Camera::pictureFinished()
{
    const std::lock_guard lock(m_mutex);
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
    return m_state->settings.world;
}

void Camera::onPersistentChange(std::function<void(const Settings &)> listener)
{
    m_persistentListener = std::move(listener);
}

Faults Camera::faults() const
{
    const std::lock_guard lock(m_mutex);
    return m_state->settings.faults;
}

bool Camera::streaming() const
{
    const std::lock_guard lock(m_mutex);
    m_state->acquisition.advance(m_state->now());
    return m_state->acquisition.active();
}

void Camera::stopAcquisition()
{
    const std::lock_guard lock(m_mutex);
    m_state->acquisition.advance(m_state->now());
    m_state->acquisition.stop(m_state->now());
    m_changed.notify_all();
}

std::int64_t Camera::timestampNs() const
{
    const std::lock_guard lock(m_mutex);
    return m_state->timestamp();
}

const XmlFile &Camera::xmlFile() const
{
    return m_xmlFiles[std::size_t(faults().xml)];
}

std::shared_ptr<const Frame> Camera::nextFrame(std::chrono::steady_clock::time_point deadline)
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_state->acquisition.advance(m_state->now());
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
