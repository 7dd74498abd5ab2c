/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who owns which page, a bit a page, and what the effects do to that.
 * Generated from spec/ (SHA-256 54f6762dbd389c32) by gen 1; do not edit:
 * change spec/ and run make gen.
 */
#ifndef AEROSTAT_WORLD_GEN_H
#define AEROSTAT_WORLD_GEN_H

#include "core_gen.h"

struct world {
	u64 gathered;	/* driver: out of use, not offered yet */
	u64 isolated;	/* driver: what the kernel has at hand to report, while guest_report is called */
	u64 offered;	/* driver: in the offer in flight, committed or not */
	u64 given;	/* driver: the host has them */
	u64 sent;	/* todevq: in the offer's buffer, whatever has become of the offer */
	u64 back;	/* driver: what the grant being read returns of its own */
	u64 incoming;	/* device: the pages of the offer being read */
	u64 reserved;	/* device: accepted; after the commit, being discarded */
	u64 left;	/* device: of the committed ones, still to be discarded */
	u64 held;	/* device: discarded and kept */
	u64 picked;	/* device: what it would grant now */
	u64 granted;	/* todevq: in the grant's buffer, not read by the driver yet */
};

/* The gathered pages go back to use. */
static inline void world_release_gathered(struct world *own)
{
	own->gathered = 0;
}

/* The pages of the offer go back to use. */
static inline void world_release_offered(struct world *own)
{
	own->offered = 0;
}

/* The pages of the offer are now the host's. */
static inline void world_keep_offered(struct world *own)
{
	own->given = own->given | own->offered;
	own->offered = 0;
}

/* Every page that the host had goes back to use. */
static inline void world_release_given(struct world *own)
{
	own->given = 0;
}

/* The granted pages go back to use. */
static inline void world_absorb_grant(struct world *own)
{
	own->given = own->given & ~own->back;
	own->offered = own->offered & ~own->back;
}

/* Offer the gathered pages, and call guest_tick ttl_ms from now. */
static inline void world_send_offer(struct world *own)
{
	own->offered = own->gathered;
	own->gathered = 0;
	own->sent = own->offered;
}

/* Offer the isolated pages, and call guest_tick ttl_ms from now. */
static inline void world_offer_isolated(struct world *own)
{
	own->offered = own->isolated;
	own->sent = own->offered;
}

/* Forget the reservation; nothing more of it is discarded. */
static inline void world_drop_reserved(struct world *own)
{
	own->reserved = 0;
	own->left = 0;
}

/* Reserve the pages of the offer being read. */
static inline void world_reserve(struct world *own)
{
	own->reserved = own->incoming;
}

/* Discard the reserved pages, in as many steps as it takes, then call host_discarded.  Keep the
 * buffer of the commit or the report for the answer. */
static inline void world_discard(struct world *own)
{
	own->left = own->reserved;
}

/* The reserved pages are discarded: book them as held. */
static inline void world_hold(struct world *own)
{
	own->held = own->held | own->reserved;
	own->reserved = 0;
}

/* Make the picked pages usable and strike them off the books. */
static inline void world_grant(struct world *own)
{
	own->held = own->held & ~own->picked;
	own->granted = own->picked;
}

/* The balloon is empty; a grant that was not read yet counts for nothing any more. */
static inline void world_drop_held(struct world *own)
{
	own->held = 0;
	own->granted = 0;
}

/* Forget the reserved pages, which are discarded, and answer the report that was kept. */
static inline void world_reply_report(struct world *own)
{
	own->reserved = 0;
}

#endif
