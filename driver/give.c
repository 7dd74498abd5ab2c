// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Whose the pages are: the effects of spec/guest.pml that change page sets, and
 * the work that gathers, which alone allocates and holds no lock meanwhile.
 */
#include <linux/mm.h>
#include <linux/sched/mm.h>

#include "aerostat.h"
#include "cached.h"
#include "give.h"
#include "params.h"
#include "pressure.h"
#include "sensor.h"
#include "step.h"

/* What the gathering looks at before each block. */
struct gather_end {
	struct aerostat *a;
	struct give_order order;
	bool stopped;		/* gather_more() has ended it: not for lack of blocks */
};

/* Giving pauses when the allocator had less than this part of what was wanted. */
#define LITTLE_PART	8

/*
 * All but `given` have room for what one offer gathers or one grant lists, and
 * for a grant that cuts runs of the offer.
 */
int give_alloc(struct aerostat *a)
{
	int err;

	err = pages_alloc(&a->gathered, 2 * EXTENTS_MAX) ?:
	      pages_alloc(&a->offered, 2 * EXTENTS_MAX) ?:
	      pages_alloc(&a->back, EXTENTS_MAX);
	if (err)
		give_free(a);
	return err;
}

void give_free(struct aerostat *a)
{
	pages_free(&a->gathered);
	pages_free(&a->offered);
	pages_free(&a->given);
	pages_free(&a->back);
}

void fx_gather(void *ctx, u64 want_pages)
{
	struct aerostat *a = ctx;

	a->gather_pages = want_pages;
	a->counters.collections++;
	if (link_up(a))
		queue_work(a->gather_wq, &a->gather_work);
}

/*
 * The room of `given`: what is offered will fit in whatever happens, and that
 * without allocating.  A grant that cuts runs may make as many more as it lists
 * in each set, so there is room for one such grant, and one that would not leave
 * room is not absorbed.  The device grants whole runs and the start of one more,
 * which makes none.
 */
static bool make_room(struct aerostat *a)
{
	struct runs more;
	u32 need;

	mutex_lock(&a->lock);
	need = a->given.count + 3 * EXTENTS_MAX;
	mutex_unlock(&a->lock);
	if (need <= a->given.room)	/* which nobody else changes */
		return true;
	if (pages_alloc(&more, 2 * need))
		return false;

	mutex_lock(&a->lock);
	if (a->given.count)	/* at first it has no memory */
		memcpy(more.run, a->given.run, a->given.count * sizeof(*more.run));
	swap(more.run, a->given.run);
	a->given.room = more.room;
	mutex_unlock(&a->lock);
	pages_free(&more);
	return true;
}

/* May the grant that was read be absorbed? */
bool give_can_absorb(const struct aerostat *a)
{
	u64 back = a->back.count;

	return a->offered.count + back <= a->offered.room &&
	       a->given.count + a->offered.count + 2 * back <= a->given.room;
}

/* Only a hint, read without the lock: guest_offer() decides what becomes of the pages. */
static bool gather_more(void *ctx)
{
	struct gather_end *end = ctx;
	const struct give_order *order = &end->order;

	end->stopped = READ_ONCE(end->a->g.give) != GIVE_GATHER || !link_up(end->a) ||
		       pressure_available_pages() <= order->leave_available ||
		       (order->node != NUMA_NO_NODE && sensor_free_pages(order->node) <= order->leave_free);
	return !end->stopped;
}

/*
 * A program that has run out of memory waits for the worker (pressure.c), so the worker must not wait for memory.  In
 * these two the kernel neither reclaims nor runs out: an allocation succeeds at once or fails.  The books leave the
 * kernel's reserves alone (NOMEMALLOC); pages that get out of the way may use them, as in compaction.  Each allocation
 * of pages_gather() tries once (NORETRY).
 */
static bool make_room_at_once(struct aerostat *a)
{
	unsigned int flags = memalloc_noreclaim_save();
	bool made = make_room(a);

	memalloc_noreclaim_restore(flags);
	return made;
}

static u64 cached_gather_at_once(struct aerostat *a, const struct gather *want)
{
	unsigned int flags = memalloc_noreclaim_save();
	u64 cached = cached_gather(&a->gathered, want, &a->cached_pfn);

	memalloc_noreclaim_restore(flags);
	return cached;
}

void gather_work(struct work_struct *work)
{
	struct aerostat *a = container_of(work, struct aerostat, gather_work);
	struct gather_end end = { .a = a };
	struct gather want = { .movable = &a->movable, .more = gather_more, .ctx = &end };
	u64 cached = 0;
	bool little = false;

	mutex_lock(&a->lock);
	end.order = a->advisor->order(a);
	want.node = end.order.node;
	want.want_pages = min_t(u64, a->gather_pages, end.order.give_pages);
	want.min_order = pressure_min_order(a);
	want.kernel_floor_pages = end.order.kernel_floor_pages;
	want.reclaim = end.order.reclaim;
	mutex_unlock(&a->lock);

	WRITE_ONCE(a->gatherer, current);
	if (make_room_at_once(a)) {
		pages_gather(&a->gathered, &want);
		little = !end.stopped && a->gathered.count < EXTENTS_MAX &&
			 a->gathered.pages < want.want_pages / LITTLE_PART;
		want.want_pages = min_t(u64, a->gather_pages - a->gathered.pages, end.order.let_go_pages);
		end.order.leave_free /= 2;	/* a block of cache may be free in part */
		if (want.want_pages)
			cached = cached_gather_at_once(a, &want);
	}
	WRITE_ONCE(a->gatherer, NULL);

	mutex_lock(&a->lock);
	if (end.order.let_go_pages)
		a->advisor->let_go(a, &end.order, cached);
	a->gathered_little = little;
	call_guest_offer(a, &a->g, a->gathered.pages, now_ms());
	if (a->gathered_little)
		pressure_pause(a);
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
	u64 pages;

	if (a->g.give == GIVE_ABANDONED)
		a->counters.abandoned++;
	cancel_delayed_work(&a->offer_tick);
	if (a->reporting.under_way) {	/* they are the kernel's, not this driver's */
		reporting_end(a);
		return;
	}
	pages = pages_release(&a->offered);
	a->freed_pages += pages;
	/* none came of a reset without an offer; and the pause counts from what is available with them */
	if (pages)
		pressure_pause(a);
}

void fx_keep_offered(void *ctx)
{
	struct aerostat *a = ctx;

	if (a->uncounted)
		pages_uncount(&a->offered);
	runs_add(&a->given, &a->offered);
	runs_clear(&a->offered);
	if (!a->gathered_little)
		backoff_reset(&a->backoff);
}

void fx_release_given(void *ctx)
{
	struct aerostat *a = ctx;

	if (a->uncounted)
		pages_count(&a->given);
	a->freed_pages += pages_release(&a->given);
}

/* As the parameter wants it, for what is given already. */
void give_adjust_memtotal(struct aerostat *a)
{
	bool uncount = READ_ONCE(adjust_memtotal);

	lockdep_assert_held(&a->lock);
	if (uncount == a->uncounted)
		return;
	a->uncounted = uncount;
	if (uncount)
		pages_uncount(&a->given);
	else
		pages_count(&a->given);
}

/* `back` was filled by the reader of the grant. */
void fx_absorb_grant(void *ctx)
{
	struct aerostat *a = ctx;
	struct runs moving = { .run = &a->moving, .count = !!a->moving.pages, .pages = a->moving.pages };
	u64 in_the_way = runs_common(&a->given, &moving);
	u64 pages;

	pages = pages_release_common(&a->given, &a->back, &a->movable, a->uncounted) +
		pages_release_common(&a->offered, &a->back, &a->movable, false);
	a->counters.moved_pages += in_the_way - runs_common(&a->given, &moving);
	a->counters.back_pages += pages;
	a->freed_pages += pages;
}
