/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
/* A copy of gen/lib/runs.h by gen 1; do not edit: change that file and run make gen. */
/*
 * Sets of pages, as runs: sorted, disjoint, and none touches the next.  What the
 * device holds and what the driver has given are such sets, and so is what a
 * message lists.  The memory is the caller's: nothing is allocated.
 */
#ifndef AEROSTAT_RUNS_GEN_H
#define AEROSTAT_RUNS_GEN_H

#include "core_gen.h"

/* Pages that follow each other; page numbers are below PAGES_MAX. */
struct run {
	u64 page;		/* the first */
	u64 pages;		/* how many: at least one */
};

struct runs {
	struct run *run;
	u32 count;		/* runs in the set */
	u32 room;		/* runs that there is memory for */
	u64 pages;		/* in all runs */
};

/* How far a walk over the pages that two sets have in common has come. */
struct runs_walk {
	u32 a, b;		/* the next run of each */
};

/* The page behind the last one of run i. */
#define RUN_END(r, i)	((r)[i].page + (r)[i].pages)

/*@ // A run's pages that are also in the other run.
    logic integer run_common{L}(struct run *a, integer i, struct run *b, integer j) =
      \max(0, \min(RUN_END(a, i), RUN_END(b, j)) - \max(a[i].page, b[j].page));

    // Is the page in one of the runs from .. to - 1?
    predicate runs_have{L}(struct run *r, integer from, integer to, integer page) =
      \exists integer i; from <= i < to && r[i].page <= page < RUN_END(r, i);

    // The pages in the runs from .. to - 1.
    logic integer runs_sum{L}(struct run *r, integer from, integer to) =
      to <= from ? 0 : runs_sum(r, from, to - 1) + r[to - 1].pages;

    // The pages that runs i .. n - 1 and runs j .. m - 1 of two sets have in common.  Of the
    // two first runs, the one that ends first has nothing in common with the rest.
    logic integer runs_common_sum{L}(struct run *a, integer i, integer n, struct run *b, integer j, integer m) =
      i >= n || j >= m ? 0 :
      run_common(a, i, b, j) + (RUN_END(a, i) <= RUN_END(b, j) ? runs_common_sum(a, i + 1, n, b, j, m) :
                                                               runs_common_sum(a, i, n, b, j + 1, m));

    // Sorted, disjoint, and none touches the next.
    predicate runs_sorted{L}(struct run *r, integer from, integer to) =
      (\forall integer i; from <= i < to ==> 0 < r[i].pages && RUN_END(r, i) <= PAGES_MAX) &&
      (\forall integer i, j; from <= i < j < to ==> RUN_END(r, i) < r[j].page);

    predicate runs_valid{L}(struct runs *s) =
      \valid(s) && \valid(s->run + (0 .. s->room - 1)) && \separated(s, s->run + (0 .. s->room - 1)) &&
      s->count <= s->room && runs_sorted(s->run, 0, s->count) && s->pages == runs_sum(s->run, 0, s->count) &&
      (s->count == 0 ==> s->pages == 0) && (s->count > 0 ==> s->pages <= RUN_END(s->run, s->count - 1));

    predicate runs_readable{L}(struct runs *s) =
      \valid_read(s) && \valid_read(s->run + (0 .. s->count - 1)) && runs_sorted(s->run, 0, s->count);

    // Is the page in the set?
    predicate runs_has{L}(struct runs *s, integer page) = runs_have(s->run, 0, s->count, page);
*/

/* Empties the set. */
/*@ requires runs_valid(s);
    assigns s->count, s->pages;
    ensures runs_valid(s) && s->count == 0 && s->pages == 0;
    ensures \forall integer page; !runs_has(s, page); */
void runs_clear(struct runs *s);

/*
 * Puts a run at the end of the set; one that touches the last lengthens it.
 * False, and nothing changes, if it is no run, if it does not stand behind the
 * last, or if there is no room.  So this reads a foreign list, and checks it.
 */
/*@ requires runs_valid(s);
    assigns s->count, s->pages, s->run[0 .. s->count];
    ensures runs_valid(s);
    behavior more:
      assumes 0 < pages && page + pages <= PAGES_MAX && s->count < s->room;
      assumes s->count > 0 ==> RUN_END(s->run, s->count - 1) <= page;
      ensures \result == true;
      ensures \old(s->count) <= s->count <= \old(s->count) + 1 && s->count > 0;
      ensures RUN_END(s->run, s->count - 1) == page + pages;
      ensures s->pages == \old(s->pages) + pages;
      ensures \forall integer p; runs_has(s, p) <==> \old(runs_has(s, p)) || page <= p < page + pages;
    behavior refused:
      assumes !(0 < pages && page + pages <= PAGES_MAX && s->count < s->room &&
                (s->count > 0 ==> RUN_END(s->run, s->count - 1) <= page));
      assigns \nothing;
      ensures \result == false;
    complete behaviors; disjoint behaviors; */
bool runs_append(struct runs *s, u64 page, u64 pages);

/*
 * The next pages that both sets have, from `at` on; a run of no pages if there
 * are no more.  What is found ascends.
 */
/*@ requires runs_readable(a) && runs_readable(b) && \valid(at) && \separated(at, a) && \separated(at, b);
    requires at->a <= a->count && at->b <= b->count;
    assigns at->a, at->b;
    ensures \old(at->a) <= at->a <= a->count && \old(at->b) <= at->b <= b->count;
    ensures \result.page + \result.pages <= PAGES_MAX;
    ensures \result.pages > 0 ==> \old(at->a + at->b) < at->a + at->b;
    ensures \forall integer p;
      \old(runs_have(a->run, at->a, a->count, p) && runs_have(b->run, at->b, b->count, p)) <==>
      \result.page <= p < \result.page + \result.pages ||
      (runs_have(a->run, at->a, a->count, p) && runs_have(b->run, at->b, b->count, p));
    ensures \result.pages == 0 ==> !\exists integer p;
      runs_have(a->run, at->a, a->count, p) && runs_have(b->run, at->b, b->count, p);
    ensures \result.pages > 0 ==> \result.page >= \old(\max(a->run[at->a].page, b->run[at->b].page));
    ensures \result.pages > 0 && at->a < a->count && at->b < b->count ==>
            \result.page + \result.pages <= \max(a->run[at->a].page, b->run[at->b].page); */
struct run runs_next_common(const struct runs *a, const struct runs *b, struct runs_walk *at);

/* The first page that both sets have, or PAGES_MAX if there is none. */
/*@ requires runs_readable(a) && runs_readable(b);
    assigns \nothing;
    ensures \result < PAGES_MAX ==> runs_has(a, \result) && runs_has(b, \result);
    ensures \forall integer p; 0 <= p < \result ==> !(runs_has(a, p) && runs_has(b, p)); */
u64 runs_meet(const struct runs *a, const struct runs *b);

/* How many pages do the two sets have in common? */
/*@ requires runs_readable(a) && runs_readable(b);
    assigns \nothing;
    ensures \result == runs_common_sum(a->run, 0, a->count, b->run, 0, b->count) <= PAGES_MAX; */
u64 runs_common(const struct runs *a, const struct runs *b);

/*@ // The set's memory and all of `in` are apart.
    predicate runs_separate{L}(struct runs *s, struct runs *in) =
      \separated(s, in) && \separated(s, in->run + (0 .. in->count - 1)) &&
      \separated(s->run + (0 .. s->room - 1), in) &&
      \separated(s->run + (0 .. s->room - 1), in->run + (0 .. in->count - 1)); */

/* Takes in all pages of `in`, of which the set has none; room for all runs of both is needed. */
/*@ requires runs_valid(s) && runs_readable(in) && runs_separate(s, in) && s->count + in->count <= s->room;
    requires \forall integer p; !(runs_has(s, p) && runs_has(in, p));
    assigns s->count, s->pages, s->run[0 .. s->count + in->count - 1];
    ensures runs_valid(s) && s->count <= \old(s->count) + in->count;
    ensures s->pages == \old(s->pages + runs_sum(in->run, 0, in->count));
    ensures \forall integer p; runs_has(s, p) <==> \old(runs_has(s, p)) || \old(runs_has(in, p)); */
void runs_add(struct runs *s, const struct runs *in);

/* Takes out all pages of `in` that the set has; room for all runs of both is needed. */
/*@ requires runs_valid(s) && runs_readable(in) && runs_separate(s, in) && s->count + in->count <= s->room;
    assigns s->count, s->pages, s->run[0 .. s->count + in->count - 1];
    ensures runs_valid(s) && s->count <= \old(s->count) + in->count;
    ensures \forall integer p; runs_has(s, p) <==> \old(runs_has(s, p)) && !\old(runs_has(in, p)); */
void runs_strike(struct runs *s, const struct runs *in);

/*@ // All pages of the runs that are longer than t are in the set.
    predicate runs_all_longer{L}(struct run *r, integer n, struct runs *out, integer t) =
      \forall integer i, p; 0 <= i < n && r[i].page <= p < RUN_END(r, i) && r[i].pages > t ==> runs_has(out, p);

    // No page of a run that is shorter than t is in the set.
    predicate runs_no_shorter{L}(struct run *r, integer n, struct runs *out, integer t) =
      \forall integer i, p; 0 <= i < n && r[i].page <= p < RUN_END(r, i) && r[i].pages < t ==> !runs_has(out, p); */

/*
 * The largest runs of the set, at most max_runs of them and want_pages pages:
 * all that are longer than some length t, none that is shorter, and of those of
 * that length as many as may be, the lower first, and the start of one more if
 * it must be cut.
 */
/*@ requires runs_valid(s) && runs_valid(out) && runs_separate(out, s) && max_runs <= out->room;
    assigns out->count, out->pages, out->run[0 .. out->room - 1];
    ensures runs_valid(out) && out->count <= max_runs && out->pages <= want_pages;
    ensures \forall integer p; runs_has(out, p) ==> \old(runs_has(s, p));
    ensures \exists integer t; runs_all_longer(s->run, s->count, out, t) && runs_no_shorter(s->run, s->count, out, t);
    ensures out->count == max_runs || out->pages == want_pages || out->pages == s->pages; */
void runs_pick(const struct runs *s, u64 want_pages, u32 max_runs, struct runs *out);

#endif
