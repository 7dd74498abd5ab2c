/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Host pages may be larger than the guest's, and only whole ones can be
 * discarded.  Plain C.
 */
#ifndef AEROSTAT_WHOLE_H
#define AEROSTAT_WHOLE_H

#include "runs_gen.h"

/* The first run of the set that ends behind this page; count if there is none. */
u32 runs_at(const struct runs *set, u64 page);

/*
 * The run of guest pages to discard for `piece`, which is a run of `what` or a
 * part of one, cut where host pages begin: all host pages that lie within it,
 * and the one at either end if the host has the rest of that too, in `what` or
 * in `held`.  A host page of which several runs of `what` have a part goes with
 * the first of them.  Host pages are `host_pages` guest pages long, and begin
 * where page + skew is a multiple of that.  No pages: there is nothing to discard.
 */
struct run whole_host_pages(const struct runs *what, const struct runs *held,
                            struct run piece, u64 host_pages, u64 skew);

#endif
