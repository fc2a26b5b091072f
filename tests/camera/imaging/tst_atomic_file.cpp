// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to files when writing fails: the old state stays, and nothing half-written is left.
#include "frames.h"

#include <camera/imaging/atomic_file.h>

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>

#include <gtest/gtest.h>

#include <csignal>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace mv;
using namespace mv::test;

namespace {

/// A disk that is full after @p bytes, as far as this process can tell: write(2) fails with EFBIG.
class FullDisk
{
public:
    explicit FullDisk(rlim_t bytes)
    {
        m_oldHandler = std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &m_oldLimit);
        const rlimit limit{bytes, m_oldLimit.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk()
    {
        setrlimit(RLIMIT_FSIZE, &m_oldLimit);
        std::signal(SIGXFSZ, m_oldHandler);
    }

private:
    rlimit m_oldLimit{};
    void (*m_oldHandler)(int) = SIG_DFL;
};

/// Root may write anywhere: go on as nobody for as long as this lives.
class AsNobody
{
public:
    AsNobody() { m_changed = geteuid() == 0 && seteuid(65534) == 0; }
    ~AsNobody()
    {
        if (m_changed && seteuid(0) != 0)
            std::abort();
    }
    /// False where there is no nobody to become (a namespace with root alone).
    static bool isNobody() { return geteuid() != 0; }

private:
    bool m_changed = false;
};

FramePtr picture(std::uint32_t side = 64)
{
    return Frame::fromBytes(geometry(PixelFormat::Mono8, side, side), noise(std::size_t(side) * side, side));
}

class AtomicFiles : public testing::Test
{
protected:
    QString path(const QString &name) const { return m_folder.filePath(name); }
    QStringList everything() const
    {
        return QDir(m_folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    }
    QByteArray content(const QString &name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("<none>");
    }
    void put(const QString &name, const QByteArray &bytes) const
    {
        QFile file(path(name));
        ASSERT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    /// The folder is for everybody, so that AsNobody works below it.
    void SetUp() override { ASSERT_EQ(::chmod(QFile::encodeName(m_folder.path()).constData(), 0777), 0); }

    QTemporaryDir m_folder;
};

const QString name = QStringLiteral("picture");
const QString sideName = QStringLiteral("picture.json");

} // namespace

TEST_F(AtomicFiles, aFullDiskLeavesNothing)
{
    for (const ImageFileFormatInfo &row : imageFileFormats()) {
        const FramePtr frame = picture();
        std::optional<FileError> error;
        {
            const FullDisk full(1000);
            error = writeImage(*frame, row.format, path(name), {});
        }
        ASSERT_TRUE(error) << row.name;
        EXPECT_EQ(error->kind, FileError::Kind::Write);
        EXPECT_EQ(error->path, path(name));
        EXPECT_FALSE(error->detail.isEmpty());
        EXPECT_EQ(everything(), QStringList()) << row.name;
    }
}

TEST_F(AtomicFiles, aFullDiskKeepsTheOldState)
{
    for (const ImageFileFormatInfo &row : imageFileFormats()) {
        put(name, "old picture");
        put(sideName, "old side file");
        {
            const FullDisk full(1000);
            EXPECT_TRUE(writeImage(*picture(), row.format, path(name), {})) << row.name;
        }
        EXPECT_EQ(content(name), QByteArray("old picture"));
        EXPECT_EQ(content(sideName), QByteArray("old side file"));
        EXPECT_EQ(everything().size(), 2);
    }
}

TEST_F(AtomicFiles, aDiskFullAtTheSideFileKeepsTheOldRaw)
{
    put(name, "old picture");
    put(sideName, "old side file");
    std::optional<FileError> error;
    {
        const FullDisk full(100); // room for the raw bytes, not for their description
        error = writeImage(*picture(4), ImageFileFormat::Raw, path(name), {});
    }
    ASSERT_TRUE(error);
    EXPECT_EQ(error->path, path(sideName));
    EXPECT_EQ(content(name), QByteArray("old picture"));
    EXPECT_EQ(content(sideName), QByteArray("old side file"));
    EXPECT_EQ(everything().size(), 2);
}

TEST_F(AtomicFiles, aFolderWithoutPermissionIsAnOpenError)
{
    ASSERT_EQ(::chmod(QFile::encodeName(m_folder.path()).constData(), 0555), 0);
    for (const ImageFileFormatInfo &row : imageFileFormats()) {
        const AsNobody nobody;
        if (!AsNobody::isNobody())
            GTEST_SKIP() << "this root cannot become nobody, and may write anywhere";
        const auto error = writeImage(*picture(), row.format, path(name), {});
        ASSERT_TRUE(error) << row.name;
        EXPECT_EQ(error->kind, FileError::Kind::Open);
        EXPECT_FALSE(error->detail.isEmpty());
    }
    EXPECT_EQ(everything(), QStringList());
    EXPECT_EQ(::chmod(QFile::encodeName(m_folder.path()).constData(), 0777), 0);
}

TEST_F(AtomicFiles, aMissingFolderAndEveryOddTargetIsAnOpenError)
{
    ASSERT_TRUE(QDir(m_folder.path()).mkdir(QStringLiteral("folder")));
    ASSERT_EQ(::mkfifo(QFile::encodeName(path(QStringLiteral("pipe"))).constData(), 0666), 0);
    const QStringList before = everything();
    const QString targets[] = {path(QStringLiteral("none/picture")),
                               path(QStringLiteral("folder")),
                               path(QStringLiteral("folder/")),
                               path(QStringLiteral("pipe")),
                               path(QStringLiteral("a") + QChar(0) + QStringLiteral("b")),
                               QStringLiteral("/dev/null"),
                               QString()};
    for (const QString &target : targets) {
        for (const ImageFileFormatInfo &row : imageFileFormats()) {
            const auto error = writeImage(*picture(), row.format, target, {});
            ASSERT_TRUE(error) << target.toStdString() << ' ' << row.name;
            EXPECT_EQ(error->kind, FileError::Kind::Open) << target.toStdString();
        }
    }
    EXPECT_EQ(everything(), before);
    struct stat null = {};
    EXPECT_EQ(::stat("/dev/null", &null), 0);
    EXPECT_TRUE(S_ISCHR(null.st_mode));
}

TEST_F(AtomicFiles, aSideFileThatCannotBePlacedKeepsTheOldRaw)
{
    put(name, "old picture");
    ASSERT_TRUE(QDir(m_folder.path()).mkdir(sideName));
    EXPECT_TRUE(writeImage(*picture(), ImageFileFormat::Raw, path(name), {}));
    EXPECT_EQ(content(name), QByteArray("old picture"));
    EXPECT_EQ(everything().size(), 2);
}

TEST_F(AtomicFiles, aRawFileThatCannotBePlacedBringsTheOldSideFileBack)
{
    if (geteuid() != 0)
        GTEST_SKIP() << "needs root, to make a file that its writer may not replace";
    if (const AsNobody nobody; !AsNobody::isNobody())
        GTEST_SKIP() << "this root cannot become nobody";
    // In a sticky folder only a file's owner may replace it: the side file can be, the raw file cannot.
    put(name, "old picture");
    for (const bool sideExists : {true, false}) {
        ASSERT_EQ(::chmod(QFile::encodeName(m_folder.path()).constData(), 01777), 0);
        if (sideExists) {
            put(sideName, "old side file");
            ASSERT_EQ(::chown(QFile::encodeName(path(sideName)).constData(), 65534, 65534), 0);
        }
        std::optional<FileError> error;
        {
            const AsNobody nobody;
            error = writeImage(*picture(), ImageFileFormat::Raw, path(name), {});
        }
        ASSERT_TRUE(error);
        EXPECT_EQ(error->path, path(name));
        EXPECT_EQ(content(name), QByteArray("old picture"));
        EXPECT_EQ(content(sideName), sideExists ? QByteArray("old side file") : QByteArray("<none>"));
        EXPECT_EQ(everything().size(), sideExists ? 2 : 1);
        QFile::remove(path(sideName));
    }
}

TEST_F(AtomicFiles, theNewStateReplacesTheOldWhole)
{
    put(name, QByteArray(100'000, 'x'));
    put(sideName, QByteArray(100'000, 'y'));
    ASSERT_EQ(::chmod(QFile::encodeName(path(name)).constData(), 0640), 0);
    EXPECT_FALSE(writeImage(*picture(4), ImageFileFormat::Raw, path(name), {}));
    EXPECT_EQ(content(name).size(), 16);
    EXPECT_EQ(QJsonDocument::fromJson(content(sideName)).object()[QLatin1String("imageBytes")].toInt(), 16);
    EXPECT_EQ(everything().size(), 2);
    struct stat now = {};
    ASSERT_EQ(::stat(QFile::encodeName(path(name)).constData(), &now), 0);
    EXPECT_EQ(now.st_mode & 0777, 0640u);
}

TEST_F(AtomicFiles, namesMayBeAsLongAsTheFileSystemTakesAndInAnyScript)
{
    const QString longest = QString(250, u'n') + QStringLiteral(".tiff");
    EXPECT_FALSE(writeImage(*picture(), ImageFileFormat::Tiff, path(longest), {}));
    EXPECT_FALSE(writeImage(*picture(), ImageFileFormat::Png, path(QStringLiteral("Größe 相机.png")), {}));
    EXPECT_EQ(everything().size(), 2);
    // The side file's name would be too long: refused as a whole.
    EXPECT_TRUE(writeImage(*picture(), ImageFileFormat::Raw, path(QString(252, u'r')), {}));
    EXPECT_EQ(everything().size(), 2);
}

TEST_F(AtomicFiles, whatIsNotCommittedIsRemoved)
{
    {
        AtomicFile file(path(name));
        EXPECT_TRUE(file.commit()); // nothing was written
        EXPECT_TRUE(file.commitRevocably());
        EXPECT_FALSE(file.write(std::as_bytes(std::span("content", 7))));
        EXPECT_EQ(everything().size(), 1);
    }
    EXPECT_EQ(everything(), QStringList());
}

TEST_F(AtomicFiles, aRevocableCommitCanBeTakenBack)
{
    for (const QByteArray &old : {QByteArray("<none>"), QByteArray("old")}) {
        for (const bool takenBack : {true, false}) {
            QFile::remove(path(name));
            if (old != "<none>")
                put(name, old);
            {
                AtomicFile file(path(name));
                EXPECT_FALSE(file.write(std::as_bytes(std::span("new", 3))));
                EXPECT_FALSE(file.commitRevocably());
                EXPECT_EQ(content(name), QByteArray("new"));
                if (takenBack)
                    file.rollback();
            }
            EXPECT_EQ(content(name), takenBack ? old : QByteArray("new"));
            EXPECT_LE(everything().size(), 1);
        }
    }
}
