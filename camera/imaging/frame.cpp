// SPDX-License-Identifier: GPL-3.0-or-later
#include "camera/imaging/frame.h"
