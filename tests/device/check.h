/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A test that draws what it does from a seed, and ends at the first check that fails.  What passes is said by tap(). */
#ifndef CHECK_H
#define CHECK_H

#include <inttypes.h>
#include <stdlib.h>
#include "../../device/core_gen.h"
#include "../tap.h"

static u64 seed;

/* The next number of the seed's, less than `below`. */
static u64 rnd(u64 below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed % below;
}

/* check(what, format, ...): without a word while it is so.  Else says what is not so, and what more there is to know. */
#define check(what, ...) do { \
    if (!(what)) { \
        tap(false, #what); \
        tap_note(__VA_ARGS__); \
        exit(tap_done()); \
    } \
} while (0)

#endif
