// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the window of a selector's settings.
#include "widgets/selector_dialog.h"

#include "widgets/feature_editors.h"
#include "widgets/feature_model.h"
#include "widgets/feature_text.h"
#include "widgets/icons.h"
#include "widgets/selector_model.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include <memory>

namespace mv {
namespace {

/// The editors of the attributes in a cell.
class CellDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        const auto *feature = index.data(SelectorModel::DescriptionRole).value<const FeatureDescription *>();
        const FeatureEditorRow *row = feature ? findFeatureEditor(feature->type) : nullptr;
        if (!row)
            return nullptr;
        auto *self = const_cast<CellDelegate *>(this); // the base class's signals are not const either
        auto made = std::make_shared<QWidget *>(nullptr);
        const auto finish = [self, made] {
            Q_EMIT self->commitData(*made);
            Q_EMIT self->closeEditor(*made);
        };
        QWidget *editor = row->create(parent, *feature, {[] {}, [] {}, finish}); // taken when it closes
        *made = editor;
        editor->setObjectName(QStringLiteral("cellEditor"));
        editor->setAccessibleName(index.data(Qt::AccessibleTextRole).toString());
        editor->setAutoFillBackground(true);
        return editor;
    }

    void setEditorData(QWidget *editor, const QModelIndex &index) const override
    {
        const auto *feature = index.data(SelectorModel::DescriptionRole).value<const FeatureDescription *>();
        findFeatureEditor(feature->type)
            ->load(editor, *feature, index.data(SelectorModel::StateRole).value<FeatureState>());
    }

    void setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override
    {
        const auto *feature = index.data(SelectorModel::DescriptionRole).value<const FeatureDescription *>();
        const QVariant value = findFeatureEditor(feature->type)->value(editor);
        if (value.isValid())
            model->setData(index, value, Qt::EditRole);
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        if (!(index.flags() & (Qt::ItemIsEditable | Qt::ItemIsUserCheckable)))
            option->state.setFlag(QStyle::State_Enabled, false);
    }
};

} // namespace

SelectorDialog::SelectorDialog(FeaturePort &port, const QString &name, QWidget *parent)
    : QDialog(parent), m_model(new SelectorModel(port, name, this)), m_table(new QTableView), m_status(new QLabel)
{
    setObjectName(QStringLiteral("selectorDialog"));
    setWindowTitle(tr("%1 side by side").arg(m_model->selectors().join(QStringLiteral(" · "))));
    m_table->setObjectName(QStringLiteral("selectorTable"));
    m_table->setAccessibleName(windowTitle());
    m_table->setModel(m_model);
    m_table->setItemDelegate(new CellDelegate(m_table));
    // As in the attributes: one click edits.
    m_table->setEditTriggers(QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed);
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex &index) {
        if (index.flags() & Qt::ItemIsEditable)
            m_table->edit(index);
    });
    m_table->setAlternatingRowColors(true);
    m_table->horizontalHeader()->setMinimumSectionSize(90);
    m_status->setObjectName(QStringLiteral("selectorStatus"));
    m_status->setWordWrap(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    QPushButton *again = buttons->addButton(tr("&Read again"), QDialogButtonBox::ActionRole);
    for (QPushButton *button : {again, buttons->button(QDialogButtonBox::Close)})
        button->setAutoDefault(false); // Return in a cell takes what was typed
    again->setIcon(icon(QStringLiteral("refresh")));
    connect(again, &QPushButton::clicked, this, [this] {
        m_problem.clear();
        m_model->reload();
        showState();
    });
    connect(m_model, &SelectorModel::written, this, [this] { m_problem.clear(); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(m_model, &SelectorModel::loaded, this, [this] {
        m_table->resizeColumnsToContents();
        showState();
    });
    connect(m_model, &SelectorModel::failed, this, [this](const Error &error) {
        m_problem = toDetailedText(error);
        Q_EMIT refused(error);
        showState();
    });
    connect(m_model, &QAbstractItemModel::dataChanged, this, &SelectorDialog::showState);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_status);
    layout->addWidget(buttons);
    resize(720, 320);
    m_model->reload();
    showState();
}

void SelectorDialog::showState()
{
    if (!m_problem.isEmpty())
        m_status->setText(m_problem);
    else if (m_model->rowCount() == 0)
        m_status->setText(tr("Nothing to show: no parameter lies below this selector alone."));
    else if (m_model->isLoading())
        m_status->setText(tr("Reading…"));
    else
        m_status->setText(tr("The selector itself stays where it is."));
}

} // namespace mv
