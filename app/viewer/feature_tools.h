// SPDX-License-Identifier: GPL-3.0-or-later
// The tools that write features: opens their windows and connects them with the camera and the picture.
#pragma once

#include <QHash>
#include <QObject>
#include <QPointer>

#include <memory>

class QDialog;

namespace mv {

class CameraPort;
class ImageView;
class Session;
class WhiteBalance;

/// One window of each kind at most; all go with the connection. Thread: GUI.
class FeatureTools : public QObject
{
    Q_OBJECT

public:
    /// All outlive the object.
    FeatureTools(Session &session, ImageView &view, QWidget &window);
    ~FeatureTools() override;

    void showLut();
    void showColorMatrix();
    void showSideBySide(const QString &name);
    /// The next click in the picture chooses the patch; false: not any more.
    void pickGrey(bool on);
    /// What the connected camera has to be edited.
    bool hasLut() const;
    bool hasColorMatrix() const;
    bool hasWhiteBalance() const;
    void closeAll();

Q_SIGNALS:
    /// One line about what has been done, or not.
    void told(const QString &text);
    /// pickGrey() has ended.
    void picked();

private:
    bool has(const char *feature) const;
    /// The window called @p key, made by @p make if there is none.
    template<typename Dialog, typename Make> void open(const QString &key, Make make);

    Session &m_session;
    ImageView &m_view;
    QWidget &m_window;
    std::unique_ptr<CameraPort> m_port;
    std::unique_ptr<WhiteBalance> m_whiteBalance;
    QHash<QString, QPointer<QDialog>> m_open;
};

} // namespace mv
