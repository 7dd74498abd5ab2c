// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * driver/reporting.c with queue.c and give.c: the test is the kernel's worker, which hands
 * free blocks over and waits, and the device, which answers meanwhile, late, or never.
 */
#include <linux/mm.h>

#include "standin_kernel.h"
#include "standin_reporting.h"
#include "aerostat.h"
#include "balloon.h"
#include "check.h"
#include "give.h"
#include "params.h"
#include "pressure.h"
#include "step.h"

static struct aerostat a;
static unsigned int waits, wrong;

static void begin(void)
{
	report_free_pages = 1;
	has_feature = true;
	fills_free_pages = poisons_free_pages = false;
	warned = 0;
	waits = 0;
	balloon_start(&a, &thresholds);
}

static void end(void)
{
	balloon_stop(&a);
	wrong += reporter || live_books || pages_out() || a.reporting.under_way;
}

static void answer_of(enum status status, u32 seq, unsigned int len)
{
	struct wire_ack m = { .status = status, .seq = seq, .state = HOST_PLENTY, .host_time_ms = 1000 };
	u8 bytes[WIRE_ACK_BYTES];

	wire_ack_encode(&m, bytes);
	use(&todev, bytes, len);
	mutex_lock(&a.lock);
	while (queue_drain(&a))
		;
	mutex_unlock(&a.lock);
}

static void answer(enum status status)
{
	answer_of(status, a.g.seq, WIRE_ACK_BYTES);
}

/* The kernel's worker reports these blocks, in this order. */
static int report(unsigned int n, const unsigned int *blocks)
{
	struct scatterlist list[PAGE_REPORTING_CAPACITY + 1];
	unsigned int i;

	for (i = 0; i < n; i++)
		list[i] = (struct scatterlist){ .at = pfn_to_page(blocks[i] * BLOCK), .length = BLOCK * PAGE_BYTES };
	return reporter->report(reporter, list, n);
}

static const unsigned int blocks[] = { 7, 2, 3, 12 };

static int report_four(void)
{
	return report(4, blocks);
}

/* What happens while the worker waits: first, and then. */
static void (*on_wait[4])(void);

static void wait_step(void)
{
	if (waits >= 4 || !on_wait[waits]) {	/* it would wait for ever */
		check("the worker waits for something that comes", false);
		exit(1);
	}
	on_wait[waits++]();
}

static void then(void (*first)(void), void (*second)(void))
{
	while_waiting = wait_step;
	on_wait[0] = first;
	on_wait[1] = second;
	on_wait[2] = on_wait[3] = NULL;
}

static void accept(void)
{
	struct wire_extent e[3];
	struct wire_offer offer;
	const struct vq_buffer *b = next(&todev);
	const u8 *at = (u8 *)b->out.at + WIRE_OFFER_BYTES;

	check("the blocks are offered in order, whole, and never late", asked() == MSG_OFFER &&
	      wire_offer_decode(&offer, b->out.at, b->out.bytes) && offer.count == 3 && offer.sent_at_ms == TIME_MAX_MS &&
	      wire_extent_decode(&e[0], at, WIRE_EXTENT_BYTES) && e[0].addr == 2 * BLOCK * PAGE_BYTES && e[0].pages == 2 * BLOCK &&
	      wire_extent_decode(&e[1], at + WIRE_EXTENT_BYTES, WIRE_EXTENT_BYTES) && e[1].addr == 7 * BLOCK * PAGE_BYTES &&
	      wire_extent_decode(&e[2], at + 2 * WIRE_EXTENT_BYTES, WIRE_EXTENT_BYTES) && e[2].addr == 12 * BLOCK * PAGE_BYTES);
	check("the time of the offer is running", a.offer_tick.work.queued);
	answer(ST_ACCEPTED);
	check("accepted: the report goes out, and nothing ends it but its answer",
	      asked() == MSG_REPORT && a.g.give == GIVE_WAIT_REPORTED && !a.offer_tick.work.queued);
}

static void yes(void) { answer(ST_ACCEPTED); }
static void done(void) { answer(ST_DONE); }
static void unknown(void) { answer(ST_UNKNOWN); }
static void bad(void) { answer(ST_BAD); }
static void no_answer(void) { answer_of(ST_DONE, a.g.seq, 1); }
static void refuse(void) { answer(ST_REFUSED_HOST); }

static void time_passes(void)
{
	jiffies += 2000;
	offer_tick_work(&a.offer_tick.work);
}

static void too_late(void)
{
	jiffies += 1000000;
	offer_tick_work(&a.offer_tick.work);
	check("no clock ends a wait for a discard", a.g.give == GIVE_WAIT_REPORTED && a.reporting.under_way);
}

static void shortage(void)
{
	mutex_lock(&a.lock);
	call_guest_pressure(&a, &a.g, BLOCK, ADDR_NONE, EXTENTS_MAX, now_ms());
	mutex_unlock(&a.lock);
}

static void nothing_to_take(void)
{
	shortage();
	check("nothing is asked back of a report", asked() == MSG_REPORT && a.g.take == TAKE_NONE && a.reporting.under_way);
}

/* The device answers the reclaim before the report, and grants a block that is reported. */
static void grant_of_reported(void)
{
	struct wire_grant m = { .status = ST_GRANTED, .state = HOST_PLENTY, .count = 1 };
	struct wire_extent e = { .addr = 2 * BLOCK * PAGE_BYTES, .pages = BLOCK };
	u8 bytes[WIRE_GRANT_BYTES + WIRE_EXTENT_BYTES];
	struct vq_buffer *first = next(&todev), other;

	shortage();
	check("what was given is asked back beside a report", in_flight(&todev) == 2 && a.g.take == TAKE_ASKED);
	other = *first;
	*first = todev.posted[(todev.taken + 1) % VQ_ROOM_MAX];
	todev.posted[(todev.taken + 1) % VQ_ROOM_MAX] = other;
	m.seq = a.g.take_seq;
	wire_grant_encode(&m, bytes);
	wire_extent_encode(&e, bytes + WIRE_GRANT_BYTES);
	use(&todev, bytes, sizeof(bytes));
	mutex_lock(&a.lock);
	queue_drain(&a);
	mutex_unlock(&a.lock);
	check("a grant does not free what is reported", a.reporting.under_way && a.offered.pages == 4 * BLOCK && !a.freed_pages &&
	      a.g.given_pages == BLOCK);
}

static void reset(void)
{
	mutex_lock(&a.lock);
	call_guest_stop(&a, &a.g);
	check("letting go of the device leaves a report to the reset", a.reporting.under_way);
	device_status = 0;
	call_guest_reset(&a, &a.g);
	mutex_unlock(&a.lock);
}

static void reports(void)
{
	begin();
	check("the driver is registered, with blocks of min_order", reporter == &a.reporting.info && reporter->order == min_order);
	then(accept, done);
	check("reported: the kernel may mark its blocks", report_four() == 0 && waits == 2);
	check("the host holds none of them, and they are in use again", !a.g.given_pages && !a.given.pages && a.freed_pages == 4 * BLOCK);
	check("they are counted", a.counters.reported_pages == 4 * BLOCK && a.g.give == GIVE_IDLE && !in_flight(&todev));
	check("nobody complained", !warned);
	end();
}

static void ends_without_a_discard(void)
{
	static const struct { const char *what; void (*first)(void), (*second)(void); unsigned int waits; } ends[] = {
		{ "refused", refuse, NULL, 1 },
		{ "not answered in time", time_passes, NULL, 1 },
		{ "withdrawn in a shortage", shortage, NULL, 1 },
		{ "unknown to the host", yes, unknown, 2 },
		{ "answered with BAD", yes, bad, 2 },
		{ "answered by bytes that are none", yes, no_answer, 2 },
		{ "cut off by a reset", yes, reset, 2 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ends); i++) {
		begin();
		then(ends[i].first, ends[i].second);
		check(ends[i].what, report_four() == -EAGAIN && waits == ends[i].waits && !a.offered.pages && a.freed_pages == 4 * BLOCK &&
		      !a.counters.reported_pages && !a.g.offered_pages);
		end();
	}
}

/* Memory runs out while the worker waits. */
static unsigned long freed, waited;

static void out_of_memory(void)
{
	unsigned long begun = jiffies;

	freed = 0;
	oom_notifier->notifier_call(oom_notifier, 0, &freed);
	waited = jiffies - begun;
}

static void out_of_memory_twice(void)
{
	a.vdev->dev.locked = true;
	out_of_memory();
	check("an endless report is waited for when memory has run out, and then a reset", !freed && waited >= 2 * 1000 && waited <= 2 * (1000 + 3) && a.restart.wanted);
	out_of_memory();
	check("... once", !freed && !waited);
	a.vdev->dev.locked = false;
	a.restart.work.work.func(&a.restart.work.work);
}

static void restarted(void)
{
	if (a.restart.work.work.queued) {
		a.restart.work.work.queued = false;
		a.restart.work.work.func(&a.restart.work.work);
	}
}

static void memory_runs_out(void)
{
	begin();
	then(out_of_memory, NULL);
	check("out of memory: an offer of a report ends at once, and the pages count", report_four() == -EAGAIN && freed == 4 * BLOCK && !waited);
	end();

	begin();
	then(yes, out_of_memory);
	while_asleep = done;
	check("a discard is waited for", report_four() == 0 && freed == 4 * BLOCK && waited == 1 && !a.restart.wanted);
	end();

	begin();
	then(yes, out_of_memory);
	while_asleep = restarted;
	check("one that never ends is cut off by a reset", report_four() == -EAGAIN && freed == 4 * BLOCK && restarts == 1 && waited <= 1000 + 3);
	end();

	begin();
	then(yes, out_of_memory_twice);
	check("... when it can be reset", report_four() == -EAGAIN && restarts == 1 && a.freed_pages == 4 * BLOCK);
	end();
}

/* What is isolated is neither given nor used, whatever the kernel's counters say meanwhile. */
static u64 available;

static void period(void)
{
	struct zone *zone = &the_node.node_zones[ZONE_NORMAL];

	mem_available = available - 4 * BLOCK;
	zone->free -= 4 * BLOCK;
	period_work(&a.period_work.work);
	mem_available = available;
	zone->free += 4 * BLOCK;
	a.stats_work.queued = false;
	check("a report under way is no shortage, and the host has no more than its target", a.reporting.under_way && a.g.take == TAKE_NONE && !a.counters.reclaims);
}

static void policies_do_not_count_it(void)
{
	const struct advisor *advisors[] = { &thresholds, &adaptive };
	struct zone *zone = &the_node.node_zones[ZONE_NORMAL], before = *zone;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(advisors); i++) {
		begin();
		free_from = 20 * BLOCK;		/* not where the reports are */
		a.advisor->free(&a);
		a.advisor = advisors[i];
		wrong += a.advisor->alloc(&a);
		mutex_lock(&a.lock);
		call_guest_collect(&a, &a.g, BLOCK);
		mutex_unlock(&a.lock);
		answer(ST_OK);
		if (a.advisor == &adaptive)
			a.adaptive.node[0].move.give = BLOCK;
		gather_work(&a.gather_work);
		answer(ST_ACCEPTED);
		answer(ST_DONE);
		mutex_lock(&a.lock);
		call_guest_target(&a, &a.g, BLOCK);
		mutex_unlock(&a.lock);
		available = PFNS / 100 * LOW_PCT + BLOCK;
		*zone = (struct zone){ .present_pages = PFNS, .free = 10000, .low = 800, .high = 1000 };
		then(period, yes);
		on_wait[2] = period;
		on_wait[3] = done;
		check("reported beside a policy that looks", report_four() == 0 && a.g.given_pages == BLOCK);
		end();
		*zone = before;
	}
}

static void counts_what_is_reported(void)
{
	mutex_lock(&a.lock);
	check("a block smaller than the driver asked for counts as what it has", reporting_pages(&a, NUMA_NO_NODE) == 32);
	mutex_unlock(&a.lock);
	refuse();
}

static void counts_smaller_blocks(void)
{
	struct scatterlist small = { .at = pfn_to_page(BLOCK), .length = 32 * PAGE_BYTES };

	begin();
	then(counts_what_is_reported, NULL);
	check("... and goes back", reporter->report(reporter, &small, 1) == -EAGAIN && a.freed_pages == 32);
	end();
}

static void waits_for_the_discard(void)
{
	begin();
	then(yes, too_late);
	on_wait[2] = nothing_to_take;
	on_wait[3] = done;
	check("it is done at last", report_four() == 0 && waits == 4);
	end();
}

static void beside_what_is_given(void)
{
	begin();
	free_from = 20 * BLOCK;		/* not where the reports are */
	mutex_lock(&a.lock);
	call_guest_collect(&a, &a.g, BLOCK);
	mutex_unlock(&a.lock);
	answer(ST_OK);
	gather_work(&a.gather_work);
	answer(ST_ACCEPTED);
	answer(ST_DONE);
	then(yes, grant_of_reported);
	on_wait[2] = done;
	check("reported beside it", report_four() == 0 && waits == 3 && a.g.given_pages == BLOCK && a.given.pages == BLOCK);
	end();
}

static void does_not_begin(void)
{
	static const unsigned int twice[] = { 3, 3 };
	unsigned int many[PAGE_REPORTING_CAPACITY + 1], i;

	for (i = 0; i < ARRAY_SIZE(many); i++)
		many[i] = i;
	then(NULL, NULL);
	begin();
	check("a list with a block twice is not reported", report(2, twice) == -EAGAIN);
	check("nor one that is too long", report(ARRAY_SIZE(many), many) == -EAGAIN);
	check("nor an empty one", report(0, NULL) == -EAGAIN && !in_flight(&todev));
	mutex_lock(&a.lock);
	call_guest_collect(&a, &a.g, BLOCK);
	mutex_unlock(&a.lock);
	check("nor one beside a collection", report_four() == -EAGAIN && in_flight(&todev) == 1);
	end();
	begin();
	has_feature = false;
	check("nor one that was not agreed on", report_four() == -EAGAIN && !in_flight(&todev));
	end();
}

static void accept_rest(void)
{
	struct wire_offer offer;
	struct wire_extent e;
	const struct vq_buffer *b = next(&todev);

	check("of memory that was plugged in nothing is reported, or the device would refuse the whole", asked() == MSG_OFFER &&
	      wire_offer_decode(&offer, b->out.at, b->out.bytes) && offer.count == 1 &&
	      wire_extent_decode(&e, (u8 *)b->out.at + WIRE_OFFER_BYTES, WIRE_EXTENT_BYTES) &&
	      e.addr == 2 * BLOCK * PAGE_BYTES && e.pages == 2 * BLOCK);
	answer(ST_ACCEPTED);
}

/* From the fifth block on: of 7, 2, 3 and 12 two are left. */
static void leaves_plugged_memory(void)
{
	begin();
	plugged_from = 4 * BLOCK;
	then(accept_rest, done);
	check("... and the rest is", report_four() == 0 && waits == 2 && a.counters.reported_pages == 2 * BLOCK && !a.g.offered_pages);
	plugged_from = 0;
	then(NULL, NULL);
	check("if there is no rest the host is not asked, and the kernel does not come again with it",
	      report_four() == 0 && !in_flight(&todev) && a.counters.reported_pages == 2 * BLOCK);
	plugged_from = PFNS;
	end();
}

static void does_not_register(void)
{
	struct page_reporting_dev_info other;

	begin();
	end();
	report_free_pages = 0;
	balloon_start(&a, &thresholds);
	check("without report_free_pages nobody is registered", !reporter && !warned);
	balloon_stop(&a);
	report_free_pages = 1;
	has_feature = false;
	balloon_start(&a, &thresholds);
	check("no device that takes reports: a line says so", !reporter && warned == 1 && strstr(last_warning, "does not take"));
	balloon_stop(&a);
	has_feature = fills_free_pages = true;
	balloon_start(&a, &thresholds);
	check("nor in a kernel that relies on what is in free pages", !reporter && warned == 2 && strstr(last_warning, "init_on_free"));
	balloon_stop(&a);
	fills_free_pages = false;
	poisons_free_pages = true;
	balloon_start(&a, &thresholds);
	check("... by poison", !reporter && warned == 3);
	balloon_stop(&a);
	poisons_free_pages = false;
	reporter = &other;
	balloon_start(&a, &thresholds);
	check("nor beside another device, and a line says so", reporter == &other && warned == 4 && strstr(last_warning, "another device"));
	balloon_stop(&a);
	check("which is left alone", reporter == &other);
	reporter = NULL;
	check("nothing was wrong on the way", wrong == 0 && wrong_calls == 0 && wrong_frees == 0);
}

#define CASES(each) each(reports) each(ends_without_a_discard) each(waits_for_the_discard) each(memory_runs_out) each(policies_do_not_count_it) each(beside_what_is_given) each(counts_smaller_blocks) each(does_not_begin) each(leaves_plugged_memory) each(does_not_register)
SUITE(reporting, CASES)
