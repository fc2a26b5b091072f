// SPDX-License-Identifier: GPL-3.0-or-later
// The commands behind the calls of Camera.
#pragma once

#include "camera/feature_set.h"
#include "camera/private/device_command.h"
#include "camera/private/device_reply.h"

#include <QVariant>

#include <functional>
#include <vector>

namespace mv {

/// In its turn for some features (somebody looks at them); in the background for all, and then it makes way between two
/// features for what is asked for meanwhile: a camera of 500 ms an access takes minutes for all of them.
class ReadCommand : public Command
{
public:
    explicit ReadCommand(const QStringList &names);
    QFuture<Result<FeatureStates>> future() const { return m_reply.future(); }
    void run(DeviceSession &session) override;
    void refuse(const Error &reason) override { m_reply.complete(reason); }
    bool unfinished() const override { return !m_left.isEmpty() && !m_reply.settled(); }
    bool wanted() const override { return !m_reply.settled(); }
    bool changesNothing() const override { return true; }

private:
    void readOn(DeviceSession &session);

    const QStringList m_names;
    bool m_begun = false;
    QStringList m_left; // of all, once it has begun
    FeatureStates m_states;
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

/// What answers with one value and is run once, to its end or until it is cancelled: asked in between.
template<typename T> class ValueCommand : public Command
{
public:
    using Command::Command;
    QFuture<Result<T>> future() const { return m_reply.future(); }
    void run(DeviceSession &session) override { m_reply.complete(act(session)); }
    void refuse(const Error &reason) override { m_reply.complete(reason); }
    bool wanted() const override { return !m_reply.settled(); }

protected:
    virtual Result<T> act(DeviceSession &session) = 0;
    /// For what looks at a caller's cancelling, also when the connection is abandoned: refuse() has answered then.
    std::function<bool()> cancelled() const
    {
        return [reply = m_reply] { return reply.settled(); };
    }
    std::function<void(int, int)> progress() const
    {
        return [reply = m_reply](int done, int total) { reply.progress(done, total); };
    }

private:
    const Reply<T> m_reply;
};

class ReadSelectedCommand : public ValueCommand<SelectedStates>
{
public:
    ReadSelectedCommand(const QString &feature, int maxCombinations)
        : ValueCommand(Priority::Normal), m_feature(feature), m_maxCombinations(maxCombinations)
    {}

protected:
    Result<SelectedStates> act(DeviceSession &session) override;

private:
    const QString m_feature;
    const int m_maxCombinations;
};

class WriteSelectedCommand : public ValueCommand<FeatureState>
{
public:
    WriteSelectedCommand(const QString &feature, const SelectorPath &path, const QVariant &value)
        : ValueCommand(Priority::Normal), m_feature(feature), m_path(path), m_value(value)
    {}

protected:
    Result<FeatureState> act(DeviceSession &session) override;

private:
    const QString m_feature;
    const SelectorPath m_path;
    const QVariant m_value;
};

class ReadSetCommand : public ValueCommand<FeatureSet>
{
public:
    ReadSetCommand() : ValueCommand(Priority::Normal) {}

protected:
    Result<FeatureSet> act(DeviceSession &session) override;
};

class RestoreCommand : public ValueCommand<RestoreReport>
{
public:
    RestoreCommand(const FeatureSet &set, const CancelFlag &cancel)
        : ValueCommand(Priority::Normal), m_set(set), m_cancel(cancel)
    {}

protected:
    Result<RestoreReport> act(DeviceSession &session) override;

private:
    const FeatureSet m_set;
    const CancelFlag m_cancel;
};

/// Tells the device thread that other features are looked at. What of them was never read is read, before all that is
/// read in the background; it makes way for whatever is asked for.
class PolledCommand : public Command
{
public:
    PolledCommand() : Command(Priority::Normal) {}
    void run(DeviceSession &session) override;
    void refuse(const Error &) override {}
    bool unfinished() const override { return m_unfinished; }
    bool changesNothing() const override { return true; }
    bool cancelledBy(const Command &later) const override;

private:
    bool m_unfinished = false;
};

/// Success or an error and nothing else: execute, start, stop.
using ActionCommand = ValueCommand<void>;

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
