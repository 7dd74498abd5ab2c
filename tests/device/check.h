/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A test that draws what it does from a seed, and ends at the first thing that is not so. */
#ifndef CHECK_H
#define CHECK_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include "../../device/core_gen.h"

static u64 seed, passed;

/* The next number of the seed's, less than `below`. */
static u64 rnd(u64 below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed % below;
}

/* check(what, format, ...): says what is not so, and what more there is to know of it. */
#define check(what, ...) do { \
    if (!(what)) { \
        printf("FAIL  %s\n      ", #what); \
        printf(__VA_ARGS__); \
        printf("\n%" PRIu64 " passed, 1 failed\n", (uint64_t)passed); \
        exit(1); \
    } \
} while (0)

#endif
