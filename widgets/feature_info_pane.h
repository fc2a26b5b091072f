// SPDX-License-Identifier: GPL-3.0-or-later
// What the selected parameter is, its range, and why it is grey.
#pragma once

#include "widgets/feature_model.h"

#include <QTextBrowser>

namespace mv {

/// Thread: GUI.
class FeatureInfoPane : public QTextBrowser
{
    Q_OBJECT

public:
    explicit FeatureInfoPane(QWidget *parent = nullptr);

    /// A row of a model over the FeatureModel; invalid: nothing is selected.
    void showRow(const QModelIndex &index);

Q_SIGNALS:
    /// The person wants @p name to be what it was.
    void revertRequested(const QString &name);
    /// The person wants to see another parameter.
    void featureRequested(const QString &name);

private:
    void follow(const QUrl &link);

    QString m_name;
    QString m_html;
};

} // namespace mv
