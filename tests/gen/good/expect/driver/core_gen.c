// SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause
/*
 * The protocol's core.  No loop, no allocation, no clock, no I/O.
 * Generated from spec/ (SHA-256 test) by gen 1; do not edit:
 * change spec/ and run make gen.
 */
#include "core_gen.h"

/* A new guest. */
void guest_init(struct guest *g, struct guest_fx *fx)
{
	g->mood = CALM;
	g->serial = 0;
	g->weight = NEVER;
	g->low = 0;
	g->high = 7;
	g->open = false;
	fx->todo = 0;
}

/* Every kind of statement, and the precedence of every operator. */
void guest_step(struct guest *g, enum mood mood, u32 serial, u64 now_ms, struct guest_fx *fx)
{
	u32 todo = 0;

	switch (g->mood) {
	case CALM:
		todo += GUEST_FX_TAKE_ALL;
		g->mood = ANGRY;
		break;
	case ANGRY:
		if (g->open || serial == g->serial)
			g->open = !g->open;
		break;
	case ASLEEP:
		break;
	default:
		break;
	}
	if ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) {
		if (g->serial < SERIAL_LAST)
			g->serial = g->serial + 1;
		else
			g->serial = 0;
		todo += GUEST_FX_SHARE;
		fx->share.serial = g->serial;
		fx->share.mood = mood;
	} else if (g->weight - (g->weight - 1) == 2) {
	} else if (g->weight >= now_ms && now_ms > (u64)g->serial + 5 &&
		   (g->open == (g->mood != mood) || ((u32)g->low + 1 < g->high) == g->open) &&
		   (u32)g->high - g->low > 2) {
		g->low = (u32)g->high - 4 - 1;
	} else {
		todo += GUEST_FX_SHOUT;
	}
	fx->todo = todo;
}

void guest_forget(struct guest *me, u64 now_ms, struct guest_fx *fx)
{
	(void)now_ms;
	me->weight = 0;
	fx->todo = 0;
}

void guest_news(struct guest *g, struct guest_fx *fx)
{
	(void)g;
	fx->todo = 0;
}

/* It has no effects at all. */
void host_cheer(struct host *h, enum mood mood, u32 extra, struct host_fx *fx)
{
	h->open = mood != CALM;
	if (h->temper == ASLEEP || extra > 2)
		h->temper = mood;
	fx->todo = 0;
}

void host_hear(struct host *h, u32 serial, struct host_fx *fx)
{
	(void)serial;
	h->open = true;
	fx->todo = 0;
}

/* Bytes: little-endian. */

/*@ requires \valid(p + (0 .. 1));
    assigns p[0 .. 1];
    ensures le16(p) == v; */
static inline void put_u16(u8 *p, u16 v)
{
	p[0] = v % 256;
	p[1] = v / 256;
}

/*@ requires \valid(p + (0 .. 3));
    assigns p[0 .. 3];
    ensures le32(p) == v; */
static inline void put_u32(u8 *p, u32 v)
{
	p[0] = v % 256;
	p[1] = v / 256 % 256;
	p[2] = v / 65536 % 256;
	p[3] = v / 16777216;
}

/*@ requires \valid(p + (0 .. 7));
    assigns p[0 .. 7];
    ensures le64(p) == v; */
static inline void put_u64(u8 *p, u64 v)
{
	put_u32(p, v % 4294967296);
	put_u32(p + 4, v / 4294967296);
}

/*@ requires \valid_read(p + (0 .. 1));
    assigns \nothing;
    ensures \result == le16(p); */
static inline u16 get_u16(const u8 *p)
{
	return p[0] + 256 * p[1];
}

/*@ requires \valid_read(p + (0 .. 3));
    assigns \nothing;
    ensures \result == le32(p); */
static inline u32 get_u32(const u8 *p)
{
	return p[0] + 256u * p[1] + 65536u * p[2] + 16777216u * p[3];
}

/*@ requires \valid_read(p + (0 .. 7));
    assigns \nothing;
    ensures \result == le64(p); */
static inline u64 get_u64(const u8 *p)
{
	return get_u32(p) + 4294967296ull * get_u32(p + 4);
}

void wire_item_encode(const struct wire_item *m, u8 *buf)
{
	put_u16(buf, m->tag);
	put_u64(buf + 2, m->weight);
}

bool wire_item_decode(struct wire_item *m, const u8 *buf, size_t len)
{
	if (len != WIRE_ITEM_BYTES)
		return false;
	m->tag = get_u16(buf);
	m->weight = get_u64(buf + 2);
	return true;
}

bool wire_ask_peek(enum ask *type, const u8 *buf, size_t len)
{
	if (len < 4)
		return false;
	*type = get_u32(buf);
	return *type >= ASK_PING && *type <= ASK_BATCH;
}

void wire_ping_encode(const struct wire_ping *m, u8 *buf)
{
	put_u32(buf, ASK_PING);
	put_u32(buf + 4, m->serial);
}

bool wire_ping_decode(struct wire_ping *m, const u8 *buf, size_t len)
{
	if (len != WIRE_PING_BYTES)
		return false;
	if (get_u32(buf) != ASK_PING)
		return false;
	m->serial = get_u32(buf + 4);
	return true;
}

void wire_batch_encode(const struct wire_batch *m, u8 *buf)
{
	put_u32(buf, ASK_BATCH);
	put_u32(buf + 4, m->mood);
	put_u16(buf + 8, m->count);
}

bool wire_batch_decode(struct wire_batch *m, const u8 *buf, size_t len)
{
	if (len < WIRE_BATCH_BYTES)
		return false;
	if (get_u32(buf) != ASK_BATCH)
		return false;
	m->mood = get_u32(buf + 4);
	if (m->mood < CALM || m->mood > ASLEEP)
		return false;
	m->count = get_u16(buf + 8);
	if (m->count > ITEMS_MAX)
		return false;
	return len == WIRE_BATCH_BYTES + m->count * WIRE_ITEM_BYTES;
}
