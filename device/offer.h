/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads the pages of an offer and checks every one of them: the `valid` of
 * host_offer.  Plain C; what is guest memory is asked of the caller.
 */
#ifndef AEROSTAT_OFFER_H
#define AEROSTAT_OFFER_H

#include <stddef.h>
#include "runs_gen.h"

/*
 * Is the run memory that a guest may give?  NULL, or what it is instead, with
 * the address where that begins.  The run is aligned and does not wrap.
 */
typedef const char *run_check(const struct wire_extent *run, u64 *addr);

/*
 * Fill `in`, which has room for them, from the `count` extents at `buf`.  False:
 * `cause` names the page and what is wrong with it, and `in` is not to be used.
 */
bool offer_read(struct runs *in, const u8 *buf, u32 count,
                const struct runs *held, run_check *check,
                char *cause, size_t cause_size);

#endif
