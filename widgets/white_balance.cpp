// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the white balance on a patch.
#include "widgets/white_balance.h"

#include "camera/imaging/decode.h"
#include "widgets/when_done.h"

#include <QTimer>

#include <algorithm>

namespace mv {
namespace {

constexpr int maxRounds = 5;
constexpr double greyEnough = 0.005;
constexpr double tooBright = 0.94; // some pixels of such a patch are at the end of the scale
constexpr double tooDark = 0.02;
// A picture that was exposed after the write: those on their way have left by then.
constexpr int picturesToSkip = 3;
constexpr int waitMs = 50;
constexpr int maxWaits = 200;

const QString ratioName = QStringLiteral("BalanceRatio");
const QString autoName = QStringLiteral("BalanceWhiteAuto");
const char *const channels[] = {"Red", "Green", "Blue"};

} // namespace

double PatchColor::tint() const
{
    const auto [low, high] = std::ranges::minmax(mean);
    return low > 0 ? high / low - 1 : 1;
}

std::optional<PatchColor> patchColor(const Frame &frame, QPoint center, int size)
{
    const PixelFormatInfo *format = frame.format();
    if (!format || format->layout == ColorLayout::Mono)
        return std::nullopt;
    std::array<double, 3> sums{};
    std::array<double, 3> counts{};
    const auto add = [&](std::size_t channel, std::uint16_t value) {
        sums[channel] += value;
        counts[channel] += 1;
    };
    for (int y = center.y() - size / 2; y < center.y() + size / 2; ++y) {
        for (int x = center.x() - size / 2; x < center.x() + size / 2; ++x) {
            const auto pixel =
                x < 0 || y < 0 ? std::nullopt : pixelAt(frame, static_cast<unsigned>(x), static_cast<unsigned>(y));
            if (!pixel)
                continue;
            if (pixel->channels == 1) // BayerRG: red where both are even, blue where both are odd
                add(static_cast<std::size_t>(x % 2 + y % 2), pixel->values[0]);
            for (std::size_t channel = 0; pixel->channels == 3 && channel < 3; ++channel)
                add(channel, pixel->values[channel]);
        }
    }
    PatchColor color;
    for (std::size_t channel = 0; channel < 3; ++channel) {
        if (counts[channel] == 0)
            return std::nullopt;
        color.mean[channel] = sums[channel] / counts[channel] / format->maxValue();
    }
    return color;
}

WhiteBalance::WhiteBalance(FeaturePort &port, std::function<FramePtr()> newestFrame, QObject *parent)
    : QObject(parent), m_port(port), m_newestFrame(std::move(newestFrame))
{}

void WhiteBalance::start(QPoint center)
{
    const auto tree = m_port.tree();
    m_center = center;
    m_round = 0;
    m_running = true;
    if (!tree || !tree->find(ratioName)) {
        finish(tr("This camera has no BalanceRatio: its white balance cannot be set."));
        return;
    }
    if (!tree->find(autoName)) {
        readRatios();
        return;
    }
    whenDone(m_port.write(autoName, QStringLiteral("Off")), this, [this](const Result<FeatureState> &result) {
        if (result)
            readRatios();
        else
            finish(toDetailedText(result.error()));
    });
}

void WhiteBalance::readRatios()
{
    whenDone(m_port.readSelected(ratioName), this, [this](const Result<SelectedStates> &result) {
        if (!result) {
            finish(toDetailedText(result.error()));
            return;
        }
        std::size_t found = 0;
        for (const SelectedState &one : result.value().states) {
            const auto *channel = std::ranges::find_if(channels, [&one](const char *name) {
                return !one.path.isEmpty() && one.path.last().entry == QLatin1String(name);
            });
            if (channel == std::end(channels))
                continue;
            const auto at = static_cast<std::size_t>(channel - std::begin(channels));
            m_ratios[at] = one.state.value.toDouble();
            m_ranges[at] = {one.state.floatMin.value_or(0), one.state.floatMax.value_or(16)};
            m_paths[at] = one.path;
            ++found;
        }
        if (found == 3)
            correct();
        else
            finish(tr("This camera's BalanceRatio has no red, green and blue."));
    });
}

void WhiteBalance::correct()
{
    const FramePtr frame = m_newestFrame();
    const auto color = frame ? patchColor(*frame, m_center) : std::nullopt;
    if (!color) {
        finish(frame ? tr("The picture has no colours: choose a colour pixel format.")
                     : tr("There is no picture: start the stream first."));
        return;
    }
    const auto [low, high] = std::ranges::minmax(color->mean);
    if (high > tooBright || low < tooDark) {
        finish(high > tooBright
                   ? tr("The patch is too bright to measure its colour: choose a darker one, or expose less.")
                   : tr("The patch is too dark to measure its colour: choose a brighter one, or expose more."));
        return;
    }
    if (color->tint() <= greyEnough || m_round == maxRounds) {
        m_running = false;
        Q_EMIT done(tr("White balance: red %1, green %2, blue %3; the patch is grey to %4 %.")
                        .arg(m_ratios[0], 0, 'f', 3)
                        .arg(m_ratios[1], 0, 'f', 3)
                        .arg(m_ratios[2], 0, 'f', 3)
                        .arg(100 * color->tint(), 0, 'f', 1));
        return;
    }
    ++m_round;
    for (std::size_t channel : {0U, 2U})
        m_ratios[channel] = std::clamp(m_ratios[channel] * color->mean[1] / color->mean[channel],
                                       m_ranges[channel].first, m_ranges[channel].second);
    m_afterFrame = frame->info().frameId;
    writeRatio(0);
}

void WhiteBalance::writeRatio(std::size_t channel)
{
    whenDone(m_port.writeSelected(ratioName, m_paths[channel], m_ratios[channel]), this,
             [this, channel](const Result<FeatureState> &result) {
                 if (!result) {
                     finish(toDetailedText(result.error()));
                     return;
                 }
                 m_ratios[channel] = result.value().value.toDouble();
                 if (channel == 0) {
                     writeRatio(2);
                     return;
                 }
                 const FramePtr frame = m_newestFrame();
                 m_afterFrame = frame ? std::max(m_afterFrame, frame->info().frameId) : m_afterFrame;
                 m_waits = 0;
                 waitForPicture();
             });
}

void WhiteBalance::waitForPicture()
{
    const FramePtr frame = m_newestFrame();
    if (frame && frame->info().frameId >= m_afterFrame + picturesToSkip) {
        correct();
    } else if (++m_waits > maxWaits) {
        finish(
            tr("No new picture came: the ratios were written once and not checked. Start the stream and try again."));
    } else {
        QTimer::singleShot(waitMs, this, &WhiteBalance::waitForPicture);
    }
}

void WhiteBalance::finish(const QString &problem)
{
    m_running = false;
    Q_EMIT failed(problem);
}

} // namespace mv
