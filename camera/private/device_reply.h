// SPDX-License-Identifier: GPL-3.0-or-later
// The producing end of the future that every call of Camera returns.
#pragma once

#include "camera/error.h"

#include <QFuture>
#include <QPromise>

#include <atomic>
#include <memory>

namespace mv {

/// Completes a QFuture<Result<T>> exactly once: the first complete() counts, later ones are dropped. That lets the
/// watch answer for a device thread that is stuck in a dead camera. A reply that nobody completes says Cancelled, so no
/// caller waits for ever. Shared by copy. Thread: any.
template<typename T> class Reply
{
public:
    Reply() : m_state(std::make_shared<State>()) {}

    QFuture<Result<T>> future() const { return m_state->promise.future(); }
    void complete(const Result<T> &result) const { m_state->complete(result); }
    /// @p done of @p total, for QFutureWatcher.
    void progress(int done, int total) const
    {
        m_state->promise.setProgressRange(0, total);
        m_state->promise.setProgressValue(done);
    }
    /// Nobody waits any more: answered already, or the caller cancelled the future.
    bool settled() const { return m_state->done || m_state->promise.isCanceled(); }

private:
    struct State
    {
        State() { promise.start(); }
        ~State() { complete(Error{ErrorCode::Cancelled, {}, {}}); }
        void complete(const Result<T> &result)
        {
            if (done.exchange(true))
                return;
            promise.addResult(result);
            promise.finish();
        }
        QPromise<Result<T>> promise;
        std::atomic<bool> done = false;
    };
    std::shared_ptr<State> m_state;
};

/// A future that is complete from the start.
template<typename T> QFuture<Result<T>> answered(const Result<T> &result)
{
    Reply<T> reply;
    reply.complete(result);
    return reply.future();
}

} // namespace mv
