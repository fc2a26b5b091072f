// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the look-up table editor.
#include "widgets/lut_dialog.h"

#include "widgets/feature_check_box.h"
#include "widgets/feature_text.h"
#include "widgets/icons.h"
#include "widgets/lut_plot.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace mv {
namespace {

const QString enableName = QStringLiteral("LUTEnable");

struct Preset
{
    const char *name; ///< translated in the context "mv::LutDialog"
    LutCurve (*make)();
};

constexpr Preset presets[] = {
    {QT_TRANSLATE_NOOP("mv::LutDialog", "&Straight"), [] { return LutCurve::identity(); }},
    {QT_TRANSLATE_NOOP("mv::LutDialog", "&Brighter"), [] { return LutCurve::gamma(0.45); }},
    {QT_TRANSLATE_NOOP("mv::LutDialog", "&Darker"), [] { return LutCurve::gamma(2.2); }},
    {QT_TRANSLATE_NOOP("mv::LutDialog", "&Contrast"), [] { return LutCurve::contrast(); }},
    {QT_TRANSLATE_NOOP("mv::LutDialog", "&Invert"), [] { return LutCurve::inverted(); }},
};

} // namespace

LutDialog::LutDialog(FeaturePort &port, QWidget *parent)
    : QDialog(parent)
    , m_access(port)
    , m_plot(new LutPlot)
    , m_on(new FeatureCheckBox(tr("The camera &uses the table"), port, enableName))
    , m_status(new QLabel)
{
    setObjectName(QStringLiteral("lutDialog"));
    setWindowTitle(tr("Look-up table"));
    m_on->setObjectName(QStringLiteral("lutEnable"));
    m_status->setObjectName(QStringLiteral("lutStatus"));
    m_status->setWordWrap(true);
    auto *presetRow = new QHBoxLayout;
    addPresets(*presetRow);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    m_write = buttons->addButton(tr("&Write to the camera"), QDialogButtonBox::ApplyRole);
    m_write->setObjectName(QStringLiteral("lutWrite"));
    m_write->setEnabled(false);
    QPushButton *read = buttons->addButton(tr("&Read again"), QDialogButtonBox::ResetRole);
    read->setObjectName(QStringLiteral("lutRead"));
    connect(m_write, &QPushButton::clicked, this, &LutDialog::write);
    connect(read, &QPushButton::clicked, &m_access, &LutAccess::read);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(m_on, &FeatureCheckBox::failed, this, &LutDialog::fail);
    connect(m_on, &FeatureCheckBox::locked, this,
            [this](const QString &why) { m_status->setText(tr("%1 cannot be switched: %2").arg(enableName, why)); });
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(presetRow);
    layout->addWidget(m_plot, 1);
    layout->addWidget(m_on);
    layout->addWidget(m_status);
    layout->addWidget(buttons);
    setupAccess();
    m_status->setText(tr("Reading the camera's table…"));
    m_access.read();
    m_on->read();
}

void LutDialog::addPresets(QLayout &layout)
{
    for (const Preset &preset : presets) {
        auto *button = new QPushButton(tr(preset.name));
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, [this, make = preset.make] {
            m_plot->setCurve(make());
            Q_EMIT m_plot->curveChanged();
        });
        layout.addWidget(button);
    }
}

void LutDialog::setupAccess()
{
    connect(&m_access, &LutAccess::loaded, this, [this](const QList<qint64> &values) {
        m_size = static_cast<int>(values.size());
        m_plot->setCurve(LutCurve::through(values, m_access.maxValue()));
        m_write->setEnabled(true);
        m_status->setText(tr("%1 values from 0 to %2, as the camera has them.").arg(m_size).arg(m_access.maxValue()));
    });
    connect(&m_access, &LutAccess::progress, this,
            [this](int done, int total) { m_status->setText(tr("Value %1 of %2…").arg(done).arg(total)); });
    connect(&m_access, &LutAccess::written, this, [this] {
        m_write->setEnabled(true);
        m_status->setText(tr("Written: %1 values.").arg(m_size));
        m_on->read();
    });
    connect(&m_access, &LutAccess::failed, this, &LutDialog::fail);
    connect(m_plot, &LutPlot::curveChanged, this, [this] { m_status->setText(tr("Changed, not written yet.")); });
}

void LutDialog::write()
{
    m_write->setEnabled(false);
    m_status->setText(tr("Writing…"));
    m_access.write(m_plot->curve().table(m_size, m_access.maxValue()));
}

void LutDialog::fail(const Error &error)
{
    m_write->setEnabled(m_size > 0);
    m_status->setText(toDetailedText(error));
    Q_EMIT refused(error);
}

} // namespace mv
