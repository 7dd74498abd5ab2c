// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs what was generated from good/spec.pml: handlers, effects, traces, replay lines, page sets, lockstep, messages. */
#include <stdbool.h>
#include <stdlib.h>

#include "core_gen.h"
#include "world_gen.h"
#include "../test.h"

struct play {
	struct guest g;
	struct host h;
	struct world own;
	char said[1024];		/* the last trace */
	char did[256];		/* effects */
};

static bool trace_wanted(void *ctx)
{
	return ctx;
}

static void trace_line(void *ctx, const char *line)
{
	struct play *p = ctx;

	snprintf(p->said, sizeof(p->said), "%s", line);
}

static unsigned int missed;
#define AEROSTAT_REQUIRED(holds, what)	(missed += !(holds))

#include "guest_text_gen.h"
#include "host_text_gen.h"
#include "guest_call_gen.h"
#include "host_call_gen.h"
#include "play_gen.h"

static void note(struct play *p, const char *what)
{
	strncat(p->did, what, sizeof(p->did) - strlen(p->did) - 1);
}

void fx_take_all(void *ctx)
{
	struct play *p = ctx;

	world_take_all(&p->own);
	note(p, "take_all ");
}

void fx_share(void *ctx, u32 serial, enum mood mood)
{
	char what[64];

	world_share(&((struct play *)ctx)->own);
	snprintf(what, sizeof(what), "share(%u,%d) ", serial, mood);
	note(ctx, what);
}

void fx_shout(void *ctx)
{
	note(ctx, "shout ");
}

static void test_handlers(void)
{
	struct play p = { .own = { .mine = 1, .theirs = 6 } };

	call_guest_init(&p, &p.g);
	must(p.g.mood == CALM && p.g.weight == NEVER && p.g.high == 7 && !p.g.open && !*p.did);
	must(!strcmp(p.said, "guest_init | mood=CALM serial=0 weight=18446744073709551615 low=0 high=7 open=0 | -"));
	done("assignments, and the trace of a handler without effects");

	call_guest_step(&p, &p.g, ASLEEP, 9, 100);
	must(p.g.mood == ANGRY && p.g.serial == 1);
	must(!strcmp(p.did, "take_all share(1,3) "));
	must(!strcmp(p.said, "guest_step mood=ASLEEP serial=9 now_ms=100 | mood=ANGRY serial=1 "
			     "weight=18446744073709551615 low=0 high=7 open=0 | fx_take_all,fx_share"));
	done("a switch, &&, ||, and two effects with their arguments, in order");
	must(p.own.mine == 7 && p.own.theirs == 0);
	done("what effects do to the page sets");

	*p.did = 0;
	p.g.low = 1;
	call_guest_step(&p, &p.g, ANGRY, 9, 100);
	must(p.g.mood == ANGRY && !p.g.open && p.g.low == 2 && !*p.did && strstr(p.said, "open=0 | -"));
	done("a chain of else if, and arithmetic on 16 bits");

	call_guest_step(&p, &p.g, CALM, 1, 3);
	must(p.g.open && p.g.serial == 2 && !strcmp(p.did, "share(2,1) "));
	done("a negated guard");

	*p.did = 0;
	p.g.serial = SERIAL_LAST;
	p.g.open = true;
	p.g.mood = ASLEEP;
	call_guest_step(&p, &p.g, CALM, 1, 3);
	must(p.g.serial == SERIAL_LAST && !strcmp(p.did, "shout "));
	done("&& binds closer than ||, and the last else");

	call_guest_forget(&p, &p.g, 5);
	must(p.g.weight == 0);
	done("a parameter that is not used");

	p.h.temper = CALM;
	call_host_cheer(&p, &p.h, ANGRY, 2);
	must(p.h.temper == CALM && p.h.open);
	call_host_cheer(&p, &p.h, CALM, 3);
	must(p.h.temper == CALM && !p.h.open);
	p.h.temper = ASLEEP;
	call_host_cheer(&p, &p.h, ANGRY, 0);
	must(p.h.temper == ANGRY && p.h.open);
	must(!strcmp(p.said, "host_cheer mood=ANGRY extra=0 | temper=ANGRY open=1 | -"));
	done("a machine without effects");
}

static void test_required(void)
{
	struct play p = { .g = { .mood = CALM, .serial = 8, .low = 2, .high = 7 } };

	must(guest_rests(&p.g));
	p.g.serial = SERIAL_LAST;
	must(!guest_rests(&p.g));
	p.g.serial = 8;
	p.g.low = 8;
	must(!guest_rests(&p.g));
	done("a chain of comparisons, and a sum that does not wrap");

	p.g = (struct guest){ .mood = ANGRY, .low = 2, .high = 7, .open = true };
	must(!guest_rests(&p.g));
	p.g.mood = CALM;
	must(guest_rests(&p.g));
	p.g = (struct guest){ .mood = ANGRY, .low = 2, .high = 6, .open = true };
	must(guest_rests(&p.g));
	p.g.mood = ASLEEP;
	must(!guest_rests(&p.g));
	p.g.weight = NEVER;
	must(guest_rests(&p.g));
	p.g.low = 0;
	must(!guest_rests(&p.g));
	p.g.mood = ANGRY;
	must(guest_rests(&p.g));
	done("==> and <==> bind looser than the other operators");

	missed = 0;
	call_guest_step(&p, &p.g, CALM, 1, 99);
	must(missed == 0);
	p.g = (struct guest){ .low = 2, .high = 6 };
	call_guest_step(&p, &p.g, ASLEEP, 1, 99);
	must(missed == 1);
	p.g = (struct guest){ .low = 7, .high = 6 };
	call_guest_step(&p, &p.g, ASLEEP, 0, 100);
	must(missed == 3);
	done("what a contract requires is asked before the step");
}

static void test_play(void)
{
	struct play p;

	memset(&p, 0, sizeof(p));
	/* SPIN numbers mood's three names 3, 2, 1. */
	must(play_line(&p, "@ guest_init | 3 0 18446744073709551615 0 7 0\n") == 0);
	must(play_line(&p, "  @ guest_step 1 9 100 | 2 1 18446744073709551615 0 7 0") == 0);
	must(p.g.mood == ANGRY && !strcmp(p.did, "take_all share(1,3) "));
	done("a line of the model's trail is repeated");
	must(play_line(&p, "@ guest_forget 0 | 2 1 1 0 7 0\n") == 1);
	must(play_line(&p, "@ guest_forget 0 | 3 1 0 0 7 0\n") == 1);
	done("a field that differs is seen");
	must(play_line(&p, "@ guest_forget 0 | 2 1 0 0 7\n") == -1);
	must(play_line(&p, "@ guest_forget 0 | 2 1 0 0 7 0 0\n") == -1);
	must(play_line(&p, "@ guest_forget | 2 1 0 0 7 0\n") == -1);
	must(play_line(&p, "@ guest_forget 0 2 1 0 0 7 0\n") == -1);
	must(play_line(&p, "@ guest_forget 0 | 4 1 0 0 7 0\n") == -1);
	must(play_line(&p, "@ guest_forget 0 | 2 -1 0 0 7 0\n") == -1);
	must(play_line(&p, "@ guest_forget 0 | 2 4294967296 0 0 7 0\n") == -1);
	must(play_line(&p, "@ guest_forget 0 | 2 1 0 0 7 2\n") == -1);
	must(play_line(&p, "@ guest_forge 0 | 2 1 0 0 7 0\n") == -1);
	must(play_line(&p, "guest_forget 0 | 2 1 0 0 7 0\n") == -1);
	must(play_line(&p, "\n") == -1);
	done("a line that is none is refused");
}

static int lockstep[11], lockstep_now;

static u32 lockstep_name(int place, int names)
{
	return lockstep[place] ? (u32)(names + 1 - lockstep[place]) : 0;
}

static void lockstep_start(int handler, void *c_fx, void *model_fx, size_t size)
{
	lockstep_now = handler;
	memset(c_fx, 0xa5, size);
	memset(model_fx, 0x5a, size);
}

static int lockstep_count(int differs)
{
	return !differs;
}

#include "lockstep_gen.h"

/* The C's guest_step beside a model's that shares with mood, if at all, and ends in `after`; are they the same? */
static int step_beside(bool shares, int mood, const int after[8])
{
	static const int before[11] = { 1, 6, 3, 0, 9, 0, 7, false, 1, 9, 100 };

	memcpy(lockstep, before, sizeof(before));
	lockstep_guest_step();
	lockstep_asked_take_all();
	lockstep[0] = 1;
	lockstep[1] = mood;
	if (shares)
		lockstep_asked_share();
	memcpy(lockstep, after, 8 * sizeof(*after));
	return lockstep_same_guest();
}

/* SPIN numbers mood's three names 3, 2, 1. */
static void test_lockstep(void)
{
	static const int after[8] = { 7, 0, 2, 1, 9, 0, 7, false };

	must(step_beside(true, 1, after));
	done("lockstep: the same sets, state and effects");
	for (int i = 0; i < 8; i++) {
		int other[8];

		memcpy(other, after, sizeof(other));
		other[i] = other[i] == 1 ? 0 : 1;
		must(!step_beside(true, 1, other));
	}
	done("lockstep: each set and each field that differs is seen");
	must(!step_beside(true, 2, after));
	done("lockstep: another argument is seen");
	must(!step_beside(false, 1, after));
	done("lockstep: an effect that only the C asks for is seen");
}

static void test_messages(void)
{
	struct wire_batch b = { .mood = ANGRY, .count = 2 }, c;
	u8 buf[64] = { 0 };
	enum ask type;

	wire_batch_encode(&b, buf);
	must(!memcmp(buf, "\2\0\0\0\2\0\0\0\2\0", WIRE_BATCH_BYTES));
	must(wire_batch_decode(&c, buf, 30) && c.mood == ANGRY && c.count == 2);
	must(wire_ask_peek(&type, buf, 4) && type == ASK_BATCH);
	for (size_t len = 0; len < sizeof(buf); len++)
		must(len == 30 || !wire_batch_decode(&c, buf, len));
	done("a message with a 16-bit count: its bytes, and no other length");
	buf[8] = 4;
	must(!wire_batch_decode(&c, buf, 50));
	buf[8] = 3;
	must(wire_batch_decode(&c, buf, 40));
	done("a count over the limit is refused");
}

static void test_todevq(void)
{
	struct todevq_found found = { .extra = 3 };
	struct wire_batch b = { .mood = ANGRY, .count = 2 };
	struct wire_ping ping = { .serial = 7 };
	struct play p = { .h = { .temper = CALM } };
	struct todevq_message m;
	u8 buf[64] = { 0 };

	wire_batch_encode(&b, buf);
	must(todevq_decode(&m, buf, 30) && m.type == ASK_BATCH && m.batch.mood == ANGRY && m.rest == buf + WIRE_BATCH_BYTES);
	call_todevq(&p, &p.h, &m, &found);
	must(!strcmp(p.said, "host_cheer mood=ANGRY extra=3 | temper=ANGRY open=1 | -"));
	done("a request goes to the handler that its queue names, with what it says and what was found");
	wire_ping_encode(&ping, buf);
	must(todevq_decode(&m, buf, WIRE_PING_BYTES) && m.type == ASK_PING);
	call_todevq(&p, &p.h, &m, &found);
	must(!strcmp(p.said, "host_hear serial=7 | temper=ANGRY open=1 | -"));
	done("another request, to another handler");
	must(!todevq_decode(&m, buf, WIRE_PING_BYTES + 1) && !todevq_decode(&m, buf, 3));
	buf[0] = 3;
	must(!todevq_decode(&m, buf, WIRE_PING_BYTES));
	done("bytes that are no request");
}

int main(void)
{
	test_handlers();
	test_required();
	test_play();
	test_lockstep();
	test_messages();
	test_todevq();
	return tap_done();
}
