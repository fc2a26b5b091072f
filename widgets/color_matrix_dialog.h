// SPDX-License-Identifier: GPL-3.0-or-later
// The colour matrix as a table.
#pragma once

#include "widgets/feature_port.h"

#include <QDialog>

#include <array>
#include <optional>

class QGridLayout;
class QLabel;

namespace mv {

class FeatureCheckBox;

class FloatBox;

/// ColorTransformationValue under each of its nine entries; every change is written at once. Thread: GUI.
class ColorMatrixDialog : public QDialog
{
    Q_OBJECT

public:
    /// @p port outlives the dialog.
    explicit ColorMatrixDialog(FeaturePort &port, QWidget *parent = nullptr);

Q_SIGNALS:
    void refused(const mv::Error &error);

private:
    static constexpr int side = 3;
    static constexpr int cells = side * side;

    void setupGrid(QGridLayout &grid);
    void read();
    void take(const SelectedStates &states);
    void write(int cell);
    void writeIdentity();
    void showSums();
    void fail(const Error &error);

    FeaturePort &m_port;
    std::array<FloatBox *, cells> m_boxes{};
    std::array<SelectorPath, cells> m_paths;
    std::array<std::optional<double>, cells> m_known; // as the camera has it, or was told last
    std::array<QLabel *, side> m_sums{};
    FeatureCheckBox *m_on;
    QLabel *m_status;
};

} // namespace mv
