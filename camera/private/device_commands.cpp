// SPDX-License-Identifier: GPL-3.0-or-later
// The commands behind the calls of Camera.
#include "camera/private/device_commands.h"

#include "camera/private/device_session.h"

#include <algorithm>

namespace mv {

ReadCommand::ReadCommand(const QStringList &names)
    : Command(names.isEmpty() ? Priority::Background : Priority::Normal), m_names(names)
{}

void ReadCommand::run(DeviceSession &session)
{
    if (m_names.isEmpty()) {
        readOn(session);
        return;
    }
    Error failure;
    const FeatureStates states = session.read(m_names, &failure);
    if (failure.code != ErrorCode::None)
        m_reply.complete(failure);
    else
        m_reply.complete(states);
}

void ReadCommand::readOn(DeviceSession &session)
{
    if (!m_begun)
        m_left = session.allFeatures();
    m_begun = true;
    Error failure;
    const FeatureStates states = session.readUntilAsked(m_left, &failure);
    m_states.insert(states);
    m_left.removeIf([&states](const QString &name) { return states.contains(name); });
    if (failure.code != ErrorCode::None) {
        m_reply.complete(failure);
        return;
    }
    // What was read before it made way may have been written since.
    if (m_left.isEmpty())
        m_reply.complete(session.newest(m_states));
}

WriteCommand::WriteCommand(const QString &name, const QVariant &value)
    : Command(Priority::Normal), m_name(name), m_value(value), m_replies(1)
{}

void WriteCommand::run(DeviceSession &session)
{
    complete(session.write(m_name, m_value));
}

bool WriteCommand::wanted() const
{
    return std::any_of(m_replies.begin(), m_replies.end(), [](const auto &reply) { return !reply.settled(); });
}

bool WriteCommand::absorb(Command &earlier)
{
    auto *write = dynamic_cast<WriteCommand *>(&earlier);
    if (write == nullptr || write->m_name != m_name)
        return false;
    m_replies.insert(m_replies.end(), write->m_replies.begin(), write->m_replies.end());
    return true;
}

void WriteCommand::complete(const Result<FeatureState> &result)
{
    for (const auto &reply : m_replies)
        reply.complete(result);
}

Result<SelectedStates> ReadSelectedCommand::act(DeviceSession &session)
{
    return session.readSelected(m_feature, m_maxCombinations, cancelled());
}

Result<FeatureState> WriteSelectedCommand::act(DeviceSession &session)
{
    return session.writeSelected(m_feature, m_path, m_value);
}

Result<FeatureSet> ReadSetCommand::act(DeviceSession &session)
{
    return session.readSet(cancelled(), progress());
}

Result<RestoreReport> RestoreCommand::act(DeviceSession &session)
{
    const auto stop = [unwanted = cancelled(), flag = m_cancel] { return flag.cancelled() || unwanted(); };
    return session.restore(m_set, stop, progress());
}

void PolledCommand::run(DeviceSession &session)
{
    session.updatePolled();
    m_unfinished = !session.readLookedAt();
}

// The names are with the hub: whichever command runs, it is about the newest.
bool PolledCommand::cancelledBy(const Command &later) const
{
    return dynamic_cast<const PolledCommand *>(&later) != nullptr;
}

Result<void> ExecuteCommand::act(DeviceSession &session)
{
    return session.execute(m_name);
}

bool StartCommand::cancelledBy(const Command &later) const
{
    return dynamic_cast<const StopCommand *>(&later) != nullptr;
}

Result<void> StartCommand::act(DeviceSession &session)
{
    return session.startStream();
}

Result<void> StopCommand::act(DeviceSession &session)
{
    return session.stopStream();
}

} // namespace mv
