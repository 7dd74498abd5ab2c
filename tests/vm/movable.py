# SPDX-License-Identifier: GPL-2.0-or-later
"""Single pages that the host has get out of the way of compaction.

    in use | free | in use | free | ...          every other page is a program's
    in use | host | in use | host | ...          min_order=0: the host gets single pages
         in use         |      free              compaction moves the program's together, and the driver takes the others back

The same driver with pages that are not marked as movable is the control: there, what the host has stays in the way.
"""
import os
import re
import shutil

import debug
import vm
from guest import OWED, Guest, report
from vm import MIB, PAGE, wait_for

RAM_MIB = 512
PROGRAM_MIB = 380       # of which it keeps half
SINGLE_MIB = 48         # so much is given in single pages
MARK = ("\t\tmovable_mark(m, page);\n", "\t\t(void)m;\n")


def large_blocks(guest):
    """Free blocks of 2 MiB, and those in larger ones."""
    orders = [list(map(int, line.split()[4:])) for line in guest.vm.guest("cat /proc/buddyinfo").splitlines()]
    return sum(n << order - 9 for zone in orders for order, n in enumerate(zone) if order >= 9)


def compact(guest):
    guest.vm.guest("echo 1 >/proc/sys/vm/compact_memory", 120)


def rake(guest, seed, mib=PROGRAM_MIB):
    """Memory without a free block: every other page is in use."""
    guest.vm.guest(f"hog_start {seed} small")
    guest.hog(f"grow {mib}", 240)
    guest.hog(f"rake {mib}", 240)


def give_single_pages(guest):
    """Whole blocks go first, so the host is to have those and so much more."""
    whole = large_blocks(guest) * 2
    wanted = (whole + SINGLE_MIB) * MIB
    guest.load("low_pct=2 high_pct=4 min_order=0 pause_max_ms=1000")
    guest.vm.qmp("balloon", value=RAM_MIB * MIB - wanted)

    def given():    # to be asked keeps the guest awake, and a parameter that is written ends each pause
        guest.vm.guest("echo 1000 >/sys/module/virtio_aerostat/parameters/pause_max_ms")
        return int(guest.driver_state()["given_pages"]) * PAGE == wanted and guest.held()
    held = wait_for(given, "single pages to be given", 240, 0.1)
    guest.vm.guest("echo 3600000 >/sys/module/virtio_aerostat/parameters/period_ms")
    report.check(f"the host has {held // MIB} MiB, no more than {whole} of them in whole blocks, which were free before", held >= wanted)


def system(name, edit=None):
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


def in_the_way():
    """The control: how many blocks compaction can make around pages that do not move."""
    with vm.VM("movable-not", mem_mib=RAM_MIB, system=system("movable-fault", MARK)) as machine:
        guest = Guest(machine)
        rake(guest, 41)
        give_single_pages(guest)
        before, held = large_blocks(guest), guest.held()
        for _ in range(3):
            compact(guest)
        state = guest.driver_state()
        report.equal("not marked: nobody asks for what the host has, and it keeps it", (state["moves_wanted"], guest.held()), ("0", held))
        return large_blocks(guest) - before


def test_movable():
    stuck = in_the_way()
    with vm.VM("movable", mem_mib=RAM_MIB) as machine:
        guest = Guest(machine)
        rake(guest, 42)
        give_single_pages(guest)
        before, held = large_blocks(guest), guest.held()

        def made():
            compact(guest)
            return large_blocks(guest) - before
        more = wait_for(lambda: made() >= stuck + SINGLE_MIB // 4 and made(), "compaction to make more blocks", 120, 0.1)
        state = guest.driver_state()
        moved = int(state["moved_pages"]) * PAGE
        report.check(f"compaction makes {more} free blocks of 2 MiB, and {stuck} where what the host has stays in the way", more > stuck)
        report.check(f"since {moved // MIB} MiB got out of the way, by {state['moves']} requests (asked for {state['moves_wanted']} times)", moved >= SINGLE_MIB // 2 * MIB)
        report.equal("and that is what the host has less", held - guest.held(), moved)
        guest.verify("after it was moved together", PROGRAM_MIB // 2)
        machine.guest("echo 100 >/sys/module/virtio_aerostat/parameters/period_ms")
        guest.settled(120)
        pages, _, blocks = map(int, re.findall(r"\d+", machine.guest("extents")))
        report.check(f"what is given instead is whole blocks: {blocks * 2} of {pages * PAGE // MIB} MiB", guest.held() >= held - MIB and blocks * 512 >= pages - (held - moved) // PAGE)
        guest.unbind()
        report.equal("unbound, the device holds nothing", guest.held(), 0)
        guest.verify("after unbinding", PROGRAM_MIB // 2)
        guest.clean()


def test_debug_movable():
    """Compaction runs over and over while the driver gives, takes back, is unbound, sleeps and runs out of memory."""
    with vm.VM("debug-movable", mem_mib=RAM_MIB, system=debug.system("debug"), append="page_poison=1") as machine:
        guest = Guest(machine)
        g = machine.guest
        rake(guest, 43, 240)
        guest.load("low_pct=2 high_pct=4 min_order=0 pause_max_ms=1000")
        g("echo 10 >/sys/module/virtio_aerostat/parameters/period_ms")
        wait_for(lambda: guest.held() > 110 * MIB, "single pages to be given", 240, 0.2)
        g("{ while [ ! -e /run/enough ]; do echo 1 >/proc/sys/vm/compact_memory; done; echo done >/run/compacted; } & :")

        def moved():
            return int(guest.driver_state()["moved_pages"])
        pages = wait_for(lambda: moved() > 1000 and moved(), "a thousand pages to get out of the way", 240, 0.2)
        report.check(f"while compaction runs, single pages get out of its way ({pages} so far)", True)
        guest.verify("meanwhile", 120)
        for again in range(4):
            guest.unbind()
            report.equal("unbound meanwhile, the device holds nothing", guest.held(), 0)
            guest.bind()
            wait_for(lambda: guest.held() > 50 * MIB, "it to give again", 120, 0.1)
        g("echo devices >/sys/power/pm_test; echo 1 >/sys/module/suspend/parameters/pm_test_delay")
        resets = guest.steps("host_reset")
        g("echo mem >/sys/power/state", 120)
        report.check("it suspends and resumes meanwhile", guest.steps("host_reset") > resets)
        g("echo 1 >/sys/module/virtio_aerostat/parameters/adjust_memtotal")
        wait_for(lambda: guest.held() > 50 * MIB, "it to give again", 120, 0.1)
        report.equal("a program grows by 100 MiB meanwhile", guest.hog("grow 100", 240), "grew 100 MiB, holds 220 MiB")
        g("echo >/run/enough")
        wait_for(lambda: g("cat /run/compacted 2>/dev/null || true") == "done", "compaction to end", 120, 0.2)
        guest.verify("at the end", 220)
        guest.unload()
        report.equal("rmmod: the device holds nothing", guest.held(), 0)
        guest.verify("after rmmod", 220)
        debug.sound(guest, expected=OWED)


GROUPS = {"movable": test_movable}
DEBUG_GROUPS = {"debug-movable": test_debug_movable}
