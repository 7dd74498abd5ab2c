# SPDX-License-Identifier: GPL-2.0-or-later
"""Single pages that the host has get out of the way when the kernel wants the memory around them.

    ZONE_MOVABLE (movablecore=), the guest's upper half:   in use | host | in use | host ...
    a block of it is taken offline:                        whoever has a page there is asked to move it, or it fails

Memory that is taken offline tells exactly: it succeeds only once every page of the block is free, and a page that is not
movable ends it at once.  The same driver with pages that are not marked as movable is the control.
"""
import os
import re
import shutil

import debug
import vm
from guest import Guest, report
from vm import MIB, PAGE, wait_for

RAM_MIB = 1024
MEMORY = "/sys/devices/system/memory"
MARK = ("\t\tmovable_mark(m, page);\n", "\t\t(void)m;\n")


def system(name, edit):
    """Debian's kernel with a driver of its own, in which one text stands for another."""
    out = os.path.join(vm.BUILD, "vm", name)
    shutil.rmtree(os.path.join(out, "driver"), ignore_errors=True)
    shutil.copytree(os.path.join(vm.ROOT, "driver"), os.path.join(out, "driver"))
    path = os.path.join(out, "driver/pages.c")
    before = vm.text_of(path)
    report.equal("the fault is put into pages.c", before.count(edit[0]), 1)
    with open(path, "w") as f:
        f.write(before.replace(*edit))
    vm.make(os.path.join(out, "driver/build.sh"), os.path.join(out, "module"))
    initramfs = os.path.join(out, "initramfs.gz")
    vm.make("tests/vm/initramfs.sh", initramfs, os.path.join(vm.BUILD, "kernel"), os.path.join(out, "module/virtio_aerostat.ko"))
    return vm.System(initramfs=initramfs)


def movable_blocks(guest):
    """The memory blocks that lie in ZONE_MOVABLE, by number."""
    found = guest.vm.guest(f"grep -lx Movable {MEMORY}/memory*/valid_zones || true")
    return sorted(int(n) for n in re.findall(r"memory(\d+)/valid_zones", found))


def give_single_pages(guest):
    """A program holds every other MiB; what is between is given, and in ZONE_MOVABLE that is page by page."""
    guest.vm.guest("hog_start 61")
    guest.hog("grow 600")
    guest.hog("sieve 300")
    guest.load("low_pct=2 high_pct=8 min_order=0 step_mib=2048")
    held = guest.settled(120)
    report.check(f"the guest gives {held // MIB} MiB", held > 300 * MIB)
    return held


def offline(guest, block):
    """Some blocks hold pages of the kernel's own from before there were zones: refused as well."""
    return guest.vm.guest(f"echo offline >{MEMORY}/memory{block}/state && echo taken || echo refused", 120).splitlines()[-1]


def gets_out_of_the_way(name, system):
    with vm.VM(name, mem_mib=RAM_MIB, append="movablecore=512M", system=system) as machine:
        guest = Guest(machine)
        give_single_pages(guest)
        guest.verify("while the host has single pages", 300)
        blocks = movable_blocks(guest)
        report.check(f"blocks of memory that are all movable: {len(blocks)}", len(blocks) >= 3, repr(blocks))
        before = {name: int(value) for name, value in guest.driver_state().items() if name.startswith("move")}
        state, taken = {"moved_pages": 0}, []
        while blocks and state["moved_pages"] < 512:    # in some the host has nothing
            block = blocks.pop()
            taken += [block] if offline(guest, block) == "taken" else []
            state = {name: int(guest.driver_state()[name]) - value for name, value in before.items()}
        report.check("of them are taken offline, single pages of the host's and all", len(taken) > 0)
        report.check(f"the driver was asked for pages {state['moves_wanted']} times, made {state['moves']} requests, and "
                     f"{state['moved_pages']} pages came back for it", state["moves"] > 0 and state["moved_pages"] >= 512, repr(state))
        guest.verify("after that", 300)
        for block in taken:
            machine.guest(f"echo online_movable >{MEMORY}/memory{block}/state")
        guest.settled(120)
        report.equal("both sides' books agree", int(guest.driver_state()["given_pages"]) * PAGE, guest.held())
        guest.verify("after giving again", 300)
        guest.unbind()
        report.equal("unbound, the device holds nothing", guest.held(), 0)
        guest.verify("after unbinding", 300)
        guest.clean()


def test_movable():
    gets_out_of_the_way("movable", vm.System())
    with vm.VM("movable-not", mem_mib=RAM_MIB, append="movablecore=512M", system=system("movable-fault", MARK)) as machine:
        guest = Guest(machine)
        give_single_pages(guest)
        # one in which the host has no page may be
        refused = [block for block in movable_blocks(guest) if offline(guest, block) == "refused"]
        state = {name: int(value) for name, value in guest.driver_state().items() if name.startswith("move")}
        report.check(f"a driver that does not mark them: {len(refused)} blocks are not taken offline, and it is not asked",
                     refused and not any(state.values()), repr((refused, state)))
        guest.verify("after that", 300)


def test_watched():
    """The same in a kernel that watches locks and memory."""
    gets_out_of_the_way("debug-movable", debug.system("debug"))


GROUPS = {"movable": test_movable}
DEBUG_GROUPS = {"debug-movable": test_watched}
