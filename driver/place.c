// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The memory that a place can spare, and when the place needs it back.
 *
 *   total = given | free                              | used: programs, kernel, page cache
 *                 | high watermark | headroom | spare |
 *
 * Headroom (headroom.c) is free for growth that comes before memory is back.  Free memory beyond it is given when it
 * has not been used for a while (hold.c).  The page cache is probed in small steps (cold.c).  Memory comes back when
 * the guest misses something.  The signs are: little free, reclaim, reads of pages that had gone, swapping, many dirty
 * pages, and little that a user-space killer would call available.
 */
#include "place.h"

const struct place_rules place_usual = {
	.headroom = { .react_ms = 40, .life_ms = 30000, .times = 2, .least_shift = 8, .most_shift = 3 },
	.hold = { .first_ms = 2000, .most_ms = 60000, .soon = 4 },
	.fresh = { .pace_ms = 60000, .slowest = 16, .wait_ms = 10000, .wait_most_ms = 600000, .times = 0,
		   .bear_shift = 5, .least_pages = 256 },
	.proven = { .pace_ms = 7200000, .slowest = 64, .wait_ms = 10000, .wait_most_ms = 3600000, .times = 64,
		    .bear_shift = 5, .least_pages = 256 },
	.grown_ms = 10000,
	.grown_shift = 10,
	.owed_ms = 600000,
	.line_pct = 10,
	.dirty_times = 8,
	.begin_shift = 6,
	.quantum_shift = 8,
	.hurry_shift = 6,
	.growth_shift = 5,
	.soon_ms = 20,
	.late_ms = 1000,
};

void place_init(struct place *p)
{
	*p = (struct place){ .begun = false };
}

static void begin(struct place *p, const struct place_rules *rules, const struct place_look *look)
{
	place_init(p);
	hold_init(&p->hold, &rules->hold, look->total);
	/* it has just started something */
	p->headroom.burst_pages = look->total >> lesser(rules->begin_shift, 63);
	cold_init(&p->fresh, &rules->fresh, look->now_ms);
	cold_init(&p->proven, &rules->proven, look->now_ms);
	p->last = *look;
	p->begun = true;
}

static u64 cache(const struct place_look *look)
{
	return look->active + look->inactive;
}

/* The part of the cache that MemAvailable counts: half, or all beyond the low watermark. */
static u64 available_cache(const struct place_look *look)
{
	return cache(look) - lesser(cache(look) / 2, look->low);
}

static u64 available(const struct place_look *look)
{
	return above(look->free, look->high) + available_cache(look);
}

/*
 * Available memory at the line of a user-space killer when @used pages are used, and the growth before pages are back.
 * The line is a part of what the guest has, and what comes back is part of that: x = pct * (fixed + x).
 */
static u64 line(const struct place *p, const struct place_rules *rules, const struct place_look *look, u64 used)
{
	u64 pct = lesser(rules->line_pct, 50);
	u64 fixed = above(used + lesser(look->free, look->high), available_cache(look));

	return pct ? share(fixed, pct, 100 - pct) + rules->headroom.times * p->headroom.burst_pages : 0;
}

/* So much of the cache has been read again: which part of it had gone too early? */
static bool cache_missed(struct place *p, const struct place_rules *rules, const struct place_look *look, u64 refaults)
{
	u64 of_fresh = lesser(refaults, above(p->fresh.gone_pages, p->fresh.missed_pages));
	bool mistake = cold_missed(&p->fresh, &rules->fresh, of_fresh, look->now_ms);

	return cold_missed(&p->proven, &rules->proven, refaults - of_fresh, look->now_ms) || mistake;
}

/* So much free memory and cache lets the dirty pages be without a writer being slowed down. */
static u64 for_dirty(const struct place_rules *rules, const struct place_look *look, u64 dirty)
{
	return above(lesser(dirty, look->total) * rules->dirty_times, cache(look));
}

/* Returns how many pages have to come back.  @trouble: nothing is given meanwhile. */
static u64 missed(struct place *p, const struct place_rules *rules, const struct place_look *look, u64 used, u64 growth,
		  bool *trouble)
{
	u64 refaults = lesser(above(look->refault_file, p->last.refault_file), look->total);
	u64 swapped_out = lesser(above(look->swapped_out, p->last.swapped_out), look->total);
	u64 swaps = swapped_out +
		    lesser(above(look->swapped_in, p->last.swapped_in), look->total) +
		    lesser(above(look->refault_anon, p->last.refault_anon), look->total);
	u64 goal = look->high + headroom_pages(&p->headroom, &rules->headroom, look->total);
	u64 dirty = look->dirty + above(look->dirty, p->last.dirty);
	bool hurry = look->is_short || look->stalls > p->last.stalls;
	u64 lack = 0;

	if (hurry && look->free < goal)
		p->hurry = greater(lesser(2 * p->hurry, look->total / 4),
				   greater(look->total >> lesser(rules->hurry_shift, 63), 2 * growth));
	else
		p->hurry = 0;
	lack = greater(p->hurry, above(line(p, rules, look, used), available(look)));
	lack = greater(lack, above(for_dirty(rules, look, dirty), above(look->free, look->high)));
	if (cache_missed(p, rules, look, refaults))
		lack = greater(lack, above(goal + 2 * refaults, look->free));
	/* it swapped while the host had pages: they will be there the next time */
	if (look->given)
		p->owed = lesser(p->owed + swapped_out, look->total / 2);
	if (swaps) {
		cold_rest(&p->fresh, look->now_ms + rules->fresh.wait_ms);
		cold_rest(&p->proven, look->now_ms + rules->proven.wait_ms);
		lack = greater(lack, above(goal + 2 * swaps, look->free));
	}
	*trouble = lack || hurry;
	if (look->free < look->high + (goal - look->high) / 2)
		lack = greater(lack, goal - look->free);
	return lack;
}

static u64 take(const struct place_look *look, u64 lack)
{
	u64 over = look->target == TARGET_NONE ? 0 : above(look->given, look->target);
	u64 kept = above(look->total, look->given);
	u64 pages = greater(greater(lack, over), above(look->floor, kept));

	return lesser(whole_blocks(pages, look->block), look->given);
}

/* The most that may be given: the operator's target and the floor say. */
static u64 allowed(const struct place_look *look)
{
	u64 pages = above(above(look->total, look->given), look->floor);

	return look->target == TARGET_NONE ? pages : lesser(pages, above(look->target, look->given));
}

/* Free memory beyond all that it is kept for. */
static u64 surplus(const struct place *p, const struct place_rules *rules, const struct place_look *look, u64 held,
		   u64 *leave)
{
	u64 headroom = headroom_pages(&p->headroom, &rules->headroom, look->total);
	bool wanted = look->target != TARGET_NONE && look->target > look->given;

	headroom = greater(headroom, above(line(p, rules, look, held), available_cache(look)));
	headroom = greater(headroom, for_dirty(rules, look, look->dirty));
	*leave = look->high + headroom + (wanted ? 0 : greater(p->spare, p->owed));
	if (wanted)	/* the operator waits for nobody's habits */
		return above(look->free, *leave);
	return lesser(above(look->free, *leave), above(above(look->total, look->given), held + *leave));
}

static void give(struct place *p, const struct place_rules *rules, const struct place_look *look, u64 held,
		 struct place_move *move)
{
	u64 quantum = greater(look->block, look->total >> lesser(rules->quantum_shift, 63)), cold, spare;
	u64 may = allowed(look);

	move->give = lesser(surplus(p, rules, look, held, &move->leave_free), may);
	if (move->give < quantum && look->target == TARGET_NONE)
		move->give = 0;
	move->give = in_whole_blocks(move->give, look->block);
	if (look->now_ms < p->grown_ms)
		return;
	/* the cache counts as available, too: not below the line */
	spare = above(available(look), line(p, rules, look, held) + move->give);
	cold = lesser(p->due_fresh + p->due_proven, lesser(may - move->give, spare));
	if (cold >= lesser(quantum, 4 * look->block))
		move->let_go = in_whole_blocks(cold, look->block);
}

/* When to look again: soon after anything moved, then later and later. */
static u32 next(struct place *p, const struct place_rules *rules, const struct place_look *look, bool moved)
{
	moved |= look->free + look->block < p->last.free || p->last.free + look->block < look->free || look->is_short ||
		 look->dirty > p->last.dirty;
	p->sleep_ms = moved ? rules->soon_ms : lesser(2 * (u64)p->sleep_ms, rules->late_ms);
	return greater(p->sleep_ms, rules->soon_ms);
}

/*
 * How much of the cache is cold by now.  A page that was read once may never be read again, and what has been is on
 * the other list.  Reclaim takes from the inactive list, as long as it is not much shorter than the active one.
 */
static void see_cache(struct place *p, const struct place_rules *rules, const struct place_look *look)
{
	u64 clean = above(cache(look), look->dirty);
	u64 fresh = lesser(clean, above(look->inactive, look->active));

	p->due_fresh = cold_seen(&p->fresh, &rules->fresh, fresh, look->now_ms);
	p->due_proven = cold_seen(&p->proven, &rules->proven, clean - fresh, look->now_ms);
	/* little by little counts, too */
	if (cache(look) > p->mark + (look->total >> lesser(rules->grown_shift, 63))) {
		p->grown_ms = look->now_ms + rules->grown_ms;
		p->mark = cache(look);
	}
	p->mark = lesser(p->mark, cache(look));
}

struct place_move place_decide(struct place *p, const struct place_rules *rules, const struct place_look *look)
{
	struct place_move move = { .leave_free = look->free };
	u64 used, held, growth, lack, ms;
	bool trouble;

	if (!p->begun || look->total != p->last.total)
		begin(p, rules, look);
	used = above(look->total, look->given + look->free);
	ms = above(look->now_ms, p->last.now_ms);
	growth = headroom_seen(&p->headroom, &rules->headroom, used, look->now_ms);
	held = hold_seen(&p->hold, &rules->hold, used, look->now_ms);
	p->spare = faded(p->spare, ms, rules->headroom.life_ms);
	p->owed = faded(p->owed, ms, rules->owed_ms);
	see_cache(p, rules, look);
	lack = missed(p, rules, look, used, growth, &trouble);
	/* a growth that goes on: what came the last time was not enough */
	p->asked = lack && growth ? lesser(2 * p->asked, look->total >> lesser(rules->growth_shift, 63)) : 0;
	p->asked = greater(p->asked, lack);
	move.take = take(look, p->asked);
	if (move.take) {
		p->calm_ms = look->now_ms + rules->hold.first_ms;
		p->spare = greater(p->spare, lesser(lack, move.take) / 2);
	} else if (look->now_ms >= p->calm_ms && !trouble) {
		give(p, rules, look, held, &move);
	}
	move.next_ms = next(p, rules, look, move.give || move.let_go || move.take);
	p->last = *look;
	return move;
}

/*
 * So much of the page cache has gone to the host, of those that were wanted: first what was read once.  Where little is
 * found, none is sought for a while.
 */
void place_let_go(struct place *p, const struct place_rules *rules, u64 wanted, u64 pages, u64 now_ms)
{
	u64 of_fresh = lesser(pages, p->due_fresh);

	if (pages < wanted / 8) {
		cold_rest(&p->fresh, now_ms + rules->fresh.wait_ms);
		cold_rest(&p->proven, now_ms + rules->proven.wait_ms);
	}
	if (of_fresh)
		cold_gone(&p->fresh, of_fresh, now_ms);
	if (pages > of_fresh)
		cold_gone(&p->proven, pages - of_fresh, now_ms);
}
