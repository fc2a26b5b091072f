// SPDX-License-Identifier: GPL-3.0-or-later
// Any datagram that reaches the discovery socket: no crash, and nothing on screens that cannot be printed.
#include "camera/private/gvcp_packet.h"

#include <QList>

#include <cstdlib>

using namespace mv;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

void requireFitForScreens(const QString &text, qsizetype limit)
{
    require(text.size() <= limit && text == text.trimmed());
    for (const char32_t character : text.toUcs4())
        require(QChar::isPrint(character));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const gvcp::Packet packet = std::as_bytes(std::span(data, size));
    const auto header = gvcp::parseAckHeader(packet);
    const auto ack = gvcp::parseDiscoveryAck(packet);
    const auto value = gvcp::parseReadRegisterAck(packet);
    require(!(ack && value));
    require(header || (!ack && !value));
    if (ack) {
        require(size == 8 + 0xF8 && ack->mac >> 48 == 0);
        for (const auto *text : {&ack->vendor, &ack->model, &ack->version})
            requireFitForScreens(*text, 32);
        requireFitForScreens(ack->manufacturerInfo, 48);
        requireFitForScreens(ack->serial, 16);
        requireFitForScreens(ack->userName, 16);
        const QString address = gvcp::addressText(ack->address);
        require(ack->address == 0 ? address.isEmpty() : gvcp::parseAddress(address) == ack->address);
    }
    requireFitForScreens(gvcp::registerText(packet), static_cast<qsizetype>(size));
    (void)gvcp::parseAddress(QString::fromLatin1(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size)));
    return 0;
}
