// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the number boxes.
#include "widgets/number_boxes.h"

#include "widgets/feature_text.h"

#include <QLineEdit>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <limits>

namespace mv {
namespace {

std::optional<double> floatFromText(const QString &text)
{
    bool ok = false;
    const double value = text.contains(u',') ? 0 : QLocale::c().toDouble(text, &ok);
    return ok && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

} // namespace

NumberBox::NumberBox(QWidget *parent) : QAbstractSpinBox(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setKeyboardTracking(false);
}

QValidator::State NumberBox::validate(QString &input, int &) const
{
    return isNumber(withoutUnit(input)) ? QValidator::Acceptable : QValidator::Intermediate;
}

QString NumberBox::withoutUnit(const QString &text) const
{
    QString whole = text.trimmed();
    if (m_unit.isEmpty() || !whole.endsWith(m_unit) || isNumber(whole))
        return whole;
    return whole.chopped(m_unit.size()).trimmed();
}

QAbstractSpinBox::StepEnabled NumberBox::stepEnabled() const
{
    return StepUpEnabled | StepDownEnabled;
}

void NumberBox::wheelEvent(QWheelEvent *event)
{
    // A wheel that scrolls the list over a box must not change the camera.
    if (hasFocus())
        QAbstractSpinBox::wheelEvent(event);
    else
        event->ignore();
}

IntegerBox::IntegerBox(Representation representation, QWidget *parent)
    : NumberBox(parent)
    , m_representation(representation)
    , m_min(std::numeric_limits<qint64>::min())
    , m_max(std::numeric_limits<qint64>::max())
{}

void IntegerBox::setRange(std::optional<qint64> min, std::optional<qint64> max, std::optional<qint64> step)
{
    m_min = min.value_or(std::numeric_limits<qint64>::min());
    m_max = std::max(m_min, max.value_or(std::numeric_limits<qint64>::max()));
    m_step = std::max<qint64>(1, step.value_or(1));
}

void IntegerBox::setValue(qint64 value)
{
    lineEdit()->setText(integerToText(value, m_representation));
}

std::optional<qint64> IntegerBox::value() const
{
    return integerFromText(withoutUnit(text()), m_representation);
}

bool IntegerBox::isNumber(const QString &text) const
{
    return integerFromText(text, m_representation).has_value();
}

void IntegerBox::stepBy(int steps)
{
    qint64 wanted = 0;
    // Past the end of 64 bits is past the end of the range, too.
    const bool overflow = __builtin_mul_overflow(m_step, static_cast<qint64>(steps), &wanted) ||
                          __builtin_add_overflow(value().value_or(0), wanted, &wanted);
    if (overflow)
        wanted = steps > 0 ? m_max : m_min;
    setValue(std::clamp(wanted, m_min, m_max));
    selectAll();
    Q_EMIT stepped();
}

FloatBox::FloatBox(QWidget *parent)
    : NumberBox(parent), m_min(std::numeric_limits<double>::lowest()), m_max(std::numeric_limits<double>::max())
{}

void FloatBox::setRange(std::optional<double> min, std::optional<double> max, std::optional<double> step)
{
    m_min = min.value_or(std::numeric_limits<double>::lowest());
    m_max = std::max(m_min, max.value_or(std::numeric_limits<double>::max()));
    m_step = step.value_or(0);
}

void FloatBox::setValue(double value)
{
    lineEdit()->setText(valueToText(value));
}

std::optional<double> FloatBox::value() const
{
    return floatFromText(withoutUnit(text()));
}

bool FloatBox::isNumber(const QString &text) const
{
    return floatFromText(text).has_value();
}

void FloatBox::stepBy(int steps)
{
    const double now = value().value_or(0);
    const double magnitude = now == 0 ? 1 : std::pow(10.0, std::floor(std::log10(std::abs(now))) - 1);
    const double step = m_step > 0 ? m_step : magnitude;
    // On whole steps, so that 0.1 + 0.1 + 0.1 does not become 0.30000000000000004.
    const double wanted = m_step > 0 ? now + step * steps : (std::round(now / step) + steps) * step;
    setValue(std::clamp(QString::number(wanted, 'g', 12).toDouble(), m_min, m_max));
    selectAll();
    Q_EMIT stepped();
}

} // namespace mv
