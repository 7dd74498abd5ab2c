// SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause
/* A copy of gen/lib/runs.c by gen 1; do not edit: change that file and run make gen. */
/*
 * Sets of pages: see runs_gen.h, which has the contracts.  A set is changed in
 * place: its runs move up, and it is built anew below them while they are read.
 * Where a sum over unchanged memory must be shown to be unchanged, a ghost loop
 * goes through it: it is for the proof, and no compiler sees it.
 */
#include "runs_gen.h"

void runs_clear(struct runs *s)
{
	s->count = 0;
	s->pages = 0;
}

/* The last run becomes longer. */
/*@ requires runs_valid(s) && s->count > 0;
    requires 0 < pages && RUN_END(s->run, s->count - 1) + pages <= PAGES_MAX;
    assigns s->pages, s->run[s->count - 1].pages;
    ensures runs_valid(s);
    ensures s->pages == \old(s->pages) + pages;
    ensures RUN_END(s->run, s->count - 1) == \old(RUN_END(s->run, s->count - 1)) + pages;
    ensures \forall integer p; runs_has(s, p) <==> \old(runs_has(s, p)) ||
            \old(RUN_END(s->run, s->count - 1)) <= p < \old(RUN_END(s->run, s->count - 1)) + pages; */
static void lengthen(struct runs *s, u64 pages)
{
	s->run[s->count - 1].pages += pages;
	s->pages += pages;
	//@ ghost u32 k = 0;
	/*@ ghost
	    /@ loop invariant 0 <= k < s->count;
	       loop invariant \let i = k; runs_sum(s->run, 0, i) == \at(runs_sum(s->run, 0, i), Pre);
	       loop assigns k;
	       loop variant s->count - k; @/
	    while (k < s->count - 1)
		k++; */
}

/* A new run behind the last, which it does not touch. */
/*@ requires runs_valid(s) && s->count < s->room;
    requires 0 < pages && page + pages <= PAGES_MAX;
    requires s->count > 0 ==> RUN_END(s->run, s->count - 1) < page;
    assigns s->count, s->pages, s->run[s->count];
    ensures runs_valid(s);
    ensures s->count == \old(s->count) + 1;
    ensures s->pages == \old(s->pages) + pages;
    ensures RUN_END(s->run, s->count - 1) == page + pages;
    ensures \forall integer p; runs_has(s, p) <==> \old(runs_has(s, p)) || page <= p < page + pages; */
static void push(struct runs *s, u64 page, u64 pages)
{
	//@ assert \forall integer i; 0 <= i < s->count ==> RUN_END(s->run, i) < page;
	s->run[s->count].page = page;
	s->run[s->count].pages = pages;
	s->pages += pages;
	//@ ghost u32 k = 0;
	/*@ ghost
	    /@ loop invariant 0 <= k <= s->count;
	       loop invariant \let i = k; runs_sum(s->run, 0, i) == \at(runs_sum(s->run, 0, i), Pre);
	       loop assigns k;
	       loop variant s->count - k; @/
	    while (k < s->count)
		k++; */
	s->count++;
}

/* A run behind the last, which it may touch. */
/*@ requires runs_valid(s) && s->count < s->room;
    requires 0 < pages && page + pages <= PAGES_MAX;
    requires s->count > 0 ==> RUN_END(s->run, s->count - 1) <= page;
    assigns s->count, s->pages, s->run[0 .. s->count];
    ensures runs_valid(s);
    ensures \old(s->count) <= s->count <= \old(s->count) + 1 && s->count > 0;
    ensures s->pages == \old(s->pages) + pages;
    ensures \old(s->count > 0 ==> RUN_END(s->run, s->count - 1) < page) ==> s->count == \old(s->count) + 1;
    ensures RUN_END(s->run, s->count - 1) == page + pages;
    ensures \forall integer p; runs_has(s, p) <==> \old(runs_has(s, p)) || page <= p < page + pages; */
static void put(struct runs *s, u64 page, u64 pages)
{
	if (s->count > 0 && RUN_END(s->run, s->count - 1) == page)
		lengthen(s, pages);
	else
		push(s, page, pages);
}

/* The same for what may be no pages at all. */
/*@ requires runs_valid(s) && s->count < s->room;
    requires page + pages <= PAGES_MAX;
    requires s->count > 0 ==> RUN_END(s->run, s->count - 1) <= page;
    assigns s->count, s->pages, s->run[0 .. s->count];
    ensures runs_valid(s);
    ensures \old(s->count) <= s->count <= \old(s->count) + 1;
    ensures s->pages == \old(s->pages) + pages;
    ensures s->count > 0 ==> RUN_END(s->run, s->count - 1) <= page + pages;
    ensures \forall integer p; runs_has(s, p) <==> \old(runs_has(s, p)) || page <= p < page + pages; */
static void put_any(struct runs *s, u64 page, u64 pages)
{
	if (pages > 0)
		put(s, page, pages);
}

bool runs_append(struct runs *s, u64 page, u64 pages)
{
	if (pages == 0 || page >= PAGES_MAX || pages > PAGES_MAX - page || s->count == s->room)
		return false;
	if (s->count > 0 && page < RUN_END(s->run, s->count - 1))
		return false;
	put(s, page, pages);
	return true;
}

/* What the two next runs have in common, maybe no pages; the one that ends first is done. */
/*@ requires runs_readable(a) && runs_readable(b) && \valid(at) && \separated(at, a) && \separated(at, b);
    requires at->a < a->count && at->b < b->count;
    assigns at->a, at->b;
    ensures at->a >= \old(at->a) && at->b >= \old(at->b);
    ensures at->a + at->b == \old(at->a + at->b) + 1;
    ensures at->a <= a->count && at->b <= b->count;
    ensures \forall integer p;
      \old(runs_have(a->run, at->a, a->count, p) && runs_have(b->run, at->b, b->count, p)) <==>
      \result.page <= p < \result.page + \result.pages ||
      (runs_have(a->run, at->a, a->count, p) && runs_have(b->run, at->b, b->count, p));
    ensures \result.page == \old(\max(a->run[at->a].page, b->run[at->b].page));
    ensures at->a < a->count && at->b < b->count ==>
            \result.page + \result.pages <= \max(a->run[at->a].page, b->run[at->b].page);
    ensures \result.page + \result.pages <= PAGES_MAX;
    ensures \old(runs_common_sum(a->run, at->a, a->count, b->run, at->b, b->count)) ==
            \result.pages + runs_common_sum(a->run, at->a, a->count, b->run, at->b, b->count); */
static struct run step(const struct runs *a, const struct runs *b, struct runs_walk *at)
{
	const struct run *x = &a->run[at->a], *y = &b->run[at->b];
	u64 to = RUN_END(x, 0) <= RUN_END(y, 0) ? RUN_END(x, 0) : RUN_END(y, 0);
	struct run common = { x->page > y->page ? x->page : y->page, 0 };

	if (common.page < to)
		common.pages = to - common.page;
	if (RUN_END(x, 0) <= RUN_END(y, 0))
		at->a++;
	else
		at->b++;
	return common;
}

struct run runs_next_common(const struct runs *a, const struct runs *b, struct runs_walk *at)
{
	struct run common = { 0, 0 };

	/*@ loop invariant common.page == 0 && common.pages == 0;
	    loop invariant \at(at->a, Pre) <= at->a <= a->count && \at(at->b, Pre) <= at->b <= b->count;
	    loop invariant \forall integer p;
	      runs_have(a->run, at->a, a->count, p) && runs_have(b->run, at->b, b->count, p) <==>
	      \at(runs_have(a->run, at->a, a->count, p) && runs_have(b->run, at->b, b->count, p), Pre);
	    loop invariant at->a < a->count && at->b < b->count ==> \at(\max(a->run[at->a].page, b->run[at->b].page), Pre) <=
	                   \max(a->run[at->a].page, b->run[at->b].page);
	    loop assigns at->a, at->b, common;
	    loop variant a->count - at->a + (b->count - at->b); */
	while (at->a < a->count && at->b < b->count) {
		common = step(a, b, at);
		if (common.pages > 0)
			return common;
		common.page = 0;
	}
	return common;
}

u64 runs_meet(const struct runs *a, const struct runs *b)
{
	struct runs_walk at = { 0, 0 };
	struct run common = runs_next_common(a, b, &at);

	return common.pages > 0 ? common.page : PAGES_MAX;
}

u64 runs_common(const struct runs *a, const struct runs *b)
{
	struct runs_walk at = { 0, 0 };
	u64 pages = 0;

	/*@ loop invariant pages + runs_common_sum(a->run, at.a, a->count, b->run, at.b, b->count) ==
	                   runs_common_sum(a->run, 0, a->count, b->run, 0, b->count);
	    loop invariant pages <= PAGES_MAX;
	    loop invariant at.a <= a->count && at.b <= b->count;
	    loop invariant at.a < a->count && at.b < b->count ==>
	                   pages <= \max(a->run[at.a].page, b->run[at.b].page);
	    loop assigns at, pages;
	    loop variant a->count - at.a + (b->count - at.b); */
	while (at.a < a->count && at.b < b->count)
		pages += step(a, b, &at).pages;
	return pages;
}

/*@ // b is other memory than all that a change of the set writes.
    predicate runs_apart{L}(struct runs *s, struct run *b, integer m) =
      \separated(s, b + (0 .. m - 1)) && \separated(s->run + (0 .. s->room - 1), b + (0 .. m - 1)) &&
      \valid_read(b + (0 .. m - 1)) && runs_sorted(b, 0, m); */

/* The runs move up by `by`: the set becomes empty, and is built anew below them while they are read. */
/*@ requires runs_valid(s) && runs_apart(s, b, by) && 0 < by <= s->room - s->count;
    assigns s->count, s->pages, s->run[0 .. s->count + by - 1];
    ensures runs_valid(s) && s->count == 0 && s->pages == 0;
    ensures runs_sorted(s->run, by, by + \old(s->count));
    ensures \forall integer p; runs_have(s->run, by, by + \old(s->count), p) <==> \old(runs_has(s, p));
    ensures runs_sum(s->run, by, by + \old(s->count)) == \old(s->pages);
    ensures \forall integer k; 0 <= k < by ==> b[k].page == \old(b[k].page) && b[k].pages == \old(b[k].pages); */
static void move_up(struct runs *s, const struct run *b, u32 by)
{
	u32 n = s->count;

	s->count = 0;
	s->pages = 0;
	/*@ loop invariant 0 <= i <= n;
	    loop invariant \forall integer k; i + by <= k < n + by ==>
	      s->run[k].page == \at(s->run[k - by].page, Pre) && s->run[k].pages == \at(s->run[k - by].pages, Pre);
	    loop invariant \forall integer k; 0 <= k < i ==>
	      s->run[k].page == \at(s->run[k].page, Pre) && s->run[k].pages == \at(s->run[k].pages, Pre);
	    loop invariant bsame: \forall integer k; 0 <= k < by ==>
	      b[k].page == \at(b[k].page, Pre) && b[k].pages == \at(b[k].pages, Pre);
	    loop assigns i, s->run[0 .. n + by - 1];
	    loop variant i; */
	for (u32 i = n; i > 0; i--) {
		u64 page = s->run[i - 1].page, pages = s->run[i - 1].pages;

		s->run[i - 1 + by].page = page;
		s->run[i - 1 + by].pages = pages;
	}
	/*@ assert \forall integer i; 0 <= i < n ==>
	      s->run[i + by].page == \at(s->run[i].page, Pre) && s->run[i + by].pages == \at(s->run[i].pages, Pre); */
	//@ assert \forall integer p; runs_have(s->run, by, by + n, p) ==> \at(runs_has(s, p), Pre);
	//@ assert \forall integer p; \at(runs_has(s, p), Pre) ==> runs_have(s->run, by, by + n, p);
	/*@ assert \forall integer i; by <= i < by + n ==>
	      0 < s->run[i].pages && RUN_END(s->run, i) <= PAGES_MAX; */
	//@ assert \forall integer i, j; by <= i < j < by + n ==> RUN_END(s->run, i) < s->run[j].page;
	//@ ghost u32 k = 0;
	/*@ ghost
	    /@ loop invariant 0 <= k <= n;
	       loop invariant \let i = k; runs_sum(s->run, by, by + i) == \at(runs_sum(s->run, 0, i), Pre);
	       loop assigns k;
	       loop variant n - k; @/
	    while (k < n)
		k++; */
	//@ assert k == n;
	//@ assert runs_sum(s->run, by, by + n) == \at(s->pages, Pre);
}

/* A walk over two lists of runs, a and b, to make a third. */
struct walk {
	u32 i, j;		/* the next run of each */
	u64 at;			/* the page up to which that is done */
	u64 page, pages;	/* what was found, maybe no pages */
};

/*@ predicate without_ok{L}(struct run *a, struct run *b, struct walk c, integer n, integer m) =
      c.i < n && c.j <= m && c.at < RUN_END(a, c.i) &&
      (c.j < m ==> c.at <= RUN_END(b, c.j) && c.at <= \max(a[c.i].page, b[c.j].page));
    predicate without_left{L}(struct run *a, struct run *b, struct walk c, integer n, integer m, integer p) =
      c.at <= p && runs_have(a, c.i, n, p) && !runs_have(b, c.j, m, p); */

/* The next pages of a that are not in b; the run that ends first is done. */
/*@ requires \valid_read(a + (w.i .. n - 1)) && runs_sorted(a, w.i, n);
    requires \valid_read(b + (0 .. m - 1)) && runs_sorted(b, 0, m);
    requires without_ok(a, b, w, n, m);
    assigns \nothing;
    ensures \result.i + \result.j == w.i + w.j + 1 && w.i <= \result.i && w.j <= \result.j;
    ensures \result.i < n ==> without_ok(a, b, \result, n, m);
    ensures w.at <= \result.page && \result.page + \result.pages <= \result.at <= PAGES_MAX;
    ensures \forall integer p; without_left(a, b, w, n, m, p) <==>
      \result.page <= p < \result.page + \result.pages || without_left(a, b, \result, n, m, p); */
static struct walk without(const struct run *a, u32 n, const struct run *b, u32 m, struct walk w)
{
	u64 from = a[w.i].page > w.at ? a[w.i].page : w.at, to = RUN_END(a, w.i), gap = to;
	struct walk next = { w.i + 1, w.j, to, to, 0 };

	if (w.j < m && b[w.j].page < to)
		gap = b[w.j].page;
	if (w.j < m && RUN_END(b, w.j) < to) {
		next.i = w.i;
		next.j = w.j + 1;
		next.at = RUN_END(b, w.j);
	}
	next.page = next.at;
	if (from < gap) {
		next.page = from;
		next.pages = gap - from;
	}
	return next;
}

/* The set takes in what without() finds. */
/*@ requires runs_valid(s) && runs_apart(s, b, m) && m <= w.i < n <= s->room && s->count <= w.i - m + w.j;
    requires runs_sorted(s->run, w.i, n) && without_ok(s->run, b, w, n, m);
    requires s->count > 0 ==> RUN_END(s->run, s->count - 1) <= w.at;
    assigns s->count, s->pages, s->run[0 .. s->count];
    ensures runs_valid(s) && runs_apart(s, b, m) && s->count <= \result.i - m + \result.j;
    ensures \result.i + \result.j == w.i + w.j + 1 && w.i <= \result.i && w.j <= \result.j;
    ensures runs_sorted(s->run, \result.i, n) && \result.j <= m;
    ensures \result.i < n ==> without_ok(s->run, b, \result, n, m);
    ensures s->count > 0 ==> RUN_END(s->run, s->count - 1) <= \result.at;
    ensures \forall integer p; \old(runs_has(s, p) || without_left(s->run, b, w, n, m, p)) <==>
      runs_has(s, p) || without_left(s->run, b, \result, n, m, p); */
static struct walk put_without(struct runs *s, u32 n, const struct run *b, u32 m, struct walk w)
{
	struct walk next = without(s->run, n, b, m, w);

	put_any(s, next.page, next.pages);
	/*@ assert same: \forall integer k; next.i <= k < n ==>
	      s->run[k].page == \at(s->run[k].page, Pre) && s->run[k].pages == \at(s->run[k].pages, Pre); */
	/*@ assert same: \forall integer k; 0 <= k < m ==>
	      b[k].page == \at(b[k].page, Pre) && b[k].pages == \at(b[k].pages, Pre); */
	/*@ assert rest: \let i = next.i; \forall integer p; runs_have(s->run, i, n, p) <==>
	      \at(runs_have(s->run, i, n, p), Pre); */
	/*@ assert rest: \let j = next.j; \forall integer p; runs_have(b, j, m, p) <==>
	      \at(runs_have(b, j, m, p), Pre); */
	return next;
}

/* The empty set becomes its runs m .. m + n - 1, without the pages of b. */
/*@ requires runs_valid(s) && runs_apart(s, b, m) && s->count == 0 && m + n <= s->room;
    requires runs_sorted(s->run, m, m + n);
    assigns s->count, s->pages, s->run[0 .. m + n - 1];
    ensures runs_valid(s) && s->count <= n + m;
    ensures \forall integer p; runs_has(s, p) <==>
            \old(runs_have(s->run, m, m + n, p)) && !\old(runs_have(b, 0, m, p)); */
static void subtract(struct runs *s, u32 n, const struct run *b, u32 m)
{
	struct walk w = { m, 0, 0, 0, 0 };

	/*@ loop invariant m <= w.i <= m + n && w.j <= m;
	    loop invariant runs_valid(s) && runs_apart(s, b, m) && s->count <= w.i - m + w.j;
	    loop invariant sorted: runs_sorted(s->run, w.i, m + n);
	    loop invariant w.i < m + n ==> without_ok(s->run, b, w, m + n, m);
	    loop invariant s->count > 0 ==> RUN_END(s->run, s->count - 1) <= w.at;
	    loop invariant set: \forall integer p;
	      \at(runs_have(s->run, m, m + n, p) && !runs_have(b, 0, m, p), Pre) <==>
	      runs_has(s, p) || without_left(s->run, b, w, m + n, m, p);
	    loop assigns w, s->count, s->pages, s->run[0 .. m + n - 1];
	    loop variant m + n - w.i + (m - w.j); */
	while (w.i < m + n)
		w = put_without(s, m + n, b, m, w);
}

/*@ predicate both_ok{L}(struct run *a, struct run *b, struct walk w, integer n, integer m) =
      w.i <= n && w.j <= m && (w.i < n ==> w.at <= a[w.i].page) && (w.j < m ==> w.at <= b[w.j].page);
    predicate both_left{L}(struct run *a, struct run *b, struct walk w, integer n, integer m, integer p) =
      runs_have(a, w.i, n, p) || runs_have(b, w.j, m, p);
    predicate runs_disjoint{L}(struct run *a, integer i, integer n, struct run *b, integer j, integer m) =
      \forall integer x, y; i <= x < n && j <= y < m ==> RUN_END(a, x) <= b[y].page || RUN_END(b, y) <= a[x].page; */

/* The next run of a or b: the one that begins first. */
/*@ requires \valid_read(a + (w.i .. n - 1)) && runs_sorted(a, w.i, n);
    requires \valid_read(b + (0 .. m - 1)) && runs_sorted(b, 0, m);
    requires w.i < n && w.j < m ==> RUN_END(a, w.i) <= b[w.j].page || RUN_END(b, w.j) <= a[w.i].page;
    requires both_ok(a, b, w, n, m) && (w.i < n || w.j < m);
    assigns \nothing;
    ensures both_ok(a, b, \result, n, m);
    ensures (\result.i == w.i + 1 && \result.j == w.j && w.i < n && \result.pages == a[w.i].pages) ||
            (\result.i == w.i && \result.j == w.j + 1 && w.j < m && \result.pages == b[w.j].pages);
    ensures w.at <= \result.page && \result.page + \result.pages == \result.at <= PAGES_MAX && 0 < \result.pages;
    ensures \forall integer p; both_left(a, b, w, n, m, p) <==>
      \result.page <= p < \result.page + \result.pages || both_left(a, b, \result, n, m, p); */
static struct walk both(const struct run *a, u32 n, const struct run *b, u32 m, struct walk w)
{
	if (w.j == m || (w.i < n && a[w.i].page < b[w.j].page)) {
		struct walk next = { w.i + 1, w.j, RUN_END(a, w.i), a[w.i].page, a[w.i].pages };

		return next;
	} else {
		struct walk next = { w.i, w.j + 1, RUN_END(b, w.j), b[w.j].page, b[w.j].pages };

		return next;
	}
}

/* The set takes in what both() finds. */
/*@ requires runs_valid(s) && runs_apart(s, b, m) && m <= w.i && n <= s->room && s->count <= w.i - m + w.j;
    requires runs_sorted(s->run, w.i, n) && both_ok(s->run, b, w, n, m) && (w.i < n || w.j < m);
    requires w.i < n && w.j < m ==> RUN_END(s->run, w.i) <= b[w.j].page || RUN_END(b, w.j) <= s->run[w.i].page;
    requires s->count > 0 ==> RUN_END(s->run, s->count - 1) <= w.at;
    assigns s->count, s->pages, s->run[0 .. s->count];
    ensures runs_valid(s) && runs_apart(s, b, m) && s->count <= \result.i - m + \result.j;
    ensures runs_sorted(s->run, \result.i, n) && both_ok(s->run, b, \result, n, m);
    ensures (\result.i == w.i + 1 && \result.j == w.j && s->pages == \old(s->pages + s->run[w.i].pages)) ||
            (\result.i == w.i && \result.j == w.j + 1 && s->pages == \old(s->pages + b[w.j].pages));
    ensures s->count > 0 ==> RUN_END(s->run, s->count - 1) <= \result.at;
    ensures same: \forall integer k; \result.i <= k < n ==>
      s->run[k].page == \old(s->run[k].page) && s->run[k].pages == \old(s->run[k].pages);
    ensures same: \forall integer k; 0 <= k < m ==> b[k].page == \old(b[k].page) && b[k].pages == \old(b[k].pages);
    ensures \forall integer p; \old(runs_has(s, p) || both_left(s->run, b, w, n, m, p)) <==>
      runs_has(s, p) || both_left(s->run, b, \result, n, m, p); */
static struct walk put_both(struct runs *s, u32 n, const struct run *b, u32 m, struct walk w)
{
	struct walk next = both(s->run, n, b, m, w);

	put_any(s, next.page, next.pages);
	/*@ assert same: \forall integer k; next.i <= k < n ==>
	      s->run[k].page == \at(s->run[k].page, Pre) && s->run[k].pages == \at(s->run[k].pages, Pre); */
	/*@ assert same: \forall integer k; 0 <= k < m ==>
	      b[k].page == \at(b[k].page, Pre) && b[k].pages == \at(b[k].pages, Pre); */
	/*@ assert rest: \let i = next.i; \forall integer p; runs_have(s->run, i, n, p) <==>
	      \at(runs_have(s->run, i, n, p), Pre); */
	/*@ assert rest: \let j = next.j; \forall integer p; runs_have(b, j, m, p) <==>
	      \at(runs_have(b, j, m, p), Pre); */
	return next;
}

/* The empty set becomes its runs m .. m + n - 1 and those of b. */
/*@ requires runs_valid(s) && runs_apart(s, b, m) && s->count == 0 && m + n <= s->room;
    requires runs_sorted(s->run, m, m + n) && runs_disjoint(s->run, m, m + n, b, 0, m);
    assigns s->count, s->pages, s->run[0 .. m + n - 1];
    ensures runs_valid(s) && s->count <= n + m;
    ensures s->pages == \old(runs_sum(s->run, m, m + n) + runs_sum(b, 0, m));
    ensures \forall integer p; runs_has(s, p) <==>
            \old(runs_have(s->run, m, m + n, p)) || \old(runs_have(b, 0, m, p)); */
static void merge(struct runs *s, u32 n, const struct run *b, u32 m)
{
	struct walk w = { m, 0, 0, 0, 0 };

	/*@ loop invariant m <= w.i && runs_sorted(s->run, w.i, m + n) && both_ok(s->run, b, w, m + n, m);
	    loop invariant runs_valid(s) && runs_apart(s, b, m) && s->count <= w.i - m + w.j;
	    loop invariant s->count > 0 ==> RUN_END(s->run, s->count - 1) <= w.at;
	    loop invariant same: \forall integer k; w.i <= k < m + n ==>
	      s->run[k].page == \at(s->run[k].page, Pre) && s->run[k].pages == \at(s->run[k].pages, Pre);
	    loop invariant same: \forall integer k; 0 <= k < m ==>
	      b[k].page == \at(b[k].page, Pre) && b[k].pages == \at(b[k].pages, Pre);
	    loop invariant sum: \let x = w.i; \let y = w.j;
	      s->pages == \at(runs_sum(s->run, m, x) + runs_sum(b, 0, y), Pre);
	    loop invariant set: \forall integer p;
	      \at(runs_have(s->run, m, m + n, p) || runs_have(b, 0, m, p), Pre) <==>
	      runs_has(s, p) || both_left(s->run, b, w, m + n, m, p);
	    loop assigns w, s->count, s->pages, s->run[0 .. m + n - 1];
	    loop variant m + n - w.i + (m - w.j); */
	while (w.i < m + n || w.j < m) {
		/*@ assert next: \let x = w.i; w.i < m + n ==>
		      \at(runs_sum(s->run, m, x + 1) == runs_sum(s->run, m, x) + s->run[x].pages, Pre); */
		/*@ assert next: \let y = w.j; w.j < m ==>
		      \at(runs_sum(b, 0, y + 1) == runs_sum(b, 0, y) + b[y].pages, Pre); */
		w = put_both(s, m + n, b, m, w);
		/*@ assert sum: \let x = w.i; \let y = w.j; w.j == \at(w.j, LoopCurrent) ==>
		      s->pages == \at(runs_sum(s->run, m, x) + runs_sum(b, 0, y), Pre); */
		/*@ assert sum: \let x = w.i; \let y = w.j; w.j > \at(w.j, LoopCurrent) ==>
		      s->pages == \at(runs_sum(s->run, m, x) + runs_sum(b, 0, y), Pre); */
	}
	//@ assert w.i == m + n && w.j == m;
}

void runs_add(struct runs *s, const struct runs *in)
{
	const struct run *b = in->run;
	u32 n = s->count, m = in->count;

	if (m == 0)
		return;
	move_up(s, b, m);
	//@ assert had: \forall integer p; runs_have(b, 0, m, p) <==> \at(runs_has(in, p), Pre);
	//@ assert in: \forall integer j; 0 <= j < m ==> runs_have(b, 0, m, b[j].page);
	//@ assert in: \forall integer i; m <= i < m + n ==> runs_have(s->run, m, m + n, s->run[i].page);
	//@ assert out: \forall integer j; 0 <= j < m ==> !runs_have(s->run, m, m + n, b[j].page);
	//@ assert out: \forall integer i; m <= i < m + n ==> !runs_have(b, 0, m, s->run[i].page);
	/*@ assert out: \forall integer i, j; m <= i < m + n && 0 <= j < m ==>
	      !(s->run[i].page <= b[j].page < RUN_END(s->run, i)) && !(b[j].page <= s->run[i].page < RUN_END(b, j)); */
	//@ ghost u32 k = 0;
	/*@ ghost
	    /@ loop invariant 0 <= k <= m;
	       loop invariant \let i = k; runs_sum(b, 0, i) == \at(runs_sum(in->run, 0, i), Pre);
	       loop assigns k;
	       loop variant m - k; @/
	    while (k < m)
		k++; */
	merge(s, n, b, m);
}

void runs_strike(struct runs *s, const struct runs *in)
{
	const struct run *b = in->run;
	u32 n = s->count, m = in->count;

	if (m == 0)
		return;
	move_up(s, b, m);
	//@ assert had: \forall integer p; runs_have(b, 0, m, p) <==> \at(runs_has(in, p), Pre);
	subtract(s, n, b, m);
}

/* Runs, and the pages in them. */
struct tally {
	u32 runs;
	u64 pages;
};

/*@ // The runs before run n that are longer than t, and the pages in them.
    logic integer longer_runs{L}(struct run *r, integer n, integer t) =
      n <= 0 ? 0 : longer_runs(r, n - 1, t) + (r[n - 1].pages > t ? 1 : 0);
    logic integer longer_pages{L}(struct run *r, integer n, integer t) =
      n <= 0 ? 0 : longer_pages(r, n - 1, t) + (r[n - 1].pages > t ? r[n - 1].pages : 0);

    // May all runs that are longer than t be picked?
    predicate all_fit{L}(struct runs *s, integer t, integer want_pages, integer max_runs) =
      longer_runs(s->run, s->count, t) <= max_runs && longer_pages(s->run, s->count, t) <= want_pages; */

/*@ requires runs_readable(s);
    assigns \nothing;
    ensures \result.runs == longer_runs(s->run, s->count, t) && \result.pages == longer_pages(s->run, s->count, t);
    ensures \forall integer i; 0 <= i <= s->count ==>
            longer_runs(s->run, i, t) <= \result.runs && longer_pages(s->run, i, t) <= \result.pages; */
static struct tally longer(const struct runs *s, u64 t)
{
	struct tally sum = { 0, 0 };

	/*@ loop invariant 0 <= i <= s->count && sum.runs <= i;
	    loop invariant sum.runs == longer_runs(s->run, i, t) && sum.pages == longer_pages(s->run, i, t);
	    loop invariant i == 0 ? sum.pages == 0 : sum.pages <= RUN_END(s->run, i - 1);
	    loop invariant \forall integer k; 0 <= k <= i ==>
	      longer_runs(s->run, k, t) <= sum.runs && longer_pages(s->run, k, t) <= sum.pages;
	    loop assigns i, sum;
	    loop variant s->count - i; */
	for (u32 i = 0; i < s->count; i++) {
		if (s->run[i].pages > t) {
			sum.runs++;
			sum.pages += s->run[i].pages;
		}
	}
	return sum;
}

/* The length of the longest run: none is longer. */
/*@ requires runs_readable(s);
    assigns \nothing;
    ensures \result <= PAGES_MAX;
    ensures longer_runs(s->run, s->count, \result) == 0 && longer_pages(s->run, s->count, \result) == 0; */
static u64 longest(const struct runs *s)
{
	u64 pages = 0;

	/*@ loop invariant 0 <= i <= s->count && pages <= PAGES_MAX;
	    loop invariant \forall integer k; 0 <= k < i ==> s->run[k].pages <= pages;
	    loop assigns i, pages;
	    loop variant s->count - i; */
	for (u32 i = 0; i < s->count; i++)
		if (s->run[i].pages > pages)
			pages = s->run[i].pages;
	//@ ghost u32 k = 0;
	/*@ ghost
	    /@ loop invariant 0 <= k <= s->count;
	       loop invariant longer_runs(s->run, k, pages) == 0 && longer_pages(s->run, k, pages) == 0;
	       loop assigns k;
	       loop variant s->count - k; @/
	    while (k < s->count)
		k++; */
	return pages;
}

/* The least t so that all runs that are longer than t may be picked. */
/*@ requires runs_readable(s);
    assigns \nothing;
    ensures \result <= PAGES_MAX && all_fit(s, \result, want_pages, max_runs);
    ensures \result > 0 ==> !all_fit(s, \result - 1, want_pages, max_runs); */
static u64 threshold(const struct runs *s, u64 want_pages, u32 max_runs)
{
	u64 low = 0, high = longest(s);

	/*@ loop invariant 0 <= low <= high <= PAGES_MAX && all_fit(s, high, want_pages, max_runs);
	    loop invariant low > 0 ==> !all_fit(s, low - 1, want_pages, max_runs);
	    loop assigns low, high;
	    loop variant high - low; */
	while (low < high) {
		u64 middle = low + (high - low) / 2;
		struct tally sum = longer(s, middle);

		if (sum.runs <= max_runs && sum.pages <= want_pages)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

/* How a run is picked, or not; `left` is what may be picked of the runs of length t. */
/*@ requires runs_valid(out) && \valid_read(r) && 0 < r->pages && r->page + r->pages <= PAGES_MAX;
    requires \separated(r, out) && \separated(r, out->run + (0 .. out->room - 1));
    requires out->count > 0 ==> RUN_END(out->run, out->count - 1) < r->page;
    requires r->pages > t || (r->pages == t && left.runs > 0) ==> out->count < out->room;
    assigns out->count, out->pages, out->run[0 .. out->room - 1];
    ensures runs_valid(out) && (out->count > 0 ==> RUN_END(out->run, out->count - 1) <= r->page + r->pages);
    ensures \forall integer p; \old(runs_has(out, p)) ==> runs_has(out, p);
    ensures \forall integer p; runs_has(out, p) ==> \old(runs_has(out, p)) || r->page <= p < r->page + r->pages;
    behavior long:
      assumes r->pages > t;
      ensures \result == left && out->count == \old(out->count) + 1 && out->pages == \old(out->pages) + r->pages;
      ensures \forall integer p; r->page <= p < r->page + r->pages ==> runs_has(out, p);
    behavior even:
      assumes r->pages == t && left.runs > 0 && left.pages > 0;
      ensures \result.runs == left.runs - 1 && \result.pages == left.pages - \min(t, left.pages);
      ensures out->count == \old(out->count) + 1 && out->pages == \old(out->pages) + \min(t, left.pages);
    behavior not:
      assumes r->pages < t || (r->pages == t && (left.runs == 0 || left.pages == 0));
      ensures \result == left && out->count == \old(out->count) && out->pages == \old(out->pages);
      ensures \forall integer p; runs_has(out, p) ==> \old(runs_has(out, p));
    complete behaviors; disjoint behaviors; */
static struct tally pick(struct runs *out, const struct run *r, u64 t, struct tally left)
{
	u64 pages = r->pages;

	if (pages < t || (pages == t && left.runs == 0))
		return left;
	if (pages == t) {
		if (pages > left.pages)
			pages = left.pages;
		if (pages == 0)
			return left;
		left.runs--;
		left.pages -= pages;
	}
	put(out, r->page, pages);
	return left;
}

/* The set becomes what is picked of the runs r; what is left of `left` is returned. */
/*@ requires runs_valid(out) && \valid_read(r + (0 .. n - 1)) && runs_sorted(r, 0, n);
    requires \separated(out, r + (0 .. n - 1)) && \separated(out->run + (0 .. out->room - 1), r + (0 .. n - 1));
    requires \forall integer i; 0 <= i <= n ==> longer_runs(r, i, t) + left.runs <= out->room;
    assigns out->count, out->pages, out->run[0 .. out->room - 1];
    ensures runs_valid(out) && \result.runs <= left.runs && \result.pages <= left.pages;
    ensures out->count == \old(longer_runs(r, n, t)) + left.runs - \result.runs;
    ensures out->pages == \old(longer_pages(r, n, t)) + left.pages - \result.pages;
    ensures \forall integer p; runs_has(out, p) ==> \old(runs_have(r, 0, n, p));
    ensures runs_all_longer(r, n, out, t) && runs_no_shorter(r, n, out, t);
    ensures \result.runs > 0 && \result.pages > 0 ==>
            \old(longer_runs(r, n, t - 1)) == out->count && \old(longer_pages(r, n, t - 1)) == out->pages;
    ensures t == 0 ==> out->pages == \old(runs_sum(r, 0, n)); */
static struct tally pick_all(const struct run *r, u32 n, u64 t, struct tally left, struct runs *out)
{
	out->count = 0;
	out->pages = 0;
	/*@ loop invariant 0 <= i <= n;
	    loop invariant same: \forall integer k; 0 <= k < n ==>
	      r[k].page == \at(r[k].page, Pre) && r[k].pages == \at(r[k].pages, Pre);
	    loop invariant valid: runs_valid(out);
	    loop invariant left: left.runs <= \at(left.runs, Pre) && left.pages <= \at(left.pages, Pre);
	    loop invariant runs: \let x = i; out->count == \at(longer_runs(r, x, t) + left.runs, Pre) - left.runs;
	    loop invariant pages: \let x = i; out->pages == \at(longer_pages(r, x, t) + left.pages, Pre) - left.pages;
	    loop invariant last: out->count > 0 ==> i > 0 && RUN_END(out->run, out->count - 1) <= RUN_END(r, i - 1);
	    loop invariant set: \let x = i; \forall integer p; runs_has(out, p) ==> \at(runs_have(r, 0, x, p), Pre);
	    loop invariant longs: runs_all_longer(r, i, out, t);
	    loop invariant shorts: \forall integer k, p; 0 <= k < n &&
	      \at(r[k].page <= p < RUN_END(r, k) && r[k].pages < t, Pre) ==> !runs_has(out, p);
	    loop invariant most: \let x = i; left.runs > 0 && left.pages > 0 ==>
	      \at(longer_runs(r, x, t - 1), Pre) == out->count && \at(longer_pages(r, x, t - 1), Pre) == out->pages;
	    loop invariant none: \let x = i; t == 0 ==> out->pages == \at(runs_sum(r, 0, x), Pre);
	    loop assigns i, left, out->count, out->pages, out->run[0 .. out->room - 1];
	    loop variant n - i; */
	for (u32 i = 0; i < n; i++) {
		//@ assert next: \let x = i; \at(longer_runs(r, x + 1, t) + left.runs, Pre) <= out->room;
		/*@ assert apart: \forall integer k, p; 0 <= k < n && k != i &&
		      \at(r[k].page <= p < RUN_END(r, k), Pre) ==> !(r[i].page <= p < RUN_END(r, i)); */
		left = pick(out, &r[i], t, left);
		/*@ assert short: \let x = i; \forall integer p; \at(r[x].page <= p < RUN_END(r, x) && r[x].pages < t, Pre) ==>
		      !runs_has(out, p); */
		/*@ assert short: \forall integer k, p; 0 <= k < n && k != i &&
		      \at(r[k].page <= p < RUN_END(r, k) && r[k].pages < t, Pre) ==> !runs_has(out, p); */
	}
	return left;
}

void runs_pick(const struct runs *s, u64 want_pages, u32 max_runs, struct runs *out)
{
	u64 t = threshold(s, want_pages, max_runs);
	struct tally all = longer(s, t);
	struct tally left = { max_runs - all.runs, want_pages - all.pages };

	pick_all(s->run, s->count, t, left, out);
}
