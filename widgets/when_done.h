// SPDX-License-Identifier: GPL-3.0-or-later
// Brings the result of a future to the thread of an object.
#pragma once

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>

#include <utility>

namespace mv {

/// Calls @p then with the result in @p context's thread; not at all if @p context is gone by then. (QFuture::then()
/// with a context object is no safe choice in Qt 6.4: it touches the object from the thread that finishes.)
template<typename T, typename Function> void whenDone(const QFuture<T> &future, QObject *context, Function then)
{
    auto *watcher = new QFutureWatcher<T>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, then = std::move(then)] {
        watcher->deleteLater();
        if (watcher->future().resultCount() > 0)
            then(watcher->result());
    });
    watcher->setFuture(future);
}

} // namespace mv
