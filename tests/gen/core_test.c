// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Runs the core that is generated from spec/: every message through encoder and
 * decoder, every length, every enumerator and count, and the handlers' main walks.
 */
#include "core_gen.h"
#include "test.h"

enum { ROOM = WIRE_GRANT_BYTES + (EXTENTS_MAX + 2) * WIRE_EXTENT_BYTES };

static u8 buf[ROOM];

static u32 word(unsigned int at)
{
	return buf[at] | buf[at + 1] << 8 | buf[at + 2] << 16 | (u32)buf[at + 3] << 24;
}

static void set_word(unsigned int at, u32 value)
{
	for (int i = 0; i < 4; i++)
		buf[at + i] = value >> 8 * i;
}

/* Decodes what is in buf and compares: the message is well-formed, in this length only. */
#define only_length(name, right) \
	do { \
		struct wire_##name again; \
		for (size_t len = 0; len <= ROOM; len++) \
			must(wire_##name##_decode(&again, buf, len) == (len == (right))); \
		done("wire_" #name ": no other length"); \
	} while (0)

/* The 32 bits at this offset are refused unless they are between first and last. */
#define only_values(name, length, at, first, last, what) \
	do { \
		struct wire_##name again; \
		u32 kept = word(at); \
		static const u32 far[] = { 0xffffffff, 0x100, 0x10001, 0x1000001, 0x80000001 }; \
		for (u32 v = 0; v < 20; v++) { \
			set_word(at, v); \
			must(wire_##name##_decode(&again, buf, length) == (v >= (u32)(first) && v <= (u32)(last))); \
		} \
		for (int i = 0; i < 5; i++) { \
			set_word(at, far[i]); \
			must(!wire_##name##_decode(&again, buf, length)); \
		} \
		set_word(at, kept); \
		done("wire_" #name ": " what); \
	} while (0)

/* For each count the length that fits it, up to the limit. */
#define only_counts(name, fixed, at, each, max) \
	do { \
		struct wire_##name again; \
		for (u32 n = 0; n <= (max) + 2; n++) { \
			set_word(at, n); \
			must(wire_##name##_decode(&again, buf, (fixed) + n * (each)) == (n <= (max))); \
			must(!wire_##name##_decode(&again, buf, (fixed) + n * (each) + 1)); \
		} \
		/* 2^28 elements of 16 bytes are 2^32 bytes: nothing may wrap */ \
		set_word(at, 1u << 28); \
		must(!wire_##name##_decode(&again, buf, fixed)); \
		done("wire_" #name ": counts"); \
	} while (0)

#define SEQ 0x89abcdefu
#define BIG 0x0123456789abcdefull

static void test_messages(void)
{
	struct wire_extent extent = { BIG, ~BIG }, extent2;
	struct wire_stat stat = { 0xbeef, BIG }, stat2;
	struct wire_query query = { SEQ }, query2;
	struct wire_offer offer = { SEQ, BIG, 0x7f80ff01, 2 }, offer2;
	struct wire_commit commit = { SEQ }, commit2;
	struct wire_report report = { SEQ }, report2;
	struct wire_reclaim reclaim = { SEQ, BIG, ~BIG }, reclaim2;
	struct wire_stats stats = { SEQ, 3 }, stats2;
	struct wire_ack ack = { ST_UNKNOWN, SEQ, HOST_MIGRATING, BIG }, ack2;
	struct wire_grant grant = { ST_GRANTED, SEQ, HOST_TIGHT, BIG, 2 }, grant2;
	struct wire_notice notice = { NOTICE_TARGET, HOST_PLENTY, BIG, ~BIG }, notice2;
	struct wire_config config = { 1, 2, 3, SEQ }, config2;
	struct wire_floor floor = { BIG }, floor2;

	wire_extent_encode(&extent, buf);
	must(!memcmp(buf, "\xef\xcd\xab\x89\x67\x45\x23\x01\x10\x32\x54\x76\x98\xba\xdc\xfe", WIRE_EXTENT_BYTES));
	must(wire_extent_decode(&extent2, buf, WIRE_EXTENT_BYTES));
	must(extent2.addr == extent.addr && extent2.pages == extent.pages);
	done("wire_extent: its bytes, and back");
	only_length(extent, WIRE_EXTENT_BYTES);

	wire_stat_encode(&stat, buf);
	must(!memcmp(buf, "\xef\xbe\xef\xcd\xab\x89\x67\x45\x23\x01", WIRE_STAT_BYTES));
	must(wire_stat_decode(&stat2, buf, WIRE_STAT_BYTES) && stat2.tag == stat.tag && stat2.value == stat.value);
	done("wire_stat: its bytes, and back");
	only_length(stat, WIRE_STAT_BYTES);

	wire_query_encode(&query, buf);
	must(!memcmp(buf, "\1\0\0\0\xef\xcd\xab\x89", WIRE_QUERY_BYTES));
	must(wire_query_decode(&query2, buf, WIRE_QUERY_BYTES) && query2.seq == SEQ);
	done("wire_query: its bytes, and back");
	only_length(query, WIRE_QUERY_BYTES);
	only_values(query, WIRE_QUERY_BYTES, 0, MSG_QUERY, MSG_QUERY, "its kind");

	wire_offer_encode(&offer, buf);
	must(word(0) == MSG_OFFER && word(4) == SEQ && word(8) == 0x89abcdef && word(12) == 0x01234567 &&
	     word(16) == 0x7f80ff01 && word(20) == 2);
	must(wire_offer_decode(&offer2, buf, WIRE_OFFER_BYTES + 2 * WIRE_EXTENT_BYTES));
	must(offer2.seq == SEQ && offer2.sent_at_ms == BIG && offer2.ttl_ms == 0x7f80ff01 && offer2.count == 2);
	done("wire_offer: its bytes, and back");
	only_length(offer, WIRE_OFFER_BYTES + 2 * WIRE_EXTENT_BYTES);
	only_values(offer, WIRE_OFFER_BYTES + 2 * WIRE_EXTENT_BYTES, 0, MSG_OFFER, MSG_OFFER, "its kind");
	only_counts(offer, WIRE_OFFER_BYTES, 20, WIRE_EXTENT_BYTES, EXTENTS_MAX);

	wire_commit_encode(&commit, buf);
	must(word(0) == MSG_COMMIT && word(4) == SEQ);
	must(wire_commit_decode(&commit2, buf, WIRE_COMMIT_BYTES) && commit2.seq == SEQ);
	done("wire_commit: its bytes, and back");
	only_length(commit, WIRE_COMMIT_BYTES);
	only_values(commit, WIRE_COMMIT_BYTES, 0, MSG_COMMIT, MSG_COMMIT, "its kind");

	wire_report_encode(&report, buf);
	must(word(0) == MSG_REPORT && word(4) == SEQ);
	must(wire_report_decode(&report2, buf, WIRE_REPORT_BYTES) && report2.seq == SEQ);
	done("wire_report: its bytes, and back");
	only_length(report, WIRE_REPORT_BYTES);
	only_values(report, WIRE_REPORT_BYTES, 0, MSG_REPORT, MSG_REPORT, "its kind");

	wire_reclaim_encode(&reclaim, buf);
	must(word(0) == MSG_RECLAIM && word(4) == SEQ && word(8) == 0x89abcdef && word(12) == 0x01234567 &&
	     word(16) == ~0x89abcdefu && word(20) == ~0x01234567u);
	must(wire_reclaim_decode(&reclaim2, buf, WIRE_RECLAIM_BYTES));
	must(reclaim2.seq == SEQ && reclaim2.want_pages == BIG && reclaim2.near_addr == ~BIG);
	done("wire_reclaim: its bytes, and back");
	only_length(reclaim, WIRE_RECLAIM_BYTES);
	only_values(reclaim, WIRE_RECLAIM_BYTES, 0, MSG_RECLAIM, MSG_RECLAIM, "its kind");

	wire_stats_encode(&stats, buf);
	must(word(0) == MSG_STATS && word(4) == SEQ && word(8) == 3);
	must(wire_stats_decode(&stats2, buf, WIRE_STATS_BYTES + 3 * WIRE_STAT_BYTES));
	must(stats2.seq == SEQ && stats2.count == 3);
	done("wire_stats: its bytes, and back");
	only_length(stats, WIRE_STATS_BYTES + 3 * WIRE_STAT_BYTES);
	only_values(stats, WIRE_STATS_BYTES + 3 * WIRE_STAT_BYTES, 0, MSG_STATS, MSG_STATS, "its kind");
	only_counts(stats, WIRE_STATS_BYTES, 8, WIRE_STAT_BYTES, STATS_MAX);

	wire_ack_encode(&ack, buf);
	must(word(0) == ST_UNKNOWN && word(4) == SEQ && word(8) == HOST_MIGRATING && word(12) == 0x89abcdef &&
	     word(16) == 0x01234567);
	must(wire_ack_decode(&ack2, buf, WIRE_ACK_BYTES));
	must(ack2.status == ack.status && ack2.seq == SEQ && ack2.state == ack.state && ack2.host_time_ms == BIG);
	done("wire_ack: its bytes, and back");
	only_length(ack, WIRE_ACK_BYTES);
	only_values(ack, WIRE_ACK_BYTES, 0, ST_OK, ST_GRANTED, "its status");
	only_values(ack, WIRE_ACK_BYTES, 8, HOST_PLENTY, HOST_MIGRATING, "its state");

	wire_grant_encode(&grant, buf);
	must(word(0) == ST_GRANTED && word(8) == HOST_TIGHT && word(20) == 2);
	must(wire_grant_decode(&grant2, buf, WIRE_GRANT_BYTES + 2 * WIRE_EXTENT_BYTES));
	must(grant2.status == grant.status && grant2.seq == SEQ && grant2.state == grant.state &&
	     grant2.host_time_ms == BIG && grant2.count == 2);
	done("wire_grant: its bytes, and back");
	only_length(grant, WIRE_GRANT_BYTES + 2 * WIRE_EXTENT_BYTES);
	only_values(grant, WIRE_GRANT_BYTES + 2 * WIRE_EXTENT_BYTES, 0, ST_OK, ST_GRANTED, "its status");
	only_values(grant, WIRE_GRANT_BYTES + 2 * WIRE_EXTENT_BYTES, 8, HOST_PLENTY, HOST_MIGRATING, "its state");
	only_counts(grant, WIRE_GRANT_BYTES, 20, WIRE_EXTENT_BYTES, EXTENTS_MAX);

	wire_notice_encode(&notice, buf);
	must(word(0) == NOTICE_TARGET && word(4) == HOST_PLENTY && word(8) == 0x89abcdef && word(16) == 0x76543210);
	must(wire_notice_decode(&notice2, buf, WIRE_NOTICE_BYTES));
	must(notice2.notice == notice.notice && notice2.state == notice.state && notice2.target_pages == BIG &&
	     notice2.host_time_ms == ~BIG);
	done("wire_notice: its bytes, and back");
	only_length(notice, WIRE_NOTICE_BYTES);
	only_values(notice, WIRE_NOTICE_BYTES, 0, NOTICE_STATE, NOTICE_STATS, "its kind");
	only_values(notice, WIRE_NOTICE_BYTES, 4, HOST_PLENTY, HOST_MIGRATING, "its state");

	wire_config_encode(&config, buf);
	must(word(0) == 1 && word(4) == 2 && word(8) == 3 && word(12) == SEQ);
	must(wire_config_decode(&config2, buf, WIRE_CONFIG_BYTES));
	must(config2.version == 1 && config2.page_bytes == 2 && config2.extents_max == 3 && config2.stats_max == SEQ);
	done("wire_config: its bytes, and back");
	only_length(config, WIRE_CONFIG_BYTES);

	wire_floor_encode(&floor, buf);
	must(word(0) == 0x89abcdef && word(4) == BIG >> 32);
	must(wire_floor_decode(&floor2, buf, WIRE_FLOOR_BYTES) && floor2.floor_bytes == BIG);
	done("wire_floor: its bytes, and back");
	only_length(floor, WIRE_FLOOR_BYTES);
}

static void test_peek(void)
{
	enum msg type;

	for (u32 v = 0; v < 300; v++) {
		set_word(0, v);
		must(wire_msg_peek(&type, buf, 4) == (v >= MSG_QUERY && v <= MSG_REPORT));
		must(v < MSG_QUERY || v > MSG_REPORT || type == v);
		must(!wire_msg_peek(&type, buf, 3) && !wire_msg_peek(&type, buf, 0));
	}
	set_word(0, 0x01000001);
	must(!wire_msg_peek(&type, buf, ROOM));
	done("wire_msg_peek: known kinds only");
}

/* A guest that has sent an offer of 10 pages. */
static void offered(struct guest *g, struct guest_fx *fx)
{
	guest_init(g, 100, 50, 60, fx);
	guest_collect(g, 10, fx);
	must(fx->todo == 0 && g->link == LINK_DOWN);
	guest_start(g, fx);
	must(fx->todo == 0 && g->link == LINK_UP);
	guest_collect(g, 10, fx);
	must(fx->todo == GUEST_FX_SEND_QUERY && fx->send_query.seq == 1);
	guest_state(g, 1, ST_OK, HOST_PLENTY, 5000, 1000, fx);
	must(fx->todo == GUEST_FX_GATHER && fx->gather.want_pages == 10);
	guest_offer(g, 10, 1003, fx);
	must(fx->todo == GUEST_FX_SEND_OFFER && fx->send_offer.seq == 1 && fx->send_offer.sent_at_ms == 5003 &&
	     fx->send_offer.ttl_ms == 50 && fx->send_offer.pages == 10);
	must(g->give == GIVE_WAIT_ACK && g->offered_pages == 10);
}

static void test_guest(void)
{
	struct guest g;
	struct guest_fx fx;

	offered(&g, &fx);
	done("guest: query, gather, offer");

	guest_ack(&g, 1, ST_ACCEPTED, HOST_PLENTY, &fx);
	must(fx.todo == GUEST_FX_SEND_COMMIT && fx.send_commit.seq == 1 && g.give == GIVE_WAIT_DONE);
	guest_done(&g, 1, ST_DONE, HOST_TIGHT, &fx);
	must(fx.todo == GUEST_FX_KEEP_OFFERED && g.given_pages == 10 && g.offered_pages == 0 && g.state == HOST_TIGHT);
	done("guest: ack, commit, done");

	guest_pressure(&g, 7, BIG, 0, 2000, &fx);
	must(fx.todo == 0 && g.take == TAKE_NONE);
	guest_pressure(&g, 7, BIG, 2, 2000, &fx);
	must(fx.todo == GUEST_FX_SEND_RECLAIM && fx.send_reclaim.take_seq == 1 && fx.send_reclaim.want_pages == 7 &&
	     fx.send_reclaim.near_addr == BIG && fx.send_reclaim.grant_ms == 60 && g.take == TAKE_ASKED);
	must(fx.send_reclaim.fit_extents == 2 && g.fit_extents == 2);
	guest_tick(&g, 2060, &fx);
	must(fx.todo == GUEST_FX_WARN_OVERDUE && g.take == TAKE_OVERDUE);
	guest_grant(&g, HOST_PLENTY, 2, 7, 0, &fx);
	must(fx.todo == GUEST_FX_ABSORB_GRANT && g.given_pages == 3 && g.take == TAKE_NONE && g.fit_extents == 0);
	done("guest: pressure, overdue, a late grant");

	guest_pressure(&g, 3, BIG, 2, 3000, &fx);
	guest_grant(&g, HOST_PLENTY, 3, 3, 0, &fx);
	must(fx.todo == 0 && g.given_pages == 3 && g.take == TAKE_NONE && g.fit_extents == 0);
	done("guest: a grant of more runs than the books have room for is ignored");

	offered(&g, &fx);
	guest_tick(&g, 1052, &fx);
	must(fx.todo == 0 && g.give == GIVE_WAIT_ACK);
	guest_tick(&g, 1053, &fx);
	must(fx.todo == GUEST_FX_RELEASE_OFFERED && g.give == GIVE_ABANDONED && g.offered_pages == 0);
	guest_ack(&g, 1, ST_ACCEPTED, HOST_PLENTY, &fx);
	must(fx.todo == 0 && g.give == GIVE_IDLE);
	done("guest: an offer given up in time, and its late ack");

	offered(&g, &fx);
	guest_ack(&g, 2, ST_ACCEPTED, HOST_PLENTY, &fx);
	must(fx.todo == GUEST_FX_RELEASE_OFFERED && g.give == GIVE_IDLE);
	done("guest: the ack of another offer");

	g.seq = SEQ_LAST;
	guest_collect(&g, 1, &fx);
	must(g.seq == 0 && fx.send_query.seq == 0);
	done("guest: sequence numbers go round");

	guest_reset(&g, &fx);
	must(fx.todo == (GUEST_FX_RELEASE_OFFERED | GUEST_FX_RELEASE_GIVEN) && g.give == GIVE_IDLE && g.link == LINK_DOWN);
	done("guest: reset");

	offered(&g, &fx);
	guest_stop(&g, &fx);
	must(fx.todo == GUEST_FX_RELEASE_OFFERED && g.give == GIVE_ABANDONED && g.link == LINK_STOPPING);
	guest_ack(&g, 1, ST_ACCEPTED, HOST_PLENTY, &fx);
	guest_collect(&g, 10, &fx);
	must(fx.todo == 0 && g.give == GIVE_IDLE);
	guest_stats(&g, &fx);
	must(fx.todo == 0 && g.stats == STATS_IDLE);
	done("guest: stopping, an offer comes back and nothing new is sent");

	offered(&g, &fx);
	guest_ack(&g, 1, ST_ACCEPTED, HOST_PLENTY, &fx);
	guest_stop(&g, &fx);
	must(fx.todo == 0 && g.give == GIVE_WAIT_DONE && g.offered_pages == 10);
	guest_pressure(&g, 5, ADDR_NONE, 1, 2000, &fx);
	must(fx.todo == 0 && g.take == TAKE_NONE);
	done("guest: stopping, what is committed stays the host's");
}

static void reported(struct guest *g, struct guest_fx *fx)
{
	guest_init(g, 100, 50, 60, fx);
	guest_report(g, 10, true, 1000, fx);
	must(fx->todo == 0 && g->link == LINK_DOWN);
	guest_start(g, fx);
	guest_report(g, 10, false, 1000, fx);
	must(fx->todo == 0 && g->give == GIVE_IDLE);
	guest_report(g, 101, true, 1000, fx);
	must(fx->todo == 0 && g->give == GIVE_IDLE);
	guest_report(g, 10, true, 1000, fx);
	must(fx->todo == GUEST_FX_OFFER_ISOLATED && fx->offer_isolated.seq == 1 && fx->offer_isolated.sent_at_ms == TIME_MAX_MS &&
	     fx->offer_isolated.ttl_ms == 50 && fx->offer_isolated.pages == 10);
	must(g->give == GIVE_WAIT_ACK && g->reporting && g->offered_pages == 10);
}

static void test_guest_reports(void)
{
	struct guest g;
	struct guest_fx fx;

	reported(&g, &fx);
	guest_ack(&g, 1, ST_ACCEPTED, HOST_PLENTY, &fx);
	must(fx.todo == GUEST_FX_SEND_REPORT && fx.send_report.seq == 1 && g.give == GIVE_WAIT_REPORTED);
	guest_tick(&g, 9000, &fx);
	must(fx.todo == 0 && g.give == GIVE_WAIT_REPORTED && g.offered_pages == 10);
	guest_pressure(&g, 5, ADDR_NONE, 1, 9000, &fx);
	must(fx.todo == 0 && g.take == TAKE_NONE);
	guest_done(&g, 1, ST_DONE, HOST_PLENTY, &fx);
	must(fx.todo == 0 && g.give == GIVE_WAIT_REPORTED);
	guest_reported(&g, HOST_TIGHT, &fx);
	must(fx.todo == GUEST_FX_RELEASE_OFFERED && g.give == GIVE_IDLE && g.offered_pages == 0 && g.given_pages == 0);
	must(g.state == HOST_TIGHT);
	done("guest: offer, ack, report, and its pages are back");

	reported(&g, &fx);
	guest_tick(&g, 1050, &fx);
	must(fx.todo == GUEST_FX_RELEASE_OFFERED && g.give == GIVE_ABANDONED && g.offered_pages == 0);
	guest_report(&g, 10, true, 2000, &fx);
	must(fx.todo == 0);
	guest_ack(&g, 1, ST_ACCEPTED, HOST_PLENTY, &fx);
	must(fx.todo == 0 && g.give == GIVE_IDLE);
	guest_collect(&g, 10, &fx);
	guest_report(&g, 10, true, 2000, &fx);
	must(fx.todo == 0 && g.give == GIVE_WAIT_STATE);
	guest_state(&g, g.seq, ST_OK, HOST_PLENTY, 5000, 2000, &fx);
	guest_offer(&g, 10, 2001, &fx);
	must(!g.reporting);
	guest_ack(&g, g.seq, ST_ACCEPTED, HOST_PLENTY, &fx);
	must(fx.todo == GUEST_FX_SEND_COMMIT);
	done("guest: a report given up in time, and a collection after it");
}

static void test_host(void)
{
	struct host h;
	struct host_fx fx;

	host_init(&h, 100, &fx);
	host_offer(&h, 1, 5000, 50, 10, true, 5050, &fx);
	must(fx.todo == (HOST_FX_RESERVE | HOST_FX_REPLY) && fx.reply.status == ST_ACCEPTED && fx.reply.seq == 1 &&
	     fx.reply.state == HOST_PLENTY && fx.reply.now_ms == 5050 && h.reserved_pages == 10);
	host_commit(&h, 1, 5051, &fx);
	must(fx.todo == HOST_FX_DISCARD && h.resv == RESV_DISCARDING && h.held_pages == 0);
	host_discarded(&h, 5052, &fx);
	must(fx.todo == (HOST_FX_HOLD | HOST_FX_REPLY_COMMIT) && fx.reply_commit.status == ST_DONE && h.held_pages == 10);
	done("host: offer, commit, discarded");

	host_offer(&h, 2, 5000, 50, 10, true, 5051, &fx);
	must(fx.todo == (HOST_FX_DROP_RESERVED | HOST_FX_REPLY) && fx.reply.status == ST_REFUSED_LATE);
	host_offer(&h, 3, 5000, 50, 91, true, 5000, &fx);
	must(fx.reply.status == ST_BAD && h.resv == RESV_NONE);
	host_commit(&h, 3, 5051, &fx);
	must(fx.todo == HOST_FX_REPLY && fx.reply.status == ST_UNKNOWN);
	done("host: late, too much, and a commit of nothing");

	host_reclaim(&h, 4, 20, 10, 6000, &fx);
	must(fx.todo == (HOST_FX_GRANT | HOST_FX_REPLY_GRANT) && fx.reply_grant.status == ST_GRANTED &&
	     fx.reply_grant.pick_pages == 10 && h.held_pages == 0);
	host_reclaim(&h, 5, 20, 1, 6000, &fx);
	must(fx.todo == HOST_FX_REPLY_GRANT && fx.reply_grant.status == ST_REFUSED_HOST);
	done("host: reclaim");

	host_set_state(&h, HOST_TIGHT, &fx);
	must(fx.todo == HOST_FX_TELL && h.tell_state);
	host_set_target(&h, 55, &fx);
	host_tell(&h, 7000, &fx);
	must(fx.todo == (HOST_FX_NOTICE | HOST_FX_TELL) && fx.notice.notice == NOTICE_STATE &&
	     fx.notice.state == HOST_TIGHT && !h.tell_state);
	host_tell(&h, 7000, &fx);
	must(fx.todo == HOST_FX_NOTICE && fx.notice.notice == NOTICE_TARGET && fx.notice.target_pages == 55);
	host_tell(&h, 7000, &fx);
	must(fx.todo == 0);
	done("host: notices, one a buffer");

	host_load(&h, HOST_PLENTY, &fx);
	must(fx.todo == HOST_FX_TELL && h.tell_state && h.state == HOST_PLENTY);
	host_offer(&h, 6, 0, 50, 10, true, 0, &fx);
	host_commit(&h, 6, 0, &fx);
	host_load(&h, HOST_TIGHT, &fx);
	must(fx.todo == (HOST_FX_DISCARD | HOST_FX_TELL) && h.resv == RESV_DISCARDING && h.reserved_pages == 10);
	host_discarded(&h, 1, &fx);
	must(fx.todo == (HOST_FX_HOLD | HOST_FX_REPLY_COMMIT) && fx.reply_commit.state == HOST_TIGHT && h.held_pages == 10);
	done("host: loaded, a discard under way starts anew");

	host_init(&h, 100, &fx);
	host_offer(&h, 7, TIME_MAX_MS, 50, 10, true, 5000, &fx);
	must(fx.reply.status == ST_ACCEPTED);
	host_report(&h, 7, false, 5000, &fx);
	must(fx.todo == HOST_FX_REPLY && fx.reply.status == ST_BAD && h.resv == RESV_HELD);
	host_report(&h, 6, true, 5000, &fx);
	must(fx.todo == HOST_FX_REPLY && fx.reply.status == ST_UNKNOWN && fx.reply.seq == 6);
	host_report(&h, 7, true, 5000, &fx);
	must(fx.todo == HOST_FX_DISCARD && h.resv == RESV_DISCARDING && h.resv_report);
	host_report(&h, 7, true, 5000, &fx);
	must(fx.todo == HOST_FX_REPLY && fx.reply.status == ST_BAD);
	host_discarded(&h, 5001, &fx);
	must(fx.todo == HOST_FX_REPLY_REPORT && fx.reply_report.status == ST_DONE && fx.reply_report.seq == 7);
	must(h.held_pages == 0 && h.reserved_pages == 0 && h.resv == RESV_NONE && !h.resv_report);
	done("host: offer, report, discarded, and nothing is held");
}

int main(void)
{
	test_messages();
	test_peek();
	test_guest();
	test_guest_reports();
	test_host();
	return tap_done();
}
