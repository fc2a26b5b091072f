// SPDX-License-Identifier: GPL-3.0-or-later
// A camera without wire whose time is the test's own, so that its pictures are the same in every run.
#pragma once

#include "camera/virtual/core/camera_state.h"
#include "camera/virtual/core/feature_rows.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace mv::vcam {

/// Samples of one picture, as numbers of the pixel format. A value.
struct Shot
{
    std::vector<std::uint16_t> samples;
    std::vector<std::uint8_t> bytes;

    double mean() const
    {
        double sum = 0;
        for (const std::uint16_t sample : samples)
            sum += sample;
        return sum / double(samples.size());
    }
};

/// Formats of whole bytes or words only. A picture is waited for before time goes on.
class IspRig
{
public:
    explicit IspRig(Model model = Model::Mono, std::uint32_t width = 96, std::uint32_t height = 64)
        : state(
              {model, "T1", width, height, 5}, [this] { return m_now; }, [] {})
        , m_registers(allFeatureRows(state), std::endian::little, [this] { return state.acquisition.active(); })
    {
        set("VirtualFrameStamp", "false");
        set("PixelFormat", model == Model::Color ? "BayerRG12" : "Mono12");
    }

    void set(std::string_view name, std::string_view text)
    {
        const auto refusal = m_registers.setFromText(name, text);
        EXPECT_FALSE(refusal) << *refusal;
    }
    bool refuses(std::string_view name, std::string_view text)
    {
        return m_registers.setFromText(name, text).has_value();
    }
    double number(std::string_view name) const
    {
        const RegisterValue value = m_registers.find(name)->get();
        const auto *real = std::get_if<double>(&value);
        return real ? *real : double(std::get<std::int64_t>(value));
    }
    RegisterMap &registers() { return m_registers; }

    void start() { state.startAcquisition(); }
    void stop() { state.acquisition.stop(m_now); }
    void pass(std::int64_t ns)
    {
        m_now += ns;
        state.advance();
    }
    /// The next picture. Time goes on to the end of its read-out and not before it has been rendered.
    Shot shoot()
    {
        if (!state.acquisition.active())
            start();
        state.advance();
        auto frame = state.acquisition.take();
        if (!frame) {
            const auto ready = state.acquisition.nextReady();
            pass(ready ? std::max<std::int64_t>(*ready - m_now, 0) : 0);
        }
        for (int i = 0; i < 50'000 && !frame; ++i) {
            frame = state.acquisition.take();
            if (!frame)
                std::this_thread::sleep_for(std::chrono::microseconds(200));
        }
        state.advance(); // for what follows from the picture
        EXPECT_TRUE(frame) << "no picture came";
        return frame ? decoded(*frame) : Shot();
    }
    Shot shoot(int count)
    {
        Shot shot;
        for (int i = 0; i < count; ++i)
            shot = shoot();
        return shot;
    }
    /// Pictures until a feature reads Off; their number.
    int shotsUntilOff(std::string_view mode)
    {
        int count = 0;
        for (; count < 400 && number(mode) != 0; ++count)
            shoot();
        return count;
    }

private:
    std::int64_t m_now = 1'000'000'000;

public:
    CameraState state;

private:
    Shot decoded(const Frame &frame) const
    {
        Shot shot;
        shot.bytes.resize(frame.imageBytes);
        frame.pixels->read(0, shot.bytes);
        const bool words = findPixelFormat(frame.pixelFormat)->packing == Packing::Words;
        for (std::size_t i = 0; i < shot.bytes.size(); i += words ? 2 : 1)
            shot.samples.push_back(std::uint16_t(shot.bytes[i] | (words ? shot.bytes[i + 1] << 8 : 0)));
        return shot;
    }

    RegisterMap m_registers;
};

} // namespace mv::vcam
