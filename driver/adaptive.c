// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * policy=adaptive: each NUMA node is a place of place.c, which decides.  This file has the nodes looked at, and sees
 * to it that one node after the other is served: one request and one offer can be under way.
 */
#include <linux/mm.h>
#include <linux/nodemask.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#include "adaptive.h"
#include "aerostat.h"
#include "params.h"
#include "pressure.h"
#include "sensor.h"

static int alloc(struct aerostat *a)
{
	int node;

	a->adaptive.node = kvcalloc(nr_node_ids, sizeof(*a->adaptive.node), GFP_KERNEL);
	if (!a->adaptive.node)
		return -ENOMEM;
	for_each_node_state(node, N_POSSIBLE)
		place_init(&a->adaptive.node[node].place);
	return 0;
}

static void adaptive_free(struct aerostat *a)
{
	kvfree(a->adaptive.node);
}

/* The operator's target and the floor are for the whole guest: to a node is left what the others lack. */
static void look_at_nodes(struct aerostat *a)
{
	struct sensor_events events = sensor_events();
	u64 given = pressure_given_pages(a), kept = 0;
	u64 floor = floor_pages(a);
	struct place_look *look;
	int node;

	for_each_node_state(node, N_MEMORY) {
		look = &a->adaptive.node[node].look;
		*look = (struct place_look){
			.now_ms = now_ms(),
			.given = pages_out_of_use(node),
			.block = 1ull << pressure_min_order(a),
			.is_short = test_and_clear_bit(node, a->adaptive.is_short.bits),
		};
		sensor_look(look, node, &events);
		look->free += reporting_pages(a, node);
		kept += above(look->total, look->given);
	}
	for_each_node_state(node, N_MEMORY) {
		look = &a->adaptive.node[node].look;
		look->floor = above(floor, kept - above(look->total, look->given));
		look->target = TARGET_NONE;
		if (a->g.target_pages != TARGET_NONE)
			look->target = above(a->g.target_pages, above(given, look->given));
	}
}

/* A request is for all that was decided on, and a grant may bring a part: the rest is asked for again. */
static u64 still_wanted(struct adaptive_node *n)
{
	u64 back = above(n->asked_given, n->look.given);
	u64 rest = back ? above(n->asked_pages, back) : 0;

	n->asked_pages = 0;
	return greater(n->move.take, lesser(rest, n->look.given));
}

/* Where the host has the most of a node in one piece. */
static u64 near_addr(struct aerostat *a, int node)
{
	struct run span = { .page = node_start_pfn(node), .pages = node_spanned_pages(node) };
	struct runs wanted = { .run = &span, .count = 1, .pages = span.pages };
	struct runs_walk walk = { 0, 0 };
	struct run run, most = { .pages = 0 };

	while ((run = runs_next_common(&a->given, &wanted, &walk)).pages)
		if (run.pages > most.pages)
			most = run;
	return most.pages ? most.page * PAGE_BYTES : ADDR_NONE;
}

static struct advice look(struct aerostat *a)
{
	struct advice advice = { .near_addr = ADDR_NONE, .next_ms = READ_ONCE(period_ms) };
	struct place_rules rules = place_usual;
	struct adaptive_node *n;
	int node, taking = NUMA_NO_NODE;
	u64 pages;

	/* what a look finds to be missing is asked for at once; the answer to a request makes the driver look again */
	if (a->g.take != TAKE_NONE)
		return advice;
	rules.late_ms = advice.next_ms;
	rules.soon_ms = lesser(rules.soon_ms, rules.late_ms);
	look_at_nodes(a);
	a->adaptive.giving = NUMA_NO_NODE;
	for_each_node_state(node, N_MEMORY) {
		n = &a->adaptive.node[node];
		n->move = place_decide(&n->place, &rules, &n->look);
		advice.next_ms = lesser(advice.next_ms, n->move.next_ms);
		advice.is_low |= n->move.take > 0;
		pages = still_wanted(n);
		if (pages > advice.take_pages) {
			advice.take_pages = pages;
			taking = node;
		}
		pages = n->move.give + n->move.let_go;
		if (pages > advice.give_pages) {
			advice.give_pages = pages;
			a->adaptive.giving = node;
		}
	}
	if (taking == NUMA_NO_NODE) {
		/* memory that was plugged in later is not the host's to have */
		pages = above(a->g.total_pages, pressure_given_pages(a));
		pages = lesser(pages, pressure_step_pages());
		advice.give_pages = in_whole_blocks(lesser(pages, advice.give_pages), 1ull << pressure_min_order(a));
		return advice;
	}
	n = &a->adaptive.node[taking];
	n->asked_pages = advice.take_pages;
	n->asked_given = n->look.given;
	advice.give_pages = 0;
	a->adaptive.giving = NUMA_NO_NODE;
	if (num_node_state(N_MEMORY) > 1)
		advice.near_addr = near_addr(a, taking);
	return advice;
}

static struct give_order order(struct aerostat *a)
{
	struct place_move *move;

	if (a->adaptive.giving == NUMA_NO_NODE)
		return (struct give_order){ .node = NUMA_NO_NODE };
	move = &a->adaptive.node[a->adaptive.giving].move;
	return (struct give_order){
		.node = a->adaptive.giving,
		.give_pages = move->give,
		.let_go_pages = move->let_go,
		.leave_free = move->leave_free,
	};
}

static void let_go(struct aerostat *a, const struct give_order *order, u64 pages)
{
	struct adaptive_node *n = &a->adaptive.node[order->node];

	a->counters.cached_pages += pages;
	place_let_go(&n->place, &place_usual, order->let_go_pages, pages, now_ms());
}

static bool is_short(struct aerostat *a, int node)
{
	node_set(node, a->adaptive.is_short);
	return true;
}

static void show(struct aerostat *a, struct seq_file *m)
{
	struct adaptive_node *n;
	int node;

	seq_printf(m, "floor_pages %llu\n", floor_pages(a));
	for_each_node_state(node, N_MEMORY) {
		n = &a->adaptive.node[node];
		seq_printf(m, "node%d_total_pages %llu\n", node, n->look.total);
		seq_printf(m, "node%d_given_pages %llu\n", node, n->look.given);
		seq_printf(m, "node%d_free_pages %llu\n", node, n->look.free);
		seq_printf(m, "node%d_leave_free_pages %llu\n", node, n->move.leave_free);
		seq_printf(m, "node%d_regrets %u\n", node, n->place.hold.regrets);
		seq_printf(m, "node%d_mistakes %u\n", node, n->place.fresh.mistakes + n->place.proven.mistakes);
		seq_printf(m, "node%d_swapped_pages %llu\n", node, n->place.owed);
	}
}

const struct advisor adaptive = {
	.name = "adaptive",
	.alloc = alloc,
	.free = adaptive_free,
	.look = look,
	.order = order,
	.let_go = let_go,
	.is_short = is_short,
	.show = show,
};
