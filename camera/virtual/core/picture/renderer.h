// SPDX-License-Identifier: GPL-3.0-or-later
// Renders pictures behind the back of the time line.
#pragma once

#include "camera/virtual/core/picture/picture.h"
#include "camera/virtual/core/picture/picture_request.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace mv::vcam {

/// Owns one thread (and the sensor's workers), started with the first request. Requests are worked off in order; one
/// whose picture nobody holds any more is skipped. Thread: any.
class Renderer
{
public:
    /// @p finished is called by the renderer's thread, without any lock held, after each picture.
    explicit Renderer(std::function<void()> finished);
    ~Renderer();

    /// Requests that may wait. More would only make every frame older.
    static constexpr std::size_t kMaxBacklog = 3;

    std::shared_ptr<const Picture> enqueue(const PictureRequest &request);
    /// A picture that has failed already if kMaxBacklog are waiting.
    std::shared_ptr<const Picture> tryEnqueue(const PictureRequest &request);

private:
    struct Job
    {
        PictureRequest request;
        std::weak_ptr<Picture> picture;
    };
    void run();
    void forgetUnwanted();
    std::shared_ptr<const Picture> push(const PictureRequest &request);

    std::function<void()> m_finished;
    std::mutex m_mutex; // guards m_jobs, m_quit and the start of m_thread
    std::condition_variable m_wake;
    std::deque<Job> m_jobs;
    bool m_quit = false;
    std::thread m_thread;
};

} // namespace mv::vcam
