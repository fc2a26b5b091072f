// SPDX-License-Identifier: GPL-3.0-or-later
// A virtual camera of the window's own: a child process on a free loopback address.
#pragma once

#include "camera/error.h"

#include <QObject>
#include <QProcess>

namespace mv {

/// Starts mv-virtual-camera, which stands beside this program, and ends it with this object. A port that was taken in
/// the meantime is answered by trying the next address. Thread: GUI; never blocks but in the destructor, which waits
/// for the child's end (a fraction of a second).
class VirtualCameraLauncher : public QObject
{
    Q_OBJECT

public:
    explicit VirtualCameraLauncher(QObject *parent = nullptr);
    ~VirtualCameraLauncher() override;

    /// @p arguments are the child's, quoted as in a shell; --address and --serial are chosen where they do not say.
    void start(const QString &arguments);
    bool isRunning() const { return m_process.state() == QProcess::Running; }
    qint64 processId() const { return m_process.processId(); }

Q_SIGNALS:
    /// It answers at @p address with @p serial.
    void ready(const QString &address, const QString &serial);
    /// It could not be started, or has ended by itself; ProgramNotStarted with a detail: in its own words.
    void failed(const mv::Error &error);

private:
    void startAt(int number);
    void readOutput();
    void processEnded(int exitCode, QProcess::ExitStatus status);
    Error childError();

    QProcess m_process;
    QStringList m_arguments;
    QByteArray m_output;
    int m_number = 0; // the address is 127.0.0.number
    bool m_ready = false;
    bool m_ending = false;
};

} // namespace mv
