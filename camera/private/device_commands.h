// SPDX-License-Identifier: GPL-3.0-or-later
// The commands behind the calls of Camera.
#pragma once

#include "camera/feature.h"
#include "camera/private/device_command.h"
#include "camera/private/device_reply.h"

#include <QVariant>

#include <vector>

namespace mv {

/// In its turn for some features (somebody looks at them), in the background for all.
class ReadCommand : public Command
{
public:
    explicit ReadCommand(const QStringList &names);
    QFuture<Result<FeatureStates>> future() const { return m_reply.future(); }
    void run(DeviceSession &session) override;
    void refuse(const Error &reason) override { m_reply.complete(reason); }
    bool wanted() const override { return !m_reply.settled(); }
    bool changesNothing() const override { return true; }

private:
    const QStringList m_names;
    const Reply<FeatureStates> m_reply;
};

/// Takes over the replies of the earlier writes that it replaces.
class WriteCommand : public Command
{
public:
    WriteCommand(const QString &name, const QVariant &value);
    QFuture<Result<FeatureState>> future() const { return m_replies.front().future(); }
    void run(DeviceSession &session) override;
    void refuse(const Error &reason) override { complete(reason); }
    bool wanted() const override;
    bool absorb(Command &earlier) override;

private:
    void complete(const Result<FeatureState> &result);

    const QString m_name;
    const QVariant m_value;
    std::vector<Reply<FeatureState>> m_replies; // its own first; fixed once it has left the queue
};

/// What answers with success or an error and nothing else: execute, start, stop.
class ActionCommand : public Command
{
public:
    using Command::Command;
    QFuture<Result<void>> future() const { return m_reply.future(); }
    void run(DeviceSession &session) override { m_reply.complete(act(session)); }
    void refuse(const Error &reason) override { m_reply.complete(reason); }
    bool wanted() const override { return !m_reply.settled(); }

protected:
    virtual Result<void> act(DeviceSession &session) = 0;

private:
    const Reply<void> m_reply;
};

class ExecuteCommand : public ActionCommand
{
public:
    explicit ExecuteCommand(const QString &name) : ActionCommand(Priority::Normal), m_name(name) {}

protected:
    Result<void> act(DeviceSession &session) override;

private:
    const QString m_name;
};

class StartCommand : public ActionCommand
{
public:
    StartCommand() : ActionCommand(Priority::Normal) {}
    bool cancelledBy(const Command &later) const override;

protected:
    Result<void> act(DeviceSession &session) override;
};

/// Overtakes what waits, and cancels a start that waits.
class StopCommand : public ActionCommand
{
public:
    StopCommand() : ActionCommand(Priority::Urgent) {}

protected:
    Result<void> act(DeviceSession &session) override;
};

} // namespace mv
