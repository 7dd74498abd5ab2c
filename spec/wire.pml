/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
/*
 * What travels: message kinds, statuses, the layout of every message, and the
 * names that handlers take.  A `wire_` typedef is a message: its fields follow
 * each other without padding, little-endian, an mtype as four bytes that hold
 * the enumerator's place in its list (from 1; 0 is never valid).  A last field
 * that is an array is preceded by `count`, the number of elements that follow.
 *
 * todevq    the driver puts a request in the readable part of a buffer and
 *           leaves room for the answer in the writable part: wire_grant for
 *           wire_reclaim, wire_ack for all others.  A grant lists no more extents than
 *           there is room for.
 * fromdevq  the driver keeps empty writable buffers posted; the device fills
 *           one wire_notice in each when it has something to say.
 */

/* What a buffer on todevq asks. */
mtype:msg = {
	MSG_QUERY,		/* what state is the host in, and what time is it there? */
	MSG_OFFER,		/* these pages are out of use: do you want them? */
	MSG_COMMIT,		/* the pages of the accepted offer are yours from here on */
	MSG_RECLAIM,		/* give back so many pages, from here if you hold some, else any */
	MSG_STATS,		/* how the guest's memory is doing */
	MSG_REPORT		/* discard the pages of the accepted offer: with the answer they are the guest's again */
};

/* How the device answers. */
mtype:status = {
	ST_OK,			/* the query or the stats were taken */
	ST_ACCEPTED,		/* offer: reserved, nothing is discarded before the commit or the report */
	ST_REFUSED_LATE,	/* offer: past its deadline by the host's clock */
	ST_REFUSED_HOST,	/* offer: the host wants none; reclaim: it lacks what it held */
	ST_BAD,			/* malformed, or pages that this guest cannot give */
	ST_DONE,		/* commit: discarded, the host holds the pages; report: discarded, the guest has them */
	ST_UNKNOWN,		/* commit, report: no such reservation, the pages are still the guest's */
	ST_GRANTED		/* reclaim: these pages are the guest's again */
};

/* The host's own condition, in every answer and on fromdevq. */
mtype:host_state = {
	HOST_PLENTY,		/* takes what it is given and returns what it is asked for */
	HOST_TIGHT,		/* short of memory itself: cannot serve a reclaim now */
	HOST_MIGRATING		/* the VM is on its way to another host: wants no pages now */
};

/* What a buffer on fromdevq says. */
mtype:notice = {
	NOTICE_STATE,		/* the host's state has changed */
	NOTICE_TARGET,		/* the operator has set a target */
	NOTICE_STATS		/* somebody wants the guest's stats */
};

/*
 * A run of pages that follow each other: guest-physical address, length.  The
 * extents of a message ascend and do not overlap; they may touch.
 */
typedef wire_extent {
	u64 addr;		/* bytes, a multiple of PAGE_BYTES */
	u64 pages
}

/* One of the guest's numbers, with the tags of virtio-balloon (VIRTIO 1.2, 5.5.6.4). */
typedef wire_stat {
	u16 tag;
	u64 value
}

typedef wire_query {
	mtype:msg type;
	u32 seq
}

typedef wire_offer {
	mtype:msg type;
	u32 seq;
	u64 sent_at_ms;		/* by the host's clock, as the guest knows it from the query */
	u32 ttl_ms;		/* how long after sent_at_ms the offer may still be accepted */
	u32 count;
	wire_extent extents[EXTENTS_MAX]
}

typedef wire_commit {
	mtype:msg type;
	u32 seq
}

/* Instead of the commit.  Only where FEATURE_REPORT is agreed on. */
typedef wire_report {
	mtype:msg type;
	u32 seq
}

typedef wire_reclaim {
	mtype:msg type;
	u32 seq;
	u64 want_pages;
	u64 near_addr		/* bytes: where the guest would like its pages most, or ADDR_NONE */
}

typedef wire_stats {
	mtype:msg type;
	u32 seq;
	u32 count;
	wire_stat stats[STATS_MAX]
}

/* Answer to all but the reclaim. */
typedef wire_ack {
	mtype:status status;
	u32 seq;		/* of the message that it answers */
	mtype:host_state state;
	u64 host_time_ms
}

/* Answer to the reclaim. */
typedef wire_grant {
	mtype:status status;
	u32 seq;
	mtype:host_state state;
	u64 host_time_ms;
	u32 count;
	wire_extent extents[EXTENTS_MAX]
}

typedef wire_notice {
	mtype:notice notice;
	mtype:host_state state;
	u64 target_pages;
	u64 host_time_ms
}

/* The device's config space; the driver refuses what it does not know. */
typedef wire_config {
	u32 version;		/* WIRE_VERSION */
	u32 page_bytes;		/* PAGE_BYTES */
	u32 extents_max;	/* EXTENTS_MAX */
	u32 stats_max		/* STATS_MAX */
}

/* In the config space, behind wire_config.  Only where FEATURE_FLOOR is agreed on. */
typedef wire_floor {
	u64 floor_bytes		/* the guest keeps so much memory, whatever it needs; may change at any time */
}

/* Names that handlers and effects take besides the fields above; never instantiated. */
typedef args {
	u64 now_ms;		/* the reader's own clock */
	u64 pages;		/* pages in an offer */
	u32 back_extents;	/* of a grant: runs that it lists */
	u64 back_pages;		/* of a grant: pages found among the given ones */
	u64 back_offered_pages;	/* of a grant: pages found in the committed offer */
	u64 pick_pages;		/* pages that the device's books would grant now */
	bool valid;		/* every page of the offer passed the device's checks */
	bool agreed		/* driver and device have both set the feature bit that this needs */
}
