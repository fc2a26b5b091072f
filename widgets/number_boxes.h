// SPDX-License-Identifier: GPL-3.0-or-later
// Spin boxes for what cameras have: 64-bit integers and doubles without loss of a digit.
#pragma once

#include "camera/feature.h"

#include <QAbstractSpinBox>
#include <QLineEdit>

namespace mv {

/// What the two boxes have in common: text that is checked only when it is taken, steps that are taken at once. A value
/// outside the range can be typed: the person gets a sentence about it, not a silent other number. Thread: GUI.
class NumberBox : public QAbstractSpinBox
{
    Q_OBJECT

public:
    explicit NumberBox(QWidget *parent = nullptr);

    /// The person has typed what was not taken yet.
    bool edited() const { return lineEdit()->isModified(); }
    /// Values are shown with their unit, so a number that is followed by it is read, too.
    void setUnit(const QString &unit) { m_unit = unit; }
    QValidator::State validate(QString &input, int &pos) const override;

Q_SIGNALS:
    /// An arrow, the wheel or a key has changed the value by steps.
    void stepped();

protected:
    StepEnabled stepEnabled() const override;
    void wheelEvent(QWheelEvent *event) override;
    virtual bool isNumber(const QString &text) const = 0;
    /// @p text without blanks around it and without the unit, unless it is a number as it stands (0x1B with unit B).
    QString withoutUnit(const QString &text) const;

private:
    QString m_unit;
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
    void stepBy(int steps) override;

protected:
    bool isNumber(const QString &text) const override;

private:
    Representation m_representation;
    qint64 m_min, m_max;
    qint64 m_step = 1;
};

/// Shortest text that gives the same double again. Without a step of its own it steps in the second digit.
class FloatBox : public NumberBox
{
    Q_OBJECT

public:
    explicit FloatBox(QWidget *parent = nullptr);

    void setRange(std::optional<double> min, std::optional<double> max, std::optional<double> step);
    void setValue(double value);
    /// Empty while the text is no finite number in the form in which values are shown: a dot for the decimals and no
    /// grouping. A comma means decimals to one person and thousands to the next, so it is never guessed at.
    std::optional<double> value() const;
    void stepBy(int steps) override;

protected:
    bool isNumber(const QString &text) const override;

private:
    double m_min, m_max;
    double m_step = 0;
};

} // namespace mv
