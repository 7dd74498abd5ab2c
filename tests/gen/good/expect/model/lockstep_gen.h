/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs the C on what the model hands over (lockstep_gen.pml), and compares.
 * Generated from spec/ (SHA-256 test) by gen 1; do not edit:
 * change spec/ and run make gen.
 *
 * Before it is included: lockstep_name(), lockstep_start(), lockstep_count(), lockstep_now.
 */
#ifndef AEROSTAT_LOCKSTEP_GEN_H
#define AEROSTAT_LOCKSTEP_GEN_H

#include "compare_gen.h"
#include "world_gen.h"

static const char *const lockstep_handlers[] = {
	"guest_init",
	"guest_step",
	"guest_forget",
	"guest_news",
	"host_cheer",
	"host_hear",
};

static struct {
	struct guest state;
	struct guest_fx fx;
	struct world own;
} c_guest, model_guest;

static void read_guest(struct guest *state, struct world *own)
{
	own->mine = (u64)lockstep[0];
	own->theirs = (u64)lockstep[1];
	state->mood = lockstep_name(2, 3);
	state->serial = (u32)lockstep[3];
	state->weight = (u64)lockstep[4];
	state->low = (u16)lockstep[5];
	state->high = (u16)lockstep[6];
	state->open = (bool)lockstep[7];
}

static void change_sets_guest(struct world *own, u32 todo)
{
	if (todo & GUEST_FX_TAKE_ALL)
		world_take_all(own);
	if (todo & GUEST_FX_SHARE)
		world_share(own);
}

void lockstep_asked_take_all(void)
{
	model_guest.fx.todo |= GUEST_FX_TAKE_ALL;
}

void lockstep_asked_share(void)
{
	model_guest.fx.todo |= GUEST_FX_SHARE;
	model_guest.fx.share.serial = (u32)lockstep[0];
	model_guest.fx.share.mood = lockstep_name(1, 3);
}

void lockstep_asked_shout(void)
{
	model_guest.fx.todo |= GUEST_FX_SHOUT;
}

static int compare_effects_guest(const char *handler, const struct guest_fx *c, const struct guest_fx *model)
{
	int differs = 0;

	differs |= compare_value(handler, "fx_take_all", NULL, 0, !!(c->todo & GUEST_FX_TAKE_ALL),
				 !!(model->todo & GUEST_FX_TAKE_ALL));
	differs |= compare_value(handler, "fx_share", NULL, 0, !!(c->todo & GUEST_FX_SHARE),
				 !!(model->todo & GUEST_FX_SHARE));
	if (c->todo & model->todo & GUEST_FX_SHARE) {
		differs |= compare_value(handler, "fx_share.serial", NULL, 0, c->share.serial,
					 model->share.serial);
		differs |= compare_value(handler, "fx_share.mood", names_mood, 4, c->share.mood,
					 model->share.mood);
	}
	differs |= compare_value(handler, "fx_shout", NULL, 0, !!(c->todo & GUEST_FX_SHOUT),
				 !!(model->todo & GUEST_FX_SHOUT));
	return differs;
}

int lockstep_same_guest(void)
{
	const char *handler = lockstep_handlers[lockstep_now];
	int differs;

	read_guest(&model_guest.state, &model_guest.own);
	differs = compare_guest(handler, &c_guest.state, &model_guest.state);
	differs |= compare_effects_guest(handler, &c_guest.fx, &model_guest.fx);
	differs |= compare_value(handler, "own.mine", NULL, 0, c_guest.own.mine,
				 model_guest.own.mine);
	differs |= compare_value(handler, "own.theirs", NULL, 0, c_guest.own.theirs,
				 model_guest.own.theirs);
	return lockstep_count(differs);
}

void lockstep_guest_init(void)
{
	lockstep_start(0, &c_guest.fx, &model_guest.fx, sizeof(c_guest.fx));
	model_guest.fx.todo = 0;
	read_guest(&c_guest.state, &c_guest.own);
	guest_init(&c_guest.state, &c_guest.fx);
	change_sets_guest(&c_guest.own, c_guest.fx.todo);
}

void lockstep_guest_step(void)
{
	lockstep_start(1, &c_guest.fx, &model_guest.fx, sizeof(c_guest.fx));
	model_guest.fx.todo = 0;
	read_guest(&c_guest.state, &c_guest.own);
	guest_step(&c_guest.state, lockstep_name(8, 3), (u32)lockstep[9], (u64)lockstep[10],
		   &c_guest.fx);
	change_sets_guest(&c_guest.own, c_guest.fx.todo);
}

void lockstep_guest_forget(void)
{
	lockstep_start(2, &c_guest.fx, &model_guest.fx, sizeof(c_guest.fx));
	model_guest.fx.todo = 0;
	read_guest(&c_guest.state, &c_guest.own);
	guest_forget(&c_guest.state, (u64)lockstep[8], &c_guest.fx);
	change_sets_guest(&c_guest.own, c_guest.fx.todo);
}

void lockstep_guest_news(void)
{
	lockstep_start(3, &c_guest.fx, &model_guest.fx, sizeof(c_guest.fx));
	model_guest.fx.todo = 0;
	read_guest(&c_guest.state, &c_guest.own);
	guest_news(&c_guest.state, &c_guest.fx);
	change_sets_guest(&c_guest.own, c_guest.fx.todo);
}

static struct {
	struct host state;
	struct host_fx fx;
	struct world own;
} c_host, model_host;

static void read_host(struct host *state, struct world *own)
{
	own->mine = (u64)lockstep[0];
	own->theirs = (u64)lockstep[1];
	state->temper = lockstep_name(2, 3);
	state->open = (bool)lockstep[3];
}

static void change_sets_host(struct world *own, u32 todo)
{
	(void)own, (void)todo;
}

static int compare_effects_host(const char *handler, const struct host_fx *c, const struct host_fx *model)
{
	int differs = 0;

	(void)handler, (void)c, (void)model;
	return differs;
}

int lockstep_same_host(void)
{
	const char *handler = lockstep_handlers[lockstep_now];
	int differs;

	read_host(&model_host.state, &model_host.own);
	differs = compare_host(handler, &c_host.state, &model_host.state);
	differs |= compare_effects_host(handler, &c_host.fx, &model_host.fx);
	return lockstep_count(differs);
}

void lockstep_host_cheer(void)
{
	lockstep_start(4, &c_host.fx, &model_host.fx, sizeof(c_host.fx));
	model_host.fx.todo = 0;
	read_host(&c_host.state, &c_host.own);
	host_cheer(&c_host.state, lockstep_name(4, 3), (u32)lockstep[5], &c_host.fx);
	change_sets_host(&c_host.own, c_host.fx.todo);
}

void lockstep_host_hear(void)
{
	lockstep_start(5, &c_host.fx, &model_host.fx, sizeof(c_host.fx));
	model_host.fx.todo = 0;
	read_host(&c_host.state, &c_host.own);
	host_hear(&c_host.state, (u32)lockstep[4], &c_host.fx);
	change_sets_host(&c_host.own, c_host.fx.todo);
}

#endif
