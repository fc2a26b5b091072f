// SPDX-License-Identifier: GPL-3.0-or-later
// The attributes panel with a camera of values behind it, and the hands of a person.
#pragma once

#include "tests/widgets/feature_samples.h"

#include "widgets/feature_model.h"
#include "widgets/feature_panel.h"
#include "widgets/feature_view.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QLineEdit>
#include <QTest>

namespace mv::test {

/// Takes every write as it is, unless told otherwise. Thread: GUI.
class PanelFixture
{
public:
    explicit PanelFixture(std::shared_ptr<const FeatureTree> tree = sampleTree(), FeatureStates given = sampleStates())
        : states(std::move(given)), tester(&panel.model())
    {
        FeatureModel *model = &panel.model();
        QObject::connect(model, &FeatureModel::writeRequested, &panel,
                         [this](const QString &name, const QVariant &value) {
                             writes.append({name, value});
                             if (answers)
                                 answer(name, value);
                         });
        QObject::connect(model, &FeatureModel::executeRequested, &panel, [this](const QString &name) {
            executed.append(name);
            if (answers)
                panel.model().settle(name);
        });
        QObject::connect(model, &FeatureModel::restoreRequested, &panel,
                         [this](const FeatureSet &set) { restore(set); });
        QObject::connect(model, &FeatureModel::refused, &panel, [this](const Error &error) { refusals.append(error); });
        model->setTree(std::move(tree));
        publish();
        panel.setLevel(Visibility::Guru);
        panel.resize(460, 800);
    }

    bool show()
    {
        panel.show();
        if (!QTest::qWaitForWindowActive(&panel))
            return false;
        tree().expandAll();
        return true;
    }

    void publish(const QStringList &names = {})
    {
        panel.model().updateStates(std::make_shared<FeatureStates>(states), names);
    }

    /// The camera's answer to a write.
    void answer(const QString &name, const QVariant &value)
    {
        if (refused.contains(name)) {
            panel.model().fail(name,
                               {ErrorCode::WriteRefused, {name}, QStringLiteral("node %1Reg, GVCP 0x8006").arg(name)});
            return;
        }
        states[name].value = value;
        publish({name});
        panel.model().settle(name);
    }

    void restore(const FeatureSet &set)
    {
        RestoreReport report;
        for (const FeatureSetItem &item : set.items) {
            states[item.feature].value = item.value;
            report.items.push_back({item, RestoreFate::Written, {}, item.value, {}, {}});
        }
        publish();
        panel.model().restored(report);
    }

    FeatureView &tree() { return *panel.findChild<FeatureView *>(QStringLiteral("featureTree")); }
    FeatureView &stars() { return *panel.findChild<FeatureView *>(QStringLiteral("favouritesList")); }
    QLineEdit &search() { return *panel.findChild<QLineEdit *>(QStringLiteral("featureSearch")); }
    QAction &action(const char *name) { return *panel.findChild<QAction *>(QLatin1String(name)); }

    /// The value cell of a row that is shown; invalid if it is not.
    QModelIndex row(const QString &name, FeatureView *list = nullptr)
    {
        QAbstractItemModel *model = (list ? list : &tree())->model();
        const auto found =
            model->match(model->index(0, 0), FeatureModel::NameRole, name, 1, Qt::MatchExactly | Qt::MatchRecursive);
        return found.isEmpty() ? QModelIndex() : found.first().siblingAtColumn(FeatureModel::ValueColumn);
    }

    void click(const QModelIndex &index, Qt::KeyboardModifiers modifiers = {}, FeatureView *list = nullptr)
    {
        FeatureView &view = list ? *list : tree();
        view.scrollTo(index);
        const QRect rect = view.visualRect(index);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, modifiers, rect.topLeft() + QPoint(25, rect.height() / 2));
    }

    QWidget *editor() { return tree().viewport()->findChild<QWidget *>(QStringLiteral("featureEditor")); }

    void type(const QString &name, const QString &text)
    {
        click(row(name));
        QVERIFY(editor());
        QTest::keyClick(editor(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(editor(), text);
        QTest::keyClick(editor(), Qt::Key_Return);
        QTRY_VERIFY(!editor());
    }

    FeatureModel::RowState rowState(const QString &name)
    {
        return static_cast<FeatureModel::RowState>(
            panel.model().indexOf(name).data(FeatureModel::RowStateRole).toInt());
    }

    FeaturePanel panel;
    FeatureStates states;
    QAbstractItemModelTester tester;
    QList<std::pair<QString, QVariant>> writes;
    QStringList executed;
    QStringList refused; ///< what the camera does not take
    QList<Error> refusals;
    bool answers = true; ///< false: the test answers itself
};

} // namespace mv::test
