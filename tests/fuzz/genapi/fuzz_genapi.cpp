// SPDX-License-Identifier: GPL-3.0-or-later
// Arbitrary bytes as a camera's description: everything of ours that reads them, up to the XML that Aravis would get.
// Aravis itself is left out: what this finds there we could not mend.
#include "camera/private/genapi_check.h"
#include "camera/private/genapi_reduce.h"
#include "camera/private/genapi_tree.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {

/// What goes to Aravis must be XML that we accept ourselves, with the same nodes.
void checkReduced(const mv::GenApiGraph &graph, const QByteArray &reduced)
{
    const auto document = mv::parseGenApiXml(reduced, QStringLiteral("reduced"));
    if (!document)
        std::abort();
    const mv::GenApiGraph again(document.value());
    for (int i = 0; i < graph.size(); ++i) {
        const auto &node = graph.node(i);
        const bool handedOn = node.kind != mv::NodeKind::Category && node.kind != mv::NodeKind::StructEntry;
        if (handedOn && again.find(node.name) < 0)
            std::abort();
    }
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
    checkReduced(graph, mv::reduceForAravis(graph));
    const auto tree = mv::buildFeatureTree(graph, QStringLiteral("fuzz"), [](const mv::GenApiEntry &) { return true; });
    if (tree && tree.value().index.size() != qsizetype(tree.value().features.size()))
        std::abort(); // a feature twice
    return 0;
}
