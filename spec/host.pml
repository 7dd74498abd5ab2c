/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
/*
 * The device's machine.  It reserves what it accepts, discards only what is
 * committed or reported, keeps the count of what it holds, and answers every message.
 *
 * What happens to the VM, and whose the pages are afterwards:
 *
 *   the driver resets the device     host_reset               the guest's
 *   reboot, hot unplug               host_reset               the guest's: nothing more is discarded
 *   migration, and snapshots         host_set_state before,   as they were: state, reservation, books and
 *                                    host_load on arrival     queues are part of the VM and travel with it
 */
mtype:resv_state = {
	RESV_NONE,
	RESV_HELD,		/* an offer is accepted: nothing is touched yet */
	RESV_DISCARDING		/* it is committed or reported, and being discarded */
};

typedef host {
	mtype:resv_state resv;
	mtype:host_state state;	/* the host's own condition */
	bool resv_report;	/* it is reported: its pages stay the guest's */
	u32 resv_seq;		/* of the reservation */
	u64 reserved_pages;
	u64 held_pages;
	u64 total_pages;	/* of the guest */
	u64 target_pages;	/* the operator's, or TARGET_NONE */
	bool tell_state;	/* a notice is due and waits for a buffer on fromdevq */
	bool tell_target;
	bool tell_stats
}

/*@ predicate host_inv(struct host *h) =
      h->reserved_pages + h->held_pages <= h->total_pages <= PAGES_MAX &&
      (h->reserved_pages > 0 ==> h->resv == RESV_HELD || h->resv == RESV_DISCARDING) &&
      (h->resv_report ==> h->resv == RESV_DISCARDING); */

/* Effects, in the order in which they are performed. */

/* Forget the reservation; nothing more of it is discarded. */
inline fx_drop_reserved() { own.reserved = 0; own.left = 0 }

/* Reserve the pages of the offer being read. */
inline fx_reserve() { own.reserved = own.incoming }

/* Discard the reserved pages, in as many steps as it takes, then call host_discarded.  Keep the
 * buffer of the commit or the report for the answer. */
inline fx_discard() { own.left = own.reserved; put_discard() }

/* The reserved pages are discarded: book them as held. */
inline fx_hold() { own.held = own.held | own.reserved; own.reserved = 0 }

/* Make the picked pages usable and strike them off the books. */
inline fx_grant() { own.held = own.held & ~own.picked; own.granted = own.picked }

/* The balloon is empty; a grant that was not read yet counts for nothing any more. */
inline fx_drop_held() { own.held = 0; own.granted = 0 }

/* Publish the guest's stats. */
inline fx_publish_stats() { put_publish() }

/* Answer the message being read. */
inline fx_reply(status_, seq_, state_, now_ms_) { put_reply(status_, seq_, state_, now_ms_) }

/* Answer the commit that was kept. */
inline fx_reply_commit(status_, seq_, state_, now_ms_) { put_reply_commit(status_, seq_, state_, now_ms_) }

/* Forget the reserved pages, which are discarded, and answer the report that was kept. */
inline fx_reply_report(status_, seq_, state_, now_ms_) {
	own.reserved = 0;
	put_reply_report(status_, seq_, state_, now_ms_)
}

/* Answer the reclaim being read, with the picked pages if any. */
inline fx_reply_grant(status_, seq_, state_, pick_pages_, now_ms_) { put_grant(status_, seq_, state_, pick_pages_, now_ms_) }

/* Fill the buffer at hand on fromdevq. */
inline fx_notice(notice_, state_, target_pages_, now_ms_) { put_notice(notice_, state_, target_pages_, now_ms_) }

/* Call host_tell as soon as fromdevq has a buffer. */
inline fx_tell() { put_tell() }

/* The device is made. */
/*@ requires \valid(h) && \valid(fx) && \separated(h, fx);
    requires total_pages <= PAGES_MAX;
    assigns *h, fx->todo;
    ensures host_inv(h) && h->resv == RESV_NONE && h->resv_seq == 0 && h->state == HOST_PLENTY && !h->resv_report;
    ensures h->reserved_pages == 0 && h->held_pages == 0 && h->total_pages == total_pages;
    ensures h->target_pages == TARGET_NONE && !h->tell_state && !h->tell_target && !h->tell_stats;
    ensures fx->todo == 0; */
inline host_init(h, total_pages_) {
	h.resv = RESV_NONE;
	h.state = HOST_PLENTY;
	h.resv_report = false;
	h.resv_seq = 0;
	h.reserved_pages = 0;
	h.held_pages = 0;
	h.total_pages = total_pages_;
	h.target_pages = TARGET_NONE;
	h.tell_state = false;
	h.tell_target = false;
	h.tell_stats = false
}

/*@ requires \valid(h) && \valid(fx) && \separated(h, fx) && host_inv(h);
    assigns fx->todo, fx->reply;
    ensures host_inv(h) && fx->todo == HOST_FX_REPLY;
    ensures fx->reply.status == ST_OK && fx->reply.seq == seq;
    ensures fx->reply.state == h->state && fx->reply.now_ms == now_ms; */
inline host_query(h, seq_, now_ms_) {
	fx_reply(ST_OK, seq_, h.state, now_ms_)
}

/*
 * An offer.  Whoever sends one has given up the offer before it, so its
 * reservation goes; but what is being discarded is committed and stays.
 */
/*@ requires \valid(h) && \valid(fx) && \separated(h, fx) && host_inv(h);
    assigns h->resv, h->resv_seq, h->reserved_pages, fx->todo, fx->reply;
    ensures host_inv(h);
    ensures fx->reply.seq == seq && fx->reply.state == h->state && fx->reply.now_ms == now_ms;
    behavior overrun:
      assumes h->resv == RESV_DISCARDING;
      ensures h->resv == RESV_DISCARDING && h->resv_seq == \old(h->resv_seq);
      ensures h->reserved_pages == \old(h->reserved_pages);
      ensures fx->todo == HOST_FX_REPLY && fx->reply.status == ST_BAD;
    behavior bad:
      assumes h->resv != RESV_DISCARDING && !(valid && 0 < pages <= h->total_pages - h->held_pages);
      ensures h->resv == RESV_NONE && h->reserved_pages == 0 && h->resv_seq == \old(h->resv_seq);
      ensures fx->todo == (HOST_FX_DROP_RESERVED | HOST_FX_REPLY) && fx->reply.status == ST_BAD;
    behavior unwanted:
      assumes h->resv != RESV_DISCARDING && (valid && 0 < pages <= h->total_pages - h->held_pages) &&
              h->state != HOST_PLENTY;
      ensures h->resv == RESV_NONE && h->reserved_pages == 0 && h->resv_seq == \old(h->resv_seq);
      ensures fx->todo == (HOST_FX_DROP_RESERVED | HOST_FX_REPLY) && fx->reply.status == ST_REFUSED_HOST;
    behavior late:
      assumes h->resv != RESV_DISCARDING && (valid && 0 < pages <= h->total_pages - h->held_pages) &&
              h->state == HOST_PLENTY && now_ms >= sent_at_ms && now_ms - sent_at_ms > ttl_ms;
      ensures h->resv == RESV_NONE && h->reserved_pages == 0 && h->resv_seq == \old(h->resv_seq);
      ensures fx->todo == (HOST_FX_DROP_RESERVED | HOST_FX_REPLY) && fx->reply.status == ST_REFUSED_LATE;
    behavior accepted:
      assumes h->resv != RESV_DISCARDING && (valid && 0 < pages <= h->total_pages - h->held_pages) &&
              h->state == HOST_PLENTY && !(now_ms >= sent_at_ms && now_ms - sent_at_ms > ttl_ms);
      ensures h->resv == RESV_HELD && h->resv_seq == seq && h->reserved_pages == pages;
      ensures fx->todo == (HOST_FX_RESERVE | HOST_FX_REPLY) && fx->reply.status == ST_ACCEPTED;
    complete behaviors; disjoint behaviors; */
inline host_offer(h, seq_, sent_at_ms_, ttl_ms_, pages_, valid_, now_ms_) {
	if
	:: h.resv == RESV_DISCARDING -> fx_reply(ST_BAD, seq_, h.state, now_ms_)
	:: else ->
		h.resv = RESV_NONE;
		h.reserved_pages = 0;
		if
		:: !valid_ || pages_ == 0 || pages_ > h.total_pages - h.held_pages ->
			fx_drop_reserved();
			fx_reply(ST_BAD, seq_, h.state, now_ms_)
		:: else ->
			if
			:: h.state != HOST_PLENTY ->
				fx_drop_reserved();
				fx_reply(ST_REFUSED_HOST, seq_, h.state, now_ms_)
			:: else ->
				if
				:: now_ms_ >= sent_at_ms_ && now_ms_ - sent_at_ms_ > ttl_ms_ ->
					fx_drop_reserved();
					fx_reply(ST_REFUSED_LATE, seq_, h.state, now_ms_)
				:: else ->
					h.resv = RESV_HELD;
					h.resv_seq = seq_;
					h.reserved_pages = pages_;
					fx_reserve();
					fx_reply(ST_ACCEPTED, seq_, h.state, now_ms_)
				fi
			fi
		fi
	fi
}

/* The commit: from here on the reserved pages are the host's, and only now are they discarded. */
/*@ requires \valid(h) && \valid(fx) && \separated(h, fx) && host_inv(h);
    assigns h->resv, fx->todo, fx->reply;
    ensures host_inv(h);
    behavior discard:
      assumes h->resv == RESV_HELD && seq == h->resv_seq;
      ensures h->resv == RESV_DISCARDING && fx->todo == HOST_FX_DISCARD;
    behavior unknown:
      assumes h->resv != RESV_DISCARDING && !(h->resv == RESV_HELD && seq == h->resv_seq);
      ensures h->resv == \old(h->resv) && fx->todo == HOST_FX_REPLY;
      ensures fx->reply.status == ST_UNKNOWN && fx->reply.seq == seq;
      ensures fx->reply.state == h->state && fx->reply.now_ms == now_ms;
    behavior overrun:
      assumes h->resv == RESV_DISCARDING;
      ensures h->resv == RESV_DISCARDING && fx->todo == HOST_FX_REPLY;
      ensures fx->reply.status == ST_BAD && fx->reply.seq == seq;
      ensures fx->reply.state == h->state && fx->reply.now_ms == now_ms;
    complete behaviors; disjoint behaviors; */
inline host_commit(h, seq_, now_ms_) {
	if
	:: h.resv == RESV_HELD && seq_ == h.resv_seq ->
		h.resv = RESV_DISCARDING;
		fx_discard()
	:: else ->
		if
		:: h.resv == RESV_DISCARDING -> fx_reply(ST_BAD, seq_, h.state, now_ms_)
		:: else -> fx_reply(ST_UNKNOWN, seq_, h.state, now_ms_)
		fi
	fi
}

/* The report: the reserved pages are discarded like those of a commit, and stay the guest's. */
/*@ requires \valid(h) && \valid(fx) && \separated(h, fx) && host_inv(h);
    assigns h->resv, h->resv_report, fx->todo, fx->reply;
    ensures host_inv(h);
    behavior discard:
      assumes agreed && h->resv == RESV_HELD && seq == h->resv_seq;
      ensures h->resv == RESV_DISCARDING && h->resv_report && fx->todo == HOST_FX_DISCARD;
    behavior unknown:
      assumes agreed && h->resv != RESV_DISCARDING && !(h->resv == RESV_HELD && seq == h->resv_seq);
      ensures h->resv == \old(h->resv) && h->resv_report == \old(h->resv_report);
      ensures fx->todo == HOST_FX_REPLY && fx->reply.status == ST_UNKNOWN && fx->reply.seq == seq;
      ensures fx->reply.state == h->state && fx->reply.now_ms == now_ms;
    behavior bad:
      assumes !agreed || h->resv == RESV_DISCARDING;
      ensures h->resv == \old(h->resv) && h->resv_report == \old(h->resv_report);
      ensures fx->todo == HOST_FX_REPLY && fx->reply.status == ST_BAD && fx->reply.seq == seq;
      ensures fx->reply.state == h->state && fx->reply.now_ms == now_ms;
    complete behaviors; disjoint behaviors; */
inline host_report(h, seq_, agreed_, now_ms_) {
	if
	:: agreed_ && h.resv == RESV_HELD && seq_ == h.resv_seq ->
		h.resv = RESV_DISCARDING;
		h.resv_report = true;
		fx_discard()
	:: else ->
		if
		:: !agreed_ || h.resv == RESV_DISCARDING -> fx_reply(ST_BAD, seq_, h.state, now_ms_)
		:: else -> fx_reply(ST_UNKNOWN, seq_, h.state, now_ms_)
		fi
	fi
}

/* The discard has ended. */
/*@ requires \valid(h) && \valid(fx) && \separated(h, fx) && host_inv(h);
    assigns h->resv, h->resv_report, h->reserved_pages, h->held_pages, fx->todo, fx->reply_commit, fx->reply_report;
    ensures host_inv(h) && !h->resv_report;
    behavior reported:
      assumes h->resv == RESV_DISCARDING && h->resv_report;
      ensures h->resv == RESV_NONE && h->reserved_pages == 0 && h->held_pages == \old(h->held_pages);
      ensures fx->todo == HOST_FX_REPLY_REPORT;
      ensures fx->reply_report.status == ST_DONE && fx->reply_report.seq == h->resv_seq;
      ensures fx->reply_report.state == h->state && fx->reply_report.now_ms == now_ms;
    behavior held:
      assumes h->resv == RESV_DISCARDING && !h->resv_report;
      ensures h->resv == RESV_NONE && h->reserved_pages == 0;
      ensures h->held_pages == \old(h->held_pages) + \old(h->reserved_pages);
      ensures fx->todo == (HOST_FX_HOLD | HOST_FX_REPLY_COMMIT);
      ensures fx->reply_commit.status == ST_DONE && fx->reply_commit.seq == h->resv_seq;
      ensures fx->reply_commit.state == h->state && fx->reply_commit.now_ms == now_ms;
    behavior stray:
      assumes h->resv != RESV_DISCARDING;
      ensures h->resv == \old(h->resv) && h->reserved_pages == \old(h->reserved_pages);
      ensures h->held_pages == \old(h->held_pages) && fx->todo == 0;
    complete behaviors; disjoint behaviors; */
inline host_discarded(h, now_ms_) {
	if
	:: h.resv == RESV_DISCARDING ->
		h.resv = RESV_NONE;
		if
		:: h.resv_report ->
			h.resv_report = false;
			h.reserved_pages = 0;
			fx_reply_report(ST_DONE, h.resv_seq, h.state, now_ms_)
		:: else ->
			h.held_pages = h.held_pages + h.reserved_pages;
			h.reserved_pages = 0;
			fx_hold();
			fx_reply_commit(ST_DONE, h.resv_seq, h.state, now_ms_)
		fi
	:: else -> skip
	fi
}

/* The reclaim.  The books have been asked what they would grant: at most what is wanted and fits. */
/*@ requires \valid(h) && \valid(fx) && \separated(h, fx) && host_inv(h);
    assigns h->held_pages, fx->todo, fx->reply_grant;
    ensures host_inv(h);
    ensures fx->reply_grant.seq == seq && fx->reply_grant.state == h->state && fx->reply_grant.now_ms == now_ms;
    behavior refused:
      assumes h->state == HOST_TIGHT || pick_pages > want_pages || pick_pages > h->held_pages;
      ensures h->held_pages == \old(h->held_pages) && fx->todo == HOST_FX_REPLY_GRANT;
      ensures fx->reply_grant.status == ST_REFUSED_HOST && fx->reply_grant.pick_pages == 0;
    behavior granted:
      assumes !(h->state == HOST_TIGHT || pick_pages > want_pages || pick_pages > h->held_pages);
      ensures h->held_pages == \old(h->held_pages) - pick_pages;
      ensures fx->todo == (HOST_FX_GRANT | HOST_FX_REPLY_GRANT);
      ensures fx->reply_grant.status == ST_GRANTED && fx->reply_grant.pick_pages == pick_pages;
    complete behaviors; disjoint behaviors; */
inline host_reclaim(h, seq_, want_pages_, pick_pages_, now_ms_) {
	if
	:: h.state == HOST_TIGHT || pick_pages_ > want_pages_ || pick_pages_ > h.held_pages ->
		fx_reply_grant(ST_REFUSED_HOST, seq_, h.state, 0, now_ms_)
	:: else ->
		h.held_pages = h.held_pages - pick_pages_;
		fx_grant();
		fx_reply_grant(ST_GRANTED, seq_, h.state, pick_pages_, now_ms_)
	fi
}

/* The guest's stats. */
/*@ requires \valid(h) && \valid(fx) && \separated(h, fx) && host_inv(h);
    assigns fx->todo, fx->reply;
    ensures host_inv(h) && fx->todo == (HOST_FX_PUBLISH_STATS | HOST_FX_REPLY);
    ensures fx->reply.status == ST_OK && fx->reply.seq == seq;
    ensures fx->reply.state == h->state && fx->reply.now_ms == now_ms; */
inline host_stats(h, seq_, now_ms_) {
	fx_publish_stats();
	fx_reply(ST_OK, seq_, h.state, now_ms_)
}

/* A message that could not be read: nothing changes. */
/*@ requires \valid(h) && \valid(fx) && \separated(h, fx) && host_inv(h);
    assigns fx->todo, fx->reply;
    ensures host_inv(h) && fx->todo == HOST_FX_REPLY;
    ensures fx->reply.status == ST_BAD && fx->reply.seq == 0;
    ensures fx->reply.state == h->state && fx->reply.now_ms == now_ms; */
inline host_bad(h, now_ms_) {
	fx_reply(ST_BAD, 0, h.state, now_ms_)
}

/* The host's condition, as it is now. */
/*@ requires \valid(h) && \valid(fx) && \separated(h, fx) && host_inv(h);
    assigns h->state, h->tell_state, fx->todo;
    ensures host_inv(h) && h->state == state;
    behavior same:
      assumes h->state == state;
      ensures h->tell_state == \old(h->tell_state) && fx->todo == 0;
    behavior changed:
      assumes h->state != state;
      ensures h->tell_state && fx->todo == HOST_FX_TELL;
    complete behaviors; disjoint behaviors; */
inline host_set_state(h, state_) {
	if
	:: h.state != state_ ->
		h.state = state_;
		h.tell_state = true;
		fx_tell()
	:: else -> skip
	fi
}

/*
 * The VM goes on here: after a migration, or from a snapshot.  State, reservation,
 * books and queues came along; the host and its clock are others.  A discard
 * that was under way starts anew: its pages are committed, so twice does no harm.
 */
/*@ requires \valid(h) && \valid(fx) && \separated(h, fx) && host_inv(h);
    assigns h->state, h->tell_state, fx->todo;
    ensures host_inv(h) && h->state == state && h->tell_state;
    behavior discarding:
      assumes h->resv == RESV_DISCARDING;
      ensures fx->todo == (HOST_FX_DISCARD | HOST_FX_TELL);
    behavior other:
      assumes h->resv != RESV_DISCARDING;
      ensures fx->todo == HOST_FX_TELL;
    complete behaviors; disjoint behaviors; */
inline host_load(h, state_) {
	h.state = state_;
	h.tell_state = true;
	if
	:: h.resv == RESV_DISCARDING -> fx_discard()
	:: else -> skip
	fi;
	fx_tell()
}

/* The operator's target. */
/*@ requires \valid(h) && \valid(fx) && \separated(h, fx) && host_inv(h);
    assigns h->target_pages, h->tell_target, fx->todo;
    ensures host_inv(h) && h->target_pages == target_pages && h->tell_target && fx->todo == HOST_FX_TELL; */
inline host_set_target(h, target_pages_) {
	h.target_pages = target_pages_;
	h.tell_target = true;
	fx_tell()
}

/* Somebody wants stats. */
/*@ requires \valid(h) && \valid(fx) && \separated(h, fx) && host_inv(h);
    assigns h->tell_stats, fx->todo;
    ensures host_inv(h) && h->tell_stats && fx->todo == HOST_FX_TELL; */
inline host_want_stats(h) {
	h.tell_stats = true;
	fx_tell()
}

/* fromdevq has a buffer at hand, if anything is due.  The state goes first: it may stop a gathering. */
/*@ requires \valid(h) && \valid(fx) && \separated(h, fx) && host_inv(h);
    assigns h->tell_state, h->tell_target, h->tell_stats, fx->todo, fx->notice;
    ensures host_inv(h);
    behavior of_state:
      assumes h->tell_state;
      ensures !h->tell_state && h->tell_target == \old(h->tell_target) && h->tell_stats == \old(h->tell_stats);
      ensures fx->notice.notice == NOTICE_STATE && fx->notice.state == h->state;
      ensures fx->notice.target_pages == h->target_pages && fx->notice.now_ms == now_ms;
      ensures fx->todo == ((h->tell_target || h->tell_stats) ? (HOST_FX_NOTICE | HOST_FX_TELL) : HOST_FX_NOTICE);
    behavior of_target:
      assumes !h->tell_state && h->tell_target;
      ensures !h->tell_state && !h->tell_target && h->tell_stats == \old(h->tell_stats);
      ensures fx->notice.notice == NOTICE_TARGET && fx->notice.target_pages == h->target_pages;
      ensures fx->notice.state == h->state && fx->notice.now_ms == now_ms;
      ensures fx->todo == (h->tell_stats ? (HOST_FX_NOTICE | HOST_FX_TELL) : HOST_FX_NOTICE);
    behavior of_stats:
      assumes !h->tell_state && !h->tell_target && h->tell_stats;
      ensures !h->tell_state && !h->tell_target && !h->tell_stats;
      ensures fx->notice.notice == NOTICE_STATS && fx->todo == HOST_FX_NOTICE;
      ensures fx->notice.state == h->state && fx->notice.target_pages == h->target_pages;
      ensures fx->notice.now_ms == now_ms;
    behavior of_nothing:
      assumes !h->tell_state && !h->tell_target && !h->tell_stats;
      ensures !h->tell_state && !h->tell_target && !h->tell_stats && fx->todo == 0;
    complete behaviors; disjoint behaviors; */
inline host_tell(h, now_ms_) {
	if
	:: h.tell_state ->
		h.tell_state = false;
		fx_notice(NOTICE_STATE, h.state, h.target_pages, now_ms_)
	:: else ->
		if
		:: h.tell_target ->
			h.tell_target = false;
			fx_notice(NOTICE_TARGET, h.state, h.target_pages, now_ms_)
		:: else ->
			if
			:: h.tell_stats ->
				h.tell_stats = false;
				fx_notice(NOTICE_STATS, h.state, h.target_pages, now_ms_)
			:: else -> skip
			fi
		fi
	fi;
	if
	:: h.tell_target || h.tell_stats -> fx_tell()
	:: else -> skip
	fi
}

/* The device is reset: the balloon is empty, and what the next driver must know waits for its first buffer. */
/*@ requires \valid(h) && \valid(fx) && \separated(h, fx) && host_inv(h);
    assigns h->resv, h->resv_report, h->reserved_pages, h->held_pages;
    assigns h->tell_state, h->tell_target, h->tell_stats, fx->todo;
    ensures host_inv(h) && h->resv == RESV_NONE && h->reserved_pages == 0 && h->held_pages == 0;
    ensures h->tell_state && (h->tell_target <==> h->target_pages != TARGET_NONE) && !h->tell_stats;
    ensures fx->todo == (HOST_FX_DROP_RESERVED | HOST_FX_DROP_HELD | HOST_FX_TELL); */
inline host_reset(h) {
	h.resv = RESV_NONE;
	h.resv_report = false;
	h.reserved_pages = 0;
	h.held_pages = 0;
	h.tell_state = true;
	h.tell_target = (h.target_pages != TARGET_NONE);
	h.tell_stats = false;
	fx_drop_reserved();
	fx_drop_held();
	fx_tell()
}
