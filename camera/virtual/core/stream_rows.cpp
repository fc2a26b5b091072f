// SPDX-License-Identifier: GPL-3.0-or-later
// ChunkDataControl, and the payload size that every wire needs.
#include "camera/virtual/core/feature_rows.h"

namespace mv::vcam {

std::vector<Register> streamRows(CameraState &state)
{
    return {
        integerRow("ChunkModeActive", 0x203000, state.settings.chunkModeActive, 0, 1, Lock::WhileStreaming,
                   booleanEntries()),
        readOnlyRow("PayloadSize", 0x204000, 4, RegisterKind::Integer,
                    [&state] { return std::int64_t(state.payloadBytes()); }),
    };
}

} // namespace mv::vcam
