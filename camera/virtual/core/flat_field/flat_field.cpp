// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of calibrating, saving and loading.
#include "camera/virtual/core/flat_field/flat_field.h"

#include "camera/virtual/core/flat_field/coefficients.h"
#include "camera/virtual/core/flat_field/defect_list.h"
#include "camera/virtual/core/flat_field/stage_run.h"
#include "camera/virtual/core/settings.h"

namespace mv::vcam {

FlatField::FlatField(std::uint32_t width, std::uint32_t height, bool implemented)
    : m_width(width), m_height(height), m_implemented(implemented), m_defects(std::make_shared<DefectList>())
{}

FlatField::~FlatField() = default;

/// What keeps frames with these settings from being calibration frames.
Refusal FlatField::obstacle(const Settings &settings) const
{
    const ImageSettings &image = settings.image;
    if (settings.testImage != TestImage::Off)
        return Refusal::TestImageOn;
    const bool whole = image.width == m_width && image.height == m_height && image.binningX == 1 &&
                       image.binningY == 1 && !image.reverseX && !image.reverseY;
    return whole ? Refusal::None : Refusal::NotFullSensor;
}

bool FlatField::calibrate(const Settings &settings, bool streaming)
{
    if (!m_implemented || m_run)
        return false;
    const auto stage = Stage(settings.flatField.stage);
    Refusal reason = obstacle(settings);
    if (!streaming)
        reason = Refusal::NotStreaming;
    else if (stage != Stage::DarkFpn && !(m_calibration && (stage == Stage::BrightPrnu || m_calibration->response)))
        reason = Refusal::WrongOrder;
    if (reason != Refusal::None) {
        refuse({reason});
        return false;
    }
    m_run = std::make_shared<StageRun>(stage, settings.flatField.frames, m_calibration);
    m_status = FlatFieldStatus::Running;
    m_refusal = Refusal::None;
    return true;
}

bool FlatField::abort()
{
    if (!m_run)
        return m_implemented;
    m_run.reset(); // frames on their way find nobody who asks for the result
    m_progress = 0;
    m_status = FlatFieldStatus::Idle;
    return true;
}

bool FlatField::clear()
{
    if (!m_implemented || m_run)
        return false;
    setCoefficients(nullptr);
    m_status = FlatFieldStatus::Idle;
    m_refusal = Refusal::None;
    m_ratio = 0;
    m_progress = 0;
    return true;
}

bool FlatField::save()
{
    if (!m_implemented || m_run)
        return false;
    m_flash.coefficients = m_coefficients;
    m_flash.defects = m_defects;
    m_status = FlatFieldStatus::Done;
    m_refusal = Refusal::None;
    return true;
}

bool FlatField::load()
{
    if (!m_implemented || m_run)
        return false;
    if (!m_flash.coefficients && !m_flash.defects) {
        refuse({Refusal::NothingStored});
        return false;
    }
    setFlash(m_flash);
    m_status = FlatFieldStatus::Done;
    m_refusal = Refusal::None;
    return true;
}

void FlatField::setFlash(Flash flash)
{
    m_flash = std::move(flash);
    if (!m_implemented)
        return;
    setDefects(m_flash.defects ? m_flash.defects : std::make_shared<DefectList>());
    setCoefficients(m_flash.coefficients);
}

void FlatField::storeFailed(Flash before)
{
    m_flash = std::move(before);
    refuse({Refusal::StoreFailed, m_ratio});
}

void FlatField::refuse(const Refused &refused)
{
    m_run.reset();
    m_status = FlatFieldStatus::Refused;
    m_refusal = refused.reason;
    if (refused.ratio > 0)
        m_ratio = refused.ratio;
}

void FlatField::adopt(std::shared_ptr<const Calibration> calibration)
{
    m_calibration = std::move(calibration);
    m_coefficients = m_calibration->coefficients;
    m_defects = m_calibration->defects;
    if (m_calibration->last != Stage::DarkFpn)
        m_ratio = m_calibration->ratio;
    m_run.reset();
    m_progress = 100;
    m_status = FlatFieldStatus::Done;
}

void FlatField::poll(bool streaming)
{
    if (!m_run)
        return;
    m_progress = m_run->progress();
    switch (m_run->state()) {
    case StageRun::State::Done:
        adopt(m_run->result());
        break;
    case StageRun::State::Refused:
        refuse(Refused(m_run->refused())); // a copy: the run ends with it
        break;
    case StageRun::State::Running:
        // Frames that were exposed before the end may still be on their way; each of them holds the run.
        if (!streaming && m_run.use_count() == 1)
            refuse({Refusal::NotStreaming});
        break;
    }
}

std::shared_ptr<StageRun> FlatField::collecting(const Settings &settings)
{
    poll(true);
    if (!m_run)
        return nullptr;
    if (const Refusal reason = obstacle(settings); reason != Refusal::None)
        refuse({reason});
    return m_run;
}

std::int64_t FlatField::pedestal() const
{
    return m_coefficients ? m_coefficients->pedestal() : 0;
}

void FlatField::setCoefficients(std::shared_ptr<const Coefficients> coefficients)
{
    m_coefficients = std::move(coefficients);
    m_calibration.reset();
}

void FlatField::setDefects(std::shared_ptr<const DefectList> defects)
{
    m_defects = std::move(defects);
    if (!m_calibration)
        return;
    auto changed = std::make_shared<Calibration>(*m_calibration);
    changed->defects = m_defects;
    m_calibration = std::move(changed);
}

} // namespace mv::vcam
