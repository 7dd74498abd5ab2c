/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs the C on what the model hands over (lockstep_gen.pml), and compares.
 * Generated from spec/ (SHA-256 54f6762dbd389c32) by gen 1; do not edit:
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
	"guest_start",
	"guest_collect",
	"guest_state",
	"guest_offer",
	"guest_report",
	"guest_ack",
	"guest_done",
	"guest_reported",
	"guest_pressure",
	"guest_grant",
	"guest_tick",
	"guest_host",
	"guest_target",
	"guest_patience",
	"guest_stats",
	"guest_stats_taken",
	"guest_stop",
	"guest_reset",
	"host_init",
	"host_query",
	"host_offer",
	"host_commit",
	"host_report",
	"host_discarded",
	"host_reclaim",
	"host_stats",
	"host_bad",
	"host_set_state",
	"host_load",
	"host_set_target",
	"host_want_stats",
	"host_tell",
	"host_reset",
};

static struct {
	struct guest state;
	struct guest_fx fx;
	struct world own;
} c_guest, model_guest;

static void read_guest(struct guest *state, struct world *own)
{
	own->gathered = (u64)lockstep[0];
	own->isolated = (u64)lockstep[1];
	own->offered = (u64)lockstep[2];
	own->given = (u64)lockstep[3];
	own->sent = (u64)lockstep[4];
	own->back = (u64)lockstep[5];
	own->incoming = (u64)lockstep[6];
	own->reserved = (u64)lockstep[7];
	own->left = (u64)lockstep[8];
	own->held = (u64)lockstep[9];
	own->picked = (u64)lockstep[10];
	own->granted = (u64)lockstep[11];
	state->give = lockstep_name(12, 8);
	state->take = lockstep_name(13, 3);
	state->stats = lockstep_name(14, 3);
	state->link = lockstep_name(15, 3);
	state->state = lockstep_name(16, 3);
	state->reporting = (bool)lockstep[17];
	state->seq = (u32)lockstep[18];
	state->take_seq = (u32)lockstep[19];
	state->fit_extents = (u32)lockstep[20];
	state->want_pages = (u64)lockstep[21];
	state->offered_pages = (u64)lockstep[22];
	state->given_pages = (u64)lockstep[23];
	state->total_pages = (u64)lockstep[24];
	state->target_pages = (u64)lockstep[25];
	state->heard_host_ms = (u64)lockstep[26];
	state->heard_at_ms = (u64)lockstep[27];
	state->sent_at_ms = (u64)lockstep[28];
	state->asked_at_ms = (u64)lockstep[29];
	state->ttl_ms = (u32)lockstep[30];
	state->grant_ms = (u32)lockstep[31];
}

static void change_sets_guest(struct world *own, u32 todo)
{
	if (todo & GUEST_FX_RELEASE_GATHERED)
		world_release_gathered(own);
	if (todo & GUEST_FX_RELEASE_OFFERED)
		world_release_offered(own);
	if (todo & GUEST_FX_KEEP_OFFERED)
		world_keep_offered(own);
	if (todo & GUEST_FX_RELEASE_GIVEN)
		world_release_given(own);
	if (todo & GUEST_FX_ABSORB_GRANT)
		world_absorb_grant(own);
	if (todo & GUEST_FX_SEND_OFFER)
		world_send_offer(own);
	if (todo & GUEST_FX_OFFER_ISOLATED)
		world_offer_isolated(own);
}

void lockstep_asked_release_gathered(void)
{
	model_guest.fx.todo |= GUEST_FX_RELEASE_GATHERED;
}

void lockstep_asked_release_offered(void)
{
	model_guest.fx.todo |= GUEST_FX_RELEASE_OFFERED;
}

void lockstep_asked_keep_offered(void)
{
	model_guest.fx.todo |= GUEST_FX_KEEP_OFFERED;
}

void lockstep_asked_release_given(void)
{
	model_guest.fx.todo |= GUEST_FX_RELEASE_GIVEN;
}

void lockstep_asked_absorb_grant(void)
{
	model_guest.fx.todo |= GUEST_FX_ABSORB_GRANT;
}

void lockstep_asked_send_query(void)
{
	model_guest.fx.todo |= GUEST_FX_SEND_QUERY;
	model_guest.fx.send_query.seq = (u32)lockstep[0];
}

void lockstep_asked_gather(void)
{
	model_guest.fx.todo |= GUEST_FX_GATHER;
	model_guest.fx.gather.want_pages = (u64)lockstep[0];
}

void lockstep_asked_send_offer(void)
{
	model_guest.fx.todo |= GUEST_FX_SEND_OFFER;
	model_guest.fx.send_offer.seq = (u32)lockstep[0];
	model_guest.fx.send_offer.sent_at_ms = (u64)lockstep[1];
	model_guest.fx.send_offer.ttl_ms = (u32)lockstep[2];
	model_guest.fx.send_offer.pages = (u64)lockstep[3];
}

void lockstep_asked_offer_isolated(void)
{
	model_guest.fx.todo |= GUEST_FX_OFFER_ISOLATED;
	model_guest.fx.offer_isolated.seq = (u32)lockstep[0];
	model_guest.fx.offer_isolated.sent_at_ms = (u64)lockstep[1];
	model_guest.fx.offer_isolated.ttl_ms = (u32)lockstep[2];
	model_guest.fx.offer_isolated.pages = (u64)lockstep[3];
}

void lockstep_asked_send_commit(void)
{
	model_guest.fx.todo |= GUEST_FX_SEND_COMMIT;
	model_guest.fx.send_commit.seq = (u32)lockstep[0];
}

void lockstep_asked_send_report(void)
{
	model_guest.fx.todo |= GUEST_FX_SEND_REPORT;
	model_guest.fx.send_report.seq = (u32)lockstep[0];
}

void lockstep_asked_send_reclaim(void)
{
	model_guest.fx.todo |= GUEST_FX_SEND_RECLAIM;
	model_guest.fx.send_reclaim.take_seq = (u32)lockstep[0];
	model_guest.fx.send_reclaim.want_pages = (u64)lockstep[1];
	model_guest.fx.send_reclaim.near_addr = (u64)lockstep[2];
	model_guest.fx.send_reclaim.fit_extents = (u32)lockstep[3];
	model_guest.fx.send_reclaim.grant_ms = (u32)lockstep[4];
}

void lockstep_asked_send_stats(void)
{
	model_guest.fx.todo |= GUEST_FX_SEND_STATS;
}

void lockstep_asked_warn_overdue(void)
{
	model_guest.fx.todo |= GUEST_FX_WARN_OVERDUE;
	model_guest.fx.warn_overdue.take_seq = (u32)lockstep[0];
}

static int compare_effects_guest(const char *handler, const struct guest_fx *c, const struct guest_fx *model)
{
	int differs = 0;

	differs |= compare_value(handler, "fx_release_gathered", NULL, 0,
				 !!(c->todo & GUEST_FX_RELEASE_GATHERED),
				 !!(model->todo & GUEST_FX_RELEASE_GATHERED));
	differs |= compare_value(handler, "fx_release_offered", NULL, 0,
				 !!(c->todo & GUEST_FX_RELEASE_OFFERED),
				 !!(model->todo & GUEST_FX_RELEASE_OFFERED));
	differs |= compare_value(handler, "fx_keep_offered", NULL, 0,
				 !!(c->todo & GUEST_FX_KEEP_OFFERED),
				 !!(model->todo & GUEST_FX_KEEP_OFFERED));
	differs |= compare_value(handler, "fx_release_given", NULL, 0,
				 !!(c->todo & GUEST_FX_RELEASE_GIVEN),
				 !!(model->todo & GUEST_FX_RELEASE_GIVEN));
	differs |= compare_value(handler, "fx_absorb_grant", NULL, 0,
				 !!(c->todo & GUEST_FX_ABSORB_GRANT),
				 !!(model->todo & GUEST_FX_ABSORB_GRANT));
	differs |= compare_value(handler, "fx_send_query", NULL, 0,
				 !!(c->todo & GUEST_FX_SEND_QUERY),
				 !!(model->todo & GUEST_FX_SEND_QUERY));
	if (c->todo & model->todo & GUEST_FX_SEND_QUERY) {
		differs |= compare_value(handler, "fx_send_query.seq", NULL, 0, c->send_query.seq,
					 model->send_query.seq);
	}
	differs |= compare_value(handler, "fx_gather", NULL, 0, !!(c->todo & GUEST_FX_GATHER),
				 !!(model->todo & GUEST_FX_GATHER));
	if (c->todo & model->todo & GUEST_FX_GATHER) {
		differs |= compare_value(handler, "fx_gather.want_pages", NULL, 0,
					 c->gather.want_pages, model->gather.want_pages);
	}
	differs |= compare_value(handler, "fx_send_offer", NULL, 0,
				 !!(c->todo & GUEST_FX_SEND_OFFER),
				 !!(model->todo & GUEST_FX_SEND_OFFER));
	if (c->todo & model->todo & GUEST_FX_SEND_OFFER) {
		differs |= compare_value(handler, "fx_send_offer.seq", NULL, 0, c->send_offer.seq,
					 model->send_offer.seq);
		differs |= compare_value(handler, "fx_send_offer.sent_at_ms", NULL, 0,
					 c->send_offer.sent_at_ms, model->send_offer.sent_at_ms);
		differs |= compare_value(handler, "fx_send_offer.ttl_ms", NULL, 0,
					 c->send_offer.ttl_ms, model->send_offer.ttl_ms);
		differs |= compare_value(handler, "fx_send_offer.pages", NULL, 0,
					 c->send_offer.pages, model->send_offer.pages);
	}
	differs |= compare_value(handler, "fx_offer_isolated", NULL, 0,
				 !!(c->todo & GUEST_FX_OFFER_ISOLATED),
				 !!(model->todo & GUEST_FX_OFFER_ISOLATED));
	if (c->todo & model->todo & GUEST_FX_OFFER_ISOLATED) {
		differs |= compare_value(handler, "fx_offer_isolated.seq", NULL, 0,
					 c->offer_isolated.seq, model->offer_isolated.seq);
		differs |= compare_value(handler, "fx_offer_isolated.sent_at_ms", NULL, 0,
					 c->offer_isolated.sent_at_ms,
					 model->offer_isolated.sent_at_ms);
		differs |= compare_value(handler, "fx_offer_isolated.ttl_ms", NULL, 0,
					 c->offer_isolated.ttl_ms, model->offer_isolated.ttl_ms);
		differs |= compare_value(handler, "fx_offer_isolated.pages", NULL, 0,
					 c->offer_isolated.pages, model->offer_isolated.pages);
	}
	differs |= compare_value(handler, "fx_send_commit", NULL, 0,
				 !!(c->todo & GUEST_FX_SEND_COMMIT),
				 !!(model->todo & GUEST_FX_SEND_COMMIT));
	if (c->todo & model->todo & GUEST_FX_SEND_COMMIT) {
		differs |= compare_value(handler, "fx_send_commit.seq", NULL, 0, c->send_commit.seq,
					 model->send_commit.seq);
	}
	differs |= compare_value(handler, "fx_send_report", NULL, 0,
				 !!(c->todo & GUEST_FX_SEND_REPORT),
				 !!(model->todo & GUEST_FX_SEND_REPORT));
	if (c->todo & model->todo & GUEST_FX_SEND_REPORT) {
		differs |= compare_value(handler, "fx_send_report.seq", NULL, 0, c->send_report.seq,
					 model->send_report.seq);
	}
	differs |= compare_value(handler, "fx_send_reclaim", NULL, 0,
				 !!(c->todo & GUEST_FX_SEND_RECLAIM),
				 !!(model->todo & GUEST_FX_SEND_RECLAIM));
	if (c->todo & model->todo & GUEST_FX_SEND_RECLAIM) {
		differs |= compare_value(handler, "fx_send_reclaim.take_seq", NULL, 0,
					 c->send_reclaim.take_seq, model->send_reclaim.take_seq);
		differs |= compare_value(handler, "fx_send_reclaim.want_pages", NULL, 0,
					 c->send_reclaim.want_pages,
					 model->send_reclaim.want_pages);
		differs |= compare_value(handler, "fx_send_reclaim.near_addr", NULL, 0,
					 c->send_reclaim.near_addr, model->send_reclaim.near_addr);
		differs |= compare_value(handler, "fx_send_reclaim.fit_extents", NULL, 0,
					 c->send_reclaim.fit_extents,
					 model->send_reclaim.fit_extents);
		differs |= compare_value(handler, "fx_send_reclaim.grant_ms", NULL, 0,
					 c->send_reclaim.grant_ms, model->send_reclaim.grant_ms);
	}
	differs |= compare_value(handler, "fx_send_stats", NULL, 0,
				 !!(c->todo & GUEST_FX_SEND_STATS),
				 !!(model->todo & GUEST_FX_SEND_STATS));
	differs |= compare_value(handler, "fx_warn_overdue", NULL, 0,
				 !!(c->todo & GUEST_FX_WARN_OVERDUE),
				 !!(model->todo & GUEST_FX_WARN_OVERDUE));
	if (c->todo & model->todo & GUEST_FX_WARN_OVERDUE) {
		differs |= compare_value(handler, "fx_warn_overdue.take_seq", NULL, 0,
					 c->warn_overdue.take_seq, model->warn_overdue.take_seq);
	}
	return differs;
}

int lockstep_same_guest(void)
{
	const char *handler = lockstep_handlers[lockstep_now];
	int differs;

	read_guest(&model_guest.state, &model_guest.own);
	differs = compare_guest(handler, &c_guest.state, &model_guest.state);
	differs |= compare_effects_guest(handler, &c_guest.fx, &model_guest.fx);
	differs |= compare_value(handler, "own.gathered", NULL, 0, c_guest.own.gathered,
				 model_guest.own.gathered);
	differs |= compare_value(handler, "own.offered", NULL, 0, c_guest.own.offered,
				 model_guest.own.offered);
	differs |= compare_value(handler, "own.given", NULL, 0, c_guest.own.given,
				 model_guest.own.given);
	differs |= compare_value(handler, "own.sent", NULL, 0, c_guest.own.sent,
				 model_guest.own.sent);
	return lockstep_count(differs);
}

void lockstep_guest_init(void)
{
	lockstep_start(0, &c_guest.fx, &model_guest.fx, sizeof(c_guest.fx));
	model_guest.fx.todo = 0;
	read_guest(&c_guest.state, &c_guest.own);
	guest_init(&c_guest.state, (u64)lockstep[32], (u32)lockstep[33], (u32)lockstep[34],
		   &c_guest.fx);
	change_sets_guest(&c_guest.own, c_guest.fx.todo);
}

void lockstep_guest_start(void)
{
	lockstep_start(1, &c_guest.fx, &model_guest.fx, sizeof(c_guest.fx));
	model_guest.fx.todo = 0;
	read_guest(&c_guest.state, &c_guest.own);
	guest_start(&c_guest.state, &c_guest.fx);
	change_sets_guest(&c_guest.own, c_guest.fx.todo);
}

void lockstep_guest_collect(void)
{
	lockstep_start(2, &c_guest.fx, &model_guest.fx, sizeof(c_guest.fx));
	model_guest.fx.todo = 0;
	read_guest(&c_guest.state, &c_guest.own);
	guest_collect(&c_guest.state, (u64)lockstep[32], &c_guest.fx);
	change_sets_guest(&c_guest.own, c_guest.fx.todo);
}

void lockstep_guest_state(void)
{
	lockstep_start(3, &c_guest.fx, &model_guest.fx, sizeof(c_guest.fx));
	model_guest.fx.todo = 0;
	read_guest(&c_guest.state, &c_guest.own);
	guest_state(&c_guest.state, (u32)lockstep[32], lockstep_name(33, 8), lockstep_name(34, 3),
		    (u64)lockstep[35], (u64)lockstep[36], &c_guest.fx);
	change_sets_guest(&c_guest.own, c_guest.fx.todo);
}

void lockstep_guest_offer(void)
{
	lockstep_start(4, &c_guest.fx, &model_guest.fx, sizeof(c_guest.fx));
	model_guest.fx.todo = 0;
	read_guest(&c_guest.state, &c_guest.own);
	guest_offer(&c_guest.state, (u64)lockstep[32], (u64)lockstep[33], &c_guest.fx);
	change_sets_guest(&c_guest.own, c_guest.fx.todo);
}

void lockstep_guest_report(void)
{
	lockstep_start(5, &c_guest.fx, &model_guest.fx, sizeof(c_guest.fx));
	model_guest.fx.todo = 0;
	read_guest(&c_guest.state, &c_guest.own);
	guest_report(&c_guest.state, (u64)lockstep[32], (bool)lockstep[33], (u64)lockstep[34],
		     &c_guest.fx);
	change_sets_guest(&c_guest.own, c_guest.fx.todo);
}

void lockstep_guest_ack(void)
{
	lockstep_start(6, &c_guest.fx, &model_guest.fx, sizeof(c_guest.fx));
	model_guest.fx.todo = 0;
	read_guest(&c_guest.state, &c_guest.own);
	guest_ack(&c_guest.state, (u32)lockstep[32], lockstep_name(33, 8), lockstep_name(34, 3),
		  &c_guest.fx);
	change_sets_guest(&c_guest.own, c_guest.fx.todo);
}

void lockstep_guest_done(void)
{
	lockstep_start(7, &c_guest.fx, &model_guest.fx, sizeof(c_guest.fx));
	model_guest.fx.todo = 0;
	read_guest(&c_guest.state, &c_guest.own);
	guest_done(&c_guest.state, (u32)lockstep[32], lockstep_name(33, 8), lockstep_name(34, 3),
		   &c_guest.fx);
	change_sets_guest(&c_guest.own, c_guest.fx.todo);
}

void lockstep_guest_reported(void)
{
	lockstep_start(8, &c_guest.fx, &model_guest.fx, sizeof(c_guest.fx));
	model_guest.fx.todo = 0;
	read_guest(&c_guest.state, &c_guest.own);
	guest_reported(&c_guest.state, lockstep_name(32, 3), &c_guest.fx);
	change_sets_guest(&c_guest.own, c_guest.fx.todo);
}

void lockstep_guest_pressure(void)
{
	lockstep_start(9, &c_guest.fx, &model_guest.fx, sizeof(c_guest.fx));
	model_guest.fx.todo = 0;
	read_guest(&c_guest.state, &c_guest.own);
	guest_pressure(&c_guest.state, (u64)lockstep[32], (u64)lockstep[33], (u32)lockstep[34],
		       (u64)lockstep[35], &c_guest.fx);
	change_sets_guest(&c_guest.own, c_guest.fx.todo);
}

void lockstep_guest_grant(void)
{
	lockstep_start(10, &c_guest.fx, &model_guest.fx, sizeof(c_guest.fx));
	model_guest.fx.todo = 0;
	read_guest(&c_guest.state, &c_guest.own);
	guest_grant(&c_guest.state, lockstep_name(32, 3), (u32)lockstep[33], (u64)lockstep[34],
		    (u64)lockstep[35], &c_guest.fx);
	change_sets_guest(&c_guest.own, c_guest.fx.todo);
}

void lockstep_guest_tick(void)
{
	lockstep_start(11, &c_guest.fx, &model_guest.fx, sizeof(c_guest.fx));
	model_guest.fx.todo = 0;
	read_guest(&c_guest.state, &c_guest.own);
	guest_tick(&c_guest.state, (u64)lockstep[32], &c_guest.fx);
	change_sets_guest(&c_guest.own, c_guest.fx.todo);
}

void lockstep_guest_host(void)
{
	lockstep_start(12, &c_guest.fx, &model_guest.fx, sizeof(c_guest.fx));
	model_guest.fx.todo = 0;
	read_guest(&c_guest.state, &c_guest.own);
	guest_host(&c_guest.state, lockstep_name(32, 3), &c_guest.fx);
	change_sets_guest(&c_guest.own, c_guest.fx.todo);
}

void lockstep_guest_target(void)
{
	lockstep_start(13, &c_guest.fx, &model_guest.fx, sizeof(c_guest.fx));
	model_guest.fx.todo = 0;
	read_guest(&c_guest.state, &c_guest.own);
	guest_target(&c_guest.state, (u64)lockstep[32], &c_guest.fx);
	change_sets_guest(&c_guest.own, c_guest.fx.todo);
}

void lockstep_guest_patience(void)
{
	lockstep_start(14, &c_guest.fx, &model_guest.fx, sizeof(c_guest.fx));
	model_guest.fx.todo = 0;
	read_guest(&c_guest.state, &c_guest.own);
	guest_patience(&c_guest.state, (u32)lockstep[32], (u32)lockstep[33], &c_guest.fx);
	change_sets_guest(&c_guest.own, c_guest.fx.todo);
}

void lockstep_guest_stats(void)
{
	lockstep_start(15, &c_guest.fx, &model_guest.fx, sizeof(c_guest.fx));
	model_guest.fx.todo = 0;
	read_guest(&c_guest.state, &c_guest.own);
	guest_stats(&c_guest.state, &c_guest.fx);
	change_sets_guest(&c_guest.own, c_guest.fx.todo);
}

void lockstep_guest_stats_taken(void)
{
	lockstep_start(16, &c_guest.fx, &model_guest.fx, sizeof(c_guest.fx));
	model_guest.fx.todo = 0;
	read_guest(&c_guest.state, &c_guest.own);
	guest_stats_taken(&c_guest.state, lockstep_name(32, 3), &c_guest.fx);
	change_sets_guest(&c_guest.own, c_guest.fx.todo);
}

void lockstep_guest_stop(void)
{
	lockstep_start(17, &c_guest.fx, &model_guest.fx, sizeof(c_guest.fx));
	model_guest.fx.todo = 0;
	read_guest(&c_guest.state, &c_guest.own);
	guest_stop(&c_guest.state, &c_guest.fx);
	change_sets_guest(&c_guest.own, c_guest.fx.todo);
}

void lockstep_guest_reset(void)
{
	lockstep_start(18, &c_guest.fx, &model_guest.fx, sizeof(c_guest.fx));
	model_guest.fx.todo = 0;
	read_guest(&c_guest.state, &c_guest.own);
	guest_reset(&c_guest.state, &c_guest.fx);
	change_sets_guest(&c_guest.own, c_guest.fx.todo);
}

static struct {
	struct host state;
	struct host_fx fx;
	struct world own;
} c_host, model_host;

static void read_host(struct host *state, struct world *own)
{
	own->gathered = (u64)lockstep[0];
	own->isolated = (u64)lockstep[1];
	own->offered = (u64)lockstep[2];
	own->given = (u64)lockstep[3];
	own->sent = (u64)lockstep[4];
	own->back = (u64)lockstep[5];
	own->incoming = (u64)lockstep[6];
	own->reserved = (u64)lockstep[7];
	own->left = (u64)lockstep[8];
	own->held = (u64)lockstep[9];
	own->picked = (u64)lockstep[10];
	own->granted = (u64)lockstep[11];
	state->resv = lockstep_name(12, 3);
	state->state = lockstep_name(13, 3);
	state->resv_report = (bool)lockstep[14];
	state->resv_seq = (u32)lockstep[15];
	state->reserved_pages = (u64)lockstep[16];
	state->held_pages = (u64)lockstep[17];
	state->total_pages = (u64)lockstep[18];
	state->target_pages = (u64)lockstep[19];
	state->tell_state = (bool)lockstep[20];
	state->tell_target = (bool)lockstep[21];
	state->tell_stats = (bool)lockstep[22];
}

static void change_sets_host(struct world *own, u32 todo)
{
	if (todo & HOST_FX_DROP_RESERVED)
		world_drop_reserved(own);
	if (todo & HOST_FX_RESERVE)
		world_reserve(own);
	if (todo & HOST_FX_DISCARD)
		world_discard(own);
	if (todo & HOST_FX_HOLD)
		world_hold(own);
	if (todo & HOST_FX_GRANT)
		world_grant(own);
	if (todo & HOST_FX_DROP_HELD)
		world_drop_held(own);
	if (todo & HOST_FX_REPLY_REPORT)
		world_reply_report(own);
}

void lockstep_asked_drop_reserved(void)
{
	model_host.fx.todo |= HOST_FX_DROP_RESERVED;
}

void lockstep_asked_reserve(void)
{
	model_host.fx.todo |= HOST_FX_RESERVE;
}

void lockstep_asked_discard(void)
{
	model_host.fx.todo |= HOST_FX_DISCARD;
}

void lockstep_asked_hold(void)
{
	model_host.fx.todo |= HOST_FX_HOLD;
}

void lockstep_asked_grant(void)
{
	model_host.fx.todo |= HOST_FX_GRANT;
}

void lockstep_asked_drop_held(void)
{
	model_host.fx.todo |= HOST_FX_DROP_HELD;
}

void lockstep_asked_publish_stats(void)
{
	model_host.fx.todo |= HOST_FX_PUBLISH_STATS;
}

void lockstep_asked_reply(void)
{
	model_host.fx.todo |= HOST_FX_REPLY;
	model_host.fx.reply.status = lockstep_name(0, 8);
	model_host.fx.reply.seq = (u32)lockstep[1];
	model_host.fx.reply.state = lockstep_name(2, 3);
	model_host.fx.reply.now_ms = (u64)lockstep[3];
}

void lockstep_asked_reply_commit(void)
{
	model_host.fx.todo |= HOST_FX_REPLY_COMMIT;
	model_host.fx.reply_commit.status = lockstep_name(0, 8);
	model_host.fx.reply_commit.seq = (u32)lockstep[1];
	model_host.fx.reply_commit.state = lockstep_name(2, 3);
	model_host.fx.reply_commit.now_ms = (u64)lockstep[3];
}

void lockstep_asked_reply_report(void)
{
	model_host.fx.todo |= HOST_FX_REPLY_REPORT;
	model_host.fx.reply_report.status = lockstep_name(0, 8);
	model_host.fx.reply_report.seq = (u32)lockstep[1];
	model_host.fx.reply_report.state = lockstep_name(2, 3);
	model_host.fx.reply_report.now_ms = (u64)lockstep[3];
}

void lockstep_asked_reply_grant(void)
{
	model_host.fx.todo |= HOST_FX_REPLY_GRANT;
	model_host.fx.reply_grant.status = lockstep_name(0, 8);
	model_host.fx.reply_grant.seq = (u32)lockstep[1];
	model_host.fx.reply_grant.state = lockstep_name(2, 3);
	model_host.fx.reply_grant.pick_pages = (u64)lockstep[3];
	model_host.fx.reply_grant.now_ms = (u64)lockstep[4];
}

void lockstep_asked_notice(void)
{
	model_host.fx.todo |= HOST_FX_NOTICE;
	model_host.fx.notice.notice = lockstep_name(0, 3);
	model_host.fx.notice.state = lockstep_name(1, 3);
	model_host.fx.notice.target_pages = (u64)lockstep[2];
	model_host.fx.notice.now_ms = (u64)lockstep[3];
}

void lockstep_asked_tell(void)
{
	model_host.fx.todo |= HOST_FX_TELL;
}

static int compare_effects_host(const char *handler, const struct host_fx *c, const struct host_fx *model)
{
	int differs = 0;

	differs |= compare_value(handler, "fx_drop_reserved", NULL, 0,
				 !!(c->todo & HOST_FX_DROP_RESERVED),
				 !!(model->todo & HOST_FX_DROP_RESERVED));
	differs |= compare_value(handler, "fx_reserve", NULL, 0, !!(c->todo & HOST_FX_RESERVE),
				 !!(model->todo & HOST_FX_RESERVE));
	differs |= compare_value(handler, "fx_discard", NULL, 0, !!(c->todo & HOST_FX_DISCARD),
				 !!(model->todo & HOST_FX_DISCARD));
	differs |= compare_value(handler, "fx_hold", NULL, 0, !!(c->todo & HOST_FX_HOLD),
				 !!(model->todo & HOST_FX_HOLD));
	differs |= compare_value(handler, "fx_grant", NULL, 0, !!(c->todo & HOST_FX_GRANT),
				 !!(model->todo & HOST_FX_GRANT));
	differs |= compare_value(handler, "fx_drop_held", NULL, 0, !!(c->todo & HOST_FX_DROP_HELD),
				 !!(model->todo & HOST_FX_DROP_HELD));
	differs |= compare_value(handler, "fx_publish_stats", NULL, 0,
				 !!(c->todo & HOST_FX_PUBLISH_STATS),
				 !!(model->todo & HOST_FX_PUBLISH_STATS));
	differs |= compare_value(handler, "fx_reply", NULL, 0, !!(c->todo & HOST_FX_REPLY),
				 !!(model->todo & HOST_FX_REPLY));
	if (c->todo & model->todo & HOST_FX_REPLY) {
		differs |= compare_value(handler, "fx_reply.status", names_status, 9,
					 c->reply.status, model->reply.status);
		differs |= compare_value(handler, "fx_reply.seq", NULL, 0, c->reply.seq,
					 model->reply.seq);
		differs |= compare_value(handler, "fx_reply.state", names_host_state, 4,
					 c->reply.state, model->reply.state);
		differs |= compare_value(handler, "fx_reply.now_ms", NULL, 0, c->reply.now_ms,
					 model->reply.now_ms);
	}
	differs |= compare_value(handler, "fx_reply_commit", NULL, 0,
				 !!(c->todo & HOST_FX_REPLY_COMMIT),
				 !!(model->todo & HOST_FX_REPLY_COMMIT));
	if (c->todo & model->todo & HOST_FX_REPLY_COMMIT) {
		differs |= compare_value(handler, "fx_reply_commit.status", names_status, 9,
					 c->reply_commit.status, model->reply_commit.status);
		differs |= compare_value(handler, "fx_reply_commit.seq", NULL, 0,
					 c->reply_commit.seq, model->reply_commit.seq);
		differs |= compare_value(handler, "fx_reply_commit.state", names_host_state, 4,
					 c->reply_commit.state, model->reply_commit.state);
		differs |= compare_value(handler, "fx_reply_commit.now_ms", NULL, 0,
					 c->reply_commit.now_ms, model->reply_commit.now_ms);
	}
	differs |= compare_value(handler, "fx_reply_report", NULL, 0,
				 !!(c->todo & HOST_FX_REPLY_REPORT),
				 !!(model->todo & HOST_FX_REPLY_REPORT));
	if (c->todo & model->todo & HOST_FX_REPLY_REPORT) {
		differs |= compare_value(handler, "fx_reply_report.status", names_status, 9,
					 c->reply_report.status, model->reply_report.status);
		differs |= compare_value(handler, "fx_reply_report.seq", NULL, 0,
					 c->reply_report.seq, model->reply_report.seq);
		differs |= compare_value(handler, "fx_reply_report.state", names_host_state, 4,
					 c->reply_report.state, model->reply_report.state);
		differs |= compare_value(handler, "fx_reply_report.now_ms", NULL, 0,
					 c->reply_report.now_ms, model->reply_report.now_ms);
	}
	differs |= compare_value(handler, "fx_reply_grant", NULL, 0,
				 !!(c->todo & HOST_FX_REPLY_GRANT),
				 !!(model->todo & HOST_FX_REPLY_GRANT));
	if (c->todo & model->todo & HOST_FX_REPLY_GRANT) {
		differs |= compare_value(handler, "fx_reply_grant.status", names_status, 9,
					 c->reply_grant.status, model->reply_grant.status);
		differs |= compare_value(handler, "fx_reply_grant.seq", NULL, 0, c->reply_grant.seq,
					 model->reply_grant.seq);
		differs |= compare_value(handler, "fx_reply_grant.state", names_host_state, 4,
					 c->reply_grant.state, model->reply_grant.state);
		differs |= compare_value(handler, "fx_reply_grant.pick_pages", NULL, 0,
					 c->reply_grant.pick_pages, model->reply_grant.pick_pages);
		differs |= compare_value(handler, "fx_reply_grant.now_ms", NULL, 0,
					 c->reply_grant.now_ms, model->reply_grant.now_ms);
	}
	differs |= compare_value(handler, "fx_notice", NULL, 0, !!(c->todo & HOST_FX_NOTICE),
				 !!(model->todo & HOST_FX_NOTICE));
	if (c->todo & model->todo & HOST_FX_NOTICE) {
		differs |= compare_value(handler, "fx_notice.notice", names_notice, 4,
					 c->notice.notice, model->notice.notice);
		differs |= compare_value(handler, "fx_notice.state", names_host_state, 4,
					 c->notice.state, model->notice.state);
		differs |= compare_value(handler, "fx_notice.target_pages", NULL, 0,
					 c->notice.target_pages, model->notice.target_pages);
		differs |= compare_value(handler, "fx_notice.now_ms", NULL, 0, c->notice.now_ms,
					 model->notice.now_ms);
	}
	differs |= compare_value(handler, "fx_tell", NULL, 0, !!(c->todo & HOST_FX_TELL),
				 !!(model->todo & HOST_FX_TELL));
	return differs;
}

int lockstep_same_host(void)
{
	const char *handler = lockstep_handlers[lockstep_now];
	int differs;

	read_host(&model_host.state, &model_host.own);
	differs = compare_host(handler, &c_host.state, &model_host.state);
	differs |= compare_effects_host(handler, &c_host.fx, &model_host.fx);
	differs |= compare_value(handler, "own.reserved", NULL, 0, c_host.own.reserved,
				 model_host.own.reserved);
	differs |= compare_value(handler, "own.left", NULL, 0, c_host.own.left,
				 model_host.own.left);
	differs |= compare_value(handler, "own.held", NULL, 0, c_host.own.held,
				 model_host.own.held);
	differs |= compare_value(handler, "own.granted", NULL, 0, c_host.own.granted,
				 model_host.own.granted);
	return lockstep_count(differs);
}

void lockstep_host_init(void)
{
	lockstep_start(19, &c_host.fx, &model_host.fx, sizeof(c_host.fx));
	model_host.fx.todo = 0;
	read_host(&c_host.state, &c_host.own);
	host_init(&c_host.state, (u64)lockstep[23], &c_host.fx);
	change_sets_host(&c_host.own, c_host.fx.todo);
}

void lockstep_host_query(void)
{
	lockstep_start(20, &c_host.fx, &model_host.fx, sizeof(c_host.fx));
	model_host.fx.todo = 0;
	read_host(&c_host.state, &c_host.own);
	host_query(&c_host.state, (u32)lockstep[23], (u64)lockstep[24], &c_host.fx);
	change_sets_host(&c_host.own, c_host.fx.todo);
}

void lockstep_host_offer(void)
{
	lockstep_start(21, &c_host.fx, &model_host.fx, sizeof(c_host.fx));
	model_host.fx.todo = 0;
	read_host(&c_host.state, &c_host.own);
	host_offer(&c_host.state, (u32)lockstep[23], (u64)lockstep[24], (u32)lockstep[25],
		   (u64)lockstep[26], (bool)lockstep[27], (u64)lockstep[28], &c_host.fx);
	change_sets_host(&c_host.own, c_host.fx.todo);
}

void lockstep_host_commit(void)
{
	lockstep_start(22, &c_host.fx, &model_host.fx, sizeof(c_host.fx));
	model_host.fx.todo = 0;
	read_host(&c_host.state, &c_host.own);
	host_commit(&c_host.state, (u32)lockstep[23], (u64)lockstep[24], &c_host.fx);
	change_sets_host(&c_host.own, c_host.fx.todo);
}

void lockstep_host_report(void)
{
	lockstep_start(23, &c_host.fx, &model_host.fx, sizeof(c_host.fx));
	model_host.fx.todo = 0;
	read_host(&c_host.state, &c_host.own);
	host_report(&c_host.state, (u32)lockstep[23], (bool)lockstep[24], (u64)lockstep[25],
		    &c_host.fx);
	change_sets_host(&c_host.own, c_host.fx.todo);
}

void lockstep_host_discarded(void)
{
	lockstep_start(24, &c_host.fx, &model_host.fx, sizeof(c_host.fx));
	model_host.fx.todo = 0;
	read_host(&c_host.state, &c_host.own);
	host_discarded(&c_host.state, (u64)lockstep[23], &c_host.fx);
	change_sets_host(&c_host.own, c_host.fx.todo);
}

void lockstep_host_reclaim(void)
{
	lockstep_start(25, &c_host.fx, &model_host.fx, sizeof(c_host.fx));
	model_host.fx.todo = 0;
	read_host(&c_host.state, &c_host.own);
	host_reclaim(&c_host.state, (u32)lockstep[23], (u64)lockstep[24], (u64)lockstep[25],
		     (u64)lockstep[26], &c_host.fx);
	change_sets_host(&c_host.own, c_host.fx.todo);
}

void lockstep_host_stats(void)
{
	lockstep_start(26, &c_host.fx, &model_host.fx, sizeof(c_host.fx));
	model_host.fx.todo = 0;
	read_host(&c_host.state, &c_host.own);
	host_stats(&c_host.state, (u32)lockstep[23], (u64)lockstep[24], &c_host.fx);
	change_sets_host(&c_host.own, c_host.fx.todo);
}

void lockstep_host_bad(void)
{
	lockstep_start(27, &c_host.fx, &model_host.fx, sizeof(c_host.fx));
	model_host.fx.todo = 0;
	read_host(&c_host.state, &c_host.own);
	host_bad(&c_host.state, (u64)lockstep[23], &c_host.fx);
	change_sets_host(&c_host.own, c_host.fx.todo);
}

void lockstep_host_set_state(void)
{
	lockstep_start(28, &c_host.fx, &model_host.fx, sizeof(c_host.fx));
	model_host.fx.todo = 0;
	read_host(&c_host.state, &c_host.own);
	host_set_state(&c_host.state, lockstep_name(23, 3), &c_host.fx);
	change_sets_host(&c_host.own, c_host.fx.todo);
}

void lockstep_host_load(void)
{
	lockstep_start(29, &c_host.fx, &model_host.fx, sizeof(c_host.fx));
	model_host.fx.todo = 0;
	read_host(&c_host.state, &c_host.own);
	host_load(&c_host.state, lockstep_name(23, 3), &c_host.fx);
	change_sets_host(&c_host.own, c_host.fx.todo);
}

void lockstep_host_set_target(void)
{
	lockstep_start(30, &c_host.fx, &model_host.fx, sizeof(c_host.fx));
	model_host.fx.todo = 0;
	read_host(&c_host.state, &c_host.own);
	host_set_target(&c_host.state, (u64)lockstep[23], &c_host.fx);
	change_sets_host(&c_host.own, c_host.fx.todo);
}

void lockstep_host_want_stats(void)
{
	lockstep_start(31, &c_host.fx, &model_host.fx, sizeof(c_host.fx));
	model_host.fx.todo = 0;
	read_host(&c_host.state, &c_host.own);
	host_want_stats(&c_host.state, &c_host.fx);
	change_sets_host(&c_host.own, c_host.fx.todo);
}

void lockstep_host_tell(void)
{
	lockstep_start(32, &c_host.fx, &model_host.fx, sizeof(c_host.fx));
	model_host.fx.todo = 0;
	read_host(&c_host.state, &c_host.own);
	host_tell(&c_host.state, (u64)lockstep[23], &c_host.fx);
	change_sets_host(&c_host.own, c_host.fx.todo);
}

void lockstep_host_reset(void)
{
	lockstep_start(33, &c_host.fx, &model_host.fx, sizeof(c_host.fx));
	model_host.fx.todo = 0;
	read_host(&c_host.state, &c_host.own);
	host_reset(&c_host.state, &c_host.fx);
	change_sets_host(&c_host.own, c_host.fx.todo);
}

#endif
