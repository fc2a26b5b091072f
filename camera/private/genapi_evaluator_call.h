// SPDX-License-Identifier: GPL-3.0-or-later
// The frame around a call of GenApiEvaluator: what is still known, and how much work is allowed.
#pragma once

#include "camera/private/genapi_evaluator.h"

namespace mv {

/// Every public function of the evaluator begins with one.
class GenApiEvaluator::Call
{
public:
    explicit Call(GenApiEvaluator &evaluator) : m_evaluator(evaluator)
    {
        if (evaluator.m_calls++ == 0) {
            evaluator.m_steps = 0;
            evaluator.m_writes = 0;
            if (!evaluator.m_port.inPass())
                ++evaluator.m_epoch;
        }
        if (evaluator.m_generation != evaluator.m_port.generation()) {
            evaluator.m_generation = evaluator.m_port.generation();
            ++evaluator.m_epoch;
        }
    }
    ~Call() { --m_evaluator.m_calls; }
    Call(const Call &) = delete;
    Call &operator=(const Call &) = delete;

private:
    GenApiEvaluator &m_evaluator;
};

} // namespace mv
