// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Probing the page cache.
 *
 * Only time tells a cold page from one that is read every ten minutes.  So each mistake teaches the age at which it
 * was missed, and from then on only a small part of the cache goes within that age.  The pace doubles again
 * with each such time in which nothing is missed.
 */
#include "cold.h"

void cold_init(struct cold *c, const struct cold_rules *rules, u64 now_ms)
{
	*c = (struct cold){ .pace_ms = rules->pace_ms, .seen_ms = now_ms, .era_ms = now_ms };
}

/* A new era: what went before has proved to be cold. */
static void begin(struct cold *c, u64 now_ms)
{
	c->era_ms = now_ms;
	c->gone_pages = 0;
	c->missed_pages = 0;
}

/* Takes in a look, and returns how much of the cache may go by now. */
u64 cold_seen(struct cold *c, const struct cold_rules *rules, u64 cache_pages, u64 now_ms)
{
	u64 ms = above(now_ms, c->seen_ms);

	c->seen_ms = now_ms;
	if (now_ms < c->until_ms) {
		c->due_pages = 0;
		return 0;
	}
	/* calm for as long as a part of the cache takes to go: a step faster, and less of a wait next time */
	if (c->pace_ms > rules->pace_ms &&
	    above(now_ms, greater(c->era_ms, c->until_ms)) >= 4 * div64_u64(c->pace_ms, greater(rules->times, 16))) {
		c->pace_ms = greater(c->pace_ms / 2, rules->pace_ms);
		c->wait_ms /= 2;
		begin(c, now_ms);
	}
	c->due_pages = lesser(cache_pages, c->due_pages + share(cache_pages, ms, c->pace_ms));
	return c->due_pages;
}

/* So much of it has gone. */
void cold_gone(struct cold *c, u64 pages, u64 now_ms)
{
	if (!c->gone_pages)
		c->era_ms = now_ms;
	c->gone_pages += pages;
	c->due_pages = above(c->due_pages, pages);
}

/* Nothing goes before. */
void cold_rest(struct cold *c, u64 until_ms)
{
	c->until_ms = greater(c->until_ms, until_ms);
}

/* So much was read again.  True if that makes it a mistake to have let it go. */
bool cold_missed(struct cold *c, const struct cold_rules *rules, u64 pages, u64 now_ms)
{
	u64 age_ms = lesser(above(now_ms, c->era_ms), rules->wait_most_ms);

	c->missed_pages += pages;
	if (!pages || c->missed_pages <= greater(c->gone_pages >> lesser(rules->bear_shift, 63), rules->least_pages))
		return false;
	if (now_ms >= c->until_ms) {	/* else it is still the same one */
		c->mistakes++;
		c->wait_ms = lesser(greater(2 * c->wait_ms, rules->wait_ms), rules->wait_most_ms);
		c->pace_ms = greater(2 * c->pace_ms, age_ms * rules->times);
		c->pace_ms = lesser(c->pace_ms, (u64)rules->pace_ms * rules->slowest);
	}
	cold_rest(c, now_ms + greater(c->wait_ms, rules->times ? lesser(2 * age_ms, rules->wait_most_ms) : 0));
	begin(c, now_ms);
	return true;
}
