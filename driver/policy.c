// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The thresholds.
 *
 *   0 ....... low ... rest ........... high ....... total
 *    take back |      leave alone      | give
 *
 * Giving ends at `high`, taking back ends at `rest`, halfway between the two:
 * what one of them moves never makes the other start, so they cannot chase each
 * other.  An operator's target asks for more: it brings `rest` nearer to `low`
 * and lets giving go on until there.  What was given beyond it comes back.
 *
 * What is available need not be at hand (dirty caches): when allocations stall,
 * pages are taken back up to where giving ends, which makes it begin no more.
 */
#ifdef __KERNEL__
#include <linux/math64.h>
#else
#define div_u64(n, d) ((n) / (d))
#endif

#include "policy.h"

static u64 least(u64 a, u64 b)
{
	return a < b ? a : b;
}

/* Divides first: the product of any two numbers that get here stays in 64 bits. */
static u64 percent(u64 pages, unsigned int pct)
{
	return div_u64(pages, 100) * least(pct, 100);
}

u64 policy_low_pages(const struct policy *p)
{
	return percent(p->total_pages, p->low_pct);
}

/* Never below the low one, whatever the parameters say for a moment while both change. */
u64 policy_high_pages(const struct policy *p)
{
	u64 low = policy_low_pages(p);
	u64 high = percent(p->total_pages, p->high_pct);

	return high > low ? high : low;
}

/* Taking back ends here. */
static u64 rest(const struct policy *p)
{
	u64 low = policy_low_pages(p);
	u64 band = policy_high_pages(p) - low;

	return low + (p->target_pages == TARGET_NONE ? band / 2 : band / 4);
}

/* Giving ends here: so much stays available. */
u64 policy_floor_pages(const struct policy *p)
{
	return p->target_pages == TARGET_NONE ? policy_high_pages(p) : rest(p);
}

bool policy_is_low(const struct policy *p)
{
	return p->available_pages < policy_low_pages(p);
}

/* As much is available as taking back would bring about. */
bool policy_is_at_rest(const struct policy *p)
{
	return p->available_pages >= rest(p);
}

/* A block at least: less would never be gathered. */
static u64 step_pages(const struct policy *p)
{
	return p->step_pages > p->block_pages ? p->step_pages : p->block_pages;
}

/* Whole blocks: one that comes back in parts is freed page by page, and breaks up memory. */
static u64 in_blocks(const struct policy *p, u64 pages, u64 most)
{
	u64 block = p->block_pages ? p->block_pages : 1;

	if (pages < most)
		pages += (block - pages % block) % block;
	return least(pages, most);
}

/* The most that one reclaim asks for, and what it asks for when memory has run out. */
u64 policy_urgent_pages(const struct policy *p)
{
	u64 step = step_pages(p);
	u64 factor = p->take_factor ? p->take_factor : 1;

	if (step > div_u64(p->given_pages, factor))
		return p->given_pages;
	return step * factor;
}

static u64 take(const struct policy *p)
{
	u64 most = policy_urgent_pages(p);
	u64 until = policy_is_low(p) ? rest(p) : p->stalled ? policy_floor_pages(p) : 0;

	if (p->available_pages < until)
		return in_blocks(p, until - p->available_pages, most);
	if (p->given_pages > p->target_pages)
		return in_blocks(p, p->given_pages - p->target_pages, most);
	return 0;
}

static u64 give(const struct policy *p)
{
	u64 block = p->block_pages ? p->block_pages : 1;
	u64 floor = policy_floor_pages(p);
	u64 pages;

	if (p->available_pages <= floor || p->given_pages >= p->total_pages)
		return 0;
	pages = least(p->available_pages - floor, step_pages(p));
	pages = least(pages, p->total_pages - p->given_pages);
	if (p->target_pages != TARGET_NONE) {
		if (p->target_pages <= p->given_pages)
			return 0;
		pages = least(pages, p->target_pages - p->given_pages);
	}
	/* nobody is asked about less than a block: none would be gathered */
	return pages - pages % block;
}

struct policy_move policy_decide(const struct policy *p)
{
	struct policy_move move = { 0, 0 };

	move.take_pages = take(p);
	if (!move.take_pages && !policy_is_low(p))
		move.give_pages = give(p);
	return move;
}
