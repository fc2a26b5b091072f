// SPDX-License-Identifier: GPL-3.0-or-later
// VirtualScene, VirtualSensor and the gates: each register reaches its number, and no accepted value stops the sensor.
#include "camera/virtual/core/camera_state.h"
#include "camera/virtual/core/feature_rows.h"
#include "camera/virtual/core/sensor/gate_fault.h"
#include "camera/virtual/core/sensor/sensor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <random>

namespace mv::vcam {
namespace {

std::vector<Register> worldRows(CameraState &state)
{
    std::vector<Register> all;
    for (auto *category : {sceneRows, sensorRows, gateRows})
        for (Register &row : category(state))
            all.push_back(std::move(row));
    return all;
}

class WorldRows : public testing::Test
{
protected:
    std::int64_t now = 1'000'000'000; // also power-up
    CameraState state{{Model::Color, "T1", 64, 48, 1}, [this] { return now; }, [] {}};
    WorldSettings &world = state.settings.world;
    std::vector<Register> rows = worldRows(state);

    const Register &row(std::string_view name) const
    {
        const auto found = std::ranges::find(rows, name, &Register::name);
        EXPECT_NE(found, rows.end()) << name;
        return *found;
    }
    Status set(std::string_view name, RegisterValue value) { return row(name).set(value); }
    /// Of the world as it is now, with its gate faults, in an extreme exposure.
    std::optional<std::string> problemOfRendering()
    {
        SensorParams params = world.sensor;
        Scene scene = world.scene;
        applyGateFaults(world, params, scene);
        if (auto problem = problemOf(params))
            return problem;
        Sensor sensor(params, 1);
        Exposure e;
        e.exposureUs = kMaxExposureUs;
        e.startNs = std::uint64_t(1) << 62;
        e.temperatureC = sensorTemperature(world, 1e6);
        e.region = {0, 0, params.width, params.height};
        std::vector<std::uint16_t> samples(std::size_t(params.width) * params.height);
        auto problem = sensor.render(e, scene, samples);
        for (const std::uint16_t sample : samples)
            if (sample > 4095 * 16)
                return "a sample above full scale";
        return problem;
    }
    /// The lowest or highest value the row takes; the rows' limits are the tables' or stand in the row's text.
    static RegisterValue extreme(const Register &row, bool highest)
    {
        const std::string range = row.range ? row.range() : "from 0 to 1";
        const auto to = range.find(" to ");
        const double value = std::stod(highest ? range.substr(to + 4) : range.substr(5));
        return row.kind == RegisterKind::Float ? RegisterValue(value) : RegisterValue(std::int64_t(value));
    }
};

double asDouble(const RegisterValue &value)
{
    return std::holds_alternative<double>(value) ? std::get<double>(value) : double(std::get<std::int64_t>(value));
}

TEST_F(WorldRows, stayAtTheirAddresses)
{
    const std::map<std::string_view, std::uint64_t> addresses = {{"VirtualFrameSource", 0x2D0000},
                                                                 {"VirtualFrameStamp", 0x2D0004},
                                                                 {"VirtualTarget", 0x2D0008},
                                                                 {"VirtualPhotonFlux", 0x2D0010},
                                                                 {"VirtualLeakFlux", 0x2D0058},
                                                                 {"VirtualTemperatureTime", 0x2D0070},
                                                                 {"VirtualQuantumEfficiency", 0x2E0000},
                                                                 {"VirtualDarkDoubling", 0x2E0068},
                                                                 {"VirtualDustRadius", 0x2E0090},
                                                                 {"VirtualWeakRowResponse", 0x2E00D0},
                                                                 {"VirtualPartLensShading", 0x2E1000},
                                                                 {"VirtualPartBlinkingPixels", 0x2E1028},
                                                                 {"VirtualGateDarkTooBright", 0x2F1000},
                                                                 {"VirtualGateSettingsMoved", 0x2F1038}};
    for (const auto &[name, address] : addresses)
        EXPECT_EQ(row(name).address, address) << name;
    EXPECT_EQ(rows.size(), 16u + 27 + 11 + 15);
}

TEST_F(WorldRows, reachTheirNumbers)
{
    const std::pair<std::string_view, double *> numbers[] = {
        {"VirtualPhotonFlux", &world.scene.photonFlux},
        {"VirtualLightDrift", &world.scene.drift},
        {"VirtualGrain", &world.scene.grain},
        {"VirtualAmbientTemperature", &world.ambientTemperature},
        {"VirtualReadNoise", &world.sensor.readNoise},
        {"VirtualPrnuRow", &world.sensor.prnu.row},
        {"VirtualDsnuColumn", &world.sensor.dsnu.column},
        {"VirtualHotPpm", &world.sensor.hotPpm},
        {"VirtualCornerRatio", &world.sensor.cornerRatio},
        {"VirtualTemperatureTime", &world.temperatureSeconds},
        {"VirtualDarkDoubling", &world.sensor.darkDoubling},
    };
    for (const auto &[name, number] : numbers) {
        const RegisterValue highest = extreme(row(name), true);
        EXPECT_EQ(set(name, highest), Status::Success) << name;
        EXPECT_EQ(*number, std::get<double>(highest)) << name;
    }
    EXPECT_EQ(set("VirtualDustSpots", std::int64_t(7)), Status::Success);
    EXPECT_EQ(world.sensor.dustSpots, 7u);
    EXPECT_EQ(set("VirtualTarget", std::int64_t(3)), Status::Success);
    EXPECT_EQ(world.scene.target, Target::Textured);
    EXPECT_EQ(set("VirtualPartShotNoise", std::int64_t(0)), Status::Success);
    EXPECT_FALSE(world.sensor.parts.shotNoise);
    EXPECT_TRUE(world.sensor.parts.readNoise);
}

// Writing every row changes exactly that row: no two share a number.
TEST_F(WorldRows, areIndependent)
{
    for (const Register &written : rows) {
        std::map<std::string_view, RegisterValue> before;
        for (const Register &other : rows)
            before[other.name] = other.get();
        const bool atHighest = asDouble(written.get()) == asDouble(extreme(written, true));
        ASSERT_EQ(written.set(extreme(written, !atHighest)), Status::Success) << written.name;
        for (const Register &other : rows)
            EXPECT_EQ(other.get() != before[other.name], other.name == written.name)
                << written.name << " and " << other.name;
    }
}

TEST_F(WorldRows, refuseWhatIsNoNumberOrOutOfRange)
{
    for (const Register &r : rows) {
        const RegisterValue before = r.get();
        if (r.kind == RegisterKind::Float) {
            const double infinity = std::numeric_limits<double>::infinity();
            for (const double bad :
                 {std::nan(""), infinity, -infinity, std::nextafter(std::get<double>(extreme(r, true)), infinity),
                  std::nextafter(std::get<double>(extreme(r, false)), -infinity)})
                EXPECT_EQ(r.set(bad), Status::InvalidParameter) << r.name << ' ' << bad;
        } else {
            const bool isEnumeration = r.name == "VirtualFrameSource" || r.name == "VirtualTarget";
            const auto beyond =
                isEnumeration ? r.entries.back().value + 1 : std::get<std::int64_t>(extreme(r, true)) + 1;
            for (const std::int64_t bad : {beyond, std::int64_t(0xFFFFFFFF), std::int64_t(-1)})
                EXPECT_EQ(r.set(bad), Status::InvalidParameter) << r.name << ' ' << bad;
        }
        EXPECT_EQ(r.get(), before) << r.name;
    }
}

TEST_F(WorldRows, anyOneExtremeCanBeRendered)
{
    for (const Register &r : rows) {
        const RegisterValue before = r.get();
        for (const bool highest : {false, true}) {
            ASSERT_EQ(r.set(extreme(r, highest)), Status::Success) << r.name;
            const auto problem = problemOfRendering();
            EXPECT_FALSE(problem) << r.name << ": " << *problem;
        }
        ASSERT_EQ(r.set(before), Status::Success);
    }
}

TEST_F(WorldRows, anyCombinationOfExtremesAndGatesCanBeRendered)
{
    std::mt19937 random(7);
    for (int i = 0; i < 150; ++i) {
        for (const Register &r : rows)
            ASSERT_EQ(r.set(extreme(r, random() & 1)), Status::Success) << r.name;
        world.sensor.dustSpots /= 10; // they are many and slow to draw; the test before had all of them
        const auto problem = problemOfRendering();
        ASSERT_FALSE(problem) << *problem;
    }
}

TEST_F(WorldRows, aDriftCountsFromItsSetting)
{
    state.startAcquisition();
    now += 50'000'000'000;
    ASSERT_EQ(set("VirtualLightDrift", -0.01), Status::Success);
    const auto factorAfter = [this](double seconds) {
        return lightFactor(world.scene, std::uint64_t((50 + seconds) * 1e9), 5000);
    };
    EXPECT_NEAR(factorAfter(-20), 1, 1e-12) << "before it was set";
    EXPECT_NEAR(factorAfter(0), 1, 1e-12);
    EXPECT_NEAR(factorAfter(10), 0.9, 1e-12);
    EXPECT_EQ(factorAfter(200), 0);
    ASSERT_EQ(set("VirtualLightDrift", 2.0), Status::InvalidParameter);
    EXPECT_NEAR(factorAfter(10), 0.9, 1e-12) << "a refused write changes nothing";
}

TEST_F(WorldRows, gatesSpoilOnlyWhileTheyAreOn)
{
    const WorldSettings good = world;
    for (const GateFaultRow &fault : gateFaults()) {
        const std::string name = "VirtualGate" + std::string(fault.name);
        ASSERT_EQ(set(name, std::int64_t(1)), Status::Success);
        EXPECT_EQ(world.gateFaults, 1u << unsigned(fault.fault)) << name;
        SensorParams params = world.sensor, wanted = world.sensor;
        Scene scene = world.scene, wantedScene = world.scene;
        applyGateFaults(world, params, scene);
        spoil(fault.fault, wanted, wantedScene);
        EXPECT_EQ(params, wanted) << name;
        EXPECT_EQ(scene, wantedScene) << name;
        EXPECT_FALSE(params == good.sensor && scene == good.scene) << name << " spoils nothing";
        EXPECT_EQ(world.sensor, good.sensor) << "the features keep their values";
        ASSERT_EQ(set(name, std::int64_t(0)), Status::Success);
        EXPECT_EQ(world.gateFaults, 0u);
    }
}

TEST_F(WorldRows, gatesLeaveTheCapOnAndWorseValuesAsTheyAre)
{
    world.scene.target = Target::Capped;
    world.sensor.dustSpots = 40;
    world.sensor.cornerRatio = 0.2;
    world.sensor.hotPpm = 9000;
    world.gateFaults = (1u << gateFaults().size()) - 1;
    SensorParams params = world.sensor;
    Scene scene = world.scene;
    applyGateFaults(world, params, scene);
    EXPECT_EQ(scene.target, Target::Capped);
    EXPECT_EQ(params.dustSpots, 40u);
    EXPECT_EQ(params.cornerRatio, 0.2);
    EXPECT_EQ(params.hotPpm, 9000);
}

// The light of the gate's drift stays between 0.85 and 1 for as long as the camera runs, and moves in every half
// second.
TEST_F(WorldRows, theGateDriftNeverEnds)
{
    SensorParams params = world.sensor;
    Scene scene = world.scene;
    spoil(GateFault::LightDrift, params, scene);
    for (std::uint64_t ms = 0; ms < 100'000'000; ms += 370'137) {
        const double first = lightFactor(scene, ms * 1'000'000, 5000);
        const double last = lightFactor(scene, (ms + 500) * 1'000'000, 5000);
        EXPECT_GE(first, 0.85 - 1e-9);
        EXPECT_LE(first, 1);
        EXPECT_GT(std::abs(last - first), 0.01) << ms;
    }
}

TEST_F(WorldRows, warmUpFromTheRoomsTemperature)
{
    world.ambientTemperature = 20;
    EXPECT_EQ(sensorTemperature(world, 0), 20);
    EXPECT_NEAR(sensorTemperature(world, 600), 20 + 8 * (1 - std::exp(-1.0)), 1e-9);
    EXPECT_NEAR(sensorTemperature(world, 1e5), 28, 1e-9);
}

} // namespace
} // namespace mv::vcam
