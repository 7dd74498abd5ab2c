// SPDX-License-Identifier: GPL-2.0-or-later
/* driver/backoff.c, the very source that the module is built from. */
#include "backoff.h"
#include "check.h"

#define TOTAL_PAGES	(1ull << 18)

static bool waits(struct backoff *b, u64 now_ms)
{
	return backoff_waits(b, now_ms, 1000, TOTAL_PAGES);
}

static void doubles_up_to_the_cap(void)
{
	struct backoff b = { 0 };
	u64 now_ms = 5000;
	u32 expect_ms = 2000, i;
	unsigned int early = 0, late = 0, tries;

	check("at first nothing waits", !waits(&b, 0));
	for (i = 0; i < 10; i++) {
		backoff_more(&b, now_ms, 1000, 60000, 1000);
		early += !waits(&b, now_ms) || !waits(&b, now_ms + expect_ms - 1);
		late += waits(&b, now_ms + expect_ms);
		now_ms += expect_ms;
		expect_ms = 2 * expect_ms < 60000 ? 2 * expect_ms : 60000;
	}
	check("two periods, then twice as long each time, then the cap: not earlier", early == 0);
	check("... and not later", late == 0);

	/* an hour of failing, with a look every period */
	backoff_reset(&b);
	for (tries = 0, now_ms = 0; now_ms < 3600000; now_ms += 1000)
		if (!waits(&b, now_ms)) {
			tries++;
			backoff_more(&b, now_ms, 1000, 60000, 1000);
		}
	/* 2 + 4 + 8 + 16 + 32 s, then one a minute; without the pause it would be 3600 */
	check("an hour of failing is 64 tries", tries == 64);
	backoff_reset(&b);
	check("a success ends the pause", !waits(&b, now_ms));
}

static void looks_again_at_more_memory(void)
{
	struct backoff b = { 0 };

	backoff_more(&b, 0, 1000, 60000, 1000);
	check("a little more memory changes nothing",
	      backoff_waits(&b, 1, 1000 + TOTAL_PAGES / 16 - 1, TOTAL_PAGES));
	check("a sixteenth more does", !backoff_waits(&b, 1, 1000 + TOTAL_PAGES / 16, TOTAL_PAGES));
	backoff_more(&b, 1, 1000, 60000, 1000);
	check("less memory changes nothing", backoff_waits(&b, 1, 100, TOTAL_PAGES));
	check("... and a sixteenth more than that does", !backoff_waits(&b, 1, 100 + TOTAL_PAGES / 16, TOTAL_PAGES));
	backoff_more(&b, 1, 1000, 60000, 1000);
	check("... and the next pause is the shortest again", !waits(&b, 2001) && waits(&b, 2000));
}

static void bears_any_value(void)
{
	struct backoff b = { 0 };
	unsigned int i;

	for (i = 0; i < 40; i++)
		backoff_more(&b, 7, 3600000, 3600000, ~0ull);
	check("no overflow", b.wait_ms == 3600000 && b.until_ms == 3600007);
	backoff_reset(&b);
	backoff_more(&b, 0, 3600000, 1000, 0);
	check("a cap below the period", b.wait_ms == 1000);
	check("a guest of no pages", !backoff_waits(&b, 2000, 0, 0));
}

#define CASES(each)				\
	each(doubles_up_to_the_cap)		\
	each(looks_again_at_more_memory)	\
	each(bears_any_value)
SUITE(backoff, CASES)
