/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Single pages that get out of the way when the kernel wants the block of memory
 * around them: to make huge pages of it, or to take it offline.
 */
#ifndef AEROSTAT_MOVABLE_H
#define AEROSTAT_MOVABLE_H

#include <linux/migrate.h>
#include <linux/mm.h>
#include <linux/spinlock.h>

#include "runs_gen.h"

#define WANTED_MAX	64	/* blocks; for one more the kernel has to ask again */

struct movable {
	struct movable_operations ops;
	void (*asked)(struct movable *m, u64 pfn);	/* under the page's lock */
	spinlock_t lock;	/* all below; taken under a page's lock */
	u64 wanted[WANTED_MAX];	/* numbers of pageblocks, a ring */
	u32 first;
	u32 count;
	u64 calls;		/* for pages that the kernel wanted */
};

void movable_init(struct movable *m, void (*asked)(struct movable *m, u64 pfn));

/* A page that is out of use, and no part of a larger block; and the same again. */
void movable_mark(struct movable *m, struct page *page);
void movable_unmark(struct page *page);

void movable_want(struct movable *m, u64 pfn);
bool movable_next(struct movable *m, struct run *block);
void movable_forget(struct movable *m);
u64 movable_calls(struct movable *m);

#endif
