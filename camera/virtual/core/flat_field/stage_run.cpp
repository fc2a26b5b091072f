// SPDX-License-Identifier: GPL-3.0-or-later
// Collecting, and what is checked frame by frame.
#include "camera/virtual/core/flat_field/stage_run.h"

#include "camera/virtual/core/flat_field/frame_stack.h"
#include "camera/virtual/core/picture/picture_request.h"
#include "camera/virtual/core/sensor/sensor.h"

#include <algorithm>
#include <new>

namespace mv::vcam {

namespace {

CalibrationSettings settingsOf(const PictureRequest &request)
{
    CalibrationSettings settings;
    settings.exposureUs = request.exposure.exposureUs;
    settings.gain = request.exposure.gain;
    settings.systemGain = request.sensor.systemGain;
    settings.blackLevel = request.sensor.blackLevel;
    settings.temperatureC = request.exposure.temperatureC;
    settings.adcBits = request.image.adcBits;
    settings.shutter = int(request.exposure.shutter);
    return settings;
}

} // namespace

StageRun::StageRun(Stage stage, unsigned frames, std::shared_ptr<const Calibration> before)
    : m_stage(stage), m_frames(std::min(frames, FrameStack::kMostFrames)), m_before(std::move(before))
{}

StageRun::~StageRun() = default;

void StageRun::add(const PictureRequest &request, std::span<const std::uint16_t> samples)
{
    if (state() != State::Running)
        return;
    try {
        collect(request, samples);
    } catch (const std::bad_alloc &) {
        refuse({Refusal::NotEnoughMemory});
    }
}

void StageRun::collect(const PictureRequest &request, std::span<const std::uint16_t> samples)
{
    if (samples.size() != std::size_t(request.sensor.width) * request.sensor.height)
        return refuse({Refusal::NotFullSensor});
    const CalibrationSettings settings = settingsOf(request);
    if (!m_stack) {
        m_settings = settings;
        m_stack = std::make_unique<FrameStack>(samples.size());
    }
    if (!m_settings.fits(settings) || (m_before && m_stage != Stage::DarkFpn && !m_before->settings.fits(settings)))
        return refuse({Refusal::SettingsChanged});
    constexpr unsigned kHalf = 1u << (kFractionBits - 1); // what rounds to 0 DN or to full scale
    const unsigned saturated = (((1u << settings.adcBits) - 1) << kFractionBits) - kHalf;
    m_clipped += std::uint64_t(std::ranges::count_if(samples, [](unsigned sample) { return sample < kHalf; }));
    const auto full = std::ranges::count_if(samples, [saturated](unsigned sample) { return sample >= saturated; });
    m_saturatedMost = std::max(m_saturatedMost, std::uint64_t(full));
    m_stack->add(samples);
    constexpr int kAlmost = 99; // the rest is computing
    m_progress.store(std::min(int(100 * m_stack->frames() / m_frames), kAlmost), std::memory_order_relaxed);
    if (m_stack->frames() >= m_frames)
        compute(request);
}

void StageRun::compute(const PictureRequest &request)
{
    const StageFrames frames{
        m_stage,   request.sensor.width, request.sensor.height, request.sensor.filter, m_settings, *m_stack,
        m_clipped, m_saturatedMost};
    auto outcome = runStage(frames, m_before.get());
    m_stack.reset();
    if (const auto *refused = std::get_if<Refused>(&outcome))
        return refuse(*refused);
    m_result = std::make_shared<const Calibration>(std::move(std::get<Calibration>(outcome)));
    m_progress.store(100, std::memory_order_relaxed);
    m_state.store(State::Done, std::memory_order_release);
}

void StageRun::refuse(const Refused &refused)
{
    m_stack.reset();
    m_refused = refused;
    m_state.store(State::Refused, std::memory_order_release);
}

} // namespace mv::vcam
