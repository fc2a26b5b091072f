// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the colour matrix as a table.
#include "widgets/color_matrix_dialog.h"

#include "widgets/feature_check_box.h"
#include "widgets/feature_text.h"
#include "widgets/number_boxes.h"
#include "widgets/when_done.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace mv {
namespace {

const QString valueName = QStringLiteral("ColorTransformationValue");
const QString enableName = QStringLiteral("ColorTransformationEnable");

// SFNC's Gain00 … Gain22: row, column. -1 for the offsets and whatever else a camera has.
int cellOf(const SelectorPath &path)
{
    const QString entry = path.isEmpty() ? QString() : path.last().entry;
    if (entry.size() != 6 || !entry.startsWith(QLatin1String("Gain")))
        return -1;
    const int row = entry[4].digitValue();
    const int column = entry[5].digitValue();
    return row >= 0 && row < 3 && column >= 0 && column < 3 ? 3 * row + column : -1;
}

} // namespace

ColorMatrixDialog::ColorMatrixDialog(FeaturePort &port, QWidget *parent)
    : QDialog(parent)
    , m_port(port)
    , m_on(new FeatureCheckBox(tr("The camera &uses the matrix"), port, enableName))
    , m_status(new QLabel)
{
    setObjectName(QStringLiteral("colorMatrixDialog"));
    setWindowTitle(tr("Colour matrix"));
    m_on->setObjectName(QStringLiteral("matrixEnable"));
    m_status->setObjectName(QStringLiteral("matrixStatus"));
    m_status->setWordWrap(true);
    auto *grid = new QGridLayout;
    setupGrid(*grid);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false); // Return takes what was typed
    QPushButton *identity = buttons->addButton(tr("&Leave colours alone"), QDialogButtonBox::ResetRole);
    identity->setObjectName(QStringLiteral("matrixIdentity"));
    identity->setToolTip(tr("Write the matrix that changes nothing"));
    identity->setAutoDefault(false);
    QPushButton *again = buttons->addButton(tr("&Read again"), QDialogButtonBox::ResetRole);
    again->setAutoDefault(false);
    connect(identity, &QPushButton::clicked, this, &ColorMatrixDialog::writeIdentity);
    connect(again, &QPushButton::clicked, this, &ColorMatrixDialog::read);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(m_on, &FeatureCheckBox::failed, this, &ColorMatrixDialog::fail);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(grid);
    layout->addWidget(m_on);
    layout->addWidget(m_status);
    layout->addStretch(1);
    layout->addWidget(buttons);
    read();
}

void ColorMatrixDialog::setupGrid(QGridLayout &grid)
{
    const QStringList colors{tr("red"), tr("green"), tr("blue")};
    for (int column = 0; column < side; ++column)
        grid.addWidget(new QLabel(tr("from %1").arg(colors[column])), 0, column + 1, Qt::AlignHCenter);
    grid.addWidget(new QLabel(tr("sum")), 0, side + 1, Qt::AlignHCenter);
    for (int cell = 0; cell < cells; ++cell) {
        const int row = cell / side;
        const int column = cell % side;
        auto *box = new FloatBox;
        box->setObjectName(QStringLiteral("gain%1%2").arg(row).arg(column));
        box->setAccessibleName(tr("New %1 from %2").arg(colors[row], colors[column]));
        box->setEnabled(false);
        connect(box, &NumberBox::stepped, this, [this, cell] { write(cell); });
        connect(box, &QAbstractSpinBox::editingFinished, this, [this, box, cell] {
            if (box->value() != m_known[static_cast<std::size_t>(cell)])
                write(cell);
        });
        m_boxes[static_cast<std::size_t>(cell)] = box;
        grid.addWidget(box, row + 1, column + 1);
    }
    for (int row = 0; row < side; ++row) {
        grid.addWidget(new QLabel(tr("new %1").arg(colors[row])), row + 1, 0);
        auto *sum = m_sums[static_cast<std::size_t>(row)] = new QLabel;
        sum->setToolTip(tr("1 keeps grey as bright as it is"));
        grid.addWidget(sum, row + 1, side + 1, Qt::AlignHCenter);
    }
}

void ColorMatrixDialog::read()
{
    m_status->setText(tr("Reading…"));
    whenDone(m_port.readSelected(valueName), this, [this](const Result<SelectedStates> &result) {
        if (result)
            take(result.value());
        else
            fail(result.error());
    });
    m_on->read();
}

void ColorMatrixDialog::take(const SelectedStates &states)
{
    for (const SelectedState &one : states.states) {
        const int cell = cellOf(one.path);
        if (cell < 0)
            continue;
        const auto at = static_cast<std::size_t>(cell);
        m_paths[at] = one.path;
        FloatBox *box = m_boxes[at];
        box->setRange(one.state.floatMin, one.state.floatMax, one.state.floatStep);
        box->setEnabled(isWritable(one.state));
        box->setToolTip(whyNotWritable(one.state));
        box->setValue(one.state.value.toDouble());
        m_known[at] = box->value();
    }
    m_status->clear();
    showSums();
}

void ColorMatrixDialog::write(int cell)
{
    const auto at = static_cast<std::size_t>(cell);
    FloatBox *box = m_boxes[at];
    const auto value = box->value();
    if (!value) {
        m_status->setText(tr("“%1” is no number.").arg(box->text()));
        return;
    }
    box->findChild<QLineEdit *>()->setModified(false);
    m_known[at] = value;
    whenDone(m_port.writeSelected(valueName, m_paths[at], *value), this,
             [this, box, at](const Result<FeatureState> &result) {
                 if (!result) {
                     read(); // the box shows what the camera has
                     fail(result.error());
                     return;
                 }
                 if (!box->edited()) {
                     box->setValue(result.value().value.toDouble());
                     m_known[at] = box->value();
                 }
                 m_status->clear();
                 showSums();
             });
}

void ColorMatrixDialog::writeIdentity()
{
    for (int cell = 0; cell < cells; ++cell) {
        FloatBox *box = m_boxes[static_cast<std::size_t>(cell)];
        if (!box->isEnabled())
            continue;
        box->setValue(cell % (side + 1) == 0 ? 1 : 0);
        write(cell);
    }
}

void ColorMatrixDialog::showSums()
{
    for (int row = 0; row < side; ++row) {
        double sum = 0;
        for (int column = 0; column < side; ++column) {
            const int cell = side * row + column;
            sum += m_boxes[static_cast<std::size_t>(cell)]->value().value_or(0);
        }
        m_sums[static_cast<std::size_t>(row)]->setText(QString::number(sum, 'f', 3));
    }
}

void ColorMatrixDialog::fail(const Error &error)
{
    m_status->setText(toDetailedText(error));
    Q_EMIT refused(error);
}

} // namespace mv
