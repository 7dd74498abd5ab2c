/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
/*
 * The transition relation: what each path through each handler does, derived from spec/.
 * Generated from spec/ (SHA-256 54f6762dbd389c32) by gen 1; do not edit:
 * change spec/ and run make gen.
 *
 * Frama-C adds these contracts to those that core_gen.h has.
 */
#include "core_gen.h"

/*@
    ensures relation: path_1: \old(\true) ==>
      g->give == GIVE_IDLE &&
      g->take == TAKE_NONE &&
      g->stats == STATS_IDLE &&
      g->link == LINK_DOWN &&
      g->state == HOST_PLENTY &&
      (g->reporting <==> \false) &&
      g->seq == 0 &&
      g->take_seq == 0 &&
      g->fit_extents == 0 &&
      g->want_pages == 0 &&
      g->offered_pages == 0 &&
      g->given_pages == 0 &&
      g->total_pages == total_pages &&
      g->target_pages == TARGET_NONE &&
      g->heard_host_ms == 0 &&
      g->heard_at_ms == 0 &&
      g->sent_at_ms == 0 &&
      g->asked_at_ms == 0 &&
      g->ttl_ms == ttl_ms &&
      g->grant_ms == grant_ms &&
      fx->todo == (0);
    ensures relation: complete:
      \old(\true); */
void guest_init(struct guest *g, u64 total_pages, u32 ttl_ms, u32 grant_ms, struct guest_fx *fx);

/*@
    ensures relation: path_1: \old(g->link == LINK_DOWN) ==>
      g->give == \old(g->give) &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == LINK_UP &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (0);
    ensures relation: path_2: \old(!(g->link == LINK_DOWN)) ==>
      g->give == \old(g->give) &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (0);
    ensures relation: complete:
      \old(g->link == LINK_DOWN) ||
      \old(!(g->link == LINK_DOWN)); */
void guest_start(struct guest *g, struct guest_fx *fx);

/*@
    ensures relation: path_1: \old(g->link == LINK_UP && g->give == GIVE_IDLE && g->take == TAKE_NONE && g->state == HOST_PLENTY && want_pages > 0 &&
        g->seq < SEQ_LAST) ==>
      g->give == GIVE_WAIT_STATE &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq + 1) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == want_pages &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->send_query.seq == \old(g->seq + 1) &&
      fx->todo == (GUEST_FX_SEND_QUERY);
    ensures relation: path_2: \old(g->link == LINK_UP && g->give == GIVE_IDLE && g->take == TAKE_NONE && g->state == HOST_PLENTY && want_pages > 0 &&
        !(g->seq < SEQ_LAST)) ==>
      g->give == GIVE_WAIT_STATE &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == 0 &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == want_pages &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->send_query.seq == 0 &&
      fx->todo == (GUEST_FX_SEND_QUERY);
    ensures relation: path_3: \old(!(g->link == LINK_UP && g->give == GIVE_IDLE && g->take == TAKE_NONE && g->state == HOST_PLENTY && want_pages > 0)) ==>
      g->give == \old(g->give) &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (0);
    ensures relation: complete:
      \old(g->link == LINK_UP && g->give == GIVE_IDLE && g->take == TAKE_NONE && g->state == HOST_PLENTY && want_pages > 0 &&
        g->seq < SEQ_LAST) ||
      \old(g->link == LINK_UP && g->give == GIVE_IDLE && g->take == TAKE_NONE && g->state == HOST_PLENTY && want_pages > 0 &&
        !(g->seq < SEQ_LAST)) ||
      \old(!(g->link == LINK_UP && g->give == GIVE_IDLE && g->take == TAKE_NONE && g->state == HOST_PLENTY && want_pages > 0)); */
void guest_collect(struct guest *g, u64 want_pages, struct guest_fx *fx);

/*@
    ensures relation: path_1: \old(g->give == GIVE_WAIT_STATE &&
        status == ST_OK && seq == g->seq && state == HOST_PLENTY && g->take == TAKE_NONE && g->link == LINK_UP &&
        host_time_ms <= TIME_MAX_MS) ==>
      g->give == GIVE_GATHER &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == state &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == host_time_ms &&
      g->heard_at_ms == now_ms &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->gather.want_pages == \old(g->want_pages) &&
      fx->todo == (GUEST_FX_GATHER);
    ensures relation: path_2: \old(g->give == GIVE_WAIT_STATE &&
        status == ST_OK && seq == g->seq && state == HOST_PLENTY && g->take == TAKE_NONE && g->link == LINK_UP &&
        !(host_time_ms <= TIME_MAX_MS)) ==>
      g->give == GIVE_GATHER &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == state &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == 0 &&
      g->heard_at_ms == now_ms &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->gather.want_pages == \old(g->want_pages) &&
      fx->todo == (GUEST_FX_GATHER);
    ensures relation: path_3: \old(g->give == GIVE_WAIT_STATE &&
        !(status == ST_OK && seq == g->seq && state == HOST_PLENTY && g->take == TAKE_NONE && g->link == LINK_UP)) ==>
      g->give == GIVE_IDLE &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == state &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (0);
    ensures relation: path_4: \old(!(g->give == GIVE_WAIT_STATE)) ==>
      g->give == \old(g->give) &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == state &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (0);
    ensures relation: complete:
      \old(g->give == GIVE_WAIT_STATE &&
        status == ST_OK && seq == g->seq && state == HOST_PLENTY && g->take == TAKE_NONE && g->link == LINK_UP &&
        host_time_ms <= TIME_MAX_MS) ||
      \old(g->give == GIVE_WAIT_STATE &&
        status == ST_OK && seq == g->seq && state == HOST_PLENTY && g->take == TAKE_NONE && g->link == LINK_UP &&
        !(host_time_ms <= TIME_MAX_MS)) ||
      \old(g->give == GIVE_WAIT_STATE &&
        !(status == ST_OK && seq == g->seq && state == HOST_PLENTY && g->take == TAKE_NONE && g->link == LINK_UP)) ||
      \old(!(g->give == GIVE_WAIT_STATE)); */
void guest_state(struct guest *g, u32 seq, enum status status, enum host_state state,
		 u64 host_time_ms, u64 now_ms, struct guest_fx *fx);

/*@
    ensures relation: path_1: \old(g->give == GIVE_GATHER && g->take == TAKE_NONE && g->state == HOST_PLENTY && pages > 0 && pages <= (g->total_pages - g->given_pages) && g->heard_at_ms <= now_ms) ==>
      g->give == GIVE_WAIT_ACK &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \false) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == pages &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == now_ms &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->send_offer.seq == \old(g->seq) &&
      fx->send_offer.sent_at_ms == \old(g->heard_host_ms + (now_ms - g->heard_at_ms)) &&
      fx->send_offer.ttl_ms == \old(g->ttl_ms) &&
      fx->send_offer.pages == pages &&
      fx->todo == (GUEST_FX_SEND_OFFER);
    ensures relation: path_2: \old(!(g->give == GIVE_GATHER && g->take == TAKE_NONE && g->state == HOST_PLENTY && pages > 0 && pages <= (g->total_pages - g->given_pages) && g->heard_at_ms <= now_ms) &&
        (g->give == GIVE_GATHER || g->give == GIVE_DROPPED)) ==>
      g->give == GIVE_IDLE &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (GUEST_FX_RELEASE_GATHERED);
    ensures relation: path_3: \old(!(g->give == GIVE_GATHER && g->take == TAKE_NONE && g->state == HOST_PLENTY && pages > 0 && pages <= (g->total_pages - g->given_pages) && g->heard_at_ms <= now_ms) &&
        !(g->give == GIVE_GATHER || g->give == GIVE_DROPPED)) ==>
      g->give == \old(g->give) &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (GUEST_FX_RELEASE_GATHERED);
    ensures relation: complete:
      \old(g->give == GIVE_GATHER && g->take == TAKE_NONE && g->state == HOST_PLENTY && pages > 0 && pages <= (g->total_pages - g->given_pages) && g->heard_at_ms <= now_ms) ||
      \old(!(g->give == GIVE_GATHER && g->take == TAKE_NONE && g->state == HOST_PLENTY && pages > 0 && pages <= (g->total_pages - g->given_pages) && g->heard_at_ms <= now_ms) &&
        (g->give == GIVE_GATHER || g->give == GIVE_DROPPED)) ||
      \old(!(g->give == GIVE_GATHER && g->take == TAKE_NONE && g->state == HOST_PLENTY && pages > 0 && pages <= (g->total_pages - g->given_pages) && g->heard_at_ms <= now_ms) &&
        !(g->give == GIVE_GATHER || g->give == GIVE_DROPPED)); */
void guest_offer(struct guest *g, u64 pages, u64 now_ms, struct guest_fx *fx);

/*@
    ensures relation: path_1: \old(agreed && g->link == LINK_UP && g->give == GIVE_IDLE && g->take == TAKE_NONE && g->state == HOST_PLENTY && pages > 0 && pages <= (g->total_pages - g->given_pages) &&
        g->seq < SEQ_LAST) ==>
      g->give == GIVE_WAIT_ACK &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \true) &&
      g->seq == \old(g->seq + 1) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == pages &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == now_ms &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->offer_isolated.seq == \old(g->seq + 1) &&
      fx->offer_isolated.sent_at_ms == TIME_MAX_MS &&
      fx->offer_isolated.ttl_ms == \old(g->ttl_ms) &&
      fx->offer_isolated.pages == pages &&
      fx->todo == (GUEST_FX_OFFER_ISOLATED);
    ensures relation: path_2: \old(agreed && g->link == LINK_UP && g->give == GIVE_IDLE && g->take == TAKE_NONE && g->state == HOST_PLENTY && pages > 0 && pages <= (g->total_pages - g->given_pages) &&
        !(g->seq < SEQ_LAST)) ==>
      g->give == GIVE_WAIT_ACK &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \true) &&
      g->seq == 0 &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == pages &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == now_ms &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->offer_isolated.seq == 0 &&
      fx->offer_isolated.sent_at_ms == TIME_MAX_MS &&
      fx->offer_isolated.ttl_ms == \old(g->ttl_ms) &&
      fx->offer_isolated.pages == pages &&
      fx->todo == (GUEST_FX_OFFER_ISOLATED);
    ensures relation: path_3: \old(!(agreed && g->link == LINK_UP && g->give == GIVE_IDLE && g->take == TAKE_NONE && g->state == HOST_PLENTY && pages > 0 && pages <= (g->total_pages - g->given_pages))) ==>
      g->give == \old(g->give) &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (0);
    ensures relation: complete:
      \old(agreed && g->link == LINK_UP && g->give == GIVE_IDLE && g->take == TAKE_NONE && g->state == HOST_PLENTY && pages > 0 && pages <= (g->total_pages - g->given_pages) &&
        g->seq < SEQ_LAST) ||
      \old(agreed && g->link == LINK_UP && g->give == GIVE_IDLE && g->take == TAKE_NONE && g->state == HOST_PLENTY && pages > 0 && pages <= (g->total_pages - g->given_pages) &&
        !(g->seq < SEQ_LAST)) ||
      \old(!(agreed && g->link == LINK_UP && g->give == GIVE_IDLE && g->take == TAKE_NONE && g->state == HOST_PLENTY && pages > 0 && pages <= (g->total_pages - g->given_pages))); */
void guest_report(struct guest *g, u64 pages, bool agreed, u64 now_ms, struct guest_fx *fx);

/*@
    ensures relation: path_1: \old(g->give == GIVE_WAIT_ACK &&
        status == ST_ACCEPTED && seq == g->seq &&
        g->reporting) ==>
      g->give == GIVE_WAIT_REPORTED &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == state &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->send_report.seq == \old(g->seq) &&
      fx->todo == (GUEST_FX_SEND_REPORT);
    ensures relation: path_2: \old(g->give == GIVE_WAIT_ACK &&
        status == ST_ACCEPTED && seq == g->seq &&
        !g->reporting) ==>
      g->give == GIVE_WAIT_DONE &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == state &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->send_commit.seq == \old(g->seq) &&
      fx->todo == (GUEST_FX_SEND_COMMIT);
    ensures relation: path_3: \old(g->give == GIVE_WAIT_ACK &&
        !(status == ST_ACCEPTED && seq == g->seq)) ==>
      g->give == GIVE_IDLE &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == state &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == 0 &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (GUEST_FX_RELEASE_OFFERED);
    ensures relation: path_4: \old(g->give == GIVE_ABANDONED) ==>
      g->give == GIVE_IDLE &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == state &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (0);
    ensures relation: path_5: \old(!(g->give == GIVE_WAIT_ACK) &&
        !(g->give == GIVE_ABANDONED)) ==>
      g->give == \old(g->give) &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == state &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (0);
    ensures relation: complete:
      \old(g->give == GIVE_WAIT_ACK &&
        status == ST_ACCEPTED && seq == g->seq &&
        g->reporting) ||
      \old(g->give == GIVE_WAIT_ACK &&
        status == ST_ACCEPTED && seq == g->seq &&
        !g->reporting) ||
      \old(g->give == GIVE_WAIT_ACK &&
        !(status == ST_ACCEPTED && seq == g->seq)) ||
      \old(g->give == GIVE_ABANDONED) ||
      \old(!(g->give == GIVE_WAIT_ACK) &&
        !(g->give == GIVE_ABANDONED)); */
void guest_ack(struct guest *g, u32 seq, enum status status, enum host_state state,
	       struct guest_fx *fx);

/*@
    ensures relation: path_1: \old(g->give == GIVE_WAIT_DONE &&
        status == ST_UNKNOWN && seq == g->seq) ==>
      g->give == GIVE_IDLE &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == state &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == 0 &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (GUEST_FX_RELEASE_OFFERED);
    ensures relation: path_2: \old(g->give == GIVE_WAIT_DONE &&
        !(status == ST_UNKNOWN && seq == g->seq)) ==>
      g->give == GIVE_IDLE &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == state &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == 0 &&
      g->given_pages == \old(g->given_pages + g->offered_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (GUEST_FX_KEEP_OFFERED);
    ensures relation: path_3: \old(!(g->give == GIVE_WAIT_DONE)) ==>
      g->give == \old(g->give) &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == state &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (0);
    ensures relation: complete:
      \old(g->give == GIVE_WAIT_DONE &&
        status == ST_UNKNOWN && seq == g->seq) ||
      \old(g->give == GIVE_WAIT_DONE &&
        !(status == ST_UNKNOWN && seq == g->seq)) ||
      \old(!(g->give == GIVE_WAIT_DONE)); */
void guest_done(struct guest *g, u32 seq, enum status status, enum host_state state,
		struct guest_fx *fx);

/*@
    ensures relation: path_1: \old(g->give == GIVE_WAIT_REPORTED) ==>
      g->give == GIVE_IDLE &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == state &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == 0 &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (GUEST_FX_RELEASE_OFFERED);
    ensures relation: path_2: \old(!(g->give == GIVE_WAIT_REPORTED)) ==>
      g->give == \old(g->give) &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == state &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (0);
    ensures relation: complete:
      \old(g->give == GIVE_WAIT_REPORTED) ||
      \old(!(g->give == GIVE_WAIT_REPORTED)); */
void guest_reported(struct guest *g, enum host_state state, struct guest_fx *fx);

/*@
    ensures relation: path_1: \old(g->give == GIVE_WAIT_ACK &&
        g->link == LINK_UP && g->take == TAKE_NONE && want_pages > 0 && fit_extents > 0 && (g->given_pages > 0 || GIVE_ABANDONED == GIVE_WAIT_DONE) &&
        g->take_seq < SEQ_LAST) ==>
      g->give == GIVE_ABANDONED &&
      g->take == TAKE_ASKED &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq + 1) &&
      g->fit_extents == fit_extents &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == 0 &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == now_ms &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->send_reclaim.take_seq == \old(g->take_seq + 1) &&
      fx->send_reclaim.want_pages == want_pages &&
      fx->send_reclaim.near_addr == near_addr &&
      fx->send_reclaim.fit_extents == fit_extents &&
      fx->send_reclaim.grant_ms == \old(g->grant_ms) &&
      fx->todo == (GUEST_FX_RELEASE_OFFERED | GUEST_FX_SEND_RECLAIM);
    ensures relation: path_2: \old(g->give == GIVE_WAIT_ACK &&
        g->link == LINK_UP && g->take == TAKE_NONE && want_pages > 0 && fit_extents > 0 && (g->given_pages > 0 || GIVE_ABANDONED == GIVE_WAIT_DONE) &&
        !(g->take_seq < SEQ_LAST)) ==>
      g->give == GIVE_ABANDONED &&
      g->take == TAKE_ASKED &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == 0 &&
      g->fit_extents == fit_extents &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == 0 &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == now_ms &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->send_reclaim.take_seq == 0 &&
      fx->send_reclaim.want_pages == want_pages &&
      fx->send_reclaim.near_addr == near_addr &&
      fx->send_reclaim.fit_extents == fit_extents &&
      fx->send_reclaim.grant_ms == \old(g->grant_ms) &&
      fx->todo == (GUEST_FX_RELEASE_OFFERED | GUEST_FX_SEND_RECLAIM);
    ensures relation: path_3: \old(g->give == GIVE_WAIT_ACK &&
        !(g->link == LINK_UP && g->take == TAKE_NONE && want_pages > 0 && fit_extents > 0 && (g->given_pages > 0 || GIVE_ABANDONED == GIVE_WAIT_DONE))) ==>
      g->give == GIVE_ABANDONED &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == 0 &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (GUEST_FX_RELEASE_OFFERED);
    ensures relation: path_4: \old(!(g->give == GIVE_WAIT_ACK) &&
        g->give == GIVE_GATHER &&
        g->link == LINK_UP && g->take == TAKE_NONE && want_pages > 0 && fit_extents > 0 && (g->given_pages > 0 || GIVE_DROPPED == GIVE_WAIT_DONE) &&
        g->take_seq < SEQ_LAST) ==>
      g->give == GIVE_DROPPED &&
      g->take == TAKE_ASKED &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq + 1) &&
      g->fit_extents == fit_extents &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == now_ms &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->send_reclaim.take_seq == \old(g->take_seq + 1) &&
      fx->send_reclaim.want_pages == want_pages &&
      fx->send_reclaim.near_addr == near_addr &&
      fx->send_reclaim.fit_extents == fit_extents &&
      fx->send_reclaim.grant_ms == \old(g->grant_ms) &&
      fx->todo == (GUEST_FX_SEND_RECLAIM);
    ensures relation: path_5: \old(!(g->give == GIVE_WAIT_ACK) &&
        g->give == GIVE_GATHER &&
        g->link == LINK_UP && g->take == TAKE_NONE && want_pages > 0 && fit_extents > 0 && (g->given_pages > 0 || GIVE_DROPPED == GIVE_WAIT_DONE) &&
        !(g->take_seq < SEQ_LAST)) ==>
      g->give == GIVE_DROPPED &&
      g->take == TAKE_ASKED &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == 0 &&
      g->fit_extents == fit_extents &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == now_ms &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->send_reclaim.take_seq == 0 &&
      fx->send_reclaim.want_pages == want_pages &&
      fx->send_reclaim.near_addr == near_addr &&
      fx->send_reclaim.fit_extents == fit_extents &&
      fx->send_reclaim.grant_ms == \old(g->grant_ms) &&
      fx->todo == (GUEST_FX_SEND_RECLAIM);
    ensures relation: path_6: \old(!(g->give == GIVE_WAIT_ACK) &&
        g->give == GIVE_GATHER &&
        !(g->link == LINK_UP && g->take == TAKE_NONE && want_pages > 0 && fit_extents > 0 && (g->given_pages > 0 || GIVE_DROPPED == GIVE_WAIT_DONE))) ==>
      g->give == GIVE_DROPPED &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (0);
    ensures relation: path_7: \old(!(g->give == GIVE_WAIT_ACK) &&
        !(g->give == GIVE_GATHER) &&
        g->link == LINK_UP && g->take == TAKE_NONE && want_pages > 0 && fit_extents > 0 && (g->given_pages > 0 || g->give == GIVE_WAIT_DONE) &&
        g->take_seq < SEQ_LAST) ==>
      g->give == \old(g->give) &&
      g->take == TAKE_ASKED &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq + 1) &&
      g->fit_extents == fit_extents &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == now_ms &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->send_reclaim.take_seq == \old(g->take_seq + 1) &&
      fx->send_reclaim.want_pages == want_pages &&
      fx->send_reclaim.near_addr == near_addr &&
      fx->send_reclaim.fit_extents == fit_extents &&
      fx->send_reclaim.grant_ms == \old(g->grant_ms) &&
      fx->todo == (GUEST_FX_SEND_RECLAIM);
    ensures relation: path_8: \old(!(g->give == GIVE_WAIT_ACK) &&
        !(g->give == GIVE_GATHER) &&
        g->link == LINK_UP && g->take == TAKE_NONE && want_pages > 0 && fit_extents > 0 && (g->given_pages > 0 || g->give == GIVE_WAIT_DONE) &&
        !(g->take_seq < SEQ_LAST)) ==>
      g->give == \old(g->give) &&
      g->take == TAKE_ASKED &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == 0 &&
      g->fit_extents == fit_extents &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == now_ms &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->send_reclaim.take_seq == 0 &&
      fx->send_reclaim.want_pages == want_pages &&
      fx->send_reclaim.near_addr == near_addr &&
      fx->send_reclaim.fit_extents == fit_extents &&
      fx->send_reclaim.grant_ms == \old(g->grant_ms) &&
      fx->todo == (GUEST_FX_SEND_RECLAIM);
    ensures relation: path_9: \old(!(g->give == GIVE_WAIT_ACK) &&
        !(g->give == GIVE_GATHER) &&
        !(g->link == LINK_UP && g->take == TAKE_NONE && want_pages > 0 && fit_extents > 0 && (g->given_pages > 0 || g->give == GIVE_WAIT_DONE))) ==>
      g->give == \old(g->give) &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (0);
    ensures relation: complete:
      \old(g->give == GIVE_WAIT_ACK &&
        g->link == LINK_UP && g->take == TAKE_NONE && want_pages > 0 && fit_extents > 0 && (g->given_pages > 0 || GIVE_ABANDONED == GIVE_WAIT_DONE) &&
        g->take_seq < SEQ_LAST) ||
      \old(g->give == GIVE_WAIT_ACK &&
        g->link == LINK_UP && g->take == TAKE_NONE && want_pages > 0 && fit_extents > 0 && (g->given_pages > 0 || GIVE_ABANDONED == GIVE_WAIT_DONE) &&
        !(g->take_seq < SEQ_LAST)) ||
      \old(g->give == GIVE_WAIT_ACK &&
        !(g->link == LINK_UP && g->take == TAKE_NONE && want_pages > 0 && fit_extents > 0 && (g->given_pages > 0 || GIVE_ABANDONED == GIVE_WAIT_DONE))) ||
      \old(!(g->give == GIVE_WAIT_ACK) &&
        g->give == GIVE_GATHER &&
        g->link == LINK_UP && g->take == TAKE_NONE && want_pages > 0 && fit_extents > 0 && (g->given_pages > 0 || GIVE_DROPPED == GIVE_WAIT_DONE) &&
        g->take_seq < SEQ_LAST) ||
      \old(!(g->give == GIVE_WAIT_ACK) &&
        g->give == GIVE_GATHER &&
        g->link == LINK_UP && g->take == TAKE_NONE && want_pages > 0 && fit_extents > 0 && (g->given_pages > 0 || GIVE_DROPPED == GIVE_WAIT_DONE) &&
        !(g->take_seq < SEQ_LAST)) ||
      \old(!(g->give == GIVE_WAIT_ACK) &&
        g->give == GIVE_GATHER &&
        !(g->link == LINK_UP && g->take == TAKE_NONE && want_pages > 0 && fit_extents > 0 && (g->given_pages > 0 || GIVE_DROPPED == GIVE_WAIT_DONE))) ||
      \old(!(g->give == GIVE_WAIT_ACK) &&
        !(g->give == GIVE_GATHER) &&
        g->link == LINK_UP && g->take == TAKE_NONE && want_pages > 0 && fit_extents > 0 && (g->given_pages > 0 || g->give == GIVE_WAIT_DONE) &&
        g->take_seq < SEQ_LAST) ||
      \old(!(g->give == GIVE_WAIT_ACK) &&
        !(g->give == GIVE_GATHER) &&
        g->link == LINK_UP && g->take == TAKE_NONE && want_pages > 0 && fit_extents > 0 && (g->given_pages > 0 || g->give == GIVE_WAIT_DONE) &&
        !(g->take_seq < SEQ_LAST)) ||
      \old(!(g->give == GIVE_WAIT_ACK) &&
        !(g->give == GIVE_GATHER) &&
        !(g->link == LINK_UP && g->take == TAKE_NONE && want_pages > 0 && fit_extents > 0 && (g->given_pages > 0 || g->give == GIVE_WAIT_DONE))); */
void guest_pressure(struct guest *g, u64 want_pages, u64 near_addr, u32 fit_extents, u64 now_ms,
		    struct guest_fx *fx);

/*@
    ensures relation: path_1: \old(g->take != TAKE_NONE &&
        back_extents <= g->fit_extents && back_pages <= g->given_pages && (back_offered_pages == 0 || (g->give == GIVE_WAIT_DONE && back_offered_pages <= g->offered_pages))) ==>
      g->give == \old(g->give) &&
      g->take == TAKE_NONE &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == state &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == 0 &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages - back_offered_pages) &&
      g->given_pages == \old(g->given_pages - back_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (GUEST_FX_ABSORB_GRANT);
    ensures relation: path_2: \old(g->take != TAKE_NONE &&
        !(back_extents <= g->fit_extents && back_pages <= g->given_pages && (back_offered_pages == 0 || (g->give == GIVE_WAIT_DONE && back_offered_pages <= g->offered_pages)))) ==>
      g->give == \old(g->give) &&
      g->take == TAKE_NONE &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == state &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == 0 &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (0);
    ensures relation: path_3: \old(!(g->take != TAKE_NONE)) ==>
      g->give == \old(g->give) &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == state &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (0);
    ensures relation: complete:
      \old(g->take != TAKE_NONE &&
        back_extents <= g->fit_extents && back_pages <= g->given_pages && (back_offered_pages == 0 || (g->give == GIVE_WAIT_DONE && back_offered_pages <= g->offered_pages))) ||
      \old(g->take != TAKE_NONE &&
        !(back_extents <= g->fit_extents && back_pages <= g->given_pages && (back_offered_pages == 0 || (g->give == GIVE_WAIT_DONE && back_offered_pages <= g->offered_pages)))) ||
      \old(!(g->take != TAKE_NONE)); */
void guest_grant(struct guest *g, enum host_state state, u32 back_extents, u64 back_pages,
		 u64 back_offered_pages, struct guest_fx *fx);

/*@
    ensures relation: path_1: \old(g->give == GIVE_WAIT_ACK && now_ms >= g->sent_at_ms && (now_ms - g->sent_at_ms) >= g->ttl_ms &&
        g->take == TAKE_ASKED && now_ms >= g->asked_at_ms && (now_ms - g->asked_at_ms) >= g->grant_ms) ==>
      g->give == GIVE_ABANDONED &&
      g->take == TAKE_OVERDUE &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == 0 &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->warn_overdue.take_seq == \old(g->take_seq) &&
      fx->todo == (GUEST_FX_RELEASE_OFFERED | GUEST_FX_WARN_OVERDUE);
    ensures relation: path_2: \old(g->give == GIVE_WAIT_ACK && now_ms >= g->sent_at_ms && (now_ms - g->sent_at_ms) >= g->ttl_ms &&
        !(g->take == TAKE_ASKED && now_ms >= g->asked_at_ms && (now_ms - g->asked_at_ms) >= g->grant_ms)) ==>
      g->give == GIVE_ABANDONED &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == 0 &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (GUEST_FX_RELEASE_OFFERED);
    ensures relation: path_3: \old(!(g->give == GIVE_WAIT_ACK && now_ms >= g->sent_at_ms && (now_ms - g->sent_at_ms) >= g->ttl_ms) &&
        g->take == TAKE_ASKED && now_ms >= g->asked_at_ms && (now_ms - g->asked_at_ms) >= g->grant_ms) ==>
      g->give == \old(g->give) &&
      g->take == TAKE_OVERDUE &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->warn_overdue.take_seq == \old(g->take_seq) &&
      fx->todo == (GUEST_FX_WARN_OVERDUE);
    ensures relation: path_4: \old(!(g->give == GIVE_WAIT_ACK && now_ms >= g->sent_at_ms && (now_ms - g->sent_at_ms) >= g->ttl_ms) &&
        !(g->take == TAKE_ASKED && now_ms >= g->asked_at_ms && (now_ms - g->asked_at_ms) >= g->grant_ms)) ==>
      g->give == \old(g->give) &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (0);
    ensures relation: complete:
      \old(g->give == GIVE_WAIT_ACK && now_ms >= g->sent_at_ms && (now_ms - g->sent_at_ms) >= g->ttl_ms &&
        g->take == TAKE_ASKED && now_ms >= g->asked_at_ms && (now_ms - g->asked_at_ms) >= g->grant_ms) ||
      \old(g->give == GIVE_WAIT_ACK && now_ms >= g->sent_at_ms && (now_ms - g->sent_at_ms) >= g->ttl_ms &&
        !(g->take == TAKE_ASKED && now_ms >= g->asked_at_ms && (now_ms - g->asked_at_ms) >= g->grant_ms)) ||
      \old(!(g->give == GIVE_WAIT_ACK && now_ms >= g->sent_at_ms && (now_ms - g->sent_at_ms) >= g->ttl_ms) &&
        g->take == TAKE_ASKED && now_ms >= g->asked_at_ms && (now_ms - g->asked_at_ms) >= g->grant_ms) ||
      \old(!(g->give == GIVE_WAIT_ACK && now_ms >= g->sent_at_ms && (now_ms - g->sent_at_ms) >= g->ttl_ms) &&
        !(g->take == TAKE_ASKED && now_ms >= g->asked_at_ms && (now_ms - g->asked_at_ms) >= g->grant_ms)); */
void guest_tick(struct guest *g, u64 now_ms, struct guest_fx *fx);

/*@
    ensures relation: path_1: \old(\true) ==>
      g->give == \old(g->give) &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == state &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (0);
    ensures relation: complete:
      \old(\true); */
void guest_host(struct guest *g, enum host_state state, struct guest_fx *fx);

/*@
    ensures relation: path_1: \old(\true) ==>
      g->give == \old(g->give) &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == target_pages &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (0);
    ensures relation: complete:
      \old(\true); */
void guest_target(struct guest *g, u64 target_pages, struct guest_fx *fx);

/*@
    ensures relation: path_1: \old(\true) ==>
      g->give == \old(g->give) &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == ttl_ms &&
      g->grant_ms == grant_ms &&
      fx->todo == (0);
    ensures relation: complete:
      \old(\true); */
void guest_patience(struct guest *g, u32 ttl_ms, u32 grant_ms, struct guest_fx *fx);

/*@
    ensures relation: path_1: \old(g->stats == STATS_IDLE &&
        g->link == LINK_UP) ==>
      g->give == \old(g->give) &&
      g->take == \old(g->take) &&
      g->stats == STATS_SENT &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (GUEST_FX_SEND_STATS);
    ensures relation: path_2: \old(g->stats == STATS_IDLE &&
        !(g->link == LINK_UP)) ==>
      g->give == \old(g->give) &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (0);
    ensures relation: path_3: \old(g->stats == STATS_SENT) ==>
      g->give == \old(g->give) &&
      g->take == \old(g->take) &&
      g->stats == STATS_AGAIN &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (0);
    ensures relation: path_4: \old(!(g->stats == STATS_IDLE) &&
        !(g->stats == STATS_SENT)) ==>
      g->give == \old(g->give) &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (0);
    ensures relation: complete:
      \old(g->stats == STATS_IDLE &&
        g->link == LINK_UP) ||
      \old(g->stats == STATS_IDLE &&
        !(g->link == LINK_UP)) ||
      \old(g->stats == STATS_SENT) ||
      \old(!(g->stats == STATS_IDLE) &&
        !(g->stats == STATS_SENT)); */
void guest_stats(struct guest *g, struct guest_fx *fx);

/*@
    ensures relation: path_1: \old(g->stats == STATS_AGAIN && g->link == LINK_UP) ==>
      g->give == \old(g->give) &&
      g->take == \old(g->take) &&
      g->stats == STATS_SENT &&
      g->link == \old(g->link) &&
      g->state == state &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (GUEST_FX_SEND_STATS);
    ensures relation: path_2: \old(!(g->stats == STATS_AGAIN && g->link == LINK_UP)) ==>
      g->give == \old(g->give) &&
      g->take == \old(g->take) &&
      g->stats == STATS_IDLE &&
      g->link == \old(g->link) &&
      g->state == state &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (0);
    ensures relation: complete:
      \old(g->stats == STATS_AGAIN && g->link == LINK_UP) ||
      \old(!(g->stats == STATS_AGAIN && g->link == LINK_UP)); */
void guest_stats_taken(struct guest *g, enum host_state state, struct guest_fx *fx);

/*@
    ensures relation: path_1: \old(g->link == LINK_UP &&
        g->give == GIVE_WAIT_ACK) ==>
      g->give == GIVE_ABANDONED &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == LINK_STOPPING &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == 0 &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (GUEST_FX_RELEASE_OFFERED);
    ensures relation: path_2: \old(g->link == LINK_UP &&
        g->give == GIVE_GATHER) ==>
      g->give == GIVE_DROPPED &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == LINK_STOPPING &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (0);
    ensures relation: path_3: \old(g->link == LINK_UP &&
        !(g->give == GIVE_WAIT_ACK) &&
        !(g->give == GIVE_GATHER)) ==>
      g->give == \old(g->give) &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == LINK_STOPPING &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (0);
    ensures relation: path_4: \old(!(g->link == LINK_UP) &&
        g->give == GIVE_WAIT_ACK) ==>
      g->give == GIVE_ABANDONED &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == 0 &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (GUEST_FX_RELEASE_OFFERED);
    ensures relation: path_5: \old(!(g->link == LINK_UP) &&
        g->give == GIVE_GATHER) ==>
      g->give == GIVE_DROPPED &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (0);
    ensures relation: path_6: \old(!(g->link == LINK_UP) &&
        !(g->give == GIVE_WAIT_ACK) &&
        !(g->give == GIVE_GATHER)) ==>
      g->give == \old(g->give) &&
      g->take == \old(g->take) &&
      g->stats == \old(g->stats) &&
      g->link == \old(g->link) &&
      g->state == \old(g->state) &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == \old(g->fit_extents) &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == \old(g->offered_pages) &&
      g->given_pages == \old(g->given_pages) &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == \old(g->target_pages) &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (0);
    ensures relation: complete:
      \old(g->link == LINK_UP &&
        g->give == GIVE_WAIT_ACK) ||
      \old(g->link == LINK_UP &&
        g->give == GIVE_GATHER) ||
      \old(g->link == LINK_UP &&
        !(g->give == GIVE_WAIT_ACK) &&
        !(g->give == GIVE_GATHER)) ||
      \old(!(g->link == LINK_UP) &&
        g->give == GIVE_WAIT_ACK) ||
      \old(!(g->link == LINK_UP) &&
        g->give == GIVE_GATHER) ||
      \old(!(g->link == LINK_UP) &&
        !(g->give == GIVE_WAIT_ACK) &&
        !(g->give == GIVE_GATHER)); */
void guest_stop(struct guest *g, struct guest_fx *fx);

/*@
    ensures relation: path_1: \old(\true) ==>
      g->give == GIVE_IDLE &&
      g->take == TAKE_NONE &&
      g->stats == STATS_IDLE &&
      g->link == LINK_DOWN &&
      g->state == HOST_PLENTY &&
      (g->reporting <==> \old(g->reporting)) &&
      g->seq == \old(g->seq) &&
      g->take_seq == \old(g->take_seq) &&
      g->fit_extents == 0 &&
      g->want_pages == \old(g->want_pages) &&
      g->offered_pages == 0 &&
      g->given_pages == 0 &&
      g->total_pages == \old(g->total_pages) &&
      g->target_pages == TARGET_NONE &&
      g->heard_host_ms == \old(g->heard_host_ms) &&
      g->heard_at_ms == \old(g->heard_at_ms) &&
      g->sent_at_ms == \old(g->sent_at_ms) &&
      g->asked_at_ms == \old(g->asked_at_ms) &&
      g->ttl_ms == \old(g->ttl_ms) &&
      g->grant_ms == \old(g->grant_ms) &&
      fx->todo == (GUEST_FX_RELEASE_OFFERED | GUEST_FX_RELEASE_GIVEN);
    ensures relation: complete:
      \old(\true); */
void guest_reset(struct guest *g, struct guest_fx *fx);

/*@
    ensures relation: path_1: \old(\true) ==>
      h->resv == RESV_NONE &&
      h->state == HOST_PLENTY &&
      (h->resv_report <==> \false) &&
      h->resv_seq == 0 &&
      h->reserved_pages == 0 &&
      h->held_pages == 0 &&
      h->total_pages == total_pages &&
      h->target_pages == TARGET_NONE &&
      (h->tell_state <==> \false) &&
      (h->tell_target <==> \false) &&
      (h->tell_stats <==> \false) &&
      fx->todo == (0);
    ensures relation: complete:
      \old(\true); */
void host_init(struct host *h, u64 total_pages, struct host_fx *fx);

/*@
    ensures relation: path_1: \old(\true) ==>
      h->resv == \old(h->resv) &&
      h->state == \old(h->state) &&
      (h->resv_report <==> \old(h->resv_report)) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == \old(h->reserved_pages) &&
      h->held_pages == \old(h->held_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \old(h->tell_state)) &&
      (h->tell_target <==> \old(h->tell_target)) &&
      (h->tell_stats <==> \old(h->tell_stats)) &&
      fx->reply.status == ST_OK &&
      fx->reply.seq == seq &&
      fx->reply.state == \old(h->state) &&
      fx->reply.now_ms == now_ms &&
      fx->todo == (HOST_FX_REPLY);
    ensures relation: complete:
      \old(\true); */
void host_query(struct host *h, u32 seq, u64 now_ms, struct host_fx *fx);

/*@
    ensures relation: path_1: \old(h->resv == RESV_DISCARDING) ==>
      h->resv == \old(h->resv) &&
      h->state == \old(h->state) &&
      (h->resv_report <==> \old(h->resv_report)) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == \old(h->reserved_pages) &&
      h->held_pages == \old(h->held_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \old(h->tell_state)) &&
      (h->tell_target <==> \old(h->tell_target)) &&
      (h->tell_stats <==> \old(h->tell_stats)) &&
      fx->reply.status == ST_BAD &&
      fx->reply.seq == seq &&
      fx->reply.state == \old(h->state) &&
      fx->reply.now_ms == now_ms &&
      fx->todo == (HOST_FX_REPLY);
    ensures relation: path_2: \old(!(h->resv == RESV_DISCARDING) &&
        (!valid || pages == 0 || pages > (h->total_pages - h->held_pages))) ==>
      h->resv == RESV_NONE &&
      h->state == \old(h->state) &&
      (h->resv_report <==> \old(h->resv_report)) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == 0 &&
      h->held_pages == \old(h->held_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \old(h->tell_state)) &&
      (h->tell_target <==> \old(h->tell_target)) &&
      (h->tell_stats <==> \old(h->tell_stats)) &&
      fx->reply.status == ST_BAD &&
      fx->reply.seq == seq &&
      fx->reply.state == \old(h->state) &&
      fx->reply.now_ms == now_ms &&
      fx->todo == (HOST_FX_DROP_RESERVED | HOST_FX_REPLY);
    ensures relation: path_3: \old(!(h->resv == RESV_DISCARDING) &&
        !(!valid || pages == 0 || pages > (h->total_pages - h->held_pages)) &&
        h->state != HOST_PLENTY) ==>
      h->resv == RESV_NONE &&
      h->state == \old(h->state) &&
      (h->resv_report <==> \old(h->resv_report)) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == 0 &&
      h->held_pages == \old(h->held_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \old(h->tell_state)) &&
      (h->tell_target <==> \old(h->tell_target)) &&
      (h->tell_stats <==> \old(h->tell_stats)) &&
      fx->reply.status == ST_REFUSED_HOST &&
      fx->reply.seq == seq &&
      fx->reply.state == \old(h->state) &&
      fx->reply.now_ms == now_ms &&
      fx->todo == (HOST_FX_DROP_RESERVED | HOST_FX_REPLY);
    ensures relation: path_4: \old(!(h->resv == RESV_DISCARDING) &&
        !(!valid || pages == 0 || pages > (h->total_pages - h->held_pages)) &&
        !(h->state != HOST_PLENTY) &&
        now_ms >= sent_at_ms && (now_ms - sent_at_ms) > ttl_ms) ==>
      h->resv == RESV_NONE &&
      h->state == \old(h->state) &&
      (h->resv_report <==> \old(h->resv_report)) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == 0 &&
      h->held_pages == \old(h->held_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \old(h->tell_state)) &&
      (h->tell_target <==> \old(h->tell_target)) &&
      (h->tell_stats <==> \old(h->tell_stats)) &&
      fx->reply.status == ST_REFUSED_LATE &&
      fx->reply.seq == seq &&
      fx->reply.state == \old(h->state) &&
      fx->reply.now_ms == now_ms &&
      fx->todo == (HOST_FX_DROP_RESERVED | HOST_FX_REPLY);
    ensures relation: path_5: \old(!(h->resv == RESV_DISCARDING) &&
        !(!valid || pages == 0 || pages > (h->total_pages - h->held_pages)) &&
        !(h->state != HOST_PLENTY) &&
        !(now_ms >= sent_at_ms && (now_ms - sent_at_ms) > ttl_ms)) ==>
      h->resv == RESV_HELD &&
      h->state == \old(h->state) &&
      (h->resv_report <==> \old(h->resv_report)) &&
      h->resv_seq == seq &&
      h->reserved_pages == pages &&
      h->held_pages == \old(h->held_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \old(h->tell_state)) &&
      (h->tell_target <==> \old(h->tell_target)) &&
      (h->tell_stats <==> \old(h->tell_stats)) &&
      fx->reply.status == ST_ACCEPTED &&
      fx->reply.seq == seq &&
      fx->reply.state == \old(h->state) &&
      fx->reply.now_ms == now_ms &&
      fx->todo == (HOST_FX_RESERVE | HOST_FX_REPLY);
    ensures relation: complete:
      \old(h->resv == RESV_DISCARDING) ||
      \old(!(h->resv == RESV_DISCARDING) &&
        (!valid || pages == 0 || pages > (h->total_pages - h->held_pages))) ||
      \old(!(h->resv == RESV_DISCARDING) &&
        !(!valid || pages == 0 || pages > (h->total_pages - h->held_pages)) &&
        h->state != HOST_PLENTY) ||
      \old(!(h->resv == RESV_DISCARDING) &&
        !(!valid || pages == 0 || pages > (h->total_pages - h->held_pages)) &&
        !(h->state != HOST_PLENTY) &&
        now_ms >= sent_at_ms && (now_ms - sent_at_ms) > ttl_ms) ||
      \old(!(h->resv == RESV_DISCARDING) &&
        !(!valid || pages == 0 || pages > (h->total_pages - h->held_pages)) &&
        !(h->state != HOST_PLENTY) &&
        !(now_ms >= sent_at_ms && (now_ms - sent_at_ms) > ttl_ms)); */
void host_offer(struct host *h, u32 seq, u64 sent_at_ms, u32 ttl_ms, u64 pages, bool valid,
		u64 now_ms, struct host_fx *fx);

/*@
    ensures relation: path_1: \old(h->resv == RESV_HELD && seq == h->resv_seq) ==>
      h->resv == RESV_DISCARDING &&
      h->state == \old(h->state) &&
      (h->resv_report <==> \old(h->resv_report)) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == \old(h->reserved_pages) &&
      h->held_pages == \old(h->held_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \old(h->tell_state)) &&
      (h->tell_target <==> \old(h->tell_target)) &&
      (h->tell_stats <==> \old(h->tell_stats)) &&
      fx->todo == (HOST_FX_DISCARD);
    ensures relation: path_2: \old(!(h->resv == RESV_HELD && seq == h->resv_seq) &&
        h->resv == RESV_DISCARDING) ==>
      h->resv == \old(h->resv) &&
      h->state == \old(h->state) &&
      (h->resv_report <==> \old(h->resv_report)) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == \old(h->reserved_pages) &&
      h->held_pages == \old(h->held_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \old(h->tell_state)) &&
      (h->tell_target <==> \old(h->tell_target)) &&
      (h->tell_stats <==> \old(h->tell_stats)) &&
      fx->reply.status == ST_BAD &&
      fx->reply.seq == seq &&
      fx->reply.state == \old(h->state) &&
      fx->reply.now_ms == now_ms &&
      fx->todo == (HOST_FX_REPLY);
    ensures relation: path_3: \old(!(h->resv == RESV_HELD && seq == h->resv_seq) &&
        !(h->resv == RESV_DISCARDING)) ==>
      h->resv == \old(h->resv) &&
      h->state == \old(h->state) &&
      (h->resv_report <==> \old(h->resv_report)) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == \old(h->reserved_pages) &&
      h->held_pages == \old(h->held_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \old(h->tell_state)) &&
      (h->tell_target <==> \old(h->tell_target)) &&
      (h->tell_stats <==> \old(h->tell_stats)) &&
      fx->reply.status == ST_UNKNOWN &&
      fx->reply.seq == seq &&
      fx->reply.state == \old(h->state) &&
      fx->reply.now_ms == now_ms &&
      fx->todo == (HOST_FX_REPLY);
    ensures relation: complete:
      \old(h->resv == RESV_HELD && seq == h->resv_seq) ||
      \old(!(h->resv == RESV_HELD && seq == h->resv_seq) &&
        h->resv == RESV_DISCARDING) ||
      \old(!(h->resv == RESV_HELD && seq == h->resv_seq) &&
        !(h->resv == RESV_DISCARDING)); */
void host_commit(struct host *h, u32 seq, u64 now_ms, struct host_fx *fx);

/*@
    ensures relation: path_1: \old(agreed && h->resv == RESV_HELD && seq == h->resv_seq) ==>
      h->resv == RESV_DISCARDING &&
      h->state == \old(h->state) &&
      (h->resv_report <==> \true) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == \old(h->reserved_pages) &&
      h->held_pages == \old(h->held_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \old(h->tell_state)) &&
      (h->tell_target <==> \old(h->tell_target)) &&
      (h->tell_stats <==> \old(h->tell_stats)) &&
      fx->todo == (HOST_FX_DISCARD);
    ensures relation: path_2: \old(!(agreed && h->resv == RESV_HELD && seq == h->resv_seq) &&
        (!agreed || h->resv == RESV_DISCARDING)) ==>
      h->resv == \old(h->resv) &&
      h->state == \old(h->state) &&
      (h->resv_report <==> \old(h->resv_report)) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == \old(h->reserved_pages) &&
      h->held_pages == \old(h->held_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \old(h->tell_state)) &&
      (h->tell_target <==> \old(h->tell_target)) &&
      (h->tell_stats <==> \old(h->tell_stats)) &&
      fx->reply.status == ST_BAD &&
      fx->reply.seq == seq &&
      fx->reply.state == \old(h->state) &&
      fx->reply.now_ms == now_ms &&
      fx->todo == (HOST_FX_REPLY);
    ensures relation: path_3: \old(!(agreed && h->resv == RESV_HELD && seq == h->resv_seq) &&
        !(!agreed || h->resv == RESV_DISCARDING)) ==>
      h->resv == \old(h->resv) &&
      h->state == \old(h->state) &&
      (h->resv_report <==> \old(h->resv_report)) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == \old(h->reserved_pages) &&
      h->held_pages == \old(h->held_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \old(h->tell_state)) &&
      (h->tell_target <==> \old(h->tell_target)) &&
      (h->tell_stats <==> \old(h->tell_stats)) &&
      fx->reply.status == ST_UNKNOWN &&
      fx->reply.seq == seq &&
      fx->reply.state == \old(h->state) &&
      fx->reply.now_ms == now_ms &&
      fx->todo == (HOST_FX_REPLY);
    ensures relation: complete:
      \old(agreed && h->resv == RESV_HELD && seq == h->resv_seq) ||
      \old(!(agreed && h->resv == RESV_HELD && seq == h->resv_seq) &&
        (!agreed || h->resv == RESV_DISCARDING)) ||
      \old(!(agreed && h->resv == RESV_HELD && seq == h->resv_seq) &&
        !(!agreed || h->resv == RESV_DISCARDING)); */
void host_report(struct host *h, u32 seq, bool agreed, u64 now_ms, struct host_fx *fx);

/*@
    ensures relation: path_1: \old(h->resv == RESV_DISCARDING &&
        h->resv_report) ==>
      h->resv == RESV_NONE &&
      h->state == \old(h->state) &&
      (h->resv_report <==> \false) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == 0 &&
      h->held_pages == \old(h->held_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \old(h->tell_state)) &&
      (h->tell_target <==> \old(h->tell_target)) &&
      (h->tell_stats <==> \old(h->tell_stats)) &&
      fx->reply_report.status == ST_DONE &&
      fx->reply_report.seq == \old(h->resv_seq) &&
      fx->reply_report.state == \old(h->state) &&
      fx->reply_report.now_ms == now_ms &&
      fx->todo == (HOST_FX_REPLY_REPORT);
    ensures relation: path_2: \old(h->resv == RESV_DISCARDING &&
        !h->resv_report) ==>
      h->resv == RESV_NONE &&
      h->state == \old(h->state) &&
      (h->resv_report <==> \old(h->resv_report)) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == 0 &&
      h->held_pages == \old(h->held_pages + h->reserved_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \old(h->tell_state)) &&
      (h->tell_target <==> \old(h->tell_target)) &&
      (h->tell_stats <==> \old(h->tell_stats)) &&
      fx->reply_commit.status == ST_DONE &&
      fx->reply_commit.seq == \old(h->resv_seq) &&
      fx->reply_commit.state == \old(h->state) &&
      fx->reply_commit.now_ms == now_ms &&
      fx->todo == (HOST_FX_HOLD | HOST_FX_REPLY_COMMIT);
    ensures relation: path_3: \old(!(h->resv == RESV_DISCARDING)) ==>
      h->resv == \old(h->resv) &&
      h->state == \old(h->state) &&
      (h->resv_report <==> \old(h->resv_report)) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == \old(h->reserved_pages) &&
      h->held_pages == \old(h->held_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \old(h->tell_state)) &&
      (h->tell_target <==> \old(h->tell_target)) &&
      (h->tell_stats <==> \old(h->tell_stats)) &&
      fx->todo == (0);
    ensures relation: complete:
      \old(h->resv == RESV_DISCARDING &&
        h->resv_report) ||
      \old(h->resv == RESV_DISCARDING &&
        !h->resv_report) ||
      \old(!(h->resv == RESV_DISCARDING)); */
void host_discarded(struct host *h, u64 now_ms, struct host_fx *fx);

/*@
    ensures relation: path_1: \old((h->state == HOST_TIGHT || pick_pages > want_pages || pick_pages > h->held_pages)) ==>
      h->resv == \old(h->resv) &&
      h->state == \old(h->state) &&
      (h->resv_report <==> \old(h->resv_report)) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == \old(h->reserved_pages) &&
      h->held_pages == \old(h->held_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \old(h->tell_state)) &&
      (h->tell_target <==> \old(h->tell_target)) &&
      (h->tell_stats <==> \old(h->tell_stats)) &&
      fx->reply_grant.status == ST_REFUSED_HOST &&
      fx->reply_grant.seq == seq &&
      fx->reply_grant.state == \old(h->state) &&
      fx->reply_grant.pick_pages == 0 &&
      fx->reply_grant.now_ms == now_ms &&
      fx->todo == (HOST_FX_REPLY_GRANT);
    ensures relation: path_2: \old(!(h->state == HOST_TIGHT || pick_pages > want_pages || pick_pages > h->held_pages)) ==>
      h->resv == \old(h->resv) &&
      h->state == \old(h->state) &&
      (h->resv_report <==> \old(h->resv_report)) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == \old(h->reserved_pages) &&
      h->held_pages == \old(h->held_pages - pick_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \old(h->tell_state)) &&
      (h->tell_target <==> \old(h->tell_target)) &&
      (h->tell_stats <==> \old(h->tell_stats)) &&
      fx->reply_grant.status == ST_GRANTED &&
      fx->reply_grant.seq == seq &&
      fx->reply_grant.state == \old(h->state) &&
      fx->reply_grant.pick_pages == pick_pages &&
      fx->reply_grant.now_ms == now_ms &&
      fx->todo == (HOST_FX_GRANT | HOST_FX_REPLY_GRANT);
    ensures relation: complete:
      \old((h->state == HOST_TIGHT || pick_pages > want_pages || pick_pages > h->held_pages)) ||
      \old(!(h->state == HOST_TIGHT || pick_pages > want_pages || pick_pages > h->held_pages)); */
void host_reclaim(struct host *h, u32 seq, u64 want_pages, u64 pick_pages, u64 now_ms,
		  struct host_fx *fx);

/*@
    ensures relation: path_1: \old(\true) ==>
      h->resv == \old(h->resv) &&
      h->state == \old(h->state) &&
      (h->resv_report <==> \old(h->resv_report)) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == \old(h->reserved_pages) &&
      h->held_pages == \old(h->held_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \old(h->tell_state)) &&
      (h->tell_target <==> \old(h->tell_target)) &&
      (h->tell_stats <==> \old(h->tell_stats)) &&
      fx->reply.status == ST_OK &&
      fx->reply.seq == seq &&
      fx->reply.state == \old(h->state) &&
      fx->reply.now_ms == now_ms &&
      fx->todo == (HOST_FX_PUBLISH_STATS | HOST_FX_REPLY);
    ensures relation: complete:
      \old(\true); */
void host_stats(struct host *h, u32 seq, u64 now_ms, struct host_fx *fx);

/*@
    ensures relation: path_1: \old(\true) ==>
      h->resv == \old(h->resv) &&
      h->state == \old(h->state) &&
      (h->resv_report <==> \old(h->resv_report)) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == \old(h->reserved_pages) &&
      h->held_pages == \old(h->held_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \old(h->tell_state)) &&
      (h->tell_target <==> \old(h->tell_target)) &&
      (h->tell_stats <==> \old(h->tell_stats)) &&
      fx->reply.status == ST_BAD &&
      fx->reply.seq == 0 &&
      fx->reply.state == \old(h->state) &&
      fx->reply.now_ms == now_ms &&
      fx->todo == (HOST_FX_REPLY);
    ensures relation: complete:
      \old(\true); */
void host_bad(struct host *h, u64 now_ms, struct host_fx *fx);

/*@
    ensures relation: path_1: \old(h->state != state) ==>
      h->resv == \old(h->resv) &&
      h->state == state &&
      (h->resv_report <==> \old(h->resv_report)) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == \old(h->reserved_pages) &&
      h->held_pages == \old(h->held_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \true) &&
      (h->tell_target <==> \old(h->tell_target)) &&
      (h->tell_stats <==> \old(h->tell_stats)) &&
      fx->todo == (HOST_FX_TELL);
    ensures relation: path_2: \old(!(h->state != state)) ==>
      h->resv == \old(h->resv) &&
      h->state == \old(h->state) &&
      (h->resv_report <==> \old(h->resv_report)) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == \old(h->reserved_pages) &&
      h->held_pages == \old(h->held_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \old(h->tell_state)) &&
      (h->tell_target <==> \old(h->tell_target)) &&
      (h->tell_stats <==> \old(h->tell_stats)) &&
      fx->todo == (0);
    ensures relation: complete:
      \old(h->state != state) ||
      \old(!(h->state != state)); */
void host_set_state(struct host *h, enum host_state state, struct host_fx *fx);

/*@
    ensures relation: path_1: \old(h->resv == RESV_DISCARDING) ==>
      h->resv == \old(h->resv) &&
      h->state == state &&
      (h->resv_report <==> \old(h->resv_report)) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == \old(h->reserved_pages) &&
      h->held_pages == \old(h->held_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \true) &&
      (h->tell_target <==> \old(h->tell_target)) &&
      (h->tell_stats <==> \old(h->tell_stats)) &&
      fx->todo == (HOST_FX_DISCARD | HOST_FX_TELL);
    ensures relation: path_2: \old(!(h->resv == RESV_DISCARDING)) ==>
      h->resv == \old(h->resv) &&
      h->state == state &&
      (h->resv_report <==> \old(h->resv_report)) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == \old(h->reserved_pages) &&
      h->held_pages == \old(h->held_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \true) &&
      (h->tell_target <==> \old(h->tell_target)) &&
      (h->tell_stats <==> \old(h->tell_stats)) &&
      fx->todo == (HOST_FX_TELL);
    ensures relation: complete:
      \old(h->resv == RESV_DISCARDING) ||
      \old(!(h->resv == RESV_DISCARDING)); */
void host_load(struct host *h, enum host_state state, struct host_fx *fx);

/*@
    ensures relation: path_1: \old(\true) ==>
      h->resv == \old(h->resv) &&
      h->state == \old(h->state) &&
      (h->resv_report <==> \old(h->resv_report)) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == \old(h->reserved_pages) &&
      h->held_pages == \old(h->held_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == target_pages &&
      (h->tell_state <==> \old(h->tell_state)) &&
      (h->tell_target <==> \true) &&
      (h->tell_stats <==> \old(h->tell_stats)) &&
      fx->todo == (HOST_FX_TELL);
    ensures relation: complete:
      \old(\true); */
void host_set_target(struct host *h, u64 target_pages, struct host_fx *fx);

/*@
    ensures relation: path_1: \old(\true) ==>
      h->resv == \old(h->resv) &&
      h->state == \old(h->state) &&
      (h->resv_report <==> \old(h->resv_report)) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == \old(h->reserved_pages) &&
      h->held_pages == \old(h->held_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \old(h->tell_state)) &&
      (h->tell_target <==> \old(h->tell_target)) &&
      (h->tell_stats <==> \true) &&
      fx->todo == (HOST_FX_TELL);
    ensures relation: complete:
      \old(\true); */
void host_want_stats(struct host *h, struct host_fx *fx);

/*@
    ensures relation: path_1: \old(h->tell_state &&
        (h->tell_target || h->tell_stats)) ==>
      h->resv == \old(h->resv) &&
      h->state == \old(h->state) &&
      (h->resv_report <==> \old(h->resv_report)) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == \old(h->reserved_pages) &&
      h->held_pages == \old(h->held_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \false) &&
      (h->tell_target <==> \old(h->tell_target)) &&
      (h->tell_stats <==> \old(h->tell_stats)) &&
      fx->notice.notice == NOTICE_STATE &&
      fx->notice.state == \old(h->state) &&
      fx->notice.target_pages == \old(h->target_pages) &&
      fx->notice.now_ms == now_ms &&
      fx->todo == (HOST_FX_NOTICE | HOST_FX_TELL);
    ensures relation: path_2: \old(h->tell_state &&
        !(h->tell_target || h->tell_stats)) ==>
      h->resv == \old(h->resv) &&
      h->state == \old(h->state) &&
      (h->resv_report <==> \old(h->resv_report)) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == \old(h->reserved_pages) &&
      h->held_pages == \old(h->held_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \false) &&
      (h->tell_target <==> \old(h->tell_target)) &&
      (h->tell_stats <==> \old(h->tell_stats)) &&
      fx->notice.notice == NOTICE_STATE &&
      fx->notice.state == \old(h->state) &&
      fx->notice.target_pages == \old(h->target_pages) &&
      fx->notice.now_ms == now_ms &&
      fx->todo == (HOST_FX_NOTICE);
    ensures relation: path_3: \old(!h->tell_state &&
        h->tell_target &&
        (\false || h->tell_stats)) ==>
      h->resv == \old(h->resv) &&
      h->state == \old(h->state) &&
      (h->resv_report <==> \old(h->resv_report)) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == \old(h->reserved_pages) &&
      h->held_pages == \old(h->held_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \old(h->tell_state)) &&
      (h->tell_target <==> \false) &&
      (h->tell_stats <==> \old(h->tell_stats)) &&
      fx->notice.notice == NOTICE_TARGET &&
      fx->notice.state == \old(h->state) &&
      fx->notice.target_pages == \old(h->target_pages) &&
      fx->notice.now_ms == now_ms &&
      fx->todo == (HOST_FX_NOTICE | HOST_FX_TELL);
    ensures relation: path_4: \old(!h->tell_state &&
        h->tell_target &&
        !(\false || h->tell_stats)) ==>
      h->resv == \old(h->resv) &&
      h->state == \old(h->state) &&
      (h->resv_report <==> \old(h->resv_report)) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == \old(h->reserved_pages) &&
      h->held_pages == \old(h->held_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \old(h->tell_state)) &&
      (h->tell_target <==> \false) &&
      (h->tell_stats <==> \old(h->tell_stats)) &&
      fx->notice.notice == NOTICE_TARGET &&
      fx->notice.state == \old(h->state) &&
      fx->notice.target_pages == \old(h->target_pages) &&
      fx->notice.now_ms == now_ms &&
      fx->todo == (HOST_FX_NOTICE);
    ensures relation: path_5: \old(!h->tell_state &&
        !h->tell_target &&
        h->tell_stats &&
        (h->tell_target || \false)) ==>
      h->resv == \old(h->resv) &&
      h->state == \old(h->state) &&
      (h->resv_report <==> \old(h->resv_report)) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == \old(h->reserved_pages) &&
      h->held_pages == \old(h->held_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \old(h->tell_state)) &&
      (h->tell_target <==> \old(h->tell_target)) &&
      (h->tell_stats <==> \false) &&
      fx->notice.notice == NOTICE_STATS &&
      fx->notice.state == \old(h->state) &&
      fx->notice.target_pages == \old(h->target_pages) &&
      fx->notice.now_ms == now_ms &&
      fx->todo == (HOST_FX_NOTICE | HOST_FX_TELL);
    ensures relation: path_6: \old(!h->tell_state &&
        !h->tell_target &&
        h->tell_stats &&
        !(h->tell_target || \false)) ==>
      h->resv == \old(h->resv) &&
      h->state == \old(h->state) &&
      (h->resv_report <==> \old(h->resv_report)) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == \old(h->reserved_pages) &&
      h->held_pages == \old(h->held_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \old(h->tell_state)) &&
      (h->tell_target <==> \old(h->tell_target)) &&
      (h->tell_stats <==> \false) &&
      fx->notice.notice == NOTICE_STATS &&
      fx->notice.state == \old(h->state) &&
      fx->notice.target_pages == \old(h->target_pages) &&
      fx->notice.now_ms == now_ms &&
      fx->todo == (HOST_FX_NOTICE);
    ensures relation: path_7: \old(!h->tell_state &&
        !h->tell_target &&
        !h->tell_stats &&
        (h->tell_target || h->tell_stats)) ==>
      h->resv == \old(h->resv) &&
      h->state == \old(h->state) &&
      (h->resv_report <==> \old(h->resv_report)) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == \old(h->reserved_pages) &&
      h->held_pages == \old(h->held_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \old(h->tell_state)) &&
      (h->tell_target <==> \old(h->tell_target)) &&
      (h->tell_stats <==> \old(h->tell_stats)) &&
      fx->todo == (HOST_FX_TELL);
    ensures relation: path_8: \old(!h->tell_state &&
        !h->tell_target &&
        !h->tell_stats &&
        !(h->tell_target || h->tell_stats)) ==>
      h->resv == \old(h->resv) &&
      h->state == \old(h->state) &&
      (h->resv_report <==> \old(h->resv_report)) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == \old(h->reserved_pages) &&
      h->held_pages == \old(h->held_pages) &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \old(h->tell_state)) &&
      (h->tell_target <==> \old(h->tell_target)) &&
      (h->tell_stats <==> \old(h->tell_stats)) &&
      fx->todo == (0);
    ensures relation: complete:
      \old(h->tell_state &&
        (h->tell_target || h->tell_stats)) ||
      \old(h->tell_state &&
        !(h->tell_target || h->tell_stats)) ||
      \old(!h->tell_state &&
        h->tell_target &&
        (\false || h->tell_stats)) ||
      \old(!h->tell_state &&
        h->tell_target &&
        !(\false || h->tell_stats)) ||
      \old(!h->tell_state &&
        !h->tell_target &&
        h->tell_stats &&
        (h->tell_target || \false)) ||
      \old(!h->tell_state &&
        !h->tell_target &&
        h->tell_stats &&
        !(h->tell_target || \false)) ||
      \old(!h->tell_state &&
        !h->tell_target &&
        !h->tell_stats &&
        (h->tell_target || h->tell_stats)) ||
      \old(!h->tell_state &&
        !h->tell_target &&
        !h->tell_stats &&
        !(h->tell_target || h->tell_stats)); */
void host_tell(struct host *h, u64 now_ms, struct host_fx *fx);

/*@
    ensures relation: path_1: \old(\true) ==>
      h->resv == RESV_NONE &&
      h->state == \old(h->state) &&
      (h->resv_report <==> \false) &&
      h->resv_seq == \old(h->resv_seq) &&
      h->reserved_pages == 0 &&
      h->held_pages == 0 &&
      h->total_pages == \old(h->total_pages) &&
      h->target_pages == \old(h->target_pages) &&
      (h->tell_state <==> \true) &&
      (h->tell_target <==> \old(h->target_pages != TARGET_NONE)) &&
      (h->tell_stats <==> \false) &&
      fx->todo == (HOST_FX_DROP_RESERVED | HOST_FX_DROP_HELD | HOST_FX_TELL);
    ensures relation: complete:
      \old(\true); */
void host_reset(struct host *h, struct host_fx *fx);
