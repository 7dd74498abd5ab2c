// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay STEPS [CLAIM]: runs the steps of a SPIN trail on the generated C of both machines.
 *
 * A step is a line that the model printed (model/env.pml):
 *     @ guest_ack 1 8 3 | 5 3 ...	a handler, its arguments, the machine's state after it
 *     @ own gathered 7			the environment chose these pages
 *     @ discard 2			the device discards this page
 *     = 0 7 0 0 0			gathered, offered, given, reserved and held after the step
 * Each handler is called in C, its effects are performed on a world of real pages, and state, page sets and what
 * travels between the machines are compared with SPIN's.  The guest writes every page that it may touch, and reads it back after each step.
 *
 * Exit status: 0 the C went where SPIN went and no page was lost; 3 the same, and it ends in the violation;
 * 1 the C went elsewhere; 2 the steps cannot be read.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core_gen.h"
#include "world_gen.h"

#define PAGES_REAL 4		/* pages of memory; a bit of a set each */
#define TEXT_BYTES 1024

/* What one machine has sent and the other has not read: the start of the reader's arguments, as traced. */
struct message {
	bool sent;
	char says[128];
};

struct play {
	struct guest g;
	struct host h;
	struct world own;
	unsigned int pages;			/* in this world */
	u64 in_use;				/* pages that the guest has written its pattern to */
	u64 wiped;				/* pages whose pattern is gone */
	u8 memory[PAGES_REAL][PAGE_BYTES];
	unsigned int step;
	bool differs;				/* what was read is not what was sent */
	bool reads_stats, reads_report;		/* the host, in this step */
	/* one of a kind in flight at most */
	struct message give, take, give_answer, take_answer, stats_answer, notice;
	char guest_text[TEXT_BYTES], host_text[TEXT_BYTES];	/* both states, as last traced */
};

__attribute__((format(printf, 2, 3)))
static void put(struct message *m, const char *says, ...)
{
	va_list args;

	va_start(args, says);
	m->sent = true;
	vsnprintf(m->says, sizeof(m->says), says, args);
	va_end(args);
}

/* Which message does this handler read? */
static struct message *read_by(struct play *p, const char *handler, size_t len)
{
	const struct { const char *handler; struct message *m; } reads[] = {
		{ "host_query", &p->give }, { "host_offer", &p->give }, { "host_commit", &p->give },
		{ "host_report", &p->give },
		{ "host_reclaim", &p->take },
		{ "guest_state", &p->give_answer }, { "guest_ack", &p->give_answer }, { "guest_done", &p->give_answer },
		{ "guest_reported", &p->give_answer },
		{ "guest_grant", &p->take_answer }, { "guest_stats_taken", &p->stats_answer },
		{ "guest_host", &p->notice }, { "guest_target", &p->notice }, { "guest_stats", &p->notice },
	};

	for (size_t i = 0; i < sizeof(reads) / sizeof(reads[0]); i++)
		if (strlen(reads[i].handler) == len && !strncmp(reads[i].handler, handler, len))
			return reads[i].m;
	return NULL;
}

/* "guest_ack seq=1 status=...": is that what was sent? */
static void compare_message(struct play *p, const char *line)
{
	size_t len = strcspn(line, " ");
	struct message *m = read_by(p, line, len);
	unsigned long long back, back_offered;
	char says[128];

	if (!m)
		return;
	snprintf(says, sizeof(says), "%s", line + len + 1);
	if (sscanf(says, "%*s back_extents=%*u back_pages=%llu back_offered_pages=%llu", &back, &back_offered) == 2)
		sprintf(strchr(says, ' '), " pages=%llu", back + back_offered);
	if (!m->sent || strncmp(says, m->says, strlen(m->says))) {
		printf("     DIFFERS: it reads \"%s\", and what was sent is \"%s\"\n", says, m->sent ? m->says : "nothing");
		p->differs = true;
	}
	m->sent = false;
}

static bool trace_wanted(void *ctx)
{
	(void)ctx;
	return true;
}

/* Copies the fields of a state that say something: not those that are zero, nor what never changes. */
static void short_state(char *to, const char *from, size_t len)
{
	static const char *const still[] = { "total_pages=", "ttl_ms=", "grant_ms=", "target_pages=255" };
	size_t used = 0;

	while (len) {
		size_t n = strcspn(from, " |"), i;
		bool tell = n > 2 && !(from[n - 1] == '0' && from[n - 2] == '=');

		for (i = 0; i < sizeof(still) / sizeof(still[0]); i++)
			tell = tell && strncmp(from, still[i], strlen(still[i]));
		if (tell && used + n + 2 < TEXT_BYTES)
			used += (size_t)snprintf(to + used, TEXT_BYTES - used, "%s%.*s", used ? " " : "", (int)n, from);
		n = n < len ? n + 1 : len;
		from += n;
		len -= n;
	}
	to[used] = 0;
}

/* "guest_ack seq=1 ... | give=... | fx_...": the step, then both machines' states below it. */
static void trace_line(void *ctx, const char *line)
{
	struct play *p = ctx;
	const char *state = strstr(line, " | "), *effects = state ? strstr(state + 3, " | ") : NULL;

	if (!effects) {
		printf("%3u  %s\n", p->step, line);
		return;
	}
	compare_message(p, line);
	if (!strncmp(line, "host_reset", 10))
		p->give = p->take = p->give_answer = p->take_answer = p->stats_answer = p->notice = (struct message){ 0 };
	short_state(strncmp(line, "guest", 5) ? p->host_text : p->guest_text, state + 3, (size_t)(effects - state - 3));
	printf("%3u  %.*s -> %s\n", p->step, (int)(state - line), line, effects + 3);
	printf("       guest  %s\n       host   %s\n", p->guest_text, p->host_text);
}

/* The model's calls keep what the contracts require, or the model is wrong. */
static void required(bool holds, const char *what)
{
	if (!holds) {
		printf("DIFFERS: a step is made without %s\n", what);
		exit(1);
	}
}
#define AEROSTAT_REQUIRED(holds, what)	required(holds, what)

#include "guest_text_gen.h"
#include "host_text_gen.h"
#include "guest_call_gen.h"
#include "host_call_gen.h"
#include "play_gen.h"

/* --- effects: the page sets by what the spec says, messages into their places --- */

#define SETS(effect) void fx_##effect(void *ctx) { world_##effect(&((struct play *)ctx)->own); }
SETS(release_gathered)
SETS(release_offered)
SETS(keep_offered)
SETS(release_given)
SETS(absorb_grant)
SETS(drop_reserved)
SETS(reserve)
SETS(hold)
SETS(grant)
SETS(drop_held)

void fx_send_query(void *ctx, u32 seq)
{
	put(&((struct play *)ctx)->give, "seq=%u", seq);
}

static void put_offer(struct play *p, u32 seq, u64 sent_at_ms, u32 ttl_ms, u64 pages)
{
	put(&p->give, "seq=%u sent_at_ms=%llu ttl_ms=%u pages=%llu", seq, (unsigned long long)sent_at_ms, ttl_ms,
	    (unsigned long long)pages);
}

void fx_send_offer(void *ctx, u32 seq, u64 sent_at_ms, u32 ttl_ms, u64 pages)
{
	struct play *p = ctx;

	world_send_offer(&p->own);
	put_offer(p, seq, sent_at_ms, ttl_ms, pages);
}

void fx_offer_isolated(void *ctx, u32 seq, u64 sent_at_ms, u32 ttl_ms, u64 pages)
{
	struct play *p = ctx;

	world_offer_isolated(&p->own);
	put_offer(p, seq, sent_at_ms, ttl_ms, pages);
}

void fx_send_commit(void *ctx, u32 seq)
{
	put(&((struct play *)ctx)->give, "seq=%u", seq);
}

void fx_send_report(void *ctx, u32 seq)
{
	put(&((struct play *)ctx)->give, "seq=%u", seq);
}

void fx_send_reclaim(void *ctx, u32 take_seq, u64 want_pages, u64 near_addr, u32 fit_extents, u32 grant_ms)
{
	(void)near_addr, (void)fit_extents, (void)grant_ms;
	put(&((struct play *)ctx)->take, "seq=%u want_pages=%llu", take_seq, (unsigned long long)want_pages);
}

static void answer(struct message *m, enum status status, u32 seq, enum host_state state)
{
	put(m, "seq=%u status=%s state=%s", seq, guest_text_status(status), guest_text_host_state(state));
}

/* The trail says which message the host is reading; of some answers the guest reads the state alone. */
void fx_reply(void *ctx, enum status status, u32 seq, enum host_state state, u64 now_ms)
{
	struct play *p = ctx;

	(void)now_ms;
	if (p->reads_stats)
		put(&p->stats_answer, "state=%s", guest_text_host_state(state));
	else if (p->reads_report)
		put(&p->give_answer, "state=%s", guest_text_host_state(state));
	else
		answer(&p->give_answer, status, seq, state);
}

void fx_reply_commit(void *ctx, enum status status, u32 seq, enum host_state state, u64 now_ms)
{
	(void)now_ms;
	answer(&((struct play *)ctx)->give_answer, status, seq, state);
}

/* Of the answer to a report the guest reads the state alone. */
void fx_reply_report(void *ctx, enum status status, u32 seq, enum host_state state, u64 now_ms)
{
	struct play *p = ctx;

	(void)status, (void)seq, (void)now_ms;
	world_reply_report(&p->own);
	put(&p->give_answer, "state=%s", guest_text_host_state(state));
}

void fx_reply_grant(void *ctx, enum status status, u32 seq, enum host_state state, u64 pick_pages, u64 now_ms)
{
	(void)status, (void)seq, (void)now_ms;
	put(&((struct play *)ctx)->take_answer, "state=%s pages=%llu", guest_text_host_state(state),
	    (unsigned long long)pick_pages);
}

void fx_notice(void *ctx, enum notice notice, enum host_state state, u64 target_pages, u64 now_ms)
{
	struct play *p = ctx;

	(void)now_ms;
	if (notice == NOTICE_STATE)
		put(&p->notice, "state=%s", guest_text_host_state(state));
	else if (notice == NOTICE_TARGET)
		put(&p->notice, "target_pages=%llu", (unsigned long long)target_pages);
	else
		put(&p->notice, "%s", "");
}

/* These start what a later step of the trail does. */
void fx_gather(void *ctx, u64 want_pages) { (void)ctx, (void)want_pages; }
void fx_send_stats(void *ctx) { (void)ctx; }
void fx_warn_overdue(void *ctx, u32 take_seq) { (void)ctx, (void)take_seq; }
void fx_discard(void *ctx) { (void)ctx; }
void fx_publish_stats(void *ctx) { (void)ctx; }
void fx_tell(void *ctx) { (void)ctx; }

/* --- the guest's use of its memory --- */

static u8 pattern(unsigned int page, size_t at)
{
	return (u8)(0x41 + page * 7 + at % 13);
}

static u64 free_pages(const struct play *p)
{
	return ((1ull << p->pages) - 1) & ~(p->own.gathered | p->own.offered | p->own.given);
}

/* Reads back every page that is still in use, and writes those that have come back to use. */
static void use_memory(struct play *p)
{
	for (unsigned int page = 0; page < p->pages; page++) {
		u64 bit = 1ull << page;
		size_t at;

		if (!(free_pages(p) & bit)) {
			p->in_use &= ~bit;
			continue;
		}
		if (!(p->in_use & bit)) {
			for (at = 0; at < PAGE_BYTES; at++)
				p->memory[page][at] = pattern(page, at);
			p->in_use |= bit;
			continue;
		}
		for (at = 0; at < PAGE_BYTES && p->memory[page][at] == pattern(page, at); at++)
			;
		if (at < PAGE_BYTES && !(p->wiped & bit)) {
			p->wiped |= bit;
			printf("     WIPED page %u: the guest is using it; byte %zu was 0x%02x and is 0x%02x\n",
			       page, at, pattern(page, at), p->memory[page][at]);
		}
	}
}

static void discard(struct play *p, u64 set)
{
	for (unsigned int page = 0; page < p->pages; page++) {
		if (!(set & (1ull << page)))
			continue;
		printf("%3u  the device discards page %u, which is %s\n", p->step, page,
		       free_pages(p) & (1ull << page) ? "IN USE in the guest" : "out of use");
		memset(p->memory[page], 0, PAGE_BYTES);
	}
}

/* --- steps --- */

static int environment_sets(struct play *p, const char *name, u64 value)
{
	if (!strcmp(name, "isolated"))
		p->own.isolated = value;
	else if (!strcmp(name, "gathered"))
		p->own.gathered = value;
	else if (!strcmp(name, "back"))
		p->own.back = value;
	else if (!strcmp(name, "incoming"))
		p->own.incoming = value;
	else if (!strcmp(name, "picked"))
		p->own.picked = value;
	else
		return -1;
	if (value)
		printf("%3u  the %s pages are %#llx\n", p->step, name, (unsigned long long)value);
	return 0;
}

static int compare_sets(const struct play *p, const unsigned long long *want)
{
	const struct { const char *name; u64 is; } set[] = {
		{ "gathered", p->own.gathered }, { "offered", p->own.offered }, { "given", p->own.given },
		{ "reserved", p->own.reserved }, { "held", p->own.held },
	};
	int differ = 0;

	for (size_t i = 0; i < sizeof(set) / sizeof(set[0]); i++) {
		if (set[i].is == want[i])
			continue;
		printf("     DIFFERS: %s pages are %#llx in C and %#llx in SPIN\n", set[i].name,
		       (unsigned long long)set[i].is, want[i]);
		differ = 1;
	}
	return differ;
}

/* Returns 0 when C and SPIN agree on this line, 1 when they do not, -1 when it cannot be read. */
static int play(struct play *p, const char *line)
{
	unsigned long long v[5];
	char name[32];

	if (sscanf(line, "= %llu %llu %llu %llu %llu", v, v + 1, v + 2, v + 3, v + 4) == 5)
		return compare_sets(p, v);
	p->step++;
	if (sscanf(line, "@ own %31s %llu", name, v) == 2)
		return environment_sets(p, name, v[0]);
	if (sscanf(line, "@ discard %llu", v) == 1) {
		discard(p, v[0]);
		return 0;
	}
	if (!strncmp(line, "@ forget", 8)) {
		printf("%3u  the device loses its reservation\n", p->step);
		p->h.resv = RESV_NONE;
		p->h.reserved_pages = 0;
		p->own.reserved = 0;
		return 0;
	}
	p->reads_stats = !strncmp(line, "@ host_stats ", 13);
	p->reads_report = !strncmp(line, "@ host_report ", 14);
	if (sscanf(line, "@ guest_init %llu", v) == 1) {
		if (!v[0] || v[0] > PAGES_REAL)
			return -1;
		p->pages = (unsigned int)v[0];
	}
	return play_line(p, line);
}

int main(int argc, char **argv)
{
	static struct play p;
	const char *claim = argc > 2 ? argv[2] : "the property";
	char line[TEXT_BYTES];
	int differ = 0;
	FILE *f;

	if (argc < 2 || !(f = fopen(argv[1], "r"))) {
		fprintf(stderr, "usage: replay STEPS [CLAIM]; cannot read %s\n", argc < 2 ? "nothing" : argv[1]);
		return 2;
	}
	while (fgets(line, sizeof(line), f)) {
		int r;

		line[strcspn(line, "\n")] = 0;
		r = play(&p, line);
		if (r < 0) {
			fprintf(stderr, "replay: %s: not a step: %s\n", argv[1], line);
			return 2;
		}
		differ |= r;
		if (line[0] == '@' && strncmp(line, "@ own", 5) && p.pages && p.h.resv)
			use_memory(&p);
	}
	fclose(f);
	if (!p.step) {
		fprintf(stderr, "replay: %s has no steps\n", argv[1]);
		return 2;
	}
	if (differ || p.differs) {
		printf("replay: the C and SPIN's model went different ways\n");
		return 1;
	}
	for (unsigned int page = 0; page < p.pages; page++) {
		u64 bit = 1ull << page;

		printf("     page %u: %s, %s%s\n", page,
		       p.own.given & bit ? "given" : p.own.offered & bit ? "offered" :
		       p.own.gathered & bit ? "gathered" : "in use in the guest",
		       p.own.held & bit ? "held by the device" : p.own.reserved & bit ? "reserved by the device" :
		       "not the device's", p.wiped & bit ? ": WIPED while in use" : "");
	}
	if (!p.wiped && !strcmp(claim, "not_wiped")) {
		printf("replay: %u steps as in SPIN, and no page in use was wiped: this is not the violation\n", p.step);
		return 1;
	}
	if (p.wiped)
		printf("replay: %u steps on the generated C, states and page sets as in SPIN; %s is violated: "
		       "the device has wiped a page that the guest is using\n", p.step, claim);
	else
		printf("replay: %u steps on the generated C, states and page sets as in SPIN, "
		       "where %s is violated; every page in use is intact\n", p.step, claim);
	return p.wiped ? 3 : 0;
}
