// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the choice of the play mode.
#include "widgets/play_mode_box.h"

#include "widgets/feature_text.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSpinBox>

#include <algorithm>
#include <limits>

namespace mv {
namespace {

/// SFNC's names of the modes and what people call them.
struct ModeRow
{
    const char *entry;
    const char *text;
};

constexpr ModeRow modes[] = {
    {"Continuous", QT_TRANSLATE_NOOP("mv::PlayModeBox", "Continuous")},
    {"SingleFrame", QT_TRANSLATE_NOOP("mv::PlayModeBox", "Single frame")},
    {"MultiFrame", QT_TRANSLATE_NOOP("mv::PlayModeBox", "Multiple frames")},
};

int toInt(qint64 value)
{
    return static_cast<int>(std::clamp<qint64>(value, 0, std::numeric_limits<int>::max()));
}

} // namespace

PlayModeBox::PlayModeBox(QWidget *parent) : QWidget(parent), m_mode(new QComboBox), m_count(new QSpinBox)
{
    m_mode->setObjectName(QStringLiteral("playMode"));
    m_mode->setAccessibleName(tr("Play mode"));
    m_mode->setToolTip(tr("How many frames Play takes; can be chosen while the stream is stopped"));
    for (const ModeRow &mode : modes)
        m_mode->addItem(tr(mode.text), QLatin1String(mode.entry));
    m_count->setObjectName(QStringLiteral("frameCount"));
    m_count->setAccessibleName(tr("Number of frames"));
    m_count->setToolTip(tr("How many frames \"Multiple frames\" takes"));
    m_count->setKeyboardTracking(false);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(2, 0, 2, 0);
    layout->setSpacing(3);
    layout->addWidget(m_mode);
    layout->addWidget(m_count);
    connect(m_mode, &QComboBox::activated, this, [this] {
        update();
        Q_EMIT writeRequested(QStringLiteral("AcquisitionMode"), m_mode->currentData().toString());
    });
    connect(m_count, &QSpinBox::valueChanged, this, [this](int count) {
        Q_EMIT writeRequested(QStringLiteral("AcquisitionFrameCount"), QVariant::fromValue(static_cast<qint64>(count)));
    });
    update();
}

void PlayModeBox::setStates(const FeatureState &mode, const FeatureState &frameCount)
{
    const QSignalBlocker noWrite(m_count);
    const int index = m_mode->findData(mode.value.toString());
    m_mode->setCurrentIndex(index >= 0 ? index : 0);
    m_modeWritable = isWritable(mode);
    m_countWritable = isWritable(frameCount);
    m_count->setRange(toInt(frameCount.intMin.value_or(1)), toInt(frameCount.intMax.value_or(255)));
    if (!m_count->hasFocus() && frameCount.value.isValid())
        m_count->setValue(toInt(frameCount.value.toLongLong()));
    update();
}

void PlayModeBox::setChangeable(bool changeable)
{
    m_changeable = changeable;
    update();
}

void PlayModeBox::update()
{
    m_mode->setEnabled(m_changeable && m_modeWritable);
    m_count->setEnabled(m_changeable && m_countWritable);
    m_count->setVisible(m_mode->currentData().toString() == QLatin1String("MultiFrame"));
}

} // namespace mv
