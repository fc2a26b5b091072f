// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the walk through the screens.
#include "app/viewer/shots.h"

#include "app/viewer/feature_tools.h"
#include "app/viewer/main_window.h"
#include "widgets/favourites.h"
#include "widgets/feature_panel.h"

#include <QDialog>
#include <QDir>
#include <QDockWidget>
#include <QPainter>
#include <QPixmap>

#include <cstdio>

namespace mv {
namespace {

constexpr int pollMs = 50;
constexpr qint64 settleMs = 700; // until values, sizes and hover effects have come to rest
constexpr qint64 patienceMs = 15000;

} // namespace

Shots::Shots(MainWindow &window, QString folder, std::function<void()> connectCamera, QObject *parent)
    : QObject(parent), m_window(window), m_folder(std::move(folder))
{
    m_timer.setInterval(pollMs);
    connect(&m_timer, &QTimer::timeout, this, &Shots::poll);
    setupSteps(std::move(connectCamera));
}

void Shots::setupSteps(std::function<void()> connectCamera)
{
    MainWindow &w = m_window;
    const auto trigger = [&w](ActionId id) { return [&w, id] { w.actions()[id]->trigger(); }; };
    const auto idle = [&w] {
        return w.session().state() == Camera::State::Idle &&
               w.session().feature(QStringLiteral("Width")).value.isValid();
    };
    const auto live = [&w] { return w.session().isStreaming() && w.view().frame() != nullptr; };
    m_steps = {
        {"0-start", [] {}, [] { return true; }},
        {"1-connected", std::move(connectCamera), idle},
        {"2-live", trigger(ActionId::Play), live},
        {"3-parameter",
         [&w] {
             w.setLevel(Visibility::Expert);
             w.features().select(QStringLiteral("ExposureTime"));
         },
         live},
        {"4-guru", [&w] { w.setLevel(Visibility::Guru); }, live},
        {"4-search", [&w] { w.features().search(QStringLiteral("lut")); }, live},
        {"4-favourites",
         [&w] {
             w.features().search({});
             w.features().favourites().setNames({QStringLiteral("ExposureTime"), QStringLiteral("GainRaw"),
                                                 QStringLiteral("AcquisitionFrameRate"), QStringLiteral("PixelFormat"),
                                                 QStringLiteral("TriggerMode")});
             w.features().showFavourites();
         },
         live},
        {"4-side-by-side",
         [&w] {
             w.features().select(QStringLiteral("TriggerSelector"));
             w.tools().showSideBySide(QStringLiteral("TriggerSelector"));
         },
         live},
        {"4-look-up-table",
         [&w] {
             w.tools().closeAll();
             w.actions()[ActionId::LutEditor]->trigger();
         },
         live},
        {"5-events-statistics",
         [&w] {
             w.tools().closeAll();
             w.setLevel(Visibility::Beginner);
             w.actions()[ActionId::Events]->trigger();
             w.actions()[ActionId::Statistics]->trigger();
         },
         live},
        {"6-one-to-one", trigger(ActionId::OneToOne), live},
        {"7-dark",
         [&w] {
             w.actions()[ActionId::FitToWindow]->trigger();
             w.setTheme(Theme::Dark);
         },
         live},
        {"8-large", [&w] { w.resize(1900, 1000); }, live},
        {"9-stopped", trigger(ActionId::Stop), idle},
        {"10-disconnected",
         [&w] {
             w.setTheme(Theme::Light);
             w.resize(1280, 800);
             w.session().disconnectCamera();
         },
         [&w] { return w.session().state() == Camera::State::Closed; }},
    };
}

void Shots::start()
{
    QDir().mkpath(m_folder);
    m_window.setTheme(Theme::Light);
    next();
}

void Shots::next()
{
    if (m_step >= m_steps.size()) {
        m_timer.stop();
        m_window.closeWithoutAsking();
        return;
    }
    m_steps[m_step].act();
    m_sinceStep.start();
    m_timer.start();
}

void Shots::poll()
{
    const qint64 passed = m_sinceStep.elapsed();
    if (m_steps[m_step].ready() ? passed < settleMs : passed < patienceMs)
        return;
    take();
    ++m_step;
    next();
}

// The window with the dialogs before it.
QPixmap Shots::picture() const
{
    QPixmap whole = m_window.grab();
    QPainter painter(&whole);
    const auto dialogs = m_window.findChildren<QDialog *>(Qt::FindDirectChildrenOnly);
    for (QDialog *dialog : dialogs) {
        if (dialog->isVisible())
            painter.drawPixmap(m_window.mapFromGlobal(dialog->mapToGlobal(QPoint(0, 0))), dialog->grab());
    }
    return whole;
}

void Shots::take()
{
    const Step &step = m_steps[m_step];
    const QString path = QDir(m_folder).filePath(QLatin1String(step.name) + QStringLiteral(".png"));
    const bool ready = step.ready();
    if (!ready)
        std::fprintf(stderr, "mv-viewer: the screen \"%s\" did not come\n", step.name);
    if (!picture().save(path))
        std::fprintf(stderr, "mv-viewer: %s could not be written\n", qPrintable(path));
    else if (ready)
        return;
    m_failed = true;
}

} // namespace mv
