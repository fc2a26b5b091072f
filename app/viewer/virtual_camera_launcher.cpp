// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the virtual camera's start and end.
#include "app/viewer/virtual_camera_launcher.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QHostAddress>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUdpSocket>

#include <csignal>
#include <unistd.h>

namespace mv {
namespace {

constexpr quint16 gvcpPort = 3956; // GigE Vision 2.x: where a camera listens
constexpr int maxNumber = 254;
constexpr qsizetype maxLine = 65536; // what a broken child may print before we stop listening
constexpr int endMs = 1500;

QString addressText(int number)
{
    return QStringLiteral("127.0.0.%1").arg(number);
}

bool isFree(int number)
{
    QUdpSocket socket;
    return socket.bind(QHostAddress(addressText(number)), gvcpPort, QAbstractSocket::DontShareAddress);
}

QString programPath()
{
    return QCoreApplication::applicationDirPath() + QStringLiteral("/mv-virtual-camera");
}

} // namespace

QString ownVirtualUsbSocket()
{
    const QString folder = qEnvironmentVariable("XDG_RUNTIME_DIR", QDir::tempPath());
    return QStringLiteral("%1/mv-viewer-%2.usb").arg(folder).arg(::getpid());
}

VirtualCameraLauncher::VirtualCameraLauncher(QObject *parent) : QObject(parent)
{
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &VirtualCameraLauncher::readOutput);
    connect(&m_process, &QProcess::finished, this, &VirtualCameraLauncher::processEnded);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            Q_EMIT failed({ErrorCode::ProgramNotStarted, {programPath()}, {}});
    });
}

VirtualCameraLauncher::~VirtualCameraLauncher()
{
    m_ending = true;
    if (m_process.state() == QProcess::NotRunning)
        return;
    if (const qint64 pid = m_process.processId(); pid > 0)
        ::kill(static_cast<pid_t>(pid), SIGTERM);
    if (!m_process.waitForFinished(endMs))
        m_process.kill();
}

void VirtualCameraLauncher::start(const QString &arguments, Transport transport)
{
    m_arguments = QProcess::splitCommand(arguments);
    m_transport = transport;
    if (transport == Transport::Usb)
        startOnUsb();
    else
        startAt(1);
}

void VirtualCameraLauncher::startOnUsb()
{
    run(m_arguments + QStringList{QStringLiteral("--transport"), QStringLiteral("usb"), QStringLiteral("--socket"),
                                  ownVirtualUsbSocket()});
}

void VirtualCameraLauncher::startAt(int number)
{
    QStringList arguments = m_arguments;
    m_number = number;
    if (!arguments.contains(QStringLiteral("--address"))) {
        while (m_number <= maxNumber && !isFree(m_number))
            ++m_number;
        if (m_number > maxNumber) {
            Q_EMIT failed({ErrorCode::PortTaken, {QStringLiteral("127.0.0.1 – 127.0.0.254:%1").arg(gvcpPort)}, {}});
            return;
        }
        arguments << QStringLiteral("--address") << addressText(m_number);
    }
    if (!arguments.contains(QStringLiteral("--serial")))
        arguments << QStringLiteral("--serial") << QStringLiteral("VC%1").arg(m_number, 4, 10, QLatin1Char('0'));
    run(arguments);
}

void VirtualCameraLauncher::run(const QStringList &arguments)
{
    m_ready = false;
    m_output.clear();
    m_process.start(programPath(),
                    arguments + QStringList{QStringLiteral("--exit-with-parent"),
                                            QString::number(QCoreApplication::applicationPid())},
                    QIODevice::ReadOnly);
}

void VirtualCameraLauncher::readOutput()
{
    m_output += m_process.readAllStandardOutput();
    const qsizetype end = m_output.indexOf('\n');
    if (m_ready || (end < 0 && m_output.size() < maxLine))
        return;
    const QJsonObject line = QJsonDocument::fromJson(m_output.left(end)).object();
    const QString id = line[QLatin1String(m_transport == Transport::Usb ? "id" : "address")].toString();
    if (!line[QLatin1String("ready")].toBool() || id.isEmpty()) {
        Q_EMIT failed({ErrorCode::ProgramNotStarted, {programPath()}, QString::fromUtf8(m_output.left(200))});
        return;
    }
    m_ready = true;
    Q_EMIT ready(id, line[QLatin1String("serial")].toString());
}

void VirtualCameraLauncher::processEnded(int exitCode, QProcess::ExitStatus status)
{
    if (m_ending)
        return;
    const bool refused = m_transport == Transport::GigE && !m_ready && status == QProcess::NormalExit && exitCode == 1;
    // Someone else was quicker than we at this address: it is not free now, so the next one is tried.
    if (refused && !m_arguments.contains(QStringLiteral("--address")) && !isFree(m_number)) {
        startAt(m_number + 1);
        return;
    }
    Q_EMIT failed(childError());
}

Error VirtualCameraLauncher::childError()
{
    const QString words = QString::fromLocal8Bit(m_process.readAllStandardError()).trimmed();
    if (!m_ready)
        return {ErrorCode::ProgramNotStarted, {programPath()}, words};
    return {ErrorCode::ProgramEnded, {QFileInfo(programPath()).fileName()}, words};
}

} // namespace mv
