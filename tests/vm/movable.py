# SPDX-License-Identifier: GPL-2.0-or-later
"""Single pages that the host has get out of the way when the kernel wants the memory around them.

    ZONE_MOVABLE (movablecore=), the guest's upper half:   in use | host | in use | host ...
    a block of it is taken offline:                        whoever has a page there is asked to move it

Memory that is taken offline tells exactly: it succeeds only once every page of the block is free.  What is not movable the
driver takes back before (place.py), so here the kernel must have asked for the pages.  tests/faults/movable.tsv has the same driver with pages that are not marked as movable.
"""
import re

import debug
import kernels
import vm
from guest import Guest, report
from vm import MIB, PAGE

RAM_MIB = 1024
MEMORY = "/sys/devices/system/memory"
GIVE_UP = {"calm_s": 60, "busy_s": 60}      # an offline takes less than 1 s


def movable_blocks(guest):
    """The memory blocks that lie in ZONE_MOVABLE, by number."""
    found = guest.vm.guest(f"grep -lx Movable {MEMORY}/memory*/valid_zones || true")
    return sorted(int(n) for n in re.findall(r"memory(\d+)/valid_zones", found))


def kernel_available(guest):
    """Pages that the kernel may use for itself and that are free beyond the watermarks, or cached."""
    zones = re.split(r"^Node \d+, zone +(\w+)$", guest.vm.guest("cat /proc/zoneinfo"), flags=re.M)[1:]
    zones = [dict(re.findall(r"^ +(?:pages )?(\w+) +(\d+)$", text, re.M)) for name, text in zip(zones[::2], zones[1::2])
             if name not in ("Movable", "Device")]
    return sum(int(z["free"]) - int(z["high"]) + int(z["nr_zone_active_file"]) + int(z["nr_zone_inactive_file"]) for z in zones if z["present"] != "0")


def give_single_pages(guest):
    """A program holds every other 2 MiB, in single pages; what is between is given, and in ZONE_MOVABLE that is page by page.
    Huge pages would have to be moved to free blocks, and for those the kernel waits without end (see offline)."""
    # nobody else asks for the host's pages, to make larger blocks around them: they would come back, and not be given for a while
    guest.vm.guest("hog_start 61 small; echo 1000 >/proc/sys/vm/extfrag_threshold; echo 0 >/proc/sys/vm/compaction_proactiveness")
    guest.hog("grow 600")
    guest.hog("sieve 300")
    # a block that goes offline finds room for what programs have in it, without a shortage: the kernel warns of one
    guest.load("low_pct=2 high_pct=20 min_order=0 step_mib=2048")
    held = guest.settled()
    report.check(f"the guest gives {held // MIB} MiB", held > 200 * MIB)
    state = guest.driver_state()
    # of more than the low threshold the kernel may use some at any time, without anything being taken back for it
    available, low = kernel_available(guest), int(state["kernel_low_pages"])
    report.check(f"and leaves the kernel {available * PAGE // MIB} MiB that it may use, at least {low * PAGE // MIB}", available >= low)
    report.equal("so it was never out of memory", state["oom_calls"], "0")
    return held


def offline(guest, block):
    """Some blocks hold pages of the kernel's own from before there were zones: refused as well.  The kernel tries without end,
    or waits for itself (compaction waits while much is isolated, which offlining has done), so the write is given up by a
    signal, as memory-hotplug.rst tells: then the block is neither taken nor refused."""
    g = guest.vm.guest
    g(f"rm -f /run/ended; sh -c 'echo offline >{MEMORY}/memory{block}/state; status=$?; touch /run/ended; exit $status' 2>/dev/null & writer=$!")
    try:
        vm.patience.wait(lambda: g("[ ! -e /run/ended ] || echo ended"), 0.1, **GIVE_UP)
    except vm.patience.Vain:
        g("kill -KILL $writer", check=False)
    said = g("wait $writer; case $? in 0) echo taken;; 137) echo given up;; *) echo refused;; esac")
    return said.splitlines()[-1]


def gets_out_of_the_way(name, system):
    with vm.VM(name, mem_mib=RAM_MIB, append="movablecore=512M", system=system) as machine:
        guest = Guest(machine)
        give_single_pages(guest)
        guest.verify("while the host has single pages", 300)
        blocks = movable_blocks(guest)
        report.check(f"blocks of memory that are all movable: {len(blocks)}", len(blocks) >= 3, repr(blocks))
        before = {name: int(value) for name, value in guest.driver_state().items() if name.startswith("move")}
        state, taken, refused = {"moved_pages": 0}, [], 0
        while blocks and state["moved_pages"] < 512:    # in some the host has nothing
            block = blocks.pop()
            said = offline(guest, block)
            taken += [block] if said == "taken" else []
            refused += said == "refused"
            state = {name: int(guest.driver_state()[name]) - value for name, value in before.items()}
        report.check("of them are taken offline, single pages of the host's and all", len(taken) > 0)
        report.check(f"the driver was asked for pages {state['moves_wanted']} times, made {state['moves']} requests, and "
                     f"{state['moved_pages']} pages came back for it", state["moves"] > 0 and state["moved_pages"] >= 512, f"{refused} blocks were refused; {state}")
        guest.verify("after that", 300)
        for block in taken:
            machine.guest(f"echo online_movable >{MEMORY}/memory{block}/state")
        guest.settled()
        guest.books_agree()
        guest.verify("after giving again", 300)
        guest.unbind()
        report.equal("unbound, the device holds nothing", guest.held(), 0)
        guest.verify("after unbinding", 300)
        guest.clean()


def test_movable(name="movable", kernel=kernels.DEBIAN):
    gets_out_of_the_way(name, kernels.system(kernel))


def test_watched():
    """The same in a kernel that watches locks and memory."""
    gets_out_of_the_way("debug-movable", debug.system("debug"))


GROUPS = {"movable": test_movable}
DEBUG_GROUPS = {"debug-movable": test_watched}
