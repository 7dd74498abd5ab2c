// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Whose the pages are: the effects of spec/guest.pml that change page sets, and
 * the work that gathers, which alone allocates and holds no lock meanwhile.
 */
#include <linux/mm.h>

#include "aerostat.h"
#include "give.h"
#include "params.h"
#include "pressure.h"
#include "step.h"

/* What the gathering looks at before each block. */
struct gather_end {
	struct aerostat *a;
	u64 floor_pages;	/* leave so much available */
};

void fx_gather(void *ctx, u64 want_pages)
{
	struct aerostat *a = ctx;

	a->gather_pages = want_pages;
	a->gathering = true;
	a->counters.collections++;
	if (link_up(a))
		queue_work(a->gather_wq, &a->gather_work);
}

/* Only a hint, read without the lock: guest_offer() decides what becomes of the pages. */
static bool gather_more(void *ctx)
{
	struct gather_end *end = ctx;

	return READ_ONCE(end->a->g.give) == GIVE_GATHER && link_up(end->a) &&
	       si_mem_available() > (long)end->floor_pages;
}

void gather_work(struct work_struct *work)
{
	struct aerostat *a = container_of(work, struct aerostat, gather_work);
	struct gather_end end = { .a = a };
	struct policy policy;
	u64 want_pages;

	mutex_lock(&a->lock);
	want_pages = a->gather_pages;
	policy = pressure_look(a);
	end.floor_pages = policy_floor_pages(&policy);
	a->gathering = true;
	mutex_unlock(&a->lock);

	pages_gather(&a->gathered, want_pages, READ_ONCE(min_order), gather_more, &end);

	mutex_lock(&a->lock);
	a->gathering = false;
	call_guest_offer(a, &a->g, a->gathered.pages, now_ms());
	mutex_unlock(&a->lock);
}

void fx_release_gathered(void *ctx)
{
	struct aerostat *a = ctx;

	a->freed_pages += pages_release(&a->gathered);
}

void fx_release_offered(void *ctx)
{
	struct aerostat *a = ctx;

	if (a->g.give == GIVE_ABANDONED)
		a->counters.abandoned++;
	cancel_delayed_work(&a->offer_tick);
	a->freed_pages += pages_release(&a->offered);
}

void fx_keep_offered(void *ctx)
{
	struct aerostat *a = ctx;

	pages_move(&a->given, &a->offered);
}

void fx_release_given(void *ctx)
{
	struct aerostat *a = ctx;

	a->freed_pages += pages_release(&a->given);
}

/* The marks were set by the reader of the grant. */
void fx_absorb_grant(void *ctx)
{
	struct aerostat *a = ctx;
	u64 pages = pages_release_marked(&a->given) + pages_release_marked(&a->offered);

	a->counters.back_pages += pages;
	a->freed_pages += pages;
}
