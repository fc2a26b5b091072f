// SPDX-License-Identifier: GPL-3.0-or-later
// The device list's model: groups, notes, merging.
#include "widgets/device_list_model.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace mv;

namespace {

DeviceInfo device(Transport transport, const QString &serial, DeviceAccess access = DeviceAccess::Free)
{
    DeviceInfo info;
    info.transport = transport;
    info.id = QStringLiteral("%1:V:%2").arg(transportName(transport), serial);
    info.model = QStringLiteral("Model");
    info.serial = serial;
    info.access = access;
    return info;
}

QStringList rows(const DeviceListModel &model, int group)
{
    QStringList result;
    const QModelIndex parent = model.index(group, 0);
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const auto info = model.deviceAt(model.index(row, 0, parent));
        result.append(info ? info->serial : QStringLiteral("note"));
    }
    return result;
}

} // namespace

class TestDeviceListModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasAllFourGroupsAndSaysWhyTheyAreEmpty();
    void mergesLists_data();
    void mergesLists();
    void keepsTheSelectionOfADeviceThatStays();
    void marksTheConnectedDevice();
    void saysWhatIsWrongWithAUsbCamera();
};

void TestDeviceListModel::hasAllFourGroupsAndSaysWhyTheyAreEmpty()
{
    DeviceListModel model;
    const QAbstractItemModelTester tester(&model);
    QCOMPARE(model.rowCount(), 4);
    QStringList names;
    for (int group = 0; group < 4; ++group) {
        const QModelIndex parent = model.index(group, 0);
        names.append(parent.data().toString());
        QCOMPARE(rows(model, group), QStringList{QStringLiteral("note")});
        const QModelIndex note = model.index(0, 0, parent);
        QCOMPARE(note.data(DeviceListModel::KindRole).toInt(), int(DeviceListModel::Kind::Note));
        const bool genTl = group >= 2;
        QCOMPARE(note.data().toString().contains(QStringLiteral("GenTL")), genTl);
        QCOMPARE(note.data(Qt::ToolTipRole).toString().contains(QStringLiteral("not there yet")), genTl);
    }
    QCOMPARE(names, (QStringList{QStringLiteral("GigE"), QStringLiteral("USB"), QStringLiteral("CameraLink"),
                                 QStringLiteral("PCIe")}));
}

void TestDeviceListModel::mergesLists_data()
{
    QTest::addColumn<QStringList>("before");
    QTest::addColumn<QStringList>("after");
    const auto list = [](const char *letters) {
        QStringList result;
        for (const char *c = letters; *c; ++c)
            result.append(QString(QLatin1Char(*c)));
        return result;
    };
    for (const char *before : {"", "a", "ab", "abc"}) {
        for (const char *after : {"", "a", "b", "ab", "ac", "abc", "bcd", "ca", "xyz", "aab", "abab"})
            QTest::addRow("%s to %s", before, after) << list(before) << list(after);
    }
}

void TestDeviceListModel::mergesLists()
{
    QFETCH(QStringList, before);
    QFETCH(QStringList, after);
    DeviceListModel model;
    const QAbstractItemModelTester tester(&model);
    const auto devices = [](const QStringList &serials) {
        QList<DeviceInfo> result;
        for (const QString &serial : serials)
            result.append(device(Transport::GigE, serial));
        return result;
    };
    model.setDevices(devices(before));
    model.setDevices(devices(after));
    after.removeDuplicates(); // cameras that claim to be the same one
    QCOMPARE(rows(model, 0), after.isEmpty() ? QStringList{QStringLiteral("note")} : after);
    QCOMPARE(rows(model, 1), QStringList{QStringLiteral("note")});
}

void TestDeviceListModel::keepsTheSelectionOfADeviceThatStays()
{
    DeviceListModel model;
    model.setDevices({device(Transport::GigE, QStringLiteral("b"))});
    const QPersistentModelIndex b = model.indexOf(QStringLiteral("GigE:V:b"));
    model.setDevices({device(Transport::GigE, QStringLiteral("a")), device(Transport::GigE, QStringLiteral("b"))});
    QCOMPARE(model.deviceAt(b)->serial, QStringLiteral("b"));
    QCOMPARE(b.row(), 1);
}

void TestDeviceListModel::marksTheConnectedDevice()
{
    DeviceListModel model;
    model.setDevices({device(Transport::GigE, QStringLiteral("a")), device(Transport::Usb, QStringLiteral("u"))});
    model.setConnectedId(QStringLiteral("USB:V:u"));
    QVERIFY(model.indexOf(QStringLiteral("USB:V:u")).data(DeviceListModel::ConnectedRole).toBool());
    QVERIFY(!model.indexOf(QStringLiteral("GigE:V:a")).data(DeviceListModel::ConnectedRole).toBool());
    QVERIFY(model.indexOf(QStringLiteral("USB:V:u"))
                .data(Qt::AccessibleTextRole)
                .toString()
                .contains(QStringLiteral("connected")));
    model.setConnectedId({});
    QVERIFY(!model.indexOf(QStringLiteral("USB:V:u")).data(DeviceListModel::ConnectedRole).toBool());
}

void TestDeviceListModel::saysWhatIsWrongWithAUsbCamera()
{
    DeviceListModel model;
    DeviceInfo slow = device(Transport::Usb, QStringLiteral("A"));
    slow.usb = UsbLink();
    slow.usb->speed = UsbLink::Speed::High;
    slow.usb->sharesWith = {QStringLiteral("Other (B)")};
    const DeviceInfo forbidden = device(Transport::Usb, QStringLiteral("C"), DeviceAccess::NoPermission);
    model.setDevices({slow, forbidden});
    const QString said = model.indexOf(slow.id).data(Qt::ToolTipRole).toString();
    QVERIFY2(said.contains(QStringLiteral("480")), qPrintable(said));
    QVERIFY2(said.contains(QStringLiteral("Other (B)")), qPrintable(said));
    const QString refused = model.indexOf(forbidden.id).data(Qt::ToolTipRole).toString();
    QVERIFY2(refused.contains(QStringLiteral("70-mv-viewer.rules")), qPrintable(refused));
}

QTEST_MAIN(TestDeviceListModel)
#include "tst_device_list_model.moc"
