// SPDX-License-Identifier: GPL-3.0-or-later
// Where every frame went, in numbers.
#pragma once

#include "camera/frame_ledger.h"

#include <QWidget>

#include <optional>

namespace mv {

class StatisticsModel;

/// Thread: GUI.
class StatisticsPanel : public QWidget
{
    Q_OBJECT

public:
    explicit StatisticsPanel(QWidget *parent = nullptr);

    void setFigures(const std::optional<FrameLedger> &ledger, double displayFps);

private:
    StatisticsModel *m_model;
};

} // namespace mv
