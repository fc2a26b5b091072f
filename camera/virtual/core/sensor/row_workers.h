// SPDX-License-Identifier: GPL-3.0-or-later
// A few persistent threads that share the rows of a frame.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace mv::vcam {

/// Splits a range of rows over threads; who takes which rows is left to chance, so the work on a row must depend on
/// nothing but the row. Thread: run() is called by one thread at a time, which works along; the others wait in between.
class RowWorkers
{
public:
    using Work = std::function<void(std::uint32_t first, std::uint32_t end)>;

    /// @p threads work in all, the caller of run() among them; at least 1.
    explicit RowWorkers(unsigned threads);
    ~RowWorkers();
    RowWorkers(const RowWorkers &) = delete;
    RowWorkers &operator=(const RowWorkers &) = delete;

    /// Calls @p work for pieces that make up [0, rows) and returns when all are done. @p work must not throw.
    void run(std::uint32_t rows, const Work &work);

private:
    void waitForWork(const std::stop_token &stop);
    void takePieces();

    static constexpr std::uint32_t kPiece = 16; ///< rows

    std::mutex m_mutex; ///< guards all below but m_threads
    std::condition_variable_any m_changed;
    const Work *m_work = nullptr;
    std::uint32_t m_rows = 0;
    std::uint32_t m_next = 0;       ///< first row nobody has taken
    std::uint32_t m_unfinished = 0; ///< rows not yet done
    std::vector<std::jthread> m_threads;
};

} // namespace mv::vcam
