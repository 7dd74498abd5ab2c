/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The adaptive policy of one place that has memory: a NUMA node, or the whole guest.  It looks at counters that a
 * module can read, and says what to give, what of the page cache to let go, and what to take back.  Pure: it knows no
 * lock and no kernel, so that tests/policy replays loads through this very source.
 */
#ifndef AEROSTAT_PLACE_H
#define AEROSTAT_PLACE_H

#include "cold.h"
#include "headroom.h"
#include "hold.h"

struct place_rules {
	struct headroom_rules headroom;
	struct hold_rules hold;
	struct cold_rules fresh;	/* for cache that was read once */
	struct cold_rules proven;	/* for cache that was read again */
	u32 grown_ms;		/* no cache goes so soon after it has grown */
	u32 grown_shift;	/* by this part of memory */
	u32 owed_ms;		/* what it swapped while the host had pages stays free for about so long */
	u32 line_pct;		/* a user-space killer acts below so much available, of what the guest has */
	u32 dirty_times;	/* so many times the dirty pages are to be free or cache */
	u32 begin_shift;	/* at first a burst of this part of memory is expected */
	u32 quantum_shift;	/* less than this part of memory is not worth an offer */
	u32 hurry_shift;	/* a shortage asks for this part of memory at least, doubled while it lasts */
	u32 growth_shift;	/* while memory lacks from look to look, twice as much is asked for, up to this part */
	u32 soon_ms;		/* the next look while something moves */
	u32 late_ms;		/* and while nothing does */
};

extern const struct place_rules place_usual;

/* A look.  All are pages, except where it says otherwise. */
struct place_look {
	u64 now_ms;
	u64 total;		/* of the place, with what the host has */
	u64 given;		/* that the host has or is being offered */
	u64 free;
	u64 low, high;		/* watermarks, the sums of the zones' */
	u64 active, inactive;	/* on the lists of the page cache: read again, and not yet */
	u64 dirty;		/* of those, to be written or being written */
	u64 block;		/* the smallest block that is given */
	u64 target;		/* the operator wants the host to have so many, or TARGET_NONE */
	u64 floor;		/* the place keeps so many, whatever it needs */
	/* These only grow. */
	u64 refault_file;	/* read again after they had gone */
	u64 refault_anon;
	u64 swapped_in, swapped_out;
	u64 stalls;		/* allocations that had to reclaim by themselves: events */
	bool is_short;		/* the kernel reclaims: somebody finds no free page */
};

/* The answer to a look.  Taking excludes the other two. */
struct place_move {
	u64 give;		/* of what lies free */
	u64 let_go;		/* of clean page cache, beyond that */
	u64 take;
	u64 leave_free;		/* giving ends when no more than this is free */
	u32 next_ms;		/* the next look */
};

struct place {
	struct headroom headroom;
	struct hold hold;
	struct cold fresh, proven;
	u64 due_fresh, due_proven;	/* of the last look */
	u64 grown_ms;		/* no cache goes before */
	u64 mark;		/* the least cache since it grew */
	struct place_look last;
	u64 hurry;		/* the last shortage asked for so many */
	u64 asked;		/* lacked at the last look, or twice what was asked before */
	u64 spare;		/* taken beyond the headroom, and not given again at once */
	u64 owed;		/* swapped out while the host had pages, of late */
	u64 calm_ms;		/* when pages were last taken */
	u32 sleep_ms;
	bool begun;
};

void place_init(struct place *p);
struct place_move place_decide(struct place *p, const struct place_rules *rules, const struct place_look *look);
void place_let_go(struct place *p, const struct place_rules *rules, u64 wanted, u64 pages, u64 now_ms);

#endif
