// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the sentences over the picture.
#include "app/viewer/view_message.h"

#include <QCoreApplication>

namespace mv {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("mv::ViewMessage", text);
}

QString closedMessage(const ViewSituation &situation)
{
    if (situation.problem)
        return tr("No connection.\n%1").arg(toText(*situation.problem));
    return tr("No camera connected.\nDouble-click a camera in the list.");
}

QString streamingMessage(const ViewSituation &situation)
{
    if (!situation.triggerSource.isEmpty() && (!situation.hasPicture || situation.waitsLong))
        return tr("Waiting for a trigger from %1.\nTriggerMode is On.").arg(situation.triggerSource);
    if (situation.waitsLong)
        return tr("The stream runs, but no picture comes.\nCheck cable, exposure time and frame rate.");
    return situation.hasPicture ? QString() : tr("Waiting for the first picture…");
}

} // namespace

QString stateText(Camera::State state)
{
    switch (state) {
    case Camera::State::Closed:
        return tr("not connected");
    case Camera::State::Opening:
        return tr("connecting");
    case Camera::State::Idle:
        return tr("connected");
    case Camera::State::Starting:
        return tr("starting");
    case Camera::State::Streaming:
        return tr("streaming");
    case Camera::State::Stopping:
        return tr("stopping");
    case Camera::State::Lost:
        break;
    }
    return tr("connection lost");
}

QString viewMessage(const ViewSituation &situation)
{
    switch (situation.state) {
    case Camera::State::Closed:
        return closedMessage(situation);
    case Camera::State::Opening:
        return tr("Connecting to %1…").arg(situation.device);
    case Camera::State::Lost:
        return situation.problem ? tr("The camera stopped answering.\n%1").arg(toText(*situation.problem))
                                 : tr("The camera stopped answering.");
    case Camera::State::Streaming:
        return streamingMessage(situation);
    case Camera::State::Starting:
        return situation.hasPicture ? QString() : tr("Starting…");
    case Camera::State::Idle:
    case Camera::State::Stopping:
        break;
    }
    if (situation.problem)
        return toText(*situation.problem);
    return situation.hasPicture ? QString() : tr("Connected. Press Play (F5).");
}

} // namespace mv
