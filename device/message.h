/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The messages of todevq: what one must look like, what is checked of it, and
 * what is found out for its handler, which spec/queues.pml names.  Plain C: the
 * device, and any test without a QEMU, run these very lines.
 */
#ifndef AEROSTAT_MESSAGE_H
#define AEROSTAT_MESSAGE_H

#include "offer.h"
#include "step.h"

/* The largest message, and the largest answer: a full offer, a full grant. */
#define MESSAGE_MAX (WIRE_OFFER_BYTES + EXTENTS_MAX * WIRE_EXTENT_BYTES)
#define ANSWER_MAX (WIRE_GRANT_BYTES + EXTENTS_MAX * WIRE_EXTENT_BYTES)

/* What messages are checked against, and what they change. */
struct message_world {
    void *ctx;                  /* of the effects, and of the calls below */
    struct host *host;
    struct runs *held, *incoming, *picked;
    const struct runs *reserved;
    u64 held_max;               /* the most runs that the books may have */
    bool agreed;                /* the driver has accepted FEATURE_REPORT */
    run_check *check;           /* what is guest memory */
};

/* Why can such a message not even be answered, in so many bytes?  NULL: it can. */
const char *message_unanswerable(const u8 *buf, size_t len, size_t room);

/*
 * Step on a message that can be answered.  `len` is how long it is: of one longer
 * than MESSAGE_MAX no more than that need be in `buf`.
 */
void message_take(const struct message_world *w, const u8 *buf, size_t len,
                  size_t room, u64 now_ms);

/* Step on a reclaim for which message_ready was false, and is true now. */
void message_granted(const struct message_world *w,
                     const struct todevq_message *m, u64 now_ms);

/* The answers as bytes, and how many these are. */
size_t message_ack(u8 buf[WIRE_ACK_BYTES], enum status status, u32 seq,
                   enum host_state state, u64 now_ms);
size_t message_grant(u8 buf[ANSWER_MAX], enum status status, u32 seq,
                     enum host_state state, const struct runs *pages,
                     u64 now_ms);

/* The caller defines these, and the effects. */

/* Memory for so many runs in the books; false, and nothing changes, without it. */
bool message_grow_held(void *ctx, u64 room);

/*
 * The picked pages are asked back: will they be there when the guest touches them?
 * If it is not known yet, false; then call message_granted, when it is, and no
 * message_take before.  What will not be there is not picked any more.
 */
bool message_ready(void *ctx, const struct todevq_message *m);

/* Keep these stats, as they stand in a message. */
void message_stats(void *ctx, const u8 *buf, u32 count);

/* An offer of pages that cannot be given; a message that cannot be read. */
void message_bad_offer(void *ctx, const char *cause);
void message_bad(void *ctx, const char *cause);

#endif
