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
 * The room of `given`, in runs.  What is offered fits in whatever happens, and no
 * grant makes the driver allocate: it asks for no more runs than fit.
 *
 *   EXTENTS_MAX		the next offer
 *   2 * EXTENTS_MAX	the largest grant: each of its runs may cut one, in each of the two sets
 *   EXTENTS_MAX		grants out of the middle of runs, till there is more room
 */
#define ROOM_GRANT	(2 * EXTENTS_MAX)
#define ROOM_LOW	(ROOM_GRANT + EXTENTS_MAX)

/* Called by the ordered queue's works alone: nobody else changes the room. */
static bool make_room(struct aerostat *a)
{
	struct runs more;
	u32 need;

	mutex_lock(&a->lock);
	need = a->given.count + a->offered.count + EXTENTS_MAX + ROOM_LOW;
	mutex_unlock(&a->lock);
	if (need <= a->given.room)
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

/*
 * How many runs may the next grant have?  One of pages near an address may cut
 * runs; the driver asks for it only if the largest grant fits afterwards as well.
 * Until the grant is read the sets get no more runs than they have now.
 */
u32 give_fits(struct aerostat *a, bool near)
{
	u32 used = a->given.count + a->offered.count;

	lockdep_assert_held(&a->lock);
	if (a->given.count && used + ROOM_LOW > a->given.room && link_up(a))
		queue_work(a->gather_wq, &a->room_work);
	if (near)
		used += ROOM_GRANT;
	return used < a->given.room ? min_t(u32, (a->given.room - used) / 2, EXTENTS_MAX) : 0;
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
 * A program that has run out of memory waits for the worker (pressure.c), so the worker must not wait for memory.  Here
 * the kernel neither reclaims nor runs out: the allocation succeeds at once or fails, and leaves the reserves alone
 * (NOMEMALLOC).  The same is true of block_take(); and what pages_gather() allocates, it tries once (NORETRY).
 */
static bool make_room_at_once(struct aerostat *a)
{
	unsigned int flags = memalloc_noreclaim_save();
	bool made = make_room(a);

	memalloc_noreclaim_restore(flags);
	return made;
}

/* The books have little room.  A guest that is short of memory gathers nothing, which would make some. */
void room_work(struct work_struct *work)
{
	struct aerostat *a = container_of(work, struct aerostat, room_work);
	bool made;

	WRITE_ONCE(a->gatherer, current);
	made = make_room_at_once(a);
	WRITE_ONCE(a->gatherer, NULL);
	if (!made)
		return;		/* the next request tries again */
	mutex_lock(&a->lock);
	pressure_check(a);
	pressure_move(a);
	mutex_unlock(&a->lock);
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
			cached = cached_gather(&a->gathered, &want, &a->cached_pfn);
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
