/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * device/runs_gen.c and device/offer.c against a plain model: an array with one
 * byte a page.  Random offers, commits, reclaims and lists of pages to strike
 * from a seed, which is printed; the books and the model are compared after each.
 * usage: books_test [SEED [STEPS]]
 */
#include <string.h>
#include <time.h>
#include "../../device/offer.h"
#include "check.h"

#define PAGES 6000u             /* of the guest */
#define HOLE_AT 3000u           /* and one page of it is no memory */

static unsigned char held_by_host[PAGES];   /* the model */
/* Room is exactly what is needed, so that ASan sees a run too many. */
static struct runs held, in, picked;
static u64 counted, refused, granted, struck;

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

/*
 * Extents that mostly ascend; what the model says of them: may they be taken?
 * One is out of order, none, too long or misaligned now and then.
 */
static bool make_offer(u8 *buf, u32 count)
{
    bool good = true;
    u64 next = rnd(PAGES), page;
    u32 i;

    for (i = 0; i < count; i++) {
        struct wire_extent e = {
            .addr = (next + rnd(rnd(3) ? 2 : 90)) * PAGE_BYTES,
            .pages = rnd(50) ? 1 + rnd(rnd(4) ? 4 : 200) : 0,
        };

        if (!rnd(50)) {
            e.addr += 1 + rnd(PAGE_BYTES - 1);
        }
        if (!rnd(50)) {
            e.addr = rnd(PAGES) * PAGE_BYTES;
        }
        if (!rnd(100)) {
            e.pages = ~0ull >> rnd(64);
        }
        wire_extent_encode(&e, buf + i * WIRE_EXTENT_BYTES);
        page = e.addr / PAGE_BYTES;
        if (e.addr % PAGE_BYTES || !e.pages || e.pages > PAGES ||
            (i && page < next)) {
            good = false;
            continue;
        }
        for (next = page; next < page + e.pages; next++) {
            if (next >= PAGES || next == HOLE_AT || held_by_host[next]) {
                good = false;
            }
        }
    }
    return good;
}

static u64 model_count(void)
{
    u64 n = 0, i;

    for (i = 0; i < PAGES; i++) {
        n += held_by_host[i];
    }
    return n;
}

/* The runs of a set are sorted, do not touch, and add up. */
static void check_set(const struct runs *set)
{
    u64 sum = 0, i;

    check(set->count <= set->room, "%" PRIu32 " runs, room for %" PRIu32,
          set->count, set->room);
    for (i = 0; i < set->count; i++) {
        check(set->run[i].pages, "run %" PRIu64 " has no pages", i);
        check(!i || set->run[i].page > RUN_END(set->run, i - 1),
              "run %" PRIu64 " touches the one before it", i);
        sum += set->run[i].pages;
    }
    check(sum == set->pages, "%" PRIu64 " pages, not %" PRIu64, sum, set->pages);
}

/* Room for so many runs, not one more. */
static void fit(struct runs *set, u32 room)
{
    set->run = realloc(set->run, room * sizeof(*set->run) + !room);
    check(set->run, "no memory");
    set->room = room;
}

static void compare(void)
{
    struct run run;
    struct runs one = { .run = &run, .room = 1 };
    u64 i;

    check_set(&held);
    check(held.pages == model_count(), "held %" PRIu64 ", model %" PRIu64,
          held.pages, model_count());
    for (i = 0; i < PAGES; i++) {
        runs_clear(&one);
        check(runs_append(&one, i, 1), "page %" PRIu64, i);
        check((runs_meet(&held, &one) == i) == held_by_host[i],
              "page %" PRIu64 ", model says %d", i, held_by_host[i]);
    }
    counted++;
}

/*
 * The pick is that of a simple-minded chooser, who takes the longest run that is
 * left, the lowest of several, and starts again.
 */
static void check_pick(u64 want, u32 max)
{
    static unsigned char left[PAGES], mine[PAGES];
    u64 sum = 0, runs = 0, i, j, longest, start = 0;

    memcpy(left, held_by_host, PAGES);
    memset(mine, 0, sizeof(mine));
    while (runs < max && sum < want && sum < model_count()) {
        u64 run = 0;

        longest = 0;
        for (j = 0; j < PAGES; j++) {
            run = left[j] ? run + 1 : 0;
            if (run > longest) {
                longest = run;
                start = j + 1 - run;
            }
        }
        if (longest > want - sum) {
            longest = want - sum;
        }
        memset(left + start, 0, longest);
        memset(mine + start, 1, longest);
        sum += longest;
        runs++;
    }
    check_set(&picked);
    check(picked.count == runs && picked.pages == sum, "%" PRIu32 " runs and %"
          PRIu64 " pages, not %" PRIu64 " and %" PRIu64,
          picked.count, picked.pages, runs, sum);
    for (i = 0; i < picked.count; i++) {
        for (j = 0; j < picked.run[i].pages; j++) {
            check(mine[picked.run[i].page + j], "page %" PRIu64 " is picked",
                  picked.run[i].page + j);
        }
    }
}

static void offer(void)
{
    static u8 buf[64 * WIRE_EXTENT_BYTES];
    u32 count = 1 + rnd(rnd(3) ? 3 : 64);
    bool good = make_offer(buf, count), taken;
    char cause[200] = "";
    u64 i;

    fit(&in, count);
    taken = offer_read(&in, buf, count, &held, memory, cause, sizeof(cause));
    check(taken == good, "taken %d, model %d: %s", taken, good, cause);
    check(taken || cause[0], "refused without a cause");
    if (!taken) {
        refused++;
        return;
    }
    check_set(&in);
    fit(&held, held.count + in.count);
    runs_add(&held, &in);
    for (i = 0; i < in.count; i++) {
        memset(held_by_host + in.run[i].page, 1, in.run[i].pages);
    }
}

static void reclaim(void)
{
    u64 want = rnd(rnd(2) ? 20 : PAGES), i;
    u32 max = rnd(rnd(2) ? 5 : EXTENTS_MAX + 1);

    fit(&picked, max);
    runs_pick(&held, want, max, &picked);
    check_pick(want, max);
    fit(&held, held.count + picked.count);
    runs_strike(&held, &picked);
    for (i = 0; i < picked.count; i++) {
        memset(held_by_host + picked.run[i].page, 0, picked.run[i].pages);
    }
    granted++;
}

/* Any pages at all, as a driver may find them in a grant. */
static void strike(void)
{
    u32 count = rnd(20);
    u64 page = 0, common = 0, before = held.pages, i;

    fit(&in, count);
    runs_clear(&in);
    while (in.count < count) {
        u64 pages = 1 + rnd(rnd(2) ? 4 : 300);

        page += 1 + rnd(rnd(2) ? 20 : 300);
        check(runs_append(&in, page, pages), "page %" PRIu64, page);
        for (i = page; i < page + pages && i < PAGES; i++) {
            common += held_by_host[i];
            held_by_host[i] = 0;
        }
        page += pages;
    }
    check(runs_common(&held, &in) == common, "%" PRIu64 " in common, model %"
          PRIu64, runs_common(&held, &in), common);
    fit(&held, held.count + in.count);
    runs_strike(&held, &in);
    check(before - held.pages == common, "%" PRIu64 " struck off, model %"
          PRIu64, before - held.pages, common);
    struck += common;
}

static void step(void)
{
    if (rnd(3)) {
        offer();
    } else if (rnd(3)) {
        reclaim();
    } else if (rnd(30)) {
        strike();
    } else {
        runs_clear(&held);
        memset(held_by_host, 0, PAGES);
    }
    compare();
}

int main(int argc, char **argv)
{
    u64 steps = argc > 2 ? strtoull(argv[2], NULL, 0) : 20000, i;

    seed = argc > 1 ? strtoull(argv[1], NULL, 0) : (u64)time(NULL);
    tap_note("seed %" PRIu64, (uint64_t)seed);
    seed = seed * 2654435761u + 1;
    fit(&picked, 0);
    for (i = 0; i < steps; i++) {
        step();
    }
    free(held.run);
    free(in.run);
    free(picked.run);
    check(refused > steps / 100 && granted > steps / 100 && struck > steps,
          "the run refused %" PRIu64 " offers, granted %" PRIu64 " times and "
          "struck %" PRIu64 " pages: too few to say anything",
          refused, granted, struck);
    tap(true, "books and plain model agree after each change");
    tap_note("%" PRIu64 " changes, %" PRIu64 " offers refused, %" PRIu64
             " grants, %" PRIu64 " pages struck", (uint64_t)counted,
             (uint64_t)refused, (uint64_t)granted, (uint64_t)struck);
    return tap_done();
}
