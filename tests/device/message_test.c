/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * device/message.c without a QEMU: what a hostile guest may write, against a model
 * that reads the bytes by itself and keeps one byte a page.  Every answer is
 * compared byte by byte, and the books and the model after each message.
 *
 *   message_test [SEED [MESSAGES]]
 *
 * A message stands in memory of exactly its size, so that ASan sees a byte too many.
 */
#include <string.h>
#include "../../device/message.h"
#include "../../device/step.h"
#include "check.h"

#define PAGES 3000u             /* of the guest */
#define HOLE_AT 1500u           /* and one page of it is no memory */
#define RUNS_MAX 300u           /* what the books may have, besides one grant */

/* The numbers of spec/wire.pml, written down once more. */
enum { QUERY = 1, OFFER, COMMIT, RECLAIM, STATS, REPORT };
enum { OK = 1, ACCEPTED, LATE, REFUSED, BAD, DONE, UNKNOWN, GRANTED };
enum { PLENTY = 1, TIGHT, MIGRATING };

/* The device, as far as a message needs it. */
static struct {
    struct host host;
    struct runs held, incoming, reserved, picked;
    u8 answer[ANSWER_MAX];      /* 0 bytes: none yet */
    size_t answered;
    u8 done[WIRE_ACK_BYTES];    /* of the commit or the report that was kept */
    size_t was_done;
    bool discarding, out_of_memory, did_fail;
    bool all_there;             /* none does */
    bool waits;                 /* a reclaim, for its pages */
    bool cut;                   /* and it got fewer than were picked: so many */
    u64 cut_pages;
    struct todevq_message reclaim;
    unsigned bad_offers, bad_messages, published;
    u32 stats_count;
    u8 stats[STATS_MAX * WIRE_STAT_BYTES];
} dev;

/* And what it should be. */
static struct {
    unsigned char held[PAGES], reserved[PAGES], offered[PAGES];
    enum { NONE, RESERVED, DISCARDING } resv;
    u32 resv_seq;
    bool report, agreed;
    unsigned state, reports, bad_offers, bad_messages, published;
} model;

static u64 now_ms = 5000000;
static u64 seen[16], refused, near_grants, near_runs, mute, lacked, unlooked;    /* answers by status */

/* What the machine asks of its caller (device/assumed.c) */

static unsigned not_so;

void aerostat_not_so(const char *what)
{
    not_so++;
    printf("# a step is made without %s\n", what);
}

static bool are(const struct runs *set, u64 pages, u64 held)
{
    u64 sum = 0;

    for (u32 i = 0; i < set->count; i++) {
        sum += set->run[i].pages;
    }
    return sum == pages && runs_common(&dev.held, set) == held;
}

bool glue_host_offer(void *ctx, u32 seq, u64 sent_at_ms, u32 ttl_ms, u64 pages,
                     bool valid, u64 now_ms)
{
    return !valid || are(&dev.incoming, pages, 0);
}

bool glue_host_reclaim(void *ctx, u32 seq, u64 want_pages, u64 pick_pages,
                       u64 now_ms)
{
    return pick_pages > dev.host.held_pages ||
           are(&dev.picked, pick_pages, pick_pages);
}

#define NOTHING_ASSUMED(handler, ...) \
    bool glue_host_##handler(void *ctx, ##__VA_ARGS__) { return true; }
NOTHING_ASSUMED(init, u64 total_pages)
NOTHING_ASSUMED(query, u32 seq, u64 now_ms)
NOTHING_ASSUMED(commit, u32 seq, u64 now_ms)
NOTHING_ASSUMED(report, u32 seq, bool agreed, u64 now_ms)
NOTHING_ASSUMED(discarded, u64 now_ms)
NOTHING_ASSUMED(stats, u32 seq, u64 now_ms)
NOTHING_ASSUMED(bad, u64 now_ms)
NOTHING_ASSUMED(set_state, enum host_state state)
NOTHING_ASSUMED(load, enum host_state state)
NOTHING_ASSUMED(set_target, u64 target_pages)
NOTHING_ASSUMED(want_stats)
NOTHING_ASSUMED(tell, u64 now_ms)
NOTHING_ASSUMED(reset)

/* Effects */

void fx_drop_reserved(void *ctx)
{
    runs_clear(&dev.reserved);
    dev.discarding = false;
}

void fx_reserve(void *ctx)
{
    struct runs other = dev.reserved;

    dev.reserved = dev.incoming;
    dev.incoming = other;
}

void fx_discard(void *ctx)
{
    dev.discarding = true;
}

void fx_hold(void *ctx)
{
    runs_add(&dev.held, &dev.reserved);
    runs_clear(&dev.reserved);
}

void fx_grant(void *ctx)
{
    runs_strike(&dev.held, &dev.picked);
}

void fx_drop_held(void *ctx)
{
    runs_clear(&dev.held);
}

void fx_publish_stats(void *ctx)
{
    dev.published++;
}

void fx_reply(void *ctx, enum status status, u32 seq, enum host_state state,
              u64 time_ms)
{
    check(!dev.answered, "answered twice");
    dev.answered = message_ack(dev.answer, status, seq, state, time_ms);
}

void fx_reply_commit(void *ctx, enum status status, u32 seq,
                     enum host_state state, u64 time_ms)
{
    check(dev.discarding && !dev.was_done, "a commit that was not kept");
    dev.discarding = false;
    dev.was_done = message_ack(dev.done, status, seq, state, time_ms);
}

void fx_reply_report(void *ctx, enum status status, u32 seq,
                     enum host_state state, u64 time_ms)
{
    runs_clear(&dev.reserved);
    fx_reply_commit(ctx, status, seq, state, time_ms);
}

void fx_reply_grant(void *ctx, enum status status, u32 seq,
                    enum host_state state, u64 pick_pages, u64 time_ms)
{
    check(!dev.answered, "answered twice");
    dev.answered = message_grant(dev.answer, status, seq, state,
                                 pick_pages ? &dev.picked : NULL, time_ms);
}

void fx_notice(void *ctx, enum notice notice, enum host_state state,
               u64 target_pages, u64 time_ms)
{
}

void fx_tell(void *ctx)
{
}

bool trace_wanted(void *ctx)
{
    return !(seed & 15);
}

void trace_line(void *ctx, const char *line)
{
    check(!strchr(line, '\n'), "a trace line of two lines");
}

/* What message.c asks of the device */

static const char *memory(const struct wire_extent *run, u64 *addr)
{
    u64 first = run->addr / PAGE_BYTES, i;

    for (i = first; i < first + run->pages; i++) {
        if (i >= PAGES || i == HOLE_AT) {
            *addr = i * PAGE_BYTES;
            return "is not memory of this guest";
        }
    }
    return NULL;
}

bool message_grow_held(void *ctx, u64 room)
{
    struct run *run;

    check(room <= RUNS_MAX + EXTENTS_MAX, "room for %" PRIu64 " runs",
          (uint64_t)room);
    if (dev.out_of_memory) {
        dev.did_fail = true;
        return false;
    }
    run = realloc(dev.held.run, room * sizeof(*run));
    check(run, "no memory");
    dev.held.run = run;
    dev.held.room = room;
    return true;
}

bool message_ready(void *ctx, const struct todevq_message *m)
{
    check(!dev.waits && dev.picked.pages, "ready for nothing, or twice");
    if (dev.all_there || rnd(4)) {
        return true;
    }
    dev.waits = true;
    dev.reclaim = *m;
    return false;
}

void message_stats(void *ctx, const u8 *buf, u32 count)
{
    check(count <= STATS_MAX, "%u stats", count);
    dev.stats_count = count;
    memcpy(dev.stats, buf, count * WIRE_STAT_BYTES);
}

static void cause_is_fine(const char *cause)
{
    size_t i;

    for (i = 0; cause[i]; i++) {
        check(cause[i] >= ' ' && cause[i] <= '~', "cause: %s", cause);
    }
    check(i > 5, "cause: %s", cause);
}

void message_bad_offer(void *ctx, const char *cause)
{
    dev.bad_offers++;
    cause_is_fine(cause);
}

void message_bad(void *ctx, const char *cause)
{
    dev.bad_messages++;
    cause_is_fine(cause);
}

/* The model: little-endian numbers out of bytes, and what follows from them. */

static u64 le(const u8 *buf, unsigned bytes)
{
    u64 value = 0;

    while (bytes--) {
        value = value << 8 | buf[bytes];
    }
    return value;
}

static unsigned runs_in(const unsigned char *set)
{
    unsigned n = 0, i;

    for (i = 0; i < PAGES; i++) {
        n += set[i] && !(i && set[i - 1]);
    }
    return n;
}

static u64 pages_in(const unsigned char *set)
{
    u64 n = 0;
    unsigned i;

    for (i = 0; i < PAGES; i++) {
        n += set[i];
    }
    return n;
}

/* Is it a message of its kind? */
static bool well_formed(const u8 *buf, size_t len)
{
    if (len < 8) {
        return false;
    }
    switch (le(buf, 4)) {
    case QUERY:
    case COMMIT:
    case REPORT:
        return len == 8;
    case RECLAIM:
        return len == 24;
    case OFFER:
        return len >= 24 && le(buf + 20, 4) <= 1024 &&
               len == 24 + 16 * le(buf + 20, 4);
    case STATS:
        return len >= 12 && le(buf + 8, 4) <= 32 &&
               len == 12 + 10 * le(buf + 8, 4);
    }
    return false;
}

/* May this guest give these pages?  They go to model.offered. */
static bool good_offer(const u8 *extents, u32 count)
{
    u64 next = 0, page, pages;
    u32 i;

    memset(model.offered, 0, PAGES);
    for (i = 0; i < count; i++, extents += 16) {
        page = le(extents, 8);
        pages = le(extents + 8, 8);
        if (page % 4096 || !pages || page / 4096 >= PAGES || pages > PAGES) {
            return false;
        }
        page /= 4096;
        if (page < next) {
            return false;
        }
        for (next = page; next < page + pages; next++) {
            if (next >= PAGES || next == HOLE_AT || model.held[next]) {
                return false;
            }
            model.offered[next] = 1;
        }
    }
    return count && runs_in(model.held) + runs_in(model.offered) <= RUNS_MAX;
}

static unsigned model_offer(const u8 *buf)
{
    u64 sent_at = le(buf + 8, 8), ttl = le(buf + 16, 4);
    bool good = good_offer(buf + 24, le(buf + 20, 4)) && !dev.did_fail;

    if (!good) {
        model.bad_offers++;
    }
    if (model.resv == DISCARDING) {
        return BAD;
    }
    model.resv = NONE;
    memset(model.reserved, 0, PAGES);
    if (!good) {
        return BAD;
    }
    if (model.state != PLENTY) {
        return REFUSED;
    }
    if (now_ms >= sent_at && now_ms - sent_at > ttl) {
        return LATE;
    }
    model.resv = RESERVED;
    model.resv_seq = le(buf + 4, 4);
    memcpy(model.reserved, model.offered, PAGES);
    return ACCEPTED;
}

/* 0: no answer yet */
static unsigned model_commit(u32 seq)
{
    if (model.resv == DISCARDING) {
        return BAD;
    }
    if (model.resv == RESERVED && seq == model.resv_seq) {
        model.resv = DISCARDING;
        return 0;
    }
    return UNKNOWN;
}

/* The same for a report: only its end is another. */
static unsigned model_report(u32 seq)
{
    unsigned status = model.agreed ? model_commit(seq) : BAD;

    model.report = model.report || !status;
    return status;
}

/* All that is held of what the guest would like, in so many runs at most; 0 if nothing is. */
static u32 check_liked(u64 want, u64 near, u32 max)
{
    u64 page, end = want < PAGES ? near + want : near + PAGES, pages;
    u32 count = le(dev.answer + 20, 4), n = 0;

    for (page = near; page < end && page < PAGES && n < max; page += pages) {
        for (pages = 0; page + pages < end && page + pages < PAGES &&
             model.held[page + pages]; pages++) {
            model.held[page + pages] = 0;
        }
        if (!pages) {
            pages = 1;
            continue;
        }
        check(n < count && le(dev.answer + 24 + 16 * n, 8) == page * 4096 &&
              le(dev.answer + 32 + 16 * n, 8) == pages,
              "extent %u is not what it would like", n);
        n++;
    }
    check(!n || n == count, "%u extents, not %u", count, n);
    return n;
}

/* The extents of a grant: all were held, and are not any more.  How many pages? */
static u64 take_granted(u32 count)
{
    u64 sum = 0, next = 0, page, pages;
    u32 i;

    for (i = 0; i < count; i++) {
        page = le(dev.answer + 24 + 16 * i, 8);
        pages = le(dev.answer + 32 + 16 * i, 8);
        check(page % 4096 == 0 && page / 4096 >= next && pages &&
              pages <= PAGES, "extent %u", i);
        page /= 4096;
        sum += pages;
        for (next = page; next < page + pages; next++) {
            check(next < PAGES && model.held[next], "granted page %" PRIu64
                  " is not held", (uint64_t)next);
            model.held[next] = 0;
        }
    }
    return sum;
}

/* Whatever is granted was held, fits, and there was no more to grant. */
static void check_grant(u64 want, u64 near, size_t room, unsigned runs)
{
    u32 spare = dev.held.room - runs - dev.reserved.count;
    u32 count = le(dev.answer + 20, 4), max = (room - 24) / 16, i;
    u64 sum, held = pages_in(model.held);

    check(dev.answered == 24 + 16 * count && dev.answered <= room,
          "%zu bytes of %u extents, room for %zu", dev.answered, count, room);
    if (model.state == TIGHT) {
        check(le(dev.answer, 4) == REFUSED && !count, "granted while tight");
        return;
    }
    if (dev.cut) {
        check(le(dev.answer, 4) == (dev.cut_pages ? GRANTED : REFUSED),
              "status %u, when %" PRIu64 " pages can be had", dev.answer[0],
              (uint64_t)dev.cut_pages);
        check(take_granted(count) == dev.cut_pages, "other pages than are there");
        return;
    }
    check(le(dev.answer, 4) == GRANTED, "status %u", dev.answer[0]);
    max = max < 1024 ? max : 1024;
    max = max < spare ? max : spare;
    i = check_liked(want, near / 4096, max < spare ? max : spare - 1);
    if (i) {
        near_grants++;
        near_runs += i;
        return;
    }
    sum = take_granted(count);
    check(sum <= want && (sum == want || sum == held || count == max),
          "%" PRIu64 " pages of %" PRIu64 " held, wanted %"
          PRIu64, (uint64_t)sum, (uint64_t)held, (uint64_t)want);
}

static void check_ack(unsigned status, u32 seq)
{
    check(dev.answered == 20 && le(dev.answer, 4) == status &&
          le(dev.answer + 4, 4) == seq && le(dev.answer + 8, 4) == model.state &&
          le(dev.answer + 12, 8) == now_ms, "%zu bytes, status %u of %u, not %u "
          "of %u", dev.answered, dev.answer[0], dev.answer[4], status, seq);
}

static void check_set(const char *name, const struct runs *set,
                      const unsigned char *pages)
{
    u64 sum = 0, i, j;

    for (i = 0; i < set->count; i++) {
        for (j = 0; j < set->run[i].pages; j++) {
            check(set->run[i].page + j < PAGES && pages[set->run[i].page + j],
                  "page %" PRIu64 " is %s, and should not be",
                  (uint64_t)(set->run[i].page + j), name);
        }
        sum += set->run[i].pages;
    }
    check(sum == pages_in(pages) && sum == set->pages, "%s: %" PRIu64
          " pages, not %" PRIu64, name, (uint64_t)sum,
          (uint64_t)pages_in(pages));
}

static void compare(void)
{
    check_set("held", &dev.held, model.held);
    check_set("reserved", &dev.reserved, model.reserved);
    check(dev.host.held_pages == dev.held.pages &&
          dev.host.reserved_pages == dev.reserved.pages, "the host counts wrong");
    check(dev.discarding == (model.resv == DISCARDING), "discarding or not");
    check(dev.bad_offers == model.bad_offers, "%u bad offers, not %u",
          dev.bad_offers, model.bad_offers);
    check(dev.bad_messages == model.bad_messages, "%u bad messages, not %u",
          dev.bad_messages, model.bad_messages);
    check(dev.published == model.published, "%u stats, not %u", dev.published,
          model.published);
}

/* What is picked may turn out not to be there, all of it or the last of it. */
static void lack_some(void)
{
    u32 keep = rnd(dev.picked.count + 2), i;

    if (keep > dev.picked.count) {
        return;
    }
    if (keep && rnd(2) && dev.picked.run[keep - 1].pages > 1) {
        dev.picked.run[keep - 1].pages--;
    }
    dev.picked.count = keep;
    dev.picked.pages = 0;
    for (i = 0; i < keep; i++) {
        dev.picked.pages += dev.picked.run[i].pages;
    }
    dev.cut = true;
    dev.cut_pages = dev.picked.pages;
    lacked++;
}


/* One buffer, as todev.c would hand it on; `bytes` of it are there to be read. */
static void say(const u8 *message, size_t len, size_t room)
{
    struct message_world w = {
        .host = &dev.host,
        .held = &dev.held,
        .incoming = &dev.incoming,
        .picked = &dev.picked,
        .reserved = &dev.reserved,
        .held_max = RUNS_MAX + EXTENTS_MAX,
        .check = memory,
        .agreed = model.agreed,
    };
    struct runs forbidden = { .run = (struct run *)8, .count = 1, .room = 1 };
    size_t bytes = len < MESSAGE_MAX ? len : MESSAGE_MAX;
    unsigned runs = dev.held.count;
    u8 *buf = malloc(bytes + !bytes);
    bool good = well_formed(message, len);
    unsigned kind = good ? le(message, 4) : 0, status = OK;
    u32 seq = good ? le(message + 4, 4) : 0;
    bool answerable = len && room >= (kind == RECLAIM ? 24 : 20);

    check(buf, "no memory");
    memcpy(buf, message, bytes);
    dev.answered = 0;
    dev.did_fail = false;
    dev.out_of_memory = !rnd(20);
    now_ms += rnd(3);
    check(!message_unanswerable(buf, len, room) == answerable,
          "%zu bytes, room for %zu", len, room);
    if (!answerable) {
        mute++;
        free(buf);
        return;
    }
    dev.cut = false;
    if (kind == RECLAIM && (!le(message + 8, 8) || model.state == TIGHT)) {
        w.held = &forbidden;    /* what cannot be granted is not looked for */
        unlooked++;
    }
    message_take(&w, buf, len, room, now_ms);
    free(buf);
    if (dev.waits) {
        check(!dev.answered, "answered before it is ready");
        lack_some();
        dev.waits = false;
        message_granted(&w, &dev.reclaim, now_ms);
    }
    switch (kind) {
    case 0:
        model.bad_messages++;
        status = BAD;
        break;
    case OFFER:
        status = model_offer(message);
        refused += status != ACCEPTED;
        break;
    case COMMIT:
        status = model_commit(seq);
        break;
    case REPORT:
        status = model_report(seq);
        break;
    case STATS:
        model.published++;
        check(dev.stats_count == le(message + 8, 4) &&
              !memcmp(dev.stats, message + 12, len - 12), "other stats");
        break;
    case RECLAIM:
        check_grant(le(message + 8, 8), le(message + 16, 8), room, runs);
        status = le(dev.answer, 4);
        check(le(dev.answer + 4, 4) == seq &&
              le(dev.answer + 8, 4) == model.state &&
              le(dev.answer + 12, 8) == now_ms, "the head of a grant");
        break;
    }
    if (kind != RECLAIM && status) {
        check_ack(status, seq);
    } else if (!status) {
        check(!dev.answered, "a commit answered before it is discarded");
    }
    check(status < 16, "status %u", status);
    seen[status]++;
    compare();
}

/* What happens to the device between messages */

static void discarded(void)
{
    unsigned i;

    if (!dev.discarding) {
        return;
    }
    dev.was_done = 0;
    call_host_discarded(NULL, &dev.host, now_ms);
    check(dev.was_done == 20 && le(dev.done, 4) == DONE &&
          le(dev.done + 4, 4) == model.resv_seq, "the commit's answer");
    seen[DONE]++;
    model.reports += model.report;
    for (i = 0; i < PAGES; i++) {
        model.held[i] |= model.reserved[i] && !model.report;
    }
    model.report = false;
    memset(model.reserved, 0, PAGES);
    model.resv = NONE;
    compare();
}

static void reset(void)
{
    call_host_reset(NULL, &dev.host);
    memset(model.held, 0, PAGES);
    memset(model.reserved, 0, PAGES);
    model.resv = NONE;
    model.report = false;
    model.agreed = rnd(3);      /* by the next driver */
    compare();
}

static void set_state(unsigned state)
{
    call_host_set_state(NULL, &dev.host, state);
    model.state = state;
}

/* Messages */

static u8 message[2 * MESSAGE_MAX];

static void put(u8 *to, u64 value, unsigned bytes)
{
    while (bytes--) {
        *to++ = value;
        value >>= 8;
    }
}

static u32 some_seq(void)
{
    return rnd(3) ? rnd(3) : rnd(2) ? ~0u - rnd(2) : rnd(1ull << 32);
}

static size_t make_offer(void)
{
    u32 count = rnd(30) ? rnd(rnd(3) ? 3 : 40) : rnd(1025), i;
    u64 page = rnd(PAGES), pages;

    put(message, OFFER, 4);
    put(message + 4, some_seq(), 4);
    put(message + 8, rnd(4) ? now_ms - rnd(50) : rnd(2) ? 0 : ~0ull >> rnd(64), 8);
    put(message + 16, rnd(4) ? 1000 : rnd(60), 4);
    put(message + 20, count, 4);
    for (i = 0; i < count; i++) {
        pages = 1 + rnd(rnd(4) ? 4 : 100);
        page += rnd(rnd(3) ? 2 : 50);
        put(message + 24 + 16 * i, page * PAGE_BYTES, 8);
        put(message + 32 + 16 * i, pages, 8);
        page += pages;
        if (!rnd(60)) {         /* out of order, misaligned, none, or far too many */
            put(message + 24 + 16 * i, rnd(2) ? rnd(PAGES) * PAGE_BYTES :
                rnd(PAGES * PAGE_BYTES), 8);
        } else if (!rnd(60)) {
            put(message + 32 + 16 * i, rnd(2) ? 0 : ~0ull >> rnd(64), 8);
        } else if (!rnd(200)) {
            put(message + 24 + 16 * i, ~0ull >> rnd(64), 8);
        }
    }
    return 24 + 16 * count;
}

static size_t make_message(void)
{
    u32 count, i;

    switch (rnd(12)) {
    case 0:
        put(message, QUERY, 4);
        put(message + 4, some_seq(), 4);
        return 8;
    case 1: case 2: case 3: case 4:
        return make_offer();
    case 5: case 6: case 7: case 8:
        put(message, rnd(3) ? COMMIT : REPORT, 4);
        put(message + 4, rnd(8) ? model.resv_seq : some_seq(), 4);
        return 8;
    case 9: case 10:
        put(message, RECLAIM, 4);
        put(message + 4, some_seq(), 4);
        put(message + 8, rnd(3) ? rnd(200) : ~0ull >> rnd(64), 8);
        put(message + 16, rnd(2) ? ~0ull : rnd(8) ? rnd(PAGES) * 4096 + rnd(2)
            : ~0ull >> rnd(64), 8);
        return 24;
    default:
        count = rnd(33);
        put(message, STATS, 4);
        put(message + 4, some_seq(), 4);
        put(message + 8, count, 4);
        for (i = 0; i < count * 10; i++) {
            message[12 + i] = rnd(256);
        }
        return 12 + 10 * count;
    }
}

/* Some bytes changed, cut off, added, or none like a message at all. */
static size_t spoil(size_t len)
{
    size_t i, n;

    switch (rnd(5)) {
    case 0:
        return rnd(len + 1);
    case 1:
        return len + rnd(rnd(2) ? 40 : MESSAGE_MAX);
    case 2:
        for (n = 1 + rnd(3); n; n--) {
            message[rnd(len)] = rnd(256);
        }
        return len;
    case 3:
        put(message + 4 * rnd(len / 4), ~0ull >> rnd(64), 4);
        return len;
    default:
        len = rnd(rnd(2) ? 64 : MESSAGE_MAX + 100);
        for (i = 0; i < len; i++) {
            message[i] = rnd(256);
        }
        if (len >= 4 && rnd(2)) {
            put(message, rnd(8), 4);
        }
        return len;
    }
}

static size_t some_room(void)
{
    return rnd(30) ? rnd(10) ? ANSWER_MAX : 20 + rnd(400) : rnd(26);
}

static void random_messages(u64 messages)
{
    u64 i;

    for (i = 0; i < messages; i++) {
        size_t len = make_message();

        say(message, rnd(5) ? len : spoil(len), some_room());
        if (!dev.discarding || rnd(3)) {
            discarded();
        }
        if (!rnd(20)) {
            set_state(rnd(3) ? PLENTY : 1 + rnd(3));
        }
        if (!rnd(500)) {
            reset();
        }
    }
    discarded();
}

/* Every kind, and what is none, at every length there is. */
static void every_length(void)
{
    size_t len;
    u32 kind, count;

    for (kind = 0; kind <= 7; kind++) {
        for (len = 0; len < 450; len++) {
            for (count = 0; count < 35; count++) {
                memset(message, 0, 450);
                put(message, kind, 4);
                put(message + (kind == STATS ? 8 : 20), count, 4);
                say(message, len, 20 + len % 6);
            }
        }
    }
    memset(message, 0, sizeof(message));
    put(message, OFFER, 4);
    for (len = MESSAGE_MAX - 20; len < MESSAGE_MAX + 20; len++) {
        for (count = 1020; count < 1030; count++) {
            put(message + 20, count, 4);
            say(message, len, 20);
        }
    }
}

static void set_init(struct runs *set)
{
    set->run = malloc(EXTENTS_MAX * sizeof(*set->run));
    check(set->run, "no memory");
    set->room = EXTENTS_MAX;
    runs_clear(set);
}

static u64 reclaim(u64 want, u64 near)
{
    u64 held;

    discarded();
    held = dev.host.held_pages;
    put(message, RECLAIM, 4);
    put(message + 4, 1, 4);
    put(message + 8, want, 8);
    put(message + 16, near, 8);
    say(message, 24, ANSWER_MAX);
    return held - dev.host.held_pages;
}

/* Every other page out of the middle, until the books have no room for more runs. */
static void every_other_page(void)
{
    u64 page, got;

    reset();
    set_state(PLENTY);
    dev.all_there = true;
    put(message, OFFER, 4);
    put(message + 4, 1, 4);
    put(message + 8, now_ms, 8);
    put(message + 16, 1000, 4);
    put(message + 20, 2, 4);
    put(message + 24, 0, 8);
    put(message + 32, HOLE_AT, 8);
    put(message + 40, (HOLE_AT + 1) * PAGE_BYTES, 8);
    put(message + 48, PAGES - HOLE_AT - 1, 8);
    while (dev.host.resv != RESV_HELD) {
        say(message, 56, 20);   /* again if memory ran out */
    }
    put(message, COMMIT, 4);
    say(message, 8, 20);
    discarded();
    check(dev.held.count == 2, "%u runs", dev.held.count);
    for (page = 1; page < PAGES; page += 2) {
        check(page == HOLE_AT || reclaim(1, page * PAGE_BYTES) == 1,
              "page %" PRIu64 " is not granted", (uint64_t)page);
    }
    check(dev.held.count >= RUNS_MAX + EXTENTS_MAX - 1, "only %u runs",
          dev.held.count);
    while (dev.host.held_pages) {
        got = reclaim(PAGES, ~0ull);
        check(got, "%u runs are held, and none is granted", dev.held.count);
    }
}

int main(int argc, char **argv)
{
    u64 messages = argc > 2 ? strtoull(argv[2], NULL, 0) : 100000, i;

    seed = argc > 1 ? strtoull(argv[1], NULL, 0) : 1;
    tap_note("seed %" PRIu64, (uint64_t)seed);
    seed = seed * 2654435761u + 1;
    set_init(&dev.incoming);
    set_init(&dev.reserved);
    set_init(&dev.picked);
    call_host_init(NULL, &dev.host, PAGES);
    model.state = PLENTY;

    every_length();
    tap(true, "every kind of message at every length and count is read, or answered as bad");
    memset(seen, 0, sizeof(seen));
    random_messages(messages);
    for (i = OK; i <= GRANTED; i++) {
        check(messages < 10000 || seen[i] > messages / 2000, "status %" PRIu64
              " was answered %" PRIu64 " times: too few to say anything",
              (uint64_t)i, (uint64_t)seen[i]);
    }
    check(messages < 10000 || (near_grants > messages / 2000 && near_runs > near_grants),
          "pages that the guest would like were granted too rarely");
    check(messages < 10000 || unlooked > messages / 2000,
          "reclaims of nothing, or to a tight host, were too rare");
    check(messages < 10000 || lacked > messages / 2000,
          "what is asked back was missing too rarely");
    check(messages < 10000 || model.reports > messages / 200,
          "%u reports were discarded: too few to say anything", model.reports);
    tap(true, "after each random message, answer and books are the model's");
    tap_note("%" PRIu64 " messages: %" PRIu64 " accepted, %" PRIu64
             " offers refused, %" PRIu64 " done, %" PRIu64 " granted, %" PRIu64
             " bad, %" PRIu64 " that nobody could answer", (uint64_t)messages,
             (uint64_t)seen[ACCEPTED], (uint64_t)refused, (uint64_t)seen[DONE],
             (uint64_t)seen[GRANTED], (uint64_t)seen[BAD], (uint64_t)mute);
    every_other_page();
    tap(true, "where the books have no room for more runs, what is held is granted all the same");
    check(!not_so, "%u steps were made that should not have been", not_so);
    tap(true, "each step is one that the machine allows");
    free(dev.held.run);
    free(dev.incoming.run);
    free(dev.reserved.run);
    free(dev.picked.run);
    return tap_done();
}
