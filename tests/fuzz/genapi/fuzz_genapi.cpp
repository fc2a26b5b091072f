// SPDX-License-Identifier: GPL-3.0-or-later
// Arbitrary bytes as a camera's description: everything that reads them, and every feature over registers of noise.
#include "camera/private/feature_engine.h"
#include "camera/private/genapi_check.h"
#include "camera/private/genapi_tree.h"
#include "tests/camera/features/memory_device.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {

/// Exactly one of value and error, or neither where there is nothing to read.
void readAll(const QByteArray &xml)
{
    mv::test::Memory memory;
    memory.xml = xml;
    memory.otherBytes = [](std::uint64_t address) { return std::uint8_t((address * 2654435761u) >> 13); };
    const auto device = mv::test::newMemoryDevice(&memory);
    const auto engine = mv::FeatureEngine::create(device.get(), QStringLiteral("fuzz"));
    if (!engine)
        return;
    const auto states = engine.value()->read({});
    for (auto state = states.begin(); state != states.end(); ++state) {
        const bool there = state->access == mv::AccessMode::ReadOnly || state->access == mv::AccessMode::ReadWrite;
        if (there && state->value.isValid() && state->error)
            std::abort();
        if (state->access == mv::AccessMode::ReadOnly && mv::toText(state->reason).isEmpty() &&
            engine.value()->tree()->find(state.key())->type != mv::FeatureType::Command)
            std::abort(); // greyed, and nobody says why
    }
    for (const auto &name : states.keys().mid(0, 4)) {
        (void)engine.value()->write(name, 1, nullptr).ok();
        (void)engine.value()->writeInteger(name, 3).ok();
    }
    int asked = 0;
    const auto stop = [&asked] { return ++asked > 100; };
    if (const auto set = engine.value()->readSet(stop, {}); set)
        (void)engine.value()->restore(set.value(), stop, {}, nullptr).ok();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    const auto document = mv::parseGenApiXml(bytes, QStringLiteral("fuzz"));
    if (!document)
        return 0;
    const mv::GenApiGraph graph(document.value());
    mv::GenApiCheck check(graph);
    for (int i = 0; i < graph.size(); ++i) {
        check.verdict(i, mv::GenApiCheck::Value);
        check.verdict(i, mv::GenApiCheck::Range);
        graph.valueEnd(i);
        if (i < 16)
            graph.dependants(i);
    }
    const auto tree = mv::buildFeatureTree(graph, QStringLiteral("fuzz"), [](const mv::GenApiEntry &) { return true; });
    if (tree && tree.value().index.size() != qsizetype(tree.value().features.size()))
        std::abort(); // a feature twice
    readAll(bytes);
    return 0;
}
