// SPDX-License-Identifier: GPL-3.0-or-later
// Spin boxes for what cameras have: 64-bit integers and doubles without loss of a digit, with a slider beside them.
#pragma once

#include "widgets/slider_scale.h"

#include <QAbstractSpinBox>
#include <QLineEdit>

class QSlider;

namespace mv {

/// What the two boxes have in common: text that is checked only when it is taken, steps that are taken at once. A value
/// outside the range can be typed: the person gets a sentence about it, not a silent other number. Where the range has
/// a scale, its right half is a slider for the mouse; the arrow and page keys do the same in steps. Thread: GUI.
class NumberBox : public QAbstractSpinBox
{
    Q_OBJECT

public:
    explicit NumberBox(QWidget *parent = nullptr);

    /// The person has typed what was not taken yet.
    bool edited() const { return lineEdit()->isModified(); }
    /// The slider is held: what the camera reports must not pull it away.
    bool dragging() const;
    /// Values are shown with their unit, so a number that is followed by it is read, too.
    void setUnit(const QString &unit) { m_unit = unit; }
    QValidator::State validate(QString &input, int &pos) const override;
    void stepBy(int steps) override;

Q_SIGNALS:
    /// An arrow, the wheel or a key has changed the value by steps, or the slider was let go.
    void stepped();
    /// The slider moves; more of it will follow, and stepped() at the end.
    void dragged();

protected:
    StepEnabled stepEnabled() const override;
    void initStyleOption(QStyleOptionSpinBox *option) const override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    virtual bool isNumber(const QString &text) const = 0;
    virtual void takeSteps(int steps) = 0;
    /// The number at @p position of the scale becomes the text.
    virtual void takePosition(int position) = 0;
    /// @p text without blanks around it and without the unit, unless it is a number as it stands (0x1B with unit B).
    QString withoutUnit(const QString &text) const;
    /// @p text is what the camera says now. What is selected, and where the caret is, stays: somebody may be about to
    /// type.
    void showText(const QString &text);
    /// There is a slider from now on, with its handle at @p position.
    void showSlider(int position);
    void hideSlider();

private:
    void makeSlider();
    int boxWidth() const;

    QString m_unit;
    QSlider *m_slider = nullptr;
};

/// The whole range of qint64, shown as the feature's representation wants it.
class IntegerBox : public NumberBox
{
    Q_OBJECT

public:
    explicit IntegerBox(Representation representation, QWidget *parent = nullptr);

    void setRange(std::optional<qint64> min, std::optional<qint64> max, std::optional<qint64> step);
    void setValue(qint64 value);
    /// Empty while the text is no whole number of 64 bits.
    std::optional<qint64> value() const;

protected:
    bool isNumber(const QString &text) const override;
    void takeSteps(int steps) override;
    void takePosition(int position) override;

private:
    Representation m_representation;
    qint64 m_min, m_max;
    qint64 m_step = 1;
    bool m_stepsFromMin = false;
    std::optional<SliderScale<qint64>> m_scale;
};

/// Shortest text that gives the same double again. Without a step of its own it steps in the second digit.
class FloatBox : public NumberBox
{
    Q_OBJECT

public:
    explicit FloatBox(Representation representation = Representation::Undefined, QWidget *parent = nullptr);

    void setRange(std::optional<double> min, std::optional<double> max, std::optional<double> step);
    void setValue(double value);
    /// Empty while the text is no finite number in the form in which values are shown: a dot for the decimals and no
    /// grouping. A comma means decimals to one person and thousands to the next, so it is never guessed at.
    std::optional<double> value() const;

protected:
    bool isNumber(const QString &text) const override;
    void takeSteps(int steps) override;
    void takePosition(int position) override;

private:
    Representation m_representation;
    double m_min, m_max;
    double m_step = 0;
    bool m_stepsFromMin = false;
    std::optional<SliderScale<double>> m_scale;
};

} // namespace mv
