// SPDX-License-Identifier: GPL-3.0-or-later
// The device panel under real clicks and keys.
#include "widgets/device_info_panel.h"
#include "widgets/device_panel.h"

#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QTreeView>
#include <QTreeWidget>

using namespace mv;

namespace {

DeviceInfo camera(int number = 1)
{
    DeviceInfo info;
    info.id = QStringLiteral("GigE:V:%1").arg(number);
    info.vendor = QStringLiteral("Vendor");
    info.model = QStringLiteral("Model");
    info.serial = QStringLiteral("1");
    info.address = QStringLiteral("127.6.1.1");
    info.hostInterface = QStringLiteral("lo");
    return info;
}

QPoint center(const QTreeView &tree, const QString &text)
{
    const auto found = tree.model()->match(tree.model()->index(0, 0), Qt::DisplayRole, text, 1,
                                           Qt::MatchContains | Qt::MatchRecursive);
    return found.isEmpty() ? QPoint(-1, -1) : tree.visualRect(found.first()).center();
}

} // namespace

class TestDevicePanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void doubleClickAsksToConnect();
    void enterAsksToConnect();
    void doubleClickOnANoteAsksForNothing();
    void refreshIsBusyWhileSearching();
    void contextMenuOffersWhatCanBeDone();
    void informationFollowsTheSelection();
    void selectionStaysWithItsCamera();
    void noCameraIsSelectedUnasked();

private:
    std::unique_ptr<DevicePanel> m_panel;
    QTreeView *m_tree = nullptr;
};

void TestDevicePanel::init()
{
    m_panel = std::make_unique<DevicePanel>();
    m_panel->resize(300, 400);
    m_panel->setDevices({camera()});
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
    m_tree = m_panel->findChild<QTreeView *>(QStringLiteral("deviceTree"));
}

void TestDevicePanel::doubleClickAsksToConnect()
{
    QSignalSpy spy(m_panel.get(), &DevicePanel::connectRequested);
    const QPoint at = center(*m_tree, QStringLiteral("Model"));
    QTest::mouseClick(m_tree->viewport(), Qt::LeftButton, {}, at);
    QCOMPARE(m_panel->selectedDevice()->id, camera().id);
    QCOMPARE(spy.count(), 0);
    QTest::mouseDClick(m_tree->viewport(), Qt::LeftButton, {}, at);
    QCOMPARE(spy.count(), 1);
    QCOMPARE(spy.first().first().value<DeviceInfo>().id, camera().id);
}

void TestDevicePanel::enterAsksToConnect()
{
    QSignalSpy asked(m_panel.get(), &DevicePanel::connectRequested);
    QTest::mouseClick(m_tree->viewport(), Qt::LeftButton, {}, center(*m_tree, QStringLiteral("Model")));
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter})
        QTest::keyClick(m_tree, key);
    QCOMPARE(asked.count(), 2);
}

void TestDevicePanel::doubleClickOnANoteAsksForNothing()
{
    QSignalSpy spy(m_panel.get(), &DevicePanel::connectRequested);
    QTest::mouseDClick(m_tree->viewport(), Qt::LeftButton, {}, center(*m_tree, QStringLiteral("GenTL")));
    QCOMPARE(spy.count(), 0);
    QVERIFY(!m_panel->selectedDevice());
}

void TestDevicePanel::refreshIsBusyWhileSearching()
{
    auto *button = m_panel->findChild<QToolButton *>(QStringLiteral("refreshDevices"));
    auto *status = m_panel->findChild<QLabel *>(QStringLiteral("deviceStatus"));
    QSignalSpy spy(m_panel.get(), &DevicePanel::refreshRequested);
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(spy.count(), 1);
    m_panel->setSearching(true);
    QVERIFY(!button->isEnabled());
    QVERIFY(status->text().contains(QStringLiteral("Searching")));
    m_panel->setSearching(false);
    QVERIFY(button->isEnabled());
    QVERIFY(status->text().contains(QStringLiteral("1")));
    m_panel->setProblem(QStringLiteral("no network"));
    QCOMPARE(status->text(), QStringLiteral("no network"));
}

void TestDevicePanel::contextMenuOffersWhatCanBeDone()
{
    const auto texts = [this](const QPoint &at) {
        Q_EMIT m_tree->customContextMenuRequested(at);
        auto *menu = m_panel->findChild<QMenu *>(QStringLiteral("deviceMenu"));
        QStringList result;
        for (const QAction *action : menu->actions())
            result.append(action->text());
        delete menu;
        return result;
    };
    const QPoint at = center(*m_tree, QStringLiteral("Model"));
    QCOMPARE(texts(at).first(), QStringLiteral("Connect"));
    m_panel->setConnectedId(camera().id);
    QCOMPARE(texts(at).first(), QStringLiteral("Disconnect"));
    QCOMPARE(texts(center(*m_tree, QStringLiteral("GenTL"))).size(), 1);
}

void TestDevicePanel::informationFollowsTheSelection()
{
    DeviceInfoPanel info;
    connect(m_panel.get(), &DevicePanel::selectionChanged, &info, &DeviceInfoPanel::setDevice);
    m_panel->select(camera().id);
    auto *tree = info.findChild<QTreeWidget *>(QStringLiteral("deviceInfo"));
    const auto has = [tree](const QString &text) {
        return !tree->findItems(text, Qt::MatchExactly | Qt::MatchRecursive, 1).isEmpty();
    };
    QVERIFY(has(QStringLiteral("127.6.1.1")));
    QVERIFY(has(QStringLiteral("lo")));
    DeviceInfo moved = camera();
    moved.address = QStringLiteral("127.6.1.2");
    m_panel->setDevices({moved});
    QVERIFY(has(QStringLiteral("127.6.1.2")));
    m_panel->setDevices({});
    QVERIFY(!has(QStringLiteral("127.6.1.2")));
}

void TestDevicePanel::selectionStaysWithItsCamera()
{
    m_panel->setDevices({camera(1), camera(2), camera(3)});
    m_panel->select(camera(2).id);
    QSignalSpy spy(m_panel.get(), &DevicePanel::selectionChanged);
    m_panel->setDevices({camera(1), camera(3)});
    QVERIFY(!m_panel->selectedDevice());
    QVERIFY(m_tree->selectionModel()->selectedIndexes().isEmpty());
    QCOMPARE(spy.last().first().value<DeviceInfo>().id, QString());
    m_panel->setDevices({camera(3)});
    QVERIFY(!m_panel->selectedDevice());
    m_panel->setDevices({});
    m_panel->setDevices({camera(1)}); // takes the row of the note
    QVERIFY(!m_panel->selectedDevice());
    m_panel->setDevices({camera(1), camera(2)});
    QCOMPARE(m_panel->selectedDevice()->id, camera(2).id);
    QCOMPARE(spy.last().first().value<DeviceInfo>().id, camera(2).id);
    // Another choice in the meantime is the one that counts.
    m_panel->setDevices({camera(1)});
    m_panel->select(camera(1).id);
    m_panel->setDevices({camera(1), camera(2)});
    QCOMPARE(m_panel->selectedDevice()->id, camera(1).id);
}

void TestDevicePanel::noCameraIsSelectedUnasked()
{
    m_panel->setDevices({});
    m_tree->setFocus();
    m_tree->setCurrentIndex(m_tree->model()->index(0, 0, m_tree->model()->index(0, 0))); // the note
    m_panel->setDevices({camera(1)});
    QVERIFY(!m_panel->selectedDevice());
}

QTEST_MAIN(TestDevicePanel)
#include "tst_device_panel.moc"
