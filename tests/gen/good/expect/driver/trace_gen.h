/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guest's trace vocabulary, as tracepoints.
 * Generated from spec/ (SHA-256 test) by gen 1; do not edit:
 * change spec/ and run make gen.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM aerostat

#if !defined(AEROSTAT_TRACE_GEN_H) || defined(TRACE_HEADER_MULTI_READ)
#define AEROSTAT_TRACE_GEN_H

#include <linux/tracepoint.h>

#include "core_gen.h"

TRACE_DEFINE_ENUM(CALM);
TRACE_DEFINE_ENUM(ANGRY);
TRACE_DEFINE_ENUM(ASLEEP);

#define show_mood(value) \
	__print_symbolic(value, \
		{ CALM, "CALM" }, \
		{ ANGRY, "ANGRY" }, \
		{ ASLEEP, "ASLEEP" })

#define show_guest_fx(todo) \
	((todo) ? __print_flags(todo, ",", \
		{ GUEST_FX_TAKE_ALL, "fx_take_all" }, \
		{ GUEST_FX_SHARE, "fx_share" }, \
		{ GUEST_FX_SHOUT, "fx_shout" }) : "-")

TRACE_EVENT(guest_init,
	TP_PROTO(void *ctx, const struct guest *g, const struct guest_fx *fx),
	TP_ARGS(ctx, g, fx),
	TP_STRUCT__entry(
		__field(enum mood, g_mood)
		__field(u32, g_serial)
		__field(u64, g_weight)
		__field(u16, g_low)
		__field(u16, g_high)
		__field(bool, g_open)
		__field(u32, todo)
	),
	TP_fast_assign(
		__entry->g_mood = g->mood;
		__entry->g_serial = g->serial;
		__entry->g_weight = g->weight;
		__entry->g_low = g->low;
		__entry->g_high = g->high;
		__entry->g_open = g->open;
		__entry->todo = fx->todo;
	),
	TP_printk("| mood=%s serial=%u weight=%llu low=%u high=%u open=%u | %s",
		show_mood(__entry->g_mood),
		__entry->g_serial,
		__entry->g_weight,
		__entry->g_low,
		__entry->g_high,
		__entry->g_open,
		show_guest_fx(__entry->todo))
);

TRACE_EVENT(guest_step,
	TP_PROTO(void *ctx, const struct guest *g, enum mood mood, u32 serial, u64 now_ms,
		 const struct guest_fx *fx),
	TP_ARGS(ctx, g, mood, serial, now_ms, fx),
	TP_STRUCT__entry(
		__field(enum mood, mood)
		__field(u32, serial)
		__field(u64, now_ms)
		__field(enum mood, g_mood)
		__field(u32, g_serial)
		__field(u64, g_weight)
		__field(u16, g_low)
		__field(u16, g_high)
		__field(bool, g_open)
		__field(u32, todo)
	),
	TP_fast_assign(
		__entry->mood = mood;
		__entry->serial = serial;
		__entry->now_ms = now_ms;
		__entry->g_mood = g->mood;
		__entry->g_serial = g->serial;
		__entry->g_weight = g->weight;
		__entry->g_low = g->low;
		__entry->g_high = g->high;
		__entry->g_open = g->open;
		__entry->todo = fx->todo;
	),
	TP_printk("mood=%s serial=%u now_ms=%llu | mood=%s serial=%u weight=%llu low=%u high=%u open=%u | %s",
		show_mood(__entry->mood),
		__entry->serial,
		__entry->now_ms,
		show_mood(__entry->g_mood),
		__entry->g_serial,
		__entry->g_weight,
		__entry->g_low,
		__entry->g_high,
		__entry->g_open,
		show_guest_fx(__entry->todo))
);

TRACE_EVENT(guest_forget,
	TP_PROTO(void *ctx, const struct guest *me, u64 now_ms, const struct guest_fx *fx),
	TP_ARGS(ctx, me, now_ms, fx),
	TP_STRUCT__entry(
		__field(u64, now_ms)
		__field(enum mood, me_mood)
		__field(u32, me_serial)
		__field(u64, me_weight)
		__field(u16, me_low)
		__field(u16, me_high)
		__field(bool, me_open)
		__field(u32, todo)
	),
	TP_fast_assign(
		__entry->now_ms = now_ms;
		__entry->me_mood = me->mood;
		__entry->me_serial = me->serial;
		__entry->me_weight = me->weight;
		__entry->me_low = me->low;
		__entry->me_high = me->high;
		__entry->me_open = me->open;
		__entry->todo = fx->todo;
	),
	TP_printk("now_ms=%llu | mood=%s serial=%u weight=%llu low=%u high=%u open=%u | %s",
		__entry->now_ms,
		show_mood(__entry->me_mood),
		__entry->me_serial,
		__entry->me_weight,
		__entry->me_low,
		__entry->me_high,
		__entry->me_open,
		show_guest_fx(__entry->todo))
);

TRACE_EVENT(guest_news,
	TP_PROTO(void *ctx, const struct guest *g, const struct guest_fx *fx),
	TP_ARGS(ctx, g, fx),
	TP_STRUCT__entry(
		__field(enum mood, g_mood)
		__field(u32, g_serial)
		__field(u64, g_weight)
		__field(u16, g_low)
		__field(u16, g_high)
		__field(bool, g_open)
		__field(u32, todo)
	),
	TP_fast_assign(
		__entry->g_mood = g->mood;
		__entry->g_serial = g->serial;
		__entry->g_weight = g->weight;
		__entry->g_low = g->low;
		__entry->g_high = g->high;
		__entry->g_open = g->open;
		__entry->todo = fx->todo;
	),
	TP_printk("| mood=%s serial=%u weight=%llu low=%u high=%u open=%u | %s",
		show_mood(__entry->g_mood),
		__entry->g_serial,
		__entry->g_weight,
		__entry->g_low,
		__entry->g_high,
		__entry->g_open,
		show_guest_fx(__entry->todo))
);

#endif

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace_gen
#include <trace/define_trace.h>
