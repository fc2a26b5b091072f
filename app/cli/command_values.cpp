// SPDX-License-Identifier: GPL-3.0-or-later
// mv-cli get, set, execute.
#include "app/cli/checks.h"
#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/json.h"
#include "app/cli/session.h"

#include "camera/camera.h"

#include <CLI/CLI.hpp>
#include <QJsonArray>

#include <memory>
#include <vector>

namespace mv::cli {

namespace {

struct Options
{
    std::string id;
    std::vector<std::string> names; ///< set: NAME=VALUE
};

QString valueLine(const QString &name, const QVariant &value)
{
    return QStringLiteral("%1=%2\n").arg(name, valueToText(value));
}

/// The row of a feature in the answer; a name that the camera does not know gets one too.
QJsonObject row(const FeatureTree &tree, const QString &name, const FeatureState &state)
{
    const FeatureDescription *description = tree.find(name);
    if (description)
        return featureJson(*description, state);
    return {{QStringLiteral("name"), name}, {QStringLiteral("access"), accessName(state.access)}};
}

Outcome get(const Options &options)
{
    const auto opened = Session::open(QString::fromLocal8Bit(options.id));
    if (!opened)
        return Outcome::failure(opened.error());
    Session &session = *opened.value();
    QStringList names;
    for (const std::string &name : options.names)
        names << QString::fromLocal8Bit(name);
    const auto states = awaitOrInterrupt(session.camera().read(names));
    const auto tree = session.camera().tree();
    if (!states || !tree)
        return Outcome::failure(tree ? states.error() : Error{ErrorCode::NotConnected, {}, {}});
    Outcome outcome;
    QJsonArray rows;
    for (const QString &name : names) {
        const auto state = states.value().constFind(name);
        const bool known = state != states.value().constEnd();
        const auto missing = known ? missingValue(name, *state) : Error{ErrorCode::NoSuchFeature, {name}, {}};
        QJsonObject object = row(*tree, name, known ? *state : FeatureState{});
        object[QLatin1String("value")] = known ? valueJson(state->value) : QJsonValue();
        if (missing) {
            object.remove(QLatin1String("value"));
            object[QLatin1String("error")] = errorJson(*missing);
            outcome.error = outcome.error ? outcome.error : missing;
        } else {
            outcome.text += valueLine(name, state->value);
        }
        rows << object;
    }
    outcome.json[QLatin1String("device")] = session.device().id;
    outcome.json[QLatin1String("features")] = rows;
    return outcome;
}

Outcome set(const Options &options)
{
    const auto opened = Session::open(QString::fromLocal8Bit(options.id));
    if (!opened)
        return Outcome::failure(opened.error());
    Session &session = *opened.value();
    Outcome outcome;
    QJsonArray rows;
    for (const std::string &assignment : options.names) {
        const QString text = QString::fromLocal8Bit(assignment);
        const QString name = text.section(QLatin1Char('='), 0, 0);
        const QString value = text.section(QLatin1Char('='), 1);
        const auto written = interrupted() ? Result<FeatureState>(Error{ErrorCode::Cancelled, {}, {}})
                                           : awaitOrInterrupt(session.camera().write(name, value));
        if (!written) {
            outcome.error = written.error();
            break;
        }
        const auto tree = session.camera().tree();
        QJsonObject object = tree ? row(*tree, name, written.value()) : QJsonObject{{QStringLiteral("name"), name}};
        object[QLatin1String("requested")] = value;
        rows << object;
        outcome.text += valueLine(name, written.value().value);
    }
    outcome.json[QLatin1String("device")] = session.device().id;
    outcome.json[QLatin1String("features")] = rows;
    return outcome;
}

Outcome execute(const QString &id, const QString &name)
{
    const auto opened = Session::open(id);
    if (!opened)
        return Outcome::failure(opened.error());
    Session &session = *opened.value();
    Outcome outcome;
    outcome.json[QLatin1String("device")] = session.device().id;
    outcome.json[QLatin1String("command")] = name;
    const auto executed = awaitOrInterrupt(session.camera().execute(name));
    if (!executed)
        outcome.error = executed.error();
    else
        outcome.text = QStringLiteral("%1 done\n").arg(name);
    outcome.json[QLatin1String("done")] = executed.ok();
    return outcome;
}

std::string requireAssignment(const std::string &text)
{
    const auto equals = text.find('=');
    return equals == std::string::npos || equals == 0 ? "\"" + text + "\" is not NAME=VALUE" : std::string();
}

std::shared_ptr<Options> declareNames(CLI::App &parser, const char *label, const char *help)
{
    auto options = std::make_shared<Options>();
    parser.add_option("ID", options->id, "Which camera")->required()->check(checkName);
    parser.add_option(label, options->names, help)->required();
    return options;
}

} // namespace

Run declareGet(CLI::App &parser)
{
    auto options = declareNames(parser, "NAME", "GenICam names of features");
    return [options] { return get(*options); };
}

Run declareSet(CLI::App &parser)
{
    auto options = declareNames(parser, "NAME=VALUE", "GenICam names and their values, written in this order");
    parser.get_option("NAME=VALUE")->check(requireAssignment, "");
    return [options] { return set(*options); };
}

Run declareExecute(CLI::App &parser)
{
    struct Names
    {
        std::string id, name;
    };
    auto names = std::make_shared<Names>();
    parser.add_option("ID", names->id, "Which camera")->required()->check(checkName);
    parser.add_option("NAME", names->name, "GenICam name of a command")->required();
    return [names] { return execute(QString::fromLocal8Bit(names->id), QString::fromLocal8Bit(names->name)); };
}

} // namespace mv::cli
