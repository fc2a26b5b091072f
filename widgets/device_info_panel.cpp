// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the device information: one table row for each fact.
#include "widgets/device_info_panel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QShortcut>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace mv {
namespace {

enum class Section { Interface, Device };

/// One fact: where it is shown, what it is called, where it comes from.
struct FactRow
{
    Section section;
    const char *label;
    QString (*value)(const DeviceInfo &);
};

QString speedText(const DeviceInfo &device)
{
    if (!device.usb || device.usb->speed == UsbLink::Speed::Unknown)
        return {};
    return QStringLiteral("%1, %2 Mbit/s").arg(speedName(device.usb->speed)).arg(megabitsPerSecond(device.usb->speed));
}

constexpr FactRow facts[] = {
    {Section::Interface, QT_TRANSLATE_NOOP("mv::DeviceInfoPanel", "Type"),
     [](const DeviceInfo &d) { return transportName(d.transport); }},
    {Section::Interface, QT_TRANSLATE_NOOP("mv::DeviceInfoPanel", "Name"),
     [](const DeviceInfo &d) { return d.hostInterface; }},
    {Section::Interface, QT_TRANSLATE_NOOP("mv::DeviceInfoPanel", "IP address"),
     [](const DeviceInfo &d) { return d.hostAddress; }},
    {Section::Interface, QT_TRANSLATE_NOOP("mv::DeviceInfoPanel", "Host controller"),
     [](const DeviceInfo &d) { return d.usb ? d.usb->controller : QString(); }},
    {Section::Interface, QT_TRANSLATE_NOOP("mv::DeviceInfoPanel", "Hubs"),
     [](const DeviceInfo &d) { return d.usb ? d.usb->hubs.join(QStringLiteral(" › ")) : QString(); }},
    {Section::Interface, QT_TRANSLATE_NOOP("mv::DeviceInfoPanel", "Bus"),
     [](const DeviceInfo &d) { return d.usb ? QString::number(d.usb->bus) : QString(); }},
    {Section::Interface, QT_TRANSLATE_NOOP("mv::DeviceInfoPanel", "Port"),
     [](const DeviceInfo &d) { return d.usb ? d.usb->port : QString(); }},
    {Section::Interface, QT_TRANSLATE_NOOP("mv::DeviceInfoPanel", "Speed"), speedText},
    {Section::Interface, QT_TRANSLATE_NOOP("mv::DeviceInfoPanel", "Attention"),
     [](const DeviceInfo &d) { return d.usb ? warnings(*d.usb).join(QLatin1Char(' ')) : QString(); }},
    {Section::Device, QT_TRANSLATE_NOOP("mv::DeviceInfoPanel", "Vendor"), [](const DeviceInfo &d) { return d.vendor; }},
    {Section::Device, QT_TRANSLATE_NOOP("mv::DeviceInfoPanel", "Model"), [](const DeviceInfo &d) { return d.model; }},
    {Section::Device, QT_TRANSLATE_NOOP("mv::DeviceInfoPanel", "Serial number"),
     [](const DeviceInfo &d) { return d.serial; }},
    {Section::Device, QT_TRANSLATE_NOOP("mv::DeviceInfoPanel", "User name"),
     [](const DeviceInfo &d) { return d.userName; }},
    {Section::Device, QT_TRANSLATE_NOOP("mv::DeviceInfoPanel", "Firmware"),
     [](const DeviceInfo &d) { return d.version; }},
    {Section::Device, QT_TRANSLATE_NOOP("mv::DeviceInfoPanel", "Information"),
     [](const DeviceInfo &d) { return d.manufacturerInfo; }},
    {Section::Device, QT_TRANSLATE_NOOP("mv::DeviceInfoPanel", "Address"),
     [](const DeviceInfo &d) { return d.address; }},
    {Section::Device, QT_TRANSLATE_NOOP("mv::DeviceInfoPanel", "GUID"),
     [](const DeviceInfo &d) { return d.usb ? d.usb->guid : QString(); }},
    {Section::Device, QT_TRANSLATE_NOOP("mv::DeviceInfoPanel", "Subnet mask"),
     [](const DeviceInfo &d) { return d.subnetMask; }},
    {Section::Device, QT_TRANSLATE_NOOP("mv::DeviceInfoPanel", "Gateway"),
     [](const DeviceInfo &d) { return d.gateway; }},
    {Section::Device, QT_TRANSLATE_NOOP("mv::DeviceInfoPanel", "MAC address"),
     [](const DeviceInfo &d) { return d.mac; }},
};

QTreeWidgetItem *addSection(QTreeWidget *tree, const QString &title)
{
    auto *item = new QTreeWidgetItem(tree, {title});
    QFont font = item->font(0);
    font.setBold(true);
    item->setFont(0, font);
    item->setFirstColumnSpanned(true);
    return item;
}

} // namespace

DeviceInfoPanel::DeviceInfoPanel(QWidget *parent) : QWidget(parent), m_tree(new QTreeWidget)
{
    setObjectName(QStringLiteral("deviceInfoPanel"));
    m_tree->setObjectName(QStringLiteral("deviceInfo"));
    m_tree->setAccessibleName(tr("Information about the selected camera"));
    m_tree->setColumnCount(2);
    m_tree->setHeaderHidden(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setRootIsDecorated(false);
    m_tree->setIndentation(10);
    m_tree->setWordWrap(true); // a warning is read whole without hovering
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_tree->header()->setStretchLastSection(true);
    auto *copy = new QShortcut(QKeySequence::Copy, m_tree, nullptr, nullptr, Qt::WidgetShortcut);
    connect(copy, &QShortcut::activated, this, &DeviceInfoPanel::copyCurrent);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_tree);
    setDevice({});
}

void DeviceInfoPanel::setDevice(const DeviceInfo &device)
{
    if (device == m_device && m_tree->topLevelItemCount() > 0)
        return;
    m_device = device;
    m_tree->clear();
    if (device.id.isEmpty()) {
        auto *hint = new QTreeWidgetItem(m_tree, {tr("Select a camera in the list.")});
        hint->setForeground(0, palette().color(QPalette::PlaceholderText));
        hint->setFirstColumnSpanned(true);
        return;
    }
    QTreeWidgetItem *sections[] = {addSection(m_tree, tr("Interface")), addSection(m_tree, tr("Device"))};
    for (const FactRow &fact : facts) {
        const QString value = fact.value(device);
        if (value.isEmpty())
            continue;
        auto *item = new QTreeWidgetItem(sections[static_cast<int>(fact.section)], {tr(fact.label), value});
        item->setToolTip(1, value);
    }
    m_tree->expandAll();
}

void DeviceInfoPanel::copyCurrent()
{
    if (const QTreeWidgetItem *item = m_tree->currentItem())
        QGuiApplication::clipboard()->setText(item->text(1));
}

} // namespace mv
