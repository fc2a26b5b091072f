// SPDX-License-Identifier: GPL-3.0-or-later
// One entry of the device thread's queue.
#pragma once

#include "camera/error.h"

#include <QtGlobal>

#include <memory>

namespace mv {

class DeviceSession;

/// What can be asked of the device thread. run() in the device thread; refuse() in any thread, also while run() is
/// under way (the replies inside take the first answer).
class Command
{
public:
    /// Urgent first; within one level, in the order of asking.
    enum class Priority { Urgent, Normal, Background };

    explicit Command(Priority level) : priority(level) {}
    virtual ~Command() = default;
    Command(const Command &) = delete;
    Command &operator=(const Command &) = delete;

    virtual void run(DeviceSession &session) = 0;
    virtual void refuse(const Error &reason) = 0;
    /// After run(): it made way for somebody who waits, and wants to be run again in its turn.
    virtual bool unfinished() const { return false; }
    /// False: nobody waits for the result any more.
    virtual bool wanted() const { return true; }
    /// A command waits that came earlier than this one. True: this one takes its place and its replies.
    virtual bool absorb(Command &earlier)
    {
        Q_UNUSED(earlier);
        return false;
    }
    /// Reads may be passed over when a later write looks for an earlier one to merge with: they change nothing.
    virtual bool changesNothing() const { return false; }
    /// A waiting command that @p later makes pointless (a start that a stop follows); it is refused with Cancelled.
    virtual bool cancelledBy(const Command &later) const
    {
        Q_UNUSED(later);
        return false;
    }

    const Priority priority;
};

using CommandPtr = std::shared_ptr<Command>;

} // namespace mv
