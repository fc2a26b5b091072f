// SPDX-License-Identifier: GPL-3.0-or-later
// Pieces of rows under one mutex: a frame has a hundred, so it is never contended.
#include "camera/virtual/core/sensor/row_workers.h"

#include <algorithm>

namespace mv::vcam {

RowWorkers::RowWorkers(unsigned threads)
{
    for (unsigned i = 1; i < threads; ++i)
        m_threads.emplace_back([this](const std::stop_token &stop) { waitForWork(stop); });
}

RowWorkers::~RowWorkers() = default; // a jthread asks to stop, which wakes its wait, and joins

void RowWorkers::run(std::uint32_t rows, const Work &work)
{
    {
        const std::lock_guard lock(m_mutex);
        m_work = &work;
        m_rows = m_unfinished = rows;
        m_next = 0;
    }
    m_changed.notify_all();
    takePieces();
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_unfinished == 0; });
    m_work = nullptr;
}

void RowWorkers::waitForWork(const std::stop_token &stop)
{
    for (;;) {
        {
            std::unique_lock lock(m_mutex);
            if (!m_changed.wait(lock, stop, [this] { return m_work != nullptr && m_next < m_rows; }))
                return;
        }
        takePieces();
    }
}

void RowWorkers::takePieces()
{
    std::unique_lock lock(m_mutex);
    while (m_work != nullptr && m_next < m_rows) {
        const Work &work = *m_work;
        const std::uint32_t first = m_next, end = std::min(first + kPiece, m_rows);
        m_next = end;
        lock.unlock();
        work(first, end);
        lock.lock();
        m_unfinished -= end - first;
        if (m_unfinished == 0)
            m_changed.notify_all();
    }
}

} // namespace mv::vcam
