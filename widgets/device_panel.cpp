// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the device list.
#include "widgets/device_panel.h"

#include "widgets/device_list_model.h"
#include "widgets/icons.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QShortcut>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace mv {

DevicePanel::DevicePanel(QWidget *parent)
    : QWidget(parent)
    , m_model(new DeviceListModel(this))
    , m_tree(new QTreeView)
    , m_refresh(new QToolButton)
    , m_status(new QLabel)
{
    setObjectName(QStringLiteral("devicePanel"));
    setupHeader();
    setupTree();
    auto *header = new QHBoxLayout;
    header->setContentsMargins(6, 2, 2, 2);
    header->addWidget(m_status, 1);
    header->addWidget(m_refresh);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(header);
    layout->addWidget(m_tree);
}

void DevicePanel::setupHeader()
{
    m_refresh->setObjectName(QStringLiteral("refreshDevices"));
    m_refresh->setIcon(icon(QStringLiteral("refresh")));
    m_refresh->setAutoRaise(true);
    m_refresh->setToolTip(tr("Search for cameras now"));
    m_refresh->setAccessibleName(tr("Refresh the device list"));
    connect(m_refresh, &QToolButton::clicked, this, &DevicePanel::refreshRequested);
    m_status->setObjectName(QStringLiteral("deviceStatus"));
    m_status->setWordWrap(true);
    m_status->setForegroundRole(QPalette::PlaceholderText);
    setSearching(false);
}

void DevicePanel::setupTree()
{
    m_tree->setObjectName(QStringLiteral("deviceTree"));
    m_tree->setAccessibleName(tr("Cameras by interface"));
    m_tree->setModel(m_model);
    m_tree->setHeaderHidden(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setIndentation(14);
    m_tree->setExpandsOnDoubleClick(false);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->expandAll();
    // activated() follows the desktop's habit, which may be a single click; a double click and Enter must always do.
    connect(m_tree, &QTreeView::doubleClicked, this, &DevicePanel::activate);
    for (const auto key : {Qt::Key_Return, Qt::Key_Enter}) {
        auto *enter = new QShortcut(key, m_tree, nullptr, nullptr, Qt::WidgetShortcut);
        connect(enter, &QShortcut::activated, this, [this] { activate(m_tree->currentIndex()); });
    }
    connect(m_tree, &QTreeView::customContextMenuRequested, this, &DevicePanel::showMenu);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &DevicePanel::rememberSelection);
    connect(m_model, &DeviceListModel::dataChanged, this, [this](const QModelIndex &topLeft) {
        if (!m_merging && topLeft == m_tree->currentIndex())
            Q_EMIT selectionChanged(m_model->deviceAt(topLeft).value_or(DeviceInfo()));
    });
}

void DevicePanel::setDevices(const QList<DeviceInfo> &devices)
{
    setProblem({});
    m_merging = true;
    m_model->setDevices(devices);
    m_merging = false;
    restoreSelection();
    setSearching(!m_refresh->isEnabled());
}

void DevicePanel::rememberSelection(const QModelIndex &current)
{
    if (m_merging)
        return;
    const auto device = m_model->deviceAt(current);
    if (device)
        m_selectedId = device->id;
    else if (m_model->indexOf(m_selectedId).isValid()) // left on purpose, not because the camera went away
        m_selectedId.clear();
    Q_EMIT selectionChanged(device.value_or(DeviceInfo()));
}

// When a row goes, a view selects its neighbour: another camera, which a key would connect to although nobody chose it.
void DevicePanel::restoreSelection()
{
    const QModelIndex chosen = m_model->indexOf(m_selectedId);
    m_merging = true;
    if (chosen.isValid() || m_model->deviceAt(m_tree->currentIndex()))
        m_tree->setCurrentIndex(chosen);
    m_merging = false;
    Q_EMIT selectionChanged(selectedDevice().value_or(DeviceInfo()));
}

void DevicePanel::setConnectedId(const QString &id)
{
    m_connectedId = id;
    m_model->setConnectedId(id);
}

void DevicePanel::setSearching(bool searching)
{
    m_refresh->setEnabled(!searching);
    int count = 0;
    for (int group = 0; group < m_model->rowCount(); ++group) {
        const QModelIndex parent = m_model->index(group, 0);
        for (int row = 0; row < m_model->rowCount(parent); ++row)
            count += m_model->deviceAt(m_model->index(row, 0, parent)).has_value() ? 1 : 0;
    }
    m_status->setText(searching ? tr("Searching…") : tr("%n camera(s)", nullptr, count));
}

void DevicePanel::setProblem(const QString &text)
{
    if (!text.isEmpty())
        m_status->setText(text);
}

std::optional<DeviceInfo> DevicePanel::selectedDevice() const
{
    return m_model->deviceAt(m_tree->currentIndex());
}

void DevicePanel::select(const QString &id)
{
    if (const QModelIndex index = m_model->indexOf(id); index.isValid())
        m_tree->setCurrentIndex(index);
}

void DevicePanel::activate(const QModelIndex &index)
{
    if (const auto device = m_model->deviceAt(index))
        Q_EMIT connectRequested(*device);
}

void DevicePanel::showMenu(const QPoint &position)
{
    const auto device = m_model->deviceAt(m_tree->indexAt(position));
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(QStringLiteral("deviceMenu"));
    if (device && device->id == m_connectedId) {
        menu->addAction(icon(QStringLiteral("disconnect")), tr("Disconnect"), this, &DevicePanel::disconnectRequested);
    } else if (device) {
        menu->addAction(icon(QStringLiteral("connect")), tr("Connect"), this,
                        [this, chosen = *device] { Q_EMIT connectRequested(chosen); });
    }
    menu->addAction(icon(QStringLiteral("refresh")), tr("Refresh the list"), this, &DevicePanel::refreshRequested);
    menu->popup(m_tree->viewport()->mapToGlobal(position));
}

} // namespace mv
