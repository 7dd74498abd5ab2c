/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The names of spec/limits.pml with numbers that SPIN can exhaust.  The C that a
 * trail is replayed on is generated with these too.
 */
#define PAGE_BYTES	4096
#define EXTENTS_MAX	4
#define STATS_MAX	1
#define SEQ_LAST	1		/* sequence numbers of one bit: they wrap all the time */
#define PAGES_MAX	4
#define TIME_MAX_MS	100
#define TARGET_NONE	255
#define ADDR_NONE	255
#define WIRE_VERSION	2
#define FEATURE_REPORT	0
