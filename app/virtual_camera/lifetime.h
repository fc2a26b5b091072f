// SPDX-License-Identifier: GPL-3.0-or-later
// When the program ends: SIGTERM, SIGINT, or the end of its parent.
#pragma once

#include <optional>
#include <sys/types.h>

namespace mv::vcam {

/// Must be made before any thread is started, so that no thread takes the signals away. Thread: main.
class Lifetime
{
public:
    /// @p parent: the process whose end is ours, 0 = whoever started us, none = nobody.
    explicit Lifetime(std::optional<pid_t> parent);
    ~Lifetime();
    Lifetime(const Lifetime &) = delete;
    Lifetime &operator=(const Lifetime &) = delete;

    /// Returns when the program has to end.
    void waitForEnd() const;

private:
    int m_signals = -1;
    int m_parent = -1; ///< a pidfd, readable when the parent is gone
    bool m_orphan = false;
};

} // namespace mv::vcam
