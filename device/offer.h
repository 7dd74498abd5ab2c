/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads the pages of an offer and checks every one of them: the `valid` of
 * host_offer.  Plain C; what is guest memory is asked of the caller.
 */
#ifndef AEROSTAT_OFFER_H
#define AEROSTAT_OFFER_H

#include "held.h"

/*
 * Is the run memory that a guest may give?  NULL, or what it is instead, with
 * the address where that begins.  The run is aligned and does not wrap.
 */
typedef const char *run_check(const struct wire_extent *run, u64 *addr);

/*
 * Fill `in` from the `count` extents at `buf`, in order of address, runs that
 * touch each other as one.  False: `cause` names the page and what is wrong
 * with it, and `in` is not to be used.
 */
bool offer_read(struct extents *in, const u8 *buf, u32 count,
                const struct held *held, run_check *check,
                char *cause, size_t cause_size);

#endif
