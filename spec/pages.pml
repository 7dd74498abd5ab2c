/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
/*
 * Who owns which page.  Driver and device keep each set as runs of pages, in order;
 * what an effect (`fx_`) does to it is said once, in the effect's body
 * in guest.pml and host.pml.  A page that is in none of the guest's sets may be
 * touched by anybody in the guest, and must never be discarded.
 */
typedef page_sets {
	pageset gathered;	/* driver: out of use, not offered yet */
	pageset isolated;	/* driver: what the kernel has at hand to report, while guest_report is called */
	pageset offered;	/* driver: in the offer in flight, committed or not */
	pageset given;		/* driver: the host has them */
	pageset sent;		/* todevq: in the offer's buffer, whatever has become of the offer */
	pageset back;		/* driver: what the grant being read returns of its own */
	pageset incoming;	/* device: the pages of the offer being read */
	pageset reserved;	/* device: accepted; after the commit, being discarded */
	pageset left;		/* device: of the committed ones, still to be discarded */
	pageset held;		/* device: discarded and kept */
	pageset picked;		/* device: what it would grant now */
	pageset granted		/* todevq: in the grant's buffer, not read by the driver yet */
}

page_sets own;
