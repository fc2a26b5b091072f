// SPDX-License-Identifier: GPL-3.0-or-later
// What the selected parameter is, its range, and why it is grey.
#pragma once

#include "camera/feature.h"

#include <QTextBrowser>

namespace mv {

/// Thread: GUI.
class FeatureInfoPane : public QTextBrowser
{
    Q_OBJECT

public:
    explicit FeatureInfoPane(QWidget *parent = nullptr);

    /// nullptr: nothing is selected. @p problem: why the last write failed; @p whyNot: why it cannot be written now.
    void setFeature(const FeatureDescription *feature, const FeatureState &state, const QString &problem,
                    const QString &whyNot);

private:
    QString m_html;
};

} // namespace mv
