// SPDX-License-Identifier: GPL-2.0-or-later
/* The tracepoints aerostat:guest_*, one for each handler of spec/guest.pml. */
#include "core_gen.h"

#define CREATE_TRACE_POINTS
#include "trace_gen.h"
