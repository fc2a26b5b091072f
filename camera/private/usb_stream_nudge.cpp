// SPDX-License-Identifier: GPL-3.0-or-later
// Signals to the stream's thread.
#include "camera/private/usb_stream_nudge.h"

#include <arv.h>

#include <chrono>
#include <csignal>
#include <sys/syscall.h>
#include <unistd.h>

namespace mv {

namespace {

constexpr auto period = std::chrono::milliseconds(100);

/// A signal without a handler, or with SA_RESTART, interrupts no wait.
void installHandler()
{
    static std::once_flag once;
    std::call_once(once, [] {
        struct sigaction present = {};
        ::sigaction(SIGURG, nullptr, &present);
        if ((present.sa_flags & SA_SIGINFO) != 0 || (present.sa_handler != SIG_DFL && present.sa_handler != SIG_IGN))
            return; // the program's own
        struct sigaction action = {};
        action.sa_handler = [](int) {};
        sigemptyset(&action.sa_mask);
        ::sigaction(SIGURG, &action, nullptr);
    });
}

} // namespace

UsbStreamNudge::UsbStreamNudge()
{
    installHandler();
    m_thread = std::thread([this] { run(); });
}

UsbStreamNudge::~UsbStreamNudge()
{
    {
        const std::lock_guard lock(m_mutex);
        m_quit = true;
    }
    m_changed.notify_all();
    m_thread.join();
}

void UsbStreamNudge::onStream(void *nudge, int callbackType, ArvBuffer *)
{
    auto &self = *static_cast<UsbStreamNudge *>(nudge);
    if (callbackType == ARV_STREAM_CALLBACK_TYPE_INIT) {
        sigset_t nudges;
        sigemptyset(&nudges);
        sigaddset(&nudges, SIGURG);
        ::pthread_sigmask(SIG_UNBLOCK, &nudges, nullptr);
        self.setThread(::gettid());
    } else if (callbackType == ARV_STREAM_CALLBACK_TYPE_EXIT) {
        self.setThread(0); // its number may be another thread's soon
    }
}

void UsbStreamNudge::setThread(int thread)
{
    const std::lock_guard lock(m_mutex);
    m_streamThread = thread;
}

void UsbStreamNudge::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_changed.wait_for(lock, period, [this] { return m_quit; })) {
        if (m_streamThread != 0)
            ::syscall(SYS_tgkill, ::getpid(), m_streamThread, SIGURG);
    }
}

} // namespace mv
