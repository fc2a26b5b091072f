// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of commands and panels: every row is complete, no two rows claim the same.
#include "tests/app/viewer/window_fixture.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QDockWidget>
#include <QLineEdit>
#include <QMenuBar>
#include <QToolButton>

using namespace mv;
using namespace mv::test;

class TestActionTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRowIsComplete();
    void shortcutsAreUnique();
    void everyActionStandsInItsMenu();
    void controlsHaveNamesForScreenReaders();
    void docksAreComplete();
};

void TestActionTable::everyRowIsComplete()
{
    QCOMPARE(actionRows().size(), static_cast<std::size_t>(ActionId::Count));
    const ActionTable actions;
    QSet<QString> names;
    for (const ActionRow &row : actionRows()) {
        const QAction *action = actions[row.id];
        QVERIFY2(action && !action->text().isEmpty(), row.name);
        QVERIFY2(!action->icon().isNull(), row.name);
        QVERIFY2(!action->toolTip().isEmpty() && !action->statusTip().isEmpty(), row.name);
        QVERIFY2(row.group == ActionGroup::None || row.checkable, row.name);
        QVERIFY2(!names.contains(action->objectName()), row.name);
        names.insert(action->objectName());
    }
}

void TestActionTable::shortcutsAreUnique()
{
    QHash<QString, QString> owners;
    const ActionTable actions;
    for (const ActionRow &row : actionRows()) {
        const QString shortcut = actions[row.id]->shortcut().toString();
        QCOMPARE(shortcut.isEmpty(), *row.shortcut == '\0'); // what is written there is a key sequence
        if (shortcut.isEmpty())
            continue;
        QVERIFY2(!owners.contains(shortcut), row.name);
        owners.insert(shortcut, QLatin1String(row.name));
    }
}

void TestActionTable::everyActionStandsInItsMenu()
{
    WindowFixture fixture;
    const auto bars = fixture.window.menuBar()->actions();
    QCOMPARE(bars.size(), static_cast<int>(MenuId::Count));
    for (const ActionRow &row : actionRows()) {
        const QMenu *menu = bars[static_cast<int>(row.menu)]->menu();
        QVERIFY2(menu->actions().contains(fixture.window.actions()[row.id]), row.name);
    }
    for (const QAction *bar : bars) { // mnemonics are unique within a menu
        QSet<QChar> mnemonics;
        for (const QAction *action : bar->menu()->actions()) {
            const qsizetype at = action->text().indexOf(u'&');
            if (at < 0)
                continue;
            const QChar letter = action->text()[at + 1].toLower();
            QVERIFY2(!mnemonics.contains(letter), qPrintable(action->text()));
            mnemonics.insert(letter);
        }
    }
}

void TestActionTable::controlsHaveNamesForScreenReaders()
{
    WindowFixture fixture;
    const auto widgets = fixture.window.findChildren<QWidget *>();
    for (const QWidget *widget : widgets) {
        const bool control = qobject_cast<const QAbstractItemView *>(widget) ||
                             qobject_cast<const QComboBox *>(widget) ||
                             qobject_cast<const QAbstractSpinBox *>(widget) ||
                             qobject_cast<const QLineEdit *>(widget) || qobject_cast<const QAbstractButton *>(widget);
        if (!control || widget->objectName().startsWith(QLatin1String("qt_")))
            continue;
        // Parts of a control (the field of a spin box, the list of a combo box, a header) speak through it.
        const QWidget *parent = widget->parentWidget();
        bool part = false;
        for (; parent; parent = parent->parentWidget())
            part = part || qobject_cast<const QAbstractItemView *>(parent) || qobject_cast<const QComboBox *>(parent) ||
                   qobject_cast<const QAbstractSpinBox *>(parent) || qobject_cast<const QLineEdit *>(parent) ||
                   parent->inherits("QComboBoxPrivateContainer");
        const auto *button = qobject_cast<const QToolButton *>(widget);
        const bool named = !widget->accessibleName().isEmpty() || (button && button->defaultAction()) ||
                           widget->parentWidget()->inherits("QDockWidget") || widget->inherits("QToolBarExtension");
        QVERIFY2(part || named, qPrintable(QStringLiteral("%1 \"%2\" in %3")
                                               .arg(QLatin1String(widget->metaObject()->className()),
                                                    widget->objectName(), widget->parentWidget()->objectName())));
    }
}

void TestActionTable::docksAreComplete()
{
    QCOMPARE(dockRows().size(), static_cast<std::size_t>(DockId::Count));
    WindowFixture fixture;
    for (const DockRow &row : dockRows()) {
        const QDockWidget *dock = fixture.window.docks()[row.id];
        QVERIFY2(dock && dock->widget() && !dock->windowTitle().isEmpty() && !dock->objectName().isEmpty(), row.name);
        QVERIFY2(!dock->toggleViewAction()->statusTip().isEmpty() && !dock->toggleViewAction()->icon().isNull(),
                 row.name);
        QCOMPARE(dock->isVisible(), row.shown);
    }
    QCOMPARE(fixture.window.docks()[DockId::Attributes]->windowTitle(), QStringLiteral("Parameters"));
}

QTEST_MAIN(TestActionTable)
#include "tst_action_table.moc"
