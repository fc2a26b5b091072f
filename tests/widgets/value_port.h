// SPDX-License-Identifier: GPL-3.0-or-later
// A camera of values for the tools that write features: answers at once, with selectors.
#pragma once

#include "widgets/feature_port.h"

#include <QPromise>

#include <functional>

namespace mv::test {

/// Values are kept under "Name[path]" for what has selectors. Thread: GUI.
class ValuePort : public FeaturePort
{
public:
    explicit ValuePort(std::shared_ptr<const FeatureTree> tree) : m_tree(std::move(tree)) {}

    std::shared_ptr<const FeatureTree> tree() const override { return m_tree; }

    QFuture<Result<FeatureStates>> read(const QStringList &names) override
    {
        FeatureStates states;
        for (const QString &name : names)
            states[name] = values.value(key(name, pathNow(name)));
        return done(Result<FeatureStates>(states));
    }

    QFuture<Result<FeatureState>> write(const QString &name, const QVariant &value) override
    {
        return writeSelected(name, pathNow(name), value);
    }

    QFuture<Result<SelectedStates>> readSelected(const QString &name) override
    {
        SelectedStates result;
        result.feature = name;
        QList<SelectorPath> paths{{}};
        const auto selectors = m_tree->selectorsOf(name);
        for (const QString &selector : selectors) {
            QList<SelectorPath> longer;
            for (const SelectorPath &path : std::as_const(paths)) {
                for (const EnumEntry &entry : m_tree->find(selector)->entries)
                    longer.append(path + SelectorPath{{selector, entry.name}});
            }
            paths = longer;
        }
        for (const SelectorPath &path : std::as_const(paths))
            result.states.push_back({path, values.value(key(name, path))});
        ++reads;
        return done(Result<SelectedStates>(result));
    }

    QFuture<Result<FeatureState>> writeSelected(const QString &name, const SelectorPath &path,
                                                const QVariant &value) override
    {
        const QString place = key(name, path);
        writes.append({place, value});
        if (refused.contains(name))
            return done(
                Result<FeatureState>(Error{ErrorCode::WriteRefused, {name}, QStringLiteral("node %1Reg").arg(name)}));
        values[place].value = value;
        if (onWrite)
            onWrite(name, value);
        return done(Result<FeatureState>(values.value(place)));
    }

    static QString key(const QString &name, const SelectorPath &path)
    {
        return path.isEmpty() ? name : QStringLiteral("%1[%2]").arg(name, pathToText(path));
    }

    QHash<QString, FeatureState> values;
    QList<std::pair<QString, QVariant>> writes;
    QStringList refused;
    std::function<void(const QString &, const QVariant &)> onWrite;
    int reads = 0;

private:
    SelectorPath pathNow(const QString &name) const
    {
        SelectorPath path;
        const auto selectors = m_tree->selectorsOf(name);
        for (const QString &selector : selectors)
            path.append({selector, valueToText(values.value(selector).value)});
        return path;
    }

    template<typename T> static QFuture<T> done(T value)
    {
        QPromise<T> promise;
        promise.start();
        promise.addResult(std::move(value));
        promise.finish();
        return promise.future();
    }

    std::shared_ptr<const FeatureTree> m_tree;
};

} // namespace mv::test
