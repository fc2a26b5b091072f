// SPDX-License-Identifier: GPL-3.0-or-later
// File access in the hands of good and of hostile clients, map files, and the flash on disk.
#include "camera/virtual/core/files/stored_files.h"
#include "camera/virtual/core/flat_field/coefficients.h"
#include "camera/virtual/core/flat_field/defect_list.h"
#include "camera/virtual/core/flat_field/flash_file.h"
#include "camera/virtual/core/flat_field/flat_field.h"
#include "camera/virtual/core/flat_field/map_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <unistd.h>

namespace mv::vcam {
namespace {

using Bytes = std::vector<std::uint8_t>;
using enum FileOperation;

constexpr std::uint32_t kWidth = 64, kHeight = 48;
constexpr std::size_t kPixels = std::size_t(kWidth) * kHeight;
constexpr std::int64_t kOffset = 0, kGain = 1, kDefects = 2, kUser = 3;

std::shared_ptr<const Coefficients> someCoefficients(unsigned seed)
{
    std::mt19937 random(seed);
    std::vector<std::int16_t> offset(kPixels);
    std::vector<std::uint16_t> gain(offset.size());
    std::ranges::generate(offset, [&] { return std::int16_t(random()); });
    std::ranges::generate(gain, [&] { return std::uint16_t(random()); });
    return std::make_shared<Coefficients>(kWidth, kHeight, 66, offset, gain);
}

Bytes bytesOf(std::string_view text)
{
    return {text.begin(), text.end()};
}

class Files : public testing::Test
{
protected:
    FlatField flatField{kWidth, kHeight, true};
    FileAccess files{storedFiles(flatField, Model::Mono)};

    FileStatus run(FileOperation operation)
    {
        files.operation = operation;
        files.execute();
        return files.status();
    }
    FileStatus open(std::int64_t file, FileOpenMode mode)
    {
        EXPECT_TRUE(files.select(file));
        files.mode = mode;
        return run(Open);
    }
    FileStatus put(std::uint32_t offset, const Bytes &bytes)
    {
        std::ranges::copy(bytes, files.buffer.begin());
        files.offset = offset;
        files.length = std::uint32_t(bytes.size());
        return run(Write);
    }
    /// The whole dialogue, in pieces of an odd size.
    FileStatus writeFile(std::int64_t file, const Bytes &content)
    {
        EXPECT_EQ(open(file, FileOpenMode::Write), FileStatus::Success);
        for (std::size_t at = 0; at < content.size(); at += 509) {
            const auto piece = std::span(content).subspan(at, std::min<std::size_t>(509, content.size() - at));
            EXPECT_EQ(put(std::uint32_t(at), {piece.begin(), piece.end()}), FileStatus::Success);
            EXPECT_EQ(files.result(), piece.size());
        }
        EXPECT_EQ(files.size(), content.size());
        return run(Close);
    }
    Bytes readFile(std::int64_t file)
    {
        EXPECT_EQ(open(file, FileOpenMode::Read), FileStatus::Success);
        Bytes content;
        do {
            files.offset = std::uint32_t(content.size());
            files.length = FileAccess::kBufferBytes;
            EXPECT_EQ(run(Read), FileStatus::Success);
            content.insert(content.end(), files.buffer.begin(), files.buffer.begin() + files.result());
        } while (files.result() == FileAccess::kBufferBytes);
        EXPECT_EQ(content.size(), files.size());
        EXPECT_EQ(run(Close), FileStatus::Success);
        return content;
    }
};

TEST_F(Files, mapsGoOutAndIn)
{
    const auto original = someCoefficients(1);
    flatField.setCoefficients(original);
    const Bytes offsets = readFile(kOffset), gains = readFile(kGain);
    EXPECT_EQ(offsets.size(), mapFileBytes(kWidth, kHeight));
    flatField.setCoefficients(nullptr);
    EXPECT_EQ(open(kOffset, FileOpenMode::Read), FileStatus::FileNotFound);
    EXPECT_EQ(writeFile(kOffset, offsets), FileStatus::Success);
    ASSERT_TRUE(flatField.coefficients());
    EXPECT_EQ(flatField.coefficients()->gain(), std::vector<std::uint16_t>(kPixels, kUnityGain));
    EXPECT_EQ(writeFile(kGain, gains), FileStatus::Success);
    EXPECT_EQ(flatField.coefficients()->offset(), original->offset());
    EXPECT_EQ(flatField.coefficients()->gain(), original->gain());
    EXPECT_EQ(flatField.pedestal(), 66);
    EXPECT_EQ(readFile(kOffset), offsets);
}

// The layout that the documentation promises, byte by byte.
TEST_F(Files, theHeaderOfAMap)
{
    flatField.setCoefficients(someCoefficients(2));
    const Bytes file = readFile(kOffset);
    EXPECT_EQ(std::string(file.begin(), file.begin() + 8), "MVFFCOFS");
    EXPECT_EQ(Bytes(file.begin() + 8, file.begin() + 24),
              (Bytes{1, 0, 0, 0, kWidth, 0, 0, 0, kHeight, 0, 0, 0, 66, 0, 0, 0}));
    EXPECT_EQ(std::int16_t(file[32] | file[33] << 8), flatField.coefficients()->offset()[0]);
}

TEST_F(Files, aDamagedMapChangesNothing)
{
    const auto original = someCoefficients(3);
    flatField.setCoefficients(original);
    const Bytes good = readFile(kGain);
    for (const std::size_t at : {0u, 8u, 12u, 16u, 23u, 24u, 32u, 1000u, unsigned(good.size() - 1)}) {
        Bytes bad = good;
        bad[at] ^= 0x40;
        EXPECT_EQ(writeFile(kGain, bad), FileStatus::InvalidContent) << at;
    }
    EXPECT_EQ(writeFile(kGain, {good.begin(), good.end() - 1}), FileStatus::InvalidContent);
    EXPECT_EQ(writeFile(kGain, {}), FileStatus::InvalidContent);
    EXPECT_EQ(writeFile(kOffset, good), FileStatus::InvalidContent) << "gains are no offsets";
    EXPECT_EQ(flatField.coefficients(), original);
}

TEST_F(Files, theListOfDefects)
{
    EXPECT_EQ(readFile(kDefects), Bytes());
    EXPECT_EQ(writeFile(kDefects, bytesOf("5 6\n# two\n1 2\n")), FileStatus::Success);
    EXPECT_EQ(flatField.defects()->places().size(), 2u);
    EXPECT_EQ(readFile(kDefects), bytesOf("1 2\n5 6\n"));
    EXPECT_EQ(writeFile(kDefects, bytesOf("64 0\n")), FileStatus::InvalidContent);
    EXPECT_EQ(flatField.defects()->places().size(), 2u);
    EXPECT_EQ(run(Delete), FileStatus::Success);
    EXPECT_EQ(flatField.defects()->places().size(), 0u);
}

TEST_F(Files, theUsersFileCanBeChanged)
{
    EXPECT_EQ(open(kUser, FileOpenMode::Read), FileStatus::FileNotFound);
    EXPECT_EQ(run(Delete), FileStatus::FileNotFound);
    EXPECT_EQ(writeFile(kUser, bytesOf("hello")), FileStatus::Success);
    ASSERT_EQ(open(kUser, FileOpenMode::ReadWrite), FileStatus::Success);
    EXPECT_EQ(run(Delete), FileStatus::FileAlreadyOpen);
    EXPECT_EQ(put(7, bytesOf("!")), FileStatus::Success);
    EXPECT_EQ(files.size(), 8u);
    EXPECT_EQ(*flatField.flash().userFile, bytesOf("hello")) << "until it is closed";
    EXPECT_EQ(run(Close), FileStatus::Success);
    EXPECT_EQ(readFile(kUser), Bytes({'h', 'e', 'l', 'l', 'o', 0, 0, '!'}));
}

TEST_F(Files, mistakesHaveNames)
{
    files.select(kUser);
    for (const FileOperation operation : {Close, Read, Write})
        EXPECT_EQ(run(operation), FileStatus::FileNotOpen);
    EXPECT_EQ(open(kUser, FileOpenMode::Write), FileStatus::Success);
    EXPECT_EQ(run(Open), FileStatus::FileAlreadyOpen);
    EXPECT_EQ(run(Read), FileStatus::WrongMode);
    EXPECT_EQ(put(kMostUserBytes - 1, {1, 2}), FileStatus::OutOfRange);
    EXPECT_EQ(files.result(), 0u);
    EXPECT_EQ(put(0xFFFFFFFF, {1}), FileStatus::OutOfRange);
    EXPECT_EQ(put(1000, {}), FileStatus::Success);
    EXPECT_EQ(files.size(), 0u) << "nothing was written";
    EXPECT_EQ(run(Close), FileStatus::Success);
    EXPECT_EQ(open(kUser, FileOpenMode::Read), FileStatus::Success);
    EXPECT_EQ(put(0, {1}), FileStatus::WrongMode);
    files.offset = 1;
    EXPECT_EQ(run(Read), FileStatus::OutOfRange);
    EXPECT_FALSE(files.select(4));
    EXPECT_FALSE(files.select(-1));
}

TEST_F(Files, whoReadsKeepsWhatWasOpened)
{
    flatField.setCoefficients(someCoefficients(4));
    const Bytes before = readFile(kGain);
    ASSERT_EQ(open(kGain, FileOpenMode::Read), FileStatus::Success);
    flatField.setCoefficients(nullptr);
    files.offset = 100;
    files.length = 50;
    ASSERT_EQ(run(Read), FileStatus::Success);
    EXPECT_TRUE(std::equal(before.begin() + 100, before.begin() + 150, files.buffer.begin(),
                           [](std::uint8_t a, char b) { return a == std::uint8_t(b); }));
}

// Any operation, in any order, with any numbers.
TEST_F(Files, survivesAnything)
{
    std::mt19937 random(9);
    for (int i = 0; i < 200000; ++i) {
        files.select(std::int64_t(random() % 5));
        files.mode = FileOpenMode(random() % 3);
        files.length = random() % (FileAccess::kBufferBytes + 1);
        files.offset = random() % 3 ? random() % 70000 : random();
        std::ranges::generate(files.buffer, [&] { return char(random() % 64 + ' '); });
        run(FileOperation(random() % 5));
        EXPECT_LE(files.result(), FileAccess::kBufferBytes);
        EXPECT_LE(files.size(), std::size_t(1) << 20);
    }
    EXPECT_FALSE(flatField.coefficients()) << "no checksum is right by accident";
}

TEST(FilesOfTheBasicModel, areTheUsersOnly)
{
    FlatField flatField(kWidth, kHeight, false);
    FileAccess files(storedFiles(flatField, Model::Basic));
    EXPECT_EQ(files.selected(), kUser);
    EXPECT_FALSE(files.select(kGain));
}

class OnDisk : public testing::Test
{
protected:
    std::string state =
        (std::filesystem::temp_directory_path() / ("mv-vcam-flash-" + std::to_string(::getpid()))).string();
    std::string path = state + ".flash";
    FlashFile file{state, kWidth, kHeight};
    Flash flash{someCoefficients(5), std::make_shared<DefectList>(std::vector<PixelPlace>{{1, 2}}),
                std::make_shared<const Bytes>(bytesOf("mine"))};

    ~OnDisk() override
    {
        for (const char *aside : {"", ".8x4", ".8x4.2", ".damaged"})
            std::filesystem::remove(path + aside);
    }
    Bytes content() const
    {
        std::ifstream stream(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }
    void write(const Bytes &bytes) const
    {
        std::ofstream(path, std::ios::binary)
            .write(reinterpret_cast<const char *>(bytes.data()), std::streamsize(bytes.size()));
    }
};

TEST_F(OnDisk, survivesARestart)
{
    Flash loaded;
    EXPECT_FALSE(file.load(loaded)) << "there is none yet";
    ASSERT_FALSE(file.save(flash));
    ASSERT_FALSE(file.load(loaded));
    ASSERT_TRUE(loaded.coefficients && loaded.defects && loaded.userFile);
    EXPECT_EQ(loaded.coefficients->offset(), flash.coefficients->offset());
    EXPECT_EQ(loaded.coefficients->gain(), flash.coefficients->gain());
    EXPECT_EQ(loaded.coefficients->pedestal(), 66u);
    EXPECT_EQ(loaded.defects->places(), flash.defects->places());
    EXPECT_EQ(*loaded.userFile, *flash.userFile);
    ASSERT_FALSE(file.save({}));
    ASSERT_FALSE(file.load(loaded));
    EXPECT_FALSE(loaded.coefficients || loaded.defects || loaded.userFile);
}

TEST_F(OnDisk, damageIsASentenceAndNothingElse)
{
    ASSERT_FALSE(file.save(flash));
    const Bytes good = content();
    std::mt19937 random(6);
    for (int i = 0; i < 300; ++i) {
        Bytes bad = good;
        if (i % 3 == 0)
            bad.resize(random() % bad.size());
        else
            bad[i % 3 == 1 ? random() % 64 : random() % bad.size()] ^= std::uint8_t(1 + random() % 255);
        write(bad);
        Flash loaded;
        const auto problem = file.load(loaded);
        ASSERT_TRUE(problem) << i;
        EXPECT_NE(problem->find(path), std::string::npos);
        EXPECT_FALSE(loaded.coefficients || loaded.defects || loaded.userFile);
    }
    Flash loaded;
    write(good);
    EXPECT_TRUE(FlashFile(state, kHeight, kWidth).load(loaded)) << "another sensor's";
    EXPECT_TRUE(FlashFile(state, 16, 2).load(loaded) || !loaded.coefficients);
}

// Another sensor's calibration is worth keeping; the user's file is nobody's sensor's.
TEST_F(OnDisk, whatDoesNotFitIsSetAside)
{
    const Flash other{nullptr, nullptr, flash.userFile};
    for (const char *aside : {".8x4", ".8x4.2"}) {
        ASSERT_FALSE(FlashFile(state, 8, 4).save(other));
        const Bytes before = content();
        Flash loaded;
        const auto problem = file.load(loaded);
        ASSERT_TRUE(problem);
        EXPECT_NE(problem->find(path + aside), std::string::npos) << *problem;
        ASSERT_TRUE(loaded.userFile);
        EXPECT_EQ(*loaded.userFile, *flash.userFile);
        EXPECT_EQ(content(), before) << "not touched before something is stored";
        ASSERT_FALSE(file.save(flash));
        std::ifstream kept(path + aside, std::ios::binary);
        EXPECT_EQ(Bytes(std::istreambuf_iterator<char>(kept), {}), before);
        ASSERT_FALSE(file.load(loaded)) << "and the new one is there";
    }
    write(bytesOf("MVFLASH1 and then rubbish"));
    Flash loaded;
    EXPECT_TRUE(file.load(loaded));
    ASSERT_FALSE(file.save(flash));
    EXPECT_TRUE(std::filesystem::exists(path + ".damaged"));
}

TEST_F(OnDisk, aPlaceThatCannotBeWrittenIsSaid)
{
    EXPECT_TRUE(FlashFile("/nonexistent/folder/state", kWidth, kHeight).save(flash));
    EXPECT_FALSE(FlashFile("", kWidth, kHeight).save(flash)) << "nothing is to be kept";
}

} // namespace
} // namespace mv::vcam
