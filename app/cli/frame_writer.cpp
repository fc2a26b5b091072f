// SPDX-License-Identifier: GPL-3.0-or-later
// Saves frames on a thread of its own.
#include "app/cli/frame_writer.h"

#include <QDir>
#include <QTemporaryFile>

#include <cerrno>

namespace mv::cli {

namespace {

QString filePath(const SavePlan &plan, const Frame &frame)
{
    QString extension;
    for (const ImageFileFormatInfo &row : imageFileFormats()) {
        if (row.format == plan.format)
            extension = QString::fromLatin1(row.extension.data(), static_cast<qsizetype>(row.extension.size()));
    }
    const QString id = QStringLiteral("%1").arg(frame.info().frameId, 8, 10, QLatin1Char('0'));
    return QStringLiteral("%1/%2_%3.%4").arg(plan.folder, plan.baseName, id, extension);
}

} // namespace

FrameWriter::FrameWriter(SavePlan plan, std::size_t backlogBytes)
    : m_plan(std::move(plan)), m_backlogBytes(backlogBytes), m_thread([this] { run(); })
{}

FrameWriter::~FrameWriter()
{
    finish();
}

bool FrameWriter::submit(const FramePtr &frame)
{
    const std::size_t size = frame->payload().size();
    std::unique_lock lock(m_mutex);
    // A single frame larger than the whole backlog still passes.
    m_changed.wait(lock, [&] { return m_error || m_backlog.empty() || m_bytes + size <= m_backlogBytes; });
    if (m_error)
        return false;
    m_backlog.push_back(frame);
    m_bytes += size;
    m_changed.notify_all();
    return true;
}

QStringList FrameWriter::finish()
{
    {
        const std::lock_guard lock(m_mutex);
        m_ended = true;
        m_changed.notify_all();
    }
    if (m_thread.joinable())
        m_thread.join();
    const std::lock_guard lock(m_mutex);
    return m_files;
}

std::optional<Error> FrameWriter::error() const
{
    const std::lock_guard lock(m_mutex);
    return m_error;
}

void FrameWriter::run()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [this] { return m_ended || !m_backlog.empty(); });
        if (m_backlog.empty() || m_error)
            return;
        // Stays in the backlog, and so counted, until it is on the disk.
        const FramePtr frame = m_backlog.front();
        lock.unlock();
        const QString path = filePath(m_plan, *frame);
        const auto failure = writeImage(*frame, m_plan.format, path, m_plan.metadata);
        lock.lock();
        m_backlog.pop_front();
        m_bytes -= frame->payload().size();
        if (failure)
            m_error = toError(*failure);
        else
            m_files << path;
        m_changed.notify_all();
    }
}

Result<void> prepareFolder(const QString &folder)
{
    errno = 0;
    if (!QDir().mkpath(folder)) {
        const int reason = errno;
        return Error{ErrorCode::FileNotWritable, {folder}, reason != 0 ? qt_error_string(reason) : QString()};
    }
    QTemporaryFile probe(folder + QStringLiteral("/.mv-cli-XXXXXX"));
    if (!probe.open())
        return Error{ErrorCode::FileNotWritable, {folder}, probe.errorString()};
    return {};
}

} // namespace mv::cli
