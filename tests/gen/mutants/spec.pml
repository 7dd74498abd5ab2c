/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
/* Two handlers on which every rule of gen/mutate.c has something to do; list.expect says what. */
#define COUNT_LAST	9

mtype:mood = { CALM, ANGRY, ASLEEP };

typedef guest {
	mtype:mood mood;
	u32 count;
	u32 low;
	bool open
}

inline fx_wake() { put_wake() }
inline fx_calm() { put_calm() }
inline fx_tell(count_) { put_tell(count_) }

/*@ requires \valid(g) && \valid(fx); assigns *g, fx->todo, fx->tell; */
inline guest_add(g, count_) {
	if
	:: g.open && g.count + count_ < COUNT_LAST ->
		g.count = g.count + count_;	/* this goes: the body is printed */
		fx_tell(g.count)
	:: else -> skip
	fi
}

/*@ requires \valid(g) && \valid(fx); assigns *g, fx->todo; */
inline guest_turn(g) {
	if
	:: g.mood == CALM -> g.mood = ANGRY; g.open = false
	:: g.mood == ANGRY -> fx_calm()
	:: else -> fx_wake()
	fi
}
