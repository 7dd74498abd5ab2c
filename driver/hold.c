// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Keeping what was used until it has not been used for a while.
 *
 *   band 3 |      __                 peak: kept for the band's own time
 *   band 2 |   __|  |........
 *   band 1 |__|     |_______|____    use
 *
 * A swing that comes again before the time is over moves nothing.  One that is slower costs two movements, and twice
 * the time from then on.  Each band learns by itself, so a small swing does not keep the memory of a large program.
 */
#include "hold.h"

void hold_init(struct hold *h, const struct hold_rules *rules, u64 total_pages)
{
	u32 i;

	h->band_pages = div64_u64(total_pages, HOLD_BANDS) + 1;
	h->top = 0;
	h->kept = 0;
	h->regrets = 0;
	for (i = 0; i < HOLD_BANDS; i++)
		h->band[i] = (struct hold_band){ .wait_ms = rules->first_ms };
}

/* It is needed again and was let go too early. */
static void regret(struct hold *h, const struct hold_rules *rules, struct hold_band *band)
{
	band->wait_ms = lesser(2 * (u64)band->wait_ms, rules->most_ms);
	h->regrets++;
}

/* The use comes back into a band. */
static void rise(struct hold *h, const struct hold_rules *rules, u32 i, u64 now_ms)
{
	struct hold_band *band = &h->band[i];
	u64 gap_ms = above(now_ms, band->needed_ms);

	if (i <= h->kept || !band->needed_ms)
		return;		/* it was kept all the time, or never used before */
	if (gap_ms < (u64)band->wait_ms * rules->soon) {
		regret(h, rules, band);
		return;
	}
	/* calm: half the time for each doubling of the gap */
	while (gap_ms >= (u64)band->wait_ms * rules->soon && band->wait_ms / 2 >= rules->first_ms) {
		band->wait_ms /= 2;
		gap_ms /= 2;
	}
}

/* Takes in a look, and returns how many pages are to be kept: at least those that are used. */
u64 hold_seen(struct hold *h, const struct hold_rules *rules, u64 used_pages, u64 now_ms)
{
	u32 top = lesser(div64_u64(used_pages, h->band_pages), HOLD_BANDS - 1), i;
	struct hold_band *band;

	for (i = h->top + 1; i <= top; i++) {
		rise(h, rules, i, now_ms);
		if (i > h->kept)
			h->band[i].peak_pages = 0;
		h->band[i].peak_ms = now_ms;
	}
	for (i = top + 1; i <= h->top; i++)
		h->band[i].needed_ms = now_ms;
	h->top = top;

	/* a band below the top one was used whole */
	band = &h->band[top];
	if (used_pages >= band->peak_pages) {
		if (band->was_pages && used_pages + h->band_pages / 8 >= band->was_pages) {
			if (above(now_ms, band->was_ms) < (u64)band->wait_ms * rules->soon)
				regret(h, rules, band);
			band->was_pages = 0;
		}
		band->peak_pages = used_pages;
		band->peak_ms = now_ms;
	} else if (above(now_ms, band->peak_ms) >= band->wait_ms) {
		band->was_pages = band->peak_pages;
		band->was_ms = band->peak_ms;
		band->peak_pages = used_pages;
		band->peak_ms = now_ms;
	}
	for (i = greater(h->kept, top); i > top; i--)
		if (above(now_ms, h->band[i].needed_ms) < h->band[i].wait_ms)
			break;
	h->kept = i;
	return greater(used_pages, h->band[i].peak_pages);
}
