// SPDX-License-Identifier: GPL-3.0-or-later
// Waiting in tests: for a future without an event loop, and for a condition with an end.
#pragma once

#include "camera/error.h"

#include <QFuture>

#include <chrono>
#include <thread>

namespace mv::test {

/// As mv-cli does.
template<typename T> Result<T> waited(QFuture<Result<T>> future)
{
    future.waitForFinished();
    return future.result();
}

template<typename Condition> bool becomesTrue(Condition condition, std::chrono::milliseconds patience)
{
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end)
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return true;
}

/// What @p action took.
template<typename Action> std::chrono::milliseconds timeOf(Action action)
{
    const auto start = std::chrono::steady_clock::now();
    action();
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
}

} // namespace mv::test
