/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The spec's handlers as the device calls them: call_host_*, each of which steps
 * the machine, traces the step and performs its effects (effects.c, notice.c).
 * The context of all of them is the VirtIOAerostat.  Plain C.
 */
#ifndef AEROSTAT_STEP_H
#define AEROSTAT_STEP_H

#include "core_gen.h"

/* events.c: the lines of the trace vocabulary, with property trace=on */
bool trace_wanted(void *ctx);
void trace_line(void *ctx, const char *line);

#include "host_text_gen.h"
#include "host_call_gen.h"

#endif
