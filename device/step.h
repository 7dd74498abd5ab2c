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

/* In test builds the machine's demands are asked before each step (assumed.c). */
#ifdef AEROSTAT_CHECKS
void aerostat_not_so(const char *what);
#define AEROSTAT_REQUIRED(holds, what) \
    ((holds) ? (void)0 : aerostat_not_so(what))
#define AEROSTAT_ASSUMED(handler, ...) \
    AEROSTAT_REQUIRED(glue_##handler(__VA_ARGS__), \
                      #handler ": what proofs/unbounded.mlw assumes")
#endif

#include "host_text_gen.h"
#include "host_call_gen.h"

#endif
