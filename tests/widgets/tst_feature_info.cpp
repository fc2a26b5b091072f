// SPDX-License-Identifier: GPL-3.0-or-later
// The parameter information: every fact of the selected row, why it is greyed, and the links in it.
#include "tests/widgets/panel_fixture.h"

#include "widgets/feature_info_pane.h"

#include <QComboBox>
#include <QToolButton>

using namespace mv;

namespace {

const QString gain = QStringLiteral("Gain");
const QString format = QStringLiteral("Format");

AccessReason reason(AccessReason::Kind kind, std::vector<AccessReason::Operand> operands = {})
{
    AccessReason result;
    result.kind = kind;
    result.operands = std::move(operands);
    return result;
}

} // namespace

class TestFeatureInfo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everyFactHasItsLine_data();
    void everyFactHasItsLine();
    void saysWhyItIsGrey_data();
    void saysWhyItIsGrey();
    void theReasonGoesWithTheLock();
    void entriesThatTheCameraLacksAreNotShown();
    void anOldValueIsPutBackByItsLink();
    void selectorsAreLinks();
    void strangersTextIsNoMarkup();
    void theButtonHidesAndShowsIt();

private:
    FeatureInfoPane &pane() { return *m_fixture->panel.findChild<FeatureInfoPane *>(); }
    QString text() { return pane().toPlainText(); }
    void clickLink(const QString &target);

    std::shared_ptr<FeatureTree> m_tree;
    std::unique_ptr<test::PanelFixture> m_fixture;
};

void TestFeatureInfo::init()
{
    m_tree = std::make_shared<FeatureTree>(*test::sampleTree());
    m_tree->features[0].unit = QStringLiteral("px");
    m_tree->features[1].selectedBy = {format};
    m_tree->features[1].docuUrl = QStringLiteral("https://example.org/gain");
    m_tree->features[3].selects = {gain};
    m_tree->features[3].entries.push_back({QStringLiteral("BayerRG8"), {}, {}, 4, Visibility::Beginner});
    m_fixture = std::make_unique<test::PanelFixture>(m_tree);
    m_fixture->panel.resize(460, 1000);
    QVERIFY(m_fixture->show());
}

void TestFeatureInfo::everyFactHasItsLine_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("facts");
    const auto row = [](const char *name, std::initializer_list<const char *> facts) {
        QStringList list;
        for (const char *fact : facts)
            list.append(QString::fromUtf8(fact));
        QTest::newRow(name) << QString::fromLatin1(name) << list;
    };
    row("Width", {"Width (display)", "Name\nWidth", "Type\nInteger", "Value\n640 px", "Range\n16 … 2448", "Step\n8 px",
                  "Unit\npx", "Access\nRW", "Level\nBeginner", "What Width is"});
    row("Gain", {"Type\nFloat", "Value\n1.5 dB", "Range\n0 … 24", "Unit\ndB", "Selected by\nFormat",
                 "Documentation\nhttps://example.org/gain"});
    row("Format", {"Type\nEnumeration", "Value\nMono8", "Mono8, Mono12, Mono16 (not now)", "Selects\nGain"});
    row("UserName", {"Type\nString", "Range\nat most 7 bytes", "Level\nExpert"});
    row("Table", {"Type\nRegister", "Value\n01 02", "Level\nGuru"});
    row("Address", {"Value\n0xffffffffffffffff", "Access\nRO"});
    row("Reset", {"Type\nCommand", "Access\nWO"});
}

void TestFeatureInfo::everyFactHasItsLine()
{
    QFETCH(QString, name);
    QFETCH(QStringList, facts);
    m_fixture->click(m_fixture->row(name).siblingAtColumn(0));
    for (const QString &fact : facts)
        QVERIFY2(text().contains(fact), qPrintable(fact + QStringLiteral(" is not in:\n") + text()));
}

void TestFeatureInfo::saysWhyItIsGrey_data()
{
    using Kind = AccessReason::Kind;
    QTest::addColumn<AccessMode>("access");
    QTest::addColumn<AccessReason>("reason");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("by design") << AccessMode::ReadOnly << reason(Kind::ReadOnly) << "Read-only.";
    QTest::newRow("streaming") << AccessMode::ReadOnly
                               << reason(
                                      Kind::Locked,
                                      {{QStringLiteral("TLParamsLocked"), QStringLiteral("1"), {QStringLiteral("0")}}})
                               << "Locked while streaming.";
    QTest::newRow("a switch") << AccessMode::NotAvailable
                              << reason(Kind::NotAvailable, {{QStringLiteral("GammaEnable"),
                                                              QStringLiteral("False"),
                                                              {QStringLiteral("True")}}})
                              << "Needs GammaEnable = True.";
    QTest::newRow("one of many") << AccessMode::NotAvailable
                                 << reason(Kind::NotAvailable, {{QStringLiteral("TriggerSource"),
                                                                 QStringLiteral("Software"),
                                                                 {QStringLiteral("Line0"), QStringLiteral("Line1")}}})
                                 << "Not available: TriggerSource is Software.";
}

void TestFeatureInfo::saysWhyItIsGrey()
{
    QFETCH(AccessMode, access);
    QFETCH(AccessReason, reason);
    QFETCH(QString, sentence);
    FeatureState &state = m_fixture->states[gain];
    state.access = access;
    state.reason = reason;
    state.locked = reason.kind == AccessReason::Kind::Locked;
    m_fixture->publish();
    m_fixture->click(m_fixture->row(gain));
    QVERIFY(!m_fixture->editor());
    QVERIFY2(text().contains(sentence), qPrintable(text()));
    const QModelIndex row = m_fixture->row(gain);
    QVERIFY(row.data(Qt::ToolTipRole).toString().contains(sentence));
    QVERIFY(row.data(Qt::AccessibleTextRole).toString().contains(sentence));
}

void TestFeatureInfo::theReasonGoesWithTheLock()
{
    m_fixture->states[gain].access = AccessMode::ReadOnly;
    m_fixture->states[gain].reason = reason(AccessReason::Kind::ReadOnly);
    m_fixture->publish();
    m_fixture->click(m_fixture->row(gain));
    QVERIFY(text().contains(QStringLiteral("Read-only.")));
    m_fixture->states[gain] = test::sampleStates()[gain];
    m_fixture->publish({gain});
    QVERIFY2(!text().contains(QStringLiteral("Read-only.")), qPrintable(text()));
}

void TestFeatureInfo::entriesThatTheCameraLacksAreNotShown()
{
    m_fixture->states[format].missingEntries = {QStringLiteral("BayerRG8")};
    m_fixture->publish();
    m_fixture->click(m_fixture->row(format));
    auto *box = qobject_cast<QComboBox *>(m_fixture->editor());
    QVERIFY(box);
    QCOMPARE(box->findText(QStringLiteral("BayerRG8")), -1);
    QCOMPARE(box->count(), 3);
    QVERIFY(!text().contains(QStringLiteral("BayerRG8")));
    QTest::keyClick(box, Qt::Key_Escape);
    m_fixture->search().setFocus();
    QTest::keyClicks(&m_fixture->search(), QStringLiteral("bayer"));
    QVERIFY(!m_fixture->row(format).isValid());
}

// A click where the link is.
void TestFeatureInfo::clickLink(const QString &target)
{
    QWidget &viewport = *pane().viewport();
    for (int y = 2; y < viewport.height(); y += 4) {
        for (int x = 2; x < viewport.width(); x += 4) {
            if (pane().anchorAt(QPoint(x, y)) != target)
                continue;
            QTest::mouseClick(&viewport, Qt::LeftButton, {}, QPoint(x + 2, y + 2));
            return;
        }
    }
    QFAIL(qPrintable(target + QStringLiteral(" is no link in:\n") + pane().toHtml()));
}

void TestFeatureInfo::anOldValueIsPutBackByItsLink()
{
    m_fixture->type(gain, QStringLiteral("7"));
    QVERIFY2(text().contains(QStringLiteral("At connecting\n1.5 dB")), qPrintable(text()));
    clickLink(QStringLiteral("mv-revert:Gain"));
    QTRY_COMPARE(m_fixture->states[gain].value.toDouble(), 1.5);
    QTRY_VERIFY(!text().contains(QStringLiteral("At connecting")));
}

void TestFeatureInfo::selectorsAreLinks()
{
    m_fixture->click(m_fixture->row(gain).siblingAtColumn(0));
    clickLink(QStringLiteral("mv-feature:Format"));
    QCOMPARE(m_fixture->tree().currentIndex().data(FeatureModel::NameRole).toString(), format);
    QVERIFY(text().contains(QStringLiteral("What Format is")));
}

void TestFeatureInfo::strangersTextIsNoMarkup()
{
    m_tree->features[0].description = QStringLiteral("<img src='file:///etc/passwd'><b>bold</b> & more");
    m_fixture->panel.model().setTree(m_tree);
    m_fixture->publish();
    m_fixture->tree().expandAll();
    m_fixture->click(m_fixture->row(QStringLiteral("Width")).siblingAtColumn(0));
    QVERIFY2(text().contains(m_tree->features[0].description), qPrintable(text()));
}

void TestFeatureInfo::theButtonHidesAndShowsIt()
{
    auto *button = m_fixture->panel.findChild<QToolButton *>(QStringLiteral("infoButton"));
    QVERIFY(pane().isVisible());
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(!pane().isVisible());
    button->setFocus();
    QTest::keyClick(button, Qt::Key_Space);
    QVERIFY(pane().isVisible());
}

QTEST_MAIN(TestFeatureInfo)
#include "tst_feature_info.moc"
