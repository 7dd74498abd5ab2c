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

/*
 * What the glue owes the handlers: what their contracts require, and what proofs/unbounded.mlw
 * assumes of their callers.  Test builds define AEROSTAT_REQUIRED and AEROSTAT_ASSUMED before
 * they include this, and then have the functions glue_*.  Elsewhere nothing is asked.
 */
#ifndef AEROSTAT_ASSUMED
#define AEROSTAT_ASSUMED(handler, ...)	((void)0)
#else
bool glue_host_cheer(void *ctx, enum mood mood, u32 extra);
bool glue_host_hear(void *ctx, u32 serial);
#endif
#ifndef AEROSTAT_REQUIRED
#define AEROSTAT_REQUIRED(holds, what)	((void)0)
#else

#endif

/* Effects, in the order in which they are performed. */


static inline void host_perform(void *ctx, const struct host_fx *fx)
{
	(void)ctx;
	(void)fx;
}

static inline void call_host_cheer(void *ctx, struct host *h, enum mood mood, u32 extra)
{
	struct host_fx fx;

	AEROSTAT_ASSUMED(host_cheer, ctx, mood, extra);
	host_cheer(h, mood, extra, &fx);
	trace_host_cheer(ctx, h, mood, extra, &fx);
	host_perform(ctx, &fx);
}

static inline void call_host_hear(void *ctx, struct host *h, u32 serial)
{
	struct host_fx fx;

	AEROSTAT_ASSUMED(host_hear, ctx, serial);
	host_hear(h, serial, &fx);
	trace_host_hear(ctx, h, serial, &fx);
	host_perform(ctx, &fx);
}

/* A message of the driver's; in `rest` stands what follows its fixed part. */
struct todevq_message {
	enum ask type;
	union {
		struct wire_ping ping;
		struct wire_batch batch;
	};
	const u8 *rest;
};

/* What a message does not say of itself: the glue finds it out for those handlers that take it. */
struct todevq_found {
	u32 extra;
};

/* False: these bytes are no message. */
static inline bool todevq_decode(struct todevq_message *m, const u8 *buf, size_t len)
{
	if (!wire_ask_peek(&m->type, buf, len))
		return false;
	switch (m->type) {
	case ASK_PING:
		return wire_ping_decode(&m->ping, buf, len);
	case ASK_BATCH:
		m->rest = buf + WIRE_BATCH_BYTES;
		return wire_batch_decode(&m->batch, buf, len);
	default:
		return false;
	}
}

/* To the handler that spec/queues.pml names. */
static inline void call_todevq(void *ctx, struct host *h, const struct todevq_message *m,
			       const struct todevq_found *found)
{
	switch (m->type) {
	case ASK_PING:
		call_host_hear(ctx, h, m->ping.serial);
		break;
	case ASK_BATCH:
		call_host_cheer(ctx, h, m->batch.mood, found->extra);
		break;
	default:
		break;
	}
}

#endif
