# SPDX-License-Identifier: GPL-2.0-or-later
"""The workloads of the benchmark, as a table.  load.c says what each `load` does.

quick is what `make bench-quick` runs, long what `make bench` does; "" means not at all.  before runs in the guest before the peer's
driver is loaded.  The disk is /dev/vda, of so many MiB; each of its pages begins and ends with a word that tells which it is.  It has
no file system, so its cache is memory that the kernel does not move.
"""
import os
import struct
from collections import namedtuple

import policy
import vm
from vm import MIB, PAGE

Workload = namedtuple("Workload", "name words mem_mib disk_mib quick long drive before nodes", defaults=("", "", 1))

SLOW_DISK = f",throttling.bps-write={20 * MIB}"
TMPFS = "mkdir -p /run/t && mount -t tmpfs -o size=90% tmpfs /run/t && "
ZRAM = ("insmod /lib/modules/zsmalloc.ko && insmod /lib/modules/zram.ko && echo 600M >/sys/block/zram0/disksize && mkswap /dev/zram0 >/dev/null && "
        "swapon /dev/zram0 && echo 180 >/proc/sys/vm/swappiness && ")

TABLE = [
    Workload("idle", "idle after a boot that has touched 600 MiB", 1024, 0, "sleep 12", "sleep 90", before="load touch 600"),
    Workload("updown", "a program up and down, then idle", 1024, 0,
             "load swing 450 3000 0 1 && sleep 12", "load swing 600 15000 30000 3 && sleep 60"),
    Workload("reread-fit", "files that fit are read again and again, with pauses", 1024, 500,
             "load read /dev/vda 300 2 11000", "load read /dev/vda 500 10 20000"),
    Workload("burst", "30 % of memory for 3 s of every 6", 1024, 0, "load swing 307 3000 3000 3", "load swing 307 3000 3000 15"),
    Workload("big-read", "one read of a file larger than memory, then idle", 1024, 1536, "", "load read /dev/vda 1536 1 0 && sleep 60"),
    Workload("reread-over", "files that do not quite fit are read again and again", 1024, 1100, "", "load read /dev/vda 1100 6 2000"),
    Workload("zipf", "Zipf reads of 1 GiB", 768, 1024, "", "load zipf /dev/vda 1024 400000"),
    Workload("store", "a store of keys that grows, expires and shrinks", 1024, 0, "", "load store 500 120"),
    Workload("tmpfs", "tmpfs filled and emptied", 1024, 0, "", TMPFS + "load swing 500 10000 20000 3 /run/t/file"),
    Workload("processes", "many short processes", 1024, 0, "", "load many 1500 8"),
    Workload("zram", "a program larger than memory, zram, swappiness 180", 768, 0, "", ZRAM + "load swing 700 5000 15000 4"),
    Workload("writes", "bursts of writes to a disk of 20 MiB/s", 1024, 256, "", "load write /dev/vda 150 15000 4", SLOW_DISK),
    Workload("nodes", "two NUMA nodes, a program bound to one", 2048, 0, "", "load node 1 swing 700 10000 20000 3", nodes=2),
    Workload("hugetlb", "huge pages asked for at run time", 1024, 0, "", "load huge 200 10000 20000 3"),
]


def disk(workload):
    """Options of QEMU for the workload's disk, which is made here."""
    if not workload.disk_mib:
        return []
    name = f"bench-{workload.name}"
    options = policy.disk(name, workload.disk_mib)
    with open(os.path.join(vm.BUILD, "vm", name + ".disk"), "r+b") as f:
        for mib in range(workload.disk_mib):
            piece = bytearray(MIB)
            for at in range(0, MIB, PAGE):
                word = struct.pack("<Q", ((mib * MIB + at) // PAGE + 1) * 0x9e3779b97f4a7c15 % (1 << 64))      # as load.c stamps a page
                piece[at:at + 8] = piece[at + PAGE - 8:at + PAGE] = word
            f.write(piece)
    options[1] += workload.drive
    return options
