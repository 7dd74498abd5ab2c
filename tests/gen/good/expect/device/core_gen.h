/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
/*
 * The protocol's core: states, effects, messages, handlers.
 * Generated from spec/ (SHA-256 test) by gen 1; do not edit:
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
#define ITEMS_MAX	3u			/* items: the most in one batch */
#define SERIAL_LAST	4294967295u		/* the last serial number */
#define NEVER		18446744073709551615ull

/* What is asked. */
enum ask {
	ASK_PING = 1,		/* are you there? */
	ASK_BATCH
};

enum mood {
	CALM = 1,
	ANGRY,
	ASLEEP
};

/* What is said unasked. */
enum notice {
	NOTICE_NEWS = 1
};

/* The guest's machine */

struct guest {
	enum mood mood;
	u32 serial;			/* runs 0 .. SERIAL_LAST */
	u64 weight;
	u16 low;
	u16 high;
	bool open;
};

/* What guest_*() ask their caller to perform, in this order. */
#define GUEST_FX_TAKE_ALL		0x1u
#define GUEST_FX_SHARE			0x2u
#define GUEST_FX_SHOUT			0x4u

struct guest_fx {
	u32 todo;	/* GUEST_FX_*; what is not in it has no arguments here */
	struct {
		u32 serial;
		enum mood mood;
	} share;
};

/* The host's machine */

struct host {
	enum mood temper;
	bool open;
};

/* What host_*() ask their caller to perform, in this order. */

struct host_fx {
	u32 todo;	/* HOST_FX_*; what is not in it has no arguments here */
};

/*@ predicate guest_inv(struct guest *g) = g->low <= g->high; */

/*@ predicate guest_rests(struct guest *g) =
      guest_inv(g) && g->serial + 1 <= SERIAL_LAST + 0 < NEVER &&
      (g->open && g->mood != CALM ==> g->low == 0 || !(g->high - 1 > 5)) &&
      (g->mood == ASLEEP <==> g->weight == NEVER && g->low >= 1); */

/* Handlers: each sets fx->todo, and of fx's other members those that stand in it. */

/*@ requires \valid(g) && \valid(fx) && \separated(g, fx);
    assigns *g, fx->todo;
    ensures guest_inv(g); */
void guest_init(struct guest *g, struct guest_fx *fx);

/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_rests(g);
    requires now_ms < 100 || serial == 0 ==> mood != ASLEEP;
    assigns *g, fx->todo, fx->share; */
void guest_step(struct guest *g, enum mood mood, u32 serial, u64 now_ms, struct guest_fx *fx);

/*@ requires \valid(me) && \valid(fx) && \separated(me, fx);
    assigns me->weight, fx->todo;
    ensures me->weight == 0 && fx->todo == 0; */
void guest_forget(struct guest *me, u64 now_ms, struct guest_fx *fx);

/*@ requires \valid(h) && \valid(fx) && \separated(h, fx);
    assigns h->temper, h->open, fx->todo;
    ensures h->open <==> mood != CALM; */
void host_cheer(struct host *h, enum mood mood, u32 extra, struct host_fx *fx);

/*@ requires \valid(h) && \valid(fx) && \separated(h, fx);
    assigns h->open, fx->todo;
    ensures h->open; */
void host_hear(struct host *h, u32 serial, struct host_fx *fx);

/*@ requires \valid(g) && \valid(fx) && \separated(g, fx);
    assigns fx->todo; */
void guest_news(struct guest *g, struct guest_fx *fx);

/* Messages: little-endian, no padding; *_BYTES is the size without the elements that follow. */

/*@ logic integer le16(u8 *p) = p[0] + 256 * p[1];
    logic integer le32(u8 *p) = p[0] + 256 * p[1] + 65536 * p[2] + 16777216 * p[3];
    logic integer le64(u8 *p) = le32(p) + 4294967296 * le32(p + 4); */

#define WIRE_ITEM_BYTES		10u

struct wire_item {
	u16 tag;
	u64 weight;
};

#define WIRE_PING_BYTES		8u

struct wire_ping {
	u32 serial;
};

/* Items, all at once. */
#define WIRE_BATCH_BYTES	10u

struct wire_batch {
	enum mood mood;
	u16 count;		/* of items */
};

/*@ requires \valid_read(m) && \valid(buf + (0 .. WIRE_ITEM_BYTES - 1)) &&
             \separated(m, buf + (0 .. WIRE_ITEM_BYTES - 1));
    assigns buf[0 .. WIRE_ITEM_BYTES - 1];
    ensures m->tag == le16(buf);
    ensures m->weight == le64(buf + 2); */
void wire_item_encode(const struct wire_item *m, u8 *buf);

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) &&
             \separated(m, buf + (0 .. len - 1));
    assigns *m;
    ensures \result <==> len == WIRE_ITEM_BYTES;
    ensures \result ==> m->tag == le16(buf);
    ensures \result ==> m->weight == le64(buf + 2); */
bool wire_item_decode(struct wire_item *m, const u8 *buf, size_t len);

/* The kind of a message, if it is one of these. */
/*@ requires \valid(type) && \valid_read(buf + (0 .. len - 1)) &&
             \separated(type, buf + (0 .. len - 1));
    assigns *type;
    ensures \result <==> len >= 4 && ASK_PING <= le32(buf) <= ASK_BATCH;
    ensures \result ==> *type == le32(buf); */
bool wire_ask_peek(enum ask *type, const u8 *buf, size_t len);

/*@ requires \valid_read(m) && \valid(buf + (0 .. WIRE_PING_BYTES - 1)) &&
             \separated(m, buf + (0 .. WIRE_PING_BYTES - 1));
    assigns buf[0 .. WIRE_PING_BYTES - 1];
    ensures le32(buf) == ASK_PING;
    ensures m->serial == le32(buf + 4); */
void wire_ping_encode(const struct wire_ping *m, u8 *buf);

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) &&
             \separated(m, buf + (0 .. len - 1));
    assigns *m;
    ensures \result <==> len == WIRE_PING_BYTES &&
      le32(buf) == ASK_PING;
    ensures \result ==> m->serial == le32(buf + 4); */
bool wire_ping_decode(struct wire_ping *m, const u8 *buf, size_t len);

/*@ requires \valid_read(m) && \valid(buf + (0 .. WIRE_BATCH_BYTES - 1)) &&
             \separated(m, buf + (0 .. WIRE_BATCH_BYTES - 1));
    assigns buf[0 .. WIRE_BATCH_BYTES - 1];
    ensures le32(buf) == ASK_BATCH;
    ensures m->mood == le32(buf + 4);
    ensures m->count == le16(buf + 8); */
void wire_batch_encode(const struct wire_batch *m, u8 *buf);

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) &&
             \separated(m, buf + (0 .. len - 1));
    assigns *m;
    ensures \result <==> len >= WIRE_BATCH_BYTES &&
      le32(buf) == ASK_BATCH &&
      CALM <= le32(buf + 4) <= ASLEEP &&
      le16(buf + 8) <= ITEMS_MAX &&
      len == WIRE_BATCH_BYTES + le16(buf + 8) * WIRE_ITEM_BYTES;
    ensures \result ==> m->mood == le32(buf + 4);
    ensures \result ==> m->count == le16(buf + 8); */
bool wire_batch_decode(struct wire_batch *m, const u8 *buf, size_t len);

#endif
