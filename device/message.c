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
 * Make room in the books for so many runs more; false, and the books are as they
 * were, if there is none.  The room of one message more is for the next grant:
 * striking runs off may make as many more.
 */
static bool held_grow(const struct message_world *w, u32 runs)
{
    u64 need = (u64)w->held->count + runs + EXTENTS_MAX;
    u64 max = w->held_max;

    if (need <= w->held->room) {
        return true;
    }
    return need <= max &&
           message_grow_held(w->ctx, 2 * need < max ? 2 * need : max);
}

static void find_offered(const struct message_world *w,
                         const struct todevq_message *m,
                         struct todevq_found *found)
{
    char cause[CAUSE_BYTES] = "it has no pages";

    found->valid = offer_read(w->incoming, m->rest, m->offer.count, w->held,
                              w->check, cause, sizeof(cause));
    if (found->valid && !held_grow(w, w->incoming->count)) {
        snprintf(cause, sizeof(cause), "no room in the books: %" PRIu32 " runs "
                 "of pages are held, and there is memory for %" PRIu64
                 "; give larger blocks", w->held->count, (uint64_t)w->held_max);
        found->valid = false;
    }
    if (!found->valid || !m->offer.count) {
        message_bad_offer(w->ctx, cause);
    }
    found->pages = w->incoming->pages;
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

static void find_picked(const struct message_world *w,
                        const struct wire_reclaim *m, size_t room,
                        struct todevq_found *found)
{
    u32 max = (room - WIRE_GRANT_BYTES) / WIRE_EXTENT_BYTES, spare;
    struct host asked = *w->host;
    struct host_fx fx;

    /* A look at the books is dear: would the host grant anything at all? */
    host_reclaim(&asked, m->seq, m->want_pages, 0, found->now_ms, &fx);
    if (!m->want_pages || fx.reply_grant.status != ST_GRANTED) {
        runs_clear(w->picked);
        return;
    }
    /* If they cannot grow, there is still the room that they have. */
    held_grow(w, w->reserved->count);
    /* What is reserved will still fit into the books. */
    spare = w->held->room - w->held->count - w->reserved->count;
    if (max > spare) {
        max = spare;
    }
    if (max > EXTENTS_MAX) {
        max = EXTENTS_MAX;
    }
    /*
     * What is cut out of runs makes more of them.  The last that there is room for
     * is not used for that: else nothing could be granted ever again.
     */
    if (!pick_near(w, m, max == spare && max ? max - 1 : max)) {
        runs_pick(w->held, m->want_pages, max, w->picked);
    }
    found->pick_pages = w->picked->pages;
}

/* Find out what the handler takes that the message does not say, and step. */
static void take(const struct message_world *w, const struct todevq_message *m,
                 size_t room, u64 now_ms)
{
    struct todevq_found found = { .agreed = w->agreed, .now_ms = now_ms };

    switch (m->type) {
    case MSG_OFFER:
        find_offered(w, m, &found);
        break;
    case MSG_RECLAIM:
        find_picked(w, &m->reclaim, room, &found);
        if (found.pick_pages && !message_ready(w->ctx, m)) {
            return;
        }
        break;
    case MSG_STATS:
        message_stats(w->ctx, m->rest, m->stats.count);
        break;
    default:
        break;
    }
    call_todevq(w->ctx, w->host, m, &found);
}

/* More than is ever held: the spec refuses it, as what the host lacks. */
#define PICK_LACKING (PAGES_MAX + 1)

void message_granted(const struct message_world *w,
                     const struct todevq_message *m, u64 now_ms)
{
    struct todevq_found found = {
        .now_ms = now_ms,
        .pick_pages = w->picked->pages ? w->picked->pages : PICK_LACKING,
    };

    call_todevq(w->ctx, w->host, m, &found);
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
    [MSG_REPORT] = { "a report", WIRE_REPORT_BYTES, 0, 0 },
};

void message_take(const struct message_world *w, const u8 *buf, size_t len,
                  size_t room, u64 now_ms)
{
    char cause[CAUSE_BYTES];
    struct todevq_message m;

    if (len > MESSAGE_MAX) {
        snprintf(cause, sizeof(cause), "%zu bytes; the largest message is an "
                 "offer of %u extents, %u bytes", len, EXTENTS_MAX, MESSAGE_MAX);
    } else if (!wire_msg_peek(&m.type, buf, len)) {
        snprintf(cause, sizeof(cause), "%zu bytes of no known kind", len);
    } else if (!todevq_decode(&m, buf, len)) {
        snprintf(cause, sizeof(cause), "%zu bytes do not make %s: %u, and %u "
                 "for each of its count, which is at most %u", len,
                 kind[m.type].name, kind[m.type].bytes, kind[m.type].each,
                 kind[m.type].max);
    } else {
        take(w, &m, room, now_ms);
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
