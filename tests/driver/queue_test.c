// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * driver/queue.c with give.c, pressure.c and what they stand on, the very sources
 * that the module is built from, before a device that is this test: every answer
 * and every notice, of every length and of every kind, grants that lie, queues that
 * are full, and a host that never answers.  What is to come of each is in
 * spec/guest.pml and spec/wire.pml.
 */
#include <linux/mm.h>

#include "standin_kernel.h"
#include "aerostat.h"
#include "balloon.h"
#include "check.h"
#include "give.h"
#include "params.h"
#include "pressure.h"
#include "sensor.h"
#include "step.h"
#include "thresholds.h"

#define DRAIN_MAX	64u		/* as in queue.c */

static struct aerostat a;
static struct task_struct program, kswapd = { .kswapd = true };
static unsigned int wrong_starts, wrong_ends;

/* The device's side. */

static void notify(const void *bytes, unsigned int len)
{
	use(&fromdev, bytes, len);
}

/* A device that has another notice for every buffer. */
static void notify_at_once(struct virtqueue *vq)
{
	struct wire_notice m = { .notice = NOTICE_STATE, .state = HOST_PLENTY };
	u8 bytes[WIRE_NOTICE_BYTES];

	wire_notice_encode(&m, bytes);
	if (vq == &fromdev && next(vq))
		notify(bytes, sizeof(bytes));
}

static void drain(void)
{
	mutex_lock(&a.lock);
	while (queue_drain(&a))
		;
	mutex_unlock(&a.lock);
}

static u8 answer_bytes[WIRE_GRANT_BYTES + (EXTENTS_MAX + 8) * WIRE_EXTENT_BYTES];

static void answer_of(u32 status, u32 seq, u32 state, unsigned int len)
{
	struct wire_ack m = { .status = status, .seq = seq, .state = state, .host_time_ms = 1000 };

	memset(answer_bytes, 0, sizeof(answer_bytes));
	wire_ack_encode(&m, answer_bytes);
	use(&todev, answer_bytes, len);
	drain();
}

static void answer(enum status status)
{
	answer_of(status, a.g.seq, HOST_PLENTY, WIRE_ACK_BYTES);
}

/* The extents of the next grant. */
static struct wire_extent listed[EXTENTS_MAX + 8];
static u32 listed_count;

static void list(u64 page, u64 pages)
{
	listed[listed_count++] = (struct wire_extent){ .addr = page * PAGE_BYTES, .pages = pages };
}

/* How many extents the driver's request has room for in the answer. */
static u32 room_of_answer(void)
{
	return (next(&todev)->in.bytes - WIRE_GRANT_BYTES) / WIRE_EXTENT_BYTES;
}

static void grant_of(u32 status, u32 state, u32 count, unsigned int len)
{
	struct wire_grant m = { .status = status, .seq = a.g.take_seq, .state = state, .count = count };
	u32 i;

	memset(answer_bytes, 0, sizeof(answer_bytes));
	wire_grant_encode(&m, answer_bytes);
	for (i = 0; i < listed_count; i++)
		wire_extent_encode(&listed[i], answer_bytes + WIRE_GRANT_BYTES + i * WIRE_EXTENT_BYTES);
	listed_count = 0;
	use(&todev, answer_bytes, len);
	drain();
}

static void grant(void)
{
	grant_of(ST_GRANTED, HOST_PLENTY, listed_count, WIRE_GRANT_BYTES + listed_count * WIRE_EXTENT_BYTES);
}

static void notice_of(u32 notice, u32 state, u64 target_pages, unsigned int len)
{
	struct wire_notice m = { .notice = notice, .state = state, .target_pages = target_pages };
	u8 bytes[WIRE_NOTICE_BYTES + 8] = { 0 };

	wire_notice_encode(&m, bytes);
	notify(bytes, len);
	drain();
}

/* The driver's side: from an idle balloon to one that waits for the answer to a query, an offer, a commit, ... */

static void begin_with(const struct advisor *advisor)
{
	warned = 0;
	balloon_start(&a, advisor);
	wrong_starts += in_flight(&fromdev) != NOTICE_BUFFERS || !fromdev.kicks || in_flight(&todev) || pages_out();
}

static void begin(void)
{
	begin_with(&thresholds);
}

/* The device is reset, and every page is the guest's. */
static void end(void)
{
	balloon_stop(&a);
	wrong_ends += pages_out() || live_books;
}

static void collect(u64 want_pages)
{
	mutex_lock(&a.lock);
	call_guest_collect(&a, &a.g, want_pages);
	mutex_unlock(&a.lock);
}

static void gathered(void)
{
	if (a.gather_work.queued) {
		a.gather_work.queued = false;
		gather_work(&a.gather_work);
	}
}

static void until(enum msg what, u64 want_pages)
{
	collect(want_pages);
	if (what == MSG_QUERY)
		return;
	answer(ST_OK);
	gathered();
	if (what == MSG_OFFER)
		return;
	answer(ST_ACCEPTED);
}

static void give(u64 pages)
{
	until(MSG_COMMIT, pages);
	answer(ST_DONE);
}

static void patience(u32 ttl, u32 grant)
{
	mutex_lock(&a.lock);
	call_guest_patience(&a, &a.g, ttl, grant);
	queue_rearm(&a);
	mutex_unlock(&a.lock);
}

static void take(u64 pages)
{
	mutex_lock(&a.lock);
	call_guest_pressure(&a, &a.g, pages, ADDR_NONE, give_fits(&a, false), now_ms());
	mutex_unlock(&a.lock);
}

/* The tests. */

static void gives_and_takes(void)
{
	struct wire_offer offer;
	struct wire_extent extent;
	const struct vq_buffer *b;

	begin();
	collect(2 * BLOCK);
	check("first the host is asked", asked() == MSG_QUERY && todev.kicks == 1 && !pages_out());
	answer(ST_OK);
	check("then pages are gathered, and not by whoever read the answer", a.gather_work.queued && !pages_out());
	gathered();
	b = next(&todev);
	check("then they are offered", asked() == MSG_OFFER && pages_out() == 2 * BLOCK);
	check("the offer reads as spec/wire.pml says", wire_offer_decode(&offer, b->out.at, b->out.bytes) &&
	      offer.count == 1 && offer.ttl_ms == 1000 && offer.sent_at_ms == 1000 &&
	      wire_extent_decode(&extent, (u8 *)b->out.at + WIRE_OFFER_BYTES, WIRE_EXTENT_BYTES) &&
	      extent.addr == 0 && extent.pages == 2 * BLOCK);
	check("its time is running", a.offer_tick.work.queued && a.offer_tick.due > jiffies + 1000);
	answer(ST_ACCEPTED);
	check("accepted: committed, and its time stands", asked() == MSG_COMMIT && !a.offer_tick.work.queued);
	answer(ST_DONE);
	check("done: the host has them", a.g.given_pages == 2 * BLOCK && a.given.pages == 2 * BLOCK && !in_flight(&todev));
	check("... and they are counted as a balloon's", balloon_pages == 2 * BLOCK);

	take(BLOCK);
	check("taking back asks at once", asked() == MSG_RECLAIM && a.take_tick.work.queued);
	list(BLOCK, BLOCK);
	grant();
	check("granted: in use again, whole", a.g.given_pages == BLOCK && a.given.pages == BLOCK && pages_out() == BLOCK);
	check("... and counted no more", balloon_pages == BLOCK);
	check("and nothing waits", !a.take_tick.work.queued && a.g.take == TAKE_NONE);
	check("nobody complained", !warned);
	end();
}

/* spec/guest.pml: what each answer to each question leaves.  Anything but the one good answer is a no, and to a commit a yes. */
static void answers_of_every_kind(void)
{
	static const enum msg questions[] = { MSG_QUERY, MSG_OFFER, MSG_COMMIT };
	unsigned int wrong = 0, lost = 0, i;
	u32 status, state, other_seq;

	for (i = 0; i < 3; i++)
	for (status = 0; status <= ST_GRANTED + 1; status++)
	for (state = 0; state <= HOST_MIGRATING + 1; state++)
	for (other_seq = 0; other_seq < 2; other_seq++) {
		bool read = status >= ST_OK && status <= ST_GRANTED && state >= HOST_PLENTY && state <= HOST_MIGRATING;
		bool good = read && !other_seq;
		enum give_state expect = GIVE_IDLE;
		u64 given = 0;

		begin();
		until(questions[i], 2 * BLOCK);
		lost += asked() != questions[i];
		answer_of(status, a.g.seq + other_seq, state, WIRE_ACK_BYTES);
		if (questions[i] == MSG_QUERY && good && status == ST_OK && state == HOST_PLENTY)
			expect = GIVE_GATHER;
		else if (questions[i] == MSG_OFFER && good && status == ST_ACCEPTED)
			expect = GIVE_WAIT_DONE;
		else if (questions[i] == MSG_COMMIT && !(good && status == ST_UNKNOWN))
			given = 2 * BLOCK;
		wrong += a.g.give != expect || a.g.given_pages != given || a.given.pages != given;
		wrong += a.g.state != (read ? state : HOST_PLENTY);
		wrong += a.counters.bad_replies != !read || warned != !read;
		if (expect != GIVE_WAIT_DONE)
			wrong += pages_out() != given;
		gathered();
		end();
	}
	check("each question was asked", lost == 0);
	check("every answer to every question leaves what the spec says", wrong == 0);
}

static void answers_of_every_length(void)
{
	static const enum msg questions[] = { MSG_QUERY, MSG_OFFER, MSG_COMMIT };
	static const enum status yes[] = { ST_OK, ST_ACCEPTED, ST_UNKNOWN };
	unsigned int i, len, wrong = 0;

	for (i = 0; i < 3; i++)
		for (len = 0; len <= WIRE_ACK_BYTES + 4; len++) {
			if (len == WIRE_ACK_BYTES)
				continue;
			begin();
			until(questions[i], BLOCK);
			answer_of(yes[i], a.g.seq, HOST_TIGHT, len);
			wrong += a.g.give != GIVE_IDLE || a.g.state != HOST_PLENTY || a.counters.bad_replies != 1;
			wrong += pages_out() != (questions[i] == MSG_COMMIT ? BLOCK : 0);
			end();
		}
	begin();
	until(MSG_OFFER, BLOCK);
	answer_of(ST_ACCEPTED, a.g.seq, HOST_PLENTY, ~0u);
	wrong += a.g.give != GIVE_IDLE || pages_out();
	end();
	check("an answer of another length agrees to nothing", wrong == 0);
}

static void grants_of_every_length(void)
{
	const unsigned int most = WIRE_GRANT_BYTES + EXTENTS_MAX * WIRE_EXTENT_BYTES;
	unsigned int len, wrong = 0;
	u32 status;

	begin();
	give(BLOCK);
	for (len = 0; len <= most + 40; len++) {
		if (len == WIRE_GRANT_BYTES + WIRE_EXTENT_BYTES)
			continue;
		take(BLOCK);
		wrong += asked() != MSG_RECLAIM;
		list(0, BLOCK);
		grant_of(ST_GRANTED, HOST_TIGHT, 1, len);
		wrong += pages_out() != BLOCK || a.g.given_pages != BLOCK || a.g.take != TAKE_NONE || a.g.state != HOST_PLENTY;
	}
	check("a grant of another length than its list grants nothing", wrong == 0);
	check("... and each was complained of", warned == most + 40 && a.counters.bad_replies == most + 40);

	take(BLOCK);
	list(0, BLOCK);
	grant_of(ST_GRANTED, HOST_PLENTY, EXTENTS_MAX + 1, WIRE_GRANT_BYTES + (EXTENTS_MAX + 1) * WIRE_EXTENT_BYTES);
	check("nor one that lists more than any may", pages_out() == BLOCK);
	take(BLOCK);
	list(0, BLOCK);
	grant_of(ST_GRANTED, HOST_PLENTY, ~0u, WIRE_GRANT_BYTES + WIRE_EXTENT_BYTES);
	check("nor one whose count overflows", pages_out() == BLOCK);
	take(BLOCK);
	list(0, BLOCK);
	grant_of(0, HOST_PLENTY, 1, WIRE_GRANT_BYTES + WIRE_EXTENT_BYTES);
	check("nor one of no status", pages_out() == BLOCK);
	warned = a.counters.bad_replies = len = 0;
	for (status = ST_OK; status < ST_GRANTED; status++, len++) {
		take(BLOCK);
		list(0, BLOCK);
		grant_of(status, HOST_PLENTY, 1, WIRE_GRANT_BYTES + WIRE_EXTENT_BYTES);
	}
	check("nor one whose status says no", pages_out() == BLOCK && a.g.given_pages == BLOCK && warned == len && a.counters.bad_replies == len);
	take(BLOCK);
	list(0, BLOCK);
	grant();
	check("after all of that a good one is absorbed", pages_out() == 0 && a.g.given_pages == 0);
	end();
}

static void grants_that_lie(void)
{
	unsigned int i;

	begin();
	give(4 * BLOCK);			/* pages 0 .. 2047 */
	take(BLOCK);
	list(8 * BLOCK, BLOCK);
	grant();
	check("pages that were never given stay where they are", pages_out() == 4 * BLOCK && a.counters.not_ours_pages == BLOCK);
	take(BLOCK);
	list(3 * BLOCK, 2 * BLOCK);
	grant();
	check("of a run half ours, our half comes back", pages_out() == 3 * BLOCK && a.g.given_pages == 3 * BLOCK);
	take(BLOCK);
	list(3 * BLOCK, BLOCK);
	grant();
	check("what came back does not come back twice", pages_out() == 3 * BLOCK && wrong_frees == 0);
	take(BLOCK);
	list(BLOCK, BLOCK);
	list(0, BLOCK);
	grant();
	check("a list that descends is ignored whole", pages_out() == 3 * BLOCK);
	take(BLOCK);
	list(0, BLOCK);
	list(BLOCK - 1, 1);
	grant();
	check("so is one that overlaps", pages_out() == 3 * BLOCK);
	take(BLOCK);
	list(0, 0);
	grant();
	check("so is a run of no pages", pages_out() == 3 * BLOCK);
	take(BLOCK);
	list(0, ~0ull);
	grant();
	check("so is a run beyond every memory", pages_out() == 3 * BLOCK);
	take(BLOCK);
	list(0, BLOCK);
	listed[0].addr += 1;
	grant();
	check("so is an address within a page", pages_out() == 3 * BLOCK && a.g.given_pages == 3 * BLOCK);

	until(MSG_OFFER, BLOCK);
	check("an offer is in flight", asked() == MSG_OFFER && a.offered.pages == BLOCK);
	answer(ST_ACCEPTED);
	take(BLOCK);
	check("a commit and a reclaim at once", asked() == MSG_COMMIT && in_flight(&todev) == 2);
	answer(ST_DONE);
	list(0, BLOCK);
	grant();
	check("each gets its own answer", a.g.given_pages == 3 * BLOCK && pages_out() == 3 * BLOCK);

	take(BLOCK);
	for (i = 0; i < EXTENTS_MAX; i++)
		list(BLOCK + i, 1);		/* touching: one run of the set, EXTENTS_MAX of the message */
	grant();
	check("a grant in as many pieces as may be", a.g.given_pages == BLOCK && pages_out() == BLOCK);
	end();

	begin();
	give(BLOCK);
	until(MSG_OFFER, BLOCK);
	take(BLOCK);
	check("memory gets tight: the offer is given up at once", a.g.give == GIVE_ABANDONED && pages_out() == BLOCK);
	/* the offer is still the first in the queue */
	answer(ST_ACCEPTED);
	check("its late yes is no commit", asked() == MSG_RECLAIM && a.g.give == GIVE_IDLE);
	list(0, BLOCK);
	grant();
	check("and the reclaim is answered", pages_out() == 0);
	end();

	begin();
	until(MSG_COMMIT, 2 * BLOCK);
	take(BLOCK);
	list(0, BLOCK);
	answer(ST_DONE);
	grant();
	check("a grant of what was committed a moment ago", a.g.given_pages == BLOCK && pages_out() == BLOCK);
	end();
}

static void notices(void)
{
	unsigned int len, wrong = 0, posted = 0;
	u32 kind, state;

	begin();
	notice_of(NOTICE_STATE, HOST_TIGHT, TARGET_NONE, WIRE_NOTICE_BYTES);
	check("the host's state", a.g.state == HOST_TIGHT);
	collect(BLOCK);
	check("a tight host is not asked", !in_flight(&todev) && a.g.give == GIVE_IDLE);
	cancel_delayed_work(&a.period_work);
	notice_of(NOTICE_STATE, HOST_PLENTY, TARGET_NONE, WIRE_NOTICE_BYTES);
	check("when it changes the guest looks at once", a.period_work.work.queued && a.period_work.due == jiffies);
	cancel_delayed_work(&a.period_work);
	notice_of(NOTICE_TARGET, HOST_PLENTY, 77, WIRE_NOTICE_BYTES);
	check("an operator's target: the guest looks at once", a.g.target_pages == 77 && a.period_work.work.queued);
	notice_of(NOTICE_TARGET, HOST_PLENTY, TARGET_NONE, WIRE_NOTICE_BYTES);
	check("the target is taken away", a.g.target_pages == TARGET_NONE);
	notice_of(NOTICE_STATS, HOST_PLENTY, TARGET_NONE, WIRE_NOTICE_BYTES);
	check("stats are wanted", a.stats_work.queued && a.g.stats == STATS_SENT);

	for (len = 0; len <= WIRE_NOTICE_BYTES + 4; len++)
		if (len != WIRE_NOTICE_BYTES) {
			notice_of(NOTICE_TARGET, HOST_TIGHT, 5, len);
			wrong += a.g.state != HOST_PLENTY || a.g.target_pages != TARGET_NONE;
			posted += in_flight(&fromdev) == NOTICE_BUFFERS;
		}
	check("a notice of another length says nothing", wrong == 0 && a.counters.bad_replies == WIRE_NOTICE_BYTES + 4);
	check("... and its buffer is posted again", posted == WIRE_NOTICE_BYTES + 4);
	for (kind = 0; kind <= NOTICE_STATS + 1; kind++)
		for (state = 0; state <= HOST_MIGRATING + 1; state++)
			if (kind < NOTICE_STATE || kind > NOTICE_STATS || state < HOST_PLENTY || state > HOST_MIGRATING) {
				notice_of(kind, state, 5, WIRE_NOTICE_BYTES);
				wrong += a.g.state != HOST_PLENTY || a.g.target_pages != TARGET_NONE;
			}
	check("nor does one of no known kind or state", wrong == 0);

	before_get = notify_at_once;
	mutex_lock(&a.lock);
	a.counters.notices = 0;
	check("a device that never stops notifying gets the lock for so many notices only",
	      queue_drain(&a) && a.counters.notices == DRAIN_MAX);
	mutex_unlock(&a.lock);
	before_get = NULL;
	drain();
	end();
}

static void stats(void)
{
	static const struct wire_stat report[] = { { .tag = 4, .value = 5 }, { .tag = 5, .value = 6 } };
	struct wire_stats m;
	unsigned int len, wrong = 0;

	begin();
	mutex_lock(&a.lock);
	call_guest_stats(&a, &a.g);
	queue_send_stats(&a, report, 2);
	call_guest_stats(&a, &a.g);
	mutex_unlock(&a.lock);
	check("a report reads as spec/wire.pml says", asked() == MSG_STATS &&
	      wire_stats_decode(&m, next(&todev)->out.at, next(&todev)->out.bytes) && m.count == 2);
	for (len = 0; len <= WIRE_ACK_BYTES + 4; len++) {
		a.stats_work.queued = false;
		answer_of(ST_OK, 0, HOST_PLENTY, len);
		if (!len)
			check("wanted again meanwhile: sent again", a.stats_work.queued && a.g.stats == STATS_SENT);
		wrong += a.queues.stats.busy;
		mutex_lock(&a.lock);
		call_guest_stats(&a, &a.g);
		queue_send_stats(&a, report, 2);
		mutex_unlock(&a.lock);
	}
	check("whatever comes as an answer, the next report can go", wrong == 0);
	answer(ST_OK);
	end();
}

static void full_queues(void)
{
	begin();
	todev.room = 0;
	collect(BLOCK);
	take(BLOCK);
	check("a queue without room: nothing sent, nothing lost", !in_flight(&todev) && a.queues.give.unsent && !warned);
	drain();
	check("still none", !in_flight(&todev));
	todev.room = 1;
	drain();
	check("room for one: the question goes", asked() == MSG_QUERY && in_flight(&todev) == 1);
	answer(ST_OK);
	check("it goes once", !a.queues.give.busy || a.g.give != GIVE_WAIT_STATE);
	end();

	begin();
	fromdev.room = NOTICE_BUFFERS - 1;
	notice_of(NOTICE_STATE, HOST_PLENTY, 0, WIRE_NOTICE_BYTES);
	notice_of(NOTICE_STATE, HOST_PLENTY, 0, WIRE_NOTICE_BYTES);
	fromdev.room = 0;
	notice_of(NOTICE_STATE, HOST_TIGHT, 0, WIRE_NOTICE_BYTES);
	check("no room for a notice's buffer: said, and the notice is read", warned && a.g.state == HOST_TIGHT);
	end();
}

static void wraps(void)
{
	unsigned int i, bad = 0;

	begin();
	a.g.seq = SEQ_LAST - 2;
	a.g.take_seq = SEQ_LAST - 2;
	for (i = 0; i < 70000; i++) {
		collect(BLOCK);
		bad += asked() != MSG_QUERY;
		answer_of(ST_OK, a.g.seq, HOST_TIGHT, WIRE_ACK_BYTES);
		notice_of(NOTICE_STATE, HOST_PLENTY, 0, WIRE_NOTICE_BYTES);
		bad += a.g.give != GIVE_IDLE || a.g.state != HOST_PLENTY;
	}
	check("70000 rounds: sequence numbers and ring indexes wrap", bad == 0 && a.g.seq == 70000 - 3 &&
	      in_flight(&fromdev) == NOTICE_BUFFERS && !in_flight(&todev));
	give(BLOCK);
	for (i = 0; i < 4; i++) {
		take(BLOCK);
		if (i == 3)
			list(0, BLOCK);
		grant();
	}
	check("and it still gives and takes", pages_out() == 0 && a.g.take_seq == 1 && !warned);
	end();
}

static void tick(struct delayed_work *w, void (*work)(struct work_struct *))
{
	check("a tick is due", w->work.queued);
	jiffies = w->due;
	w->work.queued = false;
	work(&w->work);
}

static void device_is_silent(void)
{
	begin();
	give(BLOCK);
	until(MSG_OFFER, 2 * BLOCK);
	device_status = 0xff;
	tick(&a.offer_tick, offer_tick_work);
	check("a device that is gone: an offer comes back all the same", a.g.give == GIVE_ABANDONED && pages_out() == BLOCK);
	check("... and it is said, with what to do", warned == 1 && strstr(last_warning, "is gone") && strstr(last_warning, "virtio0 >unbind"));
	take(BLOCK);
	tick(&a.take_tick, take_tick_work);
	check("... and again when memory is wanted back", a.g.take == TAKE_OVERDUE && warned == 2 && strstr(last_warning, "the 512 pages back"));
	device_status = 0;
	end();
}

/* The guest has stood still: time is over, but the host has answered long ago. */
static void answers_before_the_tick(void)
{
	struct wire_ack m = { .status = ST_ACCEPTED, .state = HOST_PLENTY, .host_time_ms = 1000 };

	begin();
	until(MSG_OFFER, 2 * BLOCK);
	m.seq = a.g.seq;
	wire_ack_encode(&m, answer_bytes);
	use(&todev, answer_bytes, WIRE_ACK_BYTES);
	tick(&a.offer_tick, offer_tick_work);
	check("an answer that is here is read before an offer is given up", a.g.give == GIVE_WAIT_DONE && !warned &&
	      a.counters.abandoned == 0);
	end();
}

static void host_is_silent(void)
{
	begin();
	give(BLOCK);
	until(MSG_OFFER, 2 * BLOCK);
	tick(&a.offer_tick, offer_tick_work);
	check("no answer in time: the offer's pages are in use again", a.g.give == GIVE_ABANDONED && pages_out() == BLOCK &&
	      a.counters.abandoned == 1);
	check("... which is said", warned == 1 && strstr(last_warning, "did not answer an offer within 1000 ms"));
	check("giving pauses", backoff_waits(&a.backoff, now_ms(), mem_available, PFNS));
	collect(BLOCK);
	check("no second offer while the first is with the host", in_flight(&todev) == 1);
	answer(ST_ACCEPTED);
	check("the late yes is ignored", a.g.give == GIVE_IDLE && !in_flight(&todev) && pages_out() == BLOCK);

	take(BLOCK);
	tick(&a.take_tick, take_tick_work);
	check("no grant in time: one warning", a.g.take == TAKE_OVERDUE && warned == 2 && strstr(last_warning, "not answered"));
	take(BLOCK);
	check("a second request does not go out, nor a second warning", in_flight(&todev) == 1 && warned == 2);
	list(0, BLOCK);
	grant();
	check("the late grant is absorbed", pages_out() == 0 && a.g.take == TAKE_NONE);
	end();
}

/* What has been queued runs when it is due. */
static void runs(struct delayed_work *w)
{
	if (!w->work.queued)
		return;
	jiffies = w->due;
	w->work.queued = false;
	w->work.func(&w->work);
}

static void grants_a_block(void)
{
	if (asked() == MSG_RECLAIM) {
		struct wire_grant m = { .status = ST_GRANTED, .seq = a.g.take_seq, .state = HOST_PLENTY, .count = 1 };
		struct wire_extent e = { .addr = 0, .pages = BLOCK };

		wire_grant_encode(&m, answer_bytes);
		wire_extent_encode(&e, answer_bytes + WIRE_GRANT_BYTES);
		use(&todev, answer_bytes, WIRE_GRANT_BYTES + WIRE_EXTENT_BYTES);
	}
}

static void out_of_memory(void)
{
	unsigned long freed = 0, begun;

	begin();
	give(2 * BLOCK);
	mem_available = 0;
	while_asleep = grants_a_block;
	oom_notifier->notifier_call(oom_notifier, 0, &freed);
	check("out of memory: what came back is told", freed == BLOCK && pages_out() == BLOCK && a.counters.oom_pages == BLOCK);
	while_asleep = NULL;
	freed = 0;
	begun = jiffies;
	oom_notifier->notifier_call(oom_notifier, 0, &freed);
	check("the host is dead: nobody waits longer than a reclaim and a reset may take", !freed && jiffies - begun <= 2 * (1000 + 2));
	check("... and the device is to be reset, which gives the rest back", a.restart.work.work.queued);
	runs(&a.restart.work);
	check("... so it does", pages_out() == 0 && restarts == 1);
	end();

	begin();
	collect(BLOCK);
	answer(ST_OK);
	oom_notifier->notifier_call(oom_notifier, 0, &freed);
	check("a gathering that takes long is waited for, and the device not reset for it", a.g.give == GIVE_DROPPED && !a.restart.wanted);
	end();

	begin();
	until(MSG_OFFER, 2 * BLOCK);
	freed = 0;
	oom_notifier->notifier_call(oom_notifier, 0, &freed);
	check("an offer in flight comes back at once, whatever the host does", freed == 2 * BLOCK && pages_out() == 0 && jiffies == 1000);
	end();
}

/* The kernel breaks a queue in which it finds nonsense. */
static void device_fails(void)
{
	unsigned long waited;
	unsigned int i;

	begin();
	todev.room = 0;
	collect(BLOCK);
	check("a full queue is no broken one", a.queues.give.unsent && !a.restart.work.work.queued);
	end();

	begin();
	give(2 * BLOCK);
	todev.broken = true;
	collect(BLOCK);
	check("a queue that takes nothing any more: a restart is under way, at once", a.restart.work.work.queued && a.restart.work.due == jiffies);
	drain();
	a.vdev->dev.locked = true;
	runs(&a.restart.work);
	check("while somebody unbinds it nothing is restarted, and nobody waits", restarts == 0 && a.restart.work.work.queued && !warned);
	a.vdev->dev.locked = false;
	runs(&a.restart.work);
	check("afterwards it is, and every page is the guest's", restarts == 1 && pages_out() == 0 && !todev.broken);
	check("... which is said, with what comes back", strstr(last_warning, "broken a queue") && strstr(last_warning, "1024 pages"));
	check("... once", warned == 1 && a.counters.restarts == 1);
	until(MSG_OFFER, BLOCK);
	check("... and the guest gives again", asked() == MSG_OFFER);
	fromdev.broken = true;
	drain();
	runs(&a.restart.work);
	check("one that fails again soon is reset at once as well", restarts == 1 && !a.ready && pages_out() == 0);
	check("... and left alone for a second, without a word", a.restart.work.due - jiffies == 1000 && warned == 1);
	for (i = 0, waited = 0; i < 11; i++) {
		runs(&a.restart.work);
		fromdev.broken = true;
		drain();
		runs(&a.restart.work);
		wrong_starts += a.restart.work.due - jiffies < waited;
		waited = a.restart.work.due - jiffies;
	}
	check("... and longer each time, up to five minutes", waited == 5 * 60 * 1000 && restarts == 12 && warned == 1);
	runs(&a.restart.work);
	jiffies += 51 * 60 * 1000;
	fromdev.broken = true;
	drain();
	runs(&a.restart.work);
	check("what has lasted is forgotten", restarts == 14 && warned == 2 && a.counters.restarts == 14);
	end();

	begin();
	give(BLOCK);
	restart_fails = -EIO;
	todev.broken = true;
	drain();
	runs(&a.restart.work);
	check("one that cannot be started anew is tried again", restarts == 1 && a.restart.work.work.queued && pages_out() == 0 && warned == 2);
	runs(&a.restart.work);
	check("... without a word", restarts == 2 && a.restart.work.work.queued && warned == 2);
	restart_fails = 0;
	runs(&a.restart.work);
	until(MSG_OFFER, BLOCK);
	check("... until it can", restarts == 3 && asked() == MSG_OFFER);
	end();

	begin();
	device_status = 0xff;
	todev.broken = true;
	drain();
	check("a device that is gone is not restarted", !a.restart.work.work.queued);
	device_status = 0;
	restart_stop(&a);
	drain();
	check("nor is one that the driver lets go of", !a.restart.work.work.queued);
	end();
}

/* An allocation that must reclaim by itself. */
static bool shortage_seen(struct task_struct *who, u64 available_pages, unsigned long free_pages)
{
	bool seen;

	current = who;
	mem_available = available_pages;
	the_node.node_zones[0].free = free_pages;
	a.shrinker.shrinker.count(&a.shrinker.shrinker, &(struct shrink_control){ .nid = 0 });
	current = &program;
	seen = a.shortage_work.queued;
	a.shortage_work.queued = false;
	return seen;
}

static void allocations_stall(void)
{
	const u64 low = PFNS / 100 * 10, high = PFNS / 100 * 20;

	begin();
	check("nothing given: nothing to take back", !shortage_seen(&program, 0, 0));
	mem_available = PFNS;
	give(2 * BLOCK);
	check("below low is a shortage, whoever looks", shortage_seen(&kswapd, low - 1, 900) && !a.stalled);
	check("kswapd at work between the thresholds is none", !shortage_seen(&kswapd, low, 900));
	check("nor is an allocation that finds pages", !shortage_seen(&program, low, 1000));
	check("nor is one above high", !shortage_seen(&program, high, 900));
	a.gatherer = &program;
	check("nor is the driver's own", !shortage_seen(&program, low, 900));
	a.gatherer = NULL;
	check("one that finds none is", shortage_seen(&program, high - 1, 900) && a.stalled);
	shortage_work(&a.shortage_work);
	check("... and asks for a block at once", asked() == MSG_RECLAIM && a.counters.stalls == 1 && !a.stalled);
	list(0, BLOCK);
	grant();
	check("the stall is over with the answer", a.g.take == TAKE_NONE && pages_out() == BLOCK);
	end();
}

/* Half of the guest's memory is for programs alone, and of that there is plenty. */
static void kernel_runs_short(void)
{
	struct zone *zone = the_node.node_zones;
	struct zone kernel = zone[ZONE_NORMAL], movable = zone[ZONE_MOVABLE];
	const u64 low = PFNS / 2 / 100 * 10, rest = PFNS / 2 / 100 * 15, high = PFNS / 2 / 100 * 20;

	begin();
	give(4 * BLOCK);
	zone[ZONE_NORMAL].present_pages = zone[ZONE_MOVABLE].present_pages = PFNS / 2;
	check("half of the threshold for half of the memory: no shortage", !shortage_seen(&kswapd, PFNS, low));
	check("less is one, whatever there is for others", shortage_seen(&kswapd, PFNS, low - 1) && !a.stalled);
	shortage_work(&a.shortage_work);
	check("... and comes back", asked() == MSG_RECLAIM);
	list(0, BLOCK);
	grant();
	zone[ZONE_NORMAL].free = rest;
	zone[ZONE_NORMAL].low = rest + 1;
	check("an allocation that finds nothing of what it can use is one", shortage_seen(&program, PFNS, rest) && a.stalled);
	shortage_work(&a.shortage_work);
	check("... and what giving would leave comes back", asked() == MSG_RECLAIM && a.counters.stalls == 1);
	list(BLOCK * PAGE_BYTES, BLOCK);
	grant();
	while (asked()) {	/* it was not enough yet */
		zone[ZONE_NORMAL].free = high;
		list(2 * BLOCK * PAGE_BYTES, BLOCK);
		grant();
	}
	zone[ZONE_NORMAL].free = rest - 1;
	period_work(&a.period_work.work);
	check("what came back for the kernel is not given again", !asked() && a.g.give == GIVE_IDLE);
	zone[ZONE_NORMAL].free = rest;
	period_work(&a.period_work.work);
	check("until that is over", a.g.give != GIVE_IDLE);
	zone[ZONE_NORMAL] = kernel;
	zone[ZONE_MOVABLE] = movable;
	end();
}

static void makes_room(void)
{
	if (a.room_work.queued) {
		a.room_work.queued = false;
		room_work(&a.room_work);
	}
}

/* Every second page, again and again: each grant cuts the books into as many more runs as it lists. */
static void books_stay_in_their_room(void)
{
	unsigned int i, at = 0, shorter = 0, wrong = 0;
	const unsigned int pages = 64 * BLOCK;
	u64 before;

	begin();
	give(pages);
	no_memory = true;
	for (take(pages); asked() == MSG_RECLAIM && at < pages / 2; take(pages)) {
		before = pages_out();
		shorter += room_of_answer() < EXTENTS_MAX;
		for (i = 0; i < room_of_answer() && at < pages / 2; i++)
			list(2 * at++, 1);
		grant();
		wrong += a.given.count > a.given.room || a.given.pages != pages_out() || a.given.pages != a.g.given_pages;
		wrong += before - pages_out() != i;
		makes_room();
	}
	check("no grant needs memory: the fewer runs the books can take, the fewer are asked for", shorter > 5 && !asked() && at < pages / 2);
	check("... all of them come back, and the books are never wrong", wrong == 0 && !warned && !a.counters.bad_replies);
	no_memory = false;
	makes_room();
	take(pages);
	check("... more is asked for when there is room again", asked() == MSG_RECLAIM && room_of_answer() == EXTENTS_MAX);
	for (i = 0; i < EXTENTS_MAX + 1; i++)
		list(2 * (at + i), 1);
	before = pages_out();
	grant();
	check("a device that lists more than it has room for is not believed", pages_out() == before && warned == 1 && a.counters.bad_replies == 1);
	take(pages);
	list(0, pages);
	grant();
	check("... a plain grant brings all of it back", pages_out() == 0 && a.g.given_pages == 0);
	end();
}

static void pauses_end(void)
{
	begin();
	until(MSG_OFFER, BLOCK);
	answer(ST_BAD);
	check("a refused offer: giving pauses", a.backoff.wait_ms == 2 * period_ms && a.counters.pauses == 1);
	notice_of(NOTICE_STATE, HOST_PLENTY, 0, WIRE_NOTICE_BYTES);
	check("... also when the host says nothing new", a.backoff.wait_ms == 2 * period_ms);
	notice_of(NOTICE_STATE, HOST_TIGHT, 0, WIRE_NOTICE_BYTES);
	notice_of(NOTICE_STATE, HOST_PLENTY, 0, WIRE_NOTICE_BYTES);
	check("... but not when its state has changed", !a.backoff.wait_ms && a.period_work.work.queued);
	until(MSG_OFFER, BLOCK);
	answer(ST_BAD);
	notice_of(NOTICE_TARGET, HOST_PLENTY, BLOCK, WIRE_NOTICE_BYTES);
	check("... nor when an operator wants pages", !a.backoff.wait_ms && a.period_work.work.queued);
	until(MSG_OFFER, BLOCK);
	answer(ST_BAD);
	give(BLOCK);
	check("a success ends it", !a.backoff.wait_ms && a.counters.pauses == 3);
	end();
}

static void restarted(void)
{
	runs(&a.restart.work);
}

static void overdue_is_not_waited_for(void)
{
	unsigned long freed = 0, begun;

	begin();
	give(BLOCK);
	take(BLOCK);
	jiffies += 2000;
	take_tick_work(&a.take_tick.work);
	check("the host owes an answer: it is said once", a.g.take == TAKE_OVERDUE && a.counters.overdue == 1 && warned == 1);
	begun = jiffies;
	oom_notifier->notifier_call(oom_notifier, 0, &freed);
	check("... out of memory: the device is to be reset, and that is waited for as long", !freed && jiffies - begun <= 1000 + 2 && a.restart.wanted);
	begun = jiffies;
	oom_notifier->notifier_call(oom_notifier, 0, &freed);
	check("... once", !freed && jiffies == begun);
	list(0, BLOCK);
	grant();
	check("... late, it is absorbed", pages_out() == 0 && a.g.given_pages == 0);
	runs(&a.restart.work);
	check("... and then the device is not reset any more", restarts == 0 && !a.restart.wanted);
	check("... nor does anybody hear of a reset", warned == 1 && !a.counters.restarts);
	give(BLOCK);
	todev.broken = true;
	drain();
	runs(&a.restart.work);
	check("... and when it fails soon after it is started at once, which is said", restarts == 1 && a.counters.restarts == 1 &&
	      warned == 2 && strstr(last_warning, "broken a queue"));
	end();

	begin();
	give(BLOCK);
	take(BLOCK);
	jiffies += 2000;
	take_tick_work(&a.take_tick.work);
	while_asleep = restarted;
	oom_notifier->notifier_call(oom_notifier, 0, &freed);
	check("with the reset everything comes back, in time for whoever ran out", freed == BLOCK && restarts == 1 && pages_out() == 0);
	while_asleep = NULL;
	end();
}

/* The device says in an interrupt that it has given up. */
static void device_gives_up(void)
{
	device_status = VIRTIO_CONFIG_S_NEEDS_RESET;
	in_interrupt = true;
	restart_config_changed(&a);
	in_interrupt = false;
}

static void looks_at_status(void)
{
	if (a.restart.status_work.queued) {
		a.restart.status_work.queued = false;
		a.restart.status_work.func(&a.restart.status_work);
	}
	device_status = 0;
}

static void gives_up(void)
{
	unsigned long freed = 0;

	begin();
	restart_config_changed(&a);
	looks_at_status();
	check("a device that changes nothing but its mind is not reset", !a.restart.wanted);
	device_gives_up();
	check("the status is not read in an interrupt", !wrong_calls && a.restart.status_work.queued && !a.restart.wanted);
	looks_at_status();
	runs(&a.restart.work);
	check("... but soon after, and the device is reset", restarts == 1 && strstr(last_warning, "has failed"));
	end();

	begin();
	give(BLOCK);
	take(BLOCK);
	jiffies += 2000;
	take_tick_work(&a.take_tick.work);
	oom_notifier->notifier_call(oom_notifier, 0, &freed);
	check("a device that does not answer is to be reset when memory has run out", a.restart.wanted && a.restart.work.work.queued);
	device_gives_up();
	looks_at_status();
	list(0, BLOCK);
	grant();
	runs(&a.restart.work);
	check("... and the driver resets one that answers at last, if that has failed meanwhile", restarts == 1 && pages_out() == 0 && !a.restart.wanted);
	check("... of which there is one line, with what weighs more", a.counters.restarts == 1 && strstr(last_warning, "has failed"));
	end();
}

/* How long a program waits that has run out of memory. */
static unsigned long out_of_memory_for(void)
{
	unsigned long freed = 0, begun = jiffies;

	oom_notifier->notifier_call(oom_notifier, 0, &freed);
	return jiffies - begun;
}

/* The device answers the request for memory, with nothing, and not the commit before it. */
static void grants_nothing(void)
{
	struct vq_buffer *first = next(&todev), *second = &todev.posted[(todev.taken + 1) % VQ_ROOM_MAX], commit;

	if (a.g.take == TAKE_NONE || in_flight(&todev) < 2)
		return;
	commit = *first;
	*first = *second;
	*second = commit;
	grant();
}

static void ticks(void)
{
	if (a.take_tick.work.queued && !time_after(a.take_tick.due, jiffies))
		tick(&a.take_tick, take_tick_work);
}

/* What never ends is waited for once, by all together: the kernel's OOM lock is held meanwhile. */
static void endless_is_waited_for_once(void)
{
	begin();
	until(MSG_COMMIT, 2 * BLOCK);
	a.vdev->dev.locked = true;	/* nor is the device reset */
	while_asleep = ticks;
	check("a commit that never ends: who is out of memory waits for it, and for a reset", out_of_memory_for() <= 2 * (1000 + 3) && a.restart.wanted);
	check("... once", out_of_memory_for() == 0 && out_of_memory_for() == 0 && a.g.give == GIVE_WAIT_DONE);
	while_asleep = NULL;
	a.vdev->dev.locked = false;
	runs(&a.restart.work);
	check("... it is overdue, so the device is reset", restarts == 1 && pages_out() == 0);
	end();

	begin();
	until(MSG_COMMIT, 2 * BLOCK);
	while_asleep = grants_nothing;
	check("the same beside requests that are answered", out_of_memory_for() <= 2 * (1000 + 3) && a.restart.wanted && a.g.take == TAKE_NONE);
	check("... once", out_of_memory_for() <= 1 && out_of_memory_for() <= 1 && a.g.give == GIVE_WAIT_DONE && a.g.take == TAKE_NONE);
	while_asleep = NULL;
	answer(ST_DONE);
	runs(&a.restart.work);
	check("... when it ends after all the device is not reset", restarts == 0 && a.g.given_pages == 2 * BLOCK);
	until(MSG_COMMIT, BLOCK);
	while_asleep = grants_nothing;
	check("... and the next commit is waited for as long as the first", out_of_memory_for() >= 2 * 1000);
	end();

	begin();
	collect(BLOCK);
	answer(ST_OK);
	check("a gathering that never ends is waited for", out_of_memory_for() >= 1000 && a.g.give == GIVE_DROPPED);
	check("... once", out_of_memory_for() == 0);
	end();
}

/* Memory is at an end while the worker allocates: its own allocation must not be the one that waits for it. */
static unsigned long waited_within;

static void runs_out_within(void)
{
	waited_within += 1 + out_of_memory_for();
}

static void gathers_without_waiting(void)
{
	begin();
	collect(BLOCK);
	answer(ST_OK);
	waited_within = 0;
	while_allocating = runs_out_within;
	gathered();
	while_allocating = NULL;
	check("the gathering worker is never out of memory, so never waits for itself", !waited_within && asked() == MSG_OFFER);
	check("... nor do its books use what the kernel keeps for itself", !reserves_used && !may_not_reclaim);
	end();
}

/*
 * The driver lets go of the device while each work runs, and two of them wait for memory: no work is waited for before
 * the pages are back.  Those that go on meanwhile find nothing to talk to.
 */
static unsigned int out_at_wait, waits;

static void works_go_on(void)
{
	waits++;
	out_at_wait += pages_out();
	offer_tick_work(&a.offer_tick.work);
	take_tick_work(&a.take_tick.work);
	period_work(&a.period_work.work);
	shortage_work(&a.shortage_work);
	move_work(&a.move_work);
	reply_work(&a.reply_work);
	floor_work(&a.floor.work);
}

static void let_go(void)
{
	while_gathering = NULL;
	virtio_device_freeze((a.vdev->dev.locked = true, a.vdev));
	a.vdev->dev.locked = false;
}

static void pages_come_before_works(void)
{
	unsigned long freed = 0;

	begin();
	give(2 * BLOCK);
	mem_available = PFNS / 100 * LOW_PCT - 1;
	take(BLOCK);
	jiffies += 2000;
	take_tick_work(&a.take_tick.work);
	waits = out_at_wait = 0;
	a.gather_work.running = a.stats_work.running = a.take_tick.work.running = a.floor.work.running = true;
	while_cancelling = works_go_on;
	while_asleep = restarted;
	oom_notifier->notifier_call(oom_notifier, 0, &freed);
	check("a reset waits for no work before every page is back", freed == 2 * BLOCK && restarts == 1 && waits == 4 && !out_at_wait);
	check("... and works that run meanwhile leave the device and the next link alone", !wrong_calls && !a.period_work.work.queued &&
	      !a.reply_work.queued && !a.move_work.queued && a.g.take == TAKE_NONE && a.g.give == GIVE_IDLE);
	end();

	begin();
	collect(4 * BLOCK);
	answer(ST_OK);
	while_gathering = let_go;
	gathered();
	check("what is gathered meanwhile comes back with the worker", !pages_out() && a.g.link == LINK_DOWN && a.g.give == GIVE_IDLE);
	end();
}

/* Set while an offer or a request is under way, in both directions. */
static void patience_changes(void)
{
	unsigned long begun;

	begin();
	give(BLOCK);
	until(MSG_OFFER, 2 * BLOCK);
	begun = jiffies;
	patience(60000, 60000);
	tick(&a.offer_tick, offer_tick_work);
	check("an offer waits as long as ttl_ms says by now", a.g.give == GIVE_ABANDONED && jiffies - begun >= 60000);
	answer(ST_ACCEPTED);
	take(BLOCK);
	begun = jiffies;
	patience(100, 20);
	tick(&a.take_tick, take_tick_work);
	check("... and a request as long as grant_ms", a.g.take == TAKE_OVERDUE && jiffies - begun < 100 &&
	      strstr(last_warning, "within 20 ms"));
	end();
}

static void memtotal_follows(void)
{
	begin();
	give(3 * BLOCK);
	check("MemTotal stays as it is", memtotal == 0);
	adjust_memtotal = 1;
	mutex_lock(&a.lock);
	give_adjust_memtotal(&a);
	mutex_unlock(&a.lock);
	check("adjust_memtotal set: what is given leaves it", memtotal == -(long)(3 * BLOCK));
	give(BLOCK);
	check("... and what is given then", memtotal == -(long)(4 * BLOCK));
	take(BLOCK);
	list(10, BLOCK);
	grant();
	check("what comes back is in it again", memtotal == -(long)(3 * BLOCK));
	mutex_lock(&a.lock);
	adjust_memtotal = 0;
	give_adjust_memtotal(&a);
	check("cleared: all of it is", memtotal == 0);
	adjust_memtotal = 1;
	give_adjust_memtotal(&a);
	mutex_unlock(&a.lock);
	until(MSG_COMMIT, BLOCK);
	end();
	check("and after a reset", memtotal == 0);
	adjust_memtotal = 0;
}

static bool works_on_moves(void)
{
	bool queued = a.move_work.queued;

	a.move_work.queued = false;
	move_work(&a.move_work);
	return queued;
}

/* So many pages, from which on? */
static u64 asked_for(u64 page)
{
	struct wire_reclaim m = { 0 };

	return asked() == MSG_RECLAIM && wire_reclaim_decode(&m, next(&todev)->out.at, next(&todev)->out.bytes) &&
	       m.near_addr == (page == PAGES_MAX ? ADDR_NONE : page * PAGE_BYTES) ? m.want_pages : 0;
}

/* Single pages, in two blocks of the kernel's: 0..9 and 512..518 */
static void gives_single_pages(void)
{
	begin();
	min_order = 0;
	order_limit = reclaim_order = 0;
	free_to = 10;
	give(10);
	free_from = 512;
	free_to = 519;
	give(7);
	free_from = 0;
	free_to = PFNS;
}

static void gets_out_of_the_way(void)
{
	gives_single_pages();
	check("compaction asks for a page: nothing is sent before a work runs", compaction_asks(515) && compaction_asks(516) && !in_flight(&todev));
	check("... then what the host has of that block is asked for", works_on_moves() && asked_for(512) == BLOCK && a.counters.moves == 1);
	check("... one block at a time", compaction_asks(3) && works_on_moves() && in_flight(&todev) == 1 && a.counters.moves == 1);
	list(512, 7);
	grant();
	check("... and is out of the way", pages_out() == 10 && a.counters.moved_pages == 7 && !compaction_asks(515));
	reply_work(&a.reply_work);
	check("... then the next", asked_for(0) == BLOCK && a.counters.moves == 2);
	list(0, 4);
	grant();
	reply_work(&a.reply_work);
	check("... of which some came: and the rest", pages_out() == 6 && a.counters.moved_pages == 11 && asked_for(4) == BLOCK - 4);
	grant();
	reply_work(&a.reply_work);
	check("... until nothing comes", pages_out() == 6 && a.counters.moves == 3 && !in_flight(&todev));
	check("... and again when compaction asks again", compaction_asks(9) && works_on_moves() && asked_for(4) == BLOCK - 4);
	list(4, 6);
	grant();
	check("no single page is given in its stead", pressure_min_order(&a) == pageblock_order);
	jiffies += pause_max_ms;
	check("... for a while", pressure_min_order(&a) == 0);
	check("nobody complained", !warned && movable_calls(&a.movable) == 4);
	end();

	gives_single_pages();
	a.gatherer = current;
	check("what the driver's own search stirs up is nobody's wish", compaction_asks(0) && !a.move_work.queued && !movable_calls(&a.movable));
	a.gatherer = NULL;
	take(1);
	check("whoever is short of memory comes first", compaction_asks(515) && works_on_moves() && asked_for(PAGES_MAX) == 1 && !a.counters.moves);
	list(0, 1);
	grant();
	reply_work(&a.reply_work);
	check("... then the page that is in the way", asked_for(512) == BLOCK && !a.counters.moved_pages);
	list(512, 7);
	grant();
	jiffies += pause_max_ms;
	until(MSG_OFFER, 5);
	check("an offer in flight is not given up for one", compaction_asks(5) && works_on_moves() && a.g.give == GIVE_WAIT_ACK &&
	      a.counters.moves == 1);
	answer(ST_ACCEPTED);
	answer(ST_DONE);
	reply_work(&a.reply_work);
	check("... it waits", asked_for(0) == BLOCK && a.counters.moves == 2);
	list(0, 14);
	grant();
	order_limit = reclaim_order = AEROSTAT_ORDER_MAX;
	min_order = 9;
	give(BLOCK);
	check("no block is asked for", pages_out() == BLOCK && !compaction_asks(15));
	take(50);
	list(0, 50);
	grant();
	check("... but what is left of one is", compaction_asks(50) && works_on_moves() && asked_for(50) == BLOCK - 50);
	end();
	check("after the end nobody has such a page", !compaction_asks(50));
	check("... and none is counted as a balloon's", balloon_pages == 0);
}

/* A device with the real one's library: a set of pages that it holds. */
static struct runs on_host, picked;

/* It answers as the real one: what lies near, else its largest runs; as many as there is room for. */
static void device_grants(void)
{
	struct run span, common;
	struct runs wish = { .run = &span, .count = 1 };
	struct runs_walk walk = { 0, 0 };
	struct wire_reclaim m = { 0 };
	u32 i, most = room_of_answer();

	if (!wire_reclaim_decode(&m, next(&todev)->out.at, next(&todev)->out.bytes))
		check("a reclaim reads as spec/wire.pml says", false);
	runs_clear(&picked);
	span = (struct run){ .page = m.near_addr / PAGE_BYTES, .pages = m.want_pages };
	while (m.near_addr != ADDR_NONE && picked.count < most &&
	       (common = runs_next_common(&on_host, &wish, &walk)).pages)
		runs_append(&picked, common.page, common.pages);
	if (!picked.count)
		runs_pick(&on_host, m.want_pages, most, &picked);
	runs_strike(&on_host, &picked);
	for (i = 0; i < picked.count; i++)
		list(picked.run[i].page, picked.run[i].pages);
	grant();
}

/*
 * Single pages in many runs, and the books have no more room than they have to; then
 * the kernel wants a block out of the middle of a run.
 */
static void every_grant_fits(void)
{
	unsigned int round, requests = 0;

	begin();
	min_order = 0;
	order_limit = reclaim_order = 0;
	give(3 * BLOCK);
	every_other_taken = true;
	free_from = 3 * BLOCK;
	give(EXTENTS_MAX - 1);
	for (round = 1; round < 4; round++)
		give(EXTENTS_MAX);
	check("many runs are given", a.given.count == 4 * EXTENTS_MAX);
	if (pages_alloc(&on_host, 2 * a.given.room) || pages_alloc(&picked, EXTENTS_MAX))
		check("memory for a set", false);
	runs_add(&on_host, &a.given);
	a.given.room = a.given.count + 2 * EXTENTS_MAX;

	compaction_asks(BLOCK + 88);
	works_on_moves();
	check("a block that the kernel wants waits for room in the books", !asked() && a.room_work.queued);
	makes_room();
	check("a block out of the middle of a run is asked for", asked_for(BLOCK) == BLOCK);
	device_grants();
	check("... and comes back: there is a run more", a.counters.moved_pages == BLOCK && a.given.count == 4 * EXTENTS_MAX + 1);
	take(PFNS);
	for (; asked() == MSG_RECLAIM && requests < 100; requests++) {
		device_grants();
		take(PFNS);
	}
	check("then all that the guest asks for comes back", !pages_out() && !a.g.given_pages && !on_host.pages && requests <= 6);
	check("... and nobody complained", !warned && !a.counters.bad_replies);
	pages_free(&on_host);
	pages_free(&picked);
	every_other_taken = false;
	order_limit = reclaim_order = AEROSTAT_ORDER_MAX;
	end();
}

/* The device's answers while memory goes offline: what there is to list, once; then it is silent or grants nothing. */
static unsigned int requests;
static u64 near_page, want_pages;

static void host_grants(void)
{
	struct wire_reclaim m;

	if (asked() != MSG_RECLAIM)
		return;
	requests++;
	wire_reclaim_decode(&m, next(&todev)->out.at, WIRE_RECLAIM_BYTES);
	near_page = m.near_addr / PAGE_BYTES;
	want_pages = m.want_pages;
	grant();
}

static void host_grants_by_blocks(void)
{
	if (asked() == MSG_RECLAIM)
		list(pages_out() - 2 * BLOCK, 2 * BLOCK);
	host_grants();
}

static void commit_ends_then_host_grants(void)
{
	if (asked() == MSG_COMMIT)
		answer(ST_DONE);
	list(0, BLOCK);
	host_grants();
	listed_count = 0;
}

static void worker_is_back(void)
{
	gathered();
}

static int goes_offline(u64 page, u64 pages, void (*meanwhile)(void))
{
	struct memory_notify range = { .start_pfn = page, .nr_pages = pages };
	int said;

	requests = 0;
	while_asleep = meanwhile;
	said = memory_notifier->notifier_call(memory_notifier, MEM_GOING_OFFLINE, &range);
	while_asleep = NULL;
	return said;
}

static void memory_goes_offline(void)
{
	const int busy = notifier_from_errno(-EBUSY);

	begin();
	give(6 * BLOCK);
	list(2 * BLOCK, 2 * BLOCK);
	check("memory goes offline: what the host has of it comes back", goes_offline(2 * BLOCK, 2 * BLOCK, host_grants) == NOTIFY_OK && pages_out() == 4 * BLOCK);
	check("... which was asked for, no more, and in its place", requests == 1 && near_page == 2 * BLOCK && want_pages == 2 * BLOCK);
	check("... memory of which the host has nothing is nobody's matter", goes_offline(2 * BLOCK, 2 * BLOCK, host_grants) == NOTIFY_OK && !requests && !warned);
	check("a host that gives nothing is asked once, and the memory stays", goes_offline(0, 6 * BLOCK, host_grants) == busy &&
	      requests == 1 && pages_out() == 4 * BLOCK && warned == 1);
	check("a silent host is waited for no longer than for any request", goes_offline(0, 6 * BLOCK, NULL) == busy && asked() == MSG_RECLAIM && warned == 2);
	end();

	begin();
	give(6 * BLOCK);
	check("what comes in parts is asked for until there is no more", goes_offline(2 * BLOCK, 4 * BLOCK, host_grants_by_blocks) == NOTIFY_OK && requests == 2);
	check("... and the rest is still given", pages_out() == 2 * BLOCK && a.g.given_pages == 2 * BLOCK);
	end();

	begin();
	until(MSG_OFFER, BLOCK);
	check("what is offered comes back at once", goes_offline(0, BLOCK, NULL) == NOTIFY_OK && !pages_out());
	end();

	begin();
	until(MSG_COMMIT, BLOCK);
	check("what is being committed comes back afterwards", goes_offline(0, BLOCK, commit_ends_then_host_grants) == NOTIFY_OK && requests == 1 && !pages_out());
	end();

	begin();
	collect(BLOCK);
	answer(ST_OK);
	check("what is being gathered comes back", a.g.give == GIVE_GATHER && goes_offline(0, BLOCK, worker_is_back) == NOTIFY_OK && a.g.give == GIVE_IDLE && !pages_out());
	end();

	gives_single_pages();
	check("single pages that are movable get out of the way by themselves", goes_offline(0, 2 * BLOCK, host_grants) == NOTIFY_OK && !requests && pages_out());
	end();
	order_limit = reclaim_order = AEROSTAT_ORDER_MAX;
	min_order = 9;
}

/* The shrinker is called; says whether a request goes out. */
static bool reclaim_pass(void)
{
	unsigned int before = in_flight(&todev);

	a.shrinker.shrinker.count(&a.shrinker.shrinker, &(struct shrink_control){ .nid = 0 });
	if (a.shortage_work.queued) {
		a.shortage_work.queued = false;
		shortage_work(&a.shortage_work);
	}
	return in_flight(&todev) > before;
}

/* A host that is tight has nothing to give back, and the guest is short. */
static void refusals_are_paced(void)
{
	unsigned int i, sent = 0;
	unsigned long freed = 0;

	begin();
	give(4 * BLOCK);
	mem_available = 0;
	for (i = 0; i < 1000; i++)
		if (reclaim_pass()) {
			sent++;
			grant();
		}
	check("1000 reclaim passes, and a host that gives nothing back: one request", sent == 1 && a.counters.refusals == 1);
	jiffies += period_ms;
	check("... the next when a period has passed", reclaim_pass() && a.counters.reclaims == 2);
	grant();
	check("... and not before another", !reclaim_pass());
	notice_of(NOTICE_STATE, HOST_TIGHT, 0, WIRE_NOTICE_BYTES);
	check("... or when the host says something else", reclaim_pass());
	grant();
	while_asleep = grants_a_block;
	oom_notifier->notifier_call(oom_notifier, 0, &freed);
	while_asleep = NULL;
	check("who is out of memory asks in any case", freed == BLOCK);
	end();

	gives_single_pages();
	check("a block that did not come is no refusal", compaction_asks(515) && works_on_moves() && asked_for(512) == BLOCK);
	grant();
	mem_available = 0;
	check("... whoever is short of memory asks at once", !a.counters.refusals && reclaim_pass());
	order_limit = reclaim_order = AEROSTAT_ORDER_MAX;
	end();
}

/* What the adaptive policy looks at: a node that has free memory, and nothing in its caches. */
static struct zone *node_zone(unsigned long free)
{
	struct zone *zone = &the_node.node_zones[ZONE_NORMAL];

	*zone = (struct zone){ .present_pages = PFNS, .free = free, .low = 800, .high = 1000 };
	return zone;
}

/* Each look when it is due, for so long, before a host that takes all; a request for memory ends that. */
static void look_for(unsigned int ms)
{
	unsigned long end = jiffies + ms;

	while (a.period_work.work.queued && asked() != MSG_RECLAIM && !time_after(a.period_work.due, end)) {
		jiffies = a.period_work.due;
		a.period_work.work.queued = false;
		period_work(&a.period_work.work);
		a.stats_work.queued = false;
		if (asked() != MSG_QUERY)
			continue;
		answer(ST_OK);
		gathered();
		if (asked() == MSG_OFFER) {
			answer(ST_ACCEPTED);
			answer(ST_DONE);
		}
	}
}

static void adapts(void)
{
	struct zone before = the_node.node_zones[ZONE_NORMAL], *zone;
	unsigned int i;
	u64 want, given;

	begin_with(&adaptive);
	step_mib = 2048;
	mem_closed = true;
	zone = node_zone(PFNS);
	check("its looks wake a CPU that sleeps; those of the thresholds do not", !a.period_work.deferrable);
	queue_delayed_work(a.urgent_wq, &a.period_work, 0);
	look_for(10000);
	check("an idle guest gives within 10 s", a.g.given_pages > PFNS / 10 * 9);
	check("... down to what its node is to keep", sensor_free_pages(0) < a.adaptive.node[0].move.leave_free + 2 * BLOCK &&
	      sensor_free_pages(0) >= zone->high);
	look_for(60000);
	given = a.period_work.due;
	look_for(10 * period_ms);
	check("at rest it looks once a period", a.period_work.due - given == 10 * period_ms);

	zone->free = out_now + zone->high / 2;	/* a program grows */
	check("little free: it asks for memory", reclaim_pass() && asked_for(PAGES_MAX) >= zone->high / 2);
	vm_event_states.event[PSWPOUT] += 15000;
	check("what is missed while a request is under way", !reclaim_pass());
	check("... is not looked at before the answer", a.adaptive.is_short.bits[0] & 1);
	list(0, BLOCK);
	grant();
	check("... is asked for when it is answered, twice", asked_for(PAGES_MAX) >= 30000);
	check("... and it looks soon again", a.period_work.due - jiffies <= 20);
	given = a.period_work.due;
	jiffies += 10;
	reclaim_pass();
	check("... which no reclaim pass puts off", a.period_work.due <= given);
	want = asked_for(PAGES_MAX);
	zone->free += PFNS / 8;		/* the program ends */
	list(BLOCK, BLOCK);
	grant();
	check("what did not come is asked for again", asked_for(PAGES_MAX) == want - BLOCK);
	grant();
	check("the host has nothing: no more is asked", a.counters.refusals == 1 && !reclaim_pass());
	look_for(2 * period_ms);
	check("... nor later, when nothing lacks", asked() != MSG_RECLAIM);
	end();

	begin_with(&adaptive);
	step_mib = 2048;
	mem_closed = true;
	zone = node_zone(PFNS);
	for (i = 0; asked() != MSG_QUERY && i < 1000; i++, jiffies += 10)
		period_work(&a.period_work.work);
	answer(ST_OK);
	zone->free -= PFNS / 4;		/* a program grows meanwhile */
	gathered();
	check("gathering leaves the node what it is to keep by now", asked() == MSG_OFFER &&
	      sensor_free_pages(0) >= a.adaptive.node[0].move.leave_free - 2 * BLOCK);
	end();

	begin_with(&adaptive);
	step_mib = 2048;
	mem_closed = true;
	zone = node_zone(PFNS);
	queue_delayed_work(a.urgent_wq, &a.period_work, 0);
	look_for(60000);
	given = a.g.given_pages;
	floor_mib = 128;
	look_for(2000);
	check("the floor comes back", asked_for(PAGES_MAX) == given - PFNS / 2);
	list(0, given - PFNS / 2);
	grant();
	look_for(600000);
	check("... and stays", !asked() && a.g.given_pages == PFNS / 2);
	floor_mib = 0;
	notice_of(NOTICE_TARGET, HOST_PLENTY, 32 * MIB_PAGES, WIRE_NOTICE_BYTES);
	look_for(1000);
	check("an operator's target brings the rest back", asked_for(PAGES_MAX) == PFNS / 2 - 32 * MIB_PAGES);
	end();
	*zone = before;
	vm_event_states.event[PSWPOUT] = 0;
}

/* Half of the memory is for programs alone.  The policy looks at the rest, and single pages are given. */
static void leaves_movable_memory(void)
{
	struct zone before = the_node.node_zones[ZONE_NORMAL], *zone;
	unsigned int movable = 0;
	u64 page;

	begin_with(&adaptive);
	step_mib = 2048;
	min_order = 0;
	mem_closed = true;
	movable_from = PFNS / 2;
	zone = node_zone(PFNS / 2);
	zone->present_pages = PFNS / 2;
	queue_delayed_work(a.urgent_wq, &a.period_work, 0);
	look_for(60000);
	for (page = movable_from; page < PFNS; page++)
		movable += page_is_out(page);
	check("what the policy does not count is not given, nor page by page", a.g.given_pages > PFNS / 3 && !movable);
	end();
	min_order = 9;
	movable_from = PFNS;
	*zone = before;
}

/* The upper half came later: the allocator would hand out pages of it, and the device refuses them. */
static void leaves_plugged_memory(const struct advisor *advisor)
{
	struct zone before = the_node.node_zones[ZONE_NORMAL], *zone = node_zone(PFNS);
	unsigned int plugged = 0;
	u64 page;

	begin_with(advisor);
	step_mib = 2048;
	mem_closed = true;
	free_from = plugged_from = PFNS / 2;
	for (page = 0; page < 2 * BLOCK; page += 4)
		pages[page].use = COLD;
	waited_within = 0;
	while_allocating = runs_out_within;
	queue_delayed_work(a.urgent_wq, &a.period_work, 0);
	look_for(60000);
	while_allocating = NULL;
	for (page = plugged_from; page < PFNS; page++)
		plugged += page_is_out(page);
	check(advisor->name, a.g.given_pages > PFNS / 2 / 10 * 9 && a.counters.acks[ST_BAD] == 0);
	check("... gives what the guest was started with, and nothing that was plugged in", !plugged);
	check("... and cache that may go, if the policy says so", page_is_out(BLOCK) == (advisor == &thresholds));
	check("... and its worker is never out of memory for it", !waited_within && !may_not_reclaim);
	end();
	for (page = 0; page < 2 * BLOCK; page += 4)
		pages[page].use = FREE;
	plugged_from = PFNS;
	*zone = before;
}

/* No block is to be had: the worker looks at each. */
static void drops_a_search_beside_plugged(void)
{
	u64 page;

	begin();
	plugged_from = PFNS / 2;
	for (page = 0; page < PFNS; page += BLOCK)
		pages[page].use = OTHER;
	collect(4 * BLOCK);
	answer(ST_OK);
	take(BLOCK);
	gathered();
	check("a search for blocks by their address ends when it is dropped, which is no lack of blocks", !a.counters.pauses && a.g.give == GIVE_IDLE);
	end();
	for (page = 0; page < PFNS; page += BLOCK)
		pages[page].use = FREE;
	plugged_from = PFNS;
}

/* In a kernel in which no page of a driver is movable none comes from ZONE_MOVABLE: what was plugged in there mixes with nothing. */
static void gives_single_pages_beside_plugged(void)
{
	u64 page;

	begin();
	kernel_has_movable = false;
	min_order = 0;
	plugged_from = movable_from = PFNS / 2;
	for (page = 0; page < PFNS / 2; page += 2)
		pages[page].use = OTHER;
	until(MSG_OFFER, 64);
	check("single pages are given beside memory that was plugged in for programs", asked() == MSG_OFFER && a.offered.pages == 64);
	end();
	for (page = 0; page < PFNS / 2; page += 2)
		pages[page].use = FREE;
	kernel_has_movable = true;
	min_order = 9;
	plugged_from = movable_from = PFNS;
}

/* The percentages are of what there is by now. */
static void thresholds_follow_memory(void)
{
	u64 total;

	begin();
	give(4 * BLOCK);
	check("as much is available as a guest of that size has to spare", !shortage_seen(&kswapd, PFNS / 8, 0));
	memtotal += PFNS;
	check("as much is plugged in: now it is a shortage", shortage_seen(&kswapd, PFNS / 8, 0));
	adjust_memtotal = 1;
	mutex_lock(&a.lock);
	give_adjust_memtotal(&a);
	total = thresholds_see(&a).total_pages;
	mutex_unlock(&a.lock);
	check("what is given counts, in MemTotal or not",
	      total == 2 * PFNS && totalram_pages() == 2 * PFNS - 4 * (long)BLOCK);
	memtotal -= PFNS;
	check("it is unplugged: no shortage any more", !shortage_seen(&kswapd, PFNS / 8, 0));
	end();
	adjust_memtotal = 0;

	begin();
	memtotal += PFNS;
	give(PFNS);
	take(3);
	list(0, 3);
	grant();
	period_work(&a.period_work.work);
	check("less than a block is left of what the host may have: it is not asked", a.g.given_pages == PFNS - 3 && !asked() && a.g.give == GIVE_IDLE);
	take(BLOCK);
	list(BLOCK, BLOCK);
	grant();
	period_work(&a.period_work.work);
	check("... with a block more it is", asked() == MSG_QUERY);
	memtotal -= PFNS;
	end();
	adjust_memtotal = 0;
}

/* The host says that the guest is to keep so much. */
static void host_wants_floor(u64 bytes)
{
	host_floor = bytes;
	floor_changed(&a);
}

static bool reads_floor(void)
{
	bool queued = a.floor.work.queued;

	a.floor.work.queued = false;
	if (queued)
		floor_work(&a.floor.work);
	return queued;
}

static void keeps_the_hosts_floor(void)
{
	struct zone before = the_node.node_zones[ZONE_NORMAL];
	u64 given;

	begin_with(&adaptive);
	mem_closed = true;
	node_zone(PFNS);
	host_wants_floor(128 * MIB_PAGES * PAGE_BYTES);
	check("a device that has agreed on no floor is not asked for one", !reads_floor() && !floor_pages(&a));
	end();

	has_floor = true;
	begin_with(&adaptive);
	step_mib = 2048;
	mem_closed = true;
	node_zone(PFNS);
	queue_delayed_work(a.urgent_wq, &a.period_work, 0);
	look_for(600000);
	check("a floor that the host had before counts from the start", a.g.given_pages == PFNS / 2);
	host_wants_floor(0);
	check("one that changes is read", reads_floor() && !floor_pages(&a) && a.period_work.work.queued && a.period_work.due == jiffies);
	look_for(600000);
	given = a.g.given_pages;
	check("... and more is given without one", given > PFNS / 2);
	floor_mib = 64;
	host_wants_floor(128 * MIB_PAGES * PAGE_BYTES);
	reads_floor();
	look_for(2000);
	check("the larger of both: the host's", asked_for(PAGES_MAX) == given - PFNS / 2);
	list(0, given - PFNS / 2);
	grant();
	host_wants_floor(1);
	reads_floor();
	look_for(600000);
	check("... the guest's", !asked() && a.g.given_pages == PFNS - 64 * MIB_PAGES);
	host_wants_floor(~0ull);
	reads_floor();
	look_for(2000);
	check("... beyond all that the guest has: all comes back", asked_for(PAGES_MAX) == PFNS - 64 * MIB_PAGES);
	end();
	has_floor = false;
	host_floor = 0;
	the_node.node_zones[ZONE_NORMAL] = before;
}

/* 60 blocks of page cache that was read once; in one of them a program has a page, and one is another node's. */
static void lets_cache_go(void)
{
	struct zone before = the_node.node_zones[ZONE_NORMAL], *zone;
	const u64 cached = 60 * BLOCK, begun = 20 * BLOCK;
	unsigned int second, leaps = 0;
	u64 page, first, before_look;

	begin_with(&adaptive);
	step_mib = 2048;
	mem_closed = true;
	zone = node_zone(PFNS);
	for (page = begun; page < begun + cached; page++)
		pages[page].use = COLD;
	pages[begun + 5 * BLOCK + 7].use = OTHER;
	other_node_from = begun + 3 * BLOCK;
	other_node_end = begun + 4 * BLOCK;
	for (page = begun + 9 * BLOCK + BLOCK / 4; page < begun + 10 * BLOCK; page++)
		pages[page].use = FREE;
	zone->free = PFNS - cached;
	zone->inactive = cached;
	queue_delayed_work(a.urgent_wq, &a.period_work, 0);
	waited_within = 0;
	while_allocating = runs_out_within;
	look_for(5000);
	first = a.g.given_pages;
	check("page cache that has just grown stays", first && !a.counters.cached_pages);
	for (second = 0; second < 120 && asked() != MSG_RECLAIM; second++) {
		before_look = a.counters.cached_pages;
		look_for(1000);
		leaps += a.counters.cached_pages - before_look > cached / 4;
	}
	while_allocating = NULL;
	check("then it goes in small steps", a.counters.cached_pages > cached / 2 && !leaps);
	check("... to the host", a.g.given_pages >= first + a.counters.cached_pages - BLOCK && a.given.pages == a.g.given_pages);
	check("... but a block in which there is something else", pages[begun + 5 * BLOCK].use == COLD);
	check("... or that is another node's", pages[begun + 3 * BLOCK].use == COLD);
	check("... or mostly free pages, which are the guest's headroom", !page_is_out(begun + 9 * BLOCK));
	check("the worker is never out of memory for it", !waited_within && !may_not_reclaim);
	take(3);
	single_frees = 0;
	for (page = begun; !page_is_out(page); page++)
		;
	list(page, 3);
	grant();
	other_node_from = other_node_end = 0;
	check("some of it comes back, page by page", single_frees == 3 && !page_is_out(page + 2) && page_is_out(page + 3));
	end();
	for (page = 0; page < PFNS; page++)
		pages[page].use = FREE;
	*zone = before;
}

int main(void)
{
	gives_and_takes();
	answers_of_every_kind();
	answers_of_every_length();
	grants_of_every_length();
	grants_that_lie();
	notices();
	stats();
	full_queues();
	wraps();
	device_is_silent();
	answers_before_the_tick();
	host_is_silent();
	out_of_memory();
	device_fails();
	allocations_stall();
	kernel_runs_short();
	books_stay_in_their_room();
	pauses_end();
	overdue_is_not_waited_for();
	gives_up();
	endless_is_waited_for_once();
	gathers_without_waiting();
	pages_come_before_works();
	patience_changes();
	memtotal_follows();
	gets_out_of_the_way();
	every_grant_fits();
	memory_goes_offline();
	refusals_are_paced();
	adapts();
	leaves_movable_memory();
	leaves_plugged_memory(&adaptive);
	leaves_plugged_memory(&thresholds);
	drops_a_search_beside_plugged();
	gives_single_pages_beside_plugged();
	thresholds_follow_memory();
	keeps_the_hosts_floor();
	lets_cache_go();
	check("the machine's steps were traced", trace_steps > 1000);
	check("each balloon starts empty, all buffers for notices posted", wrong_starts == 0);
	check("after each reset every page is the guest's, every book closed", wrong_ends == 0);
	check("locks held where they must be, no buffer sent twice", wrong_calls == 0);
	check("every page freed once, as it was allocated", wrong_frees == 0);
	check("only single pages are movable, and none is isolated", wrong_gathers == 0 && wrong_locks == 0);
	return tap_done();
}
