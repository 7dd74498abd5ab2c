/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is behind a block of guest memory: can the host take memory out of it, and
 * will it be there again when the guest wants it back?
 */
#ifndef AEROSTAT_BACKING_H
#define AEROSTAT_BACKING_H

#include "exec/cpu-common.h"

/*
 * A private mapping of a file may share that file with other VMs, so only its
 * own copies are dropped, and no hole is punched.
 */
bool backing_is_private_file(RAMBlock *block);

/* Discard this part; 0, or the errno. */
int backing_discard(RAMBlock *block, uint64_t offset, uint64_t bytes);

/* Would a discard work?  0, or the errno.  The guest's memory stays as it is. */
int backing_try_discard(RAMBlock *block);

/*
 * May this memory be missing when it is touched next, which ends QEMU?  Huge pages
 * come from a pool, and files from a file system that may be full.  `prealloc=on`
 * asks for memory that is always there.
 */
bool backing_can_fail(RAMBlock *block);

/*
 * Does this memory count for the limits of cgroups, and stay?  Huge pages have
 * limits of their own, and what is in a file on a disk can be written there.
 */
bool backing_is_charged(RAMBlock *block);

/* Make this part be there; 0, or the errno. */
int backing_populate(RAMBlock *block, uint64_t offset, uint64_t bytes);

/* What such an errno means to an operator. */
const char *backing_discard_cause(int error);

#endif
