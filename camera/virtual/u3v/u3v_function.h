// SPDX-License-Identifier: GPL-3.0-or-later
// A camera on a USB: everything that makes it a USB3 Vision device.
#pragma once

#include "camera/virtual/u3v/usb_function.h"

#include <memory>
#include <string_view>

namespace mv::vcam {
class Camera;
}

namespace mv::vcam::u3v {

/// Puts the parts together: endpoint 0, commands and answers, events, stream. Four threads of its own (commands, and
/// one for each endpoint to the host), so that an event that nobody waits for never holds up an answer.
class U3vFunction : public UsbFunction
{
public:
    /// The camera must outlive the object.
    explicit U3vFunction(Camera &camera);
    ~U3vFunction() override;

    /// A fault of this wire by name; a sentence saying why not, or nothing.
    std::optional<std::string> setFeature(std::string_view name, std::string_view text);

    UsbIdentity identity() const override;
    TransferResult control(const UsbSetup &setup, std::span<const std::uint8_t> data) override;
    int bulkOut(std::uint8_t endpoint, std::span<const std::uint8_t> data) override;
    bool bulkIn(std::uint8_t endpoint, std::size_t length, std::uint32_t id,
                const std::shared_ptr<TransferSink> &sink) override;
    std::optional<TransferResult> cancel(std::uint32_t id, const TransferSink *sink) override;
    void forget(const TransferSink *sink, std::optional<unsigned> interface) override;
    void orphaned(unsigned interface) override;
    void plugged() override;
    void unplugged() override;
    void onUnplugWish(std::function<void(std::chrono::milliseconds)> pull) override;

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace mv::vcam::u3v
