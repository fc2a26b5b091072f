// SPDX-License-Identifier: GPL-3.0-or-later
// Wakes Aravis' thread of an asynchronous USB stream from time to time, because it can sleep through its last call.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

typedef struct _ArvBuffer ArvBuffer;

namespace mv {

/// In async mode 0.8.26 looks at its count of transfers before it takes the mutex that it then waits under
/// (src/arvuvstream.c): the completion that comes between is slept through. If it was the last one, the stream stands
/// still, or never ends and takes the thread that stops it with it. A condition may wake without a cause, and GLib's
/// does at a signal, so the thread gets SIGURG (which a process ignores unless it asks for it) ten times a second and
/// looks again. Costs nothing else: it only interrupts a wait.
/// Thread: made and destroyed by the owner; outlives the stream.
class UsbStreamNudge
{
public:
    UsbStreamNudge();
    ~UsbStreamNudge();
    UsbStreamNudge(const UsbStreamNudge &) = delete;
    UsbStreamNudge &operator=(const UsbStreamNudge &) = delete;

    /// The stream's callback (ArvStreamCallback), with the nudge as its data: says when the thread begins and ends.
    static void onStream(void *nudge, int callbackType, ArvBuffer *buffer);

private:
    void run();
    void setThread(int thread);

    std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_streamThread = 0; // as the kernel numbers it; 0 = there is none
    bool m_quit = false;
    std::thread m_thread;
};

} // namespace mv
