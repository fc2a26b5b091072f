// SPDX-License-Identifier: GPL-3.0-or-later
// What reading all features costs: our engine against Aravis alone. JSON on standard output.
//
// usage: bench_features [XML]...    the virtual camera over loopback; with files, each description over empty memory,
//                                   and the values of all its nodes by both over three patterns of memory
#include "camera/private/aravis_quirks.h"
#include "camera/private/feature_engine.h"
#include "tests/camera/features/aravis_witness.h"
#include "tests/camera/features/memory_device.h"
#include "tests/support/virtual_camera_process.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <set>
#include <utility>
#include <vector>

namespace {

using namespace mv;
using Clock = std::chrono::steady_clock;

using Registers = std::set<std::pair<std::uint64_t, std::uint32_t>>; ///< address, size

double millisecondsSince(Clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// Access, value and limits of one feature, as a client of ArvGc asks for them.
void readWithAravis(ArvGcNode *node)
{
    auto *feature = ARV_GC_FEATURE_NODE(node);
    const bool there =
        arv_gc_feature_node_is_implemented(feature, nullptr) && arv_gc_feature_node_is_available(feature, nullptr);
    arv_gc_feature_node_is_locked(feature, nullptr);
    if (!there)
        return;
    guint count = 0;
    if (ARV_IS_GC_ENUMERATION(node)) {
        g_free(arv_gc_enumeration_dup_available_string_values(ARV_GC_ENUMERATION(node), &count, nullptr));
        arv_gc_enumeration_get_int_value(ARV_GC_ENUMERATION(node), nullptr);
    } else if (ARV_IS_GC_BOOLEAN(node)) {
        arv_gc_boolean_get_value(ARV_GC_BOOLEAN(node), nullptr);
    } else if (ARV_IS_GC_INTEGER(node)) {
        arv_gc_integer_get_value(ARV_GC_INTEGER(node), nullptr);
        arv_gc_integer_get_min(ARV_GC_INTEGER(node), nullptr);
        arv_gc_integer_get_max(ARV_GC_INTEGER(node), nullptr);
        arv_gc_integer_get_inc(ARV_GC_INTEGER(node), nullptr);
    } else if (ARV_IS_GC_FLOAT(node)) {
        arv_gc_float_get_value(ARV_GC_FLOAT(node), nullptr);
        arv_gc_float_get_min(ARV_GC_FLOAT(node), nullptr);
        arv_gc_float_get_max(ARV_GC_FLOAT(node), nullptr);
    } else if (ARV_IS_GC_STRING(node)) {
        arv_gc_string_get_value(ARV_GC_STRING(node), nullptr);
    }
}

QJsonObject aravisAlone(ArvDevice *device, const FeatureEngine &engine)
{
    const test::AravisWitness witness(device, engine.xml());
    if (!witness.ok())
        return {};
    const auto start = Clock::now();
    for (const auto &feature : engine.tree()->features) {
        if (auto *node = witness.node(feature.name))
            readWithAravis(node);
    }
    return {{QStringLiteral("ms"), millisecondsSince(start)},
            {QStringLiteral("registerReads"), qint64(witness.reads())}};
}

/// Greyed features, and of how many of them a person learns more than that.
QJsonObject reasons(const FeatureStates &states)
{
    int conditional = 0, explained = 0, advised = 0;
    for (const auto &state : states) {
        const auto kind = state.reason.kind;
        const bool greyed = kind == AccessReason::Kind::Locked || kind == AccessReason::Kind::NotAvailable;
        const auto &operands = state.reason.operands;
        conditional += greyed;
        explained += greyed && !operands.empty();
        advised += greyed && !operands.empty() && !operands.front().needed.isEmpty();
    }
    return {{QStringLiteral("greyed"), conditional},
            {QStringLiteral("explained"), explained},
            {QStringLiteral("advised"), advised}};
}

/// A set taken and put back at once: nothing may be written but selectors, and nothing be missing.
QJsonObject setThereAndBack(FeatureEngine &engine)
{
    const auto start = Clock::now();
    const auto set = engine.readSet({}, {});
    if (!set)
        return {{QStringLiteral("error"), toDetailedText(set.error())}};
    const double taken = millisecondsSince(start);
    const auto report = engine.restore(set.value(), {}, {}, nullptr);
    const bool same = report && report.value().complete() && report.value().passes == 0;
    return {{QStringLiteral("items"), qint64(set.value().items.size())},
            {QStringLiteral("missing"), qint64(set.value().missing.size())},
            {QStringLiteral("takenMs"), taken},
            {QStringLiteral("there and back the same"), same}};
}

/// Writes every feature that can be written with what it has, and counts the registers that this reads although
/// neither the feature nor what depends on it needs them: must be 0.
QJsonObject writesInVain(FeatureEngine &engine, Registers &registers)
{
    int writes = 0;
    qint64 inVain = 0;
    const auto states = engine.read({});
    for (const auto &feature : engine.tree()->features) {
        const auto state = states.value(feature.name);
        if (state.access != AccessMode::ReadWrite || !state.value.isValid() || feature.type == FeatureType::Command)
            continue;
        registers.clear();
        engine.read(QStringList{feature.name} + engine.dependants(feature.name));
        const Registers allowed = registers;
        registers.clear();
        FeatureStates refreshed;
        writes += engine.write(feature.name, state.value, &refreshed).ok();
        inVain += std::count_if(registers.begin(), registers.end(),
                                [&allowed](const auto &r) { return !allowed.contains(r); });
    }
    return {{QStringLiteral("writes"), writes}, {QStringLiteral("registersReadInVain"), inVain}};
}

QJsonObject measure(ArvDevice *device, bool writes)
{
    auto start = Clock::now();
    const auto created = FeatureEngine::create(device, QStringLiteral("bench"));
    if (!created)
        return {{QStringLiteral("error"), toDetailedText(created.error())}};
    auto &engine = *created.value();
    QJsonObject result{{QStringLiteral("features"), qint64(engine.tree()->features.size())},
                       {QStringLiteral("createMs"), millisecondsSince(start)},
                       // What stands between the parsed XML and the tree.
                       {QStringLiteral("createRegisterReads"), qint64(engine.wireReads())}};
    Registers registers;
    engine.observeReads([&registers](std::uint64_t address, std::uint32_t size) { registers.insert({address, size}); });
    const auto sample = [&result, &engine, &registers](const QString &key, const auto &work) {
        registers.clear();
        const auto reads = engine.wireReads();
        const auto begin = Clock::now();
        work();
        result[key] = QJsonObject{{QStringLiteral("ms"), millisecondsSince(begin)},
                                  {QStringLiteral("registerReads"), qint64(engine.wireReads() - reads)},
                                  {QStringLiteral("distinctRegisters"), qint64(registers.size())}};
    };
    sample(QStringLiteral("readAll"), [&engine] { engine.read({}); });
    result[QStringLiteral("reasons")] = reasons(engine.read({}));
    if (writes) {
        FeatureStates refreshed;
        sample(QStringLiteral("readDependantsOfWidth"),
               [&engine] { engine.read(engine.dependants(QStringLiteral("Width"))); });
        const Registers allowed = registers;
        sample(QStringLiteral("writeWidth"),
               [&engine, &refreshed] { (void)engine.write(QStringLiteral("Width"), 320, &refreshed).ok(); });
        result[QStringLiteral("refreshedByWidth")] = qint64(refreshed.size());
        // Must be 0: what a write of Width reads that neither it nor its dependants need.
        result[QStringLiteral("readInVainByWidth")] = qint64(std::count_if(
            registers.begin(), registers.end(), [&allowed](const auto &r) { return !allowed.contains(r); }));
    } else
        result[QStringLiteral("eachWritten")] = writesInVain(engine, registers);
    engine.observeReads({});
    result[QStringLiteral("set")] = setThereAndBack(engine);
    result[QStringLiteral("aravisAlone")] = aravisAlone(device, engine);
    return result;
}

QJsonObject measureVirtualCamera()
{
    test::VirtualCameraProcess camera;
    if (!camera.start())
        return {{QStringLiteral("error"), QString::fromStdString(camera.error())}};
    const auto host = GObjectPtr<GInetAddress>::adopt(g_inet_address_new_from_string("127.0.0.1"));
    const auto place = GObjectPtr<GInetAddress>::adopt(g_inet_address_new_from_string(camera.address().c_str()));
    GErrorPtr error;
    const auto device = GObjectPtr<ArvDevice>::adopt(arv_gv_device_new(host.get(), place.get(), error.out()));
    return device ? measure(device.get(), true)
                  : QJsonObject{{QStringLiteral("error"), QString::fromUtf8(error.message())}};
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[values.size() / 2];
}

/// All nodes by both evaluators over zeros, ones and noise; differences go to standard error.
void compareValues(const QByteArray &xml, const char *file, test::Comparison &sum)
{
    const std::function<std::uint8_t(std::uint64_t)> patterns[] = {
        [](std::uint64_t) { return std::uint8_t(0); },
        [](std::uint64_t address) { return std::uint8_t(address % 4 == 3); },
        [](std::uint64_t address) { return std::uint8_t((address * 2654435761u) >> 13); }};
    for (const auto &pattern : patterns) {
        test::Memory memory;
        memory.xml = xml;
        memory.otherBytes = pattern;
        const auto device = test::newMemoryDevice(&memory);
        const auto engine = FeatureEngine::create(device.get(), QStringLiteral("bench"));
        if (!engine)
            return;
        const auto found = test::compareWithAravis(device.get(), xml, *engine.value());
        sum.same += found.same;
        sum.onlyOurs += found.onlyOurs;
        for (const auto &d : found.differences) {
            std::fprintf(stderr, "%s %s: ours %s, Aravis %s\n", file, qPrintable(d.node), qPrintable(d.ours),
                         qPrintable(d.theirs));
            sum.differences.push_back(d);
        }
    }
}

QJsonObject measureFiles(int count, char **files)
{
    std::vector<double> ours, plain, trees, distinct, toTree;
    std::vector<double> readMs, setMs;
    int writes = 0, inVain = 0;
    int comeBack = 0, greyed = 0, explained = 0, advised = 0;
    test::Comparison nodes;
    for (int i = 0; i < count; ++i) {
        QFile file(QString::fromLocal8Bit(files[i]));
        test::Memory memory;
        if (file.open(QIODevice::ReadOnly))
            memory.xml = file.readAll();
        const auto device = test::newMemoryDevice(&memory);
        const auto result = measure(device.get(), false);
        const auto alone = result[u"aravisAlone"].toObject();
        if (alone.isEmpty()) {
            std::fprintf(stderr, "%s: left out, Aravis cannot read it %s\n", files[i],
                         qPrintable(result[u"error"].toString()));
            continue;
        }
        compareValues(memory.xml, files[i], nodes);
        const auto set = result[u"set"].toObject();
        comeBack += set[u"there and back the same"].toBool();
        if (!set[u"there and back the same"].toBool())
            std::fprintf(stderr, "%s: the set does not come back\n", files[i]);
        writes += result[u"eachWritten"][u"writes"].toInt();
        inVain += result[u"eachWritten"][u"registersReadInVain"].toInt();
        const auto why = result[u"reasons"].toObject();
        greyed += why[u"greyed"].toInt();
        explained += why[u"explained"].toInt();
        advised += why[u"advised"].toInt();
        readMs.push_back(result[u"readAll"].toObject()[u"ms"].toDouble());
        setMs.push_back(set[u"takenMs"].toDouble());
        trees.push_back(result[u"features"].toDouble());
        toTree.push_back(result[u"createRegisterReads"].toDouble());
        ours.push_back(result[u"readAll"].toObject()[u"registerReads"].toDouble());
        distinct.push_back(result[u"readAll"].toObject()[u"distinctRegisters"].toDouble());
        plain.push_back(alone[u"registerReads"].toDouble());
    }
    const auto summary = [](const std::vector<double> &values) {
        const auto worst = values.empty() ? 0 : *std::max_element(values.begin(), values.end());
        return QJsonObject{{QStringLiteral("median"), median(values)}, {QStringLiteral("worst"), worst}};
    };
    return {{QStringLiteral("descriptions"), qint64(trees.size())},
            {QStringLiteral("features"), summary(trees)},
            {QStringLiteral("createRegisterReads"), summary(toTree)},
            {QStringLiteral("registerReads"), summary(ours)},
            {QStringLiteral("distinctRegisters"), summary(distinct)},
            {QStringLiteral("writes"), writes},
            {QStringLiteral("registersReadInVainByWrites"), inVain},
            {QStringLiteral("readAllMs"), summary(readMs)},
            {QStringLiteral("takeSetMs"), summary(setMs)},
            {QStringLiteral("setsThereAndBackTheSame"), comeBack},
            {QStringLiteral("greyed"), greyed},
            {QStringLiteral("greyedExplained"), explained},
            {QStringLiteral("greyedWithAdvice"), advised},
            {QStringLiteral("valuesAsAravis"), nodes.same},
            {QStringLiteral("valuesUnlikeAravis"), qint64(nodes.differences.size())},
            {QStringLiteral("valuesAravisHasNot"), nodes.onlyOurs},
            {QStringLiteral("aravisAloneRegisterReads"), summary(plain)}};
}

} // namespace

int main(int argc, char **argv)
{
    const auto result = argc > 1 ? measureFiles(argc - 1, argv + 1) : measureVirtualCamera();
    std::fputs(QJsonDocument(result).toJson(QJsonDocument::Compact).append('\n').constData(), stdout);
    if (result.contains(u"error"))
        return 1;
    const bool once = result[u"readAll"][u"registerReads"] == result[u"readAll"][u"distinctRegisters"] &&
                      result[u"registerReads"] == result[u"distinctRegisters"];
    const bool needed =
        result[u"readInVainByWidth"].toInt() == 0 && result[u"registersReadInVainByWrites"].toInt() == 0;
    if (!once || !needed)
        std::fputs(
            "bench_features: a promise is not kept (each register once, after a write only what depends on it)\n",
            stderr);
    return once && needed ? 0 : 1;
}
