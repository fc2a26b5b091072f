// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the number boxes.
#include "widgets/number_boxes.h"

#include "widgets/text_box.h"

#include "widgets/feature_text.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSlider>
#include <QStyleOptionSlider>
#include <QStyleOptionSpinBox>
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

constexpr int sliderGap = 4;

/// Its handle goes to where it is clicked. Mouse only: the keys work in the box.
class ValueSlider : public QSlider
{
public:
    explicit ValueSlider(QWidget *parent) : QSlider(Qt::Horizontal, parent)
    {
        setObjectName(QStringLiteral("valueSlider"));
        setAccessibleName(NumberBox::tr("Slider"));
        setFocusPolicy(Qt::NoFocus);
        setAutoFillBackground(true);
        setRange(0, SliderScale<double>::positions);
    }

protected:
    void mousePressEvent(QMouseEvent *event) override
    {
        if (event->button() == Qt::LeftButton) {
            QStyleOptionSlider option;
            initStyleOption(&option);
            const int handle =
                style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, this).width();
            const int at = qRound(event->position().x()) - handle / 2;
            setSliderDown(true);
            setSliderPosition(QStyle::sliderValueFromPosition(minimum(), maximum(), at, width() - handle));
        }
        QSlider::mousePressEvent(event);
    }

    void mouseReleaseEvent(QMouseEvent *event) override
    {
        QSlider::mouseReleaseEvent(event);
        if (event->button() == Qt::LeftButton && isSliderDown())
            setSliderDown(false);
    }

    // A wheel that scrolls the list must not change the camera.
    void wheelEvent(QWheelEvent *event) override { event->ignore(); }
};

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

void NumberBox::stepBy(int steps)
{
    takeSteps(steps);
    selectAll();
    Q_EMIT stepped();
}

void NumberBox::wheelEvent(QWheelEvent *event)
{
    // A wheel that scrolls the list over a box must not change the camera.
    if (hasFocus())
        QAbstractSpinBox::wheelEvent(event);
    else
        event->ignore();
}

// Whole runs: Home and End mean the text's ends, so with Ctrl they mean the range's.
void NumberBox::keyPressEvent(QKeyEvent *event)
{
    const bool toEnd = event->key() == Qt::Key_Home || event->key() == Qt::Key_End;
    if (!toEnd || !m_slider || event->modifiers() != Qt::ControlModifier) {
        QAbstractSpinBox::keyPressEvent(event);
        return;
    }
    takePosition(event->key() == Qt::Key_End ? SliderScale<double>::positions : 0);
    selectAll();
    Q_EMIT stepped();
}

bool NumberBox::dragging() const
{
    return m_slider && m_slider->isSliderDown();
}

void NumberBox::showText(const QString &text)
{
    refreshText(*lineEdit(), text);
}

void NumberBox::showSlider(int position)
{
    if (!m_slider)
        makeSlider();
    if (m_slider->isSliderDown())
        return;
    const QSignalBlocker blocker(m_slider);
    m_slider->setValue(position);
}

void NumberBox::hideSlider()
{
    if (!m_slider)
        return;
    delete m_slider;
    m_slider = nullptr;
    QResizeEvent again(size(), size());
    QAbstractSpinBox::resizeEvent(&again);
}

void NumberBox::makeSlider()
{
    m_slider = new ValueSlider(this);
    connect(m_slider, &QSlider::valueChanged, this, [this](int position) {
        takePosition(position);
        if (m_slider->isSliderDown())
            Q_EMIT dragged();
        else
            Q_EMIT stepped();
    });
    connect(m_slider, &QSlider::sliderReleased, this, &NumberBox::stepped);
    QResizeEvent again(size(), size());
    resizeEvent(&again);
    m_slider->show();
}

int NumberBox::boxWidth() const
{
    return m_slider ? (width() - sliderGap) * 11 / 20 : width();
}

void NumberBox::initStyleOption(QStyleOptionSpinBox *option) const
{
    QAbstractSpinBox::initStyleOption(option);
    option->rect.setWidth(boxWidth());
}

void NumberBox::resizeEvent(QResizeEvent *event)
{
    QAbstractSpinBox::resizeEvent(event);
    if (m_slider)
        m_slider->setGeometry(boxWidth() + sliderGap, 0, width() - boxWidth() - sliderGap, height());
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
    m_stepsFromMin = min.has_value();
    m_scale = SliderScale<qint64>::make(min, max, step, m_representation);
    if (!m_scale)
        hideSlider();
}

void IntegerBox::setValue(qint64 value)
{
    showText(integerToText(value, m_representation));
    if (m_scale)
        showSlider(m_scale->positionOf(value));
}

std::optional<qint64> IntegerBox::value() const
{
    return integerFromText(withoutUnit(text()), m_representation);
}

bool IntegerBox::isNumber(const QString &text) const
{
    return integerFromText(text, m_representation).has_value();
}

void IntegerBox::takePosition(int position)
{
    if (m_scale)
        lineEdit()->setText(integerToText(m_scale->valueAt(position), m_representation));
}

void IntegerBox::takeSteps(int steps)
{
    qint64 wanted = 0;
    // Past the end of 64 bits is past the end of the range, too.
    const bool overflow = __builtin_mul_overflow(m_step, static_cast<qint64>(steps), &wanted) ||
                          __builtin_add_overflow(value().value_or(0), wanted, &wanted);
    if (overflow)
        wanted = steps > 0 ? m_max : m_min;
    setValue(m_stepsFromMin ? snapToStep(wanted, m_min, m_max, m_step) : std::clamp(wanted, m_min, m_max));
}

FloatBox::FloatBox(Representation representation, QWidget *parent)
    : NumberBox(parent)
    , m_representation(representation)
    , m_min(std::numeric_limits<double>::lowest())
    , m_max(std::numeric_limits<double>::max())
{}

void FloatBox::setRange(std::optional<double> min, std::optional<double> max, std::optional<double> step)
{
    m_min = min.value_or(std::numeric_limits<double>::lowest());
    m_max = std::max(m_min, max.value_or(std::numeric_limits<double>::max()));
    m_step = step.value_or(0);
    m_stepsFromMin = min.has_value();
    m_scale = SliderScale<double>::make(min, max, step, m_representation);
    if (!m_scale)
        hideSlider();
}

void FloatBox::setValue(double value)
{
    showText(valueToText(value));
    if (m_scale)
        showSlider(m_scale->positionOf(value));
}

std::optional<double> FloatBox::value() const
{
    return floatFromText(withoutUnit(text()));
}

bool FloatBox::isNumber(const QString &text) const
{
    return floatFromText(text).has_value();
}

// Without a step of the camera's own, two positions of the slider differ in the fourth digit; more is noise.
void FloatBox::takePosition(int position)
{
    if (!m_scale)
        return;
    double value = m_scale->valueAt(position);
    const bool inside = position > 0 && position < SliderScale<double>::positions;
    if (inside && m_step <= 0)
        value = std::clamp(QString::number(value, 'g', 4).toDouble(), m_min, m_max);
    lineEdit()->setText(valueToText(value));
}

void FloatBox::takeSteps(int steps)
{
    const double now = value().value_or(0);
    const double magnitude = now == 0 ? 1 : std::pow(10.0, std::floor(std::log10(std::abs(now))) - 1);
    if (m_step > 0 && m_stepsFromMin) {
        setValue(snapToStep(now + m_step * steps, m_min, m_max, m_step));
        return;
    }
    const double step = m_step > 0 ? m_step : magnitude;
    // On whole steps, so that 0.1 + 0.1 + 0.1 does not become 0.30000000000000004.
    const double wanted = m_step > 0 ? now + step * steps : (std::round(now / step) + steps) * step;
    setValue(std::clamp(QString::number(wanted, 'g', 12).toDouble(), m_min, m_max));
}

} // namespace mv
