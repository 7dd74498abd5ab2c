// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * driver/policy.c, the very source that the module is built from: in a world
 * where available memory changes only by what the policy moves, it comes to
 * rest; and no value of any parameter makes it ask for what cannot be.
 */
#include "check.h"
#include "policy.h"

#define GIB_PAGES (1ull << 18)
#define MIB_PAGES (1ull << 8)

static struct policy usual(void)
{
	return (struct policy){
		.total_pages = 8 * GIB_PAGES,
		.available_pages = 7 * GIB_PAGES,
		.target_pages = TARGET_NONE,
		.step_pages = 256 * MIB_PAGES,
		.block_pages = 512,
		.low_pct = 10,
		.high_pct = 20,
		.take_factor = 4,
	};
}

/* Runs the policy until it rests; counts how often it turned from giving to taking or back.  -1: it never rests. */
static int turns_until_rest(struct policy *p)
{
	int turns = 0, last = 0, i;

	for (i = 0; i < 100000; i++) {
		struct policy_move m = policy_decide(p);
		int now = m.give_pages ? 1 : m.take_pages ? 2 : 0;

		if (m.give_pages && m.take_pages)
			return -2;
		if (!now)
			return turns;
		if (last && now != last)
			turns++;
		last = now;
		p->available_pages += m.take_pages - m.give_pages;
		p->given_pages += m.give_pages - m.take_pages;
	}
	return -1;
}

static void gives_down_to_high(void)
{
	struct policy p = usual();
	struct policy_move m = policy_decide(&p);

	check("the first offer is one step", m.give_pages == p.step_pages && !m.take_pages);
	check("giving never turns into taking", turns_until_rest(&p) == 0);
	check("giving ends at high, to a block",
	      p.available_pages >= policy_high_pages(&p) &&
	      p.available_pages < policy_high_pages(&p) + p.block_pages);
	check("in between nothing is asked", !policy_decide(&p).give_pages && !policy_decide(&p).take_pages);
}

static void gives_what_it_was_started_with(void)
{
	struct policy p = usual();

	p.total_pages = GIB_PAGES;
	p.available_pages = 5 * GIB_PAGES;
	check("memory plugged in later: all of the first is given, then it rests",
	      turns_until_rest(&p) == 0 && p.given_pages == GIB_PAGES);
	p = usual();
	p.step_pages = 1;
	check("a step below a block is a block", policy_decide(&p).give_pages == p.block_pages);
}

static void takes_up_to_rest(void)
{
	struct policy p = usual();
	struct policy_move m;
	u64 rest;

	p.given_pages = 6 * GIB_PAGES;
	p.available_pages = 0;
	rest = (policy_low_pages(&p) + policy_high_pages(&p)) / 2;
	m = policy_decide(&p);
	check("a reclaim is take_factor steps at most", m.take_pages == 4 * p.step_pages && !m.give_pages);
	check("taking never turns into giving", turns_until_rest(&p) == 0);
	check("taking ends above low, at rest at most",
	      !policy_is_low(&p) && p.available_pages < rest + p.block_pages);
	p = usual();
	p.given_pages = 6 * GIB_PAGES;
	p.available_pages = 0;
	p.step_pages = GIB_PAGES;
	check("one large enough reclaim ends at rest, to a block",
	      turns_until_rest(&p) == 0 &&
	      p.available_pages >= rest && p.available_pages < rest + p.block_pages);

	p = usual();
	p.given_pages = 100;
	p.available_pages = 0;
	check("never more than was given", policy_decide(&p).take_pages == 100);
	p.given_pages = 0;
	check("nothing given, nothing to ask", policy_decide(&p).take_pages == 0 && policy_is_low(&p));
	p.available_pages = policy_low_pages(&p);
	check("at low it is not low", !policy_is_low(&p));
	p.available_pages--;
	check("below low it is", policy_is_low(&p));
}

static void honours_the_target(void)
{
	struct policy p = usual();

	p.target_pages = GIB_PAGES;
	check("up to the target", turns_until_rest(&p) == 0 && p.given_pages == GIB_PAGES);

	p.target_pages = 100 * GIB_PAGES;
	check("a target beyond the guest's memory comes to rest", turns_until_rest(&p) == 0);
	check("... between the thresholds", p.available_pages > policy_low_pages(&p) &&
	      p.available_pages < policy_high_pages(&p));

	p.target_pages = GIB_PAGES / 2 + 3;
	check("back down by whole blocks", turns_until_rest(&p) == 0 && p.given_pages == GIB_PAGES / 2);
	p.block_pages = 1;
	p.given_pages = GIB_PAGES;
	check("by single pages, to the page", turns_until_rest(&p) == 0 && p.given_pages == GIB_PAGES / 2 + 3);
	p.block_pages = 512;
	p.target_pages = 0;
	check("target 0 empties it", turns_until_rest(&p) == 0 && p.given_pages == 0);
	p.target_pages = 511;
	check("less than a block is not asked for", !policy_decide(&p).give_pages);

	p = usual();
	p.given_pages = GIB_PAGES;
	p.target_pages = 2 * GIB_PAGES;
	p.available_pages = policy_low_pages(&p) - 1;
	check("short of memory the target waits",
	      policy_decide(&p).take_pages > 0 && !policy_decide(&p).give_pages);
	check("... and stays unmet without a turn", turns_until_rest(&p) == 0);
	p.target_pages = TARGET_NONE;
	p.available_pages = 7 * GIB_PAGES;
	check("no target: plenty does not take back", policy_decide(&p).take_pages == 0);
}

static void stalls_take_up_to_where_giving_ends(void)
{
	struct policy p = usual();

	p.given_pages = GIB_PAGES;
	p.available_pages = policy_high_pages(&p) - 1000;
	check("between the thresholds nothing is taken back", !policy_decide(&p).take_pages);
	p.stalled = true;
	check("allocations stall: what lacks to high, in blocks", policy_decide(&p).take_pages == 1024);
	check("... and that makes nothing turn", turns_until_rest(&p) == 0 && p.available_pages >= policy_high_pages(&p));
	check("above high they take nothing", !policy_decide(&p).take_pages);
	p.target_pages = 2 * GIB_PAGES;
	check("with a target, neither", turns_until_rest(&p) == 0 && !policy_decide(&p).take_pages);
}

/* A kernel that is emulated and watches each access would take minutes: one in so many, of each number some time. */
#ifdef __KERNEL__
#define EACH	131
#else
#define EACH	1
#endif

/* Every corner of every parameter at once. */
static void bears_any_value(void)
{
	static const u64 pages[] = { 0, 1, 511, 512, 513, 8 * GIB_PAGES, PAGES_MAX, TARGET_NONE };
	static const unsigned int pct[] = { 0, 1, 50, 99, 100, 101, ~0u };
	static const unsigned int factor[] = { 0, 1, 4, ~0u };
	unsigned int corners = 0, runs = 0, bad = 0, restless = 0, i[6], l, h, f, s;
	const unsigned int n = sizeof(pages) / sizeof(pages[0]);

	for (i[0] = 1; i[0] < n - 1; i[0]++)			/* total: 1 .. PAGES_MAX */
	for (i[1] = 0; i[1] < n - 1; i[1]++)			/* available */
	for (i[2] = 0; i[2] < n - 1; i[2]++)			/* given */
	for (i[3] = 0; i[3] < n; i[3]++)			/* target */
	for (i[4] = 0; i[4] < n; i[4]++)			/* step */
	for (i[5] = 0; i[5] < 6; i[5]++)			/* block */
	for (l = 0; l < 7; l++)
	for (h = 0; h < 7; h++)
	for (f = 0; f < 4; f++)
	for (s = 0; s < 2; s++) {
		struct policy p;
		struct policy_move m;

		if (corners++ % EACH)
			continue;
		check_resched();
		p = (struct policy){
			.total_pages = pages[i[0]], .available_pages = pages[i[1]],
			.given_pages = pages[i[2]], .target_pages = pages[i[3]],
			.step_pages = pages[i[4]], .block_pages = pages[i[5]],
			.low_pct = pct[l], .high_pct = pct[h], .take_factor = factor[f], .stalled = s,
		};
		m = policy_decide(&p);
		if (p.available_pages > p.total_pages || p.given_pages > p.total_pages - p.available_pages)
			continue;
		runs++;
		if ((m.give_pages && m.take_pages) || m.give_pages > (p.step_pages > p.block_pages ? p.step_pages : p.block_pages) ||
		    m.give_pages > p.available_pages || m.take_pages > p.given_pages ||
		    policy_low_pages(&p) > policy_high_pages(&p) || policy_high_pages(&p) > p.total_pages)
			bad++;
		/* steps that are not tiny, or a run takes for ever */
		if (p.step_pages > p.total_pages / 1000 && turns_until_rest(&p) != 0)
			restless++;
	}
	check("any value: the moves are possible", bad == 0);
	check("any value: it comes to rest without a turn", restless == 0);
	check("any value: not nothing", runs > 100000 / EACH);
	if (bad || restless)
		check_note("%u runs, %u bad, %u restless", runs, bad, restless);
}

static void urgent_is_bounded(void)
{
	struct policy p = usual();

	p.given_pages = 6 * GIB_PAGES;
	check("urgent: take_factor steps", policy_urgent_pages(&p) == 4 * p.step_pages);
	p.step_pages = TARGET_NONE;
	check("urgent: no overflow", policy_urgent_pages(&p) == p.given_pages);
	p.step_pages = 1;
	p.take_factor = 1;
	check("urgent: a block at least", policy_urgent_pages(&p) == p.block_pages);
	p = usual();
	check("urgent: nothing given, nothing asked", policy_urgent_pages(&p) == 0);
}

#define CASES(each)				\
	each(gives_down_to_high)		\
	each(gives_what_it_was_started_with)	\
	each(takes_up_to_rest)			\
	each(honours_the_target)		\
	each(stalls_take_up_to_where_giving_ends) \
	each(bears_any_value)			\
	each(urgent_is_bounded)
SUITE(policy, CASES)
