# SPDX-License-Identifier: GPL-2.0-or-later
"""What the two policies cost a guest, by counts: pages that stay resident, sectors that are read again, looks of a user-space
killer at too little memory.  driver/README.md says what each does."""
import os
import re

import vm
from guest import BALLOON, Guest, report
from vm import MIB, PAGE, wait_for

LOADED = "period_ms=1000"       # as by default


def disk(name, mib):
    """A file without contents as a disk, /dev/vda in the guest."""
    path = os.path.join(vm.BUILD, "vm", name + ".disk")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.truncate(mib * MIB)
    return ["-drive", f"if=none,id=disk,format=raw,cache=unsafe,file={path}", "-device", "virtio-blk-pci,drive=disk"]


def with_disk(guest):
    g = guest.vm.guest
    guest.device = guest.of_kind(BALLOON)     # the other is the disk
    g("insmod /lib/modules/virtio_blk.ko")
    wait_for(lambda: g("test -b /dev/vda && echo there || true"), "the disk")
    g("exec 5</dev/vda")    # the kernel drops the cache of a disk that nobody has open


def rests(guest, looks=6):
    """Until nothing has moved in so many periods."""
    start = {"held": None, "reports": 0}

    def calm():
        reports, held = guest.steps("host_stats"), guest.held()
        if held != start["held"]:
            start.update(held=held, reports=reports)
        return reports >= start["reports"] + looks
    wait_for(calm, f"{looks} periods in which no page moves", 0.2)
    return guest.held()


def hosts_floor(guest):
    """The host's floor, as it changes under a guest that has given all that it can: of 3 GiB 2 stay with the guest."""
    floor = lambda value: guest.vm.qmp("qom-set", path="/machine/peripheral/balloon", property="floor", value=value)
    before = guest.held()
    floor(2048 * MIB)
    wait_for(lambda: guest.held() <= 1024 * MIB, "the guest to take back up to the host's floor")
    held = rests(guest)
    report.check(f"the host's floor of 2048 MiB: it keeps {held // MIB} MiB, and the guest has the rest", 512 * MIB < held <= 1024 * MIB)
    report.equal("... the driver knows it", int(guest.driver_state()["floor_pages"]), 2048 * MIB // PAGE)
    floor(0)
    wait_for(lambda: guest.held() > before - 256 * MIB, "the guest to give without a floor")


def idle(policy):
    """A program takes 2000 MiB of 3 GiB and ends; then nothing goes on.  MiB that are resident."""
    with vm.VM(f"policy-idle-{policy}", mem_mib=3072) as machine:
        guest = Guest(machine)
        guest.load(LOADED, policy)
        rests(guest)
        machine.guest("hog_start 31")
        guest.hog("grow 2000")
        machine.guest("hog_stop")
        before = guest.steps("host_stats")
        wait_for(lambda: guest.held() > 1500 * MIB, "the guest to give what is free")
        looks = guest.steps("host_stats") - before
        held = rests(guest)
        resident = machine.ram_rss() // MIB
        report.note(f"{policy}: {looks} looks, {resident} MiB resident, the host has {held // MIB} MiB")
        if policy == "adaptive":
            hosts_floor(guest)
        guest.unload()
        guest.clean()
        return resident, looks


def test_idle():
    was, _ = idle("thresholds")
    now, looks = idle("adaptive")
    report.check(f"an idle guest of 3 GiB has {now} MiB resident; with thresholds {was} MiB", now < 500 and now < was / 2)
    report.check(f"it has given after {looks} looks, one a second", looks <= 10)


def sectors(machine):
    return int(machine.guest("cat /sys/block/vda/stat").split()[2])


def passes(policy):
    """1.5 GiB read a disk of 1 GiB again and again: the sectors of each pass, of 2,097,152."""
    with vm.VM(f"policy-cache-{policy}", mem_mib=1536, more=disk(f"policy-cache-{policy}", 1024)) as machine:
        guest = Guest(machine)
        with_disk(guest)
        guest.load(LOADED, policy)
        rests(guest)
        told = []
        for _ in range(3):
            before = sectors(machine)
            machine.guest("cat /dev/vda >/dev/null")
            told.append(sectors(machine) - before)
        report.note(f"{policy}: sectors {told}, the host has {guest.held() // MIB} MiB")
        guest.unload()
        guest.clean()
        return told


def test_cache():
    was = passes("thresholds")
    now = passes("adaptive")
    report.check(f"sectors that a second and a third pass over 1 GiB read: {now[1:]}; with thresholds {was[1:]}",
                 sum(now[1:]) < sum(was[1:]) / 100)


def vmstat(machine, name):
    return int(re.search(rf"^{name} (\d+)$", machine.guest("cat /proc/vmstat"), re.M)[1])


def test_cold():
    """What was read once and is not missed goes to the host; when it is read again the guest sees that it was missed."""
    name = "policy-cold"
    with vm.VM(name, mem_mib=1536, more=disk(name, 1024)) as machine:
        guest = Guest(machine)
        with_disk(guest)
        guest.load(LOADED, "adaptive")
        rests(guest)
        machine.guest("dd if=/dev/vda of=/dev/null bs=1048576 count=800 2>/dev/null")
        held = guest.held()
        went = lambda: int(guest.driver_state()["cached_pages"]) * PAGE // MIB
        wait_for(lambda: went() >= 400 and guest.held() > held + 300 * MIB, "the page cache to go to the host")
        report.check(f"800 MiB are read once, then nothing goes on: {went()} MiB of the cache go, and the host has {(guest.held() - held) // MIB} MiB more", True)
        before = sectors(machine)
        machine.guest("dd if=/dev/vda of=/dev/null bs=1048576 count=800 2>/dev/null")
        refaults = vmstat(machine, "workingset_refault_file")
        report.check(f"read again, {refaults} refaults tell of it ({sectors(machine) - before} sectors)", refaults > 100 * MIB // PAGE)
        rests(guest)
        state = guest.driver_state()
        report.check(f"then {state['node0_mistakes']} mistakes are seen", int(state["node0_mistakes"]) > 0)
        report.equal("nobody had to reclaim for it, and nothing was written", (vmstat(machine, "pswpout"), vmstat(machine, "pgpgout"), state["stalls"]), (0, 0, "0"))
        guest.unload()
        guest.clean()


def growth(policy):
    """A program grows by 600 MiB in a guest that has given what it can: looks of a killer below 10 %."""
    with vm.VM(f"policy-growth-{policy}", mem_mib=1024) as machine:
        guest = Guest(machine)
        guest.load(LOADED, policy)
        held = rests(guest)
        machine.guest("hog_start 32")
        machine.guest("killer >/run/killer & killer_pid=$!")
        guest.hog("grow 600")
        machine.guest("kill $killer_pid; wait $killer_pid")
        looks, low, least = map(int, re.findall(r"\d+", machine.guest("cat /run/killer")))
        report.note(f"{policy}: the host had {held // MIB} MiB and has {guest.held() // MIB}; {low} of {looks} looks below 10 %, the least {least / 10} %, "
                    f"{guest.driver_state()['reclaims']} requests")
        guest.verify(policy, 600)
        report.equal(f"{policy}: nobody is killed, and memory never ran out", (guest.oom_kills(), guest.driver_state()["oom_calls"]), (0, "0"))
        guest.unload()
        guest.clean()
        return low, looks


def bound(policy):
    """A program bound to one of two nodes grows by 500 MiB there, in a guest that has given what it can, with swap."""
    name = f"policy-numa-{policy}"
    with vm.VM(name, mem_mib=2048, nodes=2, more=disk(name, 1024)) as machine:
        guest = Guest(machine)
        with_disk(guest)
        machine.guest("mkswap /dev/vda >/dev/null; swapon /dev/vda")
        guest.load(LOADED, policy)
        rests(guest)
        given = lambda: [int(guest.driver_state().get(f"node{n}_given_pages", 0)) * PAGE // MIB for n in (0, 1)]
        machine.guest("hog_start 33 node 1")
        free = int(re.search(r"MemFree: +(\d+) kB", machine.guest("cat /sys/devices/system/node/node1/meminfo"))[1]) // 1024
        before = given()     # by node, as far as the policy tells
        guest.hog("grow 500")
        rests(guest)
        after = given()
        swapped = vmstat(machine, "pswpout") * PAGE // MIB
        report.note(f"{policy}: node 1 had {free} MiB free; given MiB of node 0 and 1 before {before} and after {after}; {swapped} MiB were swapped out, "
                    f"{guest.driver_state()['reclaims']} requests, {guest.driver_state()['oom_calls']} calls of the OOM notifier")
        guest.verify(policy, 500)
        report.equal(f"{policy}: nobody is killed", guest.oom_kills(), 0)
        guest.unload()
        guest.clean()
        return swapped, before, after


def test_numa():
    was, _, _ = bound("thresholds")
    now, before, after = bound("adaptive")
    report.check(f"idle, both nodes have given: {before} MiB", min(before) > 500)
    report.check(f"a program takes 500 MiB of node 1: of that node come back {before[1] - after[1]} MiB", before[1] - after[1] > 400)
    report.check(f"... and of the other {before[0] - after[0]}", before[0] - after[0] < 100)
    report.check(f"... {now} MiB are swapped out; with thresholds {was}", now < 50)


def test_growth():
    was, _ = growth("thresholds")
    now, looks = growth("adaptive")
    # an idle guest is looked at once a second: the first that is seen of a growth is that the kernel reclaims
    report.check(f"a killer sees less than 10 % available in {now} of {looks} looks; with thresholds in {was}", now < was / 3)


GROUPS = {"policy-idle": test_idle, "policy-cache": test_cache, "policy-cold": test_cold, "policy-growth": test_growth, "policy-numa": test_numa}
