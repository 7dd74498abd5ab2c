/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How long giving pauses after it has come to nothing: twice as long each time,
 * up to a cap.  It knows no lock and no kernel: tests/driver/backoff_test.c runs
 * this very source.
 */
#ifndef AEROSTAT_BACKOFF_H
#define AEROSTAT_BACKOFF_H

#include "core_gen.h"

struct backoff {
	u64 until_ms;		/* no collection begins before */
	u64 available_pages;	/* the least since it last came to nothing */
	u32 wait_ms;		/* the last pause, 0: none */
};

void backoff_reset(struct backoff *b);
void backoff_more(struct backoff *b, u64 now_ms, u32 period_ms, u32 cap_ms, u64 available_pages);
bool backoff_waits(struct backoff *b, u64 now_ms, u64 available_pages, u64 total_pages);

#endif
