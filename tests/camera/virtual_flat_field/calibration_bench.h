// SPDX-License-Identifier: GPL-3.0-or-later
// A sensor before an evenly lit surface, and frames of it for calibrating and for judging.
#pragma once

#include "camera/virtual/core/flat_field/coefficients.h"
#include "camera/virtual/core/flat_field/defect_list.h"
#include "camera/virtual/core/flat_field/frame_stack.h"
#include "camera/virtual/core/flat_field/stage_run.h"
#include "camera/virtual/core/picture/picture_request.h"
#include "camera/virtual/core/sensor/sensor.h"

#include <cmath>

namespace mv::vcam {

/// Mean image, temporal variance and what follows from them after EMVA 1288 R4.0, in DN.
struct Judged
{
    std::vector<float> mean, variance;
    double average = 0;
    double nonuniformity = 0; ///< s, standard deviation over the pixels without the noise that is left in the mean
};

/// Every frame has another number, so that none is seen twice. Thread: one.
class CalibrationBench
{
public:
    explicit CalibrationBench(std::uint32_t width, std::uint32_t height, ColorFilter filter = ColorFilter::None)
    {
        request.sensor.width = request.image.width = width;
        request.sensor.height = request.image.height = height;
        request.sensor.filter = filter;
        request.exposure.region = {0, 0, width, height};
        request.scene.photonFlux = 2.5e6; // 70 % of full scale
    }

    PictureRequest request;

    std::vector<std::uint16_t> frame(Target target)
    {
        if (!m_sensor)
            m_sensor = std::make_unique<Sensor>(request.sensor, 2);
        m_sensor->setParams(request.sensor);
        request.scene.target = target;
        request.exposure.bits = request.image.adcBits;
        ++request.exposure.frame;
        std::vector<std::uint16_t> samples(std::size_t(request.sensor.width) * request.sensor.height);
        problem = m_sensor->render(request.exposure, request.scene, samples).value_or("");
        return samples;
    }
    /// A whole stage; its result is kept for the next ones if it is done.
    Refused run(Stage stage, unsigned frames = 64)
    {
        StageRun stageRun(stage, frames, calibration);
        const Target target = stage == Stage::DarkFpn ? darkTarget : brightTarget;
        for (unsigned i = 0; i < frames && stageRun.state() == StageRun::State::Running; ++i)
            stageRun.add(request, frame(target));
        if (stageRun.state() == StageRun::State::Refused)
            return stageRun.refused();
        calibration = stageRun.result();
        return {Refusal::None, calibration ? calibration->ratio : 0};
    }
    bool runAll(unsigned frames = 64)
    {
        for (const Stage stage : {Stage::DarkFpn, Stage::BrightPrnu, Stage::BrightShading})
            if (run(stage, frames).reason != Refusal::None)
                return false;
        return true;
    }
    void correct(std::vector<std::uint16_t> &samples) const
    {
        applyCoefficients(*calibration->coefficients, request.exposure.region, request.image.adcBits, samples);
        replaceDefects(*calibration->defects, request.sensor.filter, request.exposure.region, samples);
    }
    /// @p frames new ones; corrected, rounded to whole DN.
    Judged judge(Target target, unsigned frames, bool corrected, bool rounded)
    {
        FrameStack stack(std::size_t(request.sensor.width) * request.sensor.height);
        std::vector<double> sum(stack.means(1).size());
        for (unsigned i = 0; i < frames; ++i) {
            auto samples = frame(target);
            if (corrected)
                correct(samples);
            if (rounded) {
                roundToDn(samples, samples);
                for (std::uint16_t &sample : samples)
                    sample = std::uint16_t(sample << kFractionBits);
            }
            for (std::size_t k = 0; k < samples.size(); ++k)
                sum[k] += samples[k];
            stack.add(samples);
        }
        return statistics(sum, stack, frames);
    }

    std::shared_ptr<const Calibration> calibration;
    Target darkTarget = Target::Capped, brightTarget = Target::Uniform;
    std::string problem; ///< of the last frame

private:
    static Judged statistics(const std::vector<double> &sum, const FrameStack &stack, unsigned frames)
    {
        Judged judged;
        judged.variance = stack.variances(1.0 / 16);
        double temporal = 0, squares = 0;
        for (std::size_t k = 0; k < sum.size(); ++k) {
            judged.mean.push_back(float(sum[k] / frames / 16));
            judged.average += judged.mean[k] / double(sum.size());
            temporal += judged.variance[k] / double(sum.size());
        }
        for (const float mean : judged.mean)
            squares += (mean - judged.average) * (mean - judged.average);
        const double variance = squares / double(sum.size() - 1) - temporal / frames;
        judged.nonuniformity = std::sqrt(std::max(variance, 0.0));
        return judged;
    }

    std::unique_ptr<Sensor> m_sensor;
};

} // namespace mv::vcam
