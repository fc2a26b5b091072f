// SPDX-License-Identifier: GPL-3.0-or-later
// AnalogControl: black level, gain, white balance, gamma.
#include "camera/virtual/core/auto_control.h"
#include "camera/virtual/core/camera_state.h"
#include "camera/virtual/core/feature_rows.h"
#include "camera/virtual/core/selected_rows.h"

#include <cmath>

namespace mv::vcam {

namespace {

Register selectorRow(std::string_view name, std::uint64_t address, std::uint32_t &field, std::string_view only)
{
    return integerRow(name, address, field, 0, 0, Lock::None, {{only, 0}});
}

/// The black level's range is a 16th of the ADC's.
Register blackLevelRow(Settings &settings)
{
    Register row = integerRow("BlackLevel", 0x207008, settings.isp.blackLevel, 0, 255);
    const auto max = [&settings] { return std::int64_t(maxBlackLevel(settings.image.adcBits)); };
    row.set = [max, set = row.set](const RegisterValue &value) {
        return std::get<std::int64_t>(value) > max() ? Status::InvalidParameter : set(value);
    };
    row.range = [max] { return rangeText(0, max()); };
    return row;
}

Register gainRow(Settings &settings)
{
    return writableIf(floatRow("GainRaw", 0x207020, settings.gain, 1, kMaxGain),
                      [&settings] { return settings.autos.gain == AutoMode::Off; });
}

Register balanceRatioRow(Settings &settings)
{
    const auto ratio = [&settings]() -> std::uint32_t & {
        return settings.isp.balance[settings.ispSelectors.balanceRatio];
    };
    constexpr double kMax = double(kMaxRatio) / kRatioOne;
    Register row{"BalanceRatio", 0x207040, 8, RegisterKind::Float, Access::ReadWrite};
    row.get = [ratio] { return double(ratio()) / kRatioOne; };
    row.set = [ratio](const RegisterValue &value) {
        const double real = std::get<double>(value);
        if (!(real >= 0 && real <= kMax)) // also refuses NaN
            return Status::InvalidParameter;
        ratio() = std::uint32_t(std::llround(real * kRatioOne));
        return Status::Success;
    };
    row.range = [] { return std::string("from 0 to 15"); };
    return writableIf(std::move(row), [&settings] { return settings.autos.whiteBalance == AutoMode::Off; });
}

/// Gamma and the look-up table exclude each other: a gamma that acts switches the table off.
Register withoutTable(Register row, IspSettings &isp)
{
    row.set = [&isp, set = std::move(row.set)](const RegisterValue &value) {
        const Status status = set(value);
        if (isp.gammaActive())
            isp.lutEnable = false;
        return status;
    };
    return row;
}

} // namespace

const std::vector<EnumEntry> &autoEntries()
{
    static const std::vector<EnumEntry> entries{{"Off", 0}, {"Once", 1}, {"Continuous", 2}};
    return entries;
}

std::vector<Register> analogRows(CameraState &state)
{
    Settings &s = state.settings;
    const auto modeRow = [](std::string_view name, std::uint64_t address, AutoMode &mode) {
        return integerRow(name, address, mode, 0, 2, Lock::None, autoEntries());
    };
    const auto isColor = [&state] { return state.config.model == Model::Color; };
    constexpr double kMaxGamma = 3.99998;
    return {
        selectorRow("BlackLevelSelector", 0x207000, s.ispSelectors.blackLevel, "All"),
        modeRow("BlackLevelAuto", 0x207004, s.autos.blackLevel),
        blackLevelRow(s),
        readOnlyRow("BlackLevelMax", 0x20700C, 4, RegisterKind::Integer,
                    [&s] { return std::int64_t(maxBlackLevel(s.image.adcBits)); }),
        selectorRow("GainSelector", 0x207010, s.ispSelectors.gain, "All"),
        modeRow("GainAuto", 0x207014, s.autos.gain),
        gainRow(s),
        integerRow("DigitalShift", 0x207028, s.isp.digitalShift, 0, 4),
        integerRow("AutoTargetBrightness", 0x20702C, s.autos.targetBrightness, 0, 100),
        writableIf(modeRow("BalanceWhiteAuto", 0x207030, s.autos.whiteBalance), isColor),
        writableIf(integerRow("BalanceRatioSelector", 0x207034, s.ispSelectors.balanceRatio, 0, 2, Lock::None,
                              {{"Red", 0}, {"Green", 1}, {"Blue", 2}}),
                   isColor),
        writableIf(balanceRatioRow(s), isColor),
        withoutTable(integerRow("GammaEnable", 0x207048, s.isp.gammaEnable, 0, 1, Lock::None, booleanEntries()), s.isp),
        withoutTable(
            writableIf(floatRow("Gamma", 0x207050, s.isp.gamma, 0, kMaxGamma), [&s] { return s.isp.gammaEnable; }),
            s.isp),
    };
}

} // namespace mv::vcam
