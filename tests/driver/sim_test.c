// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A guest's life by chance: the driver's very sources before the device's own
 * machine (host_*() of core_gen.c), which answers at once, late or
 * never; programs that grow and shrink; an operator; a host that turns tight.
 *
 *   always     no page that the host may discard is in use; both books, and the
 *              allocator's, agree; every page is freed once, as it was allocated
 *   at last    the host answers again: programs get all memory back, and with
 *              plenty to spare the guest gives again, and then rests
 *
 * A world is its seed: `sim_test SEED` repeats one.  Odd ones have policy=adaptive, even ones policy=thresholds.
 */
#include <linux/mm.h>

#include "standin_kernel.h"
#include "balloon.h"
#include "check.h"
#include "give.h"
#include "params.h"
#include "pressure.h"
#include "step.h"

#define WORLDS		80u		/* half of them for each policy */
#define STEPS		1500u
#define WMARK_HIGH	1900u

static struct aerostat a;
static struct host h;
static bool held[PFNS], reserved[PFNS];		/* the device's books */
static u32 random_state;
static bool silent;
static unsigned int unsafe_discards;		/* of pages in use */
static unsigned int given_ever, granted_ever, abandoned_ever, ooms_ever, moved_ever;

static u32 chance(u32 n)	/* 0 .. n - 1 */
{
	random_state = random_state * 1664525u + 1013904223u;
	return (random_state >> 8) % n;
}

/* The device. */

static u8 reply[WIRE_GRANT_BYTES + EXTENTS_MAX * WIRE_EXTENT_BYTES];

static void ack(enum status status, u32 seq, enum host_state state)
{
	struct wire_ack m = { .status = status, .seq = seq, .state = state, .host_time_ms = jiffies + 5000 };

	wire_ack_encode(&m, reply);
	use(&todev, reply, WIRE_ACK_BYTES);
}

static void on_offer(const struct vq_buffer *b, struct host_fx *fx)
{
	const u8 *p = (const u8 *)b->out.at + WIRE_OFFER_BYTES;
	struct wire_offer m;
	struct wire_extent e;
	u64 pages_offered = 0, page;
	bool valid = wire_offer_decode(&m, b->out.at, b->out.bytes);
	u32 i;

	memset(reserved, 0, sizeof(reserved));
	for (i = 0; valid && i < m.count; i++, p += WIRE_EXTENT_BYTES) {
		valid = wire_extent_decode(&e, p, WIRE_EXTENT_BYTES) && e.addr / PAGE_BYTES + e.pages <= PFNS;
		for (page = e.addr / PAGE_BYTES; valid && page < e.addr / PAGE_BYTES + e.pages; page++) {
			valid = !held[page] && !reserved[page];
			reserved[page] = true;
		}
		pages_offered += e.pages;
	}
	wrong_calls += !valid;
	host_offer(&h, m.seq, m.sent_at_ms, m.ttl_ms, pages_offered, valid, jiffies + 5000, fx);
}

/* The first held page of those that the guest would like, or PFNS. */
static u64 liked(const struct wire_reclaim *r)
{
	u64 near = r->near_addr / PAGE_BYTES, page;

	for (page = near; page < PFNS && page - near < r->want_pages; page++)
		if (held[page])
			return page;
	return PFNS;
}

/* Pages held from there on, at most so many, in at most so many runs. */
static u64 within(u64 page, u64 most, u32 runs)
{
	u64 sum = 0;

	for (; page < PFNS && sum < most; page++) {
		if (!held[page])
			continue;
		if (!runs--)
			break;
		for (; page < PFNS && held[page] && sum < most; page++)
			sum++;
	}
	return sum;
}

static void on_reclaim(const struct vq_buffer *b)
{
	u32 room = (b->in.bytes - WIRE_GRANT_BYTES) / WIRE_EXTENT_BYTES;
	struct wire_grant m = { .host_time_ms = jiffies + 5000 };
	struct wire_reclaim r = { 0 };
	struct host_fx fx;
	u64 picked = 0, most, page, start, like;
	u8 *p = reply + WIRE_GRANT_BYTES;

	wrong_calls += !wire_reclaim_decode(&r, b->out.at, b->out.bytes);
	most = r.want_pages < h.held_pages ? r.want_pages : h.held_pages;
	if (chance(4) == 0)
		most /= 2;		/* fewer than asked, and not in whole blocks */
	like = liked(&r);
	for (page = like; page < PFNS && held[page] && page - like < most; page++)
		;
	if (like < PFNS)
		most = page - like;
	most = within(like % PFNS, most, room);
	host_reclaim(&h, r.seq, r.want_pages, most, jiffies + 5000, &fx);
	if (fx.todo & HOST_FX_GRANT)
		for (page = like % PFNS; page < PFNS && picked < most; page++) {
			if (!held[page])
				continue;
			for (start = page; page < PFNS && held[page] && picked < most; page++, picked++)
				held[page] = false;
			wire_extent_encode(&(struct wire_extent){ .addr = start * PAGE_BYTES, .pages = page - start }, p);
			p += WIRE_EXTENT_BYTES;
			m.count++;
		}
	granted_ever += picked;
	m.status = fx.reply_grant.status;
	m.seq = fx.reply_grant.seq;
	m.state = fx.reply_grant.state;
	wire_grant_encode(&m, reply);
	use(&todev, reply, p - reply);
}

/* Discards what is committed, and at once. */
static void on_commit(const struct vq_buffer *b, struct host_fx *fx)
{
	struct wire_commit m = { 0 };
	unsigned int page;

	wrong_calls += !wire_commit_decode(&m, b->out.at, b->out.bytes);
	host_commit(&h, m.seq, jiffies + 5000, fx);
	if (!(fx->todo & HOST_FX_DISCARD))
		return;
	for (page = 0; page < PFNS; page++)
		if (reserved[page]) {
			unsafe_discards += !pages[page].out;
			held[page] = true;
		}
	given_ever++;
	host_discarded(&h, jiffies + 5000, fx);
	fx->reply = (typeof(fx->reply)){ .status = fx->reply_commit.status, .seq = fx->reply_commit.seq, .state = fx->reply_commit.state };
}

static void device_answers(void)
{
	const struct vq_buffer *b = next(&todev);
	struct host_fx fx;

	if (!b || silent)
		return;
	switch (asked()) {
	case MSG_QUERY: {
		struct wire_query m = { 0 };

		wrong_calls += !wire_query_decode(&m, b->out.at, b->out.bytes);
		host_query(&h, m.seq, jiffies + 5000, &fx);
		break;
	}
	case MSG_OFFER:
		on_offer(b, &fx);
		break;
	case MSG_COMMIT:
		on_commit(b, &fx);
		break;
	case MSG_RECLAIM:
		on_reclaim(b);
		return;
	default:
		wrong_calls++;
		return;
	}
	ack(fx.reply.status, fx.reply.seq, fx.reply.state);
}

static void device_tells(void)
{
	struct host_fx fx;
	struct wire_notice m;
	u8 bytes[WIRE_NOTICE_BYTES];

	if (silent || !next(&fromdev))
		return;
	host_tell(&h, jiffies + 5000, &fx);
	if (!(fx.todo & HOST_FX_NOTICE))
		return;
	m = (struct wire_notice){ .notice = fx.notice.notice, .state = fx.notice.state, .target_pages = fx.notice.target_pages };
	wire_notice_encode(&m, bytes);
	use(&fromdev, bytes, sizeof(bytes));
}

static void device(void)
{
	device_tells();
	device_answers();
}

/* The guest. */

static bool ran(struct work_struct *w, void (*work)(struct work_struct *))
{
	if (!w->queued)
		return false;
	w->queued = false;
	work(w);
	return true;
}

static void run_due(struct delayed_work *w, void (*work)(struct work_struct *))
{
	if (w->work.queued && !time_after(w->due, jiffies))
		ran(&w->work, work);
}

static void guest(void)
{
	reply_work(&a.reply_work);
	run_due(&a.period_work, period_work);
	run_due(&a.offer_tick, offer_tick_work);
	run_due(&a.take_tick, take_tick_work);
	ran(&a.shortage_work, shortage_work);
	ran(&a.move_work, move_work);
	ran(&a.room_work, room_work);
	if (chance(3))
		ran(&a.gather_work, gather_work);
	a.stats_work.queued = false;	/* stats have a test of their own */
}

/* Programs want that many pages; what is not there makes the kernel reclaim, and then run out. */
static void programs_want(long wanted_pages)
{
	unsigned long freed = 0;

	mem_available = PFNS - wanted_pages;
	the_node.node_zones[ZONE_NORMAL].free = mem_available;
	vm_event_states.event[ALLOCSTALL_NORMAL] += si_mem_available() < (long)(PFNS / 20);
	if (si_mem_available() < (long)(PFNS / 10))
		a.shrinker.shrinker.count(&a.shrinker.shrinker, &(struct shrink_control){ .nid = 0 });
	if (si_mem_available() < 0) {
		ooms_ever++;
		oom_notifier->notifier_call(oom_notifier, 0, &freed);
	}
}

/* The kernel wants those blocks. */
static void compact(unsigned int pfn)
{
	unsigned int end = pfn + PFNS / 4 < PFNS ? pfn + PFNS / 4 : PFNS;

	for (; pfn < end; pfn++)
		compaction_asks(pfn);
}

static bool sound(void)
{
	unsigned int page, lost = 0;
	u64 held_pages = 0;

	for (page = 0; page < PFNS; page++) {
		lost += held[page] && !pages[page].out;
		held_pages += held[page];
	}
	return !lost && held_pages == h.held_pages && !wrong_calls && !wrong_frees && !wrong_gathers && !wrong_locks && !unsafe_discards &&
	       a.given.pages == a.g.given_pages && a.offered.pages == a.g.offered_pages &&
	       a.given.pages + a.offered.pages + a.gathered.pages == out_now && out_now == pages_out();
}

static void one_step(void)
{
	struct host_fx fx;

	jiffies += 1 + chance(chance(20) ? 50 : 1500);
	switch (chance(60)) {
	case 0: silent = !silent; break;
	case 1: host_set_state(&h, HOST_PLENTY + chance(3), &fx); break;
	case 2: host_set_state(&h, HOST_PLENTY, &fx); break;
	case 3: host_set_target(&h, chance(3) ? TARGET_NONE : chance(PFNS), &fx); break;
	case 4: case 5: case 6: case 7: programs_want(chance(PFNS)); break;
	case 8: min_order = chance(2) ? 9 : chance(11); break;
	case 9: todev.room = chance(5); break;
	case 10: order_limit = reclaim_order = chance(2) ? AEROSTAT_ORDER_MAX : chance(9); break;
	case 11: case 12: case 13: silent |= asked() == MSG_OFFER; break;
	case 14: case 15: compact(chance(PFNS)); break;
	case 17: vm_event_states.event[PSWPOUT] += chance(300); break;
	case 18: the_node.vm_stat[WORKINGSET_REFAULT_FILE].count += chance(3000); break;
	case 19: floor_mib = chance(100); break;
	case 16: min_order = order_limit = reclaim_order = 0; break;	/* single pages, and no others */
	default: break;
	}
	if (chance(3) == 0)
		device();
	guest();
}

static void heals(void)
{
	struct host_fx fx;

	silent = false;
	todev.room = 4;
	order_limit = reclaim_order = AEROSTAT_ORDER_MAX;
	min_order = 9;
	floor_mib = 0;
	host_set_state(&h, HOST_PLENTY, &fx);
	host_set_target(&h, TARGET_NONE, &fx);
}

/* Until it is so, or for an hour. */
static bool comes_to(bool (*so)(void))
{
	unsigned long end = jiffies + 3600000;

	for (; !so(); jiffies += 20) {
		if (time_after(jiffies, end))
			return false;
		device();
		guest();
	}
	return true;
}

static void pass_s(unsigned int seconds)
{
	unsigned long end = jiffies + 1000ul * seconds;

	for (; !time_after(jiffies, end); jiffies += 20) {
		device();
		guest();
	}
}

static bool all_back(void) { return si_mem_available() >= (long)(PFNS / 10) || !a.g.given_pages; }
static bool given_again(void)
{
	/* the rest is watermarks and headroom, or what high_pct says */
	u64 kept = a.advisor == &adaptive ? WMARK_HIGH + PFNS / 64 : PFNS / 100 * 20;

	return si_mem_available() < (long)(kept + 2 * BLOCK) && a.g.give == GIVE_IDLE;
}

static bool world(u32 seed)
{
	struct host_fx fx;
	unsigned int i, moved;
	const char *failed = NULL;

	random_state = seed * 2654435761u;
	memset(held, 0, sizeof(held));
	silent = false;
	balloon_start(&a, seed % 2 ? &adaptive : &thresholds);
	mem_closed = true;
	the_node.node_zones[ZONE_NORMAL] = (struct zone){ .present_pages = PFNS, .free = PFNS, .low = WMARK_HIGH / 5 * 4, .high = WMARK_HIGH };
	host_init(&h, PFNS, &fx);
	mod_delayed_work(a.urgent_wq, &a.period_work, 0);
	for (i = 0; i < STEPS && !failed; i++) {
		one_step();
		if (i % 4 == 0 && !sound())
			failed = "unsound";
	}
	heals();
	if (!failed) {
		programs_want(PFNS - PFNS / 20);
		if (!comes_to(all_back))
			failed = "programs do not get their memory back";
	}
	if (!failed) {
		programs_want(0);
		if (!comes_to(given_again))
			failed = "it does not give again";
	}
	if (!failed) {
		pass_s(200);		/* a pause may be on, and a last block to give after it */
		moved = given_ever + granted_ever;
		pass_s(400);
		if (given_ever + granted_ever != moved || !sound())
			failed = "it does not rest";
	}
	abandoned_ever += a.counters.abandoned;
	moved_ever += a.counters.moved_pages;
	balloon_stop(&a);
	if (!failed && (pages_out() || live_books))
		failed = "pages or memory are lost";
	if (failed)
		check_note("world %u, step %u: %s; again: sim_test %u", seed, i, failed, seed);
	return !failed;
}

int main(int argc, char **argv)
{
	unsigned int seed, bad = 0;

	if (argc > 1) {
		check("in this world pages are safe, come back, and the guest comes to rest", world(strtoul(argv[1], NULL, 10)));
		return tap_done();
	}
	for (seed = 1; seed <= WORLDS && !bad; seed++)
		bad += !world(seed);
	check("in all worlds pages are safe, come back, and the guest comes to rest", !bad);
	check("offers were committed, abandoned, pages granted, got out of the way, memory ran out",
	      given_ever > WORLDS && granted_ever > WORLDS && abandoned_ever > WORLDS && ooms_ever > WORLDS / 2 && moved_ever > WORLDS);
	check_note("%u offers committed, %u pages granted, %u of them got out of the way, %u offers given up, %u times out of memory",
		   given_ever, granted_ever, moved_ever, abandoned_ever, ooms_ever);
	return tap_done();
}
