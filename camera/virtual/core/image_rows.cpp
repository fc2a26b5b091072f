// SPDX-License-Identifier: GPL-3.0-or-later
// ImageFormatControl: region of interest, binning, mirror, and how a pixel is stored.
#include "camera/virtual/core/camera_state.h"
#include "camera/virtual/core/feature_rows.h"
#include "camera/virtual/core/selected_rows.h"

#include <algorithm>
#include <cmath>

namespace mv::vcam {

namespace {

// Size and offset of one direction: together they must stay on the sensor, each on its step.
Register sideRow(std::string_view name, std::uint64_t address, std::uint32_t &field, std::uint32_t min,
                 std::uint32_t step, const std::function<std::uint32_t()> &max)
{
    return {name,
            address,
            4,
            RegisterKind::Integer,
            Access::ReadWrite,
            Lock::WhileStreaming,
            [&field] { return std::int64_t(field); },
            [&field, min, step, max](const RegisterValue &value) {
                const auto side = std::get<std::int64_t>(value);
                if (side < min || side > max() || side % step != 0)
                    return Status::InvalidParameter;
                field = std::uint32_t(side);
                return Status::Success;
            },
            {},
            [min, step, max] { return rangeText(min, max(), step); }};
}

Register pixelFormatRow(CameraState &state)
{
    std::vector<EnumEntry> entries;
    for (const PixelFormat &format : pixelFormats()) {
        if (state.offers(format))
            entries.push_back({format.name, format.code});
    }
    return {"PixelFormat",
            0x201020,
            4,
            RegisterKind::Integer,
            Access::ReadWrite,
            Lock::WhileStreaming,
            [&state] { return std::int64_t(state.settings.image.pixelFormat); },
            [&state](const RegisterValue &value) {
                const PixelFormat *format = findPixelFormat(std::uint32_t(std::get<std::int64_t>(value)));
                if (!format || !state.offers(*format))
                    return Status::InvalidParameter;
                state.settings.image.pixelFormat = format->code;
                return Status::Success;
            },
            std::move(entries)};
}

Register constant(std::string_view name, std::uint64_t address, std::int64_t value)
{
    return readOnlyRow(name, address, 4, RegisterKind::Integer, [value] { return value; });
}

/// One direction of the sensor: its binning, and the side of the region that lies along it.
struct Direction
{
    std::uint32_t sensorSide, min, step;
    std::uint32_t &binning, &side, &offset;

    std::uint32_t max(std::uint32_t factor) const { return sensorSide / factor / step * step; }
    std::uint32_t max() const { return max(binning); }

    /// The region keeps the part of the scene that it shows, as far as the steps let it.
    Status setBinning(std::int64_t factor) const
    {
        const bool known = factor == 1 || factor == 2 || factor == kMaxBinning;
        if (!known || max(std::uint32_t(factor)) < min)
            return Status::InvalidParameter;
        const auto scaled = [this, factor](std::uint32_t length) {
            return std::uint32_t(std::uint64_t(length) * binning / std::uint64_t(factor) / step * step);
        };
        const std::uint32_t newSide = std::clamp(scaled(side), min, max(std::uint32_t(factor)));
        offset = std::min(scaled(offset), max(std::uint32_t(factor)) - newSide);
        side = newSide;
        binning = std::uint32_t(factor);
        return Status::Success;
    }
};

Register binningRow(std::string_view name, std::uint64_t address, Direction direction)
{
    Register row = integerRow(name, address, direction.binning, 1, kMaxBinning, Lock::WhileStreaming);
    row.set = [direction](const RegisterValue &value) { return direction.setBinning(std::get<std::int64_t>(value)); };
    row.range = [] { return std::string("1, 2 or 4 that leaves an image of at least 16x2 pixels"); };
    return row;
}

/// An enumeration that takes its entries and no other value.
template<typename T>
Register entryRow(std::string_view name, std::uint64_t address, T &field, std::vector<EnumEntry> entries, Lock lock)
{
    Register row = selectedEntryRow<T>(
        name, address, [&field]() -> T & { return field; }, std::move(entries));
    row.lock = lock;
    return row;
}

std::vector<Register> regionRows(CameraState &state)
{
    ImageSettings &image = state.settings.image;
    const Direction x{state.config.sensorWidth, kMinWidth, kWidthStep, image.binningX, image.width, image.offsetX};
    const Direction y{state.config.sensorHeight, kMinHeight, kHeightStep, image.binningY, image.height, image.offsetY};
    const auto maximum = [](std::string_view name, std::uint64_t address, const Direction &direction) {
        return readOnlyRow(name, address, 4, RegisterKind::Integer,
                           [direction] { return std::int64_t(direction.max()); });
    };
    return {
        maximum("WidthMax", 0x201008, x),
        maximum("HeightMax", 0x20100C, y),
        sideRow("Width", 0x201010, image.width, kMinWidth, kWidthStep, [x] { return x.max() - x.offset; }),
        sideRow("Height", 0x201014, image.height, kMinHeight, kHeightStep, [y] { return y.max() - y.offset; }),
        sideRow("OffsetX", 0x201018, image.offsetX, 0, kWidthStep, [x] { return x.max() - x.side; }),
        sideRow("OffsetY", 0x20101C, image.offsetY, 0, kHeightStep, [y] { return y.max() - y.side; }),
        binningRow("BinningHorizontal", 0x201030, x),
        binningRow("BinningVertical", 0x201034, y),
    };
}

/// BlackLevel is in DN of the ADC: it stays as dark as it was.
Register adcBitDepthRow(Settings &settings)
{
    Register row = entryRow("AdcBitDepth", 0x20104C, settings.image.adcBits,
                            {{"Bit8", 8}, {"Bit10", 10}, {"Bit12", 12}}, Lock::WhileStreaming);
    row.set = [&settings, set = row.set](const RegisterValue &value) {
        const double black = nominalBlack(settings);
        const Status status = set(value);
        const unsigned bits = settings.image.adcBits;
        const auto rescaled = std::uint32_t(std::lround(black / double(1u << (12 - bits))));
        settings.isp.blackLevel = std::min(rescaled, maxBlackLevel(bits));
        return status;
    };
    return row;
}

const std::vector<EnumEntry> kTestImages{{"Off", 0},
                                         {"GreyDiagonalRampMoving", 6},
                                         {"Checkerboard", 10},
                                         {"Black", 1},
                                         {"White", 2},
                                         {"GreyHorizontalRamp", 3},
                                         {"GreyVerticalRamp", 4},
                                         {"GreyDiagonalRamp", 5},
                                         {"GreyHorizontalRampMoving", 7},
                                         {"GreyVerticalRampMoving", 8},
                                         {"ColorBar", 9},
                                         {"LfsrStress", 11},
                                         {"FrameCounter", 12},
                                         {"SensorTestImage1", 13}};

/// The basic model has the first three.
std::vector<EnumEntry> testImageEntries(Model model)
{
    return {kTestImages.begin(), model == Model::Basic ? kTestImages.begin() + 3 : kTestImages.end()};
}

/// Shutters other than Global are for sensors that have them.
std::vector<EnumEntry> shutterEntries(Model model)
{
    std::vector<EnumEntry> entries{{"Global", 0}};
    if (model != Model::Basic) {
        entries.push_back({"Rolling", 1});
        entries.push_back({"GlobalReset", 2});
    }
    return entries;
}

} // namespace

std::vector<Register> imageRows(CameraState &state)
{
    Settings &s = state.settings;
    const auto binningModes = [](std::string_view name, std::uint64_t address, BinningMode &mode) {
        return integerRow(name, address, mode, 0, 1, Lock::WhileStreaming, {{"Sum", 0}, {"Average", 1}});
    };
    std::vector<Register> rows = regionRows(state);
    const std::vector<Register> others{
        constant("SensorWidth", 0x201000, state.config.sensorWidth),
        constant("SensorHeight", 0x201004, state.config.sensorHeight),
        pixelFormatRow(state),
        constant("ModelIsColor", 0x201024, state.config.model == Model::Color ? 1 : 0),
        constant("ModelIsBasic", 0x201028, state.config.model == Model::Basic ? 1 : 0),
        binningModes("BinningHorizontalMode", 0x201038, s.image.binningModeX),
        binningModes("BinningVerticalMode", 0x20103C, s.image.binningModeY),
        integerRow("ReverseX", 0x201040, s.image.reverseX, 0, 1, Lock::WhileStreaming, booleanEntries()),
        integerRow("ReverseY", 0x201044, s.image.reverseY, 0, 1, Lock::WhileStreaming, booleanEntries()),
        entryRow("TestImageSelector", 0x201048, s.testImage, testImageEntries(state.config.model), Lock::None),
        adcBitDepthRow(s),
        entryRow("SensorShutterMode", 0x201050, s.shutterMode, shutterEntries(state.config.model),
                 Lock::WhileStreaming),
    };
    rows.insert(rows.end(), others.begin(), others.end());
    return rows;
}

} // namespace mv::vcam
