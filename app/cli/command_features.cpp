// SPDX-License-Identifier: GPL-3.0-or-later
// mv-cli features.
#include "app/cli/checks.h"
#include "app/cli/command.h"
#include "app/cli/json.h"
#include "app/cli/session.h"
#include "app/cli/text_table.h"

#include "camera/camera.h"

#include <CLI/CLI.hpp>
#include <QJsonArray>

#include <map>
#include <memory>
#include <optional>

namespace mv::cli {

namespace {

struct Options
{
    std::string id;
    Visibility level = Visibility::Guru;
};

std::optional<Visibility> findLevel(const std::string &text)
{
    static const std::map<std::string, Visibility> levels = {
        {"beginner", Visibility::Beginner}, {"expert", Visibility::Expert}, {"guru", Visibility::Guru}};
    const auto level = levels.find(CLI::detail::to_lower(text));
    return level == levels.end() ? std::nullopt : std::optional(level->second);
}

/// The value; without one, why: the error, or the reason why there is none now.
QString shownValue(const FeatureState &state)
{
    if (state.value.isValid())
        return valueToText(state.value);
    if (state.error)
        return toText(*state.error);
    return state.access == AccessMode::NotAvailable ? QStringLiteral("(%1)").arg(toText(state.reason)) : QString();
}

/// "[min .. max step s] unit", as far as there is any of it.
QString rangeText(const FeatureDescription &description, const FeatureState &state)
{
    const QJsonObject json = featureJson(description, state);
    const auto number = [&json](QLatin1String key) { return valueToText(json[key].toVariant()); };
    QString text;
    if (json.contains(QLatin1String("min")) || json.contains(QLatin1String("max")))
        text = QStringLiteral("[%1 .. %2]").arg(number(QLatin1String("min")), number(QLatin1String("max")));
    if (json.contains(QLatin1String("step")))
        text += QStringLiteral(" step ") + number(QLatin1String("step"));
    if (description.type == FeatureType::Enumeration)
        text = QStringLiteral("{%1}").arg(state.availableEntries.join(QLatin1Char(' ')));
    return description.unit.isEmpty() ? text : description.unit + QLatin1Char(' ') + text;
}

Outcome features(const Options &options)
{
    const auto opened = Session::open(QString::fromLocal8Bit(options.id));
    if (!opened)
        return Outcome::failure(opened.error());
    Session &session = *opened.value();
    const auto tree = session.camera().tree();
    const auto states = awaitOrInterrupt(session.camera().read());
    if (!states || !tree)
        return Outcome::failure(tree ? states.error() : Error{ErrorCode::NotConnected, {}, {}});
    QJsonArray array;
    QList<QStringList> rows;
    for (const FeatureDescription &feature : tree->features) {
        if (feature.visibility > options.level)
            continue; // the order of the levels ends with Invisible
        const FeatureState state = states.value().value(feature.name);
        array << featureJson(feature, state);
        rows << QStringList{feature.category,         feature.name,      typeName(feature.type),
                            accessName(state.access), shownValue(state), rangeText(feature, state)};
    }
    Outcome outcome;
    outcome.json[QLatin1String("device")] = session.device().id;
    outcome.json[QLatin1String("features")] = array;
    outcome.text = textTable(rows);
    return outcome;
}

} // namespace

Run declareFeatures(CLI::App &parser)
{
    auto options = std::make_shared<Options>();
    parser.add_option("ID", options->id, "Which camera")->required()->check(checkName);
    parser
        .add_option_function<std::string>(
            "--level", [options](const std::string &text) { options->level = *findLevel(text); },
            "beginner, expert or guru (everything that is shown at all)")
        ->check([](const std::string &text) {
            return findLevel(text) ? std::string()
                                   : "\"" + text + "\" is no level; there are beginner, expert and guru";
        })
        ->default_str("guru");
    return [options] { return features(*options); };
}

} // namespace mv::cli
