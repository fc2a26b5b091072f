// SPDX-License-Identifier: GPL-3.0-or-later
// Stars: by click and by key, in the person's order, for another camera others.
#include "tests/widgets/panel_fixture.h"

#include "widgets/favourites.h"
#include "widgets/favourites_model.h"

#include <QLabel>
#include <QMimeData>
#include <QSignalSpy>
#include <QTabWidget>

using namespace mv;

class TestFavourites : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theStarIsClicked();
    void theStarIsAKey();
    void keysChangeTheOrder();
    void draggingChangesTheOrder();
    void favouritesAreEditedLikeTheRest();
    void theyStayAboveTheLevel();
    void whatTheCameraLacksIsKeptAndNotShown();
    void rememberedNamesAreNotReportedBack();

private:
    QStringList shown();
    void clickStar(const QString &name);
    void toFavourites();

    std::unique_ptr<QAbstractItemModelTester> m_tester;
    std::unique_ptr<test::PanelFixture> m_fixture;
};

void TestFavourites::init()
{
    m_tester.reset();
    m_fixture = std::make_unique<test::PanelFixture>();
    m_tester = std::make_unique<QAbstractItemModelTester>(m_fixture->stars().model());
    QVERIFY(m_fixture->show());
}

QStringList TestFavourites::shown()
{
    QStringList names;
    const QAbstractItemModel &model = *m_fixture->stars().model();
    for (int row = 0; row < model.rowCount(); ++row)
        names.append(model.index(row, 0).data(FeatureModel::NameRole).toString());
    return names;
}

void TestFavourites::clickStar(const QString &name)
{
    const QRect rect = m_fixture->tree().visualRect(m_fixture->row(name).siblingAtColumn(0));
    QTest::mouseClick(m_fixture->tree().viewport(), Qt::LeftButton, {}, QPoint(rect.right() - 8, rect.center().y()));
}

void TestFavourites::toFavourites()
{
    auto *tabs = m_fixture->panel.findChild<QTabWidget *>(QStringLiteral("featureTabs"));
    QCOMPARE(tabs->tabText(0), QStringLiteral("All attributes"));
    QCOMPARE(tabs->tabText(1), QStringLiteral("Favourites"));
    tabs->setCurrentIndex(1);
}

void TestFavourites::theStarIsClicked()
{
    QSignalSpy edits(&m_fixture->panel.favourites(), &Favourites::edited);
    auto *hint = m_fixture->panel.findChild<QLabel *>(QStringLiteral("favouritesHint"));
    toFavourites();
    QVERIFY(hint->isVisible());
    m_fixture->panel.findChild<QTabWidget *>()->setCurrentIndex(0);
    clickStar(QStringLiteral("Gain"));
    clickStar(QStringLiteral("Width"));
    QCOMPARE(shown().join(u' '), QStringLiteral("Gain Width"));
    QCOMPARE(edits.count(), 2);
    QCOMPARE(m_fixture->writes.size(), 0);
    toFavourites();
    QVERIFY(!hint->isVisible());
    QVERIFY(m_fixture->stars().isVisible());
    m_fixture->panel.findChild<QTabWidget *>()->setCurrentIndex(0);
    clickStar(QStringLiteral("Gain"));
    QCOMPARE(shown(), QStringList{QStringLiteral("Width")});
}

void TestFavourites::theStarIsAKey()
{
    m_fixture->click(m_fixture->row(QStringLiteral("Reset")).siblingAtColumn(0));
    m_fixture->click(m_fixture->row(QStringLiteral("Address")), Qt::ControlModifier);
    QTest::keyClick(&m_fixture->tree(), Qt::Key_B, Qt::ControlModifier);
    QCOMPARE(shown().join(u' '), QStringLiteral("Reset Address"));
}

void TestFavourites::keysChangeTheOrder()
{
    m_fixture->panel.favourites().setNames({QStringLiteral("Width"), QStringLiteral("Gain"), QStringLiteral("Format")});
    QSignalSpy edits(&m_fixture->panel.favourites(), &Favourites::edited);
    toFavourites();
    m_fixture->stars().setFocus();
    m_fixture->stars().setCurrentIndex(m_fixture->row(QStringLiteral("Width"), &m_fixture->stars()));
    QTest::keyClick(&m_fixture->stars(), Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(shown().join(u' '), QStringLiteral("Gain Width Format"));
    QTest::keyClick(&m_fixture->stars(), Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(shown().join(u' '), QStringLiteral("Gain Format Width"));
    QTest::keyClick(&m_fixture->stars(), Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(shown().join(u' '), QStringLiteral("Gain Format Width"));
    QTest::keyClick(&m_fixture->stars(), Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(shown().join(u' '), QStringLiteral("Gain Width Format"));
    QCOMPARE(edits.last().first().toStringList(), shown());
    QCOMPARE(m_fixture->stars().currentIndex().data(FeatureModel::NameRole).toString(), QStringLiteral("Width"));
}

void TestFavourites::draggingChangesTheOrder()
{
    m_fixture->panel.favourites().setNames({QStringLiteral("Width"), QStringLiteral("Gain"), QStringLiteral("Format")});
    toFavourites();
    QAbstractItemModel &model = *m_fixture->stars().model();
    QVERIFY(m_fixture->stars().dragEnabled() && m_fixture->stars().acceptDrops());
    QVERIFY(model.flags(model.index(2, 0)) & Qt::ItemIsDragEnabled);
    const std::unique_ptr<QMimeData> dragged(model.mimeData({model.index(2, 0), model.index(2, 1)}));
    QCOMPARE(model.supportedDragActions(), Qt::DropActions(Qt::MoveAction)); // else the view has nothing to offer
    QVERIFY(model.canDropMimeData(dragged.get(), Qt::MoveAction, 0, 0, {})); // what the view asks before
    QVERIFY(model.canDropMimeData(dragged.get(), Qt::MoveAction, -1, -1, model.index(1, 0)));
    QMimeData text;
    text.setText(QStringLiteral("Gain"));
    QVERIFY(!model.canDropMimeData(&text, Qt::MoveAction, 0, 0, {}));
    model.dropMimeData(dragged.get(), Qt::MoveAction, 0, 0, {}); // between: before the first
    QCOMPARE(shown().join(u' '), QStringLiteral("Format Width Gain"));
    const std::unique_ptr<QMimeData> again(model.mimeData({model.index(0, 0)}));
    model.dropMimeData(again.get(), Qt::MoveAction, -1, -1, {}); // below the last
    QCOMPARE(shown().join(u' '), QStringLiteral("Width Gain Format"));
    model.dropMimeData(again.get(), Qt::MoveAction, -1, -1, model.index(1, 0)); // onto a row: in its place
    QCOMPARE(shown().join(u' '), QStringLiteral("Width Format Gain"));
}

void TestFavourites::favouritesAreEditedLikeTheRest()
{
    m_fixture->panel.favourites().setNames({QStringLiteral("Gain")});
    toFavourites();
    FeatureView &stars = m_fixture->stars();
    m_fixture->click(m_fixture->row(QStringLiteral("Gain"), &stars), {}, &stars);
    auto *editor = stars.viewport()->findChild<QWidget *>(QStringLiteral("featureEditor"));
    QVERIFY(editor);
    QTest::keyClick(editor, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(editor, QStringLiteral("12"));
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(m_fixture->writes.size(), 1);
    QCOMPARE(m_fixture->row(QStringLiteral("Gain"), &stars).data().toString(), QStringLiteral("12 dB"));
}

void TestFavourites::theyStayAboveTheLevel()
{
    m_fixture->panel.favourites().setNames({QStringLiteral("Table")});
    m_fixture->panel.setLevel(Visibility::Beginner);
    QCOMPARE(shown(), QStringList{QStringLiteral("Table")});
}

void TestFavourites::whatTheCameraLacksIsKeptAndNotShown()
{
    const QStringList names{QStringLiteral("Elsewhere"), QStringLiteral("Gain")};
    m_fixture->panel.favourites().setNames(names);
    QCOMPARE(shown(), QStringList{QStringLiteral("Gain")});
    QCOMPARE(m_fixture->panel.favourites().names(), names);
    m_fixture->panel.model().setTree(nullptr);
    QCOMPARE(shown(), QStringList());
    m_fixture->panel.model().setTree(test::treeOf({test::feature(QStringLiteral("Elsewhere"), FeatureType::Float)}));
    QCOMPARE(shown(), QStringList{QStringLiteral("Elsewhere")});
}

void TestFavourites::rememberedNamesAreNotReportedBack()
{
    QSignalSpy edits(&m_fixture->panel.favourites(), &Favourites::edited);
    m_fixture->panel.favourites().setNames({QStringLiteral("Gain"), QStringLiteral("Gain"), QString()});
    QCOMPARE(edits.count(), 0);
    QCOMPARE(shown(), QStringList{QStringLiteral("Gain")});
}

QTEST_MAIN(TestFavourites)
#include "tst_favourites.moc"
