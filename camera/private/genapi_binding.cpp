// SPDX-License-Identifier: GPL-3.0-or-later
// A formula of the description with its names bound to nodes.
#include "camera/private/genapi_binding.h"

#include <algorithm>
#include <iterator>

namespace mv {

namespace {

constexpr std::pair<const char *, GenApiVariable::Property> suffixes[] = {
    {"", GenApiVariable::Value},  {"Value", GenApiVariable::Value}, {"Min", GenApiVariable::Min},
    {"Max", GenApiVariable::Max}, {"Inc", GenApiVariable::Inc},
};

Error problem(const QString &what)
{
    return {ErrorCode::DescriptionFault, {}, what};
}

Result<GenApiVariable> variableOf(const GenApiGraph &graph, int node, const QString &suffix)
{
    const auto row = std::find_if(std::begin(suffixes), std::end(suffixes),
                                  [&suffix](const auto &r) { return suffix == QLatin1String(r.first); });
    if (row != std::end(suffixes))
        return GenApiVariable{row->second, node, 0};
    const auto &entries = graph.node(node).entries;
    const auto name = suffix.section(u'.', 1);
    const auto entry =
        std::find_if(entries.begin(), entries.end(), [&name](const GenApiEntry &e) { return e.entry.name == name; });
    const bool asksForEntry = suffix.startsWith(u"Enum.") || suffix.startsWith(u"Entry.");
    if (!asksForEntry || entry == entries.end())
        return problem(QStringLiteral("%1 has no %2").arg(graph.node(node).name, suffix));
    return GenApiVariable{GenApiVariable::Entry, node, entry->entry.value};
}

GenApiFormulaText textOf(pugi::xml_node element, const QString &formula, const QHash<QString, int> &variables)
{
    GenApiFormulaText text;
    text.formula = formula;
    for (const char *tag : {"Constant", "Expression"}) {
        for (const auto child : element.children(tag))
            text.definitions.push_back({xmlAttribute(child, "Name"), xmlText(child.text().get())});
    }
    text.variables.assign(variables.keyBegin(), variables.keyEnd());
    return text;
}

} // namespace

Result<GenApiBinding> bindFormula(const GenApiGraph &graph, pugi::xml_node element, const char *tag,
                                  GenApiFormula::Arithmetic arithmetic, const QString &argument)
{
    QHash<QString, int> nodes; // by the name of the variable, suffix included
    for (const auto child : element.children("pVariable"))
        nodes.insert(xmlAttribute(child, "Name"), graph.find(xmlText(child.text().get())));
    auto compiled = GenApiFormula::compile(textOf(element, xmlChild(element, tag), nodes), arithmetic);
    if (!compiled)
        return compiled.error();
    GenApiBinding binding{std::move(compiled.value()), {}};
    for (const auto &name : binding.formula.variables()) {
        if (!argument.isEmpty() && name == argument) {
            binding.variables.push_back({GenApiVariable::Argument, -1, 0});
            continue;
        }
        const bool whole = nodes.contains(name);
        const int node = nodes.value(whole ? name : name.section(u'.', 0, 0), -1);
        if (node < 0)
            return problem(QStringLiteral("%1 is not defined").arg(name));
        auto variable = variableOf(graph, node, name.section(u'.', 1));
        if (!variable)
            return variable.error();
        binding.variables.push_back(variable.value());
    }
    return binding;
}

} // namespace mv
