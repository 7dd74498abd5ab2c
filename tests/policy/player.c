// SPDX-License-Identifier: GPL-2.0-or-later
/* The policies of player.h. */
#include "../../driver/policy.h"
#include "player.h"

#define NEVER (~0ull)

static void start_nothing(struct player *p, struct vm *g) { (void)p; (void)g; }
static u64 look_never(struct player *p, struct vm *g, bool sensed) { (void)p; (void)g; (void)sensed; return NEVER; }

/* Reporting. */

#define REPORT_MS	2000u
#define REPORT_ROOM	(64 * MIB)	/* a batch of 32 blocks */
#define COMPACT_MS	60000u
#define QUIET_MS	60000u

static u64 look_reporting(struct player *p, struct vm *g, bool sensed)
{
	if (sensed)
		return p->period_ms;
	if (g->active)
		p->quiet_ms = g->now_ms;
	for (u32 i = 0; i < g->nodes; i++) {
		struct node *n = &g->node[i];
		u64 blocks;

		if (p->compacts && g->now_ms >= p->compact_ms[i]) {
			p->compact_ms[i] = g->now_ms + COMPACT_MS;
			n->pieces -= n->pieces * 7 / 8;
		}
		if (p->drops && p->quiet_ms != NEVER && g->now_ms - p->quiet_ms >= QUIET_MS) {
			vm_drop(g, i, vm_file(n));
			if (i + 1 == g->nodes)
				p->quiet_ms = NEVER;	/* once, until something goes on */
		}
		blocks = (n->free - n->pieces) / BLOCK * BLOCK;
		if (n->free > n->low + REPORT_ROOM && blocks > n->reported) {
			g->cost.moved += blocks - n->reported;
			n->reported = blocks;
		}
	}
	p->period_ms = g->now_ms + REPORT_MS;
	return p->period_ms;
}

/* The thresholds: what pressure.c and give.c do with driver/policy.c. */

#define PERIOD_MS	1000u
#define PAUSE_MAX_MS	60000u

static struct policy thresholds(const struct vm *g)
{
	struct policy policy = {
		.available_pages = vm_available(g), .given_pages = vm_given(g), .target_pages = TARGET_NONE,
		.step_pages = 2048 * MIB, .block_pages = BLOCK, .low_pct = 10, .high_pct = 20, .take_factor = 4,
	};

	for (u32 i = 0; i < g->nodes; i++)
		policy.total_pages += g->node[i].total;
	return policy;
}

/* The host returns the largest runs first, from wherever they are. */
static void ask_anywhere(struct vm *g, u64 pages)
{
	u32 i = g->nodes > 1 && g->node[1].given > g->node[0].given;

	vm_ask(g, i, pages);
	if (g->nodes > 1 && pages > g->node[i].given)
		vm_ask(g, 1 - i, pages - g->node[i].given);
}

static u64 look_thresholds(struct player *p, struct vm *g, bool sensed)
{
	struct policy policy = thresholds(g);
	struct policy_move move;
	u64 stalls = g->counts.stalls[0] + g->counts.stalls[1], free = vm_free_pages(g), low = 0, got = 0, want, floor;

	for (u32 i = 0; i < g->nodes; i++)
		low += g->node[i].low;
	if (sensed) {
		if (stalls > p->stalls && policy.available_pages < policy_floor_pages(&policy) && free < low)
			policy.stalled = true;
		p->stalls = stalls;
		if (g->waits)
			ask_anywhere(g, policy_urgent_pages(&policy));
		else if (policy_is_low(&policy) || policy.stalled)
			ask_anywhere(g, policy_decide(&policy).take_pages);
		return p->period_ms;
	}
	p->period_ms = g->now_ms + PERIOD_MS;
	move = policy_decide(&policy);
	if (move.take_pages)
		ask_anywhere(g, move.take_pages);
	if (!move.give_pages || g->now_ms < g->giving_until_ms || g->take[0].left || g->take[1].left ||
	    backoff_waits(&p->backoff, g->now_ms, policy.available_pages, policy.total_pages))
		return p->period_ms;
	want = move.give_pages;
	floor = policy_floor_pages(&policy);
	for (u32 i = g->nodes; i-- > 0 && got < want;)
		got += vm_give(g, i, want - got, 0, GIVE_FREE);
	/* the second round lets the allocator reclaim, whatever that is */
	for (u32 i = g->nodes; i-- > 0 && got < want && vm_available(g) > floor;)
		got += vm_give(g, i, want - got, 0, GIVE_RECLAIM);
	if (got < want / 8)
		backoff_more(&p->backoff, g->now_ms, PERIOD_MS, PAUSE_MAX_MS, vm_available(g));
	else
		backoff_reset(&p->backoff);
	return p->period_ms;
}

/* The adaptive policy. */

#define COMPACT_AGAIN_MS 10000u

static void start_adaptive(struct player *p, struct vm *g)
{
	for (u32 i = 0; i < g->nodes; i++)
		place_init(&p->place[i]);
	if (p->without.line)
		p->rules.line_pct = 0;
	if (p->without.dirty)
		p->rules.dirty_times = 0;
	if (p->without.hold)
		p->rules.hold = (struct hold_rules){ .first_ms = 1, .most_ms = 1, .soon = 1 };
	if (p->without.burst)
		p->rules.headroom.times = 0;
	if (p->without.cold)
		p->rules.fresh.pace_ms = p->rules.proven.pace_ms = ~0u;
}

static struct place_look see(const struct player *p, const struct vm *g, u32 i)
{
	const struct node *n = &g->node[i];
	const struct without *w = &p->without;

	return (struct place_look){
		.now_ms = g->now_ms, .total = n->total, .given = n->given, .free = n->free, .low = n->low, .high = n->high,
		.active = (u64)n->active.count * UNIT, .inactive = (u64)n->inactive.count * UNIT, .dirty = n->dirty, .block = BLOCK, .target = TARGET_NONE,
		.refault_file = w->refaults ? 0 : g->counts.refault_file[i],
		.refault_anon = w->swaps ? 0 : g->counts.refault_anon[i],
		.swapped_in = w->swaps ? 0 : g->counts.pswpin,
		.swapped_out = w->swaps ? 0 : g->counts.pswpout,
		.stalls = w->stalls ? 0 : g->counts.stalls[i],
		.is_short = !w->sensor && (g->short_nodes >> i & 1),
	};
}

static u64 look_adaptive(struct player *p, struct vm *g, bool sensed)
{
	u64 next = NEVER;

	(void)sensed;
	for (u32 i = 0; i < g->nodes; i++) {
		struct place_look look = see(p, g, i);
		struct place_move move = place_decide(&p->place[i], &p->rules, &look);
		u64 got, gone;

		vm_ask(g, i, move.take);
		if (g->waits && !move.take)	/* the OOM notifier asks whatever else is said */
			vm_ask(g, i, look.total / 16);
		if (g->now_ms + move.next_ms < next)
			next = g->now_ms + move.next_ms;
		if (g->now_ms < g->giving_until_ms || g->take[i].left)
			continue;
		got = vm_give(g, i, move.give, move.leave_free, GIVE_FREE);
		if (got + 4 * BLOCK <= move.give && g->now_ms >= p->compact_ms[i]) {
			p->compact_ms[i] = g->now_ms + COMPACT_AGAIN_MS;
			vm_give(g, i, move.give - got, move.leave_free, GIVE_DROP);
		}
		if (move.let_go) {
			gone = vm_file(&g->node[i]);
			vm_give(g, i, move.let_go, g->node[i].free > move.leave_free ? g->node[i].free : move.leave_free, GIVE_DROP);
			place_let_go(&p->place[i], &p->rules, move.let_go, gone - vm_file(&g->node[i]), g->now_ms);
		}
	}
	return next;
}

/*
 * The same, and what it keeps free beyond what it holds for a swing is reported: watermarks, headroom, the killer's line.
 * It stays the guest's, so it needs no taking back.
 */
static u64 look_combined(struct player *p, struct vm *g, bool sensed)
{
	u64 next = look_adaptive(p, g, sensed);

	if (g->now_ms < p->period_ms)
		return next < p->period_ms ? next : p->period_ms;
	p->period_ms = g->now_ms + REPORT_MS;
	for (u32 i = 0; i < g->nodes; i++) {
		struct node *n = &g->node[i];
		const struct place *place = &p->place[i];
		u64 used = n->total - n->given - n->free, held = place->hold.band[place->hold.kept].peak_pages, blocks = n->free - n->pieces;

		held = held > used ? held - used : 0;
		blocks = blocks > held ? (blocks - held) / BLOCK * BLOCK : 0;
		if (blocks > n->reported && n->free > n->low) {
			g->cost.moved += blocks - n->reported;
			n->reported = blocks;
		}
	}
	return next;
}

const struct player players[] = {
	{ .name = "static", .start = start_nothing, .look = look_never },
	{ .name = "reporting", .start = start_nothing, .look = look_reporting },
	{ .name = "compacting", .start = start_nothing, .look = look_reporting, .compacts = true },
	{ .name = "dropping", .start = start_nothing, .look = look_reporting, .compacts = true, .drops = true },
	{ .name = "thresholds", .start = start_nothing, .look = look_thresholds },
	{ .name = "adaptive", .start = start_adaptive, .look = look_adaptive },
	{ .name = "combined", .start = start_adaptive, .look = look_combined },
};
const unsigned int players_count = sizeof(players) / sizeof(players[0]);
