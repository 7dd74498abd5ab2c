// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Giving backs off.  Taking blocks out of a guest whose free memory is in small
 * pieces, or for a host that refuses them, costs time and evicts caches each time
 * that it is tried; trying it every period for ever is what "Out of puff!" was.
 */
#include "backoff.h"

/* The guest has so much more than when it failed, as a part of its memory: look again. */
#define RISE_PART_SHIFT	4

void backoff_reset(struct backoff *b)
{
	*b = (struct backoff){ 0 };
}

/* Nothing came of it: two periods first, then twice as long each time, but no longer than the cap. */
void backoff_more(struct backoff *b, u64 now_ms, u32 period_ms, u32 cap_ms, u64 available_pages)
{
	u64 wait_ms = 2 * (u64)(b->wait_ms ? b->wait_ms : period_ms);

	b->wait_ms = wait_ms < cap_ms ? wait_ms : cap_ms;
	b->until_ms = now_ms + b->wait_ms;
	b->available_pages = available_pages;
}

/*
 * Is it too early to try again?  Asked every period, it forgets the pause when the
 * guest has come to clearly more memory than it had at the least since.
 */
bool backoff_waits(struct backoff *b, u64 now_ms, u64 available_pages, u64 total_pages)
{
	u64 rise_pages = total_pages >> RISE_PART_SHIFT;

	if (available_pages < b->available_pages)
		b->available_pages = available_pages;
	if (b->wait_ms && available_pages > b->available_pages &&
	    available_pages - b->available_pages >= rise_pages)
		backoff_reset(b);
	return now_ms < b->until_ms;
}
