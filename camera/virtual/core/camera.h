// SPDX-License-Identifier: GPL-3.0-or-later
// The virtual camera without its wire.
#pragma once

#include "camera/virtual/core/camera_config.h"
#include "camera/virtual/core/frame.h"
#include "camera/virtual/core/register_map.h"
#include "camera/virtual/core/xml_description.h"

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>

namespace mv::vcam {

class CameraState;
struct DeviceEvent;
struct Faults;
struct PersistentState;
struct Flash;
struct WorldSettings;

/// A camera as any wire sees it: registers from 0x200000, its XML at 0x100000, and frames to fetch. Addresses below are
/// the wire's own. Every function may be called from any thread; one mutex guards the whole inside, no call holds it
/// for longer than a few microseconds (nextFrame() waits without it), but the first look at a busy timeline after a
/// long time takes up to some 20 ms (Acquisition::kMostEvents).
class Camera
{
public:
    struct XmlOptions
    {
        std::string transportLayer; ///< the wire's part of the XML
        bool zipped = true;
    };
    using Clock = std::function<std::int64_t()>;
    /// @p clock: nanoseconds that never go back; none: the steady clock. A test's
    /// own time is for registers: nextFrame() waits by the steady clock.
    Camera(CameraConfig config, const XmlOptions &xml, Clock clock = {});
    ~Camera();
    Camera(const Camera &) = delete;
    Camera &operator=(const Camera &) = delete;

    const CameraConfig &config() const;

    Status read(std::uint64_t address, std::span<std::uint8_t> dst) const;
    Status write(std::uint64_t address, std::span<const std::uint8_t> src);
    /// As a person types it; a sentence saying why not, or nothing.
    std::optional<std::string> setFeature(std::string_view name, std::string_view text);
    /// The value of a text or integer feature of this table; for the wire's copies of it.
    RegisterValue feature(std::string_view name) const;
    /// Sets a feature by value, with the same rules as a register write.
    Status setFeatureValue(std::string_view name, const RegisterValue &value);

    /// @p listener is told, without any lock held, when something changed that outlives the power (DeviceUserID, a user
    /// set, UserSetDefault). false: it could not be kept; then it is as it was, and the access answers LocalProblem.
    /// Set it before a wire is attached.
    void onPersistentChange(std::function<bool(const PersistentState &)> listener);
    PersistentState persistentState() const;
    /// Power-up with @p state: afterwards the settings are those of its UserSetDefault. A sentence if it does not fit
    /// this camera; then nothing has changed.
    std::optional<std::string> restore(const PersistentState &state);

    /// What the flash holds, at power-up.
    void setFlash(Flash flash);
    /// @p listener keeps the flash, without any lock held; false: it could not, which the camera then says (FFCStatus,
    /// FileOperationStatus), and the flash is as it was.
    /// Set it before a wire is attached.
    void onFlashChange(std::function<bool(const Flash &)> listener);

    /// Begins to render what an acquisition with the present settings would send first, in the background.
    void preparePictures();
    /// Files that a client left open are closed; what it had written so far is no content.
    void abandonFiles();
    WorldSettings world() const;
    Faults faults() const;
    bool streaming() const;
    void stopAcquisition();
    std::int64_t timestampNs() const;
    /// The file at 0x100000, as the faults have it at present; empty name and bytes if "Missing" is on. It lives as
    /// long as the camera.
    const XmlFile &xmlFile() const;

    /// The next frame of the FIFO, waiting for it until @p deadline or interrupt(). nullptr if there was none.
    std::shared_ptr<const Frame> nextFrame(std::chrono::steady_clock::time_point deadline);
    /// Image bytes [offset, offset + dst.size()) of @p frame, straight into the wire's buffer; needs no lock.
    static void pixels(const Frame &frame, std::size_t offset, std::span<std::uint8_t> dst)
    {
        frame.pixels->read(offset, dst);
    }
    /// What the wire did with a fetched frame.
    void countFrame(bool sent);
    /// Makes a waiting nextFrame() return.
    void interrupt();

    /// Whether a wire listens to events; those of other times are lost.
    void listenToEvents(bool on);
    /// The next event, waiting for it until @p deadline or interruptEvents(). Events are looked for once a millisecond
    /// at most; their time stamps are those of the happening.
    std::optional<DeviceEvent> nextEvent(std::chrono::steady_clock::time_point deadline);
    void interruptEvents();

    /// The table of features. Its handlers take no lock: call them only while no wire is attached.
    std::span<const Register> registers() const { return m_registers->rows(); }

private:
    /// Runs @p access under the lock with the time line brought up to now, and tells who has to know of a change.
    template<typename Access> auto change(Access access);
    PersistentState remembered() const;
    std::optional<std::string> tryRestore(const PersistentState &state);
    void pictureFinished();
    Status readXml(std::uint64_t offset, std::span<std::uint8_t> dst) const;

    mutable std::mutex m_mutex; // guards m_state, m_registers, m_closing and the interruptions
    std::condition_variable m_changed;
    std::unique_ptr<CameraState> m_state;
    std::unique_ptr<RegisterMap> m_registers;
    bool m_interrupted = false;
    bool m_eventsInterrupted = false;
    bool m_closing = false;
    std::function<bool(const PersistentState &)> m_persistentListener;
    std::function<bool(const Flash &)> m_flashListener;
    const XmlOptions m_xml;
    mutable std::mutex m_xmlMutex;                                   // guards m_xmlFiles; never taken with m_mutex
    mutable std::map<std::pair<XmlFault, bool>, XmlFile> m_xmlFiles; ///< by fault and firmware; made when first wanted
};

} // namespace mv::vcam
