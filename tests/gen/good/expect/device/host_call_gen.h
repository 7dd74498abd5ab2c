/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
/*
 * How the glue calls the host's machine: step, trace, perform.
 * Generated from spec/ (SHA-256 test) by gen 1; do not edit:
 * change spec/ and run make gen.
 *
 * The glue defines the effects, and declares trace_host_*() before it includes this.
 */
#ifndef AEROSTAT_HOST_CALL_GEN_H
#define AEROSTAT_HOST_CALL_GEN_H

#include "core_gen.h"

/* Effects, in the order in which they are performed. */


static inline void host_perform(void *ctx, const struct host_fx *fx)
{
	(void)ctx;
	(void)fx;
}

static inline void call_host_cheer(void *ctx, struct host *h, enum mood mood, u32 extra)
{
	struct host_fx fx;

	host_cheer(h, mood, extra, &fx);
	trace_host_cheer(ctx, h, mood, extra, &fx);
	host_perform(ctx, &fx);
}

static inline void call_host_hear(void *ctx, struct host *h, u32 serial)
{
	struct host_fx fx;

	host_hear(h, serial, &fx);
	trace_host_hear(ctx, h, serial, &fx);
	host_perform(ctx, &fx);
}

#endif
