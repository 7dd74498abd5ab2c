// SPDX-License-Identifier: GPL-2.0-or-later
/* The model of vm.h. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vm.h"

static u64 min64(u64 a, u64 b) { return a < b ? a : b; }
static u64 above(u64 a, u64 b) { return a > b ? a - b : 0; }

u32 vm_random(struct vm *g, u32 below)
{
	g->rng ^= g->rng << 13;
	g->rng ^= g->rng >> 7;
	g->rng ^= g->rng << 17;
	return (g->rng >> 20) % below;
}

/* The lists. */

static void list_take(struct vm *g, struct list *l, u32 u)
{
	struct unit *unit = &g->unit[u];

	if (unit->prev != NONE)
		g->unit[unit->prev].next = unit->next;
	else
		l->head = unit->next;
	if (unit->next != NONE)
		g->unit[unit->next].prev = unit->prev;
	else
		l->tail = unit->prev;
	l->count--;
}

static void list_push(struct vm *g, struct list *l, u32 u)
{
	struct unit *unit = &g->unit[u];

	unit->prev = NONE;
	unit->next = l->head;
	if (l->head != NONE)
		g->unit[l->head].prev = u;
	else
		l->tail = u;
	l->head = u;
	l->count++;
}

u64 vm_file(const struct node *n) { return (u64)(n->inactive.count + n->active.count) * UNIT; }

/* Free memory. */

static void put_free(struct vm *g, struct node *n, u64 pages)
{
	n->free += pages;
	n->pieces = min64(n->free, n->pieces + pages * g->frag / 100);
}

static void got_free(struct vm *g, struct node *n, u64 pages)
{
	u64 most;

	n->free -= pages;
	n->pieces = above(n->pieces, pages);
	most = n->free - n->pieces;
	if (n->reported > most) {
		g->cost.moved += n->reported - most;
		n->reported = most;
	}
}

u64 vm_given(const struct vm *g)
{
	u64 sum = 0;

	for (u32 i = 0; i < g->nodes; i++)
		sum += g->node[i].given;
	return sum;
}

u64 vm_free_pages(const struct vm *g)
{
	u64 sum = 0;

	for (u32 i = 0; i < g->nodes; i++)
		sum += g->node[i].free;
	return sum;
}

u64 vm_available(const struct vm *g)
{
	u64 free = 0, high = 0, low = 0, file = 0;

	for (u32 i = 0; i < g->nodes; i++) {
		free += g->node[i].free;
		high += g->node[i].high;
		low += g->node[i].low;
		file += vm_file(&g->node[i]);
	}
	return above(free, high) + file - min64(file / 2, low);
}

/* Reclaim. */

/* As Linux keeps them: below 1 GiB as many inactive as active, from there on fewer. */
static void balance(struct vm *g, struct node *n)
{
	u64 all = n->active.count + n->inactive.count;
	u32 ratio = all < 1024 ? 1 : all < 10240 ? 3 : 5, u;

	while (n->active.count && n->inactive.count * ratio < n->active.count) {
		u = n->active.tail;
		list_take(g, &n->active, u);
		list_push(g, &n->inactive, u);
		g->unit[u].state = UNIT_INACTIVE;
	}
}

static void evict(struct vm *g, struct node *n, u32 u)
{
	struct unit *unit = &g->unit[u];

	list_take(g, unit->state == UNIT_ACTIVE ? &n->active : &n->inactive, u);
	unit->state = UNIT_OUT;
	unit->age = ++n->age;
	put_free(g, n, UNIT);
}

/* Clean inactive units, oldest first. */
static u64 reclaim_file(struct vm *g, struct node *n, u64 pages)
{
	u64 freed = 0;
	u32 looked = 0, u;

	while (freed < pages) {
		balance(g, n);
		u = n->inactive.tail;
		if (u == NONE || looked++ > 64 + pages / UNIT)
			break;
		if (g->unit[u].dirty) {		/* comes by again when it is written */
			list_take(g, &n->inactive, u);
			list_push(g, &n->inactive, u);
			continue;
		}
		evict(g, n, u);
		freed += UNIT;
	}
	return freed;
}

static u64 swap_free(const struct vm *g) { return g->swap_total - g->swap_used; }

/* From the largest program there. */
static u64 reclaim_anon(struct vm *g, u32 node, u64 pages)
{
	struct node *n = &g->node[node];
	struct program *p = NULL;
	u64 part;

	pages = min64(pages, swap_free(g));
	for (u32 i = 0; i < g->programs; i++)
		if (!p || g->program[i].size[node] > p->size[node])
			p = &g->program[i];
	if (!p)
		return 0;
	part = min64(pages, p->size[node]);
	p->size[node] -= part;
	p->swapped += part;
	if (p->shmem)
		n->shmem -= part;
	else
		n->anon -= part;
	g->swap_used += part;
	g->counts.pswpout += part;
	put_free(g, n, part);
	if (g->zram) {		/* compressed to a third, in memory */
		u64 third = min64(part / 3, n->free);

		got_free(g, n, third);
		n->kernel += third;
	}
	return part;
}

static u64 reclaim(struct vm *g, u32 node, u64 pages)
{
	struct node *n = &g->node[node];
	bool refaults = g->refaulted_ms && g->now_ms - g->refaulted_ms < 1000;
	bool short_of_file = n->inactive.count < 16 || (refaults && n->inactive.count < n->active.count);
	u64 freed = 0, anon = 0;

	if (swap_free(g) && short_of_file)
		anon = pages * g->swappiness / 200;
	if (anon)
		freed = reclaim_anon(g, node, anon);
	freed += reclaim_file(g, n, above(pages, freed));
	if (freed < pages && swap_free(g))
		freed += reclaim_anon(g, node, pages - freed);
	return freed;
}

/* Pages for somebody; fewer when there are no more. */
static u64 obtain_on(struct vm *g, u32 node, u64 pages)
{
	struct node *n = &g->node[node];
	u64 got = min64(pages, above(n->free, n->low));

	got_free(g, n, got);
	if (got == pages)
		return got;
	n->kswapd = true;
	g->short_nodes |= 1u << node;
	{
		u64 more = min64(pages - got, above(n->free, n->min));

		got_free(g, n, more);
		got += more;
	}
	if (got == pages)
		return got;
	g->counts.stalls[node]++;
	reclaim(g, node, pages - got + (n->low - n->min) / 4);
	{
		u64 more = min64(pages - got, above(n->free, n->min));

		got_free(g, n, more);
		got += more;
	}
	return got;
}

static u32 roomiest(const struct vm *g)
{
	return g->nodes > 1 && above(g->node[1].free, g->node[1].low) > above(g->node[0].free, g->node[0].low);
}

/* Says how many were had on each node. */
static u64 obtain(struct vm *g, int bound, u64 pages, u64 got[NODES])
{
	u32 node = bound >= 0 ? (u32)bound : roomiest(g), other = 1 - node;
	u64 easy;

	got[0] = got[1] = 0;
	if (bound < 0 && g->nodes > 1) {
		/* both above their low watermarks before either reclaims */
		easy = min64(pages, above(g->node[node].free, g->node[node].low));
		if (easy < pages) {
			got[other] = min64(pages - easy, above(g->node[other].free, g->node[other].low));
			got_free(g, &g->node[other], got[other]);
		}
	}
	got[node] = obtain_on(g, node, pages - got[other]);
	if (bound < 0 && g->nodes > 1 && got[0] + got[1] < pages)
		got[other] += obtain_on(g, other, pages - got[0] - got[1]);
	return got[0] + got[1];
}

/* Programs. */

static void shrink(struct vm *g, struct program *p, u64 pages)
{
	u64 part = min64(pages, p->swapped);

	p->swapped -= part;
	g->swap_used -= part;
	if (g->zram) {
		struct node *n = &g->node[0];
		u64 third = min64(part / 3, n->kernel);

		n->kernel -= third;
		put_free(g, n, third);
	}
	pages -= part;
	for (u32 i = 0; i < g->nodes && pages; i++) {
		part = min64(pages, p->size[i]);
		p->size[i] -= part;
		if (p->shmem)
			g->node[i].shmem -= part;
		else
			g->node[i].anon -= part;
		put_free(g, &g->node[i], part);
		pages -= part;
	}
}

static u64 resident(const struct program *p) { return p->size[0] + p->size[1]; }

/* An allocation had less than it wanted: it waits if the host has some, else somebody dies. */
static void wait_or_die(struct vm *g, struct program *p)
{
	if (vm_given(g)) {
		g->cost.waits += !g->waits && !g->waited;
		g->waits = true;
		g->cost.wait_ms += STEP_MS;
		return;
	}
	if (!p)
		return;
	g->cost.oom++;
	shrink(g, p, resident(p) + p->swapped);
	p->target = 0;
}

static void add(struct vm *g, struct program *p, const u64 got[NODES])
{
	for (u32 i = 0; i < g->nodes; i++) {
		p->size[i] += got[i];
		if (p->shmem)
			g->node[i].shmem += got[i];
		else
			g->node[i].anon += got[i];
	}
}

static bool run_program(struct vm *g, struct program *p)
{
	u64 size = resident(p) + p->swapped, step = p->rate ? p->rate * MIB * STEP_MS / 1000 : ~0ull, got[NODES], n;
	bool active = false;

	if (size < p->target) {
		n = min64(step, p->target - size);
		if (obtain(g, p->node, n, got) < n) {
			add(g, p, got);
			wait_or_die(g, p);
		} else {
			add(g, p, got);
		}
		active = true;
	} else if (size > p->target) {
		shrink(g, p, min64(step, size - p->target));
		active = true;
	}
	if (p->swapped && p->touch) {
		n = p->swapped * p->touch * STEP_MS / 1000000;
		n = n ? n : 1;
		if (obtain(g, p->node, n, got) < n)
			wait_or_die(g, NULL);
		n = got[0] + got[1];
		p->swapped -= n;
		g->swap_used -= n;
		g->counts.pswpin += n;
		for (u32 i = 0; i < g->nodes; i++)
			g->counts.refault_anon[i] += got[i];
		if (g->zram) {
			u64 third = min64(n / 3, g->node[0].kernel);

			g->node[0].kernel -= third;
			put_free(g, &g->node[0], third);
		}
		add(g, p, got);
		active = true;
	}
	return active;
}

/* Files. */

static void was_read(struct vm *g, u32 u, bool hit)
{
	u32 now = g->now_ms / 100;

	if (hit && now > g->read_at[u] && now < g->samples) {
		g->worth[g->read_at[u]]++;
		g->worth[now]--;
	}
	g->read_at[u] = now;
}

/* False: it has to wait, for the disk or for memory. */
static bool access_unit(struct vm *g, u32 u, bool write)
{
	struct unit *unit = &g->unit[u];
	struct node *n = &g->node[unit->node];
	u64 got[NODES];
	bool hit = unit->state != UNIT_OUT;

	if (unit->state == UNIT_INACTIVE) {
		list_take(g, &n->inactive, u);
		list_push(g, &n->active, u);
		unit->state = UNIT_ACTIVE;
		n->age++;
	} else if (unit->state == UNIT_ACTIVE) {
		/* reclaim gives it another round */
		list_take(g, &n->active, u);
		list_push(g, &n->active, u);
	} else {
		if (!write && g->disk_owed < 1000) {
			g->cost.io_ms += STEP_MS;
			return false;
		}
		if (obtain(g, -1, UNIT, got) < UNIT) {
			for (u32 i = 0; i < g->nodes; i++)
				put_free(g, &g->node[i], got[i]);
			wait_or_die(g, NULL);
			return false;
		}
		/* a unit is on one node: the one that had most */
		unit->node = got[1] > got[0];
		n = &g->node[unit->node];
		if (got[1 - unit->node]) {
			put_free(g, &g->node[1 - unit->node], got[1 - unit->node]);
			got_free(g, n, min64(n->free, got[1 - unit->node]));
		}
		if (!write) {
			g->disk_owed -= 1000;
			g->counts.pgpgin += UNIT;
		}
		unit->state = UNIT_INACTIVE;
		if (unit->age) {
			u32 distance = n->age + 1 - unit->age;

			g->counts.refault_file[unit->node] += UNIT;
			g->refaulted_ms = g->now_ms;
			if (distance <= n->active.count + n->inactive.count)
				unit->state = UNIT_ACTIVE;
		}
		list_push(g, unit->state == UNIT_ACTIVE ? &n->active : &n->inactive, u);
	}
	if (write && !unit->dirty) {
		unit->dirty = true;
		n->dirty += UNIT;
		if (!g->dirty_count)
			g->dirty_since_ms = g->now_ms;
		g->dirty_queue[(g->dirty_head + g->dirty_count++) % g->units] = u;
	}
	if (g->read_at)
		was_read(g, u, hit);
	g->cost.units_read++;
	return true;
}

static u64 dirty(const struct vm *g) { return g->node[0].dirty + g->node[1].dirty; }

static u64 dirtyable(const struct vm *g)
{
	u64 pages = 0;

	for (u32 i = 0; i < g->nodes; i++)
		pages += above(g->node[i].free, g->node[i].high) + vm_file(&g->node[i]);
	return pages;
}

static u32 zipf(struct vm *g, u32 units)
{
	double r = (vm_random(g, 1u << 20) + 0.5) / (1u << 20);
	u32 rank = exp(r * log(units + 1.0)) - 1;

	return rank < units ? rank : units - 1;
}

static bool run_reader(struct vm *g, struct reader *r)
{
	struct file *f = &g->file[r->file];
	u32 u;

	r->owed += r->rate * STEP_MS;
	while (r->on && r->owed >= 1000) {
		/* a writer waits from halfway between the background limit and the dirty limit */
		if (r->write && dirty(g) > dirtyable(g) * THROTTLE_PCT / 100) {
			g->cost.throttled_ms += STEP_MS;
			r->owed = 0;
			break;
		}
		u = r->zipf ? f->by_rank[zipf(g, f->units)] : r->pos;
		if (!access_unit(g, f->first + u, r->write)) {
			r->owed = 0;
			break;
		}
		r->owed -= 1000;
		if (!r->zipf && ++r->pos >= r->to) {
			r->pos = r->from;
			if (!--r->times)
				r->on = false;
		}
	}
	if (r->zipf && g->now_ms >= r->until_ms)
		r->on = false;
	return true;
}

static bool write_back(struct vm *g)
{
	bool begin = dirty(g) > dirtyable(g) / 10 || g->now_ms - g->dirty_since_ms > 30000;

	if (!g->dirty_count)
		return false;
	if (!begin)
		return true;
	g->write_owed += g->disk * STEP_MS;
	while (g->write_owed >= 1000 && g->dirty_count) {
		u32 u = g->dirty_queue[g->dirty_head];

		g->dirty_head = (g->dirty_head + 1) % g->units;
		g->dirty_count--;
		g->unit[u].dirty = false;
		g->node[g->unit[u].node].dirty -= UNIT;
		g->counts.pgpgout += UNIT;
		g->write_owed -= 1000;
	}
	return true;
}

/* Moving pages. */

/* Free blocks of 2 MiB beyond what is to stay; then, if allowed, what compaction and reclaim make. */
u64 vm_give(struct vm *g, u32 node, u64 pages, u64 leave_free, enum give_how how)
{
	struct node *n = &g->node[node];
	u64 blocks, n1, freed;

	leave_free = leave_free > n->high ? leave_free : n->high;
	if (how == GIVE_FREE) {
		blocks = n->free - n->pieces;
		n1 = min64(pages, min64(blocks, above(n->free, leave_free)));
	} else {
		if (above(n->free, n->pieces) < pages)
			n->pieces -= n->pieces * 7 / 8;		/* compaction */
		if (how == GIVE_DROP)
			freed = reclaim_file(g, n, above(pages, above(n->free, leave_free)));
		else
			freed = reclaim(g, node, above(pages, above(n->free, leave_free)));
		n->pieces -= min64(n->pieces, freed);
		n1 = min64(pages, above(n->free, leave_free));
	}
	n1 -= n1 % BLOCK;
	n->free -= n1;
	n->pieces = min64(n->pieces, n->free);
	n->reported = min64(n->reported, n->free - n->pieces);	/* the host has those anyway */
	n->given += n1;
	g->cost.moved += n1;
	g->giving_until_ms = g->now_ms + n1 * 1000 / (GIVE_MIB_S * MIB);
	return n1;
}

/* One request at a time: one that is under way is as large as the larger of both. */
void vm_ask(struct vm *g, u32 node, u64 pages)
{
	struct take *t = &g->take[node];

	pages = min64(pages, g->node[node].given);
	if (!pages)
		return;
	if (!t->left)
		t->from_ms = g->now_ms + REACT_MS;
	t->left = pages > t->left ? pages : t->left;
}

static bool take_back(struct vm *g)
{
	u64 budget = TAKE_MIB_S * MIB * STEP_MS / 1000, part;
	bool active = false;

	for (u32 i = 0; i < g->nodes; i++) {
		struct take *t = &g->take[i];
		struct node *n = &g->node[i];

		if (!t->left)
			continue;
		active = true;
		if (g->now_ms < t->from_ms)
			continue;
		part = min64(min64(budget, t->left), n->given);
		n->given -= part;
		n->free += part;
		budget -= part;
		t->left -= part;
		g->cost.moved += part;
		if (!n->given)
			t->left = 0;
	}
	return active;
}

/* Of the cache, for a peer that does so. */
u64 vm_drop(struct vm *g, u32 node, u64 pages) { return reclaim_file(g, &g->node[node], pages); }

/* Time. */

static void pass(struct vm *g, u64 ms)
{
	u64 given = vm_given(g), avail = vm_available(g), total = 0, reported = 0;

	for (u32 i = 0; i < g->nodes; i++) {
		total += g->node[i].total;
		reported += g->node[i].reported;
	}
	g->cost.now_resident = total - given - reported;
	g->cost.resident += (double)g->cost.now_resident * ms;
	if (given >= 8 * MIB) {
		if (avail * 10 < total - given)
			g->cost.line_ms += ms;
		if (avail * 10 < total)
			g->cost.line17_ms += ms;
	}
	g->now_ms += ms;
}

void vm_step(struct vm *g)
{
	bool active = take_back(g);
	u32 i;

	g->short_nodes = 0;
	g->waited = g->waits;
	g->waits = false;
	g->disk_owed = min64(g->disk_owed + g->disk * STEP_MS, 4000 + g->disk * STEP_MS);
	for (i = 0; i < g->programs; i++)
		active |= run_program(g, &g->program[i]);
	for (i = 0; i < READERS; i++)
		if (g->reader[i].on)
			active |= run_reader(g, &g->reader[i]);
	active |= write_back(g);
	for (i = 0; i < g->nodes; i++) {
		struct node *n = &g->node[i];

		if (n->kswapd) {
			g->short_nodes |= 1u << i;
			if (!reclaim(g, i, min64(above(n->high, n->free), 20 * MIB)) || n->free >= n->high)
				n->kswapd = false;
			active = true;
		}
	}
	g->active = active;
	pass(g, STEP_MS);
}

void vm_skip(struct vm *g, u64 ms)
{
	if (ms)
		pass(g, ms);
}

static u64 sqrt64(u64 x) { return (u64)sqrt((double)x); }

/* The watermarks, as Linux with transparent huge pages has them. */
void vm_start(struct vm *g)
{
	u32 i, u;

	g->unit = calloc(g->units ? g->units : 1, sizeof(*g->unit));
	g->dirty_queue = calloc(g->units ? g->units : 1, sizeof(*g->dirty_queue));
	for (i = 0; i < g->nodes; i++) {
		struct node *n = &g->node[i];
		u64 all = n->total * g->nodes, min_kib = sqrt64(all * 4 * 16), huge_kib = 66 * 1024;

		if (huge_kib > all * 4 / 20)
			huge_kib = all * 4 / 20;
		min_kib = min_kib > huge_kib ? min_kib : huge_kib;
		n->min = min_kib / 4 / g->nodes;
		n->low = n->min * 5 / 4;
		n->high = n->min * 3 / 2;
		n->inactive = n->active = (struct list){ NONE, NONE, 0 };
		n->free = n->total - n->kernel;
		n->pieces = n->kernel / 10;
	}
	for (i = 0; i < g->files; i++) {
		struct file *f = &g->file[i];

		f->by_rank = calloc(f->units, sizeof(u32));
		for (u = 0; u < f->units; u++)
			f->by_rank[u] = u;
		for (u = f->units - 1; u > 0; u--) {
			u32 other = vm_random(g, u + 1), t = f->by_rank[u];

			f->by_rank[u] = f->by_rank[other];
			f->by_rank[other] = t;
		}
	}
}

bool vm_sound(const struct vm *g)
{
	u64 size[NODES] = { 0 }, swapped = 0, units[NODES] = { 0 }, dirty[NODES] = { 0 };
	bool sound = true;
	u32 i, n;

	for (i = 0; i < g->programs; i++) {
		swapped += g->program[i].swapped;
		for (n = 0; n < g->nodes; n++)
			size[n] += g->program[i].size[n];
	}
	for (i = 0; i < g->units; i++) {
		units[g->unit[i].node] += g->unit[i].state != UNIT_OUT;
		dirty[g->unit[i].node] += g->unit[i].dirty ? UNIT : 0;
		sound &= !g->unit[i].dirty || g->unit[i].state != UNIT_OUT;
	}
	for (n = 0; n < g->nodes; n++) {
		const struct node *node = &g->node[n];

		sound &= node->kernel + node->anon + node->shmem + node->free + node->given + vm_file(node) == node->total &&
			 node->anon + node->shmem == size[n] && vm_file(node) == units[n] * UNIT && node->dirty == dirty[n] &&
			 node->pieces <= node->free && node->reported <= node->free - node->pieces;
	}
	return sound && swapped == g->swap_used && swapped <= g->swap_total;
}

void vm_free(struct vm *g)
{
	free(g->unit);
	free(g->dirty_queue);
	for (u32 i = 0; i < g->files; i++)
		free(g->file[i].by_rank);
	free(g->read_at);
	free(g->worth);
}
