// SPDX-License-Identifier: GPL-3.0-or-later
// From a request to the bytes of an image: sensor, the stages behind it, and the pixel format.
#pragma once

#include "camera/virtual/core/isp/picture_statistics.h"
#include "camera/virtual/core/picture/picture_request.h"

#include <memory>
#include <vector>

namespace mv::vcam {

class Sensor;
class ToneCurve;
struct PixelFormat;

/// Where a region of interest lies on the sensor: binning and mirroring undone.
Region sensorRegion(const ImageSettings &image, std::uint32_t sensorWidth, std::uint32_t sensorHeight);

/// Keeps the sensor between pictures, since its maps take 50 ns a pixel to make. Thread: one at a time.
class PictureMaker
{
public:
    explicit PictureMaker(unsigned threads);
    ~PictureMaker();

    /// Makes the sensor's maps ready for @p params.
    void prepare(const SensorParams &params);
    /// The image bytes into @p bytes. A sentence if the request is not possible.
    std::optional<std::string> make(const PictureRequest &request, std::vector<std::uint8_t> &bytes);
    /// Of the picture that was made last.
    const PictureStatistics &statistics() const { return m_statistics; }

private:
    std::optional<std::string> expose(const PictureRequest &request);
    void correct(const PictureRequest &request, const Region &region);
    void arrange(const PictureRequest &request, const Region &region);
    void amplify(const PictureRequest &request);
    void color(const PictureRequest &request, const PixelFormat &format);
    void drawRamp(const PictureRequest &request, const PixelFormat &format);
    void encode(const PictureRequest &request, const PixelFormat &format, std::vector<std::uint8_t> &bytes);

    unsigned m_threads;
    std::unique_ptr<Sensor> m_sensor;
    std::vector<std::uint16_t> m_samples; ///< 1/16 DN, then whole DN
    std::vector<std::uint16_t> m_other;   ///< of a stage that cannot work in place
    std::unique_ptr<ToneCurve> m_tone;
    PictureStatistics m_statistics;
};

} // namespace mv::vcam
