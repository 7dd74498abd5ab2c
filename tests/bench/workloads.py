# SPDX-License-Identifier: GPL-2.0-or-later
"""The workloads of the benchmark, as a table.  load.c says what each `load` does.

quick is what `make bench-quick` runs, long what `make bench` does; "" means not at all.  The disk is /dev/vda, of so many MiB; each of
its pages begins and ends with a word that tells which it is.  before runs in the guest before the peer's driver is loaded.
"""
import os
import struct
from collections import namedtuple

import policy
import vm
from vm import MIB, PAGE

Workload = namedtuple("Workload", "name words mem_mib disk_mib quick long before", defaults=("",))

TABLE = [
    Workload("idle", "idle after a boot that has touched 600 MiB", 1024, 0, "sleep 12", "sleep 90", before="load touch 600"),
    Workload("updown", "a program up and down, then idle", 1024, 0,
             "load swing 450 3000 0 1 && sleep 12", "load swing 600 15000 30000 3 && sleep 60"),
    Workload("reread-fit", "files that fit are read again and again", 1024, 500,
             "load read /dev/vda 300 7 1000", "load read /dev/vda 500 15 5000"),
    Workload("burst", "30 % of memory for 3 s of every 6", 1024, 0, "load swing 307 3000 3000 3", "load swing 307 3000 3000 15"),
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
    return options
