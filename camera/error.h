// SPDX-License-Identifier: GPL-3.0-or-later
// The one error type that crosses rooms, and the result that carries it.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <utility>
#include <variant>

namespace mv {

struct FileError; // camera/imaging/image_file.h

/// What went wrong. The sentence for each is one row of the table in error.cpp.
enum class ErrorCode {
    None,
    // finding and opening
    SearchFailed,      ///< %1 = the system's reason; no network could be asked for cameras
    DeviceNotFound,    ///< %1 = what was asked for
    DeviceUnreachable, ///< %1 = device; it was listed but does not answer
    AmbiguousDevice,   ///< %1 = what was asked for, %2 = ids of the devices that it names
    DeviceInUse,       ///< %1 = device; another program controls it
    NoPermission,      ///< %1 = device, %2 = path of the udev rule; the system does not let this user open it
    UsbSilent,         ///< %1 = device; it is plugged in but does not answer
    NoDescription,     ///< %1 = device; the camera gives no GenICam XML
    BrokenDescription, ///< %1 = device; XML there, but it cannot be read
    ProtocolViolation, ///< %1 = device; it answers, but not as the standard says
    // state
    NotConnected,
    AlreadyConnected,
    NotStreaming,
    WrongState,     ///< %1 = what was asked, %2 = state
    ConnectionLost, ///< %1 = device
    ControlLost,    ///< %1 = device; another program took control
    Cancelled,
    // features
    NoSuchFeature,       ///< %1 = feature
    FeatureNotAvailable, ///< %1 = feature
    FeatureNotReadable,  ///< %1 = feature
    FeatureReadOnly,     ///< %1 = feature
    FeatureLocked,       ///< %1 = feature; locked now (usually while streaming)
    ValueOutOfRange,     ///< %1 = feature, %2 = value, %3 = min, %4 = max
    ValueOffStep,        ///< %1 = feature, %2 = value, %3 = step, %4 = nearest allowed below, %5 = above
    ValueNotAnEntry,     ///< %1 = feature, %2 = value, %3 = the entries that are available
    ValueNotOfType,      ///< %1 = feature, %2 = value, %3 = type
    NotACommand,         ///< %1 = feature; it is to be written, not executed
    TextTooLong,         ///< %1 = feature, %2 = length limit in bytes
    WriteRefused,        ///< %1 = feature; the camera said no
    ReadFailed,          ///< %1 = feature
    TooManyCombinations, ///< %1 = selector, %2 = combinations, %3 = limit
    DescriptionFault,    ///< %1 = feature; its formula or its nodes cannot be evaluated
    Timeout,             ///< %1 = device or feature
    // streaming
    NoPayload,          ///< %1 = device; its payload size is 0
    StreamNotCreated,   ///< %1 = device
    StreamRefused,      ///< %1 = device; USB: it did not take the stream's settings
    StartRefused,       ///< %1 = device
    OpeningHeldUp,      ///< %1 = device; another one's opening does not come to its end
    FramesUnsaved,      ///< %1 = asked, %2 = received
    FramesMissing,      ///< %1 = asked, %2 = received, %3 = seconds waited
    UnknownPixelFormat, ///< %1 = code in hex
    // files and host
    FileNotWritable,   ///< %1 = path
    FormatNotSavable,  ///< %1 = path; the picture does not fit this kind of file
    PortTaken,         ///< %1 = address and port
    ProgramEnded,      ///< %1 = program
    ProgramNotStarted, ///< %1 = program
    Internal,          ///< ours; %1 = where
};

/// A failure: code and arguments for the sentence, detail for the specialist (node, address, the library's own text).
/// Thread: any (a value).
struct Error
{
    ErrorCode code = ErrorCode::None;
    QStringList arguments;
    QString detail;
};

/// Cause and remedy in one sentence, in the language of the installed translators (English where there are none).
/// Made at the edge, when shown; never stored.
QString toText(const Error &error);
/// toText() plus the detail in brackets.
QString toDetailedText(const Error &error);
/// A stable name for JSON and logs: "DeviceInUse".
QString codeName(ErrorCode code);
/// Every code, for tests.
QList<ErrorCode> allErrorCodes();
/// What a writer of camera/imaging/ reported, as the type that crosses rooms.
Error toError(const FileError &error);
/// @p sentence with %1 .. %9 replaced in one pass: an argument that holds "%2" itself stays as it is. A missing
/// argument shows as "?".
QString fillArguments(const QString &sentence, const QStringList &arguments);

/// Either a value or an Error. Result<void> is success or an Error.
template<typename T> class [[nodiscard]] Result
{
public:
    Result(T value) : m_content(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_content(std::in_place_index<1>, std::move(error)) {}

    bool ok() const { return m_content.index() == 0; }
    explicit operator bool() const { return ok(); }
    const T &value() const { return std::get<0>(m_content); }
    T &value() { return std::get<0>(m_content); }
    const Error &error() const { return std::get<1>(m_content); }

private:
    std::variant<T, Error> m_content;
};

template<> class [[nodiscard]] Result<void>
{
public:
    Result() = default;
    Result(Error error) : m_error(std::move(error)) {}

    bool ok() const { return m_error.code == ErrorCode::None; }
    explicit operator bool() const { return ok(); }
    const Error &error() const { return m_error; }

private:
    Error m_error;
};

} // namespace mv
