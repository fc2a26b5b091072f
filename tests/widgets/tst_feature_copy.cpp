// SPDX-License-Identifier: GPL-3.0-or-later
// What lands on the clipboard: exact texts, several rows, selectors first.
#include "widgets/feature_copy.h"

#include "tests/widgets/panel_fixture.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QProcess>

#include <limits>

using namespace mv;

class TestFeatureCopy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTypeInEveryForm_data();
    void everyTypeInEveryForm();
    void selectorsComeFirstAndOnce();
    void selectorsInACircleEnd();
    void aShellReadsWhatWasMeant();
    void severalRowsByTheKeyboard();
    void menuActionsCopyTheirForms();
};

void TestFeatureCopy::everyTypeInEveryForm_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<QVariant>("value");
    QTest::addColumn<QString>("plain");
    QTest::addColumn<QString>("cpp");
    QTest::addColumn<QString>("python");
    QTest::addColumn<QString>("shell");
    const auto row = [](const char *title, FeatureType type, const QVariant &value, const char *plain, const char *cpp,
                        const char *python, const char *shell) {
        QTest::newRow(title) << int(type) << value << QString::fromUtf8(plain) << QString::fromUtf8(cpp)
                             << QString::fromUtf8(python) << QString::fromUtf8(shell);
    };
    row("integer", FeatureType::Integer, QVariant::fromValue<qint64>(std::numeric_limits<qint64>::max()),
        "X=9223372036854775807", "arv_device_set_integer_feature_value(device, \"X\", 9223372036854775807, &error);",
        "device.set_integer_feature_value(\"X\", 9223372036854775807)", "mv-cli set first X=9223372036854775807");
    row("lowest integer", FeatureType::Integer, QVariant::fromValue<qint64>(std::numeric_limits<qint64>::min()),
        "X=-9223372036854775808", "arv_device_set_integer_feature_value(device, \"X\", G_MININT64, &error);",
        "device.set_integer_feature_value(\"X\", -9223372036854775808)", "mv-cli set first X=-9223372036854775808");
    row("float", FeatureType::Float, 0.1 + 0.2, "X=0.30000000000000004",
        "arv_device_set_float_feature_value(device, \"X\", 0.30000000000000004, &error);",
        "device.set_float_feature_value(\"X\", 0.30000000000000004)", "mv-cli set first X=0.30000000000000004");
    row("whole float", FeatureType::Float, 5000.0, "X=5000",
        "arv_device_set_float_feature_value(device, \"X\", 5000.0, &error);",
        "device.set_float_feature_value(\"X\", 5000.0)", "mv-cli set first X=5000");
    row("boolean", FeatureType::Boolean, true, "X=true",
        "arv_device_set_boolean_feature_value(device, \"X\", TRUE, &error);",
        "device.set_boolean_feature_value(\"X\", True)", "mv-cli set first X=true");
    row("enumeration", FeatureType::Enumeration, QStringLiteral("Mono8"), "X=Mono8",
        "arv_device_set_string_feature_value(device, \"X\", \"Mono8\", &error);",
        "device.set_string_feature_value(\"X\", \"Mono8\")", "mv-cli set first X=Mono8");
    row("string", FeatureType::String, QStringLiteral("it's \"ü\" \\ here"), "X=it's \"ü\" \\ here",
        "arv_device_set_string_feature_value(device, \"X\", \"it's \\\"ü\\\" \\\\ here\", &error);",
        "device.set_string_feature_value(\"X\", \"it's \\\"ü\\\" \\\\ here\")",
        "mv-cli set first 'X=it'\\''s \"ü\" \\ here'");
    row("command", FeatureType::Command, {}, "X", "arv_device_execute_command(device, \"X\", &error);",
        "device.execute_command(\"X\")", "mv-cli execute first X");
    row("register", FeatureType::Register, QByteArray("\x0a\xff", 2), "X=0aff",
        "{\n    static const guint8 bytes[] = {0x0a, 0xff};\n    "
        "arv_gc_register_set(ARV_GC_REGISTER(arv_device_get_feature(device, \"X\")), bytes, sizeof bytes, &error);\n}",
        "# \"X\": registers cannot be written through Aravis' Python binding", "mv-cli set first X=0aff");
}

void TestFeatureCopy::everyTypeInEveryForm()
{
    QFETCH(int, type);
    QFETCH(QVariant, value);
    const QString name = QStringLiteral("X");
    const auto tree = test::treeOf({test::feature(name, static_cast<FeatureType>(type))});
    const FeatureStates states{{name, test::readWrite(value)}};
    const auto text = [&](CopyForm form) { return copiedText(form, *tree, states, {name}, QStringLiteral("first")); };
    QTEST(text(CopyForm::NameValue), "plain");
    QTEST(text(CopyForm::CPlusPlus), "cpp");
    QTEST(text(CopyForm::Python), "python");
    QTEST(text(CopyForm::CommandLine), "shell");
}

void TestFeatureCopy::selectorsComeFirstAndOnce()
{
    FeatureDescription selector = test::feature(QStringLiteral("Selector"), FeatureType::Enumeration);
    FeatureDescription first = test::feature(QStringLiteral("First"), FeatureType::Float);
    FeatureDescription second = test::feature(QStringLiteral("Second"), FeatureType::Float);
    first.selectedBy = second.selectedBy = {selector.name};
    const auto tree = test::treeOf({first, second, selector});
    FeatureStates states{{first.name, test::readWrite(1.0)},
                         {second.name, test::readWrite(2.0)},
                         {selector.name, test::readWrite(QStringLiteral("Red"))}};
    const QStringList names{first.name, second.name};
    QCOMPARE(copiedText(CopyForm::NameValue, *tree, states, names, {}),
             QStringLiteral("Selector=Red\nFirst=1\nSecond=2"));
    QCOMPARE(copiedText(CopyForm::CommandLine, *tree, states, names, QStringLiteral("GigE:x y")),
             QStringLiteral("mv-cli set 'GigE:x y' Selector=Red First=1 Second=2"));
    states[second.name].access = AccessMode::ReadOnly;
    QCOMPARE(copiedText(CopyForm::Python, *tree, states, {second.name}, {}),
             QStringLiteral("device.set_string_feature_value(\"Selector\", \"Red\")\n"
                            "device.get_float_feature_value(\"Second\")"));
}

void TestFeatureCopy::selectorsInACircleEnd()
{
    FeatureDescription a = test::feature(QStringLiteral("A"), FeatureType::Float);
    FeatureDescription b = test::feature(QStringLiteral("B"), FeatureType::Float);
    a.selectedBy = {b.name};
    b.selectedBy = {a.name, b.name};
    const auto tree = test::treeOf({a, b});
    const FeatureStates states{{a.name, test::readWrite(1.0)}, {b.name, test::readWrite(2.0)}};
    QCOMPARE(copiedText(CopyForm::NameValue, *tree, states, {a.name}, {}), QStringLiteral("B=2\nA=1"));
}

void TestFeatureCopy::aShellReadsWhatWasMeant()
{
    const QString name = QStringLiteral("X");
    const QString value = QStringLiteral("a'b $HOME `id` \"c\" \\ ;& *");
    const auto tree = test::treeOf({test::feature(name, FeatureType::String)});
    const FeatureStates states{{name, test::readWrite(value)}};
    const QString line = copiedText(CopyForm::CommandLine, *tree, states, {name}, QStringLiteral("first"));
    QProcess shell;
    shell.start(
        QStringLiteral("/bin/sh"),
        {QStringLiteral("-c"), QStringLiteral("mv_cli() { printf '%s|' \"$@\"; }; %1")
                                   .arg(QString(line).replace(QLatin1String("mv-cli"), QLatin1String("mv_cli")))});
    QVERIFY(shell.waitForFinished());
    QCOMPARE(QString::fromUtf8(shell.readAllStandardOutput()), QStringLiteral("set|first|X=%1|").arg(value));
}

void TestFeatureCopy::severalRowsByTheKeyboard()
{
    test::PanelFixture fixture;
    QVERIFY(fixture.show());
    fixture.click(fixture.row(QStringLiteral("Width")).siblingAtColumn(0));
    QTest::keyClick(&fixture.tree(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(&fixture.tree(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(&fixture.tree(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("Width=640\nGain=1.5\nReverse=false"));
    fixture.click(fixture.row(QStringLiteral("Address")).siblingAtColumn(0), Qt::ControlModifier);
    QTest::keyClick(&fixture.tree(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(),
             QStringLiteral("Width=640\nGain=1.5\nReverse=false\nAddress=0xffffffffffffffff"));
}

void TestFeatureCopy::menuActionsCopyTheirForms()
{
    test::PanelFixture fixture;
    QVERIFY(fixture.show());
    fixture.panel.setDeviceId(QStringLiteral("GigE:VC0001"));
    QVERIFY(!fixture.action("featureCopyPython").isEnabled());
    fixture.click(fixture.row(QStringLiteral("Gain")).siblingAtColumn(0));
    const auto copied = [&fixture](const char *action) {
        fixture.action(action).trigger();
        return QGuiApplication::clipboard()->text();
    };
    QVERIFY(copied("featureCopyCPlusPlus").startsWith(QStringLiteral("arv_device_set_float_feature_value(")));
    QCOMPARE(copied("featureCopyPython"), QStringLiteral("device.set_float_feature_value(\"Gain\", 1.5)"));
    QCOMPARE(copied("featureCopyCommandLine"), QStringLiteral("mv-cli set GigE:VC0001 Gain=1.5"));
}

QTEST_MAIN(TestFeatureCopy)
#include "tst_feature_copy.moc"
