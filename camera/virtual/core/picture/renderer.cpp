// SPDX-License-Identifier: GPL-3.0-or-later
// The renderer's thread.
#include "camera/virtual/core/picture/renderer.h"

#include "camera/virtual/core/picture/picture_maker.h"

#include <algorithm>
#include <iostream>
#include <new>
#include <sys/resource.h>
#include <unistd.h>

namespace mv::vcam {

namespace {

constexpr unsigned kMaxThreads = 4; // the computer has other work than to play a camera

// Computing takes every core there is. Who receives the pictures goes before: a picture that is lost on the way would
// have been computed for nothing. The sensor's workers inherit it.
void yieldToOthers()
{
    constexpr int kNiceness = 5;
    ::setpriority(PRIO_PROCESS, id_t(::gettid()), kNiceness);
}

/// No bytes, and a line on standard error, if the picture could not be made: then the frame is dropped, which the
/// camera counts.
std::vector<std::uint8_t> rendered(PictureMaker &maker, const PictureRequest &request)
{
    std::vector<std::uint8_t> bytes;
    std::optional<std::string> problem;
    try {
        problem = maker.make(request, bytes);
    } catch (const std::bad_alloc &) {
        problem = "there is not enough memory for a picture of this sensor; start with a smaller --sensor";
    }
    if (problem) {
        bytes.clear();
        std::cerr << "mv-virtual-camera: a frame is dropped: " << *problem << '\n';
    }
    return bytes;
}

} // namespace

Renderer::Renderer(std::function<void()> finished) : m_finished(std::move(finished)) {}

Renderer::~Renderer()
{
    {
        const std::lock_guard lock(m_mutex);
        m_quit = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void Renderer::forgetUnwanted()
{
    std::erase_if(m_jobs, [](const Job &job) { return job.picture.expired(); });
}

std::shared_ptr<const Picture> Renderer::enqueue(const PictureRequest &request)
{
    const std::lock_guard lock(m_mutex);
    forgetUnwanted();
    return push(request);
}

std::shared_ptr<const Picture> Renderer::tryEnqueue(const PictureRequest &request)
{
    const std::lock_guard lock(m_mutex);
    forgetUnwanted();
    if (m_jobs.size() < kMaxBacklog)
        return push(request);
    auto failed = std::make_shared<Picture>();
    failed->finish({});
    return failed;
}

std::shared_ptr<const Picture> Renderer::push(const PictureRequest &request)
{
    auto picture = std::make_shared<Picture>();
    m_jobs.push_back({request, picture});
    if (!m_thread.joinable())
        m_thread = std::thread([this] { run(); });
    m_wake.notify_all();
    return picture;
}

void Renderer::run()
{
    yieldToOthers();
    PictureMaker maker(std::clamp(std::thread::hardware_concurrency(), 1u, kMaxThreads));
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [this] { return m_quit || !m_jobs.empty(); });
        if (m_quit)
            return;
        const Job job = std::move(m_jobs.front());
        m_jobs.pop_front();
        lock.unlock();
        if (const auto picture = job.picture.lock()) {
            auto bytes = rendered(maker, job.request);
            picture->finish(std::move(bytes), maker.statistics());
            m_finished();
        }
        lock.lock();
    }
}

} // namespace mv::vcam
