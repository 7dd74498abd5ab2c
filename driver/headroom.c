// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Headroom for bursts.
 *
 *   used  ____/|____/|____________________
 *   burst     |\    |\..................      steps up at once, melts within life_ms
 *
 * A look that comes late (an idle guest sleeps) sees a growth whose speed it cannot know.  It assumes that
 * the growth was even.
 */
#include "headroom.h"

/* Takes in a look, and returns how much the use has grown since the last. */
u64 headroom_seen(struct headroom *h, const struct headroom_rules *rules, u64 used_pages, u64 now_ms)
{
	u64 ms = above(now_ms, h->seen_ms);
	u64 growth = h->begun ? above(used_pages, h->used_pages) : 0;
	u64 react_ms = rules->react_ms, burst;

	ms = greater(greater(ms, react_ms / 4), 1);	/* two looks at once say nothing of speed */
	burst = react_ms > ms ? lesser(growth, PAGES_MAX) * div64_u64(react_ms, ms) : share(growth, react_ms, ms);
	h->burst_pages = greater(burst, faded(h->burst_pages, above(now_ms, h->seen_ms), rules->life_ms));
	h->used_pages = used_pages;
	h->seen_ms = now_ms;
	h->begun = true;
	return growth;
}

u64 headroom_pages(const struct headroom *h, const struct headroom_rules *rules, u64 total_pages)
{
	u64 least = total_pages >> lesser(rules->least_shift, 63);
	u64 most = greater(least, total_pages >> lesser(rules->most_shift, 63));

	if (rules->times && h->burst_pages > div64_u64(most, rules->times))
		return most;
	return greater(least, h->burst_pages * rules->times);
}
