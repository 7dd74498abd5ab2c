/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
/* A small spec with each construct of the subset, for the generator's own tests. */
#define ITEMS_MAX	3		/* items: the most in one batch */
#define SERIAL_LAST	4294967295	/* the last serial number */
#define NEVER		18446744073709551615

/* What is asked. */
mtype:ask = {
	ASK_PING,		/* are you there? */
	ASK_BATCH
};

mtype:mood = { CALM, ANGRY, ASLEEP };

typedef wire_item {
	u16 tag;
	u64 weight
}

typedef wire_ping {
	mtype:ask type;
	u32 serial
}

/* Items, all at once. */
typedef wire_batch {
	mtype:ask type;
	mtype:mood mood;
	u16 count;		/* of items */
	wire_item items[ITEMS_MAX]
}

typedef page_sets {
	pageset mine;		/* guest's */
	pageset theirs
}

page_sets own;

typedef guest {
	mtype:mood mood;
	u32 serial;		/* runs 0 .. SERIAL_LAST */
	u64 weight;
	u16 low;
	u16 high;
	bool open
}

/*@ predicate guest_inv(struct guest *g) = g->low <= g->high; */

/*@ predicate guest_rests(struct guest *g) =
      guest_inv(g) && g->serial + 1 <= SERIAL_LAST + 0 < NEVER &&
      (g->open && g->mood != CALM ==> g->low == 0 || !(g->high - 1 > 5)) &&
      (g->mood == ASLEEP <==> g->weight == NEVER && g->low >= 1); */

/* All of theirs is mine. */
inline fx_take_all() { own.mine = own.mine | own.theirs; own.theirs = 0 }

inline fx_share(serial_, mood_) { own.theirs = own.theirs & ~own.mine & own.theirs; put_batch(serial_, mood_) }

inline fx_shout() { put_ping() }

typedef args {
	u64 now_ms;
	u32 extra
}

/* A new guest. */
/*@ requires \valid(g) && \valid(fx) && \separated(g, fx);
    assigns *g, fx->todo;
    ensures guest_inv(g); */
inline guest_init(g) {
	g.mood = CALM;
	g.serial = 0;
	g.weight = NEVER;
	g.low = 0;
	g.high = 7;
	g.open = false
}

/* Every kind of statement, and the precedence of every operator. */
/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_rests(g);
    requires now_ms < 100 || serial == 0 ==> mood != ASLEEP;
    assigns *g, fx->todo, fx->share; */
inline guest_step(g, mood_, serial_, now_ms_) {
	if
	:: g.mood == CALM -> fx_take_all(); g.mood = ANGRY
	:: g.mood == ANGRY ->
		if
		:: !(g.open || serial_ == g.serial) -> skip
		:: else -> g.open = !g.open
		fi
	:: g.mood == ASLEEP -> skip
	:: else -> skip
	fi;
	if
	:: g.open && (g.serial < SERIAL_LAST || g.serial == 0) || mood_ == ASLEEP ->
		if
		:: g.serial < SERIAL_LAST -> g.serial = g.serial + 1;
		:: else -> g.serial = 0;
		fi;
		fx_share(g.serial, mood_);
	:: else ->
		if
		:: g.weight - (g.weight - 1) == 2 -> skip
		:: else ->
			if
			:: g.weight >= now_ms_ && now_ms_ > g.serial + 5 && (g.open == (g.mood != mood_) || g.low + 1 < g.high == g.open) && g.high - g.low > 2 ->
				g.low = g.high - 4 - 1
			:: else -> fx_shout()
			fi
		fi
	fi;
	if
	:: g.open -> skip
	:: else -> skip
	fi
}

/*@ requires \valid(me) && \valid(fx) && \separated(me, fx);
    assigns me->weight, fx->todo;
    ensures me->weight == 0 && fx->todo == 0; */
inline guest_forget(me, now_ms_) { me.weight = 0 }

typedef host {
	mtype:mood temper;
	bool open
}

/* It has no effects at all. */
/*@ requires \valid(h) && \valid(fx) && \separated(h, fx);
    assigns h->temper, h->open, fx->todo;
    ensures h->open <==> mood != CALM; */
inline host_cheer(h, mood_, extra_) {
	h.open = (mood_ != CALM);
	if
	:: h.temper == ASLEEP || extra_ > 2 -> h.temper = mood_
	:: else -> skip
	fi
}

/*@ requires \valid(h) && \valid(fx) && \separated(h, fx);
    assigns h->open, fx->todo;
    ensures h->open; */
inline host_hear(h, serial_) { h.open = true }

/*@ requires \valid(g) && \valid(fx) && \separated(g, fx);
    assigns fx->todo; */
inline guest_news(g) { skip }

/* What is said unasked. */
mtype:notice = { NOTICE_NEWS };

inline todevq_talk() {
	exchange(ASK_PING, host_hear, guest_forget);
	exchange(ASK_BATCH, host_cheer, guest_step)
}

inline fromdevq() { notice(NOTICE_NEWS, guest_news) }
