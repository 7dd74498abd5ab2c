/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A guest's memory, as far as a policy can tell: small, and the same for every policy.
 *
 * It has one or two nodes.  A node has free pages, part of them in pieces of less than 2 MiB, the kernel's pages,
 * anonymous pages and tmpfs, a page cache, what the host has, and three watermarks as Linux sets them with transparent
 * huge pages.  Time goes in steps of 10 ms; while nothing is going on it jumps.
 *
 *   allocation    takes pieces first.  Below the low watermark kswapd begins and the shrinkers hear of it.  At the min
 *                 watermark the allocation reclaims by itself, and after that it waits for the host or is out of memory.
 *   page cache    in units of 1 MiB, on an active and an inactive list.  Reading an inactive unit again makes it active.
 *                 A unit that is evicted leaves its age behind: read again within the size of the cache, it is active.
 *   reclaim       clean inactive units first; anonymous pages by swappiness once the cache is short or refaults.
 *   dirty units   are written at the disk's pace, from the background limit on or after 30 s; a writer waits at the
 *                 dirty limit.  The limits are parts of free memory and cache, so giving lowers them.
 *   swapped       pages come back at the rate at which their program touches its memory.
 *   host          gives back react_ms after it was asked, and then 1 GiB/s; it takes 2 GiB/s.
 *
 * It cannot tell which page lies where.  It knows no CPU time, no locks and no PSI.
 */
#ifndef VM_H
#define VM_H

#include "../../driver/core_gen.h"

#define NODES		2u
#define PROGRAMS	16u
#define FILES		16u
#define READERS		16u
#define STEP_MS		10u
#define UNIT		256u			/* pages: 1 MiB */
#define BLOCK		512u			/* pages: 2 MiB */
#define MIB		256ull			/* pages */
#define REACT_MS	10u			/* from asking until the first pages are back */
#define TAKE_MIB_S	1024u
#define GIVE_MIB_S	2048u
#define THROTTLE_PCT	15u			/* dirty pages of free memory and cache, from which on a writer waits */
#define NONE		(~0u)

struct unit {
	u32 next, prev;
	u32 age;				/* of its node when it was evicted, plus 1; 0: never */
	u8 state;				/* of enum unit_state */
	u8 node;
	bool dirty;
};

enum unit_state { UNIT_OUT, UNIT_INACTIVE, UNIT_ACTIVE };

struct list { u32 head, tail, count; };

struct node {
	u64 total, kernel, anon, shmem, free, pieces, given;
	u64 reported;				/* free, and without memory behind it at the host */
	u64 min, low, high;
	struct list inactive, active;
	u64 dirty;				/* pages */
	u32 age;
	bool kswapd;
};

struct program {
	char name[16];
	u64 size[NODES], swapped, target;	/* pages */
	u32 rate;				/* MiB/s that it grows or shrinks; 0: at once */
	u32 touch;				/* permille of its memory that it touches a second */
	int node;				/* bound to it, or -1 */
	bool shmem;
};

struct file { char name[16]; u32 first, units; u32 *by_rank; };

struct reader {
	u32 file, pos, from, to, rate, times;	/* MiB, MiB/s */
	u64 until_ms;				/* of a Zipf reader */
	u32 owed;				/* thousandths of a unit */
	bool on, zipf, write;
};

/* Linux's counters, summed up over nodes where they are no arrays. */
struct counts { u64 refault_file[NODES], refault_anon[NODES], stalls[NODES], pswpin, pswpout, pgpgin, pgpgout; };

/* The cost.  The guest itself knows nothing of most of this. */
struct cost {
	u64 moved;				/* pages given and taken, or reported and faulted */
	double resident;			/* pages times ms at the host */
	u64 now_resident;
	u64 wait_ms, waits;			/* allocations that waited for the host */
	u64 oom;
	u64 io_ms;				/* readers that waited for the disk */
	u64 throttled_ms;			/* writers at the dirty limit */
	u64 line_ms, line17_ms;			/* below 10 % of what it has, of all; the host holding pages */
	u64 units_read;				/* work done */
};

struct take { u64 left; u64 from_ms; };

struct vm {
	u64 now_ms, until_ms;
	u32 nodes, disk, swappiness, frag;	/* MiB/s, 0..200, percent of what is freed ends in pieces */
	u64 swap_total, swap_used;
	bool zram;
	struct node node[NODES];
	struct program program[PROGRAMS];
	u32 programs;
	struct file file[FILES];
	u32 files;
	struct reader reader[READERS];
	struct unit *unit;
	u32 units;
	u32 *dirty_queue, dirty_head, dirty_count;
	u64 dirty_since_ms;
	u32 write_owed, disk_owed;
	struct counts counts;
	struct cost cost;
	struct take take[NODES];
	u64 giving_until_ms;
	u64 timer_ms;				/* timers come so late, 0: in time */
	u64 refaulted_ms;			/* when something was last read again */
	u32 short_nodes;			/* bits: the kernel reclaimed there in this step */
	bool waits, waited;			/* an allocation waits for the host: in this step, in the one before */
	bool active;				/* something is going on: no jump */
	u64 rng;
	/* for the schedule that knows the future: when a unit was last read, and how many are worth keeping */
	u32 *read_at;
	int *worth;
	u32 samples;
};

enum give_how { GIVE_FREE, GIVE_DROP, GIVE_RECLAIM };

void vm_start(struct vm *g);
void vm_step(struct vm *g);		/* 10 ms */
void vm_skip(struct vm *g, u64 ms);	/* nothing goes on */
void vm_free(struct vm *g);
u64 vm_given(const struct vm *g);
u64 vm_available(const struct vm *g);
u64 vm_free_pages(const struct vm *g);
u64 vm_file(const struct node *n);
u64 vm_give(struct vm *g, u32 node, u64 pages, u64 leave_free, enum give_how how);
void vm_ask(struct vm *g, u32 node, u64 pages);
u64 vm_drop(struct vm *g, u32 node, u64 pages);
bool vm_sound(const struct vm *g);		/* each page is somewhere, and once */
u32 vm_random(struct vm *g, u32 below);

#endif
