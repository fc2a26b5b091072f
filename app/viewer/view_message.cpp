// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the sentences over the picture.
#include "app/viewer/view_message.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace mv {
namespace {

/// The context of the translations.
struct ViewMessage
{
    Q_DECLARE_TR_FUNCTIONS(mv::ViewMessage)
};

QString closedMessage(const ViewSituation &situation)
{
    if (situation.problem)
        return ViewMessage::tr("No connection.\n%1").arg(problemText(*situation.problem));
    if (!situation.wanted.isEmpty())
        return ViewMessage::tr("Looking for %1…").arg(situation.wanted);
    return ViewMessage::tr("No camera connected.\nDouble-click a camera in the list,\n"
                           "or choose Tools > Start a virtual camera.");
}

QString streamingMessage(const ViewSituation &situation)
{
    if (situation.stoppedByCommand)
        return ViewMessage::tr("AcquisitionStop has stopped the camera.\nPress Stop, then Play (F5).");
    if (!situation.triggerSource.isEmpty() && (!situation.hasPicture || situation.waitsLong))
        return ViewMessage::tr("Waiting for a trigger from %1.\nTriggerMode is On.").arg(situation.triggerSource);
    if (situation.waitsLong)
        return ViewMessage::tr("The stream runs, but no picture comes.\nCheck cable, exposure time and frame rate.");
    return situation.hasPicture ? QString() : ViewMessage::tr("Waiting for the first picture…");
}

} // namespace

QString problemText(const Error &problem)
{
    if (problem.code != ErrorCode::ProgramNotStarted || problem.detail.isEmpty() || problem.arguments.isEmpty())
        return toText(problem);
    const QString program = QFileInfo(problem.arguments.first()).fileName();
    QString reason = problem.detail;
    if (reason.startsWith(program + QLatin1String(": ")))
        reason.remove(0, program.size() + 2);
    return ViewMessage::tr("%1 did not start: %2").arg(program, reason);
}

QString stateText(Camera::State state)
{
    switch (state) {
    case Camera::State::Closed:
        return ViewMessage::tr("not connected");
    case Camera::State::Opening:
        return ViewMessage::tr("connecting");
    case Camera::State::Idle:
        return ViewMessage::tr("connected");
    case Camera::State::Starting:
        return ViewMessage::tr("starting");
    case Camera::State::Streaming:
        return ViewMessage::tr("streaming");
    case Camera::State::Stopping:
        return ViewMessage::tr("stopping");
    case Camera::State::Lost:
        break;
    }
    return ViewMessage::tr("connection lost");
}

QString viewMessage(const ViewSituation &situation)
{
    switch (situation.state) {
    case Camera::State::Closed:
        return closedMessage(situation);
    case Camera::State::Opening:
        return (situation.waitsLong ? ViewMessage::tr("Connecting to %1…\nIt answers slowly; Ctrl+D gives up.")
                                    : ViewMessage::tr("Connecting to %1…"))
            .arg(situation.device);
    case Camera::State::Lost:
        return situation.problem
                   ? ViewMessage::tr("The camera stopped answering.\n%1").arg(problemText(*situation.problem))
                   : ViewMessage::tr("The camera stopped answering.");
    case Camera::State::Streaming:
        return streamingMessage(situation);
    case Camera::State::Starting:
        return situation.hasPicture ? QString() : ViewMessage::tr("Starting…");
    case Camera::State::Idle:
    case Camera::State::Stopping:
        break;
    }
    if (situation.problem)
        return problemText(*situation.problem);
    return situation.hasPicture ? QString() : ViewMessage::tr("Connected. Press Play (F5).");
}

} // namespace mv
