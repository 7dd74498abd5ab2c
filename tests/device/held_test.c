/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * device/held.c and device/offer.c against a plain model: an array with one byte
 * a page.  Random offers, commits and reclaims from a seed, which is printed; the
 * books and the model are compared after each.
 * usage: held_test [SEED [STEPS]]
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "../../device/offer.h"

#define PAGES 6000u             /* of the guest: some words of bits and a part of one */
#define HOLE_AT 3000u           /* and one page of it is no memory */

static unsigned char held_by_host[PAGES];   /* the model */
static struct held held;
static struct extents in, picked;
static u64 seed, counted, refused, granted;

static u64 rnd(u64 below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed % below;
}

#define check(what, ...) do { \
    if (!(what)) { \
        printf("FAIL  %s\n      ", #what); \
        printf(__VA_ARGS__); \
        printf("\n0 passed, 1 failed\n"); \
        exit(1); \
    } \
} while (0)

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

/* Random extents; what the model says of them: may they be taken? */
static bool make_offer(u8 *buf, u32 count)
{
    static unsigned char seen[PAGES];
    bool good = true;
    u32 i;

    memset(seen, 0, sizeof(seen));
    for (i = 0; i < count; i++) {
        struct wire_extent e = {
            .addr = rnd(PAGES + 3) * PAGE_BYTES,
            .pages = rnd(rnd(4) ? 4 : 200),
        };
        u64 page;

        if (!rnd(50)) {
            e.addr += 1 + rnd(PAGE_BYTES - 1);
        }
        if (!rnd(100)) {
            e.pages = ~0ull >> rnd(64);
        }
        wire_extent_encode(&e, buf + i * WIRE_EXTENT_BYTES);
        if (e.addr % PAGE_BYTES || !e.pages || e.pages > PAGES) {
            good = false;
            continue;
        }
        for (page = e.addr / PAGE_BYTES;
             page < e.addr / PAGE_BYTES + e.pages; page++) {
            if (page >= PAGES || page == HOLE_AT || held_by_host[page] ||
                seen[page]) {
                good = false;
            } else {
                seen[page] = 1;
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

static void compare(void)
{
    u64 i, addr;

    check(held.pages == model_count(), "held %" PRIu64 ", model %" PRIu64,
          held.pages, model_count());
    for (i = 0; i < PAGES; i++) {
        struct wire_extent one = { i * PAGE_BYTES, 1 };

        check(held_any(&held, &one, &addr) == held_by_host[i],
              "page %" PRIu64 ", model says %d", i, held_by_host[i]);
    }
    counted++;
}

/* Is the pick in order, held, within bounds, and could nothing larger be had? */
static void check_pick(u64 want, u32 max)
{
    u64 sum = 0, i, j, longest;
    static unsigned char left[PAGES];

    memcpy(left, held_by_host, PAGES);
    check(picked.count <= max && picked.count <= EXTENTS_MAX,
          "%" PRIu32 " runs, at most %" PRIu32, picked.count, max);
    for (i = 0; i < picked.count; i++) {
        u64 first = picked.run[i].addr / PAGE_BYTES, run = 0, start = 0;

        longest = 0;
        for (j = 0; j < PAGES; j++) {
            run = left[j] ? run + 1 : 0;
            if (run > longest) {
                longest = run;
                start = j + 1 - run;
            }
        }
        check(picked.run[i].pages == (longest < want - sum ? longest : want - sum),
              "run %" PRIu64 " has %" PRIu64 " pages, longest is %" PRIu64,
              i, picked.run[i].pages, longest);
        check(first == start, "run %" PRIu64 " at %" PRIu64 ", first of the "
              "longest at %" PRIu64, i, first, start);
        for (j = first; j < first + picked.run[i].pages; j++) {
            check(left[j], "page %" PRIu64 " is not held", j);
            left[j] = 0;
        }
        sum += picked.run[i].pages;
    }
    check(sum == picked.pages && sum <= want, "sum %" PRIu64, sum);
    /* Short of what is wanted only if all is given or there is no room. */
    check(sum == want || sum == model_count() || picked.count == max,
          "%" PRIu64 " of %" PRIu64 " wanted, %" PRIu64 " held", sum, want,
          model_count());
}

static void step(void)
{
    static u8 buf[64 * WIRE_EXTENT_BYTES];
    char cause[200] = "";
    u64 i, j;

    if (rnd(3)) {
        u32 count = 1 + rnd(rnd(3) ? 3 : 64);
        bool good = make_offer(buf, count);
        bool taken = offer_read(&in, buf, count, &held, memory,
                                cause, sizeof(cause));

        check(taken == good, "taken %d, model %d: %s", taken, good, cause);
        check(taken || cause[0], "refused without a cause");
        if (!taken) {
            refused++;
            return;
        }
        for (i = 1; i < in.count; i++) {
            check(in.run[i].addr > in.run[i - 1].addr +
                  in.run[i - 1].pages * PAGE_BYTES, "runs touch");
        }
        check(held_grow(&held, &in), "no memory");
        held_add(&held, &in);
        for (i = 0; i < in.count; i++) {
            memset(held_by_host + in.run[i].addr / PAGE_BYTES, 1,
                   in.run[i].pages);
        }
    } else if (rnd(100)) {
        u64 want = rnd(rnd(2) ? 20 : PAGES);
        u32 max = rnd(rnd(2) ? 5 : EXTENTS_MAX + 1);

        held_pick(&held, want, max, &picked);
        check_pick(want, max);
        held_strike(&held, &picked);
        for (i = 0; i < picked.count; i++) {
            for (j = 0; j < picked.run[i].pages; j++) {
                held_by_host[picked.run[i].addr / PAGE_BYTES + j] = 0;
            }
        }
        granted++;
    } else {
        held_clear(&held);
        memset(held_by_host, 0, PAGES);
    }
    compare();
}

int main(int argc, char **argv)
{
    u64 steps = argc > 2 ? strtoull(argv[2], NULL, 0) : 20000, i;

    seed = argc > 1 ? strtoull(argv[1], NULL, 0) : (u64)time(NULL);
    printf("seed %" PRIu64 "\n", seed);
    seed = seed * 2654435761u + 1;
    held_init(&held);
    for (i = 0; i < steps; i++) {
        step();
    }
    held_free(&held);
    check(refused > steps / 100 && granted > steps / 100,
          "the run refused %" PRIu64 " offers and granted %" PRIu64 " times: "
          "too few to say anything", refused, granted);
    printf("ok    books and plain model agree after %" PRIu64 " changes "
           "(%" PRIu64 " offers refused, %" PRIu64 " grants)\n",
           counted, refused, granted);
    printf("1 passed, 0 failed\n");
    return 0;
}
