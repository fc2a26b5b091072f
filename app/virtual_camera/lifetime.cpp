// SPDX-License-Identifier: GPL-3.0-or-later
// Signals and the parent as file descriptors.
#include "app/virtual_camera/lifetime.h"

#include <csignal>
#include <initializer_list>
#include <poll.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace mv::vcam {

Lifetime::Lifetime(std::optional<pid_t> parent)
{
    // A full disk, a file at its limit and a reader that has gone are failed writes, not the program's end.
    for (const int signal : {SIGXFSZ, SIGPIPE})
        ::signal(signal, SIG_IGN);
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP})
        sigaddset(&set, signal);
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    m_signals = ::signalfd(-1, &set, SFD_CLOEXEC);
    if (!parent)
        return;
    // PR_SET_PDEATHSIG would also fire when the thread that started us ends; a pidfd means the process.
    // A parent that was killed before we came here is not our parent any more: it has to say who it was.
    const pid_t expected = *parent != 0 ? *parent : ::getppid();
    m_parent = int(::syscall(SYS_pidfd_open, expected, 0));
    m_orphan = m_parent < 0 || ::getppid() != expected;
}

Lifetime::~Lifetime()
{
    for (const int fd : {m_signals, m_parent}) {
        if (fd >= 0)
            ::close(fd);
    }
}

void Lifetime::waitForEnd() const
{
    if (m_orphan)
        return;
    pollfd fds[] = {{m_signals, POLLIN, 0}, {m_parent, POLLIN, 0}}; // a negative descriptor is passed over
    while (::poll(fds, 2, -1) <= 0) {
    }
}

} // namespace mv::vcam
