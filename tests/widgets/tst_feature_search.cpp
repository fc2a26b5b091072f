// SPDX-License-Identifier: GPL-3.0-or-later
// Levels and the search as a person types it.
#include "tests/widgets/panel_fixture.h"

#include "widgets/feature_filter_model.h"
#include "widgets/feature_info_pane.h"

#include <QComboBox>
#include <QLabel>
#include <QSignalSpy>
#include <QToolButton>
#include <QVBoxLayout>

using namespace mv;

class TestFeatureSearch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void levelsHideFeaturesAndEmptyCategories();
    void findsInEveryText_data();
    void findsInEveryText();
    void offersWhatIsAboveTheLevel();
    void whatIsAboveTheLevelCanBeEditedInPlace();
    void neverShowsTheInvisible();
    void saysThatNothingWasFound();
    void escapeEndsTheSearch();
    void theChosenRowStaysTheChosenOne();
    void nobodysRowIsExplained();
    void arrowsLeadIntoTheList();
    void theKeyWorksFromTheWholeWindow();
    void longRegistersAreReadWhenChosen();

private:
    QString about() { return m_fixture->panel.findChild<FeatureInfoPane *>()->toPlainText(); }
    QString hits() { return m_fixture->panel.findChild<QLabel *>(QStringLiteral("searchHits"))->text(); }
    void searchFor(const QString &text);
    bool shows(const char *name) { return m_fixture->row(QString::fromLatin1(name)).isValid(); }

    std::unique_ptr<test::PanelFixture> m_fixture;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestFeatureSearch::init()
{
    m_tester.reset();
    auto tree = std::make_shared<FeatureTree>(*test::sampleTree());
    tree->features.push_back(test::feature(QStringLiteral("Secret"), FeatureType::Integer, Visibility::Invisible));
    tree->index.insert(QStringLiteral("Secret"), static_cast<int>(tree->features.size()) - 1);
    tree->categories[1].features.append(QStringLiteral("Secret"));
    tree->features[3].entries[1].displayName = QStringLiteral("Twelve bits");
    tree->features[1].description = QStringLiteral("Amplification of the sensor's signal");
    m_fixture = std::make_unique<test::PanelFixture>(tree);
    m_tester = std::make_unique<QAbstractItemModelTester>(m_fixture->tree().model());
    QVERIFY(m_fixture->show());
}

void TestFeatureSearch::searchFor(const QString &text)
{
    m_fixture->search().setFocus();
    m_fixture->search().selectAll();
    QTest::keyClicks(&m_fixture->search(), text);
}

void TestFeatureSearch::levelsHideFeaturesAndEmptyCategories()
{
    auto *box = m_fixture->panel.findChild<QComboBox *>(QStringLiteral("levelBox"));
    QCOMPARE(box->count(), 3); // there is no way to choose Invisible
    box->setFocus();
    QTest::keyClick(box, Qt::Key_Home);
    QCOMPARE(m_fixture->panel.level(), Visibility::Beginner);
    QVERIFY(shows("Gain") && !shows("UserName") && !shows("Table"));
    QVERIFY(!shows("Third"));
    QTest::keyClick(box, Qt::Key_Down);
    QCOMPARE(m_fixture->panel.level(), Visibility::Expert);
    QVERIFY(shows("UserName") && !shows("Table"));
    QTest::keyClick(box, Qt::Key_Down);
    QVERIFY(shows("UserName") && shows("Table") && !shows("Secret") && !shows("Third"));
}

void TestFeatureSearch::findsInEveryText_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("found");
    QTest::newRow("name") << "gAIn"
                          << "Gain";
    QTest::newRow("display name") << "reset (disp"
                                  << "Reset";
    QTest::newRow("description") << "sensor's"
                                 << "Gain";
    QTest::newRow("entry") << "mono16"
                           << "Format";
    QTest::newRow("an entry's display name") << "twelve"
                                             << "Format";
    QTest::newRow("words in any order") << "signal ampl"
                                        << "Gain";
}

void TestFeatureSearch::findsInEveryText()
{
    QFETCH(QString, text);
    QFETCH(QString, found);
    searchFor(text);
    QVERIFY(m_fixture->row(found).isValid());
    QVERIFY(!m_fixture->tree().visualRect(m_fixture->row(found)).isEmpty()); // opened, not only there
    QCOMPARE(shows("Width"), false);
    QCOMPARE(hits(), QStringLiteral("1 found"));
}

void TestFeatureSearch::offersWhatIsAboveTheLevel()
{
    m_fixture->panel.setLevel(Visibility::Beginner);
    searchFor(QStringLiteral("what"));
    const QModelIndex table = m_fixture->row(QStringLiteral("Table"));
    QVERIFY(table.isValid());
    QCOMPARE(table.siblingAtColumn(0).data().toString(), QStringLiteral("Table (Guru)"));
    QVERIFY(table.data(FeatureFilterModel::AboveLevelRole).toBool());
    QVERIFY(!m_fixture->row(QStringLiteral("Width")).data(FeatureFilterModel::AboveLevelRole).toBool());
    QVERIFY2(hits().contains(QStringLiteral("3 above the level Beginner")), qPrintable(hits()));
    auto *raise = m_fixture->panel.findChild<QToolButton *>(QStringLiteral("raiseLevel"));
    QVERIFY(raise->isVisible());
    QCOMPARE(raise->text(), QStringLiteral("Expert")); // the next one that has something
    QTest::mouseClick(raise, Qt::LeftButton);
    QCOMPARE(m_fixture->panel.level(), Visibility::Expert);
    QCOMPARE(raise->text(), QStringLiteral("Guru"));
    QTest::mouseClick(raise, Qt::LeftButton);
    QCOMPARE(m_fixture->panel.level(), Visibility::Guru);
    QVERIFY(!raise->isVisible());
    QCOMPARE(m_fixture->row(QStringLiteral("Table")).siblingAtColumn(0).data().toString(), QStringLiteral("Table"));
}

void TestFeatureSearch::whatIsAboveTheLevelCanBeEditedInPlace()
{
    m_fixture->panel.setLevel(Visibility::Beginner);
    searchFor(QStringLiteral("table"));
    m_fixture->type(QStringLiteral("Table"), QStringLiteral("0a0b"));
    QCOMPARE(m_fixture->writes.size(), 1);
    QCOMPARE(m_fixture->panel.level(), Visibility::Beginner);
    QVERIFY(m_fixture->action("featureShowLevel").isVisible());
    m_fixture->action("featureShowLevel").trigger();
    QCOMPARE(m_fixture->panel.level(), Visibility::Guru);
}

void TestFeatureSearch::neverShowsTheInvisible()
{
    searchFor(QStringLiteral("secret"));
    QVERIFY(!shows("Secret"));
    QVERIFY2(hits().contains(QStringLiteral("No parameter")), qPrintable(hits()));
}

void TestFeatureSearch::saysThatNothingWasFound()
{
    searchFor(QStringLiteral("nothing like it"));
    QVERIFY(m_fixture->panel.findChild<QLabel *>(QStringLiteral("searchHits"))->isVisible());
    QVERIFY2(hits().contains(QStringLiteral("“nothing like it”")), qPrintable(hits()));
    QCOMPARE(m_fixture->tree().model()->rowCount(), 0);
}

void TestFeatureSearch::escapeEndsTheSearch()
{
    QTest::keyClick(&m_fixture->tree(), Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(m_fixture->search().hasFocus());
    QTest::keyClicks(&m_fixture->search(), QStringLiteral("gain"));
    QVERIFY(!shows("Width"));
    QTest::keyClick(&m_fixture->search(), Qt::Key_Escape);
    QVERIFY(shows("Width"));
    QVERIFY(!m_fixture->panel.findChild<QLabel *>(QStringLiteral("searchHits"))->isVisible());
}

// The search hides it, and brings it back.
void TestFeatureSearch::theChosenRowStaysTheChosenOne()
{
    m_fixture->click(m_fixture->row(QStringLiteral("Address")));
    QVERIFY(about().contains(QStringLiteral("What Address is")));
    searchFor(QStringLiteral("gain"));
    QVERIFY(!about().contains(QStringLiteral("Address")));
    m_fixture->search().clear();
    QVERIFY(about().contains(QStringLiteral("What Address is")));
    QCOMPARE(m_fixture->tree().currentIndex().data(FeatureModel::NameRole).toString(), QStringLiteral("Address"));
    searchFor(QStringLiteral("width"));
    m_fixture->click(m_fixture->row(QStringLiteral("Width")));
    m_fixture->search().clear();
    QVERIFY(about().contains(QStringLiteral("What Width is"))); // found and chosen
}

void TestFeatureSearch::nobodysRowIsExplained()
{
    searchFor(QStringLiteral("table"));
    searchFor(QStringLiteral("width"));
    m_fixture->search().clear();
    m_fixture->panel.setLevel(Visibility::Beginner);
    m_fixture->panel.setLevel(Visibility::Guru);
    QVERIFY2(about().contains(QStringLiteral("Select a parameter")), qPrintable(about()));
    QVERIFY(m_fixture->tree().selectionModel()->selectedRows().isEmpty());
}

void TestFeatureSearch::arrowsLeadIntoTheList()
{
    searchFor(QStringLiteral("gain"));
    QTest::keyClick(&m_fixture->search(), Qt::Key_Down);
    QVERIFY(m_fixture->tree().hasFocus());
    QCOMPARE(m_fixture->tree().currentIndex().data(FeatureModel::NameRole).toString(), QStringLiteral("Gain"));
    QTest::keyClick(&m_fixture->tree(), Qt::Key_Return);
    QTRY_VERIFY(m_fixture->editor());
    QTest::keyClicks(m_fixture->editor(), QStringLiteral("3"));
    QTest::keyClick(m_fixture->editor(), Qt::Key_Return);
    QTRY_COMPARE(m_fixture->writes.size(), 1);
    QCOMPARE(m_fixture->writes.first().second, QVariant(3.0));
    m_fixture->tree().setFocus();
    QTest::keyClick(&m_fixture->tree(), Qt::Key_Escape); // ends the search from there as well
    QVERIFY(m_fixture->search().text().isEmpty());
}

void TestFeatureSearch::theKeyWorksFromTheWholeWindow()
{
    QWidget window;
    auto *layout = new QVBoxLayout(&window);
    auto *elsewhere = new QLineEdit;
    layout->addWidget(elsewhere);
    layout->addWidget(&m_fixture->panel);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    elsewhere->setFocus();
    QTest::keyClick(elsewhere, Qt::Key_F, Qt::ControlModifier);
    QVERIFY(m_fixture->search().hasFocus());
    m_fixture->panel.setParent(nullptr); // it is not the window's
}

void TestFeatureSearch::longRegistersAreReadWhenChosen()
{
    const QString table = QStringLiteral("Table");
    m_fixture->states[table].value = QVariant();
    m_fixture->states[table].maxLength = 8192;
    m_fixture->publish({table});
    QCOMPARE(m_fixture->row(table).data().toString(), QStringLiteral("(8192 bytes)"));
    QSignalSpy wanted(&m_fixture->panel, &FeaturePanel::valueWanted);
    m_fixture->panel.select(table);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.first().first().toString(), table);
    m_fixture->publish(); // somebody else's news
    QCOMPARE(wanted.size(), 1);
    m_fixture->states[table].value = QByteArray(8192, '\1');
    m_fixture->publish({table});
    QVERIFY(m_fixture->row(table).data().toString().startsWith(QStringLiteral("01 01")));
    m_fixture->panel.select(QStringLiteral("Gain"));
    m_fixture->panel.select(table);
    QCOMPARE(wanted.size(), 1);
}

QTEST_MAIN(TestFeatureSearch)
#include "tst_feature_search.moc"
