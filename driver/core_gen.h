/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
/*
 * The protocol's core: states, effects, messages, handlers.
 * Generated from spec/ (SHA-256 54f6762dbd389c32) by gen 1; do not edit:
 * change spec/ and run make gen.
 */
#ifndef AEROSTAT_CORE_GEN_H
#define AEROSTAT_CORE_GEN_H

#ifdef __KERNEL__
#include <linux/types.h>
#else
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#ifndef AEROSTAT_TYPES
#define AEROSTAT_TYPES
typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
#endif
#endif

/* Limits */
#define PAGE_BYTES	4096u			/* bytes: a page, on the wire and in the books */
#define EXTENTS_MAX	1024u			/* extents: the most in one offer or one grant */
#define STATS_MAX	32u			/* tag and value pairs: the most in one report */
#define SEQ_LAST	4294967295u		/* sequence numbers run 0 .. SEQ_LAST, then 0 again */
#define PAGES_MAX	1099511627776ull	/* pages: 4 PiB, far above any guest; sums stay in 64 bits */
#define TIME_MAX_MS	4611686018427387904ull	/* milliseconds: a clock reading above this is no clock */
#define TARGET_NONE	18446744073709551615ull	/* pages: the operator has set no target */
#define ADDR_NONE	18446744073709551615ull	/* bytes: no address */
#define WIRE_VERSION	2u			/* of the messages in wire.pml */
#define FEATURE_REPORT	0u			/* virtio feature bit: the device takes MSG_REPORT */
#define FEATURE_FLOOR	1u			/* virtio feature bit: wire_floor stands behind wire_config */

/* What a buffer on todevq asks. */
enum msg {
	MSG_QUERY = 1,		/* what state is the host in, and what time is it there? */
	MSG_OFFER,		/* these pages are out of use: do you want them? */
	MSG_COMMIT,		/* the pages of the accepted offer are yours from here on */
	MSG_RECLAIM,		/* give back so many pages, from here if you hold some, else any */
	MSG_STATS,		/* how the guest's memory is doing */
	MSG_REPORT		/* discard the pages of the accepted offer: with the answer they are the guest's again */
};

/* How the device answers. */
enum status {
	ST_OK = 1,		/* the query or the stats were taken */
	ST_ACCEPTED,		/* offer: reserved, nothing is discarded before the commit or the report */
	ST_REFUSED_LATE,	/* offer: past its deadline by the host's clock */
	ST_REFUSED_HOST,	/* offer: the host wants none; reclaim: it lacks what it held */
	ST_BAD,			/* malformed, or pages that this guest cannot give */
	ST_DONE,		/* commit: discarded, the host holds the pages; report: discarded, the guest has them */
	ST_UNKNOWN,		/* commit, report: no such reservation, the pages are still the guest's */
	ST_GRANTED		/* reclaim: these pages are the guest's again */
};

/* The host's own condition, in every answer and on fromdevq. */
enum host_state {
	HOST_PLENTY = 1,	/* takes what it is given and returns what it is asked for */
	HOST_TIGHT,		/* short of memory itself: cannot serve a reclaim now */
	HOST_MIGRATING		/* the VM is on its way to another host: wants no pages now */
};

/* What a buffer on fromdevq says. */
enum notice {
	NOTICE_STATE = 1,	/* the host's state has changed */
	NOTICE_TARGET,		/* the operator has set a target */
	NOTICE_STATS		/* somebody wants the guest's stats */
};

/*
 * The driver's machine.  Giving (`give`) is patient: query, gather, offer,
 * commit, one collection at a time.  A report takes its place for a while: offer,
 * report, and the pages are the guest's again.  Taking (`take`) is not patient: one
 * reclaim may go out at any moment, whatever giving is doing.  Stats (`stats`) go beside both.
 * Each of the three has one buffer in flight at most, so todevq never fills up.
 *
 * The link to the device ends and begins like this, and in between the pages are
 *
 *   probe                    guest_init, guest_start              the guest's
 *   unbind, reboot, kexec    guest_stop, the reset, guest_reset   the guest's
 *   suspend, resume          the same, then guest_start           the guest's
 *   the device gives up      the same (it answers no more)        as they were, until the reset
 *   surprise removal         guest_reset: no device, no books     the guest's
 *   migration                nothing: the books travel (host_load) as they were
 */
enum link_state {
	LINK_DOWN = 1,		/* the device is reset, or not there: every page is the guest's */
	LINK_UP,
	LINK_STOPPING		/* nothing new is sent; what is committed stays the host's until the reset */
};

enum give_state {
	GIVE_IDLE = 1,
	GIVE_WAIT_STATE,	/* query sent */
	GIVE_GATHER,		/* the worker is taking pages out of use */
	GIVE_DROPPED,		/* given up, and the worker not back yet: no other may begin */
	GIVE_WAIT_ACK,		/* offer sent */
	GIVE_ABANDONED,		/* offer given up, its buffer not back yet */
	GIVE_WAIT_DONE,		/* commit sent: the pages are the host's */
	GIVE_WAIT_REPORTED	/* report sent: the host discards the pages, and they come back with its answer */
};

enum take_state {
	TAKE_NONE = 1,
	TAKE_ASKED,		/* reclaim sent */
	TAKE_OVERDUE		/* the same, and the answer is late */
};

enum stats_state {
	STATS_IDLE = 1,
	STATS_SENT,
	STATS_AGAIN		/* wanted again while a report is in flight */
};

/*
 * The device's machine.  It reserves what it accepts, discards only what is
 * committed or reported, keeps the count of what it holds, and answers every message.
 *
 * What happens to the VM, and whose the pages are afterwards:
 *
 *   the driver resets the device     host_reset               the guest's
 *   reboot, hot unplug               host_reset               the guest's: nothing more is discarded
 *   migration, and snapshots         host_set_state before,   as they were: state, reservation, books and
 *                                    host_load on arrival     queues are part of the VM and travel with it
 */
enum resv_state {
	RESV_NONE = 1,
	RESV_HELD,		/* an offer is accepted: nothing is touched yet */
	RESV_DISCARDING		/* it is committed or reported, and being discarded */
};

/* The guest's machine */

struct guest {
	enum give_state give;
	enum take_state take;
	enum stats_state stats;
	enum link_state link;
	enum host_state state;		/* as last heard */
	bool reporting;			/* the last offer was that of a report */
	u32 seq;			/* of the collection */
	u32 take_seq;			/* of the reclaim */
	u32 fit_extents;		/* the answer to the reclaim may list: so many the books can take; 0: nothing is asked */
	u64 want_pages;			/* this collection may gather */
	u64 offered_pages;		/* in the offer in flight, committed or not */
	u64 given_pages;		/* that the host has */
	u64 total_pages;		/* of the guest */
	u64 target_pages;		/* the operator wants the host to have, or TARGET_NONE */
	u64 heard_host_ms;		/* the host's clock, in the answer to the query ... */
	u64 heard_at_ms;		/* ... and the guest's own at that moment */
	u64 sent_at_ms;			/* the offer, by the guest's clock */
	u64 asked_at_ms;		/* the reclaim, by the guest's clock */
	u32 ttl_ms;			/* patience with an offer */
	u32 grant_ms;			/* patience with a reclaim */
};

/* What guest_*() ask their caller to perform, in this order. */
#define GUEST_FX_RELEASE_GATHERED	0x1u
#define GUEST_FX_RELEASE_OFFERED	0x2u
#define GUEST_FX_KEEP_OFFERED		0x4u
#define GUEST_FX_RELEASE_GIVEN		0x8u
#define GUEST_FX_ABSORB_GRANT		0x10u
#define GUEST_FX_SEND_QUERY		0x20u
#define GUEST_FX_GATHER			0x40u
#define GUEST_FX_SEND_OFFER		0x80u
#define GUEST_FX_OFFER_ISOLATED		0x100u
#define GUEST_FX_SEND_COMMIT		0x200u
#define GUEST_FX_SEND_REPORT		0x400u
#define GUEST_FX_SEND_RECLAIM		0x800u
#define GUEST_FX_SEND_STATS		0x1000u
#define GUEST_FX_WARN_OVERDUE		0x2000u

struct guest_fx {
	u32 todo;	/* GUEST_FX_*; what is not in it has no arguments here */
	struct {
		u32 seq;
	} send_query;
	struct {
		u64 want_pages;
	} gather;
	struct {
		u32 seq;
		u64 sent_at_ms;
		u32 ttl_ms;
		u64 pages;
	} send_offer;
	struct {
		u32 seq;
		u64 sent_at_ms;
		u32 ttl_ms;
		u64 pages;
	} offer_isolated;
	struct {
		u32 seq;
	} send_commit;
	struct {
		u32 seq;
	} send_report;
	struct {
		u32 take_seq;
		u64 want_pages;
		u64 near_addr;
		u32 fit_extents;
		u32 grant_ms;
	} send_reclaim;
	struct {
		u32 take_seq;
	} warn_overdue;
};

/* The host's machine */

struct host {
	enum resv_state resv;
	enum host_state state;		/* the host's own condition */
	bool resv_report;		/* it is reported: its pages stay the guest's */
	u32 resv_seq;			/* of the reservation */
	u64 reserved_pages;
	u64 held_pages;
	u64 total_pages;		/* of the guest */
	u64 target_pages;		/* the operator's, or TARGET_NONE */
	bool tell_state;		/* a notice is due and waits for a buffer on fromdevq */
	bool tell_target;
	bool tell_stats;
};

/* What host_*() ask their caller to perform, in this order. */
#define HOST_FX_DROP_RESERVED		0x1u
#define HOST_FX_RESERVE			0x2u
#define HOST_FX_DISCARD			0x4u
#define HOST_FX_HOLD			0x8u
#define HOST_FX_GRANT			0x10u
#define HOST_FX_DROP_HELD		0x20u
#define HOST_FX_PUBLISH_STATS		0x40u
#define HOST_FX_REPLY			0x80u
#define HOST_FX_REPLY_COMMIT		0x100u
#define HOST_FX_REPLY_REPORT		0x200u
#define HOST_FX_REPLY_GRANT		0x400u
#define HOST_FX_NOTICE			0x800u
#define HOST_FX_TELL			0x1000u

struct host_fx {
	u32 todo;	/* HOST_FX_*; what is not in it has no arguments here */
	struct {
		enum status status;
		u32 seq;
		enum host_state state;
		u64 now_ms;
	} reply;
	struct {
		enum status status;
		u32 seq;
		enum host_state state;
		u64 now_ms;
	} reply_commit;
	struct {
		enum status status;
		u32 seq;
		enum host_state state;
		u64 now_ms;
	} reply_report;
	struct {
		enum status status;
		u32 seq;
		enum host_state state;
		u64 pick_pages;
		u64 now_ms;
	} reply_grant;
	struct {
		enum notice notice;
		enum host_state state;
		u64 target_pages;
		u64 now_ms;
	} notice;
};

/*@ predicate guest_inv(struct guest *g) =
      g->offered_pages + g->given_pages <= g->total_pages <= PAGES_MAX &&
      g->heard_host_ms <= TIME_MAX_MS && g->heard_at_ms <= TIME_MAX_MS &&
      (g->offered_pages > 0 ==>
       g->give == GIVE_WAIT_ACK || g->give == GIVE_WAIT_DONE || g->give == GIVE_WAIT_REPORTED) &&
      (g->give == GIVE_WAIT_DONE ==> !g->reporting) &&
      (g->give == GIVE_WAIT_REPORTED ==> g->reporting && g->offered_pages > 0) &&
      (g->give == GIVE_WAIT_ACK ==> g->offered_pages > 0) &&
      (g->take != TAKE_NONE <==> g->fit_extents > 0) &&
      (g->link != LINK_UP ==> g->give != GIVE_GATHER && g->give != GIVE_WAIT_ACK) &&
      (g->link == LINK_DOWN ==> g->give == GIVE_IDLE && g->take == TAKE_NONE && g->stats == STATS_IDLE &&
       g->offered_pages == 0 && g->given_pages == 0); */

/*@ predicate host_inv(struct host *h) =
      h->reserved_pages + h->held_pages <= h->total_pages <= PAGES_MAX &&
      (h->reserved_pages > 0 ==> h->resv == RESV_HELD || h->resv == RESV_DISCARDING) &&
      (h->resv_report ==> h->resv == RESV_DISCARDING); */

/* Handlers: each sets fx->todo, and of fx's other members those that stand in it. */

/*@ requires \valid(g) && \valid(fx) && \separated(g, fx);
    requires total_pages <= PAGES_MAX;
    assigns *g, fx->todo;
    ensures guest_inv(g) && fx->todo == 0;
    ensures g->give == GIVE_IDLE && g->take == TAKE_NONE && g->stats == STATS_IDLE && g->link == LINK_DOWN;
    ensures g->state == HOST_PLENTY && g->target_pages == TARGET_NONE && !g->reporting;
    ensures g->offered_pages == 0 && g->given_pages == 0 && g->want_pages == 0;
    ensures g->seq == 0 && g->take_seq == 0 && g->fit_extents == 0 && g->heard_host_ms == 0 && g->heard_at_ms == 0;
    ensures g->sent_at_ms == 0 && g->asked_at_ms == 0;
    ensures g->total_pages == total_pages && g->ttl_ms == ttl_ms && g->grant_ms == grant_ms; */
void guest_init(struct guest *g, u64 total_pages, u32 ttl_ms, u32 grant_ms, struct guest_fx *fx);

/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    assigns g->link, fx->todo;
    ensures guest_inv(g) && fx->todo == 0;
    ensures g->link == (\old(g->link) == LINK_DOWN ? LINK_UP : \old(g->link)); */
void guest_start(struct guest *g, struct guest_fx *fx);

/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    assigns g->give, g->seq, g->want_pages, fx->todo, fx->send_query;
    ensures guest_inv(g);
    behavior ask:
      assumes g->link == LINK_UP && g->give == GIVE_IDLE && g->take == TAKE_NONE &&
              g->state == HOST_PLENTY && want_pages > 0;
      ensures g->give == GIVE_WAIT_STATE && g->want_pages == want_pages;
      ensures g->seq == (\old(g->seq) < SEQ_LAST ? \old(g->seq) + 1 : 0);
      ensures fx->todo == GUEST_FX_SEND_QUERY && fx->send_query.seq == g->seq;
    behavior busy:
      assumes !(g->link == LINK_UP && g->give == GIVE_IDLE && g->take == TAKE_NONE &&
              g->state == HOST_PLENTY && want_pages > 0);
      ensures g->give == \old(g->give) && g->seq == \old(g->seq) && g->want_pages == \old(g->want_pages);
      ensures fx->todo == 0;
    complete behaviors; disjoint behaviors; */
void guest_collect(struct guest *g, u64 want_pages, struct guest_fx *fx);

/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    requires now_ms <= TIME_MAX_MS;
    assigns g->give, g->state, g->heard_host_ms, g->heard_at_ms, fx->todo, fx->gather;
    ensures guest_inv(g) && g->state == state;
    behavior gather:
      assumes g->give == GIVE_WAIT_STATE && status == ST_OK && seq == g->seq &&
              state == HOST_PLENTY && g->take == TAKE_NONE && g->link == LINK_UP;
      ensures g->give == GIVE_GATHER && g->heard_at_ms == now_ms;
      ensures g->heard_host_ms == (host_time_ms <= TIME_MAX_MS ? host_time_ms : 0);
      ensures fx->todo == GUEST_FX_GATHER && fx->gather.want_pages == g->want_pages;
    behavior leave:
      assumes g->give == GIVE_WAIT_STATE && !(status == ST_OK && seq == g->seq &&
              state == HOST_PLENTY && g->take == TAKE_NONE && g->link == LINK_UP);
      ensures g->give == GIVE_IDLE && fx->todo == 0;
      ensures g->heard_host_ms == \old(g->heard_host_ms) && g->heard_at_ms == \old(g->heard_at_ms);
    behavior stray:
      assumes g->give != GIVE_WAIT_STATE;
      ensures g->give == \old(g->give) && fx->todo == 0;
      ensures g->heard_host_ms == \old(g->heard_host_ms) && g->heard_at_ms == \old(g->heard_at_ms);
    complete behaviors; disjoint behaviors; */
void guest_state(struct guest *g, u32 seq, enum status status, enum host_state state,
		 u64 host_time_ms, u64 now_ms, struct guest_fx *fx);

/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    requires now_ms <= TIME_MAX_MS;
    assigns g->give, g->reporting, g->offered_pages, g->sent_at_ms, fx->todo, fx->send_offer;
    ensures guest_inv(g);
    behavior offer:
      assumes g->give == GIVE_GATHER && g->take == TAKE_NONE && g->state == HOST_PLENTY &&
              0 < pages <= g->total_pages - g->given_pages && g->heard_at_ms <= now_ms;
      ensures g->give == GIVE_WAIT_ACK && g->offered_pages == pages && g->sent_at_ms == now_ms && !g->reporting;
      ensures fx->todo == GUEST_FX_SEND_OFFER && fx->send_offer.seq == g->seq;
      ensures fx->send_offer.sent_at_ms == g->heard_host_ms + (now_ms - g->heard_at_ms);
      ensures fx->send_offer.ttl_ms == g->ttl_ms && fx->send_offer.pages == pages;
    behavior release:
      assumes !(g->give == GIVE_GATHER && g->take == TAKE_NONE && g->state == HOST_PLENTY &&
              0 < pages <= g->total_pages - g->given_pages && g->heard_at_ms <= now_ms);
      ensures g->give == (\old(g->give) == GIVE_GATHER || \old(g->give) == GIVE_DROPPED ? GIVE_IDLE : \old(g->give));
      ensures g->offered_pages == \old(g->offered_pages) && g->sent_at_ms == \old(g->sent_at_ms);
      ensures g->reporting == \old(g->reporting) && fx->todo == GUEST_FX_RELEASE_GATHERED;
    complete behaviors; disjoint behaviors; */
void guest_offer(struct guest *g, u64 pages, u64 now_ms, struct guest_fx *fx);

/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    requires now_ms <= TIME_MAX_MS;
    assigns g->give, g->reporting, g->seq, g->offered_pages, g->sent_at_ms, fx->todo, fx->offer_isolated;
    ensures guest_inv(g);
    behavior offer:
      assumes agreed && g->link == LINK_UP && g->give == GIVE_IDLE && g->take == TAKE_NONE &&
              g->state == HOST_PLENTY && 0 < pages <= g->total_pages - g->given_pages;
      ensures g->give == GIVE_WAIT_ACK && g->reporting;
      ensures g->offered_pages == pages && g->sent_at_ms == now_ms;
      ensures g->seq == (\old(g->seq) < SEQ_LAST ? \old(g->seq) + 1 : 0);
      ensures fx->todo == GUEST_FX_OFFER_ISOLATED && fx->offer_isolated.seq == g->seq;
      ensures fx->offer_isolated.sent_at_ms == TIME_MAX_MS;
      ensures fx->offer_isolated.ttl_ms == g->ttl_ms && fx->offer_isolated.pages == pages;
    behavior leave:
      assumes !(agreed && g->link == LINK_UP && g->give == GIVE_IDLE && g->take == TAKE_NONE &&
              g->state == HOST_PLENTY && 0 < pages <= g->total_pages - g->given_pages);
      ensures g->give == \old(g->give) && g->reporting == \old(g->reporting) && g->seq == \old(g->seq);
      ensures g->offered_pages == \old(g->offered_pages) && g->sent_at_ms == \old(g->sent_at_ms);
      ensures fx->todo == 0;
    complete behaviors; disjoint behaviors; */
void guest_report(struct guest *g, u64 pages, bool agreed, u64 now_ms, struct guest_fx *fx);

/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    assigns g->give, g->state, g->offered_pages, fx->todo, fx->send_commit, fx->send_report;
    ensures guest_inv(g) && g->state == state;
    behavior report:
      assumes g->give == GIVE_WAIT_ACK && status == ST_ACCEPTED && seq == g->seq && g->reporting;
      ensures g->give == GIVE_WAIT_REPORTED && g->offered_pages == \old(g->offered_pages);
      ensures fx->todo == GUEST_FX_SEND_REPORT && fx->send_report.seq == g->seq;
    behavior commit:
      assumes g->give == GIVE_WAIT_ACK && status == ST_ACCEPTED && seq == g->seq && !g->reporting;
      ensures g->give == GIVE_WAIT_DONE && g->offered_pages == \old(g->offered_pages);
      ensures fx->todo == GUEST_FX_SEND_COMMIT && fx->send_commit.seq == g->seq;
    behavior refused:
      assumes g->give == GIVE_WAIT_ACK && !(status == ST_ACCEPTED && seq == g->seq);
      ensures g->give == GIVE_IDLE && g->offered_pages == 0;
      ensures fx->todo == GUEST_FX_RELEASE_OFFERED;
    behavior late:
      assumes g->give == GIVE_ABANDONED;
      ensures g->give == GIVE_IDLE && g->offered_pages == \old(g->offered_pages) && fx->todo == 0;
    behavior stray:
      assumes g->give != GIVE_WAIT_ACK && g->give != GIVE_ABANDONED;
      ensures g->give == \old(g->give) && g->offered_pages == \old(g->offered_pages) && fx->todo == 0;
    complete behaviors; disjoint behaviors; */
void guest_ack(struct guest *g, u32 seq, enum status status, enum host_state state,
	       struct guest_fx *fx);

/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    assigns g->give, g->state, g->offered_pages, g->given_pages, fx->todo;
    ensures guest_inv(g) && g->state == state;
    behavior unknown:
      assumes g->give == GIVE_WAIT_DONE && status == ST_UNKNOWN && seq == g->seq;
      ensures g->give == GIVE_IDLE && g->offered_pages == 0 && g->given_pages == \old(g->given_pages);
      ensures fx->todo == GUEST_FX_RELEASE_OFFERED;
    behavior done:
      assumes g->give == GIVE_WAIT_DONE && !(status == ST_UNKNOWN && seq == g->seq);
      ensures g->give == GIVE_IDLE && g->offered_pages == 0;
      ensures g->given_pages == \old(g->given_pages) + \old(g->offered_pages);
      ensures fx->todo == GUEST_FX_KEEP_OFFERED;
    behavior stray:
      assumes g->give != GIVE_WAIT_DONE;
      ensures g->give == \old(g->give) && g->offered_pages == \old(g->offered_pages);
      ensures g->given_pages == \old(g->given_pages) && fx->todo == 0;
    complete behaviors; disjoint behaviors; */
void guest_done(struct guest *g, u32 seq, enum status status, enum host_state state,
		struct guest_fx *fx);

/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    assigns g->give, g->state, g->offered_pages, fx->todo;
    ensures guest_inv(g) && g->state == state;
    behavior ended:
      assumes g->give == GIVE_WAIT_REPORTED;
      ensures g->give == GIVE_IDLE && g->offered_pages == 0 && fx->todo == GUEST_FX_RELEASE_OFFERED;
    behavior stray:
      assumes g->give != GIVE_WAIT_REPORTED;
      ensures g->give == \old(g->give) && g->offered_pages == \old(g->offered_pages) && fx->todo == 0;
    complete behaviors; disjoint behaviors; */
void guest_reported(struct guest *g, enum host_state state, struct guest_fx *fx);

/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    assigns g->give, g->take, g->take_seq, g->fit_extents, g->offered_pages, g->asked_at_ms, fx->todo, fx->send_reclaim;
    ensures guest_inv(g);
    ensures \old(g->give) == GIVE_WAIT_ACK ==> g->give == GIVE_ABANDONED && g->offered_pages == 0;
    ensures \old(g->give) == GIVE_GATHER ==> g->give == GIVE_DROPPED;
    ensures \old(g->give) != GIVE_WAIT_ACK && \old(g->give) != GIVE_GATHER ==> g->give == \old(g->give);
    ensures \old(g->give) != GIVE_WAIT_ACK ==> g->offered_pages == \old(g->offered_pages);
    behavior abandon_and_ask:
      assumes g->give == GIVE_WAIT_ACK && g->take == TAKE_NONE && want_pages > 0 && fit_extents > 0 && g->given_pages > 0;
      ensures fx->todo == (GUEST_FX_RELEASE_OFFERED | GUEST_FX_SEND_RECLAIM);
    behavior ask_alone:
      assumes g->give != GIVE_WAIT_ACK && g->link == LINK_UP && g->take == TAKE_NONE && want_pages > 0 &&
              fit_extents > 0 && (g->given_pages > 0 || g->give == GIVE_WAIT_DONE);
      ensures fx->todo == GUEST_FX_SEND_RECLAIM;
    behavior ask:
      assumes g->link == LINK_UP && g->take == TAKE_NONE && want_pages > 0 &&
              fit_extents > 0 && (g->given_pages > 0 || g->give == GIVE_WAIT_DONE);
      ensures g->take == TAKE_ASKED && g->asked_at_ms == now_ms;
      ensures g->take_seq == (\old(g->take_seq) < SEQ_LAST ? \old(g->take_seq) + 1 : 0);
      ensures fx->send_reclaim.take_seq == g->take_seq && fx->send_reclaim.want_pages == want_pages;
      ensures fx->send_reclaim.near_addr == near_addr && fx->send_reclaim.grant_ms == g->grant_ms;
      ensures g->fit_extents == fit_extents && fx->send_reclaim.fit_extents == fit_extents;
    behavior abandon_alone:
      assumes g->give == GIVE_WAIT_ACK && !(g->take == TAKE_NONE && want_pages > 0 && fit_extents > 0 && g->given_pages > 0);
      ensures fx->todo == GUEST_FX_RELEASE_OFFERED;
    behavior nothing:
      assumes g->give != GIVE_WAIT_ACK && !(g->link == LINK_UP && g->take == TAKE_NONE && want_pages > 0 &&
              fit_extents > 0 && (g->given_pages > 0 || g->give == GIVE_WAIT_DONE));
      ensures fx->todo == 0;
    behavior nothing_to_ask:
      assumes !(g->link == LINK_UP && g->take == TAKE_NONE && want_pages > 0 &&
              fit_extents > 0 && (g->given_pages > 0 || g->give == GIVE_WAIT_DONE));
      ensures g->take == \old(g->take) && g->take_seq == \old(g->take_seq);
      ensures g->asked_at_ms == \old(g->asked_at_ms) && g->fit_extents == \old(g->fit_extents);
    complete behaviors ask, nothing_to_ask; disjoint behaviors ask, nothing_to_ask;
    complete behaviors abandon_and_ask, ask_alone, abandon_alone, nothing;
    disjoint behaviors abandon_and_ask, ask_alone, abandon_alone, nothing; */
void guest_pressure(struct guest *g, u64 want_pages, u64 near_addr, u32 fit_extents, u64 now_ms,
		    struct guest_fx *fx);

/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    assigns g->take, g->state, g->fit_extents, g->given_pages, g->offered_pages, fx->todo;
    ensures guest_inv(g) && g->state == state;
    behavior granted:
      assumes g->take != TAKE_NONE && back_extents <= g->fit_extents && back_pages <= g->given_pages &&
              (back_offered_pages == 0 ||
               (g->give == GIVE_WAIT_DONE && back_offered_pages <= g->offered_pages));
      ensures g->take == TAKE_NONE && g->given_pages == \old(g->given_pages) - back_pages;
      ensures g->offered_pages == \old(g->offered_pages) - back_offered_pages;
      ensures fx->todo == GUEST_FX_ABSORB_GRANT;
    behavior not_ours:
      assumes g->take != TAKE_NONE && !(back_extents <= g->fit_extents && back_pages <= g->given_pages &&
              (back_offered_pages == 0 ||
               (g->give == GIVE_WAIT_DONE && back_offered_pages <= g->offered_pages)));
      ensures g->take == TAKE_NONE && fx->todo == 0;
      ensures g->given_pages == \old(g->given_pages) && g->offered_pages == \old(g->offered_pages);
    behavior stray:
      assumes g->take == TAKE_NONE;
      ensures g->take == TAKE_NONE && fx->todo == 0;
      ensures g->given_pages == \old(g->given_pages) && g->offered_pages == \old(g->offered_pages);
    complete behaviors; disjoint behaviors; */
void guest_grant(struct guest *g, enum host_state state, u32 back_extents, u64 back_pages,
		 u64 back_offered_pages, struct guest_fx *fx);

/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    assigns g->give, g->take, g->offered_pages, fx->todo, fx->warn_overdue;
    ensures guest_inv(g);
    behavior abandon_and_warn:
      assumes (g->give == GIVE_WAIT_ACK && now_ms >= g->sent_at_ms && now_ms - g->sent_at_ms >= g->ttl_ms) &&
              (g->take == TAKE_ASKED && now_ms >= g->asked_at_ms && now_ms - g->asked_at_ms >= g->grant_ms);
      ensures g->give == GIVE_ABANDONED && g->offered_pages == 0;
      ensures g->take == TAKE_OVERDUE && fx->warn_overdue.take_seq == g->take_seq;
      ensures fx->todo == (GUEST_FX_RELEASE_OFFERED | GUEST_FX_WARN_OVERDUE);
    behavior abandon:
      assumes (g->give == GIVE_WAIT_ACK && now_ms >= g->sent_at_ms && now_ms - g->sent_at_ms >= g->ttl_ms) &&
              !(g->take == TAKE_ASKED && now_ms >= g->asked_at_ms && now_ms - g->asked_at_ms >= g->grant_ms);
      ensures g->give == GIVE_ABANDONED && g->offered_pages == 0;
      ensures g->take == \old(g->take);
      ensures fx->todo == GUEST_FX_RELEASE_OFFERED;
    behavior warn:
      assumes !(g->give == GIVE_WAIT_ACK && now_ms >= g->sent_at_ms && now_ms - g->sent_at_ms >= g->ttl_ms) &&
              (g->take == TAKE_ASKED && now_ms >= g->asked_at_ms && now_ms - g->asked_at_ms >= g->grant_ms);
      ensures g->give == \old(g->give) && g->offered_pages == \old(g->offered_pages);
      ensures g->take == TAKE_OVERDUE && fx->warn_overdue.take_seq == g->take_seq;
      ensures fx->todo == GUEST_FX_WARN_OVERDUE;
    behavior patient:
      assumes !(g->give == GIVE_WAIT_ACK && now_ms >= g->sent_at_ms && now_ms - g->sent_at_ms >= g->ttl_ms) &&
              !(g->take == TAKE_ASKED && now_ms >= g->asked_at_ms && now_ms - g->asked_at_ms >= g->grant_ms);
      ensures g->give == \old(g->give) && g->offered_pages == \old(g->offered_pages);
      ensures g->take == \old(g->take);
      ensures fx->todo == 0;
    complete behaviors; disjoint behaviors; */
void guest_tick(struct guest *g, u64 now_ms, struct guest_fx *fx);

/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    assigns g->state, fx->todo;
    ensures guest_inv(g) && g->state == state && fx->todo == 0; */
void guest_host(struct guest *g, enum host_state state, struct guest_fx *fx);

/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    assigns g->target_pages, fx->todo;
    ensures guest_inv(g) && g->target_pages == target_pages && fx->todo == 0; */
void guest_target(struct guest *g, u64 target_pages, struct guest_fx *fx);

/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    assigns g->ttl_ms, g->grant_ms, fx->todo;
    ensures guest_inv(g) && g->ttl_ms == ttl_ms && g->grant_ms == grant_ms && fx->todo == 0; */
void guest_patience(struct guest *g, u32 ttl_ms, u32 grant_ms, struct guest_fx *fx);

/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    assigns g->stats, fx->todo;
    ensures guest_inv(g);
    behavior send:
      assumes g->stats == STATS_IDLE && g->link == LINK_UP;
      ensures g->stats == STATS_SENT && fx->todo == GUEST_FX_SEND_STATS;
    behavior remember:
      assumes g->stats == STATS_SENT;
      ensures g->stats == STATS_AGAIN && fx->todo == 0;
    behavior known_or_stopped:
      assumes g->stats != STATS_SENT && !(g->stats == STATS_IDLE && g->link == LINK_UP);
      ensures g->stats == \old(g->stats) && fx->todo == 0;
    complete behaviors; disjoint behaviors; */
void guest_stats(struct guest *g, struct guest_fx *fx);

/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    assigns g->stats, g->state, fx->todo;
    ensures guest_inv(g) && g->state == state;
    behavior again:
      assumes g->stats == STATS_AGAIN && g->link == LINK_UP;
      ensures g->stats == STATS_SENT && fx->todo == GUEST_FX_SEND_STATS;
    behavior rest:
      assumes !(g->stats == STATS_AGAIN && g->link == LINK_UP);
      ensures g->stats == STATS_IDLE && fx->todo == 0;
    complete behaviors; disjoint behaviors; */
void guest_stats_taken(struct guest *g, enum host_state state, struct guest_fx *fx);

/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    assigns g->link, g->give, g->offered_pages, fx->todo;
    ensures guest_inv(g) && g->link != LINK_UP;
    ensures g->link == (\old(g->link) == LINK_UP ? LINK_STOPPING : \old(g->link));
    behavior offered:
      assumes g->give == GIVE_WAIT_ACK;
      ensures g->give == GIVE_ABANDONED && g->offered_pages == 0 && fx->todo == GUEST_FX_RELEASE_OFFERED;
    behavior gathering:
      assumes g->give == GIVE_GATHER;
      ensures g->give == GIVE_DROPPED && g->offered_pages == \old(g->offered_pages) && fx->todo == 0;
    behavior neither:
      assumes g->give != GIVE_WAIT_ACK && g->give != GIVE_GATHER;
      ensures g->give == \old(g->give) && g->offered_pages == \old(g->offered_pages) && fx->todo == 0;
    complete behaviors; disjoint behaviors; */
void guest_stop(struct guest *g, struct guest_fx *fx);

/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    assigns g->give, g->take, g->stats, g->link, g->state, g->fit_extents, g->offered_pages, g->given_pages;
    assigns g->target_pages, fx->todo;
    ensures guest_inv(g) && g->link == LINK_DOWN;
    ensures g->give == GIVE_IDLE && g->take == TAKE_NONE && g->stats == STATS_IDLE;
    ensures g->state == HOST_PLENTY && g->target_pages == TARGET_NONE;
    ensures g->offered_pages == 0 && g->given_pages == 0;
    ensures fx->todo == (GUEST_FX_RELEASE_OFFERED | GUEST_FX_RELEASE_GIVEN); */
void guest_reset(struct guest *g, struct guest_fx *fx);

/*@ requires \valid(h) && \valid(fx) && \separated(h, fx);
    requires total_pages <= PAGES_MAX;
    assigns *h, fx->todo;
    ensures host_inv(h) && h->resv == RESV_NONE && h->resv_seq == 0 && h->state == HOST_PLENTY && !h->resv_report;
    ensures h->reserved_pages == 0 && h->held_pages == 0 && h->total_pages == total_pages;
    ensures h->target_pages == TARGET_NONE && !h->tell_state && !h->tell_target && !h->tell_stats;
    ensures fx->todo == 0; */
void host_init(struct host *h, u64 total_pages, struct host_fx *fx);

/*@ requires \valid(h) && \valid(fx) && \separated(h, fx) && host_inv(h);
    assigns fx->todo, fx->reply;
    ensures host_inv(h) && fx->todo == HOST_FX_REPLY;
    ensures fx->reply.status == ST_OK && fx->reply.seq == seq;
    ensures fx->reply.state == h->state && fx->reply.now_ms == now_ms; */
void host_query(struct host *h, u32 seq, u64 now_ms, struct host_fx *fx);

/*@ requires \valid(h) && \valid(fx) && \separated(h, fx) && host_inv(h);
    assigns h->resv, h->resv_seq, h->reserved_pages, fx->todo, fx->reply;
    ensures host_inv(h);
    ensures fx->reply.seq == seq && fx->reply.state == h->state && fx->reply.now_ms == now_ms;
    behavior overrun:
      assumes h->resv == RESV_DISCARDING;
      ensures h->resv == RESV_DISCARDING && h->resv_seq == \old(h->resv_seq);
      ensures h->reserved_pages == \old(h->reserved_pages);
      ensures fx->todo == HOST_FX_REPLY && fx->reply.status == ST_BAD;
    behavior bad:
      assumes h->resv != RESV_DISCARDING && !(valid && 0 < pages <= h->total_pages - h->held_pages);
      ensures h->resv == RESV_NONE && h->reserved_pages == 0 && h->resv_seq == \old(h->resv_seq);
      ensures fx->todo == (HOST_FX_DROP_RESERVED | HOST_FX_REPLY) && fx->reply.status == ST_BAD;
    behavior unwanted:
      assumes h->resv != RESV_DISCARDING && (valid && 0 < pages <= h->total_pages - h->held_pages) &&
              h->state != HOST_PLENTY;
      ensures h->resv == RESV_NONE && h->reserved_pages == 0 && h->resv_seq == \old(h->resv_seq);
      ensures fx->todo == (HOST_FX_DROP_RESERVED | HOST_FX_REPLY) && fx->reply.status == ST_REFUSED_HOST;
    behavior late:
      assumes h->resv != RESV_DISCARDING && (valid && 0 < pages <= h->total_pages - h->held_pages) &&
              h->state == HOST_PLENTY && now_ms >= sent_at_ms && now_ms - sent_at_ms > ttl_ms;
      ensures h->resv == RESV_NONE && h->reserved_pages == 0 && h->resv_seq == \old(h->resv_seq);
      ensures fx->todo == (HOST_FX_DROP_RESERVED | HOST_FX_REPLY) && fx->reply.status == ST_REFUSED_LATE;
    behavior accepted:
      assumes h->resv != RESV_DISCARDING && (valid && 0 < pages <= h->total_pages - h->held_pages) &&
              h->state == HOST_PLENTY && !(now_ms >= sent_at_ms && now_ms - sent_at_ms > ttl_ms);
      ensures h->resv == RESV_HELD && h->resv_seq == seq && h->reserved_pages == pages;
      ensures fx->todo == (HOST_FX_RESERVE | HOST_FX_REPLY) && fx->reply.status == ST_ACCEPTED;
    complete behaviors; disjoint behaviors; */
void host_offer(struct host *h, u32 seq, u64 sent_at_ms, u32 ttl_ms, u64 pages, bool valid,
		u64 now_ms, struct host_fx *fx);

/*@ requires \valid(h) && \valid(fx) && \separated(h, fx) && host_inv(h);
    assigns h->resv, fx->todo, fx->reply;
    ensures host_inv(h);
    behavior discard:
      assumes h->resv == RESV_HELD && seq == h->resv_seq;
      ensures h->resv == RESV_DISCARDING && fx->todo == HOST_FX_DISCARD;
    behavior unknown:
      assumes h->resv != RESV_DISCARDING && !(h->resv == RESV_HELD && seq == h->resv_seq);
      ensures h->resv == \old(h->resv) && fx->todo == HOST_FX_REPLY;
      ensures fx->reply.status == ST_UNKNOWN && fx->reply.seq == seq;
      ensures fx->reply.state == h->state && fx->reply.now_ms == now_ms;
    behavior overrun:
      assumes h->resv == RESV_DISCARDING;
      ensures h->resv == RESV_DISCARDING && fx->todo == HOST_FX_REPLY;
      ensures fx->reply.status == ST_BAD && fx->reply.seq == seq;
      ensures fx->reply.state == h->state && fx->reply.now_ms == now_ms;
    complete behaviors; disjoint behaviors; */
void host_commit(struct host *h, u32 seq, u64 now_ms, struct host_fx *fx);

/*@ requires \valid(h) && \valid(fx) && \separated(h, fx) && host_inv(h);
    assigns h->resv, h->resv_report, fx->todo, fx->reply;
    ensures host_inv(h);
    behavior discard:
      assumes agreed && h->resv == RESV_HELD && seq == h->resv_seq;
      ensures h->resv == RESV_DISCARDING && h->resv_report && fx->todo == HOST_FX_DISCARD;
    behavior unknown:
      assumes agreed && h->resv != RESV_DISCARDING && !(h->resv == RESV_HELD && seq == h->resv_seq);
      ensures h->resv == \old(h->resv) && h->resv_report == \old(h->resv_report);
      ensures fx->todo == HOST_FX_REPLY && fx->reply.status == ST_UNKNOWN && fx->reply.seq == seq;
      ensures fx->reply.state == h->state && fx->reply.now_ms == now_ms;
    behavior bad:
      assumes !agreed || h->resv == RESV_DISCARDING;
      ensures h->resv == \old(h->resv) && h->resv_report == \old(h->resv_report);
      ensures fx->todo == HOST_FX_REPLY && fx->reply.status == ST_BAD && fx->reply.seq == seq;
      ensures fx->reply.state == h->state && fx->reply.now_ms == now_ms;
    complete behaviors; disjoint behaviors; */
void host_report(struct host *h, u32 seq, bool agreed, u64 now_ms, struct host_fx *fx);

/*@ requires \valid(h) && \valid(fx) && \separated(h, fx) && host_inv(h);
    assigns h->resv, h->resv_report, h->reserved_pages, h->held_pages, fx->todo, fx->reply_commit, fx->reply_report;
    ensures host_inv(h) && !h->resv_report;
    behavior reported:
      assumes h->resv == RESV_DISCARDING && h->resv_report;
      ensures h->resv == RESV_NONE && h->reserved_pages == 0 && h->held_pages == \old(h->held_pages);
      ensures fx->todo == HOST_FX_REPLY_REPORT;
      ensures fx->reply_report.status == ST_DONE && fx->reply_report.seq == h->resv_seq;
      ensures fx->reply_report.state == h->state && fx->reply_report.now_ms == now_ms;
    behavior held:
      assumes h->resv == RESV_DISCARDING && !h->resv_report;
      ensures h->resv == RESV_NONE && h->reserved_pages == 0;
      ensures h->held_pages == \old(h->held_pages) + \old(h->reserved_pages);
      ensures fx->todo == (HOST_FX_HOLD | HOST_FX_REPLY_COMMIT);
      ensures fx->reply_commit.status == ST_DONE && fx->reply_commit.seq == h->resv_seq;
      ensures fx->reply_commit.state == h->state && fx->reply_commit.now_ms == now_ms;
    behavior stray:
      assumes h->resv != RESV_DISCARDING;
      ensures h->resv == \old(h->resv) && h->reserved_pages == \old(h->reserved_pages);
      ensures h->held_pages == \old(h->held_pages) && fx->todo == 0;
    complete behaviors; disjoint behaviors; */
void host_discarded(struct host *h, u64 now_ms, struct host_fx *fx);

/*@ requires \valid(h) && \valid(fx) && \separated(h, fx) && host_inv(h);
    assigns h->held_pages, fx->todo, fx->reply_grant;
    ensures host_inv(h);
    ensures fx->reply_grant.seq == seq && fx->reply_grant.state == h->state && fx->reply_grant.now_ms == now_ms;
    behavior refused:
      assumes h->state == HOST_TIGHT || pick_pages > want_pages || pick_pages > h->held_pages;
      ensures h->held_pages == \old(h->held_pages) && fx->todo == HOST_FX_REPLY_GRANT;
      ensures fx->reply_grant.status == ST_REFUSED_HOST && fx->reply_grant.pick_pages == 0;
    behavior granted:
      assumes !(h->state == HOST_TIGHT || pick_pages > want_pages || pick_pages > h->held_pages);
      ensures h->held_pages == \old(h->held_pages) - pick_pages;
      ensures fx->todo == (HOST_FX_GRANT | HOST_FX_REPLY_GRANT);
      ensures fx->reply_grant.status == ST_GRANTED && fx->reply_grant.pick_pages == pick_pages;
    complete behaviors; disjoint behaviors; */
void host_reclaim(struct host *h, u32 seq, u64 want_pages, u64 pick_pages, u64 now_ms,
		  struct host_fx *fx);

/*@ requires \valid(h) && \valid(fx) && \separated(h, fx) && host_inv(h);
    assigns fx->todo, fx->reply;
    ensures host_inv(h) && fx->todo == (HOST_FX_PUBLISH_STATS | HOST_FX_REPLY);
    ensures fx->reply.status == ST_OK && fx->reply.seq == seq;
    ensures fx->reply.state == h->state && fx->reply.now_ms == now_ms; */
void host_stats(struct host *h, u32 seq, u64 now_ms, struct host_fx *fx);

/*@ requires \valid(h) && \valid(fx) && \separated(h, fx) && host_inv(h);
    assigns fx->todo, fx->reply;
    ensures host_inv(h) && fx->todo == HOST_FX_REPLY;
    ensures fx->reply.status == ST_BAD && fx->reply.seq == 0;
    ensures fx->reply.state == h->state && fx->reply.now_ms == now_ms; */
void host_bad(struct host *h, u64 now_ms, struct host_fx *fx);

/*@ requires \valid(h) && \valid(fx) && \separated(h, fx) && host_inv(h);
    assigns h->state, h->tell_state, fx->todo;
    ensures host_inv(h) && h->state == state;
    behavior same:
      assumes h->state == state;
      ensures h->tell_state == \old(h->tell_state) && fx->todo == 0;
    behavior changed:
      assumes h->state != state;
      ensures h->tell_state && fx->todo == HOST_FX_TELL;
    complete behaviors; disjoint behaviors; */
void host_set_state(struct host *h, enum host_state state, struct host_fx *fx);

/*@ requires \valid(h) && \valid(fx) && \separated(h, fx) && host_inv(h);
    assigns h->state, h->tell_state, fx->todo;
    ensures host_inv(h) && h->state == state && h->tell_state;
    behavior discarding:
      assumes h->resv == RESV_DISCARDING;
      ensures fx->todo == (HOST_FX_DISCARD | HOST_FX_TELL);
    behavior other:
      assumes h->resv != RESV_DISCARDING;
      ensures fx->todo == HOST_FX_TELL;
    complete behaviors; disjoint behaviors; */
void host_load(struct host *h, enum host_state state, struct host_fx *fx);

/*@ requires \valid(h) && \valid(fx) && \separated(h, fx) && host_inv(h);
    assigns h->target_pages, h->tell_target, fx->todo;
    ensures host_inv(h) && h->target_pages == target_pages && h->tell_target && fx->todo == HOST_FX_TELL; */
void host_set_target(struct host *h, u64 target_pages, struct host_fx *fx);

/*@ requires \valid(h) && \valid(fx) && \separated(h, fx) && host_inv(h);
    assigns h->tell_stats, fx->todo;
    ensures host_inv(h) && h->tell_stats && fx->todo == HOST_FX_TELL; */
void host_want_stats(struct host *h, struct host_fx *fx);

/*@ requires \valid(h) && \valid(fx) && \separated(h, fx) && host_inv(h);
    assigns h->tell_state, h->tell_target, h->tell_stats, fx->todo, fx->notice;
    ensures host_inv(h);
    behavior of_state:
      assumes h->tell_state;
      ensures !h->tell_state && h->tell_target == \old(h->tell_target) && h->tell_stats == \old(h->tell_stats);
      ensures fx->notice.notice == NOTICE_STATE && fx->notice.state == h->state;
      ensures fx->notice.target_pages == h->target_pages && fx->notice.now_ms == now_ms;
      ensures fx->todo == ((h->tell_target || h->tell_stats) ? (HOST_FX_NOTICE | HOST_FX_TELL) : HOST_FX_NOTICE);
    behavior of_target:
      assumes !h->tell_state && h->tell_target;
      ensures !h->tell_state && !h->tell_target && h->tell_stats == \old(h->tell_stats);
      ensures fx->notice.notice == NOTICE_TARGET && fx->notice.target_pages == h->target_pages;
      ensures fx->notice.state == h->state && fx->notice.now_ms == now_ms;
      ensures fx->todo == (h->tell_stats ? (HOST_FX_NOTICE | HOST_FX_TELL) : HOST_FX_NOTICE);
    behavior of_stats:
      assumes !h->tell_state && !h->tell_target && h->tell_stats;
      ensures !h->tell_state && !h->tell_target && !h->tell_stats;
      ensures fx->notice.notice == NOTICE_STATS && fx->todo == HOST_FX_NOTICE;
      ensures fx->notice.state == h->state && fx->notice.target_pages == h->target_pages;
      ensures fx->notice.now_ms == now_ms;
    behavior of_nothing:
      assumes !h->tell_state && !h->tell_target && !h->tell_stats;
      ensures !h->tell_state && !h->tell_target && !h->tell_stats && fx->todo == 0;
    complete behaviors; disjoint behaviors; */
void host_tell(struct host *h, u64 now_ms, struct host_fx *fx);

/*@ requires \valid(h) && \valid(fx) && \separated(h, fx) && host_inv(h);
    assigns h->resv, h->resv_report, h->reserved_pages, h->held_pages;
    assigns h->tell_state, h->tell_target, h->tell_stats, fx->todo;
    ensures host_inv(h) && h->resv == RESV_NONE && h->reserved_pages == 0 && h->held_pages == 0;
    ensures h->tell_state && (h->tell_target <==> h->target_pages != TARGET_NONE) && !h->tell_stats;
    ensures fx->todo == (HOST_FX_DROP_RESERVED | HOST_FX_DROP_HELD | HOST_FX_TELL); */
void host_reset(struct host *h, struct host_fx *fx);

/* Messages: little-endian, no padding; *_BYTES is the size without the elements that follow. */

/*@ logic integer le16(u8 *p) = p[0] + 256 * p[1];
    logic integer le32(u8 *p) = p[0] + 256 * p[1] + 65536 * p[2] + 16777216 * p[3];
    logic integer le64(u8 *p) = le32(p) + 4294967296 * le32(p + 4); */

/*
 * A run of pages that follow each other: guest-physical address, length.  The
 * extents of a message ascend and do not overlap; they may touch.
 */
#define WIRE_EXTENT_BYTES	16u

struct wire_extent {
	u64 addr;		/* bytes, a multiple of PAGE_BYTES */
	u64 pages;
};

/* One of the guest's numbers, with the tags of virtio-balloon (VIRTIO 1.2, 5.5.6.4). */
#define WIRE_STAT_BYTES		10u

struct wire_stat {
	u16 tag;
	u64 value;
};

#define WIRE_QUERY_BYTES	8u

struct wire_query {
	u32 seq;
};

#define WIRE_OFFER_BYTES	24u

struct wire_offer {
	u32 seq;
	u64 sent_at_ms;		/* by the host's clock, as the guest knows it from the query */
	u32 ttl_ms;		/* how long after sent_at_ms the offer may still be accepted */
	u32 count;
};

#define WIRE_COMMIT_BYTES	8u

struct wire_commit {
	u32 seq;
};

/* Instead of the commit.  Only where FEATURE_REPORT is agreed on. */
#define WIRE_REPORT_BYTES	8u

struct wire_report {
	u32 seq;
};

#define WIRE_RECLAIM_BYTES	24u

struct wire_reclaim {
	u32 seq;
	u64 want_pages;
	u64 near_addr;		/* bytes: where the guest would like its pages most, or ADDR_NONE */
};

#define WIRE_STATS_BYTES	12u

struct wire_stats {
	u32 seq;
	u32 count;
};

/* Answer to all but the reclaim. */
#define WIRE_ACK_BYTES		20u

struct wire_ack {
	enum status status;
	u32 seq;		/* of the message that it answers */
	enum host_state state;
	u64 host_time_ms;
};

/* Answer to the reclaim. */
#define WIRE_GRANT_BYTES	24u

struct wire_grant {
	enum status status;
	u32 seq;
	enum host_state state;
	u64 host_time_ms;
	u32 count;
};

#define WIRE_NOTICE_BYTES	24u

struct wire_notice {
	enum notice notice;
	enum host_state state;
	u64 target_pages;
	u64 host_time_ms;
};

/* The device's config space; the driver refuses what it does not know. */
#define WIRE_CONFIG_BYTES	16u

struct wire_config {
	u32 version;		/* WIRE_VERSION */
	u32 page_bytes;		/* PAGE_BYTES */
	u32 extents_max;	/* EXTENTS_MAX */
	u32 stats_max;		/* STATS_MAX */
};

/* In the config space, behind wire_config.  Only where FEATURE_FLOOR is agreed on. */
#define WIRE_FLOOR_BYTES	8u

struct wire_floor {
	u64 floor_bytes;	/* the guest keeps so much memory, whatever it needs; may change at any time */
};

/*@ requires \valid_read(m) && \valid(buf + (0 .. WIRE_EXTENT_BYTES - 1)) &&
             \separated(m, buf + (0 .. WIRE_EXTENT_BYTES - 1));
    assigns buf[0 .. WIRE_EXTENT_BYTES - 1];
    ensures m->addr == le64(buf);
    ensures m->pages == le64(buf + 8); */
void wire_extent_encode(const struct wire_extent *m, u8 *buf);

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) &&
             \separated(m, buf + (0 .. len - 1));
    assigns *m;
    ensures \result <==> len == WIRE_EXTENT_BYTES;
    ensures \result ==> m->addr == le64(buf);
    ensures \result ==> m->pages == le64(buf + 8); */
bool wire_extent_decode(struct wire_extent *m, const u8 *buf, size_t len);

/*@ requires \valid_read(m) && \valid(buf + (0 .. WIRE_STAT_BYTES - 1)) &&
             \separated(m, buf + (0 .. WIRE_STAT_BYTES - 1));
    assigns buf[0 .. WIRE_STAT_BYTES - 1];
    ensures m->tag == le16(buf);
    ensures m->value == le64(buf + 2); */
void wire_stat_encode(const struct wire_stat *m, u8 *buf);

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) &&
             \separated(m, buf + (0 .. len - 1));
    assigns *m;
    ensures \result <==> len == WIRE_STAT_BYTES;
    ensures \result ==> m->tag == le16(buf);
    ensures \result ==> m->value == le64(buf + 2); */
bool wire_stat_decode(struct wire_stat *m, const u8 *buf, size_t len);

/* The kind of a message, if it is one of these. */
/*@ requires \valid(type) && \valid_read(buf + (0 .. len - 1)) &&
             \separated(type, buf + (0 .. len - 1));
    assigns *type;
    ensures \result <==> len >= 4 && MSG_QUERY <= le32(buf) <= MSG_REPORT;
    ensures \result ==> *type == le32(buf); */
bool wire_msg_peek(enum msg *type, const u8 *buf, size_t len);

/*@ requires \valid_read(m) && \valid(buf + (0 .. WIRE_QUERY_BYTES - 1)) &&
             \separated(m, buf + (0 .. WIRE_QUERY_BYTES - 1));
    assigns buf[0 .. WIRE_QUERY_BYTES - 1];
    ensures le32(buf) == MSG_QUERY;
    ensures m->seq == le32(buf + 4); */
void wire_query_encode(const struct wire_query *m, u8 *buf);

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) &&
             \separated(m, buf + (0 .. len - 1));
    assigns *m;
    ensures \result <==> len == WIRE_QUERY_BYTES &&
      le32(buf) == MSG_QUERY;
    ensures \result ==> m->seq == le32(buf + 4); */
bool wire_query_decode(struct wire_query *m, const u8 *buf, size_t len);

/*@ requires \valid_read(m) && \valid(buf + (0 .. WIRE_OFFER_BYTES - 1)) &&
             \separated(m, buf + (0 .. WIRE_OFFER_BYTES - 1));
    assigns buf[0 .. WIRE_OFFER_BYTES - 1];
    ensures le32(buf) == MSG_OFFER;
    ensures m->seq == le32(buf + 4);
    ensures m->sent_at_ms == le64(buf + 8);
    ensures m->ttl_ms == le32(buf + 16);
    ensures m->count == le32(buf + 20); */
void wire_offer_encode(const struct wire_offer *m, u8 *buf);

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) &&
             \separated(m, buf + (0 .. len - 1));
    assigns *m;
    ensures \result <==> len >= WIRE_OFFER_BYTES &&
      le32(buf) == MSG_OFFER &&
      le32(buf + 20) <= EXTENTS_MAX &&
      len == WIRE_OFFER_BYTES + le32(buf + 20) * WIRE_EXTENT_BYTES;
    ensures \result ==> m->seq == le32(buf + 4);
    ensures \result ==> m->sent_at_ms == le64(buf + 8);
    ensures \result ==> m->ttl_ms == le32(buf + 16);
    ensures \result ==> m->count == le32(buf + 20); */
bool wire_offer_decode(struct wire_offer *m, const u8 *buf, size_t len);

/*@ requires \valid_read(m) && \valid(buf + (0 .. WIRE_COMMIT_BYTES - 1)) &&
             \separated(m, buf + (0 .. WIRE_COMMIT_BYTES - 1));
    assigns buf[0 .. WIRE_COMMIT_BYTES - 1];
    ensures le32(buf) == MSG_COMMIT;
    ensures m->seq == le32(buf + 4); */
void wire_commit_encode(const struct wire_commit *m, u8 *buf);

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) &&
             \separated(m, buf + (0 .. len - 1));
    assigns *m;
    ensures \result <==> len == WIRE_COMMIT_BYTES &&
      le32(buf) == MSG_COMMIT;
    ensures \result ==> m->seq == le32(buf + 4); */
bool wire_commit_decode(struct wire_commit *m, const u8 *buf, size_t len);

/*@ requires \valid_read(m) && \valid(buf + (0 .. WIRE_REPORT_BYTES - 1)) &&
             \separated(m, buf + (0 .. WIRE_REPORT_BYTES - 1));
    assigns buf[0 .. WIRE_REPORT_BYTES - 1];
    ensures le32(buf) == MSG_REPORT;
    ensures m->seq == le32(buf + 4); */
void wire_report_encode(const struct wire_report *m, u8 *buf);

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) &&
             \separated(m, buf + (0 .. len - 1));
    assigns *m;
    ensures \result <==> len == WIRE_REPORT_BYTES &&
      le32(buf) == MSG_REPORT;
    ensures \result ==> m->seq == le32(buf + 4); */
bool wire_report_decode(struct wire_report *m, const u8 *buf, size_t len);

/*@ requires \valid_read(m) && \valid(buf + (0 .. WIRE_RECLAIM_BYTES - 1)) &&
             \separated(m, buf + (0 .. WIRE_RECLAIM_BYTES - 1));
    assigns buf[0 .. WIRE_RECLAIM_BYTES - 1];
    ensures le32(buf) == MSG_RECLAIM;
    ensures m->seq == le32(buf + 4);
    ensures m->want_pages == le64(buf + 8);
    ensures m->near_addr == le64(buf + 16); */
void wire_reclaim_encode(const struct wire_reclaim *m, u8 *buf);

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) &&
             \separated(m, buf + (0 .. len - 1));
    assigns *m;
    ensures \result <==> len == WIRE_RECLAIM_BYTES &&
      le32(buf) == MSG_RECLAIM;
    ensures \result ==> m->seq == le32(buf + 4);
    ensures \result ==> m->want_pages == le64(buf + 8);
    ensures \result ==> m->near_addr == le64(buf + 16); */
bool wire_reclaim_decode(struct wire_reclaim *m, const u8 *buf, size_t len);

/*@ requires \valid_read(m) && \valid(buf + (0 .. WIRE_STATS_BYTES - 1)) &&
             \separated(m, buf + (0 .. WIRE_STATS_BYTES - 1));
    assigns buf[0 .. WIRE_STATS_BYTES - 1];
    ensures le32(buf) == MSG_STATS;
    ensures m->seq == le32(buf + 4);
    ensures m->count == le32(buf + 8); */
void wire_stats_encode(const struct wire_stats *m, u8 *buf);

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) &&
             \separated(m, buf + (0 .. len - 1));
    assigns *m;
    ensures \result <==> len >= WIRE_STATS_BYTES &&
      le32(buf) == MSG_STATS &&
      le32(buf + 8) <= STATS_MAX &&
      len == WIRE_STATS_BYTES + le32(buf + 8) * WIRE_STAT_BYTES;
    ensures \result ==> m->seq == le32(buf + 4);
    ensures \result ==> m->count == le32(buf + 8); */
bool wire_stats_decode(struct wire_stats *m, const u8 *buf, size_t len);

/*@ requires \valid_read(m) && \valid(buf + (0 .. WIRE_ACK_BYTES - 1)) &&
             \separated(m, buf + (0 .. WIRE_ACK_BYTES - 1));
    assigns buf[0 .. WIRE_ACK_BYTES - 1];
    ensures m->status == le32(buf);
    ensures m->seq == le32(buf + 4);
    ensures m->state == le32(buf + 8);
    ensures m->host_time_ms == le64(buf + 12); */
void wire_ack_encode(const struct wire_ack *m, u8 *buf);

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) &&
             \separated(m, buf + (0 .. len - 1));
    assigns *m;
    ensures \result <==> len == WIRE_ACK_BYTES &&
      ST_OK <= le32(buf) <= ST_GRANTED &&
      HOST_PLENTY <= le32(buf + 8) <= HOST_MIGRATING;
    ensures \result ==> m->status == le32(buf);
    ensures \result ==> m->seq == le32(buf + 4);
    ensures \result ==> m->state == le32(buf + 8);
    ensures \result ==> m->host_time_ms == le64(buf + 12); */
bool wire_ack_decode(struct wire_ack *m, const u8 *buf, size_t len);

/*@ requires \valid_read(m) && \valid(buf + (0 .. WIRE_GRANT_BYTES - 1)) &&
             \separated(m, buf + (0 .. WIRE_GRANT_BYTES - 1));
    assigns buf[0 .. WIRE_GRANT_BYTES - 1];
    ensures m->status == le32(buf);
    ensures m->seq == le32(buf + 4);
    ensures m->state == le32(buf + 8);
    ensures m->host_time_ms == le64(buf + 12);
    ensures m->count == le32(buf + 20); */
void wire_grant_encode(const struct wire_grant *m, u8 *buf);

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) &&
             \separated(m, buf + (0 .. len - 1));
    assigns *m;
    ensures \result <==> len >= WIRE_GRANT_BYTES &&
      ST_OK <= le32(buf) <= ST_GRANTED &&
      HOST_PLENTY <= le32(buf + 8) <= HOST_MIGRATING &&
      le32(buf + 20) <= EXTENTS_MAX &&
      len == WIRE_GRANT_BYTES + le32(buf + 20) * WIRE_EXTENT_BYTES;
    ensures \result ==> m->status == le32(buf);
    ensures \result ==> m->seq == le32(buf + 4);
    ensures \result ==> m->state == le32(buf + 8);
    ensures \result ==> m->host_time_ms == le64(buf + 12);
    ensures \result ==> m->count == le32(buf + 20); */
bool wire_grant_decode(struct wire_grant *m, const u8 *buf, size_t len);

/*@ requires \valid_read(m) && \valid(buf + (0 .. WIRE_NOTICE_BYTES - 1)) &&
             \separated(m, buf + (0 .. WIRE_NOTICE_BYTES - 1));
    assigns buf[0 .. WIRE_NOTICE_BYTES - 1];
    ensures m->notice == le32(buf);
    ensures m->state == le32(buf + 4);
    ensures m->target_pages == le64(buf + 8);
    ensures m->host_time_ms == le64(buf + 16); */
void wire_notice_encode(const struct wire_notice *m, u8 *buf);

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) &&
             \separated(m, buf + (0 .. len - 1));
    assigns *m;
    ensures \result <==> len == WIRE_NOTICE_BYTES &&
      NOTICE_STATE <= le32(buf) <= NOTICE_STATS &&
      HOST_PLENTY <= le32(buf + 4) <= HOST_MIGRATING;
    ensures \result ==> m->notice == le32(buf);
    ensures \result ==> m->state == le32(buf + 4);
    ensures \result ==> m->target_pages == le64(buf + 8);
    ensures \result ==> m->host_time_ms == le64(buf + 16); */
bool wire_notice_decode(struct wire_notice *m, const u8 *buf, size_t len);

/*@ requires \valid_read(m) && \valid(buf + (0 .. WIRE_CONFIG_BYTES - 1)) &&
             \separated(m, buf + (0 .. WIRE_CONFIG_BYTES - 1));
    assigns buf[0 .. WIRE_CONFIG_BYTES - 1];
    ensures m->version == le32(buf);
    ensures m->page_bytes == le32(buf + 4);
    ensures m->extents_max == le32(buf + 8);
    ensures m->stats_max == le32(buf + 12); */
void wire_config_encode(const struct wire_config *m, u8 *buf);

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) &&
             \separated(m, buf + (0 .. len - 1));
    assigns *m;
    ensures \result <==> len == WIRE_CONFIG_BYTES;
    ensures \result ==> m->version == le32(buf);
    ensures \result ==> m->page_bytes == le32(buf + 4);
    ensures \result ==> m->extents_max == le32(buf + 8);
    ensures \result ==> m->stats_max == le32(buf + 12); */
bool wire_config_decode(struct wire_config *m, const u8 *buf, size_t len);

/*@ requires \valid_read(m) && \valid(buf + (0 .. WIRE_FLOOR_BYTES - 1)) &&
             \separated(m, buf + (0 .. WIRE_FLOOR_BYTES - 1));
    assigns buf[0 .. WIRE_FLOOR_BYTES - 1];
    ensures m->floor_bytes == le64(buf); */
void wire_floor_encode(const struct wire_floor *m, u8 *buf);

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) &&
             \separated(m, buf + (0 .. len - 1));
    assigns *m;
    ensures \result <==> len == WIRE_FLOOR_BYTES;
    ensures \result ==> m->floor_bytes == le64(buf); */
bool wire_floor_decode(struct wire_floor *m, const u8 *buf, size_t len);

#endif
