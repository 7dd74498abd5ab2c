// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The guest's need of memory, from four sides: the period, a shrinker as a
 * sensor between two periods, each grant that was not enough, and the OOM
 * notifier.  How much is the policy's to say (advice.h), what happens is the machine's.
 */
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/oom.h>
#include <linux/virtio.h>

#include "advice.h"
#include "aerostat.h"
#include "give.h"
#include "params.h"
#include "policy.h"
#include "pressure.h"
#include "step.h"
#include "thresholds.h"

u64 pressure_available_pages(void)
{
	return max_t(long, si_mem_available(), 0);
}

/* What the host has, or is about to have.  What is reported stays the guest's. */
u64 pressure_given_pages(const struct aerostat *a)
{
	return READ_ONCE(a->g.given_pages) + (READ_ONCE(a->g.reporting) ? 0 : READ_ONCE(a->g.offered_pages));
}

/* The most in one offer. */
u64 pressure_step_pages(void)
{
	return (u64)READ_ONCE(step_mib) * MIB_PAGES;
}

/* The smallest block to give: no single pages for a while after the kernel wanted some back. */
unsigned int pressure_min_order(const struct aerostat *a)
{
	unsigned int order = READ_ONCE(min_order);

	if (order < pageblock_order && now_ms() < a->whole_until_ms)
		order = pageblock_order;
	return order;
}

/*
 * Tells the machine of a shortage.  What the host has refused is not asked for again before a period has passed, or
 * the host has said something: asking costs both sides, and memory is what the guest lacks.
 */
static void ask(struct aerostat *a, u64 want_pages, u64 near_addr)
{
	u32 fit = 0;

	if (now_ms() < a->refused_until_ms)
		want_pages = 0;
	if (near_addr != ADDR_NONE)
		fit = give_fits(a, true);
	if (!fit) {	/* whole runs cut none */
		near_addr = ADDR_NONE;
		fit = give_fits(a, false);
	}
	call_guest_pressure(a, &a->g, want_pages, near_addr, fit, now_ms());
}

/* Nothing came of a request. */
void pressure_refused(struct aerostat *a)
{
	lockdep_assert_held(&a->lock);
	a->counters.refusals++;
	a->refused_until_ms = now_ms() + READ_ONCE(period_ms);
}

/* A look, and what it says to take; the next look is due when it says. */
static struct advice check(struct aerostat *a)
{
	struct advice advice = a->advisor->look(a);

	if (link_up(a) && (advice.take_pages || advice.is_low))
		ask(a, advice.take_pages, advice.near_addr);
	return advice;
}

static void look_in(struct aerostat *a, u32 ms)
{
	a->look_ms = now_ms() + ms;
	mod_delayed_work(a->urgent_wq, &a->period_work, msecs_to_jiffies(ms));
}

/*
 * Called whenever there may be a shortage, or no more.  It never puts a look off: that would be for as long as the
 * kernel reclaims.
 */
void pressure_check(struct aerostat *a)
{
	struct advice advice = check(a);

	if (link_up(a) && now_ms() + advice.next_ms < a->look_ms)
		look_in(a, advice.next_ms);
}

/* Something has changed that the policy goes by: the period does not have to pass. */
void pressure_look_soon(struct aerostat *a)
{
	lockdep_assert_held(&a->lock);
	backoff_reset(&a->backoff);
	a->refused_until_ms = 0;
	a->stats_ms = 0;
	if (link_up(a))
		look_in(a, 0);
}

/* Giving came to nothing. */
void pressure_pause(struct aerostat *a)
{
	lockdep_assert_held(&a->lock);
	a->counters.pauses++;
	backoff_more(&a->backoff, now_ms(), READ_ONCE(period_ms), READ_ONCE(pause_max_ms),
		     pressure_available_pages());
}

void period_work(struct work_struct *work)
{
	struct aerostat *a = container_of(to_delayed_work(work), struct aerostat, period_work);
	struct advice advice;
	bool wait;

	mutex_lock(&a->lock);
	if (link_up(a)) {
		if (now_ms() >= a->stats_ms) {
			a->stats_ms = now_ms() + READ_ONCE(period_ms);
			call_guest_stats(a, &a->g);
		}
		advice = check(a);
		wait = backoff_waits(&a->backoff, now_ms(), pressure_available_pages(), a->g.total_pages);
		if (advice.give_pages && !wait)
			call_guest_collect(a, &a->g, advice.give_pages);
		pressure_move(a);
		look_in(a, advice.next_ms);
	}
	mutex_unlock(&a->lock);
}

void shortage_work(struct work_struct *work)
{
	struct aerostat *a = container_of(work, struct aerostat, shortage_work);

	mutex_lock(&a->lock);
	a->counters.shortages++;
	pressure_check(a);
	mutex_unlock(&a->lock);
}

/* Why is there no answer?  From a device that is gone none will ever come: that is said instead, and what to do. */
static bool warn_gone(struct aerostat *a)
{
	if (!device_is_gone(a->vdev))
		return false;
	dev_warn_ratelimited(&a->vdev->dev,
			     "the device is gone without a word; to have the %llu pages back that it was given: cd /sys/bus/virtio/drivers/virtio_aerostat; echo %s >unbind\n",
			     a->g.given_pages, dev_name(&a->vdev->dev));
	return true;
}

/*
 * The kernel wants blocks in which the host has single pages.  One request at a
 * time, and none while anything else is under way: it is in no hurry, and must not
 * keep others waiting.  A block is asked for until it is free, or a grant brings
 * nothing of it.
 *
 * What comes back would be the first to be given again, and stand in the way again.
 * So for a while no single pages are given, only what they have made room for.
 */
void pressure_move(struct aerostat *a)
{
	struct runs wanted = { .run = &a->moving, .count = 1 };
	struct runs_walk walk;
	struct run first;
	u32 fit;

	lockdep_assert_held(&a->lock);
	while (link_up(a) && a->g.give == GIVE_IDLE && a->g.take == TAKE_NONE) {
		fit = give_fits(a, true);
		if (!fit) {
			/* room_work() comes back; the kernel asks again for the rest of this block */
			a->moving.pages = 0;
			break;
		}
		if (!a->moving.pages && !movable_next(&a->movable, &a->moving))
			break;
		wanted.pages = a->moving.pages;
		walk = (struct runs_walk){ 0, 0 };
		first = runs_next_common(&a->given, &wanted, &walk);
		if (first.pages) {
			a->whole_until_ms = now_ms() + READ_ONCE(pause_max_ms);
			a->counters.moves++;
			call_guest_pressure(a, &a->g, a->moving.page + a->moving.pages - first.page,
					    first.page * PAGE_BYTES, fit, now_ms());
			break;
		}
		a->moving.pages = 0;	/* the host has nothing of it any more */
	}
}

void move_work(struct work_struct *work)
{
	struct aerostat *a = container_of(work, struct aerostat, move_work);

	mutex_lock(&a->lock);
	pressure_move(a);
	mutex_unlock(&a->lock);
}

/* Under the page's lock.  What the driver's own search for pages stirs up is nobody's wish. */
void pressure_move_asked(struct movable *m, u64 pfn)
{
	struct aerostat *a = container_of(m, struct aerostat, movable);

	if (current == READ_ONCE(a->gatherer))
		return;
	movable_want(m, pfn);
	if (link_up(a))
		queue_work(a->urgent_wq, &a->move_work);
}

/*
 * The time of an offer or of a reclaim is over.  An answer may be here already, when
 * the guest itself has stood still: it is read first.
 */
static void tick(struct aerostat *a)
{
	bool offered;

	mutex_lock(&a->lock);
	if (a->ready)
		queue_drain(a);
	offered = a->g.give == GIVE_WAIT_ACK;
	call_guest_tick(a, &a->g, now_ms());
	if (offered && a->g.give == GIVE_ABANDONED && !warn_gone(a))
		dev_warn_ratelimited(&a->vdev->dev,
				     "the host did not answer an offer within %u ms, its pages are in use again; see whether it is stopped, or raise ttl_ms\n",
				     a->g.ttl_ms);
	mutex_unlock(&a->lock);
}

void offer_tick_work(struct work_struct *work)
{
	tick(container_of(to_delayed_work(work), struct aerostat, offer_tick));
}

void take_tick_work(struct work_struct *work)
{
	tick(container_of(to_delayed_work(work), struct aerostat, take_tick));
}

void fx_warn_overdue(void *ctx, u32 take_seq)
{
	struct aerostat *a = ctx;

	a->counters.overdue++;
	if (!warn_gone(a))
		dev_warn_ratelimited(&a->vdev->dev,
				     "the host has not answered request %u for memory within %u ms; see whether it is stopped or short of memory itself\n",
				     take_seq, a->g.grant_ms);
}

/*
 * Reclaim runs, so somebody finds no free page.  Whether that is a shortage is the
 * policy's to say; the driver's own search for pages is none.
 * There is nothing to scan here: the pages are elsewhere.
 */
static unsigned long shrinker_count(struct shrinker *shrinker, struct shrink_control *sc)
{
	struct aerostat *a = shrinker_owner(shrinker);

	if (!READ_ONCE(a->g.given_pages) && !READ_ONCE(a->g.offered_pages) &&
	    READ_ONCE(a->g.give) == GIVE_IDLE)
		return 0;
	if (link_up(a) && current != READ_ONCE(a->gatherer) && a->advisor->is_short(a, sc->nid))
		queue_work(a->urgent_wq, &a->shortage_work);
	return 0;
}

static unsigned long shrinker_scan(struct shrinker *shrinker, struct shrink_control *sc)
{
	return SHRINK_STOP;
}

/* As much as one request may, whatever the policy, and whether it has been refused or not. */
static void ask_urgently(struct aerostat *a)
{
	struct policy policy = thresholds_see(a);

	call_guest_pressure(a, &a->g, policy_urgent_pages(&policy), ADDR_NONE,
			    give_fits(a, false), now_ms());
}

/*
 * What giving has under way ends by itself.  All programs that run out of memory meanwhile wait grant_ms for it
 * between them, and none waits after that: the kernel's OOM lock is held, and it may never end.
 */
static bool give_ends_soon(struct aerostat *a)
{
	struct oom_wait *wait = &a->oom_wait;

	if (a->g.give == GIVE_WAIT_DONE || a->g.give == GIVE_WAIT_REPORTED) {
		if (a->g.take == TAKE_OVERDUE)
			return false;
	} else if (a->g.give != GIVE_DROPPED) {
		return false;
	}
	if (!wait->since_ms || wait->seq != a->g.seq)
		*wait = (struct oom_wait){ .seq = a->g.seq, .since_ms = now_ms() };
	return now_ms() - wait->since_ms < a->g.grant_ms;
}

/*
 * Memory has run out.  Asks for as much as one reclaim may, then reads the
 * answer by itself: no other thread need make progress, only the host.  Waits
 * as long as a reclaim may take and no longer; what comes later is absorbed
 * when it comes.
 *
 * Three things need not be asked for, and are waited for: what is being gathered,
 * since that has just been given up; what the host is discarding for a report, since
 * it is free then; and the end of a commit, since the host holds nothing of it before
 * and is asked again then.
 *
 * The last resort before the kernel kills a program is a reset, of a device that
 * has failed or does not answer.  It is waited for as long again, and by nobody who
 * comes later than that.
 */
static int oom_notify(struct notifier_block *nb, unsigned long unused, void *freed)
{
	struct aerostat *a = container_of(nb, struct aerostat, oom);
	bool wait = true, reset = false, late, committing;
	unsigned long deadline;
	u64 before;

	mutex_lock(&a->lock);
	before = a->freed_pages;
	a->counters.oom_calls++;
	ask_urgently(a);
	committing = a->g.give == GIVE_WAIT_DONE;
	deadline = jiffies + msecs_to_jiffies(a->g.grant_ms);
	mutex_unlock(&a->lock);

	while (wait) {
		mutex_lock(&a->lock);
		if (a->ready)
			queue_drain(a);
		if (committing && a->g.give != GIVE_WAIT_DONE && a->g.take == TAKE_NONE) {
			committing = false;
			ask_urgently(a);
		}
		late = time_after(jiffies, deadline);
		wait = !late && (a->g.take == TAKE_ASKED || give_ends_soon(a));
		if (a->freed_pages == before && !reset && restart_helps(a) &&
		    (a->g.take == TAKE_OVERDUE || !wait)) {
			restart_silent(a);
			reset = true;
			late = false;
			deadline = jiffies + msecs_to_jiffies(a->g.grant_ms);
		}
		wait |= !late && (a->g.given_pages || a->g.offered_pages) && restart_is_new(a, a->g.grant_ms);
		if (a->freed_pages != before || !wait) {
			*(unsigned long *)freed += a->freed_pages - before;
			a->counters.oom_pages += a->freed_pages - before;
			wait = false;
		}
		mutex_unlock(&a->lock);
		if (wait)
			usleep_range(100, 500);
	}
	return NOTIFY_OK;
}

/* An idle guest sleeps on, or its looks would come too late for the policy. */
void pressure_init(struct aerostat *a)
{
	if (a->advisor->sleeps)
		INIT_DEFERRABLE_WORK(&a->period_work, period_work);
	else
		INIT_DELAYED_WORK(&a->period_work, period_work);
}

int pressure_register(struct aerostat *a)
{
	int err;

	err = owned_shrinker_register(&a->shrinker, a, shrinker_count, shrinker_scan, "aerostat");
	if (err)
		return err;
	a->oom.notifier_call = oom_notify;
	err = register_oom_notifier(&a->oom);
	if (err)
		owned_shrinker_unregister(&a->shrinker);
	return err;
}

void pressure_unregister(struct aerostat *a)
{
	unregister_oom_notifier(&a->oom);
	owned_shrinker_unregister(&a->shrinker);
}
