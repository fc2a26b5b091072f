// SPDX-License-Identifier: GPL-3.0-or-later
// The table of error sentences: one row for each code, naming the cause and the remedy.
#include "camera/error.h"

#include "camera/imaging/image_file.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace mv {

namespace {

struct Row
{
    ErrorCode code;
    const char *name;
    const char *text; // English; the key of the translation in context "Error"
};

#define CODE(name) ErrorCode::name, #name

// The arguments of each sentence are documented at its code in error.h; a test holds the two together.
constexpr Row rows[] = {
    {CODE(None), QT_TRANSLATE_NOOP("Error", "No error.")},
    {CODE(SearchFailed),
     QT_TRANSLATE_NOOP("Error",
                       "No network could be searched for cameras (%1); check that a network interface is up.")},
    {CODE(DeviceNotFound),
     QT_TRANSLATE_NOOP("Error",
                       "No camera answers to \"%1\"; check its power and cable, then refresh the device list.")},
    {CODE(DeviceUnreachable),
     QT_TRANSLATE_NOOP("Error", "%1 was found but does not answer; check that camera and computer are in the same "
                                "subnet and that no firewall is in between.")},
    {CODE(AmbiguousDevice), QT_TRANSLATE_NOOP("Error", "\"%1\" names several cameras; choose one by its id: %2.")},
    {CODE(DeviceInUse),
     QT_TRANSLATE_NOOP("Error", "%1 is controlled by another program; close that program, then connect again.")},
    {CODE(NoPermission),
     QT_TRANSLATE_NOOP("Error", "This user may not open %1; as root, copy %2 into /etc/udev/rules.d and run "
                                "\"udevadm control --reload\", then plug the camera in again (the rule is for the "
                                "person at this computer and for the group plugdev).")},
    {CODE(UsbSilent),
     QT_TRANSLATE_NOOP("Error",
                       "%1 is plugged in but does not answer; unplug it, wait a moment and plug it in again.")},
    {CODE(NoDescription),
     QT_TRANSLATE_NOOP("Error", "%1 gives no GenICam description, so its features are unknown; restart the camera, and "
                                "if that does not help, update its firmware.")},
    {CODE(BrokenDescription),
     QT_TRANSLATE_NOOP("Error", "The GenICam description of %1 cannot be read; restart the camera, and if that does "
                                "not help, update its firmware.")},
    {CODE(ProtocolViolation),
     QT_TRANSLATE_NOOP("Error", "%1 answers in a way that its standard does not allow; restart the camera, and if that "
                                "does not help, update its firmware.")},
    {CODE(NotConnected), QT_TRANSLATE_NOOP("Error", "No camera is connected; connect one first.")},
    {CODE(AlreadyConnected),
     QT_TRANSLATE_NOOP("Error", "A camera is connected already; disconnect it before connecting another.")},
    {CODE(NotStreaming), QT_TRANSLATE_NOOP("Error", "The camera is not streaming; start the stream first.")},
    {CODE(WrongState),
     QT_TRANSLATE_NOOP("Error", "\"%1\" is not possible while the camera is in state \"%2\"; wait until it has left "
                                "that state, or disconnect and connect again.")},
    {CODE(ConnectionLost),
     QT_TRANSLATE_NOOP("Error", "The connection to %1 was lost; check its cable and power, then connect again.")},
    {CODE(ControlLost),
     QT_TRANSLATE_NOOP("Error", "Another program took control of %1; close that program, then connect again.")},
    {CODE(Cancelled),
     QT_TRANSLATE_NOOP("Error", "The request was cancelled before it was done; ask again if it is still wanted.")},
    {CODE(NoSuchFeature),
     QT_TRANSLATE_NOOP("Error", "The camera has no feature \"%1\"; check the spelling against the feature list.")},
    {CODE(FeatureNotAvailable),
     QT_TRANSLATE_NOOP("Error", "\"%1\" is not available in the present configuration; another feature has to be "
                                "switched first.")},
    {CODE(FeatureNotReadable),
     QT_TRANSLATE_NOOP("Error", "\"%1\" cannot be read; it can only be written or executed.")},
    {CODE(FeatureReadOnly), QT_TRANSLATE_NOOP("Error", "\"%1\" can only be read; the camera sets it by itself.")},
    {CODE(FeatureLocked),
     QT_TRANSLATE_NOOP("Error", "\"%1\" is locked now; stop the stream, or switch off what controls this feature, then "
                                "write again.")},
    {CODE(ValueOutOfRange),
     QT_TRANSLATE_NOOP("Error", "%2 is out of the range of \"%1\"; give a value from %3 to %4.")},
    {CODE(ValueOffStep),
     QT_TRANSLATE_NOOP("Error", "%2 is not on the step of \"%1\", which is %3; the nearest values are %4 and %5.")},
    {CODE(ValueNotAnEntry), QT_TRANSLATE_NOOP("Error", "\"%2\" cannot be chosen for \"%1\" now; choose one of: %3.")},
    {CODE(ValueNotOfType), QT_TRANSLATE_NOOP("Error", "\"%2\" does not fit \"%1\"; give a value of type %3.")},
    {CODE(NotACommand), QT_TRANSLATE_NOOP("Error", "%1 is not a command; set its value instead.")},
    {CODE(TextTooLong), QT_TRANSLATE_NOOP("Error", "The text for \"%1\" is too long; give at most %2 bytes.")},
    {CODE(WriteRefused),
     QT_TRANSLATE_NOOP("Error", "The camera refused to write \"%1\"; stop the stream or change the features it depends "
                                "on, then write again.")},
    {CODE(ReadFailed),
     QT_TRANSLATE_NOOP("Error", "The camera did not give the value of \"%1\"; refresh it, and check the connection if "
                                "this goes on.")},
    {CODE(TooManyCombinations),
     QT_TRANSLATE_NOOP("Error", "\"%1\" has %2 or more positions to look at, more than %3; look at it position by "
                                "position.")},
    {CODE(DescriptionFault),
     QT_TRANSLATE_NOOP("Error",
                       "The camera's description is at fault: \"%1\" cannot be evaluated as things stand; change the "
                       "features it depends on, or update the camera's firmware.")},
    {CODE(Timeout),
     QT_TRANSLATE_NOOP("Error", "%1 did not answer in time; check the cable and the load of the network, then try "
                                "again.")},
    {CODE(NoPayload),
     QT_TRANSLATE_NOOP("Error", "%1 says that its frames are empty; check its width, height and pixel format.")},
    {CODE(StreamNotCreated),
     QT_TRANSLATE_NOOP("Error", "No stream could be opened from %1; check that a firewall lets it through, and connect "
                                "again.")},
    {CODE(StreamRefused),
     QT_TRANSLATE_NOOP("Error", "%1 did not take the settings of the stream; choose a width that is a multiple of 64, "
                                "or another pixel format, and start again.")},
    {CODE(StartRefused),
     QT_TRANSLATE_NOOP("Error", "%1 refused to start the acquisition; check its acquisition and trigger settings.")},
    {CODE(OpeningHeldUp),
     QT_TRANSLATE_NOOP("Error",
                       "%1 has to wait for another camera, whose opening does not come to its end; switch that "
                       "camera off, start this program again, and connect again.")},
    {CODE(FramesUnsaved),
     QT_TRANSLATE_NOOP("Error", "The memory for waiting frames was full after %2 of %1 frames; lower the frame rate, "
                                "save to a faster disk, or allow more memory.")},
    {CODE(FramesMissing),
     QT_TRANSLATE_NOOP("Error", "Only %2 of %1 frames came within %3 s; check the trigger, the frame rate and the "
                                "lost frames.")},
    {CODE(UnknownPixelFormat),
     QT_TRANSLATE_NOOP("Error", "The pixel format %1 cannot be shown; choose another PixelFormat in the camera, or "
                                "save as RAW.")},
    {CODE(FileNotWritable),
     QT_TRANSLATE_NOOP("Error", "%1 could not be written; remove the cause, or choose another place or name.")},
    {CODE(FormatNotSavable),
     QT_TRANSLATE_NOOP("Error", "The picture does not fit the kind of file of %1; save it as RAW, which takes every "
                                "picture.")},
    {CODE(PortTaken),
     QT_TRANSLATE_NOOP("Error", "%1 is used by another program; end that program or choose another address.")},
    {CODE(ProgramEnded), QT_TRANSLATE_NOOP("Error", "The program %1 has ended by itself; start it again.")},
    {CODE(ProgramNotStarted),
     QT_TRANSLATE_NOOP("Error",
                       "The program %1 could not be started; check that it is installed and may be executed.")},
    {CODE(Internal),
     QT_TRANSLATE_NOOP("Error", "An error in this program itself, at %1; please report it with what led to it.")},
};

#undef CODE

const Row *findRow(ErrorCode code)
{
    const auto it = std::ranges::find(rows, code, &Row::code);
    return it == std::end(rows) ? nullptr : it;
}

} // namespace

QString fillArguments(const QString &sentence, const QStringList &arguments)
{
    QString text;
    text.reserve(sentence.size());
    for (qsizetype i = 0; i < sentence.size(); ++i) {
        const QChar next = i + 1 < sentence.size() ? sentence[i + 1] : QChar();
        if (sentence[i] != u'%' || next < u'1' || next > u'9') {
            text += sentence[i];
            continue;
        }
        const qsizetype index = next.unicode() - u'1';
        text += index < arguments.size() ? arguments[index] : QStringLiteral("?");
        ++i;
    }
    return text;
}

QString toText(const Error &error)
{
    const Row *row = findRow(error.code);
    if (!row)
        row = findRow(ErrorCode::Internal);
    return fillArguments(QCoreApplication::translate("Error", row->text), error.arguments);
}

QString toDetailedText(const Error &error)
{
    return error.detail.isEmpty() ? toText(error) : QStringLiteral("%1 [%2]").arg(toText(error), error.detail);
}

QString codeName(ErrorCode code)
{
    const Row *row = findRow(code);
    return QLatin1String(row ? row->name : "Internal");
}

QList<ErrorCode> allErrorCodes()
{
    QList<ErrorCode> codes;
    std::ranges::transform(rows, std::back_inserter(codes), &Row::code);
    return codes;
}

Error toError(const FileError &error)
{
    const bool format = error.kind == FileError::Kind::Format;
    return {format ? ErrorCode::FormatNotSavable : ErrorCode::FileNotWritable, {error.path}, error.detail};
}

} // namespace mv
