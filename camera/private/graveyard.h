// SPDX-License-Identifier: GPL-3.0-or-later
// Where lost and closed camera handles are disposed of without holding up anyone.
#pragma once

#include <QString>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>

namespace mv {

/// Disposing of a dead camera's handle takes up to 7.5 s (three accesses that time out inside Aravis), of a live one's
/// a few milliseconds; it gives control of the camera back. Each burial has a thread of its own, so that a dead
/// camera's does not delay a live one's. When the process ends it waits a moment for burials under way, so that live
/// cameras are free for the next program at once; for one that goes on longer it ends without the destructors of static
/// objects. Thread: any.
class Graveyard
{
public:
    static Graveyard &instance();

    /// Runs @p dispose on a thread of its own. @p key names the camera (its address) for waitUntilGone().
    void bury(const QString &key, std::function<void()> dispose);
    bool holds(const QString &key) const;
    /// False when @p timeout passed first.
    bool waitUntilGone(const QString &key, std::chrono::milliseconds timeout);
    bool waitUntilEmpty(std::chrono::milliseconds timeout);

private:
    Graveyard();
    void finished(const QString &key);

    mutable std::mutex m_mutex; // guards m_burials
    std::condition_variable m_changed;
    std::map<QString, int> m_burials; // key -> burials under way, never 0
};

} // namespace mv
