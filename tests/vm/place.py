# SPDX-License-Identifier: GPL-2.0-or-later
"""Memory has a place: it is plugged in and unplugged, goes offline and comes back.

The device takes the machine's own memory alone, and refuses an offer whole that has a page of any other: `bad-offers`, which
Guest.clean() looks at, must stay 0."""
import movable
import policy
import vm
from guest import BALLOON, OWED, VIRTIO_MEM, Guest, report
from vm import MIB, PAGE, wait_for

RAM_MIB = 1024
PLUGGED_MIB = 1024
SLOTS = ["-m", "slots=4,maxmem=8G"]
MEMORY = "/sys/devices/system/memory"


def total(machine):
    return machine.meminfo()["MemTotal"]


def follows(machine, what, before, mib):
    wait_for(lambda: abs(total(machine) - before - mib * MIB) < 8 * MIB, f"MemTotal to change by {mib} MiB")
    report.ok(what)


def plug(machine, name, online):
    before = total(machine)
    machine.guest(f"echo {online} >{MEMORY}/auto_online_blocks")
    machine.qmp("object-add", **{"qom-type": "memory-backend-ram", "id": name + "-ram", "size": PLUGGED_MIB * MIB})
    machine.qmp("device_add", driver="pc-dimm", id=name, memdev=name + "-ram")
    follows(machine, f"a DIMM of {PLUGGED_MIB} MiB is plugged in: {online}", before, PLUGGED_MIB)


def unplug(machine, name):
    def gone():
        machine.qmp("query-status")     # events come with an answer
        return any(e["event"] == "DEVICE_DELETED" and e["data"].get("device") == name for e in machine.events)
    before = total(machine)
    machine.qmp("device_del", id=name)
    wait_for(gone, "the guest to let go of the DIMM")
    machine.qmp("object-del", id=name + "-ram")
    follows(machine, "it is unplugged", before, -PLUGGED_MIB)


def resize(machine, mib):
    before, had = total(machine), machine.qmp("qom-get", path="/machine/peripheral/vmem", property="size")
    machine.qmp("qom-set", path="/machine/peripheral/vmem", property="requested-size", value=mib * MIB)
    wait_for(lambda: machine.qmp("qom-get", path="/machine/peripheral/vmem", property="size") == mib * MIB, f"virtio-mem to have {mib} MiB")
    follows(machine, f"virtio-mem has {mib} MiB", before, mib - had // MIB)


def takes_memory(guest, seed):
    """A program has most of the memory that the guest was started with."""
    guest.vm.guest(f"hog_start {seed}")
    guest.hog("grow 600")
    return guest.settled()


def gives_what_it_may(guest, what):
    """It ends."""
    held = guest.held()
    guest.vm.guest("hog_stop")
    given = guest.settled() - held
    report.check(f"{what}: a program ends, and its {given // MIB} MiB are given", given > 400 * MIB)
    report.equal("... in offers none of which is refused", (guest.device_value("bad-offers"), guest.driver_state()["answers_ST_BAD"]), (0, "0"))


def low_follows(guest, what):
    """The threshold is a part of what the guest has by now."""
    report.near(what, int(guest.driver_state()["low_pages"]) * PAGE, total(guest.vm) // 10, 2 * MIB)


def test_dimm():
    with vm.VM("dimm", mem_mib=RAM_MIB, more=SLOTS) as machine:
        guest = Guest(machine)
        guest.load()
        takes_memory(guest, 71)
        plug(machine, "first", "online_kernel")
        low_follows(guest, "the low threshold follows")
        gives_what_it_may(guest, "thresholds")
        guest.books_agree()
        guest.unload()
        guest.load("", "adaptive")
        wait_for(lambda: guest.held() > 500 * MIB, "the adaptive policy to give")
        report.equal("adaptive: no offer is refused", guest.driver_state()["answers_ST_BAD"], "0")
        guest.unload()

        guest.load()
        plug(machine, "second", "online_movable")
        low_follows(guest, "the low threshold follows")
        unplug(machine, "second")
        low_follows(guest, "and again")
        report.check(f"the guest gives as before ({guest.settled() // MIB} MiB)", guest.held() > 500 * MIB)
        guest.books_agree()
        guest.clean()


def test_virtio_mem():
    device = ["-object", "memory-backend-ram,id=vmem-ram,size=1G", "-device", "virtio-mem-pci,id=vmem,memdev=vmem-ram,requested-size=0"]
    with vm.VM("virtio-mem", mem_mib=RAM_MIB, more=[*SLOTS, *device]) as machine:
        guest = Guest(machine)
        guest.device = guest.of_kind(BALLOON)
        guest.load()
        machine.guest("insmod /lib/modules/virtio_mem.ko")
        machine.guest(f"echo {guest.of_kind(VIRTIO_MEM)} >/sys/bus/virtio/drivers/virtio_mem/bind")     # a new device is bound by hand
        machine.guest(f"echo online_kernel >{MEMORY}/auto_online_blocks")
        takes_memory(guest, 72)
        resize(machine, PLUGGED_MIB)
        low_follows(guest, "the low threshold follows")
        gives_what_it_may(guest, "beside virtio-mem")
        guest.books_agree()
        resize(machine, PLUGGED_MIB // 2)     # not all of it: by now the kernel has pages there that cannot be moved
        low_follows(guest, "the low threshold follows")
        report.check(f"the guest gives as before ({guest.settled() // MIB} MiB)", guest.held() > 500 * MIB)
        guest.books_agree()
        guest.clean()


def offline(guest, blocks):
    """Tries to take each offline, until two are: the numbers of those, and how much of their memory the host had."""
    taken, came = [], 0
    for block in blocks:
        held = guest.held()
        if movable.offline(guest, block) == "taken":
            taken.append(block)
            came += held - guest.held()
        if len(taken) == 2:
            break
    return taken, came // MIB


def test_offline():
    """Blocks of memory in which the host has whole blocks, which no kernel can move."""
    with vm.VM("offline", mem_mib=RAM_MIB) as machine:
        guest = Guest(machine)
        machine.guest("hog_start 73")
        guest.hog("grow 100")
        guest.load()
        guest.settled()
        before = total(machine)
        # the first has the kernel itself, the last what it allocated at boot
        taken, came = offline(guest, range(1, RAM_MIB // 128 - 1))
        report.check(f"memory goes offline: blocks {taken}, of which the host had {came} MiB", len(taken) == 2 and came >= 128)
        follows(machine, "MemTotal tells", before, -256)
        low_follows(guest, "the low threshold follows")
        report.check(f"the guest goes on giving ({guest.settled() // MIB} MiB)", guest.held() > 200 * MIB)
        guest.books_agree()
        guest.verify("after that", 100)
        held = guest.held()
        for block in taken:
            machine.guest(f"echo online >{MEMORY}/memory{block}/state")
        follows(machine, "it comes back", before - 256 * MIB, 256)
        report.check(f"and is given again ({(guest.settled() - held) // MIB} MiB)", guest.held() - held > 100 * MIB)

        guest.settled()
        guest.stall(True)
        guest.param("grant_ms", 500)
        said = movable.offline(guest, taken[0])
        report.equal("a host that does not answer is waited for as long as for any request: then the memory stays", said, "refused")
        guest.stall(False)
        wait_for(lambda: movable.offline(guest, taken[0]) == "taken", "the same memory to go offline when the host answers")
        guest.verify("in the end", 100)
        guest.clean(expected=OWED)


def test_hibernate():
    """The image is written to swap, the machine is switched off, and another reads the image.  What is in use has to be copied
    to what is free, and that is less than half of what the guest has kept."""
    swap = policy.disk("hibernate", 2048)
    quick = "hibernate=nocompress"     # the program's pattern cannot be compressed
    with vm.VM("hibernate", mem_mib=RAM_MIB, append=quick, more=swap) as machine:
        guest = Guest(machine)
        g = machine.guest
        policy.with_disk(guest)
        g("mkswap /dev/vda >/dev/null; swapon /dev/vda")
        g("hog_start 74")
        guest.hog("grow 300")
        guest.load("low_pct=2 high_pct=3 step_mib=2048")
        held = guest.settled()
        info = machine.meminfo()
        kept = info["MemTotal"] - held
        report.check(f"of {kept // MIB} MiB that the guest has kept {info['MemFree'] // MIB} are free", info["MemFree"] < kept // 2 and held > 400 * MIB)
        g(f"echo {RAM_MIB * MIB} >/sys/power/image_size; echo shutdown >/sys/power/disk")
        mark = len(machine.device_lines())
        machine.guest_send("echo disk >/sys/power/state")
        report.equal("the guest hibernates, and switches the machine off", machine.ended("the machine to be switched off"), 0)
        pages = [line["pages"] for line in machine.device_lines()[mark:] if line["event"] == "held"]
        report.check("before that everything came back", pages and pages[-1] == 0, repr(pages))
    with vm.VM("hibernate-again", mem_mib=RAM_MIB, append=quick, more=swap) as machine:
        again = Guest(machine)
        again.device = guest.device
        machine.guest("insmod /lib/modules/virtio_blk.ko")
        wait_for(lambda: machine.guest("test -b /dev/vda && echo there || true"), "the disk")
        machine.guest_send("cat /sys/block/vda/dev >/sys/power/resume")
        machine.guest_answer("echo disk >/sys/power/state")     # the image goes on where it was
        report.ok("another machine reads the image")
        report.equal("nothing was swapped out to make room for it", policy.vmstat(machine, "pswpout"), 0)
        again.verify("after hibernation", 300)
        report.check(f"the guest gives again ({again.settled() // MIB} MiB)", again.held() > 400 * MIB)
        again.books_agree()
        again.verify("and after giving", 300)
        again.clean()


def test_overcommit():
    """What a program may map, beside a host that has most of the guest's memory."""
    with vm.VM("overcommit", mem_mib=RAM_MIB) as machine:
        guest = Guest(machine)
        machine.guest("hog_start 75")
        mib = total(machine) // MIB - 50
        guest.load("low_pct=2 high_pct=4 step_mib=2048")
        held = guest.settled() // MIB
        report.check(f"of {mib + 50} MiB the host has {held}", held > 600)
        report.equal("a program maps nearly all, as the kernel guesses what it will need", guest.hog(f"map {mib}"), f"mapped {mib} MiB")
        machine.guest("echo 100 >/proc/sys/vm/overcommit_ratio; echo 2 >/proc/sys/vm/overcommit_memory")
        fits = (machine.meminfo()["CommitLimit"] - machine.meminfo()["Committed_AS"]) // MIB - 60     # it keeps some for root
        report.check(f"the kernel promises no more than there is: {fits} MiB are left, and the host has most of it", fits > 600)
        report.equal("... and a program maps them", guest.hog(f"map {fits}"), f"mapped {fits} MiB")
        machine.guest("echo 0 >/proc/sys/vm/overcommit_memory")
        guest.param("adjust_memtotal", 1)
        guest.settled()
        report.equal("adjust_memtotal=1: the kernel refuses what is larger than what is left of MemTotal", guest.hog(f"map {mib}"),
                     "mapped nothing: Cannot allocate memory")
        report.check("... which the log has said before", "adjust_memtotal: no program gets a mapping" in machine.guest("dmesg"))
        guest.param("adjust_memtotal", 0)
        guest.settled()
        report.equal("adjust_memtotal=0: a program maps it again", guest.hog(f"map {mib}"), f"mapped {mib} MiB")
        guest.clean()


GROUPS = {"overcommit": test_overcommit, "hibernate": test_hibernate, "offline": test_offline, "dimm": test_dimm, "virtio-mem": test_virtio_mem}
