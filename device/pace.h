/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How much memory may one call take in?  Nothing interrupts a call, and a reset of
 * the device waits for the one under way, with all of QEMU's main loop.  So a call
 * should take PACE_NS at most, going by what those before it took.  Plain C.
 */
#ifndef AEROSTAT_PACE_H
#define AEROSTAT_PACE_H

#include <stdint.h>

/* Of wall time: that is what the main loop waits, for write-back too. */
#define PACE_NS 10000000

/* Bytes: at first, before anything is known; at least; at most. */
#define PACE_FIRST (64ull << 20)
#define PACE_LEAST (2ull << 20)
#define PACE_MOST (4ull << 30)

/* A call of so many bytes took so long: how many may the next have? */
uint64_t pace_next(uint64_t now, uint64_t bytes, uint64_t ns);

#endif
