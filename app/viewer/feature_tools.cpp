// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the connection of the tools.
#include "app/viewer/feature_tools.h"

#include "app/viewer/camera_port.h"
#include "app/viewer/session.h"
#include "camera/event_log.h"
#include "widgets/color_matrix_dialog.h"
#include "widgets/image_view.h"
#include "widgets/lut_dialog.h"
#include "widgets/selector_dialog.h"
#include "widgets/white_balance.h"

namespace mv {

FeatureTools::FeatureTools(Session &session, ImageView &view, QWidget &window)
    : m_session(session)
    , m_view(view)
    , m_window(window)
    , m_port(std::make_unique<CameraPort>(session.camera()))
    , m_whiteBalance(std::make_unique<WhiteBalance>(*m_port, [&view] { return view.frame(); }))
{
    connect(&view, &ImageView::picked, this, [this](std::optional<QPoint> pixel) {
        Q_EMIT picked();
        if (!pixel) {
            Q_EMIT told(QString());
            return;
        }
        Q_EMIT told(tr("Measuring and correcting…"));
        m_whiteBalance->start(*pixel);
    });
    connect(m_whiteBalance.get(), &WhiteBalance::done, this, [this](const QString &summary) {
        m_session.log().append(EventSeverity::Info, EventKind::Note, {summary});
        Q_EMIT told(summary);
    });
    connect(m_whiteBalance.get(), &WhiteBalance::failed, this, [this](const QString &why) {
        m_session.log().append(EventSeverity::Warning, EventKind::Note, {why});
        Q_EMIT told(why);
    });
}

FeatureTools::~FeatureTools() = default;

bool FeatureTools::has(const char *feature) const
{
    const auto tree = m_session.isConnected() ? m_port->tree() : nullptr;
    const FeatureDescription *found = tree ? tree->find(QString::fromLatin1(feature)) : nullptr;
    return found && m_session.feature(found->name).access != AccessMode::NotImplemented;
}

bool FeatureTools::hasLut() const
{
    return has("LUTIndex") && has("LUTValue");
}

bool FeatureTools::hasColorMatrix() const
{
    return has("ColorTransformationValue");
}

bool FeatureTools::hasWhiteBalance() const
{
    return has("BalanceRatio");
}

template<typename Dialog, typename Make> void FeatureTools::open(const QString &key, Make make)
{
    QPointer<QDialog> &dialog = m_open[key];
    if (!dialog) {
        Dialog *made = make();
        made->setAttribute(Qt::WA_DeleteOnClose);
        // What was refused by the camera is in the log already; what was refused before asking is not.
        connect(made, &Dialog::refused, this, [this](const Error &error) {
            if (error.code != ErrorCode::WriteRefused)
                m_session.log().append(error);
        });
        dialog = made;
    }
    dialog->show();
    dialog->raise();
    dialog->activateWindow();
}

void FeatureTools::showLut()
{
    open<LutDialog>(QStringLiteral("lut"), [this] { return new LutDialog(*m_port, &m_window); });
}

void FeatureTools::showColorMatrix()
{
    open<ColorMatrixDialog>(QStringLiteral("matrix"), [this] { return new ColorMatrixDialog(*m_port, &m_window); });
}

void FeatureTools::showSideBySide(const QString &name)
{
    const auto tree = m_port->tree();
    const FeatureDescription *feature = tree ? tree->find(name) : nullptr;
    if (!feature)
        return;
    open<SelectorDialog>(name, [this, &name] { return new SelectorDialog(*m_port, name, &m_window); });
}

void FeatureTools::pickGrey(bool on)
{
    if (on && m_whiteBalance->isRunning()) {
        Q_EMIT picked();
        return;
    }
    m_view.setPicking(on);
    if (on)
        m_view.setFocus();
    Q_EMIT told(on ? tr("Click a grey patch in the picture. Escape: leave it.") : QString());
}

void FeatureTools::closeAll()
{
    for (const QPointer<QDialog> &dialog : std::as_const(m_open)) {
        if (dialog)
            dialog->close();
    }
    m_open.clear();
    m_view.setPicking(false);
    Q_EMIT picked();
}

} // namespace mv
