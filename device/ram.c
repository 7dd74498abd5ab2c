/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Guest memory: see ram.h. */
#include "qemu/osdep.h"
#include "qemu/units.h"
#include "compat.h"
#include "hw/boards.h"
#include "ram.h"

/*
 * The machine's own RAM: one region, or one for each NUMA node in it.  Other RAM
 * is a device's: a frame buffer, or a BAR whose file another VM may map too
 * (ivshmem).  Hot-plugged DIMMs are not told apart from these yet: refused.
 */
static bool is_machine_ram(const MemoryRegion *mr)
{
    const MemoryRegion *ram = current_machine->ram;

    return mr == ram || (mr->container && mr->container == ram);
}

RAMBlock *ram_first_not(bool (*fine)(RAMBlock *block, void *opaque),
                        void *opaque)
{
    MemoryRegion *ram = current_machine->ram, *mr;

    if (ram->ram_block) {
        return fine(ram->ram_block, opaque) ? NULL : ram->ram_block;
    }
    QTAILQ_FOREACH(mr, &ram->subregions, subregions_link) {
        if (mr->ram_block && !fine(mr->ram_block, opaque)) {
            return mr->ram_block;
        }
    }
    return NULL;
}

const char *ram_find(u64 addr, u64 bytes, struct ram_piece *piece)
{
    MemoryRegionSection at = memory_region_find(get_system_memory(), addr,
                                                bytes);
    const char *what = NULL;

    if (!at.mr) {
        piece->bytes = bytes;
        return "is not memory of this guest";
    }
    piece->bytes = int128_get64(at.size);
    if (at.offset_within_address_space != addr) {
        piece->bytes = at.offset_within_address_space - addr;
        what = "is not memory of this guest";
    } else if (!memory_region_is_ram(at.mr)) {
        what = "belongs to a device";
    } else if (memory_region_is_ram_device(at.mr)) {
        what = "belongs to an assigned device";
    } else if (at.readonly || memory_region_is_rom(at.mr)) {
        what = "is read-only";
    } else if (at.nonvolatile) {
        what = "is persistent memory";
    } else if (!is_machine_ram(at.mr)) {
        what = "is a device's or hot-plugged, not the machine's own memory";
    }
    piece->block = at.mr->ram_block;
    piece->offset = at.offset_within_region;
    memory_region_unref(at.mr);
    return what;
}

/*
 * Below, a PC's guest may turn RAM into ROM or a device's at any time (PAM,
 * SMRAM): what it gave would not be memory any more where its state is loaded.
 */
#define LEGACY_BYTES (1 * MiB)

const char *ram_check(const struct wire_extent *run, u64 *addr)
{
    u64 at = run->addr, left = run->pages * PAGE_BYTES;
    struct ram_piece piece;
    const char *what;

    if (at < LEGACY_BYTES) {
        *addr = at;
        return "is below 1 MiB, where memory may turn into ROM";
    }
    while (left) {
        what = ram_find(at, left, &piece);
        if (what) {
            *addr = at;
            return what;
        }
        at += piece.bytes;
        left -= piece.bytes;
    }
    return NULL;
}
