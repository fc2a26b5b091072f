// SPDX-License-Identifier: GPL-3.0-or-later
// The facade of the device layer: hands every call to the connection of the moment.
#include "camera/camera.h"

#include "camera/private/device_commands.h"
#include "camera/private/device_connection.h"
#include "camera/private/device_hub.h"

namespace mv {

class Camera::Private
{
public:
    Private(Camera *camera, EventLog &log) : hub(std::make_shared<DeviceHub>(camera, &log)) {}

    bool connected() const
    {
        const State state = hub->state();
        return connection && state != State::Closed && state != State::Lost;
    }

    template<typename T, typename Kind, typename... Arguments> QFuture<Result<T>> post(const Arguments &...arguments)
    {
        if (!connected())
            return answered<T>(Error{ErrorCode::NotConnected, {}, {}});
        const auto command = std::make_shared<Kind>(arguments...);
        // Taken before it is posted: the device thread may run it, and let another one absorb it, at once.
        QFuture<Result<T>> future = command->future();
        connection->post(command);
        return future;
    }

    const std::shared_ptr<DeviceHub> hub;
    std::shared_ptr<DeviceConnection> connection; // owner's thread
};

Camera::Camera(EventLog &log, QObject *parent) : QObject(parent), d(std::make_unique<Private>(this, log))
{
    qRegisterMetaType<mv::Error>();
    qRegisterMetaType<mv::FeatureChanges>("mv::FeatureChanges");
}

Camera::~Camera()
{
    d->hub->detach();
    if (d->connection)
        (void)d->connection->close();
}

Camera::State Camera::state() const
{
    return d->hub->state();
}

DeviceInfo Camera::device() const
{
    return d->hub->device();
}

QFuture<Result<void>> Camera::open(const DeviceInfo &device)
{
    if (const State state = d->hub->state(); state != State::Closed && state != State::Lost)
        return answered<void>(Error{ErrorCode::AlreadyConnected, {}, {}});
    const std::uint64_t number = d->hub->begin(device);
    d->connection = std::make_shared<DeviceConnection>(d->hub, number, device);
    return d->connection->open();
}

QFuture<Result<void>> Camera::close()
{
    const auto connection = std::exchange(d->connection, nullptr);
    if (!connection)
        return answered<void>({});
    QFuture<Result<void>> closed = connection->close();
    d->hub->forgetLoss();
    return closed;
}

std::shared_ptr<const FeatureTree> Camera::tree() const
{
    return d->hub->tree();
}

std::shared_ptr<const FeatureStates> Camera::states() const
{
    return d->hub->states();
}

QFuture<Result<FeatureStates>> Camera::read(const QStringList &names)
{
    return d->post<FeatureStates, ReadCommand>(names);
}

QFuture<Result<FeatureState>> Camera::write(const QString &name, const QVariant &value)
{
    return d->post<FeatureState, WriteCommand>(name, value);
}

QFuture<Result<void>> Camera::execute(const QString &name)
{
    return d->post<void, ExecuteCommand>(name);
}

void Camera::setPolled(const QStringList &names)
{
    d->hub->setPolled(names);
    if (d->connected())
        d->connection->post(std::make_shared<PolledCommand>());
}

QFuture<Result<SelectedStates>> Camera::readSelected(const QString &feature, int maxCombinations)
{
    return d->post<SelectedStates, ReadSelectedCommand>(feature, maxCombinations);
}

QFuture<Result<FeatureState>> Camera::writeSelected(const QString &feature, const SelectorPath &path,
                                                    const QVariant &value)
{
    return d->post<FeatureState, WriteSelectedCommand>(feature, path, value);
}

QFuture<Result<FeatureSet>> Camera::readSet()
{
    return d->post<FeatureSet, ReadSetCommand>();
}

QFuture<Result<RestoreReport>> Camera::restore(const FeatureSet &set, const CancelFlag &cancel)
{
    return d->post<RestoreReport, RestoreCommand>(set, cancel);
}

QFuture<Result<void>> Camera::start()
{
    return d->post<void, StartCommand>();
}

QFuture<Result<void>> Camera::stop()
{
    return d->post<void, StopCommand>();
}

FrameMailbox &Camera::mailbox()
{
    return d->hub->mailbox();
}

void Camera::countShown(std::uint64_t frames)
{
    d->hub->countShown(frames);
}

void Camera::setQueue(std::shared_ptr<FrameQueue> queue)
{
    d->hub->setQueue(std::move(queue));
}

FrameLedger Camera::ledger() const
{
    return d->hub->ledger();
}

} // namespace mv
