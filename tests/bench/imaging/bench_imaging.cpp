// SPDX-License-Identifier: GPL-3.0-or-later
// How long decode, display and saving take, as ratios to a memcpy of the frame's bytes measured in the same run: a
// ratio means the same on a fast and on a slow machine. JSON on standard output.
#include <camera/imaging/decode.h>
#include <camera/imaging/image_file.h>

#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <random>
#include <vector>

using namespace mv;

namespace {

// The sensor of docs/: 5 megapixels.
constexpr std::uint32_t width = 2448;
constexpr std::uint32_t height = 2048;
constexpr int repeats = 9;

/// Median of the milliseconds that @p work takes.
template<typename Work> double medianMs(Work work)
{
    std::vector<double> times;
    for (int i = 0; i < repeats; ++i) {
        const auto start = std::chrono::steady_clock::now();
        work();
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    std::ranges::nth_element(times, times.begin() + repeats / 2);
    return times[repeats / 2];
}

FramePtr makeFrame(const PixelFormatInfo &format)
{
    FrameInfo info;
    info.pixelFormat = static_cast<std::uint32_t>(format.code);
    info.width = width;
    info.height = height;
    std::vector<std::byte> bytes(imageBytes(format, width, height));
    std::minstd_rand random(1); // noise: what a sensor gives, and the worst case for PNG
    for (std::byte &byte : bytes)
        byte = static_cast<std::byte>(random() >> 7);
    return Frame::fromBytes(info, std::move(bytes));
}

QJsonObject measureFormat(const PixelFormatInfo &format)
{
    const FramePtr frame = makeFrame(format);
    std::vector<std::byte> copy(frame->image().size());
    const double copyMs =
        medianMs([&frame, &copy] { std::memcpy(copy.data(), frame->image().data(), frame->image().size()); });
    const double decodeMs = medianMs([&frame] { return decode(*frame)->values.size(); });
    const double displayMs = medianMs([&frame] { return toDisplayImage(*frame).sizeInBytes(); });
    return {{QStringLiteral("bytes"), qint64(copy.size())},
            {QStringLiteral("memcpyMs"), copyMs},
            {QStringLiteral("decodeMs"), decodeMs},
            {QStringLiteral("displayMs"), displayMs},
            {QStringLiteral("decodeToMemcpy"), decodeMs / copyMs},
            {QStringLiteral("displayToMemcpy"), displayMs / copyMs}};
}

QJsonObject measureFiles(const QTemporaryDir &folder)
{
    QJsonObject object;
    const FramePtr frame = makeFrame(*findPixelFormat(PixelFormat::Mono12));
    for (const ImageFileFormatInfo &row : imageFileFormats()) {
        const QString name = QString::fromLatin1(row.name.data());
        object[name + QStringLiteral("Ms")] = medianMs([&frame, &row, path = folder.filePath(name)] {
            if (const auto error = writeImage(*frame, row.format, path, {}))
                std::fprintf(stderr, "%s\n", error->detail.toLocal8Bit().constData());
        });
    }
    return object;
}

} // namespace

int main()
{
    const QTemporaryDir folder;
    QJsonObject formats;
    for (const PixelFormatInfo &format : pixelFormats())
        formats[QString::fromLatin1(format.name.data())] = measureFormat(format);
    const QJsonObject result{{QStringLiteral("width"), qint64(width)},
                             {QStringLiteral("height"), qint64(height)},
                             {QStringLiteral("formats"), formats},
                             {QStringLiteral("writeMono12"), measureFiles(folder)}};
    std::fputs(QJsonDocument(result).toJson().constData(), stdout);
    return 0;
}
