// SPDX-License-Identifier: GPL-3.0-or-later
// A formula of the description with its names bound to nodes.
#pragma once

#include "camera/private/genapi_formula.h"
#include "camera/private/genapi_graph.h"

namespace mv {

/// What a variable of a formula takes from its node.
struct GenApiVariable
{
    enum Property {
        Value,
        Min,
        Max,
        Inc,
        Entry,   ///< the number of an enumeration's entry: constant
        Argument ///< TO or FROM of a converter: given with each evaluation
    };
    Property property = Value;
    int node = -1;
    qint64 entry = 0;
};

struct GenApiBinding
{
    GenApiFormula formula;
    std::vector<GenApiVariable> variables; ///< as formula.variables()
};

/// The formula in the child @p tag of @p element (a SwissKnife or converter, also one inside a register), with the
/// element's pVariables, Constants and Expressions. @p argument is the name of the value that is converted, if any.
///
/// A variable is named as its pVariable, which may end in ".Value", ".Min", ".Max", ".Inc", ".Enum.Entry" or
/// ".Entry.Entry" (GenICam GenApi 2.0); the suffix may also stand in the formula alone.
Result<GenApiBinding> bindFormula(const GenApiGraph &graph, pugi::xml_node element, const char *tag,
                                  GenApiFormula::Arithmetic arithmetic, const QString &argument = {});

} // namespace mv
