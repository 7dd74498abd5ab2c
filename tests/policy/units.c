// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * driver/place.c and the files it stands on, the very sources that a module is built from: each rule by itself, then
 * a place in a small world, and any value of anything.
 */
#include <stdlib.h>

#include "../../driver/place.h"
#include "../tap.h"

#define MIB	256ull
#define BLOCK	512u

static u64 chance(void)
{
	static u64 x = 88172645463325252ull;

	x ^= x << 13;
	x ^= x >> 7;
	return x ^= x << 17;
}

/* Headroom. */

static void headroom(void)
{
	const struct headroom_rules rules = { .react_ms = 40, .life_ms = 30000, .times = 2, .least_shift = 8, .most_shift = 3 };
	struct headroom h = { 0 };
	u64 total = 4096 * MIB, now, before, most;

	headroom_seen(&h, &rules, 100 * MIB, 1000);
	tap(headroom_pages(&h, &rules, total) == total >> 8, "headroom: a guest that does nothing has the least");
	tap(headroom_seen(&h, &rules, 110 * MIB, 1040) == 10 * MIB && headroom_pages(&h, &rules, total) == 20 * MIB,
	    "headroom: twice what it grew by within the time that counts");
	headroom_seen(&h, &rules, 210 * MIB, 5040);
	tap(h.burst_pages < 10 * MIB, "headroom: slow growth is no burst");
	headroom_seen(&h, &rules, 4000 * MIB, 5060);
	most = headroom_pages(&h, &rules, total);
	tap(most == total >> 3, "headroom: a jump has the most, and no more");
	for (now = 5060, before = most; now < 600000; now += 1000) {
		headroom_seen(&h, &rules, 4000 * MIB, now);
		if (headroom_pages(&h, &rules, total) > before)
			break;
		before = headroom_pages(&h, &rules, total);
	}
	tap(now >= 600000 && before == total >> 8, "headroom: quiet melts it down to the least, and never adds to it");
}

/* Hold. */

/* A swing between two levels; says how many bands were let go too early, in the last @last of @periods. */
static u32 swing(struct hold *h, const struct hold_rules *rules, u64 *now, u64 period_ms, u32 periods, u32 last)
{
	u32 before = 0;

	for (u32 i = 0; i < periods; i++) {
		if (i == periods - last)
			before = h->regrets;
		for (u64 end = *now + period_ms / 2; *now < end; *now += 100)
			hold_seen(h, rules, 1000 * MIB, *now);
		for (u64 end = *now + period_ms / 2; *now < end; *now += 100)
			hold_seen(h, rules, 500 * MIB, *now);
	}
	return h->regrets - before;
}

static void hold(void)
{
	const struct hold_rules rules = { .first_ms = 2000, .most_ms = 60000, .soon = 4 };
	static struct hold h;
	u64 now = 1000, kept, most = 0;
	u32 i;

	hold_init(&h, &rules, 4096 * MIB);
	kept = hold_seen(&h, &rules, 1000 * MIB, now);
	tap(kept == 1000 * MIB, "hold: what is used is kept, to the page");
	tap(hold_seen(&h, &rules, 500 * MIB, now + 100) == 1000 * MIB, "hold: what was used just now is kept");
	tap(hold_seen(&h, &rules, 500 * MIB, now + 2000) == 1000 * MIB &&
	    hold_seen(&h, &rules, 500 * MIB, now + 2200) == 500 * MIB, "hold: ... for its time, and not longer");
	now += 100000;
	tap(swing(&h, &rules, &now, 10000, 20, 10) == 0 && h.regrets > 0, "hold: a swing that repeats is kept after a few times");
	hold_seen(&h, &rules, 1000 * MIB, now);
	hold_seen(&h, &rules, 500 * MIB, now += 100);
	tap(hold_seen(&h, &rules, 500 * MIB, now + 5000) == 1000 * MIB, "hold: ... for longer than it takes");
	hold_seen(&h, &rules, 3000 * MIB, now += 10000);
	hold_seen(&h, &rules, 500 * MIB, now += 100);
	tap(hold_seen(&h, &rules, 500 * MIB, now + 2500) <= 1000 * MIB,
	    "hold: a large program that goes is not kept longer for a small swing");
	now += 5000;
	for (i = 0; i < 5; i++) {	/* needed again now and then, with much calm between */
		hold_seen(&h, &rules, 1000 * MIB, now);
		hold_seen(&h, &rules, 500 * MIB, now += 100);
		hold_seen(&h, &rules, 500 * MIB, now += 600000);
	}
	tap(h.band[15].wait_ms == rules.first_ms, "hold: calm brings the time back to the first");
	hold_init(&h, &rules, 4096 * MIB);
	for (i = 0; i < 40; i++, now += 5000) {	/* a swing within one band */
		hold_seen(&h, &rules, 1020 * MIB, now);
		most = hold_seen(&h, &rules, 1000 * MIB, now + 2500);
	}
	tap(hold_seen(&h, &rules, 1000 * MIB, now - 1500) == most && most == 1020 * MIB, "hold: a swing within a band is kept, too");
	for (i = 0, most = 0; i < 100000; i++) {
		u64 used = chance() >> (chance() % 64);

		kept = hold_seen(&h, &rules, used, now += chance() % 5000);
		most |= kept < used;
	}
	for (i = 0; i < HOLD_BANDS; i++)
		most |= h.band[i].wait_ms < rules.first_ms || h.band[i].wait_ms > rules.most_ms;
	tap(!most, "hold: whatever comes, no less than what is used is kept, for a time within its bounds");
}

/* Cold cache. */

static void cold(void)
{
	const struct cold_rules rules = { .pace_ms = 60000, .slowest = 64, .wait_ms = 10000, .wait_most_ms = 3600000, .times = 16,
					  .bear_shift = 5, .least_pages = 256 };
	struct cold c;
	u64 cache = 1000 * MIB, now, due, first_pace;

	cold_init(&c, &rules, 1000);
	for (now = 1000; now <= 61000; now += 1000) {
		due = cold_seen(&c, &rules, cache, now);
		cold_gone(&c, due, now);
		cache -= due;
	}
	tap(cache > 300 * MIB && cache < 450 * MIB, "cold: the cache melts within its time");
	tap(!cold_missed(&c, &rules, 200, now) && !cold_missed(&c, &rules, 0, now), "cold: a little that is missed is no mistake");
	first_pace = c.pace_ms;
	tap(cold_missed(&c, &rules, 100 * MIB, now) && c.mistakes == 1, "cold: much that is missed is one");
	tap(c.pace_ms > 8 * first_pace, "cold: ... and the pace follows the age of what was missed");
	tap(!cold_seen(&c, &rules, cache, now + 9000), "cold: ... and nothing goes for a while");
	cold_missed(&c, &rules, 100 * MIB, now + 100);
	tap(c.mistakes == 1, "cold: what is missed right after that is the same mistake");
	for (; now < 100000000 && c.pace_ms > first_pace; now += 1000)
		cold_gone(&c, cold_seen(&c, &rules, cache, now), now);
	tap(c.pace_ms == first_pace, "cold: calm brings the pace back");
	for (due = 0; due < 40; due++) {
		cold_gone(&c, 1000 * MIB, now);
		cold_missed(&c, &rules, 500 * MIB, now += 10000000);
	}
	tap(c.pace_ms <= (u64)rules.pace_ms * rules.slowest && c.until_ms <= now + 2ull * rules.wait_most_ms,
	    "cold: however often, pace and wait have bounds");
}

/* A place. */

static struct place_look usual(void)
{
	return (struct place_look){
		.now_ms = 1000, .total = 4096 * MIB, .free = 3500 * MIB, .low = 80 * MIB, .high = 100 * MIB,
		.inactive = 300 * MIB, .block = BLOCK, .target = TARGET_NONE,
	};
}

/* Does what is said, at once, for @ms; returns how many pages moved. */
static u64 live(struct place *p, struct place_look *look, u64 ms)
{
	u64 moved = 0, end = look->now_ms + ms, go;

	while (look->now_ms < end) {
		struct place_move m = place_decide(p, &place_usual, look);

		look->free += m.take;
		look->given -= m.take;
		look->free -= m.give;
		look->given += m.give;
		go = lesser(m.let_go, look->inactive);
		look->inactive -= go;
		look->given += go;
		place_let_go(p, &place_usual, go, go, look->now_ms);
		moved += m.take + m.give + go;
		look->now_ms += m.next_ms;
	}
	return moved;
}

static void place(void)
{
	struct place p;
	struct place_look look = usual();
	struct place_move m;
	u64 moved, given;

	place_init(&p);
	live(&p, &look, 10000);
	tap(look.given > 3000 * MIB, "place: an idle guest has given within 10 s");
	tap(look.free >= look.high + (look.total >> 8), "place: ... and keeps its watermark and headroom free");
	live(&p, &look, 600000);
	tap(look.inactive < 100 * MIB, "place: cold cache goes, except what a killer is to see as available");
	moved = live(&p, &look, 3600000);
	tap(moved < 16 * MIB, "place: then it rests");
	m = place_decide(&p, &place_usual, &look);
	tap(m.next_ms == place_usual.late_ms, "place: ... and seldom looks");
	look.now_ms += m.next_ms;

	given = look.given;
	look.free = look.high;	/* a program took it */
	m = place_decide(&p, &place_usual, &look);
	tap(m.take && !m.give && !m.let_go && m.take <= given, "place: little free takes back, and gives nothing");
	tap(m.next_ms == place_usual.soon_ms, "place: ... and it looks again soon");

	place_init(&p);
	look = usual();
	look.inactive = 0;
	look.active = 300 * MIB;
	live(&p, &look, 60000);
	look.swapped_out += 50 * MIB;
	look.free = look.high + 10 * MIB;
	m = place_decide(&p, &place_usual, &look);
	tap(m.take >= 100 * MIB, "place: swapping takes back");
	m = place_decide(&p, &place_usual, &look);
	look.refault_file += 50 * MIB;
	m = place_decide(&p, &place_usual, &look);
	tap(m.take >= 100 * MIB && !m.let_go, "place: cache that is missed comes back at once");
	look.now_ms += 1;
	look.stalls++;
	m = place_decide(&p, &place_usual, &look);
	tap(m.take >= look.total >> place_usual.hurry_shift, "place: an allocation that stalls takes back");
	given = m.take;
	look.now_ms += 1;
	look.stalls++;
	m = place_decide(&p, &place_usual, &look);
	tap(m.take >= 2 * given || m.take >= look.total / 4, "place: ... and twice as much while that goes on");

	place_init(&p);
	look = usual();
	live(&p, &look, 60000);
	look.dirty = 100 * MIB;
	look.inactive += look.dirty;
	m = place_decide(&p, &place_usual, &look);
	tap(m.take > 200 * MIB, "place: many dirty pages have room brought to them");
	look.dirty = 0;

	place_init(&p);
	look = usual();
	do {
		m = place_decide(&p, &place_usual, &look);
		look.now_ms += 1000;
	} while (!m.let_go && look.now_ms < 600000);
	place_let_go(&p, &place_usual, m.let_go, 0, look.now_ms);
	for (given = look.now_ms, moved = 0; look.now_ms < given + place_usual.fresh.wait_ms; look.now_ms += 100)
		moved += place_decide(&p, &place_usual, &look).let_go;
	tap(m.let_go && !moved, "place: where no cache is found that could go, none is sought for a while");

	place_init(&p);
	look = usual();
	look.floor = 2000 * MIB;
	live(&p, &look, 600000);
	tap(look.total - look.given >= look.floor && look.total - look.given < look.floor + 32 * MIB, "place: the floor is kept");
	look.floor = 3000 * MIB;
	live(&p, &look, 1000);
	tap(look.total - look.given >= look.floor, "place: a higher floor comes back at once");

	place_init(&p);
	look = usual();
	look.target = 1000 * MIB;
	live(&p, &look, 600000);
	tap(look.given == look.target, "place: the operator's target is met");
	look.target = 500 * MIB;
	live(&p, &look, 1000);
	tap(look.given == look.target, "place: ... in both directions");
	look.target = 100000 * MIB;
	live(&p, &look, 60000);
	tap(look.free >= look.high, "place: one that cannot be met leaves the guest its watermark");

	place_init(&p);
	look = usual();
	look.free = 0;
	look.given = 0;
	m = place_decide(&p, &place_usual, &look);
	tap(!m.take && !m.give, "place: nothing given, nothing to take");
}

/* Any value of anything: what is said can be done. */
static void anything(void)
{
	static struct place p;
	u32 bad = 0, both = 0, sleepless = 0, gave = 0, took = 0;

	for (u32 i = 0; i < 400000; i++) {
		static struct place_look look;
		struct place_move m;
		u64 rest;

		if (i % 1000 == 0) {
			place_init(&p);
			look = (struct place_look){ .total = lesser(chance() >> (chance() % 63), PAGES_MAX), .block = 1ull << (chance() % 11) };
		}
		rest = look.total;
		look.given = rest ? (chance() % 4 ? lesser(look.given, rest) : chance() % (rest + 1)) : 0;
		rest -= look.given;
		look.free = chance() % (rest + 1);
		rest -= look.free;
		look.inactive = chance() % (rest + 1);
		rest -= look.inactive;
		look.active = chance() % (rest + 1);
		look.dirty = chance() % (look.inactive + 1);
		look.low = chance() % (look.total / 8 + 1);
		look.high = look.low * 5 / 4;
		look.target = chance() % 2 ? TARGET_NONE : chance() >> (chance() % 64);
		look.floor = chance() % 2 ? 0 : chance() >> (chance() % 64);
		look.is_short = chance() % 16 == 0;
		look.now_ms += chance() >> (32 + chance() % 32);
		if (chance() % 8 == 0) {	/* counters only grow; one that wraps has not */
			look.refault_file += chance() >> (chance() % 64);
			look.refault_anon += chance() >> (chance() % 64);
			look.swapped_in += chance() >> (chance() % 64);
			look.swapped_out += chance() >> (chance() % 64);
			look.stalls += chance() % 3;
		}
		m = place_decide(&p, &place_usual, &look);
		bad += m.take > look.given || m.give > look.free || m.let_go > look.active + look.inactive - look.dirty ||
		       m.give + m.let_go > look.total - look.given ||
		       (m.give && look.free - m.give < look.high) || m.give % look.block || m.let_go % look.block ||
		       (m.give + m.let_go && look.total - look.given - m.give - m.let_go < look.floor);
		both += m.take && (m.give || m.let_go);
		sleepless += m.next_ms < place_usual.soon_ms || m.next_ms > place_usual.late_ms;
		place_let_go(&p, &place_usual, m.let_go, m.let_go, look.now_ms);
		gave += m.give || m.let_go;
		took += m.take > 0;
	}
	tap_note("%u looks gave, %u took", gave, took);
	tap(!bad, "any value: what is said can be done, in whole blocks, above watermark and floor");
	tap(!both, "any value: it never gives and takes at once");
	tap(!sleepless, "any value: the next look comes neither at once nor never");
	tap(gave > 1000 && took > 1000, "any value: not nothing");
}

int main(void)
{
	headroom();
	hold();
	cold();
	place();
	anything();
	return tap_done();
}
