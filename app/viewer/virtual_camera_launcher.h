// SPDX-License-Identifier: GPL-3.0-or-later
// A virtual camera of the window's own: a child process on a free loopback address, or on an emulated USB bus.
#pragma once

#include "camera/device_info.h"
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
    /// Over USB, the program must be on the emulated bus of ownVirtualUsbSocket().
    void start(const QString &arguments, Transport transport = Transport::GigE);
    bool isRunning() const { return m_process.state() == QProcess::Running; }
    qint64 processId() const { return m_process.processId(); }

Q_SIGNALS:
    /// It answers to @p id (GigE: its address) and has @p serial.
    void ready(const QString &id, const QString &serial);
    /// It could not be started, or has ended by itself; ProgramNotStarted with a detail: in its own words.
    void failed(const mv::Error &error);

private:
    void startAt(int number);
    void startOnUsb();
    void run(const QStringList &arguments);
    void readOutput();
    void processEnded(int exitCode, QProcess::ExitStatus status);
    Error childError();

    QProcess m_process;
    QStringList m_arguments;
    QByteArray m_output;
    Transport m_transport = Transport::GigE;
    int m_number = 0; // the address is 127.0.0.number
    bool m_ready = false;
    bool m_ending = false;
};

/// Where this process's virtual camera on USB serves; the same for as long as the process lives, also after it has
/// started itself again.
QString ownVirtualUsbSocket();

} // namespace mv
