// SPDX-License-Identifier: GPL-3.0-or-later
// Flat-field correction as the camera's features have it: stages, coefficients, defects and flash.
#pragma once

#include "camera/virtual/core/flat_field/calibration.h"
#include "camera/virtual/core/flat_field/flash.h"

namespace mv::vcam {

class StageRun;
struct Settings;

/// FFCStatus.
enum class FlatFieldStatus : std::int64_t { Idle = 0, Running = 1, Done = 2, Refused = 3 };

/// What is in use, what is stored, and the stage that runs. What refuses changes nothing but status and reason. Not
/// thread-safe: Camera locks.
class FlatField
{
public:
    /// For a sensor of that size; a camera without correction (@p implemented false) refuses every command.
    FlatField(std::uint32_t width, std::uint32_t height, bool implemented);
    ~FlatField();

    /// Begins the stage that @p settings selects with the next exposure. False if that is refused; then the status says
    /// why, unless one is running already, which goes on.
    bool calibrate(const Settings &settings, bool streaming);
    bool abort();
    /// Forgets coefficients and what the stages found. Neither the list of defects nor the flash.
    bool clear();
    bool save();
    /// What the flash holds into use. False if it holds no coefficients.
    bool load();
    /// The flash could not be kept: it holds @p before again.
    void storeFailed(Flash before);

    /// Brings status and coefficients up to date with the running stage. Call it before looking.
    void poll(bool streaming);
    /// The stage that the next frame is for, or nullptr. Ends it if @p settings no longer give frames that it can use.
    std::shared_ptr<StageRun> collecting(const Settings &settings);

    FlatFieldStatus status() const { return m_status; }
    Refusal refusal() const { return m_refusal; }
    int progress() const { return m_progress; } ///< %
    double ratio() const { return m_ratio; }    ///< of the last bright stage, done or refused; 0: unknown
    std::int64_t pedestal() const;              ///< of the coefficients, DN at 12 bits; 0: none
    std::uint32_t width() const { return m_width; }
    std::uint32_t height() const { return m_height; }

    /// In use; nullptr: none.
    const std::shared_ptr<const Coefficients> &coefficients() const { return m_coefficients; }
    const std::shared_ptr<const DefectList> &defects() const { return m_defects; } ///< never nullptr
    /// From outside: what the stages found before does not belong to them, so that the next one is DarkFpn.
    void setCoefficients(std::shared_ptr<const Coefficients> coefficients);
    void setDefects(std::shared_ptr<const DefectList> defects);

    const Flash &flash() const { return m_flash; }
    /// At power-up.
    void setFlash(Flash flash);
    void setUserFile(std::shared_ptr<const std::vector<std::uint8_t>> file) { m_flash.userFile = std::move(file); }

private:
    Refusal obstacle(const Settings &settings) const;
    void refuse(const Refused &refused);
    void adopt(std::shared_ptr<const Calibration> calibration);

    const std::uint32_t m_width, m_height;
    const bool m_implemented;
    FlatFieldStatus m_status = FlatFieldStatus::Idle;
    Refusal m_refusal = Refusal::None;
    double m_ratio = 0;
    int m_progress = 0;
    std::shared_ptr<StageRun> m_run;                  ///< the renderer's thread feeds it
    std::shared_ptr<const Calibration> m_calibration; ///< what the stages found, of m_coefficients
    std::shared_ptr<const Coefficients> m_coefficients;
    std::shared_ptr<const DefectList> m_defects;
    Flash m_flash;
};

} // namespace mv::vcam
