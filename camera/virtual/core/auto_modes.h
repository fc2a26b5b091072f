// SPDX-License-Identifier: GPL-3.0-or-later
// The automatic modes: pictures in, settings out.
#pragma once

#include "camera/virtual/core/auto_settings.h"
#include "camera/virtual/core/picture/picture_request.h"

#include <deque>
#include <functional>

namespace mv::vcam {

class Picture;
struct Settings;

/// A control loop over the pictures that were really made. A picture counts when it is finished and its frame has been
/// read out, and only if it would be made the same way now: what was exposed before the last step, or before someone
/// changed a setting, tells nothing. So a step takes the two frames of latency that a sensor has, and if the computer
/// has each picture finished by then, the steps are the same in every run. Not thread-safe: its owner locks.
class AutoModes
{
public:
    /// @p settings must outlive the object.
    explicit AutoModes(Settings &settings) : m_settings(settings) {}

    /// Once ends at the latest after this many pictures that counted, or so many exposures.
    static constexpr unsigned kMostPictures = 16, kMostExposures = 200;

    bool anyOn() const;
    /// A new acquisition: pictures of the last one do not matter.
    void forget() { m_watched.clear(); }
    /// A frame that is read out at @p readyNs shows @p picture; none: a test image, from which nothing can be learnt.
    void exposed(std::shared_ptr<const Picture> picture, const PictureRequest &request, std::int64_t readyNs);
    /// Regulates by the pictures that count up to @p nowNs. @p present says how a picture would be made now.
    void act(std::int64_t nowNs, const std::function<PictureRequest()> &present, double longestUs);

private:
    struct Watched
    {
        std::shared_ptr<const Picture> picture;
        PictureRequest request;
        std::int64_t readyNs;
    };
    /// How long a mode has tried.
    struct Attempt
    {
        AutoMode AutoSettings::*mode;
        AutoMode seen = AutoMode::Off;
        unsigned pictures = 0, exposures = 0;
    };
    void noteModes();
    void regulate(const Watched &watched, double longestUs);
    void regulateBrightness(const Watched &watched, double longestUs);
    void regulateColors(const Watched &watched);
    void regulateBlack(const Watched &watched);
    void endOnce(AutoMode AutoSettings::*mode);
    void endHopeless();

    Settings &m_settings;
    std::deque<Watched> m_watched; ///< in the order of their exposures
    Attempt m_attempts[4] = {
        {&AutoSettings::blackLevel}, {&AutoSettings::gain}, {&AutoSettings::exposure}, {&AutoSettings::whiteBalance}};
};

} // namespace mv::vcam
