// SPDX-License-Identifier: GPL-3.0-or-later
// Starts the program again with the stand-in for libusb in front of it (ld.so(8), LD_PRELOAD).
#include "camera/virtual_usb.h"

#include <QFile>
#include <QFileInfo>
#include <QStringList>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <dlfcn.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mv {

namespace {

constexpr auto socketsVariable = "MV_VIRTUAL_USB";
constexpr auto preloadVariable = "LD_PRELOAD";
constexpr auto program = "/proc/self/exe";

QString standInName()
{
    return QStringLiteral("libmv-usb-standin.so");
}

/// Whoever answers as libusb in this process.
bool isStandInLoaded()
{
    Dl_info info{};
    const void *function = dlsym(RTLD_DEFAULT, "libusb_init");
    return function != nullptr && dladdr(function, &info) != 0 &&
           QFileInfo(QFile::decodeName(info.dli_fname)).fileName() == standInName();
}

/// Beside the program: in the build folder, and where it is installed.
QString findStandIn()
{
    const QString folder = QFileInfo(QFile::symLinkTarget(QLatin1String(program))).path();
    for (const char *place : {"/../lib/", "/../lib/mv-viewer/", "/../" MV_LIBDIR "/mv-viewer/"}) {
        if (const QFileInfo file(folder + QLatin1String(place) + standInName()); file.isFile())
            return file.canonicalFilePath();
    }
    return {};
}

QStringList preloaded()
{
    return QFile::decodeName(qgetenv(preloadVariable)).split(QLatin1Char(':'), Qt::SkipEmptyParts);
}

void setPreloaded(const QStringList &libraries)
{
    if (libraries.isEmpty())
        qunsetenv(preloadVariable);
    else
        qputenv(preloadVariable, QFile::encodeName(libraries.join(QLatin1Char(':'))));
}

} // namespace

std::optional<QString> enterVirtualUsb(char **argv)
{
    if (qgetenv(socketsVariable).isEmpty())
        return std::nullopt;
    QStringList libraries = preloaded();
    if (isStandInLoaded()) {
        libraries.removeIf([](const QString &path) { return path.endsWith(standInName()); });
        setPreloaded(libraries);
        return std::nullopt;
    }
    const QString standIn = findStandIn();
    if (standIn.isEmpty())
        return QStringLiteral("%1 is set, but %2 is not beside this program; install it, or unset %1")
            .arg(QLatin1String(socketsVariable), standInName());
    if (libraries.contains(standIn))
        return QStringLiteral("%1 is set, but the system does not let %2 be preloaded; take file capabilities from "
                              "this program, or unset %1")
            .arg(QLatin1String(socketsVariable), standIn);
    setPreloaded(QStringList{standIn} + libraries);
    ::execv(program, argv);
    return QStringLiteral("this program could not be started again on the emulated USB bus: %1")
        .arg(QString::fromLocal8Bit(std::strerror(errno)));
}

QStringList virtualUsbProblems()
{
    QStringList problems;
    const QStringList ports = QFile::decodeName(qgetenv(socketsVariable)).split(QLatin1Char(':'), Qt::SkipEmptyParts);
    for (const QString &path : ports) {
        struct stat found = {};
        const QByteArray name = QFile::encodeName(path);
        QString why;
        if (::stat(name.constData(), &found) != 0)
            why = QString::fromLocal8Bit(std::strerror(errno)) + QStringLiteral("; start its virtual camera");
        else if (!S_ISSOCK(found.st_mode))
            why = QStringLiteral("no socket; the virtual camera's ready line names its own");
        else if (::access(name.constData(), R_OK | W_OK) != 0)
            why = QString::fromLocal8Bit(std::strerror(errno)) + QStringLiteral("; it belongs to another user");
        if (!why.isEmpty())
            problems << QStringLiteral("%1: no camera at %2: %3").arg(QLatin1String(socketsVariable), path, why);
    }
    return problems.size() == ports.size() ? problems : QStringList(); // a port may be empty beside one with a camera
}

void addVirtualUsbSocket(const QString &socket)
{
    QStringList sockets = QFile::decodeName(qgetenv(socketsVariable)).split(QLatin1Char(':'), Qt::SkipEmptyParts);
    if (!sockets.contains(socket))
        sockets << socket;
    qputenv(socketsVariable, QFile::encodeName(sockets.join(QLatin1Char(':'))));
}

} // namespace mv
