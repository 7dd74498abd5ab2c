/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
/*
 * Every number that the two peers agree on, with its unit.  These are the real
 * ones; model/bounds.pml gives the same names the small values that SPIN
 * explores, so a rule in guest.pml or host.pml never names a number itself.
 */
#define PAGE_BYTES	4096			/* bytes: a page, on the wire and in the books */
#define EXTENTS_MAX	1024			/* extents: the most in one offer or one grant */
#define STATS_MAX	32			/* tag and value pairs: the most in one report */
#define SEQ_LAST	4294967295		/* sequence numbers run 0 .. SEQ_LAST, then 0 again */
#define PAGES_MAX	1099511627776		/* pages: 4 PiB, far above any guest; sums stay in 64 bits */
#define TIME_MAX_MS	4611686018427387904	/* milliseconds: a clock reading above this is no clock */
#define TARGET_NONE	18446744073709551615	/* pages: the operator has set no target */
#define ADDR_NONE	18446744073709551615	/* bytes: no address */
#define WIRE_VERSION	2			/* of the messages in wire.pml */
#define FEATURE_REPORT	0			/* virtio feature bit: the device takes MSG_REPORT */
#define FEATURE_FLOOR	1			/* virtio feature bit: wire_floor stands behind wire_config */
