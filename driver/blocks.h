/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What there is in a block of memory that a host may want whole.  Takes no lock: what it says is a hint. */
#ifndef AEROSTAT_BLOCKS_H
#define AEROSTAT_BLOCKS_H

#include <linux/mmzone.h>

#include "core_gen.h"

#define BLOCK_PAGES	pageblock_nr_pages

/*
 * Nothing but free pages and page cache that may go, of that node, in memory that the device takes?  And how much of
 * such cache.  What a node spans may have other nodes' blocks in between.
 */
bool block_is_idle(unsigned long pfn, int node, u64 *cold);

/* Takes it out of use, each page by itself. */
bool block_take(unsigned long pfn);

#endif
