// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the camera's switch.
#include "widgets/feature_check_box.h"

#include "widgets/feature_port.h"
#include "widgets/feature_text.h"
#include "widgets/when_done.h"

#include <QSignalBlocker>

namespace mv {

FeatureCheckBox::FeatureCheckBox(const QString &text, FeaturePort &port, const QString &feature, QWidget *parent)
    : QCheckBox(text, parent), m_port(port), m_feature(feature)
{
    connect(this, &QCheckBox::toggled, this, &FeatureCheckBox::write);
}

void FeatureCheckBox::read()
{
    const auto tree = m_port.tree();
    setVisible(tree && tree->find(m_feature));
    if (isHidden())
        return;
    whenDone(m_port.read({m_feature}), this, [this](const Result<FeatureStates> &result) {
        if (!result)
            return;
        const FeatureState state = result.value().value(m_feature);
        {
            const QSignalBlocker blocker(this);
            setChecked(state.value.toBool());
        }
        setEnabled(isWritable(state));
        setToolTip(whyNotWritable(state));
        if (!isWritable(state))
            Q_EMIT locked(whyNotWritable(state));
    });
}

void FeatureCheckBox::write(bool on)
{
    whenDone(m_port.write(m_feature, on), this, [this](const Result<FeatureState> &result) {
        if (!result)
            Q_EMIT failed(result.error());
        read();
    });
}

} // namespace mv
