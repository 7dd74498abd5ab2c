/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guest's trace vocabulary, as tracepoints.
 * Generated from spec/ (SHA-256 54f6762dbd389c32) by gen 1; do not edit:
 * change spec/ and run make gen.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM aerostat

#if !defined(AEROSTAT_TRACE_GEN_H) || defined(TRACE_HEADER_MULTI_READ)
#define AEROSTAT_TRACE_GEN_H

#include <linux/tracepoint.h>

#include "core_gen.h"

TRACE_DEFINE_ENUM(ST_OK);
TRACE_DEFINE_ENUM(ST_ACCEPTED);
TRACE_DEFINE_ENUM(ST_REFUSED_LATE);
TRACE_DEFINE_ENUM(ST_REFUSED_HOST);
TRACE_DEFINE_ENUM(ST_BAD);
TRACE_DEFINE_ENUM(ST_DONE);
TRACE_DEFINE_ENUM(ST_UNKNOWN);
TRACE_DEFINE_ENUM(ST_GRANTED);

TRACE_DEFINE_ENUM(HOST_PLENTY);
TRACE_DEFINE_ENUM(HOST_TIGHT);
TRACE_DEFINE_ENUM(HOST_MIGRATING);

TRACE_DEFINE_ENUM(LINK_DOWN);
TRACE_DEFINE_ENUM(LINK_UP);
TRACE_DEFINE_ENUM(LINK_STOPPING);

TRACE_DEFINE_ENUM(GIVE_IDLE);
TRACE_DEFINE_ENUM(GIVE_WAIT_STATE);
TRACE_DEFINE_ENUM(GIVE_GATHER);
TRACE_DEFINE_ENUM(GIVE_DROPPED);
TRACE_DEFINE_ENUM(GIVE_WAIT_ACK);
TRACE_DEFINE_ENUM(GIVE_ABANDONED);
TRACE_DEFINE_ENUM(GIVE_WAIT_DONE);
TRACE_DEFINE_ENUM(GIVE_WAIT_REPORTED);

TRACE_DEFINE_ENUM(TAKE_NONE);
TRACE_DEFINE_ENUM(TAKE_ASKED);
TRACE_DEFINE_ENUM(TAKE_OVERDUE);

TRACE_DEFINE_ENUM(STATS_IDLE);
TRACE_DEFINE_ENUM(STATS_SENT);
TRACE_DEFINE_ENUM(STATS_AGAIN);

#define show_status(value) \
	__print_symbolic(value, \
		{ ST_OK, "ST_OK" }, \
		{ ST_ACCEPTED, "ST_ACCEPTED" }, \
		{ ST_REFUSED_LATE, "ST_REFUSED_LATE" }, \
		{ ST_REFUSED_HOST, "ST_REFUSED_HOST" }, \
		{ ST_BAD, "ST_BAD" }, \
		{ ST_DONE, "ST_DONE" }, \
		{ ST_UNKNOWN, "ST_UNKNOWN" }, \
		{ ST_GRANTED, "ST_GRANTED" })

#define show_host_state(value) \
	__print_symbolic(value, \
		{ HOST_PLENTY, "HOST_PLENTY" }, \
		{ HOST_TIGHT, "HOST_TIGHT" }, \
		{ HOST_MIGRATING, "HOST_MIGRATING" })

#define show_link_state(value) \
	__print_symbolic(value, \
		{ LINK_DOWN, "LINK_DOWN" }, \
		{ LINK_UP, "LINK_UP" }, \
		{ LINK_STOPPING, "LINK_STOPPING" })

#define show_give_state(value) \
	__print_symbolic(value, \
		{ GIVE_IDLE, "GIVE_IDLE" }, \
		{ GIVE_WAIT_STATE, "GIVE_WAIT_STATE" }, \
		{ GIVE_GATHER, "GIVE_GATHER" }, \
		{ GIVE_DROPPED, "GIVE_DROPPED" }, \
		{ GIVE_WAIT_ACK, "GIVE_WAIT_ACK" }, \
		{ GIVE_ABANDONED, "GIVE_ABANDONED" }, \
		{ GIVE_WAIT_DONE, "GIVE_WAIT_DONE" }, \
		{ GIVE_WAIT_REPORTED, "GIVE_WAIT_REPORTED" })

#define show_take_state(value) \
	__print_symbolic(value, \
		{ TAKE_NONE, "TAKE_NONE" }, \
		{ TAKE_ASKED, "TAKE_ASKED" }, \
		{ TAKE_OVERDUE, "TAKE_OVERDUE" })

#define show_stats_state(value) \
	__print_symbolic(value, \
		{ STATS_IDLE, "STATS_IDLE" }, \
		{ STATS_SENT, "STATS_SENT" }, \
		{ STATS_AGAIN, "STATS_AGAIN" })

#define show_guest_fx(todo) \
	((todo) ? __print_flags(todo, ",", \
		{ GUEST_FX_RELEASE_GATHERED, "fx_release_gathered" }, \
		{ GUEST_FX_RELEASE_OFFERED, "fx_release_offered" }, \
		{ GUEST_FX_KEEP_OFFERED, "fx_keep_offered" }, \
		{ GUEST_FX_RELEASE_GIVEN, "fx_release_given" }, \
		{ GUEST_FX_ABSORB_GRANT, "fx_absorb_grant" }, \
		{ GUEST_FX_SEND_QUERY, "fx_send_query" }, \
		{ GUEST_FX_GATHER, "fx_gather" }, \
		{ GUEST_FX_SEND_OFFER, "fx_send_offer" }, \
		{ GUEST_FX_OFFER_ISOLATED, "fx_offer_isolated" }, \
		{ GUEST_FX_SEND_COMMIT, "fx_send_commit" }, \
		{ GUEST_FX_SEND_REPORT, "fx_send_report" }, \
		{ GUEST_FX_SEND_RECLAIM, "fx_send_reclaim" }, \
		{ GUEST_FX_SEND_STATS, "fx_send_stats" }, \
		{ GUEST_FX_WARN_OVERDUE, "fx_warn_overdue" }) : "-")

TRACE_EVENT(guest_init,
	TP_PROTO(void *ctx, const struct guest *g, u64 total_pages, u32 ttl_ms, u32 grant_ms,
		 const struct guest_fx *fx),
	TP_ARGS(ctx, g, total_pages, ttl_ms, grant_ms, fx),
	TP_STRUCT__entry(
		__field(u64, total_pages)
		__field(u32, ttl_ms)
		__field(u32, grant_ms)
		__field(enum give_state, g_give)
		__field(enum take_state, g_take)
		__field(enum stats_state, g_stats)
		__field(enum link_state, g_link)
		__field(enum host_state, g_state)
		__field(bool, g_reporting)
		__field(u32, g_seq)
		__field(u32, g_take_seq)
		__field(u32, g_fit_extents)
		__field(u64, g_want_pages)
		__field(u64, g_offered_pages)
		__field(u64, g_given_pages)
		__field(u64, g_total_pages)
		__field(u64, g_target_pages)
		__field(u64, g_heard_host_ms)
		__field(u64, g_heard_at_ms)
		__field(u64, g_sent_at_ms)
		__field(u64, g_asked_at_ms)
		__field(u32, g_ttl_ms)
		__field(u32, g_grant_ms)
		__field(u32, todo)
	),
	TP_fast_assign(
		__entry->total_pages = total_pages;
		__entry->ttl_ms = ttl_ms;
		__entry->grant_ms = grant_ms;
		__entry->g_give = g->give;
		__entry->g_take = g->take;
		__entry->g_stats = g->stats;
		__entry->g_link = g->link;
		__entry->g_state = g->state;
		__entry->g_reporting = g->reporting;
		__entry->g_seq = g->seq;
		__entry->g_take_seq = g->take_seq;
		__entry->g_fit_extents = g->fit_extents;
		__entry->g_want_pages = g->want_pages;
		__entry->g_offered_pages = g->offered_pages;
		__entry->g_given_pages = g->given_pages;
		__entry->g_total_pages = g->total_pages;
		__entry->g_target_pages = g->target_pages;
		__entry->g_heard_host_ms = g->heard_host_ms;
		__entry->g_heard_at_ms = g->heard_at_ms;
		__entry->g_sent_at_ms = g->sent_at_ms;
		__entry->g_asked_at_ms = g->asked_at_ms;
		__entry->g_ttl_ms = g->ttl_ms;
		__entry->g_grant_ms = g->grant_ms;
		__entry->todo = fx->todo;
	),
	TP_printk("total_pages=%llu ttl_ms=%u grant_ms=%u | give=%s take=%s stats=%s link=%s state=%s reporting=%u seq=%u take_seq=%u fit_extents=%u want_pages=%llu offered_pages=%llu given_pages=%llu total_pages=%llu target_pages=%llu heard_host_ms=%llu heard_at_ms=%llu sent_at_ms=%llu asked_at_ms=%llu ttl_ms=%u grant_ms=%u | %s",
		__entry->total_pages,
		__entry->ttl_ms,
		__entry->grant_ms,
		show_give_state(__entry->g_give),
		show_take_state(__entry->g_take),
		show_stats_state(__entry->g_stats),
		show_link_state(__entry->g_link),
		show_host_state(__entry->g_state),
		__entry->g_reporting,
		__entry->g_seq,
		__entry->g_take_seq,
		__entry->g_fit_extents,
		__entry->g_want_pages,
		__entry->g_offered_pages,
		__entry->g_given_pages,
		__entry->g_total_pages,
		__entry->g_target_pages,
		__entry->g_heard_host_ms,
		__entry->g_heard_at_ms,
		__entry->g_sent_at_ms,
		__entry->g_asked_at_ms,
		__entry->g_ttl_ms,
		__entry->g_grant_ms,
		show_guest_fx(__entry->todo))
);

TRACE_EVENT(guest_start,
	TP_PROTO(void *ctx, const struct guest *g, const struct guest_fx *fx),
	TP_ARGS(ctx, g, fx),
	TP_STRUCT__entry(
		__field(enum give_state, g_give)
		__field(enum take_state, g_take)
		__field(enum stats_state, g_stats)
		__field(enum link_state, g_link)
		__field(enum host_state, g_state)
		__field(bool, g_reporting)
		__field(u32, g_seq)
		__field(u32, g_take_seq)
		__field(u32, g_fit_extents)
		__field(u64, g_want_pages)
		__field(u64, g_offered_pages)
		__field(u64, g_given_pages)
		__field(u64, g_total_pages)
		__field(u64, g_target_pages)
		__field(u64, g_heard_host_ms)
		__field(u64, g_heard_at_ms)
		__field(u64, g_sent_at_ms)
		__field(u64, g_asked_at_ms)
		__field(u32, g_ttl_ms)
		__field(u32, g_grant_ms)
		__field(u32, todo)
	),
	TP_fast_assign(
		__entry->g_give = g->give;
		__entry->g_take = g->take;
		__entry->g_stats = g->stats;
		__entry->g_link = g->link;
		__entry->g_state = g->state;
		__entry->g_reporting = g->reporting;
		__entry->g_seq = g->seq;
		__entry->g_take_seq = g->take_seq;
		__entry->g_fit_extents = g->fit_extents;
		__entry->g_want_pages = g->want_pages;
		__entry->g_offered_pages = g->offered_pages;
		__entry->g_given_pages = g->given_pages;
		__entry->g_total_pages = g->total_pages;
		__entry->g_target_pages = g->target_pages;
		__entry->g_heard_host_ms = g->heard_host_ms;
		__entry->g_heard_at_ms = g->heard_at_ms;
		__entry->g_sent_at_ms = g->sent_at_ms;
		__entry->g_asked_at_ms = g->asked_at_ms;
		__entry->g_ttl_ms = g->ttl_ms;
		__entry->g_grant_ms = g->grant_ms;
		__entry->todo = fx->todo;
	),
	TP_printk("| give=%s take=%s stats=%s link=%s state=%s reporting=%u seq=%u take_seq=%u fit_extents=%u want_pages=%llu offered_pages=%llu given_pages=%llu total_pages=%llu target_pages=%llu heard_host_ms=%llu heard_at_ms=%llu sent_at_ms=%llu asked_at_ms=%llu ttl_ms=%u grant_ms=%u | %s",
		show_give_state(__entry->g_give),
		show_take_state(__entry->g_take),
		show_stats_state(__entry->g_stats),
		show_link_state(__entry->g_link),
		show_host_state(__entry->g_state),
		__entry->g_reporting,
		__entry->g_seq,
		__entry->g_take_seq,
		__entry->g_fit_extents,
		__entry->g_want_pages,
		__entry->g_offered_pages,
		__entry->g_given_pages,
		__entry->g_total_pages,
		__entry->g_target_pages,
		__entry->g_heard_host_ms,
		__entry->g_heard_at_ms,
		__entry->g_sent_at_ms,
		__entry->g_asked_at_ms,
		__entry->g_ttl_ms,
		__entry->g_grant_ms,
		show_guest_fx(__entry->todo))
);

TRACE_EVENT(guest_collect,
	TP_PROTO(void *ctx, const struct guest *g, u64 want_pages, const struct guest_fx *fx),
	TP_ARGS(ctx, g, want_pages, fx),
	TP_STRUCT__entry(
		__field(u64, want_pages)
		__field(enum give_state, g_give)
		__field(enum take_state, g_take)
		__field(enum stats_state, g_stats)
		__field(enum link_state, g_link)
		__field(enum host_state, g_state)
		__field(bool, g_reporting)
		__field(u32, g_seq)
		__field(u32, g_take_seq)
		__field(u32, g_fit_extents)
		__field(u64, g_want_pages)
		__field(u64, g_offered_pages)
		__field(u64, g_given_pages)
		__field(u64, g_total_pages)
		__field(u64, g_target_pages)
		__field(u64, g_heard_host_ms)
		__field(u64, g_heard_at_ms)
		__field(u64, g_sent_at_ms)
		__field(u64, g_asked_at_ms)
		__field(u32, g_ttl_ms)
		__field(u32, g_grant_ms)
		__field(u32, todo)
	),
	TP_fast_assign(
		__entry->want_pages = want_pages;
		__entry->g_give = g->give;
		__entry->g_take = g->take;
		__entry->g_stats = g->stats;
		__entry->g_link = g->link;
		__entry->g_state = g->state;
		__entry->g_reporting = g->reporting;
		__entry->g_seq = g->seq;
		__entry->g_take_seq = g->take_seq;
		__entry->g_fit_extents = g->fit_extents;
		__entry->g_want_pages = g->want_pages;
		__entry->g_offered_pages = g->offered_pages;
		__entry->g_given_pages = g->given_pages;
		__entry->g_total_pages = g->total_pages;
		__entry->g_target_pages = g->target_pages;
		__entry->g_heard_host_ms = g->heard_host_ms;
		__entry->g_heard_at_ms = g->heard_at_ms;
		__entry->g_sent_at_ms = g->sent_at_ms;
		__entry->g_asked_at_ms = g->asked_at_ms;
		__entry->g_ttl_ms = g->ttl_ms;
		__entry->g_grant_ms = g->grant_ms;
		__entry->todo = fx->todo;
	),
	TP_printk("want_pages=%llu | give=%s take=%s stats=%s link=%s state=%s reporting=%u seq=%u take_seq=%u fit_extents=%u want_pages=%llu offered_pages=%llu given_pages=%llu total_pages=%llu target_pages=%llu heard_host_ms=%llu heard_at_ms=%llu sent_at_ms=%llu asked_at_ms=%llu ttl_ms=%u grant_ms=%u | %s",
		__entry->want_pages,
		show_give_state(__entry->g_give),
		show_take_state(__entry->g_take),
		show_stats_state(__entry->g_stats),
		show_link_state(__entry->g_link),
		show_host_state(__entry->g_state),
		__entry->g_reporting,
		__entry->g_seq,
		__entry->g_take_seq,
		__entry->g_fit_extents,
		__entry->g_want_pages,
		__entry->g_offered_pages,
		__entry->g_given_pages,
		__entry->g_total_pages,
		__entry->g_target_pages,
		__entry->g_heard_host_ms,
		__entry->g_heard_at_ms,
		__entry->g_sent_at_ms,
		__entry->g_asked_at_ms,
		__entry->g_ttl_ms,
		__entry->g_grant_ms,
		show_guest_fx(__entry->todo))
);

TRACE_EVENT(guest_state,
	TP_PROTO(void *ctx, const struct guest *g, u32 seq, enum status status,
		 enum host_state state, u64 host_time_ms, u64 now_ms, const struct guest_fx *fx),
	TP_ARGS(ctx, g, seq, status, state, host_time_ms, now_ms, fx),
	TP_STRUCT__entry(
		__field(u32, seq)
		__field(enum status, status)
		__field(enum host_state, state)
		__field(u64, host_time_ms)
		__field(u64, now_ms)
		__field(enum give_state, g_give)
		__field(enum take_state, g_take)
		__field(enum stats_state, g_stats)
		__field(enum link_state, g_link)
		__field(enum host_state, g_state)
		__field(bool, g_reporting)
		__field(u32, g_seq)
		__field(u32, g_take_seq)
		__field(u32, g_fit_extents)
		__field(u64, g_want_pages)
		__field(u64, g_offered_pages)
		__field(u64, g_given_pages)
		__field(u64, g_total_pages)
		__field(u64, g_target_pages)
		__field(u64, g_heard_host_ms)
		__field(u64, g_heard_at_ms)
		__field(u64, g_sent_at_ms)
		__field(u64, g_asked_at_ms)
		__field(u32, g_ttl_ms)
		__field(u32, g_grant_ms)
		__field(u32, todo)
	),
	TP_fast_assign(
		__entry->seq = seq;
		__entry->status = status;
		__entry->state = state;
		__entry->host_time_ms = host_time_ms;
		__entry->now_ms = now_ms;
		__entry->g_give = g->give;
		__entry->g_take = g->take;
		__entry->g_stats = g->stats;
		__entry->g_link = g->link;
		__entry->g_state = g->state;
		__entry->g_reporting = g->reporting;
		__entry->g_seq = g->seq;
		__entry->g_take_seq = g->take_seq;
		__entry->g_fit_extents = g->fit_extents;
		__entry->g_want_pages = g->want_pages;
		__entry->g_offered_pages = g->offered_pages;
		__entry->g_given_pages = g->given_pages;
		__entry->g_total_pages = g->total_pages;
		__entry->g_target_pages = g->target_pages;
		__entry->g_heard_host_ms = g->heard_host_ms;
		__entry->g_heard_at_ms = g->heard_at_ms;
		__entry->g_sent_at_ms = g->sent_at_ms;
		__entry->g_asked_at_ms = g->asked_at_ms;
		__entry->g_ttl_ms = g->ttl_ms;
		__entry->g_grant_ms = g->grant_ms;
		__entry->todo = fx->todo;
	),
	TP_printk("seq=%u status=%s state=%s host_time_ms=%llu now_ms=%llu | give=%s take=%s stats=%s link=%s state=%s reporting=%u seq=%u take_seq=%u fit_extents=%u want_pages=%llu offered_pages=%llu given_pages=%llu total_pages=%llu target_pages=%llu heard_host_ms=%llu heard_at_ms=%llu sent_at_ms=%llu asked_at_ms=%llu ttl_ms=%u grant_ms=%u | %s",
		__entry->seq,
		show_status(__entry->status),
		show_host_state(__entry->state),
		__entry->host_time_ms,
		__entry->now_ms,
		show_give_state(__entry->g_give),
		show_take_state(__entry->g_take),
		show_stats_state(__entry->g_stats),
		show_link_state(__entry->g_link),
		show_host_state(__entry->g_state),
		__entry->g_reporting,
		__entry->g_seq,
		__entry->g_take_seq,
		__entry->g_fit_extents,
		__entry->g_want_pages,
		__entry->g_offered_pages,
		__entry->g_given_pages,
		__entry->g_total_pages,
		__entry->g_target_pages,
		__entry->g_heard_host_ms,
		__entry->g_heard_at_ms,
		__entry->g_sent_at_ms,
		__entry->g_asked_at_ms,
		__entry->g_ttl_ms,
		__entry->g_grant_ms,
		show_guest_fx(__entry->todo))
);

TRACE_EVENT(guest_offer,
	TP_PROTO(void *ctx, const struct guest *g, u64 pages, u64 now_ms,
		 const struct guest_fx *fx),
	TP_ARGS(ctx, g, pages, now_ms, fx),
	TP_STRUCT__entry(
		__field(u64, pages)
		__field(u64, now_ms)
		__field(enum give_state, g_give)
		__field(enum take_state, g_take)
		__field(enum stats_state, g_stats)
		__field(enum link_state, g_link)
		__field(enum host_state, g_state)
		__field(bool, g_reporting)
		__field(u32, g_seq)
		__field(u32, g_take_seq)
		__field(u32, g_fit_extents)
		__field(u64, g_want_pages)
		__field(u64, g_offered_pages)
		__field(u64, g_given_pages)
		__field(u64, g_total_pages)
		__field(u64, g_target_pages)
		__field(u64, g_heard_host_ms)
		__field(u64, g_heard_at_ms)
		__field(u64, g_sent_at_ms)
		__field(u64, g_asked_at_ms)
		__field(u32, g_ttl_ms)
		__field(u32, g_grant_ms)
		__field(u32, todo)
	),
	TP_fast_assign(
		__entry->pages = pages;
		__entry->now_ms = now_ms;
		__entry->g_give = g->give;
		__entry->g_take = g->take;
		__entry->g_stats = g->stats;
		__entry->g_link = g->link;
		__entry->g_state = g->state;
		__entry->g_reporting = g->reporting;
		__entry->g_seq = g->seq;
		__entry->g_take_seq = g->take_seq;
		__entry->g_fit_extents = g->fit_extents;
		__entry->g_want_pages = g->want_pages;
		__entry->g_offered_pages = g->offered_pages;
		__entry->g_given_pages = g->given_pages;
		__entry->g_total_pages = g->total_pages;
		__entry->g_target_pages = g->target_pages;
		__entry->g_heard_host_ms = g->heard_host_ms;
		__entry->g_heard_at_ms = g->heard_at_ms;
		__entry->g_sent_at_ms = g->sent_at_ms;
		__entry->g_asked_at_ms = g->asked_at_ms;
		__entry->g_ttl_ms = g->ttl_ms;
		__entry->g_grant_ms = g->grant_ms;
		__entry->todo = fx->todo;
	),
	TP_printk("pages=%llu now_ms=%llu | give=%s take=%s stats=%s link=%s state=%s reporting=%u seq=%u take_seq=%u fit_extents=%u want_pages=%llu offered_pages=%llu given_pages=%llu total_pages=%llu target_pages=%llu heard_host_ms=%llu heard_at_ms=%llu sent_at_ms=%llu asked_at_ms=%llu ttl_ms=%u grant_ms=%u | %s",
		__entry->pages,
		__entry->now_ms,
		show_give_state(__entry->g_give),
		show_take_state(__entry->g_take),
		show_stats_state(__entry->g_stats),
		show_link_state(__entry->g_link),
		show_host_state(__entry->g_state),
		__entry->g_reporting,
		__entry->g_seq,
		__entry->g_take_seq,
		__entry->g_fit_extents,
		__entry->g_want_pages,
		__entry->g_offered_pages,
		__entry->g_given_pages,
		__entry->g_total_pages,
		__entry->g_target_pages,
		__entry->g_heard_host_ms,
		__entry->g_heard_at_ms,
		__entry->g_sent_at_ms,
		__entry->g_asked_at_ms,
		__entry->g_ttl_ms,
		__entry->g_grant_ms,
		show_guest_fx(__entry->todo))
);

TRACE_EVENT(guest_report,
	TP_PROTO(void *ctx, const struct guest *g, u64 pages, bool agreed, u64 now_ms,
		 const struct guest_fx *fx),
	TP_ARGS(ctx, g, pages, agreed, now_ms, fx),
	TP_STRUCT__entry(
		__field(u64, pages)
		__field(bool, agreed)
		__field(u64, now_ms)
		__field(enum give_state, g_give)
		__field(enum take_state, g_take)
		__field(enum stats_state, g_stats)
		__field(enum link_state, g_link)
		__field(enum host_state, g_state)
		__field(bool, g_reporting)
		__field(u32, g_seq)
		__field(u32, g_take_seq)
		__field(u32, g_fit_extents)
		__field(u64, g_want_pages)
		__field(u64, g_offered_pages)
		__field(u64, g_given_pages)
		__field(u64, g_total_pages)
		__field(u64, g_target_pages)
		__field(u64, g_heard_host_ms)
		__field(u64, g_heard_at_ms)
		__field(u64, g_sent_at_ms)
		__field(u64, g_asked_at_ms)
		__field(u32, g_ttl_ms)
		__field(u32, g_grant_ms)
		__field(u32, todo)
	),
	TP_fast_assign(
		__entry->pages = pages;
		__entry->agreed = agreed;
		__entry->now_ms = now_ms;
		__entry->g_give = g->give;
		__entry->g_take = g->take;
		__entry->g_stats = g->stats;
		__entry->g_link = g->link;
		__entry->g_state = g->state;
		__entry->g_reporting = g->reporting;
		__entry->g_seq = g->seq;
		__entry->g_take_seq = g->take_seq;
		__entry->g_fit_extents = g->fit_extents;
		__entry->g_want_pages = g->want_pages;
		__entry->g_offered_pages = g->offered_pages;
		__entry->g_given_pages = g->given_pages;
		__entry->g_total_pages = g->total_pages;
		__entry->g_target_pages = g->target_pages;
		__entry->g_heard_host_ms = g->heard_host_ms;
		__entry->g_heard_at_ms = g->heard_at_ms;
		__entry->g_sent_at_ms = g->sent_at_ms;
		__entry->g_asked_at_ms = g->asked_at_ms;
		__entry->g_ttl_ms = g->ttl_ms;
		__entry->g_grant_ms = g->grant_ms;
		__entry->todo = fx->todo;
	),
	TP_printk("pages=%llu agreed=%u now_ms=%llu | give=%s take=%s stats=%s link=%s state=%s reporting=%u seq=%u take_seq=%u fit_extents=%u want_pages=%llu offered_pages=%llu given_pages=%llu total_pages=%llu target_pages=%llu heard_host_ms=%llu heard_at_ms=%llu sent_at_ms=%llu asked_at_ms=%llu ttl_ms=%u grant_ms=%u | %s",
		__entry->pages,
		__entry->agreed,
		__entry->now_ms,
		show_give_state(__entry->g_give),
		show_take_state(__entry->g_take),
		show_stats_state(__entry->g_stats),
		show_link_state(__entry->g_link),
		show_host_state(__entry->g_state),
		__entry->g_reporting,
		__entry->g_seq,
		__entry->g_take_seq,
		__entry->g_fit_extents,
		__entry->g_want_pages,
		__entry->g_offered_pages,
		__entry->g_given_pages,
		__entry->g_total_pages,
		__entry->g_target_pages,
		__entry->g_heard_host_ms,
		__entry->g_heard_at_ms,
		__entry->g_sent_at_ms,
		__entry->g_asked_at_ms,
		__entry->g_ttl_ms,
		__entry->g_grant_ms,
		show_guest_fx(__entry->todo))
);

TRACE_EVENT(guest_ack,
	TP_PROTO(void *ctx, const struct guest *g, u32 seq, enum status status,
		 enum host_state state, const struct guest_fx *fx),
	TP_ARGS(ctx, g, seq, status, state, fx),
	TP_STRUCT__entry(
		__field(u32, seq)
		__field(enum status, status)
		__field(enum host_state, state)
		__field(enum give_state, g_give)
		__field(enum take_state, g_take)
		__field(enum stats_state, g_stats)
		__field(enum link_state, g_link)
		__field(enum host_state, g_state)
		__field(bool, g_reporting)
		__field(u32, g_seq)
		__field(u32, g_take_seq)
		__field(u32, g_fit_extents)
		__field(u64, g_want_pages)
		__field(u64, g_offered_pages)
		__field(u64, g_given_pages)
		__field(u64, g_total_pages)
		__field(u64, g_target_pages)
		__field(u64, g_heard_host_ms)
		__field(u64, g_heard_at_ms)
		__field(u64, g_sent_at_ms)
		__field(u64, g_asked_at_ms)
		__field(u32, g_ttl_ms)
		__field(u32, g_grant_ms)
		__field(u32, todo)
	),
	TP_fast_assign(
		__entry->seq = seq;
		__entry->status = status;
		__entry->state = state;
		__entry->g_give = g->give;
		__entry->g_take = g->take;
		__entry->g_stats = g->stats;
		__entry->g_link = g->link;
		__entry->g_state = g->state;
		__entry->g_reporting = g->reporting;
		__entry->g_seq = g->seq;
		__entry->g_take_seq = g->take_seq;
		__entry->g_fit_extents = g->fit_extents;
		__entry->g_want_pages = g->want_pages;
		__entry->g_offered_pages = g->offered_pages;
		__entry->g_given_pages = g->given_pages;
		__entry->g_total_pages = g->total_pages;
		__entry->g_target_pages = g->target_pages;
		__entry->g_heard_host_ms = g->heard_host_ms;
		__entry->g_heard_at_ms = g->heard_at_ms;
		__entry->g_sent_at_ms = g->sent_at_ms;
		__entry->g_asked_at_ms = g->asked_at_ms;
		__entry->g_ttl_ms = g->ttl_ms;
		__entry->g_grant_ms = g->grant_ms;
		__entry->todo = fx->todo;
	),
	TP_printk("seq=%u status=%s state=%s | give=%s take=%s stats=%s link=%s state=%s reporting=%u seq=%u take_seq=%u fit_extents=%u want_pages=%llu offered_pages=%llu given_pages=%llu total_pages=%llu target_pages=%llu heard_host_ms=%llu heard_at_ms=%llu sent_at_ms=%llu asked_at_ms=%llu ttl_ms=%u grant_ms=%u | %s",
		__entry->seq,
		show_status(__entry->status),
		show_host_state(__entry->state),
		show_give_state(__entry->g_give),
		show_take_state(__entry->g_take),
		show_stats_state(__entry->g_stats),
		show_link_state(__entry->g_link),
		show_host_state(__entry->g_state),
		__entry->g_reporting,
		__entry->g_seq,
		__entry->g_take_seq,
		__entry->g_fit_extents,
		__entry->g_want_pages,
		__entry->g_offered_pages,
		__entry->g_given_pages,
		__entry->g_total_pages,
		__entry->g_target_pages,
		__entry->g_heard_host_ms,
		__entry->g_heard_at_ms,
		__entry->g_sent_at_ms,
		__entry->g_asked_at_ms,
		__entry->g_ttl_ms,
		__entry->g_grant_ms,
		show_guest_fx(__entry->todo))
);

TRACE_EVENT(guest_done,
	TP_PROTO(void *ctx, const struct guest *g, u32 seq, enum status status,
		 enum host_state state, const struct guest_fx *fx),
	TP_ARGS(ctx, g, seq, status, state, fx),
	TP_STRUCT__entry(
		__field(u32, seq)
		__field(enum status, status)
		__field(enum host_state, state)
		__field(enum give_state, g_give)
		__field(enum take_state, g_take)
		__field(enum stats_state, g_stats)
		__field(enum link_state, g_link)
		__field(enum host_state, g_state)
		__field(bool, g_reporting)
		__field(u32, g_seq)
		__field(u32, g_take_seq)
		__field(u32, g_fit_extents)
		__field(u64, g_want_pages)
		__field(u64, g_offered_pages)
		__field(u64, g_given_pages)
		__field(u64, g_total_pages)
		__field(u64, g_target_pages)
		__field(u64, g_heard_host_ms)
		__field(u64, g_heard_at_ms)
		__field(u64, g_sent_at_ms)
		__field(u64, g_asked_at_ms)
		__field(u32, g_ttl_ms)
		__field(u32, g_grant_ms)
		__field(u32, todo)
	),
	TP_fast_assign(
		__entry->seq = seq;
		__entry->status = status;
		__entry->state = state;
		__entry->g_give = g->give;
		__entry->g_take = g->take;
		__entry->g_stats = g->stats;
		__entry->g_link = g->link;
		__entry->g_state = g->state;
		__entry->g_reporting = g->reporting;
		__entry->g_seq = g->seq;
		__entry->g_take_seq = g->take_seq;
		__entry->g_fit_extents = g->fit_extents;
		__entry->g_want_pages = g->want_pages;
		__entry->g_offered_pages = g->offered_pages;
		__entry->g_given_pages = g->given_pages;
		__entry->g_total_pages = g->total_pages;
		__entry->g_target_pages = g->target_pages;
		__entry->g_heard_host_ms = g->heard_host_ms;
		__entry->g_heard_at_ms = g->heard_at_ms;
		__entry->g_sent_at_ms = g->sent_at_ms;
		__entry->g_asked_at_ms = g->asked_at_ms;
		__entry->g_ttl_ms = g->ttl_ms;
		__entry->g_grant_ms = g->grant_ms;
		__entry->todo = fx->todo;
	),
	TP_printk("seq=%u status=%s state=%s | give=%s take=%s stats=%s link=%s state=%s reporting=%u seq=%u take_seq=%u fit_extents=%u want_pages=%llu offered_pages=%llu given_pages=%llu total_pages=%llu target_pages=%llu heard_host_ms=%llu heard_at_ms=%llu sent_at_ms=%llu asked_at_ms=%llu ttl_ms=%u grant_ms=%u | %s",
		__entry->seq,
		show_status(__entry->status),
		show_host_state(__entry->state),
		show_give_state(__entry->g_give),
		show_take_state(__entry->g_take),
		show_stats_state(__entry->g_stats),
		show_link_state(__entry->g_link),
		show_host_state(__entry->g_state),
		__entry->g_reporting,
		__entry->g_seq,
		__entry->g_take_seq,
		__entry->g_fit_extents,
		__entry->g_want_pages,
		__entry->g_offered_pages,
		__entry->g_given_pages,
		__entry->g_total_pages,
		__entry->g_target_pages,
		__entry->g_heard_host_ms,
		__entry->g_heard_at_ms,
		__entry->g_sent_at_ms,
		__entry->g_asked_at_ms,
		__entry->g_ttl_ms,
		__entry->g_grant_ms,
		show_guest_fx(__entry->todo))
);

TRACE_EVENT(guest_reported,
	TP_PROTO(void *ctx, const struct guest *g, enum host_state state,
		 const struct guest_fx *fx),
	TP_ARGS(ctx, g, state, fx),
	TP_STRUCT__entry(
		__field(enum host_state, state)
		__field(enum give_state, g_give)
		__field(enum take_state, g_take)
		__field(enum stats_state, g_stats)
		__field(enum link_state, g_link)
		__field(enum host_state, g_state)
		__field(bool, g_reporting)
		__field(u32, g_seq)
		__field(u32, g_take_seq)
		__field(u32, g_fit_extents)
		__field(u64, g_want_pages)
		__field(u64, g_offered_pages)
		__field(u64, g_given_pages)
		__field(u64, g_total_pages)
		__field(u64, g_target_pages)
		__field(u64, g_heard_host_ms)
		__field(u64, g_heard_at_ms)
		__field(u64, g_sent_at_ms)
		__field(u64, g_asked_at_ms)
		__field(u32, g_ttl_ms)
		__field(u32, g_grant_ms)
		__field(u32, todo)
	),
	TP_fast_assign(
		__entry->state = state;
		__entry->g_give = g->give;
		__entry->g_take = g->take;
		__entry->g_stats = g->stats;
		__entry->g_link = g->link;
		__entry->g_state = g->state;
		__entry->g_reporting = g->reporting;
		__entry->g_seq = g->seq;
		__entry->g_take_seq = g->take_seq;
		__entry->g_fit_extents = g->fit_extents;
		__entry->g_want_pages = g->want_pages;
		__entry->g_offered_pages = g->offered_pages;
		__entry->g_given_pages = g->given_pages;
		__entry->g_total_pages = g->total_pages;
		__entry->g_target_pages = g->target_pages;
		__entry->g_heard_host_ms = g->heard_host_ms;
		__entry->g_heard_at_ms = g->heard_at_ms;
		__entry->g_sent_at_ms = g->sent_at_ms;
		__entry->g_asked_at_ms = g->asked_at_ms;
		__entry->g_ttl_ms = g->ttl_ms;
		__entry->g_grant_ms = g->grant_ms;
		__entry->todo = fx->todo;
	),
	TP_printk("state=%s | give=%s take=%s stats=%s link=%s state=%s reporting=%u seq=%u take_seq=%u fit_extents=%u want_pages=%llu offered_pages=%llu given_pages=%llu total_pages=%llu target_pages=%llu heard_host_ms=%llu heard_at_ms=%llu sent_at_ms=%llu asked_at_ms=%llu ttl_ms=%u grant_ms=%u | %s",
		show_host_state(__entry->state),
		show_give_state(__entry->g_give),
		show_take_state(__entry->g_take),
		show_stats_state(__entry->g_stats),
		show_link_state(__entry->g_link),
		show_host_state(__entry->g_state),
		__entry->g_reporting,
		__entry->g_seq,
		__entry->g_take_seq,
		__entry->g_fit_extents,
		__entry->g_want_pages,
		__entry->g_offered_pages,
		__entry->g_given_pages,
		__entry->g_total_pages,
		__entry->g_target_pages,
		__entry->g_heard_host_ms,
		__entry->g_heard_at_ms,
		__entry->g_sent_at_ms,
		__entry->g_asked_at_ms,
		__entry->g_ttl_ms,
		__entry->g_grant_ms,
		show_guest_fx(__entry->todo))
);

TRACE_EVENT(guest_pressure,
	TP_PROTO(void *ctx, const struct guest *g, u64 want_pages, u64 near_addr, u32 fit_extents,
		 u64 now_ms, const struct guest_fx *fx),
	TP_ARGS(ctx, g, want_pages, near_addr, fit_extents, now_ms, fx),
	TP_STRUCT__entry(
		__field(u64, want_pages)
		__field(u64, near_addr)
		__field(u32, fit_extents)
		__field(u64, now_ms)
		__field(enum give_state, g_give)
		__field(enum take_state, g_take)
		__field(enum stats_state, g_stats)
		__field(enum link_state, g_link)
		__field(enum host_state, g_state)
		__field(bool, g_reporting)
		__field(u32, g_seq)
		__field(u32, g_take_seq)
		__field(u32, g_fit_extents)
		__field(u64, g_want_pages)
		__field(u64, g_offered_pages)
		__field(u64, g_given_pages)
		__field(u64, g_total_pages)
		__field(u64, g_target_pages)
		__field(u64, g_heard_host_ms)
		__field(u64, g_heard_at_ms)
		__field(u64, g_sent_at_ms)
		__field(u64, g_asked_at_ms)
		__field(u32, g_ttl_ms)
		__field(u32, g_grant_ms)
		__field(u32, todo)
	),
	TP_fast_assign(
		__entry->want_pages = want_pages;
		__entry->near_addr = near_addr;
		__entry->fit_extents = fit_extents;
		__entry->now_ms = now_ms;
		__entry->g_give = g->give;
		__entry->g_take = g->take;
		__entry->g_stats = g->stats;
		__entry->g_link = g->link;
		__entry->g_state = g->state;
		__entry->g_reporting = g->reporting;
		__entry->g_seq = g->seq;
		__entry->g_take_seq = g->take_seq;
		__entry->g_fit_extents = g->fit_extents;
		__entry->g_want_pages = g->want_pages;
		__entry->g_offered_pages = g->offered_pages;
		__entry->g_given_pages = g->given_pages;
		__entry->g_total_pages = g->total_pages;
		__entry->g_target_pages = g->target_pages;
		__entry->g_heard_host_ms = g->heard_host_ms;
		__entry->g_heard_at_ms = g->heard_at_ms;
		__entry->g_sent_at_ms = g->sent_at_ms;
		__entry->g_asked_at_ms = g->asked_at_ms;
		__entry->g_ttl_ms = g->ttl_ms;
		__entry->g_grant_ms = g->grant_ms;
		__entry->todo = fx->todo;
	),
	TP_printk("want_pages=%llu near_addr=%llu fit_extents=%u now_ms=%llu | give=%s take=%s stats=%s link=%s state=%s reporting=%u seq=%u take_seq=%u fit_extents=%u want_pages=%llu offered_pages=%llu given_pages=%llu total_pages=%llu target_pages=%llu heard_host_ms=%llu heard_at_ms=%llu sent_at_ms=%llu asked_at_ms=%llu ttl_ms=%u grant_ms=%u | %s",
		__entry->want_pages,
		__entry->near_addr,
		__entry->fit_extents,
		__entry->now_ms,
		show_give_state(__entry->g_give),
		show_take_state(__entry->g_take),
		show_stats_state(__entry->g_stats),
		show_link_state(__entry->g_link),
		show_host_state(__entry->g_state),
		__entry->g_reporting,
		__entry->g_seq,
		__entry->g_take_seq,
		__entry->g_fit_extents,
		__entry->g_want_pages,
		__entry->g_offered_pages,
		__entry->g_given_pages,
		__entry->g_total_pages,
		__entry->g_target_pages,
		__entry->g_heard_host_ms,
		__entry->g_heard_at_ms,
		__entry->g_sent_at_ms,
		__entry->g_asked_at_ms,
		__entry->g_ttl_ms,
		__entry->g_grant_ms,
		show_guest_fx(__entry->todo))
);

TRACE_EVENT(guest_grant,
	TP_PROTO(void *ctx, const struct guest *g, enum host_state state, u32 back_extents,
		 u64 back_pages, u64 back_offered_pages, const struct guest_fx *fx),
	TP_ARGS(ctx, g, state, back_extents, back_pages, back_offered_pages, fx),
	TP_STRUCT__entry(
		__field(enum host_state, state)
		__field(u32, back_extents)
		__field(u64, back_pages)
		__field(u64, back_offered_pages)
		__field(enum give_state, g_give)
		__field(enum take_state, g_take)
		__field(enum stats_state, g_stats)
		__field(enum link_state, g_link)
		__field(enum host_state, g_state)
		__field(bool, g_reporting)
		__field(u32, g_seq)
		__field(u32, g_take_seq)
		__field(u32, g_fit_extents)
		__field(u64, g_want_pages)
		__field(u64, g_offered_pages)
		__field(u64, g_given_pages)
		__field(u64, g_total_pages)
		__field(u64, g_target_pages)
		__field(u64, g_heard_host_ms)
		__field(u64, g_heard_at_ms)
		__field(u64, g_sent_at_ms)
		__field(u64, g_asked_at_ms)
		__field(u32, g_ttl_ms)
		__field(u32, g_grant_ms)
		__field(u32, todo)
	),
	TP_fast_assign(
		__entry->state = state;
		__entry->back_extents = back_extents;
		__entry->back_pages = back_pages;
		__entry->back_offered_pages = back_offered_pages;
		__entry->g_give = g->give;
		__entry->g_take = g->take;
		__entry->g_stats = g->stats;
		__entry->g_link = g->link;
		__entry->g_state = g->state;
		__entry->g_reporting = g->reporting;
		__entry->g_seq = g->seq;
		__entry->g_take_seq = g->take_seq;
		__entry->g_fit_extents = g->fit_extents;
		__entry->g_want_pages = g->want_pages;
		__entry->g_offered_pages = g->offered_pages;
		__entry->g_given_pages = g->given_pages;
		__entry->g_total_pages = g->total_pages;
		__entry->g_target_pages = g->target_pages;
		__entry->g_heard_host_ms = g->heard_host_ms;
		__entry->g_heard_at_ms = g->heard_at_ms;
		__entry->g_sent_at_ms = g->sent_at_ms;
		__entry->g_asked_at_ms = g->asked_at_ms;
		__entry->g_ttl_ms = g->ttl_ms;
		__entry->g_grant_ms = g->grant_ms;
		__entry->todo = fx->todo;
	),
	TP_printk("state=%s back_extents=%u back_pages=%llu back_offered_pages=%llu | give=%s take=%s stats=%s link=%s state=%s reporting=%u seq=%u take_seq=%u fit_extents=%u want_pages=%llu offered_pages=%llu given_pages=%llu total_pages=%llu target_pages=%llu heard_host_ms=%llu heard_at_ms=%llu sent_at_ms=%llu asked_at_ms=%llu ttl_ms=%u grant_ms=%u | %s",
		show_host_state(__entry->state),
		__entry->back_extents,
		__entry->back_pages,
		__entry->back_offered_pages,
		show_give_state(__entry->g_give),
		show_take_state(__entry->g_take),
		show_stats_state(__entry->g_stats),
		show_link_state(__entry->g_link),
		show_host_state(__entry->g_state),
		__entry->g_reporting,
		__entry->g_seq,
		__entry->g_take_seq,
		__entry->g_fit_extents,
		__entry->g_want_pages,
		__entry->g_offered_pages,
		__entry->g_given_pages,
		__entry->g_total_pages,
		__entry->g_target_pages,
		__entry->g_heard_host_ms,
		__entry->g_heard_at_ms,
		__entry->g_sent_at_ms,
		__entry->g_asked_at_ms,
		__entry->g_ttl_ms,
		__entry->g_grant_ms,
		show_guest_fx(__entry->todo))
);

TRACE_EVENT(guest_tick,
	TP_PROTO(void *ctx, const struct guest *g, u64 now_ms, const struct guest_fx *fx),
	TP_ARGS(ctx, g, now_ms, fx),
	TP_STRUCT__entry(
		__field(u64, now_ms)
		__field(enum give_state, g_give)
		__field(enum take_state, g_take)
		__field(enum stats_state, g_stats)
		__field(enum link_state, g_link)
		__field(enum host_state, g_state)
		__field(bool, g_reporting)
		__field(u32, g_seq)
		__field(u32, g_take_seq)
		__field(u32, g_fit_extents)
		__field(u64, g_want_pages)
		__field(u64, g_offered_pages)
		__field(u64, g_given_pages)
		__field(u64, g_total_pages)
		__field(u64, g_target_pages)
		__field(u64, g_heard_host_ms)
		__field(u64, g_heard_at_ms)
		__field(u64, g_sent_at_ms)
		__field(u64, g_asked_at_ms)
		__field(u32, g_ttl_ms)
		__field(u32, g_grant_ms)
		__field(u32, todo)
	),
	TP_fast_assign(
		__entry->now_ms = now_ms;
		__entry->g_give = g->give;
		__entry->g_take = g->take;
		__entry->g_stats = g->stats;
		__entry->g_link = g->link;
		__entry->g_state = g->state;
		__entry->g_reporting = g->reporting;
		__entry->g_seq = g->seq;
		__entry->g_take_seq = g->take_seq;
		__entry->g_fit_extents = g->fit_extents;
		__entry->g_want_pages = g->want_pages;
		__entry->g_offered_pages = g->offered_pages;
		__entry->g_given_pages = g->given_pages;
		__entry->g_total_pages = g->total_pages;
		__entry->g_target_pages = g->target_pages;
		__entry->g_heard_host_ms = g->heard_host_ms;
		__entry->g_heard_at_ms = g->heard_at_ms;
		__entry->g_sent_at_ms = g->sent_at_ms;
		__entry->g_asked_at_ms = g->asked_at_ms;
		__entry->g_ttl_ms = g->ttl_ms;
		__entry->g_grant_ms = g->grant_ms;
		__entry->todo = fx->todo;
	),
	TP_printk("now_ms=%llu | give=%s take=%s stats=%s link=%s state=%s reporting=%u seq=%u take_seq=%u fit_extents=%u want_pages=%llu offered_pages=%llu given_pages=%llu total_pages=%llu target_pages=%llu heard_host_ms=%llu heard_at_ms=%llu sent_at_ms=%llu asked_at_ms=%llu ttl_ms=%u grant_ms=%u | %s",
		__entry->now_ms,
		show_give_state(__entry->g_give),
		show_take_state(__entry->g_take),
		show_stats_state(__entry->g_stats),
		show_link_state(__entry->g_link),
		show_host_state(__entry->g_state),
		__entry->g_reporting,
		__entry->g_seq,
		__entry->g_take_seq,
		__entry->g_fit_extents,
		__entry->g_want_pages,
		__entry->g_offered_pages,
		__entry->g_given_pages,
		__entry->g_total_pages,
		__entry->g_target_pages,
		__entry->g_heard_host_ms,
		__entry->g_heard_at_ms,
		__entry->g_sent_at_ms,
		__entry->g_asked_at_ms,
		__entry->g_ttl_ms,
		__entry->g_grant_ms,
		show_guest_fx(__entry->todo))
);

TRACE_EVENT(guest_host,
	TP_PROTO(void *ctx, const struct guest *g, enum host_state state,
		 const struct guest_fx *fx),
	TP_ARGS(ctx, g, state, fx),
	TP_STRUCT__entry(
		__field(enum host_state, state)
		__field(enum give_state, g_give)
		__field(enum take_state, g_take)
		__field(enum stats_state, g_stats)
		__field(enum link_state, g_link)
		__field(enum host_state, g_state)
		__field(bool, g_reporting)
		__field(u32, g_seq)
		__field(u32, g_take_seq)
		__field(u32, g_fit_extents)
		__field(u64, g_want_pages)
		__field(u64, g_offered_pages)
		__field(u64, g_given_pages)
		__field(u64, g_total_pages)
		__field(u64, g_target_pages)
		__field(u64, g_heard_host_ms)
		__field(u64, g_heard_at_ms)
		__field(u64, g_sent_at_ms)
		__field(u64, g_asked_at_ms)
		__field(u32, g_ttl_ms)
		__field(u32, g_grant_ms)
		__field(u32, todo)
	),
	TP_fast_assign(
		__entry->state = state;
		__entry->g_give = g->give;
		__entry->g_take = g->take;
		__entry->g_stats = g->stats;
		__entry->g_link = g->link;
		__entry->g_state = g->state;
		__entry->g_reporting = g->reporting;
		__entry->g_seq = g->seq;
		__entry->g_take_seq = g->take_seq;
		__entry->g_fit_extents = g->fit_extents;
		__entry->g_want_pages = g->want_pages;
		__entry->g_offered_pages = g->offered_pages;
		__entry->g_given_pages = g->given_pages;
		__entry->g_total_pages = g->total_pages;
		__entry->g_target_pages = g->target_pages;
		__entry->g_heard_host_ms = g->heard_host_ms;
		__entry->g_heard_at_ms = g->heard_at_ms;
		__entry->g_sent_at_ms = g->sent_at_ms;
		__entry->g_asked_at_ms = g->asked_at_ms;
		__entry->g_ttl_ms = g->ttl_ms;
		__entry->g_grant_ms = g->grant_ms;
		__entry->todo = fx->todo;
	),
	TP_printk("state=%s | give=%s take=%s stats=%s link=%s state=%s reporting=%u seq=%u take_seq=%u fit_extents=%u want_pages=%llu offered_pages=%llu given_pages=%llu total_pages=%llu target_pages=%llu heard_host_ms=%llu heard_at_ms=%llu sent_at_ms=%llu asked_at_ms=%llu ttl_ms=%u grant_ms=%u | %s",
		show_host_state(__entry->state),
		show_give_state(__entry->g_give),
		show_take_state(__entry->g_take),
		show_stats_state(__entry->g_stats),
		show_link_state(__entry->g_link),
		show_host_state(__entry->g_state),
		__entry->g_reporting,
		__entry->g_seq,
		__entry->g_take_seq,
		__entry->g_fit_extents,
		__entry->g_want_pages,
		__entry->g_offered_pages,
		__entry->g_given_pages,
		__entry->g_total_pages,
		__entry->g_target_pages,
		__entry->g_heard_host_ms,
		__entry->g_heard_at_ms,
		__entry->g_sent_at_ms,
		__entry->g_asked_at_ms,
		__entry->g_ttl_ms,
		__entry->g_grant_ms,
		show_guest_fx(__entry->todo))
);

TRACE_EVENT(guest_target,
	TP_PROTO(void *ctx, const struct guest *g, u64 target_pages, const struct guest_fx *fx),
	TP_ARGS(ctx, g, target_pages, fx),
	TP_STRUCT__entry(
		__field(u64, target_pages)
		__field(enum give_state, g_give)
		__field(enum take_state, g_take)
		__field(enum stats_state, g_stats)
		__field(enum link_state, g_link)
		__field(enum host_state, g_state)
		__field(bool, g_reporting)
		__field(u32, g_seq)
		__field(u32, g_take_seq)
		__field(u32, g_fit_extents)
		__field(u64, g_want_pages)
		__field(u64, g_offered_pages)
		__field(u64, g_given_pages)
		__field(u64, g_total_pages)
		__field(u64, g_target_pages)
		__field(u64, g_heard_host_ms)
		__field(u64, g_heard_at_ms)
		__field(u64, g_sent_at_ms)
		__field(u64, g_asked_at_ms)
		__field(u32, g_ttl_ms)
		__field(u32, g_grant_ms)
		__field(u32, todo)
	),
	TP_fast_assign(
		__entry->target_pages = target_pages;
		__entry->g_give = g->give;
		__entry->g_take = g->take;
		__entry->g_stats = g->stats;
		__entry->g_link = g->link;
		__entry->g_state = g->state;
		__entry->g_reporting = g->reporting;
		__entry->g_seq = g->seq;
		__entry->g_take_seq = g->take_seq;
		__entry->g_fit_extents = g->fit_extents;
		__entry->g_want_pages = g->want_pages;
		__entry->g_offered_pages = g->offered_pages;
		__entry->g_given_pages = g->given_pages;
		__entry->g_total_pages = g->total_pages;
		__entry->g_target_pages = g->target_pages;
		__entry->g_heard_host_ms = g->heard_host_ms;
		__entry->g_heard_at_ms = g->heard_at_ms;
		__entry->g_sent_at_ms = g->sent_at_ms;
		__entry->g_asked_at_ms = g->asked_at_ms;
		__entry->g_ttl_ms = g->ttl_ms;
		__entry->g_grant_ms = g->grant_ms;
		__entry->todo = fx->todo;
	),
	TP_printk("target_pages=%llu | give=%s take=%s stats=%s link=%s state=%s reporting=%u seq=%u take_seq=%u fit_extents=%u want_pages=%llu offered_pages=%llu given_pages=%llu total_pages=%llu target_pages=%llu heard_host_ms=%llu heard_at_ms=%llu sent_at_ms=%llu asked_at_ms=%llu ttl_ms=%u grant_ms=%u | %s",
		__entry->target_pages,
		show_give_state(__entry->g_give),
		show_take_state(__entry->g_take),
		show_stats_state(__entry->g_stats),
		show_link_state(__entry->g_link),
		show_host_state(__entry->g_state),
		__entry->g_reporting,
		__entry->g_seq,
		__entry->g_take_seq,
		__entry->g_fit_extents,
		__entry->g_want_pages,
		__entry->g_offered_pages,
		__entry->g_given_pages,
		__entry->g_total_pages,
		__entry->g_target_pages,
		__entry->g_heard_host_ms,
		__entry->g_heard_at_ms,
		__entry->g_sent_at_ms,
		__entry->g_asked_at_ms,
		__entry->g_ttl_ms,
		__entry->g_grant_ms,
		show_guest_fx(__entry->todo))
);

TRACE_EVENT(guest_patience,
	TP_PROTO(void *ctx, const struct guest *g, u32 ttl_ms, u32 grant_ms,
		 const struct guest_fx *fx),
	TP_ARGS(ctx, g, ttl_ms, grant_ms, fx),
	TP_STRUCT__entry(
		__field(u32, ttl_ms)
		__field(u32, grant_ms)
		__field(enum give_state, g_give)
		__field(enum take_state, g_take)
		__field(enum stats_state, g_stats)
		__field(enum link_state, g_link)
		__field(enum host_state, g_state)
		__field(bool, g_reporting)
		__field(u32, g_seq)
		__field(u32, g_take_seq)
		__field(u32, g_fit_extents)
		__field(u64, g_want_pages)
		__field(u64, g_offered_pages)
		__field(u64, g_given_pages)
		__field(u64, g_total_pages)
		__field(u64, g_target_pages)
		__field(u64, g_heard_host_ms)
		__field(u64, g_heard_at_ms)
		__field(u64, g_sent_at_ms)
		__field(u64, g_asked_at_ms)
		__field(u32, g_ttl_ms)
		__field(u32, g_grant_ms)
		__field(u32, todo)
	),
	TP_fast_assign(
		__entry->ttl_ms = ttl_ms;
		__entry->grant_ms = grant_ms;
		__entry->g_give = g->give;
		__entry->g_take = g->take;
		__entry->g_stats = g->stats;
		__entry->g_link = g->link;
		__entry->g_state = g->state;
		__entry->g_reporting = g->reporting;
		__entry->g_seq = g->seq;
		__entry->g_take_seq = g->take_seq;
		__entry->g_fit_extents = g->fit_extents;
		__entry->g_want_pages = g->want_pages;
		__entry->g_offered_pages = g->offered_pages;
		__entry->g_given_pages = g->given_pages;
		__entry->g_total_pages = g->total_pages;
		__entry->g_target_pages = g->target_pages;
		__entry->g_heard_host_ms = g->heard_host_ms;
		__entry->g_heard_at_ms = g->heard_at_ms;
		__entry->g_sent_at_ms = g->sent_at_ms;
		__entry->g_asked_at_ms = g->asked_at_ms;
		__entry->g_ttl_ms = g->ttl_ms;
		__entry->g_grant_ms = g->grant_ms;
		__entry->todo = fx->todo;
	),
	TP_printk("ttl_ms=%u grant_ms=%u | give=%s take=%s stats=%s link=%s state=%s reporting=%u seq=%u take_seq=%u fit_extents=%u want_pages=%llu offered_pages=%llu given_pages=%llu total_pages=%llu target_pages=%llu heard_host_ms=%llu heard_at_ms=%llu sent_at_ms=%llu asked_at_ms=%llu ttl_ms=%u grant_ms=%u | %s",
		__entry->ttl_ms,
		__entry->grant_ms,
		show_give_state(__entry->g_give),
		show_take_state(__entry->g_take),
		show_stats_state(__entry->g_stats),
		show_link_state(__entry->g_link),
		show_host_state(__entry->g_state),
		__entry->g_reporting,
		__entry->g_seq,
		__entry->g_take_seq,
		__entry->g_fit_extents,
		__entry->g_want_pages,
		__entry->g_offered_pages,
		__entry->g_given_pages,
		__entry->g_total_pages,
		__entry->g_target_pages,
		__entry->g_heard_host_ms,
		__entry->g_heard_at_ms,
		__entry->g_sent_at_ms,
		__entry->g_asked_at_ms,
		__entry->g_ttl_ms,
		__entry->g_grant_ms,
		show_guest_fx(__entry->todo))
);

TRACE_EVENT(guest_stats,
	TP_PROTO(void *ctx, const struct guest *g, const struct guest_fx *fx),
	TP_ARGS(ctx, g, fx),
	TP_STRUCT__entry(
		__field(enum give_state, g_give)
		__field(enum take_state, g_take)
		__field(enum stats_state, g_stats)
		__field(enum link_state, g_link)
		__field(enum host_state, g_state)
		__field(bool, g_reporting)
		__field(u32, g_seq)
		__field(u32, g_take_seq)
		__field(u32, g_fit_extents)
		__field(u64, g_want_pages)
		__field(u64, g_offered_pages)
		__field(u64, g_given_pages)
		__field(u64, g_total_pages)
		__field(u64, g_target_pages)
		__field(u64, g_heard_host_ms)
		__field(u64, g_heard_at_ms)
		__field(u64, g_sent_at_ms)
		__field(u64, g_asked_at_ms)
		__field(u32, g_ttl_ms)
		__field(u32, g_grant_ms)
		__field(u32, todo)
	),
	TP_fast_assign(
		__entry->g_give = g->give;
		__entry->g_take = g->take;
		__entry->g_stats = g->stats;
		__entry->g_link = g->link;
		__entry->g_state = g->state;
		__entry->g_reporting = g->reporting;
		__entry->g_seq = g->seq;
		__entry->g_take_seq = g->take_seq;
		__entry->g_fit_extents = g->fit_extents;
		__entry->g_want_pages = g->want_pages;
		__entry->g_offered_pages = g->offered_pages;
		__entry->g_given_pages = g->given_pages;
		__entry->g_total_pages = g->total_pages;
		__entry->g_target_pages = g->target_pages;
		__entry->g_heard_host_ms = g->heard_host_ms;
		__entry->g_heard_at_ms = g->heard_at_ms;
		__entry->g_sent_at_ms = g->sent_at_ms;
		__entry->g_asked_at_ms = g->asked_at_ms;
		__entry->g_ttl_ms = g->ttl_ms;
		__entry->g_grant_ms = g->grant_ms;
		__entry->todo = fx->todo;
	),
	TP_printk("| give=%s take=%s stats=%s link=%s state=%s reporting=%u seq=%u take_seq=%u fit_extents=%u want_pages=%llu offered_pages=%llu given_pages=%llu total_pages=%llu target_pages=%llu heard_host_ms=%llu heard_at_ms=%llu sent_at_ms=%llu asked_at_ms=%llu ttl_ms=%u grant_ms=%u | %s",
		show_give_state(__entry->g_give),
		show_take_state(__entry->g_take),
		show_stats_state(__entry->g_stats),
		show_link_state(__entry->g_link),
		show_host_state(__entry->g_state),
		__entry->g_reporting,
		__entry->g_seq,
		__entry->g_take_seq,
		__entry->g_fit_extents,
		__entry->g_want_pages,
		__entry->g_offered_pages,
		__entry->g_given_pages,
		__entry->g_total_pages,
		__entry->g_target_pages,
		__entry->g_heard_host_ms,
		__entry->g_heard_at_ms,
		__entry->g_sent_at_ms,
		__entry->g_asked_at_ms,
		__entry->g_ttl_ms,
		__entry->g_grant_ms,
		show_guest_fx(__entry->todo))
);

TRACE_EVENT(guest_stats_taken,
	TP_PROTO(void *ctx, const struct guest *g, enum host_state state,
		 const struct guest_fx *fx),
	TP_ARGS(ctx, g, state, fx),
	TP_STRUCT__entry(
		__field(enum host_state, state)
		__field(enum give_state, g_give)
		__field(enum take_state, g_take)
		__field(enum stats_state, g_stats)
		__field(enum link_state, g_link)
		__field(enum host_state, g_state)
		__field(bool, g_reporting)
		__field(u32, g_seq)
		__field(u32, g_take_seq)
		__field(u32, g_fit_extents)
		__field(u64, g_want_pages)
		__field(u64, g_offered_pages)
		__field(u64, g_given_pages)
		__field(u64, g_total_pages)
		__field(u64, g_target_pages)
		__field(u64, g_heard_host_ms)
		__field(u64, g_heard_at_ms)
		__field(u64, g_sent_at_ms)
		__field(u64, g_asked_at_ms)
		__field(u32, g_ttl_ms)
		__field(u32, g_grant_ms)
		__field(u32, todo)
	),
	TP_fast_assign(
		__entry->state = state;
		__entry->g_give = g->give;
		__entry->g_take = g->take;
		__entry->g_stats = g->stats;
		__entry->g_link = g->link;
		__entry->g_state = g->state;
		__entry->g_reporting = g->reporting;
		__entry->g_seq = g->seq;
		__entry->g_take_seq = g->take_seq;
		__entry->g_fit_extents = g->fit_extents;
		__entry->g_want_pages = g->want_pages;
		__entry->g_offered_pages = g->offered_pages;
		__entry->g_given_pages = g->given_pages;
		__entry->g_total_pages = g->total_pages;
		__entry->g_target_pages = g->target_pages;
		__entry->g_heard_host_ms = g->heard_host_ms;
		__entry->g_heard_at_ms = g->heard_at_ms;
		__entry->g_sent_at_ms = g->sent_at_ms;
		__entry->g_asked_at_ms = g->asked_at_ms;
		__entry->g_ttl_ms = g->ttl_ms;
		__entry->g_grant_ms = g->grant_ms;
		__entry->todo = fx->todo;
	),
	TP_printk("state=%s | give=%s take=%s stats=%s link=%s state=%s reporting=%u seq=%u take_seq=%u fit_extents=%u want_pages=%llu offered_pages=%llu given_pages=%llu total_pages=%llu target_pages=%llu heard_host_ms=%llu heard_at_ms=%llu sent_at_ms=%llu asked_at_ms=%llu ttl_ms=%u grant_ms=%u | %s",
		show_host_state(__entry->state),
		show_give_state(__entry->g_give),
		show_take_state(__entry->g_take),
		show_stats_state(__entry->g_stats),
		show_link_state(__entry->g_link),
		show_host_state(__entry->g_state),
		__entry->g_reporting,
		__entry->g_seq,
		__entry->g_take_seq,
		__entry->g_fit_extents,
		__entry->g_want_pages,
		__entry->g_offered_pages,
		__entry->g_given_pages,
		__entry->g_total_pages,
		__entry->g_target_pages,
		__entry->g_heard_host_ms,
		__entry->g_heard_at_ms,
		__entry->g_sent_at_ms,
		__entry->g_asked_at_ms,
		__entry->g_ttl_ms,
		__entry->g_grant_ms,
		show_guest_fx(__entry->todo))
);

TRACE_EVENT(guest_stop,
	TP_PROTO(void *ctx, const struct guest *g, const struct guest_fx *fx),
	TP_ARGS(ctx, g, fx),
	TP_STRUCT__entry(
		__field(enum give_state, g_give)
		__field(enum take_state, g_take)
		__field(enum stats_state, g_stats)
		__field(enum link_state, g_link)
		__field(enum host_state, g_state)
		__field(bool, g_reporting)
		__field(u32, g_seq)
		__field(u32, g_take_seq)
		__field(u32, g_fit_extents)
		__field(u64, g_want_pages)
		__field(u64, g_offered_pages)
		__field(u64, g_given_pages)
		__field(u64, g_total_pages)
		__field(u64, g_target_pages)
		__field(u64, g_heard_host_ms)
		__field(u64, g_heard_at_ms)
		__field(u64, g_sent_at_ms)
		__field(u64, g_asked_at_ms)
		__field(u32, g_ttl_ms)
		__field(u32, g_grant_ms)
		__field(u32, todo)
	),
	TP_fast_assign(
		__entry->g_give = g->give;
		__entry->g_take = g->take;
		__entry->g_stats = g->stats;
		__entry->g_link = g->link;
		__entry->g_state = g->state;
		__entry->g_reporting = g->reporting;
		__entry->g_seq = g->seq;
		__entry->g_take_seq = g->take_seq;
		__entry->g_fit_extents = g->fit_extents;
		__entry->g_want_pages = g->want_pages;
		__entry->g_offered_pages = g->offered_pages;
		__entry->g_given_pages = g->given_pages;
		__entry->g_total_pages = g->total_pages;
		__entry->g_target_pages = g->target_pages;
		__entry->g_heard_host_ms = g->heard_host_ms;
		__entry->g_heard_at_ms = g->heard_at_ms;
		__entry->g_sent_at_ms = g->sent_at_ms;
		__entry->g_asked_at_ms = g->asked_at_ms;
		__entry->g_ttl_ms = g->ttl_ms;
		__entry->g_grant_ms = g->grant_ms;
		__entry->todo = fx->todo;
	),
	TP_printk("| give=%s take=%s stats=%s link=%s state=%s reporting=%u seq=%u take_seq=%u fit_extents=%u want_pages=%llu offered_pages=%llu given_pages=%llu total_pages=%llu target_pages=%llu heard_host_ms=%llu heard_at_ms=%llu sent_at_ms=%llu asked_at_ms=%llu ttl_ms=%u grant_ms=%u | %s",
		show_give_state(__entry->g_give),
		show_take_state(__entry->g_take),
		show_stats_state(__entry->g_stats),
		show_link_state(__entry->g_link),
		show_host_state(__entry->g_state),
		__entry->g_reporting,
		__entry->g_seq,
		__entry->g_take_seq,
		__entry->g_fit_extents,
		__entry->g_want_pages,
		__entry->g_offered_pages,
		__entry->g_given_pages,
		__entry->g_total_pages,
		__entry->g_target_pages,
		__entry->g_heard_host_ms,
		__entry->g_heard_at_ms,
		__entry->g_sent_at_ms,
		__entry->g_asked_at_ms,
		__entry->g_ttl_ms,
		__entry->g_grant_ms,
		show_guest_fx(__entry->todo))
);

TRACE_EVENT(guest_reset,
	TP_PROTO(void *ctx, const struct guest *g, const struct guest_fx *fx),
	TP_ARGS(ctx, g, fx),
	TP_STRUCT__entry(
		__field(enum give_state, g_give)
		__field(enum take_state, g_take)
		__field(enum stats_state, g_stats)
		__field(enum link_state, g_link)
		__field(enum host_state, g_state)
		__field(bool, g_reporting)
		__field(u32, g_seq)
		__field(u32, g_take_seq)
		__field(u32, g_fit_extents)
		__field(u64, g_want_pages)
		__field(u64, g_offered_pages)
		__field(u64, g_given_pages)
		__field(u64, g_total_pages)
		__field(u64, g_target_pages)
		__field(u64, g_heard_host_ms)
		__field(u64, g_heard_at_ms)
		__field(u64, g_sent_at_ms)
		__field(u64, g_asked_at_ms)
		__field(u32, g_ttl_ms)
		__field(u32, g_grant_ms)
		__field(u32, todo)
	),
	TP_fast_assign(
		__entry->g_give = g->give;
		__entry->g_take = g->take;
		__entry->g_stats = g->stats;
		__entry->g_link = g->link;
		__entry->g_state = g->state;
		__entry->g_reporting = g->reporting;
		__entry->g_seq = g->seq;
		__entry->g_take_seq = g->take_seq;
		__entry->g_fit_extents = g->fit_extents;
		__entry->g_want_pages = g->want_pages;
		__entry->g_offered_pages = g->offered_pages;
		__entry->g_given_pages = g->given_pages;
		__entry->g_total_pages = g->total_pages;
		__entry->g_target_pages = g->target_pages;
		__entry->g_heard_host_ms = g->heard_host_ms;
		__entry->g_heard_at_ms = g->heard_at_ms;
		__entry->g_sent_at_ms = g->sent_at_ms;
		__entry->g_asked_at_ms = g->asked_at_ms;
		__entry->g_ttl_ms = g->ttl_ms;
		__entry->g_grant_ms = g->grant_ms;
		__entry->todo = fx->todo;
	),
	TP_printk("| give=%s take=%s stats=%s link=%s state=%s reporting=%u seq=%u take_seq=%u fit_extents=%u want_pages=%llu offered_pages=%llu given_pages=%llu total_pages=%llu target_pages=%llu heard_host_ms=%llu heard_at_ms=%llu sent_at_ms=%llu asked_at_ms=%llu ttl_ms=%u grant_ms=%u | %s",
		show_give_state(__entry->g_give),
		show_take_state(__entry->g_take),
		show_stats_state(__entry->g_stats),
		show_link_state(__entry->g_link),
		show_host_state(__entry->g_state),
		__entry->g_reporting,
		__entry->g_seq,
		__entry->g_take_seq,
		__entry->g_fit_extents,
		__entry->g_want_pages,
		__entry->g_offered_pages,
		__entry->g_given_pages,
		__entry->g_total_pages,
		__entry->g_target_pages,
		__entry->g_heard_host_ms,
		__entry->g_heard_at_ms,
		__entry->g_sent_at_ms,
		__entry->g_asked_at_ms,
		__entry->g_ttl_ms,
		__entry->g_grant_ms,
		show_guest_fx(__entry->todo))
);

#endif

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace_gen
#include <trace/define_trace.h>
