// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay [OPTION]... LOAD...: plays loads against policies, and prints what each policy cost.
 *
 *   -policy NAME		only this one (and static, which others are compared with)
 *   -without SIGNAL		the adaptive policy without one of: refaults swaps stalls sensor line dirty hold burst cold
 *   -set RULE=VALUE		another value of one of the adaptive policy's rules (replay -rules lists them)
 *   -tsv			tab-separated, for a program
 *   -trace POLICY		instead: what the guest has over time with that policy, one line each 100 ms
 *
 * Columns: moved        MiB given, reported and taken back; and the same as multiples of memory
 *          footprint    GiB times minutes at the host, and the mean in MiB
 *          reread       MiB read from the disk beyond static
 *          waits, wait  allocations that waited for the host, and ms
 *          swapout      MiB beyond static;  oom: programs killed beyond static
 *          throttled    ms of writers at the dirty limit, beyond static
 *          io           ms of readers waiting for the disk, beyond static
 *          line         seconds with less than 10 % of what the guest has available, and the host holding pages:
 *                       earlyoom 1.8, or 1.7 with adjust_memtotal=1
 *          line17       the same of all memory: earlyoom 1.7 with adjust_memtotal=0
 *          residue      MiB at the host at the end beyond programs and kernel
 *          cost         GiB s of footprint, and 5 s for each GiB moved: optimal-10s has the least
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "load.h"
#include "optimal.h"
#include "player.h"

struct result {
	const char *policy;
	double moved_mib, moved_x, gib_min, mean_mib, reread_mib, line_s, line17_s, residue_mib, swapout_mib;
	double throttled_ms, io_ms;
	double waits, wait_ms, oom;
	double read_mib, cost;		/* GiB s of footprint and 5 s for each GiB moved: what optimal-10s has least */
};

static const char *only, *trace;
static bool tsv;
static struct place_rules rules;
static struct without without;
static u64 all_looks;
static double all_seconds;

static double cpu_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static u64 total_of(const struct vm *g) { return g->node[0].total + g->node[1].total; }

static u64 used(const struct vm *g)
{
	u64 pages = 0;

	for (u32 i = 0; i < g->nodes; i++)
		pages += g->node[i].kernel + g->node[i].anon + g->node[i].shmem;
	return pages;
}

static void note_need(const struct vm *g, u32 *need, u64 from_ms)
{
	u64 high = 0, dirty = 0, pages, limit;
	u32 t;

	for (u32 i = 0; i < g->nodes; i++) {
		high += g->node[i].high;
		dirty += g->node[i].dirty;
	}
	pages = used(g) + high + dirty;
	/* the writers' own cache is part of what the limit is a part of */
	limit = used(g) + high + (g->cost.throttled_ms ? dirty : dirty * 100 / THROTTLE_PCT);
	pages = pages > limit ? pages : limit;
	pages = pages < total_of(g) ? pages : total_of(g);
	for (t = from_ms / SAMPLE_MS; t <= (g->now_ms - 1) / SAMPLE_MS && t < g->samples; t++)
		if (need[t] < pages)
			need[t] = pages;
}

static void print_trace(const struct vm *g, const struct player *p)
{
	u64 file = 0, free = 0;

	for (u32 i = 0; i < g->nodes; i++) {
		file += vm_file(&g->node[i]);
		free += g->node[i].free;
	}
	printf("%.1f\t%llu\t%llu\t%llu\t%llu\t%llu\t%llu\n", g->now_ms / 1000.0, (unsigned long long)(g->cost.now_resident / MIB),
	       (unsigned long long)(used(g) / MIB), (unsigned long long)(file / MIB), (unsigned long long)(free / MIB),
	       (unsigned long long)(vm_available(g) / MIB), (unsigned long long)(p->place[0].fresh.pace_ms / 1000));
}

/* Plays; with @need it also notes what the guest needed. */
static void play(const struct load *load, struct player *p, struct vm *g, u32 **need)
{
	struct event *event = calloc(load->events + 1, sizeof(*event));
	u64 next_event = 0, next_look = 0, from, to, looked = 0, traced = 0;
	double begin = cpu_s();

	load_start(load, g, event);
	if (need) {
		g->samples = g->until_ms / SAMPLE_MS + 1;
		*need = calloc(g->samples, sizeof(**need));
		g->read_at = calloc(g->units + 1, sizeof(*g->read_at));
		g->worth = calloc(g->samples, sizeof(*g->worth));
	}
	p->start(p, g);
	while (g->now_ms < g->until_ms) {
		if (next_event <= g->now_ms)
			next_event = load_due(load, g, event);
		from = g->now_ms;
		if (g->active) {
			vm_step(g);
			if (g->active && !g->timer_ms && p->rules.soon_ms && looked + p->rules.soon_ms < next_look)
				next_look = looked + p->rules.soon_ms;
		} else {
			to = next_event < next_look ? next_event : next_look;
			to = to < g->until_ms ? to : g->until_ms;
			vm_skip(g, to > from ? (to - from + STEP_MS - 1) / STEP_MS * STEP_MS : 0);
		}
		if (need && g->now_ms > from)
			note_need(g, *need, from);
		if (g->short_nodes || g->waits) {
			p->looks++;
			to = p->look(p, g, true);
			next_look = to < next_look ? to : next_look;
			g->short_nodes = 0;
			looked = g->now_ms;
		}
		if (g->now_ms >= next_look) {
			p->looks++;
			next_look = p->look(p, g, false);
			looked = g->now_ms;
		}
		if (next_look < looked + g->timer_ms)
			next_look = looked + g->timer_ms;
		g->active |= g->take[0].left || g->take[1].left;
		if (trace && !strcmp(trace, p->name) && g->now_ms >= traced) {
			print_trace(g, p);
			traced = g->now_ms + SAMPLE_MS;
		}
	}
	if (!vm_sound(g)) {
		fprintf(stderr, "replay: %s with %s: the guest model has lost pages\n", load->name, p->name);
		exit(3);
	}
	if (!strcmp(p->name, "adaptive")) {
		all_looks += p->looks;
		all_seconds += cpu_s() - begin;
	}
	free(event);
}

static struct result result_of(const char *name, const struct vm *g, const struct vm *base)
{
	const struct cost *c = &g->cost, *b = &base->cost;

	return (struct result){
		.policy = name,
		.moved_mib = (double)c->moved / MIB,
		.moved_x = (double)c->moved / total_of(g),
		.gib_min = c->resident / MIB / 1024 / 60000,
		.mean_mib = c->resident / MIB / g->until_ms,
		.reread_mib = ((double)g->counts.pgpgin - base->counts.pgpgin) / MIB,
		.swapout_mib = ((double)g->counts.pswpout - base->counts.pswpout) / MIB,
		.throttled_ms = (double)c->throttled_ms - b->throttled_ms,
		.io_ms = (double)c->io_ms - b->io_ms,
		.waits = c->waits, .wait_ms = c->wait_ms,
		.oom = (double)c->oom - b->oom,
		.line_s = c->line_ms / 1000.0, .line17_s = c->line17_ms / 1000.0,
		.residue_mib = ((double)c->now_resident - used(g)) / MIB,
		.read_mib = (double)g->counts.pgpgin / MIB,
		.cost = c->resident / MIB / 1024 / 1000 + 5.0 * c->moved / MIB / 1024,
	};
}

static struct result result_of_schedule(const char *name, struct schedule s, const struct vm *base)
{
	return (struct result){
		.policy = name,
		.moved_mib = (double)s.moved / MIB, .moved_x = (double)s.moved / total_of(base),
		.gib_min = s.resident_ms / MIB / 1024 / 60000, .mean_mib = s.resident_ms / MIB / base->until_ms,
		.residue_mib = ((double)s.end - used(base)) / MIB,
		.read_mib = (double)base->counts.pgpgin / MIB,
		.cost = s.resident_ms / MIB / 1024 / 1000 + 5.0 * s.moved / MIB / 1024,
	};
}

static void print_head(void)
{
	if (tsv)
		printf("load\tpolicy\tmoved_mib\tmoved_x\tgib_min\tmean_mib\treread_mib\twaits\twait_ms\tswapout_mib\toom\tthrottled_ms\tio_ms\tline_s\tline17_s\tresidue_mib\tread_mib\tcost\n");
	else
		printf("%-14s %-12s %8s %6s %8s %6s %7s %5s %6s %7s %3s %6s %7s %6s %7s %7s %7s\n", "load", "policy", "moved", "x", "GiBmin",
		       "mean", "reread", "waits", "wait", "swapout", "oom", "thrott", "io", "line", "line17", "residue", "cost");
}

static void print(const char *load, const struct result *r)
{
	printf(tsv ? "%s\t%s\t%.0f\t%.2f\t%.3f\t%.0f\t%.0f\t%.0f\t%.0f\t%.0f\t%.0f\t%.0f\t%.0f\t%.1f\t%.1f\t%.0f\t%.0f\t%.0f\n"
		   : "%-14s %-12s %8.0f %6.2f %8.2f %6.0f %7.0f %5.0f %6.0f %7.0f %3.0f %6.0f %7.0f %6.1f %7.1f %7.0f %7.0f\n",
	       load, r->policy, r->moved_mib, r->moved_x, r->gib_min, r->mean_mib, r->reread_mib, r->waits, r->wait_ms, r->swapout_mib,
	       r->oom, r->throttled_ms, r->io_ms, r->line_s, r->line17_s, r->residue_mib, tsv ? r->read_mib : r->cost, r->cost);
}

/* The guest's need, with the units of the cache that are worth keeping. */
static void print_optimal(const struct load *load, struct vm *base, u32 *need)
{
	u32 *copy = calloc(base->samples, sizeof(*copy)), samples = base->until_ms / SAMPLE_MS;
	struct result r;
	int worth = 0;

	for (u32 t = 0; t < samples; t++) {
		worth += base->worth[t];
		need[t] += worth * UNIT;
		need[t] = need[t] < total_of(base) ? need[t] : total_of(base);
	}
	memcpy(copy, need, samples * sizeof(*copy));
	r = result_of_schedule("optimal", optimal(need, samples, total_of(base), 0), base);
	print(load->name, &r);
	r = result_of_schedule("optimal-10s", optimal(copy, samples, total_of(base), 10000), base);
	print(load->name, &r);
	free(copy);
}

static void replay(const struct load *load)
{
	struct player *p = malloc(sizeof(*p));
	struct vm base, g;
	u32 *need = NULL;
	struct result r;

	for (unsigned int i = 0; i < players_count; i++) {
		*p = players[i];
		if (!strcmp(p->name, "adaptive") || !strcmp(p->name, "combined")) {
			p->rules = rules;
			p->without = without;
		}
		if (i == 0) {
			play(load, p, &base, &need);
		} else if (!only || !strcmp(only, p->name)) {
			play(load, p, &g, NULL);
		} else {
			continue;
		}
		r = result_of(p->name, i ? &g : &base, &base);
		if (!trace)
			print(load->name, &r);
		if (i)
			vm_free(&g);
	}
	if (!trace)
		print_optimal(load, &base, need);
	vm_free(&base);
	free(need);
	free(p);
}

static const struct { const char *name; size_t at; } rule[] = {
#define RULE(field) { #field, offsetof(struct place_rules, field) }
	RULE(headroom.react_ms), RULE(headroom.life_ms), RULE(headroom.times), RULE(headroom.least_shift), RULE(headroom.most_shift),
	RULE(hold.first_ms), RULE(hold.most_ms), RULE(hold.soon),
	RULE(fresh.pace_ms), RULE(fresh.slowest), RULE(fresh.wait_ms), RULE(fresh.wait_most_ms), RULE(fresh.times), RULE(fresh.bear_shift),
	RULE(fresh.least_pages), RULE(proven.pace_ms), RULE(proven.slowest), RULE(proven.wait_ms), RULE(proven.wait_most_ms),
	RULE(proven.times), RULE(proven.bear_shift), RULE(proven.least_pages), RULE(grown_ms), RULE(grown_shift),
	RULE(owed_ms), RULE(line_pct), RULE(dirty_times), RULE(begin_shift), RULE(quantum_shift), RULE(hurry_shift), RULE(growth_shift), RULE(soon_ms), RULE(late_ms),
};

static u32 *rule_at(unsigned int i) { return (u32 *)((char *)&rules + rule[i].at); }

static bool set_rule(const char *text)
{
	const char *value = strchr(text, '=');

	for (unsigned int i = 0; value && i < sizeof(rule) / sizeof(rule[0]); i++)
		if (strlen(rule[i].name) == (size_t)(value - text) && !strncmp(text, rule[i].name, value - text)) {
			*rule_at(i) = strtoul(value + 1, NULL, 10);
			return true;
		}
	return false;
}

static bool take_away(const char *name)
{
	const struct { const char *name; bool *flag; } signal[] = {
		{ "refaults", &without.refaults }, { "swaps", &without.swaps }, { "stalls", &without.stalls },
		{ "sensor", &without.sensor }, { "line", &without.line }, { "dirty", &without.dirty }, { "hold", &without.hold },
		{ "burst", &without.burst }, { "cold", &without.cold },
	};

	for (unsigned int i = 0; i < sizeof(signal) / sizeof(signal[0]); i++)
		if (!strcmp(name, signal[i].name))
			return *signal[i].flag = true;
	return false;
}

int main(int argc, char **argv)
{
	struct load *load = malloc(sizeof(*load));
	bool ok = true, head = false;

	rules = place_usual;
	for (int i = 1; i < argc && ok; i++) {
		const char *value = i + 1 < argc ? argv[i + 1] : "";

		if (!strcmp(argv[i], "-tsv")) {
			tsv = true;
		} else if (!strcmp(argv[i], "-rules")) {
			for (unsigned int j = 0; j < sizeof(rule) / sizeof(rule[0]); j++)
				printf("%s=%u\n", rule[j].name, *rule_at(j));
		} else if (argv[i][0] == '-') {
			i++;
			if (!strcmp(argv[i - 1], "-policy"))
				only = value;
			else if (!strcmp(argv[i - 1], "-trace"))
				only = trace = value;
			else
				ok = !strcmp(argv[i - 1], "-without") ? take_away(value) : !strcmp(argv[i - 1], "-set") && set_rule(value);
			if (!ok)
				fprintf(stderr, "replay: %s %s: see the top of tests/policy/replay.c\n", argv[i - 1], value);
		} else if ((ok = load_read(load, argv[i]))) {
			if (!head && !trace)
				print_head();
			head = true;
			replay(load);
			free(load->event);
		}
	}
	if (all_looks && !trace)
		fprintf(stderr, "adaptive: %llu looks in %.3f s of CPU: %.2f million a second\n", (unsigned long long)all_looks, all_seconds,
			all_looks / all_seconds / 1e6);
	free(load);
	return !ok;
}
