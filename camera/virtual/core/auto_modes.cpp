// SPDX-License-Identifier: GPL-3.0-or-later
// Which picture counts, who is moved by it, and when Once has done its work.
#include "camera/virtual/core/auto_modes.h"

#include "camera/virtual/core/auto_control.h"
#include "camera/virtual/core/picture/picture.h"
#include "camera/virtual/core/settings.h"

#include <algorithm>
#include <cmath>

namespace mv::vcam {

namespace {

constexpr std::size_t kMostWatched = 32; // more than can be on their way through sensor, renderer and FIFO

/// Whether two pictures differ by their place in time only.
bool sameMaking(PictureRequest a, const PictureRequest &b)
{
    a.exposure.frame = b.exposure.frame;
    a.exposure.startNs = b.exposure.startNs;
    a.exposure.temperatureC = b.exposure.temperatureC;
    return a == b;
}

} // namespace

bool AutoModes::anyOn() const
{
    return m_settings.autos.blackLevel != AutoMode::Off || m_settings.autos.gain != AutoMode::Off ||
           m_settings.autos.exposure != AutoMode::Off || m_settings.autos.whiteBalance != AutoMode::Off;
}

/// A mode that was switched begins to count anew.
void AutoModes::noteModes()
{
    for (Attempt &attempt : m_attempts) {
        const AutoMode mode = m_settings.autos.*attempt.mode;
        if (mode != attempt.seen)
            attempt = {attempt.mode, mode};
    }
}

void AutoModes::exposed(std::shared_ptr<const Picture> picture, const PictureRequest &request, std::int64_t readyNs)
{
    noteModes();
    if (!anyOn()) {
        m_watched.clear();
        return;
    }
    for (Attempt &attempt : m_attempts)
        attempt.exposures = picture ? attempt.exposures + 1 : kMostExposures;
    endHopeless();
    if (!picture)
        return;
    if (!m_watched.empty() && !sameMaking(m_watched.back().request, request))
        m_watched.clear(); // none of them will count
    if (m_watched.size() == kMostWatched)
        m_watched.pop_front();
    m_watched.push_back({std::move(picture), request, readyNs});
}

void AutoModes::act(std::int64_t nowNs, const std::function<PictureRequest()> &present, double longestUs)
{
    noteModes();
    while (!m_watched.empty()) {
        const PixelsState state = m_watched.front().picture->state();
        if (state == PixelsState::Pending || m_watched.front().readyNs > nowNs)
            return;
        const Watched watched = std::move(m_watched.front());
        m_watched.pop_front();
        if (state == PixelsState::Ready && sameMaking(present(), watched.request))
            regulate(watched, longestUs);
    }
}

void AutoModes::regulate(const Watched &watched, double longestUs)
{
    regulateBrightness(watched, longestUs);
    regulateColors(watched);
    regulateBlack(watched);
    for (Attempt &attempt : m_attempts)
        ++attempt.pictures;
    endHopeless();
}

void AutoModes::regulateBrightness(const Watched &watched, double longestUs)
{
    const AutoSettings &autos = m_settings.autos;
    const BrightnessLimits limits{autos.exposure != AutoMode::Off, autos.gain != AutoMode::Off, longestUs};
    if (!limits.moveExposure && !limits.moveGain)
        return;
    const Brightness now{m_settings.exposureUs, m_settings.gain};
    const Brightness next = nextBrightness(now, watched.picture->statistics(), autos.targetBrightness / 100.0, limits);
    if (next == now) { // it is right, or as right as it can be
        endOnce(&AutoSettings::exposure);
        endOnce(&AutoSettings::gain);
    }
    m_settings.exposureUs = next.exposureUs;
    m_settings.gain = next.gain;
}

void AutoModes::regulateColors(const Watched &watched)
{
    const auto &channels = watched.picture->statistics().channels;
    if (m_settings.autos.whiteBalance == AutoMode::Off || !channels)
        return;
    const BalanceRatios next = nextRatios(m_settings.isp.balance, *channels);
    if (next == m_settings.isp.balance)
        endOnce(&AutoSettings::whiteBalance);
    m_settings.isp.balance = next;
}

void AutoModes::regulateBlack(const Watched &watched)
{
    if (m_settings.autos.blackLevel == AutoMode::Off)
        return;
    const double next =
        nextBlackCorrection(m_settings.blackCorrection, watched.picture->statistics().dark, nominalBlack(m_settings));
    if (next == m_settings.blackCorrection)
        endOnce(&AutoSettings::blackLevel);
    m_settings.blackCorrection = next;
}

void AutoModes::endOnce(AutoMode AutoSettings::*mode)
{
    if (m_settings.autos.*mode == AutoMode::Once)
        m_settings.autos.*mode = AutoMode::Off;
}

void AutoModes::endHopeless()
{
    for (const Attempt &attempt : m_attempts) {
        if (attempt.pictures >= kMostPictures || attempt.exposures >= kMostExposures)
            endOnce(attempt.mode);
    }
}

} // namespace mv::vcam
