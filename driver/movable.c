// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Compaction, and whoever else wants a block of memory for himself, asks the owner
 * of a page that is marked movable to let it be isolated, then to copy it.  A page
 * that the host has cannot be copied, but it can come back.  So it is never
 * isolated: isolate_page says that the page is not movable now, and the block that
 * it stands in is noted.  pressure.c asks the host for what it has of the block,
 * and compaction finds it free when it comes by again.  Nobody waits.
 *
 * Locks: isolate_page is called under the page's lock and takes the ring's, no
 * more; nor does the kernel do anything else with a page of ours under its lock.
 * So the page's lock may be waited for when the page is marked or goes back to
 * use, whoever needs it and whatever else he holds: the driver's mutex, or a place
 * in the OOM notifier.  After movable_unmark() nobody comes here with that page; the
 * kernel may hold a reference to it for a moment, and then it is the kernel that frees it.
 *
 * The mark is in page->mapping, and collides neither with PageOffline (in
 * page->_mapcount or page->page_type) nor with page_private().
 */
#include <linux/mm.h>

#include "compat.h"
#include "movable.h"

static bool isolate_page(struct page *page, isolate_mode_t mode)
{
	struct movable *m = container_of(movable_page_ops(page), struct movable, ops);

	m->asked(m, page_to_pfn(page));
	return false;
}

void movable_init(struct movable *m, void (*asked)(struct movable *m, u64 pfn))
{
	/* what is never isolated is neither migrated nor put back */
	*m = (struct movable){ .ops.isolate_page = isolate_page, .asked = asked };
	spin_lock_init(&m->lock);
}

void movable_mark(struct movable *m, struct page *page)
{
	set_page_movable(page, &m->ops);
}

void movable_unmark(struct page *page)
{
	clear_page_movable(page);
}

/* The block around that page is wanted.  The kernel goes through a block page by page. */
void movable_want(struct movable *m, u64 pfn)
{
	u64 block = pfn >> pageblock_order;
	u32 i;

	spin_lock(&m->lock);
	m->calls++;
	for (i = 0; i < m->count; i++)
		if (m->wanted[(m->first + i) % WANTED_MAX] == block)
			break;
	if (i == m->count && i < WANTED_MAX)
		m->wanted[(m->first + m->count++) % WANTED_MAX] = block;
	spin_unlock(&m->lock);
}

/* The block that has been wanted for the longest; false if there is none. */
bool movable_next(struct movable *m, struct run *block)
{
	bool any;

	spin_lock(&m->lock);
	any = m->count;
	if (any) {
		block->page = m->wanted[m->first] << pageblock_order;
		block->pages = 1ull << pageblock_order;
		m->first = (m->first + 1) % WANTED_MAX;
		m->count--;
	}
	spin_unlock(&m->lock);
	return any;
}

void movable_forget(struct movable *m)
{
	spin_lock(&m->lock);
	m->count = 0;
	spin_unlock(&m->lock);
}

u64 movable_calls(struct movable *m)
{
	u64 calls;

	spin_lock(&m->lock);
	calls = m->calls;
	spin_unlock(&m->lock);
	return calls;
}
