// SPDX-License-Identifier: GPL-3.0-or-later
// The receive buffer of a socket that somebody else opened in this process.
#pragma once

#include <cstdint>
#include <optional>

namespace mv {

/// Makes the receive buffer of this process's UDP socket with local port @p port as large as the host allows, up to
/// @p wanted bytes (beyond net.core.rmem_max where the process may). Returns the bytes obtained; empty if there is no
/// such socket. Thread: any, while that socket stays open.
std::optional<std::int64_t> enlargeReceiveBuffer(std::uint16_t port, std::int64_t wanted);

} // namespace mv
