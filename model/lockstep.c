// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The generated C beside the model: linked to a pan that is made with -DLOCKSTEP.
 * At each step the model hands over what its handler starts from and what it
 * ends in (lockstep_gen.pml); the C runs on a copy of the same start.  Nothing
 * here outlives a step but the counts, so SPIN may visit states in any order.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core_gen.h"

extern int lockstep[];		/* pan's */

#define HANDLERS_MAX 256

static int lockstep_now;	/* the handler, a place in lockstep_handlers */
static unsigned long compared[HANDLERS_MAX], mismatches;

/* SPIN numbers names from the last, 1, to the first, and C from the first to the last; 0 is none. */
static u32 lockstep_name(int place, int names)
{
	return lockstep[place] ? (u32)(names + 1 - lockstep[place]) : 0;
}

static void report(void);

/* What a handler leaves alone in its effects must not look right by chance. */
static void lockstep_start(int handler, void *c_fx, void *model_fx, size_t size)
{
	static bool reports;

	if (!reports)
		reports = !atexit(report);
	lockstep_now = handler;
	memset(c_fx, 0xa5, size);
	memset(model_fx, 0x5a, size);
}

/* The C did what the model did: SPIN stops where that is false. */
static int lockstep_count(int differs)
{
	compared[lockstep_now]++;
	mismatches += differs;
	return !differs;
}

#include "lockstep_gen.h"

_Static_assert(sizeof(lockstep_handlers) / sizeof(lockstep_handlers[0]) <= HANDLERS_MAX, "a count for each handler");

static void report(void)
{
	unsigned long all = 0;

	for (size_t i = 0; i < sizeof(lockstep_handlers) / sizeof(lockstep_handlers[0]); i++) {
		printf("lockstep: %s %lu\n", lockstep_handlers[i], compared[i]);
		all += compared[i];
	}
	printf("lockstep: %lu transitions compared, %lu mismatches\n", all, mismatches);
}
