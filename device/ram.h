/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Guest-physical addresses: is it memory, and which of QEMU's blocks is it? */
#ifndef AEROSTAT_RAM_H
#define AEROSTAT_RAM_H

#include "exec/cpu-common.h"
#include "offer.h"

run_check ram_check;

/* A piece of guest memory, within one of QEMU's blocks. */
struct ram_piece {
    RAMBlock *block;
    uint64_t offset;
    uint64_t bytes;
};

/*
 * The piece of guest memory at addr, at most this long.  NULL, or what is there
 * instead; `bytes` is then how much of it.
 */
const char *ram_find(u64 addr, u64 bytes, struct ram_piece *piece);

/* Each block of the machine's own RAM, until one is not `fine`: that one, else NULL. */
RAMBlock *ram_first_not(bool (*fine)(RAMBlock *block, void *opaque),
                        void *opaque);

#endif
