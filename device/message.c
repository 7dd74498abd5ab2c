/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages: see message.h. */
#include <inttypes.h>
#include <stdio.h>
#include "message.h"
#include "step.h"

_Static_assert(MESSAGE_MAX >= WIRE_STATS_BYTES + STATS_MAX * WIRE_STAT_BYTES,
               "stats are larger than the largest message");

/* Much longer than any cause. */
#define CAUSE_BYTES 256

/*
 * Make room for an offer in the books; false, and the books are as they were, if
 * there is none.  The room of one message more is for the next grant: striking
 * runs off may make as many more.
 */
static bool held_grow(const struct message_world *w)
{
    u64 need = (u64)w->held->count + w->incoming->count + EXTENTS_MAX;
    u64 max = w->held_max;

    if (need <= w->held->room) {
        return true;
    }
    return need <= max &&
           message_grow_held(w->ctx, 2 * need < max ? 2 * need : max);
}

static void take_offer(const struct message_world *w,
                       const struct wire_offer *m, const u8 *extents,
                       u64 now_ms)
{
    char cause[CAUSE_BYTES] = "it has no pages";
    bool valid = offer_read(w->incoming, extents, m->count, w->held,
                            w->check, cause, sizeof(cause));

    if (valid && !held_grow(w)) {
        snprintf(cause, sizeof(cause), "no room in the books: %" PRIu32 " runs "
                 "of pages are held, and there is memory for %" PRIu64
                 "; give larger blocks", w->held->count, (uint64_t)w->held_max);
        valid = false;
    }
    if (!valid || !m->count) {
        message_bad_offer(w->ctx, cause);
    }
    call_host_offer(w->ctx, w->host, m->seq, m->sent_at_ms, m->ttl_ms,
                    w->incoming->pages, valid, now_ms);
}

/*
 * Pick from the pages that the guest would like most those that are held, in at
 * most so many runs.  False if none is.
 */
static bool pick_near(const struct message_world *w,
                      const struct wire_reclaim *m, u32 max)
{
    struct run run, common;
    struct runs near = { .run = &run, .room = 1 };
    struct runs_walk walk = { 0, 0 };
    u64 page = m->near_addr / PAGE_BYTES;

    runs_clear(w->picked);
    if (!max || page >= PAGES_MAX ||
        !runs_append(&near, page, m->want_pages < PAGES_MAX - page ?
                     m->want_pages : PAGES_MAX - page)) {
        return false;
    }
    while (w->picked->count < max) {
        common = runs_next_common(w->held, &near, &walk);
        if (!runs_append(w->picked, common.page, common.pages)) {
            break;
        }
    }
    return w->picked->pages;
}

static void take_reclaim(const struct message_world *w,
                         const struct wire_reclaim *m, size_t room, u64 now_ms)
{
    /* What is reserved will still fit into the books. */
    u32 max = w->held->room - w->held->count - w->reserved->count;

    room = (room - WIRE_GRANT_BYTES) / WIRE_EXTENT_BYTES;
    if (room < max) {
        max = room;
    }
    if (max > EXTENTS_MAX) {
        max = EXTENTS_MAX;
    }
    if (!pick_near(w, m, max)) {
        runs_pick(w->held, m->want_pages, max, w->picked);
    }
    call_host_reclaim(w->ctx, w->host, m->seq, m->want_pages, w->picked->pages,
                      now_ms);
}

/* Step on a message of this kind; false if it cannot be read. */
static bool take_kind(const struct message_world *w, enum msg type,
                      const u8 *buf, size_t len, size_t room, u64 now_ms)
{
    switch (type) {
    case MSG_QUERY: {
        struct wire_query m;

        if (!wire_query_decode(&m, buf, len)) {
            return false;
        }
        call_host_query(w->ctx, w->host, m.seq, now_ms);
        return true;
    }
    case MSG_OFFER: {
        struct wire_offer m;

        if (!wire_offer_decode(&m, buf, len)) {
            return false;
        }
        take_offer(w, &m, buf + WIRE_OFFER_BYTES, now_ms);
        return true;
    }
    case MSG_COMMIT: {
        struct wire_commit m;

        if (!wire_commit_decode(&m, buf, len)) {
            return false;
        }
        call_host_commit(w->ctx, w->host, m.seq, now_ms);
        return true;
    }
    case MSG_RECLAIM: {
        struct wire_reclaim m;

        if (!wire_reclaim_decode(&m, buf, len)) {
            return false;
        }
        take_reclaim(w, &m, room, now_ms);
        return true;
    }
    case MSG_STATS: {
        struct wire_stats m;

        if (!wire_stats_decode(&m, buf, len)) {
            return false;
        }
        message_stats(w->ctx, buf + WIRE_STATS_BYTES, m.count);
        call_host_stats(w->ctx, w->host, m.seq, now_ms);
        return true;
    }
    }
    return false;
}

/* How long each message has to be, for those who look for a mistake in theirs. */
static const struct {
    const char *name;
    unsigned bytes, each, max;
} kind[] = {
    [MSG_QUERY] = { "a query", WIRE_QUERY_BYTES, 0, 0 },
    [MSG_OFFER] = { "an offer", WIRE_OFFER_BYTES,
                    WIRE_EXTENT_BYTES, EXTENTS_MAX },
    [MSG_COMMIT] = { "a commit", WIRE_COMMIT_BYTES, 0, 0 },
    [MSG_RECLAIM] = { "a reclaim", WIRE_RECLAIM_BYTES, 0, 0 },
    [MSG_STATS] = { "stats", WIRE_STATS_BYTES, WIRE_STAT_BYTES, STATS_MAX },
};

void message_take(const struct message_world *w, const u8 *buf, size_t len,
                  size_t room, u64 now_ms)
{
    char cause[CAUSE_BYTES];
    enum msg type;

    if (len > MESSAGE_MAX) {
        snprintf(cause, sizeof(cause), "%zu bytes; the largest message is an "
                 "offer of %u extents, %u bytes", len, EXTENTS_MAX, MESSAGE_MAX);
    } else if (!wire_msg_peek(&type, buf, len)) {
        snprintf(cause, sizeof(cause), "%zu bytes of no known kind", len);
    } else if (!take_kind(w, type, buf, len, room, now_ms)) {
        snprintf(cause, sizeof(cause), "%zu bytes do not make %s: %u, and %u "
                 "for each of its count, which is at most %u", len,
                 kind[type].name, kind[type].bytes, kind[type].each,
                 kind[type].max);
    } else {
        return;
    }
    message_bad(w->ctx, cause);
    call_host_bad(w->ctx, w->host, now_ms);
}

const char *message_unanswerable(const u8 *buf, size_t len, size_t room)
{
    struct wire_reclaim m;

    if (!len) {
        return "a buffer on todevq with nothing to read";
    }
    if (room < WIRE_ACK_BYTES) {
        return "a buffer on todevq without room for an ack";
    }
    if (room < WIRE_GRANT_BYTES && len <= MESSAGE_MAX &&
        wire_reclaim_decode(&m, buf, len)) {
        return "a reclaim without room for a grant";
    }
    return NULL;
}

size_t message_ack(u8 buf[WIRE_ACK_BYTES], enum status status, u32 seq,
                   enum host_state state, u64 now_ms)
{
    struct wire_ack m = {
        .status = status,
        .seq = seq,
        .state = state,
        .host_time_ms = now_ms,
    };

    wire_ack_encode(&m, buf);
    return WIRE_ACK_BYTES;
}

size_t message_grant(u8 buf[ANSWER_MAX], enum status status, u32 seq,
                     enum host_state state, const struct runs *pages,
                     u64 now_ms)
{
    struct wire_grant m = {
        .status = status,
        .seq = seq,
        .state = state,
        .host_time_ms = now_ms,
        .count = pages ? pages->count : 0,
    };
    u32 i;

    wire_grant_encode(&m, buf);
    buf += WIRE_GRANT_BYTES;
    for (i = 0; i < m.count; i++) {
        struct wire_extent extent = {
            .addr = pages->run[i].page * PAGE_BYTES,
            .pages = pages->run[i].pages,
        };

        wire_extent_encode(&extent, buf + i * WIRE_EXTENT_BYTES);
    }
    return WIRE_GRANT_BYTES + m.count * WIRE_EXTENT_BYTES;
}
