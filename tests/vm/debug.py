# SPDX-License-Identifier: GPL-2.0-or-later
"""The driver's life in a kernel that watches it (debug-kernel.sh): KASAN, lockdep, page poisoning, sleeping in atomic
context, and allocations that fail.  Memory that stays in use is read byte for byte all along.  A finding is a line in the
kernel's log, or the panic that follows it (panic_on_warn).
"""
import os
import re
import shutil

import vm
from guest import BLOCK, BY_ORDER, OWED, RAM, RAM_MIB, Guest, out_of_memory, report
from vm import MIB, PAGE, wait_for

KERNEL = os.path.join(vm.BUILD, "debug-kernel")
FAULTS = "/sys/kernel/debug"
# An allocation that fails by order is reported by the page allocator, with a stack.
ALLOCATION_FAILS = r"page allocation failure|Call Trace"


def system(name, driver=os.path.join(vm.ROOT, "driver")):
    """The debug kernel with a driver of that source."""
    vm.claim(name)
    out = os.path.join(vm.BUILD, "vm", name)
    source = os.path.join(out, "driver")
    module = os.path.join(out, "module")
    shutil.rmtree(source, ignore_errors=True)
    os.makedirs(out, exist_ok=True)
    shutil.copytree(driver, source)
    vm.make("tests/vm/debug-kernel.sh")
    build = os.path.join(source, "build.sh")
    vm.make(build, module, os.path.join(KERNEL, "obj"), "AEROSTAT_CHECKS=y")
    initramfs = os.path.join(out, "initramfs.gz")
    vm.make("tests/vm/initramfs.sh", initramfs, KERNEL, os.path.join(module, "virtio_aerostat.ko"))
    return vm.System(os.path.join(KERNEL, "vmlinuz"), initramfs)


def set_faults(guest, **settings):
    """Of both kinds of allocations: slab objects and pages."""
    for kind in ("failslab", "fail_page_alloc"):
        for name, value in settings.items():
            guest.vm.guest(f"echo {value} >{FAULTS}/{kind}/{name.replace('_', '-')}")


def every_allocation_of_bind_fails(guest):
    """The first, then the second..., until there are no more: each time refused, or bound without it."""
    set_faults(guest, verbose=0, probability=0, ignore_gfp_wait="N")
    guest.vm.guest(f"echo 0 >{FAULTS}/fail_page_alloc/min-order; echo N >{FAULTS}/fail_page_alloc/ignore-gfp-highmem")
    refused, bound, *end = guest.vm.guest(f"fail_each_bind {guest.device}").splitlines()[-1].split(" ")
    report.equal("with none that fails it is bound", end, ["done", "beyond"])
    report.check(f"each allocation of a bind fails once: {refused} times it is refused, {bound} times bound without it", int(refused) >= 10)


def allocations_fail(guest, probability):
    """From now on so many percent of the allocations in what the driver calls."""
    text = int(guest.vm.guest("cat /sys/module/virtio_aerostat/sections/.text"), 16)
    size = int(guest.vm.guest("awk '$1 == \"virtio_aerostat\" { print $2 }' /proc/modules"))
    set_faults(guest, require_start=hex(text), require_end=hex(text + size), stacktrace_depth=32, times=1000000,
               probability=probability)


def failed(guest):
    """How many have failed since then, of each kind."""
    return [1000000 - int(guest.vm.guest(f"cat {FAULTS}/{kind}/times")) for kind in ("failslab", "fail_page_alloc")]


def sound(guest, expected, kills=0):
    """The kernel found nothing, and lockdep has not given up looking."""
    locks = guest.vm.guest("cat /proc/lockdep_stats")
    report.check("lockdep is still at work", re.search(r"debug_locks: +1", locks) is not None, locks[-300:])
    guest.clean(expected=expected, kills=kills)


def life(guest):
    """Gives, takes back, is short of memory, sleeps, loses its device."""
    machine = guest.vm
    guest.load("low_pct=5 high_pct=10")
    held = guest.settled()
    report.check(f"the guest gives {held // MIB} MiB", held > 250 * MIB)
    guest.verify("after giving", 200)
    report.equal("a program grows by 300 MiB", guest.hog("grow 300"), "grew 300 MiB, holds 500 MiB")
    guest.settled()
    report.check("the guest took back what it needed", guest.held() < held - 200 * MIB)
    guest.verify("after taking back", 500)
    guest.hog("sieve 250")
    held = guest.settled()
    report.check(f"every other chunk is freed: it gives ({held // MIB} MiB)", held > 150 * MIB)
    guest.verify("with holes", 250)

    for name, value in (("period_ms", 3600000), ("step_mib", 1), ("take_factor", 1)):
        guest.param(name, value)
    out_of_memory(guest)
    for name, value in (("step_mib", 256), ("take_factor", 4), ("period_ms", 100)):
        guest.param(name, value)
    guest.settled()

    resets = guest.steps("host_reset")
    machine.guest("echo devices >/sys/power/pm_test; echo 1 >/sys/module/suspend/parameters/pm_test_delay")
    machine.guest("echo mem >/sys/power/state")
    report.check("it suspends and resumes", guest.steps("host_reset") > resets and guest.settled() > 150 * MIB)
    guest.verify("after suspending", 250)

    guest.param("grant_ms", 1000)
    guest.stall(True)
    short = (machine.meminfo()["MemAvailable"] - int(guest.driver_state()["low_pages"]) * PAGE // 2) // BLOCK * 2
    guest.hog(f"grow {short}")
    wait_for(lambda: guest.driver_state()["take"] == "TAKE_OVERDUE", "a reclaim to be overdue")
    guest.verify("while the host owes memory", 250 + short)
    guest.unload()
    report.equal("rmmod while stalled: the device holds nothing", guest.held(), 0)
    guest.verify("after rmmod", 250 + short)
    guest.stall(False)

    guest.load("low_pct=5 high_pct=10")
    report.check("loaded again, it gives", guest.settled() > 150 * MIB)
    pci = machine.guest(f"basename $(readlink -f /sys/bus/virtio/devices/{guest.device}/..)")
    machine.guest(f"echo 1 >/sys/bus/pci/devices/{pci}/remove")
    report.equal("the device is taken from the bus while the driver gives: nothing is held", guest.held(), 0)
    guest.verify("without a device", 250 + short)
    machine.guest("echo 1 >/sys/bus/virtio/drivers_autoprobe; echo 1 >/sys/bus/pci/rescan")
    report.check("found again, it gives again", guest.settled() > 150 * MIB)


def test_life():
    """All that happens to a driver; a page that the host took while it lay free would come back without its poison."""
    watched = system("debug")
    with vm.VM("debug-life", mem_mib=RAM_MIB, system=watched, append="page_poison=1") as machine:
        guest = Guest(machine)
        machine.guest("hog_start 31")
        guest.hog("grow 200")
        life(guest)
        sound(guest, expected=f"{BY_ORDER}|{OWED}", kills=1)



def test_faults():
    """Allocations fail, those of a bind one by one, then every other one."""
    watched = system("debug")
    # no MSI: taking interrupts away whose entry in /proc could not be made is a warning of the kernel's own
    with vm.VM("debug-faults", mem_mib=RAM_MIB, system=watched, append="init_on_free=1 pci=nomsi") as machine:
        guest = Guest(machine)
        machine.guest("hog_start 32")
        guest.hog("grow 200")
        guest.load("low_pct=5 high_pct=10")
        guest.unbind()
        every_allocation_of_bind_fails(guest)
        guest.verify("after failed binds", 200)
        machine.qmp("balloon", value=RAM)       # until they fail it gives nothing
        report.equal("nothing is given", guest.settled(), 0)
        allocations_fail(guest, 50)
        machine.qmp("balloon", value=MIB)

        def gives():    # what comes to little makes it pause, and a parameter that is written ends the pause
            guest.param("pause_max_ms", 60000)
            return guest.held() > 250 * MIB and guest.held()
        held = wait_for(gives, "the guest to give while every other allocation fails", 0.2)
        slabs, pages = failed(guest)
        report.check(f"the guest gives {held // MIB} MiB while every other allocation fails ({slabs} objects, {pages} pages failed)", pages > 0)
        guest.verify("while allocations fail", 200)
        report.equal("a program grows by 300 MiB meanwhile", guest.hog("grow 300"), "grew 300 MiB, holds 500 MiB")
        guest.verify("after taking back", 500)
        set_faults(guest, probability=0)
        guest.settled()
        machine.guest_send("reboot -f")     # by way of the reboot notifier
        report.equal("the guest reboots (here: ends)", machine.ended("the guest to reboot"), 0)
        report.equal("everything came back before", [l["pages"] for l in machine.device_lines() if l["event"] == "held"][-1:], [0])
        report.equal("the kernel log is clean", guest.log_complaints(expected=ALLOCATION_FAILS), [])


def test_bind():
    """The least that shows a fault that tests/faults/debug.tsv has: bound, at rest, unbound, and each allocation of a bind fails."""
    with vm.VM("debug-bind", mem_mib=RAM_MIB, system=system("debug"), append="pci=nomsi") as machine:
        guest = Guest(machine)
        guest.load()
        guest.settled()
        guest.unbind()
        every_allocation_of_bind_fails(guest)
        sound(guest, expected=ALLOCATION_FAILS)


GROUPS = {"debug-life": test_life, "debug-faults": test_faults}
SEER = {"debug-bind": test_bind}
