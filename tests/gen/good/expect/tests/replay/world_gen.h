/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who owns which page, a bit a page, and what the effects do to that.
 * Generated from spec/ (SHA-256 test) by gen 1; do not edit:
 * change spec/ and run make gen.
 */
#ifndef AEROSTAT_WORLD_GEN_H
#define AEROSTAT_WORLD_GEN_H

#include "core_gen.h"

struct world {
	u64 mine;	/* guest's */
	u64 theirs;
};

/* All of theirs is mine. */
static inline void world_take_all(struct world *own)
{
	own->mine = own->mine | own->theirs;
	own->theirs = 0;
}

static inline void world_share(struct world *own)
{
	own->theirs = own->theirs & ~own->mine & own->theirs;
}

#endif
