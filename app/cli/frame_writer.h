// SPDX-License-Identifier: GPL-3.0-or-later
// Saves frames on a thread of its own, so that a slow disk does not hold up who takes them.
#pragma once

#include "camera/error.h"
#include "camera/imaging/frame.h"
#include "camera/imaging/image_file.h"

#include <QJsonObject>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace mv::cli {

/// Where and how frames are saved.
struct SavePlan
{
    QString folder;
    QString baseName; ///< the frame's id and the extension are added
    ImageFileFormat format = ImageFileFormat::Tiff;
    QJsonObject metadata; ///< put into every file
};

/// A bounded backlog and the writer thread. Thread: main, except run().
class FrameWriter
{
public:
    FrameWriter(SavePlan plan, std::size_t backlogBytes);
    /// Saves what it took.
    ~FrameWriter();

    /// Waits while the backlog is full. False once a file could not be written: the frame was not taken.
    bool submit(const FramePtr &frame);
    /// Waits for the last file. The paths in order.
    QStringList finish();
    std::optional<Error> error() const;

private:
    void run();

    const SavePlan m_plan;
    const std::size_t m_backlogBytes;
    mutable std::mutex m_mutex; // guards all below
    std::condition_variable m_changed;
    std::deque<FramePtr> m_backlog;
    std::size_t m_bytes = 0;
    bool m_ended = false;
    std::optional<Error> m_error;
    QStringList m_files;

    std::thread m_thread; // last: it uses all above
};

/// Makes sure that files can be written into @p folder, which is created if need be.
Result<void> prepareFolder(const QString &folder);

} // namespace mv::cli
