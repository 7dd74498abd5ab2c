/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole host pages: see whole.h. */
#include "whole.h"

u32 runs_at(const struct runs *set, u64 page)
{
    u32 low = 0, high = set->count;

    while (low < high) {
        u32 mid = low + (high - low) / 2;

        if (RUN_END(set->run, mid) > page) {
            high = mid;
        } else {
            low = mid + 1;
        }
    }
    return low;
}

/* How many pages from this one on are in the set, without a gap? */
static u64 pages_from(const struct runs *set, u64 page)
{
    u32 i = runs_at(set, page);

    if (i == set->count || set->run[i].page > page) {
        return 0;
    }
    return RUN_END(set->run, i) - page;
}

/* Are all these pages in one set or the other? */
static bool all_in(const struct runs *a, const struct runs *b, u64 page,
                   u64 pages)
{
    u64 end = page + pages;

    while (page < end) {
        u64 n = pages_from(a, page);

        if (!n) {
            n = pages_from(b, page);
        }
        if (!n) {
            return false;
        }
        page += n;
    }
    return true;
}

struct run whole_host_pages(const struct runs *what, const struct runs *held,
                            struct run piece, u64 host_pages, u64 skew)
{
    u64 page = piece.page, end = piece.page + piece.pages;
    u64 before = (page + skew) % host_pages;    /* of the first host page */
    u64 behind = (end + skew) % host_pages;     /* of the last, within the piece */
    u64 from = before ? page - before + host_pages : page;
    u64 to = end < behind ? 0 : end - behind;
    struct run whole = { 0, 0 };

    /* Does no earlier run have a part of the first one, and is all of it here? */
    if (before && before <= page &&
        RUN_END(what->run, runs_at(what, page - before)) > page &&
        all_in(what, held, page - before, host_pages)) {
        from = page - before;
        to = to < from + host_pages ? from + host_pages : to;
    }
    if (from <= to && to < end && all_in(what, held, to, host_pages)) {
        to += host_pages;
    }
    if (from < to) {
        whole.page = from;
        whole.pages = to - from;
    }
    return whole;
}
