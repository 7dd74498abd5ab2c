// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * policy=thresholds: available memory is compared with two percentages, those of policy.c.  The same
 * percentages apply to the memory that the kernel can use for itself (zones.c).
 */
#include <linux/mm.h>
#include <linux/numa.h>
#include <linux/seq_file.h>
#include <linux/swap.h>

#include "advice.h"
#include "aerostat.h"
#include "params.h"
#include "pressure.h"
#include "thresholds.h"
#include "zones.h"

/* All that the guest has, what was plugged in too, and what is given, which may not be in MemTotal. */
static u64 total_pages(const struct aerostat *a)
{
	return totalram_pages() + (READ_ONCE(a->uncounted) ? READ_ONCE(a->given.pages) : 0);
}

/* The guest as the policy sees it, now. */
struct policy thresholds_see(struct aerostat *a)
{
	lockdep_assert_held(&a->lock);
	return (struct policy){
		.total_pages = total_pages(a),
		.available_pages = pressure_available_pages() + reporting_pages(a, NUMA_NO_NODE),
		.given_pages = pressure_given_pages(a),
		.target_pages = a->g.target_pages,
		.step_pages = pressure_step_pages(),
		.block_pages = 1ull << pressure_min_order(a),
		.low_pct = READ_ONCE(low_pct),
		.high_pct = READ_ONCE(high_pct),
		.take_factor = READ_ONCE(take_factor),
	};
}

/*
 * The same guest, as far as its memory is of use to the kernel itself: what the
 * policy says of that as if there were no more.  False if that is all there is.
 */
static bool see_kernel(struct policy *policy, u64 reported_pages)
{
	struct zones_kernel kernel = zones_kernel();

	if (kernel.apart) {
		policy->total_pages = kernel.total_pages;
		policy->available_pages = kernel.available_pages + reported_pages;
	}
	return kernel.apart;
}

static struct advice look(struct aerostat *a)
{
	struct policy policy = thresholds_see(a);
	struct advice advice = { .near_addr = ADDR_NONE, .next_ms = READ_ONCE(period_ms) };
	struct policy_move move;

	policy.stalled = READ_ONCE(a->stalled);
	WRITE_ONCE(a->stalled, false);
	a->counters.stalls += policy.stalled;
	move = policy_decide(&policy);
	advice.take_pages = move.take_pages;
	advice.give_pages = move.give_pages;
	advice.is_low = policy_is_low(&policy);
	if (!advice.take_pages && !advice.is_low && see_kernel(&policy, reporting_pages(a, NUMA_NO_NODE))) {
		advice.take_pages = policy_decide(&policy).take_pages;
		advice.is_low = policy_is_low(&policy);
		/* what it cannot use would come back for its sake, and be given again */
		if (advice.take_pages || !policy_is_at_rest(&policy))
			advice.give_pages = 0;
	}
	/* memory that was plugged in later is not the host's to have; whole blocks are given */
	advice.give_pages = min_t(u64, advice.give_pages, a->g.total_pages - policy.given_pages);
	advice.give_pages -= advice.give_pages % policy.block_pages;
	return advice;
}

static struct give_order order(struct aerostat *a)
{
	struct policy policy = thresholds_see(a);
	struct give_order order = { .node = NUMA_NO_NODE, .give_pages = PAGES_MAX, .reclaim = true };

	order.leave_available = policy_floor_pages(&policy);
	if (see_kernel(&policy, 0))
		order.kernel_floor_pages = policy_floor_pages(&policy);
	return order;
}

/*
 * That reclaim runs is no shortage by itself (the page cache fills free memory in
 * any guest); available memory below the threshold is, and so is an allocation
 * that has to reclaim by itself, kswapd not keeping up, while the guest has no
 * more available than it keeps for itself.
 */
static bool is_low(struct aerostat *a, const struct policy *policy, bool kernel)
{
	if (policy_is_low(policy))
		return true;
	if (current_is_kswapd() || policy->available_pages >= policy_floor_pages(policy) ||
	    !zones_below_watermarks(kernel))
		return false;
	WRITE_ONCE(a->stalled, true);
	return true;
}

static bool is_short(struct aerostat *a, int node)
{
	struct policy policy = {
		.total_pages = total_pages(a),
		.available_pages = pressure_available_pages(),
		.target_pages = READ_ONCE(a->g.target_pages),
		.low_pct = READ_ONCE(low_pct),
		.high_pct = READ_ONCE(high_pct),
	};

	return is_low(a, &policy, false) || (see_kernel(&policy, 0) && is_low(a, &policy, true));
}

static void show(struct aerostat *a, struct seq_file *m)
{
	struct policy policy = thresholds_see(a);

	seq_printf(m, "low_pages %llu\n", policy_low_pages(&policy));
	seq_printf(m, "high_pages %llu\n", policy_high_pages(&policy));
	if (!see_kernel(&policy, reporting_pages(a, NUMA_NO_NODE)))
		return;
	seq_printf(m, "kernel_available_pages %llu\n", policy.available_pages);
	seq_printf(m, "kernel_low_pages %llu\n", policy_low_pages(&policy));
	seq_printf(m, "kernel_high_pages %llu\n", policy_high_pages(&policy));
}

static int alloc(struct aerostat *a)
{
	return 0;
}

static void nothing(struct aerostat *a)
{
}

static void let_go(struct aerostat *a, const struct give_order *order, u64 pages)
{
}

const struct advisor thresholds = {
	.name = "thresholds",
	.sleeps = true,
	.alloc = alloc,
	.free = nothing,
	.look = look,
	.order = order,
	.let_go = let_go,
	.is_short = is_short,
	.show = show,
};
